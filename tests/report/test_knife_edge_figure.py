"""The figure of the knife-edge map shows every cell, and the same bytes every time."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest
from matplotlib.colors import LogNorm, to_hex

from verifier.report import knife_edge_figure as module
from verifier.report.drawing import standalone
from verifier.report.knife_edge_figure import knife_edge_figure
from verifier.report.phase_figure import AT_ONCE, NEVER, UNDECIDED
from verifier.studies.experiments import course, knife_edge_map


def one_map(h: float) -> dict[str, Any]:
    """Two cells a side: one verdict each."""
    return {
        "scale_lr": h,
        "angle0": 0.01,
        "counts": dict.fromkeys(course.VERDICTS, 1),
        "regions": {"logistic.never-rises": ["10", "00"], "logistic.precursor": ["00", "10"]},
        "captured": {"logistic.never-rises": [1, 1], "logistic.precursor": [1, 2]},
        "cells": [
            [0, 0, "never rises", None, None, None, 0, None, None, None, None, None, 0],
            [1, 0, "undecided", None, None, None, None, None, 0, None, 0, None, 16],
            [0, 1, "delayed onset", 7, 30, 25, round(2 / h), [30, 31], 5, 8, 7, 7, 2],
            [1, 1, "rises at once", 0, 4, 2, 3, [5, 6], 0, None, 0, 0, 0],
        ],
    }


def sample(*rates: float) -> dict[str, Any]:
    """A result of ``verifier.studies.experiments.knife_edge_map.compute`` made by hand."""
    return {
        "status": "ENCLOSED",
        "x": {"name": "scale0", "low": 0.0, "high": 4.0},
        "y": {"name": "direction_lr", "low": 2.0, "high": 6.0},
        "cells": 2,
        "constants": {"scale": "2.0291003", "kappa": "0.6585156", "edge": "3.0371338"},
        "threshold": [[1.0, 4.3], [2.0, 3.04], [3.0, 3.7]],
        "cell_columns": list(knife_edge_map.COLUMNS),
        "maps": [one_map(h) for h in rates],
        "contradictions": [],
        "summary": [],
    }


def test_says_axes_rates_and_constant() -> None:
    """Both axes, each rate, the constant and what is drawn are written in the drawing."""
    svg = knife_edge_figure(sample(0.1, 0.02))

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
    assert svg == knife_edge_figure(sample(0.1, 0.02))


def test_is_a_file_of_its_own() -> None:
    """The drawing as a file is well-formed XML and holds one image of cells for each rate."""
    root = ElementTree.fromstring(standalone(knife_edge_figure(sample(0.1, 0.02, 0.01))))
    images = [
        value
        for part in root.iter()
        for name, value in part.items()
        if "href" in name and value.startswith("data:image")
    ]

    assert len(images) >= 3


def test_colours_are_those_of_the_verdicts() -> None:
    """Each verdict has the colour of the phase diagram, and what is not known is drawn as undecided."""
    one = one_map(0.1)
    never, doubt, late, at_once = (module._colour(one, cell, LogNorm(1, 10)) for cell in one["cells"])

    assert (never, doubt, at_once) == (NEVER, UNDECIDED, AT_ONCE)
    assert to_hex(late) not in (NEVER, UNDECIDED, AT_ONCE)
    unknown = [*one["cells"][2][:6], None, None]
    assert module._colour(one, unknown, LogNorm(1, 10)) == UNDECIDED


def test_longer_windows_are_darker() -> None:
    """The shade depends on h times the steps alone, and grows darker with it."""
    one, shades = one_map(0.1), LogNorm(1, 10)
    short, long = ([0, 0, "delayed onset", 1, 2, None, steps, None] for steps in (12, 90))
    same = [0, 0, "delayed onset", 1, 2, None, 120, None]

    assert sum(module._colour(one, short, shades)[:3]) > sum(module._colour(one, long, shades)[:3])
    assert module._colour(one, short, shades) == module._colour(one_map(0.01), same, shades)


def test_without_a_delayed_onset() -> None:
    """A map in which nothing is delayed, and no loss rises, can be drawn."""
    data = sample(0.1)
    nothing = ["never rises", None, None, None, 0, None]
    data["maps"][0]["cells"] = [[column, row, *nothing] for column in (0, 1) for row in (0, 1)]

    assert "never rises" in knife_edge_figure(data)


@pytest.mark.parametrize("claim", module._REGIONS)
def test_every_border_can_be_drawn(claim: str) -> None:
    """A region is drawn and named, whatever its shape."""
    data = sample(0.1)
    data["maps"][0]["regions"] = {claim: ["11", "01"]}

    assert f"{claim.removeprefix('logistic.')}</text>" in knife_edge_figure(data)


def test_every_claim_is_in_the_drawing() -> None:
    """Each claim has a border, is the line of the knife edge, or holds almost wherever the truth does."""
    assert set(knife_edge_map.FORETOLD) <= {*module._REGIONS, "logistic.sharp-edge", "logistic.restart"}
