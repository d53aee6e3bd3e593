"""Spikes under weight decay, one after the other: the steady state that repels, and the periods instead.

The map of ``general.weight-decay`` is followed in balls from an aligned start.  A spike is a rising edge of
the direction; its period is the time from the last step of one edge to that of the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache, reduce
from itertools import pairwise
from typing import Any

from flint import acb_mat, arb, arb_mat
from sympy import Dummy, Expr, Matrix, sqrt

from derivations.general.lemmas.decay_step import MARGIN
from derivations.general.model.decay import ACROSS, GROWTH, TURNED, omega
from derivations.general.spike_period import slow_period
from derivations.notation import N, a, at_next, c, h, k, lam, s
from derivations.square.update_maps import A_NEXT_POLAR, EFFECTIVE_LR
from verifier.arithmetic.balls import Ball, Undecided, ball, precision
from verifier.arithmetic.compile import compile_map
from verifier.arithmetic.evaluate import evaluate
from verifier.arithmetic.reals import reals_of
from verifier.arithmetic.rounding import text_above
from verifier.claim import Status
from verifier.results.evidence import Evidence, Measured
from verifier.studies.experiments.plain import number, shortened

A0, N0, COSINE, SINE = Fraction(1, 50), Fraction(1, 3), Fraction(399, 401), Fraction(40, 401)
DECAYS = {"0.0001": 8, "0.001": 14, "0.01": 14, "0.1": 14, "0.3": 14}
"""For each ω how many spikes are followed."""
RATES = ("0.001", "0.01", "0.1", "1")
LAST = 5
"""The periods that are told: the last ones."""
SMALL = Fraction(1, 100)
"""The sine at which an angle counts as tiny."""
LAW = ("0.01", "0.001", "0.0001", "0.00001")
CLOSE = 12
"""How many steps the law may be off."""
_BITS = 384
_LIMIT = 300_000
_STATE = (c, s, N, a)
_MARGIN = Dummy("margin")

_Point = tuple[Ball, ...]
_Step = Callable[..., _Point]


@lru_cache
def _step() -> _Step:
    """(h, ω, c, s, N, a) ↦ the next state, then λ and the margin of a rise before it."""
    known: dict[Any, Expr] = {
        lam: EFFECTIVE_LR,
        k: sqrt(GROWTH),
        at_next(c): TURNED / k,
        at_next(s): s * ACROSS / k,
        at_next(N): N * GROWTH,
        at_next(a): A_NEXT_POLAR,
        _MARGIN: MARGIN,
    }
    compiled = compile_map(known, [h, omega, *_STATE], [*map(at_next, _STATE), lam, _MARGIN])
    return compiled.bind(reals_of())


def walk(decay: Fraction, rate: Fraction) -> Iterator[tuple[_Point, Ball, bool]]:
    """State, λ, and whether the direction rises, for t = 0, 1, …; raises ``Undecided``."""
    step, given, state = _step(), (ball(rate), ball(decay)), tuple(map(ball, (COSINE, SINE, N0, A0)))
    for t in range(_LIMIT):
        *following, rate_now, margin = step(*given, *state)
        rises = bool(margin > 0)
        if not rises and not margin < 0:
            raise Undecided(f"whether the direction rises at t = {t}")
        yield state, rate_now, rises
        state = tuple(following)
    raise Undecided(f"what comes after {_LIMIT} steps")


@dataclass(frozen=True)
class Seen:
    """One run: the last step of each rising edge, and the least |sin θ| and the largest λ at the ends."""

    tops: list[int]
    least: Ball
    largest: Ball


def follow(decay: Fraction, rate: Fraction, spikes: int) -> Seen:
    """The run up to its last spike; raises ``Undecided``."""
    tops: list[int] = []
    rising, least, largest, before = False, arb(1), arb(0), arb(0)
    with precision(_BITS):
        for t, (state, rate_now, rises) in enumerate(walk(decay, rate)):
            if rises and not rising:
                least = least.min(abs(state[1]))
            if rising and not rises:
                tops.append(t - 1)
                largest = largest.max(before)
                if len(tops) == spikes:
                    break
            rising, before = rises, rate_now
    return Seen(tops, least, largest)


def table(*, quick: bool, seed: int, precision: int) -> Evidence:
    """For each ω and h the steady state, by how much it repels, and the periods of the spikes instead."""
    del seed, precision
    pairs = [(decay, rate) for decay in ([*DECAYS][2:] if quick else DECAYS) for rate in RATES]
    try:
        rows = tuple(_row(decay, rate) for decay, rate in pairs)
        kept = all(keeps(Fraction(decay), Fraction(rate)) for decay, rate in pairs)
        # A false steady state must fail the same test, or the test says nothing.
        bites = not any(keeps(Fraction(decay), Fraction(rate), 2) for decay, rate in pairs)
    except Undecided as error:
        return Evidence("experiment", Status.INCONCLUSIVE, f"undecided: {error}")
    true = kept and all(row["repulsion"] > 0 for row in rows)
    passed = Status.ENCLOSED if bites else Status.INCONCLUSIVE
    means = [row["omega_period"] for row in rows]
    summary = (
        f"{len(rows)} runs, ω from {rows[0]['omega']} to {rows[-1]['omega']}, h from {RATES[0]} to "
        f"{RATES[-1]}: a step keeps the steady state, where one of its eigenvalues is above 1 in modulus; "
        f"each run spikes {min(DECAYS.values())} times at least, and the mean of its last {LAST} periods "
        f"is from {min(means)}/ω to {max(means)}/ω"
    )
    return Evidence("experiment", passed if true else Status.REFUTED, summary, data=Measured(rows))


def _row(decay: str, rate: str) -> dict[str, Any]:
    with precision(_BITS):
        seen = follow(Fraction(decay), Fraction(rate), DECAYS[decay])
        periods = [after - before for before, after in pairwise(seen.tops)][-LAST:]
        return {
            "omega": decay,
            "h": rate,
            "steady_sine": number(steady(Fraction(decay))["s"], 3),
            "repulsion": number(repulsion(Fraction(decay), Fraction(rate)) - 1, 3),
            "first_spike": seen.tops[0],
            "periods": periods,
            "omega_period": shortened(float(decay) * sum(periods) / len(periods), 3),
            "least_log10_sin": number(seen.least.log() / arb(10).log(), 4),
            "largest_lam": number(seen.largest, 3),
        }


def steady(decay: Fraction, share: int = 1) -> dict[str, Ball]:
    """The state that a step keeps but for the sign of s; ``share`` multiplies the ω in cos 2θ = 1 − ω."""
    half = share * ball(decay) / 2
    cosine = (1 - half).sqrt()
    return {"c": cosine, "s": half.sqrt(), "N": ball(Fraction(1, 2)), "a": cosine}


def keeps(decay: Fraction, rate: Fraction, share: int = 1) -> bool:
    """Whether a step may keep that state; raises ``Undecided`` unless the balls of the two are narrow."""
    with precision(_BITS):
        state = tuple(steady(decay, share).values())
        *after, _, _ = _step()(ball(rate), ball(decay), *state)
        if not all(x.rad() < arb(2) ** (-_BITS // 2) for x in after):
            raise Undecided("the step at the steady state")
        flipped = (1, -1, 1, 1)
        return all(x.overlaps(sign * y) for x, sign, y in zip(after, flipped, state, strict=True))


@lru_cache
def _jacobian() -> tuple[Expr, ...]:
    """Of (s, N, a) ↦ (−s', N', a'), of which the steady state is a fixed point; row by row."""
    circle = {lam: EFFECTIVE_LR, c: sqrt(1 - s**2)}
    moved = [-s * ACROSS / sqrt(GROWTH), N * GROWTH, A_NEXT_POLAR]
    return tuple(Matrix([x.subs(circle) for x in moved]).jacobian([s, N, a]))


def repulsion(decay: Fraction, rate: Fraction) -> Ball:
    """The largest modulus of an eigenvalue of the step at the steady state: above 1 it repels."""
    with precision(_BITS):
        known = {**steady(decay), "omega": ball(decay), "h": ball(rate)}
        entries = [evaluate(x, known.__getitem__) for x in _jacobian()]
        found: Any = acb_mat(arb_mat(3, 3, entries)).eig()
        return reduce(arb.max, (abs(x) for x in found))


def against_the_law(*, quick: bool, seed: int, precision: int) -> Evidence:
    """The steps until a tiny angle is back, beside P/ω; only the true law is as near for every ω."""
    del seed, precision
    try:
        rows = tuple(_returned(decay) for decay in (LAW[:3] if quick else LAW))
    except Undecided as error:
        return Evidence("experiment", Status.INCONCLUSIVE, f"undecided: {error}")
    near = all(abs(row["steps_off"]) <= CLOSE for row in rows)
    far = abs(rows[-1]["altered_steps_off"]) > CLOSE
    worst, last = max(abs(row["steps_off"]) for row in rows), rows[-1]
    summary = (
        f"ω from {rows[0]['omega']} to {last['omega']}, h = 1: after a spike the angle is back at its size "
        f"at most {text_above(worst, 1)} steps off P/ω, the last time after {last['back_after']:,}; with N "
        f"falling by 1 − ω a step the law is {abs(last['altered_steps_off']):,.0f} off"
    )
    status = Status.CHECKED if near and far else Status.INCONCLUSIVE
    return Evidence("experiment", status, summary, data=Measured(rows))


def _returned(decay: str) -> dict[str, Any]:
    """From the first tiny angle after the second spike to the first time that it is as large again."""
    edges, rising, left = 0, False, None
    with precision(_BITS):
        share = ball(Fraction(decay))
        for t, (state, rate_now, rises) in enumerate(walk(Fraction(decay), Fraction(1))):
            edges += rises and not rising
            rising, sine = rises, abs(state[1])
            if left is None and edges == 2 and not rises and sine < ball(SMALL):
                left = t, sine, rate_now
            elif left is not None and edges == 3 and sine >= left[1]:
                break
        if left is None:
            raise Undecided("whether the angle becomes tiny")
        first, _, after = left
        period = slow_period(after) / share
        return {
            "omega": decay,
            "lam_after": number(after),
            "back_after": t - first,
            "predicted": number(period, 9),
            "steps_off": number(t - first - period),
            "altered_steps_off": number(t - first - 2 * period),
            "lam_then": number(rate_now),
        }
