"""The price of not whitening, as the reports show it: ``report["figures"]["condition-number"]``."""

from __future__ import annotations

from verifier.report.tightness import decimal
from verifier.results.conditioning import Conditioning, Curve, Onset

COUNTED = (
    "The onset of each run, and behind it the least time by general.sharp-delay and, if that is another, "
    "by general.waiting-time-lower, where they say anything. For κ = 1 the data are whitened."
)


def story(data: Conditioning) -> str:
    """The question, and how it is answered."""
    x = data.settings
    flat = data.curves[0].onsets
    first = flat[0]
    decided = [one for one in flat if one.onset is not None]
    half = next((one for one in decided if 2 * (one.onset or 0) <= (first.onset or 0)), first)
    attained = sum(one.onset == one.at_least for one in flat if one.at_least)
    claimed = sum(one.at_least > 0 for one in flat)
    return (
        "Does whitening matter? Here everything that a whitened run is given by stays as it is: scale "
        f"learning rate h = {x.h}, a_0 = {x.a0}, Λ = {x.saturated_lr}, and an angle of sine "
        f"{x.sine} to the target, measured by the data. Only the condition number κ = L/ℓ of the "
        "covariance changes. It matters, and most where the target is the flattest eigenvector and w is "
        "tilted towards the steepest: the onset comes "
        f"at {first.onset} for κ = 1 and at {half.onset} for κ = {decimal(half.condition_number)}, and "
        f"from κ = {data.vanishes:.2f} on no delay is left (general.whitening-matters). There "
        f"the bound, in which N_0 is divided by κ, is the onset itself in {attained} of the {claimed} "
        "runs for which it says anything: κ is no weakness of the proof. Where the target has a part "
        "along every eigenvector the delay shrinks more slowly than that bound; general.sharp-delay, with "
        "κ_{max} in the place of L, is nearer. Each run starts from a raw "
        "matrix of sixteen exact samples, and an onset is told only where enclosures decide it."
    )


def description(data: Conditioning) -> str:
    """The figure in words, for those who do not see it."""
    curves = "; ".join(
        f"{named(curve)}, from {curve.onsets[0].onset} to {curve.onsets[-1].onset}" for curve in data.curves
    )
    return f"Curves of the onset, falling as the condition number grows, with a bound below each: {curves}."


def caption(data: Conditioning) -> str:
    """What is drawn in the figure."""
    return (
        "Dots are certified onsets; solid lines without dots are the bound of general.waiting-time-lower, "
        "below which no onset may be, dashed ones that of general.sharp-delay. The vertical line is the κ "
        "from which on the first step rises."
    )


def _cell(one: Onset) -> str:
    onset = "undecided" if one.onset is None else str(one.onset)
    return " ≥ ".join([onset, *(str(x) for x in dict.fromkeys((one.sharper, one.at_least)) if x)])


def named(curve: Curve) -> str:
    """Which data a curve is about."""
    return f"{curve.dimension} dimensions, target {'spread' if curve.spread else 'flattest'}"


def heads(data: Conditioning) -> list[str]:
    """The columns of ``rows``."""
    spread = [f"d = {curve.dimension}" for curve in data.curves if curve.spread]
    return ["κ", "flattest, d = 2", *(f"spread, {words}" for words in spread)]


def rows(data: Conditioning) -> list[list[str]]:
    """For each condition number the onset and its bound on every curve."""
    return [
        [decimal(same[0].condition_number), *map(_cell, same)]
        for same in zip(*(curve.onsets for curve in data.curves), strict=True)
    ]
