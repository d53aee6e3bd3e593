"""Where to look for points at which an equation is supposed that nothing makes of the other symbols.

What is looked for is more than what is supposed: that it holds there is evaluated like all the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sympy import Rational

from derivations.notation import N, a, c, lam, s
from derivations.symbols import called

omega, A, B, G = map(called, ("omega", "A_turn", "B_turn", "G_turn"))  # of the theory of any covariance
_HALF = Rational(1, 2)
SOUGHT: Mapping[tuple[str, int], tuple[Any, ...]] = {
    ("square.rising-criterion", 3): (lam * (c**2 - s**2) - 2 * c,),
    ("general.rising-criterion", 3): (lam * (G * c**2 - (A + B * c) ** 2) - 2 * A * c,),
    ("general.weight-decay", 10): (lam * (c**2 - s**2) - 2 * c * (1 - omega),),
    ("general.batchnorm-eps", 15): (lam * (c**2 - s**2) - 2 * c * (1 - omega),),
    ("general.weight-decay", 15): (lam - 2 * c, N - _HALF, c**2 - s**2 - 1 + omega, a - c),
}
"""By claim and part, counted from 1: polynomials that are to be 0."""
