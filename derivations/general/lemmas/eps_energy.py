"""What BatchNorm's ε keeps along the gradient flow, and what a step of gradient descent adds to it."""

from __future__ import annotations

from sympy import Eq, Expr, Function, Symbol, diff

from derivations.direction.data import norm
from derivations.general.lemmas.eps_gradient import SIZE, size, slope_scale
from derivations.general.lemmas.eps_step import DRIVEN, PRODUCTS
from derivations.general.model.decay import NORM, omega
from derivations.general.model.epsilon import DECAY, KEEPS, RATE, SCALE, SEEN, a_seen, eps_bn, eps_free
from derivations.notation import N, a, alpha, at_next, eta, h, lam, s, symbol, t
from derivations.proof import Proof
from derivations.proof.elimination import identity_by_elimination
from derivations.square.norm_growth import radial

variance_rate = symbol("V_rate", r"\dot V", "V̇", "how fast V = ‖w‖² changes along the gradient flow")
scale_rate = symbol("alpha_rate", r"\dot\alpha", "α̇", "how fast α changes along the gradient flow")
FLOW: dict[Symbol, Expr] = {
    variance_rate: variance_rate + 2 * eta * radial,
    scale_rate: scale_rate + h * slope_scale,
}
"""V̇ = 2⟨w, ẇ⟩ with ẇ = −ηG, and α̇ = −h∂R/∂α."""


def conserved(variance: Expr, scale: Expr) -> Expr:
    """h(V²/2 + εV) − εηα²."""
    return h * (variance**2 / 2 + eps_bn * variance) - eps_bn * eta * scale**2


def flow_rate() -> Expr:
    """Its derivative along the flow, by the chain rule."""
    variance, scale = Function("V")(t), Function("alpha")(t)
    changed = diff(conserved(variance, scale), t)
    return changed.subs({diff(variance, t): variance_rate, diff(scale, t): scale_rate}).subs(
        {variance: norm**2, scale: alpha}
    )


CHANGE: Expr = flow_rate()


def energy(size_squared: Expr, scale: Expr) -> Expr:
    """h(N² + 2ε̃N) − 2ε̃a², the same without units and twice."""
    return h * (size_squared**2 + 2 * eps_free * size_squared) - 2 * eps_free * scale**2


GAIN: Expr = energy(at_next(N), at_next(a)) - energy(N, a)
MOVED: Expr = N * (omega**2 + lam**2 * s**2)
"""‖w' − w‖²/(ηρ²)."""
FED: Expr = 2 * eps_free * (at_next(a) - a) ** 2
DEFECT: Expr = 2 * h * (N + eps_free) * MOVED + h * (at_next(N) - N) ** 2 - FED


def establish_energy(proof: Proof) -> tuple[str, str, str]:
    """⟨w, ∂R/∂w⟩ in terms of ∂R/∂α, the derivative along the flow, and the defect of a step."""
    pull = identity_by_elimination(
        proof, "pull along w", size**2 * radial, eps_bn * alpha * slope_scale,
        {radial: PRODUCTS[radial], slope_scale: DRIVEN, eps_bn: SIZE}, given=[size > 0],
        because="What ε leaves of the derivative along w, (‖w‖² + ε)⟨w, ∂R/∂w⟩ = εα ∂R/∂α:",
    )  # fmt: skip
    still = identity_by_elimination(
        proof, "derivative along the flow", CHANGE, 0,
        {**FLOW, radial: size**2 * radial - eps_bn * alpha * slope_scale, norm: SIZE},
        given=[size > 0], lemmas=[pull], also=[PRODUCTS[radial], DRIVEN],
        because="So the derivative of V²/2 + εV − ε(η/h)α² along the flow is 0.",
    )  # fmt: skip
    step = identity_by_elimination(
        proof, "energy of a step", GAIN, DEFECT,
        {
            **{at_next(N): NORM, at_next(a): SCALE, omega: DECAY, lam: RATE, a_seen: SEEN},
            eps_free: KEEPS,
        },
        given=[N > 0],
        because="A step of gradient descent adds, exactly:",
    )  # fmt: skip
    return pull, still, step


FLOWS = (Eq(variance_rate, -2 * eta * radial), Eq(scale_rate, -h * slope_scale))
