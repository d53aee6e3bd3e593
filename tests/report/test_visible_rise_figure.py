"""The figure of the visible rise shows every cell, and the same bytes every time."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import pytest

from tests.report.sample import visible_rise_panel as panel
from verifier.report import visible_rise_figure as module
from verifier.report.drawing import standalone
from verifier.report.visible_rise_figure import visible_rise_figure
from verifier.results.visible_rise import Outcome, Panel, VisibleRise


def sample(*panels: Panel) -> VisibleRise:
    """The maps alone."""
    return VisibleRise("ENCLOSED", panels, (), ())


def changed(outcome: Outcome | None, row: int, column: int) -> Panel:
    """The panel with one cell otherwise."""
    grid = [list(cells) for cells in panel().grid]
    grid[row][column] = outcome
    return replace(panel(), grid=tuple(map(tuple, grid)))


def test_names_axes_starts_and_outcomes() -> None:
    """Both axes, the start of each panel, the knife edge and all outcomes are written in the drawing."""
    svg = visible_rise_figure(sample(panel(), panel("1e-8")))

    words = [module.SCALE_LR, module.DIRECTION_LR, module.LAW]
    words += ["θ₀ = 0.01", "θ₀ = 10⁻⁸", "knife edge 3.0371"]
    for text in (*words, *(module.SHORT[kind] for kind in Outcome)):
        assert text in svg
    assert module.SHORT[None] not in svg


def test_every_outcome_has_words_and_a_colour() -> None:
    """What the experiment can say the figure can show, undecided cells too."""
    assert set(module.SHORT) == set(module._FILLS) == {None, *Outcome}


def test_undecided_cells_are_shown_as_such() -> None:
    """A null outcome is drawn and explained."""
    doubtful = changed(None, 0, 1)

    assert module.SHORT[None] in visible_rise_figure(sample(doubtful))


@pytest.mark.parametrize("change", [(Outcome.NORM, 0, 1), (Outcome.NEVER, 1, 1)])
def test_follows_the_cells(change: tuple[Outcome, int, int]) -> None:
    """Another outcome of one cell gives another drawing."""
    assert visible_rise_figure(sample(changed(*change))) != visible_rise_figure(sample(panel()))


def test_is_deterministic_and_well_formed() -> None:
    """Two drawings are equal, and a drawing is XML."""
    svg = visible_rise_figure(sample(panel()))

    assert svg == visible_rise_figure(sample(panel()))
    ElementTree.fromstring(standalone(svg))


def test_the_borders_are_half_way() -> None:
    """On the logarithmic axis cells meet half-way between their middles and reach as far beyond."""
    assert module._borders([1.0, 4.0, 16.0]) == pytest.approx([0.5, 2.0, 8.0, 32.0])
