"""Inequalities between values of σ and ℓ at any two points: monotone, chords, tangents, Taylor, the loss.

Each is a ``Bound``: ``lemma`` says it of particular points, ``everywhere`` of every state of a system.
Here x is the moving point, x₀ where it starts, y one more; σ' stands for σ(1 − σ).
"""

from __future__ import annotations

from collections.abc import Callable

from sympy import Eq, Expr, Gt, Rational

from derivations.notation import symbol
from derivations.proof import Proof
from derivations.sigmoid import flow
from derivations.sigmoid.chords import (
    L0,
    X0,
    Bound,
    L,
    X,
    Y,
    chord,
    everywhere,
    given_at,
    integral,
    lemma,
    product,
    product_of_two,
    v,
    v0,
    v_y,
    x,
    x0,
    y,
)
from derivations.sigmoid.flow import Fact, Reflected

__all__ = [
    "BETWEEN", "CHORD_ABOVE", "CHORD_ABOVE_PRODUCT", "CHORD_BELOW", "CHORD_BELOW_PRODUCT",
    "CHORD_LEFT", "CHORD_LEFT_PRODUCT", "KAPPA", "LEFT", "LIPSCHITZ", "LOSS_ABOVE_PARABOLA",
    "LOSS_BELOW_PARABOLA", "LOSS_CONVEX", "MONOTONE", "MONOTONE_PRODUCT", "SLOPES", "SLOPE_FALLS",
    "SLOPE_RISES", "TANGENT", "TAYLOR_ABOVE", "TAYLOR_BELOW", "Bound", "everywhere", "kap", "lemma",
    "slope",
]  # fmt: skip

kap = symbol("kap", r"\sigma''_{\max}", "max|σ″|", "the largest |σ″|")
KAPPA = (Gt(kap, 0), Eq(108 * kap**2, 1))
"""1/(6√3) is the largest |σ''|."""


def slope(g: Expr) -> Expr:
    """σ' where σ = g."""
    return g * (1 - g)


def _increases(proof: Proof, name: str) -> str:
    return proof.positive(
        name, slope(v), given=given_at([X]), terms=[(1, given_at([X]), 1)], strict=False,
        because="σ' = σ(1 − σ) is positive,",
    )  # fmt: skip


def _at_most_a_quarter(proof: Proof, name: str) -> str:
    return proof.positive(
        name, Rational(1, 4) - slope(v), terms=[(1, [], v - Rational(1, 2))], strict=False,
        because="σ' = σ(1 − σ) is at most 1/4,",
    )  # fmt: skip


MONOTONE = chord("σ increases", v - v0, _increases, "so σ increases.")
MONOTONE_PRODUCT = product("σ increases, either order", MONOTONE)
CHORD_ABOVE = chord(
    "σ rises by a quarter at most", (x - x0) / 4 - (v - v0), _at_most_a_quarter,
    "so a chord of σ rises by at most a quarter of its run.",
)  # fmt: skip
CHORD_ABOVE_PRODUCT = product("σ rises by a quarter at most, either order", CHORD_ABOVE)
LIPSCHITZ = product_of_two(
    "a chord of σ between 0 and a quarter", CHORD_ABOVE, MONOTONE,
    "A chord has both slopes 0 and 1/4 on its sides.",
)  # fmt: skip

BETWEEN = (x - y >= 0, x0 - y >= 0, -y - x >= 0, -y - x0 >= 0)
"""Both points in [y, −y]."""


def _steeper_than_at(proof: Proof, name: str) -> str:
    above, below = lemma(proof, MONOTONE, [X, Y]), lemma(proof, MONOTONE, [Reflected(Y), X])
    return proof.positive(
        name, slope(v) - slope(v_y), given=list(BETWEEN), lemmas=[above, below],
        terms=[(1, [proof.conclusions[above], proof.conclusions[below]], 1)], strict=False,
        because="σ' − σ'(y) = (σ − σ(y))(1 − σ(y) − σ), where σ(y) ≤ σ ≤ σ(−y) = 1 − σ(y),",
    )  # fmt: skip


CHORD_BELOW = chord(
    "σ rises by σ'(y) at least within |y|", (v - v0) - slope(v_y) * (x - x0), _steeper_than_at,
    "so within [y, −y] every chord of σ is at least as steep as σ at the ends.",
    points=(X, X0, Y), assumed=BETWEEN,
)  # fmt: skip
CHORD_BELOW_PRODUCT = product("σ rises by σ'(y) at least within |y|, either order", CHORD_BELOW)
SLOPES = product_of_two(
    "a chord of σ between σ'(y) and a quarter", CHORD_ABOVE, CHORD_BELOW,
    "A chord within [y, −y] lies between both slopes.",
)  # fmt: skip

LEFT = (y - x >= 0, y - x0 >= 0, -y >= 0)
"""Both points in (−∞, y], where y ≤ 0."""


def _flatter_than_at(proof: Proof, name: str) -> str:
    mirrored = f"{name}, on the left of −y"
    proof.positive(
        mirrored, -y - x, given=[LEFT[0], LEFT[2]], terms=[(1, [LEFT[0]], 1), (2, [LEFT[2]], 1)],
        strict=False, because="On the left of y ≤ 0, and so of −y:", main=False,
    )  # fmt: skip
    above, below = lemma(proof, MONOTONE, [Y, X]), lemma(proof, MONOTONE, [Reflected(Y), X])
    return proof.positive(
        name, slope(v_y) - slope(v), given=list(LEFT), lemmas=[mirrored, above, below],
        terms=[(1, [proof.conclusions[above], proof.conclusions[below]], 1)], strict=False,
        because="On the left of y ≤ 0, σ'(y) − σ' = (σ(y) − σ)(1 − σ(y) − σ) is a product of two "
        "nonnegative numbers,",
    )  # fmt: skip


CHORD_LEFT = chord(
    "σ rises by σ'(y) at most left of y", slope(v_y) * (x - x0) - (v - v0), _flatter_than_at,
    "so there no chord of σ is steeper than σ at y.",
    points=(X, X0, Y), assumed=LEFT,
)  # fmt: skip
CHORD_LEFT_PRODUCT = product("σ rises by σ'(y) at most left of y, either order", CHORD_LEFT)


def _second_derivative(side: int) -> Callable[[Proof, str], str]:
    def add(proof: Proof, name: str) -> str:
        u, one = slope(v), Rational(1)
        bend = side * u * (1 - 2 * v)
        return proof.positive(
            name, kap - bend, given=[KAPPA[0], *given_at([X])], relations=[108 * kap**2 - 1],
            multiplier=[KAPPA[0]], strict=False,
            terms=[
                (one / 2, [], kap - bend), (2, given_at([X]), u - one / 6), (one / 6, [], u - one / 6),
            ],
            because=f"{'' if side > 0 else '−'}σ'' is at most 1/(6√3): with u = σ' and σ'' = u(1 − 2σ), "
            "1/108 − σ''² = 1/108 − u²(1 − 4u) = (u − 1/6)²(4u + 1/3) ≥ 0,",
        )  # fmt: skip

    return add


def _bend(side: int) -> Bound:
    which = "rises" if side > 0 else "falls"
    return chord(
        f"σ' {which} by 1/(6√3) at most", kap * (x - x0) - side * (slope(v) - slope(v0)),
        _second_derivative(side), f"so σ' {which} at most at that rate.",
        assumed=KAPPA, parameters=(kap,),
    )  # fmt: skip


SLOPE_RISES, SLOPE_FALLS = _bend(1), _bend(-1)
_REMAINDER = v - v0 - slope(v0) * (x - x0)
TAYLOR_ABOVE = integral(
    "σ below its tangent plus a parabola", kap * (x - x0) ** 2 / 2 - _REMAINDER, SLOPE_RISES,
    "Integrated: σ exceeds its tangent by at most (x − x₀)²/(12√3),",
)  # fmt: skip
TAYLOR_BELOW = integral(
    "σ above its tangent minus a parabola", kap * (x - x0) ** 2 / 2 + _REMAINDER, SLOPE_FALLS,
    "and falls short of it by at most as much.",
)  # fmt: skip
_LOSS_REMAINDER = L - L0 + (1 - v0) * (x - x0)
LOSS_CONVEX = integral(
    "ℓ above its tangents", _LOSS_REMAINDER, MONOTONE,
    "ℓ' = −(1 − σ) increases, so ℓ lies above its tangents.",
)  # fmt: skip
LOSS_ABOVE_PARABOLA = integral(
    "ℓ above a parabola within |y|", _LOSS_REMAINDER - slope(v_y) * (x - x0) ** 2 / 2, CHORD_BELOW,
    "Within [y, −y] the second derivative of ℓ, which is σ', is at least σ'(y).",
)  # fmt: skip
LOSS_BELOW_PARABOLA = integral(
    "ℓ below a parabola", (x - x0) ** 2 / 8 - _LOSS_REMAINDER, CHORD_ABOVE,
    "The second derivative of ℓ is at most 1/4 everywhere.",
)  # fmt: skip


def _above_its_tangent(direction: str) -> tuple[Fact, Callable[[Proof, str], str]]:
    """σ ≥ σ(x₀) + σ'(x₀)(x − x₀) where x₀ ≤ 0 and x ≤ −x₀."""
    forward = direction == "forward"
    order = Gt(x - x0 if forward else x0 - x, 0, evaluate=False)
    assumed = -x0 - x >= 0 if forward else -x0 >= 0
    fact = Fact(f"σ above its tangents, {direction}", _REMAINDER, (X, X0), direction, (assumed,))

    def add(proof: Proof, name: str) -> str:
        lemmas = [lemma(proof, MONOTONE, [X, X0] if forward else [X0, X])]
        lemmas.append(lemma(proof, MONOTONE, [Reflected(X0), X]))
        steep = [proof.conclusions[cited] for cited in lemmas]
        if not forward:
            lemmas.insert(0, proof.positive(
                f"{name}, on the left of −x₀", -x0 - x, given=[order, assumed], strict=False,
                terms=[(1, [order], 1), (2, [assumed], 1)],
                because="On the left of x₀ ≤ 0, and so of −x₀:", main=False,
            ))  # fmt: skip
        return proof.positive(
            name, (1 if forward else -1) * flow.rate(_REMAINDER, X), given=[order, assumed],
            lemmas=lemmas, terms=[(1, steep, 1)], strict=False,
            because="The rate, for the sign of x − x₀ in question:", main=False,
        )  # fmt: skip

    return fact, add


_TANGENTS = [_above_its_tangent(direction) for direction in ("forward", "backward")]
TANGENT = Bound(
    "σ above its tangents", tuple(fact for fact, _ in _TANGENTS),
    "σ' − σ'(x₀) = (σ − σ(x₀))(1 − σ − σ(x₀)) has the sign of x − x₀ as long as x ≤ −x₀: left of 0, σ is "
    "convex.",
    tuple(rate for _, rate in _TANGENTS),
)  # fmt: skip
