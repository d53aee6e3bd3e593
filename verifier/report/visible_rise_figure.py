"""The map of what becomes of the window as a figure: SVG text, see ``verifier.report.drawing``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from verifier.report.drawing import BLUE, GOLD, INK, RED, RULE, draw, power_of_ten
from verifier.report.knife_edge_figure import DIRECTION_LR
from verifier.results.visible_rise import Outcome, Panel, VisibleRise

SCALE_LR = "scale learning rate h"
LAW = "J(ν, α₀) = h ln(√h / sin θ₀)"
SHORT = {
    Outcome.NEVER: "the direction never rises",
    Outcome.SCALE: "it rises, α leaves first",
    Outcome.NORM: "it rises, the norm closes first",
    Outcome.LOSS: "the loss rises",
    None: "undecided",
}
"""The outcomes, as the legend has them."""
_FILLS: dict[Outcome | None, tuple[str, float]] = {
    Outcome.NEVER: (RULE, 0.55),
    Outcome.SCALE: (BLUE, 0.6),
    Outcome.NORM: (GOLD, 0.75),
    Outcome.LOSS: (RED, 0.75),
    None: (INK, 0.9),
}
"""Colour and opacity of each outcome's cells."""
_ACROSS = (3, 4, 5, 7, 10, 15, 20)
_UPWARDS = (0.01, 0.03, 0.1, 0.3, 1)
_HEIGHT, _LEGEND = 5.2, 0.5
"""Inches: the whole, and what the legend takes of it."""


def visible_rise_figure(data: VisibleRise, name: str = "visible-rise") -> str:
    """One panel for each start (α_0, θ_0).

    Each cell is one certified run, at its middle.  Lines: the knife edge, the limit law at finite h, and
    where the window is open from the start.
    """

    def paint(figure: Figure) -> None:
        grid = figure.subplots(2, 2, sharey=True)
        for ax, panel in zip(grid.flat, data.panels, strict=False):
            _cells(ax, panel)
            _lines(ax, panel)
            ax.set_title(f"α₀ = {panel.alpha0}, θ₀ = {_angle(panel.theta0)}", pad=5)
        for ax in grid[-1]:
            ax.set_xlabel(DIRECTION_LR)
        for ax in grid[:, 0]:
            ax.set_ylabel(SCALE_LR)
        _legend(figure, data)
        figure.subplots_adjust(
            left=0.085, right=0.985, top=0.95, bottom=(_LEGEND + 0.5) / _HEIGHT, wspace=0.06, hspace=0.28
        )

    return draw(name, 7.4, _HEIGHT, paint)


def _cells(ax: Axes, panel: Panel) -> None:
    """All cells of an outcome are one path, so that no seams show between them."""
    xs, ys = _borders(panel.nu), _borders(panel.h)
    areas: dict[Outcome | None, list[Path]] = {}
    for row, (low, high) in zip(panel.grid, pairwise(ys), strict=True):
        for outcome, first, last in _runs(row):
            corners = [(xs[first], low), (xs[last], low), (xs[last], high), (xs[first], high)]
            areas.setdefault(outcome, []).append(Path([*corners, corners[0]], closed=True))
    for outcome, paths in areas.items():
        colour, alpha = _FILLS[outcome]
        area = Path.make_compound_path(*paths)
        ax.add_patch(PathPatch(area, facecolor=colour, alpha=alpha, linewidth=0))
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_xlim(xs[0], xs[-1])
    ax.set_ylim(ys[0], ys[-1])
    for axis, ticks in ((ax.xaxis, _ACROSS), (ax.yaxis, _UPWARDS)):
        axis.set_major_locator(FixedLocator(list(ticks)))
        axis.set_minor_locator(NullLocator())
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))


def _angle(text: str) -> str:
    """``1e-8`` as 10⁻⁸; other numbers as they are."""
    return power_of_ten(int(text[2:])) if text.startswith("1e") else text


def _borders(middles: Sequence[float]) -> list[float]:
    """Where the cells meet: half-way on the logarithmic axis, and as far beyond the ends."""
    inner = [(one * other) ** 0.5 for one, other in pairwise(middles)]
    return [middles[0] ** 2 / inner[0], *inner, middles[-1] ** 2 / inner[-1]]


def _runs(row: Sequence[Outcome | None]) -> Iterator[tuple[Outcome | None, int, int]]:
    """Maximal stretches of equal outcomes: the outcome, its first cell and the one after its last."""
    place = 0
    for outcome, cells in groupby(row):
        count = len(list(cells))
        yield outcome, place, place + count
        place += count


def _lines(ax: Axes, panel: Panel) -> None:
    ax.axvline(panel.knife_edge, color=INK, linewidth=0.9, dashes=(4, 3))
    if panel.law:
        ax.plot(*zip(*panel.law, strict=True), color=INK, linewidth=1.5)
    if panel.opens < panel.nu[-1]:
        ax.axvline(panel.opens, color=INK, linewidth=0.9, linestyle=":")


def _legend(figure: Figure, data: VisibleRise) -> None:
    shown = {*data.outcomes}
    entries: list[Artist] = [
        Patch(facecolor=colour, alpha=alpha, linewidth=0, label=SHORT[outcome])
        for outcome, (colour, alpha) in _FILLS.items()
        if outcome in shown
    ]
    edge = f"knife edge {data.panels[0].knife_edge:.4f}"
    entries += [
        Line2D([], [], color=INK, linewidth=0.9, dashes=(4, 3), label=edge),
        Line2D([], [], color=INK, linewidth=1.5, label=LAW),
        Line2D([], [], color=INK, linewidth=0.9, linestyle=":", label="κ(α₀)·η/‖w₀‖² = 2"),
    ]
    figure.legend(
        handles=entries, loc="lower center", ncols=4, frameon=False, fontsize=8,
        columnspacing=1.4, borderaxespad=0.2,
    )  # fmt: skip
