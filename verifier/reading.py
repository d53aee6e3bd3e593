"""Reads files that others may have written: only regular ones, of a bounded size, and of one meaning.

Nothing here waits for a file (as a pipe would let one), or takes more than some times its size of memory.
"""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

LARGEST = 64 << 20
"""Bytes of a file of our own making."""
_LONGEST_NUMBER = 4_000
_SHOWN = 300


class Malformed(ValueError):
    """A file is not what it should be at all; the message names it."""


def read_text(path: Path, largest: int = LARGEST) -> str:
    """The text of a regular file of at most ``largest`` bytes; raises ``Malformed`` when there is none."""
    try:
        return read_bytes(path, largest).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed(f"{path}: not UTF-8 text") from error


def read_bytes(path: Path, largest: int = LARGEST) -> bytes:
    """The content of a regular file, like ``read_text``."""
    try:
        return _read(path, largest)
    except Malformed:
        raise
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise Malformed(f"{path}: {getattr(error, 'strerror', None) or error}") from error


def _read(path: Path, largest: int) -> bytes:
    _require_regular(path, os.stat(path), largest)
    # Whatever it has become since: opening a pipe without a writer must not block.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    with open(descriptor, "rb") as file:
        _require_regular(path, os.fstat(descriptor), largest)
        content = file.read(largest + 1)
    if len(content) > largest:
        raise Malformed(f"{path}: more than {largest:,} bytes")
    return content


def _require_regular(path: Path, found: os.stat_result, largest: int) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise Malformed(f"{path}: not a regular file")
    if found.st_size > largest:
        raise Malformed(f"{path}: {found.st_size:,} bytes, more than {largest:,}")


def parse(path: Path, text: str, **hooks: Any) -> Any:
    """The JSON in ``text``, read in one way only: no key twice, no NaN; raises ``Malformed`` otherwise."""
    try:
        hooks = {"parse_int": _whole, "parse_constant": _no_constant, **hooks}
        return json.loads(text, object_pairs_hook=_object, **hooks)
    except (ValueError, RecursionError) as error:
        raise Malformed(f"{path}: not JSON: {error}") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {printable(key)!r} stands twice in one object")
        found[key] = value
    return found


def _whole(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:  # the interpreter's own limit can be switched off
        raise ValueError(f"a number of {len(digits):,} digits")
    return int(digits)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def printable(text: str) -> str:
    """The text on one line and of a readable length, with nothing in it that steers a terminal."""
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in shown)
