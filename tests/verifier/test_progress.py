"""Progress is a courtesy: a terminal that goes away does not end the work."""

from __future__ import annotations

import io
import sys

import pytest

from verifier.commands.progress import ProgressDisplay
from verifier.pool import Finished


class Terminal(io.StringIO):
    """A terminal that is closed at some point."""

    gone = False

    def isatty(self) -> bool:
        return True

    def flush(self) -> None:
        if self.gone:
            raise OSError(5, "Input/output error")


def test_terminal_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bar is shown on a terminal that is closed after the first task; the others still count."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with ProgressDisplay() as progress:
        progress(Finished("a", None, 1.0, 1, 3))
        terminal.gone = True
        progress(Finished("b", None, 1.0, 2, 3))
        progress(Finished("c", None, 1.0, 3, 3))

    assert "verifying" in terminal.getvalue()
