"""On which earlier steps an accepted step rests, also on those that it does not cite.

What has been proved of a system is known of it from then on, without being named.  So the atoms known of
a system, and the table of facts, note when the kernel uses them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from verifier.kernel.atoms import Atom
from verifier.kernel.facts import Fact, Sequent


class Facts(dict[str, Fact]):
    """Facts by name, that note in ``used`` which of them are looked up."""

    def __init__(self, used: set[str]) -> None:
        super().__init__()
        self._used = used

    def get(self, name: str, default: Any = None) -> Any:
        if name in self:
            self._used.add(name)
        return super().get(name, default)


class Noted:
    """An atom known of a system, that notes its source in ``used`` when something follows from it."""

    def __init__(self, atom: Atom, source: str, used: set[str]) -> None:
        self.atom, self._source, self._used = atom, source, used

    def implies(self, other: Atom) -> bool:
        if self.atom.implies(other):
            self._used.add(self._source)
            return True
        return False


def note(name: str, fact: Fact, used: set[str]) -> None:
    """What the step of that name has just made known of a system notes that it is used."""
    if isinstance(fact, Sequent) and fact.system is not None and not (fact.before or fact.given):
        said = len(fact.then)
        learned = {"state": said, "start": said, "step": 2 * said} if fact.at == "state" else {"step": said}
        for at, count in learned.items():
            known = fact.system.known(at)
            last = len(known) - count
            known[last:] = [cast(Atom, Noted(atom, name, used)) for atom in known[last:]]


def plain(atoms: Iterable[Atom]) -> list[Atom]:
    """The atoms without their notes."""
    return [atom.atom if isinstance(atom, Noted) else atom for atom in atoms]
