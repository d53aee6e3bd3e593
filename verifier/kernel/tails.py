"""The rules that pass from one system to another: a tail of a run is a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from verifier.kernel.conditions import Condition, System, Terminates, find, read_condition
from verifier.kernel.errors import CertificateError
from verifier.kernel.facts import Facts
from verifier.kernel.fields import listing, take, text
from verifier.kernel.rings import Ring
from verifier.kernel.systems import (
    parameter_conditions,
    require_conclusion,
    require_state,
    require_state_condition,
)
from verifier.kernel.ties import require_ties


@dataclass(frozen=True)
class Tail:
    """From any time at which ``start`` holds, and ``throughout`` from then on, a run of ``into``."""

    name: str
    system: str
    into: str
    start: tuple[Condition, ...]
    throughout: tuple[Condition, ...]

    def __str__(self) -> str:
        start = " with " * bool(self.start) + ", ".join(str(condition) for condition in self.start)
        lasting = "".join(f", if {condition} from then on" for condition in self.throughout)
        return f"along {self.system}, from any time{start}{lasting}: a run of {self.into}"


def tail(step: dict[str, Any], ring: Ring, facts: Facts) -> Tail:
    """What is left of a run of ``system`` from some time on, seen as a run of ``into``.

    The states from a time τ on satisfy whatever ``system`` gives at every state, its guards wherever a
    step is made, its relations, ``throughout`` by assumption, and ``start`` at τ.  So they form a run of
    ``into`` if ``into`` declares nothing else: it may forget variables and keep parameters, its own
    initial values are the values at τ, and its initial conditions are given or follow at τ by a sequent.
    """
    name, system, into = step["name"], facts.system(step), _system(text(step, "into"), facts)
    start, throughout = (
        [read_condition(entry, ring) for entry in listing(step, key)] for key in ("start", "throughout")
    )
    for condition in [*start, *throughout]:
        require_state_condition(condition, system, ring)
    _require_variables(name, system, into)
    lasting = [*system.conditions, *parameter_conditions(system, ring), *throughout]
    declared = into.assumed_texts[: len(into.assumed_texts) - len(into.guards) - len(into.initial)]
    conditions = [read_condition(entry, ring) for entry in declared]
    _require_all(name, into, conditions, lasting)
    _require_all(name, into, into.guards, [*lasting, *system.guards])
    if any(not any(r == known for known in system.instant) for r in into.instant):
        raise CertificateError(f"step {name!r}: {into.name!r} has another instant relation")
    known = [*system.relations, *system.instant]
    if any(not any(r == other for other in known) for r in into.relations):
        raise CertificateError(f"step {name!r}: {into.name!r} has another relation")
    _require_initial(step, system, into, [*lasting, *start], ring, facts)
    require_ties(name, system.ties, into.ties, repr(into.name))
    return Tail(name, system.name, into.name, tuple(start), tuple(throughout))


def relay(step: dict[str, Any], ring: Ring, facts: Facts) -> Terminates:
    """If a run ends while φ fails, and ends once φ has held, it ends: the system has no infinite run.

    Suppose a run is infinite.  If φ fails at every state, the run is one of the system ``before``, which
    has no infinite run.  Otherwise φ holds at some time, and the tail from then on is an infinite run of
    the system ``after``, which has none either.
    """
    name, system = step["name"], facts.system(step)
    before, after = _tail(take(step, "before"), facts), _tail(take(step, "after"), facts)
    for part, cited in ((before, "before_ends"), (after, "after_ends")):
        if part.system != system.name or facts.terminates(take(step, cited)).system != part.into:
            raise CertificateError(f"step {name!r}: {cited!r} is not about that part of {system.name}")
    if before.start or after.throughout or not len(before.throughout) == len(after.start) == 1:
        raise CertificateError(f"step {name!r}: one condition fails throughout or holds at the start")
    fails, holds = before.throughout[0], after.start[0]
    opposite = {">": ">=", ">=": ">"}.get(holds.sign)
    if fails.sign != opposite or fails.polynomial != -holds.polynomial:
        raise CertificateError(f"step {name!r}: {fails} is not the opposite of {holds}")
    return Terminates(name, system.name)


def _system(name: str, facts: Facts) -> System:
    if name not in facts.systems:
        raise CertificateError(f"unknown system {name!r}")
    return facts.systems[name]


def _tail(name: Any, facts: Facts) -> Tail:
    fact = facts.accepted.get(name) if isinstance(name, str) else None
    if not isinstance(fact, Tail):
        raise CertificateError(f"no accepted tail is named {name!r}")
    return fact


def _require_variables(name: str, system: System, into: System) -> None:
    """``into`` keeps some variables and parameters; its initial values have names of their own."""
    fresh = set(into.origin.values())
    taken = {*system.step_names, *system.step_names.values(), *system.parameters}
    kept = into.step_names.items() <= system.step_names.items()
    if not kept or fresh & taken or not into.parameters - fresh <= system.parameters:
        raise CertificateError(f"step {name!r}: {into.name!r} has other variables")


def _require_all(name: str, into: System, wanted: list[Condition], known: list[Condition]) -> None:
    for condition in wanted:
        if not find(condition, known):
            raise CertificateError(f"step {name!r}: {into.name!r} also assumes {condition}")


def _require_initial(
    step: dict[str, Any],
    system: System,
    into: System,
    known: list[Condition],
    ring: Ring,
    facts: Facts,
) -> None:
    """Each initial condition of ``into``, about the state at τ, is known there or follows."""
    name = step["name"]
    at_tau = {value: variable for variable, value in into.origin.items()}
    entries = into.assumed_texts[len(into.assumed_texts) - len(into.initial) :]
    cited = listing(step, "initial")
    if len(cited) != len(entries):
        raise CertificateError(f"step {name!r}: one sequent (or null) an initial condition")
    for entry, sequent_name in zip(entries, cited, strict=True):
        condition = read_condition(entry, ring, at_tau)
        if sequent_name is None:
            _require_all(name, into, [condition], known)
        else:
            sequent = facts.sequent(sequent_name)
            require_state(sequent, system, ring, known)
            require_conclusion(sequent, condition.polynomial, condition.sign, str(condition))
