"""The criterion: the bytes of a certificate depend on its claim alone, not on what else is derived."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from derivations.proof.elaborate import library
from verifier.certificates import name_of
from verifier.pool import Settings
from verifier.verify import verify

CLAIMS = ("square.decomposition", "square.gradients", "general.update-map")
ALONE = (
    "import sys\nfrom verifier.derived import derive\nfrom verifier.registry import Registry\n"
    "sys.stdout.write(derive(Registry().claim(sys.argv[1])).certificate)"
)
ROOT = Path(__file__).parents[2]


def in_a_run(folder: Path) -> dict[str, str]:
    """The text of each certificate after a run over all of these claims, one after the other."""
    verify(CLAIMS, settings=Settings(quick=True), jobs=1, sections=(), output=folder)
    return {claim: (folder / name_of(claim)).read_text(encoding="utf-8") for claim in CLAIMS}


def alone(claim: str) -> str:
    """Its text from a process that derives no other."""
    done = subprocess.run(
        [sys.executable, "-c", ALONE, claim], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_alone_and_in_a_run(tmp_path: Path) -> None:
    """A claim that cites and is cited has the same certificate in both."""
    assert in_a_run(tmp_path) == {claim: alone(claim) for claim in CLAIMS}


def test_other_lemmas_are_other_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the lemmas those that a run happens to share, it would be seen."""
    monkeypatch.setattr(library, "lemmas", frozenset)
    found = in_a_run(tmp_path)
    assert found["square.gradients"] != alone("square.gradients")
