"""Where a displayed formula may be broken: browsers do not break MathML by themselves.

A formula is a list of clauses, a clause a list of pieces.  A page breaks between clauses first, and
within a clause only when it is longer than a line.  A clause is ``lhs = rhs`` or a further ``= rhs``.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

RELATIONS = frozenset("=<>≤≥≠≈≡∈⩽⩾")
ARROWS = frozenset("⟺⟹⇒⇔→⟸")
SIGNS = frozenset("+−-")
_OPEN, _CLOSE = frozenset("([{⟨⌊⌈"), frozenset(")]}⟩⌋⌉")


def clauses(math: Element) -> Iterator[list[Element]]:
    """The clauses of a formula, each as pieces: ``<math>`` elements in display style."""
    depth, related = 0, False
    clause: list[list[Element]] = [[]]
    row = _row(math)
    for index, child in enumerate(row):
        text = child.text or "" if child.tag == "mo" else ""
        starts_clause = starts_piece = False
        if depth == 0 and clause[0]:
            before = row[index - 1]
            after_comma = _is_space(before) and row[index - 2].text in (",", ";")
            further = text in ARROWS or (related and text in RELATIONS)
            starts_clause = after_comma or further or _is_where(child)
            starts_piece = text in RELATIONS or (text in SIGNS and is_infix(before))
        if starts_clause:
            yield [_math(piece) for piece in clause]
            clause, related = [[]], False
        elif starts_piece:
            clause.append([])
        related |= depth == 0 and text in RELATIONS
        if text in SIGNS and starts_piece:
            child.set("form", "infix")
        clause[-1].append(child)
        depth += _nesting(child)
    yield [_math(piece) for piece in clause]


def _row(math: Element) -> list[Element]:
    """The formula's outermost row."""
    row = list(math)
    while len(row) == 1 and row[0].tag == "mrow":
        row = list(row[0])
    return row


def _is_space(element: Element) -> bool:
    """Space of any width: a quad, or one blank."""
    return element.tag == "mspace" or (element.tag == "mtext" and not (element.text or "").strip())


def _is_where(element: Element) -> bool:
    """The word before definitions."""
    return element.tag == "mtext" and (element.text or "").split() == ["where"]


def is_infix(before: Element) -> bool:
    """Whether a sign after this element joins two terms, and is not the sign of one."""
    return before.tag not in ("mo", "mspace") or (before.text or "") in _CLOSE


def _nesting(element: Element) -> int:
    """How many brackets the element leaves open; ``)^t`` is a power of the bracket."""
    while element.tag in ("msup", "msub", "msubsup") and len(element):
        element = element[0]
    text = element.text if element.tag == "mo" else None
    return (text in _OPEN) - (text in _CLOSE)


def _math(row: list[Element]) -> Element:
    math = Element("math", displaystyle="true")
    math.extend(row)
    return math
