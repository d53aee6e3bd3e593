"""The table of the logistic bounds: each beside the certified onset, and on its right side."""

from __future__ import annotations

import json

import pytest

from verifier.studies import bounded
from verifier.studies.losses import LogisticInstance
from verifier.studies.tightness import DELAYED, QUICK_STRIDE, STEPS, logistic, tabulate

FAST = LogisticInstance.of("0.05", "0.3", "6", "1e-6")
"""Its onset is at 21, and both claims say so from the start."""
ONSET = 21
NEVER = LogisticInstance.of("0.02", "0.5", "2.5", "0.02")


def test_a_row_has_what_the_square_loss_has_and_the_active_margin() -> None:
    """Parameters as text, the onset, every bound of it, and how large the margins are up to it."""
    table = tabulate([FAST], 200)
    (found,) = table.rows
    (row,) = table.plain()["rows"]

    assert json.loads(json.dumps(table.plain(), allow_nan=False)) == table.plain()
    assert [*found.uppers, *found.windows] == ["logistic.precursor", "logistic.restart"]
    assert [row[name] for name in ("h", "alpha0", "direction_lr")] == ["1/20", "3/10", "6"]
    assert row["onset"] == row["lower_by_claim"]["logistic.waiting-time-lower"] == ONSET
    assert row["logistic.precursor"] == ONSET and row["logistic.restart"] == [ONSET, ONSET]
    assert row["active_margin"]["horizon"] == ONSET and 0.6 < row["active_margin"]["bound"] < 0.8
    (edge,) = row["edges"]
    first, last = edge.pop("edge")
    assert (first, last) == (21, 78)
    assert all(bound is None or bound >= last - first + 1 for bound in edge.values())
    assert table.status == "ENCLOSED"


def test_a_run_that_never_rises() -> None:
    """There is no bound of an onset that does not come, and the margins are followed to the end."""
    (row,) = tabulate([NEVER], 100).rows

    assert row.onset is None and row.lower is None and row.never_rises
    assert row.active_margin is not None and row.active_margin.horizon == 100


def test_a_window_off_by_one_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A window that leaves out the onset, on either side, is refuted."""
    for window in ((ONSET + 1, ONSET + 2, 0), (0, ONSET - 1, 0)):
        monkeypatch.setattr(bounded, "window_of", lambda _, window=window: lambda run, limit: window)

        assert tabulate([FAST], 200).status == "REFUTED"


def test_the_section_is_decided() -> None:
    """A quick table has every fifth instance, all of them with a delayed onset."""
    table = logistic(quick=True, seed=0, precision=128)

    assert len(table.rows) == len(DELAYED[::QUICK_STRIDE])
    assert table.status == "ENCLOSED"
    assert all(0 < (row.onset or 0) < STEPS for row in table.rows)
