"""The figure of the phase diagram shows every cell, and the same bytes every time."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest

from tests.report import sample
from verifier.report import phase
from verifier.report.drawing import standalone
from verifier.report.phase_figure import PIXELS, _pixels, phase_figure
from verifier.studies.diagram import logistic_regions, regions, square_regions

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
    cells = [[0.0, 2.0, 1.0, 5.0, "never rises", None, None]]

    assert "onset T" not in phase_figure({**DATA, "cells": cells})


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
