"""The comparison of two full runs compares what it says; how fast anything is, no test asserts."""

from __future__ import annotations

import json

import pytest

from tests.benchmarks import against

PROGRESS = """\
 1/4 tables: mpmath CHECKED (17.2 s)
 2/4 figures: phase-diagram (7.0 s)
3/4 square.edge PROVED (3.7 s)
 4/4 logistic.old ENCLOSED (1,002.5 s)
run: 190 s, 35 s CPU, commit 94fdd14
report: somewhere/report.html
"""


def test_the_tasks_are_read_from_the_progress() -> None:
    """Labels of several words, with or without a status; nothing else is a task."""
    assert against.tasks_of(PROGRESS) == {
        "tables: mpmath": 17.2,
        "figures: phase-diagram": 7.0,
        "square.edge": 3.7,
        "logistic.old": 1002.5,
    }


def test_the_same_claims_leave_out_what_one_side_has_alone() -> None:
    """What both have counts in full, with all that is no task; the rest counts in the whole alone."""
    ours = 40.0, {"tables: mpmath": 20.0, "square.edge": 10.0}
    theirs = 30.0, {"square.edge": 12.0, "logistic.old": 5.0}
    figures = against.compared(ours, theirs)

    assert figures["same_claims"] == {"this": 20.0, "other": 25.0}
    assert (figures["ratio"], figures["ratio_same_claims"]) == (1.33, 0.8)
    assert figures["only_this"] == {"tables: mpmath": 20.0} and "logistic.old" in figures["only_other"]
    assert json.loads(json.dumps(figures)) == figures
    assert "1.33 x" in against.table({"commit": "abc", **figures})


def test_a_run_that_breaks_is_no_measurement(tmp_path) -> None:
    """A tree without the program, or a refused option, raises instead of counting as fast."""
    with pytest.raises(RuntimeError, match="no program"):
        against.full_run(tmp_path)
    with pytest.raises(RuntimeError, match="exit code 2"):
        against.full_run(against.HERE, ("--precision", "0"))


def test_a_run_is_timed_by_its_processor_time() -> None:
    """One claim of a quick run has its task, and costs more than that task."""
    seconds, tasks = against.full_run(against.HERE, ("--quick", "--claim", "square.rising-identity"))

    assert "square.rising-identity" in tasks and seconds > sum(tasks.values()) > 0
