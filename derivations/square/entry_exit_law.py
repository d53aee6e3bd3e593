"""The entry–exit law: as h → 0, the spike becomes visible at a time τ/h that one equation determines.

Statement
    As h → 0 with Λ > 2 and 0 ≤ a_0 < 2/Λ fixed, h·t_vis → τ, the positive root of
    ∫_0^τ ln|1 − Λ(1 − (1 − a_0)e^{−v})| dv = 0, that is, with β = (1 − a_0)Λ/(Λ − 1),
    τ ln(Λ − 1) + Re Li₂(βe^{−τ}) − Re Li₂(β) = 0.  Here Λ = 1/N after alignment, when the norm has
    stopped moving.
Hypotheses
    Λ > 2, 0 ≤ a_0 < 2/Λ (the run starts below threshold); the limit h → 0.
Source
    Extension; not in [1].  The name is that of the like law for slowly passed bifurcations: the way in
    and the way out balance.
Argument
    By square.visible-spike, ln tan θ changes by Σ ln|1 − λ_k|, and λ_k = Λ(1 − (1 − a_0)(1 − h)^k) while
    the angle is tiny.  With v = hk the sum is 1/h times the integral, so the angle is back at its old
    size when the integral is back at 0, whatever that size was.  The integrand is ln(Λ − 1) +
    ln|1 − βe^{−v}|, and d/dv Li₂(βe^{−v}) = ln(1 − βe^{−v}).
Not verified
    The limit itself: it is checked on certified spikes for h down to 1e-9, where t and τ/h differ by a
    few steps.  The closed form is derived, and the root enclosed.
"""

from __future__ import annotations

from flint import acb, arb
from sympy import Eq, Expr, Integral, exp, expand_func, log, polylog, simplify

from derivations.notation import a, at_start, symbol, typeset
from derivations.proof import Proof
from derivations.proof.narrate import main
from verifier.arithmetic.balls import Ball, Undecided, Verdict, both, same
from verifier.arithmetic.qpochhammer import real_dilogarithm
from verifier.claim import Alteration, Answer, Check, Claim, Hypothesis, Provenance, Run, Status, given

LARGE = symbol("Lambda", r"\Lambda", "Λ", "the saturated effective learning rate, 1/N", positive=True)
BETA = symbol("beta_slow", r"\beta", "β", "(1 − a_0)Λ/(Λ − 1), where ln|1 − ℓ| is singular", positive=True)
TAU = symbol("tau_slow", r"\tau", "τ", "slow time, ht", positive=True)
V = symbol("v_slow", "v", "v", "slow time, as a variable of integration", positive=True)

EXPONENT: Expr = log(abs(1 - LARGE * (1 - (1 - at_start(a)) * exp(-V))))
"""The growth of ln tan θ per unit of slow time v = ht."""
BALANCE: Expr = TAU * log(LARGE - 1) + polylog(2, BETA * exp(-TAU)) - polylog(2, BETA)
"""The integral of ``EXPONENT`` from 0 to τ, real parts understood when β > 1."""


def derive() -> Proof:
    """Differentiate the closed form, and see that it starts at 0 and has the right derivative."""
    proof = Proof(CLAIM.id)
    proof.say("The angle is back at its old size when this integral is:", Integral(EXPONENT, (V, 0, TAU)))
    rate = simplify(expand_func(BALANCE.diff(TAU)))
    proof.say("The closed form has the derivative:", Eq(BALANCE.diff(TAU), rate))
    wanted = log(LARGE - 1) + log(1 - BETA * exp(-TAU))
    if simplify(rate - wanted) != 0 or BALANCE.subs(TAU, 0) != 0:
        raise ValueError("the dilogarithm form is not the integral")
    proof.say("which is the integrand with β = (1 − a₀)Λ/(Λ − 1), since (Λ − 1)(1 − βe^(−v)) is:", wanted)
    proof.say("and it vanishes at τ = 0, so it is the integral.")
    return proof


def balance(saturated_lr: Ball, scale_gap: Ball, tau: Ball) -> Ball:
    """∫_0^τ ln|1 − Λ(1 − (1 − a_0)e^{−v})| dv in balls; ``scale_gap`` is 1 − a_0."""
    beta = scale_gap * saturated_lr / (saturated_lr - 1)
    return tau * (saturated_lr - 1).log() + real_dilogarithm(beta * (-tau).exp()) - real_dilogarithm(beta)


def visible_time(saturated_lr: Ball, scale_gap: Ball) -> Ball:
    """τ, the positive root of ``balance``, enclosed by bisection.

    Raises ``Undecided`` unless Λ > 2 and 0 < 1 − a_0 ≤ 1, and the start is below threshold.
    """
    onset = (scale_gap * saturated_lr / (saturated_lr - 2)).log()
    if not (saturated_lr > 2 and scale_gap > 0 and onset > 0):
        raise Undecided("the law is about runs that start below threshold and have Λ > 2")
    # The integrand is negative before onset and positive after it: one root, to the right of onset.
    low = high = onset.mid()
    while not balance(saturated_lr, scale_gap, high) > 0:
        high = 2 * high
    while True:
        middle = ((low + high) / 2).mid()
        value = balance(saturated_lr, scale_gap, middle)
        if middle <= low or middle >= high:
            break
        if value < 0:
            low = middle
        elif value > 0:
            high = middle
        else:
            break
    return low.union(high)


def holds(run: Run, scale_power: int = 1) -> Answer:
    """The closed form against rigorous quadrature on both sides of λ = 1; vacuous for Λ ≤ 2.

    Across λ = 1 itself both sides are continuous.  ``scale_power`` is the power of 1 − a_0 in β.
    """
    x = run.state(0)
    large, gap = 1 / x.N, x.e

    def agrees(first: Ball, last: Ball, side: int) -> Verdict:
        def integrand(v: acb, analytic: bool) -> acb:
            rate = acb(large) * (1 - acb(gap) * (-v).exp())
            return (side * (1 - rate)).log(analytic=analytic)

        closed = [balance(large, gap**scale_power, end) for end in (first, last)]
        return same(closed[1] - closed[0], acb.integral(integrand, acb(first), acb(last)).real)

    def on_both_sides() -> Verdict:
        crossing = (gap * large / (large - 1)).log()
        return both(agrees(arb(0), crossing / 2, 1), agrees(2 * crossing, 2 * crossing + 1, -1))

    return given(crosses(run), on_both_sides)


def crosses(run: Run) -> bool:
    """Whether the law is about this run: Λ > 2, a_0 < 1, λ_0 < 1, of numbers that are exact."""
    start = run.instance
    return bool(2 * start.N0 < 1 and start.a0 < 1 and start.a0 < start.N0)


CLAIM = Claim(
    id="square.entry-exit-law",
    title="slow scale, delayed spike: the limit law",
    provenance=Provenance.EXTENSION,
    wanted=Status.CHECKED,
    statement=(
        r"\lim_{h \to 0} h\,t_{\mathrm{visible}} = \tau,\qquad "
        + typeset(Eq(Integral(EXPONENT, (V, 0, TAU)), 0))
        + r",\qquad "
        + rf"\operatorname{{Re}}\left[{typeset(BALANCE)}\right] = 0,\quad "
        r"\beta = \frac{(1 - a_0)\Lambda}{\Lambda - 1}"
    ),
    hypotheses=(
        Hypothesis(
            "a delayed spike exists",
            r"\Lambda > 2",
            "For Λ ≤ 2 and a_0 ≤ 1 the direction never rises (square.no-rising-edge).",
        ),
        Hypothesis(
            "the run starts below threshold",
            r"a_0 \Lambda < 2",
            "Otherwise the direction rises at once and there is no delay to predict.",
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check("run", holds, (Alteration("β loses its factor 1 − a₀", {"scale_power": 0}),), crosses),
    ),
    experiments=("verifier.studies.experiments.visible_spike:small_step_limit",),
)

if __name__ == "__main__":
    main(CLAIM)
