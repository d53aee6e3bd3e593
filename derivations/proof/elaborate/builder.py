"""The steps of one certificate as they are made, and the kernel that accepts each of them.

Nothing here is trusted: a step that fails fails where it is made, and whoever doubts a finished
certificate replays it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from derivations.proof.elaborate.noted import Facts, note
from verifier.kernel.atoms import (
    Atom,
    Condition,
    Family,
    Implication,
    Tie,
    put,
    read_atom,
    variables,
    written,
)
from verifier.kernel.facts import Accepted, Fact, Sequent, statement_hash
from verifier.kernel.polynomials import polynomial_text
from verifier.kernel.replay import accept
from verifier.kernel.rings import RINGS, Ring
from verifier.kernel.systems import System, read_system
from verifier.statement.expression import read_polynomial

VARIABLE = re.compile(r"\b[A-Za-z][A-Za-z0-9_]*")
_SEQUENTS = ("algebra", "deduce", "cases", "axiom")
"""The rules whose conclusion stands in their fields, so that the same one is recognized."""
_LISTING = ("deduce", "cases")
"""The rules that list conclusions: in canonical order, as they are read where they are cited."""
_POLYNOMIALS = frozenset(
    ["target", "square", "of", "value", "ratio", "base", "cap", "factors", "constant", "next", "otherwise"]
)
"""The fields in which polynomials stand, alone or in a list."""
_CITED = ("lemmas", "rate", "at_state", "at_step", "at_start")
"""The fields in which an instance of a sequent may be cited."""


class Builder:
    """One certificate on its way, in FLINT's ring; ``own_names`` keep theirs even if they say the same."""

    def __init__(self, claim: str, variables: Iterable[str], own_names: Iterable[str] = ()) -> None:
        self.claim = claim
        self.variables = sorted(set(variables))
        self.ring: Ring = RINGS["flint"](self.variables)
        self._used: set[str] = set()
        self.facts = Accepted(self.ring, facts=Facts(self._used))
        self.systems: list[dict[str, Any]] = []
        self.steps: list[dict[str, Any]] = []
        self.rests: dict[str, frozenset[str]] = {}
        """by step, those that the kernel used to accept it"""
        self.hashes: dict[str, str] = {}
        """by step, the hash under which others may cite what it establishes; nothing if they may not"""
        self._own_names = frozenset(own_names)
        self._said: dict[str, str] = {}
        self._proved: dict[str, str] = {}
        self._texts: dict[str, str] = {}

    def system(self, entry: dict[str, Any]) -> System:
        """Declare a system, told with polynomials that need not be multiplied out."""
        ghosts = {x: {**g, "start": self.polynomial(g["start"])} for x, g in entry["ghosts"].items()}
        entry = self._written(entry | {"ghosts": ghosts})
        system = read_system(entry, self.ring)
        self.facts.systems[system.name] = system
        system.known("step")  # so that what a step adds to it comes last
        self.systems.append(entry)
        return system

    def emit(self, rule: str, name: str, **fields: Any) -> str:
        """Add a step; the name under which it stands, or that of the same sequent made before.

        Atoms and polynomials among the fields are written out.  Raises ``CertificateError`` if the
        kernel refuses the step.
        """
        if rule == "deduce":
            fields = {"along": None, "before": [], "suppose": []} | fields
        written = self._written(fields)
        if rule in _LISTING and not written.get("along"):
            written["then"].sort(key=str)
        said = _said(rule, written)
        if said in self._said and name not in self._own_names:
            return self._said[said]
        step = {"name": self._fresh(name), "rule": rule, **written}
        made = str(step["name"])
        self._used.clear()
        accept(step, self.facts)
        fact = self.facts.facts[made]
        rests, sha256 = frozenset(self._used), self._hash(rule, fact)
        bare = isinstance(fact, Sequent) and fact.system is None
        if bare and sha256 in self._proved and name not in self._own_names:
            del self.facts.facts[made]
            return self._proved[sha256]
        self.rests[made], self.hashes[made] = rests, sha256
        note(made, fact, self._used)
        self.steps.append(step)
        for key, table in ((said, self._said), (sha256, self._proved)):
            if key:
                table.setdefault(key, made)
        return made

    def atom(self, entry: Any) -> Atom:
        return read_atom(self._written(entry), self.ring)

    def polynomial(self, text: str) -> Any:
        return read_polynomial(text, self.ring)

    def condition(self, polynomial: Any, sign: str) -> Condition:
        """The condition on a polynomial, or on what its text denotes."""
        read = self.polynomial(polynomial) if isinstance(polynomial, str) else polynomial
        return Condition(read, sign)

    def equal(self, variable: str, value: Any) -> Condition:
        """``variable = value``."""
        return Condition(self.ring.variable(variable) - value, "=")

    def put(self, part: Any, values: Mapping[str, Any]) -> Any:
        """An atom or a polynomial with polynomials in place of variables."""
        return put(part, values, self.ring)

    def spoken(self, part: Any) -> frozenset[str]:
        """The variables of an atom or a polynomial."""
        return variables(part, self.ring)

    def json(self, atom: Atom) -> Any:
        return written(atom, self.ring)

    def text(self, polynomial: Any) -> str:
        text = polynomial_text(polynomial, self.ring)
        self.ring.read.setdefault(text, polynomial)
        return text

    def given(self, name: str) -> tuple[Atom, ...]:
        """What the sequent of that name assumes."""
        return self.facts.find(name, Sequent).given

    def then(self, name: str) -> tuple[Atom, ...]:
        """What the sequent of that name concludes."""
        return self.facts.find(name, Sequent).then

    def rested_on(self, roots: Iterable[str]) -> set[str]:
        """These steps, and all on which they rest."""
        needed, ahead = set(), [*roots]
        while ahead:
            name = ahead.pop()
            if name not in needed:
                needed.add(name)
                ahead.extend(self.rests[name])
        return needed

    def _hash(self, rule: str, fact: Fact) -> str:
        """Of what can be cited: a sequent that is no axiom, or a fact along the runs of a system that no
        other is like, so that it is clear which one is meant.
        """
        if not isinstance(fact, Sequent) or rule == "axiom":
            return ""
        bare: frozenset[str] = frozenset()
        if fact.system is not None:
            mine = fact.system.about(bare)
            if [one.about(bare) for one in self.facts.systems.values()].count(mine) > 1:
                return ""
        return statement_hash(fact.statement(self.ring))

    def _fresh(self, name: str) -> str:
        number, tried = 2, name
        while tried in self.facts.facts:
            tried, number = f"{name}, {number}", number + 1
        return tried

    def _multiplied_out(self, told: str) -> str:
        if told not in self._texts:
            self._texts[told] = self.text(self.polynomial(told))
        return self._texts[told]

    def _written(self, value: Any, key: str = "") -> Any:
        """In JSON, its polynomials multiplied out; ``key`` is the field in which it stands."""
        match value:
            case None | bool() | int():
                return value
            case str():
                return self._multiplied_out(value) if key in _POLYNOMIALS else value
            case Condition() | Tie() | Implication() | Family():
                return self.json(value)
            case [polynomial, ">" | ">=" | "=" | "!=" as sign]:
                return [self._written(polynomial, "value"), sign]
            case [int() as number, polynomial] if key == "cofactors":
                return [number, self._written(polynomial, "value")]
            case [str() as name, Mapping() as values] if key in _CITED:
                return [name, self._written(values, "values")]
            case list() | tuple():
                return [self._written(item, "value" if key == "means" else key) for item in value]
            case Mapping():
                named = "value" if key in ("values", "frozen") else ""
                return {x: self._written(item, named or x) for x, item in value.items()}
        return self.text(value)


def _said(rule: str, fields: Mapping[str, Any]) -> str:
    """The same for steps that establish the same sequent, if it is written alike; else nothing."""
    if rule not in _SEQUENTS or fields.get("along"):
        return ""
    says = [fields.get(key) for key in ("schema", "suppose", "target", "sign", "then")]
    return json.dumps([sorted(map(json.dumps, fields["given"])), *says])
