"""Claims of our own, verified or stored as certificates and then checked, for the tests of this folder."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import derivations.contents
from tests.verifier.command import READERS, readers
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


@pytest.fixture
def claims(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Puts planted claims in the place of the project's, with a plain report of nothing else.

    What takes names from the table of contents when it is imported has taken the true ones before.
    """
    for reader in READERS:
        import_module(reader)
    before = set(sys.modules)
    renderer: Any = ModuleType("verifier.report.render")
    renderer.write_report = lambda report, output: {}  # no gaps
    monkeypatch.setitem(sys.modules, "verifier.report.render", renderer)
    monkeypatch.setattr("verifier.sections.SECTIONS", ())
    monkeypatch.setattr("verifier.pool.stated", lambda contents: None)  # of the project's own claims

    def put(*planted_claims: Claim) -> None:
        contents = sys.modules[plant(monkeypatch, *planted_claims)]
        for name in ("CLAIMS", "module_of", "shared"):
            monkeypatch.setattr(derivations.contents, name, getattr(contents, name))

    yield put
    assert [*readers(set(sys.modules) - before)] == []
