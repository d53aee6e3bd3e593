"""What a report was made with: versions, ground types, platform and commit."""

from __future__ import annotations

import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from verifier import __version__

_PACKAGES = ("sympy", "python-flint", "mpmath", "numpy")


def environment() -> dict[str, Any]:
    """Everything about the machine that could make a difference; no paths and no names."""
    from flint import __FLINT_VERSION__
    from sympy.external.gmpy import GROUND_TYPES

    return {
        "versions": {
            "verifier": __version__,
            "python": platform.python_version(),
            **{package: _installed(package) for package in _PACKAGES},
            "flint": __FLINT_VERSION__,
        },
        "ground_types": GROUND_TYPES,
        "platform": f"{platform.system()} {platform.machine()}",
        "commit": _commit(),
    }


def _installed(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _commit() -> str | None:
    """The commit of the source tree, with ``+`` when files differ from it; None outside a clone."""
    root = Path(__file__).resolve().parent.parent
    if not (root / ".git").exists():
        return None
    head = _git(root, "rev-parse", "HEAD")
    changed = _git(root, "status", "--porcelain", "--untracked-files=no")
    return f"{head}+" if head and changed else head


def _git(root: Path, *arguments: str) -> str | None:
    command = ["git", "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip() or None
