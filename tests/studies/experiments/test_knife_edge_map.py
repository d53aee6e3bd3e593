"""The knife-edge map: every cell is decided, and a planted contradiction is noticed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from verifier.results.knife_edge import KnifeEdge, Map
from verifier.results.rise import Rise
from verifier.studies.experiments import course, knife_edge_map
from verifier.studies.experiments.course import NEVER_RISES, Course, follow
from verifier.studies.experiments.knife_edge_map import compute, contradictions
from verifier.studies.losses import LogisticInstance

SETTING = Fraction(1, 5), Fraction(1, 100)


@pytest.fixture(scope="module")
def small() -> KnifeEdge:
    """The map of six cells a side at one setting."""
    return compute([SETTING], 6)


def planted(one: Map, place: tuple[int, int], **wrong: Any) -> list[str]:
    """What is noticed when the cell there is another."""
    cells = [replace(cell, **wrong) if (cell.column, cell.row) == place else cell for cell in one.cells]
    return [*contradictions(replace(one, cells=tuple(cells)))]


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


def test_every_cell_is_decided(small: KnifeEdge) -> None:
    """Each cell has a verdict, the counts add up, and nothing contradicts a claim."""
    (one,) = small.maps

    assert len(one.cells) == sum(one.counts().values()) == 36
    assert one.counts()[Rise.UNDECIDED] == 0
    assert min(one.counts()[rise] for rise in (Rise.NEVER, Rise.DELAYED, Rise.AT_ONCE)) > 0
    assert small.status == "ENCLOSED" and small.contradictions == ()


def test_below_the_edge_nothing_rises(small: KnifeEdge) -> None:
    """Every cell with η/‖w_0‖² below the knife edge never rises; the constants are cut off, not rounded."""
    low, high = small.y.low, small.y.high
    below = [cell for cell in small.maps[0].cells if low + (high - low) * (cell.row + 0.5) / 6 < 3.037]

    assert below and all(cell.verdict is Rise.NEVER for cell in below)
    assert small.constants.edge.startswith("3.03713380934")


def test_a_wrong_cell_is_noticed(small: KnifeEdge) -> None:
    """A rise planted where two claims and the window forbid it, or a loss rise without one, is noticed."""
    (one,) = small.maps
    rises = {"verdict": Rise.DELAYED, "onset": 3, "last_rise": 4, "loss_rise": None}

    assert len(planted(one, (0, 0), **rises)) == 3
    assert len(planted(one, (0, 0), verdict=Rise.NEVER, loss_rise=7)) == 1


@pytest.mark.parametrize("off", [-1, 1])
def test_an_onset_outside_of_its_window_is_noticed(small: KnifeEdge, off: int) -> None:
    """An onset one step before or after the only one that a restart allows is a contradiction."""
    (one,) = small.maps
    known = (cell for cell in one.cells if cell.restart_lower == cell.restart_upper == cell.onset)
    cell = next(cell for cell in known if cell.verdict is Rise.DELAYED and cell.onset != 1)

    assert len(planted(one, (cell.column, cell.row), onset=(cell.onset or 0) + off)) == 1


def test_the_window_contains_the_onset(small: KnifeEdge) -> None:
    """Lower bound, onset and upper bound are in this order in every cell, at the start and on restart."""
    for cell in small.maps[0].cells:
        for lower, upper in cell.windows:
            if cell.onset is not None:
                assert lower is not None
                assert lower <= cell.onset <= (cell.onset if upper is None else upper)
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

    assert found.status == "REFUTED"
    assert sum("never-rises holds, but" in text for text in found.contradictions) == 4


def test_what_is_not_known_is_not_given() -> None:
    """Of a run that was not followed to its end, neither the last rise nor the open times are given."""
    instance = LogisticInstance.of("0.02", "0.25", "3.2", "0.001")

    course, known = Course(onset=3, last_rise=9, open=4), knife_edge_map.forecast(instance)
    cell = knife_edge_map._cell(0, 0, instance, course, known)

    assert (cell.verdict, cell.onset) == (Rise.DELAYED, 3)
    assert (cell.last_rise, cell.loss_rise, cell.open) == (None, None, None)


def test_too_few_bits_foretell_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where enclosures decide no bound, the onset may be at any time, and a map is INCONCLUSIVE."""
    monkeypatch.setattr(knife_edge_map, "BITS", 2)
    monkeypatch.setattr(knife_edge_map, "horizon", lambda instance: None)
    monkeypatch.setattr(course, "BITS", (2,))

    assert knife_edge_map.forecast(LogisticInstance.of("0.02", "0.25", "3.2", "0.001")).lower == 0
    assert compute([SETTING], 1).status == "INCONCLUSIVE"
