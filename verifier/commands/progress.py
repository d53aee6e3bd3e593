"""Shows on stderr how far a verification has come: a bar on a terminal, one line a task elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from time import monotonic
from types import TracebackType
from typing import Any

from verifier.commands.terminal import note
from verifier.numbers import counted
from verifier.pool import Finished


class ProgressDisplay:
    """A context in which each ``Finished`` it is called with becomes visible."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> ProgressDisplay:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            # Without a refreshing thread: the worker processes are forked while the bar is shown.
            self._bar = Progress(
                TextColumn("verifying"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.description}"),
                console=Console(stderr=True),
                auto_refresh=False,
                transient=True,
            )
            self._bar.start()
            self._task = self._bar.add_task("loading the derivations", total=None)
            self._bar.refresh()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            with suppress(OSError):
                self._bar.stop()

    def __call__(self, finished: Finished) -> None:
        outcome = f" {finished.status}" if finished.status else ""
        if self._bar is None:
            number = f"{finished.done:{len(str(finished.total))}}/{finished.total}"
            note(f"{number} {finished.label}{outcome} ({finished.seconds:.1f} s)")
            return
        # A terminal that goes away in the middle costs the bar, not the work.
        with suppress(OSError):
            self._bar.update(
                self._task,
                completed=finished.done,
                total=finished.total,
                description=f"{finished.label}{outcome}",
                refresh=True,
            )


class Heartbeat:
    """Called often during long work, it says on stderr every few seconds how far that has come.

    ``words`` puts the two numbers that it is called with into a sentence.  As a context it also says so
    while nothing calls it, as when one bound of a few steps takes thousands of digits: then it repeats what
    it was told last, and how long it has been at work.
    """

    def __init__(self, seconds: float = 5, words: Callable[[int, int], str] | None = None) -> None:
        self._seconds, self._words, self._begun = seconds, words or _iterated, monotonic()
        self._next = self._begun + seconds
        self._come: tuple[int, int] | None = None
        self._entered, self._done = False, Event()
        self._thread: Thread | None = None

    def __enter__(self) -> Heartbeat:
        self._entered = True
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._done.set()
        if self._thread is not None:
            self._thread.join()

    def __call__(self, first: int, second: int) -> None:
        self._come = first, second
        if self._entered and self._thread is None:
            # Not before there is something to say: worker processes are better forked without a thread.
            self._thread = Thread(target=self._repeat, daemon=True)
            self._thread.start()
        self._say()

    def _repeat(self) -> None:
        while not self._done.wait(self._seconds):
            self._say()

    def _say(self) -> None:
        if self._come and monotonic() >= self._next:
            self._next = monotonic() + self._seconds
            note(f"{self._words(*self._come)}, after {monotonic() - self._begun:.0f} s")


def _iterated(steps: int, bits: int) -> str:
    return f"{counted(steps, 'step')} iterated, at {bits} bits"
