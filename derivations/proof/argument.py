"""Writes a proof twice at once: as an argument to read, and as a certificate for the kernel.

A derivation builds a ``Proof``; ``say`` adds a sentence, every other method adds one kernel step with
its explanation.  Nothing here is trusted: the kernel checks the finished certificate on its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import sympy
from sympy import Eq, Ge, Gt, Symbol
from sympy.core.relational import Relational

from derivations.proof.conditions import Condition, as_json, entry, gap, text
from derivations.proof.division import divided
from derivations.proof.family import Family, tie_entry
from derivations.proof.record import Record
from derivations.proof.refusal import in_words
from derivations.proof.system import System
from derivations.proof.unproved import does_not_reduce, not_given

OBVIOUS = {"consequence": "This holds at every state."}
"""What a rule says if no reason is given."""
Term: TypeAlias = tuple[Any, Sequence[Condition], Any]
"""(weight, factors, square): weight · Π factors · square², factors being given conditions."""


class Proof(Record):
    """The argument of one claim and its certificate."""

    def identity(
        self,
        name: str,
        lhs: Any,
        rhs: Any,
        *,
        because: str = "",
        given: Sequence[Condition] = (),
        relations: Sequence[Any] = (),
        cofactors: Sequence[Any] | None = None,
        multiplier: Sequence[Condition] = (),
        lemmas: Sequence[str] = (),
        main: bool | None = None,
    ) -> str:
        """``lhs = rhs`` modulo the relations (polynomials equal to 0).

        Sides that are rational are cleared of denominators by the caller, with the denominators as
        ``multiplier`` (conditions among ``given`` whose polynomial is nonzero).  A relation that one of
        ``lemmas`` concludes is not assumed.  Cofactors are found by division when not given; raises
        ``Unproved``, a ``ValueError``, when division leaves something.
        """
        step = self._algebra("identity", name, given, relations, lemmas, multiplier)
        self._declare(lhs, rhs, cofactors or ())
        step |= {"lhs": text(lhs), "rhs": text(rhs)}
        if cofactors is None:
            factor = sympy.prod([gap(condition) for condition in multiplier])
            division = divided(sympy.sympify(factor * (lhs - rhs)), tuple(relations))
            if division.remainder != 0:
                sides = {"relations": relations, "given": given, "multiplier": multiplier}
                raise does_not_reduce(name, division, target=lhs - rhs, **sides)
            cofactors = division.cofactors
        step["cofactors"] = [text(cofactor) for cofactor in cofactors]
        equation = Eq(sympy.sympify(lhs), sympy.sympify(rhs), evaluate=False)
        return self._add(step, because, equation, main=main)

    def positive(
        self,
        name: str,
        target: Any,
        *,
        terms: Sequence[Term],
        because: str = "",
        given: Sequence[Condition] = (),
        relations: Sequence[Any] = (),
        cofactors: Sequence[Any] | None = None,
        multiplier: Sequence[Condition] = (),
        lemmas: Sequence[str] = (),
        strict: bool = True,
        main: bool | None = None,
    ) -> str:
        """``target > 0`` (``>= 0`` if not strict): multiplier·target = Σ terms modulo the relations.

        A term is (weight, factors, square) and stands for weight · Π factors · square²: not negative, as
        its weight is a number ≥ 0 and its factors are known conditions.  For 4N − N' ≥ 0, where relations
        say N' = N(1 + λ²s²) and c² + s² = 1, 4N − N' = N(3 − λ²) + N(λc)² is written

            terms=[(1, [N > 0, 3 - lam**2 >= 0], 1),
                   (1, [N > 0], lam * c)]

        Factors and multipliers are conditions among ``given`` or conclusions of ``lemmas`` (names of
        earlier steps, whose assumptions must be among ``given``).  With ``strict`` some term needs factors
        known with > alone, and the square 1.  Raises ``Unproved``, saying what is left.
        """
        available = [*given, *(self.conclusions[lemma] for lemma in lemmas)]
        step = self._algebra("positivity", name, given, relations, lemmas, multiplier)
        self._declare(target, terms, cofactors or ())
        step |= {"target": text(target), "sign": ">" if strict else ">="}
        step["terms"] = [
            {
                "weight": str(sympy.Rational(weight)),
                "factors": [self._index(name, factor, available) for factor in factors],
                "square": text(square),
            }
            for weight, factors, square in terms
        ]
        if cofactors is None:
            difference = sympy.prod([gap(condition) for condition in multiplier]) * target
            for weight, factors, square in terms:
                difference -= weight * sympy.prod([gap(f) for f in factors]) * square**2
            division = divided(sympy.sympify(difference), tuple(relations))
            if division.remainder != 0:
                sides = {"relations": relations, "given": available, "multiplier": multiplier}
                raise does_not_reduce(name, division, target=target, terms=terms, **sides)
            cofactors = division.cofactors
        step["cofactors"] = [text(cofactor) for cofactor in cofactors]
        shown = (Gt if strict else Ge)(sympy.sympify(target), 0, evaluate=False)
        return self._add(step, because, shown, main=main)

    def average(
        self,
        name: str,
        family: Family,
        sample: str,
        *,
        values: Sequence[sympy.Eq] = (),
        lemmas: Sequence[str] = (),
        because: str = "",
        main: bool | None = None,
    ) -> str:
        """What the step ``sample`` says of each sample of the family, said of the means.

        It must be linear in what has a mean there.  ``values`` say of which other arguments σ and ℓ are
        taken: ``Eq(g_c, sigma(-alpha * c))``.  What the step assumes besides is assumed of the means, but
        for what ``lemmas`` conclude.
        """
        said = self.conclusions[sample]
        mean = family.mean(gap(said))
        entries = [tie_entry(value) for value in values]
        self._declare(family.samples, [*family.means], [*family.values], [*family.each], [*values])
        step = {"rule": "average", "name": name, "family": family.entry(), "sample": sample}
        formula = said.func(mean, 0, evaluate=False)
        return self._add(step | {"values": entries, "lemmas": list(lemmas)}, because, formula, main=main)

    def system(self, system: System) -> System:
        """Declare a transition system."""
        self.systems.append(system)
        return system

    def rule(
        self,
        rule: str,
        name: str,
        system: System,
        because: str = "",
        *,
        main: bool | None = None,
        **fields: Any,
    ) -> str:
        """Any induction rule of the kernel; SymPy values are written as text."""
        step = {"rule": rule, "name": name, "system": system.name}
        self._declare(fields)
        step |= {key: as_json(value) for key, value in fields.items()}
        return self._add(step, because or OBVIOUS.get(rule, ""), main=main)

    def invariant(
        self, name: str, system: System, invariants: dict[Condition, tuple[str | None, str]],
        because: str = "",
    ) -> str:
        """Conditions that survive each step; each with the names of its start and step sequents."""
        return self.rule(
            "invariant", name, system, because,
            invariants=list(invariants),
            start=[start for start, _ in invariants.values()],
            steps=[step for _, step in invariants.values()],
        )

    def together(
        self,
        name: str,
        shown: Relational,
        sequents: Sequence[str | tuple[str, dict[Symbol, Any]]],
        because: str = "",
        *,
        given: Sequence[Condition] = (),
        main: bool | None = None,
    ) -> str:
        """``shown``, which the last of these sequents concludes, each applied after those before it.

        A pair (name, {symbol: value}) is an instance.  What is not concluded before is assumed.
        """
        entries = [
            [entry[0], {x.name: text(value) for x, value in entry[1].items()}]
            if isinstance(entry, tuple)
            else entry
            for entry in sequents
        ]
        self._declare(shown, list(given), [[*e[1].values()] for e in sequents if isinstance(e, tuple)])
        step = {"rule": "together", "name": name, "given": [entry(g) for g in given], "sequents": entries}
        return self._add(step | {"then": [entry(shown)]}, because, shown, main=main)

    def cases(self, name: str, split: Condition, holds: str, fails: str, because: str = "") -> str:
        """What the sequent ``holds`` concludes where ``split`` holds, and ``fails`` where it does not."""
        self._declare(split)
        step = {"rule": "cases", "name": name, "split": entry(split), "if": holds, "else": fails}
        return self._add(step, because, self.conclusions[holds])

    def about_points(
        self,
        step: dict[str, Any],
        because: str,
        conclusion: Relational,
        shown: Relational,
        *used: Any,
        main: bool | None = None,
    ) -> str:
        """A step about values of σ and ℓ (``derivations.sigmoid.flow``), ``shown`` with these in full."""
        self._declare(list(used), step)
        self.conclusions[str(step["name"])] = conclusion
        return self._add({k: as_json(v) for k, v in step.items()}, because, shown=shown, main=main)

    def in_words(self, error: str) -> str:
        """What the kernel says of the certificate, with the step that it is about as it stands here."""
        return in_words(self, error)

    def _algebra(
        self,
        rule: str,
        name: str,
        given: Sequence[Condition],
        relations: Sequence[Any],
        lemmas: Sequence[str],
        multiplier: Sequence[Condition],
    ) -> dict[str, Any]:
        pool = [*given, *(self.conclusions[lemma] for lemma in lemmas)]
        self._declare(given, relations)
        return {
            "rule": rule,
            "name": name,
            "given": [entry(condition) for condition in given],
            "lemmas": list(lemmas),
            "relations": [text(relation) for relation in relations],
            "multiplier": [self._index(name, condition, pool) for condition in multiplier],
        }

    def _index(self, name: str, condition: Condition, available: Sequence[Condition]) -> int:
        wanted, gaps = gap(condition), [gap(known) for known in available]
        if wanted in gaps:
            return gaps.index(wanted)
        for index, known in enumerate(gaps):
            if sympy.expand(known - wanted) == 0:
                return index
        raise not_given(name, condition, available, self.conclusions)
