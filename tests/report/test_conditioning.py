"""The price of not whitening, in words and as a figure."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import replace

from tests.report import sample
from tests.report.test_logistic_sections import FORMS, words
from verifier.report import conditioning
from verifier.report.conditioning_figure import conditioning_figure
from verifier.report.drawing import standalone
from verifier.results.conditioning import Curve


def test_in_words() -> None:
    """The story has what the runs share and what they show; a run that is not decided is called so."""
    data = sample.conditioning()
    story = conditioning.story(data)

    assert "h = 1/10" in story and "at 9 for κ = 1 and at 4 for κ = 4" in story and "12.25" in story
    assert "the onset itself in 1 of the 2 runs" in story
    assert [["1", "9 ≥ 8", "9 ≥ 8"], ["4", "4 ≥ 4", "6 ≥ 2 ≥ 1"], ["12.5", "0", "undecided ≥ 1"]] == (
        conditioning.rows(data)
    )
    assert len(conditioning.heads(data)) == 3
    for render_form in FORMS:
        text = words(render_form(sample.without_figures(figures={"condition-number": data})))
        assert "undecided" in text and "Does whitening matter?" in text


def test_violations_are_listed() -> None:
    """An onset before its bound is named on the page."""
    data = replace(sample.conditioning(), violations=("d = 2, κ = 4: an onset at 3, before 4",))

    report = sample.without_figures(figures={"condition-number": data})
    for render_form in FORMS:
        assert "an onset at 3, before 4" in render_form(report)


def test_the_figure_follows_the_onsets() -> None:
    """Another onset and another bound give other drawings; one that is not decided is left out."""
    data = sample.conditioning()
    first, *others = data.curves

    def drawn(**more: int | None) -> str:
        onsets = (replace(first.onsets[0], **more), *first.onsets[1:])
        return conditioning_figure(replace(data, curves=(replace(first, onsets=onsets), *others)))

    assert len({drawn(), drawn(onset=10), drawn(at_least=7), drawn(onset=None)}) == 4
    spread = replace(others[0], onsets=(replace(others[0].onsets[0], sharper=7), *others[0].onsets[1:]))
    assert conditioning_figure(replace(data, curves=(first, spread))) != drawn()
    assert drawn() == conditioning_figure(data)
    ElementTree.fromstring(standalone(drawn()))


def test_the_figure_names_axes_and_dimensions() -> None:
    """Axes, panels and the dimension of each curve are written in the drawing."""
    data = sample.conditioning()
    svg = conditioning_figure(replace(data, curves=(*data.curves, Curve(10, True, data.curves[0].onsets))))

    for text in ("condition number κ", "onset T", "d = 3", "d = 10", "the target is spread over all"):
        assert text in svg


def test_the_whitened_run_stands_beside() -> None:
    """An experiment on data that are not whitened names the events of the whitened one, if it is there."""
    both = {"standardized": sample.standardized(), "diabetes": sample.experiment()}

    for render_form in FORMS:
        text = words(render_form(sample.without_figures(experiments=both)))
        assert "Whitened, the same data give an onset at 4 and rises of the loss at 7–8." in text
        alone = sample.without_figures(experiments={"standardized": both["standardized"]})
        assert "Whitened, the same data" not in words(render_form(alone))
