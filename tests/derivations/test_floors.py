"""The floors that theories share read as floors of their own, and no argument cites another theory."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import derivations
from derivations.contents import CLAIMS, FLOORS
from tests.verifier.arrows import THEORIES

ROOT = Path(derivations.__file__).parent
FILES = sorted(path for floor in FLOORS for path in ROOT.glob(f"{floor.split('.')[1]}/**/*.py"))
_ANY = "|".join(THEORIES)
_NAMED = re.compile(
    rf"\b(?:{_ANY})(?:[./:]\w|[ -]loss)|\b(?:derivations\.|import |from )(?:{_ANY})\b"
    r"|\b(?i:logistic)\b|\bRUN\b"
)
"""A theory: its claims, its modules, its loss, its run.  A square alone is a power."""


def named(text: str) -> list[str]:
    """What in a text names a theory."""
    return _NAMED.findall(text)


def sentences(source: str) -> list[str]:
    """The texts of a module that are no docstring: what it prints, and what it calls things."""
    tree = ast.parse(source)
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare
    ]


def cites(source: str, theory: str) -> list[str]:
    """The claims of other theories that the sentences of a module of ``theory`` cite."""
    found = [claim for text in sentences(source) for claim in re.findall(rf"\b(?:{_ANY})\.[a-z-]+", text)]
    return [claim for claim in found if claim in CLAIMS and not claim.startswith(theory)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_floor_names_no_theory(path: Path) -> None:
    """No claim, module, run or loss of a theory stands in the file."""
    assert named(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("theory", THEORIES)
def test_an_argument_cites_no_other_theory(theory: str) -> None:
    """What a certificate says cites claims of its own theory; a docstring may compare the two.

    The square loss on data that are not whitened rests on what is proved of it for every covariance.
    """
    files = sorted(ROOT.glob(f"{theory}/**/*.py"))
    assert len(files) > 10
    found = [c for path in files for c in cites(path.read_text(encoding="utf-8"), theory)]
    assert [c for c in found if (theory, c.partition(".")[0]) != ("general", "square")] == []


@pytest.mark.parametrize(
    "text",
    [
        'because = "By square.rising-identity it rises."',
        "from derivations.square import edge",
        "from derivations import logistic",
        '"""As in ``derivations.square.model.risk``."""',
        "# the square loss moves otherwise",
        '"""Any system that extends ``RUN``."""',
        '"""The logistic run."""',
    ],
)
def test_a_theory_that_is_named_is_found(text: str) -> None:
    """In an import, a sentence, a docstring or a comment."""
    assert named(text)


@pytest.mark.parametrize("text", ["s'² − s² is a square.", "the squared norm", "square = lam * s"])
def test_a_power_is_no_theory(text: str) -> None:
    """The word for the second power is not taken for the name."""
    assert named(text) == []


def test_a_citation_of_another_theory_is_found() -> None:
    """In a sentence, and not in a docstring, and not of its own theory."""
    source = '"""See square.edge."""\nX = "By square.edge and logistic.restart, but no square.nonsense."'
    assert cites(source, "logistic") == ["square.edge"]
    assert cites(source, "square") == ["logistic.restart"]
