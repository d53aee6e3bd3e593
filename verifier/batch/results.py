"""Results of finished tasks on disk, so that an interrupted run goes on where it was.

A result is named by the hash of its task, of the function and of all code that may have computed it, and
carries a digest of what it says: what other code computed, or what was altered since, is computed again.
"""

from __future__ import annotations

import json
import os
import platform
import re
import stat
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from verifier.reading import Malformed, parse, read_text
from verifier.results.record import Record, Unreadable
from verifier.store import UnwritableOutput

Task = dict[str, Any]

ROOT = Path(__file__).parents[2]
PACKAGES = ("verifier", "derivations")
_LIBRARIES = ("llvmlite", "mpmath", "numba", "numpy", "python-flint", "sympy")
_NAME = re.compile(r"[0-9a-f]{64}(\.json|\.[0-9]+\.tmp)")


@cache
def code_hash() -> str:
    """The hash of every source file of this program, with its name: what a result depends on."""
    found = sha256()
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name, text = path.relative_to(ROOT).as_posix(), path.read_bytes()
            found.update(f"{name}\0{len(text)}\0".encode() + text)
    return found.hexdigest()


@cache
def machine() -> dict[str, str | None]:
    """Versions of all that numbers depend on, apart from the program itself."""
    found: dict[str, str | None] = {"python": platform.python_version(), "machine": platform.machine()}
    for library in _LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            found[library] = None
    return found


def key_of(function: str, task: Task) -> str:
    """The hash that names the result of ``function`` on a task."""
    return _digest([code_hash(), machine(), function, task])


def _digest(value: Any) -> str:
    return sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Stored(Record):
    """A result with the task that it is of, and the hash of what it says."""

    task: Any
    result: Any
    digest: str


class ResultStore:
    """Results in ``directory``, one file a task; the directory is made with the first one.

    ``used`` counts the results that were found, ``damaged`` those that were there and not believed.
    Raises ``UnwritableOutput`` when something else than a directory is in its place, a link included, or
    when a result cannot be written.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.used = self.damaged = 0
        if directory.is_symlink() or (directory.exists() and not directory.is_dir()):
            raise self._unwritable("it is a link, or no directory")

    def get(self, function: str, task: Task) -> Any | None:
        """The stored result; None when there is none, or it is not what was stored."""
        key = key_of(function, task)
        path = self.directory / f"{key}.json"
        if not os.path.lexists(path):
            return None
        try:
            if path.is_symlink():
                raise Malformed(f"{path}: a link")
            stored = Stored.restored(parse(path, read_text(path)))
            if stored.digest != _digest([key, stored.result]):
                raise Malformed(f"{path}: not what was stored")
        except (Malformed, Unreadable, RecursionError):
            self.damaged += 1
            return None
        self.used += 1
        return stored.result

    def put(self, function: str, task: Task, result: Any) -> None:
        """Store a result; a reader never sees half of it."""
        key = key_of(function, task)
        temporary = self.directory / f"{key}.{os.getpid()}.tmp"
        record = Stored(task, result, _digest([key, result])).plain()
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            temporary.write_text(json.dumps(record), encoding="utf-8")
            temporary.replace(self.directory / f"{key}.json")
        except OSError as error:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise self._unwritable(error.strerror or str(error)) from error

    def clear(self) -> None:
        """Remove all results, of whatever code, and nothing else."""
        if not self.directory.exists():
            return
        try:
            for path in self.directory.iterdir():
                if _NAME.fullmatch(path.name) and stat.S_ISREG(path.lstat().st_mode):
                    path.unlink()
            if not any(self.directory.iterdir()):
                self.directory.rmdir()
        except OSError as error:
            raise self._unwritable(error.strerror or str(error)) from error

    def __len__(self) -> int:
        """How many results are there, believed or not, of whatever code."""
        return sum(1 for _ in self.directory.glob("*.json")) if self.directory.is_dir() else 0

    def _unwritable(self, reason: str) -> UnwritableOutput:
        return UnwritableOutput(f"cannot write to {str(self.directory)!r}: {reason}")
