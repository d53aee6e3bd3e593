"""With weight decay no number bounds all spikes: a step may leave the angle as small as one likes.

The first state is one at which a spike stands, sin θ = 4/5, and its step nearly hits the target: there
μ = λ cos θ/(1 − ω) is 1 − ε.  The smaller ε, the longer the norm then falls, and the higher the next spike.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

from derivations.general.model.decay import ACROSS, GROWTH, TURNED
from derivations.notation import N, k, s
from derivations.square.update_maps import A_NEXT_POLAR
from verifier.arithmetic.balls import Ball, Undecided, ball, less, positive, precision
from verifier.arithmetic.evaluate import evaluate
from verifier.claim import Status
from verifier.results.evidence import Evidence, Measured
from verifier.studies.experiments.plain import shortened

COSINE, SINE = Fraction(3, 5), Fraction(4, 5)
DECAY, RATE = Fraction(1, 10), Fraction(1, 2)
MISSES = (1, 3, 10, 40, 160)
"""ε is ten to minus each of these."""
SEEN = Fraction(3, 10)
"""A sine that only a spike has."""
BITS, LIMIT = 2048, 200
STEP = {"c": TURNED / k, "s": s * ACROSS / k, "N": N * GROWTH, "a": A_NEXT_POLAR}


def heights(*, quick: bool, seed: int, precision: int) -> Evidence:
    """How high the next spike is, by ε; ``quick``, ``seed`` and ``precision`` do not matter."""
    try:
        tops = [next_spike(miss) for miss in MISSES]
    except Undecided as error:
        return Evidence("experiment", Status.INCONCLUSIVE, f"a height is not decided: {error}")
    grows = all(less(low[1], high[1]) is True for low, high in pairwise(tops))
    rows: list[Mapping[str, Any]] = [
        {"missed_by": f"1e-{miss}", "top_at_step": time, "sine_at_the_top": shortened(float(top.mid()))}
        for miss, (time, top) in zip(MISSES, tops, strict=True)
    ]
    said = ", ".join(f"{row['sine_at_the_top']} after a miss by {row['missed_by']}" for row in rows)
    summary = f"from one angle, at ω = {DECAY}, the next spike has its top at a sine of {said}"
    status = Status.ENCLOSED if grows else Status.REFUTED
    return Evidence("experiment", status, summary, data=Measured(tuple(rows)))


def next_spike(miss: int) -> tuple[int, Ball]:
    """The step at which the next spike has its top, and |sin θ| there.  Raises ``Undecided``."""
    rate = (1 - Fraction(1, 10**miss)) * (1 - DECAY) / COSINE
    with precision(BITS):
        state = {"c": ball(COSINE), "s": ball(SINE), "N": ball(COSINE / rate), "a": ball(COSINE)}
        for time in range(LIMIT):
            full = {"h": ball(RATE), "omega": ball(DECAY), **state, "lam": state["a"] / state["N"]}
            full["k"] = evaluate(GROWTH, full.__getitem__).sqrt()
            state = {name: evaluate(value, full.__getitem__) for name, value in STEP.items()}
            falls = positive(abs(full["s"]) - abs(state["s"]))
            if falls is None:
                raise Undecided(f"whether step {time} rises")
            if time and falls and less(ball(SEEN), abs(full["s"])):
                return time, abs(full["s"])
    raise Undecided(f"no spike within {LIMIT} steps")
