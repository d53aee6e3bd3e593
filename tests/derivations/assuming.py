"""Assumptions slipped into an honest certificate, of its first system or of a fact."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from derivations.contents import module_of
from verifier.claim import Claim


def claim_of(claim_id: str) -> Claim:
    """The claim of that id."""
    claim: Claim = import_module(module_of(claim_id)).CLAIM
    return claim


def in_system(key: str, entry: Any, name: str = "run") -> Callable[[Any], None]:
    """A further assumption of the system of that name."""

    def plant(certificate: Any) -> None:
        system = next(one for one in certificate["systems"] if one["name"] == name)
        system[key] = [*system[key], entry]

    return plant


def in_sequent(name: str, key: str, entry: Any) -> Callable[[Any], None]:
    """A further premise of the step of that name, used by nothing."""

    def plant(certificate: Any) -> None:
        step = next(one for one in certificate["steps"] if one["name"] == name)
        step[key] = [*step[key], entry]
        if key == "relations":
            step["cofactors"] = [*step["cofactors"], "0"]

    return plant


LATE, RISES = "square.waiting-time-lower", "direction rises, margin positive"


def fresh(*names: str, **assumed: list[Any]) -> Callable[[Any], None]:
    """New variables of the first system that move, and what is assumed of them."""

    def plant(certificate: Any) -> None:
        system = certificate["systems"][0]
        system["next"] = {**system["next"], **{x: f"{x}_next" for x in names}}
        certificate["variables"] = sorted({*certificate["variables"], *system["next"].values(), *names})
        for key, entries in assumed.items():
            system[key] = [*system.get(key, []), *entries]

    return plant


def fresh_parameter(relation: str) -> Callable[[Any], None]:
    """A new variable ``foo`` of the first system that stays the same, with an equation."""

    def plant(certificate: Any) -> None:
        system = certificate["systems"][0]
        certificate["variables"] = sorted({*certificate["variables"], "foo"})
        system["parameters"] = [*system["parameters"], "foo"]
        system["instant"] = [*system["instant"], relation]

    return plant


def still(variable: str) -> Callable[[Any], None]:
    """A variable of the first system that does not move any more."""

    def plant(certificate: Any) -> None:
        system = certificate["systems"][0]
        system["next"] = {x: y for x, y in system["next"].items() if x != variable}
        system["parameters"] = [*system["parameters"], variable]

    return plant


def starting(variable: str, start: str) -> Callable[[Any], None]:
    """A variable of the first system that starts from another parameter."""

    def plant(certificate: Any) -> None:
        system = certificate["systems"][0]
        system["origin"] = {**system["origin"], variable: start}

    return plant
