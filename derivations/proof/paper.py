"""What a certificate and the kernel write, for the reader of the printed page: ``lam**2 > 0`` as λ² > 0.

Nothing that is printed here is compared with anything; the certificate stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from sympy import Eq, Expr, Ge, Gt, Integer, Ne, Symbol, sympify
from sympy.core.relational import Relational

from derivations.proof.unproved import readable
from derivations.symbols import TABLE, called
from verifier.formulas import Formulas, Page
from verifier.kernel.polynomials import polynomial_text
from verifier.sequences import FIRST, Meaning, Term, written
from verifier.statement.expression import read_polynomial
from verifier.statement.polynomials import Polynomials, Said

_NAME = re.compile(r"[A-Za-z]\w*")
_SIGNS = {" >= ": " ≥ ", " <= ": " ≤ ", " != ": " ≠ "}
_COMPARED = (">", ">=", "=", "!=")
_EQUATIONS = ("relations", "instant", "equations")
"""Where a told step or system lists polynomials that are 0."""


@lru_cache(maxsize=4096)
def read(polynomial: str) -> Expr:
    """A polynomial of a certificate, with the symbols of the table."""
    names = set(_NAME.findall(polynomial))
    known = {x: called(x) for x in names}
    return sympify(polynomial, locals=known)


def read_condition(entry: Sequence[str]) -> Relational:
    """A condition of a certificate: a polynomial and the sign that it has."""
    relation = {">": Gt, ">=": Ge, "=": Eq, "!=": Ne}[entry[1]]
    return relation(read(entry[0]), 0, evaluate=False)


@lru_cache(maxsize=16384)
def said(polynomial: str, sign: str) -> Said:
    """A condition in the form in which conditions are compared."""
    reader = _over(tuple(sorted({*_NAME.findall(polynomial)})))
    return reader.of(read_polynomial(polynomial, reader.ring), sign)


def multiplied_out(polynomial: str) -> str:
    """The one text of a polynomial, as certificates write it."""
    ring = _over(tuple(sorted({*_NAME.findall(polynomial)}))).ring
    return polynomial_text(read_polynomial(polynomial, ring), ring)


@lru_cache(maxsize=256)
def _over(names: tuple[str, ...]) -> Polynomials:
    return Polynomials(names)


def conditions_in(told: Any) -> Iterator[tuple[str, str]]:
    """The conditions that a derivation tells, as polynomials and signs, wherever they stand."""
    if isinstance(told, list):
        if len(told) == 2 and told[1] in _COMPARED:
            yield told[0], told[1]
            return
        for one in told:
            yield from conditions_in(one)
    elif isinstance(told, dict):
        if "target" in told:
            yield told["target"], told.get("sign", ">=")
        if "lhs" in told:
            yield f"({told['lhs']}) - ({told['rhs']})", "="
        for key, value in told.items():
            yield from ((one, "=") for one in value) if key in _EQUATIONS else conditions_in(value)


class Paper(Formulas):
    """Printed symbols and powers; a condition that the derivation tells is written as it is there."""

    def __init__(self, told: Any = ()) -> None:
        self._told: dict[Said, tuple[str, str]] = {}
        for condition in conditions_in(told):
            self._told.setdefault(said(*condition), condition)

    def symbol(self, name: str) -> str:
        row = TABLE.get(name)
        return row.text if row is not None and row.plain else name

    def value(self, summands: Sequence[Term], page: Page) -> str:
        return readable(self._meant_in(read(written(summands)), page))

    def relation(self, summands: Sequence[Term], sign: str, page: Page) -> str:
        told = self._told.get(said(written(summands), sign))
        if told is not None:
            return readable(self._meant_in(read_condition(told), page))
        text = super().relation(summands, sign, page)
        for typed, shown in _SIGNS.items():
            text = text.replace(typed, shown)
        return text

    def _meant_in(self, expression: Any, page: Page) -> Any:
        """With what each sequence means in its place."""
        names = sorted(expression.free_symbols, key=str)
        found = {x: meaning for x in names if (meaning := page.meaning(x.name)) is not None}
        return expression.xreplace({x: self._opaque(meaning, page) for x, meaning in found.items()})

    def _opaque(self, meaning: Meaning, page: Page) -> Expr:
        text = self.meant(meaning, page).replace("**", "^")
        if meaning.kind == FIRST:
            text = text.removeprefix("(").removesuffix(")") if text.isalnum() else text
        return _Words(text) if text else Integer(1)


class _Words(Symbol):
    """A text in a formula: exists while that is printed."""

    def _sympystr(self, printer: Any) -> str:
        return str(self.name)
