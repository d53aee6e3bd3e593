"""Rules about time: from one step of a system to all of them, and that they are finitely many."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from verifier.kernel.atoms import (
    Condition,
    opposite,
    read_atoms,
    read_condition,
    read_simple,
    require_all,
    supposing,
)
from verifier.kernel.facts import Accepted, Along, Ends, Part
from verifier.kernel.fields import CertificateError, listing, refuse_if, take, text
from verifier.kernel.polynomials import read_polynomial
from verifier.kernel.rings import Ring
from verifier.kernel.systems import System, require_about


def invariant(step: dict[str, Any], ring: Ring, facts: Accepted) -> Along:
    """What holds at time 0 and survives each step holds at all times.

    ``start`` and ``steps`` give each a sequent, or null where none is needed.  A step's may use all of the
    invariants at the state before the step.  An invariant of parameters alone survives by itself.
    """
    system, invariants = facts.system(take(step, "system")), read_atoms(step, "invariants", ring)
    starts, steps = listing(step, "start"), listing(step, "steps")
    refuse_if(not len(invariants) == len(starts) == len(steps), "one start and one step an invariant")
    require_about(invariants, system.now, "an invariant", ring)
    at_start, after = system.at_start(), system.following()
    at_step = [*system.at_step(), *invariants]
    for atom, start, follow in zip(invariants, starts, steps, strict=True):
        known = facts.extended(at_start, [] if start is None else [start])
        require_all([atom], known, "start", ring)
        if follow is not None or atom.variables(ring) - system.parameters:
            known = facts.extended(at_step, [] if follow is None else [follow])
            require_all([atom.put(after, ring)], known, "steps", ring)
    return Along(system, "state", (), (), invariants)


def consequence(step: dict[str, Any], ring: Ring, facts: Accepted) -> Along:
    """What follows at a state, or at a step, from what holds there.

    ``uses`` are earlier facts of this kind: their ``before`` must be among those of this one, and their
    ``given`` among what is given, supposed or concluded here.
    """
    system, at = facts.system(take(step, "system")), text(step, "at")
    refuse_if(at not in ("state", "step"), f"at is 'state' or 'step', not {at!r}")
    before, given, then = (read_atoms(step, key, ring) for key in ("before", "given", "then"))
    suppose = read_simple(step, "suppose", ring)
    require_about(before, system.both, "before", ring)
    known = [*(system.at_state() if at == "state" else system.at_step()), *given, *suppose]
    for cited in listing(step, "uses"):
        fact = facts.find(cited, Along)
        elsewhere = fact.system is not system or (fact.at, at) == ("step", "state")
        refuse_if(elsewhere, "a fact it uses is about other states")
        require_all(fact.before, before, "before", ring)
        require_all(fact.given, known, "used", ring)
        ring.meter.spend(1 + len(fact.then) // 4)
        known.extend(fact.then)
    known = facts.extended(known, listing(step, "lemmas"))
    require_all(then, known, "then", ring)
    if at == "state":
        later = frozenset(system.state.values())
        for atom in (*given, *suppose, *then):
            refuse_if(atom.variables(ring) & later, "it speaks of the next state")
    return Along(system, at, before, given, supposing(suppose, then))


def archimedes(step: dict[str, Any], ring: Ring, facts: Accepted) -> Ends:
    """A power that grows by a constant factor > 1 at every step, and yet stays below a constant.

    base·ρ^t ≤ cap at every step t, with ρ > 1 and base > 0: there are but finitely many.
    """
    system = facts.system(take(step, "system"))
    _require_bounded(step, system, (), ring, facts)
    return Ends(system)


def decompose(step: dict[str, Any], ring: Ring, facts: Accepted) -> Ends:
    """A run ends in which an event never happens from some time on, and it happens but finitely often or
    leads to a system whose runs end.

    ``quiet`` says that from any time on, as long as the event does not happen, a run is one of a system
    without infinite runs.  Suppose a run is infinite.  If the event never happens, all of it is a run of
    that system.  Else either ``after`` says that from a state with the event on it is a run of another
    system without infinite runs; or, as in ``archimedes``, a power that grows at the steps with the event
    alone is bounded there, so that after the last of them the event happens no more.
    """
    system, event = facts.system(take(step, "system")), read_condition(take(step, "event"), ring)
    refuse_if(not event.variables(ring) <= system.now, "the event must be one of a state")
    quiet = _part(step, "quiet", system, facts)
    require_all(quiet.throughout, [opposite(event)], "quiet", ring)
    refuse_if(quiet.start or quiet.during or quiet.origin, "quiet must be from any time on")
    if step.get("after") is not None:
        after = _part(step, "after", system, facts)
        require_all(after.start, [*system.at_state(), event], "after", ring)
        refuse_if(after.throughout or after.during or after.origin, "after must be from any such time on")
        if any(step.get(key) is not None for key in ("power", "ratio", "base", "cap", "bounded")):
            raise CertificateError("either after, or a power that is bounded")
    else:
        _require_bounded(step, system, (event,), ring, facts)
    return Ends(system)


def _part(step: dict[str, Any], key: str, system: System, facts: Accepted) -> Part:
    """The part of that name leads out of ``system`` into one that has no infinite run."""
    part = facts.find(take(step, key), Part)
    ended = facts.find(take(step, f"{key}_ends"), Ends)
    refuse_if(part.system is not system or ended.system is not part.into, f"{key} is about other systems")
    return part


def _require_bounded(
    step: dict[str, Any], system: System, event: tuple[Condition, ...], ring: Ring, facts: Accepted
) -> None:
    """base·ratio^(earlier events) ≤ cap at every event; ratio > 1, base > 0, and all three constant."""
    name = text(step, "power")
    ratio, base, cap = (read_polynomial(take(step, key), ring) for key in ("ratio", "base", "cap"))
    power, one = ring.variable(name), ring.constant(Fraction(1))
    ghost = system.ghosts.get(name)
    if ghost is None or not ghost.grows(power, ratio, event, ring):
        raise CertificateError(f"{name!r} is not a power of the ratio that grows at the event")
    if not frozenset().union(*map(ring.variables_of, (ratio, base, cap))) <= system.constants:
        raise CertificateError("ratio, base and cap must be constant")
    positive = [Condition(ratio - one, ">", ring), Condition(base, ">", ring)]
    require_all(positive, system.at_state(), "the ratio and the base", ring)
    fact = facts.find(take(step, "bounded"), Along)
    refuse_if(fact.system is not system or fact.before, "what bounds the power is about other states")
    require_all(fact.given, event, "bounded", ring)
    require_all([Condition(cap - base * power, ">=", ring)], fact.then, "bounded", ring)
