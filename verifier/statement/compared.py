"""Whether a certificate concludes what a statement says: canonical facts in, objections out.

Each conclusion of each part must be, letter for letter in the one text of polynomials, what a fact
concludes.  Whatever that fact supposes must be said: by the claim's hypotheses, by what its symbols mean,
or by the part itself, at the place where it is supposed.  And whatever the part supposes must be needed, so
that no hypothesis can be dropped, weakened or changed, and no constant or relation, while the certificate
stays.  Nor may the certificate conclude a fact of which no part says anything.

Nothing is inferred here: no fact is applied to what another one concludes.  A conclusion that needs several
facts is put together by the kernel, in one that says all that it supposes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from verifier.statement.facts import (
    COUNT,
    GAIN,
    LASTING,
    ONCE,
    REALS,
    RUN,
    WHOLE,
    Bound,
    Fact,
    Facts,
    Need,
    Samples,
    Tied,
)
from verifier.statement.polynomials import Said, negated

TURNING = frozenset(["a", "c", "s", "N", "alpha", "p", "q"])
"""Where a statement is about samples: a system in which none of these moves is about those at one time."""
TRIVIAL = frozenset([Said("0", ">="), Said("0", "=")])
"""What is true of the number 0: left of a condition on the start that the start fulfils."""


def objections(statement: Mapping[str, Any], facts: Facts) -> Iterator[str]:
    """Which parts of the statement the facts do not conclude, and why; nothing if they conclude all."""
    if not statement["parts"]:
        yield "it has no part"
    used, stated, sound = set[Said](), set[str](), True
    for number, part in enumerate(statement["parts"], 1):
        found = Comparison(statement, part, facts)
        for objection in found.objections():
            sound = False
            yield f"part {number} of the statement: {objection}"
        used |= found.used
        stated |= found.stated
    if sound:
        for idle in said_of(statement["hypotheses"]):
            if idle not in used:
                yield f"the hypothesis {idle} is not what the certificate needs"
        for unsaid in (name for name in facts.accepted.concludes if name not in stated):
            yield f"the certificate also concludes {unsaid!r}, of which no part says anything"


class Comparison:
    """One part of a statement against the facts; ``used`` is what they turned out to suppose.

    An equation may be concluded as two inequalities; then neither is said without the other.  Nor is an
    inequality said where an equation, or a strict one, is concluded.
    """

    def __init__(self, statement: Mapping[str, Any], part: Mapping[str, Any], facts: Facts) -> None:
        self.part, self.facts, self.used = part, facts, set[Said]()
        self._given, self._lasting = (said_of(part[key]) for key in ("given", "throughout"))
        self._where = said_of(part["where"])
        self._own = [*self._given, *self._lasting, *self._where]
        self._supposed = _all(said_of(statement["hypotheses"]))
        meant = _all(said_of(statement["meaning"]))
        self._general = TRIVIAL | meant | self._supposed
        self._everywhere = self._general | _all(self._lasting)
        self._named = _all(self._where) | _all(said_of(part["gives"]))
        self._here = _all(self._given)
        self._fitting: list[Fact] = []
        self._ties = {Tied(*tie) for key in (statement["ties"], part["ties"]) for tie in key}
        self._moving, self._samples = {*statement["moving"]}, bool(statement["samples"])
        self._family = samples_of(part["family"]) if "family" in part else None

    def objections(self) -> Iterator[str]:
        """What is not concluded, or not under these conditions, or only assumed for nothing."""
        if not (wanted := [*self._wanted()]):
            yield "it concludes nothing"
        for text, candidates in wanted:
            if not candidates:
                yield f"{text} is not what the certificate concludes"
                continue
            fitting = [used for fact in candidates if (used := self._used_by(fact)) is not None]
            self._fitting += [fact for fact in candidates if self._used_by(fact) is not None]
            if not fitting:
                yield f"{text} is concluded only {self._missing(candidates[0])}"
                continue
            self.used |= min(fitting, key=len)
        if self._family and not any(self._family == fact.samples for fact in self._fitting):
            yield "what it says of samples is not what the certificate needs"
        tied = frozenset[Tied]().union(*(fact.ties for fact in self._fitting))
        for tie in sorted({Tied(*tie) for tie in self.part["ties"]} - tied):
            yield f"{tie} is not what the certificate needs"
        for twice in (one for one in (*self._given, *self._lasting) if one in self._supposed):
            yield f"{twice} is a hypothesis of the claim already"
        if not self.used.issuperset(self._own):
            idle = next(said for said in self._own if said not in self.used)
            yield f"{idle} is not what the certificate needs"

    @property
    def stated(self) -> set[str]:
        """The names of the facts that conclude something of the part; known after ``objections``."""
        return {fact.name for fact in self._fitting}

    def _wanted(self) -> Iterator[tuple[str, list[Fact]]]:
        """Each conclusion, in words, with the facts that conclude it where the part says that it holds."""
        part, among = self.part, [fact for fact in self.facts.found if self._covers(fact)]
        for said in said_of(part["then"]):
            either = [Said(said.polynomial, ">="), Said(negated(said.polynomial), ">=")]
            both = [[fact for fact in among if one in fact.said] for one in either]
            direct = [fact for fact in among if said in fact.said]
            if said.sign == "=" and not direct and all(both):
                yield from zip(map(str, either), both, strict=True)
            elif said.sign == ">=" and self._more_is_shown(said):
                yield f"{said}, and no more,", []
            else:
                yield str(said), direct
        for entry in part["bounds"]:
            bound = Bound(**entry)
            same = [fact for fact in among if fact.bound and self._same(fact.bound, bound)]
            counted = [fact for fact in same if bound.variable != COUNT or self._counts(fact)]
            yield f"a bound of the {bound.variable}", counted
        for entry in part["budgets"]:
            same = [fact for fact in among if fact.budget and self._costs(fact, *entry)]
            yield "a budget", [fact for fact in same if self._counts(fact)]
        if part["holds"] == "no infinite run":
            yield "that the run ends", among

    def _more_is_shown(self, said: Said) -> bool:
        """Whether an inequality that is not strict is an equation, or strict."""
        other = negated(said.polynomial)
        more = [Said(said.polynomial, ">"), Said(said.polynomial, "="), Said(other, "="), Said(other, ">=")]
        return any(one in self._concluded for one in more)

    @cached_property
    def _concluded(self) -> frozenset[Said]:
        """All that facts conclude under what the part says."""
        facts = (fact for fact in self.facts.found if self._covers(fact) and self._missing(fact) is None)
        return frozenset(said for fact in facts for said in _all(fact.said))

    def _covers(self, fact: Fact) -> bool:
        """What holds for all reals holds of every state and step of a run."""
        return fact.holds == self.part["holds"] or (fact.holds, self.part["holds"]) == (REALS, RUN)

    def _same(self, found: Bound, wanted: Bound) -> bool:
        """Whether two quotients of logarithms are one: arguments are compared as fractions."""
        if (found.variable, found.sign, found.base) != (wanted.variable, wanted.sign, wanted.base):
            return False
        read = self.facts.read.read
        try:
            left = read(found.numerator) * read(wanted.denominator)
            return bool(left == read(found.denominator) * read(wanted.numerator))
        except ValueError:
            return False

    def _counts(self, fact: Fact) -> bool:
        """Whether the steps that count are those at which this part says that its premises hold.

        Premises about constants alone hold at all steps or at none.
        """
        state = {x for system in fact.systems for x in system["state"].values()} | {
            x for system in fact.systems for x in system["state"]
        }
        changing = {one for one in self._given if self.facts.read.variables(one.polynomial) & state}
        return changing <= fact.event <= {*self._given, *self._lasting}

    def _costs(self, fact: Fact, quantity: str, growth: str, cap: str) -> bool:
        """Whether a budget is one of the quantity at the start, with this factor at a step that counts."""
        read, (said, factor) = self.facts.read, fact.budget or (None, None)
        state = [x for system in fact.systems for x in system["state"]]
        try:
            first = read.read(quantity, {x: read.ring.variable(f"{x}0") for x in state})
            left = read.read(cap) - read.ring.variable(GAIN) * first
            return factor == growth and said == read.of(left, ">")
        except ValueError:
            return False

    def _used_by(self, fact: Fact) -> frozenset[Said] | None:
        """Which premises say all that a fact supposes; None if they do not."""
        if self._missing(fact) is not None:
            return None
        return frozenset(form for need in fact.needs for form in (*need.forms, *need.general))

    def _missing(self, fact: Fact) -> str | None:
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
            and samples.each <= _all(mine.each)
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
        if not self._samples or TURNING & {*system["state"]}:
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


def _all(said: Iterable[Said]) -> frozenset[Said]:
    return frozenset(weaker for one in said for weaker in one.with_weaker)
