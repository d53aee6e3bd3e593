"""Keeps two runs from writing to one directory at the same time."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

_held: set[int] = set()


def locked(directory: Path) -> int | None:
    """A descriptor that keeps other runs out of ``directory``; None where locks are not to be had."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise OSError("another run is writing there") from None
    except OSError:
        os.close(descriptor)
        return None
    _held.add(descriptor)
    return descriptor


def released(descriptor: int) -> None:
    """Let others in."""
    _held.discard(descriptor)
    os.close(descriptor)


def _let_go() -> None:
    """A worker process does not keep the lock of a parent that is killed."""
    while _held:
        os.close(_held.pop())


os.register_at_fork(after_in_child=_let_go)
