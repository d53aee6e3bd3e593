"""Every way this suite corrupts a certificate: each leaf and each list, one change at a time."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.kernel.build import Json
from verifier.kernel.conditions import SIGNS

Place = tuple[str | int, ...]

_OTHER_TYPES: tuple[Any, ...] = (None, True, 1.5, "", {}, [[]])


@dataclass(frozen=True)
class Mutant:
    """A corrupted certificate, and what was done to it."""

    place: Place
    change: str
    certificate: Json

    def __str__(self) -> str:
        return f"{'/'.join(map(str, self.place))}: {self.change}"


def mutants(
    certificate: Json, within: Callable[[Place], bool] = lambda place: True, types: bool = True
) -> Iterator[Mutant]:
    """All single changes: delete, change type, nudge, negate, rename, drop, repeat, reorder.

    ``within`` says which places are changed; without ``types`` nothing is put there of another type.
    """
    named = _names(certificate)
    for place, node in places(certificate):
        if not within(place):
            continue
        spare = Random(str(place)).sample(named, 3)
        for change, replacement in (*(_other_types(node) if types else ()), *_variants(node, spare)):
            yield Mutant(place, change, _replaced(certificate, place, replacement))
        if place:
            yield Mutant(place, "deleted", _deleted(certificate, place))


def places(node: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every place in a certificate, and what stands there."""
    yield place, node
    items: Any = ()
    if isinstance(node, dict):
        items = node.items()
    elif isinstance(node, list):
        items = enumerate(node)
    for key, child in items:
        yield from places(child, (*place, key))


def _other_types(node: Any) -> Iterator[tuple[str, Any]]:
    for other in _OTHER_TYPES:
        if json.dumps(other) != json.dumps(node):
            yield f"becomes {other!r}", other


def _variants(node: Any, spare: list[str]) -> Iterator[tuple[str, Any]]:
    match node:
        case bool():
            yield "negated", not node
        case int():
            for number in (node - 1, node + 1, -node - 1, 10**6):
                yield f"becomes {number}", number
        case str():
            yield from ((f"becomes {text!r}", text) for text in _texts(node, spare))
        case list():
            for index in range(len(node) - 1):
                swapped = [*node[:index], node[index + 1], node[index], *node[index + 2 :]]
                yield f"{index} and {index + 1} swapped", swapped
            yield from ((f"{i} repeated", [*node, item]) for i, item in enumerate(node))


def _texts(text: str, spare: list[str]) -> list[str]:
    """Other texts that may be well-formed in the same place."""
    if text in SIGNS:
        return [sign for sign in SIGNS if sign != text]
    nudged = [f"({text}) + 1", f"({text}) - 1", f"-({text})", f"2*({text})", "0", "1", "-1"]
    return [other for other in [*nudged, *spare, f"{text} # ", f"{text}\n"] if other != text]


def _names(certificate: Json) -> list[str]:
    """Variables, and the names of systems and steps: candidates for a swap."""
    named = [*certificate["variables"]]
    named += [entry["name"] for entry in (*certificate["systems"], *certificate["steps"])]
    return named


def _replaced(node: Any, place: Place, replacement: Any) -> Any:
    if not place:
        return replacement
    changed = copy.copy(node)
    changed[place[0]] = _replaced(node[place[0]], place[1:], replacement)
    return changed


def _deleted(node: Any, place: Place) -> Any:
    changed = copy.copy(node)
    if len(place) == 1:
        del changed[place[0]]
    else:
        changed[place[0]] = _deleted(node[place[0]], place[1:])
    return changed
