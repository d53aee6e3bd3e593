"""The heavy ball, v' = βv − η∂R/∂w, w' = w + v', beside the aligned direction and with λ as it is there.

``general.momentum`` proves that a displacement along an eigenvector of M = Σ − bbᵀ/ρ² obeys this recursion
to first order; for β = 0 it is that of ``general.linear-threshold``.
"""

from __future__ import annotations

from sympy import Expr, Ge, Gt

from derivations.notation import at_next, symbol
from derivations.proof import System

beta = symbol("beta_heavy", r"\beta", "β", "momentum, the share of the last step that is taken again")
K = symbol("K_heavy", "K", "K", "λ_∗κ, the pull back along an eigenvector of M")
x = symbol("x_heavy", "x", "x", "the displacement along an eigenvector of M")
y = symbol("y_heavy", "y", "y", "the displacement one step before")

FOLLOWS: Expr = (1 + beta - K) * x - beta * y
"""The displacement one step later."""
EDGE: Expr = 2 * (1 + beta)
"""What K must not reach."""
ROOM = Gt(EDGE - K, 0, evaluate=False)
BEYOND = Ge(K - EDGE, 0, evaluate=False)
RECURSION = at_next(x) - FOLLOWS
SHIFT = at_next(y) - x

ANY = System(
    name="any displacement", state=(x, y), parameters=(K, beta), conditions=(beta >= 0, beta < 1),
    relations=(RECURSION, SHIFT), tracked=(x, y),
)  # fmt: skip
STABLE = ANY.with_more("pulled back", conditions=(K > 0, ROOM))

MODEL = (RECURSION, SHIFT)
"""What the symbols mean."""
