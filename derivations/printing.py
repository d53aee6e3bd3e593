"""Formulas for the reader: LaTeX for the report, one line of text for a terminal.

Every symbol is printed by its row in the table of ``derivations.symbols``; one without a row raises.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sympy import Abs, Add, Basic, Expr, Function, Pow, Symbol
from sympy.core.relational import Relational
from sympy.printing.latex import LatexPrinter
from sympy.printing.precedence import PRECEDENCE
from sympy.printing.str import StrPrinter

from derivations.symbols import NotationError, Row, row_of

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_ATOM = re.compile(r"[^\W\d_](?:[\u0300-\u036f]|[₀-₉₊₋ₘₜ']|_\w)*|[⟨‖|√σℓ].*(?:[⟩‖|)]|⟩_Σ)'*")
"""A plain form that needs no brackets below a power."""


class _Shown(Symbol):
    """An angle as it is typeset: exists while a formula is printed, in no formula otherwise."""

    def _latex(self, printer: Any) -> str:
        return str(self.name)


@lru_cache(maxsize=4096)  # one step in two says what another claim has said before it
def typeset(expression: Basic) -> str:
    """LaTeX of a SymPy expression, cosines and sines as such and their squares as those of 2θ.

    Raises ``NotationError`` for a symbol without a printed form.
    """
    rows = {x: _printable(x) for x in getattr(expression, "free_symbols", ()) if not isinstance(x, _Shown)}
    sines = {row.latex: x for x, row in rows.items() if row.function == "sin"}
    replacements: list[dict[Basic, Basic]] = []
    for x, row in rows.items():
        if row.function == "cos":
            double = Function("cos")(_Shown("2" + row.latex))
            squares = {2 * x**2 - 1: double}
            if row.latex in sines:
                squares[x**2 - sines[row.latex] ** 2] = double
            replacements.append(squares)
    angles = {x: Function(row.function)(_Shown(row.latex)) for x, row in rows.items() if row.function}
    return str(_Typeset(_LATEX_SETTINGS).doprint(_with(expression, [*replacements, angles])))


def _with(expression: Basic, replacements: Sequence[dict[Basic, Basic]]) -> Basic:
    """The expression after these replacements; a relation stays one, and is not asked whether it holds."""
    if isinstance(expression, Relational):
        sides = (_with(side, replacements) for side in expression.args)
        return expression.func(*sides, evaluate=False)
    for replacement in replacements:
        expression = expression.xreplace(replacement)
    return expression


@lru_cache(maxsize=4096)
def plain(expression: Basic) -> str:
    """One line of text for a terminal: ``k²·(s'² - s²) = λ·s²·(λ·(c² - s²) - 2·c)``.

    Raises ``NotationError`` for a symbol without a printed form.
    """
    return str(_Plain().doprint(expression))


def _printable(symbol: Symbol) -> Row:
    row = row_of(symbol)
    if not row.latex:
        raise NotationError(f"the symbol {symbol.name!r} is printed, but has no form: {row.meaning}")
    return row


def _in_reading_order(terms: Sequence[Expr]) -> list[Expr]:
    """The terms of a sum: numbers first, then what is added, then what is subtracted."""
    return sorted(terms, key=lambda term: (term.could_extract_minus_sign(), not term.is_Number))


def _joined(texts: Sequence[str]) -> str:
    first, *rest = texts
    signed = (f" - {text[1:].lstrip()}" if text.startswith("-") else f" + {text}" for text in rest)
    return first + "".join(signed)


def _of_steps(power: Pow) -> Pow:
    """|x|^(2t), as SymPy has it, is x^(2t), for t counts steps; of ω − 1 and 1 − ω the latter is read."""
    factor, steps = power.exp.as_coeff_Mul()
    if not (isinstance(power.base, Abs) and factor.is_even and getattr(steps, "name", "") == "t"):
        return power
    inner = power.base.args[0]
    number, _ = inner.as_coeff_Add()
    return Pow(-inner if number < 0 else inner, power.exp, evaluate=False)


_LATEX_SETTINGS = {"fold_func_brackets": True, "ln_notation": True}


class _Typeset(LatexPrinter):
    """SymPy's LaTeX, with the symbols of the table and sums in reading order."""

    def _print_Symbol(self, expr: Symbol, style: str = "plain") -> str:
        return _printable(expr).shown

    def _print_Pow(self, expr: Pow) -> str:
        return str(super()._print_Pow(_of_steps(expr)))

    def _print_Add(self, expr: Add, order: str | None = None) -> str:
        terms = _in_reading_order(self._as_ordered_terms(expr, order=order))
        return _joined([str(self._print(term)) for term in terms])


class _Plain(StrPrinter):
    """SymPy's text, with the letters, powers and relations of the printed page."""

    def _print_Symbol(self, expr: Symbol) -> str:
        return _printable(expr).text

    _print_Dummy = _print_Symbol

    def _print_Add(self, expr: Add, order: str | None = None) -> str:
        terms = _in_reading_order(self._as_ordered_terms(expr, order=order))
        return _joined([str(self._print(term)) for term in terms])

    def _print_Mul(self, expr: Basic) -> str:
        return str(super()._print_Mul(expr)).replace("*", "·")

    def _print_Pow(self, expr: Pow, rational: bool = False) -> str:
        if expr.exp.is_Integer and expr.exp > 1:
            base = self.parenthesize(expr.base, PRECEDENCE["Pow"])
            if expr.base.is_Symbol and not _ATOM.fullmatch(base):
                base = f"({base})"
            return base + str(expr.exp).translate(_SUPERSCRIPTS)
        text = str(super()._print_Pow(_of_steps(expr), rational=rational))
        return text.replace("**", "^").replace("sqrt", "√")

    def _print_log(self, expr: Expr) -> str:
        return f"ln({self._print(expr.args[0])})"

    def _print_Max(self, expr: Expr) -> str:
        return f"max({', '.join(map(self._print, expr.args))})"

    def _print_Relational(self, expr: Relational) -> str:
        sign = {"==": "=", ">=": "≥", "<=": "≤", "!=": "≠"}.get(expr.rel_op, expr.rel_op)
        return f"{self._print(expr.lhs)} {sign} {self._print(expr.rhs)}"
