"""What any concluded statement says, also one of a stretch of a run that is a run of another system."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from verifier.sequences import meanings
from verifier.statement.pieces import conditions, moving, spoken_in
from verifier.statement.runs import Runs
from verifier.statement.vocabulary import (
    ANEW,
    ENDS,
    HERE,
    LASTING,
    LATER,
    ONCE,
    RUN,
    START,
    WHOLE,
    Fact,
    Need,
)


class Reading(Runs):
    """Reads one concluded statement."""

    def facts(self, statement: Mapping[str, Any]) -> Iterator[Fact]:
        if "along" in statement:
            yield from self._along(statement)
        elif "ends" in statement:
            yield self._in(statement["ends"], ENDS)
        elif "within" in statement:
            yield from self._later(statement["within"], statement["fact"])
            yield from self._anew(statement["within"], statement["fact"])
        elif "given" in statement:
            yield from self._sequent(statement)

    def _later(self, part: Mapping[str, Any], fact: Mapping[str, Any]) -> Iterator[Fact]:
        """From a time on the run is one of ``into``: what always holds there holds from then on.

        Only what speaks of no initial value: those of ``into`` are the values at that time.
        """
        into, system = part["into"], part["system"]
        if part["origin"] or fact["at"] != "state" or fact["before"] or fact["given"] or part["during"]:
            return
        sequences = {*into["ghosts"], *system["ghosts"]}
        hidden = {*part["frozen"], *sequences} | {f"{x}_next" for x in sequences}
        if self._is_misleading(system):
            return
        put, unread = self._put(system, meanings(system))
        if any(unread & {*spoken_in(atom)} for atom in (*part["start"], *part["throughout"])):
            return
        start = [self._need(HERE, atom, put=put) for atom in conditions(part["start"])]
        changing = moving(system)
        lasting = [self._need(LASTING, x, changing, put) for x in conditions(part["throughout"])]
        blank = self._in(system, LATER, [*start, *lasting])
        ties = self._ties([*part["start"], *part["throughout"]])
        then = [atom for atom in fact["then"] if not hidden & {*spoken_in(atom)}]
        yield from self._each(replace(blank, ties=blank.ties | ties), then)

    def _anew(self, part: Mapping[str, Any], fact: Mapping[str, Any]) -> Iterator[Fact]:
        """From any time on the run is one of ``into``, with the values at that time as its initial ones."""
        into, system = part["into"], part["system"]
        renamed = any(x != f"{value}0" for x, value in part["frozen"].items())
        renamed = renamed or not {*into["state"]}.isdisjoint(system["ghosts"])
        unread = {y for x in system["ghosts"] for y in (x, f"{x}_next")}
        supposed = (*part["start"], *part["throughout"], *part["during"])
        changing, first = moving(system), self._first(system["state"])
        if part["origin"] or renamed or any(unread & {*spoken_in(atom)} for atom in supposed):
            return
        # A parameter of the whole run by the name of an initial value is that of its start.
        begun = {f"{x}0" for x in first}
        kept = {*into["parameters"]} - {*part["frozen"]}
        if begun & (kept | {*spoken_in([*supposed])}) or self._is_misleading(system):
            return
        start = [self._need(ONCE, atom, put=first) for atom in conditions(part["start"])]
        steps = conditions([*part["throughout"], *part["during"]])
        start += [self._need(LASTING, atom, changing) for atom in steps]
        whole = self._in(system, ANEW, start)
        # What each step of the whole run obeys is not said of those from that time on alone.
        inner = len(start)
        outer = [
            replace(one, place=WHOLE)
            if one.place == START or one.moving or begun & self.read.variables(one.forms[0].polynomial)
            else one
            for one in whole.needs[inner:]
        ]
        own = {*self._in(into, RUN).needs}
        for one in self._along(fact):
            if one.holds == RUN:
                here = [self._once(need) for need in one.needs if need not in own]
                ties = whole.ties | one.ties | self._ties(supposed)
                needs, systems = (*here, *start, *outer), (*whole.systems, *one.systems)
                yield replace(one, holds=ANEW, needs=needs, ties=ties, systems=systems)

    def _once(self, need: Need) -> Need:
        """What is supposed here of initial values is supposed of that time."""
        begun = {x for one in need.forms for x in self.read.variables(one.polynomial) if x.endswith("0")}
        return replace(need, place=ONCE) if need.place == HERE and begun else need
