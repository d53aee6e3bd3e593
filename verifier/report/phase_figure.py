"""The phase diagram as a figure: SVG text, see ``verifier.report.drawing``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, Normalize, to_rgba
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, FuncFormatter

from verifier.report.drawing import BLUE, GOLD, INK, RED, draw
from verifier.report.phase import captured, parameters
from verifier.results.phase import Cell, Diagram
from verifier.results.rise import Rise

PIXELS = 480
SHADES = LinearSegmentedColormap.from_list("onset", ["#f3e3b8", "#c3a6b5", "#4b5f96", "#1f2f5c"])
FILLS: dict[Rise, Any] = {
    Rise.NEVER: "#dfe7e2",
    Rise.DELAYED: SHADES(0.6),
    Rise.AT_ONCE: "#efc9b8",
    Rise.UNDECIDED: INK,
}
"""The colour of each verdict; a delayed onset that is known is shaded instead."""
_REGION_STYLES: dict[str, tuple[str, Any, str]] = {
    "square.no-rising-edge": (BLUE, "-", "no-rising-edge"),
    "square.delayed-onset": (RED, "-", "delayed-onset"),
    "square.waiting-time-two-phase": (GOLD, "--", "waiting-time-two-phase"),
    "square.restart": (INK, ":", "restart, 32 steps"),
    "logistic.never-rises": (BLUE, "-", "never-rises"),
    "logistic.precursor": (RED, "-", "precursor"),
    "logistic.restart": (INK, ":", "restart, 32 steps"),
}


def phase_figure(data: Diagram, name: str = "phase") -> str:
    """The cells of a diagram, coloured by what is certain of them.

    A delayed onset is shaded by its logarithm; undecided cells are dark.  Lines bound the regions in which
    the theorem's own conditions hold.
    """

    def paint(figure: Figure) -> None:
        ax, bar, legend = figure.subplots(1, 3, width_ratios=[1, 0.035, 0.62])
        times = [_onset(cell.onset) for cell in data.cells if cell.onset and cell.verdict is Rise.DELAYED]
        colours = Normalize(math.log10(min(times, default=1)), math.log10(max(times, default=10) + 1))
        _cells(ax, data, colours)
        drawn = [entry for region in data.regions if (entry := _region(ax, data, region))]
        _axes(ax, data)
        _bar(figure, bar, colours, bool(times))
        _legend(legend, data, drawn)
        figure.subplots_adjust(left=0.065, right=0.98, top=0.93, bottom=0.115, wspace=0.07)

    # The attribute of SVG 2 needs no declared namespace, which ``draw`` drops.
    return draw(name, 7.4, 4.4, paint).replace('xlink:href="data:', 'href="data:')


def _onset(window: tuple[int, int]) -> float:
    """The middle of the onset window on a logarithmic scale."""
    first, last = window
    return math.sqrt(max(first, 1) * max(last, 1))


def _cells(ax: Axes, data: Diagram, colours: Normalize) -> None:
    """One image, because tens of thousands of rectangles would be larger than the report."""
    (x0, x1), (y0, y1) = _extent(data)
    image = np.ones((PIXELS, PIXELS, 4))
    # Undecided cells come last, and fill every pixel they touch: none is too small to be seen.
    for cell in sorted(data.cells, key=lambda cell: cell.verdict is Rise.UNDECIDED):
        touched = cell.verdict is Rise.UNDECIDED
        columns = _pixels(cell.x0, cell.x1, x0, x1, touched)
        rows = _pixels(cell.y0, cell.y1, y0, y1, touched)
        image[rows, columns] = to_rgba(_colour(cell, colours))
    ax.imshow(image, origin="lower", extent=(x0, x1, y0, y1), aspect="auto", interpolation="nearest")


def _extent(data: Diagram) -> tuple[tuple[float, float], tuple[float, float]]:
    return (data.x.low, data.x.high), (data.y.low, data.y.high)


def _pixels(low: float, high: float, start: float, end: float, touched: bool) -> slice:
    """The pixels whose midpoints lie in [low, high], or all that it touches."""
    first, last = ((value - start) / (end - start) * PIXELS for value in (low, high))
    if touched:
        return slice(max(0, math.floor(first)), math.ceil(last))
    return slice(max(0, math.ceil(first - 0.5)), math.ceil(last - 0.5))


def _colour(cell: Cell, colours: Normalize) -> Any:
    if cell.verdict is Rise.DELAYED and cell.onset:
        return SHADES(float(colours(math.log10(_onset(cell.onset)))))
    return FILLS[cell.verdict]


def _region(ax: Axes, data: Diagram, region: str) -> Line2D | None:
    """Draw the border of a region; returns its entry in the legend, None where it is empty."""
    marks = np.array([[float(mark) for mark in row] for row in data.regions[region].rows])
    colour, style, label = _REGION_STYLES[region]
    entry = Line2D([], [], color=colour, linestyle=style, linewidth=1.6)
    entry.set_label(f"{label}: {captured(data.regions[region])}")
    if 0 < marks.mean() < 1:
        (x0, x1), (y0, y1) = _extent(data)
        rows, columns = marks.shape
        xs = x0 + (np.arange(columns) + 0.5) * (x1 - x0) / columns
        ys = y0 + (np.arange(rows) + 0.5) * (y1 - y0) / rows
        ax.contour(xs, ys, marks, levels=[0.5], colors=[colour], linestyles=[style], linewidths=1.6)
    return entry


def _axes(ax: Axes, data: Diagram) -> None:
    of = parameters(data)
    ax.set_xlabel(_indexed(of[data.x.name].label))
    ax.set_ylabel(_indexed(of[data.y.name].label))
    ax.spines[["top", "right"]].set_visible(True)


def _bar(figure: Figure, ax: Axes, colours: Normalize, shown: bool) -> None:
    """The scale of the onset."""
    if not shown:
        ax.set_axis_off()
        return
    bar = figure.colorbar(ScalarMappable(colours, SHADES), cax=ax)
    ticks = [n * 10**k for k in range(12) for n in (1, 3)]
    bar.ax.yaxis.set_major_locator(FixedLocator([math.log10(tick) for tick in ticks]))
    bar.ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{round(10**value):,}"))
    bar.ax.set_title("onset T", size=8.5, pad=6)
    bar.outline.set_visible(False)
    bar.ax.tick_params(length=0)


def _legend(ax: Axes, data: Diagram, regions: Sequence[Line2D]) -> None:
    ax.set_axis_off()
    verdicts = [
        Patch(facecolor=colour, label=f"{rise}: {data.shares[rise]:.1%}") for rise, colour in FILLS.items()
    ]
    of = parameters(data)
    fixed = ", ".join(f"{_indexed(of[name].shown)} = {value:g}" for name, value in data.fixed.items())
    _entries(ax, verdicts, f"decided, for {fixed}\n(share of the area)", 1.03)
    _entries(ax, regions, "conditions of the theorem\n(share of the truth they capture)", 0.58)


def _indexed(text: str) -> str:
    return text.replace("_0", "₀")


def _entries(ax: Axes, handles: Sequence[Artist], title: str, top: float) -> None:
    labels = [str(handle.get_label()) for handle in handles]
    legend = Legend(
        ax, list(handles), labels, title=title, bbox_to_anchor=(0.07, top), bbox_transform=ax.transAxes,
        loc="upper left", frameon=False, fontsize=8, title_fontsize=8.5, alignment="left",
    )  # fmt: skip
    ax.add_artist(legend)
