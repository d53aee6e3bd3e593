"""Criterion: what the table of contents says of each certificate is what its derivation concludes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from derivations.contents import CLAIMS, conclusions
from derivations.proof import conclusions as written
from tests.derivations.derived import certificate_of
from tests.kernel.build import identity
from tests.kernel.toys import DECAY
from verifier.certificates import accept, conclusion_of

ANEW = "run python -m derivations.proof.conclusions"


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_the_contents_hold_each_certificate_to_what_it_concludes(claim_id: str) -> None:
    """A claim has an entry exactly if it offers a certificate, and it is the digest of what that says."""
    certificate = certificate_of(claim_id)
    found = conclusion_of(accept(certificate, claim_id)) if certificate else None
    assert conclusions().get(claim_id) == found, ANEW


def test_the_contents_say_nothing_of_other_claims() -> None:
    """No entry is left of a claim that is gone, and they stand in paper order."""
    assert list(conclusions()) == [claim for claim in CLAIMS if claim in conclusions()]


def _digest(**changed: Any) -> str:
    return conclusion_of(accept(DECAY | changed, changed.get("claim", "toy")))


def test_another_statement_has_another_digest() -> None:
    """A conclusion dropped, added or moved, another claim, or a system that assumes more changes it."""
    first, *others = DECAY["concludes"]
    (decay,) = DECAY["systems"]
    digests = {
        _digest(),
        _digest(concludes=others),
        _digest(concludes=[*others, first]),
        _digest(concludes=[*DECAY["concludes"], "one step"]),
        _digest(claim="another toy"),
        _digest(systems=[decay | {"guards": [["x - b", ">"]]}]),
    }
    assert len(digests) == 6


def test_another_argument_has_the_same_digest() -> None:
    """How a statement is proved, and what else is shown on the way, is not part of it."""
    steps = [*DECAY["steps"], identity("idle", "1", "1")]
    assert _digest(steps=steps, variables=[*DECAY["variables"], "unused"]) == _digest()


def test_one_claim_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command rewrites the claims it is given, and leaves the rest as it was."""
    target = tmp_path / "conclusions.json"
    target.write_text('{"square.edge": "kept", "square.angle-map": "old", "square.gone": "old"}')
    for module in ("derivations.contents", "derivations.proof.conclusions"):
        monkeypatch.setattr(f"{module}.CONCLUSIONS", target)

    assert written.main(["square.angle-map"]) == 0
    found = conclusions()
    assert list(found) == ["square.angle-map", "square.edge"]
    assert found["square.edge"] == "kept" and len(found["square.angle-map"]) == 64


def test_an_unknown_claim_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is written for a claim that does not exist."""
    with pytest.raises(SystemExit, match="2"):
        written.main(["square.riemann-hypothesis"])
    (line,) = capsys.readouterr().err.splitlines()
    assert "ID" in line and "square.riemann-hypothesis" in line
