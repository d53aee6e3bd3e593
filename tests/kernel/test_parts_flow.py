"""Flows and points one by one, at the edge of what each accepts.

The criterion: a change of either rule in one place accepts a falsehood that is planted here, or refuses
what is true, or says it in other words.
"""

from __future__ import annotations

import pytest

from tests.kernel.attacks import changed, rejected
from tests.kernel.build import Json, certificate, identity, positivity, rule, term
from tests.kernel.test_falsehoods_flow import PAIR, Y, proved, refused
from tests.kernel.toys_flow import DRIFT, INCREASES, X0, X, flow, pointwise, reflection
from verifier.kernel import replay
from verifier.kernel.conditions import SIGNS
from verifier.kernel.limits import TEXT

Z = ["z", "g"]
FAR = positivity("far", "x*x - 4", ">=", given=[["x*x - 4", ">="]], terms=[term(0)])


def test_a_condition_at_both_ends_holds_between_only_if_it_is_affine() -> None:
    """x² ≥ 4 at x = 3 and at x₀ = −3 says nothing of 0, and the rate x² − 4 would give 18 ≥ 24."""
    ends = [["x*x - 4", ">="], ["x0*x0 - 4", ">="]]
    cubic = flow("cubic", "(x*x*x - x0*x0*x0)/3 - 4*(x - x0)", "far", assumed=ends)
    refused(r"^step 'cubic': x\*x - 4 >= 0 need not hold on the way$", FAR, cubic)
    outside = [["x - 2", ">="], ["x0 - 2", ">="]]
    far = positivity("far", "x*x - 4", ">=", given=[outside[0]],
                     terms=[term(0, 0), term(0, weight="4")])  # fmt: skip
    proved(far, cubic | {"assumed": outside})


def test_a_nonzero_argument_at_both_ends_may_vanish_between() -> None:
    """x ≠ 0 at −1 and at 1 is no condition at 0, even where it is assumed at both."""
    ends = [["x", "!="], ["x0", "!="]]
    refused("x != 0 need not hold on the way", *INCREASES, flow("way", "v - v0", "slope", assumed=ends))


def test_an_assumption_about_what_stands_still_may_be_of_any_kind() -> None:
    """m ≠ 0 holds on the way because m stands still, though no m between −1 and 1 was asked for."""
    still = {"parameters": ["m"], "assumed": [["m", "!="], ["m*m*m", ">"]]}
    assert str(proved(*INCREASES, flow("still", "v - v0", "slope", **still))).endswith(
        "with v = σ(x), v0 = σ(x0), m != 0, m*m*m > 0:  v - v0 >= 0"
    )


def test_a_flow_may_speak_of_every_variable() -> None:
    """Points and parameters may be all that the certificate declares."""
    assert replay(certificate("x v x0 v0", INCREASES, ["increases"])).facts["increases"].points == (
        ("x", "v"),
        ("x0", "v0"),
    )


def test_a_flow_says_what_its_rate_and_start_must_be() -> None:
    """The refusal prints the target whose derivative, or whose value at the start, was not shown."""
    refused(r"but the rule needs \(v0 - v\)' of one sign$", *INCREASES, flow("falls", "v0 - v", "slope"))
    start = positivity("start", "v0", ">=", given=[["v0", ">"]], terms=[term(0)])
    more = flow("more", "v - 1/2", "slope", start="start")
    refused("but the rule needs v - 1/2 at the start$", *INCREASES, start, more)


def test_one_direction_alone_keeps_its_order() -> None:
    """The same fact under two names is not its other direction: σ(z) ≥ σ(y) is not true of any z and y."""
    again = flow("again", "v - v0", "slope")
    at = pointwise("at", "increases", "again", points=[Z, Y])
    refused("cite one flow fact, or its two directions", *INCREASES, again, at)


@pytest.mark.parametrize(
    "left",
    [
        flow("left", "1 + 0", "flat", start="one", direction="backward"),
        flow("left", "0", "flat", direction="backward", points=[X, X0, Y]),
        flow("left", "0", "flat", direction="backward", parameters=["m"]),
        flow("left", "0", "flat", direction="forward"),
    ],
)
def test_two_directions_say_the_same(left: Json) -> None:
    """Facts of another target, other points, other parameters or one direction are not two of one kind."""
    flat, one = positivity("flat", "0", ">="), positivity("one", "1", ">=", terms=[term()])
    right, other = flow("right", "0", "flat"), flow("other", "0", "flat", direction="backward")
    proved(flat, one, right, other, pointwise("at", "right", "other", points=[Z, Y]))
    at = pointwise("at", "right", "left", points=[Z, Y])
    refused("^step 'at': cite one flow fact, or its two directions$", flat, one, right, left, at)


def test_a_fact_of_three_points_is_applied_to_three() -> None:
    """The order is that of the moving point and its start; a further point has none."""
    increases = flow("three", "v - v0 + u*(1 - u)", "slope", points=[X, X0, Y], start="start")
    start = positivity("start", "u*(1 - u)", ">=", given=[["u", ">"], ["1 - u", ">"]], terms=[term(0, 1)])
    at = pointwise("at", "three", points=[Z, Y, X])
    fact = proved(*INCREASES, start, increases, at)
    assert str(fact) == ("z - y >= 0  where  g = σ(z), u = σ(y), v = σ(x)  ⊢  g - u + v*(1 - v) >= 0")


TRUE = {(">", 1), (">=", 0), (">=", 1), ("=", 0), ("!=", -1), ("!=", 1)}


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("number", [-1, 0, 1])
def test_a_condition_on_a_number_is_dropped_only_where_it_holds(sign: str, number: int) -> None:
    """An assumption that is false of the number chosen for a parameter stays, so that nothing gives it."""
    fact = flow("fact", "v - v0", "slope", parameters=["m"], assumed=[["m", sign]])
    at = pointwise("at", "fact", points=[Z, Z], m=str(number))
    sequent = proved(*INCREASES, fact, at)
    kept = [f"({number}) {sign} 0"]
    assert [*map(str, sequent.given), *(f"{text} = 0" for text in sequent.modulo)] == (
        [] if (sign, number) in TRUE else kept
    )


def test_a_variable_that_cancels_may_be_any() -> None:
    """A variable that stands in the text of a target, though not in the polynomial, stays as it is."""
    here = pointwise("at", "fact", points=[Z, Y])
    fact = proved(*INCREASES, flow("fact", "v - v0 + m - m", "slope"), here)
    assert fact.conclusion.text == "g - u + m - m"


def test_what_a_point_makes_of_a_text_is_bounded() -> None:
    """A long polynomial for a parameter is refused before it is written into the target."""
    steps = DRIFT["steps"][:4]
    longest = "1".ljust(TEXT - len("m*(x0 - x) - v0 + v") - len("()yzug"))
    proved(*steps, pointwise("at", "not steeper", points=[Z, Y], m=longest))
    refused(
        "^step 'at': too much: a polynomial of more letters, where 40,000 are the most$",
        *steps, pointwise("at", "not steeper", points=[Z, Y], m=longest + " "),
    )  # fmt: skip


def test_a_reflection_is_of_an_argument_and_its_value() -> None:
    """σ(0) = 1/2, not 1; nothing is said of ℓ where the point has it."""
    for points, text in (
        ([Z], "all reals  where  z = 0, g = σ(z)  ⊢  2*g - 1 = 0"),
        ([Z, Y], "all reals  where  z + y = 0, g = σ(z), u = σ(y)  ⊢  g + u - 1 = 0"),
        ([[*Z, "L"]], "all reals  where  z = 0, g = σ(z)  ⊢  2*g - 1 = 0"),
    ):
        assert str(proved(reflection("at", *points))) == text
    rejected("a point has a stray field 'of'", changed(DRIFT, "half at 0", points=[{"of": 1}, Z]))


def test_what_is_known_at_points_is_known_at_the_next_state() -> None:
    """A consequence of a fact at points, or of an identity, holds after the step as well."""
    half = pointwise("half", "increases", points=["zero", Z])
    always = rule("consequence", "always", "left", sequents=["half", "same"])
    same = identity("same", "z", "z")
    given = [["(1/2) - g_next", ">="], ["(z_next) - (z_next)", "="]]
    after = positivity("after", "1/2 - g_next", ">=", given=given, terms=[term(0)])
    falls = rule("growth", "falls", "left", quantity="g - 1/2", ratio="0", direction="<=", step="after",
                 nonnegative="zero")  # fmt: skip
    zero = positivity("zero", "0", ">=")
    left = PAIR | {"name": "left", "conditions": [["-z", ">="]]}
    assert str(proved(*INCREASES, half, same, always, after, zero, falls, systems=(left,)))
