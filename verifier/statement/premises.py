"""What a fact supposes against a part of a statement, which must say all of that, where it is supposed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from verifier.statement.facts import Facts
from verifier.statement.polynomials import Said
from verifier.statement.vocabulary import LASTING, ONCE, WHOLE, Fact, Need, Samples, Tied

TRIVIAL = frozenset([Said("0", ">="), Said("0", "=")])
"""What is true of the number 0: left of a condition on the start that the start fulfils."""


class Premises:
    """Those of one part of a statement, with the claim's hypotheses and what its symbols mean."""

    def __init__(self, statement: Mapping[str, Any], part: Mapping[str, Any], facts: Facts) -> None:
        self.part, self.facts, self.used = part, facts, set[Said]()
        self._given, self._lasting = (said_of(part[key]) for key in ("given", "throughout"))
        self._where = said_of(part["where"])
        self._own = [*self._given, *self._lasting, *self._where]
        self._supposed = with_weaker(said_of(statement["hypotheses"]))
        meant = with_weaker(said_of(statement["meaning"]))
        self._general = TRIVIAL | meant | self._supposed
        self._everywhere = self._general | with_weaker(self._lasting)
        self._named = with_weaker(self._where) | with_weaker(said_of(part["gives"]))
        self._here = with_weaker(self._given)
        self._fitting: list[Fact] = []
        self._ties = {Tied(*tie) for key in (statement["ties"], part["ties"]) for tie in key}
        self._moving = {*statement["moving"]}
        self._family = samples_of(part["family"]) if "family" in part else None

    def used_by(self, fact: Fact) -> frozenset[Said] | None:
        """Which premises say all that a fact supposes; None if they do not."""
        if self.missing(fact) is not None:
            return None
        return frozenset(form for need in fact.needs for form in (*need.forms, *need.general))

    def missing(self, fact: Fact) -> str | None:
        """Under what the fact holds that the statement does not say; None if that is all."""
        for need in fact.needs:
            if not self.is_said(need):
                return f"under {need}" + (" throughout" if need.place == LASTING else "")
        for tie in self.untied(fact):
            return f"with {tie}"
        if fact.samples and not self._are_said(fact.samples):
            return f"of samples {', '.join(fact.samples.variables)} of which more is supposed"
        for system in fact.systems:
            for fault in self._other_names(system):
                return f"where {fault}"
        return None

    def is_said(self, need: Need) -> bool:
        """Whether the statement supposes it, there or everywhere."""
        if need.place == ONCE:
            return not self._here.isdisjoint(need.forms)
        if need.place == WHOLE:
            general = need.general if need.moving else ()
            return not self._general.isdisjoint((*need.forms, *general))
        known = self._everywhere | self._named
        if need.place != LASTING or not need.moving:
            known = known | self._here
        return not known.isdisjoint(need.forms) or not self._everywhere.isdisjoint(need.general)

    def _are_said(self, samples: Samples) -> bool:
        """Whether the part says all of samples that is supposed of them."""
        mine = self._family
        return (
            mine is not None
            and mine.variables == samples.variables
            and samples.each <= with_weaker(mine.each)
            and samples.ties <= mine.ties
            and samples.means <= mine.means
        )

    def untied(self, fact: Fact) -> list[Tied]:
        """By which σ or ℓ the fact ties variables where the statement does not."""
        return sorted(fact.ties - self._ties, key=str)

    def _other_names(self, system: Mapping[str, Any]) -> Iterator[str]:
        """Where a system means by its names what they do not mean elsewhere."""
        for x, later in system["state"].items():
            if later != f"{x}_next":
                yield f"{x} becomes {later}"
        still = self._moving.intersection(system["parameters"])
        yield from (f"{x} stays the same" for x in sorted(still))


def samples_of(entry: Mapping[str, Any]) -> Samples:
    """What a part says of samples, from its JSON form."""
    ties = frozenset(Tied(*tie) for tie in entry["ties"])
    means = frozenset((mean, of) for mean, of in entry["means"])
    return Samples(tuple(entry["samples"]), frozenset(said_of(entry["each"])), ties, means)


def said_of(entries: Iterable[Sequence[str]]) -> list[Said]:
    """Conditions from their JSON form."""
    return [Said(*entry) for entry in entries]


def with_weaker(said: Iterable[Said]) -> frozenset[Said]:
    return frozenset(weaker for one in said for weaker in one.with_weaker)
