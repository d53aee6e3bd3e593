"""Attempts to bound what is not bounded: counts, terminations and logarithms that should fail."""

from __future__ import annotations

from typing import Any

import pytest

from tests.kernel.attacks import STEP, changed, proved, refused, rejected, walk, with_step
from tests.kernel.build import Json, positivity, rule, system, term
from tests.kernel.toys import CLIMB, DECAY
from verifier.kernel import replay


def test_a_count_needs_a_constant_cap() -> None:
    """X < 2X always, but a cap that moves with the state bounds nothing."""
    cap = positivity("under twice", "2*x - x", given=[["x", ">"]], terms=[term(0)])
    toy = with_step(CLIMB, "doublings", cap)

    rejected("made of parameters", changed(toy, "doublings", cap="2*x", below_cap="under twice"))


def test_a_count_needs_growth_at_each_event_and_no_fall_between() -> None:
    """Growth by 3, growth at every step, and a fall between events are not what the lemmas say."""
    rejected("needs X' >= ", changed(CLIMB, "doublings", growth="3"))
    rejected("which climb does not give", changed(CLIMB, "doublings", otherwise="doubles when on"))
    rejected("needs X' >= X at every step", changed(CLIMB, "doublings", otherwise="switch nonnegative"))
    rejected("which climb does not give", changed(CLIMB, "doublings", event=[["x", ">"]]))
    rejected("the rule needs X < x0", changed(CLIMB, "doublings", cap="x0"))


def test_a_count_of_a_growth_that_may_be_negative_is_refused() -> None:
    """The product of the growths multiplies inequalities, so each must be nonnegative."""
    given = [["x", ">"], ["d", ">="]]
    more = positivity("more than minus", "x_next - (-2)*x", ">=", given=given,
                      relations=["x_next - x - d*x"], cofactors=["1"],
                      terms=[term(0, 1), term(0, weight="3")])  # fmt: skip
    toy = with_step(CLIMB, "doublings", more)

    rejected(
        "nothing shows nonnegative",
        changed(toy, "doublings", growth="-2", at_event="more than minus"),
    )


def test_an_event_speaks_of_one_step() -> None:
    """An event about a variable foreign to the system is refused."""
    foreign = CLIMB | {"variables": [*CLIMB["variables"], "z"]}

    rejected("mentions 'z'", changed(foreign, "doublings", event=[["d", ">"], ["z", ">"]]))


def test_a_bound_says_what_it_supposes() -> None:
    """A bound on the number of events says that there is one; a bound on t keeps its assumption."""
    facts = {**replay(CLIMB).facts, **replay(DECAY).facts}

    assert "if ever d > 0" in str(facts["doublings"])
    assert "for the number ν ≥ 1 of steps with d > 0" in str(facts["number of doublings"])
    assert "along decay at every t with b - x > 0" in str(facts["waiting time"])


@pytest.mark.parametrize(
    "fields, message",
    [
        ({"shrinks": False}, "nothing shows ratio_against_one"),
        ({"shrinks": "no"}, "true or false"),
        ({"ratio": "1 + h"}, "is not left·ratio"),
        ({"left": "x"}, "made of parameters"),
        ({"right": "x"}, "made of parameters"),
        ({"left": "2*x0"}, "is not left·ratio"),
        ({"power": "x0"}, "has no power"),
        ({"fact": "at least geometric"}, "no accepted ateverytime"),
        ({"fact": ["once below b"]}, "one line of ASCII text"),
        ({"right_positive": "x stays positive"}, "does not give|the rule needs"),
    ],
)
def test_a_waiting_time_needs_its_parts(fields: Json, message: str) -> None:
    """A logarithm of another ratio, another quantity or another sign than was proved is refused."""
    rejected(message, changed(DECAY, "waiting time", **fields))


def test_the_logarithm_of_a_nonpositive_number_is_refused() -> None:
    """Without b > 0 the bound ln(x_0/b) has no meaning."""
    conditions = [["h", ">"], ["1 - h", ">"]]
    negative = DECAY | {"systems": [DECAY["systems"][0] | {"conditions": conditions}]}

    rejected("nothing shows right_positive", changed(negative, "waiting time"))


def test_a_guard_does_not_make_a_logarithm_meaningful() -> None:
    """b > 0 as a guard is not known at t = 0 of a run that makes no step."""
    only_guard = {"conditions": [["h", ">"], ["1 - h", ">"]], "guards": [["b", ">"]]}
    guarded = DECAY | {"systems": [DECAY["systems"][0] | only_guard]}
    cited = positivity("b positive", "b", given=[["b", ">"]], terms=[term(0)])

    rejected("nothing shows right_positive", changed(guarded, "waiting time"))
    toy = with_step(guarded, "waiting time", cited)
    rejected("does not give", changed(toy, "waiting time", right_positive="b positive"))


def test_a_count_without_initial_value_has_no_logarithm() -> None:
    """With no parameter for X_0 the bound would speak of X at no particular time."""
    nameless = CLIMB | {"systems": [CLIMB["systems"][0] | {"origin": {}}, CLIMB["systems"][1]]}
    started = changed(nameless, "climb", origin={}, initial=[["x", ">"]])
    whole = started | {"steps": CLIMB["steps"], "concludes": ["doublings"]}

    rejected("made of parameters", changed(whole, "number of doublings", left="x"))


WALKS_ON = positivity("walks on", "x_next + 1 - 1*(x + 1)", ">=", relations=[STEP], cofactors=["1"],
                      terms=[term()])  # fmt: skip


def ends(**fields: Any) -> Json:
    """The claim that the endless walk ends."""
    usual = {"quantity": "x + 1", "ratio": "1", "cap": "m", "step": "walks on"}
    return rule("terminates", "ends", "walk", positive=None, below_cap=None, **usual | fields)


def test_the_endless_walk_does_not_end() -> None:
    """Growth by the factor 1, a cap that moves, and a cap that is not kept prove no termination."""
    below = [["m - x - 1", ">="]]
    refused("nothing shows ratio_above_one", WALKS_ON, ends(), systems=(walk(conditions=below),))
    refused("made of parameters", WALKS_ON, ends(ratio="x + 2"))
    refused("made of parameters", WALKS_ON, ends(cap="x + 2"))


def test_a_termination_needs_a_positive_quantity_below_its_cap() -> None:
    """x' = 2x from 0 goes on for ever: X > 0 may not be left out, nor X ≤ cap."""
    doubles = system("walk", "x", parameters=["m"], relations=["x_next - 2*x"])
    step = positivity("step", "x_next - 2*x", ">=", relations=["x_next - 2*x"], cofactors=["1"])
    claim = rule("terminates", "ends", "walk", quantity="x", ratio="2", cap="m", step="step",
                 positive=None, below_cap=None)  # fmt: skip
    capped = doubles | {"conditions": [["m - x", ">="]]}
    refused("nothing shows positive", step, claim, systems=(capped,))
    positive = doubles | {"conditions": [["x", ">"]]}
    refused("nothing shows below_cap", step, claim, systems=(positive,))
    proved(step, claim, systems=(doubles | {"conditions": [["x", ">"], ["m - x", ">="]]},))


@pytest.mark.parametrize(
    "off, message",
    [
        ({"conditions": [["-d", ">="], ["x - 5", ">"]]}, "also assumes x - 5 > 0"),
        ({"conditions": [["-d", ">="]], "guards": [["x - 5", ">"]]}, "also assumes x - 5 > 0"),
        ({"conditions": [["-d", ">="]], "initial": [["x - 5", ">"]]}, "also assumes x - 5 > 0"),
        ({"conditions": [["-d", ">"]]}, "also assumes -d > 0"),
        ({"relations": ["d_next - 1 + d", "x_next - 2*x"]}, "another relation"),
        ({"instant": ["x - 1"]}, "another relation"),
        ({"parameters": ["m"]}, "other variables"),
        ({"parameters": ["x0"], "origin": {"x": "x0"}}, "other variables"),
        ({"parameters": ["d0"], "origin": {"x": "d0", "d": "d0"}}, "one initial value"),
    ],
)
def test_the_rest_of_an_exhaustion_assumes_nothing_new(off: Json, message: str) -> None:
    """The system without the event may assume only what every tail of the whole system obeys."""
    declared = CLIMB | {"variables": [*CLIMB["variables"], "m", "d0"]}

    rejected(message, changed(declared, "off", **off) | {"steps": CLIMB["steps"]})


def test_an_exhaustion_needs_a_constant_growth_above_one_of_one_event() -> None:
    """A count with growth 1, of two events at once, or of another system exhausts nothing."""
    slow = positivity("slow", "x_next - 1*x", ">=", given=[["x", ">"], ["d", ">="]],
                      relations=["x_next - x - d*x"], cofactors=["1"], terms=[term(0, 1)])  # fmt: skip
    count = next(step for step in CLIMB["steps"] if step["name"] == "doublings")
    weak = count | {"name": "weak", "growth": "1", "at_event": "slow"}
    pair = count | {"name": "pair", "event": [["d", ">"], ["x", ">"]]}
    toy = with_step(CLIMB, "climb ends", slow, weak, pair)

    rejected("nothing shows growth_above_one", changed(toy, "climb ends", counted="weak"))
    rejected("must be of one event", changed(toy, "climb ends", counted="pair"))
    rejected("must be of one event", changed(toy, "climb ends", system="off"))
    rejected("no accepted terminates", changed(toy, "climb ends", rest="climb ends"))


@pytest.mark.parametrize("rule_name", ["induction", "", "positivity ", "Identity", "axiom"])
def test_unknown_rules_are_refused(rule_name: str) -> None:
    """There is no rule but those of the kernel."""
    refused("unknown rule", rule(rule_name, "p", "walk"))
