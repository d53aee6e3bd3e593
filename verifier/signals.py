"""Requests to end (Ctrl-C, SIGTERM, a terminal that is closed), and where they may take effect.

A command that writes results runs within ``held_back``: a request is only noted there.  The work itself,
which may be given up at any point, runs within ``interruptible``: there it raises ``KeyboardInterrupt``,
once, so that whatever puts things in order afterwards is not interrupted again.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

REQUESTS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""What asks a process to end, and can be held back."""

_log = logging.getLogger(__name__)


class _Gate:
    """Open: a request raises at once.  Closed: it waits until the gate is opened."""

    def __init__(self) -> None:
        self.open = False
        self.waiting = False
        self.tell = ""

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if self.open:
            self.open = False
            raise KeyboardInterrupt
        if self.tell and not self.waiting:
            _log.warning(self.tell)
        self.waiting = True


_gate: _Gate | None = None


@contextmanager
def held_back(tell: str = "") -> Iterator[None]:
    """Note requests to end instead of following them, except within ``interruptible``.

    ``tell`` is what the first one is answered with.  One that is still waiting at the end is dropped: what
    it asked for is over by then.  Requests that the process ignores (``nohup``) stay ignored.  Outside the
    main thread, which alone is given signals, this does nothing.
    """
    global _gate
    if threading.current_thread() is not threading.main_thread() or _gate is not None:
        yield
        return
    gate = _Gate()
    gate.tell = tell
    before = {}
    try:
        _gate = gate
        for number in REQUESTS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                before[number] = signal.signal(number, gate)
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        _gate = None


@contextmanager
def interruptible() -> Iterator[None]:
    """Let a request to end raise ``KeyboardInterrupt`` here, at once if it is waiting already."""
    gate = _gate
    if gate is None:
        yield
        return
    if gate.waiting:
        gate.waiting = False
        raise KeyboardInterrupt
    gate.open = True
    try:
        yield
    finally:
        gate.open = False
