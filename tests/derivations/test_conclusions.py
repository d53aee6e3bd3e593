"""Criterion: what the table of contents says of each certificate is what its derivation concludes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from derivations.contents import CLAIMS, conclusions
from derivations.proof import conclusions as written
from tests.derivations.derived import certificate_of
from tests.kernel.build import step, term
from tests.kernel.toys import TIME
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


WALK = TIME | {"concludes": ["positive", "always"]}


def _digest(**changed: Any) -> str:
    return conclusion_of(accept(WALK | changed, changed.get("claim", "toy")))


def test_another_statement_has_another_digest() -> None:
    """A conclusion dropped or added, another claim, or a system that assumes more changes it; no order."""
    first, *others = WALK["concludes"]
    (walk,) = WALK["systems"]
    digests = {
        _digest(),
        _digest(concludes=others),
        _digest(concludes=[*WALK["concludes"], "larger"]),
        _digest(claim="another toy"),
        _digest(systems=[walk | {"always": [["m", ">="]]}]),
    }
    assert len(digests) == 5
    assert _digest(concludes=[*others, first]) == _digest()


def test_another_argument_has_the_same_digest() -> None:
    """How a statement is proved, and what else is shown on the way, is not part of it."""
    steps = [*WALK["steps"], step("algebra", "idle", target="1", terms=[term()])]
    assert _digest(steps=steps, variables=[*WALK["variables"], "unused"]) == _digest()


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
