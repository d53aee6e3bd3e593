"""Performs tasks on a Dask cluster, and notices when nobody works there.

Dask itself waits for ever for a scheduler that falls silent, for workers that never join, and for results
whose workers cannot import what they are to compute.  So the scheduler is asked whether it is there before
anything is sent to it and whenever nothing has come back for a while; and what is sent can be read by a
worker that lacks this package, so that it can say so.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from queue import Empty, Queue
from threading import Thread
from time import monotonic
from typing import Any

from verifier.batch.results import Task, code_hash

ANSWER_SECONDS = 5
"""How long the scheduler has for an answer."""
LOOK_SECONDS = 4
"""How long nothing may come back until the scheduler is asked how it is."""
GIVE_UP_SECONDS = 60
"""How long to wait for a worker."""
_LOGGERS = (
    *("distributed", "distributed.client", "distributed.gc"),
    *("tornado", "tornado.application", "asyncio"),
)

_log = logging.getLogger(__name__)


class ClusterError(RuntimeError):
    """The Dask cluster cannot be used, or can no longer; the message says why."""


class SchedulerUnreachable(ClusterError):
    """The Dask scheduler does not answer, or Dask is not installed."""


class Cluster:
    """A connection to the scheduler at ``address``.  Raises ``SchedulerUnreachable``."""

    def __init__(self, address: str) -> None:
        self.address = address
        try:
            from distributed import Client
        except ImportError as error:
            raise SchedulerUnreachable("Dask is not installed; it is the extra 'cluster'") from error
        _silence()
        try:
            _within(2 * ANSWER_SECONDS, lambda: _identity(address))
            self._client = _within(
                2 * ANSWER_SECONDS,
                lambda: Client(address, timeout=ANSWER_SECONDS, set_as_default=False),
            )
        except Exception as error:
            # What it raises depends on what is there: OSError, ValueError, TypeError, TimeoutError.
            raise SchedulerUnreachable(f"no Dask scheduler answers at {address!r}") from error

    def close(self) -> None:
        """Leave the cluster; whatever it still computes for us is given up."""
        with suppress(Exception):
            _within(ANSWER_SECONDS, lambda: self._client.close(timeout=ANSWER_SECONDS / 2))

    def stream(
        self, function: Callable[[Task], Any], tasks: Mapping[int, Task]
    ) -> Iterator[tuple[int, Any]]:
        """The results of a module's ``function``, as they come.

        Raises ``ClusterError`` when the scheduler or all its workers are gone, or a worker cannot compute;
        what ``function`` raises is raised here.
        """
        remote, place = _remote(), (function.__module__, function.__qualname__)
        came: Queue[Any] = Queue()
        waiting = {}
        for index, task in tasks.items():
            future = self._client.submit(remote, *place, code_hash(), task, pure=False)
            waiting[future] = index
            future.add_done_callback(came.put)
        alone_since: float | None = None
        while waiting:
            try:
                future = came.get(timeout=LOOK_SECONDS)
            except Empty:
                alone_since = self._look(alone_since)
                continue
            alone_since = None
            yield waiting.pop(future), self._result(future)

    def _look(self, alone_since: float | None) -> float | None:
        """Since when nobody has been working for us; raises ``ClusterError`` when that is too long."""
        try:
            workers = _within(2 * ANSWER_SECONDS, lambda: _identity(self.address))
            trouble = "" if workers else f"the Dask scheduler at {self.address!r} has no workers"
        except OSError:  # time limits and closed connections among them
            trouble = f"the Dask scheduler at {self.address!r} does not answer any more"
        if not trouble:
            return None
        if alone_since is None:
            _log.warning(f"{trouble}; waiting {GIVE_UP_SECONDS} s for that to change")
            return monotonic()
        if monotonic() - alone_since > GIVE_UP_SECONDS:
            raise ClusterError(trouble)
        return alone_since

    def _result(self, future: Any) -> Any:
        from distributed import KilledWorker

        if future.status in ("cancelled", "lost"):
            raise ClusterError(f"the Dask scheduler at {self.address!r} went away")
        try:
            outcome, value = future.result(timeout=2 * ANSWER_SECONDS)
        except KilledWorker as error:
            raise ClusterError("the Dask workers died of the work, or were killed") from error
        except (TimeoutError, OSError) as error:
            raise ClusterError(f"a worker of {self.address!r} does not hand over its result") from error
        if outcome != "done":
            raise ClusterError(f"the Dask worker {value}")
        return value


def _remote() -> Callable[[str, str, str, Task], tuple[str, Any]]:
    """What a worker is sent.

    A nested function is sent as it is, not by its name, so that a worker without this package can run it
    and say that it is without.
    """

    def call(module: str, name: str, code: str, task: Task) -> tuple[str, Any]:
        from importlib import import_module

        from distributed import get_worker

        address = get_worker().address
        try:
            function = getattr(import_module(module), name)
            own = import_module("verifier.batch.results").code_hash()
        except Exception as error:
            return "lacking", f"{address} cannot import {module}: {error}"
        if own != code:
            return "other", f"{address} has other code than this program"
        return "done", function(task)

    return call


def _identity(address: str) -> int:
    """How many workers the scheduler at ``address`` says it has."""
    import asyncio

    from distributed.core import connect, send_recv

    async def ask() -> int:
        line = await connect(address, timeout=ANSWER_SECONDS)
        try:
            answer = await asyncio.wait_for(send_recv(line, op="identity"), ANSWER_SECONDS)
        finally:
            await line.close()
        return len(answer["workers"])

    return asyncio.run(ask())


def _within(seconds: float, call: Callable[[], Any]) -> Any:
    """What ``call`` returns or raises; ``TimeoutError`` when that takes longer, and it is left behind."""
    outcome: Queue[tuple[Any, Exception | None]] = Queue()

    def run() -> None:
        try:
            outcome.put((call(), None))
        except Exception as error:
            outcome.put((None, error))

    Thread(target=run, daemon=True).start()
    try:
        value, error = outcome.get(timeout=seconds)
    except Empty:
        raise TimeoutError from None
    if error is not None:
        raise error
    return value


def _silence() -> None:
    """What Dask would say of a lost connection is said here, in one line."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers = [logging.NullHandler()]
        logger.propagate = False
