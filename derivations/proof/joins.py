"""Puts what a certificate concludes together, so that nothing is left to a reader but to read it.

A fact about runs that are stretches of others is said of these; a sequent is applied where its hypotheses
are known; all that is said of one system is one statement, whose parts are implications.  What remains are
the parts of one theorem, each complete.  Nothing here is trusted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from derivations.proof.elaborate import Elaboration
from verifier.core.atoms import Atom, found
from verifier.core.facts import Along, Ends, Part, Sequent
from verifier.core.systems import System


def joined(b: Elaboration, concluded: Sequence[str]) -> list[str]:
    """The names of the parts of the theorem: as few as say all of ``concluded``."""
    if len(concluded) == 1:
        return [*concluded]
    names = _carried(b, concluded)
    facts = {name: b.facts.facts[name] for name in names}
    along = [name for name, fact in facts.items() if isinstance(fact, Along)]
    systems = list(dict.fromkeys(b.facts.find(name, Along).system for name in along))
    sequents = [name for name, fact in facts.items() if isinstance(fact, Sequent)]
    used = _applied(b, systems, sequents)
    made = [
        _one_along(
            b, system, [name for name in along if b.facts.find(name, Along).system is system], used[system]
        )
        for system in systems
    ]  # fmt: skip
    left = [name for name in sequents if not any(name in among for among in used.values())]
    theorem = [_one_sequent(b, left)] if len(left) > 1 else left
    others = [name for name in names if name not in along and name not in sequents]
    return [*others, *made, *theorem]


def _carried(b: Elaboration, names: Sequence[str]) -> list[str]:
    """Facts about the runs that a part leads into, said of that part instead."""
    parts = [name for name in names if isinstance(b.facts.facts[name], Part)]
    kept, carried = [name for name in names if name not in parts], []
    for name in parts:
        part = b.facts.find(name, Part)
        about = [n for n in kept if _about(b, n) is part.into]
        carried += [b.emit("transfer", f"{n}, of {part.system.name}", part=name, fact=n) for n in about]
        if not about:
            carried.append(name)
        kept = [n for n in kept if n not in about]
    return [*kept, *carried]


def _about(b: Elaboration, name: str) -> System | None:
    fact = b.facts.facts[name]
    return fact.system if isinstance(fact, Along | Ends) else None


def _applied(
    b: Elaboration, systems: Sequence[System], sequents: Sequence[str]
) -> dict[System, list[str]]:
    """The sequents that each system applies: where most of their hypotheses are known, and some are."""
    used: dict[System, list[str]] = {system: [] for system in systems}
    for name in sequents:
        given = b.given(name)
        counts = {system: sum(b.follows(system, a, "step") for a in given) for system in systems}
        best = max(counts, key=lambda system: counts[system], default=None)
        if best is not None and (counts[best] or len(systems) == 1):
            used[best].append(name)
    return used


def _one_sequent(b: Elaboration, names: Sequence[str]) -> str:
    sequents = [b.facts.sequent(name) for name in names]
    common = [atom for atom in sequents[0].given if all(found(atom, other.given) for other in sequents[1:])]
    parts: list[str] = []
    then: list[Any] = []
    for name, sequent in zip(names, sequents, strict=True):
        suppose = [atom for atom in sequent.given if not found(atom, common)]
        parts.append(
            b.emit(
                "deduce", f"{name}, a part", given=_json(b, common), suppose=_json(b, suppose),
                lemmas=[name], then=_json(b, sequent.then),
            )
        )
        then += _json(b, b.facts.sequent(parts[-1]).then)
    return b.emit("deduce", "the theorem", given=_json(b, common), suppose=[], lemmas=parts, then=then)


def _one_along(b: Elaboration, system: System, names: Sequence[str], sequents: Sequence[str]) -> str:
    """What is known of each state or step; a fact that needs more becomes an implication."""
    facts = [b.facts.find(name, Along) for name in names]
    before = next((fact.before for fact in facts if fact.before), ())
    steps = any(fact.at == "step" for fact in facts) or any(
        atom.variables(b.ring) & set(system.state.values())
        for name in sequents
        for atom in (*b.facts.sequent(name).given, *b.facts.sequent(name).then)
    )
    at = "step" if steps else "state"
    parts: list[str] = []
    then: list[Any] = []

    def part(name: str, given: Iterable[Atom], conclusion: Sequence[Atom], **cited: Any) -> None:
        made = b.emit(
            "consequence", f"{name}, a part", system=system.name, at=at, before=_json(b, before), given=[],
            suppose=_json(b, given), then=_json(b, conclusion), **{"uses": [], "lemmas": []} | cited,
        )  # fmt: skip
        parts.append(made)
        then.extend(e for e in _json(b, b.facts.find(made, Along).then) if e not in then)

    for name, fact in zip(names, facts, strict=True):
        part(name, fact.given, fact.then, uses=[name])
    for name in sequents:
        sequent = b.facts.sequent(name)
        part(name, b.supply(system, sequent.given, at), sequent.then, lemmas=[name])
    return b.emit(
        "consequence", f"the theorem, {system.name}", system=system.name, at=at, before=_json(b, before),
        given=[], uses=parts, lemmas=[], then=then,
    )  # fmt: skip


def _json(b: Elaboration, atoms: Iterable[Atom]) -> list[Any]:
    return [atom.json(b.ring) for atom in atoms]
