"""Attempts to see the walk x' = x + 1 as a run of a system that asks for something else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.kernel.attacks import STEP, proved, refused, rejected, walk, with_step
from tests.kernel.build import Json, identity, positivity, rule, term
from tests.kernel.toys_between import RACE
from verifier.kernel import replay
from verifier.kernel.rings import RINGS

REST = rule("tail", "rest", "walk", into="other", start=[], throughout=[], initial=[])
SAME = rule("sustain", "same", "walk", into="other", facts=[])
FREE: Json = {"name": "other", "origin": {}, "parameters": ["m"], "initial": []}
"""What is left of the walk from some time on: nothing is known of its start."""
NAMED: Json = {"origin": {"x": "E"}, "parameters": ["m", "E"], "initial": [["E - 5", ">"]]}
"""The rest with a name for its first x, which is said to be above 5."""


def test_the_rest_of_a_walk_is_a_walk() -> None:
    """With the relations that hold within each state, and with fewer of them."""
    assert str(proved(REST, systems=(walk(), walk(**FREE)))) == "along walk, from any time: a run of other"
    tied = walk(instant=["y - x", "x - y + m"])
    for instant in (["y - x"], ["x - y + m"], ["x - y + m", "y - x"], []):
        proved(REST, systems=(tied, walk(**FREE, instant=instant)))
        proved(SAME, systems=(tied, walk(name="other", instant=instant)))


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ({"initial": [["m", ">"]]}, {"conditions": [["m", ">"]]}),
        ({"conditions": [["y", ">"]]}, {"conditions": [["y", ">="]]}),
        ({"conditions": [["y", ">"]]}, {"guards": [["y", ">"]]}),
        ({"guards": [["y", ">"]]}, {"guards": [["y", ">"]]}),
        ({"conditions": [["y", ">"]]}, {"initial": [["y", ">"]]}),
        ({"instant": ["y - x"]}, {"relations": [STEP, "y - x"]}),
        ({"sigma": [["x", "y"]]}, {"sigma": [["x", "y"]]}),
    ],
)
def test_the_rest_may_ask_for_what_is_known(known: Json, asked: Json) -> None:
    """What holds at every state, or of parameters, holds in the rest, in whatever role it is asked for."""
    rest = REST | {"initial": [None] * len(asked.get("initial", []))}
    proved(rest, systems=(walk(**known), walk(**FREE | asked)))
    refused("^step 'rest': 'other' (has|also) ", rest, systems=(walk(), walk(**FREE | asked)))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"next": {"x": "y_next"}, "relations": []}, "'other' has other variables"),
        ({"parameters": ["m", "E"]}, "'other' has other variables"),
        ({"conditions": [["y", ">"]]}, "'other' also assumes y > 0"),
        ({"guards": [["y", ">"]]}, "'other' also assumes y > 0"),
        ({"instant": ["y - m"]}, "'other' has another instant relation"),
        ({"instant": ["y - x", "y - m"]}, "'other' has another instant relation"),
        ({"relations": ["x_next - x - 2"]}, "'other' has another relation"),
        ({"sigma": [["x", "y"]]}, r"'other' also ties y = σ\(x\)"),
    ],
)
def test_the_rest_of_a_walk_obeys_nothing_more(fields: Json, message: str) -> None:
    """Whatever else the other system asks for is named; y = x alone holds within each state."""
    refused(f"^step 'rest': {message}$", REST, systems=(walk(instant=["y - x"]), walk(**FREE | fields)))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"origin": {}}, "'other' has other variables"),
        ({"origin": {"x": "x0", "y": "m"}}, "'other' has other variables"),
        ({"parameters": ["x0"]}, "'other' has other variables"),
        ({"parameters": ["x0", "m", "E"]}, "'other' has other variables"),
        ({"next": {"x": "x_next"}, "instant": []}, "'other' has other variables"),
        ({"conditions": [["y", ">"]]}, "'other' also assumes y > 0"),
        ({"initial": [["y", ">"]]}, "'other' also starts with y > 0"),
        ({"guards": [["y", ">"]]}, "nothing shows the guard y > 0"),
        ({"instant": ["y - m"]}, "'other' has another instant relation"),
        ({"relations": ["x_next - x - 2"]}, "'other' has another relation"),
        ({"sigma": [["x", "y"]]}, r"'other' also ties y = σ\(x\)"),
    ],
)
def test_a_walk_is_no_run_of_a_system_with_another_start_or_step(fields: Json, message: str) -> None:
    """Variables, parameters and initial values are the same, each of them; so is all but the guards."""
    other = walk(name="other", instant=["y - x"]) | fields
    refused(f"^step 'same': {message}$", SAME, systems=(walk(instant=["y - x"]), other))


def test_where_the_rest_starts_is_given_or_shown() -> None:
    """x > 5 at the start of the rest is said by the tail, or shown by a sequent, and by nothing else."""
    systems = (walk(), walk(**FREE | NAMED))
    here = REST | {"start": [["x - 5", ">"]]}
    shown = positivity("shown", "x - 5", given=[["x - 5", ">"]], terms=[term(0)])
    proved(here | {"initial": [None]}, systems=systems)
    proved(shown, here | {"initial": ["shown"]}, systems=systems)
    refused(r"^step 'rest': 'other' also assumes \(E - 5\)\[E:=x\] > 0$", REST | {"initial": [None]},
            systems=systems)  # fmt: skip
    no = identity("no", "1", "1")
    refused(r"^step 'rest': step 'no' concludes .*, but the rule needs \(E - 5\)\[E:=x\] > 0$", no,
            here | {"initial": ["no"]}, systems=systems)  # fmt: skip


def test_one_symbol_is_one_power_in_all_that_is_sustained() -> None:
    """Two facts that call 1^t and 2^t by one name cannot be cited together."""
    steps = [positivity("zero", "0", ">=")]
    for ratio in "12":
        growth = rule("growth", f"growth {ratio}", "walk", quantity="0", ratio=ratio, direction=">=",
                      step="zero", nonnegative=None)  # fmt: skip
        power = rule("at-every-time", f"power {ratio}", "walk", assume=[], sequent="zero",
                     uses=[{"fact": f"growth {ratio}", "power": "E"}])  # fmt: skip
        steps += [growth, power]
    systems = (walk(), walk(name="other"))
    refused("^step 'same': 'E' stands for two powers$", *steps, SAME | {"facts": ["power 1", "power 2"]},
            systems=systems)  # fmt: skip
    proved(*steps, SAME | {"facts": ["power 2"]}, systems=systems)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("before", {"into": "low", "start": [["2*x - 1", ">"]], "throughout": [["1 - x", ">="]]}),
        ("before", {"into": "low", "start": [], "throughout": [["1 - x", ">="], ["m - 2", ">"]]}),
        ("after", {"into": "high", "start": [["x - 1", ">"]], "throughout": [["m - x", ">="]]}),
        ("after", {"into": "high", "start": [["x - 1", ">"], ["x - 2", ">"]], "throughout": []}),
    ],
)
def test_a_relay_joins_the_whole_run(name: str, fields: Any) -> None:
    """The part before starts with the run, and the part after asks for nothing that could fail later."""
    initial = [] if name == "before" else [None, "above one half"]
    part = rule("tail", "part", "race", initial=initial, **fields)
    toy = with_step(RACE, "race ends", part)
    rejected("^step 'race ends': one condition fails", _with(toy, "race ends", **{name: "part"}))


def test_what_a_system_asks_for_itself_is_no_more() -> None:
    """A guard of the walk is one of the other system too, and a condition holds at the start."""
    guarded = {"guards": [["y", ">"]]}
    proved(SAME, systems=(walk(**guarded), walk(name="other", **guarded)))
    above = {"conditions": [["y", ">"]]}
    proved(SAME, systems=(walk(**above), walk(name="other", **above, initial=[["x0", "="], ["y", ">"]])))


def test_what_is_sustained_is_shown_of_these_systems() -> None:
    """A guard that holds along a third system is not kept by this one."""
    third = walk(name="third", conditions=[["y", ">"]])
    lemma = positivity("lemma", "y", given=[["y", ">"]], terms=[term(0)])
    fact = rule("at-every-time", "fact", "third", uses=[], assume=[], sequent="lemma")
    systems = (walk(), walk(name="other", guards=[["y", ">"]]), third)
    refused("^step 'same': 'fact' is about another system$", lemma, fact, SAME | {"facts": ["fact"]},
            systems=systems)  # fmt: skip


@pytest.mark.parametrize("name", ["x", "y", "x_next", "y_next", "m", "x0"])
def test_where_the_rest_starts_has_a_name_of_its_own(name: str) -> None:
    """What names a variable of the walk, now or at the next state, is no name for where the rest starts."""
    other = walk(**FREE | {"next": {"x": "x_next"}, "origin": {"x": name}, "parameters": [name]})
    refused("two roles|^step 'rest': 'other' has other variables$", REST, systems=(walk(), other))
    refused("^step 'rest': unknown system 'nowhere'$", REST | {"into": "nowhere"})


def test_a_relay_may_pass_at_equality() -> None:
    """x < 1 throughout and x ≥ 1 at some time leave no gap either; x < 1 and x > 1 do."""
    low = {"conditions": [["x", ">"], ["1 - x", ">"]]}
    high = {"initial": [["z - 1", ">="], ["2*z - 1", ">"]]}
    half = positivity("above one half", "2*x - 1", given=[["x - 1", ">="]],
                      terms=[term(0, weight="2"), term()])  # fmt: skip
    steps = [half if step["name"] == "above one half" else step for step in RACE["steps"]]
    toy = RACE | {"steps": steps}
    for entry, fields in (("low", low), ("high", high)):
        toy = _with(toy, entry, **fields)
    toy = _with(_with(toy, "while low", throughout=[["1 - x", ">"]]), "once high", start=[["x - 1", ">="]])
    for backend in RINGS:
        assert str(replay(toy, backend).facts["race ends"]) == "race has no infinite run"
    rejected("is not the opposite of", _with(toy, "once high", start=[["x - 1", ">"]]))


def test_a_relay_names_its_parts_by_words() -> None:
    """Whatever else stands where the name of a tail should stand is refused, not looked up."""
    rejected(r"^step 'race ends': no accepted tail is named \['while low'\]$",
             _with(RACE, "race ends", before=["while low"]))  # fmt: skip


def _with(toy: Json, name: str, **fields: Any) -> Json:
    """The toy with some fields of one step or system changed, and all its steps."""
    return toy | {
        part: [entry | fields if entry["name"] == name else entry for entry in toy[part]]
        for part in ("steps", "systems")
    }
