"""BatchNorm's ε can prevent the spike: a condition on the start, under which the direction never rises.

Statement
    Let m = ε̃/(N_0 + ε̃), â = √(1 + ε̃/N_0) and E_0 = h(N_0² + 2ε̃N_0) − 2ε̃a_0(a_0 − h).  If the start is
    behind, ã_0 ≤ cos θ_0, and for some λ̂ > 0
        λ̂(1 + 3m + 4m²) ≤ 2,   m²λ̂ ≤ 1 − h,   E_0 ≥ 2hε̃â,
        h(1 + m)â² ≤ λ̂²(E_0 − 2hε̃â + 2ε̃â²),
    then sin θ_{t+1} ≤ sin θ_t and R_{t+1} ≤ R_t for all t.  At all t cos θ_t > 0, a_t > 0, ã_t ≤ cos θ_t,
    N_t ≥ N_0, and h(N_t² + 2ε̃N_t) − 2ε̃a_t(a_t − h) ≥ E_0.
Hypotheses
    Whitened data, η > 0, ε ≥ 0, h > 0, α_0 > 0.  That c_0 > 0 follows from c_0 ≥ ã_0.
Source
    Our own.  For ε = 0 the conditions say a_0 ≤ cos θ_0, 1 ≤ 2N_0 and h ≤ 1 (λ̂ = 2): square.no-rising-edge.
Argument
    By general.batchnorm-eps a step is one with weight decay of the share ω = λ(1 − χ²)(ã − cos θ), which is
    not positive as long as ã ≤ cos θ.  Then neither a nor N falls, and of what a step adds to the energy
    h(N² + 2ε̃N) − 2ε̃a² only −2ε̃(a' − a)² is negative; as a' − a ≤ h, that with −2ε̃a(a − h) in place of
    −2ε̃a² does not fall.  So N is large where a is: λ̂²N(N + ε̃) − a² is at least linear in a² between 0 and
    â², and at both ends not negative; hence λ ≤ λ̂ ≤ 2, and a rise would need λ > 2(1 − ω) ≥ 2.  It remains
    that ã' ≤ cos θ'.  With x = cos θ − ã, μ = 1 − χ² ≤ m and Y = 1 + μ + 2λμ²x + ½μλ²s²: k ≤ 1 − ω + ½λ²s²
    and χ' ≤ (1 + μ(k − 1))χ, so that k(cos θ' − ã') is at least (1 − ω)(cos θ − (1 + μ²λx)χa') +
    ½λs²(2 − λY), where both brackets are not negative by the first two conditions.  The loss is
    ρ²(½ã² − ã cos θ) and what no step changes: the step of α lowers it, and with χa' ≤ ã' ≤ cos θ' both the
    turn and the growth of χ do.
Not verified
    That the conditions are sharp as h and ε → 0 with ε̃/h fixed: they tend to 4(N_0² + 2(ε̃/h)(1 − a_0²)) ≥ 1
    and N_0² ≥ 2(ε̃/h)a_0², and where the first fails λ passes 2.  With one rate η = h and N_0, a_0
    small that is ε ≥ (ηρ)²/8.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import Ge, Le, Rational, sqrt

from derivations.general.lemmas.decay_step import MARGIN
from derivations.general.lemmas.eps_never import LOSS_STEP, establish_never
from derivations.general.lemmas.eps_regime import (
    BOUNDS,
    CONDITIONS,
    HELD,
    MEANS_A,
    MEANS_M,
    STARTS_BEHIND,
    most_lost,
    most_rate,
    most_scale,
)
from derivations.general.model.epsilon import a_seen, eps_free
from derivations.general.model.fed import Fed
from derivations.general.model.hypotheses import WITHOUT_SCALE
from derivations.notation import N, a, at_start, c, h, s
from derivations.proof import Proof
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always
from derivations.square.model.hypotheses import positive_scale, whitened
from verifier.arithmetic.balls import Ball, Verdict, ball, both, less_equal, positive, precision
from verifier.arithmetic.evaluate import evaluate
from verifier.claim import (
    Alteration,
    Answer,
    Check,
    Claim,
    Provenance,
    Run,
    Status,
    every,
    given,
    never,
)

STEPS = 30
"""How many steps of a run a check looks at."""
FACTORS = tuple(Rational(x) for x in ("1/50", "1/8", "3"))
"""ε̃/h of the runs that are tried."""


def derive() -> Proof:
    """What every step keeps, and what follows from it."""
    proof = Proof(CLAIM.id)
    proof.conclude(*establish_never(proof))
    return proof


def met(value: Callable[[str], Ball], limit: int = 2, energy: bool = True) -> Verdict:
    """Whether the conditions hold of a state, with the largest λ̂ that the first allows.

    ``value`` has the quantities of the state, and h.  ``limit`` replaces the 2 of the first condition;
    without ``energy`` only the second and ã_0 ≤ cos θ_0 are asked.
    """
    lost = evaluate(eps_free / (N + eps_free), value)
    bounds = {
        most_lost.name: lost,
        most_scale.name: evaluate(sqrt(1 + eps_free / N), value),
        most_rate.name: limit / (1 + 3 * lost + 4 * lost**2),
    }

    def at_the_start(name: str) -> Ball:
        return bounds[name] if name in bounds else value(name.removesuffix("0"))

    _, *asked = (evaluate(x.lhs, at_the_start) for x in (*CONDITIONS, STARTS_BEHIND))
    return both(*(less_equal(0, x) for x in (asked if energy else [asked[0], asked[-1]])))


def bound(scale_lr: Ball, x: Any) -> int | None:
    """None where the direction never rises from state ``x`` on, a state of balls with ε̃; else 0."""
    never_rises = met(lambda name: scale_lr if name == "h" else getattr(x, name))
    return None if both(never_rises, positive(x.a)) else 0


def holds(run: Run, limit: int = 2, energy: bool = True) -> Answer:
    """No rise at the first steps of runs with ε that meet the conditions; see ``met``."""

    def one(factor: Rational) -> Answer:
        fed = Fed(run, run.h * ball(factor))
        meets = met(fed.at(0).__getitem__, limit, energy)
        return given(meets, lambda: never(map(fed.rise, range(STEPS))))

    with precision(128):
        return every(*map(one, FACTORS))


CLAIM = Claim(
    id="general.batchnorm-eps-never-rises",
    title="BatchNorm's ε can keep the direction from ever rising",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        always(
            *(c > 0, a > 0, Ge(c, a_seen), Ge(N, at_start(N)), HELD, Le(MARGIN, 0)),
            given=[*CONDITIONS, *BOUNDS], where=[MEANS_M, MEANS_A],
        ),
        always(
            Le(s**2, at_start(s) ** 2),
            given=[*CONDITIONS, *BOUNDS], where=[MEANS_M, MEANS_A],
        ),
        always(Le(LOSS_STEP, 0), given=[*CONDITIONS, *BOUNDS], where=[MEANS_M, MEANS_A]),
    ),
    hypotheses=(
        whitened("Needed, for ε = 0 already: see square.no-rising-edge."),
        hypothesis(
            "a positive scale learning rate",
            "For h = 0, ε = 0 from (cos θ, sin θ, N, a) = (24/25, 7/25, 1/4, 24/25) the conditions hold "
            "with λ̂ = 2, and the first step rises.",
            (h > 0,),
        ),
        positive_scale(f"{WITHOUT_SCALE}  There ε = 0, and the conditions hold with λ̂ = 2."),
        hypothesis(
            "the scale starts behind",
            "For h = 1/2, ε = 0 from (12/13, 5/13, 1/2, 3/2) the other conditions hold with λ̂ = 2, and the "
            "first step rises.",
            (STARTS_BEHIND,),
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "run",
            holds,
            (
                Alteration("λ̂(1 + 3m + 4m²) ≤ 4", {"limit": 4}),
                Alteration("no condition on the energy", {"energy": False}),
            ),
        ),
    ),
    experiments=("verifier.studies.experiments.prevented:pairs",),
)

if __name__ == "__main__":
    main(CLAIM)
