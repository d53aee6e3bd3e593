"""Writes a report or a diagram all at once, so that a failure leaves the previous one as it was.

Only what is ours is replaced or removed: regular files of the names that are published, where an earlier
result of this program lies, and the certificates that its report names.  Links are never followed and
never replaced, except that the output directory itself may be one.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType

from verifier.certificates import FOLDER
from verifier.lock import locked, released
from verifier.product import A_REPORT, Product, kind_of, stored_certificates

UNPUBLISHED = "unpublished"
"""The folder for a complete result that could not be published, because something was in its place."""

_STAGED = "staged-by-the-verifier"
_STAGING = re.compile(r"\.report-[a-z0-9_]{8}")


class UnwritableOutput(OSError):
    """The output directory cannot be written to; the message names it and says why."""


class Staging:
    """A hidden directory inside ``output`` in which a result is completed before it is published.

    ``output`` is made when it does not exist.  Entering raises ``UnwritableOutput`` at once, before any
    work is done, when nothing can be written there, when another run is writing there, or when something
    that is not ours is in the place of what will be published.  Leaving without ``publish`` removes every
    trace; what a killed run has left behind is removed by the next.
    """

    def __init__(self, output: Path, product: Product = A_REPORT) -> None:
        self.output, self.product = output, product
        self._made: list[Path] = []
        self._lock: int | None = None
        self._killed = False

    def __enter__(self) -> Staging:
        try:
            self._make(self.output)
            self._take_over()
            self.path = Path(tempfile.mkdtemp(prefix=".report-", dir=self.output))
            (self.path / _STAGED).touch()
        except OSError as error:
            self._leave()
            raise self._unwritable(error) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        self._leave()

    def write(self, name: str, text: str) -> None:
        """Put a text file into the staged result; ``name`` is relative, with folders."""

        def put(folder: Path) -> None:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8", newline="\n")

        self.fill(put)

    def fill(self, put: Callable[[Path], None]) -> None:
        """Let ``put`` write files into the staged result, whose directory it is given."""
        try:
            put(self.path)
        except OSError as error:
            raise self._unwritable(error) from error

    def publish(self, beside: str | None = None) -> Path:
        """Replace the files of ``output`` one by one, the main ones last; drop stale certificates.

        ``beside`` names a folder in ``output`` to write to instead.  Files that the earlier report does not
        mention are left alone.  Returns the directory written to.  When something is in the way, the result
        is kept in a folder of its own, which the message names.
        """
        place = self.output / beside if beside else self.output
        staged = sorted(path.relative_to(self.path) for path in self.path.rglob("*") if path.is_file())
        staged = [name for name in staged if name.name != _STAGED]
        last = self.product.main[::-1]
        staged.sort(key=lambda name: last.index(name.name) if name.name in last else -1)
        try:
            if beside and kind_of(place) is None:
                place.mkdir()
            self._refuse_obstacles(place, {str(name) for name in staged})
            stale = stored_certificates(place) - {str(name) for name in staged}
            for name in staged:
                (place / name).parent.mkdir(exist_ok=True)
                os.replace(self.path / name, place / name)
            for old in stale:
                (place / old).unlink(missing_ok=True)
        except OSError as error:
            raise self._unwritable(error, self._kept()) from error
        return place

    def _take_over(self) -> None:
        """Keep other runs out, clear what a killed one has left, and see that all the rest is ours."""
        self._lock = locked(self.output)
        # Whoever holds the lock is alone, so what others have staged here they have left behind.
        alone = self._lock is not None
        stale = [path for path in self.output.glob(".report-*") if _is_staging(path)] if alone else []
        self._killed = bool(stale)
        self._refuse_obstacles(self.output, {*self.product.main, *self.product.others})
        for path in stale:
            shutil.rmtree(path, ignore_errors=True)

    def _refuse_obstacles(self, place: Path, names: Iterable[str]) -> None:
        """Raise ``OSError`` unless each name in ``place`` is free, or a file of an earlier result."""
        if kind_of(place) != "directory" and place != self.output:
            raise OSError(f"{place.name} is a {kind_of(place)}")
        if kind_of(place / FOLDER) not in (None, "directory"):
            raise OSError(f"{FOLDER} is a {kind_of(place / FOLDER)}, not a directory")
        for name in sorted(names):
            if kind_of(place / name) not in (None, "file"):
                raise OSError(f"{name} is a {kind_of(place / name)}, not a file")
        there = [name for name in sorted(names) if kind_of(place / name)]
        # A first run that was killed while it published has left some of its files, and not the main one.
        if there and self.product.earlier(place) is None and not self._killed:
            raise OSError(
                f"{there[0]} is there already, and no {' or '.join(self.product.main)} of this verifier; "
                "name another directory, or move it away"
            )

    def _kept(self) -> str:
        """Move the staged result to a name that can be seen, and say where it is; '' when it cannot be."""
        for number in range(1, 100):
            place = self.output / f"{UNPUBLISHED}-{number}"
            if kind_of(place) is None:
                try:
                    self.path.rename(place)
                    (place / _STAGED).unlink()
                except OSError:
                    return ""
                return f"; the result is kept in {str(place)!r}"
        return ""

    def _make(self, directory: Path) -> None:
        missing = [path for path in (directory, *directory.parents) if not path.exists()]
        for path in reversed(missing):
            if path.is_symlink():
                # Python says only that it exists, and that it does not.
                raise OSError(f"{str(path)!r} is a link to {os.readlink(path)!r}, where nothing is")
            path.mkdir()
            self._made.append(path)

    def _leave(self) -> None:
        """Let others in, and remove the directories that were made for nothing."""
        if self._lock is not None:
            released(self._lock)
            self._lock = None
        for path in reversed(self._made):
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()

    def _unwritable(self, error: OSError, more: str = "") -> UnwritableOutput:
        return UnwritableOutput(f"cannot write to {str(self.output)!r}: {error.strerror or error}{more}")


def _is_staging(path: Path) -> bool:
    """Whether this is a staging directory of ours, by its name and by the mark inside."""
    return bool(
        _STAGING.fullmatch(path.name) and kind_of(path) == "directory" and kind_of(path / _STAGED) == "file"
    )
