"""Transition systems, and what holds at a state, at a step and at the start of their runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from verifier.kernel.atoms import (
    Atom,
    Condition,
    Implication,
    opposite,
    put,
    read_atoms,
    variables,
    written,
)
from verifier.kernel.fields import CertificateError, only, refuse_if, take
from verifier.kernel.polynomials import polynomial_text, read_polynomial
from verifier.kernel.rings import Ring

_SIDES = ("always", "step", "start")


@dataclass(frozen=True)
class Ghost:
    """A sequence defined along a run: it begins with ``start`` and goes on with ``next``.

    With ``when`` it does so at the steps where all these conditions hold, and with ``otherwise`` at the
    others.  ``start`` is made of parameters and of the state at time 0, ``next`` and ``otherwise`` of
    parameters and of the state before the step.  So every run has exactly one such sequence.
    """

    values: Mapping[str, Any]
    """``start``, ``next`` and, with conditions, ``otherwise``"""
    when: tuple[Condition, ...]

    def variables(self, ring: Ring) -> frozenset[str]:
        """Those that define it."""
        return variables((*self.when, *self.values.values()), ring)

    def steps(self, after: Any) -> list[Atom]:
        """How it goes on at a step, to the value ``after``."""
        goes = Condition(after - self.values["next"], "=")
        if not self.when:
            return [goes]
        stays = Condition(after - self.values["otherwise"], "=")
        others = [Implication((opposite(one),), stays) for one in self.when]
        return [Implication(self.when, goes), *others]

    def json(self, ring: Ring) -> dict[str, Any]:
        entry: dict[str, Any] = {key: polynomial_text(x, ring) for key, x in self.values.items()}
        return entry | ({"when": written(self.when, ring)} if self.when else {})


@dataclass(eq=False)
class System:
    """A transition system: what may be assumed along its runs.

    A run is a finite or infinite sequence of states.  ``always`` hold at every state, ``step`` between a
    state and the next, ``start`` at time 0.  Parameters never change.  ``ghosts`` restrict nothing.
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

    def __post_init__(self) -> None:
        variable, ghosts = self.ring.variable, self.ghosts.items()
        self.now = frozenset(self.state) | self.parameters
        """the variables of one state"""
        self.both = self.now | frozenset(self.state.values())
        """the variables of one step"""
        still = {x for x, ghost in ghosts if not ghost.when and ghost.values["next"] == variable(x)}
        self.constants = self.parameters | still
        """what keeps its value along a run: parameters, and ghosts that stay as they are"""
        self.following = {x: variable(after) for x, after in self.state.items()}
        """what to put for the variables of a state to speak of the next one"""
        self._known: dict[str, list[Atom]] = {"state": [], "step": [], "start": []}
        self._ahead: list[Atom] = []
        """what holds at every state, and is not yet said of the one after a step"""
        self.learn("state", self.always)
        goes = (atom for x, ghost in ghosts for atom in ghost.steps(self.following[x]))
        self.learn("step", (*self.step, *goes))
        begins = (Condition(variable(x) - ghost.values["start"], "=") for x, ghost in ghosts)
        self._known["start"] += (*self.start, *begins)

    def learn(self, at: str, atoms: Iterable[Atom]) -> None:
        """The atoms hold at every state, or at every step."""
        atoms = [*atoms]
        for where in ("state", "step", "start") if at == "state" else ("step",):
            self._known[where] += atoms
        self._ahead += atoms if at == "state" else ()

    def known(self, at: str) -> list[Atom]:
        """What holds at every state; at every step, of both its states; at the start."""
        if at == "step":
            self._known["step"] += put(tuple(self._ahead), self.following, self.ring)
            self._ahead.clear()
        return self._known[at]

    def about(self, spoken: frozenset[str]) -> dict[str, Any]:
        """What a run is, without the name; of the sequences, those of which something speaks, and those
        that define them.
        """
        self.ring.meter.spend(1 + len(self.always) + len(self.step) + len(self.start))
        kept, ahead = set(), [x for x in self.ghosts if {x, self.state[x]} & spoken]
        while ahead:
            x = ahead.pop()
            if x not in kept:
                kept.add(x)
                ahead += self.ghosts.keys() & self.ghosts[x].variables(self.ring)
        return self._bare | {"ghosts": {x: self.ghosts[x].json(self.ring) for x in sorted(kept)}}

    @cached_property
    def _bare(self) -> dict[str, Any]:
        state = {x: after for x, after in sorted(self.state.items()) if x not in self.ghosts}
        sides = {key: written(getattr(self, key), self.ring) for key in _SIDES}
        return {"state": state, "parameters": sorted(self.parameters)} | sides


def read_system(entry: Any, ring: Ring) -> System:
    """A system from its JSON form; every variable is declared and plays exactly one role."""
    name = take(entry, "name", "Words")
    only(entry, ("name", "state", "parameters", "ghosts", *_SIDES), f"system {name!r}")
    own, parameters = take(entry, "state", "Texts"), take(entry, "parameters", "Names")
    ghosts = {x: _read_ghost(x, ghost, ring) for x, ghost in take(entry, "ghosts", "Maps").items()}
    state = own | {x: f"{x}_next" for x in ghosts}
    roles = [*state, *state.values(), *parameters]
    once = len(state) == len(own) + len(ghosts) and len(roles) == len({*roles})
    strange = not once or not {*roles} <= {*ring.names}
    refuse_if(strange, f"system {name!r}: a variable has two roles or is not declared")
    always, step, start = (read_atoms(entry, key, ring) for key in _SIDES)
    bare, now = frozenset([*own, *parameters]), frozenset([*state, *parameters])
    about = [(always, "always", bare), (start, "start", bare), (step, "step", bare | {*own.values()})]
    for x, ghost in ghosts.items():
        about += [(ghost.when, x, now | {*own.values()})]
        for key, value in ghost.values.items():
            about += [((Condition(value, "="),), f"{x} {key}", bare if key == "start" else now)]
    for atoms, what, allowed in about:
        require_about(atoms, allowed, f"system {name!r}, {what}", ring)
    return System(name, state, frozenset(parameters), always, step, start, ghosts, ring)


def _read_ghost(name: str, entry: Any, ring: Ring) -> Ghost:
    keys = ["start", "next", *(["otherwise"] if "when" in entry else [])]
    only(entry, [*keys, "when"], f"the sequence {name!r}")
    when = read_atoms(entry, "when", ring) if "when" in entry else ()
    if not all(isinstance(atom, Condition) for atom in when) or ("when" in entry and not when):
        raise CertificateError(f"the sequence {name!r}: 'when' must list conditions")
    return Ghost({key: read_polynomial(take(entry, key), ring) for key in keys}, when)  # type: ignore[arg-type]


def require_about(atoms: Iterable[Atom], allowed: frozenset[str], what: str, ring: Ring) -> None:
    """The atoms speak of no other variable."""
    stray = variables(tuple(atoms), ring) - allowed
    refuse_if(stray, f"{what} mentions {min(stray, default='')!r}, which it may not")
