"""σ to the second order: the remainder of Taylor's theorem from |σ'''| ≤ 1/8.

With u = x − x₀ and e = σ(x) − σ(x₀), e − σ'(x₀)u − ½σ''(x₀)u² lies between −u³/48 and u³/48; times u this
holds in either order of the points.
"""

from __future__ import annotations

from collections.abc import Callable

from sympy import Expr, Gt, Rational

from derivations.proof import Proof, Term
from derivations.sigmoid import flow
from derivations.sigmoid.chords import X0, Bound, X, chord, given_at, integral, lemma, v, v0, x, x0
from derivations.sigmoid.facts import slope
from derivations.sigmoid.flow import Fact

LARGEST = Rational(1, 8)
"""The largest |σ'''|."""
WAY: Expr = x - x0


def second(g: Expr) -> Expr:
    """σ'' where σ = g."""
    return slope(g) * (1 - 2 * g)


def _third_derivative(side: int) -> Callable[[Proof, str], str]:
    """The sequent that 1/8 ± σ''' ≥ 0."""
    w, ends = slope(v), given_at([X])
    near = v - Rational(1, 2)
    above: list[Term] = [(Rational(1, 2), [], near), (6, ends, near)]
    below: list[Term] = [(6, [], w - Rational(1, 12)), (Rational(1, 12), [], 1)]

    def add(proof: Proof, name: str) -> str:
        return proof.positive(
            name, LARGEST + side * w * (1 - 6 * w), given=ends, terms=above if side > 0 else below,
            strict=False,
            because="With w = σ' ≤ 1/4 and σ''' = w(1 − 6w): 1/8 + σ''' = (1/4 − w)(6w + 1/2), and "
            "1/8 − σ''' = 6(w − 1/12)² + 1/12.",
        )  # fmt: skip

    return add


def _remainder(side: int) -> Bound:
    """±u(e − σ'(x₀)u − ½σ''(x₀)u²) + u⁴/48 ≥ 0, in either order."""
    which = "above" if side > 0 else "below"
    bend = chord(
        f"σ'' from {which}", side * (second(v) - second(v0)) + LARGEST * WAY, _third_derivative(side),
        "So σ'' changes at most at the rate 1/8,",
    )  # fmt: skip
    tilt = integral(
        f"σ' from {which}",
        side * (slope(v) - slope(v0) - second(v0) * WAY) + LARGEST * WAY**2 / 2,
        bend,
        "and, integrated, σ' is off its tangent by at most u²/16;",
    )
    error = side * (v - v0 - slope(v0) * WAY - second(v0) * WAY**2 / 2) + LARGEST * WAY**3 / 6

    def integrated(proof: Proof, name: str) -> str:
        cited = lemma(proof, tilt, (X, X0))
        return proof.positive(
            name, flow.rate(error, X), lemmas=[cited], terms=[(1, [proof.conclusions[cited]], 1)],
            strict=False,
        )  # fmt: skip

    rising, falling = (
        Bound(
            f"second order from {which}, {direction}",
            (Fact(f"second order from {which}, {direction}", sign * error, (X, X0), direction),),
            "once more, the parabola is off by at most u³/48",
            (integrated,),
        )
        for direction, sign in (("forward", 1), ("backward", -1))
    )

    def product(direction: str, ordered: Bound) -> Callable[[Proof, str], str]:
        forward = direction == "forward"
        order = Gt(WAY if forward else -WAY, 0, evaluate=False)

        def add(proof: Proof, name: str) -> str:
            lemmas = [lemma(proof, ordered, (X, X0)), lemma(proof, tilt, (X, X0))]
            cubic, square = (proof.conclusions[cited] for cited in lemmas)
            return proof.positive(
                name, (1 if forward else -1) * flow.rate(error * WAY, X), given=[order], lemmas=lemmas,
                terms=[(1, [cubic], 1), (1, [order, square], 1)], strict=False,
            )  # fmt: skip

        return add

    name = f"second order from {which}, either order"
    pairs = (("forward", rising), ("backward", falling))
    return Bound(
        name,
        tuple(Fact(f"{name}, {way}", error * WAY, (X, X0), way) for way, _ in pairs),
        "and times u this holds in either order.",
        tuple(product(way, ordered) for way, ordered in pairs),
    )


SECOND_ORDER_ABOVE, SECOND_ORDER_BELOW = _remainder(1), _remainder(-1)
