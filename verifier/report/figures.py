"""The report's figures, each from a part of report.json: SVG text, see ``verifier.report.drawing``."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from verifier.report.drawing import BLUE, GOLD, INK, PAPER, RED, RULE, draw, power_of_ten

Data = Mapping[str, Any]

_ROOM = 0.21
"""The part of the time axis that words beside the onset take."""
_FARTHEST = 1000
_MULTIPLES = (0.01, 0.1, 0.5, 1, 2, 5, 10, 100, 1000)
_TICKS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000)


def spike_figure(data: Data, name: str = "spike") -> str:
    """Loss, sin θ and effective learning rate of one certified run on a common time axis.

    ``data`` has the lists ``t``, ``log10_sin``, ``lam``, and ``log10_excess`` (of (R − R*)/ρ²) or
    ``loss`` (R in the data's own units); the events ``rising_edges`` and ``loss_rises`` (lists of
    ``[first, last]``), ``onset``, and ``window``, the certified window of the onset, or None.
    """

    def paint(figure: Figure) -> None:
        strip, loss, sine, rate = figure.subplots(4, 1, sharex=True, height_ratios=[0.42, 1, 1, 0.9])
        for ax in (loss, sine, rate):
            _shade(ax, data)
        if "loss" in data:
            _curve(loss, data["t"], data["loss"], "loss R")
        else:
            _curve(loss, data["t"], data["log10_excess"], "excess loss (R − R*) / ρ²")
            _decades(loss, data["log10_excess"])
        _curve(sine, data["t"], data["log10_sin"], "sine of the angle to the target, sin θ")
        _curve(rate, data["t"], data["lam"], "effective learning rate λ")
        _decades(sine, data["log10_sin"])
        _lowest_at_onset(sine, data)
        _threshold(rate, data)
        _name_events(strip, data)
        for ax in (loss, sine):
            ax.tick_params(labelbottom=False)
        rate.set_xlabel("iteration t")
        rate.set_xlim(data["t"][0], data["t"][-1])
        figure.subplots_adjust(left=0.08, right=0.975, top=0.995, bottom=0.075, hspace=0.32)
        if data["loss_rises"]:
            _enlarge(loss, data)

    return draw(name, 7.4, 6.6, paint)


def tightness_figure(rows: Mapping[str, Sequence[float]], name: str = "tightness") -> str:
    """One row of dots for each bound: the bound divided by the true value, on a logarithmic axis.

    What is beyond the axis becomes one arrow at its end, which says how many and how far.
    """

    def paint(figure: Figure) -> None:
        ax = figure.subplots()
        for line, ratios in enumerate(rows.values()):
            shown = [ratio for ratio in ratios if ratio <= _FARTHEST]
            ax.scatter(shown, [line] * len(shown), s=30, color=BLUE, alpha=0.5, linewidths=0, zorder=3)
            beyond = [ratio for ratio in ratios if ratio > _FARTHEST]
            if beyond:
                ax.plot(_FARTHEST, line, ">", color=BLUE, clip_on=False, markersize=5)
                exponent = round(math.log10(max(beyond)))
                ax.annotate(
                    f"{len(beyond)} beyond, up to {power_of_ten(exponent)}",
                    (_FARTHEST, line), (3, 5), textcoords="offset points",
                    ha="right", va="bottom", size=8,
                )  # fmt: skip
        ax.axvline(1, color=INK, linewidth=0.8, dashes=(4, 3), zorder=2)
        ax.set_xscale("log")
        nearest = min((ratio for ratios in rows.values() for ratio in ratios), default=1)
        ax.set_xlim(min(nearest, 1) / 1.3, _FARTHEST)
        ax.xaxis.set_major_locator(FixedLocator([t for t in _MULTIPLES if t >= nearest / 1.3]))
        ax.xaxis.set_minor_locator(NullLocator())
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}×"))
        ax.set_yticks(range(len(rows)), list(rows))
        ax.set_ylim(len(rows) - 0.5, -0.5)
        ax.set_xlabel("bound / true value")
        ax.tick_params(length=0)
        ax.tick_params(axis="y", labelcolor=INK)
        ax.grid(axis="x", color=RULE, linewidth=0.6)
        ax.spines["left"].set_visible(False)
        figure.subplots_adjust(left=0.31, right=0.97, top=0.97, bottom=0.45 / (0.36 * len(rows) + 0.7))

    return draw(name, 7.4, 0.36 * len(rows) + 0.7, paint)


def _curve(ax: Axes, times: Sequence[int], values: Sequence[float], title: str) -> None:
    ax.plot(times, values, color=BLUE, zorder=3)
    ax.set_title(title, pad=5)


def _shade(ax: Axes, data: Data) -> None:
    """The rising edges, the steps at which the loss rises, and the window of the onset."""
    for first, last in _within(data, "rising_edges"):
        ax.axvspan(first, last, color=GOLD, alpha=0.17, linewidth=0)
    for first, last in _within(data, "loss_rises"):
        ax.axvspan(first, last, color=RED, alpha=0.35, linewidth=0)
    if data["window"]:
        ax.axvspan(*data["window"], color=INK, alpha=0.16, linewidth=0)
    if data["onset"] is not None:
        ax.axvline(data["onset"], color=INK, linewidth=0.8, zorder=2)


def _within(data: Data, kind: str) -> list[tuple[int, int]]:
    """The stretches of that kind, each as first time and the time after the last."""
    end = data["t"][-1]
    return [(first, end if last is None else last + 1) for first, last in data[kind]]


def _name_events(ax: Axes, data: Data) -> None:
    """A strip above the panels that names what is shaded."""
    ax.set_axis_off()
    ax.set_ylim(0, 2)
    for kind, line, colour, word in (
        ("rising_edges", 1, GOLD, "direction rises"),
        ("loss_rises", 0, RED, "loss rises"),
    ):
        for (first, end), (_, last) in zip(_within(data, kind), data[kind], strict=True):
            ax.barh(line + 0.35, end - first, left=first, height=0.3, color=colour, linewidth=0)
            label = f"{word} {first}–{'' if last is None else last}"
            on_left = line == 0
            ax.annotate(
                label,
                (first if on_left else (first + end) / 2, line + (0.35 if on_left else 0.6)),
                (-5 if on_left else 0, 0 if on_left else 1),
                textcoords="offset points",
                ha="right" if on_left else "center",
                va="center" if on_left else "bottom",
                size=8.5,
            )
    if data["onset"] is not None:
        _name_onset(ax, data)


def _name_onset(ax: Axes, data: Data) -> None:
    """The onset and what is known of it in advance: left of the bar, or below it at the margin."""
    lower, upper = data["window"] or (data["onset"], data["onset"])
    said = [f"onset T = {data['onset']}"]
    if data["window"]:
        said.append(f"{lower} ≤ T ≤ {upper} in advance")
    ax.plot([lower, upper], [1.35, 1.35], color=INK, marker="|", markersize=9, linewidth=0.8)
    at_margin = lower - data["t"][0] < _ROOM * (data["t"][-1] - data["t"][0])
    for number, words in enumerate(said):
        ax.annotate(
            words,
            (lower, 0.35 if at_margin else 1.35),
            (2 if at_margin else -6, (6 if len(said) > 1 else 0) - 12 * number),
            textcoords="offset points",
            ha="left" if at_margin else "right",
            va="center",
            size=8.5,
        )


def _threshold(ax: Axes, data: Data) -> None:
    ax.axhline(2, color=INK, linewidth=0.8, dashes=(4, 3), zorder=2)
    ax.set_ylim(0, 1.12 * max(*data["lam"], 2))
    ax.annotate("threshold 2", (data["t"][0], 2), (4, 4), textcoords="offset points", size=8.5)


def _lowest_at_onset(ax: Axes, data: Data) -> None:
    """Say how small the angle is when it begins to grow."""
    if data["onset"] not in data["t"]:
        return
    lowest = data["log10_sin"][data["t"].index(data["onset"])]
    bottom, top = ax.get_ylim()
    ax.set_ylim(min(bottom, lowest - 0.22 * (top - lowest)), top)  # room for the words below
    ax.plot(data["onset"], lowest, "o", color=BLUE, markersize=4, zorder=4)
    ax.annotate(
        f"{power_of_ten(round(lowest))} at onset",
        (data["onset"], lowest), (6, -11), textcoords="offset points", size=8.5,
    )  # fmt: skip


def _enlarge(ax: Axes, data: Data) -> None:
    """The spike itself, step by step, in the empty corner of the loss panel."""
    first, last = data["loss_rises"][-1]
    last = data["t"][-1] if last is None else last
    near = range(first - 6, last + 8)
    values = data["loss"] if "loss" in data else data["log10_excess"]
    points = [(t, y) for t, y in zip(data["t"], values, strict=True) if t in near]
    inset = ax.inset_axes((0.745, 0.42, 0.25, 0.6), facecolor=PAPER)
    inset.axvspan(first, last + 1, color=RED, alpha=0.35, linewidth=0)
    inset.plot(*zip(*points, strict=True), color=BLUE, marker="o", markersize=2.2, linewidth=0.9)
    inset.set_xlim(near[0], near[-1])
    inset.set_xticks([first, last + 1])
    inset.tick_params(labelsize=7.5, length=2)
    if "loss" not in data:
        _decades(inset, [y for _, y in points])


def _decades(ax: Axes, logs: Sequence[float]) -> None:
    """Ticks at powers of ten for values given as logarithms to base ten."""
    low, high = min(logs), max(logs)
    step = next(size for size in _TICKS if high - low <= 4.5 * size)
    start = int(low // step) * step
    ax.yaxis.set_major_locator(FixedLocator(list(range(start, int(high) + 2 * step, step))))
    ax.yaxis.set_minor_locator(NullLocator())
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: power_of_ten(round(value))))
    margin = (high - low) / 12
    ax.set_ylim(low - margin, high + margin)
