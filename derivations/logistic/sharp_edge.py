"""The edge is sharp: with η/‖w_0‖² at most 2/max κ no planar direction ever rises, whatever its angle.

Statement
    Planar.  With x = α cos θ and y = α|sin θ|, λN cos 2θ/cos θ is a function F(x, y).  It is κ(x) at y = 0,
    and F ≤ max κ for all x > 0 and y ≥ 0.  So where max κ ≤ 2N_0, that is η/‖w_0‖² ≤ 2/κ(α*), the direction
    does not rise at any t; and for every larger η/‖w_0‖² it does rise in some run.
Hypotheses
    0 < h ≤ 2, α_0 > 0, two equal groups, cos θ_0 > 0.
Source
    Extension; not in [1].  logistic.never-rises proves a like condition with a factor m_0², by certificate
    alone; here there is no such factor, but part of the argument is an enclosure.
Argument
    The direction rises only where λ cos 2θ > 2 cos θ (the rising criterion), which is F > 2N.  Along
    every run α_t and cos θ_t stay positive, so x > 0, and λ > 0.  Let K = max κ ≤ 2N_0.  Then F ≤ K at all
    states: where y > x because F < 0 there, and where y ≤ x by balls.  They show that F falls as y² grows
    in a strip around (α*, 0), where it is therefore at most κ(x); cells and two tails cover the rest, see
    the evidence.  Since N never falls, F ≤ K ≤ 2N_0 ≤ 2N at every t.  The edge is sharp, for at α_0 = α*
    and θ_0 → 0 the first step rises as soon as κ(α*) > 2N_0.
Not verified
    F ≤ K for y ≤ x is enclosed in ball arithmetic, and a condition of the certificate.  That the edge is
    sharp is by hand: λ_0 cos 2θ_0 tends to κ(α*)/N_0 > 2 as θ_0 → 0, by logistic.effective-lr.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sympy import Eq, Expr, Function, Ge, Gt, Mul, exp, expand, fraction, sinh, together

from derivations.direction.monotone_norm import GROWN, establish_norm
from derivations.direction.rising_criterion import STAYS
from derivations.logistic.lemmas.arguments import establish_slope
from derivations.logistic.lemmas.cone import establish_always, establish_still
from derivations.logistic.lemmas.planar import PLANAR_LR, PULL_MEAN, TILT, tilt
from derivations.logistic.model.hypotheses import positive_start, scale_rate_at_most_two, two_groups
from derivations.logistic.model.risk import g_mean
from derivations.logistic.model.system import NEAR_FAR, PLANAR, chi, g_far, g_near
from derivations.logistic.never_rises import LARGEST
from derivations.notation import N, alpha, at_next, at_start, c, lam, s, symbol, typeset
from derivations.proof import Proof, System
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always, for_all
from derivations.sigmoid.functions import sinhc
from derivations.sigmoid.kappa import KAPPA, kappa_maximum
from verifier.arithmetic.balls import Ball, Verdict, ball, both, less_equal, positive
from verifier.claim import (
    Alteration,
    Answer,
    Check,
    Claim,
    Hypothesis,
    Provenance,
    Run,
    Status,
    every,
    given,
    never,
)

x = symbol("x_edge", "x", "x", "the scale times the cosine, αc")
y = symbol("y_edge", "y", "y", "the scale times the sine, α|s|")

_PER_SCALE: Expr = (PLANAR_LR * N / alpha).subs({g_mean: PULL_MEAN, tilt: TILT})
PULL: Expr = _PER_SCALE.subs({c: x / alpha, s: y / alpha})
"""λN/α at x = α cos θ, y = α sin θ."""
_PER_PULL: Expr = (x**2 - y**2) / x
"""α cos 2θ/cos θ."""
REACH: Expr = _PER_PULL * PULL
"""F(x, y) = λN cos 2θ/cos θ."""

CAPPED = Ge(LARGEST * c - lam * N * (c**2 - s**2), 0, evaluate=False)
"""F ≤ K."""
SHARP = Ge(2 * at_start(N) - LARGEST, 0, evaluate=False)
"""The norm is on the safe side of the edge."""
SAFE = PLANAR.with_more(
    "planar run below the edge", parameters=(LARGEST,), conditions=(CAPPED,), initial=(SHARP,)
)
BITS = 128
STEPS = 40


def derive() -> Proof:
    """F against 2N, at every time."""
    proof = Proof(CLAIM.id)
    proof.say("The direction rises where F > 2N, with x = α cos θ and y = α|sin θ|:", equation())
    if (REACH.subs(y, 0) - KAPPA.subs(alpha, x)).rewrite(exp).simplify() != 0:
        raise ValueError("F is not κ on the axis")
    proof.say("which on the axis is κ(x).  Balls show F ≤ K = max κ for all 0 ≤ y ≤ x.")
    never = establish(proof, proof.system(SAFE))
    signs = [f"{SAFE.name}: {name}" for name in ("cone", "λ positive")]
    proof.conclude(never, establish_still(proof), *signs, _establish_wide(proof), establish_slope(proof))
    return proof


def equation() -> Eq:
    """F as it is printed."""
    above, below = (expand(part * exp(-x)) for part in fraction(together(PULL)))
    pull = above.replace(sinhc, lambda z: sinh(z) / z) / below
    return Eq(Function("F")(x, y), Mul(_PER_PULL, pull, evaluate=False))


def establish(proof: Proof, system: System) -> str:
    """Add: at every t the margin of a rise is not positive; ``system`` extends ``SAFE``."""
    establish_always(proof, system)
    establish_norm(proof, system)
    quiet = proof.positive(
        f"{system.name}: no step can rise",
        STAYS.rhs - STAYS.lhs,
        given=[N > 0, c > 0, GROWN, SHARP, CAPPED],
        multiplier=[N > 0],
        terms=[(2, [GROWN, c > 0], 1), (1, [SHARP, c > 0], 1), (1, [CAPPED], 1)],
        strict=False,
        because="N(2c − λ(c² − s²)) = 2c(N − N_0) + c(2N_0 − K) + (Kc − λN(c² − s²)) ≥ 0.",
    )
    return proof.rule(
        "at-every-time", f"{system.name}: no step can rise, at any time", system,
        sequent=quiet, uses=[], assume=[], because="This holds at every time,",
    )  # fmt: skip


def _establish_wide(proof: Proof) -> str:
    """Add F ≤ K where y ≥ x: there F is not positive."""
    wide, positives = Ge(s**2 - c**2, 0, evaluate=False), [N > 0, lam > 0]
    return proof.positive(
        "from 45° on F is at most K",
        CAPPED.lhs,
        given=[Gt(LARGEST, 0), c > 0, *positives, wide],
        terms=[(1, [Gt(LARGEST, 0), c > 0], 1), (1, [*positives, wide], 1)],
        strict=False,
        because="The condition F ≤ K is an enclosure for y ≤ x only: for y ≥ x it follows from λ > 0.",
    )


def edge(constant: str) -> Ball:
    """max κ, or what it were if 2/max κ were ``constant``."""
    return 2 / ball(Fraction(constant)) if constant else kappa_maximum(BITS)[1]


def never_rises(state: Any) -> Verdict:
    """Whether this claim shows that no step from ``state`` on rises."""
    return both(positive(state.c), less_equal(edge(""), 2 * state.N))


def holds(run: Run, constant: str = "") -> Answer:
    """F ≤ max κ along the run; ``constant`` replaces the 2/max κ of the statement."""
    least = lam * N * (c**2 - s**2) / c
    reached = (run.evaluate(least, time) for time in range(STEPS))
    return every(*(less_equal(value, edge(constant)) for value in reached))


def holds_below_the_edge(run: Run, constant: str = "") -> Answer:
    """No rise at the first steps if max κ ≤ 2N_0; ``constant`` replaces the 2/max κ of the statement."""
    safe = less_equal(edge(constant), 2 * run.state(0).N)
    return given(safe, lambda: never(run.rising(time) for time in range(STEPS)))


CLAIM = Claim(
    id="logistic.sharp-edge",
    title="below the knife edge no direction rises, at any angle",
    provenance=Provenance.EXTENSION,
    wanted=Status.ENCLOSED,
    statement=(
        r"\kappa(\alpha^*) \le 2 N_0 \implies \sin^2\theta_{t+1} \le \sin^2\theta_t \text{ at every } t,"
        r"\qquad F(x, y) \le F(\alpha^*, 0) = \kappa(\alpha^*) \text{ for } x > 0,\ y \ge 0,\qquad "
        + typeset(equation())
    ),
    certified=Statement(
        always(
            STAYS,
            *(alpha > 0, c > 0),
            given=[SHARP],
            throughout=[CAPPED],
        ),
        for_all(at_next(s) ** 2 <= s**2, given=[lam > 0, STAYS]),
        for_all(lam > 0, given=[alpha > 0, c > 0, g_far > 0, g_near > 0]),
        for_all(CAPPED, given=[Ge(s**2 - c**2, 0, evaluate=False), LARGEST > 0, c > 0, lam > 0]),
        for_all(chi >= 0, given=[NEAR_FAR]),
    ),
    hypotheses=(
        Hypothesis(
            "the learning rate is at most the edge",
            r"\kappa(\alpha^*) \le 2 N_0",
            "Needed, and sharp: for α_0 = 2, θ_0 = 1/1000 and η/‖w_0‖² = 3.04 the first step rises.",
        ),
        hypothesis(
            "an acute angle at the start",
            "Needed: for α_0 = 1, θ_0 = 2 and η/‖w_0‖² = 1 the first step rises, on its way to 90°.",
            (at_start(c) > 0,),
        ),
        positive_start(
            "Needed: for α_0 = −1, θ_0 = 1/1000 and η/‖w_0‖² = 1 the direction rises at once, as λ_0 < 0."
        ),
        scale_rate_at_most_two(
            "Needed beyond 45°: for h = 5, α_0 = 1/2, θ_0 = 31/20 and η/‖w_0‖² = 1, α_1 < 0 and the second "
            "step rises."
        ),
        two_groups(
            "Needed: for ξ = (−2, 1/2, 1/2, 1/2, 1/2), α_0 = 4, θ_0 = 3/10, η/‖w_0‖² = 3 all margins are "
            "positive and the first step rises; for α_0 = 100, θ_0 = 23/50 even with η/‖w_0‖² = 1/10."
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check("logistic", holds, (Alteration("2/max κ becomes 3.3", {"constant": "3.3"}),)),
        Check(
            "logistic",
            holds_below_the_edge,
            (
                Alteration("2/max κ becomes 5", {"constant": "5"}),
                Alteration("a negative scale", drop=frozenset({"alpha0 > 0"})),
            ),
            lambda run: less_equal(edge(""), 2 * run.state(0).N) is True,
        ),
    ),
    experiments=("verifier.studies.experiments.sharp_edge:cover",),
)

if __name__ == "__main__":
    main(CLAIM)
