"""What every told rule needs: names, what is known where, and facts that are proved when they are needed.

Much follows of a system that few steps ask for: what holds of initial values, the sign of a product of
signs.  Such a fact is *promised*, with what would prove it, and proved when a step rests on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from derivations.proof.elaborate.builder import Builder
from derivations.proof.elaborate.noted import plain
from derivations.proof.elaborate.plan import Plan
from derivations.proof.elaborate.sums import rewritten
from verifier.kernel import CertificateError
from verifier.kernel.atoms import Atom, Condition, Tie, found
from verifier.kernel.systems import System

Given = Sequence[Atom]
Prover: TypeAlias = "Callable[[], Any] | _AtStart"


class Elaboration(Builder):
    """A told certificate on its way into the kernel's rules."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.told = told
        self.plan = Plan(told)
        super().__init__(told["claim"], self.plan.variables, told["concludes"])
        self.named: dict[str, str] = {}
        """by told step, the one that stands for it"""
        self.lasting: dict[str, Any] = {}
        """by told step, what is known as long as something lasts"""
        self.kept: dict[str, list[tuple[Any, Any]]] = {}
        """by invariant, the sequents for the start and the step of each atom"""
        self._promised: dict[System, list[tuple[Atom, Prover]]] = {}
        self._contexts: dict[tuple[System, str], list[Atom]] = {}

    # -- what is told ---------------------------------------------------------------------------

    def step(self, name: str) -> dict[str, Any]:
        """The told step of that name."""
        return self.plan.steps[name]

    def name(self, told: str) -> str:
        """The step that stands for the told one."""
        return self.named[told]

    def about(self, step: dict[str, Any], key: str = "system") -> System:
        """The system that a told step is about."""
        return self.facts.system(step[key])

    def origin(self, system: System) -> dict[str, str]:
        """By variable, the parameter that is its value at time 0."""
        origin: dict[str, str] = self.plan.entries[system.name]["origin"]
        return origin

    def first(self, system: System, quantity: str) -> Any:
        """The quantity at time 0."""
        return self.polynomial(self.plan.first(system.name, quantity))

    # -- what is known --------------------------------------------------------------------------

    def known(self, system: System, at: str) -> list[Atom]:
        """What holds at a state, at a step, or at the start."""
        atoms = self._contexts.setdefault((system, at), [])
        atoms += plain(system.known(at)[len(atoms) :])
        return atoms

    def promise(self, system: System, atom: Atom, prove: Prover) -> None:
        """``atom`` holds at every state, as ``prove`` would show."""
        self._promised.setdefault(system, []).append((atom, prove))

    def follows(self, system: System, atom: Atom, at: str = "state", given: Given = ()) -> bool:
        """Whether the atom is given, known or promised there."""
        return found(atom, [*given, *self.known(system, at)]) or self._promise(system, atom) is not None

    def supply(
        self, system: System, atoms: Iterable[Atom], at: str = "state", given: Given = ()
    ) -> list[Atom]:
        """Prove those that are promised; those that are not known there even so."""
        missing, at_start = [], []
        for atom in atoms:
            if not found(atom, [*given, *self.known(system, at)]):
                prove = self._promise(system, atom)
                if prove is None:
                    missing.append(atom)
                elif isinstance(prove, _AtStart):
                    at_start.append(prove)
                else:
                    prove()
        self._prove_at_start(system, list(dict.fromkeys(at_start)))
        return missing

    def _promise(self, system: System, atom: Atom) -> Prover | None:
        """What proves it, of the state at hand or of the next one."""
        now = {after: self.ring.variable(x) for x, after in system.state.items()}
        later = bool(self.spoken(atom) & set(now))
        wanted = self.put(atom, now) if later else atom
        for promised, prove in self._promised.get(system, ()):
            if promised.implies(wanted):
                return prove
        return None

    # -- what is cited --------------------------------------------------------------------------

    def concluded(self, name: str) -> Condition:
        """The one condition that the sequent concludes."""
        for atom in self.then(name):
            if isinstance(atom, Condition):
                return atom
        raise CertificateError(f"{name!r} concludes no condition")

    def cite(self, told: str, system: System, at: str, given: Given = ()) -> str:
        """The sequent that stands for the told one, made to assume nothing but what is known there."""
        name = self.name(told)
        missing = self.supply(system, self.given(name), at, given)
        if not missing:
            return name
        context = [*given, *self.known(system, at)]
        return self.discharged(name, [self._from_start(atom, context, system) for atom in missing], context)

    def sign(
        self, step: dict[str, Any], key: str, wanted: Condition, system: System, at: str, given: Given = ()
    ) -> list[str]:
        """The told sequent that shows the sign, if one is told; else it is known."""
        if step.get(key) is not None:
            return [self.cite(step[key], system, at, given)]
        if self.supply(system, [wanted], at, given):
            raise CertificateError(f"{key}: {self.json(wanted)} is not known of {system.name!r}")
        return []

    def discharged(self, name: str, lemmas: Sequence[str], context: Given) -> str:
        """The sequent, with what these lemmas conclude from the context no longer assumed."""
        given = self.unique(
            atom for cited in (*lemmas, name) for atom in self.given(cited) if found(atom, context)
        )
        then = self.then(name)
        return self.emit("deduce", f"{name}, there", given=given, lemmas=[*lemmas, name], then=then)

    def at_start(self, system: System, atom: Atom) -> str | None:
        """A sequent for what is known at the start of initial values; None for what is known as it is."""
        if not self.supply(system, [atom], "start"):
            return None
        return self._from_start(atom, self.known(system, "start"), system)

    def _from_start(self, atom: Atom, context: Given, system: System) -> str:
        """It follows at the start from what is known there, as each x is its x0."""
        pairs = self.origin(system)
        for old, new in ((pairs.keys(), pairs.values()), (pairs.values(), pairs.keys())):
            put = dict(zip(old, map(self.ring.variable, new), strict=True))
            for known in context:
                if isinstance(known, Condition) and self.put(known, put).implies(atom):
                    return rewritten(self, known, put)
        raise CertificateError(f"nothing gives {self.json(atom)} at the start of {system.name!r}")

    def unique(self, atoms: Iterable[Atom]) -> list[Atom]:
        """Each atom once."""
        kept: list[Atom] = []
        for atom in atoms:
            if not any(atom.implies(other) and other.implies(atom) for other in kept):
                kept.append(atom)
        return kept

    # -- what is proved of a system -------------------------------------------------------------

    def along(
        self, name: str, system: System, at: str, then: Iterable[Any], *, given: Sequence[Any] = (),
        lemmas: Sequence[str] = (), before: Given = (),
    ) -> str:
        """What follows at every state or step from what is known there, and given."""
        where, then = {"system": system.name, "at": at}, [*then]
        return self.emit("deduce", name, along=where, before=before, given=given, lemmas=lemmas, then=then)

    def always(self, name: str, system: System, lemmas: Sequence[str], then: Iterable[Atom]) -> str:
        """What follows by sequents at every state."""
        then = [*then]
        made = self.along(name, system, "state", then, lemmas=lemmas)
        self.promise_at_start(system, then)
        return made

    def invariant(
        self, name: str, system: System, atoms: Sequence[Any], start: Sequence[Any], steps: Sequence[Any]
    ) -> str:
        """What holds at time 0 and survives each step."""
        used = [[*dict.fromkeys(one for one in side if one is not None)] for side in (start, steps)]
        made = self.emit(
            "invariant", name, system=system.name, invariants=atoms, at_start=used[0], at_step=used[1]
        )
        self.kept[made] = [*zip(start, steps, strict=True)]
        self.promise_at_start(system, (self.atom(e) if isinstance(e, list | dict) else e for e in atoms))
        return made

    def promise_at_start(self, system: System, atoms: Iterable[Atom]) -> None:
        """What holds at time 0, said of parameters alone, holds always: they never change."""
        put = {x: self.ring.variable(x0) for x, x0 in self.origin(system).items()}
        for atom in atoms:
            if not isinstance(atom, Condition):
                continue
            moved = self.put(atom, put)
            about = self.spoken(moved)
            if about and about <= system.parameters and not self.follows(system, moved):
                self.promise(system, moved, _AtStart(atom, moved))

    def _prove_at_start(self, system: System, promised: Sequence[_AtStart]) -> None:
        """All in one invariant: parameters never change."""
        put = {x: self.ring.variable(x0) for x, x0 in self.origin(system).items()}
        moving = (one.atom for one in promised if not self.spoken(one.atom) <= system.parameters)
        starts = [rewritten(self, atom, put) for atom in moving]
        if promised:
            self.emit(
                "invariant", f"{system.name}, as at time 0", system=system.name,
                invariants=[one.moved for one in promised], at_start=starts, at_step=[],
            )  # fmt: skip

    def axiom(self, schema: str, given: Sequence[Any]) -> str:
        return self.emit("axiom", schema, schema=schema, given=given)

    def between(self, tie: Tie) -> str:
        """0 < σ < 1."""
        return self.axiom("sigma is between 0 and 1", [tie])


@dataclass(frozen=True, eq=False)
class _AtStart:
    """``atom`` holds at the start, so what it says there of parameters, ``moved``, holds always."""

    atom: Condition
    moved: Condition
