"""The planar case: two equal groups of samples, with the margins cos θ + sin θ and cos θ − sin θ.

For one half of the samples ξ = 1, for the other ξ = −1, and the margin of a sample is c + sξ, where s is
signed.  The means of ``logistic.margin-space`` are then functions of α, c and s.  As means of two values
of σ they lose their digits where the angle is tiny: ⟨gξ⟩ is of the size of s, and sin θ reaches 1e-2000.
Written with cosh and sinh(z)/z they keep them; ``rewritten`` shows that the two forms are the same.

The means of M and of Mξ are the aligned and the misaligned part of w.  They obey the very maps of
``direction.update_maps``; only λ is another one, and the law of α.
"""

from __future__ import annotations

from sympy import Dummy, Expr, Symbol, cosh, exp, expand, fraction, log, rem, together

from derivations.direction.update_maps import P_NEXT, Q_NEXT
from derivations.logistic.lemmas.margin_means import EFFECTIVE_LR, MARGIN_NEXT, MISALIGNMENT, M
from derivations.logistic.model.risk import D, g, g_m, g_mean, m
from derivations.notation import N, alpha, c, lam, p, q, r, s, unprinted
from derivations.sigmoid.functions import ell, sigma, sinhc

tilt = unprinted("tilt", "⟨gξ⟩/s, finite however small the angle is")

MARGINS = {1: c + s, -1: c - s}
"""The margins of the two groups, by ξ."""
PULLS = {xi: sigma(-alpha * margin) for xi, margin in MARGINS.items()}
"""g = σ(−αm)."""


def mean(by_group: dict[int, Expr]) -> Expr:
    """⟨·⟩ of what has one value in each group."""
    return (by_group[1] + by_group[-1]) / 2


BY_GROUPS: dict[Symbol, Expr] = {
    g_mean: mean(PULLS),
    g_m: mean({xi: pull * MARGINS[xi] for xi, pull in PULLS.items()}),
    tilt: mean({xi: pull * xi / s for xi, pull in PULLS.items()}),
}
"""The means as they are defined."""
LOSS: Expr = mean({xi: ell(alpha * margin) for xi, margin in MARGINS.items()})
"""The risk R."""


def rewritten(form: Expr, definition: Expr) -> Expr:
    """``form``, after SymPy has shown that it equals ``definition`` wherever c² + s² = 1.

    Raises ``ValueError`` if the difference does not vanish identically.
    """
    first, second = Dummy("first", positive=True), Dummy("second", positive=True)
    powers = {alpha * c: log(first), alpha * s: log(second)}
    difference = (form - definition).subs(BY_GROUPS).rewrite([sigma, cosh, sinhc], exp)
    rational = difference.replace(exp, lambda power: exp(expand(power).subs(powers)))
    above, _ = fraction(together(rational))
    if rem(expand(above), c**2 + s**2 - 1, c) != 0:
        raise ValueError(f"{form} is not {definition}")
    return form


_TWICE_BOTH: Expr = 2 * (cosh(alpha * c) + cosh(alpha * s))

PULL_MEAN: Expr = rewritten((exp(-alpha * c) + cosh(alpha * s)) / _TWICE_BOTH, g_mean)
"""⟨g⟩, a quotient of positive numbers."""
TILT: Expr = rewritten(-alpha * sinhc(alpha * s) / _TWICE_BOTH, tilt)
"""⟨gξ⟩/s, of the sign of −α."""
MARGIN_PULL: Expr = rewritten(c * g_mean + s**2 * tilt, g_m)
"""⟨gm⟩."""
PLANAR_LR: Expr = rewritten(alpha / N * (g_mean - c * tilt), EFFECTIVE_LR.subs(D, MISALIGNMENT))
"""λ; with α, c > 0 a sum of positive numbers."""

MARGINS_NEXT = {
    xi: MARGIN_NEXT.subs({M: r * margin, m: margin, g: PULLS[xi]}, simultaneous=True)
    for xi, margin in MARGINS.items()
}
"""M' of the two groups."""


def in_angles(expression: Expr) -> Expr:
    """A function of p, q, λ and N in terms of r, α, c and s."""
    return expression.subs(lam, PLANAR_LR).subs({p: r * c, q: r * s, N: r**2})


DIRECTION_MAPS = {
    P_NEXT: rewritten(in_angles(P_NEXT), mean(MARGINS_NEXT)),
    Q_NEXT: rewritten(in_angles(Q_NEXT), mean({xi: xi * after for xi, after in MARGINS_NEXT.items()})),
}
"""The maps of any planar step, in angles: they are those of ⟨M⟩ and ⟨Mξ⟩, or importing this raises."""
