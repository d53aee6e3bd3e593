"""Criterion: where and how often tasks are computed does not change a byte of the results."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from verifier.batch.executor import Executor, WorkersDied
from verifier.batch.results import ResultStore


def square(task):
    """The task performed in these tests."""
    return {"square": task["number"] ** 2, "process": None}


def square_after_a_crash(task):
    """Kills its own process the first time that it sees the number 5."""
    mark = Path(task["mark"])
    if task["number"] == 5 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return square(task)


def crash(task):
    """Kills its own process whenever it is called."""
    os.kill(os.getpid(), signal.SIGKILL)


def interrupt_at_five(task):
    """Stands for Ctrl-C in the middle of the work."""
    if task["number"] == 5:
        raise KeyboardInterrupt
    return square(task)


TASKS = [{"number": number} for number in range(12)]
EXPECTED = [square(task) for task in TASKS]


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_in_order(jobs):
    """One process and two give the results in the order of the tasks, call after call."""
    with Executor(jobs=jobs) as executor:
        assert executor.perform(square, TASKS) == EXPECTED
        assert executor.perform(square, TASKS[:3]) == EXPECTED[:3]


def test_a_killed_worker_changes_nothing(tmp_path):
    """A worker process that is killed in mid-run costs an attempt, not a result."""
    tasks = [{**task, "mark": str(tmp_path / "killed")} for task in TASKS]
    with Executor(jobs=2, store=ResultStore(tmp_path / "store")) as executor:
        assert executor.perform(square_after_a_crash, tasks) == EXPECTED
    assert (tmp_path / "killed").exists()


def test_workers_that_always_die():
    """After three attempts the executor says that its processes die."""
    with pytest.raises(WorkersDied, match="died 3 times"), Executor(jobs=2) as executor:
        executor.perform(crash, TASKS)


def test_an_interrupted_run_goes_on(tmp_path):
    """What was finished before an interruption is not computed again."""
    store = ResultStore(tmp_path / "store")
    with pytest.raises(KeyboardInterrupt), Executor(store=store) as executor:
        executor.perform(interrupt_at_five, TASKS)
    name = f"{__name__}.interrupt_at_five"
    kept = [store.get(name, task) for task in TASKS]

    assert kept == EXPECTED[:5] + [None] * 7
    with Executor(store=store) as executor:
        assert executor.perform(square, TASKS) == EXPECTED


def test_no_processes_to_be_had(monkeypatch, caplog):
    """Where the system grants no processes, this one does everything, and says so once."""

    def refused(*arguments, **options):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("verifier.workers.ProcessPoolExecutor", refused)
    with Executor(jobs=2) as executor:
        assert executor.perform(square, TASKS) == EXPECTED
        assert executor.perform(square, TASKS) == EXPECTED
    assert [record.getMessage() for record in caplog.records] == [
        "no worker processes (Read-only file system): everything is computed in one process"
    ]
