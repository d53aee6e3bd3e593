"""Criterion: nothing is lost that was finished, and nothing is touched that is not ours."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.verifier.planted import binomial, holds, plant, planted
from verifier.claim import Claim
from verifier.digest import digest_of, read_digest
from verifier.outcome import Exit, exit_code, sentence
from verifier.pool import Settings
from verifier.sections import Section
from verifier.signals import REQUESTS, held_back, interruptible
from verifier.store import A_DIAGRAM, Staging, UnwritableOutput
from verifier.verify import verify

ROOT = Path(__file__).parents[2]
Report = dict[str, Any]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Report]:
    """Verifies planted claims with a renderer that calls ``during`` and writes report.json alone."""

    def verify_planted(*claims: Claim, during: Callable[[], Any] = int, **options: Any) -> Report:
        def write_report(report: Report, output: Path) -> None:
            during()
            (output / "report.json").write_text(json.dumps(report))

        renderer: Any = ModuleType("verifier.report.render")
        renderer.write_report = write_report
        monkeypatch.setitem(sys.modules, "verifier.report.render", renderer)
        settings = Settings(quick=True, contents=plant(monkeypatch, *claims))
        report = verify(settings=settings, **{"jobs": 1, "sections": (), **options})
        del report["run"]  # stands in a file of its own
        return report

    return verify_planted


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


def publish(output: Path, **texts: str) -> None:
    """Publish files, whose dots are written as two underscores, through a staging directory."""
    with Staging(output) as staging:
        for name, text in texts.items():
            staging.write(name.replace("__", "."), text)
        staging.publish()


class TestNotOurs:
    """What is not ours is neither removed nor replaced, and links are not followed."""

    @pytest.mark.parametrize(
        "path",
        [
            "thesis.tex",
            "certificates/../thesis.tex",
            "./thesis.tex",
            "certificates/deep/a.json",
            "certificates/link.json",
            "certificates/notes.txt",
            "certificates/.json/../../thesis.tex",
            "elsewhere/a.json",
        ],
    )
    def test_named_by_a_report(self, tmp_path: Path, path: str) -> None:
        """An earlier report cannot make the next run delete what it names, except certificates/*.json."""
        mine = ["thesis.tex", "certificates/deep/a.json", "certificates/notes.txt", "elsewhere/a.json"]
        for name in mine:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text("mine")
        (tmp_path / "certificates/link.json").symlink_to(tmp_path / "thesis.tex")
        (tmp_path / "certificates/stale.json").write_text("{}")
        named = [{"certificate": name, "sha256": ""} for name in (path, "certificates/stale.json")]
        earlier = {"schema_version": 1, "claims": [{"evidence": named}]}
        (tmp_path / "report.json").write_text(json.dumps(earlier))
        before = {file for file in tmp_path.rglob("*") if file.name not in ("stale.json", "report.json")}
        publish(tmp_path, report__json="newer")

        assert before == {file for file in tmp_path.rglob("*") if file.name != "report.json"}
        assert (tmp_path / "thesis.tex").read_text() == "mine"

    @pytest.mark.parametrize(
        "claims", [5, None, [5], [{}], [{"evidence": 1}], [{"evidence": [{"certificate": 7, "sha256": 1}]}]]
    )
    def test_malformed_report(self, tmp_path: Path, claims: Any) -> None:
        """A report of another shape names nothing."""
        (tmp_path / "report.json").write_text(json.dumps({"schema_version": 1, "claims": claims}))
        publish(tmp_path, report__json="newer")

        assert (tmp_path / "report.json").read_text() == "newer"

    @pytest.mark.parametrize(
        "name", ["report.json", "digest.json", "report.md", "report.html", "run.json", "certificates"]
    )
    @pytest.mark.parametrize("kind", ["link to a file", "link to a folder", "dangling link", "pipe"])
    def test_in_the_way(self, tmp_path: Path, name: str, kind: str) -> None:
        """A link or a pipe in the place of a file is refused before any work, and stays as it is."""
        mine = tmp_path / "mine"
        mine.mkdir()
        (mine / "a.json").write_text("mine")
        output = tmp_path / "out"
        output.mkdir()
        if kind == "pipe":
            os.mkfifo(output / name)
        else:
            target = {"link to a file": mine / "a.json", "link to a folder": mine}.get(kind, mine / "no")
            (output / name).symlink_to(target)
        before = (output / name).lstat()
        with pytest.raises(UnwritableOutput, match=rf"'{output}': {name} is a"):
            publish(output, report__json="newer")

        assert (output / name).lstat() == before
        assert [path.read_text() for path in mine.iterdir()] == ["mine"]

    @pytest.mark.parametrize("claims", [5, None, [5], [{}], [{"id": 7, "certificate": ""}]])
    def test_malformed_digest(self, tmp_path: Path, claims: Any) -> None:
        """Nor does a digest of another shape."""
        (tmp_path / "certificates").mkdir()
        (tmp_path / "certificates/a.json").write_text("mine")
        (tmp_path / "digest.json").write_text(json.dumps({"schema_version": 1, "claims": claims}))
        publish(tmp_path, digest__json="newer")

        assert (tmp_path / "certificates/a.json").read_text() == "mine"
        assert (tmp_path / "digest.json").read_text() == "newer"

    def test_named_by_a_digest(self, tmp_path: Path) -> None:
        """In a fresh clone the digest alone says which files are ours, and it names nothing elsewhere."""
        (tmp_path / "certificates").mkdir()
        for name in ("certificates/stale.json", "certificates/mine.json", "thesis.json", "report.md"):
            (tmp_path / name).write_text("as it was")
        named = [{"id": name, "certificate": ""} for name in ("stale", "../thesis", "gone")]
        named.append({"id": "mine", "certificate": None})
        (tmp_path / "digest.json").write_text(json.dumps({"schema_version": 1, "claims": named}))
        publish(tmp_path, report__json="newer", report__md="newer")

        assert sorted(os.listdir(tmp_path / "certificates")) == ["mine.json"]
        assert (tmp_path / "thesis.json").read_text() == "as it was"
        assert (tmp_path / "report.md").read_text() == "newer"

    @pytest.mark.parametrize(
        "name", ["report.json", "digest.json", "report.md", "report.html", "run.json"]
    )
    def test_of_another_program(self, tmp_path: Path, name: str) -> None:
        """A file of that name where no report of this verifier lies is not overwritten."""
        (tmp_path / name).write_text("mine")
        with pytest.raises(UnwritableOutput, match=f"{name} is there already, and no digest.json or"):
            publish(tmp_path, report__json="newer")

        assert os.listdir(tmp_path) == [name]
        assert (tmp_path / name).read_text() == "mine"

    @pytest.mark.parametrize("name", ["spike.svg", "certificates/a.json"])
    def test_known_only_at_the_end(self, tmp_path: Path, name: str) -> None:
        """When it is in the way of a name known only at the end, the result is kept beside it."""
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("mine")
        with pytest.raises(UnwritableOutput, match=r"kept in '.*unpublished-1'"):
            publish(tmp_path, **{"report__json": "newer", name: "newer"})

        assert (tmp_path / name).read_text() == "mine"
        kept = tmp_path / "unpublished-1"
        assert sorted(str(file.relative_to(kept)) for file in kept.rglob("*") if file.is_file()) == sorted(
            ["report.json", name]
        )

    def test_output_may_be_a_link(self, tmp_path: Path) -> None:
        """The output directory itself may be a link: it is what the user named."""
        (tmp_path / "disk").mkdir()
        (tmp_path / "out").symlink_to(tmp_path / "disk")
        publish(tmp_path / "out", report__json="newer")

        assert os.listdir(tmp_path / "disk") == ["report.json"]
        assert (tmp_path / "out").is_symlink()

    @pytest.mark.parametrize("place", ["out", "out/below"])
    def test_output_may_be_a_dangling_link(self, tmp_path: Path, place: str) -> None:
        """A link to nothing is refused as what it is, and nothing is made where it points to."""
        (tmp_path / "out").symlink_to(tmp_path / "gone")
        with pytest.raises(UnwritableOutput, match=r"out' is a link to '.*gone', where nothing is"):
            publish(tmp_path / place, report__json="newer")

        assert os.listdir(tmp_path) == ["out"]

    def test_diagram(self, tmp_path: Path) -> None:
        """The same for the diagram: a phase.json of another program stays."""
        (tmp_path / "phase.json").write_text("{}")
        with (
            pytest.raises(UnwritableOutput, match=r"phase\.json is there already"),
            Staging(tmp_path, A_DIAGRAM),
        ):
            pass

    def test_disk_full(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A failure while files are replaced keeps the new result, and the older one whole."""
        publish(tmp_path, report__json='{"schema_version": 1, "claims": []}')

        def full(*arguments: Any) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "replace", full)
        with pytest.raises(UnwritableOutput, match="No space left"):
            publish(tmp_path, report__json="newer")

        assert json.loads((tmp_path / "report.json").read_text())["claims"] == []
        assert (tmp_path / "unpublished-1/report.json").read_text() == "newer"


class TestLeftBehind:
    """What a killed run leaves is cleared by the next one, and by nothing else."""

    PROGRAM = (
        "import os, sys, time; from pathlib import Path; from verifier.store import Staging\n"
        "from verifier.workers import start_pool\n"
        "with Staging(Path(sys.argv[1])) as staging:\n"
        "    staging.write('certificates/a.json', 'half')\n"
        "    pool = start_pool(1)\n"
        "    print(staging.path, flush=True)\n"
        "    time.sleep(60)\n"
    )

    def test_killed(self, tmp_path: Path) -> None:
        """While a run is alive it keeps others out; killed, it leaves no trace after the next one."""
        command = [sys.executable, "-c", self.PROGRAM, str(tmp_path)]
        with subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            staging = Path(process.stdout.readline().strip())
            with pytest.raises(UnwritableOutput, match="another run is writing there"):
                publish(tmp_path, report__json="newer")
            assert (staging / "certificates/a.json").read_text() == "half"
            process.kill()
            process.wait()
            publish(tmp_path, report__json="newer")

        assert os.listdir(tmp_path) == ["report.json"]

    def test_killed_while_publishing(self, tmp_path: Path) -> None:
        """Half of a first report in a fresh directory does not keep the next run out."""
        (tmp_path / ".report-abcd1234").mkdir()
        (tmp_path / ".report-abcd1234/staged-by-the-verifier").touch()
        (tmp_path / "report.md").write_text("half")
        publish(tmp_path, report__json="newer", report__md="whole")

        assert sorted(os.listdir(tmp_path)) == ["report.json", "report.md"]

    def test_look_alikes(self, tmp_path: Path) -> None:
        """A hidden directory without our mark, or a link, is not ours."""
        mine = tmp_path / "mine"
        mine.mkdir()
        (mine / "staged-by-the-verifier").touch()
        output = tmp_path / "out"
        (output / ".report-abcd1234").mkdir(parents=True)
        (output / ".report-abcd1234/thesis.tex").touch()
        (output / ".report-mine").mkdir()
        (output / ".report-mine/staged-by-the-verifier").touch()
        (output / ".report-wxyz1234").symlink_to(mine)
        publish(output, report__json="newer")

        assert len(list(output.glob(".report-*"))) == 3
        assert (output / ".report-abcd1234/thesis.tex").exists()
        assert (mine / "staged-by-the-verifier").exists()


class TestRequestsToEnd:
    """A request to end stops the work, never the writing of what was finished."""

    @pytest.mark.parametrize("number", REQUESTS)
    def test_while_publishing(self, run: Callable[..., Report], tmp_path: Path, number: int) -> None:
        """A signal while the report is written, even twice, changes nothing."""

        def ask() -> None:
            signal.raise_signal(number)
            signal.raise_signal(number)

        report = run(*proved("a"), output=tmp_path, during=ask)

        assert exit_code(report) is Exit.OK
        assert read_digest(tmp_path) == digest_of(report, tmp_path)
        assert json.loads((tmp_path / "report.json").read_text()) == report

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

    def test_a_second_request(self, run: Callable[..., Report], tmp_path: Path) -> None:
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

    def test_beside_a_complete_report(self, run: Callable[..., Report], tmp_path: Path) -> None:
        """It goes into a folder of its own, and the complete report stays with its certificates."""
        places: list[Path] = []
        whole = run(*proved("a", "b", "c"), output=tmp_path)
        part = run(*proved("a"), planted("b", interrupted), output=tmp_path, published=places.append)

        assert places == [tmp_path / "interrupted"]
        assert json.loads((tmp_path / "report.json").read_text()) == whole
        assert json.loads((tmp_path / "interrupted/report.json").read_text()) == part
        assert len(os.listdir(tmp_path / "certificates")) == 3
        assert os.listdir(tmp_path / "interrupted/certificates") == ["a.json"]

    def test_beside_a_complete_report_that_is_a_digest(
        self, run: Callable[..., Report], tmp_path: Path
    ) -> None:
        """So it is in a fresh clone, where the digest alone says how complete the report is."""
        run(*proved("a", "b", "c"), output=tmp_path)
        (tmp_path / "report.json").unlink()
        run(*proved("a"), planted("b", interrupted), output=tmp_path)

        assert (tmp_path / "interrupted/digest.json").exists()
        assert len(json.loads((tmp_path / "digest.json").read_text())["claims"]) == 3

    def test_a_complete_run_replaces(self, run: Callable[..., Report], tmp_path: Path) -> None:
        """A complete run takes the place of an interrupted one."""
        run(*proved("a"), planted("b", interrupted), output=tmp_path)
        whole = run(*proved("a", "b"), output=tmp_path)

        assert json.loads((tmp_path / "report.json").read_text()) == whole
        assert not (tmp_path / "interrupted").exists()

    def test_of_two_interrupted_the_larger_stays(self, run: Callable[..., Report], tmp_path: Path) -> None:
        """An interrupted run replaces an interrupted one when it finished as much."""
        run(*proved("a", "b"), planted("c", interrupted), output=tmp_path)
        run(*proved("a"), planted("b", interrupted), output=tmp_path)
        assert len(json.loads((tmp_path / "report.json").read_text())["claims"]) == 2

        run(*proved("a", "b", "c"), planted("d", interrupted), output=tmp_path)
        assert len(json.loads((tmp_path / "report.json").read_text())["claims"]) == 3

    def test_folder_that_is_a_link(self, run: Callable[..., Report], tmp_path: Path) -> None:
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

    def test_once(self, run: Callable[..., Report], tmp_path: Path) -> None:
        """A process that dies once changes nothing: its task is done again."""
        mark = tmp_path / "killed"

        def dies_once(run: Any, broken: bool = False) -> bool:
            if not mark.exists():
                mark.touch()
                die()
            return holds(run, broken)

        report = run(planted("a", dies_once), *[planted(name) for name in "bcd"], jobs=2)

        assert exit_code(report) is Exit.OK
        assert report["gaps"] == {}
        assert len(report["claims"]) == 4

    def test_twice(
        self, run: Callable[..., Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """One that always dies is a named gap, INCONCLUSIVE, and the rest is kept."""
        module: Any = ModuleType("planted_section")
        module.compute = lambda **effort: die()
        monkeypatch.setitem(sys.modules, "planted_section", module)
        sections = [Section("figures", "s", "planted_section:compute")]
        dies = planted("a", lambda run, **knobs: die())
        report = run(dies, *proved("b", "c", "d"), jobs=2, sections=sections, output=tmp_path)

        assert exit_code(report) is Exit.SHORT
        assert report["gaps"] == dict.fromkeys(
            ("a", "figures: s"), "its process died twice: killed, or out of memory"
        )
        assert [claim["status"] for claim in report["claims"]] == ["INCONCLUSIVE", *["PROVED"] * 3]
        assert "inconclusive: a; missing: figures: s" in sentence(report)
        assert len(os.listdir(tmp_path / "certificates")) == 3

    def test_no_processes_to_be_had(
        self,
        run: Callable[..., Report],
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
