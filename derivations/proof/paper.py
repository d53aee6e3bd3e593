"""What a certificate and the kernel write, for the reader of the printed page: ``lam**2 > 0`` as λ² > 0.

Nothing that is printed here is compared with anything; the certificate stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from sympy import Eq, Expr, Ge, Gt, Ne, Symbol, SympifyError, sympify
from sympy.core.relational import Relational

from derivations.proof.unproved import readable
from derivations.symbols import TABLE

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NAME = re.compile(r"[A-Za-z]\w*")
_APART = re.compile(r"(, |: +|  ⊢  | with |if ever )")
_CONDITION = re.compile(r"([-+*/()\w ]+) (>=|>|=|!=) 0")
_POWER = re.compile(r"\*\*(\d+)")
_SIGNS = {">=": "≥", "<=": "≤", "!=": "≠"}
_WORDS = ("a run of", "X_t", "X_0")
"""What looks like a symbol in the kernel's wording and is none, or stands for itself."""


def on_paper(text: str, names: Iterable[str] = ()) -> str:
    """The same text with printed symbols, powers and signs; ``names`` of systems stay."""
    text = text.replace(": always  ⊢  ", ": ")
    kept = sorted({*names, *_WORDS}, key=len, reverse=True)
    apart = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in kept))
    pieces, last = [], 0
    for found in apart.finditer(text):
        pieces += [_formulas(text[last : found.start()]), found[0]]
        last = found.end()
    return "".join([*pieces, _formulas(text[last:])])


@lru_cache(maxsize=4096)
def read(polynomial: str) -> Expr:
    """A polynomial of a certificate, with the symbols of the table."""
    names = set(_NAME.findall(polynomial))
    known = {x: TABLE[x].symbol if x in TABLE else Symbol(x, real=True) for x in names}
    return sympify(polynomial, locals=known)


def read_condition(entry: Sequence[str]) -> Relational:
    """A condition of a certificate: a polynomial and the sign that it has."""
    relation = {">": Gt, ">=": Ge, "=": Eq, "!=": Ne}[entry[1]]
    return relation(read(entry[0]), 0, evaluate=False)


def _formulas(text: str) -> str:
    return "".join(_condition(piece) or _symbols(piece) for piece in _APART.split(text))


def _condition(piece: str) -> str:
    """``polynomial > 0`` as the derivations print it; empty for anything else."""
    found = _CONDITION.fullmatch(piece)
    if not found:
        return ""
    try:
        return readable(read_condition(found.groups()))
    except SympifyError:  # words beside it, which the kernel may come to use
        return ""


def _symbols(text: str) -> str:
    text = _NAME.sub(lambda found: _printed(found[0]), text)
    text = _POWER.sub(lambda found: found[1].translate(_SUPERSCRIPTS), text).replace("*", "·")
    for sign, shown in _SIGNS.items():
        text = text.replace(sign, shown)
    return text


def _printed(name: str) -> str:
    row = TABLE.get(name)
    return row.text if row is not None and row.plain else name
