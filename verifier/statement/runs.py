"""What holds along the runs of a system: at a time, at all steps so far, of how many there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from verifier.sequences import COUNT as HAPPENED
from verifier.sequences import EARLY, FIRST, POWER, PRODUCT, Meaning, meanings
from verifier.sequences import TIME as CLOCK
from verifier.sequences import variables as spoken
from verifier.statement.pieces import conditions, logarithms, moving, orders, spoken_in, texts
from verifier.statement.points import Points
from verifier.statement.polynomials import Said
from verifier.statement.vocabulary import (
    BEFORE,
    BUDGET,
    COUNT,
    GAIN,
    HERE,
    LASTING,
    RUN,
    TIME,
    Bound,
    Fact,
    named,
    of_event,
)

_ONE = Said("1", ">")


class Runs(Points):
    """Reads statements along a system."""

    def _along(self, statement: Mapping[str, Any]) -> Iterator[Fact]:
        system = statement["along"]
        if self._is_misleading(system):
            return
        meant = meanings(system)
        put, unread = self._put(system, meant)
        logs, given = logarithms(statement)
        atoms = [*statement["before"], *given]
        if any(unread & spoken(text) for text in texts(atoms)):
            return
        here = [self._need(HERE, atom, put=put) for atom in conditions(given)]
        ties = self._ties(given)
        changing = moving(system)
        before = [self._need(LASTING, atom, changing, put) for atom in conditions(statement["before"])]
        blank = self._in(system, RUN, [*here, *before])
        blank = replace(blank, ties=blank.ties | ties | self._ties(statement["before"]))
        read = [x for x in statement["then"] if not any(unread & spoken(y) for y in texts([x]))]
        yield from self._each(blank, [x for x in read if not {*logs} & {*spoken_in(x)}], put)
        if statement["at"] == "step" and not logs:
            past = [self._need(HERE, atom, put=put) for atom in conditions(statement["before"])]
            so_far = self._in(system, BEFORE, [*here, *past])
            yield from self._each(replace(so_far, ties=blank.ties), read, put)
        event = frozenset(self.read.said(*one) for one in given if isinstance(one, list))
        counted = replace(blank, event=event)
        for atom in statement["then"]:
            if not logs:
                yield from self._budgeted(counted, meant, atom, put, unread)
            elif not any(unread & spoken(text) for text in logs.values()):
                yield from self._bounded(counted, statement, logs, meant, atom, put)

    def _is_misleading(self, system: Mapping[str, Any]) -> bool:
        """Whether it calls something of its own by a name that stands for a sequence in a statement.

        A parameter of that name would stay the same while the sequence moves.
        """
        own = {*system["state"], *system["state"].values(), *system["parameters"]}
        return not self.reserved.isdisjoint(own)

    def _put(
        self, system: Mapping[str, Any], meant: Mapping[str, Meaning]
    ) -> tuple[dict[str, Any], set[str]]:
        """What stands for each sequence that means the same of every run, and all the others."""
        ring, exact = self.read.ring, self.read.exact
        put: dict[str, Any] = {}
        for x, meaning in meant.items():
            if meaning.kind == FIRST:
                put[x] = self.read.read(meaning.of, self._first(system["state"]))
            elif meaning.of and not (meaning.event or meaning.later):
                ratio = exact(meaning.of)
                kind = "power" if meaning.kind == POWER else "product"
                put[x] = ring.variable(named(kind, ratio)) if ratio != "1" else self.read.read("1")
            elif meaning.kind == CLOCK and not meaning.later:
                put[x] = ring.variable("t")
            elif meaning.kind in (HAPPENED, EARLY) and not meaning.later:
                event = [self.read.said(*one) for one in meaning.event]
                put[x] = ring.variable(of_event(meaning.kind, event))
        return put, {y for x in system["ghosts"] for y in (x, f"{x}_next")} - {*put}

    def _bounded(
        self, blank: Fact, statement: Mapping[str, Any], logs: Mapping[str, str],
        meant: Mapping[str, Meaning], atom: Any, put: Mapping[str, Any],
    ) -> Iterator[Fact]:  # fmt: skip
        """ln R − ln L − n·ln ρ > 0 is a bound of n where the sign of ln ρ is concluded with it.

        So must be that all three are positive.
        """
        if not isinstance(atom, list) or atom[1] != ">":
            return
        then = {self.read.said(one[0], one[1], put) for one in statement["then"] if isinstance(one, list)}
        read, ring = self.read.read, self.read.ring
        for number, meaning in meant.items():
            if meaning.kind not in (CLOCK, HAPPENED) or meaning.later:
                continue
            for left, right, ratio in orders([*logs]):
                ln = [ring.variable(name) for name in (left, right, ratio)]
                if read(atom[0]) != ln[1] - ln[0] - ring.variable(number) * ln[2]:
                    continue
                of = [logs[name] for name in (left, right, ratio)]
                positive = {self.read.said(x, ">", put) for x in of} - {_ONE}
                above, below = (self.read.said(f"{sign}({of[2]} - 1)", ">", put) for sign in ("", "-"))
                if not positive <= then or not {above, below} & then:
                    continue
                variable = TIME if meaning.kind == CLOCK else COUNT
                if variable == COUNT and self._event(meaning) != blank.event:
                    continue
                exact = [self.read.exact(x, put) for x in (of[1], of[0], of[2])]
                bound = Bound(variable, "<" if above in then else ">", *exact)
                event = blank.event if variable == COUNT else frozenset[Said]()
                yield replace(blank, bound=bound, event=event)

    def _budgeted(
        self, blank: Fact, meant: Mapping[str, Meaning], atom: Any, put: Mapping[str, Any], unread: set[str]
    ) -> Iterator[Fact]:
        """cap − G·X_0 > 0, where G is the product over the earlier steps at which what is given holds."""
        for gain, meaning in meant.items():
            if not meaning.event or meaning.later or meaning.kind not in (POWER, PRODUCT):
                continue
            if (unread - {gain}) & {*spoken_in(atom)}:
                continue
            if isinstance(atom, list) and gain in spoken(atom[0]) and self._event(meaning) == blank.event:
                there = {**put, gain: self.read.ring.variable(GAIN)}
                budget = self.read.said(atom[0], atom[1], there), self.read.exact(meaning.of)
                yield replace(blank, holds=BUDGET, budget=budget)
