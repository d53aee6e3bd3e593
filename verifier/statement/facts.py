"""What the facts of a replayed certificate suppose and conclude, in one form whatever the rule was.

The comparison with a statement (``verifier.statement.compared``) knows of a certificate only this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from hashlib import sha256
from typing import Any

from verifier.kernel import Replay
from verifier.kernel.conditions import (
    Always,
    AtEveryTime,
    Bounded,
    Condition,
    Counted,
    Flow,
    Growth,
    Sequent,
    Terminates,
)
from verifier.kernel.sustain import Sustained
from verifier.kernel.tails import Tail
from verifier.kernel.ties import FUNCTIONS, Tie, ties_of
from verifier.statement.polynomials import Polynomials, Said

REALS, RUN = "for all reals", "at every time of a run"
BEFORE, LATER = "at every step so far", "from then on"
BUDGET, ENDS = "in a whole run", "no infinite run"
HOLDS = (REALS, RUN, BEFORE, LATER, BUDGET, ENDS)
"""Where something is concluded to hold."""
HERE, LASTING, START = "here", "lasting", "start"
"""Where something is supposed: of what the conclusion is about, of every state or step, of time 0."""
TIME, COUNT = "time", "count"
"""The variables of a statement for t, and for the number of steps that count."""


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
class Bound:
    """``variable sign ln(argument)/ln(base)``, or of whole numbers ν − 1 in place of the variable."""

    variable: str
    sign: str
    numerator: str
    denominator: str
    base: str


@dataclass(frozen=True)
class Fact:
    """What one fact concludes, where that holds, and all that it rests on."""

    name: str
    holds: str
    said: tuple[Said, ...]
    needs: tuple[Need, ...]
    ties: frozenset[Tie] = frozenset()
    bound: Bound | None = None
    budget: tuple[str, str, str] | None = None
    systems: tuple[str, ...] = ()


def named(kind: str, ratio: str) -> str:
    """A variable for a power or a product of a ratio that is in its one text."""
    return f"{kind}_{sha256(ratio.encode()).hexdigest()[:16]}"


@dataclass
class Facts:
    """The concluded facts of one certificate that the kernel has accepted."""

    accepted: Replay
    certificate: Mapping[str, Any]
    found: list[Fact] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.systems = {entry["name"]: entry for entry in self.certificate["systems"]}
        self.steps = {step["name"]: step for step in self.certificate["steps"]}
        own = [*self.certificate["variables"]]
        self._bare = Polynomials(own)
        facts = self.accepted.facts.values()
        ratios = [ratio for fact in facts for ratio in getattr(fact, "powers", {}).values()]
        powers = [named("power", self._bare.exact(ratio)) for ratio in ratios]
        products = [self._accumulated(fact) for fact in facts if isinstance(fact, Growth)]
        more = filter(None, [*powers, *products])
        self.read = Polynomials([*own, *(f"{x}0" for x in own), *more])
        self._of_system = {name: tuple(self._system(entry)) for name, entry in self.systems.items()}
        for name in self.accepted.concludes:
            self.found += self._facts(name, self.accepted.facts[name])

    def _accumulated(self, fact: Growth) -> str | None:
        """The variable for Π ratio over the steps so far; None where the ratio is 1."""
        text = self._bare.exact(fact.ratio)
        constant = self._bare.variables(fact.ratio) <= {*self.systems[fact.system]["parameters"]}
        return None if text == "1" else named("power" if constant else "product", text)

    def _facts(self, name: str, fact: Any) -> Iterator[Fact]:
        match fact:
            case Sequent():
                needs = [*map(self._given, fact.given), *(self._need(HERE, x, "=") for x in fact.modulo)]
                yield Fact(name, REALS, (self._said(fact.conclusion),), (*needs,), frozenset(fact.ties))
            case Flow():
                yield self._flow(name, fact)
            case Always():
                for condition in fact.conditions:
                    yield self._on_run(name, RUN, fact.system, [self._said(condition)])
            case AtEveryTime():
                rename = self._renamed(fact.powers)
                said = [self._said(fact.conclusion, rename)]
                yield self._on_run(name, RUN, fact.system, said, fact.assumed, rename)
            case Growth():
                yield self._growth(name, fact)
            case Counted():
                exact = self.read.exact
                terms = (exact(fact.quantity), exact(fact.growth), exact(fact.cap))
                yield self._on_run(name, BUDGET, fact.system, [], fact.event, budget=terms)
            case Bounded():
                yield self._bounded(name, fact)
            case Terminates():
                yield self._on_run(name, ENDS, fact.system, [])
            case Sustained():
                rename = self._renamed(fact.powers)
                guards = self.systems[fact.into]["guards"]
                for text, sign in guards:
                    said = [self.read.said(text, sign)]
                    yield self._on_run(name, BEFORE, fact.system, said, fact.assumed, rename)
            case Tail():
                yield from self._later(name, fact)

    def _renamed(self, powers: Mapping[str, str]) -> dict[str, str]:
        return {symbol: named("power", self._bare.exact(ratio)) for symbol, ratio in powers.items()}

    def _said(self, condition: Condition, rename: Mapping[str, str] | None = None) -> Said:
        return self.read.said(condition.text, condition.sign, rename)

    def _given(self, condition: Condition) -> Need:
        return self._need(HERE, condition.text, condition.sign)

    def _need(
        self,
        place: str,
        text: str,
        sign: str,
        state: Mapping[str, str] | None = None,
        rename: Mapping[str, str] | None = None,
    ) -> Need:
        """What is supposed; of the state at time 0 it may be said of the initial values."""
        state = state or {}
        variables = self._bare.variables(text)
        moving = bool(variables & {*state, *state.values()})
        own = self.read.said(text, sign, rename)
        forms, general = [own], []
        if place == START and moving:
            forms = [self.read.said(text, sign, {x: f"{x}0" for x in state})]
            general = [own]
        later = {x: x.removesuffix("_next") for x in variables if x.endswith("_next")}
        if later and not variables & {*later.values()}:
            general.append(self.read.said(text, sign, later))
        return Need(place, tuple(forms), moving and place != START, tuple(general))

    def _system(self, entry: Mapping[str, Any]) -> Iterator[Need]:
        state = entry["next"]
        for key, place in (("conditions", LASTING), ("guards", LASTING), ("initial", START)):
            yield from (self._need(place, text, sign, state) for text, sign in entry[key])
        for key in ("instant", "relations"):
            yield from (self._need(LASTING, text, "=", state) for text in entry[key])

    def _on_run(
        self,
        name: str,
        holds: str,
        system: str,
        said: list[Said],
        assumed: tuple[Condition, ...] = (),
        rename: Mapping[str, str] | None = None,
        budget: tuple[str, str, str] | None = None,
        bound: Bound | None = None,
    ) -> Fact:
        here = [self._need(HERE, x.text, x.sign, rename=rename) for x in assumed]
        entry = self.systems[system]
        ties = {Tie(f, *pair) for f in FUNCTIONS for pair in entry.get(f, ())}
        needs = (*here, *self._of_system[system])
        return Fact(name, holds, tuple(said), needs, frozenset(ties), bound, budget, (system,))

    def _growth(self, name: str, fact: Growth) -> Fact:
        state = self.systems[fact.system]["next"]
        read, start = self.read, {x: f"{x}0" for x in state}
        power = self._accumulated(fact)
        factor = read.ring.constant(Fraction(1)) if power is None else read.ring.variable(power)
        gap = read.read(fact.quantity) - read.read(fact.quantity, start) * factor
        said = read.of(gap if fact.direction == ">=" else -gap, ">=")
        return self._on_run(name, RUN, fact.system, [said])

    def _bounded(self, name: str, fact: Bounded) -> Fact:
        step = self.steps[name]
        cited = self.accepted.facts[step["fact"]]
        left, right, base = (self.read.exact(step[key]) for key in ("left", "right", "ratio"))
        counts = isinstance(cited, Counted)
        assumed = cited.event if counts else cited.assumed
        sign = ">" if step["shrinks"] else "<"
        bound = Bound(COUNT if counts else TIME, sign, right, left, base)
        rename = {} if counts else self._renamed(cited.powers)
        return self._on_run(name, RUN, fact.system, [], assumed, rename, bound=bound)

    def _later(self, name: str, fact: Tail) -> Iterator[Fact]:
        """From a time on the run is one of ``into``: what always holds there holds from then on.

        Only what speaks of no initial value: those of ``into`` are the values at that time.
        """
        state = self.systems[fact.system]["next"]
        first = {*self.systems[fact.into]["origin"].values()}
        for other in self.accepted.concludes:
            always = self.accepted.facts[other]
            if isinstance(always, Always) and always.system == fact.into:
                for condition in always.conditions:
                    if not self._bare.variables(condition.text) & first:
                        said = [self._said(condition)]
                        found = self._on_run(name, LATER, fact.system, said, fact.start)
                        lasting = [self._need(LASTING, x.text, x.sign, state) for x in fact.throughout]
                        yield replace(found, needs=(*lasting, *found.needs))

    def _flow(self, name: str, fact: Flow) -> Fact:
        (x, *_), (start, *_) = fact.points[:2]
        order = f"{x} - {start}" if fact.direction == "forward" else f"{start} - {x}"
        needs = [self._need(HERE, *pair) for pair in ((order, ">="), *fact.assumed)]
        ties = frozenset(tie for point in fact.points for tie in ties_of(point))
        return Fact(name, REALS, (self.read.said(fact.target, ">="),), tuple(needs), ties)
