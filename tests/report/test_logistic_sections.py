"""The logistic part of the report says what its data say, in both forms."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from tests.report import sample
from verifier.report import knife_edge, runs, tightness, visible_rise
from verifier.report.families import by_family
from verifier.report.html import render_html
from verifier.report.markdown import render_markdown

FORMS = (render_html, render_markdown)


def words(text: str) -> str:
    """The text of a form without tags, and with single blanks."""
    return " ".join(re.sub(r"<[^>]*>", "", text).split())


@pytest.mark.parametrize("render_form", FORMS)
def test_claims_stand_under_their_loss(render_form: Any) -> None:
    """Each loss has a heading in the index and one before its claims, and numbers run through."""
    text = render_form(sample.without_figures())

    assert text.index("Square loss") < text.index("The first claim") < text.index("The third claim")
    headings = re.findall(r"<h2 id=\"claims-(\w+)\"|## (\w+) loss: the claims", text)
    assert ["square", "logistic"] == ["".join(found).lower() for found in headings]
    assert "3" in words(text[: text.rindex("The third claim")])[-8:]


def test_claims_of_one_loss_only() -> None:
    """A report of the claims of one loss has no heading for the other."""
    claims = (sample.claim("logistic.third"),)

    for render_form in FORMS:
        text = render_form(sample.without_figures(claims=claims))
        assert "Logistic loss" in text and "Square loss" not in text


def test_families_keep_the_order() -> None:
    """Claims are parted where the first part of the id changes, and stay in order."""
    ids = ["square.b", "square.a", "logistic.a"]

    assert [("square", ids[:2]), ("logistic", ids[2:])] == by_family(ids, str)


@pytest.mark.parametrize("render_form", FORMS)
def test_the_two_runs_are_told_apart(render_form: Any) -> None:
    """The first run's story has the rise of its loss, the second's what differs and that the loss falls."""
    figures = {"logistic-spike": sample.logistic_run(), "silent-window": sample.silent_run()}
    text = words(render_form(sample.without_figures(figures=figures)))

    assert "at iteration 7 the loss begins to rise" in text
    assert "closes the window altogether" in text
    assert "= 3.3 in place of 4" in text
    assert "rises for 5 iterations" in text


@pytest.mark.parametrize("change", [
    {"onset": None, "window": None, "rising_edges": [], "loss_rises": []},
    {"rising_edges": [[4, None]], "loss_rises": []},
])  # fmt: skip
def test_stories_of_shorter_runs(change: dict[str, Any]) -> None:
    """A run that was stopped early is not said to do what it was not seen to do."""
    run = replace(sample.logistic_run(), **change)

    assert runs.logistic_story(run).endswith("the loss does not rise.")
    assert runs.silent_story(replace(sample.silent_run(), **change), run).endswith("in place of 4.")
    assert "closes the window" not in runs.logistic_story(replace(sample.silent_run(), loss_rises=[(7, 8)]))


def test_table_of_the_logistic_bounds() -> None:
    """The onset, its bounds and the active margin; no table of edges, as nothing bounds them."""
    table = sample.logistic_tightness()
    first, second = tightness.onset_lines(table)

    assert ("0.02", "0.1", "4", "0.1") == first.instance and "145" == first.truth
    assert ["101", "–", "140–150", "1.102"] == [bound.shown for bound in first.bounds]
    assert "0.70×" == first.bounds[0].ratio
    assert "not seen" == second.truth and "–" == second.bounds[-1].shown
    assert () == table.edge_claims
    for render_form in FORMS:
        only = sample.without_figures(tables={"logistic-tightness": table})
        assert "rising edges" not in render_form(only)
        assert "active margin" in render_form(only)


def test_knife_edge_in_words() -> None:
    """The story has the constant, the ranges and what was followed; the table counts every verdict."""
    data = sample.knife_edge()

    for said in ("3.0371338093…", "from 2 to 6", "2 × 2 runs"):
        assert said in knife_edge.story(data)
    assert [["0.1", "0.01", "1", "1", "1", "1", "2"]] == knife_edge.verdict_rows(data)
    assert 7 == len(knife_edge.verdict_heads(data))
    for render_form in FORMS:
        parts = {"figures": {"knife-edge": data}, "experiments": {"labelled": sample.labelled()}}
        text = words(render_form(sample.without_figures(**parts)))
        assert "the direction rises after a delay in 1 cell" in text


def test_introduction_of_the_labelled_samples() -> None:
    """The experiment says what is trained, and that training does not know the theorems."""
    experiments = {"labelled": sample.labelled()}

    for render_form in FORMS:
        text = words(render_form(sample.without_figures(experiments=experiments)))
        assert "ten samples and twenty features" in text and "knows none of the theorems" in text


def test_outcomes_in_words() -> None:
    """What comes first is counted for each start and said of each single run; ν* is rounded outwards."""
    data = sample.visible_rise()
    seen, first, second = visible_rise.example_rows(data)

    assert [["0.5", "0.01", "1", "1", "1", "1", "3.511–3.514"]] == visible_rise.count_rows(data)
    assert ["α leaves the window first", "298", "10^{−121.4}", "–", "–", "10^{−8.1}"] == first[4:]
    assert ["undecided", *5 * "–"] == second[4:]
    assert "the loss rises" == seen[4] and len(visible_rise.HEADS) == len(first)
    assert "4 runs say" in visible_rise.story(data) and "none of them undecided" in visible_rise.story(data)
    grid = ((None, *data.panels[0].grid[0][1:]), (None, *data.panels[0].grid[1][1:]))
    doubtful = replace(data, panels=(replace(data.panels[0], grid=grid),))
    assert "2 of them undecided" in visible_rise.story(doubtful)
    for render_form in FORMS:
        text = words(render_form(sample.without_figures(figures={"visible-rise": data})))
        assert "α leaves the window first" in text and "3.51" in text


def test_contradictions_are_listed() -> None:
    """A run that contradicts a claim is named on the page."""
    data = replace(
        sample.knife_edge(), status="REFUTED", contradictions=("column 0, row 1: but it rises",)
    )

    report = sample.without_figures(figures={"knife-edge": data})
    for render_form in FORMS:
        assert "column 0, row 1: but it rises" in render_form(report)
