"""No reader sees markup: every text and every formula of every claim, in HTML and in Markdown."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from derivations.contents import CLAIMS
from tests.derivations.derived import proof_of
from tests.report import sample
from tests.report.visible import leftovers, markdown_leftovers, visible_text
from verifier.claim import Status
from verifier.derived import lines_of
from verifier.describe import entry
from verifier.evidence import Findings
from verifier.registry import Registry
from verifier.report.html import render_html
from verifier.report.markdown import render_markdown
from verifier.report.mathematics import displayed
from verifier.results.claims import ClaimEntry
from verifier.results.evidence import Evidence, Variant
from verifier.results.report import Report


@cache
def registry() -> Registry:
    """The real claims."""
    return Registry()


def report_of(*entries: ClaimEntry) -> Report:
    """A report of these claims without any figure or table."""
    return sample.without_figures(claims=entries)


def entry_of(claim_id: str) -> ClaimEntry:
    """What the report says of a claim: its texts, its formulas, its derivation and its alterations."""
    claim = registry().claim(claim_id)
    altered = [alteration.text for check in claim.checks for alteration in check.alterations]
    evidence = [
        Evidence("alteration", Status.CHECKED, "refuted", data=Variant(text, witness="h=1/2"))
        for text in altered
    ]
    found = Findings(claim_id, claim.wanted, tuple(evidence), lines_of(proof_of(claim_id)), None)
    return replace(entry(claim, registry(), found, claim.wanted), depends_on=(), checks_use=())


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_no_claim_shows_markup(claim_id: str) -> None:
    """Statement, hypotheses, argument, derivation, what is not verified, and the false variants."""
    report = report_of(entry_of(claim_id))
    assert leftovers(render_html(report)) == []
    assert markdown_leftovers(render_markdown(report)) == []


def test_the_rest_of_the_report_shows_no_markup() -> None:
    """Its introduction, tables, figures and experiments."""
    assert leftovers(render_html(sample.report())) == []
    assert markdown_leftovers(render_markdown(sample.report())) == []


@pytest.mark.parametrize("field", ["statement", "argument", "not_verified", "source", "setting"])
@pytest.mark.parametrize("text", [r"\lfloor x", "``code", "u_?", "x_far", "a $ b", "x^?"])
def test_markup_in_a_text_is_seen(field: str, text: str) -> None:
    """A backslash, backtick, dollar or caret, and an underscore that lowers nothing."""
    assert leftovers(render_html(report_of(sample.claim("square.first", **{field: text})))) != []


@pytest.mark.parametrize("latex", [r"\unknown x", r"\Bigl\unknown x", r"\text{a_b}"])
def test_a_formula_that_is_not_understood_is_seen(latex: str) -> None:
    """In a statement, in a hypothesis and in the derivation."""
    for more in (
        {"statement_latex": latex},
        {"hypotheses": [{"text": "one", "latex": latex, "without": ""}]},
        {"derivation": [{"text": "so", "formulas": [latex], "plain": [], "step": None}]},
    ):
        assert leftovers(render_html(report_of(sample.claim("square.first", **more)))) != []


@pytest.mark.parametrize("text", ["a ` b", "a $ b", "``code``` b", r"a \_ b", r"a \\lfloor b"])
def test_markup_in_markdown_is_seen(text: str) -> None:
    """Delimiters without a mate, and escaped ones that are shown as they are."""
    assert markdown_leftovers(text) != []


def test_what_is_set_apart_is_not_markup() -> None:
    """Formulas, code and addresses may hold any sign; a long name may hold an underscore."""
    page = "<p>a <code>x_1</code></p><script>a_1</script><style>b_1</style><p>edge_budget</p>"
    assert leftovers(page) == []
    assert visible_text(page)[0] == "a "
    text = "```math\na_1 \\le b\n```\n$`a_1`$, `a_1` [x](a_1.svg) **b** <sub>1</sub>"
    assert markdown_leftovers(text) == []


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (r"\Bigl\lfloor x \Bigr\rfloor", "⌊x⌋"),
        (r"\max\{ t : t \ge 0 \}", "max{t:t≥0}"),
        (r"\lceil x \rceil", "⌈x⌉"),
    ],
)
def test_delimiters_are_shown_as_themselves(latex: str, shown: str) -> None:
    """Floors, ceilings and braces, of any size."""
    assert "".join("".join(visible_text(displayed(latex))).split()) == shown
