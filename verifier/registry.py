"""Finds the claims by their table of contents, and knows what rests on what.

A table of contents is a module with ``CLAIMS`` (the ids in paper order) and ``module_of(id)`` (the
module whose ``CLAIM`` is that claim).  A claim's module is imported when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from importlib import import_module

from verifier.claim import Claim, Status, weakest

CONTENTS = "derivations.contents"


class UnknownClaim(ValueError):
    """No claim has this id; the message suggests the nearest one."""


class RegistryError(RuntimeError):
    """The claims contradict each other: a cycle, a missing dependency, a module of another claim."""


class Registry:
    """The claims listed by the module named ``contents``, in paper order."""

    def __init__(self, contents: str = CONTENTS) -> None:
        table = import_module(contents)
        self.contents = contents
        self.ids: tuple[str, ...] = tuple(table.CLAIMS)
        self._module_of = table.module_of
        self._claims: dict[str, Claim] = {}

    def claim(self, claim_id: str) -> Claim:
        """The claim of that id.  Raises ``UnknownClaim``, or ``RegistryError`` for a misplaced one."""
        if claim_id not in self.ids:
            near = get_close_matches(claim_id, self.ids, n=1)
            hint = f"; did you mean {near[0]}?" if near else "; `list` shows them all"
            raise UnknownClaim(f"unknown claim {claim_id[:80]!r}{hint}")
        if claim_id not in self._claims:
            module = self._module_of(claim_id)
            claim: Claim | None = getattr(import_module(module), "CLAIM", None)
            if claim is None or claim.id != claim_id:
                raise RegistryError(f"{module} does not hold the claim {claim_id}")
            self._claims[claim_id] = claim
        return self._claims[claim_id]

    def dependencies(self, claim_id: str) -> frozenset[str]:
        """All that ``claim_id`` rests on, directly or not.  Raises ``RegistryError`` on a cycle."""
        found: set[str] = set()
        self._descend(claim_id, (), found)
        return frozenset(found - {claim_id})

    def _descend(self, claim_id: str, path: tuple[str, ...], found: set[str]) -> None:
        if claim_id in path:
            circle = (*path[path.index(claim_id) :], claim_id)
            raise RegistryError(f"claims rest on each other: {' -> '.join(circle)}")
        if claim_id in found:
            return
        for needed in self.claim(claim_id).depends_on:
            if needed not in self.ids:
                raise RegistryError(f"{claim_id} rests on {needed}, which is not a claim")
            self._descend(needed, (*path, claim_id), found)
        found.add(claim_id)

    def closure(self, claim_ids: Iterable[str]) -> tuple[str, ...]:
        """These claims and all that they rest on, in paper order."""
        wanted: set[str] = set()
        for claim_id in claim_ids:
            wanted |= {claim_id, *self.dependencies(claim_id)}
        return tuple(claim_id for claim_id in self.ids if claim_id in wanted)

    def effective(self, claim_id: str, statuses: Mapping[str, Status]) -> Status:
        """The weakest status over a claim and all it rests on; one without a status is INCONCLUSIVE."""
        needed = [claim_id, *self.dependencies(claim_id)]
        return weakest([statuses.get(name, Status.INCONCLUSIVE) for name in needed])
