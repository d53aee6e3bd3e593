"""Attempts to prove something false of runs: through names, ghosts, and what is supposed of a stretch.

The criterion: a name that means one thing in one system never means another in what is carried over, a
sequence defined along runs restricts nothing, and no supposition is lost on the way.
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
)
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
    refused("which it may not|missing field|must list conditions|stray field", whole)
    accepted(whole | {"systems": [WALK | {"ghosts": {"n": {"start": "m", "next": "k + n"}, "k": other}}]})


def test_a_system_asks_nothing_of_a_sequence() -> None:
    """Then it would restrict its runs, for instance to those in which n = 0 and n = 1."""
    for side in ("always", "step", "start"):
        refused(f"system 'rise', {side} mentions 'n'", altered(PARTS, "rise", **{side: [["n", "="]]}))
    for side, name in (("always", "x_next"), ("start", "x_next"), ("step", "n_next"), ("step", "m")):
        refused(f"{side} mentions '{name}'", altered(PARTS, "rise", **{side: [[name, "="]]}))


def test_a_frozen_parameter_or_a_sequence_is_no_variable_of_the_other_system() -> None:
    """b = x at τ, and b another thing in ``walk``, would become one; so would n and what counts there."""
    for variable in ("b", "n", "n_next"):
        walk = WALK | {"parameters": ["m", variable]}
        whole = altered(PARTS, "walk", **walk)
        refused("^step 'since': a frozen parameter or a ghost has another meaning", whole)
    with_b = altered(PARTS, "walk", **WALK | {"ghosts": {"b": {"start": "0", "next": "b"}}})
    refused("another meaning", with_b | {"variables": [*PARTS["variables"], "b_next"]})


@pytest.mark.parametrize(
    "k",
    [
        {"start": "x + 1", "next": "k + m"},
        {"start": "x", "next": "k + 2*m"},
        {"start": "x", "next": "k + m", "when": [["x", ">"]], "otherwise": "k"},
        {"start": "x", "next": "k + n"},
    ],
)
def test_a_sequence_is_shared_only_with_its_definition(k: Json) -> None:
    """Else what holds of one k would be said of another, or of one that begins again at τ."""
    walk = {"ghosts": {"k": k, "n": {"start": "0", "next": "n"}}}
    shared = {"start": "x", "next": "k + m"}
    alone = PARTS | {"steps": [one for one in PARTS["steps"] if one["name"] not in ("since", "within")]}
    for ghosts in (walk, {"ghosts": {"k": k}} if "n" not in k["next"] else walk):
        refused("^step 'whole': .* a ghost has another meaning", altered(alone, "walk", **ghosts))
    since = step("inclusion", "since", system="walk", into="climb", at_step=["up"], at_start=["over now"])
    above = step("algebra", "over now", target="x + m", given=[["x", ">="], ["m", ">="]],
                 terms=[term(0), term(1)])  # fmt: skip
    always = along("m", "walk", then=[["m", ">="]])
    refused("step 'm'|another meaning", PARTS | {"steps": [*PARTS["steps"][:5], above, always, since]})
    walk = WALK | {"ghosts": {"k": shared | {"next": "k + n"}, "n": {"start": "0", "next": "n + 1"}}}
    climb = {"ghosts": {"k": shared | {"next": "k + n"}, "n": {"start": "1", "next": "n"}}}
    refused("another meaning", altered(altered(alone, "walk", **walk), "climb", **climb))


def test_what_is_hidden_is_not_carried_over() -> None:
    """The walk has no n: a fact that speaks of it stays one of the climb, also of the n after a step."""
    for name in ("hidden", "of n"):
        fact = along("of n", "climb", "step", given=[["n_next", ">"]], then=[["n_next", ">"]])
        carried = step("transfer", "it", part="whole", fact=name)
        stated = accepted(PARTS | {"steps": [*PARTS["steps"], fact, carried], "concludes": ["it"]})
        assert "within" in stated
    assert "along" in accepted(changed(PARTS, "carried sequence"))


def test_an_invariant_of_any_number_is_about_one_number_throughout() -> None:
    """x + y ≥ 0 at first for y ≥ 0; no y may change with the step, nor be a name of the next state."""
    for fields in ({"at_step": ["more", ["more", {"y": "y - 1"}]], "invariants": [["x + y", ">="]]},
                   {"invariants": [implies(["y", ">="], ["x - y", ">="])]}):  # fmt: skip
        spoiled(TIME, "for any", "", **fields)
    y_moves = WALK | {"state": {"x": "x_next", "y": "z"}}
    whole = altered(TIME, "walk", **y_moves) | {"variables": [*TIME["variables"], "z"]}
    refused("^step 'for any': ", changed(whole, "for any"))
    refused("next state", changed(TIME, "positive", invariants=[["x", ">="], ["x_next", ">="]]))


def test_a_conditional_fact_of_the_other_system_is_used_where_its_condition_holds() -> None:
    """What holds of a climb with x > 9 is known of the state before a step only with that."""
    fact = along("far", "climb", given=[["x - 9", ">"]], then=[["x - 9", ">"], ["k", ">="]])
    assumed = along("far", "climb", given=[["x - 9", ">"], ["k", ">="]], then=[["k", ">="]])
    for one in (fact, assumed):
        part = step("inclusion", "part", system="walk", into="climb", origin=True, at_step=["up", "far"],
                    at_start=["first"])  # fmt: skip
        steps = [*PARTS["steps"][:6], one, part]
        refused("^step '(far|part)': (then|lemma 'far'): .* is not given", PARTS | {"steps": steps})
    later = along("later", "climb", "step", then=[["x_next - x", ">="]])
    part = step("inclusion", "part", system="walk", into="climb", origin=True, at_step=["later"],
                at_start=["first"])  # fmt: skip
    refused("'later' is about other states", PARTS | {"steps": [*PARTS["steps"][:6], later, part]})


def test_what_holds_for_all_numbers_is_not_taken_for_a_variable() -> None:
    """y stands for any number in a fact of ``climb``; carried over, it would be the y of ``walk``."""
    free = along("free", "climb", given=[["y", ">"]], then=[["y", ">"]])
    whole = dict(PARTS)
    walk = {"parameters": ["m", "y"]}
    steps = [*PARTS["steps"], free, step("transfer", "captured", part="whole", fact="free")]
    whole |= {"steps": steps, "concludes": ["captured"]}
    accepted(whole)
    refused("^step 'captured': 'y' has another meaning", altered(whole, "walk", **walk))


def test_a_name_is_the_same_variable_of_its_kind_in_both() -> None:
    """A state that is named otherwise after a step, or is a parameter there, or is none at all."""
    pair = system("pair", "x y", "c", step=[["x_next - y", "="], ["y_next - x", "="]])
    for into in (
        {"state": {"x": "y_next", "y": "x_next"}},
        {"state": {"x": "x_next"}, "parameters": ["y"]},
        {"state": {"x": "x_next", "c": "z"}, "parameters": []},
        {"state": {"x": "x_next", "z": "z_next"}},
        {"parameters": ["c", "z"]},
    ):
        other = pair | {"name": "other", "step": [], **into}
        part = step("inclusion", "part", system="pair", into="other", origin=True)
        whole = certificate("x x_next y y_next z z_next c", part, systems=(pair, other))
        refused("^step 'part': '.*' is (not of that state|no constant of 'pair')", whole)
        accepted(whole | {"systems": [pair, pair | {"name": "other", "parameters": []}]})


def test_what_is_supposed_is_carried_along() -> None:
    """x ≠ 3 throughout: at every step before, and now; at a step, of both its states."""
    carried = accepted(changed(PARTS, "carried"))
    assert (carried["before"], carried["given"]) == ([["x - 3", "!="]], [["x - 3", "!="]])
    at_step = along("up too", "climb", "step", then=[["x_next - x", ">="]])
    steps = [*PARTS["steps"], at_step, step("transfer", "carried too", part="whole", fact="up too")]
    carried = accepted(PARTS | {"steps": steps, "concludes": ["carried too"]})
    assert carried["given"] == [["x - 3", "!="], ["x_next - 3", "!="]]
    within = accepted(changed(PARTS, "within"))
    assert within["within"]["frozen"] == {"b": "x"}


def test_what_holds_under_a_supposition_is_not_known_of_all() -> None:
    """Neither with something given, nor with something supposed of earlier steps."""
    for fields in ({"given": [["x - 5", ">="]]}, {"before": [["x - 5", ">="]]}):
        fact = along("fact", "walk", **{"then": [["x", ">="]]} | fields)
        uses = along("use", "walk", then=[["x", ">="]], lemmas=["fact"])
        whole = certificate("x x_next y m", STAYS, POSITIVE, fact, uses, systems=(WALK,))
        refused("^step 'use': (before|lemma 'fact'): ", whole)
    given = along("given", "walk", given=[["x - 5", ">="]], then=[["x - 5", ">="]])
    claim = along("claim", "walk", then=[["x - 5", ">="]])
    refused("^step 'claim': then", certificate("x x_next y m", given, claim, systems=(WALK,)))


def test_a_system_does_not_vouch_for_its_own_runs() -> None:
    """That all states of ``into`` have x ≥ 0 is no reason why those of another system should."""
    down = system("down", "x", step=[["x_next - x + 1", "="]], start=[["x", "="]])
    into = system("into", "x", always=[["x", ">="]])
    known = along("known", "into", then=[["x", ">="]])
    part = step("inclusion", "part", system="down", into="into", origin=True)
    whole = certificate("x x_next", known, part, systems=(down, into))
    refused("^step 'part': state: \\['x', '>='\\] is not given", whole)
    refused("^step 'part': 'known' is about other states", altered(whole, "part", at_state=["known"]))
    at_step = {"along": {"system": "into", "at": "step"}, "then": [["x_next", ">="]]}
    later = altered(altered(whole, "known", **at_step), "part", at_step=["known"])
    into = system("into", "x", step=[["x_next", ">="]], always=[])
    refused("^step 'part': 'known' is about other states", altered(later, "into", **into))
    refused("^step 'part': step: ", altered(altered(later, "into", **into), "part", at_step=[]))


def test_stretches_of_a_run_that_end_do_not_end_the_run() -> None:
    """As long as y ≥ 1 is supposed throughout a halving ends; without it, it goes on for ever."""
    free = system("free", "y", step=[["2*y_next - y", "="]])
    for fields in ({"throughout": [["y - 1", ">="]]}, {"during": [["y - 1", ">="], ["y_next - 1", ">="]],
                                                      "start": [["y - 1", ">="]]}):  # fmt: skip
        part = step("inclusion", "part", system="free", into="halve", frozen={"c": "y"}, **fields)
        claims = [
            step("transfer", "claim", part="part", fact="ends"),
            step("ends", "claim", system="free", event=["y", ">"], quiet={"part": "part", "ends": "ends"},
                 after={"part": "part", "ends": "ends"}),
            step("ends", "claim", system="free", after={"part": "part", "ends": "ends"}),
        ]  # fmt: skip
        for claim in claims:
            whole = ENDS | {"systems": [HALVE, free], "steps": [*ENDS["steps"], part, claim]}
            refused("^step '(part|claim)': ", whole | {"concludes": ["claim"]})


def test_a_power_of_another_run_bounds_nothing() -> None:
    """A fact that supposes something of earlier steps, or of the state, is none of every state."""
    before = along("bound", "halve", before=[["y", ">"]], then=[["c - p", ">="]], lemmas=["at most"])
    whole = ENDS | {"steps": [*ENDS["steps"][:-2], before, ENDS["steps"][-1]]}
    refused("^step 'ends': what bounds the power is about other states", whole)
    given = before | {"before": [], "given": [["y - 5", ">"]]}
    refused("^step 'ends': bounded: ", whole | {"steps": [*ENDS["steps"][:-2], given, ENDS["steps"][-1]]})


def test_a_count_that_starts_higher_or_counts_something_else_bounds_nothing() -> None:
    """A sequence that begins with 0 or less stays below any cap."""
    at_some = {"start": "1", "when": [["y", ">"]], "otherwise": "p"}
    for ghost in ({"start": "0"}, {"start": "-1"}, {"start": "c"}, at_some):
        ghost = {"next": "2*p", **ghost}
        assume = along("bound", "halve", given=[["c - p", ">="]], then=[["c - p", ">="]])
        ends = ENDS["steps"][-1]
        whole = certificate(
            "y y_next c p p_next", assume, ends, systems=(HALVE | {"ghosts": {"p": ghost}},)
        )
        refused("^step 'ends': 'p' is not a power of the ratio", whole)
        refused("^step 'ends': bounded: ", whole | {"systems": [HALVE]})


def test_a_moving_quantity_is_no_constant() -> None:
    """A sequence that stays as it is may be the cap; one that moves at some steps may not."""
    still = {"start": "c", "next": "k"}
    moved = {**still, "when": [["y", ">"]], "otherwise": "k"}
    wrong = "must be constant"
    for ghost, message in ((still, ""), (moved, wrong), ({"start": "c", "next": "k + 1"}, wrong)):
        halve = HALVE | {"ghosts": HALVE["ghosts"] | {"k": ghost}}
        steps = [*ENDS["steps"][:-1], step("algebra", "kept", target="k_next - c", sign="=",
                 given=[["k - c", "="], ["k_next - k", "="]], cofactors=[[0, "1"], [1, "1"]]),
                 step("invariant", "k", system="halve", invariants=[["k - c", "="]],
                      at_step=["kept"]),
                 step("algebra", "less", target="k - p", given=[["c - p", ">="], ["k - c", "="]],
                      terms=[term(0)], cofactors=[[1, "1"]]),
                 along("k bound", "halve", then=[["k - p", ">="]], lemmas=["less"]),
                 ENDS["steps"][-1] | {"power": power("p", "2", "1", "k", "k bound")}]  # fmt: skip
        whole = certificate("y y_next c p p_next k k_next", *steps, systems=(halve,))
        if message:
            refused("^step '(ends|k)': ", whole)
            steps = [*ENDS["steps"][:-1], ENDS["steps"][-1] | {"power": power("p", "2", "1", "k", "bound")}]
            refused(f"^step 'ends': .*{message}", whole | {"steps": steps})
        else:
            accepted(whole)
