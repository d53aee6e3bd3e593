"""The no-rising regime: if ā Λ ≤ 2 the direction never rises.

Statement
    If ā Λ ≤ 2, that is ηρ·max(α_0, ρ) ≤ 2‖w_0‖², then sin θ_{t+1} ≤ sin θ_t for all t, strictly as long
    as sin θ_t ≠ 0.  Equality ā Λ = 2 is included, and 2 is the largest constant for which this is true.
Hypotheses
    Whitened data, η > 0, 0 < h ≤ 1, α_0 > 0, c_0 > 0.
Source
    [1], abstract: an explicit no-rising-edge condition; this exact form is our derivation.
Argument
    The norm never falls, N' = N(1 + λ²s²), and the scale never passes its ceiling ā = max(a_0, 1), as
    a' is a weighted mean of a ≤ ā and c ≤ 1 ≤ ā.  Hence λ_t = a_t/N_t ≤ ā/N_0 = ā Λ ≤ 2 for all t, and
    by square.rising-threshold a rise needs λ > 2.
    The constant is the best: from a_0 = 1 and any Λ > 2 the very first step rises if
    tan²(θ_0/2) ≤ (Λ − 2)/(6Λ).  For a_0 < 1, square.delayed-onset gives a later rise at small θ_0.
Not verified
    Nothing.
"""

from __future__ import annotations

from sympy import Eq, Expr, Gt, Le, Lt, Max, Rational

from derivations.direction.monotone_norm import GROWN, establish_norm
from derivations.direction.rising_criterion import establish_not_rising, rises
from derivations.direction.rising_identity import RISING_MARGIN
from derivations.direction.rising_threshold import SLACK, establish_slow
from derivations.direction.system import MOVES, UNIT_CIRCLE
from derivations.notation import N, a, abar, at_next, at_start, c, lam, s, symbol
from derivations.proof import Proof, System
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always, for_all
from derivations.square import cone_invariance
from derivations.square.cone_invariance import CAP, CEILING
from derivations.square.model.hypotheses import (
    aligned_start,
    positive_scale,
    scale_rate_at_most_one,
    whitened,
)
from derivations.square.model.system import LAMBDA, RUN
from verifier.arithmetic.balls import ball, less_equal
from verifier.claim import (
    Alteration,
    Answer,
    Check,
    Claim,
    Provenance,
    Run,
    Status,
    given,
    never,
)

SATURATED: Expr = Max(a, 1) / N
"""ā Λ: no effective learning rate of the run is larger."""
REGIME = RUN.with_more(
    "saturated run",
    parameters=(abar,),
    initial=(*CAP, abar <= 2 * at_start(N)),
)
AT_MOST_TWO = abar <= 2 * at_start(N)
"""ā Λ ≤ 2, as Λ = 1/N_0."""
v = symbol("v_half", "v", "v", "tan(θ/2)")
STEPS = 30
"""How many steps of a run a check looks at."""


def establish(proof: Proof, system: System) -> None:
    """Add the cone, N ≥ N_0, a ≤ ā, λ ≤ 2 and margin ≤ 0 as invariants of ``system``.

    ``system`` extends ``REGIME``; all its runs are then free of rises.
    """
    cone_invariance.establish(proof, system)
    establish_norm(proof, system)
    cone_invariance.establish_cap(proof, system)
    slow = proof.positive(
        f"{system.name}: λ at most 2",
        2 - lam,
        given=[N > 0, GROWN, a <= abar, abar <= 2 * at_start(N)],
        relations=[LAMBDA],
        multiplier=[N > 0],
        terms=[(2, [GROWN], 1), (1, [abar <= 2 * at_start(N)], 1), (1, [a <= abar], 1)],
        strict=False,
        because="N(2 − λ) = 2(N − N_0) + (2N_0 − ā) + (ā − a).",
    )
    proof.rule(
        "consequence", f"{system.name}: λ at every time", system, sequents=[slow],
        because="Hence λ_t ≤ 2 for all t.",
    )  # fmt: skip
    proof.rule(
        "consequence", f"{system.name}: margin", system, sequents=[establish_slow(proof)],
        because="Hence the rising margin is not positive at any t.",
    )  # fmt: skip


def derive() -> Proof:
    """Two invariants cap λ; the threshold lemma and the criterion do the rest."""
    proof = Proof(CLAIM.id)
    run = proof.system(REGIME)
    establish(proof, run)
    never = proof.rule(
        "growth", "the direction never rises", run,
        quantity=s**2, ratio=c**0, direction="<=", step=establish_not_rising(proof),
        because="So sin²θ never rises, at any t.",
    )  # fmt: skip
    falling = proof.positive(
        "margin negative off target",
        -RISING_MARGIN,
        given=[c > 0, lam > 0, lam <= 2, MOVES],
        relations=[UNIT_CIRCLE],
        terms=[*SLACK[:-1], (Rational(1, 2), [lam > 0, MOVES], 1)],
        because="Off target the same sum is positive, so that sin²θ even falls:",
    )
    strictly = proof.rule(
        "at-every-time", "margin negative off target, always", run,
        sequent=falling, uses=[], assume=[MOVES], because="This holds at every time t.",
    )  # fmt: skip
    proof.conclude("saturated run: margin", "margin not positive, direction does not rise", never)
    proof.conclude(strictly, _sharp(proof))
    return proof


def _sharp(proof: Proof) -> str:
    """From a_0 ≥ 1, where λ_0 = ā Λ, every λ_0 > 2 rises at once at small angles."""
    scale = Gt(1 + v**2, 0, evaluate=False)
    small = 6 * lam * v**2 <= lam - 2
    cosine, sine = scale.lhs * c - (1 - v**2), scale.lhs * s - 2 * v
    return proof.positive(
        "the constant 2 is the best",
        RISING_MARGIN,
        given=[lam > 2, v > 0, small, scale],
        relations=[cosine, sine],
        multiplier=[scale, scale],
        terms=[(1, [small], 1), (1, [lam > 2], v**2), (4, [v > 0] * 4, 1)],
        cofactors=[
            lam * (cosine + 2 * (1 - v**2)) - 2 * scale.lhs,
            -lam * (sine + 4 * v),
        ],
        because="If a_0 ≥ 1 then λ_0 = ā Λ.  For λ_0 > 2 and v = tan(θ_0/2) with 6λ_0 v² ≤ λ_0 − 2 the "
        "first step rises: (1 + v²)²·(rising margin) = (λ_0 − 2 − 6λ_0 v²) + (λ_0 + 2)v⁴.",
    )


def may_rise(run: Run) -> bool:
    """Whether this claim leaves it open that the direction rises: āΛ > 2."""
    return less_equal(run.evaluate(SATURATED), ball(2)) is False


def holds(run: Run, limit: int = 2) -> Answer:
    """No rise at the first steps, if ā Λ ≤ ``limit``."""
    regime = less_equal(run.evaluate(SATURATED), ball(limit))
    return given(regime, lambda: never(rises(run, t) for t in range(STEPS)))


CLAIM = Claim(
    id="square.no-rising-edge",
    title="below saturation 2 the direction never rises",
    provenance=Provenance.PAPER,
    wanted=Status.PROVED,
    statement=Statement(
        always(Le(RISING_MARGIN, 0), Le(s**2, at_start(s) ** 2), given=[AT_MOST_TWO], where=[CEILING]),
        for_all(Le(at_next(s) ** 2, s**2), given=[lam > 0, Le(RISING_MARGIN, 0)]),
        always(Lt(RISING_MARGIN, 0), given=[AT_MOST_TWO, MOVES], where=[CEILING]),
        for_all(
            Gt(RISING_MARGIN, 0),
            given=[lam > 2, v > 0, 6 * lam * v**2 <= lam - 2, Gt(1 + v**2, 0, evaluate=False)],
            where=[Eq(c, (1 - v**2) / (1 + v**2)), Eq(s, 2 * v / (1 + v**2))],
        ),
    ),
    hypotheses=(
        whitened(
            "Σ = diag(1, 100), u = (1, 0), w = (1, 3/40), α = 1, η = 1/8: ηαρ/‖w‖_Σ² = 2/25, yet the "
            "tangent of the angle to u goes from 3/4 to 2025/518."
        ),
        scale_rate_at_most_one(
            "h = 3/2 from (cos θ, sin θ, N, a) = (12/13, 5/13, 1/2, 91/240), where ā Λ = 2: the scale "
            "overshoots, λ_1 > 2, and step 1 rises.",
            "scale learning rate at most 1",
        ),
        positive_scale(
            "At (cos θ, sin θ, N, a) = (4/5, 3/5, 1/2, −5/8) the first step rises, to sin θ' = 24/25."
        ),
        aligned_start(
            "At (cos θ, sin θ, N, a) = (−4/5, 3/5, 1/2, 5/8) the first step rises, to sin θ' = 24/25."
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "run",
            holds,
            (
                Alteration("ā Λ ≤ 3", {"limit": 3}),
                Alteration("h ≤ 1 dropped", drop=frozenset({"h <= 1"})),
                Alteration("c_0 > 0 dropped", drop=frozenset({"c0 > 0"})),
                Alteration("α_0 > 0 dropped", drop=frozenset({"a0 > 0"})),
            ),
            lambda run: not may_rise(run),
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
