"""The gradient of the risk with BatchNorm's ε, by differentiating it, as ``square.gradients`` does."""

from __future__ import annotations

from sympy import Eq, Expr, simplify, sqrt

from derivations.direction.data import eps, norm, numerator, risk, v_v, w_v, y, z
from derivations.general.model.epsilon import eps_bn
from derivations.notation import alpha, symbol
from derivations.proof import Proof
from derivations.proof.elimination import identity_by_elimination
from derivations.proof.family import Family
from derivations.square.gradients import loss_moved, moved_risk, quotient, scaled_risk, z_v
from derivations.square.model.risk import (
    SAMPLE_LOSS,
    SAMPLES,
    b_v,
    b_w,
    combine,
    establish,
    loss,
    y_y,
)

size = symbol("size_bn", r"\sigma_w", "σ_w", "√(‖w‖² + ε_B), what BatchNorm divides by")
size_moved = symbol("size_moved", r"\sigma_{w+\varepsilon v}", "σ_{w+εv}", "the same of w + εv")
slope_scale = symbol("slope_scale", r"\partial R/\partial\alpha", "∂R/∂α", "the derivative in the scale")
SIZE: Expr = size**2 - norm**2 - eps_bn
SPAN: Expr = norm**2 + 2 * eps * w_v + eps**2 * v_v
"""‖w + εv‖²."""
SIZE_MOVED: Expr = size_moved**2 - SPAN - eps_bn

RISK: Expr = combine(SAMPLE_LOSS.subs(norm, size), norm**2, b_w, y_y)
"""R = ½α²‖w‖²/σ_w² − α⟨b, w⟩/σ_w + ½·mean(y²)."""
RISK_MOVED: Expr = RISK.subs({norm: sqrt(SPAN), size: size_moved, b_w: b_w + eps * b_v}, simultaneous=True)
GRADIENT: Expr = alpha**2 * eps_bn * w_v / size**4 - (alpha / size) * (b_v - b_w * w_v / size**2)
"""⟨∂R/∂w, v⟩."""
SCALE_GRADIENT: Expr = alpha * norm**2 / size**2 - b_w / size
"""∂R/∂α."""
TURNED: Expr = 2 * w_v + eps * v_v
QUOTIENT: Expr = alpha**2 * eps_bn * TURNED / (2 * size**2 * size_moved**2) - alpha * (
    b_v / size_moved - b_w * TURNED / (size * size_moved * (size + size_moved))
)
"""(R(w + εv) − R(w))/ε, with the difference of the two roots rationalized."""
PARABOLA: Expr = SCALE_GRADIENT + eps * norm**2 / (2 * size**2)
"""(R(α + ε) − R(α))/ε."""

NORMALIZED = Family(
    SAMPLES.samples, SAMPLES.means, each=(Eq(2 * size**2 * loss, (alpha * z - size * y) ** 2),)
)
"""Samples with the loss ½(αz/σ_w − y)², of which the risk is the mean."""
LINE = Family(
    samples=(z, z_v, y, loss, loss_moved),
    means=(
        *NORMALIZED.means,
        *((w_v, z * z_v), (v_v, z_v**2), (b_v, z_v * y), (moved_risk, loss_moved)),
    ),
    each=(
        *NORMALIZED.each,
        Eq(2 * size_moved**2 * loss_moved, (alpha * (z + eps * z_v) - size_moved * y) ** 2),
    ),
)
"""The same with their losses at w and at w + εv."""
SCALED = Family(
    samples=(z, y, loss, loss_moved),
    means=(*NORMALIZED.means, (scaled_risk, loss_moved)),
    each=(*NORMALIZED.each, Eq(2 * size**2 * loss_moved, ((alpha + eps) * z - size * y) ** 2)),
)
"""The same with their losses at α and at α + ε."""
POSITIVE = [size > 0, size_moved > 0]


def differentiated() -> Expr:
    """⟨∂R/∂w, v⟩ by SymPy, from the risk along the line."""
    along = RISK_MOVED.subs(size_moved, sqrt(SPAN + eps_bn))
    return along.diff(eps).subs(eps, 0).subs(norm, sqrt(size**2 - eps_bn))


def establish_gradients(proof: Proof) -> tuple[str, ...]:
    """R in moments, its difference quotient along a line, its gradient there, and that in the scale."""
    found = differentiated().subs(sqrt(size**2), size)
    if simplify(found - GRADIENT.subs(norm, sqrt(size**2 - eps_bn))) != 0:
        raise ValueError(f"the derivative of the risk is {found}")
    moments = establish(proof, NORMALIZED, size=size, moments=RISK)
    proof.say("Its derivative along the line w + εv at ε = 0, the gradient along v:", GRADIENT)
    return moments, *_along(proof), _scale(proof)


def _along(proof: Proof) -> tuple[str, str]:
    """R(w + εv) − R(w) = ε·Q, and Q at ε = 0."""
    here = establish(proof, LINE, "risk at w", size=size, moments=RISK)
    there = establish(
        proof, LINE, "risk at w + εv", of=loss_moved, moments=RISK_MOVED, mean=moved_risk, size=size_moved
    )
    longer = proof.positive(
        "the roots have a sum", size + size_moved, given=POSITIVE,
        terms=[(1, [size > 0], 1), (1, [size_moved > 0], 1)], because="Both roots are positive.",
    )  # fmt: skip
    line = identity_by_elimination(
        proof, "difference quotient", moved_risk - risk, eps * quotient,
        {
            quotient: numerator(quotient - QUOTIENT),
            moved_risk: numerator(moved_risk - RISK_MOVED),
            risk: numerator(risk - RISK),
            size_moved: SIZE_MOVED,
            eps_bn: SIZE,
        },
        given=POSITIVE, lemmas=[longer, here, there],
        because="With the difference of the two roots rationalized R(w + εv) − R(w) = ε·Q.",
    )  # fmt: skip
    at_zero = identity_by_elimination(
        proof, "gradient along v", numerator(quotient - GRADIENT), 0,
        {quotient: numerator(quotient - QUOTIENT), eps: eps, size_moved: size_moved - size},
        given=POSITIVE, lemmas=[longer],
        because="At ε = 0 the two roots agree, and Q is the gradient along v.",
    )  # fmt: skip
    return line, at_zero


def _scale(proof: Proof) -> str:
    """R(α + ε) − R(α) = ε(∂R/∂α + ½εχ²)."""
    scaled = RISK.subs(alpha, alpha + eps)
    here = establish(proof, SCALED, "risk at α", size=size, moments=RISK)
    there = establish(
        proof, SCALED, "risk at α + ε", of=loss_moved, moments=scaled, mean=scaled_risk, size=size
    )
    return identity_by_elimination(
        proof, "gradient in the scale", numerator(scaled_risk - risk - eps * PARABOLA), 0,
        {scaled_risk: numerator(scaled_risk - scaled), risk: numerator(risk - RISK)},
        given=[size > 0], lemmas=[here, there],
        because="In α the risk is a parabola, of curvature ‖w‖²/σ_w².",
    )  # fmt: skip
