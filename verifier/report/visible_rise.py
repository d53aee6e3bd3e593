"""What becomes of the window, in words, as the reports show it: ``report["figures"]["visible-rise"]``."""

from __future__ import annotations

import math

from verifier.results.visible_rise import Moment, Outcome, VisibleRise

HEADS = (
    "h", "α_0", "η/‖w_0‖²", "θ_0", "what comes first", "onset", "sin θ there", "loss rises", "sin θ there",
    "largest sin θ",
)  # fmt: skip
"""The columns of ``example_rows``."""
COUNTED = (
    "The number of runs by what comes first. In the limit h → 0 the loss rises from η/‖w‖² = ν* on, with "
    "the norm after alignment (logistic.window-law); the last column is a bracket of ν*."
)


def story(data: VisibleRise) -> str:
    """The question, and how it is answered."""
    return (
        "While the scale is in its window the direction’s error grows. Does that ever become a rise of the "
        "loss, or does the scale leave the window first? Both happen, and there is a third way to end: the "
        f"norm may grow until the window closes. {len(data.outcomes)} runs say which of them it is for "
        "which η/‖w_0‖², h, α_0 and θ_0. Each is followed in balls until nothing can rise any more, "
        "because logistic.never-rises holds at the state reached, so that its verdict is about all time; "
        f"{data.undecided or 'none'} of them undecided."
    )


def description(data: VisibleRise) -> str:
    """The figure in words, for those who do not see it."""
    starts = "; ".join(f"α_0 = {panel.alpha0}, θ_0 = {panel.theta0}" for panel in data.panels)
    return f"Maps over η/‖w_0‖² and h, coloured by what comes first, for the starts {starts}."


def caption(data: VisibleRise) -> str:
    """What is drawn in the figure."""
    return (
        "Each cell is one certified run. Left of the solid curve the growth inside the window ends below "
        "√h, and the scale leaves first; right of it the loss rises. Around the dotted line, where the "
        "window is open before there has been any delay, the norm grows in step with the scale and the "
        "loss never rises. The foot of the curve is ν*(α_0) of logistic.window-law."
    )


def count_heads(data: VisibleRise) -> list[str]:
    """The columns of ``count_rows``."""
    return ["α_0", "θ_0", *(kind.value for kind in Outcome), "ν*"]


def count_rows(data: VisibleRise) -> list[list[str]]:
    """For each start the number of runs by outcome, and the bracket of the critical η/‖w_0‖²."""
    return [
        [
            panel.alpha0,
            panel.theta0,
            *map(str, panel.counts().values()),
            _outwards(*panel.critical),
        ]
        for panel in data.panels
    ]


def example_rows(data: VisibleRise) -> list[list[str]]:
    """Single runs: what comes first, when, and how large the error is then."""
    return [
        [
            run.h,
            run.alpha0,
            run.nu,
            run.theta0,
            (run.outcome or "undecided").removeprefix("the direction rises, and "),
            *_moment(run.onset),
            *_moment(run.loss_rise),
            _moment(run.largest)[1],
        ]
        for run in data.examples
    ]


def _outwards(low: float, high: float, digits: int = 3) -> str:
    """A bracket rounded so that it holds what it held."""
    unit = 10**digits
    return f"{math.floor(low * unit) / unit:.{digits}f}–{math.ceil(high * unit) / unit:.{digits}f}"


def _moment(moment: Moment | None) -> tuple[str, str]:
    """The time, and the sine of the angle to the nearest power of ten."""
    if moment is None:
        return "–", "–"
    return str(moment.t), f"10^{{{moment.log10_sin:.1f}}}".replace("-", "−")
