"""What a derivation calls while it runs is what its source says that it calls, claim by claim."""

from __future__ import annotations

import ast

import pytest

from derivations.contents import CLAIMS, module_of, shared
from derivations.direction import waiting_time_lower
from tests.derivations.calls import noted
from tests.derivations.derived import called_by, owners_for
from verifier.dependencies import Walk, _parts
from verifier.registry import Registry
from verifier.sources import Reference, source_of

MODULES = {claim: module_of(claim) for claim in CLAIMS}
NOT_TAKEN = {
    "logistic.self-stabilization-window": {"logistic.rising-criterion"},
    "logistic.self-stabilization-log": {"logistic.rising-criterion"},
}
"""What stands in a branch of a lemma, ``cone``, that this derivation does not take."""


def functions_reached(claim: str) -> frozenset[str]:
    """The other claims of whose modules the source says that the derivation calls a function.

    Only functions are followed: a constant was computed when its module was imported.
    """
    owners = owners_for(claim)
    walk = Walk(MODULES[claim], MODULES, shared(claim))
    left: list[tuple[str, Reference]] = [
        (MODULES[claim], one) for one in _parts(claim, MODULES[claim])["derive"]
    ]
    seen: set[tuple[str, str]] = set()
    while left:
        module, reference = left.pop()
        for place in walk.paths.meant(module, reference):
            source = source_of(place[0])
            if source is None or place in seen:
                continue
            if place[1] not in source.defines:  # passed on from where it is defined
                left.append((place[0], Reference(place[1])))
            elif isinstance(source.defines[place[1]][-1], ast.FunctionDef):
                seen.add(place)
                left += [(place[0], one) for one in source.references_of(place[1])]
    return frozenset(owners[module] for module, _ in seen if module in owners) - {claim}


@pytest.mark.parametrize("claim", CLAIMS)
def test_measured(claim: str) -> None:
    """Neither more nor less is called than the source says, and all of it counts as used by the proof."""
    assert called_by(claim) == functions_reached(claim) - NOT_TAKEN.get(claim, set())
    assert functions_reached(claim) <= Registry().uses(claim).proof


def test_what_is_called_is_noted() -> None:
    """A function that is called, by whatever name, is noted; one that is not, is not."""
    modules = [waiting_time_lower.__name__, module_of("square.scale-envelope")]
    with noted(modules) as called:
        bound = waiting_time_lower.no_rise
        bound(None, ())  # type: ignore[arg-type]

    assert called == {modules[0]}
    with noted(modules) as called:
        pass
    assert called == set()
    assert waiting_time_lower.no_rise.__code__.co_name == "no_rise"


def test_a_lemma_that_is_named_as_a_claim_belongs_to_it() -> None:
    """What stands on its formulas uses the claim; were the name nothing, none would be found."""
    claim = "square.delayed-spike"
    leap = Reference("derivations.square.lemmas.leap_enclosure:enclose", is_text=True)
    assert Walk(MODULES[claim], MODULES, shared(claim)).claims([leap]) >= {"square.frozen-leap"}
    assert "square.frozen-leap" not in Walk(MODULES[claim], MODULES, {}).claims([leap])
    assert "derivations.square.lemmas.frozen_leap" not in shared("logistic.restart")


def test_what_a_table_of_contents_lists_is_not_used() -> None:
    """Who asks whether a claim is listed does not use all that are; who names one does use it."""
    walk = Walk(MODULES["square.edge"], MODULES, {})

    assert walk.claims([Reference("derivations.contents:CLAIMS", is_text=True)]) == frozenset()
    assert "square.restart" in walk.claims([Reference("square.restart", is_text=True)])
