"""The figure of the visible rise shows every cell, and the same bytes every time."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest

from verifier.report import visible_rise_figure as module
from verifier.report.drawing import standalone
from verifier.report.visible_rise_figure import visible_rise_figure
from verifier.studies.experiments.crossing import Outcome


def panel(theta0: str = "0.01") -> dict[str, Any]:
    """Two by three cells, one outcome of each kind."""
    return {
        "alpha0": "0.5",
        "theta0": theta0,
        "h": [0.1, 1.0],
        "nu": [3.0, 5.0, 9.0],
        "outcome": [["NEVER", "SCALE", "LOSS"], ["NEVER", "NORM", "LOSS"]],
        "knife_edge": 3.0371338,
        "critical": [3.5117, 3.513],
        "opens": 8.08,
        "law": [[3.6, 0.1], [4.0, 1.0]],
    }


def sample(*panels: dict[str, Any]) -> dict[str, Any]:
    """A result of ``verifier.studies.experiments.visible_rise.section`` made by hand."""
    return {"panels": list(panels)}


def test_names_axes_starts_and_outcomes() -> None:
    """Both axes, the start of each panel, the knife edge and all outcomes are written in the drawing."""
    svg = visible_rise_figure(sample(panel(), panel("1e-8")))

    words = [module.SCALE_LR, module.DIRECTION_LR, module.LAW]
    words += ["θ₀ = 0.01", "θ₀ = 10⁻⁸", "knife edge 3.0371"]
    for text in (*words, *(module.SHORT[kind.name] for kind in Outcome)):
        assert text in svg
    assert module.SHORT[None] not in svg


def test_every_outcome_has_words_and_a_colour() -> None:
    """What the experiment can say the figure can show, undecided cells too."""
    assert set(module.SHORT) == set(module._FILLS) == {None, *(kind.name for kind in Outcome)}


def test_undecided_cells_are_shown_as_such() -> None:
    """A null outcome is drawn and explained."""
    doubtful = panel()
    doubtful["outcome"][0][1] = None

    assert module.SHORT[None] in visible_rise_figure(sample(doubtful))


@pytest.mark.parametrize("change", [("NORM", 0, 1), ("NEVER", 1, 2)])
def test_follows_the_cells(change: tuple[str, int, int]) -> None:
    """Another outcome of one cell gives another drawing."""
    outcome, row, column = change
    other = panel()
    other["outcome"][row][column] = outcome

    assert visible_rise_figure(sample(other)) != visible_rise_figure(sample(panel()))


def test_is_deterministic_and_well_formed() -> None:
    """Two drawings are equal, and a drawing is XML."""
    svg = visible_rise_figure(sample(panel()))

    assert svg == visible_rise_figure(sample(panel()))
    ElementTree.fromstring(standalone(svg))


def test_the_borders_are_half_way() -> None:
    """On the logarithmic axis cells meet half-way between their middles and reach as far beyond."""
    assert module._borders([1.0, 4.0, 16.0]) == pytest.approx([0.5, 2.0, 8.0, 32.0])
