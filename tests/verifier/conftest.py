"""Claims of our own, verified or stored as certificates and then checked, for the tests of this folder."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.verifier.planted import Verify, plant
from tests.verifier.reports import Found, two_claims
from verifier.claim import Claim
from verifier.cli import main
from verifier.pool import Settings
from verifier.results.report import Report
from verifier.verify import verify


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Verify:
    """Verifies planted claims, with a renderer that calls ``during`` and writes report.json alone."""
    renderer: Any = ModuleType("verifier.report.render")
    renderer.write_report = _writing(int)
    monkeypatch.setitem(sys.modules, "verifier.report.render", renderer)

    def verify_planted(
        *claims: Claim, during: Callable[[], Any] | None = None, **options: Any
    ) -> Report:
        if during:
            renderer.write_report = _writing(during)
        effort = {"quick": options.pop("quick", True), "seed": options.pop("seed", 0)}
        settings = Settings(**effort, contents=plant(monkeypatch, *claims))
        return verify(settings=settings, **{"jobs": 1, "sections": (), **options}).report

    return verify_planted


def _writing(during: Callable[[], Any]) -> Callable[[Report, Path], None]:
    def write_report(report: Report, output: Path) -> None:
        during()
        (output / "report.json").write_text(json.dumps(report.plain()))

    return write_report


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with the certificates of the claims a and b, who owe them, and no report."""
    return two_claims(tmp_path, monkeypatch)


@pytest.fixture
def found(capsys: pytest.CaptureFixture[str]) -> Found:
    """The exit code of ``check --json``, and what it printed; what the table says has the same code."""

    def run(*words: str | Path) -> tuple[int, Any]:
        capsys.readouterr()
        code = main(["check", *map(str, words), "--json"])
        printed = json.loads(capsys.readouterr().out)
        assert main(["check", *map(str, words)]) == code
        assert printed["all_accepted"] == (code == 0)
        return code, printed

    return run
