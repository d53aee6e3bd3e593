"""A verification is worth its weakest claim, whatever the number of processes, and is kept whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.report import sample
from tests.verifier.planted import Verify, binomial, never, of_kind, plant, planted
from verifier.canonical import canonical_json
from verifier.certificates import digest
from verifier.claim import Answer, Status
from verifier.digest import digest_of, read_digest
from verifier.outcome import Exit, exit_code, sentence
from verifier.pool import Finished, Settings, TaskFailed
from verifier.results.report import Report
from verifier.sections import Section
from verifier.store import UnwritableOutput
from verifier.verify import verify

OLDER = '{"schema_version": 1, "claims": []}'
"""An earlier report, as far as it matters here."""


class TestOutcome:
    """What the whole run is worth."""

    def test_all_good(self, run: Verify) -> None:
        """Every claim at its status is exit code 0, and one plain sentence."""
        report = run(planted("a", proof=binomial("a")), planted("b"))

        assert exit_code(report) is Exit.OK
        assert sentence(report) == "2 claims: 1 PROVED, 1 ENCLOSED; none refuted, none inconclusive."
        assert report.summary == {"PROVED": 1, "ENCLOSED": 1}

    def test_refuted(self, run: Verify) -> None:
        """A refuted claim is exit code 1, and named, even beside inconclusive ones."""
        report = run(planted("a", never), planted("b", None))

        assert exit_code(report) is Exit.REFUTED
        assert "refuted: a; inconclusive: b" in sentence(report)

    def test_inconclusive(self, run: Verify) -> None:
        """An inconclusive claim is exit code 3."""

        assert exit_code(run(planted("a", None))) is Exit.SHORT

    def test_short(self, run: Verify) -> None:
        """A claim short of the status it is meant to reach is exit code 3."""
        report = run(planted("a", wanted=Status.PROVED))

        assert exit_code(report) is Exit.SHORT
        assert "short of what is owed: a" in sentence(report)

    def test_short_through_a_dependency(self, run: Verify) -> None:
        """A proof that rests on something weaker is short of PROVED."""
        proved = planted("b", proof=binomial("b"), wanted=Status.PROVED, uses=("a",))
        report = run(planted("a"), proved)

        assert report.claims[1].status == "PROVED"
        assert report.claims[1].effective_status == "ENCLOSED"
        assert exit_code(report) is Exit.SHORT

    def test_chosen_claims(self, run: Verify) -> None:
        """A chosen claim is verified with what it rests on, and nothing else."""
        report = run(planted("a"), planted("b", uses=("a",)), planted("c"), claim_ids=["b"])

        assert [claim.id for claim in report.claims] == ["a", "b"]

    @pytest.mark.parametrize(
        ("status", "code"),
        [("CHECKED", Exit.OK), ("INCONCLUSIVE", Exit.SHORT), ("REFUTED", Exit.REFUTED)],
    )
    def test_section(self, run: Verify, monkeypatch: pytest.MonkeyPatch, status: str, code: Exit) -> None:
        """A section of the report takes its place, and its status counts."""
        module: Any = ModuleType("planted_section")
        module.compute = lambda **effort: {"status": status, **effort}
        monkeypatch.setitem(sys.modules, "planted_section", module)
        report = run(planted("a"), sections=[Section("tables", "s", "planted_section:compute")])

        expected = {"status": status, "quick": True, "seed": 0, "precision": 128}
        assert report.tables["s"] == expected
        assert exit_code(report) is code

    @pytest.mark.parametrize("jobs", [1, 2])
    def test_section_that_is_an_object(
        self, run: Verify, monkeypatch: pytest.MonkeyPatch, jobs: int
    ) -> None:
        """It is returned as it is, from another process too, and its status counts."""
        module: Any = ModuleType("planted_section")
        module.compute = lambda **effort: replace(sample.tightness(), status="REFUTED")
        monkeypatch.setitem(sys.modules, "planted_section", module)
        sections = [Section("tables", "tightness", "planted_section:compute")]
        report = run(planted("a"), sections=sections, jobs=jobs)

        assert report.tables["tightness"] == replace(sample.tightness(), status="REFUTED")
        assert exit_code(report) is Exit.REFUTED

    def test_section_that_crashes(self, run: Verify, monkeypatch: pytest.MonkeyPatch) -> None:
        """A section with a defect is a named gap, with the reason; the claims are kept."""
        module: Any = ModuleType("planted_section")
        module.compute = lambda **effort: 1 / 0
        monkeypatch.setitem(sys.modules, "planted_section", module)
        report = run(planted("a"), sections=[Section("tables", "s", "planted_section:compute")])

        assert report.gaps == {"tables: s": "ZeroDivisionError: division by zero"}
        assert exit_code(report) is Exit.SHORT
        assert sentence(report) == "1 claim: 1 ENCLOSED; missing: tables: s."

    def test_report_that_cannot_be_rendered(
        self, run: Verify, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A failure of what draws and renders leaves report.json and the certificates, and is a gap."""

        def fail(report: Report, output: Path) -> None:
            raise RuntimeError("no fonts")

        monkeypatch.setattr(sys.modules["verifier.report.render"], "write_report", fail)
        report = run(planted("a", proof=binomial("a")), output=tmp_path)

        assert report.gaps == {"report.html and report.md": "not rendered: RuntimeError: no fonts"}
        assert exit_code(report) is Exit.SHORT
        assert json.loads((tmp_path / "report.json").read_text()) == report.plain()
        assert (tmp_path / "certificates" / "a.json").exists()
        assert read_digest(tmp_path) == digest_of(report, tmp_path)

    def test_independent_of_jobs(self) -> None:
        """One process and two give the same report."""
        reports = []
        for jobs in (1, 2):
            settings = Settings(quick=True)
            found = verify(["square.cone-invariance"], settings=settings, jobs=jobs, sections=())
            reports.append(canonical_json(found.report))

        assert reports[0] == reports[1]

    def test_independent_of_ground_types(self) -> None:
        """SymPy on plain Python integers derives the same certificate, letter for letter."""
        program = (
            "from verifier.derived import derive; from verifier.registry import Registry\n"
            "from sympy.external.gmpy import GROUND_TYPES\n"
            "print(GROUND_TYPES, derive(Registry().claim('square.rising-threshold')).evidence.sha256)"
        )
        printed = [
            subprocess.run(
                [sys.executable, "-c", program],
                cwd=Path(__file__).parents[2],
                env={**os.environ, "SYMPY_GROUND_TYPES": ground_types},
                check=True,
                capture_output=True,
                text=True,
            ).stdout.split()
            for ground_types in ("flint", "python")
        ]

        assert [ground_types for ground_types, _ in printed] == ["flint", "python"]
        assert printed[0][1] == printed[1][1]

    def test_progress(self, run: Verify) -> None:
        """Every finished claim is told, counted up to the total."""
        told: list[Finished] = []
        run(planted("a"), planted("b"), progress=told.append)

        assert [(one.label, one.done, one.total) for one in told] == [("a", 1, 2), ("b", 2, 2)]


class TestStored:
    """What is left on disk."""

    def test_files(self, run: Verify, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The report lies beside its certificates, whose sha256 it names."""
        out = tmp_path / "new" / "out"
        settings = Settings(quick=True, contents=plant(monkeypatch, planted("a", proof=binomial("a"))))
        found = verify(settings=settings, jobs=1, sections=(), output=out)
        report = found.report

        assert json.loads((out / "run.json").read_text()) == found.run.plain()
        assert found.plain() == report.plain() | {"run": found.run.plain()}
        assert json.loads((out / "report.json").read_text()) == report.plain()
        text = (out / "certificates" / "a.json").read_text()
        assert of_kind(report, "certificate").sha256 == digest(text)
        assert sorted(os.listdir(out)) == [
            "certificates", "digest.json", "lemmas.json", "report.json", "run.json"
        ]  # fmt: skip
        assert read_digest(out) == digest_of(report, out)

    def test_replaces(self, run: Verify, tmp_path: Path) -> None:
        """A new report drops the certificates of the old one, and nothing that was not its own."""
        run(planted("a", proof=binomial("a")), output=tmp_path)
        (tmp_path / "certificates" / "mine.json").write_text("mine")
        run(planted("b", proof=binomial("b")), output=tmp_path)

        assert sorted(os.listdir(tmp_path / "certificates")) == ["b.json", "mine.json"]

    def test_interrupted(self, run: Verify, tmp_path: Path) -> None:
        """After an interruption the report holds what was finished, and says what was not."""
        report = run(
            planted("a"), planted("b", _interrupt, uses=("a",)), planted("c"), output=tmp_path
        )

        assert report.interrupted
        assert report.unfinished == ("b", "c")
        assert exit_code(report) is Exit.INTERRUPTED
        assert sentence(report).startswith(
            "Interrupted, 2 left unfinished.  Of 1 claim finished: 1 ENCLOSED"
        )
        assert json.loads((tmp_path / "report.json").read_text()) == report.plain()

    def test_interrupted_at_once(self, run: Verify, tmp_path: Path) -> None:
        """When nothing was finished, an older report stays as it was."""
        (tmp_path / "report.json").write_text(OLDER)
        report = run(planted("a", _interrupt), output=tmp_path)

        assert exit_code(report) is Exit.INTERRUPTED
        assert (tmp_path / "report.json").read_text() == OLDER
        assert os.listdir(tmp_path) == ["report.json"]

    def test_defect(self, run: Verify, tmp_path: Path) -> None:
        """A defect of the program names the claim in which it showed, and leaves no trace."""
        with pytest.raises(TaskFailed, match="b: IndexError"):
            run(planted("a"), planted("b", lambda run, **knobs: [][0]), output=tmp_path / "out")

        assert os.listdir(tmp_path) == []

    def test_defect_in_a_worker(self, run: Verify) -> None:
        """The same in several processes: the others are abandoned."""
        claims = [planted(name) for name in "acd"]
        with pytest.raises(TaskFailed, match="b: IndexError"):
            run(planted("b", lambda run, **knobs: [][0]), *claims, jobs=2)

    @pytest.mark.parametrize("place", ["file", "file/below", ""])
    def test_unwritable(self, run: Verify, tmp_path: Path, place: str) -> None:
        """An output that cannot be written is refused before any work is done."""
        (tmp_path / "file").write_text("in the way")
        output = tmp_path / place if place else Path("/dev/null/below")
        with pytest.raises(UnwritableOutput, match="cannot write to"):
            run(planted("a", lambda run, **knobs: [][0]), output=output)

        assert os.listdir(tmp_path) == ["file"]


def _interrupt(run: Any, **knobs: Any) -> Answer:
    raise KeyboardInterrupt
