"""Criterion: a Dask cluster gives the results of this process, or one line says soon why not."""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import time
import warnings
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from verifier.batch import cluster as cluster_module
from verifier.batch.cluster import ClusterError, SchedulerUnreachable
from verifier.batch.executor import Executor
from verifier.batch.results import ResultStore
from verifier.cli import main

distributed = pytest.importorskip("distributed")

ROOT = Path(__file__).parents[2]
WORKER = """
import asyncio, sys
from distributed import Worker
async def work():
    async with Worker(sys.argv[1], nthreads=1, dashboard=False) as worker:
        await worker.finished()
"""
CLUSTER = """
import time
from distributed import LocalCluster
if __name__ == "__main__":
    options = {"n_workers": 1, "threads_per_worker": 1, "processes": False, "protocol": "tcp://"}
    with LocalCluster(dashboard_address="127.0.0.1:0", **options) as cluster:
        print(cluster.scheduler_address, flush=True)
        time.sleep(60)
"""


def square(task):
    """The task performed in these tests."""
    return {"square": task["number"] ** 2}


def wait_at_five(task):
    """Takes for ever from the number 5 on."""
    if task["number"] >= 5:
        time.sleep(60)
    return square(task)


def die(task):
    """Ends the worker."""
    os._exit(1)


def fail(task):
    """A defect."""
    raise ZeroDivisionError("of the task")


TASKS = [{"number": number} for number in range(12)]
EXPECTED = [square(task) for task in TASKS]


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """All waiting is short.  Afterwards the sockets that Dask has given up and forgotten are closed."""
    monkeypatch.setattr(cluster_module, "ANSWER_SECONDS", 2)
    monkeypatch.setattr(cluster_module, "LOOK_SECONDS", 0.2)
    monkeypatch.setattr(cluster_module, "GIVE_UP_SECONDS", 1)
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@contextmanager
def local_cluster(workers):
    """A scheduler and workers in this process, reached through TCP."""
    with distributed.LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=False,
        protocol="tcp://",
        dashboard_address="127.0.0.1:0",
    ) as found:
        yield found


@contextmanager
def started(program, *arguments):
    """A process that runs ``program``, killed in the end."""
    command = [sys.executable, "-c", program, *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def silent_server():
    """The address of a server that accepts, and says nothing."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


def test_the_same_as_here(tmp_path):
    """Two workers give the results of this process in the order of the tasks, and fill the store."""
    store = ResultStore(tmp_path)
    with local_cluster(2) as found, Executor(scheduler=found.scheduler_address, store=store) as executor:
        results = executor.perform(square, TASKS)

    assert json.dumps(results) == json.dumps(EXPECTED)
    assert [store.get(f"{__name__}.square", task) for task in TASKS] == EXPECTED


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:9", "nonsense://x", "127.0.0.1", "tcp://x:y", "ucx://x", "inproc://3", ""]
)
def test_unreachable(address):
    """An address at which no scheduler answers is named, whatever Dask makes of it."""
    with pytest.raises(SchedulerUnreachable, match=f"answers at '{address}'"), Executor(scheduler=address):
        pass


@pytest.mark.parametrize("protocol", ["tcp", "tls", "ws"])
def test_silent(protocol):
    """A server that accepts and says nothing is given up in the stated time."""
    before = time.monotonic()
    with (
        silent_server() as place,
        pytest.raises(SchedulerUnreachable, match=place),
        Executor(scheduler=f"{protocol}://{place}"),
    ):
        pass

    assert time.monotonic() - before < 15


def test_no_workers(caplog):
    """A scheduler without workers is waited for with a word, and not for ever."""
    with (
        local_cluster(0) as found,
        pytest.raises(ClusterError, match="has no workers"),
        Executor(scheduler=found.scheduler_address) as executor,
    ):
        executor.perform(square, TASKS)

    (record,) = [record for record in caplog.records if record.name.startswith("verifier")]
    assert "has no workers; waiting 1 s for that to change" in record.getMessage()


@pytest.mark.parametrize(
    ("beginning", "reason"),
    [
        ("import sys; sys.modules['verifier'] = None", "cannot import tests.batch.test_cluster"),
        (
            "import verifier.batch.results as results; results.code_hash = lambda: 'other'",
            "has other code than this program",
        ),
    ],
)
def test_worker_of_another_kind(beginning, reason):
    """A worker that cannot import the package, or has other code, says so."""
    program = f"{beginning}\n{WORKER}\nasyncio.run(work())"
    with (
        local_cluster(0) as found,
        started(program, found.scheduler_address),
        pytest.raises(ClusterError, match=reason),
        Executor(scheduler=found.scheduler_address) as executor,
    ):
        found.scheduler.allowed_failures = 0
        cluster_module.GIVE_UP_SECONDS = 20  # the worker is a process that has to start
        executor.perform(square, TASKS)


def test_killed_scheduler(tmp_path, capfd):
    """When the scheduler is killed the results so far are kept, and Dask's own messages do not appear."""
    store = ResultStore(tmp_path)
    with started(CLUSTER) as process:
        address = process.stdout.readline().strip()
        with (
            pytest.raises(ClusterError, match=r"went away|not answer"),
            Executor(scheduler=address, store=store) as executor,
        ):
            stream = executor._cluster.stream(wait_at_five, dict(enumerate(TASKS)))
            for index, result in stream:
                store.put(f"{__name__}.square", TASKS[index], result)
                if index == 4:
                    process.send_signal(signal.SIGKILL)

    assert len(store) == 5
    with Executor(store=store) as executor:
        assert executor.perform(square, TASKS) == EXPECTED
    assert store.used == 5
    assert capfd.readouterr().err == ""


def test_workers_that_die():
    """Work that kills every worker is said to."""
    with (
        local_cluster(0) as found,
        started(f"{WORKER}\nasyncio.run(work())", found.scheduler_address),
        pytest.raises(ClusterError, match="died of the work"),
        Executor(scheduler=found.scheduler_address) as executor,
    ):
        found.scheduler.allowed_failures = 0
        cluster_module.GIVE_UP_SECONDS = 20
        executor.perform(die, TASKS[:1])


def test_defect():
    """What a task raises is raised here."""
    with (
        local_cluster(1) as found,
        pytest.raises(ZeroDivisionError, match="of the task"),
        Executor(scheduler=found.scheduler_address) as executor,
    ):
        executor.perform(fail, TASKS)


def test_command(capsys, tmp_path, monkeypatch):
    """On the command line each of these is one line and exit code 2, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    with silent_server() as place:
        code = main(["phase", "--grid", "2", "--scheduler", f"tcp://{place}"])

    assert code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line == f"python -m verifier: error: --scheduler: no Dask scheduler answers at 'tcp://{place}'"
    assert not any(tmp_path.iterdir())
