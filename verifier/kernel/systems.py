"""Transition systems in a certificate, and which sequents count as statements about their steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from verifier.kernel.conditions import (
    Condition,
    Sequent,
    System,
    find,
    read_condition,
    require_given,
)
from verifier.kernel.errors import CertificateError
from verifier.kernel.expression import read_polynomial
from verifier.kernel.fields import listing, names, naming, only, words
from verifier.kernel.rings import Ring
from verifier.kernel.ties import FUNCTIONS, Tie, read_ties

_FIELDS = {
    *("name", "next", "origin", "parameters", "conditions", "guards", "initial", "instant", "relations"),
    *FUNCTIONS,
}


class Sequents(Protocol):
    """Where a rule looks up a sequent by its name."""

    def sequent(self, name: Any) -> Sequent: ...


def read_system(entry: Any, ring: Ring) -> System:
    """A system from its JSON form; every variable is declared and plays exactly one role."""
    name = words(entry, "name")
    only(entry, _FIELDS, f"system {name!r}")
    step_names = naming(entry, "next")
    origin = naming(entry, "origin")
    parameters = frozenset(names(entry, "parameters"))
    state = set(step_names)
    roles = [*step_names, *step_names.values(), *parameters]
    if len(roles) != len(set(roles)) or not set(roles) <= set(ring.names):
        raise CertificateError(f"system {name!r}: a variable has two roles or is not declared")
    if not (set(origin) <= state and set(origin.values()) <= parameters):
        raise CertificateError(f"system {name!r}: origin maps state variables to parameters")
    if len(set(origin.values())) != len(origin):
        raise CertificateError(f"system {name!r}: two state variables with one initial value")
    system = System(
        name=name,
        step_names=step_names,
        origin=origin,
        parameters=parameters,
        conditions=[read_condition(item, ring) for item in listing(entry, "conditions")],
        guards=[read_condition(item, ring) for item in listing(entry, "guards")],
        initial=[read_condition(item, ring) for item in listing(entry, "initial")],
        instant=[read_polynomial(item, ring) for item in listing(entry, "instant")],
        relations=[read_polynomial(item, ring) for item in listing(entry, "relations")],
        condition_texts=[*entry["conditions"]],
        assumed_texts=[*entry["conditions"], *entry["guards"], *entry["initial"]],
        instant_texts=[*entry["instant"]],
        ties=read_ties(entry, state | parameters),
    )
    now = state | parameters
    for condition in [*system.conditions, *system.guards, *system.initial]:
        _within(ring, condition.polynomial, now, f"system {name!r}: {condition}")
    for relation in system.instant:
        _within(ring, relation, now, f"system {name!r}: an instant relation")
    for relation in system.relations:
        _within(ring, relation, set(roles), f"system {name!r}: a relation")
    for entry in between_zero_and_one(system.ties):
        system.conditions.append(read_condition(entry, ring))
        system.condition_texts.append(entry)
    return system


def between_zero_and_one(ties: Iterable[Tie]) -> list[list[str]]:
    """0 < σ(z) < 1 for each value of σ, as 1 + e^{−z} > 1."""
    values = [tie.value for tie in ties if tie.function == "sigma"]
    return [entry for value in values for entry in ([value, ">"], [f"1 - {value}", ">"])]


def at_next(system: System, ring: Ring) -> list[Condition]:
    """What holds at the next state: conditions and known invariants, renamed."""
    return [read_condition(entry, ring, system.step_names) for entry in system.condition_texts]


def parameter_conditions(system: System, ring: Ring) -> list[Condition]:
    """Conditions on parameters alone; they hold at every time and at time 0.

    What holds at every state holds at time 0 too, where a variable with an initial value is a parameter.
    (So conditions on parameters are among these: they have nothing to rename.)
    """
    at_origin = [read_condition(entry, ring, system.origin) for entry in system.condition_texts]
    everything = [*system.initial, *at_origin]
    return [c for c in everything if ring.variables_of(c.polynomial) <= system.parameters]


def require_step(
    sequent: Sequent, system: System, ring: Ring, extra: Iterable[Condition] = ()
) -> None:
    """The sequent speaks of one step of the system: it assumes nothing the system does not give."""
    allowed = [
        *system.conditions,
        *system.guards,
        *at_next(system, ring),
        *parameter_conditions(system, ring),
        *extra,
    ]
    relations = [
        *system.relations,
        *system.instant,
        *(read_polynomial(item, ring, system.step_names) for item in system.instant_texts),
    ]
    ties = [*system.ties, *(tie.renamed(system.step_names) for tie in system.ties)]
    _require(sequent, allowed, relations, ties, system)


def require_state(
    sequent: Sequent, system: System, ring: Ring, extra: Iterable[Condition] = ()
) -> None:
    """The sequent speaks of one state of the system (without guards: the last state counts too).

    Of the instant relations at time 0 only those between parameters may be used: in the others a
    variable without an initial value would stand for its value at this state.
    """
    allowed = [*system.conditions, *parameter_conditions(system, ring), *extra]
    first = [read_polynomial(item, ring, system.origin) for item in system.instant_texts]
    constant = [relation for relation in first if ring.variables_of(relation) <= system.parameters]
    _require(sequent, allowed, [*system.instant, *constant], [*system.ties], system)


def require_initial(sequent: Sequent, system: System, ring: Ring) -> None:
    """The sequent speaks of the state at time 0."""
    allowed = [*system.conditions, *system.initial, *parameter_conditions(system, ring)]
    origins = [ring.variable(x) - ring.variable(x0) for x, x0 in system.origin.items()]
    origins += [ring.variable(x0) - ring.variable(x) for x, x0 in system.origin.items()]
    origins += [read_polynomial(item, ring, system.origin) for item in system.instant_texts]
    equalities = [c.polynomial for c in system.initial if c.sign == "="]
    _require(sequent, allowed, [*system.instant, *origins, *equalities], [*system.ties], system)


def _require(
    sequent: Sequent, allowed: list[Condition], relations: list[Any], ties: list[Tie], system: System
) -> None:
    """``ties`` are those of the states in question; those between initial values always hold."""
    require_given(sequent, allowed, relations, [*ties, *_tied_at_origin(system)], system.name)


def _tied_at_origin(system: System) -> list[Tie]:
    """The ties at time 0, where argument and value are both written in parameters."""
    ties = [tie.renamed(system.origin) for tie in system.ties]
    return [tie for tie in ties if {tie.argument, tie.value} <= system.parameters]


def require_conclusion(sequent: Sequent, polynomial: Any, sign: str, meaning: str) -> None:
    """The sequent concludes ``polynomial sign 0`` (or something stronger, letter for letter)."""
    if not sequent.conclusion.implies(Condition(polynomial, sign, meaning)):
        raise CertificateError(
            f"step {sequent.name!r} concludes {sequent.conclusion}, but the rule needs {meaning}"
        )


def quantity_and_ratio(quantity: str, ratio: str, system: System, ring: Ring) -> tuple[Any, Any, Any]:
    """X at this state, X at the next, and the ratio at this state."""
    now = read_polynomial(quantity, ring)
    factor = read_polynomial(ratio, ring)
    allowed = set(system.step_names) | system.parameters
    if not ring.variables_of(now) | ring.variables_of(factor) <= allowed:
        raise CertificateError(f"{quantity!r} or {ratio!r} is not about one state of {system.name}")
    return now, read_polynomial(quantity, ring, system.step_names), factor


def require_sign(
    step: dict[str, Any],
    key: str,
    polynomial: Any,
    sign: str,
    system: System,
    ring: Ring,
    sequents: Sequents,
    extra: list[Condition] | None = None,
    require: Callable[..., None] = require_step,
) -> None:
    """``polynomial sign 0``: a condition of the system, or the sequent that ``step[key]`` names.

    It is needed at each step, or at each state when ``require`` is ``require_state``.
    """
    wanted = Condition(polynomial, sign, key)
    extra = extra or []
    known = [*system.conditions, *parameter_conditions(system, ring), *extra]
    if require is require_step:
        known += system.guards
    cited = sequents.sequent(step[key]) if step.get(key) is not None else None
    if cited is None:
        constant = polynomial if not ring.variables_of(polynomial) else None
        if not find(wanted, known) and not (constant is not None and ring.sign(constant) > 0):
            raise CertificateError(f"step {step['name']!r}: nothing shows {key}")
        return
    require(cited, system, ring, extra)
    require_conclusion(cited, polynomial, sign, key)


def require_state_condition(condition: Condition, system: System, ring: Ring) -> None:
    """The condition speaks of one state: not of the next, nor of a variable foreign to the system."""
    now = set(system.step_names) | system.parameters
    _within(ring, condition.polynomial, now, f"{condition}")


def require_step_condition(condition: Condition, system: System, ring: Ring) -> None:
    """The condition speaks of one step: of a state, the next one and the parameters."""
    names = {*system.step_names, *system.step_names.values(), *system.parameters}
    _within(ring, condition.polynomial, names, f"{condition}")


def _within(ring: Ring, polynomial: Any, names: set[str] | frozenset[str], what: str) -> None:
    stray = ring.variables_of(polynomial) - names
    if stray:
        raise CertificateError(f"{what} mentions {sorted(stray)[0]!r}, which it may not")
