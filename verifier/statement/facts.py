"""What the facts of a replayed certificate suppose and conclude, in one form whatever they are about.

The comparison with a statement (``verifier.statement.compared``) knows of a certificate only this.
Auxiliary sequences are read by their definitions (``verifier.sequences``), never by their names.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from verifier.kernel import Replay
from verifier.sequences import meanings
from verifier.sequences import variables as spoken
from verifier.statement.pieces import systems_in, texts
from verifier.statement.polynomials import Polynomials
from verifier.statement.reading import Reading
from verifier.statement.vocabulary import COUNT, GAIN, TIME, Fact, named, of_event


@dataclass
class Facts:
    """The concluded facts of one certificate that the kernel has accepted."""

    accepted: Replay
    found: list[Fact] = field(default_factory=list)

    def __post_init__(self) -> None:
        names = {name for text in texts([*self.accepted.concludes.values()]) for name in spoken(text)}
        systems = [*systems_in([*self.accepted.concludes.values()])]
        names |= {x for system in systems for x in (*system["state"].values(), *system["parameters"])}
        bare = Polynomials([*names])
        meant = [one for system in systems for one in meanings(system).values()]
        ratios = {bare.exact(one.of) for one in meant if one.of}
        self.named = {named(kind, ratio): ratio for ratio in ratios for kind in ("power", "product")}
        starts = {f"{x}0" for system in systems for x in system["state"]}
        counts = {of_event(one.kind, (bare.said(*x) for x in one.event)) for one in meant if one.event}
        reserved = frozenset([*self.named, *counts, "t", TIME, COUNT, GAIN])
        self.read = Polynomials([*names, *starts, *reserved])
        for name, statement in self.accepted.concludes.items():
            self.found += Reading(self.read, name, reserved).facts(statement)
