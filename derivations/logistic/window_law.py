"""The window law: as h → 0, what the direction gains while α crosses the window, as one integral.

Statement
    As the angle and h go to 0, ln tan θ changes from α_0 to α by J/h, J = ∫ ln|1 − νκ(α)| (1 + e^α) dα,
    with ν = 1/N after alignment, when the norm has stopped moving.  Over the whole way, to the end α_off of
    the window {νκ(α) > 2}, J changes its sign at ν*(α_0).  Below it the direction leaves the window smaller
    than it was at α_0, by a factor e^{−|J|/h}: nothing is seen.  Above it the angle is back at its old size
    at α_vis < α_off, where J = 0, and the loss rises there: at h·t → α_vis + e^{α_vis} − α_0 − e^{α_0}.
Hypotheses
    Planar, 0 < α_0 < α*; a window that is ahead, νκ(α_0) < 2 < νκ(α*); the limit h → 0.
Source
    Extension; not in [1].  It is the square loss's square.entry-exit-law, with a window that closes again.
Argument
    tan θ is multiplied by (1 − λc)/(1 + λs²/c), and λ = νκ(α) + O(s²) while the norm is still; α' = α +
    hσ(−α) + O(hs²), and 1/σ(−α) = 1 + e^α.  So Σ ln|1 − νκ(α_k)| is 1/h times the integral.  The loss is
    ℓ(α) + ½κ(α)s² + O(s⁴): a step changes it by −hσ(−α)² + ½κs²λ(λ − 2), and it rises as soon as s² is
    of the order of h, if λ − 2 is not small.  Where νκ(α_0) ≥ 2 the integrand is nowhere negative: J > 0.
Not verified
    The limit itself, which is checked on certified runs; and it leaves out the rates h for which a step
    lands so close to λ = 1 that this one factor is of the order e^{−1/h}.  That J has one root in ν: all
    its roots lie in the bracket that the evidence gives, and it changes its sign there.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile

from flint import arb, ctx
from sympy import Expr, Integral, exp, log, simplify, sqrt

from derivations.logistic.lemmas.aligned import SPEED, TURN
from derivations.logistic.lemmas.planar import LOSS
from derivations.logistic.model.hypotheses import two_groups
from derivations.notation import N, alpha, at_next, at_start, c, h, lam, s, symbol, typeset
from derivations.proof import Proof
from derivations.proof.narrate import main
from derivations.sigmoid.functions import ell, sigma
from derivations.sigmoid.kappa import KAPPA, at, inverse, kappa_maximum, window
from verifier.arithmetic.balls import Ball, Undecided, Verdict, both, less_equal, positive
from verifier.arithmetic.quadrature import Curve, integral_of_log
from verifier.claim import Alteration, Answer, Check, Claim, Hypothesis, Provenance, Run, Status, every

nu = symbol("nu_rate", r"\nu", "ν", "1/N, the learning rate η/‖w‖² of the direction")
_END = symbol("alpha_off", r"\alpha_{\mathrm{off}}", "α_off", "the scale at which the window ends")

FACTOR: Expr = TURN.subs(lam, nu * KAPPA)
"""tan θ'/tan θ in the limit of a tiny angle."""
SLOWNESS: Expr = (1 / SPEED.rewrite(exp)).expand()
"""Slow time ht per unit of α."""
EXPONENT: Expr = Integral(log(abs(FACTOR)) * SLOWNESS, (alpha, at_start(alpha), _END))
CLOCK: Expr = SLOWNESS.integrate(alpha)
"""Slow time since any fixed α, up to a constant."""

LR_ERROR: Expr = alpha * s**2 * (alpha / 2 + sqrt(3) * alpha**2 / 12 + alpha**3 / 48)
"""|λN − κ(α)| is at most this for α, c ≥ 0: from the bounds of σ', σ'' and σ''', and 1 − c ≤ s²."""
SPEED_ERROR: Expr = s**2 * (1 + alpha / 2 + sqrt(3) * alpha**2 / 36)
"""|(α' − α)/h − σ(−α)| is at most this for α, c ≥ 0."""

_LINEAR: Expr = alpha * sigma(-alpha)
"""The first term of κ, from the mean pull; the second is from the pull's slope."""

STEPS = 30
TOLERANCE = 40
"""Quadrature aims at an error of 2^−40."""
_FINEST, _COARSE = 10, 16
"""Cells of ν are halved down to a width of 2^−10, with an error of quadrature of about 2^−16."""


def derive() -> Proof:
    """The step at a tiny angle, the time it takes to change α, and the first term of the loss."""
    proof = Proof(CLAIM.id)
    proof.say("As the angle goes to 0, one step multiplies tan θ by:", FACTOR)
    if simplify(SPEED - sigma(-alpha)) != 0:
        raise ValueError("an aligned scale does not move at the speed hσ(−α)")
    proof.say("and adds to α:", h * SPEED)
    proof.say("so that the slow time ht per unit of α is:", SLOWNESS)
    proof.say("and the growth of ln tan θ, times h, is:", EXPONENT)
    proof.say("The slow time itself is the difference of:", CLOCK)
    aligned = LOSS.subs(c, sqrt(1 - s**2))
    second = aligned.diff(s, 2).subs(s, 0).doit()
    if simplify((second - KAPPA).rewrite(exp)) != 0:
        raise ValueError("κ is not the curvature of the loss in the angle")
    proof.say("The loss at a tiny angle has κ as its curvature:", ell(alpha) + KAPPA * s**2 / 2)
    return proof


def growth(
    direction_lr: Ball,
    scale: Ball,
    later: Ball,
    tolerance: int = TOLERANCE,
    slowness: Expr = SLOWNESS,
) -> Ball:
    """J between two scales, ∫ ln|1 − νκ(α)| (1 + e^α) dα, for every choice of numbers in the balls.

    ``later`` is not beyond the window; ``slowness`` replaces 1 + e^α in a false law.  Raises
    ``Undecided`` when the later end is too near to λ = 1.
    """
    factor = Curve(FACTOR, alpha, nu_rate=direction_lr)
    starts_below, ends_above = positive(factor(scale)), positive(-factor(later))
    if ends_above is None:
        raise Undecided(f"on which side of λ = 1 the scale {later} is")
    crosses = ends_above and starts_below is not False
    zero = inverse(1 / direction_lr, ctx.prec) if crosses else None
    return integral_of_log(factor, Curve(slowness, alpha), scale, later, zero, arb(2) ** -tolerance)


def window_growth(direction_lr: Ball, scale: Ball, tolerance: int = TOLERANCE) -> Ball:
    """J from ``scale`` to the end of the window; a ball ν may reach down to the knife edge."""
    return growth(direction_lr, scale, window_end(direction_lr), tolerance)


def window_end(direction_lr: Ball) -> Ball:
    """α_off; at or below the knife edge α*, where the window is a point or less."""
    top, largest = kappa_maximum(ctx.prec)
    latest = window(1 / direction_lr.upper(), ctx.prec)
    if latest is None:
        raise Undecided(f"there is no window at {direction_lr}")
    opens = positive(direction_lr.lower() * largest - 2) is True
    earliest = window(1 / direction_lr.lower(), ctx.prec) if opens else None
    return latest[1].union(earliest[1] if earliest else top)


def critical_bracket(scale: Ball) -> tuple[Ball, Ball]:
    """(ν_−, ν_+): J < 0 from the knife edge up to ν_−, J > 0 from ν_+ on; so all roots are between them.

    And there is one, since J is continuous in ν.  Raises ``Undecided`` where the balls do not show it,
    and for α_0 ≥ α*, where no window is ahead.
    """
    top, largest = kappa_maximum(ctx.prec)
    if not scale < top:
        raise Undecided(f"whether a window is ahead of {scale}")
    first, last = (2 / largest).lower(), (2 / at(KAPPA, scale)).upper()
    cells, signs = [(first, last)], []
    while cells:  # from left to right
        low, high = cells.pop()
        value = _value(low.union(high), scale, _COARSE)
        sign = None if value is None else positive(value)
        if sign is None and high - low > arb(2) ** -_FINEST:
            middle = ((low + high) / 2).mid()
            cells += [(middle, high), (low, middle)]
        else:
            signs.append((low, high, sign))
    negative = list(takewhile(lambda cell: cell[2] is False, signs))
    rising = list(takewhile(lambda cell: cell[2] is True, reversed(signs)))
    if not (negative and rising):
        raise Undecided(f"the sign of J beside the knife edge, for the scale {scale}")
    return negative[-1][1], rising[-1][0]


def _value(direction_lr: Ball, scale: Ball, tolerance: int) -> Ball | None:
    """J for all ν in a ball, where it can be said."""
    try:
        return window_growth(direction_lr, scale, tolerance)
    except Undecided:
        return None


def critical(scale: Ball) -> Ball:
    """The root ν*(α_0) of J in ``critical_bracket``; if there were several, one of them."""
    low, high = critical_bracket(scale)
    return _root(lambda direction_lr: _value(direction_lr, scale, TOLERANCE), low, high)


def visible_scale(direction_lr: Ball, scale: Ball, gain: Ball | None = None) -> Ball:
    """α_vis, where J is back at 0: the scale at which the angle is back at its old size.

    With ``gain`` it is where J has come up to that instead.  Raises ``Undecided`` unless the window is
    ahead and J exceeds this at its end.  J decreases while λ < 2 and increases in the window, so it
    passes the value there once at most.
    """
    wanted = arb(0) if gain is None else gain
    opens = window(1 / direction_lr, ctx.prec)
    if opens is None or not (scale < opens[0] and window_growth(direction_lr, scale) > wanted):
        raise Undecided("the angle is not known to come back to this size")

    return _root(
        lambda later: growth(direction_lr, scale, later) - wanted, opens[0].lower(), opens[1].upper()
    )


def _root(value: Callable[[Ball], Ball | None], low: Ball, high: Ball) -> Ball:
    """Where a function becomes positive, until an enclosure of it does not decide.

    By halves, and where it is nearly straight about the chord.  Only certain signs move an end.
    """
    ends: list[Ball | None] = [None, None]
    while True:
        width, middle = (high - low).mid(), ((low + high) / 2).mid()
        for point in (*_by_chord(low, width, *ends), middle):
            if not low < point < high:
                if point is middle and high - low >= width:
                    return low.union(high)
                continue
            found = value(point)
            verdict = None if found is None else positive(found)
            if verdict is None and point is middle:
                return low.union(high)
            if verdict is not None:
                low, high = (low, point) if verdict else (point, high)
                ends[verdict] = found


def _by_chord(low: Ball, width: Ball, left: Ball | None, right: Ball | None) -> tuple[Ball, ...]:
    """Two points beside the zero of the chord, closer together than the ends; none from far away.

    Not so close to it that the function could not be told from 0.
    """
    if left is None or right is None or not 8 * width < 1:
        return ()
    slope = (right - left).mid() / width
    reach = (width**2).max(4 * (left.rad() + right.rad()) / slope)
    zero = low - left.mid() / slope
    return (zero - reach).mid(), (zero + reach).mid()


_STEP_ERROR: Expr = h * SPEED_ERROR


def holds(run: Run, curved: int = 1, slow: int = 1) -> Answer:
    """Each step is that of the tiny angle, up to O(s²); ``curved`` and ``slow`` alter κ and the speed.

    The errors are those of ``LR_ERROR`` and ``SPEED_ERROR``, at the first steps, while c ≥ 0.
    """
    off = lam * N - _LINEAR - curved * (KAPPA - _LINEAR), at_next(alpha) - alpha - h * SPEED**slow

    def step(t: int) -> Verdict:
        lr_off, speed_off = (run.evaluate(error, t) for error in off)
        return both(
            less_equal(abs(lr_off), run.evaluate(LR_ERROR, t)),
            less_equal(abs(speed_off), run.evaluate(_STEP_ERROR, t)),
        )

    return every(*(step(t) for t in range(STEPS)))


CLAIM = Claim(
    id="logistic.window-law",
    title="slow scale, passing window: the limit law",
    provenance=Provenance.EXTENSION,
    wanted=Status.CHECKED,
    statement=(
        r"\lim_{h \to 0} h \ln\frac{\tan\theta_{\mathrm{off}}}{\tan\theta_0} = J(\nu, \alpha_0) = "
        + typeset(EXPONENT)
        + r",\qquad J(\nu^*(\alpha_0), \alpha_0) = 0"
    ),
    hypotheses=(
        Hypothesis(
            "the window is ahead",
            r"\nu\kappa(\alpha_0) < 2 < \nu\kappa(\alpha^*),\ \alpha_0 < \alpha^*",
            "Without a window the direction never rises.  Inside one it rises at once, J > 0, and nothing "
            "is delayed.",
        ),
        two_groups(
            "Not needed for λ and the speed of α to first order: they depend on ⟨ξ⟩ = 0, ⟨ξ²⟩ = 1 only.",
            "planar",
        ),
        Hypothesis(
            "no step lands on λ = 1",
            r"\lambda_k \ne 1",
            "A step that lands there exactly puts the direction on target for ever, whatever J is.",
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "logistic",
            holds,
            (
                Alteration("the weight 1 + e^α becomes 1", {"slow": 0}),
                Alteration("κ loses its second term", {"curved": 0}),
            ),
        ),
    ),
    experiments=(
        "verifier.studies.experiments.window_law:small_step_limit",
        "verifier.studies.experiments.window_law:critical_values",
    ),
)

if __name__ == "__main__":
    main(CLAIM)
