"""What the facts of a replayed certificate suppose and conclude, in one form whatever they are about.

The comparison with a statement (``verifier.statement.compared``) knows of a certificate only this.
Auxiliary sequences are read by their definitions (``verifier.sequences``), never by their names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, NamedTuple

from verifier.kernel import Replay
from verifier.sequences import COUNT as HAPPENED
from verifier.sequences import EARLY, FIRST, LN, POWER, PRODUCT, Meaning, meanings
from verifier.sequences import TIME as CLOCK
from verifier.sequences import variables as spoken
from verifier.statement.polynomials import Polynomials, Said

REALS, RUN = "for all reals", "at every time of a run"
BEFORE, LATER = "at every step so far", "from then on"
ANEW = "from any time on, which is counted as 0"
BUDGET, ENDS = "in a whole run", "no infinite run"
HOLDS = (REALS, RUN, BEFORE, LATER, ANEW, BUDGET, ENDS)
"""Where something is concluded to hold."""
HERE, LASTING, START = "here", "lasting", "start"
"""Where something is supposed: of what the conclusion is about, of every state or step, of time 0."""
ONCE, WHOLE = "once", "whole"
"""Likewise of the time that is counted as 0, which the part itself must say; and of the whole run, of its
start or of every step, which a hypothesis must."""
TIME, COUNT, GAIN = "time", "count", "gain"
"""The variables of a statement for t, for the number of steps that count, and for a product over these."""


class Tied(NamedTuple):
    """``value = function(argument)``."""

    function: str
    argument: str
    value: str

    def __str__(self) -> str:
        return f"{self.value} = {self.function}({self.argument})"


@dataclass(frozen=True)
class Need:
    """One thing that a fact supposes: where, and the conditions of which each would say it.

    ``general`` would say it too, but only if they hold of every state, such as one on the next state.
    """

    place: str
    forms: tuple[Said, ...]
    moving: bool
    general: tuple[Said, ...] = ()

    def __str__(self) -> str:
        return str(self.forms[0])


@dataclass(frozen=True)
class Samples:
    """Any number of samples, at least one, for each of which something is supposed, and their means."""

    variables: tuple[str, ...]
    each: frozenset[Said]
    ties: frozenset[Tied]
    means: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Bound:
    """``variable sign ln(argument)/ln(base)``, or of whole numbers ν − 1 in place of the variable."""

    variable: str
    sign: str
    numerator: str
    denominator: str
    base: str


@dataclass(frozen=True)
class Fact:
    """What one fact concludes, where that holds, and all that it rests on.

    ``event`` is where steps count, if a bound or a budget is about their number or a product over them;
    ``budget`` is ``cap - gain*X_0 > 0`` and the factor at such a step.
    """

    name: str
    holds: str
    said: tuple[Said, ...]
    needs: tuple[Need, ...]
    ties: frozenset[Tied] = frozenset()
    bound: Bound | None = None
    budget: tuple[Said, str] | None = None
    event: frozenset[Said] = frozenset()
    systems: tuple[Mapping[str, Any], ...] = ()
    samples: Samples | None = None


def named(kind: str, ratio: str) -> str:
    """A variable for a power or a product of a ratio that is in its one text."""
    return f"{kind}_{sha256(ratio.encode()).hexdigest()[:16]}"


def of_event(kind: str, event: Iterable[Said]) -> str:
    """Likewise for the number of steps with these conditions, or before the first of them."""
    return named(kind, "; ".join(sorted(map(str, event))))


@dataclass
class Facts:
    """The concluded facts of one certificate that the kernel has accepted."""

    accepted: Replay
    found: list[Fact] = field(default_factory=list)

    def __post_init__(self) -> None:
        names = {name for text in _texts([*self.accepted.concludes.values()]) for name in spoken(text)}
        systems = [*_systems([*self.accepted.concludes.values()])]
        names |= {x for system in systems for x in (*system["state"].values(), *system["parameters"])}
        bare = Polynomials([*names])
        meant = [one for system in systems for one in meanings(system).values()]
        ratios = {bare.exact(one.of) for one in meant if one.of}
        self.named = {named(kind, ratio): ratio for ratio in ratios for kind in ("power", "product")}
        starts = {f"{x}0" for system in systems for x in system["state"]}
        counts = {of_event(one.kind, (bare.said(*x) for x in one.event)) for one in meant if one.event}
        self.read = Polynomials([*names, *starts, *self.named, *counts, "t", TIME, COUNT, GAIN])
        for name, statement in self.accepted.concludes.items():
            self.found += _Reading(self, name).facts(statement)


@dataclass
class _Reading:
    """Reads one concluded statement."""

    of: Facts
    name: str

    @property
    def read(self) -> Polynomials:
        return self.of.read

    def facts(self, statement: Mapping[str, Any]) -> Iterator[Fact]:
        if "along" in statement:
            yield from self._along(statement)
        elif "ends" in statement:
            yield self._in(statement["ends"], ENDS)
        elif "within" in statement:
            if len(statement["within"]) == 1 and "along" in statement["fact"]:
                yield from self._later(statement["within"][0], statement["fact"])
                yield from self._anew(statement["within"][0], statement["fact"])
        elif "given" in statement:
            yield from self._sequent(statement)

    def _sequent(self, statement: Mapping[str, Any]) -> Iterator[Fact]:
        families = [atom for atom in statement["given"] if isinstance(atom, dict) and "samples" in atom]
        about, others = families[:1], [atom for atom in statement["given"] if atom not in families[:1]]
        given = [self._need(HERE, atom) for atom in _conditions(others)]
        blank = Fact(self.name, REALS, (), (*given,), self._ties(others))
        samples = [self._samples(family) for family in about]
        yield from self._each(replace(blank, samples=samples[0] if samples else None), statement["then"])

    def _samples(self, family: Mapping[str, Any]) -> Samples | None:
        each = frozenset(self.read.said(*atom) for atom in _conditions(family["each"]))
        means = frozenset((self.read.exact(mean), self.read.exact(of)) for mean, of in family["means"])
        return Samples(tuple(family["samples"]), each, self._ties(family["each"]), means)

    def _each(
        self, blank: Fact, then: Sequence[Any], put: Mapping[str, Any] | None = None
    ) -> Iterator[Fact]:
        """A fact for each condition that is concluded; one under a supposition needs that too."""
        for atom in then:
            given = atom.get("if", []) if isinstance(atom, dict) else []
            inner = atom["then"] if given else atom
            if isinstance(inner, list):
                needs = [self._need(HERE, one, put=put) for one in _conditions(given)]
                ties = self._ties(given)
                said = (self.read.said(inner[0], inner[1], put),)
                yield replace(blank, said=said, needs=(*blank.needs, *needs), ties=blank.ties | ties)

    def _ties(self, atoms: Sequence[Any]) -> frozenset[Tied]:
        ties = [atom for atom in atoms if isinstance(atom, dict) and "tie" in atom]
        exact = self.read.exact
        return frozenset(
            Tied(atom["tie"], ", ".join(map(exact, atom["of"])), exact(atom["value"])) for atom in ties
        )

    def _need(
        self,
        place: str,
        atom: Any,
        state: Mapping[str, str] | None = None,
        put: Mapping[str, Any] | None = None,
    ) -> Need:
        """What is supposed; of the state at time 0 it may be said of the initial values."""
        if not isinstance(atom, list):  # what no statement can say
            return Need(place, (Said(str(atom), "holds"),), True)
        text, sign = atom
        state = state or {}
        variables = spoken(text)
        moving = bool(variables & {*state, *state.values()})
        own = self.read.said(text, sign, put)
        forms, general = [own], []
        if place == START and moving:
            forms = [self.read.said(text, sign, self._first(state))]
            general = [own]
        later = {x: x.removesuffix("_next") for x in variables if x.endswith("_next")}
        if later and not variables & {*later.values()}:
            there = {x: self.read.ring.variable(now) for x, now in later.items() if now in self.read.names}
            general.append(self.read.said(text, sign, {**(put or {}), **there}))
        return Need(place, tuple(forms), moving and place != START, tuple(general))

    def _first(self, state: Mapping[str, str]) -> dict[str, Any]:
        return {x: self.read.ring.variable(f"{x}0") for x in state}

    def _in(self, system: Mapping[str, Any], holds: str, needs: Sequence[Need] = ()) -> Fact:
        """A fact about the runs of a system, with what that supposes."""
        state = system["state"]
        asked = _conditions([*system["always"], *system["step"]])
        lasting = [self._need(LASTING, x, state) for x in asked]
        start = [self._need(START, x, state) for x in _conditions(system["start"])]
        ties = self._ties([atom for key in ("always", "step", "start") for atom in system[key]])
        return Fact(self.name, holds, (), (*needs, *lasting, *start), ties, systems=(system,))

    def _along(self, statement: Mapping[str, Any]) -> Iterator[Fact]:
        system = statement["along"]
        meant = meanings(system)
        put, unread = self._put(system, meant)
        logs, given = _logarithms(statement)
        atoms = [*statement["before"], *given]
        if any(unread & spoken(text) for text in _texts(atoms)):
            return
        here = [self._need(HERE, atom, put=put) for atom in _conditions(given)]
        ties = self._ties(given)
        changing = _changing(system)
        before = [self._need(LASTING, atom, changing, put) for atom in _conditions(statement["before"])]
        blank = self._in(system, RUN, [*here, *before])
        blank = replace(blank, ties=blank.ties | ties | self._ties(statement["before"]))
        read = [x for x in statement["then"] if not any(unread & spoken(y) for y in _texts([x]))]
        yield from self._each(blank, [x for x in read if not {*logs} & {*_spoken(x)}], put)
        if statement["at"] == "step" and not logs:
            past = [self._need(HERE, atom, put=put) for atom in _conditions(statement["before"])]
            so_far = self._in(system, BEFORE, [*here, *past])
            yield from self._each(replace(so_far, ties=blank.ties), read, put)
        event = frozenset(self.read.said(*one) for one in given if isinstance(one, list))
        counted = replace(blank, event=event)
        for atom in statement["then"]:
            if logs:
                yield from self._bounded(counted, statement, logs, meant, atom)
            else:
                yield from self._budgeted(counted, meant, atom, put)

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
        meant: Mapping[str, Meaning], atom: Any,
    ) -> Iterator[Fact]:  # fmt: skip
        """ln R − ln L − n·ln ρ > 0 is a bound of n where the sign of ln ρ is concluded with it.

        So must be that all three are positive.
        """
        if not isinstance(atom, list) or atom[1] != ">":
            return
        then = {self.read.said(*one) for one in statement["then"] if isinstance(one, list)}
        read, ring = self.read.read, self.read.ring
        for number, meaning in meant.items():
            if meaning.kind not in (CLOCK, HAPPENED) or meaning.later:
                continue
            for left, right, ratio in _orders([*logs]):
                ln = [ring.variable(name) for name in (left, right, ratio)]
                if not ring.is_zero(read(atom[0]) - (ln[1] - ln[0] - ring.variable(number) * ln[2])):
                    continue
                of = [logs[name] for name in (left, right, ratio)]
                positive = {self.read.said(x, ">") for x in of} - {_ONE}
                above, below = (self.read.said(f"{sign}({of[2]} - 1)", ">") for sign in ("", "-"))
                if not positive <= then or not {above, below} & then:
                    continue
                variable = TIME if meaning.kind == CLOCK else COUNT
                if variable == COUNT and self._event(meaning) != blank.event:
                    continue
                exact = [self.read.exact(x) for x in (of[1], of[0], of[2])]
                bound = Bound(variable, "<" if above in then else ">", *exact)
                event = blank.event if variable == COUNT else frozenset[Said]()
                yield replace(blank, bound=bound, event=event)

    def _event(self, meaning: Meaning) -> frozenset[Said]:
        return frozenset(self.read.said(*one) for one in meaning.event)

    def _budgeted(
        self, blank: Fact, meant: Mapping[str, Meaning], atom: Any, put: Mapping[str, Any]
    ) -> Iterator[Fact]:
        """cap − G·X_0 > 0, where G is the product over the earlier steps at which what is given holds."""
        for gain, meaning in meant.items():
            if not meaning.event or meaning.later or meaning.kind not in (POWER, PRODUCT):
                continue
            if isinstance(atom, list) and gain in spoken(atom[0]) and self._event(meaning) == blank.event:
                there = {**put, gain: self.read.ring.variable(GAIN)}
                budget = self.read.said(atom[0], atom[1], there), self.read.exact(meaning.of)
                yield replace(blank, holds=BUDGET, budget=budget)

    def _values(self, part: Mapping[str, Any]) -> dict[str, Any]:
        """What stands for each variable of the other system, now and a step on."""
        state = part["system"]["state"]
        later = {x: self.read.ring.variable(after) for x, after in state.items()}
        put = {x: self.read.read(value) for x, value in part["values"].items()}
        into, values = part["into"]["state"], part["values"]
        return put | {into[x]: self.read.read(values[x], later) for x in into if x in values}

    def _later(self, part: Mapping[str, Any], fact: Mapping[str, Any]) -> Iterator[Fact]:
        """From a time on the run is one of ``into``: what always holds there holds from then on.

        Only what speaks of no initial value: those of ``into`` are the values at that time.
        """
        into, system = part["into"], part["system"]
        if part["origin"] or fact["at"] != "state" or fact["before"] or fact["given"] or part["during"]:
            return
        hidden = {*part["frozen"], *into["ghosts"]} | {f"{x}_next" for x in into["ghosts"]}
        put, unread = self._put(system, meanings(system))
        if any(unread & {*_spoken(atom)} for atom in (*part["start"], *part["throughout"])):
            return
        start = [self._need(HERE, atom, put=put) for atom in _conditions(part["start"])]
        changing = _changing(system)
        lasting = [self._need(LASTING, x, changing, put) for x in _conditions(part["throughout"])]
        blank = self._in(system, LATER, [*start, *lasting])
        ties = self._ties([*part["start"], *part["throughout"]])
        then = [atom for atom in fact["then"] if not hidden & {*_spoken(atom)}]
        yield from self._each(replace(blank, ties=blank.ties | ties), then, self._values(part))

    def _anew(self, part: Mapping[str, Any], fact: Mapping[str, Any]) -> Iterator[Fact]:
        """From any time on the run is one of ``into``, with the values at that time as its initial ones."""
        into, system = part["into"], part["system"]
        renamed = any(x != value for x, value in part["values"].items())
        renamed = renamed or any(x != f"{value}0" for x, value in part["frozen"].items())
        unread = {y for x in system["ghosts"] for y in (x, f"{x}_next")}
        supposed = (*part["start"], *part["throughout"], *part["during"])
        if part["origin"] or renamed or any(unread & {*_spoken(atom)} for atom in supposed):
            return
        changing, first = _changing(system), self._first(system["state"])
        start = [self._need(ONCE, atom, put=first) for atom in _conditions(part["start"])]
        steps = _conditions([*part["throughout"], *part["during"]])
        start += [self._need(LASTING, atom, changing) for atom in steps]
        whole = self._in(system, ANEW, start)
        # What each step of the whole run obeys is not said of those from that time on alone.
        inner = len(start)
        outer = [
            replace(one, place=WHOLE) if one.place == START or one.moving else one
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


_ONE = Said("1", ">")


def _changing(system: Mapping[str, Any]) -> dict[str, str]:
    """What moves along a run, and its name a step on: the state, and the sequences."""
    return {**system["state"], **{x: f"{x}_next" for x in system["ghosts"]}}


def _conditions(atoms: Sequence[Any]) -> list[Any]:
    """All but ties, which are kept apart."""
    return [atom for atom in atoms if not (isinstance(atom, dict) and "tie" in atom)]


def _logarithms(statement: Mapping[str, Any]) -> tuple[dict[str, str], list[Any]]:
    """Variables that only name a logarithm, with its argument, and the other things given."""
    system = statement["along"]
    own = {*system["state"], *system["state"].values(), *system["parameters"], *system["ghosts"]}
    logs: dict[str, str] = {}
    rest: list[Any] = []
    for atom in statement["given"]:
        value = atom.get("value", "") if isinstance(atom, dict) and atom.get("tie") == LN else ""
        if value.isidentifier() and value not in own and value not in logs:
            logs[value] = atom["of"][0]
        else:
            rest.append(atom)
    others = {x for text in _texts([*rest, *statement["before"], *logs.values()]) for x in spoken(text)}
    return ({}, [*statement["given"]]) if others & {*logs} else (logs, rest)


def _orders(names: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    for left in names:
        for right in names:
            for ratio in names:
                if len({left, right, ratio}) == 3:
                    yield left, right, ratio


def _spoken(atom: Any) -> Iterator[str]:
    return (x for text in _texts([atom]) for x in spoken(text))


def _texts(entry: Any) -> Iterator[str]:
    """The polynomials in statements."""
    if isinstance(entry, str):
        yield entry
    elif isinstance(entry, list) and len(entry) == 2 and entry[1] in (">", ">=", "=", "!="):
        yield entry[0]
    elif isinstance(entry, list):
        for one in entry:
            yield from _texts(one)
    elif isinstance(entry, dict):
        for key, one in entry.items():
            if key not in ("tie", "at", "state", "parameters", "samples"):
                yield from _texts(one)


def _systems(entry: Any) -> Iterator[Mapping[str, Any]]:
    """The systems that statements are about."""
    if isinstance(entry, list):
        for one in entry:
            yield from _systems(one)
    elif isinstance(entry, dict):
        if "ghosts" in entry:
            yield entry
        for one in entry.values():
            yield from _systems(one)
