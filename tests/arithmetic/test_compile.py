"""Compiled formulas compute what SymPy computes, in every arithmetic; only exact formulas compile."""

from fractions import Fraction

import mpmath
import pytest
import sympy
from flint import arb
from hypothesis import given
from hypothesis import strategies as st
from sympy import Expr, Float, I, Max, Min, Rational, Symbol, ceiling, exp, floor, log, pi, sin, sqrt

from tests.strategies import encloses
from verifier.arithmetic.arithmetics import BALLS, EXACT, INTERVALS
from verifier.arithmetic.balls import ball, precision
from verifier.arithmetic.compile import compile_map
from verifier.arithmetic.evaluate import evaluate
from verifier.arithmetic.points import POINTS

x, y, z, value = sympy.symbols("x y z value", real=True)
numbers = st.fractions(Fraction(1, 20), 20, max_denominator=20)


def leaves() -> st.SearchStrategy[Expr]:
    constants = st.fractions(-3, 3, max_denominator=6).map(
        lambda f: Rational(f.numerator, f.denominator)
    )
    return st.sampled_from([x, y, z]) | constants


def grow(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    pairs = st.tuples(inner, inner)
    return (
        pairs.map(lambda two: two[0] + two[1])
        | pairs.map(lambda two: two[0] - two[1])
        | pairs.map(lambda two: two[0] * two[1])
        | pairs.map(lambda two: two[0] / (1 + two[1] ** 2))
        | inner.map(lambda one: one**3)
        | inner.map(lambda one: 1 / (2 + one**2))
        | pairs.map(lambda two: Max(*two))
        | inner.map(abs)
    )


formulas = st.recursive(leaves(), grow, max_leaves=8)


@given(formulas, numbers, numbers, numbers)
def test_a_compiled_formula_has_the_value_that_sympy_gives_it(
    formula: Expr, at_x: Fraction, at_y: Fraction, at_z: Fraction
) -> None:
    """On exact rationals the compiled text and SymPy's substitution agree exactly."""
    compiled = compile_map({value: formula}, [x, y, z], [value]).bind(EXACT)
    at = {x: at_x, y: at_y, z: at_z}
    expected = formula.subs({k: Rational(v.numerator, v.denominator) for k, v in at.items()})

    assert compiled(at_x, at_y, at_z) == (Fraction(expected.p, expected.q),)


@given(formulas, numbers, numbers, numbers)
def test_the_same_formula_in_balls_encloses_that_value(
    formula: Expr, at_x: Fraction, at_y: Fraction, at_z: Fraction
) -> None:
    """The same source on balls contains the exact rational value."""
    program = compile_map({value: formula}, [x, y, z], [value])
    (exact,) = program.bind(EXACT)(at_x, at_y, at_z)
    with precision(60):
        (enclosure,) = program.bind(BALLS)(ball(at_x), ball(at_y), ball(at_z))

    assert encloses(arb(enclosure), exact)


def test_definitions_are_computed_in_order_once_and_only_if_needed() -> None:
    """A definition appears under its own name, before its uses; one that no output needs does not."""
    r, unused = sympy.symbols("r unused")
    program = compile_map({value: x / r + r, unused: x**5, r: sqrt(x**2 + y**2)}, [x, y], [value, r])

    assert program.source.splitlines() == [
        "def compiled(x, y):",
        "    r = sqrt(x*x + y*y)",
        "    value = r + x/r",
        "    return (value, r,)",
    ]


def test_an_argument_is_taken_as_given_even_when_it_has_a_definition() -> None:
    """What the caller carries along is not computed again."""
    program = compile_map({x: y**2, value: x + 1}, [x], [value])

    assert program.bind(EXACT)(Fraction(5)) == (6,)


@pytest.mark.parametrize(
    ("definitions", "message"),
    [({value: x + z}, "z is neither"), ({value: y, y: value}, "defined by itself")],
)
def test_a_formula_that_cannot_be_computed_is_refused(
    definitions: dict[Symbol, Expr], message: str
) -> None:
    """Unbound symbols and circular definitions are errors of the caller."""
    with pytest.raises(ValueError, match=message):
        compile_map(definitions, [x], [value])


@pytest.mark.parametrize("formula", [Float("0.1") * x, I * x, sympy.oo + x, sympy.nan, sympy.E * x])
def test_only_exact_real_formulas_compile(formula: Expr) -> None:
    """A float in a formula is a defect, not a number to round."""
    with pytest.raises(ValueError, match="not an exact real formula"):
        compile_map({value: formula}, [x], [value])


def test_an_arithmetic_must_have_the_functions_that_a_map_uses() -> None:
    """mpmath.iv is offered no logarithm, because its elementary functions are not all sound."""
    with pytest.raises(ValueError, match=r"mpmath\.iv has no function log"):
        compile_map({value: log(x)}, [x], [value]).bind(INTERVALS)


@pytest.mark.parametrize(
    "formula",
    [
        x ** Rational(3, 2) - 1 / sqrt(y),
        x**y / (1 - x) ** (-2),
        log(x) * exp(-y) + sin(pi * x),
        floor(x / y) + ceiling(x * y),
        Min(x, y, x * y) * -3 + Rational(-2, 7) * x,
        -(x + y) * (x - y) / (-x * y),
    ],
)
def test_a_formula_evaluated_in_balls_encloses_what_mpmath_computes(formula: Expr) -> None:
    """Every kind of expression is evaluated; the ball overlaps the rounded value closely."""
    at = {"x": Fraction(7, 10), "y": Fraction(29, 9)}
    with precision(100), mpmath.workprec(400), POINTS.precision(400):
        enclosure = evaluate(formula, lambda name: ball(at[name]))
        points = {x: POINTS.number(at["x"]), y: POINTS.number(at["y"])}
        program = compile_map({value: formula}, [x, y], [value])
        (point,) = program.bind(POINTS)(points[x], points[y])
        expected = sympy.lambdify((x, y), formula, "mpmath")(points[x], points[y])

        assert mpmath.almosteq(point, expected)
        assert abs(enclosure - arb(mpmath.nstr(point, 80))) < arb("1e-25")
