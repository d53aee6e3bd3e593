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
from types import TracebackType
from typing import Any

from verifier.workers import prepare_worker

Task = dict[str, Any]
Perform = Callable[[Task], Any]

ATTEMPTS = 3
"""How often tasks are tried whose process died."""
CONNECT_SECONDS = 5


class SchedulerUnreachable(RuntimeError):
    """The Dask scheduler does not answer, or Dask is not installed."""


class ResultStore:
    """Results on disk, one file a task, named by the hash of the task."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def get(self, task: Task) -> Any | None:
        """The stored result; None when there is none, or its file is damaged."""
        try:
            stored = json.loads(self._path(task).read_text(encoding="utf-8"))
            return stored["result"] if stored["task"] == task else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, task: Task, result: Any) -> None:
        """Store a result; a reader never sees half of it."""
        path = self._path(task)
        self.directory.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}.tmp")
        temporary.write_text(json.dumps({"task": task, "result": result}), encoding="utf-8")
        temporary.replace(path)

    def clear(self) -> None:
        """Remove all results."""
        for path in self.directory.glob("*"):
            path.unlink(missing_ok=True)
        if self.directory.exists():
            self.directory.rmdir()

    def _path(self, task: Task) -> Path:
        return self.directory / f"{key_of(task)}.json"


def key_of(task: Task) -> str:
    """The hash that names a task."""
    return hashlib.sha256(json.dumps(task, sort_keys=True).encode()).hexdigest()


class Executor:
    """A context in which tasks are performed; its processes live as long as it does.

    ``jobs`` local processes (1: this process), or the Dask cluster at the address ``scheduler``.  What
    ``store`` already holds is not computed again, and every new result is put there as it arrives.
    Entering raises ``SchedulerUnreachable`` for a cluster that does not answer.
    """

    def __init__(
        self, *, jobs: int = 1, scheduler: str | None = None, store: ResultStore | None = None
    ) -> None:
        self.jobs, self.scheduler, self.store = jobs, scheduler, store
        self._pool: ProcessPoolExecutor | None = None
        self._client: Any = None

    def __enter__(self) -> Executor:
        if self.scheduler is not None:
            self._client = _connect(self.scheduler)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._client is not None:
            self._client.close()
        self._close_pool(abandon=kind is not None)

    def perform(self, function: Perform, tasks: Sequence[Task]) -> list[Any]:
        """The results of ``function`` (of a module) on all tasks, in their order.

        A process that dies costs its unfinished tasks one more attempt; raises ``BrokenProcessPool``
        when that happens too often.
        """
        found: dict[int, Any] = {}
        for index, task in enumerate(tasks):
            known = self.store.get(task) if self.store else None
            if known is not None:
                found[index] = known
        for attempt in range(1, ATTEMPTS + 1):
            missing = [index for index in range(len(tasks)) if index not in found]
            try:
                for index, result in self._stream(function, tasks, missing):
                    found[index] = result
                    if self.store:
                        self.store.put(tasks[index], result)
                break
            except BrokenProcessPool:
                self._close_pool(abandon=True)
                if attempt == ATTEMPTS:
                    raise
        return [found[index] for index in range(len(tasks))]

    def _stream(
        self, function: Perform, tasks: Sequence[Task], missing: Sequence[int]
    ) -> Iterator[tuple[int, Any]]:
        if self._client is not None:
            from distributed import as_completed as cluster_completed

            remote = {self._client.submit(function, tasks[index], pure=False): index for index in missing}
            for future in cluster_completed(list(remote)):
                yield remote[future], future.result()
        elif self.jobs == 1:
            for index in missing:
                yield index, function(tasks[index])
        else:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(self.jobs, initializer=prepare_worker)
            local = {self._pool.submit(function, tasks[index]): index for index in missing}
            for done in as_completed(local):
                yield local[done], done.result()

    def _close_pool(self, *, abandon: bool) -> None:
        """End the processes; ``abandon`` does not wait for what they are doing."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        if abandon:
            for process in list((pool._processes or {}).values()):
                process.terminate()
        pool.shutdown(cancel_futures=True)


def _connect(scheduler: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise SchedulerUnreachable("Dask is not installed; it is the extra 'cluster'") from error
    try:
        return Client(scheduler, timeout=CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        raise SchedulerUnreachable(f"no Dask scheduler answers at {scheduler!r}") from error
