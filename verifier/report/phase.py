"""The phase diagram in words, as the reports show it: ``report["figures"]["phase-diagram"]``."""

from __future__ import annotations

from collections.abc import Mapping

from verifier.parameters import Parameter, named
from verifier.report.families import family_of
from verifier.results.phase import Diagram, Region
from verifier.results.rise import Extent, Rise

CONDITIONS = {
    "square.no-rising-edge": ("at time 0", Rise.NEVER),
    "square.delayed-onset": ("at time 0", Rise.DELAYED),
    "square.waiting-time-two-phase": ("at time 0, or that of square.delayed-onset", Rise.DELAYED),
    "logistic.never-rises": ("at time 0", Rise.NEVER),
    "logistic.precursor": ("at time 0", Rise.DELAYED),
    "logistic.restart": ("that of logistic.precursor, at one of the times 0 to 32", Rise.DELAYED),
    "square.restart": ("that of square.delayed-onset, at one of the times 0 to 32", Rise.DELAYED),
}
"""For each claim where its condition is tried, and the verdict it foretells, as ``diagram.regions``."""
FOLLOWED = {"square": ("intervals", "float64 intervals rounded outwards"), "logistic": ("balls", "balls")}
"""For each loss in what its boxes are followed, in a word and in full."""


def story(diagram: Diagram) -> str:
    """What the diagram shows, and what its verdicts are worth."""
    of = parameters(diagram)
    fixed = " and ".join(f"{of[name].label} = {value:g}" for name, value in diagram.fixed.items())
    x, y = (_range(of, side) for side in (diagram.x, diagram.y))
    they, fully = FOLLOWED[family_of(next(iter(diagram.regions)))]
    return (
        f"Over the {x} and the {y}, with {fixed}, the plane is "
        f"divided into {len(diagram.cells)} cells. Each cell is a box of instances, followed as a "
        f"whole in {fully}: its verdict holds for every instance in the box, "
        "not only for points tried. That is worth what ENCLOSED is worth; the kernel has no part in it. "
        f"Boxes that {they} do not decide are divided again, and {undecided(diagram)} of "
        "the area is left undecided."
    )


def conditions(diagram: Diagram) -> str:
    """What the shares of the theorem's own conditions are, and how they were found."""
    raster = len(next(iter(diagram.regions.values())).rows)
    return (
        "The conditions of the theorem are sufficient, not necessary. How much of the truth they capture "
        f"is counted on a raster of {raster} × {raster} points: among the points in cells of the verdict "
        "that a condition foretells, the share at which balls decide that the condition holds. It is an "
        "estimate of an area; the rest is what the condition misses, not a contradiction."
    )


def description(diagram: Diagram) -> str:
    """The figure in words, for those who do not see it."""
    shares = ", ".join(f"{verdict} {share}" for verdict, share in verdict_rows(diagram))
    x, y = (parameters(diagram)[side.name].label for side in (diagram.x, diagram.y))
    return f"A map over the {x} and the {y}, coloured by verdict: {shares} of the area."


def caption(diagram: Diagram) -> str:
    """What is drawn in the figure."""
    return (
        "Delayed onsets are shaded by the middle of the window [first, last] in which the cell’s onset "
        "times lie; undecided cells are dark, and drawn no smaller than a pixel. Lines bound the regions "
        "in which the conditions of the theorem hold."
    )


def undecided(diagram: Diagram) -> str:
    """The undecided share of the area."""
    return _percent(diagram.shares[Rise.UNDECIDED])


def verdict_rows(diagram: Diagram) -> list[tuple[str, str]]:
    """Each verdict and its share of the area."""
    return [(rise.value, _percent(share)) for rise, share in diagram.shares.items()]


def condition_rows(diagram: Diagram) -> list[tuple[str, str, str, str]]:
    """For each claim: where its condition is tried, the verdict it foretells, the share captured."""
    return [(claim, *CONDITIONS[claim], captured(region)) for claim, region in diagram.regions.items()]


def captured(region: Region) -> str:
    """The share of the truth that a condition captures, if there is any to capture."""
    return "–" if region.captured is None else _percent(region.captured)


def parameters(diagram: Diagram) -> dict[str, Parameter]:
    """What the runs of the diagram are given by: two axes, and what is fixed."""
    return named([diagram.x.name, diagram.y.name, *diagram.fixed])


def _range(of: Mapping[str, Parameter], side: Extent) -> str:
    return f"{of[side.name].label} from {side.low:g} to {side.high:g}"


def _percent(share: float) -> str:
    return f"{share:.1%}"
