"""No certificate supposes what contradicts itself.

Correctness criterion: for each system and each fact with premises a point satisfies all of them at once; it
is rational and checked exactly, or else in balls, in which a sign is certain and an equation encloses 0 to
within 1e-40.  A premise that contradicts the others leaves no such point.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import pytest

from derivations.contents import conclusions
from tests.derivations.derived import certificate_of
from tests.derivations.premises import Premises, premises
from tests.derivations.witnesses import KINDS, known, objections, search
from verifier.kernel import replay

CERTIFIED = [*conclusions()]
WITHOUT: Mapping[str, Mapping[str, str]] = {}
"""Places that have no witness here, by claim, with the reason."""


def unwitnessed(claim: str, certificate: Any) -> list[str]:
    """The places of a certificate whose premises the stored point does not satisfy, or that have none."""
    file = known().get(claim, {})
    def witnessed(stated: Premises) -> bool:
        stored = file.get(stated.where, {})
        return any(not objections(stated, choice, KINDS[kind]) for kind, choice in stored.items())

    return [stated.where for stated in premises(certificate) if not witnessed(stated)]


@pytest.mark.parametrize("claim", CERTIFIED)
def test_premises_hold_together_somewhere(claim: str) -> None:
    """Each system and fact of each claim has its witness, or a reason to have none; no witness is stale."""
    certificate = certificate_of(claim)

    assert unwitnessed(claim, certificate) == [*WITHOUT.get(claim, ())]
    assert {*known().get(claim, {})} <= {stated.where for stated in premises(certificate)}


def in_fact(name: str, *entry: str) -> Any:
    """A further premise of a step."""

    def plant(certificate: Any) -> None:
        step = next(one for one in certificate["steps"] if one["name"] == name)
        step["given"] = [*step["given"], [*entry]]

    return plant


def in_system(name: str, key: str, entry: Any) -> Any:
    """A further assumption of a system."""

    def plant(certificate: Any) -> None:
        system = next(one for one in certificate["systems"] if one["name"] == name)
        system[key] = [*system[key], entry]

    return plant


STILL = "s**2*(2*c - lam*(c**2 - s**2))"
CONTRADICTORY = {
    "a complement": (
        "square.rising-criterion",
        in_fact("margin positive, direction rises", STILL, ">="),
        "fact margin positive, direction rises",
    ),
    "a sign": (
        "square.rising-threshold",
        in_fact("threshold at least 2", "-c", ">="),
        "fact threshold at least 2",
    ),
    "a condition": ("square.waiting-time-lower", in_system("run", "conditions", ["-N", ">"]), "system run"),
    "a guard": ("square.edge", in_system("forever low", "guards", ["-c", ">"]), "system forever low"),
    "a start": ("square.waiting-time-lower", in_system("run", "initial", ["h - 2", ">"]), "system run"),
    "an equation": (
        "square.waiting-time-lower",
        in_system("run", "instant", "c**2 + s**2 - 2"),
        "system run",
    ),
    "a step": ("square.waiting-time-lower", in_system("run", "relations", "N_next - N + 1"), "system run"),
    "beside a tie": (
        "logistic.knife-edge",
        in_system("two scales", "conditions", ["g_alpha - 1", ">="]),
        "system two scales",
    ),
}


@pytest.mark.parametrize("claim, plant, where", CONTRADICTORY.values(), ids=CONTRADICTORY)
def test_a_contradiction_has_no_witness(claim: str, plant: Any, where: str) -> None:
    """The kernel accepts a premise that contradicts the others; the stored point is no witness then."""
    certificate = deepcopy(certificate_of(claim))
    plant(certificate)
    replay(certificate)

    assert where in unwitnessed(claim, certificate)
    (stated,) = (one for one in premises(certificate) if one.where == where)
    assert all(search(stated, kind, trials=3) is None for kind in KINDS.values())


@pytest.mark.parametrize(
    "choice, said",
    [({"lam": "1"}, "nothing gives"), ({"c": "2", "lam": "1"}, "the root of -3")],
)
def test_what_is_no_witness(choice: dict[str, str], said: str) -> None:
    """A choice that leaves a variable open, or takes a root of a negative number."""
    places = premises(certificate_of("square.rising-threshold"))
    stated = next(one for one in places if one.where == "fact a rise needs lambda above 2")

    assert any(text.startswith(said) for text in objections(stated, choice, KINDS["exact"]))
