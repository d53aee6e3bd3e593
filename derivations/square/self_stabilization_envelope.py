"""Self-stabilization by comparison: a scalar recursion that stays below the edge until it must end.

Statement
    A rising edge starts in a state with scale a, norm N and sine s; E_t = (1 − h)^t and P_t are as in
    ``edge_envelope``.  Beside it let there be numbers, chosen with the state in view, as follows.  Γ > 0
    never rises, V ≥ N never falls, and in each step either V' ≥ P', or Γ + s² ≥ sin²θ and, with
    α = cos θ − (cos θ − a)E, α(1 − 2 sin²θ − Γ)(Γ + s² − sin²θ) ≥ 2VΓ.  Further s̄ < 1 and M > 0 may change
    with t, with VΓ ≤ M(Γ + s² − s̄²) as long as |sin θ| < s̄, and ≥ once it is larger.  Let L_0 = s, n_0 = N,
    c̄ = √(1 − s̄²), ℓ = (c̄ − (c̄ − a)E)/M, g = max(0, ℓc̄ − 1)/√(1 + ℓ²s̄²), L' = max(L, min(s̄, gL)),
    n' = n(1 + μ²L²), μ = 2√(1 − L²)/(1 − 2L²).  Then |sin θ_t| ≥ L_t on the edge, and N_t ≥ n_t as long as
    2L² < 1; and the edge has at most t steps as soon as 2L_t² ≥ 1 or 1 − (1 − a)E_t ≤ μ_tn_t.  An edge that
    starts with |sin θ| ≥ L > 0, 2L² < 1, has at most 1 + ⌊ln(max(1, a)/(μN)) / ln(1 + μ²L²)⌋ steps.
Hypotheses
    Standing hypotheses.  The edge may start at any time: a, N, s are the values there.
Source
    Extension; not in [1].
Argument
    The edge turns away from the target, so that cos θ falls and a ≥ α, as a follows cos θ.  And
    N(Γ + s² − sin²θ) ≤ VΓ: it is so where N ≤ P ≤ V; else the condition with α makes λ so large that the
    rising margin is at least λΓ, and by the rising identity the norm pays at most (sin²θ' − sin²θ)/Γ of
    itself.  So N ≤ M and a ≥ c̄ − (c̄ − a_0)E while |sin θ| < s̄.  Hence λ ≥ ℓ there, and
    sin θ'/sin θ = (λc − 1)/√(1 + λ²s²) ≥ g, as this quotient grows with λ and c.  If sin θ ≥ s̄ already, it
    stays so.  So sin θ' ≥ min(s̄, gL) ≥ L' by induction.  A rise needs λ cos 2θ > 2 cos θ, hence λ > μ where
    sin θ ≥ L; so N' ≥ N(1 + μ²L²), and 1 − (1 − a)E_t ≥ a_t = λN > μ_tn_t.  With L and μ held fixed, each
    step multiplies N by 1 + μ²L² at least and keeps μN below max(1, a).
    To bound an edge in advance take a time A, and s̄_1 < s̄_2 < …, each with an M such that, for a ν > 0,
    γ = 1 − 2s̄² − 2/ν > 0, P_Aγ ≤ M(γ + s² − s̄²) and min(c̄, c̄ − (c̄ − a)E_A) ≥ νM, while from each to the
    next γ falls.  Let V = P_A, and Γ the γ of the first s̄_i above |sin θ|: up to time A V' ≥ P', and from
    then on α ≥ νM, so that α(1 − 2 sin²θ − Γ)(Γ + s² − sin²θ) ≥ νM(2/ν)(VΓ/M) = 2VΓ.  Beyond all of them
    let V' ≥ P'.  Any s̄_j and its M serve at any t: where |sin θ| < s̄_j, Γ is at least its γ.  From any time
    t on an edge is one that starts there, with N ≥ n_t and a_t ≤ 1 − (1 − a)E_t.
Not verified
    Nothing.  That A and a list of s̄_i make such Γ and V, as ``bound`` uses them, is said above in words,
    and looked at along edges in balls.
"""

from __future__ import annotations

from typing import Any

from sympy import Eq, Expr, Lt, Max, log, sqrt

from derivations.direction.circle import CBAR
from derivations.direction.edge_envelope import (
    LATER_CAP,
    LR_CAP,
    NORM_CAP,
    NORM_CAP_NEXT,
    SINE_CAP,
    SINE_CAP_NEXT,
)
from derivations.direction.rising_edge import LOW_LR, Reading, edge_within, extended, reader
from derivations.direction.rising_identity import RISING_MARGIN
from derivations.direction.rising_threshold import RISING, THRESHOLD
from derivations.notation import N, a, abar, at_next, at_start, c, s, sbar
from derivations.proof import Proof
from derivations.proof.canonical import count
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always
from derivations.square.lemmas.edge_box import (
    BOXED,
    COMPARED,
    COS_DOUBLE,
    COS_LOW,
    KEPT,
    NORM_FACTOR,
    NORM_LOW,
    NORM_LOW_NEXT,
    SINE_LOW,
    SINE_LOW_STEP,
    THRESHOLD_LOW,
    WITHIN_GAIN,
    WITHIN_SBAR,
    establish_box,
    establish_turned,
)
from derivations.square.lemmas.edge_envelope import LR_CAP_OF, SCALE_HIGH, SCALE_LOW, Envelope
from derivations.square.lemmas.edge_gain import ADMISSIBLE, GAIN_IS, TURN, TURN_IS
from derivations.square.lemmas.edge_last import LAST, NORM_ROOM, establish_last
from derivations.square.lemmas.edge_moving import MOVES, PAYS, TOP
from derivations.square.lemmas.edge_recursion import SETTLED_POWER, Gains, times
from derivations.square.model.hypotheses import (
    WHITENED,
    aligned_start,
    positive_start,
    scale_rate_at_most_one,
)
from derivations.square.no_rising_edge import may_rise
from derivations.square.scale_envelope import POWER, RATIO
from verifier.arithmetic.balls import Ball, Undecided, floor_of_upper
from verifier.arithmetic.evaluate import evaluate
from verifier.arithmetic.reals import like
from verifier.claim import Alteration, Answer, Check, Claim, Provenance, Run, Status

CHOSEN = (at_start(TOP) >= at_start(N),)
"""V_0 ≥ N_0."""
BESIDE = (
    *(RISING, *MOVES, ADMISSIBLE, PAYS > 0, LATER_CAP > 0, CBAR > 0, TURN >= 0),
    *(WITHIN_SBAR, WITHIN_GAIN, KEPT >= 0, KEPT <= 1),
)
"""What is asked of the numbers beside the edge."""
BELOW_45 = (COS_LOW > 0, COS_DOUBLE > 0)
DEFINED = (
    *(Eq(at_start(POWER), 1), Eq(at_next(POWER), RATIO * POWER), Eq(LR_CAP, LR_CAP_OF)),
    *(Eq(at_start(SINE_CAP), at_start(s)), Eq(at_next(SINE_CAP), SINE_CAP_NEXT)),
    *(Eq(at_start(NORM_CAP), at_start(N)), Eq(at_next(NORM_CAP), NORM_CAP_NEXT)),
    *(Eq(CBAR, sqrt(1 - sbar**2)), Eq(LOW_LR, SCALE_LOW / LATER_CAP), TURN_IS, GAIN_IS),
    *(Eq(at_start(SINE_LOW), at_start(s)), SINE_LOW_STEP),
)
"""The envelope, what is made of s̄ and M, and L."""
AT_L = (Eq(COS_LOW, sqrt(1 - SINE_LOW**2)), Eq(THRESHOLD_LOW, 2 * COS_LOW / COS_DOUBLE))
CAPPED = (Eq(abar, Max(1, at_start(a))), Eq(NORM_ROOM, abar / THRESHOLD_LOW))
BOX = (
    *AT_L,
    *(Eq(at_start(NORM_LOW), at_start(N)), Eq(at_next(NORM_LOW), NORM_LOW_NEXT)),
)
"""What c_L, μ and n are."""
THRESHOLD_OF: Expr = THRESHOLD.subs(c, sqrt(1 - s**2)).subs(s, SINE_LOW)
PRESSURE: Expr = SCALE_HIGH / (THRESHOLD_LOW * NORM_LOW)
"""A rising step needs this above 1."""
LEFT: Expr = log(Max(1, SCALE_HIGH) / (THRESHOLD_LOW * NORM_LOW))
STEPWISE = 4096
"""From this time on several steps of the recursion are taken at once,"""
SHARE_OF_TIME = 256
"""up to such a part of the time so far."""
LONG = 256
"""More steps than these are many, where one A is tried."""
LIMIT = 16384
"""After this many turns the closed form bounds the rest."""


def derive() -> Proof:
    """The bound L_t along the edge, the box that a rising step must fit in, and the steps that are left."""
    proof = Proof(CLAIM.id)
    proof.say("The whole edge beside V and L_t, where each step reaches min(s̄, gL):")
    turned = establish_turned(proof, proof.system(COMPARED))
    proof.say("The same as long as 2L² < 1:")
    box = establish_box(proof, proof.system(BOXED))
    proof.say("The steps that are left, counted with one L:")
    last = establish_last(proof, proof.system(LAST))
    proof.conclude(f"{COMPARED.name}: sine above L", turned, "norm above n", box, last)
    return proof


def bound(h: Ball, x: Any, pace: int = 1, share: int = 1) -> int:
    """A t at which the recursion shows that the edge that starts at ``x`` has ended, nearly the first.

    Several A are tried, but for a long edge, where they make no difference, the latest alone.
    Each L_{t+1} and n_{t+1} grows with g, L_t and n_t, and μ with L; so smaller values of them serve as
    well, and of several steps at once the least g, the first L and the first μ are used.
    In deliberately false variants ``pace`` is a power of g and ``share`` multiplies the threshold μ.
    Raises ``Undecided`` when the balls of ``x`` are too wide.
    """
    envelope, start = Envelope(h, x), reader(h, x)
    found: list[int] = []
    for time in times(envelope, start):
        found.append(_ended(envelope, start, Gains(envelope, start, time, pace), share))
        if found[-1] > LONG:
            break
    return min(found)


def _ended(envelope: Envelope, start: Reading, gains: Gains, share: int) -> int:
    """The same with one A."""
    sine, norm = start("s").lower(), start("N").lower()
    if not (sine > 0 and norm > 0):
        raise Undecided(f"the sine {start('s')} or the norm {start('N')} of the edge's first state")
    t = 0
    for _ in range(LIMIT):
        values = {"E": envelope.power(t), "L_sine": sine, "n_low": norm}
        read = extended(start, values)
        if evaluate(COS_DOUBLE, read) <= 0:
            return t
        values["mu_low"] = share * evaluate(THRESHOLD_OF, read)
        if evaluate(PRESSURE, read) <= 1:
            return t
        steps, further = gains.advance(t, sine, 1 if t < STEPWISE else t // SHARE_OF_TIME)
        if further <= sine and values["E"] < like(sine, SETTLED_POWER):
            break
        norm = (norm * evaluate(NORM_FACTOR, read) ** steps).lower()
        t, sine = t + steps, further
    each = evaluate(NORM_FACTOR - 1, read).log1p()
    return t + 1 + floor_of_upper(evaluate(LEFT, read) / each)


def holds(run: Run, pace: int = 1, share: int = 1) -> Answer:
    """The first rising edge has at most ``bound`` steps."""
    return edge_within(run, lambda start: bound(run.h, start, pace, share))


CLAIM = Claim(
    id="square.self-stabilization-envelope",
    title="a rising edge ends within a few steps of a scalar recursion",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        always(s**2 >= SINE_LOW**2, given=CHOSEN, throughout=BESIDE, where=DEFINED),
        always(
            Lt(RISING_MARGIN, 0),
            given=[2 * SINE_LOW**2 >= 1, *CHOSEN],
            throughout=BESIDE,
            where=DEFINED,
        ),
        always(
            NORM_LOW <= N,
            given=CHOSEN,
            throughout=[*BESIDE, *BELOW_45],
            where=[*DEFINED, *BOX],
        ),
        always(
            SCALE_HIGH > THRESHOLD_LOW * NORM_LOW,
            given=CHOSEN,
            throughout=[*BESIDE, *BELOW_45],
            where=[*DEFINED, *BOX],
        ),
        always(
            count - 1 < log(NORM_ROOM / at_start(N)) / log(NORM_FACTOR),
            given=[SINE_LOW**2 > 0, at_start(s) ** 2 >= SINE_LOW**2, *BELOW_45],
            throughout=[RISING],
            where=[*CAPPED, *AT_L],
            words="for the number n of its steps",
        ),
    ),
    hypotheses=(
        WHITENED,
        scale_rate_at_most_one(
            "With h = 3/2, a_0 = 3, N_0 = 1, (cos θ_0, sin θ_0) = (3/5, 4/5) the state at t = 1 is "
            "a = −3/5, N = 169/25, sin θ = −16/65: it rises, where the bound is 0."
        ),
        positive_start(
            "From a = −5/4, N = 1, (cos θ, sin θ) = (4/5, 3/5) the direction rises, where the bound is 0."
        ),
        aligned_start(
            "From a = N = 1, (cos θ, sin θ) = (−4/5, 3/5) the direction rises, where the bound is 0.",
            "aligned at the start",
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "run",
            holds,
            (
                Alteration("g becomes g²", {"pace": 2}),
                Alteration("a rise needs λ > 2μ", {"share": 2}),
            ),
            may_rise,
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
