"""Every schema of the rule axiom: what it concludes, and what it is not about.

The criterion: the conclusion is true wherever the functions are defined, and a hypothesis that is missing,
of another function, in another order, or of another argument is refused.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.kernel.build import Json, accepted, certificate, implies, refused, step, tie
from verifier.kernel.atoms import FUNCTIONS

VARIABLES = "x y n m v w p q L M e f"
S, T, F = tie("sigma", "v", "x"), tie("sigma", "w", "y"), tie("softplus", "v", "x")
LN, LN_Y = tie("ln", "L", "x"), tie("ln", "M", "y")
AGREE = ["x - y", "="]

TRUE: list[tuple[str, list[Any], list[Any]]] = [
    ("sigma is between 0 and 1", [S], [["-v + 1", ">"], ["v", ">"]]),
    ("sigma reflected", [S], [tie("sigma", "-v + 1", "-x")]),
    ("softplus reflected", [F], [tie("softplus", "v + x", "-x")]),
    ("at a number", [], [tie("ln", "0", "1"), tie("sigma", "1/2", "0")]),
    ("one value", [S, T, AGREE], [["v - w", "="]]),
    ("one value", [S, T, ["2*y - 2*x", "="]], [["v - w", "="]]),
    ("rewritten", [S, AGREE, ["v - w", "="]], [tie("sigma", "w", "y")]),
    ("ln of a product", [LN, LN_Y], [tie("ln", "L + M", "x*y")]),
    ("ln increases", [LN, LN_Y, ["y - x", ">"]], [["-L + M", ">"]]),
    ("ln increases", [LN, LN_Y, ["y - x", ">="]], [["-L + M", ">="]]),
    ("ln increases", [LN, LN_Y, AGREE], [["-L + M", ">="]]),
    ("apply", [implies(["x", ">"], ["y", "="]), ["2*x", ">"]], [["y", "="]]),
    ("apply", [implies(["1", ">"], T)], [T]),
]

FALSE: list[tuple[str, list[Any]]] = [
    ("sigma is between 0 and 1", []),
    ("sigma is between 0 and 1", [F]),
    ("sigma is between 0 and 1", [S, T]),
    ("sigma reflected", [F]),
    ("softplus reflected", [S]),
    ("at a number", [["x", "="]]),
    ("one value", [S, T]),
    ("one value", [S, F, ["0", "="]]),
    ("one value", [S, T, ["x + y", "="]]),
    ("one value", [S, T, ["x - y", ">="]]),
    ("one value", [S, T, AGREE, AGREE]),
    ("one value", [S, AGREE, T]),
    ("rewritten", [S]),
    ("rewritten", [S, AGREE]),
    ("rewritten", [S, AGREE, ["e", "="], ["f", "="]]),
    ("rewritten", [S, AGREE, ["e", ">="]]),
    ("rewritten", [S, ["x - y", "!="], ["e", "="]]),
    ("rewritten", [AGREE, S, ["e", "="]]),
    ("rewritten", [LN, ["x", ">"], ["e", "="]]),
    ("ln of a product", [LN, LN_Y, LN]),
    ("one value", [LN, S, AGREE]),
    ("rewritten", []),
    ("ln of a product", [LN]),
    ("ln of a product", [LN, S]),
    ("ln increases", [LN, LN_Y]),
    ("ln increases", [LN, LN_Y, ["x - y", ">"]]),
    ("ln increases", [LN, LN_Y, ["y - x", "!="]]),
    ("ln increases", [LN, LN_Y, S]),
    ("ln increases", [S, T, ["y - x", ">"]]),
    ("apply", []),
    ("apply", [["x", ">"]]),
    ("apply", [implies(["x", ">"], ["y", "="])]),
    ("apply", [implies(["x", ">"], ["y", "="]), ["x", ">="]]),
    ("apply", [implies(["x", ">"], ["y", "="]), ["-x", ">"]]),
    ("apply", [implies(S, ["y", "="]), tie("sigma", "v", "y")]),
]


def _stated(schema: str, given: list[Any]) -> Json:
    return certificate(VARIABLES, step("axiom", "known", schema=schema, given=given))


@pytest.mark.parametrize("schema, given, then", TRUE)
def test_a_schema_concludes_this(schema: str, given: list[Any], then: list[Any]) -> None:
    """In canonical form, from either ring."""
    assert sorted(accepted(_stated(schema, given))["then"], key=str) == sorted(then, key=str)


@pytest.mark.parametrize("schema, given", FALSE)
def test_a_schema_is_about_nothing_else(schema: str, given: list[Any]) -> None:
    """What it does not cover is refused by the name of the step."""
    refused("^step 'known': (no schema .* is about these|a hypothesis: )", _stated(schema, given))


def test_there_is_no_other_schema() -> None:
    """An unknown name, and functions that do not exist or take other arguments, are refused."""
    refused("^step 'known': no schema 'sigma is convex' is about these", _stated("sigma is convex", [S]))
    for entry in (
        tie("exp", "v", "x"), tie("sigma", "v", "x", "y"), tie("power", "v", "x"), tie("ln", "v"),
    ):
        refused("^step 'known': no function", _stated("sigma reflected", [entry]))


def test_the_logarithm_of_what_is_not_positive_is_never_reached() -> None:
    """ln of a product needs both logarithms: from x·y = 1 alone nothing is known of ln x."""
    whole = certificate(
        VARIABLES,
        step("axiom", "one", schema="at a number"),
        step("deduce", "ln -1", lemmas=["one"], then=[tie("ln", "0", "-1")]),
    )
    refused("^step 'ln -1': then: .* is not given", whole)
    of = tie("ln", "L", "-1")
    square = step("axiom", "square", schema="ln of a product", given=[of, of])
    stated = accepted(certificate(VARIABLES, square))
    assert stated["given"] == [of]  # nothing makes it true


def test_powers_are_no_function_of_the_kernel() -> None:
    """That ln ρ^t is t·ln ρ is an invariant; no axiom speaks of ρ^n for an n that is not natural."""
    for schema in ("no power", "next power", "ln of a power"):
        refused("^step 'known': no schema", _stated(schema, [["x", ">"]]))
    refused("^step 'known': no function 'power' of 2 arguments", _stated("one value", [
        {"tie": "power", "of": ["x", "n"], "value": "p"}]))  # fmt: skip
    assert "power" not in FUNCTIONS
