"""Certificates bent at random: what one place says is said at another, signs turned, entries left out."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

from tests.kernel.build import Json

SIGNS = [">", ">=", "=", "!="]
_KEPT = {"format", "claim", "rule", "name", "variables", "concludes", "schema"}
Path = tuple[Any, ...]


def places(value: Any, path: Path = (), every: bool = False) -> Iterator[Path]:
    """The places of a certificate; without ``every``, those where a change may still mean something."""
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in entries:
        if every or key not in _KEPT:
            yield (*path, key)
            yield from places(inner, (*path, key), every)


def at(value: Any, path: Path) -> Any:
    for key in path:
        value = value[key]
    return value


def negated(polynomial: str) -> str:
    """The same with each sign turned."""
    signed = polynomial if polynomial.startswith("-") else f"+{polynomial}"
    return signed.translate(str.maketrans("+-", "-+")).removeprefix("+")


def bent(whole: Json, random: Random) -> tuple[Json, Path]:
    """The certificate with one change, and where; often without meaning, or still true."""
    changed = copy.deepcopy(whole)
    every = list(places(whole))
    path = random.choice(every)
    holder, key, old = at(changed, path[:-1]), path[-1], at(whole, path)
    if isinstance(old, bool):
        holder[key] = not old
    elif isinstance(old, int):
        holder[key] = random.randrange(5)
    elif old in SIGNS:
        holder[key] = random.choice(SIGNS)
    elif isinstance(old, list) and old and random.random() < 0.6:
        del holder[key][random.randrange(len(old))]
    elif isinstance(old, str) and random.random() < 0.4:
        holder[key] = random.choice(
            [negated(old), f"{old} + 1", "0", "1", random.choice(whole["variables"])]
        )
    else:
        alike = [at(whole, other) for other in every if type(at(whole, other)) is type(old)]
        holder[key] = copy.deepcopy(random.choice(alike))
    return changed, path
