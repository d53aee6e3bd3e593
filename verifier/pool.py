"""Performs the tasks of a verification, in this process or in several.

Every task is deterministic on its own, so that the result does not depend on the number of processes.
"""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass
from time import monotonic, process_time
from typing import Any

from verifier import results
from verifier.certificates import stated
from verifier.claim import Status
from verifier.evidence import Findings, investigate
from verifier.registry import CONTENTS, Registry
from verifier.results.evidence import Evidence
from verifier.sections import Section
from verifier.signals import interruptible
from verifier.workers import end_pool, start_pool

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the result depends on."""

    quick: bool = False
    precision: int = 128
    seed: int = 0
    contents: str = CONTENTS


Task = str | Section
"""A claim by its id, or a section of the report."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a task gave: ``Findings`` about a claim, or the data of a section.

    ``lost`` says why it gave nothing: its process died, twice.  The value is then ``Findings`` that are
    INCONCLUSIVE, or None for a section.
    """

    task: Task
    value: Any
    seconds: float
    lost: str = ""

    @property
    def status(self) -> Status | None:
        """What the evidence is worth; None for a section that states nothing."""
        if self.lost:
            return Status.INCONCLUSIVE
        if isinstance(self.value, Findings):
            return self.value.status
        said, _ = results.stated(self.value)
        return Status(said) if said else None


@dataclass(frozen=True, slots=True)
class Finished:
    """Progress: one more task is done."""

    label: str
    status: Status | None
    seconds: float
    done: int
    total: int


Progress = Callable[[Finished], None]


@dataclass(frozen=True, slots=True)
class Collected:
    """All results in the order of the tasks; after an interruption, those that were finished."""

    results: dict[Task, Result]
    interrupted: bool
    seconds: float
    cpu_seconds: float

    @property
    def gaps(self) -> dict[str, str]:
        """Why a task gave nothing though it was tried twice, by its label."""
        return {label_of(task): result.lost for task, result in self.results.items() if result.lost}


class TaskFailed(RuntimeError):
    """A defect of the program, with the claim or section in which it showed."""


def label_of(task: Task) -> str:
    """How a task is called in messages."""
    return task if isinstance(task, str) else task.label


def default_jobs() -> int:
    """Two processes, or one on a single processor."""
    return min(2, os.cpu_count() or 1)


def collect(tasks: Sequence[Task], settings: Settings, jobs: int, progress: Progress) -> Collected:
    """Perform all tasks in ``jobs`` processes, or as many as an interruption leaves time for.

    A task whose process dies (killed, or out of memory) is tried once more, alone, and then counts as
    lost.  Raises ``TaskFailed`` when the program is at fault; the other tasks are then abandoned.
    """
    started, started_cpu = monotonic(), _cpu_seconds()
    workers = min(jobs, len(tasks))
    results: dict[Task, Result] = {}
    interrupted = False
    stream = _in_pool(tasks, settings, workers) if workers > 1 else _here(tasks, settings)
    try:
        with interruptible(), closing(stream):
            for result in stream:
                results[result.task] = result
                name, done = label_of(result.task), len(results)
                progress(Finished(name, result.status, result.seconds, done, len(tasks)))
    except KeyboardInterrupt:
        interrupted = len(results) < len(tasks)
    in_order = {task: results[task] for task in tasks if task in results}
    return Collected(in_order, interrupted, monotonic() - started, _cpu_seconds() - started_cpu)


def _cpu_seconds() -> float:
    """Processor time of this process and of those that it has ended."""
    return sum(os.times()[:4])


def _here(tasks: Sequence[Task], settings: Settings) -> Generator[Result]:
    for task in tasks:
        yield _perform(task, settings)


def _in_pool(tasks: Sequence[Task], settings: Settings, workers: int) -> Generator[Result]:
    """The results as they come.  No more tasks than processes are under way, so that it is known which
    ones a dead process has cost."""
    left = deque(tasks)
    while left:
        pool = start_pool(workers)
        if pool is None:
            yield from _here(left, settings)
            return
        under_way: dict[Future[Result], Task] = {}
        lost: list[Task] = []
        try:
            while not lost and (left or under_way):
                while left and len(under_way) < workers and not lost:
                    task = left.popleft()
                    try:
                        under_way[pool.submit(_perform, task, settings)] = task
                    except BrokenProcessPool:
                        lost.append(task)
                for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                    task = under_way.pop(future)
                    try:
                        yield future.result()
                    except BrokenProcessPool:
                        lost.append(task)
            lost += under_way.values()
        finally:
            # Whatever the reason to stop, nobody wants to wait for the tasks that are still running.
            end_pool(pool)
        for task in lost:
            _log.warning(f"a worker process died; {label_of(task)} is tried once more, alone")
            yield _alone(task, settings)


def _alone(task: Task, settings: Settings) -> Result:
    """The result of a task in a process of its own, which may die of it."""
    pool = start_pool(1)
    if pool is None:
        return _lost(task, settings, "its process died, and there was room for no other")
    try:
        return pool.submit(_perform, task, settings).result()
    except BrokenProcessPool:
        return _lost(task, settings, "its process died twice: killed, or out of memory")
    finally:
        end_pool(pool)


def _lost(task: Task, settings: Settings, reason: str) -> Result:
    if isinstance(task, Section):
        return Result(task, None, 0, reason)
    evidence = Evidence("lost", Status.INCONCLUSIVE, reason)
    wanted = Registry(settings.contents).claim(task).wanted
    return Result(task, Findings(task, wanted, (evidence,), (), None), 0, reason)


def _perform(task: Task, settings: Settings) -> Result:
    started = process_time()
    effort: dict[str, Any] = {
        "quick": settings.quick,
        "seed": settings.seed,
        "precision": settings.precision,
    }
    try:
        if isinstance(task, Section):
            value: Any = task.compute(**effort)
        else:
            value = investigate(
                Registry(settings.contents).claim(task), stated=stated(settings.contents), **effort
            )
    except Exception as error:
        if isinstance(task, Section):  # a table or a figure less is no reason to lose every proof
            reason = f"{type(error).__name__}: {error}"
            return Result(task, None, process_time() - started, reason)
        raise TaskFailed(f"{label_of(task)}: {type(error).__name__}: {error}") from error
    return Result(task, value, process_time() - started)
