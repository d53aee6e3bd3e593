"""LaTeX formulas as MathML, which browsers typeset without scripts or fonts from elsewhere."""

from __future__ import annotations

from functools import lru_cache
from html import unescape
from inspect import getmembers, isclass
from xml.etree.ElementTree import Element, SubElement, tostring

from latex2mathml import exceptions
from latex2mathml.converter import convert_to_element
from markupsafe import Markup

from verifier.report.breaking import SIGNS, clauses, is_infix

NOT_UNDERSTOOD: tuple[type[Exception], ...] = (
    *(error for _, error in getmembers(exceptions, isclass) if issubclass(error, Exception)),
    IndexError,
    KeyError,
    StopIteration,
    ValueError,
)
"""What the converter raises on LaTeX beyond it."""

_NAMED = {
    **{r"\lfloor": "⌊", r"\rfloor": "⌋", r"\lceil": "⌈", r"\rceil": "⌉"},
    **{r"\{": "{", r"\}": "}", r"\lvert": "|", r"\rvert": "|"},
}
"""Delimiters whose name the converter leaves as it is where they have a size, and braces."""
_SYNONYMS = {"{aligned}": "{align*}", r"\tfrac": r"\frac", r"\dfrac": r"\frac"}
_FUNCTIONS = frozenset(("sin", "cos", "tan", "ln", "log", "exp", "min", "max", "lim", "sup", "inf"))
_SCRIPTED = frozenset(("msup", "msub", "msubsup", "munder"))
_ROWS = frozenset(("math", "mrow", "mstyle", "mtd"))
_BARS = "‖|"


@lru_cache(maxsize=4096)
def mathml(latex: str) -> Markup:
    """The formula as one ``<math>`` element within a line of text.

    LaTeX that the converter does not understand is shown as it is.  The source stays with the formula
    as ``alttext``, for screen readers.
    """
    math = _convert(latex)
    if math is None:
        return Markup('<code class="latex">{}</code>').format(latex)
    math.set("alttext", latex)
    return _serialised(math)


_BETWEEN_PARTS = r";\qquad"
"""What stands between two parts of a statement, each a sentence of its own."""


@lru_cache(maxsize=4096)
def displayed(latex: str) -> Markup:
    """The parts of a formula, each in a ``<div class="formula">``.

    A part is in pieces between which a narrow page may break it.
    """
    return Markup().join(_part(part.strip()) for part in latex.split(_BETWEEN_PARTS))


def _part(latex: str) -> Markup:
    math = _convert(latex)
    if math is None:
        return Markup('<div class="formula">{}</div>').format(mathml(latex))
    shown = Markup()
    for clause in clauses(math):
        pieces = Markup("<wbr>").join(_serialised(piece) for piece in clause)
        shown += Markup('<span class="clause">{}</span> ').format(pieces)
    return Markup('<div class="formula">{}</div>').format(shown)


def _convert(latex: str) -> Element | None:
    """The converter's element, tidied; None for what it does not understand."""
    for unknown, known in _SYNONYMS.items():
        latex = latex.replace(unknown, known)
    try:
        math = convert_to_element(latex)
    except NOT_UNDERSTOOD:
        return None
    math.attrib.clear()
    for element in math.iter():
        if not element.text:
            continue
        element.text = unescape(_NAMED.get(element.text, element.text))
        if "\\" in element.text:
            return None
        if element.tag == "mi" and _is_relation(element.text):
            element.tag = "mo"
        if element.tag == "mo" and element.text in _BARS and "stretchy" not in element.attrib:
            element.set("stretchy", "false")
    _space_functions(math)
    _bind_signs(math)
    return math


def _serialised(math: Element) -> Markup:
    return Markup(tostring(math, encoding="unicode"))  # the serialiser escapes


def _is_relation(symbol: str) -> bool:
    """Whether a symbol is an arrow or a relation that the converter took for a letter."""
    return "\u2190" <= symbol[0] <= "\u22ff" or "\u27f0" <= symbol[0] <= "\u27ff"


def _space_functions(element: Element) -> None:
    """Put TeX's thin spaces around sin, cos, ln …: λ cos θ, not λcosθ."""
    children = list(element)
    for child in children:
        _space_functions(child)
    if element.tag not in _ROWS:
        return
    for index in range(len(children) - 1, -1, -1):
        if not _is_function(children[index]):
            continue
        if index + 1 < len(children) and _is_ordinary(children[index + 1]):
            element.insert(index + 1, _thin_space())
        if index > 0 and _is_ordinary(children[index - 1]):
            element.insert(index, _thin_space())


def _bind_signs(element: Element) -> None:
    """Set the sign of one term close to it, as in σ(−α): browsers take it for one between two terms."""
    before: Element | None = None
    for child in element:
        _bind_signs(child)
        is_sign = child.tag == "mo" and child.text in SIGNS and "form" not in child.attrib
        if is_sign and (before is None or not (is_infix(before) or (before.text or " ") in _BARS)):
            child.set("form", "prefix")
        before = child


def _is_function(element: Element) -> bool:
    if element.tag in _SCRIPTED and len(element):
        return _is_function(element[0])
    return element.tag == "mi" and element.text in _FUNCTIONS


def _is_ordinary(element: Element) -> bool:
    """Whether TeX would set a thin space between a function's name and this neighbour."""
    if element.tag == "mrow" and len(element):
        return _is_ordinary(element[0])
    return element.tag not in ("mo", "mspace")


def _thin_space() -> Element:
    return SubElement(Element("mrow"), "mspace", width="0.1667em")
