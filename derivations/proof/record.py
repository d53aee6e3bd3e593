"""What a derivation has recorded so far: the lines to read, the steps to check, and what they conclude."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sympy
from sympy import Symbol
from sympy.core.relational import Relational

from derivations.notation import at_next, at_start, plain, typeset
from derivations.proof.conditions import Condition, entry
from derivations.proof.elaborate import Elaboration, elaborate
from derivations.proof.elaborate.library import certified
from derivations.proof.names import in_ascii, spelled
from derivations.proof.paper import multiplied_out
from derivations.proof.system import System, system_entry


@dataclass
class Line:
    """One line of the argument: a sentence, formulas in LaTeX, and the kernel step it explains.

    ``plain`` are the formulas for a terminal, ``names`` those of the symbols in them.
    """

    text: str
    formulas: tuple[str, ...] = ()
    step: str | None = None
    plain: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    main: bool | None = None
    """whether it stands in the main view; None: by the rules of ``derivations.proof.plumbing``"""


@dataclass
class Record:
    """The lines, systems and steps of one claim."""

    claim: str
    lines: list[Line] = field(default_factory=list)
    systems: list[System] = field(default_factory=list)
    steps: list[dict[str, Any]] = field(default_factory=list)
    concluded: list[str] = field(default_factory=list)
    conclusions: dict[str, Relational] = field(default_factory=dict)
    assumptions: dict[str, tuple[Condition, ...]] = field(default_factory=dict)
    """what a step that cites a lemma about σ must be given"""
    _names: set[str] = field(default_factory=set)

    def say(self, text: str, *formulas: Any) -> None:
        """Add a sentence, with SymPy formulas (or equations) displayed below it."""
        shown = tuple(f if isinstance(f, str) else typeset(f) for f in formulas)
        texts = tuple(f if isinstance(f, str) else plain(f) for f in formulas)
        self.lines.append(Line(text, shown, plain=texts, names=_symbols_in(formulas)))

    def conclude(self, *names: str) -> None:
        """These steps together are the claim."""
        self.concluded.extend(names)

    def shown(self) -> dict[str, list[str]]:
        """The concluded relations as the argument shows them, in the form of a certificate's conclusion.

        A rule about a system, which the kernel puts into words itself, shows none.
        """
        told = {name: entry(self.conclusions[name]) for name in self.concluded if name in self.conclusions}
        return {spelled(name): [multiplied_out(gap), sign] for name, (gap, sign) in told.items()}

    def elaborated(self) -> tuple[Elaboration, list[str]]:
        """The steps in the rules of the kernel, and the names of those that are the claim.

        Raises ``CertificateError``, naming the step, if the kernel refuses what it becomes.
        """
        built = elaborate(self.told())
        return built, [built.name(name) for name in built.told["concludes"]]

    def rests(self) -> tuple[list[dict[str, Any]], list[Any]]:
        """The kernel's steps on which the claim rests, and each fact that is a part of it, as JSON."""
        built, roots = self.elaborated()
        used = built.rested_on(roots)
        steps = [step for step in built.steps if step["name"] in used]
        return steps, [built.facts.facts[root].statement(built.ring) for root in roots]

    def certificate(self) -> dict[str, Any]:
        """The certificate in its JSON form, with the proofs of all lemmas."""
        return certified(*self.elaborated(), ())[0]

    def certificates(self) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
        """The certificate, and by hash those of the lemmas that it and they cite."""
        return certified(*self.elaborated())

    def told(self) -> dict[str, Any]:
        """What is told, for ``derivations.proof.elaborate`` to write in the rules of the kernel."""
        variables: set[str] = set()
        entries = [system_entry(system) for system in self.systems]
        for system in self.systems:
            variables |= {x.name for x in (*system.state, *system.parameters)}
            variables |= {at_next(x).name for x in system.state}
            variables |= {at_start(x).name for x in system.tracked}
        written: dict[str, Any] = in_ascii({
            "claim": self.claim,
            "variables": sorted(variables | self._names),
            "systems": entries,
            "steps": self.steps,
            "concludes": self.concluded,
        })  # fmt: skip
        return written

    def _declare(self, *values: Any) -> None:
        for value in values:
            if isinstance(value, sympy.Basic):
                self._names |= {symbol.name for symbol in value.free_symbols}
            elif isinstance(value, dict):
                self._declare(*value.values())
            elif isinstance(value, (list, tuple)):
                self._declare(*value)

    def _add(
        self,
        step: dict[str, Any],
        because: str,
        formula: Relational | None = None,
        shown: Relational | None = None,
        main: bool | None = None,
    ) -> str:
        name = str(step["name"])
        if formula is not None:
            self.conclusions[name] = formula
        displayed = formula if shown is None else shown
        formulas = () if displayed is None else (displayed,)
        texts = tuple(plain(f) for f in formulas)
        shown_as = tuple(typeset(f) for f in formulas)
        self.lines.append(Line(because, shown_as, in_ascii(name), texts, _symbols_in(formulas), main))
        self.steps.append(step)
        return name


def _symbols_in(formulas: Sequence[Any]) -> tuple[str, ...]:
    found = {x.name for f in formulas if isinstance(f, sympy.Basic) for x in f.atoms(Symbol)}
    return tuple(sorted(found))
