"""Data as batch normalization sees them: the norm of w in the data's covariance, and samples.

A sample x has the feature z = ⟨x, w⟩ and a target or label y; ‖w‖_Σ is the root mean square of the
features. Everything here holds for any loss; a theory adds its own in its model.
"""

from __future__ import annotations

from sympy import Expr, fraction, sqrt, together

from derivations.notation import symbol

norm = symbol("norm", r"\lVert w\rVert_\Sigma", "‖w‖", "the norm of w in the data's covariance")
w_v = symbol("w_v", r"\langle w, v\rangle_\Sigma", "⟨w, v⟩_Σ", "inner product in the data's covariance")
v_v = symbol("v_v", r"\lVert v\rVert_\Sigma^2", "‖v‖²", "the squared norm of a direction v")
eps = symbol("eps", r"\varepsilon", "ε", "a step along a line")
z = symbol("feature", r"\langle x, w\rangle", "⟨x, w⟩", "the feature of a sample x")
y = symbol("y", "y", "y", "the target or the label of a sample")
n = symbol("n", "n", "n", "the number of samples")
risk = symbol("risk", "R", "R", "the risk, the mean loss")
moved = symbol("moved", r"\lVert w+\varepsilon v\rVert_\Sigma", "‖w + εv‖", "the norm of w after a step")
NORM_ALONG: Expr = sqrt(norm**2 + 2 * eps * w_v + eps**2 * v_v)
"""‖w + εv‖_Σ."""


def numerator(difference: Expr) -> Expr:
    """The polynomial whose vanishing means ``difference = 0``, over one nonzero denominator."""
    return fraction(together(difference))[0]
