"""The claims by the loss they are about: ``square.edge`` stands under *Square loss*."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import TypeVar

TITLES: dict[str, str] = {
    "square": "Square loss",
    "logistic": "Logistic loss",
    "general": "Square loss, beyond whitening and plain descent",
}
"""How the first part of a claim's id is called."""

Entry = TypeVar("Entry")


def family_of(claim_id: str) -> str:
    """``square`` for the claim ``square.edge``; also the families of bounds are told by it."""
    return claim_id.partition(".")[0]


def title_of(family: str) -> str:
    """A family in words; one without a title goes by its name."""
    return TITLES.get(family, family)


def by_family(claims: Iterable[Entry], id_of: Callable[[Entry], str]) -> list[tuple[str, list[Entry]]]:
    """Each family with its claims, in their order, in which a family stands together."""
    groups = groupby(claims, lambda claim: family_of(id_of(claim)))
    return [(family, list(members)) for family, members in groups]
