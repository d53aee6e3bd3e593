"""The command line as a program of its own, and what it reads of the table of contents."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
READERS = ("verifier.studies.bounded",)
"""What takes names from the table of contents when it is imported, and is first imported by a command."""
SPIKE = "--scale-lr 0.005 --scale0 0.02 --saturated-lr 3 --angle0 0.1 --steps 1000"


def readers(modules: Iterable[str]) -> Iterator[str]:
    """Those loaded modules of the package that import the table of contents."""
    imports = re.compile(r"^from derivations(\.contents import| import .*\bcontents\b)", re.MULTILINE)
    for name in modules:
        path = getattr(sys.modules[name], "__file__", None)
        ours = name.startswith(("verifier.", "derivations."))
        if path and ours and imports.search(Path(path).read_text(encoding="utf-8")):
            yield name


def start(*arguments: str, **options: Any) -> subprocess.Popen[str]:
    """A process of the command line, whose output can be read."""
    command = [sys.executable, "-m", "verifier", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, text=True, stdout=pipe, stderr=pipe, **options)


def loaded_by(program: str) -> set[str]:
    """The modules that are loaded after ``program`` has run in a fresh process."""
    ending = "\nimport sys; print(*sys.modules, file=sys.stderr)"
    command = [sys.executable, "-c", program + ending]
    done = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=True)
    return set(done.stderr.split())
