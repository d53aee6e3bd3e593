"""Performs independent tasks here, in several processes, or on a Dask cluster, and keeps what is finished.

A task is plain JSON, and so is its result.  Results are stored under the hash of the task as they arrive,
so that an interrupted or crashed run goes on where it was; the outcome does not depend on how it was
computed, and is byte-identical.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

Task = dict[str, Any]
Perform = Callable[[Task], Any]

ATTEMPTS = 3
"""How often the pool is started again after one of its processes died."""


class SchedulerUnreachable(RuntimeError):
    """The Dask scheduler does not answer, or Dask is not installed."""


class ResultStore:
    """Results on disk, one file a task, named by the hash of the task."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        directory.mkdir(parents=True, exist_ok=True)

    def get(self, task: Task) -> Any | None:
        """The stored result; None when there is none, or its file is damaged."""
        try:
            return json.loads(self._path(task).read_text(encoding="utf-8"))["result"]
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, task: Task, result: Any) -> None:
        """Store a result; a reader never sees half of it."""
        path = self._path(task)
        temporary = path.with_suffix(f".{os.getpid()}.tmp")
        temporary.write_text(json.dumps({"task": task, "result": result}), encoding="utf-8")
        temporary.replace(path)

    def _path(self, task: Task) -> Path:
        return self.directory / f"{key_of(task)}.json"


def key_of(task: Task) -> str:
    """The hash that names a task."""
    return hashlib.sha256(json.dumps(task, sort_keys=True).encode()).hexdigest()


def execute(
    tasks: Sequence[Task],
    perform: Perform,
    *,
    jobs: int = 1,
    scheduler: str | None = None,
    store: ResultStore | None = None,
) -> list[Any]:
    """The results of ``perform`` on all tasks, in their order.

    ``perform`` must be a function of a module.  ``jobs`` local processes, or the Dask cluster at the
    address ``scheduler``.  What ``store`` already holds is not computed again, and every new result is put
    there as it arrives.  A process that dies costs its unfinished tasks one more attempt; raises
    ``BrokenProcessPool`` when that happens too often, ``SchedulerUnreachable`` for a cluster.
    """
    found: dict[int, Any] = {}
    for index, task in enumerate(tasks):
        known = store.get(task) if store else None
        if known is not None:
            found[index] = known
    for attempt in range(1, ATTEMPTS + 1):
        missing = [index for index in range(len(tasks)) if index not in found]
        try:
            for index, result in _stream(missing, tasks, perform, jobs, scheduler):
                found[index] = result
                if store:
                    store.put(tasks[index], result)
            break
        except BrokenProcessPool:
            if attempt == ATTEMPTS:
                raise
    return [found[index] for index in range(len(tasks))]


def _stream(
    missing: Sequence[int], tasks: Sequence[Task], perform: Perform, jobs: int, scheduler: str | None
) -> Iterator[tuple[int, Any]]:
    if scheduler is not None:
        yield from _on_cluster(missing, tasks, perform, scheduler)
    elif jobs == 1 or len(missing) < 2:
        for index in missing:
            yield index, perform(tasks[index])
    else:
        with ProcessPoolExecutor(min(jobs, len(missing))) as pool:
            futures = {pool.submit(perform, tasks[index]): index for index in missing}
            try:
                for future in as_completed(futures):
                    yield futures[future], future.result()
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise


def _on_cluster(
    missing: Sequence[int], tasks: Sequence[Task], perform: Perform, scheduler: str
) -> Iterator[tuple[int, Any]]:
    try:
        from distributed import Client
        from distributed import as_completed as cluster_completed
    except ImportError as error:
        raise SchedulerUnreachable("Dask is not installed; it is the extra 'cluster'") from error
    try:
        client = Client(scheduler, timeout="10s")
    except (OSError, ValueError) as error:
        raise SchedulerUnreachable(f"no Dask scheduler answers at {scheduler}") from error
    with client:
        futures = {client.submit(perform, tasks[index], pure=False): index for index in missing}
        for future in cluster_completed(list(futures)):
            yield futures[future], future.result()
