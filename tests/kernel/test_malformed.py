"""Anything else than a certificate, in any place of one, is refused as a certificate that proves nothing.

The criterion: whatever JSON stands in any field, both rings accept or raise ``CertificateError``; nothing
else is ever raised, whatever is refused.
"""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.kernel.build import Json, accepted, certificate, refused, step
from tests.kernel.mutation import at, places
from tests.kernel.toys import ALGEBRA, AVERAGE, ENDS, EVENTS, FLOW, PARTS, TIME, TOYS
from verifier.kernel import CertificateError, replay
from verifier.kernel.replay import accept
from verifier.kernel.rings import RINGS

JUNK: list[Any] = [
    None, True, 0, -1, 10**400, 1.5, "", " ", "0", "no such name", "λ", [], [[]], [{}], [None], ["x", []],
    [["x", {}]], {}, {"x": []}, {"x": None}, {"tie": [], "of": [], "value": "0"}, {"tie": "ln", "of": "x"},
    {"if": ["x"], "then": []}, {"samples": ["x"], "each": [[]], "means": [[]]}, {"samples": [[]]},
]  # fmt: skip


def _kinds() -> dict[tuple[Any, ...], tuple[str, tuple[Any, ...]]]:
    """One place for each kind of place in any toy: entries of a list count once, steps by their rule."""
    kinds: dict[tuple[Any, ...], tuple[str, tuple[Any, ...]]] = {}
    for toy, whole in TOYS.items():
        for path in places(whole, every=True):
            rule = whole["steps"][path[1]]["rule"] if path[0] == "steps" and len(path) > 1 else ""
            kind = (rule, *(key if isinstance(key, str) else 0 for key in path))
            kinds.setdefault(kind, (toy, path))
    return kinds


PLACES = list(_kinds().values())


@pytest.mark.parametrize("part", range(8))
def test_junk_in_any_place_is_refused_by_the_kernels_own_error(part: int) -> None:
    """Nothing else is raised; no more of a certificate than up to the place is read."""
    refusals = 0
    for toy, path in PLACES[part::8]:
        whole = TOYS[toy]
        last = path[1] if path[0] == "steps" and len(path) > 1 else 0
        for junk in JUNK:
            changed = copy.deepcopy(whole | {"steps": whole["steps"][: last + 1]})
            at(changed, path[:-1])[path[-1]] = junk
            try:
                replay(changed, backend="fractions")
            except CertificateError:
                refusals += 1
    assert refusals > 400


@pytest.mark.parametrize("junk", JUNK)
def test_what_is_no_certificate_at_all_is_refused(junk: Any) -> None:
    """Whatever JSON it is."""
    refused("missing field", junk)


@pytest.mark.parametrize("toy", TOYS)
def test_every_field_is_needed_and_no_other_is_read(toy: str) -> None:
    """Of the certificate, its systems and its steps: none may be left out."""
    whole = TOYS[toy]
    for path in [(), *[("systems", n) for n in range(len(whole["systems"]))],
                 *[("steps", n) for n in range(len(whole["steps"]))]]:  # fmt: skip
        for field in at(whole, path):
            changed = copy.deepcopy(whole)
            del at(changed, path)[field]
            refused("missing field", changed)
        changed = copy.deepcopy(whole)
        at(changed, path)["note"] = "x > 0"
        refused("stray field 'note'", changed)


def test_a_field_that_another_one_replaces_is_empty() -> None:
    """Where ``after`` ends a run, no power is read; it could say anything."""
    last = EVENTS["steps"][-1]
    for entry in ({"after": {"part": part, "ends": "ends"}} for part in ("quiet", "none")):
        refused("^step 'both end': ", EVENTS | {"steps": [*EVENTS["steps"][:-1], last | entry]})


@pytest.mark.parametrize(
    "toy, path, entry",
    [
        (ALGEBRA, ("steps", 0, "terms", 0, "weight"), "1/" + "0" * 5000 + "1"),
        (ALGEBRA, ("steps", 0, "terms", 0, "weight"), "1/0"),
        (ALGEBRA, ("steps", 0, "terms", 0, "weight"), "1e3"),
        (ALGEBRA, ("steps", 0, "terms", 0, "weight"), "1.5"),
        (ALGEBRA, ("steps", 1, "given", 0, 1), []),
        (ALGEBRA, ("steps", 1, "given", 0, 1), "<"),
        (ALGEBRA, ("steps", 1, "terms", 0, "factors"), [True]),
        (ALGEBRA, ("steps", 1, "terms", 0, "factors"), [-1]),
        (ALGEBRA, ("variables",), ["x", "x", "y", "z"]),
        (ALGEBRA, ("variables",), []),
        (ALGEBRA, ("variables",), ["x", "y", "z", "x y"]),
        (ALGEBRA, ("variables",), ["x", "y", "z", "2x"]),
        (ALGEBRA, ("format",), "delayed-spike-certificate-2"),
        (ALGEBRA, ("concludes",), ["nothing"]),
        (ALGEBRA, ("concludes",), "divided"),
        (ALGEBRA, ("concludes",), [["divided"]]),
        (AVERAGE, ("steps", 1, "given", 0, "samples"), ["a", "a"]),
        (AVERAGE, ("steps", 1, "given", 0, "each"), [{"if": [], "then": ["a", ">"]}]),
        (FLOW, ("steps", 2, "moving"), [["z"], "s"]),
        (FLOW, ("steps", 2, "rate"), "rises"),
        (TIME, ("steps", 1, "at_step"), [["stays", {"x": 1}]]),
        (TIME, ("steps", 1, "at_step"), [["stays", {"no": "x"}]]),
        (TIME, ("steps", 3, "along"), ["walk", "state"]),
        (ENDS, ("steps", 7, "power"), "p"),
        (PARTS, ("steps", 6, "frozen"), {"b": 0}),
        (PARTS, ("steps", 6, "at_step"), {"step": "up"}),
        (PARTS, ("systems", 1, "ghosts", "n"), []),
    ],
)
def test_what_is_nearly_right_is_refused(toy: Json, path: tuple[Any, ...], entry: Any) -> None:
    """The forms that come closest to what is allowed."""
    changed = copy.deepcopy(toy)
    at(changed, path[:-1])[path[-1]] = entry
    refused(".", changed)


def test_a_refused_step_leaves_nothing_behind() -> None:
    """Neither a fact, nor something known of its system: the next steps are those of the control."""
    for backend, ring in RINGS.items():
        built = ring(TIME["variables"])
        facts = _begun(built)
        wrong = TIME["steps"][1] | {"invariants": [["x", ">="], ["-x", ">="]]}
        accept(TIME["steps"][0], facts)
        for _ in range(2):
            with pytest.raises(CertificateError, match=r"^step 'positive': "):
                accept(wrong, facts)
        assert (list(facts.facts), facts.system("walk").known("state")) == (["stays"], []), backend
        accept(TIME["steps"][1], facts)
        with pytest.raises(CertificateError, match="stands twice"):
            accept(TIME["steps"][1], facts)
        assert len(facts.system("walk").known("state")) == 1


def _begun(ring: Any) -> Any:
    from verifier.kernel.facts import Accepted
    from verifier.kernel.systems import read_system

    facts = Accepted(ring)
    facts.systems["walk"] = read_system(TIME["systems"][0], ring)
    return facts


def test_nothing_is_concluded_of_nothing() -> None:
    """A certificate without steps concludes nothing; one step that says nothing says so."""
    refused("^it concludes nothing", certificate("x"))
    said = accepted(certificate("x", step("deduce", "nothing", then=[])))
    assert said == {"given": [], "then": []}
