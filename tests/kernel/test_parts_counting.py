"""The rules that bound a number of steps, one by one, at the edge of what each accepts.

The criterion: a change of a rule in one place accepts a falsehood that is planted here, or refuses what is
true, or says it in other words.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.kernel.attacks import changed, proved, refused, rejected, with_step
from tests.kernel.build import Json, positivity, rule, system, term
from tests.kernel.toys import CLIMB, DECAY
from tests.kernel.toys_counting import GROWS, POWERS
from verifier.kernel import replay
from verifier.kernel.rings import RINGS


def accepted(toy: Json) -> str:
    """The last fact of a toy, in words, after both replays."""
    said = {str(replay(toy, backend).facts[toy["concludes"][-1]]) for backend in RINGS}
    (fact,) = said
    return fact


def spoilt(toy: Json, name: str, **fields: Any) -> Json:
    """The whole toy with some fields of one step changed."""
    return toy | {"steps": [s | fields if s["name"] == name else s for s in toy["steps"]]}


def test_each_sign_may_be_shown_by_a_step() -> None:
    """The signs that the rules need follow from steps where no condition says them."""
    assert accepted(GROWS) == "grow has no infinite run"
    assert accepted(POWERS).endswith("with 3 - x > 0: ν - 1 < ln((3)/(q)) / ln(q)")


@pytest.mark.parametrize(
    "toy, step, key",
    [
        (GROWS, "times on", "nonnegative"),
        (GROWS, "grow ends", "growth_above_one"),
        (GROWS, "grow ends", "positive"),
        (POWERS, "how often", "left_positive"),
        (POWERS, "how often", "ratio_positive"),
        (POWERS, "how often", "ratio_against_one"),
    ],
)
def test_each_sign_is_shown_by_a_step_or_a_condition(toy: Json, step: str, key: str) -> None:
    """Without the step the sign is not known, with a condition it is; another step does not show it."""
    rejected(f"^step '{step}': nothing shows {key}$", changed(toy, step, **{key: None}))
    rejected("'below three' (concludes|assumes)", changed(toy, step, **{key: "below three"}))
    here, *others = toy["systems"]
    (p,) = here["parameters"]
    known = [*here["conditions"], ["x", ">"], [p, ">"], [f"{p} - 1", ">"]]
    accepted(changed(toy | {"systems": [here | {"conditions": known}, *others]}, step, **{key: None}))


def test_a_cap_may_be_made_of_every_parameter() -> None:
    """x < q + 3 is a cap that stays where it is, and may be an event of its own."""
    event = [["q + 3 - x", ">"]]
    below = positivity("below", "q + 3 - x", given=event, terms=[term(0)])
    toy = with_step(POWERS, "while below", below)
    said = accepted(changed(toy, "while below", event=event, cap="q + 3", below_cap="below"))
    assert said.startswith("along powers, if ever q + 3 - x > 0: X_0·Π ρ < q + 3 over all steps")


def test_a_growth_may_be_known_at_its_events_alone() -> None:
    """1 + d is shown nonnegative from d > 0, and bounds the product though it is no parameter."""
    exactly = positivity("exactly", "x_next - (1 + d)*x", ">=", relations=["x_next - x - d*x"],
                         cofactors=["1"])  # fmt: skip
    above = positivity("above one", "1 + d", ">=", given=[["d", ">"]], terms=[term(0), term()])
    toy = with_step(CLIMB, "doublings", exactly, above)
    moving = {"growth": "1 + d", "at_event": "exactly", "nonnegative": "above one"}
    assert "ρ = 1 + d" in accepted(changed(toy, "doublings", **moving))
    after = spoilt(toy, "doublings", **moving)
    rejected("is not X_0·g", changed(after, "number of doublings", ratio="1 + d"))
    steps = [step for step in after["steps"] if step["rule"] != "logarithm"]
    rejected("growth must be constant", changed(after | {"steps": steps}, "climb ends"))


@pytest.mark.parametrize(
    "fields",
    [
        {"ratio": "3"},
        {"left": "2*x0"},
        {"left": "M"},
        {"right": "2*M"},
        {"right": "x0"},
        {"system": "other"},
    ],
)
def test_a_logarithm_of_a_count_is_of_that_count(fields: Json) -> None:
    """Another ratio, initial value, cap or system than the counted one is refused."""
    other = CLIMB["systems"][0] | {"name": "other", "origin": {"x": "x0"}}
    toy = CLIMB | {"systems": [*CLIMB["systems"], other]}
    message = r"^step 'number of doublings': 'doublings' is not X_0·g\^\(n-1\) < cap with these$"
    rejected(message, changed(toy, "number of doublings", **fields))


def test_a_growth_by_one_or_less_has_no_logarithm() -> None:
    """x never falls, so it grows by 1 at each event: ln 1 = 0 would bound nothing."""
    slow = positivity("slow", "x_next - 1*x", ">=", given=[["x", ">"], ["d", ">="]],
                      relations=["x_next - x - d*x"], cofactors=["1"], terms=[term(0, 1)])  # fmt: skip
    count = next(step for step in CLIMB["steps"] if step["name"] == "doublings")
    weak = count | {"name": "weak", "growth": "1", "at_event": "slow"}
    toy = with_step(CLIMB, "number of doublings", slow, weak)
    message = "nothing shows ratio_against_one"
    rejected(message, changed(toy, "number of doublings", fact="weak", ratio="1"))
    rejected(message, changed(DECAY, "waiting time", ratio="1 - h", shrinks=False))


def test_a_ratio_below_one_may_be_shown_by_a_step() -> None:
    """x falls by 1 − h < 1 where h ≥ 1/4, though no condition says h > 0."""
    shown = positivity("h positive", "h", given=[["4*h - 1", ">="]],
                       terms=[term(0, weight="1/4"), term(weight="1/4")])  # fmt: skip
    steps = [step for step in DECAY["steps"] if step["name"] not in ("h and x together", "sum positive")]
    conditions = [["4*h - 1", ">="], ["1 - h", ">"], ["b", ">"]]
    run = DECAY["systems"][0] | {"conditions": conditions}
    decay = DECAY | {"steps": [shown, *steps], "systems": [run]}
    rejected("^step 'waiting time': nothing shows ratio_against_one$", changed(decay, "waiting time"))
    by_a_step = changed(decay, "waiting time", ratio_against_one="h positive")
    assert accepted(by_a_step).endswith("with b - x > 0: t > ln((x0)/(b)) / (-ln(1 - h))")


def test_a_logarithm_says_all_that_it_supposes() -> None:
    """Several events, several assumptions about t, and none."""
    two = spoilt(CLIMB, "doublings", event=[["d", ">"], ["x", ">"]])
    assert "of steps with d > 0, x > 0: ν - 1 <" in accepted(changed(two, "number of doublings"))
    here = DECAY["systems"][0]
    below = DECAY | {"systems": [here | {"conditions": [*here["conditions"], ["b - x", ">"]]}]}
    for assume, said in (
        ([["b - x", ">"], ["b - 2*x", ">"]], " with b - x > 0, b - 2*x > 0: t > ln("),
        ([], ": t > ln("),
    ):
        whole = spoilt(below, "once below b", assume=assume)
        assert f"along decay at every t{said}" in accepted(changed(whole, "waiting time"))


def _ends(**fields: Any) -> Json:
    usual = {"quantity": "x", "ratio": "m", "cap": "3", "step": "times m"}
    signs = {"positive": None, "below_cap": None, "ratio_above_one": None}
    return rule("terminates", "ends", "walk", **usual | signs | fields)


def test_a_termination_by_any_ratio_above_one() -> None:
    """Each sign is a condition of the system, or shown by a step; the ratio may be every parameter."""
    step = positivity("times m", "x_next - m*x", ">=", relations=["x_next - m*x"], cofactors=["1"])
    conditions = [["x", ">"], ["m - 1", ">"], ["3 - x", ">="]]
    run = system("walk", "x", parameters=["m"], conditions=conditions, relations=["x_next - m*x"])
    assert proved(step, _ends(), systems=(run,)).name == "ends"
    signs = [
        positivity("positive", "x", given=[["x - 1", ">="]], terms=[term(0), term()]),
        positivity("above one", "m - 1", given=[["m - 2", ">="]], terms=[term(0), term()]),
        positivity("below", "3 - x", ">=", given=[["2 - x", ">"]], terms=[term(0), term()]),
    ]
    stronger = run | {"conditions": [["x - 1", ">="], ["m - 2", ">="], ["2 - x", ">"]]}
    shown = {"positive": "positive", "ratio_above_one": "above one", "below_cap": "below"}
    proved(step, *signs, _ends(**shown), systems=(stronger,))
    for key in shown:
        refused(f"nothing shows {key}", step, *signs, _ends(**shown | {key: None}), systems=(stronger,))
    weak = positivity("times m", "x_next - m*x + 1", ">=", relations=["x_next - m*x"], cofactors=["1"],
                      terms=[term()])  # fmt: skip
    refused(r"but the rule needs X' >= \(m\)·X for X = x$", weak, _ends(), systems=(run,))


def test_the_rest_may_name_its_own_start_and_every_parameter() -> None:
    """A system without the event may have all parameters of the whole one, and its own initial values."""
    accepted(changed(GROWS, "off", parameters=["r"]) | {k: GROWS[k] for k in ("steps", "concludes")})
    own = changed(GROWS, "off", parameters=["r", "s"], origin={"x": "s"})
    accepted(own | {k: GROWS[k] for k in ("steps", "concludes")})
    for parameters in (["q"], ["r", "q"], ["r", "s", "q"]):
        stray = changed(GROWS, "off", parameters=parameters, origin={"x": "s"} if "s" in parameters else {})
        rejected("^step 'grow ends': 'off' has other variables$", stray | {"steps": GROWS["steps"]})


def test_the_opposite_of_an_event_is_its_negation() -> None:
    """Without d ≥ 1 there is d < 1, and no less; an equation is no event that can be exhausted."""
    event, less = [["d - 1", ">="]], [["1 - d", ">"], ["1 - d_next", ">"]]
    alternates, switch = "d_next - 1 + d", "d*d - d"
    new = {
        "multiplies when on": {
            "given": [*event, ["x - 1", ">="], ["r - 2", ">="]], "lemmas": [], "cofactors": ["1"],
            "relations": ["x_next - x - (r - 1)*d*x"],
            "terms": [term(0, 2, 1), term(0, 2), term(0, 1), term(0)],
        },
        "times on": {"event": event},
        "off cannot stay": {
            "given": less, "relations": [alternates, switch], "cofactors": ["1 - d", "1"],
            "multiplier": [0, 1], "terms": [],
        },
    }  # fmt: skip
    grow, off = GROWS["systems"]
    off = off | {"conditions": [["1 - d", ">"]], "instant": [switch]}
    steps = [step | new.get(step["name"], {}) for step in GROWS["steps"]]
    toy = GROWS | {"steps": steps, "systems": [grow, off]}
    assert accepted(toy) == "grow has no infinite run"
    stronger = off | {"conditions": [["1 - d", ">"], ["1/2 - d", ">"]]}
    rejected("'off' also assumes 1/2 - d > 0", toy | {"systems": [grow, stronger]})
    equal = spoilt(toy, "times on", event=[["d - 1", "="]])
    rejected("^step 'grow ends': the event must be an inequality$", equal)
