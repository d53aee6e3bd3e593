"""Criterion: a formula is compiled once for each number system, and a value is that of its own formula."""

from __future__ import annotations

import pytest
from sympy import Integer, symbols

from verifier.arithmetic import evaluate as module
from verifier.arithmetic.arithmetics import BALLS
from verifier.arithmetic.balls import precision
from verifier.arithmetic.evaluate import apply, evaluate
from verifier.arithmetic.points import POINTS

x, y = symbols("x y")


@pytest.mark.parametrize("reals", [BALLS, POINTS])
def test_a_formula_has_the_value_of_its_symbols_in_either_number_system(reals):
    """Balls give balls and points give points, in whatever order they come."""
    value = evaluate(x - 2 * y, {"x": reals.number(7), "y": reals.number(3)}.__getitem__)

    assert type(value) is reals.kind and value == 1
    assert apply(x - 2 * y, reals.number(7), reals.number(3)) == 1
    assert apply(x - 2 * y, 7, reals.number(3)) == 1


def test_a_formula_without_symbols_is_a_ball_of_the_working_precision():
    """A constant is embedded anew, at the precision of the moment."""
    with precision(20):
        coarse = apply(Integer(1) / 3)
    with precision(200):
        fine = apply(Integer(1) / 3)

    assert coarse.overlaps(fine) and fine.rad() < coarse.rad()


def test_it_is_compiled_once(monkeypatch):
    """The same formula, and an equal one made anew, are compiled at the first evaluation alone."""
    compiled = []
    original = module.compile_map
    monkeypatch.setattr(module, "compile_map", lambda *given: compiled.append(given) or original(*given))
    formula = x**3 + 5 * y + 17
    for made in (formula, formula, 17 + 5 * y + x**3):
        apply(made, BALLS.number(1), BALLS.number(2))

    assert len(compiled) == 1


def test_many_formulas_are_not_mixed_up(monkeypatch):
    """When more are evaluated than are remembered each still has its own value."""
    monkeypatch.setattr(module, "_MOST", 8)
    for round_ in range(3):
        for k in range(50):
            assert apply(x + k + round_, BALLS.number(1)) == 1 + k + round_
    assert len(module._known) <= 8
