"""The limit of a slow scale as a figure: SVG text, see ``verifier.report.drawing``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.figure import Figure

from verifier.report.drawing import BLUE, INK, RED, draw


def limit_figure(rows: Sequence[Mapping[str, Any]], name: str = "limit") -> str:
    """How far the certified time is from the predicted one, against h; a false law beside it.

    ``rows`` are those of ``verifier.studies.experiments.visible_spike.small_step_limit``: h, steps_off and
    altered_steps_off, in steps.
    """

    def paint(figure: Figure) -> None:
        axes = figure.subplots()
        rates = [float(row["h"]) for row in rows]
        axes.loglog(rates, [abs(row["altered_steps_off"]) for row in rows], "s--", color=RED, markersize=4)
        axes.loglog(rates, [abs(row["steps_off"]) for row in rows], "o-", color=BLUE, markersize=4)
        axes.axhline(1, color=INK, linewidth=0.6, linestyle=":")
        axes.invert_xaxis()
        axes.set_xlabel("scale learning rate h")
        axes.set_title("|certified − predicted| time of the visible spike, in steps")
        last = rows[-1]
        axes.annotate(
            "without 1 − a₀ in β", (rates[-1], abs(last["altered_steps_off"])),
            xytext=(-8, 0), textcoords="offset points", ha="right", va="center", color=RED,
        )  # fmt: skip
        axes.annotate(
            "the law", (rates[-1], abs(last["steps_off"])),
            xytext=(-8, -12), textcoords="offset points", ha="right", color=BLUE,
        )  # fmt: skip
        figure.subplots_adjust(left=0.08, right=0.97, top=0.9, bottom=0.17)

    return draw(name, 7.2, 2.9, paint)
