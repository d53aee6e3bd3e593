"""The onset against the condition number as a figure: SVG text, see ``verifier.report.drawing``."""

from __future__ import annotations

import math
from fractions import Fraction

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from verifier.report.drawing import BLUE, GOLD, GREEN, INK, RED, SOFT, draw
from verifier.results.conditioning import Conditioning, Curve

_COLOURS = (BLUE, GREEN, GOLD, RED)
_ACROSS, _UPWARDS = (1, 2, 5, 10, 20, 50, 100), (0, 1, 3, 10, 30, 100)


def conditioning_figure(data: Conditioning, name: str = "condition-number") -> str:
    """Two panels, the target along the flattest eigenvector and along all: onsets, and bounds below."""

    def paint(figure: Figure) -> None:
        left, right = figure.subplots(1, 2, sharey=True)
        groups = [[curve for curve in data.curves if curve.spread is spread] for spread in (False, True)]
        for ax, curves in zip((left, right), groups, strict=True):
            for curve, colour in zip(curves, _COLOURS, strict=False):
                _curve(ax, curve, colour)
            _axes(ax)
        left.axvline(data.vanishes, color=INK, linewidth=0.9, linestyle=":")
        left.set_title("the target is the flattest eigenvector", pad=6)
        right.set_title("the target is spread over all", pad=6)
        left.set_ylabel("onset T")
        left.plot([], [], "o-", color=BLUE, markersize=3.5, label="onset")
        left.plot([], [], color=SOFT, linewidth=1, label="bound from below")
        for ax in (left, right):
            ax.legend(frameon=False, fontsize=8, loc="upper right")
        figure.subplots_adjust(left=0.075, right=0.985, top=0.91, bottom=0.14, wspace=0.06)

    return draw(name, 7.4, 3.4, paint)


def _curve(ax: Axes, curve: Curve, colour: str) -> None:
    kappa = [float(Fraction(one.condition_number)) for one in curve.onsets]
    onsets = [math.nan if one.onset is None else one.onset for one in curve.onsets]
    label = f"d = {curve.dimension}" if curve.spread else None
    below = colour if curve.spread else SOFT
    ax.plot(kappa, [one.at_least for one in curve.onsets], color=below, linewidth=1, alpha=0.75)
    if curve.spread:
        sharper = [one.sharper for one in curve.onsets]
        ax.plot(kappa, sharper, "--", color=below, linewidth=1, alpha=0.75)
    ax.plot(kappa, onsets, "o-", color=colour, markersize=3.5, label=label)


def _axes(ax: Axes) -> None:
    ax.set_xscale("log")
    ax.set_yscale("symlog", linthresh=1, linscale=0.5)
    ax.set_ylim(-0.15, 130)
    ax.set_xlabel("condition number κ of the covariance")
    for axis, ticks in ((ax.xaxis, _ACROSS), (ax.yaxis, _UPWARDS)):
        axis.set_major_locator(FixedLocator(list(ticks)))
        axis.set_minor_locator(NullLocator())
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
