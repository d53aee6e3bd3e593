"""The table of mpmath beside balls: what agrees stands once, what does not stands twice, and is said."""

from dataclasses import replace
from typing import Any

import pytest

from tests.report import sample
from verifier.report import agreement, tightness
from verifier.report.html import render_html
from verifier.report.layout import drawn
from verifier.report.markdown import render_markdown


def test_a_line_where_both_agree_says_everything_once() -> None:
    """With the digits, and how many bounds hold."""
    first, _ = agreement.lines(sample.beside())
    assert first.instance == ("0.005", "0.02", "3", "0.1")
    assert dict(zip(agreement.COLUMNS, first.cells, strict=True)) == {
        "steps": "6000", "depth": "91", "digits": "30, 106", "T": "216", "T is in": "[216, 216]",
        "rising edges": "216–669", "at most": "457", "loss rises": "662–669", "bounds": "9 hold",
    }  # fmt: skip
    assert first.verdict == "same"


def test_a_line_where_they_differ_says_what_each_says() -> None:
    """mpmath first."""
    _, second = agreement.lines(sample.beside())
    assert second.cells[3:8] == (
        "none / 216",
        "[3, ∞) / [216, 216]",
        "none / 216–669",
        "none / 457",
        "none / 662–669",
    )
    assert second.verdict == "differs"


@pytest.mark.parametrize(
    ("change", "verdict", "bounds"),
    [
        ({"agreed": False, "same": False}, "not settled", "9 hold"),
        ({"bounds_hold": False}, "same", "violated"),
        ({"bounds": 0}, "same", "–"),
    ],
)
def test_what_is_not_settled_or_violated_is_said(
    change: dict[str, Any], verdict: str, bounds: str
) -> None:
    """Nothing that was not tested counts as held."""
    table = sample.beside()
    line = next(agreement.lines(replace(table, rows=(replace(table.rows[0], **change),))))

    assert (line.verdict, line.cells[-1]) == (verdict, bounds)


def test_data_of_any_covariance_are_told_by_dimension_and_condition_number() -> None:
    """Two more heads, and only the kinds of bounds that there are."""
    table = sample.general_beside()

    assert tightness.instance_heads(table)[-2:] == ["d", "κ"]
    assert next(agreement.lines(table)).instance == ("0.02", "0.05", "3", "5", "2.25")
    assert "from above" in agreement.tested(sample.beside())
    assert "from above" not in agreement.tested(table) and "6 bounds of edges" in agreement.tested(table)
    text = render_markdown(sample.without_figures(tables={"general-mpmath": table}))
    lines = text.splitlines()
    head = next(place for place, line in enumerate(lines) if line.endswith("mpmath and balls |"))
    assert lines[head].count("|") == lines[head + 1].count("|") == lines[head + 2].count("|")


@pytest.mark.parametrize("loss", ["mpmath", "logistic-mpmath"])
def test_both_reports_show_the_table_its_differences_and_what_it_is_not(loss: str) -> None:
    """Status, digits, the difference, and that mpmath encloses nothing."""
    table = sample.beside("square" if loss == "mpmath" else "logistic")
    report = sample.without_figures(tables={loss: table})
    for text in (render_markdown(report), render_html(report, drawn(report))):
        assert "The same runs in mpmath" in text or "the same runs in mpmath" in text
        assert "It is no enclosure" in text
        assert "30, 106" in text
        assert "None in mpmath, 216 in balls" in text
