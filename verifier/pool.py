"""Performs the tasks of a verification, in this process or in several.

Every task is deterministic on its own, so that the result does not depend on the number of processes.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import closing
from dataclasses import dataclass
from time import monotonic, process_time
from typing import Any

from verifier.claim import Status
from verifier.evidence import Findings, investigate
from verifier.registry import CONTENTS, Registry
from verifier.sections import Section
from verifier.workers import prepare_worker


@dataclass(frozen=True)
class Settings:
    """What the result depends on."""

    quick: bool = False
    precision: int = 128
    seed: int = 0
    contents: str = CONTENTS


Task = str | Section
"""A claim by its id, or a section of the report."""


@dataclass(frozen=True)
class Result:
    """What a task gave: ``Findings`` about a claim, or the data of a section."""

    task: Task
    value: Any
    seconds: float

    @property
    def status(self) -> Status | None:
        """What the evidence is worth; None for a section that states nothing."""
        if isinstance(self.value, Findings):
            return self.value.status
        stated = self.value.get("status")
        return Status(stated) if stated else None


@dataclass(frozen=True)
class Finished:
    """Progress: one more task is done."""

    label: str
    status: Status | None
    seconds: float
    done: int
    total: int


Progress = Callable[[Finished], None]


@dataclass(frozen=True)
class Collected:
    """All results in the order of the tasks; after an interruption, those that were finished."""

    results: dict[Task, Result]
    interrupted: bool
    seconds: float
    cpu_seconds: float


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

    Raises ``TaskFailed`` when the program is at fault; the other tasks are then abandoned.
    """
    started, started_cpu = monotonic(), process_time()
    workers = min(jobs, len(tasks))
    results: dict[Task, Result] = {}
    interrupted = False
    stream = _in_pool(tasks, settings, workers) if workers > 1 else _here(tasks, settings)
    try:
        with closing(stream):
            for result in stream:
                results[result.task] = result
                name, done = label_of(result.task), len(results)
                progress(Finished(name, result.status, result.seconds, done, len(tasks)))
    except KeyboardInterrupt:
        interrupted = True
    cpu_seconds = process_time() - started_cpu
    if workers > 1:
        cpu_seconds += sum(result.seconds for result in results.values())
    in_order = {task: results[task] for task in tasks if task in results}
    return Collected(in_order, interrupted, monotonic() - started, cpu_seconds)


def _here(tasks: Sequence[Task], settings: Settings) -> Generator[Result]:
    for task in tasks:
        yield _perform(task, settings)


def _in_pool(tasks: Sequence[Task], settings: Settings, workers: int) -> Generator[Result]:
    others = multiprocessing.active_children()
    pool = ProcessPoolExecutor(workers, initializer=prepare_worker)
    try:
        for future in as_completed([pool.submit(_perform, task, settings) for task in tasks]):
            yield future.result()
    except BaseException:
        # Whatever the reason to stop, nobody wants to wait for the tasks that are still running.
        for process in multiprocessing.active_children():
            if process not in others:
                process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


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
            value = investigate(Registry(settings.contents).claim(task), **effort)
    except Exception as error:
        raise TaskFailed(f"{label_of(task)}: {type(error).__name__}: {error}") from error
    return Result(task, value, process_time() - started)
