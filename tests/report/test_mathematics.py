"""Formulas become MathML that reads as TeX would set them."""

from __future__ import annotations

import re
from html import unescape
from xml.etree import ElementTree

import pytest

from derivations.notation import TABLE
from verifier.report.mathematics import displayed, mathml


def words(markup: str) -> str:
    """The text of the markup, with a blank for every space that is set."""
    return unescape(re.sub(r"<[^>]*>", "", re.sub(r"<mspace[^>]*>", " ", markup)))


@pytest.mark.parametrize(("latex", "shown"), [
    (r"\lambda \cos\theta", "λ cos θ"),
    (r"2\ln(1-h)", "2 ln(1−h)"),
    (r"\log{\left(1 - h \right)}", "log(1−h)"),
    (r"-\cos\theta", "−cos θ"),
    (r"\sin^{2}\theta", "sin2 θ"),
])  # fmt: skip
def test_functions_are_spaced(latex: str, shown: str) -> None:
    """A function's name stands apart from letters and close to brackets."""
    assert shown == words(mathml(latex))


@pytest.mark.parametrize("latex", [r"a \iff b", r"a \implies b", r"a \Rightarrow b"])
def test_arrows_are_operators(latex: str) -> None:
    """An arrow is an operator, so that it gets an operator's space."""
    assert 1 == len(re.findall(r"<mo>[⟺⟹⇒]</mo>", mathml(latex)))


@pytest.mark.parametrize(("latex", "prefixes"), [
    (r"\sigma\left(- \alpha\right)", 1), ("-a = -b", 2), ("a - b", 0), ("(a) - b", 0), ("|a| - b", 0),
    (r"a^{-1} - 2", 1),
])  # fmt: skip
def test_signs_of_one_term(latex: str, prefixes: int) -> None:
    """A sign of one term is set close to it, and one between two terms apart from both."""
    assert prefixes == len(re.findall(r'<mo form="prefix">−</mo>', mathml(latex)))


@pytest.mark.parametrize("latex", ["^", r"\unknownmacro{x}", r"\left( x"])
def test_what_is_not_understood_is_shown_as_it_is(latex: str) -> None:
    """LaTeX beyond the converter is shown as its source, escaped."""
    assert mathml(latex).startswith('<code class="latex">')
    assert '<code class="latex">' in displayed(latex)


def test_environments_of_several_lines() -> None:
    """Aligned equations become the rows of a table."""
    rows = mathml(r"\begin{aligned} a &= b \\ c &= d \end{aligned}").count("<mtr")

    assert 2 == rows


@pytest.mark.parametrize(("latex", "pieces"), [
    ("a = b", [["a", "=b"]]),
    ("a = b + c", [["a", "=b", "+c"]]),
    ("a = b = c", [["a", "=b"], ["=c"]]),
    (r"a = b,\quad c \ge d", [["a", "=b,"], ["c", "≥d"]]),
    (r"a = b,\ c \ge d,\ e > f", [["a", "=b,"], ["c", "≥d,"], ["e", ">f"]]),
    (r"a = b\quad\text{where }c = d", [["a", "=b"], ["where\xa0c", "=d"]]),
    (r"a > b \iff c > d", [["a", ">b"], ["⟺c", ">d"]]),
    ("a = -b", [["a", "=−b"]]),
    ("(a + b)^{2} = c", [["(a+b)2", "=c"]]),
    (r"\left(a - b\right) c", [["(a−b)c"]]),
])  # fmt: skip
def test_where_a_formula_may_break(latex: str, pieces: list[list[str]]) -> None:
    """Clauses part at arrows, commas and second relations; pieces at relations and between terms."""
    clauses = displayed(latex).split('<span class="clause">')[1:]

    assert pieces == [[words(piece).strip() for piece in clause.split("<wbr>")] for clause in clauses]


def test_each_part_of_a_statement_has_a_line() -> None:
    """A part is a sentence of its own; a formula without parts is one line."""
    assert displayed(r"a > 0 \implies b > 0;\qquad c = d").count('<div class="formula">') == 2
    assert displayed(r"a > 0,\qquad c = d").count('<div class="formula">') == 1


def test_every_symbol_of_the_notation() -> None:
    """Each symbol of the theory's table that a formula may show is converted."""
    for row in TABLE.values():
        assert not row.latex or "<math" in mathml(row.shown), row.shown


def test_markup_is_well_formed() -> None:
    """What is written into the page is one well-formed element without a namespace."""
    root = ElementTree.fromstring(mathml(r"\frac{a < b}{\sqrt{c \& d}}"))

    assert "math" == root.tag
