"""Told joins: sequents one after the other, cases, a fact of one run that is carried to another."""

from __future__ import annotations

from typing import Any

from derivations.proof.elaborate.counts import conditions
from derivations.proof.elaborate.elaboration import Elaboration
from derivations.proof.elaborate.points import either
from verifier.kernel.atoms import Atom, found
from verifier.kernel.facts import Part, Sequent


def at_every_step(e: Elaboration, step: dict[str, Any]) -> str:
    """What follows at a step from ``assume``: by facts of the run, then by sequents, each using the last.

    A fact may itself be about what held at every step before.  The last one's conclusions are concluded.
    """
    system = e.about(step)
    given = [e.atom(entry) for entry in step["assume"]]
    known, before, then = [*given], list[Atom](), tuple[Atom, ...]()
    cited = list[str]()
    for told in step.get("facts", ()):
        cited.append(e.name(told))
        fact = e.facts.find(cited[-1], Sequent)
        e.supply(system, fact.given, "step", known)
        before += [atom for atom in fact.before if not found(atom, before)]
        known, then = [*known, *fact.then], fact.then
    for told in step["sequents"]:
        cited.append(e.cite(told, system, "step", known))
        then = e.then(cited[-1])
        known += then
    return e.along(step["name"], system, "step", then, given=given, lemmas=cited, before=before)


def together(e: Elaboration, step: dict[str, Any]) -> str:
    """What sequents conclude one after the other; each may be an instance: [name, {variable: value}]."""
    known: list[Atom] = [e.atom(entry) for entry in step["given"]]
    given, lemmas = [*known], []
    for entry in step["sequents"]:
        told, values = entry if isinstance(entry, list) else (entry, {})
        put = {x: e.polynomial(value) for x, value in values.items()}
        needs, then = ([e.put(a, put) for a in side(e.name(told))] for side in (e.given, e.then))
        given += (more := e.unique(atom for atom in needs if not found(atom, known)))
        known += [*more, *then]
        lemmas.append([e.name(told), values] if values else e.name(told))
    concluded = [e.atom(entry) for entry in step.get("then", ())] or then
    return e.emit("deduce", step["name"], given=given, lemmas=lemmas, then=concluded)


def cases(e: Elaboration, step: dict[str, Any]) -> str:
    """One sequent where a condition holds, another where it does not: what the first one concludes."""
    (split,) = conditions(e, [step["split"]])
    holds, fails = e.name(step["if"]), e.name(step["else"])
    return either(e, step["name"], split, holds, fails, e.then(holds))


def carry(e: Elaboration, step: dict[str, Any]) -> str:
    """A fact about the runs of a system, said of the stretches of another's that are such runs.

    Without a fact: that each of their steps is as the system asks, and the other does not.
    """
    part = e.name(step["part"])
    fact = _asked(e, e.facts.find(part, Part)) if step["fact"] is None else e.name(step["fact"])
    return e.emit("transfer", step["name"], part=part, fact=fact)


def _asked(e: Elaboration, part: Part) -> str:
    into, known = part.into, e.known(part.system, "step")
    asked = [atom for atom in into.step if not found(atom, known)]
    return e.along(f"{into.name}, each step", into, "step", asked)
