"""What the kernel accepts is true of numbers and runs; what it would be false to accept is noticed.

The criterion: every step of every toy survives random values and tiny runs, on some of which what it
supposes holds; and each toy's conclusion, bent a little, does not survive.
"""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.kernel.build import Json, accepted, changed
from tests.kernel.falsify import Falsifier
from tests.kernel.toys import AFTER, ALGEBRA, AVERAGE, CASES, DEDUCE, ENDS, EVENTS, FLOW, PARTS, TIME, TOYS

STEPS = [(toy, one["name"]) for toy, whole in TOYS.items() for one in whole["steps"]]


@pytest.mark.parametrize("toy, name", STEPS)
def test_no_numbers_and_no_run_break_an_accepted_step(toy: str, name: str) -> None:
    """And some meet its hypotheses, so that it could have been broken."""
    whole = TOYS[toy]
    falsifier = Falsifier(seed=1)
    assert falsifier.broken(accepted(changed(whole, name)), whole["variables"]) is None
    assert falsifier.met


def _with(whole: Json, name: str, **fields: Any) -> tuple[Json, list[str]]:
    statement = accepted(changed(whole, name))
    return copy.deepcopy(statement) | fields, whole["variables"]


def _within(*path: Any, to: Any) -> tuple[Json, list[str]]:
    """A statement of the toys, with one place in it changed."""
    whole, name, *places = path
    statement, variables = _with(whole, name)
    inner = statement
    for place in places[:-1]:
        inner = inner[place]
    inner[places[-1]] = to
    return statement, variables


FALSE = [
    _with(ALGEBRA, "square", then=[["x**2 - 2*x*y + y**2", ">"]]),
    _with(ALGEBRA, "sum", given=[["x", ">="], ["y", ">="]]),
    _with(ALGEBRA, "divided", given=[["z*x - z*y", "="]]),
    _with(DEDUCE, "unless", then=[{"if": [["y", ">="]], "then": ["x - y", ">"]}]),
    _with(CASES, "either", then=[["x**2", ">"]]),
    _with(AVERAGE, "of all", then=[["S - M**2", "="]]),
    _with(AVERAGE, "mean", then=[["M - 1", ">"]]),
    _with(FLOW, "increases", then=[["s0 - s1", ">="]]),
    _with(FLOW, "between", then=[["s - 1/2", ">"]]),
    _with(FLOW, "convex", then=[["l1 - l0 + z1/2 - z0/2", ">="]]),
    _with(FLOW, "limited", given=[["z1 - z0", ">="]]),
    _with(TIME, "positive", then=[["x - 1", ">="]]),
    _with(TIME, "later", then=[["x_next - y", ">="]]),
    _with(TIME, "later", before=[["x_next - x - 1", "="]], then=[["x - 3", "!="]]),
    _within(PARTS, "since", "into", "step", to=[["x_next - x", "="]]),
    _within(PARTS, "since", "into", "always", to=[["x - b - 2", "!="]]),
    _within(PARTS, "since", "frozen", "b", to="x + 1"),
    _within(PARTS, "within", "fact", "then", to=[["x - b", ">"]]),
    _with(PARTS, "carried", then=[["x - m", ">="]]),
    _with(PARTS, "carried", before=[], given=[], then=[["x - 1", "!="]]),
    _within(ENDS, "ends", "ends", "always", to=[]),
    _with(ENDS, "bound", then=[["c - p - 1", ">="]]),
    _within(EVENTS, "both end", "ends", "always", to=[["x - 1", ">="]]),
    _within(EVENTS, "both end", "ends", "always", to=[["y - 1", ">="]]),
    _within(EVENTS, "counted", "then", to=[["x*k - m", "="], ["k - 1", "="]]),
    _within(AFTER, "turns", "ends", "always", to=[["y - 1", ">="]]),
    _within(AFTER, "then late", "into", "step", to=[["w_next - w - 1", "="]]),
]


@pytest.mark.parametrize("statement, variables", FALSE)
def test_a_false_statement_is_broken(statement: Json, variables: list[str]) -> None:
    """The falsifier can see it: without this it would show nothing."""
    assert any(Falsifier(seed).broken(statement, variables) for seed in range(4))
