"""Attempts to prove something false by comparing, substituting and binding.

The criterion: an atom is found only where one that is given makes it true for all values; no polynomial is
put in place of a bound variable, nor brought under one.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from tests.kernel.build import Json, accepted, along, certificate, implies, refused, step, system, term, tie
from tests.kernel.toys import DATA
from verifier.kernel.atoms import Condition, found
from verifier.kernel.polynomials import read_polynomial
from verifier.kernel.rings import RINGS

SIGNS = (">", ">=", "=", "!=")
HOLDS = {">": lambda x: x > 0, ">=": lambda x: x >= 0, "=": lambda x: x == 0, "!=": lambda x: x != 0}
FORMS = {
    "x": (1, 0),
    "-2*x": (-2, 0),
    "1/4*x": (0.25, 0),
    "x + 1": (1, 1),
    "0": (0, 0),
    "7": (0, 7),
    "-7": (0, -7),
}


@pytest.mark.parametrize("backend", RINGS)
def test_an_atom_implies_only_what_is_true(backend: str) -> None:
    """All pairs of signs of seven polynomials, zero and numbers too: found only if true everywhere."""
    ring = RINGS[backend](["x"])
    for (p, q), (sign, other) in product(product(FORMS, FORMS), product(SIGNS, SIGNS)):
        given, wanted = (
            Condition(read_polynomial(text, ring), s) for text, s in ((p, sign), (q, other))
        )
        (a, b), (c, d) = FORMS[p], FORMS[q]
        true = all(HOLDS[other](c * x + d) for x in (-2, -1, 0, 1, 2) if HOLDS[sign](a * x + b))
        assert true or not found(wanted, [given]), (p, sign, q, other)
        assert found(wanted, [given]) or (p, sign) != (q, other)


def _deduced(given: list[Any], then: list[Any], *lemmas: Any, before: tuple[Json, ...] = ()) -> Json:
    claim = step("deduce", "claim", given=given, then=then, lemmas=list(lemmas))
    return certificate("a b c x y M S m", *before, claim)


@pytest.mark.parametrize(
    "given, then",
    [
        (["0", ">="], ["0", ">"]),
        (["x", "!="], ["x", ">"]),
        (["x", ">="], ["-x", ">="]),
        (["x", ">"], ["x**2", ">"]),
        (["x - y", "="], ["x + y", "="]),
        (tie("sigma", "y", "x"), tie("sigma", "x", "y")),
        (tie("sigma", "y", "x"), tie("softplus", "y", "x")),
        (implies(["x", ">="], ["y", ">"]), ["y", ">"]),
        (implies(["x", ">"], ["y", ">"]), implies(["x", ">="], ["y", ">"])),
        (implies(["x", ">"], ["y", ">="]), implies(["x", ">"], ["y", ">"])),
        (implies(["x", ">"], ["c", ">"], ["y", ">"]), implies(["x", ">"], ["y", ">"])),
        (implies(["0", ">"], ["y", ">"]), implies(["x", ">"], ["y", ">"])),
        (DATA, ["a", ">"]),
        (DATA, DATA | {"each": [["a - 1", ">"]]}),
        (DATA, DATA | {"means": [["S", "a"]]}),
        (DATA, DATA | {"means": [["M", "a**2"]]}),
        (DATA, DATA | {"samples": ["b"]}),
        (["a", ">"], DATA | {"means": []}),
    ],
)
def test_what_is_not_stronger_implies_nothing(given: Any, then: Any) -> None:
    """Whatever the kinds of the two."""
    refused("^step 'claim': then: .* is not given", _deduced([given], [then]))
    accepted(_deduced([given], [given]))


@pytest.mark.parametrize(
    "given, then",
    [
        (implies(["x", ">="], ["y", ">"]), implies(["2*x", ">"], ["m", "="], ["y", "!="])),
        (DATA, DATA | {"each": [["3*a", ">="]], "means": [["S", "a**2"]]}),
        (["x", "="], ["-x", ">="]),
    ],
)
def test_what_is_stronger_implies_the_weaker(given: Any, then: Any) -> None:
    """So the refusals are not those of a kernel that compares nothing."""
    accepted(_deduced([given], [then]))


def test_nothing_is_put_for_a_bound_variable_nor_brought_under_it() -> None:
    """M ≥ 0 for positive samples would become: a ≥ 0 for every a, or 1 the mean of what is below it."""
    mean = step("deduce", "mean", given=[DATA, ["m", ">"]], then=[DATA])
    for values in ({"a": "1"}, {"M": "a"}, {"m": "a + 1"}, {"a": "a"}):
        whole = _deduced([DATA, ["m", ">"], ["a", ">"]], [DATA], ["mean", values], before=(mean,))
        refused("^step 'claim': 'a' is a variable of a sample", whole)
    accepted(_deduced([DATA, ["m", ">"]], [DATA], ["mean", {"m": "m"}], before=(mean,)))


def test_a_mean_may_not_mention_its_samples() -> None:
    """The mean of a would be a, for every sample."""
    for entry in (DATA | {"means": [["a", "a"]]}, DATA | {"samples": []}, DATA | {"samples": ["z"]}):
        refused("^step 'claim': ", _deduced([entry], []))


def test_what_holds_of_a_variable_holds_of_no_sample_of_that_name() -> None:
    """a > 5 outside a family says nothing of the samples a within it."""
    outside = step("algebra", "more", target="a - 5", sign=">", given=[["a - 5", ">"]], terms=[term(0)])
    claim = step("average", "claim", given=[DATA, ["a - 5", ">"]], sample="more")
    refused("^step 'claim': lemma 'more': ", certificate("a M S", outside, claim))


def test_samples_of_the_name_of_a_state_variable_do_not_move_with_it() -> None:
    """A family whose samples are named like the state, or like its next value, allows no step."""
    for name in ("a", "a_next"):
        family = DATA | {"samples": [name], "each": [], "means": [["M", name]]}
        strange = system("strange", "a M", always=[family])
        claim = along("claim", "strange", "step", then=[])
        refused(f"^step 'claim': '{name}' is a variable", certificate(
            "a a_next M M_next S", claim, systems=(strange,)))  # fmt: skip


def test_algebra_divides_by_nothing_that_may_vanish() -> None:
    """0·x = 0 and 0·(x − 1) = 0 would give x = 1; −1·1 > 0 would give 1 < 0."""
    for given, sign, message in (
        ([["0", "="]], "=", "none of the signs"),
        ([["y", ">="]], "=", "none of the signs"),
        ([["y", "!="]], ">=", "none of the signs"),
        ([["-1", ">"]], ">", "is not the target"),
    ):
        claim = step("algebra", "claim", target="x - 1", sign=sign, given=given, multiplier=[0])
        refused(f"^step 'claim': .*{message}", certificate("x y", claim))
    for square, squared in (("x", "x**2"), ("x*y", "x**2*y**2"), ("0", "0")):
        claim = step("algebra", "claim", target=squared, sign=">", given=[["y", ">"]],
                     terms=[term(square=square)])  # fmt: skip
        refused("^step 'claim': no term is strictly positive", certificate("x y", claim))
