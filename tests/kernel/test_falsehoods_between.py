"""Attempts to carry facts between systems that do not fit: tails, relays, and guards for free."""

from __future__ import annotations

import pytest

from tests.kernel.attacks import changed, rejected, with_step
from tests.kernel.build import Json, positivity, rule, term
from tests.kernel.toys_between import HELD, RACE
from verifier.kernel import replay


def whole(certificate: Json, name: str, **fields: object) -> Json:
    """A toy with one of its systems changed, and all its steps."""
    return changed(certificate, name, **fields) | {"steps": certificate["steps"]}


@pytest.mark.parametrize(
    "low, message",
    [
        ({"conditions": [["x", ">"], ["1 - x", ">"]]}, "also assumes 1 - x > 0"),
        ({"guards": [["x - 5", ">"]]}, "also assumes x - 5 > 0"),
        ({"instant": ["x - 1"]}, "another instant relation"),
        ({"relations": ["x_next - 2*x", "x_next - x"]}, "another relation"),
        ({"parameters": ["z"]}, "other variables"),
        ({"initial": [["x - 5", ">"]]}, "one sequent"),
    ],
)
def test_a_tail_is_no_run_of_a_system_that_asks_for_more(low: Json, message: str) -> None:
    """What the system of the tail assumes must hold at every state of the whole run, or be said."""
    rejected(message, whole(RACE, "low", **low))


def test_a_tail_starts_where_it_says() -> None:
    """An initial condition must follow at the start, from what is known there and nothing else."""
    rejected("also assumes", changed(RACE, "once high", start=[]))
    rejected("also assumes", changed(RACE, "once high", initial=[None, None]))
    rejected("also assumes", changed(RACE, "once high", start=[["3*x - 3", ">"]]))
    rejected("the rule needs", changed(RACE, "once high", initial=["above one half", "above one half"]))
    from_m = [["m - 1", ">"]]
    rejected("also assumes", changed(RACE, "once high", start=from_m))


def test_an_initial_value_of_the_tail_has_a_name_of_its_own() -> None:
    """A parameter of the whole run is not the value at which its tail starts."""
    shared = {"origin": {"x": "m"}, "parameters": ["m"], "initial": [["m - 1", ">"], ["2*m - 1", ">"]]}

    rejected("other variables", whole(RACE, "high", **shared))


def test_a_condition_throughout_is_about_one_state() -> None:
    """A tail cannot be cut out by a condition on the next state, or on a foreign variable."""
    ahead = [["1 - x", ">="], ["x_next", ">"]]
    rejected("mentions 'x_next'", changed(RACE, "while low", throughout=ahead))
    rejected("mentions 'z'", changed(RACE, "once high", start=[["x - 1", ">"], ["z", ">"]]))


def test_a_relay_needs_two_parts_that_leave_no_gap() -> None:
    """The condition that fails throughout must be exactly the opposite of the one that holds after."""
    gap = rule("tail", "while lower", "race", into="lower", start=[], throughout=[["1/2 - x", ">="]],
               initial=[])  # fmt: skip
    ends = rule("terminates", "lower ends", "lower", quantity="x", ratio="2", cap="1/2",
                step="doubles", positive=None, below_cap=None, ratio_above_one=None)  # fmt: skip
    toy = with_step(RACE, "race ends", gap, ends)
    low = next(system for system in RACE["systems"] if system["name"] == "low")
    lower = low | {"name": "lower", "conditions": [["x", ">"], ["1/2 - x", ">="]]}
    toy |= {"systems": [*RACE["systems"], lower]}

    rejected("not the opposite", changed(toy, "race ends", before="while lower", before_ends="lower ends"))


def test_a_relay_needs_both_parts_to_end() -> None:
    """The end of one part does not stand for the end of the other, nor a tail for an end."""
    rejected("is not about that part", changed(RACE, "race ends", before_ends="high ends"))
    rejected("is not about that part", changed(RACE, "race ends", after_ends="low ends"))
    rejected("one condition fails", changed(RACE, "race ends", after="while low", after_ends="low ends"))
    rejected("no accepted terminates", changed(RACE, "race ends", after_ends="once high"))
    rejected("no accepted tail", changed(RACE, "race ends", before="low ends"))
    rejected("is not about that part", changed(RACE, "race ends", system="low"))


def test_a_guard_is_not_sustained_for_nothing() -> None:
    """Each further guard must be the conclusion of a statement about every time."""
    rejected("nothing shows the guard", changed(HELD, "never lost", facts=[]))
    rejected("nothing shows the guard", whole(HELD, "held", guards=[["x", ">"], ["x - 1", ">"]]))
    rejected("no accepted ateverytime", changed(HELD, "never lost", facts=["still positive"]))
    rejected("unknown system", changed(HELD, "never lost", into="nowhere"))


@pytest.mark.parametrize(
    "held, message",
    [
        ({"conditions": [["h", ">"], ["1 - h", ">"], ["x - 1", ">"]]}, "also assumes x - 1 > 0"),
        ({"initial": [["x0", ">"], ["x0 - 1", ">"]]}, "also starts with x0 - 1 > 0"),
        ({"instant": ["x - 1"]}, "another instant relation"),
        ({"relations": ["x_next - (1 - h)*x", "x_next"]}, "another relation"),
        ({"parameters": ["h", "x0", "E"]}, "other variables|not a fresh symbol"),
    ],
)
def test_sustaining_changes_nothing_but_guards(held: Json, message: str) -> None:
    """The guarded system may not differ in its conditions, start, relations or variables."""
    rejected(message, whole(HELD, "held", **held))


def test_a_sustained_run_keeps_its_assumptions() -> None:
    """What the statement about every time assumed is part of the conclusion."""
    weak = positivity("weak", "x", given=[["2*x - 1", ">"]], terms=[term(0, weight="1/2"),
                                                                    term(weight="1/2")])  # fmt: skip
    assuming = rule("at-every-time", "while above", "held",
                    uses=[{"fact": "geometric", "power": "E"}], assume=[["2*x - 1", ">"]],
                    sequent="weak")  # fmt: skip
    toy = with_step(HELD, "never lost", weak, assuming)
    fact = replay(changed(toy, "never lost", facts=["while above"])).facts["never lost"]

    assert "2*x - 1 > 0, is up to t a run of held" in str(fact)
