"""Told statements about every state of a run."""

from __future__ import annotations

from typing import Any

from derivations.proof.elaborate.elaboration import Elaboration


def invariant(e: Elaboration, step: dict[str, Any]) -> str:
    """Conditions that hold at the start and survive each step."""
    return _kept(e, step, step["invariants"])


def equations(e: Elaboration, step: dict[str, Any]) -> str:
    """Likewise equations."""
    return _kept(e, step, [[text, "="] for text in step["equations"]])


def _kept(e: Elaboration, step: dict[str, Any], entries: list[Any]) -> str:
    """Each start and each step is by a sequent that assumes what is known there; a step, all before it."""
    system = e.about(step)
    atoms = [e.atom(entry) for entry in entries]
    starts = [
        e.at_start(system, atom) if told is None else e.cite(told, system, "start")
        for atom, told in zip(atoms, step["start"], strict=True)
    ]
    steps = [e.cite(told, system, "step", atoms) for told in step["steps"]]
    return e.invariant(step["name"], system, entries, starts, steps)


def consequence(e: Elaboration, step: dict[str, Any]) -> str:
    """What sequents conclude from what is known of every state."""
    system = e.about(step)
    cited = [e.cite(told, system, "state") for told in step["sequents"]]
    return e.always(step["name"], system, cited, [atom for name in cited for atom in e.then(name)])


def at_every_time(e: Elaboration, step: dict[str, Any]) -> str:
    """Likewise under assumptions about that state; with products over time among what is known."""
    system = e.about(step)
    assumed = [e.atom(entry) for entry in step["assume"]]
    cited = e.cite(step["sequent"], system, "state", assumed)
    return e.along(step["name"], system, "state", e.then(cited), given=step["assume"], lemmas=[cited])
