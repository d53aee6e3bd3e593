"""Taylor's inequalities for e^x, proved for the kernel: σ knows e^x, as e^x = σ(x)/(1 − σ(x)).

Let v = σ(x), v_0 = σ(x_0), and p_n the Taylor polynomial of e^δ at δ = x − x_0.  The sign of
e^x − e^{x_0}p_n(δ) is that of T_n = v(1 − v_0) − (1 − v)v_0p_n(δ).  It vanishes at x_0, and its rate is
(1 − v)(T_{n−1} + v v_0 δⁿ/n!), so that T_n ≥ 0 to the right of x_0 and (−1)^{n+1}T_n ≥ 0 to the left.
"""

from __future__ import annotations

from sympy import Expr, Gt, Integer, Rational, factorial

from derivations.proof import Condition, Proof
from derivations.sigmoid import flow
from derivations.sigmoid.chords import L0, X0, Bound, L, X, given_at, lemma, v, v0, x, x0
from derivations.sigmoid.facts import TANGENT, slope
from derivations.sigmoid.flow import Fact, Reflected

ORDER = 3
"""The n that the recursion of the scale needs."""


def taylor(n: int, shift: Expr) -> Expr:
    """p_n, the Taylor polynomial of the exponential, at ``shift``."""
    return sum((shift**i / factorial(i) for i in range(n + 1)), Integer(0))


def _remainder(n: int) -> Expr:
    """T_n."""
    return v * (1 - v0) - (1 - v) * v0 * taylor(n, x - x0)


def _rate(n: int) -> str:
    if n == 0:
        return "Its rate is v(1 − v), up to sign."
    return f"Its rate is (1 − v)(T_{n - 1} + v v_0 δ^{n}/{factorial(n)}), up to sign."


def _bound(n: int, *, right: bool) -> Bound:
    """T_n ≥ 0 for x ≥ x_0, or (−1)^{n+1}T_n ≥ 0 for x ≤ x_0."""
    sign = 1 if right else (-1) ** (n + 1)
    side = "right" if right else "left"
    fact = Fact(
        f"exponential against p_{n}, to the {side}", sign * _remainder(n), (X, X0),
        direction="forward" if right else "backward",
    )  # fmt: skip

    def rate(proof: Proof, name: str) -> str:
        moved = x - x0 if right else x0 - x
        order: Condition = Gt(moved, 0, evaluate=False)
        below = [lemma(proof, _bound(n - 1, right=right), (X, X0))] if n else []
        size = [1 - v > 0, v > 0, *([v0 > 0] if n else [])]
        factors = [*size, *([order] if n % 2 else [])]
        return proof.positive(
            name,
            (1 if right else -1) * flow.rate(fact.target, X),
            given=[order, *given_at([X, X0])],
            lemmas=below,
            terms=[
                (Rational(1, factorial(n)), factors, moved ** (n // 2)),
                *((1, [1 - v > 0, proof.conclusions[cited]], 1) for cited in below),
            ],
            strict=False,
            because=f"Let δ = x − x_0, v = σ(x), v_0 = σ(x_0) and T_{n} = v(1 − v_0) − (1 − v)v_0 p_{n}(δ) "
            f"with p_{n} the Taylor polynomial of e^δ of degree {n}.  " + _rate(n),
        )

    return Bound(fact.name, (fact,), f"So the exponential is on its side of p_{n}.", (rate,))


def exponential_above(n: int) -> Bound:
    """e^x ≥ e^{x_0} p_n(x − x_0) for x ≥ x_0."""
    return _bound(n, right=True)


def exponential_to_the_left(n: int) -> Bound:
    """e^x ≥ e^{x_0} p_n(x − x_0) for x ≤ x_0, if n is odd; ≤ if it is even."""
    return _bound(n, right=False)


EXP_ABOVE = exponential_above(ORDER)
"""e^x ≥ e^{x_0} p_3(x − x_0) for x ≥ x_0."""
EXP_BELOW = exponential_to_the_left(ORDER)
"""The same for x ≤ x_0."""


def _concave(proof: Proof, name: str) -> str:
    first: Condition = x0 >= 0
    order: Condition = Gt(x - x0, 0, evaluate=False)
    both = proof.positive(
        f"{name}, points on the right of 0", x + x0, given=[first, order],
        terms=[(1, [order], 1), (2, [first], 1)], strict=False, because="Neither point is negative.",
    )  # fmt: skip
    below = lemma(proof, TANGENT, [Reflected(X), Reflected(X0)])
    return proof.positive(
        name,
        v0 + slope(v0) * (x - x0) - v,
        given=[first, order],
        lemmas=[both, below],
        terms=[(1, [proof.conclusions[below]], 1)],
        strict=False,
        because="To the right of 0 σ is concave, so it stays below its tangents.",
    )


SOFTPLUS_BELOW = Bound(
    "ln(1 + e^x) below its parabola",
    (
        Fact(
            "ln(1 + e^x) below its parabola",
            v0 * (x - x0) + slope(v0) * (x - x0) ** 2 / 2 - (L + x - L0 - x0),
            ((x, v, L), (x0, v0, L0)),
            assumed=(x0 >= 0,),
        ),
    ),
    "Integrated, with ln(1 + e^x) = ℓ(x) + x, whose derivative is σ.",
    (_concave,),
)
"""ln(1 + e^x) ≤ ln(1 + e^{x_0}) + σ(x_0)δ + σ'(x_0)δ²/2 for x ≥ x_0 ≥ 0."""
