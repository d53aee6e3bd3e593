"""Writes to the terminal: results to stdout, everything else to stderr.

A reader that goes away (``| head``) changes neither the result nor the exit code.
"""

from __future__ import annotations

import codecs
import io
import json
import logging
import os
import sys
from contextlib import suppress
from typing import Any, TextIO

from verifier.commands.options import UsageError
from verifier.lines import columns

_NARROWEST_TABLE = 80
_LONGEST_NOTE = 400


def prepare() -> None:
    """Never fail on a letter that the terminal cannot show, nor on a closed stream."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 (open until the process ends)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    log = logging.getLogger("verifier")
    if not any(isinstance(handler, _Notes) for handler in log.handlers):
        log.addHandler(_Notes())


class _Notes(logging.Handler):
    """Shows a warning of the program's other parts as one line on stderr."""

    def emit(self, record: logging.LogRecord) -> None:
        note(record.getMessage())


def write(text: str) -> None:
    """Print ``text`` on stdout."""
    _put(sys.stdout, f"{text}\n")


def write_json(value: Any) -> None:
    """Print the JSON of an object on stdout.

    JSON is UTF-8.  On a stream of another encoding, and for letters that UTF-8 has not, it is plain ASCII
    with JSON's own escapes, which every reader takes.
    """
    from verifier.results.record import plain

    found = plain(value)
    text = json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False)
    try:
        text.encode()
        as_it_is = codecs.lookup(sys.stdout.encoding or "utf-8").name == "utf-8"
    except (UnicodeError, LookupError):
        as_it_is = False
    write(text if as_it_is else json.dumps(found, ensure_ascii=True, indent=1, allow_nan=False))


def write_rich(*parts: Any) -> None:
    """Print rich renderables on stdout, in colour only on a terminal."""
    from rich.console import Console

    terminal = sys.stdout.isatty()
    width = max(_NARROWEST_TABLE, columns())
    # Rendered first and written at once: rich ends the process when the reader has gone away.
    page = io.StringIO()
    console = Console(file=page, force_terminal=terminal, width=width, highlight=False)
    for part in parts:
        console.print(part)
    _put(sys.stdout, page.getvalue())


def note(text: str) -> None:
    """Print one line on stderr: whatever a value contains, it cannot steer the terminal."""
    line = "".join(letter if letter.isprintable() else " " for letter in " ".join(text.split()))
    _put(sys.stderr, f"{line[:_LONGEST_NOTE]}\n")


def flush() -> None:
    """Hand everything over, so that nothing is left to fail when the process ends.

    Raises ``UsageError`` when stdout does not take it.
    """
    for stream in (sys.stderr, sys.stdout):
        _put(stream, "")


def _put(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        _discard(stream)
        if stream is sys.stdout and not isinstance(error, BrokenPipeError):
            raise UsageError(f"cannot write to stdout: {error.strerror}") from error


def _discard(stream: TextIO) -> None:
    """Send what is still buffered nowhere, or the end of the process would fail on it again."""
    with suppress(OSError), open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())
