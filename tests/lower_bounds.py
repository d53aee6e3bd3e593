"""Prints the oldest versions that pyproject.toml allows, as constraints for pip; see ``make oldest``.

The standard library alone: this runs before anything is installed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parents[1] / "pyproject.toml"
EXTRAS = ("fast", "cluster", "test")
"""The extras whose bounds count: the linters and the benchmark's peers are pinned in constraints.txt."""
_NEEDED = re.compile(r"([\w-]+)(?:\[[\w,-]+\])?(?:>=([\w.]+))?")


def lower_bounds() -> Iterator[tuple[str, str | None]]:
    """Each package that is needed, and the oldest version of it; None when none is named."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    needed = [*project["dependencies"], *(text for extra in EXTRAS for text in extras[extra])]
    for text in needed:
        found = _NEEDED.match(text)
        if found and found[1] != project["name"]:
            yield found[1], found[2]


if __name__ == "__main__":
    print("\n".join(f"{name}=={version}" for name, version in lower_bounds() if version))
