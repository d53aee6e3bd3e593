"""For every rule: each step of a true toy is accepted, and each premise that the rule asks for is missed.

The criterion: with one field changed, so that what is concluded would be false or no longer follows, the
step is refused in both rings, by its name and for the reason that is meant.
"""

from __future__ import annotations

import pytest

from tests.kernel.build import (
    Json,
    accepted,
    altered,
    certificate,
    changed,
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


_NO_LEMMAS: Json = {"lemmas": {"state": [], "step": [], "start": []}}
FALSE: list[tuple[Json, str, str, Json]] = [
    (ALGEBRA, "square", "is not the target", {"target": "x**2 - 2*x*y - y**2"}),
    (ALGEBRA, "square", "no term is strictly positive", {"sign": ">"}),
    (ALGEBRA, "square", "not a nonnegative rational", {"terms": [term(weight="-1", square="x - y")]}),
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
    (CASES, "either", "if", {"split": ["x + 1", ">="]}),
    (CASES, "either", "else", {"else": "up"}),
    (CASES, "either", "is not given", {"then": [["x**2", ">"]]}),
    (AVERAGE, "of all", "no sign of the sum", {"factors": ["-2*c", "2"]}),
    (AVERAGE, "of all", "mentions a variable of a sample", {"factors": ["a - 2*c", "0"]}),
    (AVERAGE, "of all", "mentions a variable of a sample", {"factors": ["0", "0"],
                                                           "constant": "a**2 - 2*a*c + c**2"}),
    (AVERAGE, "of all", "one factor a mean", {"factors": ["-2*c"]}),
    (AVERAGE, "of all", "one family", {"given": []}),
    (AVERAGE, "of all", "one family", {"given": [DATA, DATA]}),
    (AVERAGE, "mean", "is not given", {"given": [DATA | {"each": []}]}),
    (AVERAGE, "mean", "is not given", {"given": [DATA | {"each": []}, ["a", ">"]]}),
    (FLOW, "increases", "rate", {"target": "s0 - s"}),
    (FLOW, "increases", "rate", {"direction": "backward"}),
    (FLOW, "increases", "start", {"target": "s - s0 - 1"}),
    (FLOW, "increases", "direction", {"direction": "up"}),
    (FLOW, "increases", "alike", {"moving": ["z", "s", "l"]}),
    (FLOW, "increases", "alike", {"moving": ["z", "s0"]}),
    (FLOW, "increases", "alike", {"moving": ["z"], "from": ["z0"]}),
    (FLOW, "increases", "on the way", {"assumed": [["s - 1/2", ">="]]}),
    (FLOW, "increases", "on the way", {"assumed": [["z**2 - 1", ">="]]}),
    (FLOW, "increases", "on the way", {"assumed": [["z - 1", ">="]]}),
    (FLOW, "increases", "on the way", {"assumed": [["z - 1", "!="], ["z0 - 1", "!="]]}),
    (FLOW, "increases", "on the way", {"assumed": [tie("softplus", "y", "z")]}),
    (FLOW, "back", "on the way", {"assumed": [["1 - z", ">="]]}),
    (FLOW, "convex", "rate", {"target": "l - l0 + 1/2*z - 1/2*z0"}),
    (TIME, "positive", "start", {"invariants": [["x - 1", ">="]]}),
    (TIME, "positive", "lemma 'stays'", {"invariants": [["-x", ">="]]}),
    (TIME, "positive", "steps", {"steps": [None]}),
    (TIME, "positive", "one start and one step", {"steps": []}),
    (TIME, "positive", "mentions 'y'", {"invariants": [["y", ">="]]}),
    (TIME, "positive", "mentions 'x_next'", {"invariants": [["x_next", ">="]]}),
    (TIME, "always", "is not given", {"then": [["x + y**2", ">"]]}),
    (TIME, "always", "speaks of the next state", {"given": [["x_next", ">"]], "then": [["x_next", ">"]]}),
    (TIME, "always", "speaks of the next state", {"suppose": [["x_next", ">"]], "then": []}),
    (TIME, "always", "at is", {"at": "end"}),
    (TIME, "later", "mentions 'y'", {"before": [["y", ">"]]}),
    (TIME, "used", "before", {"before": []}),
    (TIME, "used", "used", {"given": []}),
    (TIME, "used", "about other states", {"at": "state", "then": []}),
    (PARTS, "since", "step", _NO_LEMMAS),
    (PARTS, "since", "start", {"frozen": {"b": "x + 1"}}),
    (PARTS, "since", "is not given", {"values": {"u": "-x"}}),
    (PARTS, "since", "may not mention 'b'", {"frozen": {}}),
    (PARTS, "since", "value for no variable", {"values": {"u": "x", "y": "x"}}),
    (PARTS, "since", "may not mention 'x'", {"values": {"u": "x", "b": "x"}, "frozen": {}}),
    (PARTS, "since", "may not mention 'x_next'", {"values": {"u": "x_next"}}),
    (PARTS, "since", "is not given", {"values": {"u": "x", "n": "1"}}),
    (PARTS, "since", "is not given", {"values": {"u": "x", "n": "0"}}),
    (PARTS, "since", "no accepted along", {"uses": ["up"]}),
    (PARTS, "since", "mentions 'u'", {"start": [["u", ">"]]}),
    (PARTS, "since", "mentions 'x_next'", {"throughout": [["x_next", ">"]]}),
    (PARTS, "whole", "lemma 'first'", {"origin": False}),
    (PARTS, "within", "no fact about 'rise'", {"fact": "positive"}),
    (PARTS, "within", "no fact about 'rise'", {"fact": "since"}),
    (PARTS, "within", "no fact about 'rise'", {"fact": "kept"}),
    (ENDS, "ends", "not a power of the ratio", {"ratio": "3"}),
    (ENDS, "ends", "ratio and the base", {"base": "0"}),
    (ENDS, "ends", "bounded", {"base": "2"}),
    (ENDS, "ends", "must be constant", {"cap": "c + h"}),
    (ENDS, "ends", "must be constant", {"base": "h"}),
    (ENDS, "ends", "not a power of the ratio", {"power": "h"}),
    (ENDS, "ends", "bounded", {"bounded": "exactly"}),
    (EVENTS, "both end", "quiet", {"event": ["q - 1", ">"]}),
    (EVENTS, "both end", "quiet", {"event": ["-q", ">"]}),
    (EVENTS, "both end", "about other systems", {"event": ["h", ">"], "system": "halve"}),
    (EVENTS, "both end", "event must be one of a state", {"event": ["q_next", ">"]}),
    (EVENTS, "both end", "not a power", {"ratio": "3"}),
    (EVENTS, "both end", "not a power", {"power": "p"}),
    (EVENTS, "both end", "bounded", {"bounded": "counted"}),
    (EVENTS, "both end", "about other states", {"bounded": "bound"}),
    (AFTER, "late ends", "no fact about 'halve'", {"fact": "w"}),
    (AFTER, "turns", "no accepted ends", {"after_ends": "then ends"}),
    (AFTER, "turns", "quiet is about other systems", {"quiet_ends": "late ends"}),
    (AFTER, "turns", "quiet", {"quiet": "then late", "quiet_ends": "late ends"}),
    (AFTER, "turns", "after must be from any such time", {"after": "before", "after_ends": "ends"}),
    (AFTER, "turns", "either after, or a power", {"power": "p"}),
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
    bounded = step("consequence", "bounded", system="still", given=[["1 - p", ">="]],
                   then=[["1 - p", ">="]])  # fmt: skip
    ends = step("archimedes", "ends", system="still", power="p", ratio=ratio, base="1", cap="1",
                bounded="bounded")  # fmt: skip
    refused("^step 'ends': .*ratio and the base",
            certificate("x x_next p p_next", bounded, ends, systems=(still,)))  # fmt: skip


def test_quiet_and_after_must_not_suppose_more() -> None:
    """A part that begins at the origin, or supposes something of its start or steps, is not any time's."""
    for fields in ({"origin": True}, {"start": [["x - 2", ">="]]}, {"during": [["x_next - 1", ">="]]}):
        refused("^step 'turns': quiet must", altered(AFTER, "before", **fields))
    refused("^step 'turns': after: ", altered(AFTER, "then late", start=[["w - 1", ">"], ["w", ">"]]))
    for fields in ({"origin": True}, {"throughout": [["w", ">"]]}, {"during": [["w", ">"]]}):
        refused("^step 'turns': after must", altered(AFTER, "then late", **fields))
