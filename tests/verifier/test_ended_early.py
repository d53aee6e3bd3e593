"""Criterion: whatever ends a run or one of its processes, nothing is lost that was finished."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.verifier.planted import Verify, binomial, holds, planted
from verifier.claim import Claim
from verifier.digest import digest_of, read_digest
from verifier.outcome import Exit, exit_code, sentence
from verifier.sections import Section
from verifier.signals import REQUESTS, held_back, interruptible
from verifier.store import UnwritableOutput


def interrupted(run: Any, **knobs: Any) -> bool:
    """A check during which Ctrl-C is pressed."""
    raise KeyboardInterrupt


def die() -> None:
    """End a worker process as the system does when it is out of memory."""
    if multiprocessing.parent_process() is None:
        raise RuntimeError("this is no worker")
    os.kill(os.getpid(), signal.SIGKILL)


def proved(*names: str) -> list[Claim]:
    """Claims with a certificate each."""
    return [planted(name, proof=binomial(name)) for name in names]


class TestRequestsToEnd:
    """A request to end stops the work, never the writing of what was finished."""

    @pytest.mark.parametrize("number", REQUESTS)
    def test_while_publishing(self, run: Verify, tmp_path: Path, number: int) -> None:
        """A signal while the report is written, even twice, changes nothing."""

        def ask() -> None:
            signal.raise_signal(number)
            signal.raise_signal(number)

        report = run(*proved("a"), output=tmp_path, during=ask)

        assert exit_code(report) is Exit.OK
        assert read_digest(tmp_path) == digest_of(report, tmp_path)
        assert json.loads((tmp_path / "report.json").read_text()) == report.plain()

    @pytest.mark.parametrize("number", REQUESTS)
    def test_in_every_line(self, tmp_path: Path, number: int) -> None:
        """Held back, a signal is noted wherever it comes, and followed at the next place that allows it."""
        with held_back():
            signal.raise_signal(number)
            with pytest.raises(KeyboardInterrupt), interruptible():
                raise AssertionError("not reached")
            with suppress(KeyboardInterrupt), interruptible():
                signal.raise_signal(number)
                raise AssertionError("not reached")
            signal.raise_signal(number)

    def test_handlers_come_back(self) -> None:
        """Afterwards the signals mean what they meant before; what was ignored stays ignored."""
        before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
        try:
            found = [signal.getsignal(number) for number in REQUESTS]
            with held_back():
                assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
            assert found == [signal.getsignal(number) for number in REQUESTS]
        finally:
            signal.signal(signal.SIGHUP, before)

    def test_a_second_request(self, run: Verify, tmp_path: Path) -> None:
        """Ctrl-C twice keeps what was finished all the same."""
        report = run(
            *proved("a"),
            planted("b", interrupted),
            output=tmp_path,
            during=lambda: signal.raise_signal(signal.SIGINT),
        )

        assert exit_code(report) is Exit.INTERRUPTED
        assert (tmp_path / "certificates/a.json").exists()


class TestInterrupted:
    """What an interrupted run finished never replaces something that says more."""

    def test_beside_a_complete_report(self, run: Verify, tmp_path: Path) -> None:
        """It goes into a folder of its own, and the complete report stays with its certificates."""
        places: list[Path] = []
        whole = run(*proved("a", "b", "c"), output=tmp_path)
        part = run(*proved("a"), planted("b", interrupted), output=tmp_path, published=places.append)

        assert places == [tmp_path / "interrupted"]
        assert json.loads((tmp_path / "report.json").read_text()) == whole.plain()
        assert json.loads((tmp_path / "interrupted/report.json").read_text()) == part.plain()
        assert len(os.listdir(tmp_path / "certificates")) == 3
        assert os.listdir(tmp_path / "interrupted/certificates") == ["a.json"]

    def test_beside_a_complete_report_that_is_a_digest(
        self, run: Verify, tmp_path: Path
    ) -> None:
        """So it is in a fresh clone, where the digest alone says how complete the report is."""
        run(*proved("a", "b", "c"), output=tmp_path)
        (tmp_path / "report.json").unlink()
        run(*proved("a"), planted("b", interrupted), output=tmp_path)

        assert (tmp_path / "interrupted/digest.json").exists()
        assert len(json.loads((tmp_path / "digest.json").read_text())["claims"]) == 3

    def test_a_complete_run_replaces(self, run: Verify, tmp_path: Path) -> None:
        """A complete run takes the place of an interrupted one."""
        run(*proved("a"), planted("b", interrupted), output=tmp_path)
        whole = run(*proved("a", "b"), output=tmp_path)

        assert json.loads((tmp_path / "report.json").read_text()) == whole.plain()
        assert not (tmp_path / "interrupted").exists()

    def test_of_two_interrupted_the_larger_stays(self, run: Verify, tmp_path: Path) -> None:
        """An interrupted run replaces an interrupted one when it finished as much."""
        run(*proved("a", "b"), planted("c", interrupted), output=tmp_path)
        run(*proved("a"), planted("b", interrupted), output=tmp_path)
        assert len(json.loads((tmp_path / "report.json").read_text())["claims"]) == 2

        run(*proved("a", "b", "c"), planted("d", interrupted), output=tmp_path)
        assert len(json.loads((tmp_path / "report.json").read_text())["claims"]) == 3

    def test_folder_that_is_a_link(self, run: Verify, tmp_path: Path) -> None:
        """A folder of that name that is a link is not written through; the result is kept elsewhere."""
        (tmp_path / "mine").mkdir()
        run(*proved("a", "b"), output=tmp_path / "out")
        (tmp_path / "out/interrupted").symlink_to(tmp_path / "mine")
        with pytest.raises(UnwritableOutput, match=r"interrupted is a link; .* kept in '.*unpublished-1'"):
            run(*proved("a"), planted("b", interrupted), output=tmp_path / "out")

        assert not any((tmp_path / "mine").iterdir())
        assert (tmp_path / "out/unpublished-1/report.json").exists()


class TestKilledWorkers:
    """A worker that is killed costs at most its own task."""

    def test_once(self, run: Verify, tmp_path: Path) -> None:
        """A process that dies once changes nothing: its task is done again."""
        mark = tmp_path / "killed"

        def dies_once(run: Any, broken: bool = False) -> bool:
            if not mark.exists():
                mark.touch()
                die()
            return holds(run, broken)

        report = run(planted("a", dies_once), *[planted(name) for name in "bcd"], jobs=2)

        assert exit_code(report) is Exit.OK
        assert report.gaps == {}
        assert len(report.claims) == 4

    def test_twice(
        self, run: Verify, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """One that always dies is a named gap, INCONCLUSIVE, and the rest is kept."""
        module: Any = ModuleType("planted_section")
        module.compute = lambda **effort: die()
        monkeypatch.setitem(sys.modules, "planted_section", module)
        sections = [Section("figures", "s", "planted_section:compute")]
        dies = planted("a", lambda run, **knobs: die())
        report = run(dies, *proved("b", "c", "d"), jobs=2, sections=sections, output=tmp_path)

        assert exit_code(report) is Exit.SHORT
        assert report.gaps == dict.fromkeys(
            ("a", "figures: s"), "its process died twice: killed, or out of memory"
        )
        assert [claim.status for claim in report.claims] == ["INCONCLUSIVE", *["PROVED"] * 3]
        assert "inconclusive: a; missing: figures: s" in sentence(report)
        assert len(os.listdir(tmp_path / "certificates")) == 3

    def test_no_processes_to_be_had(
        self,
        run: Verify,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        """Where the system grants no processes, everything is computed in one, and that is said."""

        def refused(*arguments: Any, **options: Any) -> None:
            raise OSError(30, "Read-only file system")

        monkeypatch.setattr("verifier.workers.ProcessPoolExecutor", refused)
        report = run(*proved("a", "b"), jobs=2)

        assert exit_code(report) is Exit.OK
        (record,) = caplog.records
        assert "no worker processes (Read-only file system)" in record.getMessage()
