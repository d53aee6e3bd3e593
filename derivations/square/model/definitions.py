"""What the symbols and the premises in the certificates of the square loss stand for, claim by claim.

A statement says "for any θ̄ ≥ θ_0 below 45°", or "if the direction rises": the certificate has conditions
for it.  Each line gives such words and the conditions that they are, in the symbols of the certificate,
written here a second time so that they can be held against it (``derivations.proof.assumptions``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

Words = Mapping[str, str]

CEILING = {"ā is any number that is at least 1 and a_0": "abar >= 1; abar >= a0"}
RISES = {"a step rises, off target": "lam*(c**2 - s**2) - 2*c > 0"}
STAYS = {"a step does not rise, on target or off it": "s**2*(2*c - lam*(c**2 - s**2)) >= 0"}
MOVES = {"off target": "s**2 > 0"}
SINE_RISES = {"sin²θ rises": "s_next**2 > s**2"}
STARTS_RISING = {"the edge starts off target": "s0**2 > 0"}
WIDEST = {"θ̄ is any angle from θ_0 up to 90°": "c0 >= c_low; c_low > 0"}
BELOW_45 = {"θ̄ is below 45°": "2*c_low**2 > 1"}
BOUNDS = {"a̲ and N̄ are any bounds of a_0 and N_0": "a0 >= a_low; N0 <= N_high"}
SURPLUS = {
    "the condition on U": "(2*c_low**2 - 1)*(E*(a_low - c_low) + c_low) > 2*c_low*N_high*F",
}
LATER_SIGNS = {"they hold at any later state": "a > 0; c > 0"}
SPEED = {"ℓ ≤ λ ≤ μ": "lam <= mu; lam >= ell_low"}
RATES = {
    "0 < ℓ, 0 < μ < 2, and γ in [0, 1] with its two conditions": "mu > 0; mu < 2; ell_low > 0;"
    " gamma_half >= 0; gamma_half <= 1; gamma_half >= mu - 1;"
    " gamma_half*(1 + ell_low*(1 - c_low)) >= 1 - ell_low*c_low",
}
HALF = {"w = tan²(θ/2)": "w*(1 + c) = 1 - c"}
PHASE_START = {
    **HALF,
    **{"θ_0 ≤ θ̄ < 90°": "c0 >= c_low; c_low > 0"},
    **RATES,
    "a̲, ā, N̲ and V bound the start, N̄ = V/(2 − μ)²": "a0 >= a_low; a0 <= a_high; N0 >= N_low;"
    " N0*(2 - mu*c0)**2 <= V; N_high*(2 - mu)**2 >= V",
    "θ̄', μ' and V' of the next phase": "c_out > 0; mu_out >= mu; mu_out < 2;"
    " V_out*(2 - mu*c_out)**2 >= V*(2 - mu_out*c_out)**2",
}
PHASE = {
    **PHASE_START,
    **SPEED,
    "B_k ≤ μN̲, A_k ≥ ℓN̄, and θ̄' is reached": "N_low*mu >= 1 + E*(a_high - 1);"
    " E*(a_low - c_low) + c_low >= N_high*ell_low; (1 - c_out)*(1 + c_low) >= W*(1 - c_low)*(1 + c_out);"
    " c >= c_out",
}
CIRCLE_BAR = {"s̄ and c̄ = √(1 − s̄²)": "cbar > 0; cbar**2 + sbar**2 = 1"}
EDGE_CHOICE = {
    **CIRCLE_BAR,
    "ν > 0 with γ = 1 − 2s̄² − 2/ν > 0 and γ + s² − s̄² > 0": "nu > 0; gamma > 0;"
    " nu*gamma = nu*(1 - 2*sbar**2) - 2; gamma + s0**2 - sbar**2 > 0",
    "M with c̄ ≥ νM, to which P and the envelope have come at time A": "M > 0; cbar >= nu*M;"
    " cbar - E*(cbar - a0) >= nu*M; M*(gamma + s0**2 - sbar**2) >= P*gamma",
    "what the start of the second phase inherits": "s**2 >= s0**2; a >= nu*M;"
    " M*(gamma + s0**2 - sbar**2) >= N*(gamma - s**2 + s0**2)",
    "the envelope": "N0*u = 1 - E*(1 - a0); E0 = 1; S0 = s0; P0 = N0; E_next = (1 - h)*E;"
    " S_next = S*(u - 1); P_next = P*(1 + u**2*S**2)",
}
SORTED = {
    "s̄, the angle below or above it, λ above ν": "sbar**2 > 0; s**2 >= sbar**2; s**2 < sbar**2;"
    " lam >= nu",
    "ψ": "psi**2*(1 + nu**2*sbar**2) = (nu*cbar - 1)**2",
}


def _quadratic(d: int) -> str:
    """‖w‖² = wᵀΣw in d components."""
    terms = (f"S{min(i, j)}{max(i, j)}*w{i}*w{j}" for i in range(1, d + 1) for j in range(1, d + 1))
    return f"norm**2 = {' + '.join(terms)}"


def _descent(run: str) -> str:
    """w' = w − η∂R/∂w and α' = α − h∂R/∂α in components, and the gradient (square.gradients)."""
    moves = (
        "w_u_next = w_u - eta*G_u; w_q_next = w_q - eta*G_q; w_o_next = w_o - eta*G_o;"
        "alpha_next = alpha - h*G_alpha"
    )
    slopes = (
        "ell**3*r**3*G_u = -alpha*rho*(ell**2*r**2 - w_u**2); ell**3*r**3*G_q = alpha*rho*w_q*w_u;"
        "ell**3*r**3*G_o = alpha*rho*w_o*w_u; ell*r*G_alpha = alpha*ell*r - rho*w_u"
    )
    own = r"\b(ell|r|w_u|w_q|w_o|G_u|G_q|G_o|G_alpha|alpha|eta|rho)(_next)?\b"
    return re.sub(own, rf"\g<1>{run}\g<2>", f"{moves};{slopes}")


TIES: Mapping[str, frozenset[tuple[str, str]]] = {}
"""Which variables are tied by σ or ℓ: none."""

DEFINITIONS: Mapping[str, Words] = {
    "square.scale-invariance": {
        "τ > 0, and ‖τw‖ is the root of τ²‖w‖²": "tau_ray > 0; norm_ray > 0; norm_ray + tau_ray*norm > 0;"
        " norm_ray**2 = tau_ray**2*norm**2",
        "‖w‖² = wᵀΣw in d = 2, 3 or 4 components": ";".join(map(_quadratic, (2, 3, 4))),
    },
    "square.decomposition": {
        "n samples": "n > 0",
        "the squared norm of the part of u that w does not reach": "unreached >= 0;"
        " norm**2*unreached = rho**2*norm**2 - b_w**2",
        "θ": "b_w = rho*norm*c",
    },
    "square.gradients": {
        "n samples": "n > 0",
        "the norm of w + εv, and its sum with that of w": "moved > 0; moved + norm > 0;"
        " moved**2 = norm**2 + 2*eps*w_v + eps**2*v_v",
        "the derivative is taken at ε = 0, where w + εv is w": "eps = 0; moved = norm",
    },
    "square.update-maps": {
        "ℓ = √η ρ, the unit of w": "ell > 0; ell**2 = eta*rho**2",
        "w = ℓ(p u + q v) and α = ρa at the start": "w_u = ell*p; w_q = ell*q; w_o = 0; alpha = rho*a",
        "r = ‖w‖/ℓ": "ell**2*r**2 = w_u**2 + w_q**2 + w_o**2",
        "gradient descent, along u, v and a third direction, and in α": _descent(""),
        "e = 1 − a, and its map": "a + e = 1; r + p > 0;"
        " e_next*r*(r + p) = (1 - h)*e*r*(r + p) + h*q**2",
    },
    "square.norm-growth": {
        "learning rates and norms are positive": "eta > 0; norm > 0",
        "G = ∂R/∂w along w, b and G, by square.gradients": "norm**3*G_w = 0;"
        " norm**3*G_b = -alpha*(rho**2*norm**2 - b_w**2);"
        " norm**3*G_G = -alpha*(G_b*norm**2 - b_w*G_w)",
        "w' = w − ηG": "N_next*eta*rho**2 = norm**2 - 2*eta*G_w + eta**2*G_G",
        "N, λ and θ": "N*eta*rho**2 = norm**2; lam*norm**2 = eta*alpha*rho; b_w = rho*norm*c",
    },
    "square.angle-map": {
        "θ and θ'": "p = r*c; q = r*s; p_next = k*r*c_next; q_next = k*r*s_next",
    },
    "square.cone-invariance": CEILING,
    "square.unit-free": {
        "ℓ = √η ρ, the unit of w, in both runs": "ell1**2 = eta1*rho1**2; ell2**2 = eta2*rho2**2",
        "gradient descent in both runs": _descent("1") + ";" + _descent("2"),
        "the same start, in units": "ell2*w_u1 = ell1*w_u2; ell2*w_q1 = ell1*w_q2; ell2*w_o1 = ell1*w_o2;"
        " rho2*alpha1 = rho1*alpha2; r1 = r2",
        "r = ‖w‖/ℓ in both runs": "ell1**2*r1**2 = w_u1**2 + w_q1**2 + w_o1**2;"
        " ell2**2*r2**2 = w_u2**2 + w_q2**2 + w_o2**2",
    },
    "square.rising-criterion": {
        **RISES,
        **STAYS,
        **SINE_RISES,
        "the margin is 0, the sine stays, or it does not rise": "lam*(c**2 - s**2) = 2*c;"
        " s_next**2 = s**2;"
        " s**2 >= s_next**2",
    },
    "square.rising-threshold": {
        **RISES,
        "below 45°, and above the threshold τ": "c**2 > s**2; lam > tau",
        "two angles below 45° with cosines c > d": "c > d_cos; d_cos > 0; 2*c**2 > 1; 2*d_cos**2 > 1",
        "from 45° on": "s**2 >= c**2",
        "the thresholds τ": "tau*(c**2 - s**2) = 2*c; tau*(2*c**2 - 1) = 2*c;"
        " tau_wider*(2*d_cos**2 - 1) = 2*d_cos",
    },
    "square.no-rising-edge": {
        **CEILING,
        **MOVES,
        "ā Λ ≤ 2": "abar <= 2*N0",
        "Λ = λ_0 > 2 and v = tan(θ_0/2) small": "lam > 2; v_half > 0; 6*lam*v_half**2 <= lam - 2;"
        " v_half**2 + 1 > 0;"
        " c*(1 + v_half**2) = 1 - v_half**2; s*(1 + v_half**2) = 2*v_half",
    },
    "square.reflection-form": {
        **SINE_RISES,
        "a tangential step": "wt = 0; tt = 1; ww = N; n_w**2 = N",
        "its cosine, and the growth of the norm": "k*c_next = c + kappa*tau_step; k**2 = 1 + kappa**2",
        "κ(cos²θ − τ²) > 2τ cos θ, in the plane κ cos 2θ > sin 2θ": "kappa*(c**2 - tau_step**2) >"
        " 2*c*tau_step;"
        " kappa*(c**2 - s**2) > 2*c*s",
        "below 45°, with κ > tan 2θ": "c**2 > s**2; kappa > T; T*(c**2 - s**2) = 2*c*s",
        "the square loss": "kappa = lam*s; tau_step = s",
        "from 45° to 90°": "c >= 0; s >= 0; s**2 >= c**2",
        "out of the plane": "s >= tau_step; s >= -tau_step",
    },
    "square.scale-envelope": {},
    "square.waiting-time-lower": RISES,
    "square.waiting-time-saddle": {
        **RISES,
        "g = √(h/N_0) and ν = 1/(1 + g)": "g_saddle > 0; N0*g_saddle**2 = h;"
        " nu_saddle*(1 + g_saddle) = 1; nu_saddle > 0; nu_saddle < 1",
        "F = ν^t": "F_saddle0 = 1; F_saddle0 > 0; F_saddle_next = nu_saddle*F_saddle",
    },
    "square.pre-onset-norm": {
        **STAYS,
        **WIDEST,
        **BELOW_45,
        "V of part (i)": "V >= N0*(2 - mu*c0)**2",
        "the two kinds of gentle steps": "lam*c <= 1; mu >= 1; nu_sine*(2 - mu) = mu",
    },
    "square.waiting-time-upper": {**RISES, **STAYS, **WIDEST, **BELOW_45, **BOUNDS, **SURPLUS},
    "square.delayed-onset": {
        **RISES,
        **STAYS,
        **WIDEST,
        **BELOW_45,
        **BOUNDS,
        **SURPLUS,
        "the witness": "2*h = 1; 10*a_low = 1; 10*a0 = 1; 3*N_high = 1; 3*N0 = 1; 10001*c_low = 9999;"
        " E = (1 - h)**2; F*(2*c_low**2 - 1)**4 = 1",
    },
    "square.half-angle": {
        **HALF,
        **WIDEST,
        **SPEED,
        **RATES,
        "γ = 1/(1 + λ)": "lam + 1 > 0; gamma_half*(lam + 1) = 1",
    },
    "square.alignment-phase": PHASE,
    "square.waiting-time-two-phase": {
        **PHASE,
        **STAYS,
        **BELOW_45,
        **BOUNDS,
        **SURPLUS,
        **LATER_SIGNS,
    },
    "square.restart": {
        **PHASE_START,
        **STAYS,
        **RISES,
        **BELOW_45,
        **BOUNDS,
        **SURPLUS,
        **LATER_SIGNS,
    },
    "square.frozen-leap": {
        **CEILING,
        "M ≥ ā/N_0": "M_lr > 0; M_lr*N0 >= abar",
        "c̄ = √(1 − s̄²)": "cbar > 0; cbar**2 + sbar**2 = 1",
        "β = e_0/(1 − N_0), where N_0 ≠ 1": "beta_leap*(1 - N0) = e0",
    },
    "square.self-stabilization": {**CEILING, **RISES},
    "square.self-stabilization-log": {
        **CEILING,
        **RISES,
        **STARTS_RISING,
        **EDGE_CHOICE,
        **SORTED,
        **LATER_SIGNS,
    },
    "square.self-stabilization-envelope": {
        **CEILING,
        **RISES,
        **STARTS_RISING,
        **EDGE_CHOICE,
        **LATER_SIGNS,
        "a step from below s̄, or not": "s**2 < sbar**2; s**2 >= sbar**2",
        "P at most M before time A": "P <= M",
        "ℓ, positive from time A on, and the gain g": "M*ell_lr = cbar - E*(cbar - a0);"
        " a >= cbar - E*(cbar - a0); cbar - E*(cbar - a0) > 0;"
        " tau_turn >= 0; tau_turn**2 = tau_turn*(cbar*ell_lr - 1);"
        " g_gain**2*(1 + ell_lr**2*sbar**2) = tau_turn**2",
        "sin²θ' ≥ min(s̄², g²s²), L'² = max(L², K) with K ≤ min(s̄², g²L²), by weights v, w and a rest d":
        "K_reached <= sbar**2; K_reached <= L_sine**2*g_gain**2; v_kept >= 0; v_kept <= 1;"
        " w_beyond >= 0; w_beyond <= 1; d_surplus >= 0;"
        " s_next**2 = w_beyond*sbar**2 + (1 - w_beyond)*g_gain**2*s**2 + d_surplus;"
        " L_sine_next**2 = v_kept*L_sine**2 + (1 - v_kept)*K_reached; L_sine0 = s0",
        "L below 45°, or not, and μ": "c_L > 0; 2*L_sine**2 < 1; 2*L_sine**2 >= 1; L_sine**2 + c_L**2 = 1;"
        " mu_low*(1 - 2*L_sine**2) = 2*c_L",
        "the last steps": "L_sine**2 > 0; s0**2 >= L_sine**2; B_room*mu_low = abar",
    },
    "square.rising-budget": {**CEILING, **RISES, "s̄, of which a step is above": "s**2 >= sbar**2;"
    " sbar**2 > 0"},
    "square.edge": {
        **LATER_SIGNS,
        "2N ≤ 1 − 8ε for ever": "eps_norm > 0; 8*eps_norm < 1; 2*N <= 1 - 8*eps_norm",
        "κ = min(a_0, 2N_0c_0²)": "kappa_scale > 0; kappa_scale <= a0; kappa_scale <= 2*N0*c0**2",
        "from a time with μN ≥ ā, and V": "N*mu >= abar; mu > 0; mu < 2; V >= N*(2 - mu*c)**2;"
        " abar >= 1; abar >= a",
    },
    "square.loss-step-identity": {
        "R at both times, by square.decomposition": "risk = least_risk + (alpha - rho)**2/2 +"
        " alpha*rho*(1 - c);"
        " risk_next = least_risk + (alpha_next - rho)**2/2 + alpha_next*rho*(1 - c_next)",
        "a = α/ρ": "alpha = rho*a; alpha_next = rho*a_next",
    },
    "square.loss-rises-only-with-direction": {
        **CEILING,
        "the loss rises": "a_next*(c - c_next) > h*(1 - h/2)*(a - c)**2",
        "a stretch on which no step rises": "lam*(c**2 - s**2) <= 2*c",
        "the no-rising regime": "abar <= 2*N0",
    },
    "square.delayed-spike": {
        **RISES,
        **SINE_RISES,
        **MOVES,
        "while the scale is small": "E*(1 - a0) >= 1 - 2*N0",
        "a step does not rise": "lam*(c**2 - s**2) <= 2*c",
        "the loss rises": "a_next*(c - c_next) > h*(1 - h/2)*(a - c)**2",
        "the direction gains more than the scale": "a_next*(s_next**2 - s**2) > h*(2 - h)*(a - c)**2",
        "sin²θ is above twice the excess at the start": "s**2 > s0**2 + (a0 - c0)**2",
        "one step of any kind": "h <= 2; c + c_next > 0",
    },
}
