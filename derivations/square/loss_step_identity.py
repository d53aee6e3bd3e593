"""The loss-step identity: what one step gains in the scale and may lose in the direction.

Statement
    R_{t+1} − R_t = α_{t+1} ρ(cos θ_t − cos θ_{t+1}) − h(1 − h/2)(α_t − ρ cos θ_t)².
Hypotheses
    α_{t+1} = α_t − h ∂R/∂α at (w_t, α_t); ‖w_t‖_Σ, ‖w_{t+1}‖_Σ, ρ > 0.  Any covariance Σ, with the
    Σ-angle; any h, and any signs.  Nothing at all is assumed of w_{t+1}: gradient descent, momentum,
    Adam, or an arbitrary vector.
Source
    Not in the abstract of [1], which promises a "square-loss decomposition"; an extension.
Argument
    By square.decomposition R = R* + ½(α − ρ)² + αρ(1 − cos θ) at both times.  With w fixed, a step on α
    lowers the loss by h(1 − h/2)(∂R/∂α)², because R is a parabola in α with curvature 1, and
    ∂R/∂α = α − ρ cos θ by square.gradients.  With α_{t+1} fixed, R depends on the direction only
    through −α_{t+1} ρ cos θ.  The two changes add up.
Not verified
    Nothing.
"""

from __future__ import annotations

from sympy import Eq, Expr, Gt, factor

from derivations.direction.data import norm, risk
from derivations.notation import a, alpha, at_next, c, h, rho, typeset
from derivations.proof import Proof
from derivations.proof.elimination import identity_by_elimination
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, for_all
from derivations.square.decomposition import ALIGNMENT_FORM
from derivations.square.gradients import SCALE_GRADIENT
from derivations.square.model.hypotheses import whitened
from derivations.square.model.risk import Sample, polar
from verifier.arithmetic.balls import same
from verifier.claim import Alteration, Answer, Check, Claim, Hypothesis, Provenance, Status

RISK_STEP: Expr = at_next(alpha) * rho * (c - at_next(c)) - h * (1 - h / 2) * (alpha - rho * c) ** 2
"""R' − R."""
LOSS_STEP: Expr = RISK_STEP.subs({alpha: a, at_next(alpha): at_next(a), rho: 1})
"""(R' − R)/ρ²: the same in units of ρ."""
FORM_NEXT: Expr = ALIGNMENT_FORM.subs({x: at_next(x) for x in (alpha, c)})
SCALE_STEP: Expr = alpha - h * polar(SCALE_GRADIENT)
"""α', the only update that is used."""


def derive() -> Proof:
    """Change the direction and the scale one after the other, then certify the sum."""
    proof = Proof(CLAIM.id)
    proof.say("The risk at both times, from square.decomposition:", Eq(risk, ALIGNMENT_FORM))
    proof.say("The only update that is used:", Eq(at_next(alpha), SCALE_STEP))
    relaxed = factor(ALIGNMENT_FORM.subs(alpha, SCALE_STEP) - ALIGNMENT_FORM)
    proof.say("With the direction fixed, the step of α changes R by", relaxed)
    turned = factor((ALIGNMENT_FORM.subs(c, at_next(c)) - ALIGNMENT_FORM).subs(alpha, at_next(alpha)))
    proof.say("With α' fixed, turning the direction changes R by", turned)
    next_step = {alpha: at_next(alpha), c: at_next(c)}
    step = identity_by_elimination(
        proof,
        "loss step",
        at_next(risk) - risk,
        RISK_STEP,
        {
            at_next(risk): at_next(risk) - ALIGNMENT_FORM.subs(next_step, simultaneous=True),
            risk: risk - ALIGNMENT_FORM,
            at_next(alpha): at_next(alpha) - SCALE_STEP,
        },
        because="Together, for arbitrary cos θ and cos θ':",
    )
    in_units = {alpha: alpha - rho * a, at_next(alpha): at_next(alpha) - rho * at_next(a)}
    unit_free = identity_by_elimination(
        proof, "loss step in units", RISK_STEP, rho**2 * LOSS_STEP, in_units,
        because="In units of ρ, with α = ρa.",
    )  # fmt: skip
    proof.conclude(step, unit_free)
    return proof


def holds(sample: Sample, halved: int = 1, scale_steps: int = 1) -> Answer:
    """From the raw data: α takes its gradient step, and w is replaced by the unrelated vector v.

    ``halved`` multiplies the h/2; ``scale_steps`` multiplies the step of α.
    """
    after = sample.evaluate(alpha) - scale_steps * sample.evaluate(h) * sample.scale_slope(
        sample.w, sample.alpha
    )
    found = sample.risk(sample.v, after) - sample.risk(sample.w, sample.alpha)
    turned = sample.view(sample.v, after)
    altered = RISK_STEP + (halved - 1) * h**2 / 2 * (alpha - rho * c) ** 2
    return Answer.of(same(found, sample.evaluate(altered, alpha_next=after, c_next=turned["c"])))


CLAIM = Claim(
    id="square.loss-step-identity",
    title="the loss change of one step, exactly",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        for_all(
            Eq(at_next(risk) - risk, RISK_STEP, evaluate=False),
            where=[Eq(risk, ALIGNMENT_FORM), Eq(at_next(risk), FORM_NEXT)],
        ),
        for_all(
            Eq(RISK_STEP, rho**2 * LOSS_STEP, evaluate=False),
            where=[Eq(alpha, rho * a), Eq(at_next(alpha), rho * at_next(a))],
        ),
    ),
    hypotheses=(
        hypothesis(
            "α follows its gradient",
            "needed: ρ = 1, θ = θ' = 0, α = 0, h = 1/2 and α' = 1 changes R by −1/2 and not by −3/8",
            (at_next(alpha) - (alpha - h * (alpha - rho * c)),),
        ),
        Hypothesis("w is never unseen by the data", typeset(Gt(norm, 0)), "needed: f is 0/0 there"),
        whitened("not needed: holds for every Σ, with the Σ-angle"),
        Hypothesis("w follows its gradient", r"w' = w - \eta\,\partial R/\partial w", "not needed"),
        Hypothesis("0 < h ≤ 1", r"0 < h \le 1", "not needed: holds for every real h"),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "data",
            holds,
            (
                Alteration("1 − h/2 becomes 1 − h", {"halved": 2}),
                Alteration("α takes twice its gradient step", {"scale_steps": 2}),
            ),
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
