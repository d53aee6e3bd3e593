"""A rational number above κ, by certificate: κ(x) ≤ 3293/5000 for all x ≥ 0.

The maximum of κ is 0.65851… (in balls); this is 0.6586.  With p the Taylor polynomial
of e^x of order 9, g = σ(−x) obeys g(1 + p) ≤ 1 (derivations.sigmoid.exponential).  For G = g(1 + p) and
S = 1 − G ≥ 0,
    (1 + p)²(K − κ(x)) = Q(x) + S(x(1 + p) + x²(p − 1)) + S²x²,   Q = K(1 + p)² − x(1 + p) − x²p,
and Q, which is almost 0 near the maximum of κ, is (x − a)²R(x) + Q'(a)x + (Q(a) − aQ'(a)), where R has
no negative coefficient.
"""

from __future__ import annotations

from sympy import Expr, Ge, Integer, Poly, Rational, div

from derivations.notation import alpha, plain, unprinted
from derivations.proof import Condition, Proof, Term
from derivations.sigmoid.chords import lemma
from derivations.sigmoid.exponential import exponential_above, taylor
from derivations.sigmoid.flow import Point, Reflected, Zero
from derivations.sigmoid.kappa import KAPPA, g, in_g

CEILING = Rational(3293, 5000)
"""K."""
ORDER = 9
"""The order of the Taylor polynomial."""
TOUCH = Rational(5073, 2500)
"""a, close to where κ is largest."""
_X = unprinted("x_taylor", "the variable of a Taylor polynomial")


def remainder(ceiling: Expr, order: int) -> Poly:
    """Q, as a polynomial in x."""
    p = taylor(order, _X)
    return Poly(ceiling * (1 + p) ** 2 - _X * (1 + p) - _X**2 * p, _X)


def establish_ceiling(proof: Proof, point: Point) -> str:
    """Add κ(−z) ≤ ``CEILING`` for a tied ``point`` (z, σ(z)) with z ≤ 0; return the step's name."""
    z, pull = point
    x = -z
    p = taylor(ORDER, x)
    positive: Condition = Ge(x, 0, evaluate=False)
    below = lemma(proof, exponential_above(ORDER), [Reflected(point), Zero()])
    grown = proof.positive(
        f"1 + p positive at {plain(x)}",
        1 + p,
        given=[positive],
        terms=[(1, [], 1), *_polynomial(Poly(taylor(ORDER, _X), _X), positive, [], Integer(1))],
        because="p has positive coefficients.",
    )
    short = proof.conclusions[below]
    q = remainder(CEILING, ORDER)
    value, slope = q.eval(TOUCH), q.diff().eval(TOUCH)
    rest, zero = div(q - slope * Poly(_X - TOUCH, _X) - value, Poly((_X - TOUCH) ** 2, _X))
    if not zero.is_zero or min(rest.all_coeffs()) < 0 or slope < 0 or value < TOUCH * slope:
        raise ValueError("Q is not a sum of nonnegative terms in this way")
    factor = Poly(2 * _X * (1 + taylor(ORDER, _X)) + 2 * _X**2 * (taylor(ORDER, _X) - 1), _X)
    return proof.positive(
        f"κ at most {CEILING} at {plain(x)}",
        CEILING - in_g(KAPPA).subs({alpha: x, g: pull}, simultaneous=True),
        given=[positive],
        lemmas=[below, grown],
        multiplier=[proof.conclusions[grown]] * 2,
        terms=[
            *_polynomial(rest, positive, [], x - TOUCH),
            (slope, [positive], 1),
            (value - TOUCH * slope, [], 1),
            *_polynomial(factor, positive, [short], Integer(1)),
            (4, [short, short], x),
        ],
        strict=False,
        because="Times (1 + p)², a sum of nonnegative terms.",
    )


def _polynomial(poly: Poly, positive: Condition, factors: list[Condition], square: Expr) -> list[Term]:
    """The terms of poly(x)·Π factors·square², where x ≥ 0 is the condition ``positive``."""
    x = positive.lhs
    return [
        (weight, [*factors, *([positive] if power % 2 else [])], x ** (power // 2) * square)
        for (power,), weight in poly.terms()
    ]
