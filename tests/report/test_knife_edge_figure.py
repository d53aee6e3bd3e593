"""The figure of the knife-edge map shows every cell, and the same bytes every time."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import pytest
from matplotlib.colors import LogNorm, to_hex

from tests.report.sample import knife_edge, knife_edge_map
from verifier.report import knife_edge_figure as module
from verifier.report.drawing import standalone
from verifier.report.knife_edge_figure import knife_edge_figure
from verifier.report.phase_figure import FILLS
from verifier.results.knife_edge import Captured, Region
from verifier.results.rise import Rise
from verifier.studies.experiments.knife_edge_map import FORETOLD


def test_says_axes_rates_and_constant() -> None:
    """Both axes, each rate, the constant and what is drawn are written in the drawing."""
    svg = knife_edge_figure(knife_edge(0.1, 0.02))

    for text in (
        module.SCALE,
        module.DIRECTION_LR,
        "h = 0.1, θ₀ = 0.01",
        "h = 0.02, θ₀ = 0.01",
        "sharp-edge: 3.0371…",
        "the loss rises",
        "never-rises</text>",
    ):
        assert text in svg
    assert svg == knife_edge_figure(knife_edge(0.1, 0.02))


def test_is_a_file_of_its_own() -> None:
    """The drawing as a file is well-formed XML and holds one image of cells for each rate."""
    root = ElementTree.fromstring(standalone(knife_edge_figure(knife_edge(0.1, 0.02, 0.01))))
    images = [
        value
        for part in root.iter()
        for name, value in part.items()
        if "href" in name and value.startswith("data:image")
    ]

    assert len(images) >= 3


def test_colours_are_those_of_the_verdicts() -> None:
    """Each verdict has the colour of the phase diagram, and what is not known is drawn as undecided."""
    one = knife_edge_map(0.1)
    never, doubt, late, at_once = (module._colour(one, cell, LogNorm(1, 10)) for cell in one.cells)
    others = [FILLS[rise] for rise in (Rise.NEVER, Rise.UNDECIDED, Rise.AT_ONCE)]

    assert [never, doubt, at_once] == others
    assert to_hex(late) not in others
    unknown = replace(one.cells[2], open=None, horizon=None)
    assert module._colour(one, unknown, LogNorm(1, 10)) == FILLS[Rise.UNDECIDED]


def test_longer_windows_are_darker() -> None:
    """The shade depends on h times the steps alone, and grows darker with it."""
    one, shades = knife_edge_map(0.1), LogNorm(1, 10)
    short, long, same = (replace(one.cells[2], open=steps) for steps in (12, 90, 120))

    assert sum(module._colour(one, short, shades)[:3]) > sum(module._colour(one, long, shades)[:3])
    assert module._colour(one, short, shades) == module._colour(knife_edge_map(0.01), same, shades)


def test_without_a_delayed_onset() -> None:
    """A map in which nothing is delayed, and no loss rises, can be drawn."""
    one = knife_edge_map(0.1)
    cells = tuple(replace(one.cells[0], column=cell.column, row=cell.row) for cell in one.cells)

    assert "never rises" in knife_edge_figure(replace(knife_edge(), maps=(replace(one, cells=cells),)))


@pytest.mark.parametrize("claim", module._REGIONS)
def test_every_border_can_be_drawn(claim: str) -> None:
    """A region is drawn and named, whatever its shape."""
    one = replace(knife_edge_map(0.1), regions={claim: Region(("11", "01"), Captured(0, 0))})

    drawn = knife_edge_figure(replace(knife_edge(), maps=(one,)))
    assert f"{claim.removeprefix('logistic.')}</text>" in drawn


def test_every_claim_is_in_the_drawing() -> None:
    """Each claim has a border, is the line of the knife edge, or holds almost wherever the truth does."""
    assert set(FORETOLD) <= {*module._REGIONS, "logistic.sharp-edge", "logistic.restart"}
