"""Criterion: where and how often tasks are computed does not change a byte of the results."""

from __future__ import annotations

import json
import os
import signal
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from verifier.batch.executor import Executor, ResultStore, SchedulerUnreachable, key_of


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
    with pytest.raises(BrokenProcessPool), Executor(jobs=2) as executor:
        executor.perform(crash, TASKS)


def test_an_interrupted_run_goes_on(tmp_path):
    """What was finished before an interruption is not computed again."""
    store = ResultStore(tmp_path / "store")
    with pytest.raises(KeyboardInterrupt), Executor(store=store) as executor:
        executor.perform(interrupt_at_five, TASKS)
    kept = [store.get(task) for task in TASKS]

    assert kept == EXPECTED[:5] + [None] * 7
    with Executor(store=store) as executor:
        assert executor.perform(square, TASKS) == EXPECTED


@pytest.mark.parametrize(
    "text", ["", "{", "null", "[]", '{"task": 1}', '{"task": {"number": 2}, "result": 3}']
)
def test_damaged_results_are_computed_again(tmp_path, text):
    """A stored file that is damaged, or belongs to another task, counts as missing."""
    store = ResultStore(tmp_path)
    store.put(TASKS[1], EXPECTED[1])
    (tmp_path / f"{key_of(TASKS[1])}.json").write_text(text)

    assert store.get(TASKS[1]) is None


def test_clear_removes_everything(tmp_path):
    """Nothing is left of a store that is cleared; to clear it again does no harm."""
    store = ResultStore(tmp_path / "store")
    store.put(TASKS[0], EXPECTED[0])
    store.clear()
    store.clear()

    assert not (tmp_path / "store").exists()


def test_a_dask_cluster_gives_the_same(tmp_path):
    """A cluster of two workers gives the results of this process, and fills the store."""
    from distributed import LocalCluster

    store = ResultStore(tmp_path)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None) as cluster,
        Executor(scheduler=cluster.scheduler_address, store=store) as executor,
    ):
        found = executor.perform(square, TASKS)

    assert json.dumps(found) == json.dumps(EXPECTED)
    assert [store.get(task) for task in TASKS] == EXPECTED


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense://x", "127.0.0.1"])
def test_unreachable_scheduler(address, monkeypatch):
    """An address at which no scheduler answers is named."""
    monkeypatch.setattr("verifier.batch.executor.CONNECT_SECONDS", 1)
    with pytest.raises(SchedulerUnreachable, match=address), Executor(scheduler=address):
        pass
