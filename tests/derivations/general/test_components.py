"""The numbers A, B, G against the components of w, for matrices that are not diagonal, in exact rationals.

Correctness criterion: with Σ = MMᵀ, w and u such that ‖w‖_Σ is rational and ‖u‖_Σ = 1, one step of
w' = w + λ‖w‖_Σ Σ(u − cŵ) has the norms, the angle and the rise that the formulas say.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sympy import Expr, Matrix, Rational, eye

from derivations.general.cone_invariance import GENTLE
from derivations.general.model.system import EUCLIDEAN, GROWTH, MIDDLE, TURNED, A, B, G, L, X, ell
from derivations.general.rising_criterion import MARGIN
from derivations.notation import N, c, lam, s

Vector = Sequence[Fraction]
RATIONAL = st.fractions(min_value=-3, max_value=3, max_denominator=6)
RATE = st.fractions(min_value=Fraction(1, 20), max_value=6, max_denominator=20)


def unit(point: Vector) -> list[Any]:
    """A rational vector of length 1, by stereographic projection."""
    square = sum(x * x for x in point)
    return [*(2 * x / (1 + square) for x in point), (1 - square) / (1 + square)]


class Step:
    """One step: what the formulas speak of, from the components."""

    def __init__(self, M: Matrix, y: Matrix, z: Matrix, rate: Rational) -> None:
        sigma, back = M * M.T, M.T.inv()
        r = Rational(1)
        w, u = back * y, back * z
        cosine = (w.T * sigma * u)[0]
        tangent = u - cosine * w
        after = w + rate * r * sigma * tangent
        form = lambda x, y, power=1: (x.T * sigma**power * y)[0]  # noqa: E731
        self.sigma = sigma
        self.values: dict[Any, Any] = {
            c: cosine, N: form(w, w), X: (w.T * w)[0], lam: rate, s: None,
            A: form(tangent, tangent, 2), B: form(w, tangent, 2), G: form(tangent, tangent, 3),
        }  # fmt: skip
        self.after = {N: form(after, after), X: (after.T * after)[0], "p": form(after, u)}
        self.sine_squared = form(tangent, tangent)

    def put(self, expression: Expr) -> Expr:
        """An expression at the state before the step."""
        known = {x: value for x, value in self.values.items() if value is not None}
        return expression.expand().subs(s**2, self.sine_squared).subs(known)

    @property
    def rises(self) -> bool:
        """cos²θ' < cos²θ, multiplied out."""
        return bool(self.after["p"] ** 2 < self.values[c] ** 2 * self.after[N])


@st.composite
def steps(draw: st.DrawFn, near: bool = False) -> Step:
    """One step in two to four dimensions, from an acute angle; a small one if ``near``."""
    d = draw(st.integers(2, 4))
    rows = [[Rational(draw(RATIONAL)) for _ in range(d)] for _ in range(d)]
    M = Matrix(rows) + 4 * eye(d) * draw(st.sampled_from([0, 1]))
    assume(M.det() != 0)
    points = [[draw(RATIONAL) for _ in range(d - 1)] for _ in range(2)]
    if near:
        points[1] = [x + y / 100 for x, y in zip(*points, strict=True)]
    y, z = (Matrix([Rational(x) for x in unit(point)]) for point in points)
    step = Step(M, y, z, Rational(draw(RATE)))
    assume(step.values[c] > 0 and step.sine_squared > 0)
    return step


def bounds(step: Step) -> dict[Any, Rational]:
    """ℓ and L, a little outside of the spectrum, by exact signs of leading minors."""
    d = step.sigma.rows
    above = step.sigma.trace()
    for _ in range(12):
        closer = above * Rational(9, 10)
        if (closer * eye(d) - step.sigma).is_positive_definite:
            above = closer
    below = step.sigma.det() / above ** (d - 1)
    return {L: above, ell: below}


@given(step=steps())
def test_a_step_is_what_its_numbers_say(step: Step) -> None:
    """Both norms and the angle after a step."""
    assert step.after[N] == step.put(N * GROWTH)
    assert step.after[X] == step.put(EUCLIDEAN)
    assert step.after["p"] == step.put(TURNED)


@given(step=st.one_of(steps(), steps(near=True)))
def test_the_direction_rises_by_the_criterion(step: Step) -> None:
    """Exactly where the margin is positive."""
    assert step.rises == bool(step.put(MARGIN) > 0)


@given(step=st.one_of(steps(), steps(near=True)))
def test_the_spectrum_bounds_a_step(step: Step) -> None:
    """A rise needs λLc > 2, a gentle step keeps c > 0, and ℓs² is at most what B and A leave."""
    values = bounds(step)
    if step.rises:
        assert step.values[lam] * values[L] * step.values[c] > 2
    if step.put(GENTLE.lhs).subs(values) > 0:
        assert step.after["p"] > 0
    assert step.put(MIDDLE.lhs).subs(values) >= 0


def at(sigma: Sequence[Any], w: Sequence[Any], u: Sequence[Any], rate: Any) -> Step:
    """A step for a diagonal Σ, ŵ and u of Σ-norm 1."""
    M = Matrix.diag(*(Rational(x) for x in sigma)) ** Rational(1, 2)
    y, z = (M * Matrix([Rational(x) for x in vector]) for vector in (w, u))
    return Step(M, y, z, Rational(rate))


def test_a_step_that_is_hardly_too_fast_turns_past_a_right_angle() -> None:
    """The counterexample without gentle steps: cos θ' = 0, at λ(L − ℓ)cos θ < 21/5."""
    step = at((1, 10**4), ("11/61", "3/305"), ("60/61", "11/6100"), "122793/104926640")

    assert step.after["p"] == 0
    assert 4 < step.values[lam] * 9999 * step.values[c] < Rational(21, 5)


@pytest.mark.parametrize("rate", ["2/25"])
def test_below_the_threshold_for_whitened_data_it_may_rise(rate: str) -> None:
    """The counterexample to the conditions for whitened data: λ = 2/25, and tan θ goes to 2025/518."""
    step = at((1, 100), ("4/5", "3/50"), (1, 0), rate)
    p, n = step.after["p"], step.after[N]

    assert step.sine_squared / step.values[c] ** 2 == Rational(9, 16)
    assert (n - p**2) / p**2 == Rational(2025, 518) ** 2
    assert step.rises
