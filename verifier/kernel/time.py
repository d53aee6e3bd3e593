"""Induction over time: from one step of a transition system to all of them."""

from __future__ import annotations

from typing import Any

from verifier.kernel.accepted import Accepted
from verifier.kernel.atoms import Atom, read_atoms, read_simple, require_all, supposing
from verifier.kernel.facts import Along
from verifier.kernel.fields import CertificateError, listing, refuse_if, take, text
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
        known.extend(_used(facts.find(cited, Along), system, at, before, known, ring))
    known = facts.extended(known, listing(step, "lemmas"))
    require_all(then, known, "then", ring)
    if at == "state":
        later = frozenset(system.state.values())
        for atom in (*given, *suppose, *then):
            refuse_if(atom.variables(ring) & later, "it speaks of the next state")
    return Along(system, at, before, given, supposing(suppose, then))


def _used(
    fact: Along, system: System, at: str, before: tuple[Atom, ...], known: list[Atom], ring: Ring
) -> tuple[Atom, ...]:
    if fact.system is not system or (fact.at, at) == ("step", "state"):
        raise CertificateError("a fact it uses is about other states")
    require_all(fact.before, before, "before", ring)
    require_all(fact.given, known, "used", ring)
    ring.meter.spend(1 + len(fact.then) // 4)
    return fact.then
