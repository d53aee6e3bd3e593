"""What one run was made with, and how long it took: all that may differ where the report does not."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from verifier import __version__
from verifier.pool import Collected, label_of
from verifier.results.report import Run

_PACKAGES = ("sympy", "python-flint", "mpmath", "numpy")


def run_record(collected: Collected, jobs: int) -> Run:
    """The record of a run: seconds in all and of each claim and section, and the machine.

    Of that everything that could make a difference; no paths and no names.
    """
    from flint import __FLINT_VERSION__
    from sympy.external.gmpy import GROUND_TYPES

    return Run(
        seconds=round(collected.seconds, 1),
        cpu_seconds=round(collected.cpu_seconds, 1),
        jobs=jobs,
        versions={
            "verifier": __version__,
            "python": platform.python_version(),
            **{package: _installed(package) for package in _PACKAGES},
            "flint": __FLINT_VERSION__,
        },
        ground_types=GROUND_TYPES,
        platform=f"{platform.system()} {platform.machine()}",
        commit=commit(),
        tasks={label_of(task): round(one.seconds, 2) for task, one in collected.results.items()},
    )


def _installed(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def commit() -> str | None:
    """The commit of the source tree, with ``+`` when files differ from it; None outside a clone."""
    root = Path(__file__).resolve().parent.parent
    if not (root / ".git").exists():
        return None
    head = _git(root, "rev-parse", "HEAD")
    changed = _git(root, "status", "--porcelain", "--untracked-files=no")
    return f"{head}+" if head and changed else head


def _git(root: Path, *arguments: str) -> str | None:
    # Without the lock that refreshes the index: a run that is killed would leave it, and git would refuse.
    command = ["git", "--no-optional-locks", "-C", str(root), *arguments]
    # GIT_DIR and its kind, set by a hook or a user, would point at another repository.
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=10, check=True, env=clean
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip() or None
