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

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from verifier.statement.facts import Facts
from verifier.statement.polynomials import Said, negated
from verifier.statement.premises import Premises, said_of, with_weaker
from verifier.statement.vocabulary import COUNT, GAIN, REALS, RUN, Bound, Fact, Tied


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


class Comparison(Premises):
    """One part of a statement against the facts; ``used`` is what they turned out to suppose.

    An equation may be concluded as two inequalities; then neither is said without the other.  Nor is an
    inequality said where an equation, or a strict one, is concluded.
    """

    def objections(self) -> Iterator[str]:
        """What is not concluded, or not under these conditions, or only assumed for nothing."""
        if not (wanted := [*self._wanted()]):
            yield "it concludes nothing"
        for text, candidates in wanted:
            if not candidates:
                yield f"{text} is not what the certificate concludes"
                continue
            fitting = [used for fact in candidates if (used := self.used_by(fact)) is not None]
            self._fitting += [fact for fact in candidates if self.used_by(fact) is not None]
            if not fitting:
                yield f"{text} is concluded only {self.missing(candidates[0])}"
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
        facts = (fact for fact in self.facts.found if self._covers(fact) and self.missing(fact) is None)
        return frozenset(said for fact in facts for said in with_weaker(fact.said))

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
