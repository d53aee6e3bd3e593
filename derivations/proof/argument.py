"""Writes a proof twice at once: as an argument to read, and as a certificate for the kernel.

A derivation builds a ``Proof``; ``say`` adds a sentence, every other method adds one kernel step with
its explanation.  Nothing here is trusted: the kernel checks the finished certificate on its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, TypeAlias

import sympy
from sympy import Eq, Expr, Ge, Gt, Le, Lt, Ne, Symbol, reduced, sstr
from sympy.core.relational import Relational

from derivations.notation import at_next, at_start, plain, typeset
from derivations.proof.names import in_ascii, spelled
from verifier.kernel import FORMAT

Condition: TypeAlias = Any
"""A SymPy relational such as ``lam > 0``; its gap lhs − rhs (or rhs − lhs) carries the sign."""
_OBVIOUS = {"consequence": "This holds at every state."}
"""What a rule says if no reason is given."""
Term: TypeAlias = tuple[Any, Sequence[Condition], Any]
"""(weight, factors, square): weight · Π factors · square², factors being given conditions."""


@dataclass(frozen=True)
class System:
    """A transition system in SymPy; see ``verifier.kernel.conditions.System`` for the meaning.

    The next state of variable ``x`` is ``at_next(x)``; variables in ``tracked`` have the parameter
    ``at_start(x)`` as their value at time 0.  A pair (z, g) in ``sigma`` says g = σ(z) at every state, one
    (z, L) in ``softplus`` L = ℓ(z).
    """

    name: str
    state: tuple[Symbol, ...]
    parameters: tuple[Symbol, ...]
    conditions: tuple[Condition, ...] = ()
    guards: tuple[Condition, ...] = ()
    initial: tuple[Condition, ...] = ()
    instant: tuple[Expr, ...] = ()
    relations: tuple[Expr, ...] = ()
    tracked: tuple[Symbol, ...] = ()
    sigma: tuple[tuple[Symbol, Symbol], ...] = ()
    softplus: tuple[tuple[Symbol, Symbol], ...] = ()

    def with_more(self, name: str, **more: Iterable[Any]) -> System:
        """The same system under further conditions, guards, parameters …"""
        extended = {key: (*getattr(self, key), *values) for key, values in more.items()}
        return replace(self, name=name, **extended)

    def after(self, expression: Any) -> Any:
        """``expression`` one step later."""
        return expression.subs({x: at_next(x) for x in self.state}, simultaneous=True)

    def start(self, expression: Any) -> Any:
        """``expression`` at time 0, in terms of the initial values."""
        return expression.subs({x: at_start(x) for x in self.tracked}, simultaneous=True)


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


@dataclass
class Proof:
    """The argument of one claim and its certificate."""

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
    ) -> str:
        """``lhs = rhs`` modulo the relations (polynomials equal to 0).

        Sides that are rational are cleared of denominators by the caller, with the denominators as
        ``multiplier`` (conditions among ``given`` whose polynomial is nonzero).  Cofactors are found
        by division when not given; raises ``ValueError`` when division leaves a remainder.
        """
        factor = sympy.prod([_gap(condition) for condition in multiplier])
        difference = sympy.expand(factor * (lhs - rhs))
        step = self._algebra("identity", name, given, relations, (), multiplier)
        self._declare(lhs, rhs, cofactors or ())
        step |= {"lhs": _text(lhs), "rhs": _text(rhs)}
        step["cofactors"] = _cofactor_texts(name, difference, relations, cofactors)
        return self._add(step, because, Eq(sympy.sympify(lhs), sympy.sympify(rhs), evaluate=False))

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
    ) -> str:
        """``target > 0`` (``>= 0`` if not strict): multiplier·target = Σ terms modulo the relations.

        Factors and multipliers are conditions among ``given`` or conclusions of ``lemmas`` (names of
        earlier steps, whose assumptions must be among ``given``).
        """
        available = [*given, *(self.conclusions[lemma] for lemma in lemmas)]
        difference = sympy.prod([_gap(condition) for condition in multiplier]) * target
        for weight, factors, square in terms:
            difference -= weight * sympy.prod([_gap(f) for f in factors]) * square**2
        step = self._algebra("positivity", name, given, relations, lemmas, multiplier)
        self._declare(target, terms, cofactors or ())
        step |= {"target": _text(target), "sign": ">" if strict else ">="}
        step["terms"] = [
            {
                "weight": str(sympy.Rational(weight)),
                "factors": [_index(name, factor, available) for factor in factors],
                "square": _text(square),
            }
            for weight, factors, square in terms
        ]
        step["cofactors"] = _cofactor_texts(name, sympy.expand(difference), relations, cofactors)
        shown = (Gt if strict else Ge)(sympy.sympify(target), 0, evaluate=False)
        return self._add(step, because, shown)

    def system(self, system: System) -> System:
        """Declare a transition system."""
        self.systems.append(system)
        return system

    def rule(self, rule: str, name: str, system: System, because: str = "", **fields: Any) -> str:
        """Any induction rule of the kernel; SymPy values are written as text."""
        step = {"rule": rule, "name": name, "system": system.name}
        self._declare(fields)
        step |= {key: _plain(value) for key, value in fields.items()}
        return self._add(step, because or _OBVIOUS.get(rule, ""))

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

    def about_points(
        self, step: dict[str, Any], because: str, conclusion: Relational, shown: Relational, *used: Any
    ) -> str:
        """A step about values of σ and ℓ (``derivations.sigmoid.flow``), ``shown`` with these in full."""
        self._declare(list(used), step)
        self.conclusions[str(step["name"])] = conclusion
        return self._add({k: _plain(v) for k, v in step.items()}, because, shown=shown)

    def conclude(self, *names: str) -> None:
        """These steps together are the claim."""
        self.concluded.extend(names)

    def shown(self) -> dict[str, list[str]]:
        """The concluded relations as the argument shows them, in the form of a certificate's conclusion.

        A rule about a system, which the kernel puts into words itself, shows none.
        """
        return {
            spelled(name): _shown(self.conclusions[name])
            for name in self.concluded
            if name in self.conclusions
        }

    def certificate(self) -> dict[str, Any]:
        """The certificate in its JSON form."""
        variables: set[str] = set()
        entries = [_system_entry(system) for system in self.systems]
        for system in self.systems:
            variables |= {x.name for x in (*system.state, *system.parameters)}
            variables |= {at_next(x).name for x in system.state}
            variables |= {at_start(x).name for x in system.tracked}
        written: dict[str, Any] = in_ascii({
            "format": FORMAT,
            "claim": self.claim,
            "variables": sorted(variables | self._names),
            "systems": entries,
            "steps": self.steps,
            "concludes": self.concluded,
        })  # fmt: skip
        return written

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
            "given": [_entry(condition) for condition in given],
            "lemmas": list(lemmas),
            "relations": [_text(relation) for relation in relations],
            "multiplier": [_index(name, condition, pool) for condition in multiplier],
        }

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
    ) -> str:
        name = str(step["name"])
        if formula is not None:
            self.conclusions[name] = formula
        displayed = formula if shown is None else shown
        formulas = () if displayed is None else (displayed,)
        texts = tuple(plain(f) for f in formulas)
        shown_as = tuple(typeset(f) for f in formulas)
        self.lines.append(Line(because, shown_as, in_ascii(name), texts, _symbols_in(formulas)))
        self.steps.append(step)
        return name


def _symbols_in(formulas: Sequence[Any]) -> tuple[str, ...]:
    found = {x.name for f in formulas if isinstance(f, sympy.Basic) for x in f.atoms(Symbol)}
    return tuple(sorted(found))


@lru_cache(maxsize=4096)
def _gap(condition: Condition) -> Any:
    """The expression whose sign the condition states: lhs − rhs, or rhs − lhs for < and ≤."""
    if isinstance(condition, (Lt, Le)):
        return condition.rhs - condition.lhs
    return condition.lhs - condition.rhs


def _sign(condition: Condition) -> str:
    for kinds, sign in (((Gt, Lt), ">"), ((Ge, Le), ">="), ((Eq,), "="), ((Ne,), "!=")):
        if isinstance(condition, kinds):
            return sign
    raise ValueError(f"not a sign condition: {condition!r}")


def _entry(condition: Condition) -> list[str]:
    return [_text(_gap(condition)), _sign(condition)]


def _shown(relation: Condition) -> list[str]:
    if isinstance(relation, Eq):
        return [f"{_text(relation.lhs)} - ({_text(relation.rhs)})", "="]
    return _entry(relation)


def _text(expression: Any) -> str:
    return _printed(sympy.sympify(expression))


@lru_cache(maxsize=4096)
def _printed(expression: Any) -> str:
    """A system's conditions and relations are printed in almost every step."""
    return str(sstr(expression))


def _plain(value: Any) -> Any:
    if isinstance(value, Relational):
        return _entry(value)
    if isinstance(value, sympy.Basic):
        return _text(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def _index(name: str, condition: Condition, available: Sequence[Condition]) -> int:
    wanted, gaps = _gap(condition), [_gap(known) for known in available]
    if wanted in gaps:
        return gaps.index(wanted)
    for index, gap in enumerate(gaps):
        if sympy.expand(gap - wanted) == 0:
            return index
    raise ValueError(f"step {name!r}: {condition} is not among the given conditions")


def _cofactor_texts(
    name: str, difference: Any, relations: Sequence[Any], cofactors: Sequence[Any] | None
) -> list[str]:
    if cofactors is None:
        if not relations:
            cofactors = []
            remainder = difference
        else:
            cofactors, remainder = _divide(difference, relations)
        if remainder != 0:
            raise ValueError(f"step {name!r}: division leaves {remainder}")
    return [_text(cofactor) for cofactor in cofactors]


def _divide(difference: Any, relations: Sequence[Any]) -> tuple[list[Any], Any]:
    """Division by the relations in a few lexicographic orders; the first without remainder wins."""
    if difference == 0:  # SymPy's ``reduced`` then returns no cofactors at all
        return [sympy.Integer(0)] * len(relations), difference
    symbols = sorted(
        set().union(difference.free_symbols, *(r.free_symbols for r in relations)),
        key=lambda symbol: (not symbol.name.endswith("_next"), symbol.name),
    )
    remainder: Any = difference
    for order in ("grevlex", "lex"):
        for generators in (symbols, symbols[::-1]):
            cofactors, remainder = reduced(difference, list(relations), *generators, order=order)
            if remainder == 0:
                return [sympy.expand(cofactor) for cofactor in cofactors], remainder
    return [], remainder


def _system_entry(system: System) -> dict[str, Any]:
    ties = {"sigma": system.sigma, "softplus": system.softplus}
    return {
        **{key: [[z.name, g.name] for z, g in pairs] for key, pairs in ties.items() if pairs},
        "name": system.name,
        "next": {x.name: at_next(x).name for x in system.state},
        "origin": {x.name: at_start(x).name for x in system.tracked},
        "parameters": sorted(
            {x.name for x in system.parameters} | {at_start(x).name for x in system.tracked}
        ),
        "conditions": [_entry(condition) for condition in system.conditions],
        "guards": [_entry(condition) for condition in system.guards],
        "initial": [_entry(condition) for condition in system.initial],
        "instant": [_text(relation) for relation in system.instant],
        "relations": [_text(relation) for relation in system.relations],
    }
