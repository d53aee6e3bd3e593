"""The period of the spikes under slow weight decay: the way in and the way out balance again.

Statement
    As ω → 0 with h fixed, let λ_0 < 2 be the effective learning rate where a spike has left a tiny angle
    behind, and n the steps until the angle is back at that size.  Then ωn → P, the positive root of
    ∫_0^P ln|1 − λ_0 e^{2v}| dv = 0, that is, Re Li₂(λ_0 e^{2P}) = Re Li₂(λ_0).  There λ = λ_0 e^{2P}, which
    is below 12.5952, the root of Re Li₂ = 0: no spike begins at a larger one.
Hypotheses
    0 < λ_0 < 2, θ tiny, the scale at its target; the limit ω → 0.
Source
    Our own.  It is square.entry-exit-law with the norm in the place of the scale.
Argument
    While θ is tiny, general.weight-decay has N' = N(1 − ω)² and the tangent of the angle times
    |1 − λ/(1 − ω)|; as a = 1, λ_k = λ_0(1 − ω)^{−2k}.  With v = ωk the logarithms add up to 1/ω times the
    integral.  Its integrand is negative up to λ_0 e^{2v} = 2 and positive beyond, and
    d/dv Li₂(λ_0 e^{2v}) = −2 ln(1 − λ_0 e^{2v}).  Re Li₂ grows from 0 up to λ = 2 and falls from there on;
    so where it has come back to a positive value λ is below its root.
Not verified
    The limit itself: it is checked on certified runs for ω down to 1e-5.  And λ_0: what a spike leaves
    behind depends on how it was entered, so that the law gives each period from the one before, and no
    number for all.
"""

from __future__ import annotations

from fractions import Fraction

from flint import acb, arb
from sympy import Eq, Expr, Integral, Rational, exp, expand_func, log, polylog, simplify

from derivations.general.model.decay import ACROSS, GROWTH, TURNED
from derivations.notation import at_start, c, lam, s, symbol, typeset
from derivations.proof import Proof
from derivations.proof.narrate import main
from derivations.square.entry_exit_law import V
from verifier.arithmetic.balls import Ball, Undecided, Verdict, ball, both, less, same
from verifier.arithmetic.qpochhammer import real_dilogarithm
from verifier.claim import Alteration, Answer, Check, Claim, Hypothesis, Provenance, Run, Status, given

PERIOD = symbol("period_slow", r"P", "P", "slow period, ω times the steps between spikes", positive=True)
AFTER: Expr = at_start(lam)
HALF = Rational(1, 2)
EXPONENT: Expr = log(abs(1 - AFTER * exp(2 * V)))
"""The growth of ln tan θ per unit of slow time v = ωt."""
BALANCE: Expr = HALF * (polylog(2, AFTER) - polylog(2, AFTER * exp(2 * PERIOD)))
"""The integral of ``EXPONENT`` from 0 to P, real parts understood where λ > 1."""
TOP = "12.5952"
"""At least the root of Re Li₂ beyond 2."""


def derive() -> Proof:
    """Differentiate the closed form, and see that it starts at 0 and has the right derivative."""
    proof = Proof(CLAIM.id)
    proof.say("At θ = 0 a step multiplies N by:", GROWTH.subs(s, 0))
    proof.say("and a tiny angle by:", abs(simplify((ACROSS / TURNED).subs({s: 0, c: 1}))))
    integral = Integral(EXPONENT, (V, 0, PERIOD))
    proof.say("The angle is back at its old size when this integral is 0:", integral)
    rate = simplify(expand_func(BALANCE.diff(PERIOD)))
    proof.say("The closed form has the derivative:", Eq(BALANCE.diff(PERIOD), rate))
    wanted = log(1 - AFTER * exp(2 * PERIOD))
    if simplify(rate - wanted) != 0 or BALANCE.subs(PERIOD, 0) != 0:
        raise ValueError("the dilogarithm form is not the integral")
    proof.say("which is the integrand, and it vanishes at P = 0, so it is the integral:", wanted)
    return proof


def balance(after: Ball, period: Ball, share: Rational = HALF) -> Ball:
    """∫_0^P ln|1 − λ_0 e^{2v}| dv in balls; ``share`` replaces the ½ of its closed form."""
    closed = real_dilogarithm(after) - real_dilogarithm(after * (2 * period).exp())
    return closed * int(share.p) / int(share.q)


def slow_period(after: Ball) -> Ball:
    """P, the positive root of ``balance``, enclosed by bisection; ``Undecided`` unless 0 < λ_0 < 2."""
    if not (after > 0 and after < 2):
        raise Undecided("the law is about a spike that has left 0 < λ < 2 behind")
    # The integrand is negative up to λ = 2 and positive beyond: one root, to the right of that.
    low = high = ((2 / after).log() / 2).mid()
    while not balance(after, high) > 0:
        high = 2 * high + 1
    while True:
        middle = ((low + high) / 2).mid()
        value = balance(after, middle)
        if middle <= low or middle >= high or not (value < 0 or value > 0):
            return low.union(high)
        low, high = (middle, high) if value < 0 else (low, middle)


def holds(run: Run, share: Rational = HALF) -> Answer:
    """The closed form against rigorous quadrature on both sides of λ = 1, at a run's first λ.

    Across λ = 1 itself both sides are continuous.  And Re Li₂ is negative at ``TOP``, where λ_0 e^{2P} is
    at most.  ``share`` replaces the ½ of the closed form.
    """
    after = run.state(0).lam

    def agrees(first: Ball, last: Ball, side: int) -> Verdict:
        def integrand(v: acb, analytic: bool) -> acb:
            return (side * (1 - acb(after) * (2 * v).exp())).log(analytic=analytic)

        closed = balance(after, last, share) - balance(after, first, share)
        return same(closed, acb.integral(integrand, acb(first), acb(last)).real)

    def on_both_sides() -> Verdict:
        crossing = -after.log() / 2
        return both(
            both(agrees(arb(0), crossing / 2, 1), agrees(crossing + 1, crossing + 2, -1)),
            less(after * (2 * slow_period(after)).exp(), ball(Fraction(TOP))),
        )

    return given(slow_start(run), on_both_sides)


def slow_start(run: Run) -> bool:
    """Whether 0 < λ_0 < 1, of numbers that are exact."""
    start = run.instance
    return bool(0 < start.a0 < start.N0)


CLAIM = Claim(
    id="general.spike-period",
    title="slow weight decay: from spike to spike",
    provenance=Provenance.EXTENSION,
    wanted=Status.CHECKED,
    statement=(
        r"\lim_{\omega \to 0} \omega n = P,\qquad "
        + typeset(Eq(Integral(EXPONENT, (V, 0, PERIOD)), 0))
        + r",\qquad \operatorname{Re}\operatorname{Li}_2\left(\lambda_0 e^{2P}\right) = "
        r"\operatorname{Re}\operatorname{Li}_2(\lambda_0),\quad \lambda_0 e^{2P} < " + TOP
    ),
    hypotheses=(
        Hypothesis(
            "a spike has left a rate below the threshold",
            r"0 < \lambda_0 < 2",
            "At λ_0 > 2 the angle grows from the start, and at λ_0 = 2 the root is 0.",
        ),
        Hypothesis(
            "the scale is fast",
            r"h \text{ fixed as } \omega \to 0",
            "Where h is of the size of ω the scale moves as slowly as the norm, and the integrand has "
            "both; for ω = 0 the law is square.entry-exit-law.",
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "run",
            holds,
            (Alteration("½ becomes 1, as if N fell by 1 − ω a step", {"share": Rational(1)}),),
            slow_start,
        ),
    ),
    experiments=("verifier.studies.experiments.spike_period:against_the_law",),
)

if __name__ == "__main__":
    main(CLAIM)
