"""Transition systems, and what holds at a state, at a step and at the start of their runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from verifier.kernel.atoms import (
    Atom,
    Condition,
    Implication,
    listed,
    opposite,
    put_all,
    read_atoms,
    variables,
)
from verifier.kernel.fields import CertificateError, names, naming, only, take, words
from verifier.kernel.polynomials import polynomial_text, read_polynomial
from verifier.kernel.rings import Ring

_FIELDS = ("name", "state", "parameters", "always", "step", "start", "ghosts")


@dataclass(frozen=True)
class Ghost:
    """A sequence defined along a run: it begins with ``start`` and goes on with ``next``.

    With ``when`` it does so at the steps where all these conditions hold, and with ``otherwise`` at the
    others.  ``start`` is made of parameters and of the state at time 0, ``next`` and ``otherwise`` of
    parameters and of the state before the step.  So every run has exactly one such sequence.
    """

    start: Any
    next: Any
    when: tuple[Condition, ...]
    otherwise: Any

    def variables(self, ring: Ring) -> frozenset[str]:
        """Those that define it."""
        values = (x for x in (self.start, self.next, self.otherwise) if x is not None)
        return variables(self.when, ring).union(*map(ring.variables_of, values))

    def grows(self, itself: Any, ratio: Any, event: tuple[Condition, ...], ring: Ring) -> bool:
        """Whether it begins with 1, and grows by the factor ``ratio`` at the steps with ``event`` alone."""
        same = len(event) == len(self.when) and all(
            mine.implies(theirs) and theirs.implies(mine)
            for mine, theirs in zip(self.when, event, strict=True)
        )
        rest = ring.is_zero(self.otherwise - itself) if self.when else True
        begins = ring.is_zero(self.start - ring.constant(Fraction(1)))
        return same and rest and begins and ring.is_zero(self.next - ratio * itself)

    def json(self, ring: Ring) -> dict[str, Any]:
        entry: dict[str, Any] = {"start": self.start, "next": self.next}
        if self.when:
            entry |= {"otherwise": self.otherwise}
        entry = {key: polynomial_text(value, ring) for key, value in entry.items()}
        return entry | ({"when": listed(self.when, ring)} if self.when else {})


@dataclass(eq=False)
class System:
    """A transition system: what may be assumed along its runs.

    A run is a finite or infinite sequence of states.  ``always`` hold at every state, ``step`` between a
    state and the next, ``start`` at time 0.  Parameters never change.  ``ghosts`` restrict nothing.
    ``known_states`` and ``known_steps`` are what has been proved of all of them; they grow.
    """

    name: str
    state: Mapping[str, str]
    """each variable, and its name at the next state; ghosts too"""
    parameters: frozenset[str]
    always: tuple[Atom, ...]
    step: tuple[Atom, ...]
    start: tuple[Atom, ...]
    ghosts: Mapping[str, Ghost]
    ring: Ring
    known_states: list[Atom] = field(default_factory=list)
    known_steps: list[Atom] = field(default_factory=list)
    _later: list[Atom] = field(default_factory=list)
    """what holds at every state, said of the next one"""

    @property
    def now(self) -> frozenset[str]:
        """The variables of one state."""
        return frozenset(self.state) | self.parameters

    @property
    def both(self) -> frozenset[str]:
        """The variables of one step."""
        return self.now | frozenset(self.state.values())

    @property
    def constants(self) -> frozenset[str]:
        """What keeps its value along a run: parameters, and ghosts that stay as they are."""
        kept = (x for x, ghost in self.ghosts.items() if not ghost.when and self._same(ghost.next, x))
        return self.parameters | frozenset(kept)

    def following(self) -> dict[str, Any]:
        """What to put for the variables of a state to speak of the next one."""
        return {x: self.ring.variable(after) for x, after in self.state.items()}

    def at_state(self) -> list[Atom]:
        """What holds at every state."""
        return [*self.always, *self.known_states]

    def at_step(self) -> list[Atom]:
        """What holds at every step, of the state before it and the one after."""
        holds, later = self.at_state(), self._later
        later += put_all(holds[len(later) :], self.following(), self.ring)
        return [*holds, *later, *self.step, *self.known_steps, *self._defined]

    def at_start(self) -> list[Atom]:
        """What holds at time 0."""
        begins = (self._equal(x, ghost.start) for x, ghost in self.ghosts.items())
        return [*self.at_state(), *self.start, *begins]

    @property
    def statement(self) -> dict[str, Any]:
        """What a run is, without the name.  It is made once; to write it out costs something each time."""
        self.ring.meter.spend(1 + len(self.always) + len(self.step) + len(self.start))
        return self._statement

    def about(self, spoken: frozenset[str]) -> dict[str, Any]:
        """The same with those sequences alone of which something speaks, and those that define them."""
        kept: dict[str, Any] = {}
        ahead = [x for x in self.ghosts if {x, self.state[x]} & spoken]
        while ahead:
            x = ahead.pop()
            if x not in kept:
                kept[x] = self.statement["ghosts"][x]
                ahead += self.ghosts.keys() & self.ghosts[x].variables(self.ring)
        return self.statement | {"ghosts": kept}

    @cached_property
    def _statement(self) -> dict[str, Any]:
        sides = {key: listed(getattr(self, key), self.ring) for key in ("always", "step", "start")}
        ghosts = {x: ghost.json(self.ring) for x, ghost in sorted(self.ghosts.items())}
        state = {x: after for x, after in sorted(self.state.items()) if x not in self.ghosts}
        return {"state": state, "parameters": sorted(self.parameters), "ghosts": ghosts} | sides

    @cached_property
    def _defined(self) -> list[Atom]:
        return [atom for x in self.ghosts for atom in self.ghost_steps(x)]

    def ghost_steps(self, x: str) -> list[Atom]:
        """How a ghost goes on at a step."""
        ghost = self.ghosts[x]
        goes = self._equal(self.state[x], ghost.next)
        if not ghost.when:
            return [goes]
        stays = self._equal(self.state[x], ghost.otherwise)
        others = [Implication((opposite(one),), stays) for one in ghost.when]
        return [Implication(ghost.when, goes), *others]

    def _equal(self, name: str, value: Any) -> Condition:
        return Condition(self.ring.variable(name) - value, "=", self.ring)

    def _same(self, polynomial: Any, name: str) -> bool:
        return self.ring.is_zero(polynomial - self.ring.variable(name))


def read_system(entry: Any, ring: Ring) -> System:
    """A system from its JSON form; every variable is declared and plays exactly one role."""
    name = words(entry, "name")
    only(entry, _FIELDS, f"system {name!r}")
    own, parameters = naming(entry, "state"), names(entry, "parameters")
    ghosts = {x: _read_ghost(x, ghost, ring) for x, ghost in naming(entry, "ghosts", dict).items()}
    state = own | {x: f"{x}_next" for x in ghosts}
    roles = [*own, *own.values(), *ghosts, *(state[x] for x in ghosts), *parameters]
    if len(roles) != len(set(roles)) or not set(roles) <= set(ring.names):
        raise CertificateError(f"system {name!r}: a variable has two roles or is not declared")
    sides = {key: read_atoms(entry, key, ring) for key in ("always", "step", "start")}
    always, step, start = sides.values()
    system = System(name, state, frozenset(parameters), always, step, start, ghosts, ring)
    bare = frozenset([*own, *parameters])
    for key, allowed in (("always", bare), ("start", bare), ("step", bare | set(own.values()))):
        require_about(sides[key], allowed, f"system {name!r}, {key}", ring)
    for x, ghost in ghosts.items():
        _require_defined(ghost, system, bare, f"system {name!r}, {x}", ring)
    return system


def _read_ghost(name: str, entry: Any, ring: Ring) -> Ghost:
    only(entry, ("start", "next", "when", "otherwise"), f"the sequence {name!r}")
    start, goes = (read_polynomial(take(entry, key), ring) for key in ("start", "next"))
    if "when" not in entry and "otherwise" not in entry:
        return Ghost(start, goes, (), None)
    when = read_atoms(entry, "when", ring)
    if not when or not all(isinstance(atom, Condition) for atom in when):
        raise CertificateError(f"the sequence {name!r}: 'when' must list conditions")
    return Ghost(start, goes, when, read_polynomial(take(entry, "otherwise"), ring))  # type: ignore[arg-type]


def _require_defined(ghost: Ghost, system: System, bare: frozenset[str], what: str, ring: Ring) -> None:
    """Its start, its next value and the choice between two are made of what is there already."""
    steps = [ghost.next] if not ghost.when else [ghost.next, ghost.otherwise]
    spoken = [(ring.variables_of(ghost.start), bare), *((ring.variables_of(s), system.now) for s in steps)]
    later = bare | set(system.state) | {system.state[x] for x in bare & set(system.state)}
    spoken += [(atom.variables(ring), frozenset(later)) for atom in ghost.when]
    for defining, allowed in spoken:
        if not defining <= allowed:
            raise CertificateError(f"{what}: {sorted(defining - allowed)[0]!r} may not define it")


def require_about(atoms: Iterable[Atom], allowed: frozenset[str], what: str, ring: Ring) -> None:
    """The atoms speak of no other variable."""
    for atom in atoms:
        stray = atom.variables(ring) - allowed
        if stray:
            raise CertificateError(f"{what} mentions {sorted(stray)[0]!r}, which it may not")
