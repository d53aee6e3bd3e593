"""The knife-edge map in words, as the reports show it: ``report["figures"]["knife-edge"]``."""

from __future__ import annotations

from collections.abc import Mapping

from verifier.results.knife_edge import KnifeEdge
from verifier.results.rise import Rise

_DIGITS = 12


def story(data: KnifeEdge) -> str:
    """What the knife edge is, and how the map was made."""
    constants, x, y = data.constants, data.x, data.y
    return (
        "Near the target the effective learning rate is κ(α)·η/‖w‖², and κ is largest, "
        f"{constants.kappa[:_DIGITS]}…, at α = {constants.scale[:_DIGITS]}…. Where η/‖w_0‖² is below "
        f"{constants.edge[:_DIGITS]}… no planar direction rises (logistic.sharp-edge), and just above it "
        "one does only in a sliver of scales: the knife edge. Here it is mapped for initial scales α_0 "
        f"from {x.low:g} to {x.high:g} and η/‖w_0‖² from {y.low:g} to {y.high:g}: {data.size} × "
        f"{data.size} runs for each scale learning rate h = η_α and initial angle θ_0. Each cell is "
        "the run at its midpoint, every event of which is decided in balls, and which is followed until it "
        "is certain that nothing rises any more. Between the midpoints the map says nothing."
    )


def description(data: KnifeEdge) -> str:
    """The figure in words, for those who do not see it."""
    maps = "; ".join(
        f"for h = {one.scale_lr:g}, θ_0 = {one.angle0:g}: {_counted(one.counts())}" for one in data.maps
    )
    return f"Maps over the initial scale and η/‖w_0‖², coloured by verdict. Cells {maps}."


def caption(data: KnifeEdge) -> str:
    """What is drawn in the figure."""
    return (
        "Delayed onsets are shaded by how long the window was open, on the scale’s own slow clock; a dot "
        "marks a run whose loss rises. The dashed line is the knife edge; above the curve an aligned "
        "direction rises from the start. The coloured lines bound the cells in which the condition of a "
        "claim holds."
    )


def verdict_rows(data: KnifeEdge) -> list[list[str]]:
    """For each map h, θ_0, how many cells have each verdict, and in how many the loss rises."""
    return [
        [
            f"{one.scale_lr:g}",
            f"{one.angle0:g}",
            *map(str, one.counts().values()),
            str(sum(cell.loss_rise is not None for cell in one.cells)),
        ]
        for one in data.maps
    ]


def verdict_heads(data: KnifeEdge) -> list[str]:
    """The columns of ``verdict_rows``."""
    return ["h", "θ_0", *(rise.value for rise in Rise), "the loss rises"]


def _counted(counts: Mapping[Rise, int]) -> str:
    return ", ".join(f"{rise} {count}" for rise, count in counts.items())
