"""Finds the claims by their table of contents, and knows what rests on what.

A table of contents is a module with ``CLAIMS`` (the ids in paper order) and ``module_of(id)`` (the
module whose ``CLAIM`` is that claim) and ``shared(id)`` (by module that several theories share, the claim
of the same theory to which it belongs).  It may have ``citations()``: by claim with a certificate, the
claims that this rests on.  A claim's module is imported when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from importlib import import_module

from verifier.claim import Claim, Status, weakest
from verifier.dependencies import NoSource, Uses, uses_of

CONTENTS = "derivations.contents"


class UnknownClaim(ValueError):
    """No claim has this id; the message suggests the nearest one."""


class RegistryError(RuntimeError):
    """The claims contradict each other: a cycle, a module without its source or of another claim."""


class Registry:
    """The claims listed by the module named ``contents``, in paper order."""

    def __init__(self, contents: str = CONTENTS) -> None:
        table = import_module(contents)
        self.contents = contents
        self.ids: tuple[str, ...] = tuple(table.CLAIMS)
        self._module_of = table.module_of
        self._shared = table.shared
        citations: Callable[[], Mapping[str, Sequence[str]]] | None = getattr(table, "citations", None)
        self._cited = citations() if citations else {}
        self._claims: dict[str, Claim] = {}
        self._uses: dict[str, Uses] = {}
        self._sound: set[str] = set()

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

    def uses(self, claim_id: str) -> Uses:
        """Which claims its proof, its checks and its experiments use.

        Raises ``UnknownClaim`` and ``RegistryError``.
        """
        self.claim(claim_id)
        if claim_id not in self._uses:
            modules = {name: self._module_of(name) for name in self.ids}
            try:
                self._uses[claim_id] = uses_of(
                    claim_id, modules[claim_id], modules, self._shared(claim_id)
                )
            except NoSource as error:
                raise RegistryError(str(error)) from error
        return self._uses[claim_id]

    def rests_on(self, claim_id: str) -> tuple[str, ...]:
        """The claims that carry the status which the claim is meant to reach, in paper order.

        The proof carries PROVED: what its certificate cites.  For less, what its source uses and what the
        checks use counts as well, and so does what the experiments use where they are all there is, or the
        claim is meant to be CHECKED.
        """
        claim, uses = self.claim(claim_id), self.uses(claim_id)
        carrying = set(self._proof(claim_id))
        if claim.wanted is not Status.PROVED:
            carrying |= uses.checks
            if claim.wanted is not Status.ENCLOSED or not claim.checks:
                carrying |= uses.experiments
        return self._in_order(carrying)

    def _proof(self, claim_id: str) -> Collection[str]:
        """The claims that its proof rests on; where no certificate covers it, all that its source uses."""
        cited = self._cited.get(claim_id)
        if cited is not None and self.claim(claim_id).wanted is Status.PROVED:
            return cited
        return {*self.uses(claim_id).proof, *(cited or ())}

    def used_besides(self, claim_id: str) -> tuple[str, ...]:
        """The claims that its source uses, and its status does not rest on."""
        uses = self.uses(claim_id)
        every = uses.proof | uses.checks | uses.experiments
        return self._in_order(every - set(self.rests_on(claim_id)))

    def dependencies(self, claim_id: str) -> frozenset[str]:
        """All that ``claim_id`` rests on, directly or not.

        Two claims may be checked with the help of each other, and are then worth what the weaker is.
        Raises ``RegistryError`` when proofs use each other in a circle.
        """
        found: set[str] = set()
        left = [claim_id]
        while left:
            name = left.pop()
            if name not in found:
                found.add(name)
                self._proved_without(name, ())
                left += self.rests_on(name)
        return frozenset(found - {claim_id})

    def _proved_without(self, claim_id: str, path: tuple[str, ...]) -> None:
        if claim_id in path:
            circle = (*path[path.index(claim_id) :], claim_id)
            raise RegistryError(f"proofs use each other: {' -> '.join(circle)}")
        if claim_id not in self._sound:
            for needed in self._in_order(self._proof(claim_id)):
                self._proved_without(needed, (*path, claim_id))
            self._sound.add(claim_id)

    def _in_order(self, claim_ids: Iterable[str]) -> tuple[str, ...]:
        wanted = set(claim_ids)
        return tuple(name for name in self.ids if name in wanted)

    def closure(self, claim_ids: Iterable[str]) -> tuple[str, ...]:
        """These claims and all that they rest on, in paper order."""
        wanted: set[str] = set()
        for claim_id in claim_ids:
            wanted |= {claim_id, *self.dependencies(claim_id)}
        return self._in_order(wanted)

    def effective(self, claim_id: str, statuses: Mapping[str, Status]) -> Status:
        """The weakest status over a claim and all it rests on; one without a status is INCONCLUSIVE.

        What rests on something refuted is not refuted by that, but not known either: INCONCLUSIVE.
        """
        needed = [claim_id, *self.dependencies(claim_id)]
        found = weakest([statuses.get(name, Status.INCONCLUSIVE) for name in needed])
        own = statuses.get(claim_id, Status.INCONCLUSIVE)
        return Status.INCONCLUSIVE if found is Status.REFUTED and own is not found else found
