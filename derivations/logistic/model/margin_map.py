"""What the engine iterates in margin space: the map of ``logistic.margin-space``, free of cancellation.

The margins are carried as their mean p = ⟨M⟩ and their deviations Q = M − p, because the spread
sin θ = √⟨Q²⟩/√N reaches 1e-2000 where the margins themselves agree in every digit.  With d = Q/√N, the
deviation of a sample's margin from c, three facts keep the relative accuracy of Q.  The difference
σ(−α(c + d)) − σ(−αc) is a product d·φ, by σ(x) − σ(y) = sinh((x − y)/2)/(cosh((x + y)/2) +
cosh((x − y)/2)).  Since ⟨d⟩ = 0, the mean of d·φ is that of d(φ − φ_0), φ_0 being φ at d = 0.  And Q'
is Q times a factor in which the error of Q hardly counts, and a term of second order.

A step alternates between the samples and their means: each ``Stage`` is a map on one sample, or on what
the samples share.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sympy import Expr, Symbol, cos, cosh, sin, sqrt

from derivations.direction.run_map import loss_step, rise
from derivations.logistic.lemmas.margin_means import (
    ALIGNMENT_GAIN,
    DEVIATION_NEXT,
    EFFECTIVE_LR,
    Q,
    d_d,
    d_slope,
    drift,
    t_t,
    turn,
)
from derivations.logistic.lemmas.samples import chi, rest
from derivations.logistic.margin_space import SCALE_NEXT
from derivations.logistic.model.risk import D, g, g_g, g_m, g_mean, m
from derivations.logistic.model.run_map import loss
from derivations.notation import N, alpha, at_next, at_start, c, h, k, kappa, lam, p, r, s, theta, unprinted
from derivations.sigmoid.functions import ell, ell_change, sigma, sinhc
from derivations.sigmoid.kappa import xi


class Stage(NamedTuple):
    """One part of a step: ``outputs`` from ``arguments``, by way of ``definitions``."""

    definitions: Mapping[Symbol, Expr]
    arguments: tuple[Symbol, ...]
    outputs: tuple[Symbol, ...]


d = unprinted("d", "a sample's deviation m − c")
slope = unprinted("slope", "φ, the slope of a sample's chord of the pull, from the mean margin")
slope_at_mean = unprinted("slope_at_mean", "φ_0, the slope of the pull at the mean margin")
tangent = unprinted("tangent", "g − ⟨gm⟩m less its mean D")
residual = unprinted("residual", "what the regression of g on m leaves of g")
res_res = unprinted("res_res", "its mean square ϱs²")
margin_turn = unprinted("margin_turn", "m' − m without cancellation")

SLOPE: Expr = -(alpha / 2) * sinhc(alpha * d / 2) / (cosh(alpha * (2 * c + d) / 2) + cosh(alpha * d / 2))
"""φ = (σ(−α(c + d)) − σ(−αc))/d."""
COSINE: Expr = p / r
MARGIN_TURN: Expr = (alpha / N * (D + tangent) - m * kappa**2 / (1 + k)) / k
"""m' − m, as r' = kr and M' = M + (α/r)(g − ⟨gm⟩m), with k − 1 = κ²/(1 + k)."""

START = Stage(
    {
        r: sqrt(at_start(N)),
        p: r * cos(at_start(theta)),
        Q: r * sin(at_start(theta)) * xi,
    },
    (at_start(N), at_start(theta), xi),
    (p, Q),
)
"""A sample at time 0."""

SHARES = Stage(
    {
        c: COSINE,
        d: Q / r,
        slope_at_mean: SLOPE.subs(d, 0),
        slope: SLOPE,
        drift: d * (slope - slope_at_mean),
        d_d: d**2,
        d_slope: d**2 * slope,
    },
    (alpha, p, r, Q),
    (d, slope, drift, d_d, d_slope),
)
"""One sample's deviation and slope, and what it adds to the means of the last three."""

SHARED = Stage(
    {
        c: COSINE,
        s: sqrt(d_d),
        g_mean: sigma(-alpha * c) + drift,
        g_m: c * g_mean + d_slope,
        D: d_d * g_mean - c * d_slope,
        lam: EFFECTIVE_LR,
        chi: -d_slope / d_d,
        at_next(p): p + ALIGNMENT_GAIN,
        at_next(alpha): SCALE_NEXT,
    },
    (h, alpha, p, N, r, drift, d_d, d_slope),
    (c, s, g_mean, g_m, D, lam, chi, at_next(p), at_next(alpha)),
)
"""What the samples have in common, from the means: here D = ⟨g⟩ − c⟨gm⟩ with 1 − c² written as ⟨d²⟩."""

DEVIATION = Stage(
    {
        turn: slope - g_m,
        tangent: d * turn - drift,
        residual: d * (slope + chi) - drift,
        at_next(Q): DEVIATION_NEXT,
        m: c + d,
        g: sigma(-alpha * m),
        loss: ell(alpha * m),
    },
    (alpha, N, r, c, Q, d, slope, g_m, chi, drift),
    (at_next(Q), m, g, loss, tangent, residual),
)
"""One sample a step later, and what it shows; the last three for the means of ℓ and two squares."""

VIEW = Stage(
    {
        kappa: alpha / N * sqrt(D**2 + t_t),
        k: sqrt(1 + kappa**2),
        g_g: g_m**2 + D**2 + t_t,
        rest: res_res / s**2,
        rise: ((c * kappa) ** 2 - 2 * c * lam * s**2 - lam**2 * s**4) / s**2,
    },
    (alpha, N, c, s, lam, D, g_m, t_t, res_res),
    (kappa, k, g_g, rest, rise),
)
"""What else a state shows.  The sign of ``rise`` is that of s'² − s², as cos θ' = (c + λs²)/k."""

STEP = Stage(
    {
        at_next(alpha): SCALE_NEXT,
        margin_turn: MARGIN_TURN,
        loss_step: ell_change(alpha * m, h * g_m * m + at_next(alpha) * margin_turn),
    },
    (h, alpha, N, k, kappa, D, g_m, m, tangent),
    (loss_step,),
)
"""By how much a sample's ℓ(αm) changes: α'm' − αm = (α' − α)m + α'(m' − m), and of ℓ what it changes by.

Nothing cancels where α is large, and R of the size e^{−α}."""
