"""The edge is sharp: with η/‖w_0‖² at most 2/max κ no planar direction ever rises, whatever its angle.

Statement
    Planar, θ_0 ≤ π/4.  With x = α cos θ and y = α|sin θ|, λN cos 2θ/cos θ is a function F(x, y), it is κ(x)
    at y = 0, and F ≤ max κ for all 0 ≤ y ≤ x.  So where max κ ≤ 2N_0, that is η/‖w_0‖² ≤ 2/κ(α*), the
    direction does not rise at any t; and for every larger η/‖w_0‖² it does rise in some run.
Hypotheses
    h > 0, α_0 > 0, two equal groups, θ_0 ≤ π/4.
Source
    Extension; not in [1].  logistic.never-rises proves a like condition with a factor m_0², by certificate
    alone; here there is no such factor, but part of the argument is an enclosure.
Argument
    The direction rises only where λ cos 2θ > 2 cos θ (square.rising-criterion), which is F > 2N.  Let K =
    max κ ≤ 2N_0.  Since N never falls, F ≤ K ≤ 2N at every t.  As long as the direction does not rise,
    logistic.active-margins keeps θ ≤ π/4 and α > 0, where F ≤ K is known; so no step is the first to rise.
    Balls show F ≤ K: F falls as y² grows in a strip around (α*, 0), where it is therefore at most κ(x);
    cells and two tails cover the rest, see the evidence.  The edge is sharp, for at α_0 = α* and θ_0 → 0
    the first step rises as soon as κ(α*) > 2N_0.
Not verified
    F ≤ K is enclosed in ball arithmetic, and a condition of the certificate.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from sympy import Eq, Expr, Function, Ge, Symbol, exp

from derivations.logistic.before_onset import establish_before
from derivations.logistic.cone import establish_still
from derivations.logistic.kappa import KAPPA, kappa_maximum
from derivations.logistic.model import g_mean
from derivations.logistic.never_rises import LARGEST
from derivations.logistic.planar import PLANAR_LR, PULL_MEAN, TILT, tilt
from derivations.logistic.system import BEFORE
from derivations.narrate import main
from derivations.notation import N, alpha, at_start, c, lam, s, typeset
from derivations.proof import Proof, System
from derivations.square.no_rising_edge import GROWN
from derivations.square.rising_criterion import STAYS
from verifier.arithmetic.balls import Ball, Verdict, ball, both, implies, less_equal
from verifier.claim import Alteration, Check, Claim, Hypothesis, Provenance, Run, Status

x = Symbol("x", real=True)
y = Symbol("y", real=True)

_PER_SCALE: Expr = (PLANAR_LR * N / alpha).subs({g_mean: PULL_MEAN, tilt: TILT})
PULL: Expr = _PER_SCALE.subs({c: x / alpha, s: y / alpha})
"""λN/α at x = α cos θ, y = α sin θ."""
REACH: Expr = (x**2 - y**2) / x * PULL
"""F(x, y) = λN cos 2θ/cos θ, as α(c² − s²)/c = (x² − y²)/x."""

CAPPED = Ge(LARGEST * c - lam * N * (c**2 - s**2), 0, evaluate=False)
"""F ≤ K."""
SHARP = Ge(2 * at_start(N) - LARGEST, 0, evaluate=False)
"""The norm is on the safe side of the edge."""
QUIET = BEFORE.with_more(
    "quiet run at any angle", parameters=(LARGEST,), conditions=(CAPPED,), initial=(SHARP,)
)
ANY = replace(QUIET, name="run at any angle", guards=())
"""The same runs, of which it is not supposed that no step has risen."""
BITS = 128
STEPS = 40


def derive() -> Proof:
    """F against 2N; then no step can be the first to rise."""
    proof = Proof(CLAIM.id)
    proof.say("The direction rises where F > 2N, with x = α cos θ and y = α|sin θ|:", equation())
    if (REACH.subs(y, 0) - KAPPA.subs(alpha, x)).rewrite(exp).simplify() != 0:
        raise ValueError("F is not κ on the axis")
    proof.say("which on the axis is κ(x).  Balls show F ≤ K = max κ for all 0 ≤ y ≤ x.")
    quiet, free = proof.system(QUIET), proof.system(ANY)
    still = establish(proof, quiet)
    never = proof.rule(
        "sustain", "the direction never rises", free, into=quiet.name, facts=[still],
        because="so no step is the first to rise: every run is one without a rise.",
    )  # fmt: skip
    proof.conclude(still, never, establish_still(proof))
    return proof


def equation() -> Eq:
    """F as it is printed."""
    return Eq(Function("F")(x, y), REACH)


def establish(proof: Proof, system: System) -> str:
    """Add: at every t the margin of a rise is not positive; ``system`` is ``QUIET``."""
    establish_before(proof, system)
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
        sequent=quiet, uses=[], assume=[],
        because="This holds at every time before which no step has risen,",
    )  # fmt: skip


def edge(constant: str) -> Ball:
    """max κ, or what it were if 2/max κ were ``constant``."""
    return 2 / ball(Fraction(constant)) if constant else kappa_maximum(BITS)[1]


def never_rises(state: Any) -> Verdict:
    """Whether this claim shows that no step from ``state`` on rises."""
    return both(less_equal(state.s, state.c), less_equal(edge(""), 2 * state.N))


def holds(run: Run, constant: str = "") -> Verdict:
    """F ≤ max κ along the run; ``constant`` replaces the 2/max κ of the statement."""
    reached = (run.evaluate(lam * N * (c**2 - s**2) / c, time) for time in range(STEPS))
    return both(*(less_equal(value, edge(constant)) for value in reached))


def holds_below_the_edge(run: Run, constant: str = "") -> Verdict:
    """No rise at the first steps if max κ ≤ 2N_0; ``constant`` replaces the 2/max κ of the statement."""
    safe = less_equal(edge(constant), 2 * run.state(0).N)
    if safe is not True:
        return True if safe is False else None
    return both(*(implies(run.rising(time), False) for time in range(STEPS)))


CLAIM = Claim(
    id="logistic.sharp-edge",
    title="below the knife edge no direction rises, at any angle",
    provenance=Provenance.EXTENSION,
    wanted=Status.ENCLOSED,
    statement=(
        r"\kappa(\alpha^*) \le 2 N_0 \implies \sin^2\theta_{t+1} \le \sin^2\theta_t \text{ at every } t,"
        r"\qquad F(x, y) \le F(\alpha^*, 0) = \kappa(\alpha^*) \text{ for } 0 \le y \le x,\qquad "
        + typeset(equation())
    ),
    hypotheses=(
        Hypothesis(
            "the learning rate is at most the edge",
            r"\kappa(\alpha^*) \le 2 N_0",
            "Needed, and sharp: for α_0 = 2, θ_0 = 1/1000 and η/‖w_0‖² = 3.04 the first step rises.",
        ),
        Hypothesis(
            "margins not negative at the start",
            r"\theta_0 \le \tfrac{\pi}{4}",
            "No counterexample among 3000 random runs: where cos 2θ ≤ 0 a rise needs λ < 0, so α < 0.",
        ),
        Hypothesis(
            "positive initial scale",
            r"\alpha_0 > 0",
            "Needed: for α_0 = −1, θ_0 = 1/1000 and η/‖w_0‖² = 1 the direction rises at once, as λ_0 < 0.",
        ),
        Hypothesis("scale learning rate at most 2", r"h \le 2", "Not needed."),
        Hypothesis(
            "two equal groups",
            r"\xi_i = \pm 1",
            "Needed: for ξ = (−2, 1/2, 1/2, 1/2, 1/2), α_0 = 4, θ_0 = 3/10, η/‖w_0‖² = 3 all margins are "
            "positive and the first step rises; for α_0 = 100, θ_0 = 23/50 even with η/‖w_0‖² = 1/10.",
        ),
    ),
    depends_on=("logistic.active-margins", "logistic.knife-edge", "square.rising-criterion"),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check("logistic", holds, (Alteration("2/max κ becomes 3.3", {"constant": "3.3"}),)),
        Check(
            "logistic",
            holds_below_the_edge,
            (
                Alteration("2/max κ becomes 4", {"constant": "4"}),
                Alteration("a negative scale", drop=frozenset({"alpha0 > 0"})),
            ),
        ),
    ),
    experiments=("verifier.experiments.sharp_edge:cover",),
)

if __name__ == "__main__":
    main(CLAIM)
