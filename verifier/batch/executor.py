"""Performs independent tasks here, in several processes, or on a Dask cluster, and keeps what is finished.

A task is plain JSON, and so is its result.  Results are stored as they arrive, so that an interrupted or
crashed run goes on where it was; the outcome does not depend on how it was computed, and is byte-identical.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Any

from verifier.batch.cluster import Cluster
from verifier.batch.results import ResultStore, Task
from verifier.workers import end_pool, start_pool

Perform = Callable[[Task], Any]

ATTEMPTS = 3
"""How often tasks are tried whose process died."""


class WorkersDied(RuntimeError):
    """The processes of this machine that compute have died too often."""


class Executor:
    """A context in which tasks are performed; its processes live as long as it does.

    ``jobs`` local processes (1: this process), or the Dask cluster at the address ``scheduler``.  What
    ``store`` already holds is not computed again, and every new result is put there as it arrives.
    ``progress`` is told how many tasks of ``perform`` have their result, and of how many.
    Entering raises ``SchedulerUnreachable`` for a cluster that does not answer.
    """

    def __init__(
        self,
        *,
        jobs: int = 1,
        scheduler: str | None = None,
        store: ResultStore | None = None,
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> None:
        self.jobs, self.scheduler, self.store, self._progress = jobs, scheduler, store, progress
        self._workers = jobs
        self._pool: ProcessPoolExecutor | None = None
        self._cluster: Cluster | None = None

    def __enter__(self) -> Executor:
        if self.scheduler is not None:
            self._cluster = Cluster(self.scheduler)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._cluster is not None:
            self._cluster.close()
        self._close_pool()

    def perform(self, function: Perform, tasks: Sequence[Task]) -> list[Any]:
        """The results of ``function`` (of a module) on all tasks, in their order.

        Processes that die cost the unfinished tasks one more attempt, with half as many processes; raises
        ``WorkersDied`` when that happens too often, and ``ClusterError``.
        """
        name = f"{function.__module__}.{function.__qualname__}"
        found: dict[int, Any] = {}
        for index, task in enumerate(tasks):
            known = None if self.store is None else self.store.get(name, task)
            if known is not None:
                found[index] = known
        for attempt in range(1, ATTEMPTS + 1):
            missing = {index: task for index, task in enumerate(tasks) if index not in found}
            try:
                self._start(missing)
                self._progress(len(found), len(tasks))
                for index, result in self._stream(function, missing):
                    found[index] = result
                    self._progress(len(found), len(tasks))
                    if self.store is not None:
                        self.store.put(name, tasks[index], result)
                break
            except BrokenProcessPool as error:
                self._close_pool()
                if attempt == ATTEMPTS:
                    raise WorkersDied(f"worker processes died {ATTEMPTS} times (out of memory?)") from error
                self._workers = max(1, self._workers // 2)
        return [found[index] for index in range(len(tasks))]

    def _start(self, tasks: Mapping[int, Task]) -> None:
        """Start the processes, if ``tasks`` need any that do not run yet."""
        if self._cluster is None and self.jobs > 1 and self._pool is None and tasks:
            self._pool = start_pool(self._workers)
            if self._pool is None:
                self.jobs = 1

    def _stream(self, function: Perform, tasks: Mapping[int, Task]) -> Iterator[tuple[int, Any]]:
        if self._cluster is not None:
            yield from self._cluster.stream(function, tasks)
            return
        if self._pool is None:
            for index, task in tasks.items():
                yield index, function(task)
            return
        local = {self._pool.submit(function, task): index for index, task in tasks.items()}
        for done in as_completed(local):
            yield local[done], done.result()

    def _close_pool(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            end_pool(pool)
