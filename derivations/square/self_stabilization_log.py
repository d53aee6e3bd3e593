"""Self-stabilization, logarithmic in 1/s: the scale saturates, the angle grows, the norm pays.

Statement
    A rising edge starts in a state with scale a, norm N and sine s > 0.  Let P_t and E_t = (1 − h)^t be
    the envelope of ``edge_envelope``: u_t = (1 − (1 − a)E_t)/N, S_t = s Π_{j<t} (u_j − 1) and
    P_t = N Π_{j<t} (1 + u_j²S_j²).  Choose ν > 0 and s̄ > s such that, with c̄ = √(1 − s̄²), both
    γ = 1 − 2s̄² − 2/ν and γ + s² − s̄² are positive, and any natural number A with
    min(c̄, c̄ − (c̄ − a)E_A) ≥ P_A·νγ/(γ + s² − s̄²).  Then the edge has at most A + B + C steps,
    B = 1 + ⌊ln(s̄/s) / ln ψ⌋,  C = 1 + ⌊ln(ā/2N) / ln(1 + 4s̄²)⌋,
    where ψ = (νc̄ − 1)/√(1 + ν²s̄²) > 1 and ā = max(a, 1).
Hypotheses
    Standing hypotheses.  The edge may start at any time: a, N, s are the values there, a ≤ 1 or not.
Source
    Extension; not in [1].
Argument
    Sort the steps of the edge.  (C) Those with sin θ ≥ s̄ multiply N by at least 1 + 4s̄², and N stays
    below ā/2.  (B) Those with sin θ < s̄ and λ ≥ ν multiply sin θ by at least ψ.  (A) The others have
    sin θ < s̄ and λ < ν, and all come before time A.  For while sin θ < s̄, a_t ≥ c̄ − (c̄ − a)E_t and
    N_t ≤ P_t; at time A the scale has reached νM, M = P_Aγ/(γ + s² − s̄²).  From then on it stays there,
    as the mean of itself and cos θ ≥ c̄ does, and N stays below M, because as long as λ ≥ ν the exact
    identity (N' − N)(λ cos 2θ − 2 cos θ) = λN'(sin²θ' − sin²θ) makes N(γ + s² − sin²θ) fall.  So λ ≥ ν.
    The minimum with c̄ is needed, since a scale above c̄ may still fall to c̄ after time A.
    So a step that is neither (B) nor (C) comes before the first time at which the condition on A holds: the
    number of all steps is at most the sum of the three, each of which counts whole steps.
Not verified
    Nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from sympy import Eq, Expr, Gt, Max, log, sqrt

from derivations.direction.circle import CBAR, CIRCLE_BAR
from derivations.direction.edge_envelope import (
    BUDGET,
    GAMMA,
    LR_CAP,
    NARROW,
    NORM_CAP,
    NORM_CAP_NEXT,
    NU,
    SINE_CAP,
    SINE_CAP_NEXT,
)
from derivations.direction.rising_edge import BELOW_SBAR, Reading, edge_within, extended, reader
from derivations.direction.rising_threshold import RISING
from derivations.direction.self_stabilization import SQUARE, establish_count
from derivations.direction.self_stabilization_log import (
    DEMAND,
    FAST_STEPS,
    PSI,
    PSI_IS,
    choices,
    establish_fast_steps,
)
from derivations.notation import N, a, abar, at_next, at_start, c, h, lam, s, sbar, t, unprinted
from derivations.proof import Proof
from derivations.proof.canonical import count, steps_before, steps_with
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always
from derivations.square.lemmas.edge_budget import (
    LATER,
    LATER_ON,
    SETTLED,
    establish_later,
    establish_phases,
)
from derivations.square.lemmas.edge_envelope import (
    CHOICE,
    CHOSEN_NUMBERS,
    ENVELOPE,
    ENVELOPE_STARTS,
    ENVELOPE_STEPS,
    FIRST,
    LR_CAP_IS,
    LR_CAP_OF,
    SCALE_LOW,
    Envelope,
    establish_first,
)
from derivations.square.lemmas.rising_edge import half_cap
from derivations.square.model.hypotheses import WHITENED
from derivations.square.no_rising_edge import may_rise
from derivations.square.scale_envelope import POWER, RATIO
from derivations.square.self_stabilization import CAPACITY, EDGE, establish_edge
from verifier.arithmetic.balls import (
    Ball,
    Doubts,
    floor_of_lower,
    floor_of_upper,
    less,
    less_equal,
)
from verifier.arithmetic.evaluate import evaluate
from verifier.arithmetic.reals import like
from verifier.claim import Alteration, Answer, Check, Claim, Hypothesis, Provenance, Run, Status

SHARE = unprinted("share_excess", "where ν lies from 2 to the saturated learning rate, in [0, 1]")
HIGH_SINE = s**2 >= sbar**2

SORTED = EDGE.with_more(
    "sorted edge",
    state=ENVELOPE,
    parameters=(*CHOSEN_NUMBERS, PSI),
    initial=(*CHOICE, Gt(sbar**2, 0, evaluate=False), *ENVELOPE_STARTS),
    instant=(CIRCLE_BAR, BUDGET, LR_CAP_IS, PSI_IS),
    relations=ENVELOPE_STEPS,
)
"""The whole edge beside its envelope; its steps are sorted by sin θ and λ."""


CHOSEN = (*CHOICE, sbar**2 > 0, at_start(s) ** 2 > 0)
DEFINED = (
    Eq(abar, Max(1, at_start(a))),
    Eq(CBAR, sqrt(1 - sbar**2)),
    Eq(GAMMA, 1 - 2 * sbar**2 - 2 / NU),
    PSI_IS,
    *(Eq(at_start(POWER), 1), Eq(at_next(POWER), RATIO * POWER), Eq(LR_CAP, LR_CAP_OF)),
    *(Eq(at_start(SINE_CAP), at_start(s)), Eq(at_next(SINE_CAP), SINE_CAP_NEXT)),
    *(Eq(at_start(NORM_CAP), at_start(N)), Eq(at_next(NORM_CAP), NORM_CAP_NEXT)),
)
"""What ā, c̄, γ and ψ stand for; and the envelope, that runs beside the edge without knowing it."""


def derive() -> Proof:
    """Count the fast steps and those above s̄ along the edge; show that the others come first."""
    proof = Proof(CLAIM.id)
    edge = proof.system(SORTED)
    never_falls = establish_edge(proof, edge)
    proof.say("(C) Steps with sin θ ≥ s̄:")
    name = "steps above s̄"
    high = establish_count(proof, edge, never_falls, name, sbar, [HIGH_SINE], half_cap(proof, name))
    proof.say("(B) Steps with sin θ < s̄ and λ ≥ ν:")
    fast = establish_fast_steps(proof, edge)
    proof.say("(A) The first steps, while sin θ < s̄, beside their envelope:")
    first, later = proof.system(FIRST), proof.system(LATER)
    establish_first(proof, first)
    proof.say("The steps after time A, while sin θ < s̄:")
    always_fast = establish_later(proof, later)
    establish_phases(proof, edge, first, later)
    sorted_steps = proof.rule(
        "sorted", "every step is of a kind", edge,
        lasting=LATER_ON, shows=[always_fast], counted=[f"{name}, counted", "fast steps, counted"],
        because="A step that is neither (B) nor (C) has sin θ < s̄ and λ < ν: it comes before time A.",
    )  # fmt: skip
    proof.conclude(high, fast, sorted_steps)
    return proof


HIGH_STEPS: Expr = CAPACITY / log(1 + SQUARE.subs(s, sbar))
SETTLING: Expr = log((CBAR - a) / (CBAR - DEMAND * N)) / -log(RATIO)
"""The real t at which the envelope of the scale reaches what P_0 = N demands."""
RATES = tuple(2 + Fraction(1, 50) * Fraction(5, 4) ** i for i in range(28))
SINES = tuple(Fraction(1, 2) * Fraction(5, 6) ** i for i in range(34))
"""The ν and s̄ that are tried."""
EXCESS: Expr = 1 / N - 2
"""By how much λ can exceed 2 at most, once the scale is 1: then only ν closer to 2 are admissible."""
FINE_RATES = tuple(map(Fraction, ("1/2", "7/10", "4/5", "9/10", "19/20", "49/50")))
"""(ν − 2)/EXCESS for those that are tried besides,"""
FINE_SINES = tuple(map(Fraction, ("1/4", "1/2", "3/4", "9/10")))
"""each with s̄ so much of where M would exceed c̄/ν."""
LARGEST_SINE: Expr = EXCESS * sqrt(N * SHARE * (1 - SHARE) / 2)
"""About that place: s̄²/γ = 1 − νN with γ = 1 − 2/ν and ν = 2 + SHARE·EXCESS, to leading order."""
LONGEST = 20_000
"""The largest A that is tried."""
NEARBY = 12
"""How many times from the one that P_0 = N demands are tried for A."""


def bound(h: Ball, x: Any, settle: bool = True, pace: int = 1) -> int | None:
    """The least A + B + C over the choices tried, for the edge that starts at state ``x``.

    None if no choice is admissible, as for s ≥ ½.  Raises ``Undecided`` if none is found for want of
    precision.  In deliberately false variants ``settle`` omits A and ``pace`` multiplies ln ψ.
    """
    envelope, start, doubts = Envelope(h, x), reader(h, x), Doubts()
    best: int | None = None
    for sine, rates in (*_near_threshold(start), *_grid(start)):
        if not doubts.certain(less(start("s"), sine)):
            continue
        high = 1 + floor_of_upper(evaluate(HIGH_STEPS, extended(start, {"sbar": sine})))
        if best is not None and high + 1 >= best:
            continue  # whatever ν is
        for choice in choices(start, sine, rates, doubts):
            slow_free = 1 + floor_of_upper(evaluate(FAST_STEPS, choice) / pace) + high
            if best is None or slow_free < best:
                first = _settled(envelope, choice, best, doubts) if settle else 0
                if first is not None and (best is None or first + slow_free < best):
                    best = first + slow_free
    if best is None:
        doubts.settle()
    return best


def _grid(start: Reading) -> Iterator[tuple[Ball, Sequence[Ball]]]:
    """Each s̄ with every ν."""
    rates = [like(start("s"), rate) for rate in RATES]
    for sine in SINES:
        yield like(start("s"), sine), rates


def _near_threshold(start: Reading) -> Iterator[tuple[Ball, Sequence[Ball]]]:
    """Pairs of s̄ and a ν for a norm so large that λ can hardly exceed 2, and for any other."""
    excess = evaluate(EXCESS, start)
    if not excess > 0:
        return
    for share in FINE_RATES:
        x = like(excess, share)
        largest = evaluate(LARGEST_SINE, extended(start, {SHARE.name: x}))
        for part in FINE_SINES:
            yield (like(excess, part) * largest).mid(), [(2 + x * excess).mid()]


def _settled(envelope: Envelope, choice: Reading, limit: int | None, doubts: Doubts) -> int | None:
    """The first of a few A near the settling time that is certified; None if there is none."""
    demand = evaluate(DEMAND, choice)
    first = 0
    if not doubts.certain(less_equal(demand * choice("N"), choice("a"))):
        if not doubts.certain(less(demand * choice("N"), choice("cbar"))):
            return None
        if choice("h") < 1:
            settling = evaluate(SETTLING, choice)
            first = max(0, floor_of_lower(settling))
            doubts.certain(floor_of_upper(settling) <= first + 1 or None)  # is the time known?
    if first >= (LONGEST if limit is None else min(limit, LONGEST)):
        return None

    def fits(time: int, most: Ball) -> bool:
        return doubts.certain(less_equal(demand * envelope.norm_cap(time), most))

    if not all(fits(time, choice("cbar")) for time in range(0, first, 64)):
        return None  # P never falls: so it is too large at ``first`` as well
    for time in range(first, first + NEARBY):
        reached = evaluate(SCALE_LOW, extended(choice, {"E": envelope.power(time)}))
        if fits(time, reached.min(choice("cbar"))):
            return time
    return None


def holds(run: Run, settle: bool = True, pace: int = 1) -> Answer:
    """The first rising edge has at most ``bound`` steps."""
    return edge_within(run, lambda start: bound(run.h, start, settle, pace))


CLAIM = Claim(
    id="square.self-stabilization-log",
    title="a rising edge ends after a time logarithmic in 1/s",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        always(
            t <= steps_before(SETTLED, NARROW) + steps_with(BELOW_SBAR, lam >= NU) + steps_with(HIGH_SINE),
            given=CHOSEN,
            throughout=[RISING],
            where=DEFINED,
        ),
        always(
            count - 1 < log(sbar**2 / at_start(s) ** 2) / log(PSI**2),
            given=[BELOW_SBAR, lam >= NU, *CHOSEN],
            throughout=[RISING],
            where=DEFINED,
            words="for the number n of these steps",
        ),
        always(
            count - 1 < log(abar / (2 * at_start(N))) / log(1 + SQUARE.subs(s, sbar)),
            given=[HIGH_SINE, *CHOSEN],
            throughout=[RISING],
            where=DEFINED,
            words="for the number n of these steps",
        ),
    ),
    hypotheses=(
        WHITENED,
        hypothesis(
            "standing: 0 < h ≤ 1, a_0 > 0, cos θ_0 > 0",
            "Not known to be needed: dropped one by one (h up to 3), none of 3000 random runs each "
            "contradicted the bound.  The proof uses them for λ > 0.",
            (h > 0, h <= 1, at_start(a) > 0, at_start(c) > 0),
        ),
        Hypothesis(
            "the minimum with c̄ in the condition on A",
            r"\bar{c} \ge P_A\,\nu\gamma/(\gamma + s^2 - \bar{s}^2)",
            "Without it the steps after A may be slow: from a = 1, N = 3971/10000, s = 33/1000 with h = 1, "
            "ν = 5/2, s̄ = 1/20, A = 0 the direction rises to sin θ_1 < s̄, and still rises with λ_1 < ν.",
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "run",
            holds,
            (
                Alteration("the first steps are not counted", {"settle": False}),
                Alteration("ψ becomes ψ³", {"pace": 3}),
            ),
            may_rise,
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
