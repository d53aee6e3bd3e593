"""The step with BatchNorm's ε, from the gradients: that of weight decay, of a share that the state sets."""

from __future__ import annotations

from sympy import Eq, Expr, Symbol

from derivations.direction.data import norm, numerator, risk, w_v
from derivations.direction.system import UNIT_CIRCLE
from derivations.general.lemmas.decay_step import MEANING as DECAY_MEANING
from derivations.general.lemmas.eps_gradient import (
    GRADIENT,
    RISK,
    SCALE_GRADIENT,
    SIZE,
    size,
    slope_scale,
)
from derivations.general.model.decay import ACROSS, GROWTH, TURNED, omega
from derivations.general.model.epsilon import (
    A_NEXT,
    DECAY,
    KEEPS,
    P_NEXT,
    Q_NEXT,
    RATE,
    SEEN,
    a_seen,
    chi,
    eps_bn,
    eps_free,
    root,
)
from derivations.notation import N, a, alpha, at_next, c, eta, h, k, lam, p, q, r, rho, s
from derivations.proof import Proof
from derivations.proof.elimination import identity_by_elimination
from derivations.square.gradients import slope
from derivations.square.model.risk import b_v, b_w, y_y
from derivations.square.norm_growth import PYTHAGORAS, radial, signal, square

b_w_next = at_next(b_w)
SIGNS = [eta > 0, rho > 0, norm > 0, size > 0, N > 0]


def _along(product: Symbol, b_dot_v: Expr, w_dot_v: Expr) -> Expr:
    """The polynomial that vanishes when ``product`` is the gradient along v."""
    return numerator(product - GRADIENT).subs({b_v: b_dot_v, w_v: w_dot_v}, simultaneous=True)


PRODUCTS: dict[Symbol, Expr] = {
    radial: _along(radial, b_w, norm**2),
    signal: _along(signal, rho**2, b_w),
    square: _along(square, signal, radial),
}
"""⟨G, w⟩, ⟨G, b⟩ and ⟨G, G⟩ of G = ∂R/∂w for whitened data: the gradient along v = w, b and G."""
UNITS: dict[Symbol, Expr] = {
    omega: DECAY,
    lam: RATE,
    a_seen: SEEN,
    chi: chi * size - norm,
    eps_bn: SIZE,
    N: DECAY_MEANING[N],
    a: alpha - rho * a,
    b_w: DECAY_MEANING[b_w],
    s: UNIT_CIRCLE,
}
"""What the numbers without units are, by what is eliminated."""
DRIVEN: Expr = numerator(slope_scale - SCALE_GRADIENT)
"""∂R/∂α."""


def establish_units(proof: Proof) -> str:
    """χ²(N + ε̃) = N."""
    return identity_by_elimination(
        proof, "share of the length", KEEPS, 0,
        {chi: UNITS[chi], eps_free: eps_free * eta * rho**2 - eps_bn, eps_bn: SIZE, N: UNITS[N]},
        given=SIGNS,
        because="A feature keeps the share χ = ‖w‖/σ_w of its length, and in units of ηρ²:",
    )  # fmt: skip


def establish_step(proof: Proof) -> tuple[str, ...]:
    """N', cos θ', a component orthogonal to u, and α', from the gradients."""
    growth = identity_by_elimination(
        proof, "norm", at_next(N), N * GROWTH,
        {at_next(N): PYTHAGORAS, **dict(reversed(PRODUCTS.items())), **UNITS}, given=SIGNS,
        because="‖w − ηG‖² = ‖w‖² − 2η⟨G, w⟩ + η²‖G‖², where G is no longer orthogonal to w:",
    )  # fmt: skip
    aligned = identity_by_elimination(
        proof, "cosine", k * at_next(c), TURNED,
        {
            at_next(c): k * norm * rho * at_next(c) - b_w_next,
            b_w_next: b_w_next - (b_w - eta * signal),
            signal: PRODUCTS[signal],
            **UNITS,
        },
        given=SIGNS, because="The component along u, over the norm before the step:",
    )  # fmt: skip
    across = identity_by_elimination(
        proof, "across", at_next(w_v), w_v * ACROSS,
        {
            at_next(w_v): at_next(w_v) - (w_v - eta * slope),
            slope: numerator(slope - GRADIENT),
            b_v: b_v,
            **{x: y for x, y in UNITS.items() if x != s},
        },
        given=SIGNS, because="A component orthogonal to u:",
    )  # fmt: skip
    scale = identity_by_elimination(
        proof, "scale", at_next(a), A_NEXT,
        {
            at_next(a): rho * at_next(a) - at_next(alpha),
            at_next(alpha): at_next(alpha) - (alpha - h * slope_scale),
            slope_scale: DRIVEN,
            **{x: UNITS[x] for x in (a_seen, chi, a, b_w)},
        },
        given=SIGNS, because="and the scale, whose gradient is χρ(ã − cos θ).",
    )  # fmt: skip
    return growth, aligned, across, scale


LOSS: Expr = rho**2 * (a_seen**2 / 2 - a_seen * c) + y_y / 2


def establish_loss(proof: Proof) -> str:
    """R in terms of the scale that is shown and the angle."""
    return identity_by_elimination(
        proof, "loss", numerator(risk - LOSS), 0,
        {risk: numerator(risk - RISK), a_seen: SEEN, **{x: UNITS[x] for x in (chi, a, b_w)}},
        given=[rho > 0, norm > 0, size > 0], because="The loss is ρ²(½ã² − ã cos θ), and a constant.",
    )  # fmt: skip


POLAR: dict[Symbol, Expr] = {
    p: p - r * c,
    q: q - r * s,
    omega: DECAY,
    lam: RATE,
    a_seen: SEEN,
    chi: chi * root - r,
    eps_free: root**2 - N - eps_free,
    N: N - r**2,
    s: UNIT_CIRCLE,
}
PLANE = (Eq(p, r * c), Eq(q, r * s), Eq(N, r**2), Eq(chi, r / root), Eq(root**2, N + eps_free))


def establish_plane(proof: Proof) -> tuple[str, str]:
    """The same step in the coordinates p and q, as it is iterated."""
    signs = [r > 0, root > 0, N > 0]
    aligned = identity_by_elimination(
        proof, "aligned part", numerator(r * TURNED - P_NEXT), 0, POLAR, given=signs,
        because="In the plane of w and u, with p = √N cos θ and q = √N sin θ, where p' = √N·k cos θ':",
    )  # fmt: skip
    across = identity_by_elimination(
        proof, "misaligned part", numerator(r * s * ACROSS - Q_NEXT), 0, POLAR, given=signs, because="and"
    )
    return aligned, across


def establish_without(proof: Proof) -> tuple[str, ...]:
    """At ε = 0: χ = 1, ω = 0, λ = a/N, and α' is the update of the plain scale."""
    known = {"given": [chi > 0, N > 0]}
    more = proof.positive(
        "χ + 1 positive", chi + 1, given=[chi > 0], terms=[(1, [chi > 0], 1), (1, [], 1)],
        because="Without ε",
    )  # fmt: skip
    one = proof.identity(
        "χ is 1", chi, 1, given=known["given"], lemmas=[more], relations=[KEEPS, eps_free],
        multiplier=[proof.conclusions[more], N > 0], cofactors=[1, -(chi**2)],
        because="a feature keeps its length,",
    )  # fmt: skip
    still = identity_by_elimination(
        proof, "no share is taken", omega, 0, {omega: DECAY, chi: chi - 1}, lemmas=[one],
        also=[KEEPS, eps_free], because="no share of w is taken,", **known,
    )  # fmt: skip
    rate = identity_by_elimination(
        proof, "plain rate", lam * N, a, {lam: RATE, a_seen: SEEN, chi: chi - 1}, lemmas=[one],
        also=[KEEPS, eps_free], because="λ is a/N,", **known,
    )  # fmt: skip
    scale = identity_by_elimination(
        proof, "plain scale", at_next(a), (1 - h) * a + h * c,
        {at_next(a): at_next(a) - A_NEXT, a_seen: SEEN, chi: chi - 1}, lemmas=[one], also=[KEEPS, eps_free],
        because="and the scale moves as in square.update-maps.", **known,
    )  # fmt: skip
    return one, still, rate, scale
