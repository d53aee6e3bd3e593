"""Writes a report all at once, so that a failure leaves the previous one as it was."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path
from types import TracebackType

from verifier.certificates import named_by

REPORT = "report.json"


class UnwritableOutput(OSError):
    """The output directory cannot be written to; the message names it and says why."""


class Staging:
    """A hidden directory inside ``output`` in which a report is completed before it is published.

    ``output`` is made when it does not exist.  Entering raises ``UnwritableOutput`` at once when
    nothing can be written there, before any work is done; leaving without ``publish`` removes every
    trace.
    """

    def __init__(self, output: Path) -> None:
        self.output = output
        self._made: list[Path] = []

    def __enter__(self) -> Staging:
        try:
            self._make(self.output)
            self.path = Path(tempfile.mkdtemp(prefix=".report-", dir=self.output))
        except OSError as error:
            self._unmake()
            raise self._unwritable(error) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        self._unmake()

    def write(self, name: str, text: str) -> None:
        """Put a text file into the staged report; ``name`` is relative, with folders."""
        target = self.path / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise self._unwritable(error) from error

    def publish(self) -> None:
        """Replace the files of ``output`` one by one, the report itself last; drop stale certificates.

        Files that the earlier report does not mention are left alone.
        """
        staged = sorted(path.relative_to(self.path) for path in self.path.rglob("*") if path.is_file())
        staged.sort(key=lambda name: name.name == REPORT)
        stale = stored_certificates(self.output) - {str(name) for name in staged}
        try:
            for name in staged:
                (self.output / name).parent.mkdir(parents=True, exist_ok=True)
                os.replace(self.path / name, self.output / name)
            for old in stale:
                (self.output / old).unlink(missing_ok=True)
        except OSError as error:
            raise self._unwritable(error) from error

    def _make(self, directory: Path) -> None:
        missing = [path for path in (directory, *directory.parents) if not path.exists()]
        for path in reversed(missing):
            path.mkdir()
            self._made.append(path)

    def _unmake(self) -> None:
        """Remove the directories that were made for nothing."""
        for path in reversed(self._made):
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()

    def _unwritable(self, error: OSError) -> UnwritableOutput:
        return UnwritableOutput(f"cannot write to {str(self.output)!r}: {error.strerror or error}")


def stored_certificates(directory: Path) -> set[str]:
    """The certificates that the report in ``directory`` names, as relative paths; none without one."""
    try:
        report = json.loads((directory / REPORT).read_text(encoding="utf-8"))
        return {path for path, _ in named_by(report)}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return set()
