"""The knife-edge map: every cell is decided, and a planted contradiction is noticed."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from verifier.studies.experiments import course, knife_edge_map
from verifier.studies.experiments.course import (
    AT_ONCE,
    DELAYED,
    NEVER,
    NEVER_RISES,
    UNDECIDED,
    Course,
    follow,
)
from verifier.studies.experiments.knife_edge_map import compute
from verifier.studies.losses import LogisticInstance

SETTING = Fraction(1, 5), Fraction(1, 100)


@pytest.fixture(scope="module")
def small() -> dict[str, Any]:
    """The map of six cells a side at one setting."""
    return compute([SETTING], 6)


def test_the_horizon_is_what_an_aligned_scale_spends() -> None:
    """With a tiny angle and a small h the steps in the window are the horizon to a few percent."""
    instance = LogisticInstance.of("0.02", "0.5", "3.3", "1e-60")
    low, high = knife_edge_map.horizon(instance) or (0, 0)

    assert high - low <= 2
    assert abs(follow(instance).open / low - 1) < 0.02


@pytest.mark.parametrize("row", [("0.1", "1", "3", "0.1"), ("0.1", "4", "4", "0.1")], ids=" ".join)
def test_no_window_no_horizon(row: tuple[str, str, str, str]) -> None:
    """Below the knife edge, and to the right of the window, there is no horizon."""
    assert knife_edge_map.horizon(LogisticInstance.of(*row)) is None


def test_every_cell_is_decided(small: dict[str, Any]) -> None:
    """Each cell has a verdict, the counts add up, and nothing contradicts a claim."""
    (one,) = small["maps"]

    assert len(one["cells"]) == sum(one["counts"].values()) == 36
    assert one["counts"][UNDECIDED] == 0
    assert min(one["counts"][verdict] for verdict in (NEVER, DELAYED, AT_ONCE)) > 0
    assert small["status"] == "ENCLOSED" and small["contradictions"] == []


def test_below_the_edge_nothing_rises(small: dict[str, Any]) -> None:
    """Every cell with η/‖w_0‖² below the knife edge never rises; the constants are cut off, not rounded."""
    low, high = small["y"]["low"], small["y"]["high"]
    below = [c for c in small["maps"][0]["cells"] if low + (high - low) * (c[1] + 0.5) / 6 < 3.037]

    assert below and all(cell[2] == NEVER for cell in below)
    assert small["constants"]["edge"].startswith("3.03713380934")


def test_a_wrong_cell_is_noticed(small: dict[str, Any]) -> None:
    """A rise planted where two claims and the window forbid it, or a loss rise without one, is noticed."""
    (one,) = small["maps"]
    place = next(k for k, cell in enumerate(one["cells"]) if cell[:2] == [0, 0])
    for wrong, many in (([DELAYED, 3, 4, None], 3), ([NEVER, None, None, 7], 1)):
        planted = [list(cell) for cell in one["cells"]]
        planted[place][2:6] = wrong

        assert len(knife_edge_map.contradictions({**one, "cells": planted})) == many


@pytest.mark.parametrize("off", [-1, 1])
def test_an_onset_outside_of_its_window_is_noticed(small: dict[str, Any], off: int) -> None:
    """An onset one step before or after the only one that a restart allows is a contradiction."""
    (one,) = small["maps"]
    planted = [list(cell) for cell in one["cells"]]
    cell = next(cell for cell in planted if cell[2] == DELAYED and cell[10] == cell[11] == cell[3] > 1)
    cell[3] += off

    assert len(knife_edge_map.contradictions({**one, "cells": planted})) == 1


def test_the_window_contains_the_onset(small: dict[str, Any]) -> None:
    """Lower bound, onset and upper bound are in this order in every cell, at the start and on restart."""
    for cell in small["maps"][0]["cells"]:
        for lower, upper in (cell[8:10], cell[10:12]):
            if cell[3] is not None:
                assert lower <= cell[3] <= (cell[3] if upper is None else upper)
            else:
                assert upper is None


def test_a_contradiction_refutes(monkeypatch: pytest.MonkeyPatch) -> None:
    """If a claim said of every run that it never rises, and all rose, the section would be REFUTED."""
    monkeypatch.setattr(
        knife_edge_map,
        "follow",
        lambda instance: Course(onset=5, foretold=(NEVER_RISES,)),
    )
    found = compute([SETTING], 2)

    assert found["status"] == "REFUTED"
    assert sum("never-rises holds, but" in text for text in found["contradictions"]) == 4


def test_what_is_not_known_is_not_given() -> None:
    """Of a run that was not followed to its end, neither the last rise nor the open times are given."""
    instance = LogisticInstance.of("0.02", "0.25", "3.2", "0.001")

    assert knife_edge_map._entries(instance, Course(onset=3, last_rise=9, open=4))[:5] == [
        DELAYED, 3, None, None, None,
    ]  # fmt: skip


def test_too_few_bits_foretell_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where enclosures decide no bound, the onset may be at any time, and a map is INCONCLUSIVE."""
    monkeypatch.setattr(knife_edge_map, "BITS", 2)
    monkeypatch.setattr(knife_edge_map, "horizon", lambda instance: None)
    monkeypatch.setattr(course, "BITS", (2,))

    assert knife_edge_map.forecast(LogisticInstance.of("0.02", "0.25", "3.2", "0.001"))[0] == 0
    assert compute([SETTING], 1)["status"] == "INCONCLUSIVE"
