"""Gradient descent on the whitened risk as a transition system, before anything is reduced.

w is written in an orthonormal frame: its component w_u along u = b/ρ, w_q along the part of w_0
orthogonal to u, and w_o along any third direction.  ℓ = √η ρ is the unit of w, and r is defined as
‖w‖/ℓ.  The steps are the gradients of ``square.gradients`` along these directions.
"""

from __future__ import annotations

from sympy import Expr, Gt, Integer

from derivations.notation import alpha, at_next, eta, h, r, rho, symbol
from derivations.proof import System
from derivations.square.gradients import GRADIENT_ALONG, SCALE_GRADIENT
from derivations.square.model import b_v, b_w, norm, numerator, w_v

ell = symbol("ell", r"\ell", "ℓ", "√η ρ, the unit of w")
w_u = symbol("w_u", "w_{u}", "w_u", "the component of w along the target u")
w_q = symbol("w_q", "w_{q}", "w_q", "the component of w along the part of w_0 orthogonal to u")
w_o = symbol("w_o", "w_{o}", "w_o", "the component of w along any third direction")


def component_after(component: Expr, signal: Expr) -> Expr:
    """⟨w − η ∂R/∂w, e⟩ for a unit vector e with ⟨w, e⟩ = ``component`` and ⟨b, e⟩ = ``signal``."""
    values = {w_v: component, b_v: signal, b_w: rho * w_u, norm: ell * r}
    return component - eta * GRADIENT_ALONG.subs(values, simultaneous=True)


AFTER: dict[Expr, Expr] = {
    w_u: component_after(w_u, rho),
    w_q: component_after(w_q, Integer(0)),
    w_o: component_after(w_o, Integer(0)),
    alpha: alpha - h * SCALE_GRADIENT.subs({b_w: rho * w_u, norm: ell * r}, simultaneous=True),
}
"""One step of gradient descent, component by component."""
UNIT: Expr = eta * rho**2 - ell**2
LENGTH: Expr = (ell * r) ** 2 - w_u**2 - w_q**2 - w_o**2


def step_relation(variable: Expr, after: Expr) -> Expr:
    """The polynomial that vanishes when ``variable`` becomes ``after`` in one step."""
    return numerator(at_next(variable) - after)


DESCENT = System(
    name="descent",
    state=(w_u, w_q, w_o, alpha, r),
    parameters=(rho, eta, ell, h),
    conditions=(Gt(rho, 0), Gt(ell, 0), Gt(r, 0)),
    instant=(UNIT, LENGTH),
    relations=tuple(step_relation(variable, after) for variable, after in AFTER.items()),
)
"""Every run of gradient descent with w_t ≠ 0; nothing else is assumed."""
