"""Self-stabilization by comparison: a scalar recursion that stays below the edge until it must end.

Statement
    A rising edge starts in a state with scale a, norm N and sine s > 0; E_t = (1 − h)^t and P_t are as in
    ``edge_envelope``.  Call M admissible for s̄ > s if, with c̄ = √(1 − s̄²), there are ν > 0 and a time A
    with γ = 1 − 2s̄² − 2/ν > 0, γ + s² − s̄² > 0, P_Aγ ≤ M(γ + s² − s̄²) and
    min(c̄, c̄ − (c̄ − a)E_A) ≥ νM.  Let L_0 = s, n_0 = N and, with any s̄ and any M admissible for it, which
    may change with t, ℓ = (c̄ − (c̄ − a)E_t)/M, g = max(0, ℓc̄ − 1)/√(1 + ℓ²s̄²),
    L_{t+1} = max(L_t, min(s̄, gL_t)),  n_{t+1} = n_t(1 + μ_t²L_t²),  μ_t = 2√(1 − L_t²)/(1 − 2L_t²).
    Then sin θ_t ≥ L_t and N_t ≥ n_t on the edge, and the edge has at most t steps as soon as 2L_t² ≥ 1 or
    1 − (1 − a)E_t ≤ μ_tn_t.  At any t before that, and with L = L_t > 0 and μ = μ_t, it has at most
    t + 1 + ⌊ln(max(1, 1 − (1 − a)E_t)/(μn_t)) / ln(1 + μ²L²)⌋ steps.
Hypotheses
    Standing hypotheses.  The edge may start at any time: a, N, s are the values there.
Source
    Extension; not in [1].
Argument
    As in square.self-stabilization-log, N ≤ M and a_t ≥ c̄ − (c̄ − a)E_t as long as sin θ < s̄.  So
    λ_t ≥ ℓ there, and sin θ'/sin θ = (λc − 1)/√(1 + λ²s²) ≥ g, as this quotient grows with λ and c.  At
    time t either sin θ_t ≥ s̄, and then sin θ_{t+1} ≥ s̄; or sin θ has been below s̄ all along the edge, and
    then sin θ_{t+1} ≥ g sin θ_t.  So sin θ_{t+1} ≥ min(s̄, g sin θ_t), and by induction sin θ_t ≥ L_t.
    A rise needs λ cos 2θ > 2 cos θ, hence λ > μ_t where sin θ ≥ L_t; so N' ≥ N(1 + μ_t²L_t²), and
    1 − (1 − a)E_t ≥ a_t = λN > μ_tn_t.  Many s̄ are used one after the other: for a small one M is hardly
    more than N.  With L and μ held fixed from time t on, each step multiplies N by 1 + μ²L² at least and
    keeps μN below max(1, 1 − (1 − a)E_t), which bounds the number of the steps that are left.
Not verified
    The choice of s̄ at each step.  With one s̄, M and ν for the whole edge it is certified that a step
    from sin θ < s̄ has sin θ' ≥ g sin θ, where P_t ≤ M and from the first time on at which the
    conditions on A hold; and that one from sin θ ≥ s̄ has sin θ' ≥ s̄. Before A, P_t ≤ P_A ≤ M as P
    never falls. From sin θ_{t+1} ≥ min(s̄, g sin θ_t) with any s̄ and g at each step, sin θ_t ≥ L_t and
    N_t ≥ n_t are certified.  What is missing between them: the first is to be applied to the same run at
    each t with the s̄, M and ν of that t, which are no constants of a run. Bounds that move with the
    run do not serve: that N ≤ M rests on λ ≥ ν at all earlier steps, also at those before s̄ was
    chosen, where sin θ may have been above the s̄ in use; so each s̄ that will be used must be followed
    from the start.
"""

from __future__ import annotations

from typing import Any

from sympy import Expr, Le, Max, log, sqrt

from derivations.direction.circle import CBAR
from derivations.direction.edge_budget import CAP_NEEDS
from derivations.direction.edge_envelope import LATER_CAP, NARROW, NU, ROOM
from derivations.direction.rising_edge import edge_within, extended, reader
from derivations.direction.rising_threshold import THRESHOLD
from derivations.notation import a, at_start, c, s, typeset
from derivations.proof import Proof
from derivations.proof.narrate import main
from derivations.square.lemmas.edge_box import (
    BOXED,
    COMPARED,
    COS_DOUBLE,
    NORM_FACTOR,
    NORM_LOW,
    NORM_LOW_NEXT,
    SINE_LOW,
    THRESHOLD_LOW,
    establish_beyond,
    establish_box,
    establish_turned,
)
from derivations.square.lemmas.edge_budget import (
    FIRST_ON,
    LATER,
    LATER_ON,
    SETTLED,
    establish_later,
    establish_phases,
)
from derivations.square.lemmas.edge_envelope import (
    ENVELOPE_LATEX,
    FIRST,
    SCALE_HIGH,
    SCALE_LOW,
    Envelope,
    establish_first,
)
from derivations.square.lemmas.edge_gain import (
    EARLY,
    EARLY_CAP_NEEDS,
    GAINING,
    establish_early_cap,
    establish_gain,
    establish_positive_low,
)
from derivations.square.lemmas.edge_last import LAST, establish_last
from derivations.square.lemmas.edge_recursion import GAIN_OF, GAMMA_OF, LOW_LR_OF, SETTLED_POWER, Gains
from derivations.square.model.hypotheses import (
    WHITENED,
    aligned_start,
    positive_start,
    scale_rate_at_most_one,
)
from derivations.square.no_rising_edge import may_rise
from derivations.square.scale_envelope import POWER
from derivations.square.self_stabilization import establish_edge
from verifier.arithmetic.balls import Ball, Undecided, floor_of_upper
from verifier.arithmetic.evaluate import evaluate
from verifier.arithmetic.reals import like
from verifier.claim import Alteration, Answer, Check, Claim, Provenance, Run, Status

THRESHOLD_OF: Expr = THRESHOLD.subs(c, sqrt(1 - s**2)).subs(s, SINE_LOW)
PRESSURE: Expr = SCALE_HIGH / (THRESHOLD_LOW * NORM_LOW)
"""A rising step needs this above 1."""
LEFT: Expr = log(Max(1, SCALE_HIGH) / (THRESHOLD_LOW * NORM_LOW))
STEPWISE = 4096
"""From this time on several steps of the recursion are taken at once,"""
SHARE_OF_TIME = 256
"""up to such a part of the time so far."""
LIMIT = 16384
"""After this many turns the closed form bounds the rest."""


def derive() -> Proof:
    """The gain of each step below s̄, and the box that a rising step must fit in."""
    proof = Proof(CLAIM.id)
    proof.say("With one s̄: the first steps, while sin θ < s̄, beside their envelope:")
    edge, first, later = proof.system(GAINING), proof.system(FIRST), proof.system(LATER)
    establish_edge(proof, edge)
    establish_first(proof, first)
    start = proof.positive(
        "lower envelope positive at the start",
        SCALE_LOW,
        given=[at_start(a) > 0],
        relations=[POWER - 1],
        terms=[(1, [at_start(a) > 0], 1)],
        because="The lower envelope of the scale starts at a_0 > 0.",
    )
    establish_positive_low(proof, first, start)
    proof.say("The later steps, while sin θ < s̄:")
    establish_later(proof, later)
    establish_phases(proof, edge, first, later)
    early = establish_gain(proof, FIRST_ON, establish_early_cap(proof), EARLY_CAP_NEEDS, [EARLY])
    late = establish_gain(proof, LATER_ON, f"{later.name}: N at most M", CAP_NEEDS)
    proof.say("The whole edge beside L_t, where each step reaches min(s̄, g sin θ):")
    beyond = establish_beyond(proof)
    turned = establish_turned(proof, proof.system(COMPARED))
    box = establish_box(proof, proof.system(BOXED))
    proof.say("The steps that are left, counted with one L:")
    last = establish_last(proof, proof.system(LAST))
    kept = (f"{system.name}: sine above L" for system in (COMPARED, BOXED))
    proof.conclude(early, late, beyond, *kept, turned, "norm above n", box, last)
    return proof


def bound(h: Ball, x: Any, pace: int = 1, share: int = 1) -> int:
    """A t at which the recursion shows that the edge that starts at ``x`` has ended, nearly the first.

    Each L_{t+1} and n_{t+1} grows with g, L_t and n_t, and μ with L; so smaller values of them serve as
    well, and of several steps at once the least g, the first L and the first μ are used.
    In deliberately false variants ``pace`` is a power of g and ``share`` multiplies the threshold μ.
    Raises ``Undecided`` when the balls of ``x`` are too wide.
    """
    envelope, start = Envelope(h, x), reader(h, x)
    gains = Gains(envelope, start, pace)
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
    wanted=Status.ENCLOSED,
    statement=(
        r"\text{steps} \le \min\Bigl\{t : 2 L^2 \ge 1 \text{ or } "
        + typeset(Le(SCALE_HIGH, THRESHOLD_LOW * NORM_LOW))
        + r"\Bigr\},\quad L_0 = \sin\theta_0,\ n_0 = N_0,\ E = (1-h)^t,\ \mu = "
        + typeset(THRESHOLD_OF)
        + r",\ n' = "
        + typeset(NORM_LOW_NEXT)
        + r",\ L' = \max\bigl(L, \min(\bar{s}, gL)\bigr),\ g = \max\Bigl(0, "
        + typeset(GAIN_OF)
        + r"\Bigr),\ \ell = "
        + typeset(LOW_LR_OF)
        + r",\ \bar{c} = \sqrt{1 - \bar{s}^2},\quad \text{for any } \bar{s} > \sin\theta_0,\ M,\ \nu "
        r"\text{ with } \nu > 0,\ \gamma = "
        + typeset(GAMMA_OF)
        + r" > 0,\ "
        + typeset(ROOM > 0)
        + r",\ "
        + typeset(CBAR >= NU * LATER_CAP)
        + r" \text{ and, at some time, } "
        + typeset(NARROW)
        + r",\ "
        + typeset(SETTLED)
        + r",\quad \text{where } "
        + ENVELOPE_LATEX
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
