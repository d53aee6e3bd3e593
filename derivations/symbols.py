"""The table of symbols: one name, one meaning, one printed form, in whatever order modules are imported.

SymPy holds symbols of the same name for equal, so a name belongs to one quantity of all theories together:
``symbol`` enters it with its printed forms and its meaning, and refuses a second meaning.  What is derived
from a symbol (a step later, at time 0, of run 1) follows from the symbol's own row alone.  Printing
looks names up here and nowhere else; see ``derivations.printing``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from sympy import Matrix, Symbol, sympify

_BARE = re.compile(
    r"(?:\\(?:bar|hat|underline|overline)\{\w\}|\\[A-Za-z]+|[A-Za-z])(?:_(?:\w|[+-]|\{\w+\}|\\\w+))?'*"
)
"""A letter with its accent, index and primes."""
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class NotationError(ValueError):
    """A name with two meanings or two printed forms, or a symbol printed that has none."""


@dataclass(frozen=True)
class Row:
    """One symbol: its name in code, its forms in LaTeX and in plain text, and its meaning.

    ``function`` is "cos" or "sin" for a symbol that stands for it at the angle ``latex``.  Forms are empty
    for what is computed and never printed.
    """

    name: str
    latex: str
    plain: str
    meaning: str
    function: str = ""
    positive: bool = False
    base: str = ""
    """The name of the symbol that this is a step later, at a time, or in one of several runs; or empty."""

    @cached_property
    def symbol(self) -> Symbol:
        """The symbol itself: one object, so that what SymPy finds out about it is found out once."""
        return Symbol(self.name, positive=True) if self.positive else Symbol(self.name, real=True)

    @property
    def shown(self) -> str:
        """The LaTeX, in braces unless it is a single letter, so that it may carry powers."""
        text = "".join(_parts(self.latex))
        if self.function:
            return rf"\{self.function} {text}"
        return text if _BARE.fullmatch(text) else f"{{{text}}}"

    @property
    def text(self) -> str:
        """The plain text."""
        return "".join(_parts(self.plain))

    @cache  # noqa: B019  the rows are those of one table, which stays
    def marked(self, suffix: str, latex: str, plain: str, meaning: str) -> Row:
        """A variant with a prime or an index: ``{}`` in ``latex`` is what carries it."""
        changes: dict[str, Any] = {"name": self.name + suffix, "meaning": f"{self.meaning}, {meaning}"}
        changes["base"] = self.base or self.name
        if self.latex:
            before, carrier, after = _parts(self.latex)
            indexed_twice = "_" in carrier and "_" in latex
            if not self.function and (indexed_twice or not _BARE.fullmatch(carrier)):
                carrier = f"{{{carrier}}}"
            changes["latex"] = _joined(before, latex.format(carrier), after)
            before, carrier, after = _parts(self.plain)
            changes["plain"] = _joined(before, carrier + plain, after)
        return replace(self, **changes)


def _parts(form: str) -> tuple[str, str, str]:
    """What stands before that which carries primes and indices, that itself, and what stands after it."""
    before, carrier, after = form.split("@") if "@" in form else ("", form, "")
    return before, carrier, after


def _joined(before: str, carrier: str, after: str) -> str:
    return f"{before}@{carrier}@{after}" if before or after else carrier


TABLE: dict[str, Row] = {}
"""Every symbol defined so far, by its name."""


def symbol(name: str, latex: str, plain: str, meaning: str, positive: bool = False) -> Symbol:
    """A real symbol with its printed forms.

    Primes and indices go to the part of a form between two ``@``, if there is one, and else to its end.
    ``positive`` is for the limits of SymPy alone: elsewhere a sign is a hypothesis and never a property of
    a symbol.  Raises ``NotationError`` if the name has another meaning or form already.
    """
    return _enter(Row(name, latex, plain, meaning, positive=positive))


def cosine(name: str, angle: str, plain: str, meaning: str) -> Symbol:
    """A symbol for the cosine of an angle, typeset as such: ``\\cos^2 \\theta``."""
    return _enter(Row(name, angle, plain, meaning, "cos"))


def sine(name: str, angle: str, plain: str, meaning: str) -> Symbol:
    """A symbol for the sine of an angle."""
    return _enter(Row(name, angle, plain, meaning, "sin"))


def unprinted(name: str, meaning: str) -> Symbol:
    """A symbol that no formula shows: a value computed on the way, or an entry of a matrix."""
    return _enter(Row(name, "", "", meaning))


def entry(name: str, *indices: int) -> Symbol:
    """An entry of a matrix of symbols, counted from 0: ``entry("x", 0, 1)`` is x12."""
    numbers = "".join(str(index + 1) for index in indices)
    forms = (f"{name}_{{{numbers}}}", f"{name}_{numbers}")
    return symbol(f"{name}{numbers}", *forms, f"entry {numbers} of {name}")


def entries(name: str, rows: int, columns: int | None = None) -> Matrix:
    """A matrix of symbols, or a column of them named by one index: x11, x12, …, or x1, x2, …"""
    if columns is None:
        return Matrix([entry(name, row) for row in range(rows)])
    return Matrix(rows, columns, lambda i, j: entry(name, i, j))


def at_next(symbol: Symbol) -> Symbol:
    """The same quantity one step later: ``N`` becomes ``N_next``, typeset N'."""
    return _enter(row_of(symbol).marked("_next", "{}'", "'", "one step later"))


def at_start(symbol: Symbol) -> Symbol:
    """The same quantity at time 0: ``N`` becomes ``N0``, typeset N_0."""
    return _enter(row_of(symbol).marked("0", "{}_0", "₀", "at time 0"))


def at_time(symbol: Symbol) -> Symbol:
    """The same quantity at time t: ``N`` becomes ``N_t``, typeset N_t."""
    return _enter(row_of(symbol).marked("_t", "{}_t", "ₜ", "at time t"))


def of_number(symbol: Symbol, number: int) -> Symbol:
    """The same quantity of the run of that number: ``N`` becomes ``N1``, typeset N^(1)."""
    plain = str(number).translate(_SUBSCRIPTS)
    row = row_of(symbol).marked(str(number), "{}^{{(" + str(number) + ")}}", plain, f"of run {number}")
    return _enter(row)


def replaced(expression: Any, values: Mapping[Symbol, Any]) -> Any:
    """``expression`` with ``values`` in place of symbols, all at once.

    That is what ``subs`` does with ``simultaneous=True``; but where what is replaced is known to be no
    more than symbols, there is nothing to be matched, which is most of what ``subs`` spends.
    """
    present = expression.free_symbols
    chosen = {x: sympify(value) for x, value in values.items() if x in present}
    return expression.xreplace(chosen) if chosen else expression


def called(name: str) -> Symbol:
    """The symbol of that name; one that is not in the table is computed, and never printed."""
    return TABLE[name].symbol if name in TABLE else Symbol(name, real=True)


def row_of(symbol: Symbol) -> Row:
    """The row of a symbol.  Raises ``NotationError`` if it has none."""
    row = TABLE.get(symbol.name)
    if row is None or row.symbol != symbol:
        raise NotationError(f"the symbol {symbol.name!r} is not one that derivations.symbols has made")
    return row


def _enter(row: Row) -> Symbol:
    known = TABLE.setdefault(row.name, row)
    if known != row:
        raise NotationError(
            f"the symbol {row.name!r} is {known.meaning!r}, printed {known.latex} and {known.plain}; "
            f"it cannot also be {row.meaning!r}, printed {row.latex} and {row.plain}"
        )
    return row.symbol
