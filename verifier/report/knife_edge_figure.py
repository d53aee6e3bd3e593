"""The knife-edge map as a figure: SVG text, see ``verifier.report.drawing``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LogNorm, Normalize, to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from verifier.report.drawing import BLUE, INK, PAPER, RED, draw
from verifier.report.phase_figure import FILLS, SHADES
from verifier.results.knife_edge import Cell, KnifeEdge, Map
from verifier.results.rise import Rise

SCALE, DIRECTION_LR = "initial scale α₀", "learning rate of the direction η/‖w₀‖²"
_REGIONS: dict[str, tuple[str, Any, str]] = {
    "logistic.never-rises": (BLUE, "-", "never-rises"),
    "logistic.precursor": (RED, "-", "precursor"),
}
"""For each claim how the border of the cells in which its condition holds is drawn.

The condition of logistic.sharp-edge is the knife edge itself, which is drawn as a line.
"""
_TICKS = (1, 2, 5, 10, 20, 50, 100)


def knife_edge_figure(data: KnifeEdge, name: str = "knife-edge") -> str:
    """One panel for each map.

    Cells with a delayed onset are shaded by the slow time for which the window was open; a dot marks a
    loss that rises.  The lines are the knife edge, the curve λ = 2 of an aligned start, and the regions
    in which claims foretell what happens.
    """
    maps = data.maps
    spans = [slow for one in maps for cell in one.cells if (slow := _slow(one, cell))]
    shades = LogNorm(min(spans, default=1), max([*spans, 2 * min(spans, default=1)]))

    def paint(figure: Figure) -> None:
        *panels, bar = figure.subplots(1, len(maps) + 1, width_ratios=[1] * len(maps) + [0.04])
        for ax, one in zip(panels, maps, strict=True):
            _cells(ax, data, one, shades)
            _lines(ax, data)
            for region in _drawn(one):
                _border(ax, data, one.regions[region].rows, region)
            ax.set_title(f"h = {one.scale_lr:g}, θ₀ = {one.angle0:g}", pad=6)
            ax.set_xlabel(SCALE)
            ax.spines[["top", "right"]].set_visible(True)
        panels[0].set_ylabel(DIRECTION_LR)
        for ax in panels[1:]:
            ax.tick_params(labelleft=False)
        _bar(figure, bar, shades)
        _legend(figure, data)
        figure.subplots_adjust(left=0.075, right=0.93, top=0.935, bottom=0.245, wspace=0.1)

    return draw(name, 7.4, 4.4, paint).replace('xlink:href="data:', 'href="data:')


def _drawn(one: Map) -> list[str]:
    """The regions of a map that have a border of their own."""
    return [region for region in _REGIONS if region in one.regions]


def _slow(one: Map, cell: Cell) -> float | None:
    """For how long the window of a delayed onset was open, in units of 1/h steps; None if not known."""
    return one.scale_lr * cell.open if cell.verdict is Rise.DELAYED and cell.open else None


def _extent(data: KnifeEdge) -> tuple[float, float, float, float]:
    return data.x.low, data.x.high, data.y.low, data.y.high


def _cells(ax: Axes, data: KnifeEdge, one: Map, shades: Normalize) -> None:
    image = np.ones((data.size, data.size, 4))
    for cell in one.cells:
        image[cell.row, cell.column] = to_rgba(_colour(one, cell, shades))
    ax.imshow(image, origin="lower", extent=_extent(data), aspect="auto", interpolation="nearest")
    xs, ys = _midpoints(data)
    risen = [(xs[cell.column], ys[cell.row]) for cell in one.cells if cell.loss_rise is not None]
    if risen:
        ax.plot(*zip(*risen, strict=True), **_DOT)


_DOT: dict[str, Any] = {
    "linestyle": "none", "marker": "o", "markersize": 2.6,
    "markerfacecolor": RED, "markeredgecolor": PAPER, "markeredgewidth": 0.4,
}  # fmt: skip


def _colour(one: Map, cell: Cell, shades: Normalize) -> Any:
    slow = _slow(one, cell)
    if slow is not None:
        return SHADES(float(shades(slow)))
    # A delayed onset whose window is not known is drawn as what is not known.
    return FILLS[Rise.UNDECIDED if cell.verdict is Rise.DELAYED else cell.verdict]


def _midpoints(data: KnifeEdge) -> tuple[list[float], list[float]]:
    x0, x1, y0, y1 = _extent(data)
    steps = [(k + 0.5) / data.size for k in range(data.size)]
    return [x0 + (x1 - x0) * step for step in steps], [y0 + (y1 - y0) * step for step in steps]


def _lines(ax: Axes, data: KnifeEdge) -> None:
    """The knife edge, and where an aligned direction is at threshold from the start."""
    x0, x1, y0, y1 = _extent(data)
    edge = float(data.constants.edge)
    ax.plot(*zip(*data.threshold, strict=True), color=INK, linewidth=1.1)
    ax.axhline(edge, color=INK, linewidth=0.9, dashes=(4, 3))
    ax.set_xlim(x0, x1)
    ax.set_ylim(y0, y1)
    ax.xaxis.set_major_locator(MaxNLocator(4, integer=True))


def _border(ax: Axes, data: KnifeEdge, rows: Sequence[str], region: str) -> None:
    """The edges between cells of the region and others, exactly as the cells lie."""
    colour, style, _ = _REGIONS[region]
    x0, x1, y0, y1 = _extent(data)
    width, height = (x1 - x0) / data.size, (y1 - y0) / data.size
    marks = np.array([[mark == "1" for mark in row] for row in rows])
    upright, across = np.nonzero(marks[:, 1:] != marks[:, :-1]), np.nonzero(marks[1:] != marks[:-1])
    xs: list[float] = []
    ys: list[float] = []
    for row, column in zip(*upright, strict=True):
        xs += [x0 + (column + 1) * width] * 2 + [np.nan]
        ys += [y0 + row * height, y0 + (row + 1) * height, np.nan]
    for row, column in zip(*across, strict=True):
        xs += [x0 + column * width, x0 + (column + 1) * width, np.nan]
        ys += [y0 + (row + 1) * height] * 2 + [np.nan]
    ax.plot(xs, ys, color=colour, linestyle=style, linewidth=1.6, solid_capstyle="projecting")


def _bar(figure: Figure, ax: Axes, shades: Normalize) -> None:
    """The scale of the slow time."""
    bar = figure.colorbar(ScalarMappable(shades, SHADES), cax=ax)
    bar.ax.yaxis.set_major_locator(FixedLocator(list(_TICKS)))
    bar.ax.yaxis.set_minor_locator(NullLocator())
    bar.ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    bar.set_label("slow time with the window open, h × steps", size=8)
    bar.outline.set_visible(False)
    bar.ax.tick_params(length=0)


def _legend(figure: Figure, data: KnifeEdge) -> None:
    edge = f"sharp-edge: {data.constants.edge[:6]}…"
    entries: list[Artist] = [
        *(Patch(facecolor=colour, label=rise.value) for rise, colour in FILLS.items()),
        Line2D([], [], label="the loss rises", **_DOT),
        Line2D([], [], color=INK, linewidth=1.1, label="κ(α₀)·η/‖w₀‖² = 2"),
        Line2D([], [], color=INK, linewidth=0.9, dashes=(4, 3), label=edge),
    ]
    for region in _drawn(data.maps[0]):
        colour, style, label = _REGIONS[region]
        line = Line2D([], [], color=colour, linestyle=style, linewidth=1.6)
        line.set_label(label)
        entries.append(line)
    columns = (len(entries) + 1) // 2
    figure.legend(
        handles=entries, loc="lower center", ncols=columns, frameon=False, fontsize=8,
        columnspacing=1.6, borderaxespad=0.2,
    )  # fmt: skip
