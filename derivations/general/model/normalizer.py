"""A linear model with any quadratic normalization: f = α⟨x, w⟩/ν, ν² = wᵀMw.

M = Σ is batch normalization, M = I weight normalization.  In a basis of common eigenvectors of Σ and M the
risk is one of three sums over the coordinates; so is each derivative.  RMS normalization of z = wx, for
scalar inputs x of mean square 1 and the readout e_1, is M = I and Σ = e_1e_1ᵀ; layer normalization is the
same once the mean of w is subtracted.
"""

from __future__ import annotations

from sympy import Expr, Rational, diff, simplify

from derivations.direction.system import UNIT_CIRCLE
from derivations.direction.tangential import ALIGNMENT, GROWN, LENGTH, SIGNS, TANGENT
from derivations.general.lemmas.coordinates import sigma_j, w_j
from derivations.notation import alpha, symbol

MODEL = (*SIGNS, UNIT_CIRCLE, LENGTH, TANGENT, ALIGNMENT, GROWN)
"""What the symbols mean of a step that turns w, κ > 0, whatever the model normalizes by."""

Q = symbol("Q_seen", "Q", "Q", "wᵀΣw")
nu = symbol("nu_norm", r"\nu", "ν", "√(wᵀMw), by which a model normalizes")
P = symbol("P_seen", r"\langle b, w\rangle", "⟨b, w⟩", "the inner product of w with b, the mean of yx")
b_j = symbol("b_j", "b_j", "b_j", "the coordinate of b along an eigenvector")
m_j = symbol("m_j", "m_j", "m_j", "an eigenvalue of M")

RISK: Expr = Rational(1, 2) * alpha**2 * Q / nu**2 - alpha * P / nu
"""The risk, but for ½⟨y²⟩."""
_INNER = {Q: 2 * sigma_j * w_j, nu: m_j * w_j / nu, P: b_j}
SLOPE: Expr = sum((diff(RISK, x) * inner for x, inner in _INNER.items()), Rational(0))
"""∂R/∂w_j."""
SCALE_SLOPE: Expr = diff(RISK, alpha)
"""∂R/∂α."""
RADIAL: Expr = simplify(2 * Q * diff(RISK, Q) + nu * diff(RISK, nu) + P * diff(RISK, P))
"""⟨w, ∂R/∂w⟩, by the degrees of the three in w: 0, as for every scale-invariant risk."""
