"""Criterion: nothing is touched that is not ours, and what a killed run leaves is cleared."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from verifier.product import A_DIAGRAM
from verifier.store import Staging, UnwritableOutput

ROOT = Path(__file__).parents[2]


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
