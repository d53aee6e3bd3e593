"""For every rule: each step of a true toy is accepted, and each premise that the rule asks for is missed.

The criterion: with one field changed, so that what is concluded would be false or no longer follows, the
step is refused in both rings, by its name and for the reason that is meant.
"""

from __future__ import annotations

import pytest

from tests.kernel.build import (
    Json,
    accepted,
    along,
    altered,
    certificate,
    changed,
    implies,
    power,
    refused,
    spoiled,
    step,
    system,
    term,
    tie,
)
from tests.kernel.toys import (
    AFTER,
    ALGEBRA,
    AVERAGE,
    CASES,
    DATA,
    DEDUCE,
    ENDS,
    EVENTS,
    FLOW,
    PARTS,
    TIME,
    TOYS,
)


@pytest.mark.parametrize("toy", TOYS)
def test_every_step_of_a_toy_is_accepted(toy: str) -> None:
    """Both rings conclude the same statement from each of its steps."""
    for one in TOYS[toy]["steps"]:
        assert accepted(changed(TOYS[toy], one["name"]))


FALSE: list[tuple[Json, str, str, Json]] = [
    (ALGEBRA, "square", "is not the target", {"target": "x**2 - 2*x*y - y**2"}),
    (ALGEBRA, "square", "no term is strictly positive", {"sign": ">"}),
    (ALGEBRA, "square", "must be a nonnegative rational", {"terms": [term(weight="-1", square="x - y")]}),
    (ALGEBRA, "square", "sign >, >= or =", {"sign": "!="}),
    (ALGEBRA, "sum", "no condition number", {"given": [["x", ">"]]}),
    (ALGEBRA, "sum", "no term is strictly positive", {"given": [["x", ">="], ["y", ">="]]}),
    (ALGEBRA, "sum", "none of the signs > >=", {"given": [["x", "!="], ["y", ">="]]}),
    (ALGEBRA, "sum", "shows no equality", {"sign": "="}),
    (ALGEBRA, "divided", "none of the signs > !=", {"given": [["z", ">="], ["z*x - z*y", "="]]}),
    (ALGEBRA, "divided", "none of the signs >", {"sign": ">="}),
    (ALGEBRA, "divided", "none of the signs =", {"given": [["z", "!="], ["z*x - z*y", ">="]]}),
    (ALGEBRA, "divided", "is not the target", {"multiplier": []}),
    (DEDUCE, "at one", "is not given", {"then": [["x**2 - 2*x + 1", ">"]]}),
    (DEDUCE, "at one", "is not given", {"lemmas": [["square", {"y": "2"}]]}),
    (DEDUCE, "unless", "lemma 'sum'", {"suppose": [["-y", ">"]]}),
    (DEDUCE, "unless", "lemma 'sum'", {"given": []}),
    (CASES, "either", "lemma 'up'", {"split": ["x + 1", ">="]}),
    (CASES, "either", "lemma 'up'", {"fails": "up"}),
    (CASES, "either", "no accepted sequent", {"holds": "either"}),
    (CASES, "either", "is not given", {"then": [["x**2", ">"]]}),
    (AVERAGE, "of all", "no mean of what a term says", {"given": [DATA | {"means": [["M", "a"]]}]}),
    (AVERAGE, "of all", "no mean of what a term says", {"given": [DATA | {"means": [["S", "a**2"]]}]}),
    (AVERAGE, "of all", "no mean of what a term says",
     {"given": [DATA | {"means": [["M", "2*a"], ["S", "a**2"]]}]}),
    (AVERAGE, "of all", "no mean of what a term says",
     {"given": [DATA | {"means": [["M", "a"], ["S", "a**2 + a"]]}]}),
    (AVERAGE, "of all", "mean mentions a variable of a sample",
     {"given": [DATA | {"means": [["a", "a"], ["S", "a**2"]]}]}),
    (AVERAGE, "of all", "one family", {"given": []}),
    (AVERAGE, "of all", "one family", {"given": [DATA, DATA]}),
    (AVERAGE, "mean", "is not given", {"given": [DATA | {"each": []}]}),
    (AVERAGE, "mean", "is not given", {"given": [DATA | {"each": []}, ["a", ">"]]}),
    (FLOW, "increases", "rate", {"target": "s0 - s"}),
    (FLOW, "increases", "rate", {"direction": "backward"}),
    (FLOW, "increases", "begin", {"target": "s - s0 - 1"}),
    (FLOW, "increases", "direction", {"direction": "up"}),
    (FLOW, "increases", "alike", {"moving": ["z", "s", "l"]}),
    (FLOW, "increases", "alike", {"moving": ["z", "s0"]}),
    (FLOW, "increases", "alike", {"moving": ["z"], "begin": ["z0"], "end": ["z1"]}),
    (FLOW, "increases", "alike", {"end": ["z0", "s0"]}),
    (FLOW, "increases", "alike", {"end": ["z1", "s1", "l1"]}),
    (FLOW, "increases", "alike", {"end": ["z1", "s"]}),
    (FLOW, "increases", "mentions the moving point", {"given": [["s - 1/2", ">="]]}),
    (FLOW, "increases", "mentions the moving point", {"given": [["z - 1", ">="]]}),
    (FLOW, "increases", "mentions the moving point", {"given": [tie("softplus", "y", "z")]}),
    (FLOW, "increases", "lemma 'rises'", {"moving": ["z0", "s0"], "begin": ["z", "s"],
                                          "target": "s0 - s", "rate": [["rises", {"z": "y"}]]}),
    (FLOW, "limited", "lemma 'near'", {"given": [["2 - z0", ">="], ["y", "="]]}),
    (FLOW, "limited", "lemma 'near'", {"direction": "backward"}),
    (FLOW, "limited", "lemma 'slow'", {"given": [["2 - z1", ">="]]}),
    (FLOW, "convex", "rate", {"target": "l - l0 + 1/2*z - 1/2*z0"}),
    (TIME, "positive", "start", {"invariants": [["x - 1", ">="]]}),
    (TIME, "positive", "lemma 'stays'", {"invariants": [["-x", ">="]]}),
    (TIME, "positive", "step: ", {"at_step": []}),
    (TIME, "positive", "start: ", {"invariants": [["x", ">="], ["y", ">="]]}),
    (TIME, "positive", "speaks of the next state", {"invariants": [["x_next", ">="]]}),
    (TIME, "for any", "start: ", {"at_start": []}),
    (TIME, "for any", "step: ", {"at_step": ["stays"]}),
    (TIME, "for any", "lemma 'more'", {"invariants": [implies(["y", ">"], ["x + y", ">="])]}),
    (TIME, "always", "is not given", {"then": [["x + y**2", ">"]]}),
    (TIME, "always", "speaks of the next state", {"given": [["x_next", ">"]], "then": [["x_next", ">"]]}),
    (TIME, "always", "speaks of the next state", {"suppose": [["x_next", ">"]], "then": []}),
    (TIME, "always", "at is", {"along": {"system": "walk", "at": "start"}}),
    (TIME, "always", "unknown system", {"along": {"system": "m", "at": "state"}}),
    (TIME, "always", "stray field", {"along": {"system": "walk", "at": "state", "given": []}}),
    (TIME, "always", "lemma 'larger'", {"along": None}),
    (TIME, "used", "no earlier step", {"along": None}),
    (TIME, "later", "mentions 'y'", {"before": [["y", ">"]]}),
    (TIME, "used", "before", {"before": []}),
    (TIME, "used", "lemma 'later'", {"given": []}),
    (TIME, "used", "about other states", {"along": {"system": "walk", "at": "state"}, "then": []}),
    (TIME, "used", "about other states", {"lemmas": [["later", {"y": "m"}]]}),
    (PARTS, "since", "step", {"at_step": []}),
    (PARTS, "since", "start", {"frozen": {"b": "x + 1"}}),
    (PARTS, "since", "'b' is no constant of 'walk'", {"frozen": {}}),
    (PARTS, "since", "freezes no parameter", {"frozen": {"b": "x", "y": "x"}}),
    (PARTS, "since", "freezes no parameter", {"frozen": {"b": "x", "n": "0"}}),
    (PARTS, "since", "more than a state", {"frozen": {"b": "x_next"}}),
    (PARTS, "since", "step: ", {"at_step": ["above"]}),
    (PARTS, "since", "about other states", {"at_state": ["above"]}),
    (PARTS, "since", "mentions 'b'", {"start": [["b", ">"]]}),
    (PARTS, "since", "mentions 'x_next'", {"throughout": [["x_next", ">"]]}),
    (PARTS, "whole", "another meaning", {"origin": False}),
    (PARTS, "whole", "true or false", {"origin": 1}),
    (PARTS, "whole", "lemma 'first'", {"start": [], "at_start": [["first", {"m": "m + 1"}]]}),
    (PARTS, "whole", "start", {"at_start": []}),
    (PARTS, "whole", "another meaning", {"frozen": {"m": "x"}}),
    (PARTS, "within", "no fact about 'rise'", {"fact": "positive"}),
    (PARTS, "within", "no accepted sequent", {"fact": "since"}),
    (PARTS, "carried", "no fact about 'climb'", {"fact": "above"}),
    (PARTS, "carried", "no accepted part", {"part": "over"}),
    (PARTS, "within", "no fact about 'rise'", {"fact": "kept"}),
    (ENDS, "ends", "not a power of the ratio", {"power": power("p", "3", "1", "c", "bound")}),
    (ENDS, "ends", "ratio and the base", {"power": power("p", "2", "0", "c", "bound")}),
    (ENDS, "ends", "bounded", {"power": power("p", "2", "2", "c", "bound")}),
    (ENDS, "ends", "must be constant", {"power": power("p", "2", "1", "c + y", "bound")}),
    (ENDS, "ends", "must be constant", {"power": power("p", "2", "y", "c", "bound")}),
    (ENDS, "ends", "not a power of the ratio", {"power": power("y", "2", "1", "c", "bound")}),
    (ENDS, "ends", "bounded", {"power": power("p", "2", "1", "c", "exactly")}),
    (ENDS, "ends", "stray field", {"power": power("p", "2", "1", "c", "bound") | {"note": "c"}}),
    (ENDS, "ends", "either after, or a power", {"power": None}),
    (ENDS, "ends", "where no event happens", {"quiet": {"part": "none", "ends": "ends"}}),
    (ENDS, "ends", "where no event happens", {"event": ["y", ">"]}),
    (EVENTS, "both end", "quiet", {"event": ["q - 1", ">"]}),
    (EVENTS, "both end", "quiet", {"event": ["-q", ">"]}),
    (EVENTS, "both end", "where no event happens", {"event": None}),
    (EVENTS, "both end", "about other systems", {"event": ["y", ">"], "system": "halve"}),
    (EVENTS, "both end", "the event mentions 'q_next'", {"event": ["q_next", ">"]}),
    (EVENTS, "both end", "not a power", {"power": power("k", "3", "1", "m", "k bound")}),
    (EVENTS, "both end", "not a power", {"power": power("p", "2", "1", "m", "k bound")}),
    (EVENTS, "both end", "bounded", {"power": power("k", "2", "1", "m", "counted")}),
    (EVENTS, "both end", "about other states", {"power": power("k", "2", "1", "m", "bound")}),
    (EVENTS, "both end", "stray field", {"quiet": {"part": "quiet", "ends": "ends", "start": []}}),
    (AFTER, "turns", "no accepted ends", {"after": {"part": "then late", "ends": "bound late"}}),
    (AFTER, "turns", "no accepted part", {"after": {"part": "ends late", "ends": "ends late"}}),
    (AFTER, "turns", "quiet is about other systems", {"quiet": {"part": "before", "ends": "ends late"}}),
    (AFTER, "turns", "quiet", {"quiet": {"part": "then late", "ends": "ends late"}}),
    (AFTER, "turns", "after must be from any such time", {"after": {"part": "before", "ends": "ends"}}),
    (AFTER, "turns", "either after, or a power", {"power": power("p", "2", "1", "c", "bound")}),
]  # fmt: skip


@pytest.mark.parametrize("toy, name, message, fields", FALSE)
def test_a_missed_premise_is_refused(toy: Json, name: str, message: str, fields: Json) -> None:
    """The control is accepted; the variant is refused, by the name of the step and for its reason."""
    spoiled(toy, name, message, **fields)


def test_a_system_that_asks_less_supports_less() -> None:
    """Without its lower bound a halving runs for ever; without its start nothing is known of the start."""
    for fields, name in (({"always": []}, "bound"), ({"start": []}, "exactly"), ({"step": []}, "exactly")):
        refused(f"^step '{name}': ", altered(ENDS, "halve", **fields))
    for side in ("always", "step"):
        refused("^step 'quiet': ", altered(EVENTS, "both", **{side: []}))


@pytest.mark.parametrize("ratio", ["1", "0", "-2", "1/2"])
def test_a_power_that_does_not_grow_ends_nothing(ratio: str) -> None:
    """1^t = 1 ≤ 1 for ever: the ratio must be more than 1."""
    still = system("still", "x", ghosts={"p": {"start": "1", "next": f"{ratio}*p"}})
    bounded = along("bounded", "still", given=[["1 - p", ">="]], then=[["1 - p", ">="]])
    ends = step("ends", "ends", system="still", power=power("p", ratio, "1", "1", "bounded"))
    refused("^step 'ends': .*ratio and the base",
            certificate("x x_next p p_next", bounded, ends, systems=(still,)))  # fmt: skip


def test_quiet_and_after_must_not_suppose_more() -> None:
    """A part that begins at the origin, or supposes something of its start or steps, is not any time's."""
    for fields in ({"origin": True}, {"start": [["x - 2", ">="]]}, {"during": [["x_next - 1", ">="]]}):
        refused("^step 'turns': quiet must", altered(AFTER, "before", **fields))
    refused("^step 'turns': after: ", altered(AFTER, "then late", start=[["w - 1", ">"], ["w", ">"]]))
    for fields in ({"origin": True}, {"throughout": [["w", ">"]]}, {"during": [["w", ">"]]}):
        refused("^step 'turns': after must", altered(AFTER, "then late", **fields))
