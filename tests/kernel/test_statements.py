"""A fact's canonical form, and facts that are cited by its hash.

The criterion: two facts have one hash exactly if they say the same of the same variables, whoever wrote
them down; a citation stands for what was accepted, in a certificate that declares what it is about.
"""

from __future__ import annotations

import copy
from itertools import product
from typing import Any

import pytest

from tests.kernel.build import (
    Json,
    accepted,
    along,
    certificate,
    changed,
    implies,
    refused,
    step,
    system,
    term,
    theorem,
    tie,
)
from tests.kernel.toys import DATA, ENDS, EVENTS, HALVE, PARTS, POSITIVE, STAYS, TIME, TOYS, WALK
from verifier.kernel import replay
from verifier.kernel.facts import read_sequent, statement_hash
from verifier.kernel.rings import RINGS
from verifier.kernel.systems import read_system

VARIABLES = "x y z a b M S"


def _hash(given: list[Any], then: list[Any], variables: str = VARIABLES) -> str:
    """Of the sequent, whether it is true or not."""
    ring = RINGS["fractions"](variables.split())
    return statement_hash(read_sequent({"given": given, "then": then}, ring, {}).statement(ring))


@pytest.mark.parametrize(
    "one, other",
    [
        ([["2*x + y", ">"], ["x", ">"]], [["x", ">"], ["y + x + x", ">"]]),
        ([["1/2*x - 1/3", ">"]], [["-2/6 + 3/6*x", ">"], ["1/2*x - 1/3", ">"]]),
        ([["x*x + x*y + y*x + y**2", "="]], [["x**2 + 2*y*x + y*y", "="]]),
        ([implies(["x", ">"], ["y", ">"], ["z", ">"])], [implies(["y", ">"], ["x", ">"], ["z", ">"])]),
        ([DATA], [DATA | {"means": [["S", "a*a"], ["M", "a"]], "each": [["a", ">"], ["a", ">"]]}]),
    ],
)
def test_one_thing_said_twice_has_one_hash(one: list[Any], other: list[Any]) -> None:
    """Also where the variables are declared in another order, or more of them."""
    assert _hash([], one) == _hash([], other) == _hash([], one, "S M b a z w y x q")


def test_different_things_have_different_hashes() -> None:
    """In the sign, the side, the scale, the variable, the function, the kind and the sample."""
    facts: list[tuple[list[Any], list[Any]]] = [
        ([], [["x", ">"]]), ([], [["x", ">="]]), ([], [["x", "="]]), ([], [["x", "!="]]),
        ([], [["y", ">"]]),
        ([], [["2*x", ">"]]), ([], [["-x", ">"]]), ([["x", ">"]], []), ([["x", ">"]], [["x", ">"]]),
        ([], []),
        ([], [implies(["x", ">"])]), ([], [implies(["x", ">"], ["y", ">"])]),
        ([], [implies(["y", ">"], ["x", ">"])]), ([], [tie("sigma", "x", "y")]),
        ([], [tie("sigma", "y", "x")]),
        ([], [tie("softplus", "x", "y")]), ([], [tie("ln", "x", "y")]),
        ([], [tie("ln", "x", "z")]), ([], [DATA]), ([], [DATA | {"samples": ["b"]}]),
        ([], [DATA | {"each": []}]), ([], [DATA | {"means": []}]), ([], [DATA | {"samples": ["a", "b"]}]),
        ([], [DATA | {"samples": ["b", "a"]}]), ([], [DATA | {"means": [["S", "a"], ["M", "a**2"]]}]),
    ]  # fmt: skip
    assert len({_hash(*fact) for fact in facts}) == len(facts)


@pytest.mark.parametrize("toy", TOYS)
def test_a_statement_reads_back_as_it_was(toy: str) -> None:
    """Every sequent of every toy, in either ring, also where its variables have another order."""
    whole = TOYS[toy]
    for one in whole["steps"]:
        stated = accepted(changed(whole, one["name"]))
        if "then" not in stated:
            continue
        for make in RINGS.values():
            ring = make(whole["variables"][::-1])
            systems = {entry["name"]: read_system(entry, ring) for entry in whole["systems"]}
            again = read_sequent(stated, ring, systems).statement(ring)
            assert statement_hash(again) == statement_hash(stated)


def _library(*whole: Json) -> dict[str, Any]:
    return {statement_hash(found): found for found in map(accepted, whole)}


def _citing(whole: Json, *names: str) -> tuple[Json, dict[str, Any]]:
    """The certificate with some steps replaced by citations, and the library of these."""
    library = {name: accepted(changed(whole, name)) for name in names}
    kept = [one for one in whole["steps"] if one["name"] not in names]
    cites = {name: statement_hash(found) for name, found in library.items()}
    return whole | {"steps": kept, "cites": cites}, {cites[x]: found for x, found in library.items()}


@pytest.mark.parametrize(
    "toy, names",
    [
        (TIME, ["stays"]), (TIME, ["positive", "larger"]), (ENDS, ["exactly", "at most"]),
        (ENDS, ["bound"]),
        (PARTS, ["above", "kept"]), (PARTS, ["over", "up"]), (EVENTS, ["counted", "k bound"]),
    ],
)  # fmt: skip
def test_what_was_accepted_may_be_cited_in_place_of_its_proof(toy: Json, names: list[str]) -> None:
    """Sequents of every kind, with the same conclusion; not what the library does not hold."""
    citing, library = _citing(toy, *names)
    assert accepted(citing, library) == accepted(toy)
    for key in library:
        missing = {other: said for other, said in library.items() if other != key}
        refused("^cites .*, which has not been accepted", citing, missing)
    refused("which has not been accepted", citing)


@pytest.mark.parametrize("toy, name", [(PARTS, "since"), (PARTS, "within"), (ENDS, "ends")])
def test_nothing_else_is_cited(toy: Json, name: str) -> None:
    """That stretches are runs, what holds of these, and that a run ends, is proved where it is used."""
    citing, library = _citing(toy, name)
    citing |= {"steps": [step("deduce", "last", then=[])], "concludes": ["last"]}
    refused(f"^cited '{name}': only what holds of numbers, states or steps", citing, library)


def test_a_cited_statement_is_the_one_of_its_hash() -> None:
    """A library that says something else under the hash is not believed."""
    citing, library = _citing(TIME, "positive")
    (key,) = library
    forged = copy.deepcopy(library)
    forged[key] = {**forged[key], "then": [["x - 7", ">="]]}
    refused("^cites 'positive', which has not been accepted", citing, forged)
    refused("^cites 'positive'", citing | {"cites": {"positive": "0" * 64}}, library)


def test_a_cited_fact_is_about_a_system_that_is_declared_alike() -> None:
    """A step more or less, another start: another system, of which nothing is known."""
    citing, library = _citing(TIME, "positive")
    for fields in ({"start": []}, {"step": []}, {"always": [["m", ">="]]}, {"parameters": []}):
        other = citing | {"systems": [WALK | fields], "variables": [*TIME["variables"], "n", "n_next"]}
        refused(
            "(cited 'positive': it is about a system that is not declared here|mentions)", other, library
        )
    renamed = [
        one | ({"along": one["along"] | {"system": "stroll"}} if one.get("along") else {})
        | ({"system": "stroll"} if "system" in one else {})
        for one in citing["steps"]
    ]  # fmt: skip
    accepted(citing | {"systems": [WALK | {"name": "stroll"}], "steps": renamed}, library)
    refused("undeclared variable|not declared", citing | {"variables": ["x", "x_next", "y"]}, library)


def test_a_theorem_is_all_that_is_concluded_and_nothing_else() -> None:
    """In whatever order; steps on the way are no part of it, and the systems are all that are declared."""
    for names in (["positive", "used"], ["used", "positive"], ["always"]):
        whole = TIME | {"concludes": names}
        said = theorem(whole)
        assert said == {name: accepted(TIME | {"concludes": [name]}) for name in names}
        assert set(replay(whole).citable) == {statement_hash(one) for one in said.values()}
    assert list(replay(PARTS).systems) == ["walk", "rise", "climb"]


@pytest.mark.parametrize(
    "concludes, message",
    [
        ([], "^it concludes nothing"),
        (["nothing"], "^concludes 'nothing', which no step establishes"),
        (["used", "nothing"], "^concludes 'nothing', which no step establishes"),
        (["walk"], "^concludes 'walk', which no step establishes"),
        (["used", "used"], "^field 'concludes' must be a list of distinct names"),
        ("used", "^field 'concludes' must be a list"),
        ({"used": "used"}, "^field 'concludes' must be a list"),
        ([["used"]], "^field 'concludes' must be a list of distinct names"),
        ([None], "^field 'concludes' must be a list of distinct names"),
    ],
)
def test_what_is_concluded_are_steps_each_once(concludes: Any, message: str) -> None:
    """Not a system, nothing at all, or one step twice."""
    refused(message, TIME | {"concludes": concludes})


COUNT = {"start": "0", "next": "n + 1"}
GHOSTS = "x x_next y m n n_next k k_next"
ABOVE = along("above", "walk", before=[["x_next", ">"]], given=[["y", ">="]],
             then=[["y", ">="], ["x", ">="]])  # fmt: skip


def _cited(fact: Json, ghosts: Json, elsewhere: Json) -> tuple[Json, dict[str, Any]]:
    """A fact along the walk with some sequences, cited where the walk has others."""
    proved = certificate(GHOSTS, STAYS, POSITIVE, fact, systems=(WALK | {"ghosts": ghosts},))
    library = dict(replay(proved).citable)
    fields = {key: fact[key] for key in ("before", "given", "then")}
    again = along("again", "walk", fact["along"]["at"], lemmas=["fact"], **fields)
    systems = (WALK | {"ghosts": elsewhere},)
    return certificate(GHOSTS, again, systems=systems, cites={"fact": next(iter(library))}), library


def test_a_fact_along_runs_holds_whatever_sequences_are_defined_along_them() -> None:
    """With more of them, with fewer, or with others, of which it does not speak."""
    for ghosts, elsewhere in product(({}, {"n": COUNT}, {"k": COUNT | {"next": "k + x"}}), repeat=2):
        accepted(*_cited(ABOVE, ghosts, elsewhere))


def test_a_fact_is_about_the_sequences_of_which_it_speaks() -> None:
    """Defined in the same way, and so are those that define them; else it would be about another n."""
    kept = step("algebra", "kept", target="n_next", sign=">=", given=[["n", ">="], ["n_next - n - 1", "="]],
                terms=[term(0), term()], cofactors=[[1, "1"]])  # fmt: skip
    first = step("algebra", "first", target="n", given=[["n", "="]], cofactors=[[0, "1"]])
    counted = step("invariant", "counted", system="walk", invariants=[["n", ">="]], at_start=["first"],
                   at_step=["kept"])  # fmt: skip
    through = {"n": COUNT, "k": {"start": "0", "next": "n"}}
    proved = certificate(GHOSTS, kept, first, counted, systems=(WALK | {"ghosts": {"n": COUNT}},))
    library = dict(replay(proved).citable)
    again = along("again", "walk", lemmas=["fact"], then=[["n", ">="]])
    cites = {"fact": next(iter(library))}
    for ghosts in ({"n": COUNT}, through):
        accepted(certificate(GHOSTS, again, systems=(WALK | {"ghosts": ghosts},), cites=cites), library)
    for n in (None, COUNT | {"start": "-1"}, COUNT | {"next": "n - 1"},
              COUNT | {"when": [["x", ">"]], "otherwise": "n - 1"}):  # fmt: skip
        ghosts = {} if n is None else {"n": n}
        whole = certificate(GHOSTS, again, systems=(WALK | {"ghosts": ghosts},), cites=cites)
        refused("^cited 'fact': it is about a system that is not declared here", whole, library)


def test_a_sequence_that_defines_another_is_not_left_out() -> None:
    """k is what n was one step before; a fact that speaks of k alone is about both definitions."""
    both = {"n": COUNT, "k": {"start": "0", "next": "n"}}
    same = along("same", "walk", "step", then=[["k_next - n", "="]])
    later = along("later", "walk", "step", lemmas=["same"], given=[["k", ">"]],
                 then=[["k", ">"]])  # fmt: skip
    proved = certificate(GHOSTS, same, later, systems=(WALK | {"ghosts": both},))
    (said,) = replay(proved).citable.values()
    assert set(said["along"]["ghosts"]) == {"n", "k"}


def test_any_number_is_no_sequence_of_that_name() -> None:
    """y stands for one number throughout; where y is a sequence, y > 0 before would say something else."""
    for y in ("y", "y_next"):
        fact = along("any", "walk", given=[[y, ">"]], then=[[y, ">"]])
        proved = certificate("x x_next y y_next m", fact, systems=(WALK,))
        ((key, said),) = replay(proved).citable.items()
        again = along("again", "walk", lemmas=["fact"], given=[[y, ">"]], then=[[y, ">"]]
        )
        whole = certificate("x x_next y y_next m", again, systems=(WALK,), cites={"fact": key})
        accepted(whole, {key: said})
        walk = WALK | {"ghosts": {"y": {"start": "1", "next": "y - 1"}}}
        refused("it is about a system that is not declared here", whole | {"systems": [walk]}, {key: said})


def test_a_citation_is_no_proof_of_itself() -> None:
    """A certificate concludes what its own steps establish, and no name stands twice."""
    library = _library(certificate("x x_next y m", STAYS, POSITIVE, systems=(WALK,)))
    ((key, _),) = library.items()
    nothing = step("deduce", "nothing", then=[])
    whole = certificate("x x_next y m", nothing, systems=(WALK,), cites={"positive": key})
    for names in (["positive"], ["nothing", "positive"]):
        refused("concludes 'positive', which no step establishes", whole | {"concludes": names}, library)
    refused("step 'positive': .*stands twice", whole | {"steps": [STAYS, POSITIVE]}, library)


def test_what_is_known_of_one_system_is_not_known_of_its_copy() -> None:
    """Two systems of the same form are two: what was proved of the first is not used of the second."""
    copy_of_it = WALK | {"name": "copy"}
    use = along("use", "copy", then=[["x", ">="]])
    whole = certificate("x x_next y m", STAYS, POSITIVE, use, systems=(WALK, copy_of_it))
    refused("^step 'use': then: .* is not given", whole)
    uses = use | {"lemmas": ["positive"]}
    refused("about other states", whole | {"steps": [STAYS, POSITIVE, uses]})


def test_variables_that_python_reserves_are_never_read() -> None:
    """``if`` and ``None`` are letters only: they may be declared, and no polynomial can speak of them."""
    for name in ("if", "None", "True", "lambda", "in", "not"):
        refused("^step 'claim': ", certificate(f"x {name}", step("deduce", "claim", then=[[name, ">"]])))
    strange = system("strange", "y", "True")
    part = step("inclusion", "part", system="strange", into="halve", frozen={"c": "True"})
    refused("^step 'part': ", certificate("True y y_next c p p_next", part, systems=(HALVE, strange)))


def test_a_sequence_is_spoken_of_where_it_decides_and_where_it_is_supposed() -> None:
    """In the choice between two next values, and in what held before: neither is left out."""
    choice = {"start": "0", "next": "k + 1", "when": [["n", ">"]], "otherwise": "k"}
    walk = WALK | {"ghosts": {"n": COUNT, "k": choice}}
    for given, before, names in (([["k", ">"]], [], {"n", "k"}), ([], [["n", ">"]], {"n"})):
        fact = along("fact", "walk", before=before, given=given, then=given)
        (said,) = replay(certificate(GHOSTS, fact, systems=(walk,))).citable.values()
        assert set(said["along"]["ghosts"]) == names
