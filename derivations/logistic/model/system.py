"""One planar run of the logistic loss as a transition system, with σ tied to its arguments.

Half of the examples have the margin cos θ + |sin θ|, half cos θ − |sin θ|; z and g = σ(z) are the far and
the near ones, z = −α·margin.  The direction obeys the relations of ``derivations.direction.system``,
whose lemmas therefore apply; λ and the update of α are those of logistic.margin-space for two groups.

λ is written with the chord slope χ of σ between the two arguments, D = s²(⟨g⟩ + αcχ).  On target, where
s = 0, λ does not enter the step, the chord is a point, and χ may be any number that is not negative.
"""

from __future__ import annotations

from sympy import Eq, Expr, Ge, Rational

from derivations.direction.before_onset import C_LOW
from derivations.direction.rising_criterion import STILL
from derivations.direction.system import COSINE, NORM, ROOT, SINE, UNIT_CIRCLE
from derivations.notation import N, alpha, at_next, at_start, c, h, k, lam, s, sine, symbol
from derivations.proof import Condition, System

HALF = Rational(1, 2)

sabs = symbol("s_abs", r"|\sin @\theta@|", "|@s@|", "|sin θ|, whatever the side of the target")
chi = symbol("chi_chord", r"\chi", "χ", "the slope of the chord of σ from z₊ to z₋, not negative")
"""See ``establish_slope``."""
z_far = symbol("z_far", "z_+", "z₊", "−αm for the far margin, c + |s|")
z_near = symbol("z_near", "z_-", "z₋", "−αm for the near margin, c − |s|")
g_far = symbol("g_far", "g_+", "g₊", "the pull at the far margin")
g_near = symbol("g_near", "g_-", "g₋", "the pull at the near margin")

M_FAR: Expr = c + sabs
M_NEAR: Expr = c - sabs
"""The two margins."""
MEAN: Expr = HALF * (g_far + g_near)
"""⟨g⟩."""
GAIN: Expr = HALF * (M_FAR * g_far + M_NEAR * g_near)
"""⟨gm⟩, the speed of the scale."""

MAGNITUDE = sabs**2 - s**2
FAR = z_far + alpha * M_FAR
NEAR = z_near + alpha * M_NEAR
CHORD = g_near - g_far - chi * (z_near - z_far)
LAMBDA = lam * N - alpha * (MEAN + alpha * c * chi)
SCALE = at_next(alpha) - (alpha + h * GAIN)

ANY_RATE = System(
    name="planar run, any h",
    state=(c, s, sabs, N, alpha, lam, k, chi, z_far, z_near, g_far, g_near),
    parameters=(h,),
    conditions=(h > 0, N > 0, k > 0, sabs >= 0, chi >= 0),
    initial=(at_start(c) > 0, at_start(alpha) > 0),
    instant=(UNIT_CIRCLE, MAGNITUDE, FAR, NEAR, CHORD, LAMBDA, ROOT),
    relations=(COSINE, SINE, NORM, SCALE),
    tracked=(c, s, sabs, N, alpha),
    sigma=((z_far, g_far), (z_near, g_near)),
)
"""Every planar run with h, α_0, cos θ_0 > 0."""
PLANAR = ANY_RATE.with_more("planar run", conditions=(h <= 2,))
"""Every planar run under the standing hypotheses of the logistic claims."""

S_HIGH = sine("s_high", r"\bar\theta", "sin θ̄", "sin θ̄, at least |sin θ_0|")

BAR_CIRCLE = C_LOW**2 + S_HIGH**2 - 1
NEAREST = C_LOW - S_HIGH
"""m_0 = cos θ̄ − sin θ̄, at most any margin."""
FARTHEST = C_LOW + S_HIGH
"""m̂ = cos θ̄ + sin θ̄, at least any margin."""
WITHIN: tuple[Condition, ...] = (
    at_start(c) >= C_LOW,
    C_LOW > 0,
    S_HIGH > 0,
    Ge(NEAREST, 0, evaluate=False),
)
"""θ_0 ≤ θ̄ ≤ 45°: at the start every margin is at least cos θ̄ − sin θ̄ ≥ 0."""
ANGLE = (at_start(c) > 0, *WITHIN)
CIRCLE = Eq(C_LOW**2 + S_HIGH**2, 1)
NEAR_FAR = z_near > z_far
ACTIVE = c >= sabs
"""Both margins are active: none is negative."""
NARROW = sabs <= S_HIGH
FAR_TIE, NEAR_TIE = (z_far, g_far), (z_near, g_near)
ORDERED = z_far <= z_near
REACHED = z_near <= 0

BEFORE = ANY_RATE.with_more(
    "run before onset",
    parameters=(C_LOW, S_HIGH),
    guards=(STILL,),
    initial=WITHIN,
    instant=(BAR_CIRCLE,),
)
"""Planar runs without a rise so far, from an angle of at most θ̄ ≤ 45°; h need not be at most 2."""

MODEL = (sabs >= 0, chi >= 0, MAGNITUDE, FAR, NEAR, CHORD, LAMBDA, SCALE)
"""What the symbols of a planar run mean.  χ ≥ 0 is ``establish_slope`` off target, and a choice on it."""
