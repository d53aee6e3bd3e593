"""One certified run as a figure: SVG text, see ``verifier.report.drawing``."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from verifier.report.drawing import BLUE, GREEN, INK, PAPER, RED, draw, power_of_ten
from verifier.report.events import name_events, shade
from verifier.results.drawn import DrawnRun

_TICKS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000)
_WIDTH = 7.4
_STRIP = 0.42


def spike_figure(data: DrawnRun, name: str = "spike") -> str:
    """Loss, sin θ and effective learning rate of one certified run on a common time axis.

    There is a panel of the scale too for a run with the window of it.
    """
    panels = {"loss": 1.0, "sine": 1.0, "rate": 0.9} | ({"scale": 0.9} if data.alpha_window else {})

    def paint(figure: Figure) -> None:
        heights = [_STRIP, *panels.values()]
        strip, *axes = figure.subplots(len(heights), 1, sharex=True, height_ratios=heights)
        for ax, panel in zip(axes, panels, strict=True):
            shade(ax, data)
            _PANELS[panel](ax, data)
            ax.tick_params(labelbottom=ax is axes[-1])
        name_events(strip, data)
        axes[-1].set_xlabel("iteration t")
        axes[-1].set_xlim(data.t[0], data.t[-1])
        height = figure.get_figheight()
        figure.subplots_adjust(left=0.08, right=0.975, top=0.995, bottom=0.5 / height, hspace=0.32)
        if data.loss_rises:
            _enlarge(axes[0], data)

    return draw(name, _WIDTH, 2 * (_STRIP + sum(panels.values())), paint)


def _loss(ax: Axes, data: DrawnRun) -> None:
    if data.loss:
        _curve(ax, data.t, data.loss, "loss R")
    else:
        _curve(ax, data.t, data.log10_excess, "excess loss (R − R*) / ρ²")
        _decades(ax, data.log10_excess)


def _sine(ax: Axes, data: DrawnRun) -> None:
    _curve(ax, data.t, data.log10_sin, "sine of the angle to the target, sin θ")
    _decades(ax, data.log10_sin)
    _lowest_at_onset(ax, data)


def _rate(ax: Axes, data: DrawnRun) -> None:
    shown = data.steepest or data.lam
    _curve(ax, data.t, shown, f"effective learning rate λ{' times κₘₐₓ' * bool(data.steepest)}")
    ax.axhline(2, color=INK, linewidth=0.8, dashes=(4, 3), zorder=2)
    ax.set_ylim(0, 1.12 * max(*shown, 2))
    ax.annotate("threshold 2", (data.t[0], 2), (4, 4), textcoords="offset points", size=8.5)


def _scale(ax: Axes, data: DrawnRun) -> None:
    """The scale, and the window that it must be in for the direction to rise."""
    closed = (math.nan, math.nan)
    low, high = zip(*(ends or closed for ends in data.alpha_window), strict=True)
    ax.fill_between(data.t, low, high, color=GREEN, alpha=0.2, linewidth=0)
    _curve(ax, data.t, data.alpha, "scale α")
    opened = [(t, end) for t, end in zip(data.t, high, strict=True) if not math.isnan(end)]
    ax.set_ylim(0, 1.12 * max(*data.alpha, *(end for _, end in opened)))
    for corner in opened[:1]:
        words = "the window κ(α) > 2N"
        ax.annotate(words, corner, (4, -3), textcoords="offset points", va="top", size=8.5)


_PANELS = {"loss": _loss, "sine": _sine, "rate": _rate, "scale": _scale}


def _curve(ax: Axes, times: Sequence[int], values: Sequence[float], title: str) -> None:
    ax.plot(times, values, color=BLUE, zorder=3)
    ax.set_title(title, pad=5)


def _lowest_at_onset(ax: Axes, data: DrawnRun) -> None:
    """Say how small the angle is when it begins to grow."""
    if data.onset is None or data.onset not in data.t:
        return
    lowest = data.log10_sin[data.t.index(data.onset)]
    bottom, top = ax.get_ylim()
    ax.set_ylim(min(bottom, lowest - 0.22 * (top - lowest)), top)  # room for the words below
    ax.plot(data.onset, lowest, "o", color=BLUE, markersize=4, zorder=4)
    ax.annotate(
        f"{power_of_ten(round(lowest))} at onset",
        (data.onset, lowest), (6, -11), textcoords="offset points", size=8.5,
    )  # fmt: skip


def _enlarge(ax: Axes, data: DrawnRun) -> None:
    """The spike itself, step by step, in the empty corner of the loss panel."""
    first, last = data.loss_rises[-1]
    last = data.t[-1] if last is None else last
    near = range(first - 6, last + 8)
    values = data.loss or data.log10_excess
    points = [(t, y) for t, y in zip(data.t, values, strict=True) if t in near]
    inset = ax.inset_axes((0.745, 0.42, 0.25, 0.6), facecolor=PAPER)
    inset.axvspan(first, last + 1, color=RED, alpha=0.35, linewidth=0)
    inset.plot(*zip(*points, strict=True), color=BLUE, marker="o", markersize=2.2, linewidth=0.9)
    inset.set_xlim(near[0], near[-1])
    inset.set_xticks([first, last + 1])
    inset.tick_params(labelsize=7.5, length=2)
    if not data.loss:
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
