"""What the symbols and the premises in the certificates of the logistic loss stand for, claim by claim.

See ``derivations.square.model.definitions``.
"""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, str]

RISES = {"a step rises, off target": "lam*(c**2 - s**2) - 2*c > 0"}
STAYS = {"a step does not rise, on target or off it": "s**2*(2*c - lam*(c**2 - s**2)) >= 0"}
OFF_TARGET = {"off target": "s_abs > 0"}
ORDERED = {"the two arguments of σ, apart off target": "z_near > z_far"}
STARTS_RISING = {"the edge starts off target": "s0**2 > 0"}
SIGNS = {"σ > 0": "g_far > 0; g_near > 0"}
BAR_CIRCLE = {"c̄ and s̄ > 0 of an angle θ̄": "c_low > 0; s_high > 0; c_low**2 + s_high**2 = 1"}
WITHIN = {
    **BAR_CIRCLE,
    "θ̄ is any angle from θ_0 > 0 up to 45°": "c0 > 0; c0 >= c_low; c_low >= s_high",
}
OPEN = {"m_0 > 0": "c_low > s_high"}
BELOW_45 = {"θ̄ is below 45°": "2*c_low**2 > 1"}
ALIGNED_PULL = {"z_1 = −α": "z_unit = -alpha"}
LEAST = {"the least margin": "z_least = -alpha*(c_low - s_high)"}
MOST = {"the largest margin": "z_most = -alpha*(c_low + s_high)"}
LOW = {"the recursion A": "A0 <= alpha0; z_A = -A; A_next = A + h*(c_low*g_A - A*s_high**2/4)"}
HIGH = {"the recursion B": "B0 >= alpha0; z_B = -B*(c_low - s_high); B_next = B + h*g_B"}
CLOCK = {"the time": "clock0 = 0; clock_next = clock + 1"}
BOUNDED = {
    "|αm| ≤ B for all samples, z = −B of it, and so |αc| ≤ B": "z >= z_bound; -z >= z_bound;"
    " z_c >= z_bound; -z_c >= z_bound",
}
SLOPE_BOUND = {"the largest |σ''| is 1/(6√3)": "kap > 0; 108*kap**2 = 1"}
RATE = {"λ = (α/N)D/s²": "N*lam*s**2 = alpha*D"}
REGRESSION = {"λ by the regression, proved before": "N*lam = alpha*(g_mean + c*chi)"}
STEP = {"k² = 1 + κ², κ² the squared tangential step": "k**2 = 1 + kappa**2;"
        " N**2*kappa**2 = alpha**2*(g_g - g_m**2)"}  # fmt: skip
IDENTITY = {
    "the identity of the criterion, proved before": "N**2*k**2*(s_next**2 - s**2)"
    " = s**2*(N**2*lam*(lam*(c**2 - s**2) - 2*c) + alpha**2*c**2*rest)",
}
BETWEEN = {
    "the state between the two steps": "alpha_after = alpha + h*(g_far*(c + s_abs)/2 + g_near*(c -"
    " s_abs)/2);"
    " y_far = -alpha_after*(c + s_abs); y_near = -alpha_after*(c - s_abs); alpha_next = alpha_after",
    "σ > 0 at the next state": "g_far_next > 0; g_near_next > 0",
}
BELOW_ONE = {"σ < 1 there": "g_far_next < 1; g_near_next < 1"}
LOSS_RISES = {
    "the loss rises": "L_far_next/2 + L_near_next/2 + z_far_next/2 + z_near_next/2"
    " > L_far/2 + L_near/2 + z_far/2 + z_near/2",
    "the direction rises or not": "s_abs_next >= s_abs; s_abs >= s_abs_next",
}
EDGE_OF_KAPPA = {"K, at least λN cos 2θ/cos θ": "K > 0; K*c >= N*lam*(c**2 - s**2)"}
SORTED = {"s̄, below or above it": "sbar**2 > 0; s**2 >= sbar**2; s_abs <= s_high"}

TIES: Mapping[str, frozenset[tuple[str, str]]] = {
    "sigma": frozenset((
        ("z", "g"), ("z_c", "g_c"), ("z_1", "g_1"),
        ("z_bound", "g_bound"), ("z_alpha", "g_alpha"), ("z_later", "g_later"), ("x", "v"),
        ("x0", "v0"), ("y_third", "v_y"), ("x_clocked", "v_x"), ("A", "v_A"), ("b", "v_b"),
        ("z_far", "g_far"), ("z_near", "g_near"), ("z_far_next", "g_far_next"),
        ("z_near_next", "g_near_next"), ("y_far", "u_far"), ("y_near", "u_near"), ("z_A", "g_A"),
        ("z_B", "g_B"), ("z_least", "g_least"), ("z_most", "g_most"), ("z_mean", "g_mean_at"),
        ("z_unit", "g_unit"),
    )),
    "softplus": frozenset((
        ("z", "mirror"), ("z_c", "mirror_c"), ("x", "L"), ("x0", "L0"), ("x_clocked", "L_x"),
        ("z_far", "L_far"), ("z_near", "L_near"), ("z_far_next", "L_far_next"),
        ("z_near_next", "L_near_next"), ("y_far", "W_far"), ("y_near", "W_near"),
    )),
}  # fmt: skip
"""Which variables are tied, by σ and by ℓ: an argument and its value."""

DEFINITIONS: Mapping[str, Words] = {
    "logistic.sigmoid-bounds": {
        **SLOPE_BOUND,
        "both points within |y|": "x >= y_third; x0 >= y_third; -x >= y_third; -x0 >= y_third",
        "both points left of y ≤ 0": "x <= y_third; x0 <= y_third; y_third <= 0",
        "the tangent at x₀ ≤ 0, x ≤ −x₀": "-x >= x0; x0 <= 0",
    },
    "logistic.margin-space": {
        "n samples, positive lengths, and the norm of w + εv": "norm > 0; moved > 0;"
        " moved + norm > 0; r > 0;"
        " r_next > 0;"
        " moved**2 = norm**2 + 2*eps*w_v + eps**2*v_v; w_v = norm*m_v;"
        " unit > 0; k*r + r_next > 0; N0 > 0; s**2 > 0",
        "labels": "y**2 = 1",
        "the derivative of R is taken at ε = 0, where w + εv is w": "eps = 0; moved = norm",
        "the derivative of R along (v, δ), which another step concludes":
        "norm*slope_both = -alpha*(g_v - g_m*m_v) - norm*delta*g_m",
        "w' = w − η∂R/∂w along y_jx_j": "unit*M_sample_next = component - eta*slope_both; delta = 0;"
        " n*g_v = sum_gV; n*m_v = sum_mV",
        "orthogonal rows: y_jx_j has the product n with its own row and 0 with the others": "overlap ="
        " n; V_sample = 0;"
        " overlap = 0",
        "a component orthogonal to the rows": "component_next = component - eta*slope_both",
        "running sums over the other samples": "sum_gV = overlap*own_g; sum_mV = overlap*own_m;"
        " sum_gV_next = sum_gV + g*V_sample; sum_mV_next = sum_mV + m*V_sample",
        "running sums over the samples, from 0": "count = 0; M_sum = 0; M_M = 0; gM_sum = 0; after = 0;"
        " after_after = 0; spread = 0; tangential = 0; deviating = 0; count_next = count + 1;"
        " M_sum_next = M_sum + M_sample; M_M_next = M_M + M_sample**2; gM_sum_next = gM_sum + g*M_sample;"
        " spread_next = spread + (M_sample - p)**2",
        "running sums of M', of its square, and of squares of g − ⟨gm⟩m and of g − ⟨gm⟩m − D":
        "r**2*after_next"
        " = r**2*after + r**2*M_sample + alpha*(r*g - M_sample*g_m);"
        " r**4*after_after_next = r**4*after_after + (r**2*M_sample + alpha*(r*g - M_sample*g_m))**2;"
        " r**2*tangential_next = r**2*tangential + (r*g - M_sample*g_m)**2;"
        " deviating_next = deviating + (r*g - M_sample*g_m - r*D)**2",
        "units": "eta = unit**2; norm = unit*r; component = unit*M_sample; own_m*r = M_sample;"
        " m*r = M_sample; own_g = g",
        "α' = α − h∂R/∂α": "alpha_next = alpha - h*slope_both; delta = 1; g_v = 0; m_v = 0",
        "means over the samples": "n*N_next = after_after; count = n; M_sum = n*p; M_M = n*r**2;"
        " gM_sum = n*r*g_m; n*r**2*d_d = spread; n*p_next = after; n*r**2*t_t = deviating",
        "N, θ, κ, λ and k": "N = r**2; p = c*r; N**2*kappa**2 = alpha**2*(g_g - g_m**2);"
        " N_next = r_next**2;"
        " k**2 = 1 + kappa**2; p_next = c_next*r_next; N*lam*s**2 = alpha*D",
        "what other steps of the certificate conclude": "N_next = N*(1 + kappa**2); r_next = k*r;"
        " n*(g_g - g_m**2) = tangential;"
        " r*p_next = r*p + alpha*D; r*M_sample_next = r*M_sample + alpha*(g - g_m*m)",
        "deviations from the mean": "M_sample_next = p_next + Q_next; M_sample = p + Q;"
        " drift*r = g_mean*r + Q*(g_m + tau_sample) - g*r",
    },
    "logistic.alignment-sandwich": {
        **BOUNDED,
        **SLOPE_BOUND,
        "no margin below −c": "z_c <= 0; -z >= z_c",
    },
    "logistic.effective-lr": {
        **SLOPE_BOUND,
        **RATE,
        **REGRESSION,
        "|m − c| ≤ δ, in the planar case |m − c| = sin θ": "m >= c - delta_max; m <= c + delta_max;"
        " (m - c)**2 = s**2",
    },
    "logistic.knife-edge": {
        "two scales, the later one with P ≥ 0": "later > alpha; later > 0; z_alpha >= z_later;"
        " 1 + later*(1 - g_later) + later**2*(1 - g_later)*(2*g_later - 1) >= 0",
        "z = −α for both": "z_alpha = -alpha; z_later = -later",
    },
    "logistic.rising-criterion": {
        **RISES,
        **STEP,
        **RATE,
        **IDENTITY,
        "the bracket is positive": "N**2*lam*(lam*(c**2 - s**2) - 2*c) + alpha**2*c**2*rest > 0",
        "the direction rises": "s_next**2 > s**2",
        "for the sign of λ": "alpha > 0; c >= 0; c > 0",
        "two margins": "m_second > m_first;"
        " (m_second - m_first)*(g - g_first) = (g_second - g_first)*(m - m_first)",
        "two margins leave ϱ = 0, proved before": "rest = 0",
    },
    "logistic.no-rising": {
        **BOUNDED,
        **STEP,
        **RATE,
        **REGRESSION,
        **IDENTITY,
        "the first condition": "N**2*lam*(lam*(c**2 - s**2) - 2*c)"
        " + alpha**2*c**2*(alpha/4 - chi)*(chi - alpha*g_bound*(1 - g_bound)) <= 0",
        "the second condition": "2*N*(g_mean + alpha*c*g_bound*(1 - g_bound)) >= alpha*c*(g_mean +"
        " alpha/4)**2",
    },
    "logistic.active-margins": {**WITHIN, **ORDERED, **SIGNS, **CLOCK},
    "logistic.never-rises": {
        **WITHIN,
        **OPEN,
        **STAYS,
        **OFF_TARGET,
        **ORDERED,
        **LEAST,
        "K is at least κ at the least argument, or 3293/5000": "K >= z_least**2*g_least*(1 - g_least)"
        " - z_least*g_least; 5000*K >= 3293",
    },
    "logistic.sharp-edge": {
        **SIGNS,
        **EDGE_OF_KAPPA,
        **ORDERED,
        "K ≤ 2N_0": "K <= 2*N0",
        "a state with λ > 0 whose margin is not positive": "lam > 0; lam*(c**2 - s**2) <= 2*c",
        "from 45° on": "s**2 >= c**2",
    },
    "logistic.scale-envelope": {**WITHIN, **ALIGNED_PULL, **LEAST, **LOW, **HIGH},
    "logistic.scale-closed-form": {
        "A ≤ b, and ε of the comparison": "h > 0; b >= 0; A <= b; A0 >= x_clocked0;"
        " epsilon = h*(c_low - b*s_high**2*(1 + e_b)/4)",
        "e to the x and to the b, from σ < 1": "e_x*(1 - v_x) = v_x; e_b*(1 - v_b) = v_b",
        "the recursions x and A": "x_clocked_next = x_clocked + epsilon*(1 - v_x);"
        " A_next = A + h*(c_low*(1 - v_A) - A*s_high**2/4)",
    },
    "logistic.waiting-time-lower": {
        **WITHIN,
        **OPEN,
        **RISES,
        **STAYS,
        **OFF_TARGET,
        **ORDERED,
        **LEAST,
        **HIGH,
        **CLOCK,
        "√(1 + 8N_0)": "root > 0; root**2 = 1 + 8*N0",
    },
    "logistic.precursor": {
        **WITHIN,
        **BELOW_45,
        **RISES,
        **STAYS,
        **OFF_TARGET,
        **ORDERED,
        **ALIGNED_PULL,
        **LEAST,
        **MOST,
        **LOW,
        **HIGH,
        "Ψ(α) above the threshold": "alpha*(2*c_low**2 - 1)*(g_unit + alpha*c_low*g_most*(1 - g_most))"
        " > 2*c_low*N0*F; G*(2*c_low**2 - 1)**2 = 1",
    },
    "logistic.restart": {
        **WITHIN,
        **STAYS,
        "the standing hypotheses, at the start and at any later state": "h > 0; alpha0 > 0; c > 0;"
        " alpha > 0;"
        " c >= s_abs",
    },
    "logistic.loss-lower-bound": BOUNDED,
    "logistic.loss-rises-only-with-direction": {
        **WITHIN,
        **STAYS,
        **OFF_TARGET,
        **BETWEEN,
        "the direction does not rise": "s_abs >= s_abs_next",
        "for the signs along a run": "h > 0; h <= 2; alpha0 > 0",
    },
    "logistic.self-stabilization": {**RISES, **SIGNS, "off target": "s**2 > 0"},
    "logistic.self-stabilization-window": {
        **RISES,
        **OFF_TARGET,
        **STARTS_RISING,
        **SORTED,
        **BAR_CIRCLE,
        **OPEN,
        **LOW,
        **ALIGNED_PULL,
        **LEAST,
        **EDGE_OF_KAPPA,
    },
    "logistic.self-stabilization-log": {
        **RISES,
        **OFF_TARGET,
        **STARTS_RISING,
        **SORTED,
        **BAR_CIRCLE,
        **OPEN,
        **LOW,
        **HIGH,
        **ALIGNED_PULL,
        **LEAST,
        **MOST,
        **EDGE_OF_KAPPA,
        "a step below s̄": "s**2 < sbar**2",
        "ν > 0 with γ = 1 − 2s̄² − 2/ν > 0 and γ + s² − s̄² > 0": "cbar > 0; nu > 0; gamma > 0;"
        " cbar**2 + sbar**2 = 1; nu*gamma = nu*(1 - 2*sbar**2) - 2; gamma + s0**2 - sbar**2 > 0;"
        " lam >= nu",
        "ψ": "psi**2*(1 + nu**2*sbar**2) = (nu*cbar - 1)**2",
        "(A): λ ≤ u and |sin θ| ≤ S": "lam <= u; s**2 <= S**2",
        "(B): λN ≥ νM from a time with α, cos θ > 0 and its budget": "M > 0; N*lam >= nu*M; c > 0;"
        " alpha > 0;"
        " s**2 >= s0**2; M*(gamma + s0**2 - sbar**2) >= N*(gamma - s**2 + s0**2)",
    },
    "logistic.loss-step-bound": {**BETWEEN, **BELOW_ONE, **LOSS_RISES},
    "logistic.visible-rise": {
        **BETWEEN,
        **BELOW_ONE,
        **LOSS_RISES,
        "the signs of logistic.loss-step-bound": "alpha_next >= 0; c_next >= 0; c + c_next > 0",
    },
}
