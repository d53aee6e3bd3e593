"""The noise floor: in floating point the spike comes earlier, at a time set by the precision.

Statement
    Let rounding hold sin θ above a floor ε before onset.  Then sin θ reaches s̄ near t = τ/h, where
    ∫_{τ_on}^τ ln(Λ(1 − (1 − a_0)e^{−v}) − 1) dv = h ln(s̄/ε) and τ_on = ln((1 − a_0)Λ/(Λ − 2)) is the
    onset.  With ε = 0 the angle has to climb back from where it fell, which is square.entry-exit-law;
    the spike comes at the earlier of the two.
Hypotheses
    Λ > 2, a_0Λ < 2, 0 < ε < s̄ < 1, h small.
Source
    Extension; not in [1].
Argument
    Before onset the angle shrinks by |λ − 1| a step until rounding errors of relative size ε replace
    what is lost: sin θ stays near ε.  After onset each step multiplies it by λ − 1 > 1.  It takes
    ln(s̄/ε) of growth to be seen, and growth per unit of slow time v = ht is ln(λ − 1)/h.
Not verified
    That rounding acts as a floor: it is a model, checked on training in float32 and float64
    with ε the machine epsilon.
"""

from __future__ import annotations

from fractions import Fraction

from flint import acb, arb
from sympy import Eq, Expr, Integral, exp, log

from derivations.notation import a, at_start, h, sbar, symbol, typeset
from derivations.proof import Proof
from derivations.proof.narrate import main
from derivations.square.entry_exit_law import LARGE, TAU, V, balance, visible_time
from verifier.arithmetic.balls import Ball, Undecided, Verdict, ball, less, positive, same
from verifier.claim import Alteration, Answer, Check, Claim, Hypothesis, Provenance, Run, Status, given

FLOOR = symbol("eps_floor", r"\varepsilon", "ε", "a floor below which sin θ does not fall", positive=True)
GROWTH: Expr = log(LARGE * (1 - (1 - at_start(a)) * exp(-V)) - 1)
"""Growth of ln sin θ per unit of slow time after onset."""
ONSET: Expr = log((1 - at_start(a)) * LARGE / (LARGE - 2))
"""τ_on, where λ = 2."""


def derive() -> Proof:
    """Where λ = 2, and how much growth it takes from there."""
    proof = Proof(CLAIM.id)
    proof.say("The effective learning rate passes 2 at the slow time:", Eq(TAU, ONSET))
    reached = LARGE * (1 - (1 - at_start(a)) * exp(-ONSET))
    if (reached - 2).simplify() != 0:
        raise ValueError("τ_on is not where λ = 2")
    proof.say("From there ln sin θ has to grow from ln ε to ln s̄:", equation())
    return proof


def equation() -> Eq:
    """The law."""
    return Eq(Integral(GROWTH, (V, ONSET, TAU)), h * log(sbar / FLOOR))


def onset_time(saturated_lr: Ball, scale_gap: Ball) -> Ball:
    """τ_on in balls; ``scale_gap`` is 1 − a_0."""
    return (scale_gap * saturated_lr / (saturated_lr - 2)).log()


def visible_time_with_floor(
    rate: Ball, saturated_lr: Ball, scale_gap: Ball, level: Ball, floor: Ball
) -> Ball:
    """τ at which sin θ reaches ``level`` when rounding keeps it above ``floor``, as a ball.

    ``rate`` is h; the step at which the spike is seen is τ/h.  The earlier of the floored and the exact
    time.  Raises ``Undecided`` unless Λ > 2, a_0 < 1, the run starts below threshold and floor < level.
    """
    floored = floored_time(rate, saturated_lr, scale_gap, level, floor)
    return visible_time(saturated_lr, scale_gap) if floored is None else floored


def floored_time(
    rate: Ball, saturated_lr: Ball, scale_gap: Ball, level: Ball, floor: Ball
) -> Ball | None:
    """The same, of the floored time alone; None where the exact time is earlier."""
    exact = visible_time(saturated_lr, scale_gap)
    needed = rate * (level / floor).log()
    if positive(needed) is not True:
        raise Undecided("the floor must be below the visible level")
    onset = onset_time(saturated_lr, scale_gap).mid()
    start = balance(saturated_lr, scale_gap, onset)
    low, high = onset, exact.upper()
    earlier = less(balance(saturated_lr, scale_gap, high) - start, needed)
    if earlier is None:
        raise Undecided("whether the angle comes to the level before it comes to the floor")
    if earlier:
        return None
    while True:
        middle = ((low + high) / 2).mid()
        if middle <= low or middle >= high:
            return low.union(high)
        growth = balance(saturated_lr, scale_gap, middle) - start
        if growth < needed:
            low = middle
        elif growth > needed:
            high = middle
        else:
            return low.union(high)


def below_threshold(run: Run) -> bool:
    """Whether the law is about this run: Λ > 2, a_0 < 1, λ_0 < 2, of numbers that are exact."""
    start = run.instance
    return bool(2 * start.N0 < 1 and start.a0 < 1 and start.a0 < 2 * start.N0)


def holds(run: Run, threshold: int = 2) -> Answer:
    """The computed time solves the stated equation, by rigorous quadrature, for a floor of 2^−23.

    ``threshold`` replaces the 2 in "τ_on is where λ = 2".  Vacuous where the exact time is earlier.
    """
    x = run.state(0)
    large, gap = 1 / x.N, x.e
    level, floor = arb(1) / 20, arb(2) ** -23

    def solves(seen: Ball) -> Verdict:
        def integrand(v: acb, analytic: bool) -> acb:
            return (acb(large) * (1 - acb(gap) * (-v).exp()) - 1).log(analytic=analytic)

        onset = (gap * large / (large - threshold)).log()
        return same(acb.integral(integrand, acb(onset), acb(seen)).real, run.h * (level / floor).log())

    def floored() -> Answer:
        seen = floored_time(run.h, large, gap, level, floor)
        return Answer.VACUOUS if seen is None else given(less(ball(threshold), large), lambda: solves(seen))

    return given(below_threshold(run), floored)


CLAIM = Claim(
    id="square.noise-floor",
    title="floating point sets the time of the spike",
    provenance=Provenance.EXTENSION,
    wanted=Status.CHECKED,
    statement=typeset(equation()),
    hypotheses=(
        Hypothesis(
            "a delayed spike exists",
            r"\Lambda > 2,\ a_0 \Lambda < 2",
            "For Λ ≤ 2 and a_0 ≤ 1 the direction never rises (square.no-rising-edge), in floating point "
            "either; for a_0Λ ≥ 2 it may rise at once.",
        ),
        Hypothesis(
            "rounding holds the angle above a floor",
            r"\sin\theta_t \ge \epsilon",
            "Without it the spike comes at the time of square.entry-exit-law, in the measured setting "
            "about twice as late.",
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "run",
            holds,
            (Alteration("growth counted from λ = 3", {"threshold": 3}),),
            lambda run: below_threshold(run) and run.instance.h < Fraction(1, 100),
        ),
    ),
    experiments=("verifier.studies.experiments.noise_floor:training",),
)

if __name__ == "__main__":
    main(CLAIM)
