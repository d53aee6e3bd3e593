"""Does the growth inside the window become a loss rise, or does α leave first?  Both, and a third thing.

Statement
    The loss rises at t only if α'(1 + α'/4)(cos θ − cos θ') > h(1 − h/8)⟨gm⟩², and then sin²θ' exceeds
    h(1 − h/8)⟨gm⟩²/(α'(1 + α'/4)): it never rises at a tiny angle, only at one of the order √h.
    Each listed run is one of four, decided by balls for all time.  NEVER: the direction does not rise.
    SCALE: it rises unseen, and α leaves the window {κ(α) > 2N} first; the loss falls at every step.
    NORM: it comes up to the order √h, N grows in step with κ(α), λ stays near 2, and the norm closes the
    window; the loss falls at every step.  LOSS: the direction grows beyond that, and the loss rises.
Hypotheses
    Planar, 0 < h ≤ 2, α_0 > 0, margins not negative at the start.
Source
    Extension: [1], abstract, stops at the finite-horizon precursor.
Argument
    With the scale held at α', ∂R/∂θ = α'(s⟨g⟩ − c⟨gξ⟩) ≤ α'(1 + α'/4)s, as ⟨g⟩ ≤ 1 and −⟨gξ⟩ ≤ α's/4; and
    ∫ s dθ = cos θ − cos θ'.  With the angle held, R is convex in α with ∂²R/∂α² = ⟨σ(αm)σ(−αm)m²⟩ ≤ 1/4, so
    the scale's step changes R by at most −h⟨gm⟩² + h²⟨gm⟩²/8.  And cos θ − cos θ' ≤ 1 − cos θ' ≤ sin²θ'.
    Which of the four: NEVER is logistic.never-rises, and at a small angle means η/N_0 ≤ 2/max κ.  By
    logistic.window-law the angle is back at its old size when J(ν, α_0) > 0, that is ν > ν*(α_0), and of
    the order √h when J > h ln(√h/s_0): below this curve it is SCALE, above it LOSS, with NORM in the strip
    where both come together.  NORM also holds where the window opens with little delay, at
    νκ(α_0) near 2: there λ − 2 grows from 0 only to the order of the root of h ln(√h/s_on), s_on being the
    sine at the onset, and by then the direction takes less than the scale gives, unless ln(√h/s_on)
    is at least some multiple of h^{−1/3}, that is unless the angle has had time to become very small.
Not verified
    The curve J = h ln(√h/s_0) and the power h^{−1/3} are for h → 0; the evidence sets certified runs beside
    them.  Between the listed runs nothing is claimed.  The inequality is argued here, and tried on runs,
    but it is not in a certificate.
"""

from __future__ import annotations

from typing import Any

from sympy import Expr, Gt, cos, diff, expand, simplify, sin

from derivations.logistic.model import g_m, g_mean
from derivations.logistic.never_rises import never_rises
from derivations.logistic.planar import BY_GROUPS, LOSS, MARGINS, PULLS, mean, tilt
from derivations.narrate import main
from derivations.notation import alpha, at_next, c, h, s, theta, typeset
from derivations.proof import Proof
from verifier.arithmetic.balls import Verdict, both, implies, less
from verifier.claim import Alteration, Check, Claim, Hypothesis, Provenance, Run, Status

TAKEN: Expr = at_next(alpha) * (1 + at_next(alpha) / 4) * (c - at_next(c))
"""The direction adds at most this to the loss."""
PRICE: Expr = h * (1 - h / 8) * g_m**2
"""The scale takes at least this from it."""
TURN: Expr = alpha * (s * g_mean - c * s * tilt)
"""∂R/∂θ, with ``tilt`` = ⟨gξ⟩/s."""
BEND: Expr = mean({xi: MARGINS[xi] ** 2 * pull * (1 - pull) for xi, pull in PULLS.items()})
"""∂²R/∂α²."""
STEPS = 60


def derive() -> Proof:
    """The two derivatives of the loss that the inequality rests on."""
    proof = Proof(CLAIM.id)
    angles = {c: cos(theta), s: sin(theta)}
    if simplify(diff(LOSS.subs(angles), theta) - TURN.subs(BY_GROUPS).subs(angles)) != 0:
        raise ValueError("the slope of the loss in θ is not as stated")
    proof.say("The slope of the loss in the angle is:", TURN)
    if expand(simplify(diff(LOSS, alpha, 2) - BEND)) != 0:
        raise ValueError("the curvature of the loss in α is not as stated")
    proof.say("and its curvature in the scale, at most ¼ as σ(1 − σ) ≤ ¼ and ⟨m²⟩ = 1:", BEND)
    proof.say("So the loss rises only if", Gt(TAKEN, PRICE, evaluate=False))
    return proof


def holds(run: Run, converse: bool = False) -> Verdict:
    """At the first steps: where the loss rises, the cosine falls by more than the price.

    ``converse`` asks the converse.
    """

    def step(t: int) -> Verdict:
        rises = run.loss_rises(t)
        if rises is False and not converse:
            return True
        paid = less(run.evaluate(PRICE, t), run.evaluate(TAKEN, t))
        return implies(paid, rises) if converse else implies(rises, paid)

    return both(*(step(t) for t in range(STEPS)))


def holds_after_the_window(run: Run, slack: int = 1) -> Verdict:
    """Once ``logistic.never-rises`` applies, the loss falls at all of the next steps.

    ``slack`` multiplies the bound that the norm has to reach.
    """

    def ended(x: Any) -> bool:
        return never_rises(x, slack) is True

    over = next((t for t in range(STEPS) if ended(run.state(t))), None)
    if over is None:
        return True
    return both(*(implies(run.loss_rises(t), False) for t in range(over, over + STEPS)))


CLAIM = Claim(
    id="logistic.visible-rise",
    title="what becomes of the window: a loss rise, or α leaves first",
    provenance=Provenance.EXTENSION,
    wanted=Status.ENCLOSED,
    statement=(
        r"R_{t+1} > R_t \implies "
        + typeset(Gt(TAKEN, PRICE, evaluate=False))
        + r",\qquad \sin^2 {\theta}' > \frac{"
        + typeset(PRICE)
        + r"}{{\alpha}'\left(1 + {\alpha}'/4\right)}"
    ),
    hypotheses=(
        Hypothesis(
            "scale learning rate at most 2",
            r"0 < h \le 2",
            "For h ≥ 8 the inequality says nothing: a step of α alone may raise the loss.",
        ),
        Hypothesis(
            "active margins at the start",
            r"\theta_0 \le \tfrac{\pi}{4},\ \alpha_0 > 0",
            "The inequality needs 0 ≤ θ ≤ π/2 and α' > 0 only; the end of a run is certain only once all "
            "margins are positive.",
        ),
        Hypothesis(
            "planar",
            r"\xi_i = \pm 1",
            "Not examined: for general ξ the criterion of rising is another (logistic.rising-criterion).",
        ),
    ),
    depends_on=("logistic.never-rises", "logistic.loss-rises-only-with-direction"),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check("logistic", holds, (Alteration("paid price ⇒ loss rise", {"converse": True}),)),
        Check(
            "logistic",
            holds_after_the_window,
            (Alteration("the window counts as over at half the norm", {"slack": 2}),),
        ),
    ),
    experiments=(
        "verifier.experiments.visible_rise:outcomes",
        "verifier.experiments.visible_rise:short_delay",
    ),
)

if __name__ == "__main__":
    main(CLAIM)
