"""Attempts to prove falsehoods about σ and ℓ: by differential induction, and at particular points."""

from __future__ import annotations

from typing import Any

import pytest

from tests.kernel.attacks import changed, rejected
from tests.kernel.build import Json, certificate, identity, positivity, rule, system, term
from tests.kernel.toys_between import HELD, RACE
from tests.kernel.toys_flow import DRIFT, INCREASES, VARIABLES, X0, X, flow, pointwise, reflection
from verifier.kernel import replay
from verifier.kernel.rings import RINGS

Y = ["y", "u"]
PAIR = system("pair", "z g", sigma=[["z", "g"]])


def refused(message: str, *steps: Json, systems: tuple[Json, ...] = (PAIR,)) -> None:
    """Every step but the last is accepted; the last is refused with this message."""
    before = list(steps[:-1])
    for backend in RINGS:
        replay(certificate(VARIABLES, before, [before[-1]["name"]], *systems), backend)
    rejected(message, certificate(VARIABLES, list(steps), [steps[-1]["name"]], *systems))


def proved(*steps: Json, systems: tuple[Json, ...] = (PAIR,)) -> Any:
    """The last fact, accepted by both replays."""
    for backend in RINGS:
        whole = certificate(VARIABLES, list(steps), [steps[-1]["name"]], *systems)
        fact = replay(whole, backend).facts[steps[-1]["name"]]
    return fact


def test_a_rate_has_one_sign() -> None:
    """σ(x₀) − σ(x) falls with x, and σ(x) − σ(x₀) is not positive on the left."""
    refused("the rule needs", *INCREASES, flow("decreases", "v0 - v", "slope"))
    refused("the rule needs", *INCREASES, flow("left", "v - v0", "slope", direction="backward"))
    proved(*INCREASES, flow("left", "v0 - v", "slope", direction="backward"))
    refused("forward or backward", *INCREASES, flow("left", "v - v0", "slope", direction="both"))


def test_the_derivative_is_the_one_of_the_logistic_function() -> None:
    """σ is not its own derivative, nor does ℓ rise."""
    itself = positivity("itself", "v", ">=", given=[["v", ">"]], terms=[term(0)])
    refused("the rule needs", itself, flow("exponential", "v - v0", "itself"))
    points = [[*X, "L"], [*X0, "L0"]]
    rises = positivity("rises", "1 - v", ">=", given=[["1 - v", ">"]], terms=[term(0)])
    refused("the rule needs", rises, flow("loss rises", "L - L0", "rises", points=points))
    proved(rises, flow("loss falls", "L0 - L", "rises", points=points))


def test_a_start_is_needed() -> None:
    """σ(x) ≥ σ(x₀) + 1 has the right rate, but a wrong start; ½ − σ is not ≥ 0 everywhere."""
    refused("does not vanish at the start", *INCREASES, flow("too much", "v - v0 - 1", "slope"))
    wrong = positivity("start", "v0", ">=", given=[["v0", ">"]], terms=[term(0)])
    refused("the rule needs", *INCREASES, wrong, flow("more", "v - 1/2", "slope", start="start"))
    assuming = positivity("start", "v0 - 1/2", ">=", given=[["v0 - 1/2", ">="]], terms=[term(0)])
    above = flow("more", "v - 1/2", "slope", start="start")
    refused("assumes v0 - 1/2 >= 0", *INCREASES, assuming, above)
    fact = proved(*INCREASES, assuming, above | {"assumed": [["v0 - 1/2", ">="]]})
    assert str(fact).endswith("v0 - 1/2 >= 0:  v - 1/2 >= 0")


def test_a_start_does_not_know_the_moving_point() -> None:
    """What is assumed at the end of the way, or of σ there, says nothing about its start."""
    start = positivity("start", "v0 - 1/2", ">=", given=[["v - 1/2", ">="]], lemmas=["back"],
                       terms=[term(0), term(1)])  # fmt: skip
    back = pointwise("back", "increases", points=[X0, X])
    start["given"].append(["x0 - x", ">="])
    start["terms"] = [term(0), term(2)]
    more = flow("more", "v - 1/2", "slope", start="start")
    refused("which the flow 'more' does not give", *INCREASES, back, start, more)


LINE = positivity("line", "1 - x", ">=", given=[["1 - x", ">="]], terms=[term(0)])
TARGET = "(x - x0) - (x - x0)*(x + x0)/2"
"""Its rate is 1 − x: it is ≥ 0 for x₀ ≤ x ≤ 1."""


@pytest.mark.parametrize(
    "assumed, message",
    [
        ([], "which the flow 'way' does not give"),
        ([["1 - x", ">="], ["x*x - 4", ">="]], r"x\*x - 4 >= 0 need not hold on the way"),
        ([["1 - x", ">="], ["v - 1/2", ">="]], "v - 1/2 >= 0 need not hold on the way"),
        ([["1 - x", ">="], ["v*x", ">="]], "need not hold on the way"),
        ([["1 - x", ">="], ["x", "!="]], "x != 0 need not hold on the way"),
        ([["1 - x", ">="], ["x", "="]], "x = 0 need not hold on the way"),
        ([["1 - x", ">="], ["x", ">="]], "x >= 0 need not hold on the way"),
        ([["1 - x", ">="], ["m*x", ">="]], r"m\*x >= 0 need not hold on the way"),
        ([["1 - x", ">="], ["z", ">="]], "neither of a point nor a parameter"),
    ],
)
def test_an_assumption_holds_on_the_way(assumed: list[list[str]], message: str) -> None:
    """It speaks of x alone, is affine in it, and is assumed at the start or weaker towards it."""
    refused(message, LINE, flow("way", TARGET, "line", assumed=assumed, parameters=["m"]))


def test_an_assumption_at_both_ends_holds_between() -> None:
    """An affine condition at x and x₀, or one at x that is weaker at x₀, may be used in the rate."""
    proved(LINE, flow("way", TARGET, "line", assumed=[["1 - x", ">="]]))
    ends = [["1 - x", ">="], ["x", ">="], ["x0", ">="]]
    proved(LINE, flow("way", TARGET, "line", assumed=ends))
    backward = flow("way", TARGET, "line", assumed=[["1 - x", ">="]], direction="backward")
    refused("1 - x >= 0 need not hold on the way", LINE, backward)


@pytest.mark.parametrize(
    "fields, message",
    [
        ({"points": [X]}, "a moving point and its start"),
        ({"points": [X, [*X0, "L0"]]}, "alike"),
        ({"points": [X, ["x0", "v"]]}, "two roles"),
        ({"points": [X, X0], "parameters": ["x"]}, "two roles"),
        ({"points": [X, ["x0", "w"]]}, "a point is"),
        ({"points": [X, ["x0"]]}, "a point is"),
        ({"parameters": ["w"]}, "not declared"),
    ],
)
def test_points_and_parameters_play_one_role(fields: Json, message: str) -> None:
    """Each variable of a flow fact is declared once."""
    refused(message, INCREASES[0], flow("increases", "v - v0", "slope", **fields))


def test_nothing_is_its_own_reason() -> None:
    """A fact cannot be cited in its own premises, and a rate is a sequent."""
    itself = pointwise("itself", "grows", points=[X, X0])
    refused("no accepted flow", *INCREASES, itself)
    refused("no accepted sequent", *INCREASES, flow("grows", "v - v0", "increases"))


def test_a_fact_needs_its_order() -> None:
    """σ(z) ≥ σ(y) is not known of points in no order."""
    here = pointwise("here", "increases", points=[["z", "g"], Y])
    both = system("both", "z g y u", sigma=[["z", "g"], ["y", "u"]])
    use = rule("consequence", "use", "both", sequents=["here"])
    refused("assumes .* which both does not give", *INCREASES, here, use, systems=(both,))
    ordered = both | {"conditions": [["z - y", ">="]]}
    assert str(proved(*INCREASES, here, use, systems=(ordered,))) == "along both, always: g - u >= 0"


def test_two_directions_need_no_order() -> None:
    """A forward and a backward fact apply together if they say the same of the same points."""
    twice = "(v - v0)*(v - v0)"
    flat = positivity("flat", "2*(v - v0)*v*(1 - v)", ">=",
                      given=[["v", ">"], ["1 - v", ">"], ["x - x0", ">"]], lemmas=["here"],
                      terms=[term(0, 1, 3, weight="2")])  # fmt: skip
    falls = positivity("falls", "-2*(v - v0)*v*(1 - v)", ">=",
                       given=[["v", ">"], ["1 - v", ">"], ["x0 - x", ">"]], lemmas=["there"],
                       terms=[term(0, 1, 3, weight="2")])  # fmt: skip
    steps = [
        *INCREASES, pointwise("here", "increases", points=[X, X0]), flat,
        pointwise("there", "increases", points=[X0, X]), falls,
        flow("square", twice, "flat"), flow("square back", twice, "falls", direction="backward"),
    ]  # fmt: skip
    point = {"points": [["z", "g"], Y]}
    assert "given" not in str(proved(*steps, pointwise("any", "square", "square back", **point)))
    refused("its two directions", *steps, pointwise("any", "square", "increases", **point))
    refused("distinct names", *steps, pointwise("any", "square", "square", **point))
    refused("its two directions", *steps, pointwise("any", **point))


def test_a_value_must_be_tied_to_its_argument() -> None:
    """g and u are values of σ at z and y only where the system says so, and in that pairing."""
    here = pointwise("here", "increases", points=[["z", "g"], Y])
    use = rule("consequence", "use", "both", sequents=["here"])
    conditions = [["z - y", ">="]]
    for ties in ([], [["z", "g"]], [["z", "u"], ["y", "g"]]):
        both = system("both", "z g y u", conditions=conditions, sigma=ties)
        refused("needs the tie", *INCREASES, here, use, systems=(both,))
    wrong = system("both", "z g y u", conditions=conditions, softplus=[["z", "g"], ["y", "u"]])
    refused("needs the tie", *INCREASES, here, use, systems=(wrong,))


def test_ties_are_inherited() -> None:
    """What follows from a statement about tied variables is about tied variables."""
    half = pointwise("half", "increases", points=["zero", ["z", "g"]])
    weaker = positivity("weaker", "1 - g", ">=", given=[["-z", ">="]], lemmas=["half"],
                        terms=[term(1), term(weight="1/2")])  # fmt: skip
    bare = system("bare", "z g", conditions=[["-z", ">="]])
    use = rule("consequence", "use", "bare", sequents=["weaker"])
    refused("needs the tie g = σ", *INCREASES, half, weaker, use, systems=(bare,))


def test_a_tie_is_of_one_state() -> None:
    """A statement about this state and the next is none about one state."""
    step = pointwise("step", "increases", points=[["z_next", "g"], ["z", "g"]])
    rising = PAIR | {"conditions": [["z", ">"]], "relations": ["z_next - z"]}
    order = positivity("order", "z_next - z", ">=", relations=["z_next - z"], cofactors=["1"])
    mixed = positivity("mixed", "g_next - g_next", ">=", relations=["z_next - z"], cofactors=["0"],
                       lemmas=["order", "step"])  # fmt: skip
    use = rule("growth", "use", "pair", quantity="g", ratio="1", direction=">=", step="mixed",
               nonnegative=None)  # fmt: skip
    refused("needs the tie g = σ.z_next.", *INCREASES, step, order, mixed, use, systems=(rising,))


@pytest.mark.parametrize(
    "ties",
    [
        {"sigma": [["z", "g"], ["z", "u"]]},
        {"sigma": [["z", "g"], ["y", "g"]]},
        {"sigma": [["z", "g"]], "softplus": [["z", "g"]]},
        {"sigma": [["z", "g", "u"]]},
        {"sigma": [["z", "z_next"]]},
        {"sigma": [["z", 1]]},
        {"sigma": "zg"},
    ],
)
def test_a_tie_is_one_to_one(ties: Json) -> None:
    """Each function has one value at an argument, each value one argument, both of the system."""
    twice = system("both", "z g y u", **ties)
    rejected("tie|list", certificate(VARIABLES, INCREASES, ["increases"], twice))


def test_parameters_and_points_are_all_given() -> None:
    """Each parameter of a fact becomes a polynomial, each point a point of as many variables."""
    steps = DRIFT["steps"][:4]
    places = [["z", "g"], Y]
    refused("one polynomial for each", *steps, pointwise("at", "not steeper", points=places))
    refused("not a polynomial", *steps, pointwise("at", "not steeper", points=places, m="1) + (1"))
    refused("one point for each", *steps, pointwise("at", "not steeper", points=places[:1], m="1"))
    longer = [["z", "g", "u"], Y]
    refused("should have 2", *steps, pointwise("at", "not steeper", points=longer, m="1"))
    refused("a point is", *steps, pointwise("at", "not steeper", points=["one", Y], m="1"))


def test_a_false_number_is_assumed_not_dropped() -> None:
    """A slope bound of 1/5 makes the fact's assumption 4/5 − 1 ≥ 0, which nothing gives."""
    steps = DRIFT["steps"][:4]
    here = pointwise("at", "not steeper", points=[["z", "g"], ["z", "g"]], m="1/5")
    use = rule("consequence", "use", "pair", sequents=["at"])
    refused("assumes .*1/5.* which pair does not give", *steps, here, use)


def test_a_reflection_needs_its_relation() -> None:
    """σ(z) + σ(y) = 1 where z + y = 0, and only there; σ(z) = 1/2 where z = 0."""
    mirrored = reflection("mirrored", ["z", "g"], Y)
    ties = {"sigma": [["z", "g"], ["y", "u"]]}
    use = rule("consequence", "use", "both", sequents=["mirrored"])
    refused("a relation that both does not", mirrored, use, systems=(system("both", "z g y u", **ties),))
    both = system("both", "z g y u", instant=["z + y"], **ties)
    assert str(proved(mirrored, use, systems=(both,))) == "along both, always: g + u - 1 = 0"
    alone = reflection("alone", ["z", "g"])
    refused("a relation that pair does not", alone, rule("consequence", "use", "pair", sequents=["alone"]))
    more = reflection("more", ["z", "g"], Y, X)
    refused("of one or two points", mirrored, more, systems=())


def test_other_systems_tie_nothing_more() -> None:
    """A tail, a guarded run or a rest without events is no run of a system with further ties."""
    tied = system("high", "x", parameters=["m"], conditions=[["x", ">"]], relations=["x_next - 2*x"],
                  sigma=[["x", "m"]])  # fmt: skip
    others = [s for s in RACE["systems"] if s["name"] != "high"]
    tail = rule("tail", "any", "race", into="high", start=[], throughout=[], initial=[])
    doubles = RACE["steps"][0]
    race = RACE | {"systems": [*others, tied], "steps": [doubles, tail], "concludes": ["any"]}
    rejected("'high' also ties m = σ", race)
    free, held = HELD["systems"]
    guarded = HELD | {"systems": [free, held | {"sigma": [["x", "h"]]}]}
    rejected("'held' also ties h = σ", guarded)


def test_a_system_without_events_ties_nothing_more() -> None:
    """What ends without the event must be the same system, with the same ties."""
    from tests.kernel.toys import CLIMB

    climb, off = CLIMB["systems"]
    tied = CLIMB | {"systems": [climb, off | {"sigma": [["x", "d"]]}]}
    rejected("^step 'climb ends': 'off' also ties d = σ", tied)


def test_a_tail_starts_with_its_own_values() -> None:
    """The value of σ at time 0 of a run is not the one at the start of its tail."""
    first = DRIFT["systems"][1] | {"sigma": [["z", "g"], ["zs", "g0"]], "parameters": ["zs", "g0"]}
    systems = [DRIFT["systems"][0], first, DRIFT["systems"][2]]
    rejected("'late' also ties g0 = σ", changed(DRIFT, "once positive") | {"systems": systems})


def test_an_identity_about_values_is_about_tied_values() -> None:
    """An identity that cites a statement about σ inherits its ties."""
    mirrored = reflection("mirrored", ["z", "g"], Y)
    same = identity("same", "z + y", "0", relations=["z + y"], cofactors=["1"], lemmas=["mirrored"])
    fact = proved(mirrored, same)
    assert [str(tie) for tie in fact.ties] == ["g = σ(z)", "u = σ(y)"]
