"""Programs for mpmath's points without its number objects give the same numbers, bit for bit."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
import sympy
from hypothesis import example, given
from hypothesis import strategies as st
from mpmath.libmp import mpf_add

from verifier.arithmetic import unwrapped as module
from verifier.arithmetic.compile import CompiledMap, compile_map
from verifier.arithmetic.points import POINTS
from verifier.arithmetic.reals import load
from verifier.dynamics.model import load_model, load_program
from verifier.loss import Loss
from verifier.studies.losses import LOGISTIC, SQUARE

X, Y, Z = sympy.symbols("x y z")
sinhc = sympy.Function("sinhc")
FORMULA = (
    sympy.sqrt(X - Y) / (2 + X * Y)
    - sympy.exp(-X) * sympy.cosh(Y)
    + sinhc(X) * sympy.sinh(X)
    + sympy.Max(X, Y, sympy.Rational(1, 3)) * sympy.sin(X)
)


def both_ways(program: CompiledMap) -> list[Callable[..., Any]]:
    """A program with mpmath's own numbers, and without."""
    names: dict[str, Any] = {f"_{n}": POINTS.integer(n) for n in program.integers}
    names |= {name: POINTS.functions[name] for name in program.functions}
    return [load(program.source, "wrapped", names), program.bind(POINTS)]


def held(values: Any) -> list[Any]:
    """What the numbers hold, by which also two that are not finite can be told to be the same."""
    return [value._mpf_ for value in values]


@pytest.mark.parametrize("loss", [SQUARE, LOGISTIC])
@pytest.mark.parametrize("bits", [53, 104, 1000])
def test_a_run_is_the_same(loss: Loss, bits: int) -> None:
    """Every output of every step, at any precision."""
    program, model = load_program(loss), load_model(loss, POINTS)
    with POINTS.precision(bits):
        wrapped, bare = both_ways(program.step)
        for instance in (loss.listed[3], loss.listed[12]):
            rate, state = POINTS.number(instance.h), model.start(instance)
            for _ in range(40):
                outputs = wrapped(rate, *state)
                assert held(bare(rate, *state)) == held(outputs)
                state = outputs[: len(state)]


@given(*[st.fractions(min_value=-9, max_value=9, max_denominator=10**6)] * 2)
@example(Fraction(0), Fraction(1))
@example(Fraction(1), Fraction(2))
def test_a_formula_is_the_same_where_it_is_defined_and_where_it_is_not(x: Fraction, y: Fraction) -> None:
    """Also where a root is not real, and where sinh(z)/z is at 0."""
    program = compile_map({Z: FORMULA}, [X, Y], [Z])
    with POINTS.precision(120):
        wrapped, bare = both_ways(program)
        values = POINTS.number(x), POINTS.number(y)
        assert held(bare(*values)) == held(wrapped(*values))


def test_integers_may_be_given() -> None:
    """They are exact numbers; what divides by 0 breaks either way."""
    quotient = compile_map({Z: X / Y}, [X, Y], [Z])
    for function in both_ways(quotient):
        (found,) = function(POINTS.number(1), 4)
        assert found == POINTS.number(Fraction(1, 4))
        with pytest.raises(ZeroDivisionError):
            function(POINTS.number(1), POINTS.number(0))


def test_the_precision_is_that_of_the_call() -> None:
    """Not that at which the program was loaded."""
    _, bare = both_ways(compile_map({Z: X / 3}, [X], [Z]))
    for bits in (60, 200):
        with POINTS.precision(bits):
            (third,) = bare(POINTS.number(1))
            assert third == POINTS.number(Fraction(1, 3))


def test_a_wrong_operator_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison above is not empty: with + for −, a run differs in its first step."""
    monkeypatch.setitem(module._LIBMP, "_sub", mpf_add)
    program, instance = load_program(SQUARE).step, SQUARE.listed[3]
    with POINTS.precision(104):
        rate, state = POINTS.number(instance.h), load_model(SQUARE, POINTS).start(instance)
        wrapped, bare = both_ways(program)
        assert held(bare(rate, *state)) != held(wrapped(rate, *state))


@pytest.mark.parametrize(
    "source",
    [
        "def compiled(x):\n    return x\n",
        "def compiled(x):\n    return (x**x,)\n",
        "def compiled(x):\n    return (+x,)\n",
    ],
)
def test_other_text_is_refused(source: str) -> None:
    """Only what the compiler writes is rewritten."""
    with pytest.raises(ValueError, match="no program"):
        POINTS.loaded(source, "other", {})
