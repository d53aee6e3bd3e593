"""Attempts to prove something false of runs: through names, ghosts, and what is supposed of a stretch.

The criterion: a name that means one thing in one system never means another in what is carried over, a
sequence defined along runs restricts nothing, and no supposition is lost on the way.
"""

from __future__ import annotations

import pytest

from tests.kernel.build import Json, accepted, altered, certificate, changed, refused, step, system, term
from tests.kernel.falsify import Falsifier
from tests.kernel.toys import ENDS, HALVE, PARTS, POSITIVE, STAYS, TIME, WALK

NAMES = "x x_next y y_next m u u_next b n n_next"


def test_a_name_plays_one_role() -> None:
    """In a system: state, next state, parameter or sequence."""
    for fields in (
        {"parameters": ["x"]},
        {"parameters": ["x_next"]},
        {"state": {"x": "x"}},
        {"state": {"x": "y", "y": "x"}},
        {"state": {"x": "x_next", "n_next": "y"}, "ghosts": {"n": {"start": "0", "next": "n"}}},
        {"ghosts": {"x": {"start": "0", "next": "x"}}},
        {"ghosts": {"m": {"start": "0", "next": "m"}}},
        {"state": {"x": "undeclared"}},
    ):
        refused("two roles|not declared", altered(TIME, "walk", **fields) | {"variables": NAMES.split()})
    twice = TIME | {"systems": [WALK, WALK]}
    refused("system 'walk' stands twice", twice)
    refused("step 'stays': .*stands twice", TIME | {"steps": [STAYS, STAYS]})


@pytest.mark.parametrize(
    "ghost",
    [
        {"start": "n", "next": "n"},
        {"start": "x_next", "next": "n"},
        {"start": "k", "next": "n"},
        {"start": "0", "next": "x_next"},
        {"start": "0", "next": "n_next"},
        {"start": "0", "next": "y"},
        {"start": "0", "next": "n", "when": [["n_next", ">"]], "otherwise": "0"},
        {"start": "0", "next": "n", "when": [["k_next", ">"]], "otherwise": "0"},
        {"start": "0", "next": "n", "when": [["n", ">"]], "otherwise": "n_next"},
        {"start": "0", "next": "n", "when": [], "otherwise": "0"},
        {"start": "0", "next": "n", "when": [["n", ">"]]},
        {"start": "0", "next": "n", "otherwise": "0"},
        {"start": "0", "next": "n", "when": [{"if": [], "then": ["n", ">"]}], "otherwise": "0"},
        {"start": "0"},
    ],
)
def test_a_sequence_is_defined_by_what_is_there_already(ghost: Json) -> None:
    """Else a run might have none, and all would be true of the others."""
    other = {"start": "0", "next": "k + x"}
    strange = WALK | {"ghosts": {"n": ghost, "k": other}}
    whole = certificate(f"{NAMES} k k_next", step("deduce", "none", then=[]), systems=(strange,))
    refused("may not define it|missing field|must list conditions", whole)
    accepted(whole | {"systems": [WALK | {"ghosts": {"n": {"start": "m", "next": "k + n"}, "k": other}}]})


def test_a_system_asks_nothing_of_a_sequence() -> None:
    """Then it would restrict its runs, for instance to those in which n = 0 and n = 1."""
    for side in ("always", "step", "start"):
        refused(f"system 'rise', {side} mentions 'n'", altered(PARTS, "rise", **{side: [["n", "="]]}))
    for side, name in (("always", "u_next"), ("start", "u_next"), ("step", "n_next"), ("step", "x")):
        refused(f"{side} mentions '{name}'", altered(PARTS, "rise", **{side: [[name, "="]]}))


def test_a_frozen_parameter_or_a_sequence_is_no_variable_of_the_other_system() -> None:
    """b = x at τ, and b another thing in ``walk``, would become one; so would n and what counts there."""
    for variable in ("b", "n"):
        walk = WALK | {"parameters": ["m", variable]}
        whole = altered(PARTS, "walk", **walk)
        refused("^step 'since': a frozen parameter or a ghost has another meaning", whole)
    with_b = altered(PARTS, "walk", **WALK | {"ghosts": {"b": {"start": "0", "next": "b"}}})
    refused("another meaning", with_b | {"variables": [*PARTS["variables"], "b_next"]})


def test_what_holds_for_all_numbers_is_not_taken_for_a_variable() -> None:
    """y stands for any number in a fact of ``rise``; carried over, it would be the y of ``walk``."""
    free = step("consequence", "free", system="rise", given=[["y", ">"]], then=[["y", ">"]])
    whole = dict(PARTS)
    walk = WALK | {"parameters": ["m", "y"]}
    steps = [*PARTS["steps"], free, step("transfer", "captured", part="whole", fact="free")]
    whole |= {"steps": steps, "concludes": ["captured"]}
    accepted(whole)
    refused("^step 'captured': 'y' has another meaning", altered(whole, "walk", **walk))


def test_the_same_name_in_two_systems_is_put_at_once() -> None:
    """x ↦ y, y ↦ x + 1: a second replacement after the first would make both the same."""
    pair = system("pair", "x y", step=[["x_next - y", "="], ["y_next - x", "="]])
    fall = system("fall", "x y", step=[["x_next - y", "="], ["y_next - x", "="]], start=[["x - y", "!="]])
    part = step("inclusion", "swap", system="pair", into="fall", values={"x": "y", "y": "x"},
                start=[["y - x", "!="]])  # fmt: skip
    fact = step("consequence", "fact", system="fall", at="step", then=[["x_next - y", "="]])
    whole = step("inclusion", "all", system="pair", into="pair", values={"x": "y", "y": "x"}, origin=True)
    same = step("consequence", "same", system="pair", at="step", then=[["x_next - y", "="]])
    carried = step("transfer", "carried", part="all", fact="same")
    steps = (part, fact, whole, same, carried)
    concluded = accepted(certificate("x x_next y y_next", *steps, systems=(pair, fall)))
    assert concluded["then"] == [["-x + y_next", "="]]
    assert Falsifier(seed=1).broken(concluded, ["x", "x_next", "y", "y_next"]) is None


def test_what_is_supposed_is_carried_along() -> None:
    """x ≠ 1 throughout: at every step before, and now; at a step, of both its states."""
    carried = accepted(changed(PARTS, "carried"))
    assert (carried["before"], carried["given"]) == ([["x - 1", "!="]], [["x - 1", "!="]])
    at_step = step("consequence", "up too", system="rise", at="step", then=[["u_next - u", ">="]])
    steps = [*PARTS["steps"], at_step, step("transfer", "carried too", part="whole", fact="up too")]
    carried = accepted(PARTS | {"steps": steps, "concludes": ["carried too"]})
    assert carried["given"] == [["x - 1", "!="], ["x_next - 1", "!="]]
    within = accepted(changed(PARTS, "within"))
    assert within["within"][0]["frozen"] == {"b": "x"}


def test_what_holds_under_a_supposition_is_not_known_of_all() -> None:
    """Neither with something given, nor with something supposed of earlier steps."""
    for fields in ({"given": [["x - 5", ">="]]}, {"before": [["x - 5", ">="]]}):
        fact = step("consequence", "fact", system="walk", **{"then": [["x", ">="]]} | fields)
        uses = step("consequence", "use", system="walk", then=[["x", ">="]], uses=["fact"])
        whole = certificate("x x_next y m", STAYS, POSITIVE, fact, uses, systems=(WALK,))
        refused("^step 'use': (before|used): ", whole)
    given = step("consequence", "given", system="walk", given=[["x - 5", ">="]], then=[["x - 5", ">="]])
    claim = step("consequence", "claim", system="walk", then=[["x - 5", ">="]])
    refused("^step 'claim': then", certificate("x x_next y m", given, claim, systems=(WALK,)))


def test_a_system_does_not_vouch_for_its_own_runs() -> None:
    """That all states of ``into`` have u ≥ 0 is no reason why those of another system should."""
    down = system("down", "x", step=[["x_next - x + 1", "="]], start=[["x", "="]])
    into = system("into", "u", always=[["u", ">="]])
    known = step("consequence", "known", system="into", then=[["u", ">="]])
    whole = certificate("x x_next u u_next", known, step(
        "inclusion", "part", system="down", into="into", values={"u": "x"}, origin=True, uses=["known"]),
        systems=(down, into))  # fmt: skip
    refused("^step 'part': state: \\['x', '>='\\] is not given", whole)
    later = altered(whole, "known", at="step", then=[["u_next", ">="]])
    into = system("into", "u", step=[["u_next", ">="]], always=[])
    refused("^step 'part': 'known' says nothing of these states", altered(later, "into", **into))


def test_stretches_of_a_run_that_end_do_not_end_the_run() -> None:
    """As long as x ≥ 1 is supposed throughout a halving ends; without it, it goes on for ever."""
    free = system("free", "x", step=[["2*x_next - x", "="]])
    for fields in ({"throughout": [["x - 1", ">="]]}, {"during": [["x - 1", ">="], ["x_next - 1", ">="]],
                                                      "start": [["x - 1", ">="]]}):  # fmt: skip
        part = step("inclusion", "part", system="free", into="halve", values={"h": "x"}, frozen={"c": "x"},
                    **fields)  # fmt: skip
        whole = ENDS | {"systems": [HALVE, free], "variables": [*ENDS["variables"], "x", "x_next"]}
        steps = [*ENDS["steps"], part, step("transfer", "claim", part="part", fact="ends")]
        if "during" in fields:
            refused("^step 'part': state: ", whole | {"steps": steps, "concludes": ["claim"]})
        else:
            stated = accepted(whole | {"steps": steps, "concludes": ["claim"]})
            assert "within" in stated
            assert "ends" not in stated


def test_a_count_that_starts_higher_or_counts_something_else_bounds_nothing() -> None:
    """A sequence that begins with 0 or less stays below any cap."""
    at_some = {"start": "1", "when": [["h", ">"]], "otherwise": "p"}
    for ghost in ({"start": "0"}, {"start": "-1"}, {"start": "c"}, at_some):
        ghost = {"next": "2*p", **ghost}
        assume = step(
            "consequence", "bound", system="halve", given=[["c - p", ">="]], then=[["c - p", ">="]]
        )
        ends = ENDS["steps"][-1]
        whole = certificate(
            "h h_next c p p_next", assume, ends, systems=(HALVE | {"ghosts": {"p": ghost}},)
        )
        refused("^step 'ends': 'p' is not a power of the ratio", whole)
        refused("^step 'ends': bounded: ", whole | {"systems": [HALVE]})


def test_a_moving_quantity_is_no_constant() -> None:
    """A sequence that stays as it is may be the cap; one that moves at some steps may not."""
    still = {"start": "c", "next": "k"}
    moved = {**still, "when": [["h", ">"]], "otherwise": "k"}
    wrong = "must be constant"
    for ghost, message in ((still, ""), (moved, wrong), ({"start": "c", "next": "k + 1"}, wrong)):
        halve = HALVE | {"ghosts": HALVE["ghosts"] | {"k": ghost}}
        steps = [*ENDS["steps"][:-1], step("algebra", "kept", target="k_next - c", sign="=",
                 given=[["k - c", "="], ["k_next - k", "="]], cofactors=[[0, "1"], [1, "1"]]),
                 step("invariant", "k", system="halve", invariants=[["k - c", "="]], start=[None],
                      steps=["kept"]),
                 step("algebra", "less", target="k - p", given=[["c - p", ">="], ["k - c", "="]],
                      terms=[term(0)], cofactors=[[1, "1"]]),
                 step("consequence", "k bound", system="halve", then=[["k - p", ">="]], lemmas=["less"]),
                 ENDS["steps"][-1] | {"cap": "k", "bounded": "k bound"}]  # fmt: skip
        whole = certificate("h h_next c p p_next k k_next", *steps, systems=(halve,))
        if message:
            refused("^step '(ends|k)': ", whole)
            steps = [*ENDS["steps"][:-1], ENDS["steps"][-1] | {"cap": "k"}]
            refused(f"^step 'ends': .*{message}", whole | {"steps": steps})
        else:
            accepted(whole)
