"""The figure of the phase diagram shows every cell, and the same bytes every time."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from fractions import Fraction

import pytest

from tests.report import sample
from verifier.batch.executor import Executor
from verifier.report import phase
from verifier.report.drawing import standalone
from verifier.report.phase_figure import PIXELS, _pixels, phase_figure
from verifier.results.phase import Cell
from verifier.results.rise import Rise
from verifier.studies.diagram import engine, logistic_regions, regions, square_regions
from verifier.studies.diagram.diagram import Axis, Phase
from verifier.studies.diagram.phase import compute
from verifier.studies.losses import LOSSES

DATA = sample.phase()


def test_says_shares_and_axes():
    """Shares, captured shares, fixed values and both axes are written in the drawing."""
    svg = phase_figure(DATA)

    for text in (
        "never rises: 25.0%",
        "no-rising-edge: –",
        "delayed-onset: 50.0%",
        "θ₀ = 0.1",
        "initial scale a₀",
    ):
        assert text in svg
    assert svg == phase_figure(DATA)


def test_is_a_file_of_its_own():
    """The drawing as a file is well-formed XML and holds the image of the cells."""
    root = ElementTree.fromstring(standalone(phase_figure(DATA)))

    assert any(
        "href" in name and value.startswith("data:image")
        for part in root.iter()
        for name, value in part.items()
    )


def test_without_a_delayed_onset():
    """A diagram in which nothing is delayed has no scale of onsets."""
    cells = (Cell(0.0, 2.0, 1.0, 5.0, Rise.NEVER),)

    assert "onset T" not in phase_figure(replace(DATA, cells=cells))


@pytest.mark.parametrize("low", [0.0, 0.31415, 0.9999])
def test_no_undecided_cell_is_too_small_to_be_seen(low):
    """A cell far narrower than a pixel fills the pixel it lies in."""
    pixels = _pixels(low, low + 1e-6, 0.0, 1.0, True)

    assert 1 <= pixels.stop - pixels.start <= 2 and pixels.stop <= PIXELS


def test_words_agree_with_the_computation():
    """The claims, what they foretell and the last restart are those of the study."""
    foretold = {claim: verdict for claim, (_, verdict) in phase.CONDITIONS.items()}

    assert foretold == square_regions.TRUTH | logistic_regions.TRUTH
    for restart in (square_regions.RESTART, logistic_regions.RESTART):
        assert phase.CONDITIONS[restart][0].endswith(f" {regions.RESTARTS[-1]}")


@pytest.mark.parametrize("name", LOSSES)
def test_the_story_says_in_what_the_boxes_were_followed(name, monkeypatch):
    """It says float64 of a diagram exactly if the loop in float64 is what followed its boxes."""
    loss, calls = LOSSES[name].loss, []
    follow = engine.follow
    monkeypatch.setattr(engine, "follow", lambda *given: calls.append(given) or follow(*given))
    sides = [axis.split(":") for axis in loss.axes]
    axes = [Axis(side.replace("-", "_"), Fraction(low), Fraction(high)) for side, low, high in sides]
    fixed = {parameter.name: Fraction(parameter.default) for parameter in loss.parameters}
    for axis in axes:
        del fixed[axis.name]
    with Executor(jobs=1) as executor:
        found = compute(Phase(loss, *axes, fixed, grid=1, max_depth=0, max_steps=9, raster=1), executor)
    story = phase.story(found)

    assert ("in float64 intervals rounded outwards" in story) == bool(calls)
    assert ("that intervals do not decide" in story) == bool(calls)
    assert ("in balls: its" in story and "that balls do not decide" in story) == (not calls)
