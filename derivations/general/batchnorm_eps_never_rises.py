"""BatchNorm's ε can prevent the spike: a condition on the start, under which the direction never rises.

Statement
    Let m = ε̃/(N_0 + ε̃), â = √(1 + ε̃/N_0) and E_0 = h(N_0² + 2ε̃N_0) − 2ε̃a_0(a_0 − h).  If the start is
    behind, ã_0 ≤ cos θ_0, and for some λ̂ > 0
        λ̂(1 + 3m + 4m²) ≤ 2,   m²λ̂ ≤ 1 − h,   E_0 ≥ 2hε̃â,
        h(1 + m)â² ≤ λ̂²(E_0 − 2hε̃â + 2ε̃â²),
    then sin θ_{t+1} ≤ sin θ_t for all t.  At all t cos θ_t > 0, a_t > 0, ã_t ≤ cos θ_t, N_t ≥ N_0, and
    h(N_t² + 2ε̃N_t) − 2ε̃a_t(a_t − h) ≥ E_0.
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
    ½λs²(2 − λY), where both brackets are not negative by the first two conditions.
Not verified
    That the conditions are sharp as h and ε → 0 with ε̃/h fixed: they tend to 4(N_0² + 2(ε̃/h)(1 − a_0²)) ≥ 1
    and N_0² ≥ 2(ε̃/h)a_0², and where the first fails λ passes 2.  Nothing is said of the loss.
"""

from __future__ import annotations

from sympy import Ge, Le, Rational, sqrt

from derivations.general.lemmas.decay_step import MARGIN
from derivations.general.lemmas.eps_never import (
    BOUNDS,
    CONDITIONS,
    HELD,
    MEANS_A,
    MEANS_M,
    STARTS_BEHIND,
    establish_never,
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
from verifier.arithmetic.balls import Verdict, ball, both, less_equal, precision
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


def met(run: Fed, limit: int = 2, energy: bool = True, behind: bool = True) -> Verdict:
    """Whether the conditions hold, with the largest λ̂ that the first allows.

    ``limit`` replaces the 2 there; without ``energy`` only the first two and ã_0 ≤ cos θ_0 are asked, and
    without ``behind`` not that.
    """
    start = run.at(0)
    lost = start["eps_free"] / (start["N"] + start["eps_free"])
    bounds = {
        most_lost.name: lost,
        most_scale.name: run.evaluate(sqrt(1 + eps_free / N)),
        most_rate.name: ball(limit) / (1 + 3 * lost + 4 * lost**2),
    }
    _, mild, *rest = (run.evaluate(condition.lhs, **bounds) for condition in CONDITIONS)
    needed = [mild, *(rest if energy else []), *([run.evaluate(c - a_seen)] if behind else [])]
    return both(*(less_equal(0, x) for x in needed))


def holds(run: Run, limit: int = 2, energy: bool = True, behind: bool = True) -> Answer:
    """No rise at the first steps of runs with ε that meet the conditions; see ``met``."""
    with precision(128):
        return every(*(_one(Fed(run, run.h * ball(x)), limit, energy, behind) for x in FACTORS))


def _one(run: Fed, limit: int, energy: bool, behind: bool) -> Answer:
    return given(met(run, limit, energy, behind), lambda: never(map(run.rise, range(STEPS))))


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
)

if __name__ == "__main__":
    main(CLAIM)
