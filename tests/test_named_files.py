"""Files that the Makefile and the configuration name are there: a move of files must take these along."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]


def missing(makefile: str, configuration: str) -> Iterator[str]:
    """What the two texts name and is not there."""
    smoke = re.search(r"^SMOKE := \$\(addprefix tests/,(.*?)\)$", makefile, re.MULTILINE | re.DOTALL)
    named = [f"tests/{name}" for name in (smoke[1] if smoke else "none").replace("\\\n", " ").split()]
    mutmut = tomllib.loads(configuration)["tool"]["mutmut"]
    options = mutmut["pytest_add_cli_args_test_selection"]
    named += [option.split("=")[-1].split("::")[0] for option in options]
    named += mutmut["source_paths"] + mutmut["only_mutate"] + mutmut["also_copy"]
    return (name for name in named if not any(ROOT.glob(name)))


def test_named_files_are_there() -> None:
    """None is missing."""
    texts = ((ROOT / name).read_text(encoding="utf-8") for name in ("Makefile", "pyproject.toml"))
    assert [*missing(*texts)] == []


def test_a_file_that_is_not_there_is_missed() -> None:
    """In any of the places where one is named."""
    makefile, configuration = (
        (ROOT / name).read_text(encoding="utf-8") for name in ("Makefile", "pyproject.toml")
    )
    moved = makefile.replace("report/test_render.py", "elsewhere/test_render.py")
    altered = configuration.replace("verifier/evidence.py", "elsewhere.py")
    altered = altered.replace("verifier/test_search.py", "verifier/test_elsewhere.py")
    assert [*missing(moved, altered)] == [
        "tests/elsewhere/test_render.py",
        "tests/verifier/test_elsewhere.py",
        "elsewhere.py",
    ]


def unpacked(configuration: str) -> Iterator[str]:
    """Files beside the modules of a package that an installation would leave out."""
    data = tomllib.loads(configuration)["tool"]["setuptools"]["package-data"]
    for package, patterns in data.items():
        packed = {path for pattern in patterns for path in (ROOT / package).glob(pattern)}
        files = (path for path in (ROOT / package).rglob("*.*") if "__pycache__" not in path.parts)
        yield from (path.name for path in files if path.suffix != ".py" and path not in packed)


def test_an_installation_has_all_files() -> None:
    """Those that modules read: lists of lemmas and citations, templates, data sets."""
    configuration = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert [*unpacked(configuration)] == []
    assert [*unpacked(configuration.replace("proof/elaborate/*.json", "*.txt"))] == ["lemmas.json"]
