"""How tight the bounds are as a figure: SVG text, see ``verifier.report.drawing``."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from verifier.report.drawing import BLUE, INK, RULE, draw, power_of_ten

_FARTHEST = 1000
_MULTIPLES = (0.01, 0.1, 0.5, 1, 2, 5, 10, 100, 1000)
_CLOSE = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.2, 1.5, 2, 3, 5)
"""Where there are ticks; the latter if all bounds are within a decade."""


def tightness_figure(rows: Mapping[str, Sequence[float]], name: str = "tightness") -> str:
    """One row of dots for each bound: the bound divided by the true value, on a logarithmic axis.

    What is beyond the axis becomes one arrow at its end, which says how many and how far.
    """

    values = [1.0, *(ratio for ratios in rows.values() for ratio in ratios)]
    low, high = min(values) / 1.3, min(1.3 * max(values), _FARTHEST)
    ticks = _CLOSE if high < 10 * low else _MULTIPLES

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
        ax.set_xlim(low, high)
        ax.xaxis.set_major_locator(FixedLocator([tick for tick in ticks if low <= tick <= high]))
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
