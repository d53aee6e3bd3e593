"""A report is written in three forms that say the same, all of them or none."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.report import sample
from verifier.canonical import canonical_json
from verifier.claim import Status
from verifier.report import layout, render, view
from verifier.report.html import render_html
from verifier.report.markdown import render_markdown
from verifier.report.render import write_report
from verifier.results.evidence import Evidence, Measured
from verifier.results.report import PARTS, Report

HOSTILE = '<script>alert(1)</script> & "quoted" `code` *star* | [link](http://x) $x$ <img src=x>'
VOID = frozenset(("meta", "br", "wbr", "img", "link", "input", "hr"))


class Page(HTMLParser):
    """Every tag with its attributes, the identifiers, the links, and the tags left open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.mismatched: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.mismatched.append(tag)

    def values(self, name: str) -> list[str]:
        """The values of one attribute, over all tags."""
        return [attributes[name] or "" for _, attributes in self.tags if name in attributes]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the whole report; it takes a second or two to draw, so tests share it."""
    directory = tmp_path_factory.mktemp("reports") / "new"
    write_report(sample.report(), directory)
    return directory


@pytest.fixture(scope="module")
def page(written: Path) -> Page:
    return Page((written / "report.html").read_text())


def test_three_forms_and_the_figures(written: Path) -> None:
    """The directory holds the three forms of the report and its figures, and nothing else."""
    names = {path.name for path in written.iterdir()}
    figures = {f"{name}.svg" for name in sample.report().figures}
    assert {"report.json", "report.md", "report.html", *figures} == names


def test_json_is_the_source_of_truth(written: Path) -> None:
    """report.json holds all of the report, and the others are what rendering that gives."""
    report = sample.report()
    stored = json.loads((written / "report.json").read_text())

    assert report.plain() == stored
    assert [*report.plain()] == [*stored]
    read = Report.restored(stored)
    assert read.plain() == stored and read.claims == report.claims
    shown = replace(read, **{part: getattr(report, part) for part in PARTS})
    assert render_html(shown) == (written / "report.html").read_text()
    assert render_markdown(shown) == (written / "report.md").read_text()


def test_same_bytes_again(written: Path, tmp_path: Path) -> None:
    """The same report gives the same bytes in every form."""
    write_report(sample.report(), tmp_path)

    for path in written.iterdir():
        assert path.read_bytes() == (tmp_path / path.name).read_bytes()


def test_canonical_json_is_compact() -> None:
    """Keys stay in their order, and a list of numbers takes one line."""
    assert '{\n "b": [1, 2.5, -3e-09],\n "a": []\n}\n' == canonical_json({"b": [1, 2.5, -3e-9], "a": []})


def test_canonical_json_keeps_a_cell_on_one_line() -> None:
    """Words and missing values do not break the line of a row."""
    row = [0.5, 1, "never rises", None]

    assert '{\n "row": [0.5, 1, "never rises", null]\n}\n' == canonical_json({"row": row})


@pytest.mark.parametrize("value", ["[\n  1,\n  2\n]", ["a  b", "c"], ["a,\n b"], [[1], ["]", "x"]]])
def test_canonical_json_leaves_texts_alone(value: object) -> None:
    """A text that looks like a list, or one with blanks of its own, stays as it is."""
    assert {"x": value} == json.loads(canonical_json({"x": value}))


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_no_number_that_is_not_finite(number: float, tmp_path: Path) -> None:
    """A number that JSON cannot hold is an error, and nothing is written."""
    with pytest.raises(ValueError, match="JSON"):
        write_report(sample.without_figures(figures={"x": {"number": number}}), tmp_path)

    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("stage", ["render_html", "render_markdown", "standalone"])
def test_failure_leaves_the_old_report(stage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error while a form is made leaves every file of the old report as it was."""
    write_report(sample.with_one_figure(), tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def fail(*_: object) -> str:
        raise OSError("no space left")

    monkeypatch.setattr(render, stage, fail)
    with pytest.raises(OSError, match="no space"):
        write_report(sample.with_one_figure(schema_version=3), tmp_path)

    assert before == {path.name: path.read_bytes() for path in tmp_path.iterdir()}


def test_failure_on_disk_leaves_the_old_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error while the last file is put on disk leaves the old report and no temporary file."""
    write_report(sample.with_one_figure(), tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    synced: list[int] = []

    def fail_late(descriptor: int) -> None:
        synced.append(descriptor)
        if len(synced) == len(before):
            raise OSError("no space left")

    monkeypatch.setattr(render.os, "fsync", fail_late)
    with pytest.raises(OSError, match="no space"):
        write_report(sample.with_one_figure(schema_version=3), tmp_path)

    assert before == {path.name: path.read_bytes() for path in tmp_path.iterdir()}


def test_every_claim_in_every_form(written: Path) -> None:
    """Each claim's id and certificate digest stand in all three forms."""
    for name in ("report.json", "report.md", "report.html"):
        text = (written / name).read_text()
        for claim in sample.report().claims:
            assert claim.id in text
        assert sample.SHA[:16] in text


def test_the_four_answers_in_every_form(written: Path) -> None:
    """How often a check holds, fails, is undecided and is vacuous stands beside its worth."""
    for form in ("html", "md"):
        assert sample.ANSWERS in (written / f"report.{form}").read_text()


def test_page_is_self_contained(page: Page, written: Path) -> None:
    """The page loads nothing: no script, no source, no style sheet or font from elsewhere."""
    text = (written / "report.html").read_text()

    assert [] == page.values("src") + page.values("srcset") + page.values("xlink:href")
    assert not {"script", "link", "iframe", "object", "img"} & {tag for tag, _ in page.tags}
    assert [] == re.findall(r"@import|url\((?!#)", text)
    assert {"https://arxiv.org/abs/2604.16809"} == set(re.findall(r"https?://[^\s\"<]+", text))


def test_page_is_well_formed(page: Page) -> None:
    """Tags are closed in order, identifiers are unique, and every local link has its target."""
    identifiers = page.values("id")

    assert [] == page.open + page.mismatched
    assert len(set(identifiers)) == len(identifiers)
    local = {link[1:] for link in page.values("href") if link.startswith("#")}
    assert set() == local - set(identifiers)


def test_headings_descend_in_order(page: Page) -> None:
    """There is one first-level heading, and no level is left out below it."""
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    main = levels[levels.index(1) :]

    assert 1 == levels.count(1)
    assert all(after <= before + 1 for before, after in pairwise(main))


def test_figures_are_described(page: Page) -> None:
    """Every drawing stands in an element that describes it in words."""
    described = [attributes["aria-label"] for _, attributes in page.tags if attributes.get("role") == "img"]

    assert len(described) == sum(tag == "svg" for tag, _ in page.tags) == 12
    assert all(described)


def test_statement_as_mathml() -> None:
    """Each claim's statement is MathML, not LaTeX."""
    for part in render_html(sample.without_figures()).split('<div class="statement">')[1:]:
        statement = part.split("</div>")[0]
        assert "<math" in statement
        assert '<code class="latex">' not in statement


@pytest.mark.parametrize("field", ["title", "statement", "setting", "argument", "source", "not_verified"])
def test_hostile_text_is_escaped(field: str) -> None:
    """Text of a claim is shown as it is, and never becomes a tag of the page."""
    claims = (sample.claim("square.first", **{field: HOSTILE}),)
    html = render_html(sample.without_figures(claims=claims))
    markdown = render_markdown(sample.without_figures(claims=claims))

    assert not {"script", "img"} & {tag for tag, _ in Page(html).tags}
    assert "<script" not in markdown
    assert "<img" not in markdown


@pytest.mark.parametrize("latex", [r"\text{<script>alert(1)</script>}", "<script>^", r"\frac{<script>}{2}"])
def test_hostile_formula_is_escaped(latex: str) -> None:
    """A formula cannot bring a tag of its own, whether or not it can be converted."""
    claims = (sample.claim("square.first", statement_latex=latex),)

    assert "script" not in {tag for tag, _ in Page(render_html(sample.without_figures(claims=claims))).tags}


def test_interrupted_report_says_so() -> None:
    """A report of a run that was interrupted says what is missing, also when it has no claim."""
    partial = sample.without_figures(interrupted=True, unfinished=("square.x",))

    for render_form in (render_html, render_markdown):
        assert "Interrupted" in render_form(partial)
        assert render_form(replace(partial, claims=()))


def test_status_short_of_what_is_owed_is_shown() -> None:
    """A claim whose effective status is short of the wanted one shows both."""
    claims = (sample.claim("square.first", effective_status="INCONCLUSIVE"),)
    html = render_html(sample.without_figures(claims=claims))

    assert "meant to reach PROVED" in html
    assert "chip inconclusive" in html
    assert "(effective: INCONCLUSIVE)" in render_markdown(sample.without_figures(claims=claims))


def test_claim_without_a_formula() -> None:
    """A statement in words alone is shown without an empty formula."""
    claims = (sample.claim("square.first", statement_latex=""),)

    assert '<code class="latex">' not in render_html(sample.without_figures(claims=claims))
    assert "```math" not in render_markdown(sample.without_figures(claims=claims))


def test_false_variants_are_listed() -> None:
    """Both forms say on which false variant a check fails."""
    assert "threshold 2 becomes 3" in render_html(sample.without_figures())
    assert "shown to fail on: threshold 2 becomes 3" in render_markdown(sample.without_figures())


def test_phase_diagram_in_words(written: Path) -> None:
    """Both forms say the undecided share, the fixed values, and what each condition captures."""
    for name in ("report.html", "report.md"):
        text = (written / name).read_text()
        for said in ("here the direction rises", "12.5% of the area", "= 0.01", "from 1 to 5"):
            assert said in text
        for claim in sample.phase().regions:
            assert claim in text


@pytest.mark.parametrize(
    "figures",
    [
        {},
        {"delayed-spike": sample.run()},
        {"phase-diagram": sample.phase()},
        {"logistic-spike": sample.logistic_run()},
    ],
)
def test_report_without_a_figure(figures: dict[str, object], tmp_path: Path) -> None:
    """A report that lacks a figure is written without it, and without its section."""
    write_report(sample.without_figures(figures=figures), tmp_path)

    assert {f"{name}.svg" for name in figures} == {path.name for path in tmp_path.glob("*.svg")}
    for name in ("report.html", "report.md"):
        said = "here the direction rises" in (tmp_path / name).read_text()
        assert said == ("phase-diagram" in figures)


@pytest.mark.parametrize("change", [
    {"onset": None, "window": None, "rising_edges": [], "loss_rises": []},
    {"window": [4, 5], "rising_edges": [[4, None]], "loss_rises": []},
])  # fmt: skip
def test_runs_without_a_spike(change: dict[str, Any]) -> None:
    """A run that was stopped before its spike is described as what it is."""
    figures = {"delayed-spike": replace(sample.run(), **change)}

    for render_form in (render_html, render_markdown):
        text = render_form(sample.without_figures(figures=figures))
        assert "the loss does not rise" in text
        assert "None" not in text


@pytest.mark.parametrize("failing", ["phase-diagram", "small-step-limit"])
def test_a_figure_that_cannot_be_drawn(
    failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is a named gap in all three forms, with the reason in its place; the rest is there."""

    def fail(*_: object) -> str:
        raise RuntimeError("no <fonts>")

    report = sample.report()
    if failing == "phase-diagram":
        monkeypatch.setitem(layout.FIGURES, failing, fail)
    else:
        monkeypatch.setattr("verifier.report.html.limit_figure", fail)
        data = Measured(({"h": "0.1"},), failing)
        piece = Evidence("experiment", Status.CHECKED, "x", data=data)
        first, *others = report.claims
        report = replace(report, claims=(replace(first, evidence=(*first.evidence, piece)), *others))
    gaps = write_report(report, tmp_path)

    assert gaps == {f"figure: {failing}": "it could not be drawn: RuntimeError: no <fonts>"}
    assert json.loads((tmp_path / "report.json").read_text())["gaps"] == gaps
    page = (tmp_path / "report.html").read_text()
    assert f"The figure {failing} could not be drawn: RuntimeError: no &lt;fonts&gt;" in page
    assert f"missing: figure: {failing}" in (tmp_path / "report.md").read_text()
    assert (tmp_path / "delayed-spike.svg").exists()


def test_a_claim_names_the_lemmas_that_it_cites() -> None:
    """Beside what it rests on, with the file in which they are; one without a certificate names none."""
    report = sample.without_figures()
    first, *others = report.claims
    bare = replace(first, evidence=tuple(piece for piece in first.evidence if not piece.is_certificate))
    text = render_html(replace(report, claims=(bare, *others)))

    assert view.cited(first) == ["square"] and view.cited(bare) == []
    assert text.count('Its certificate cites, of <a href="lemmas.json">lemmas.json</a>') == len(others)
    assert "lemmas.json</a>, <code>square</code>." in text
