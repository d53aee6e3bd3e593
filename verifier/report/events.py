"""The events of a run in its figure: what is shaded in the panels, and the strip that names it."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from verifier.report.drawing import GOLD, INK, RED
from verifier.results.agreement import Stretch
from verifier.results.drawn import DrawnRun

_ROOM = 0.21
"""The part of the time axis that words beside the onset take."""


def shade(ax: Axes, data: DrawnRun) -> None:
    """The rising edges, the steps at which the loss rises, and the window of the onset."""
    for first, last in within(data, data.rising_edges):
        ax.axvspan(first, last, color=GOLD, alpha=0.17, linewidth=0)
    for first, last in within(data, data.loss_rises):
        ax.axvspan(first, last, color=RED, alpha=0.35, linewidth=0)
    if data.window:
        ax.axvspan(*data.window, color=INK, alpha=0.16, linewidth=0)
    if data.onset is not None:
        ax.axvline(data.onset, color=INK, linewidth=0.8, zorder=2)


def within(data: DrawnRun, stretches: Sequence[Stretch]) -> list[tuple[int, int]]:
    """The stretches of that kind, each as first time and the time after the last."""
    end = data.t[-1]
    return [(first, end if last is None else last + 1) for first, last in stretches]


def name_events(ax: Axes, data: DrawnRun) -> None:
    """A strip above the panels that names what is shaded."""
    ax.set_axis_off()
    ax.set_ylim(0, 2)
    for stretches, line, colour, word in (
        (data.rising_edges, 1, GOLD, "direction rises"),
        (data.loss_rises, 0, RED, "loss rises"),
    ):
        for (first, end), (_, last) in zip(within(data, stretches), stretches, strict=True):
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
    if data.onset is not None:
        _name_onset(ax, data, data.onset)


def _name_onset(ax: Axes, data: DrawnRun, onset: int) -> None:
    """The onset and what is known of it in advance: left of the bar, or below it at the margin."""
    lower, upper = data.window or (onset, onset)
    said = [f"onset T = {onset}"]
    if data.window:
        said.append(f"{lower} ≤ T ≤ {upper} in advance")
    ax.plot([lower, upper], [1.35, 1.35], color=INK, marker="|", markersize=9, linewidth=0.8)
    at_margin = lower - data.t[0] < _ROOM * (data.t[-1] - data.t[0])
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
