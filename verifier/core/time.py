"""Induction over time: from one step of a transition system to all of them."""

from __future__ import annotations

from typing import Any

from verifier.core.accepted import Accepted
from verifier.core.atoms import Atom, read_atoms, read_simple, require_all, supposing
from verifier.core.errors import CertificateError
from verifier.core.facts import Along
from verifier.core.fields import listing, something, take, text
from verifier.core.rings import Ring
from verifier.core.systems import System, read_steps, require_about


def invariant(step: dict[str, Any], ring: Ring, facts: Accepted) -> Along:
    """What holds at time 0 and survives each step holds at all times.

    A step's sequent may use all of the invariants at the state before the step.  One that speaks of
    parameters alone survives by itself.
    """
    name, system = step["name"], facts.system(take(step, "system"))
    something(step, "invariants")
    invariants = read_atoms(step, "invariants", ring)
    starts, steps = read_steps(step, "start"), read_steps(step, "steps")
    if not len(invariants) == len(starts) == len(steps):
        raise CertificateError(f"step {name!r}: one start and one step an invariant")
    require_about(invariants, system.now, f"step {name!r}", ring)
    at_start, after = system.at_start(), system.following()
    at_step = [*system.at_step(), *invariants]
    for atom, start, follow in zip(invariants, starts, steps, strict=True):
        require_all([atom], _with(start, at_start, facts, name, ring), f"step {name!r}, start", ring)
        if follow is not None or atom.variables(ring) - system.parameters:
            later = atom.put(after, ring)
            require_all([later], _with(follow, at_step, facts, name, ring), f"step {name!r}, steps", ring)
    return Along(system, "state", (), (), invariants)


def _with(cited: str | None, known: list[Atom], facts: Accepted, name: str, ring: Ring) -> list[Atom]:
    """What is known, and what the cited sequent concludes from it."""
    if cited is None:
        return known
    sequent = facts.sequent(cited)
    require_all(sequent.given, known, f"step {name!r}: {cited!r}", ring)
    return [*known, *sequent.then]


def consequence(step: dict[str, Any], ring: Ring, facts: Accepted) -> Along:
    """What follows at a state, or at a step, from what holds there.

    ``uses`` are earlier facts of this kind: their ``before`` must be among those of this one, and their
    ``given`` among what is given, supposed or concluded here.
    """
    name, system = step["name"], facts.system(take(step, "system"))
    at = text(step, "at")
    if at not in ("state", "step"):
        raise CertificateError(f"step {name!r}: at is 'state' or 'step', not {at!r}")
    before, given, then = (read_atoms(step, key, ring) for key in ("before", "given", "then"))
    suppose = read_simple(step, "suppose", ring)
    require_about(before, system.both, f"step {name!r}, before", ring)
    known = [*(system.at_state() if at == "state" else system.at_step()), *given, *suppose]
    for cited in listing(step, "uses"):
        known.extend(_used(facts.find(cited, Along), system, at, before, known, f"step {name!r}", ring))
    known = facts.extended(known, listing(step, "lemmas"))
    require_all(then, known, f"step {name!r}", ring)
    if at == "state":
        later = frozenset(system.state.values())
        for atom in (*given, *suppose, *then):
            if atom.variables(ring) & later:
                raise CertificateError(f"step {name!r} speaks of the next state")
    return Along(system, at, before, given, supposing(suppose, then))


def _used(
    fact: Along,
    system: System,
    at: str,
    before: tuple[Atom, ...],
    known: list[Atom],
    what: str,
    ring: Ring,
) -> tuple[Atom, ...]:
    if fact.system is not system or (fact.at, at) == ("step", "state"):
        raise CertificateError(f"{what}: a fact it uses is about other states")
    require_all(fact.before, before, f"{what}, before", ring)
    require_all(fact.given, known, f"{what}, used", ring)
    return fact.then


