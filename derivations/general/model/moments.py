"""One step of gradient descent with BatchNorm's ε, written for floating point: for runs that are forecast.

With V = ‖w‖_Σ² and b·w = ⟨b, w⟩ the risk is

    R = ½(α²V/D − 2α b·w/√D + ρ²) + what no predictor explains,    D = V + ε,

and ∂R/∂w = R_β b + 2R_V Σw.  Near alignment both terms are large and cancel.  With w = r u + d, where
b = ρΣu and ‖u‖_Σ = 1, they are written in d alone: the formulas below lose no digits, whatever the size
of d.  ``DIFFERENCES`` are what must vanish for them to be the gradient step.
"""

from __future__ import annotations

from collections.abc import Mapping

from sympy import Expr, Rational, Symbol, diff, sqrt

from derivations.general.model.epsilon import eps_bn
from derivations.notation import alpha, eta, h, rho, symbol

reach = symbol("reach_u", "r_u", "r_u", "how far w reaches along the target direction, w = r_u u + d")
beside = symbol("beside_u", "d_u", "d_u", "⟨u, d⟩_Σ, what d still has along u: 0 but for rounding")
spread = symbol("spread_d", r"\|d\|_\Sigma^2", "‖d‖_Σ²", "the squared size of d in the norm of Σ")

V = symbol("V_norm", "V", "V", "‖w‖_Σ², the variance that BatchNorm sees")
D = symbol("D_norm", "D", "D", "V + ε, what BatchNorm divides by, squared")
along = symbol("along_u", "b_u", "b_u", "⟨w, u⟩_Σ = b·w/ρ")
lost = symbol("lost_f", "f", "f", "1 − (b·w) r_u/(ρD), without cancellation")
by_target = symbol("by_target", "k_b", "k_b", "how much of b a step adds to w")
by_rest = symbol("by_rest", "k_d", "k_d", "how much of Σd a step adds to w")
scale_step = symbol("scale_step", r"\Delta\alpha", "Δα", "what a step adds to α")
tilt = symbol("tilt_sq", r"\sin^2\theta", "sin²θ", "the squared sine of the angle, in the norm of Σ")
excess = symbol("excess_r", r"R - R^*", "R − R*", "what of the risk can still be learned")
closing = symbol("closing", r"\tilde\kappa", "κ̃", "the share of d that a step takes away if Σ = I")

ROOT = sqrt(D)
STEP: Mapping[Symbol, Expr] = {
    V: reach**2 + 2 * reach * beside + spread,
    D: V + eps_bn,
    along: reach + beside,
    lost: (eps_bn + reach * beside + spread) / D,
    by_target: eta * alpha * (lost / ROOT - alpha * eps_bn * reach / (rho * D**2)),
    by_rest: -eta * alpha * (alpha * eps_bn / D**2 + rho * along / (D * ROOT)),
    closing: eta * alpha * (alpha * eps_bn / D**2 + rho * along / (D * ROOT)),
    scale_step: -h * (alpha * V / D - rho * along / ROOT),
    tilt: (spread - beside**2) / V,
    excess: Rational(1, 2) * (alpha**2 * V / D - 2 * alpha * rho * along / ROOT + rho**2),
}
"""A step, each line from those above it; w' = w + k_b b + k_d Σd and α' = α + Δα."""

_beta = symbol("b_dot_w", r"b\cdot w", "b·w", "the inner product of b and w")
RISK: Expr = Rational(1, 2) * (alpha**2 * V / (V + eps_bn) - 2 * alpha * _beta / sqrt(V + eps_bn) + rho**2)
"""R − R* as a function of V, b·w and α."""


def unfolded(expression: Expr) -> Expr:
    """The expression in r_u, d_u, ‖d‖², α, ρ and the rates alone."""
    expression = expression.subs(_beta, rho * along)
    for name, value in reversed(list(STEP.items())):
        expression = expression.subs(name, value)
    return expression


DIFFERENCES: Mapping[str, Expr] = {
    # Σw = r_u b/ρ + Σd, so that b has the coefficients of both terms of the gradient
    "along b": by_target + eta * (diff(RISK, _beta) + 2 * diff(RISK, V) * reach / rho),
    "along Σd": by_rest + 2 * eta * diff(RISK, V),
    "scale": scale_step + h * diff(RISK, alpha),
    "risk": excess - RISK,
}
"""What is written above less what the gradient of the risk says; each is 0."""
