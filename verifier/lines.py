"""Lays text out to the width of the terminal: prose at its spaces, formulas at their signs."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Sequence
from textwrap import wrap

OF_A_FILE = 140
NARROWEST, WIDEST = 40, 100
"""Prose is set no narrower and no wider than this."""
_PART = re.compile(r"(?<=[,;:])\s+|\s+(?=where |⊢)")
"""Where a formula is broken first: after an entry of a list, before what is given and what follows."""
_TERM = re.compile(r"(?:[-+=<>≤≥≠⊢] |(?:<=|>=|!=|where) )*\S+")
"""What a formula is broken before: a sign with what it stands before, a word."""
_FACTOR = re.compile(r".+?(?:·|(?<!\*)\*(?!\*)|/|$)")
"""What a term that is too long for a line is broken after."""
_LISTED = re.compile(r" +(?:\S+ {2,})?")
"""What a line of a list begins with: its indent, then perhaps a code whose meaning is a second column."""


def width_of(text: str) -> int:
    """The columns that a text takes: accents take none of their own."""
    return sum(not unicodedata.combining(letter) for letter in text)


def columns() -> int:
    """The columns of the terminal, or what the environment says of them; ``OF_A_FILE`` without one."""
    return max(NARROWEST, shutil.get_terminal_size((OF_A_FILE, 24)).columns)


def filled(text: str, first: str = "", then: str | None = None, widest: int = WIDEST) -> list[str]:
    """Prose as lines: the first begins with ``first``, the others with ``then`` (blanks, if not given).

    A word is never broken, whatever its length.
    """
    then = " " * len(first) if then is None else then
    width = min(columns(), widest)
    return wrap(
        text,
        max(width, len(then) + NARROWEST // 2),
        initial_indent=first,
        subsequent_indent=then,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [first.rstrip()]


def broken(formula: str, first: str = "", then: str | None = None) -> list[str]:
    """A formula as lines, broken between the entries of a list, or before a relation or a sign.

    A part is broken only if it is longer than a line: an entry before its signs, a term after its factors.
    What is longer still, such as a name, stays as it is.
    """
    then = " " * (len(first) + 4) if then is None else then
    width, room = columns(), columns() - len(then)
    pieces: list[tuple[str, str]] = []
    for part in _PART.split(" ".join(formula.split())):
        terms = [part] if len(part) <= room else _TERM.findall(part)
        for term in terms:
            factors = [term] if len(term) <= room else _FACTOR.findall(term)
            pieces += [(" " if number == 0 else "", factor) for number, factor in enumerate(factors)]
    lines, line, empty = [], first, True
    for gap, piece in pieces:
        if not empty and width_of(line + gap + piece) > width:
            lines.append(line)
            line, empty = then, True
        line, empty = line + ("" if empty else gap) + piece, False
    return [*lines, line.rstrip()]


def in_columns(rows: Sequence[tuple[str, str]]) -> list[str]:
    """Names, and beside them values, each wrapped in its own column."""
    column = max(width_of(name) for name, _ in rows) + 2
    lines = []
    for name, value in rows:
        lines += filled(value, name + " " * (column - width_of(name)), " " * column, columns())
    return lines


def laid_out(text: str, indent: str = "") -> str:
    """Paragraphs filled; a line that is indented is an entry of a list, whose text keeps its column."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join("\n".join(_block(block.splitlines(), indent)) for block in blocks)


def _block(lines: list[str], indent: str) -> list[str]:
    """One paragraph, with the list that may follow its first line."""
    pieces: list[str] = []
    for line in lines:
        # A continued entry is indented as far as its own text, and so belongs to the entry above.
        continued = pieces and not _LISTED.match(line)
        if pieces and ((continued and not _LISTED.match(pieces[-1])) or line.startswith(" " * 4)):
            pieces[-1] += f" {line.strip()}"
        else:
            pieces.append(line)
    laid: list[str] = []
    for piece in pieces:
        start = _LISTED.match(piece)
        laid += filled(piece, indent, indent + " " * (len(start[0]) if start else 0))
    return laid
