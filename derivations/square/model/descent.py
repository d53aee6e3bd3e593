"""Gradient descent on the whitened risk as a transition system, before anything is reduced.

w is written in an orthonormal frame: its component w_u along u = b/ρ, w_q along the part of w_0
orthogonal to u, and w_o along any third direction.  ℓ = √η ρ is the unit of w, and r is defined as
‖w‖/ℓ.  A step is the rule w' = w − η∂R/∂w, α' = α − h∂R/∂α, with a symbol for each component of the
gradient; what these are is a relation of its own at each state, the formula of ``square.gradients``.
"""

from __future__ import annotations

from sympy import Expr, Gt, Integer, Symbol

from derivations.direction.data import norm, numerator, w_v
from derivations.notation import alpha, at_next, eta, h, r, rho, symbol
from derivations.proof import System
from derivations.square.gradients import GRADIENT_ALONG, SCALE_GRADIENT
from derivations.square.model.risk import b_v, b_w

ell = symbol("ell", r"\ell", "ℓ", "√η ρ, the unit of w")
w_u = symbol("w_u", "w_{u}", "w_u", "the component of w along the target u")
w_q = symbol("w_q", "w_{q}", "w_q", "the component of w along the part of w_0 orthogonal to u")
w_o = symbol("w_o", "w_{o}", "w_o", "the component of w along any third direction")


G_u = symbol("G_u", "G_{u}", "G_u", "the component along u of the gradient G = ∂R/∂w")
G_q = symbol("G_q", "G_{q}", "G_q", "its component along the part of w_0 orthogonal to u")
G_o = symbol("G_o", "G_{o}", "G_o", "its component along any third direction")
G_alpha = symbol("G_alpha", r"G_{\alpha}", "G_α", "the gradient in the scale, ∂R/∂α")

GRADIENT: dict[Symbol, Symbol] = {w_u: G_u, w_q: G_q, w_o: G_o, alpha: G_alpha}
"""The component of the gradient that moves each of the four."""
_STATE = {b_w: rho * w_u, norm: ell * r}


def along(component: Expr, signal: Expr) -> Expr:
    """⟨∂R/∂w, e⟩ for a unit vector e with ⟨w, e⟩ = ``component`` and ⟨b, e⟩ = ``signal``."""
    return GRADIENT_ALONG.subs({w_v: component, b_v: signal, **_STATE}, simultaneous=True)


SLOPES: dict[Symbol, Expr] = {
    G_u: along(w_u, rho),
    G_q: along(w_q, Integer(0)),
    G_o: along(w_o, Integer(0)),
    G_alpha: SCALE_GRADIENT.subs(_STATE, simultaneous=True),
}
"""The gradient, component by component."""
GRADIENTS: dict[Symbol, Expr] = {G: numerator(G - slope) for G, slope in SLOPES.items()}
"""Each of these as the polynomial that vanishes."""
AFTER: dict[Symbol, Expr] = {x: x - (h if x == alpha else eta) * G for x, G in GRADIENT.items()}
"""One step of gradient descent, component by component."""
UNIT: Expr = eta * rho**2 - ell**2
LENGTH: Expr = (ell * r) ** 2 - w_u**2 - w_q**2 - w_o**2


def step_relation(variable: Expr, after: Expr) -> Expr:
    """The polynomial that vanishes when ``variable`` becomes ``after`` in one step."""
    return numerator(at_next(variable) - after)


DESCENT = System(
    name="descent",
    state=(w_u, w_q, w_o, alpha, r, *SLOPES),
    parameters=(rho, eta, ell, h),
    conditions=(Gt(rho, 0), Gt(ell, 0), Gt(r, 0)),
    instant=(UNIT, LENGTH, *GRADIENTS.values()),
    relations=tuple(step_relation(variable, after) for variable, after in AFTER.items()),
)
"""Every run of gradient descent with w_t ≠ 0; nothing else is assumed."""
