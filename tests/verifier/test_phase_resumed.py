"""``python -m verifier phase``: what was computed is kept, and taken up again just where it is the same."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.verifier.diagrams import SMALL, TINY, run_phase
from verifier.batch.results import ResultStore
from verifier.commands.progress import Heartbeat
from verifier.report import phase_figure as figure_module
from verifier.store import Staging, UnwritableOutput
from verifier.studies.diagram import phase as phase_module

ROOT = Path(__file__).parents[2]


def test_interrupted_and_resumed(capsys, tmp_path, monkeypatch):
    """After an interruption (exit code 130) --resume computes the rest and gives the same bytes."""
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    run_phase(capsys, *SMALL, "--output", str(whole))
    classify, calls = phase_module.classify_boxes, []

    def interrupted(task):
        calls.append(task)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return classify(task)

    monkeypatch.setattr(phase_module, "classify_boxes", interrupted)
    code, out, _ = run_phase(capsys, *SMALL, "--output", str(broken))

    assert (code, out) == (130, "")
    assert len(list((broken / ".phase-cells").iterdir())) == 2

    code, _, _ = run_phase(capsys, *SMALL, "--output", str(broken), "--resume")

    assert code == 0
    assert not any(task in calls[3:] for task in calls[:2])
    for name in ("phase.json", "phase.svg"):
        assert (whole / name).read_bytes() == (broken / name).read_bytes()
    assert not (broken / ".phase-cells").exists()


def test_ctrl_c_in_a_real_process(tmp_path):
    """SIGINT during the work of two processes ends it with 130 and one line."""
    command = [sys.executable, "-m", "verifier", "phase", "--undecided", "0.0001", "--jobs", "2"]
    process = subprocess.Popen(
        [*command, "--output", str(tmp_path / "out")],
        cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    process.stderr.readline()
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)

    assert process.returncode == 130
    assert out == "" and err.splitlines()[-1] == "interrupted" and "Traceback" not in err


def test_slow_work_is_heard_of(capsys, tmp_path, monkeypatch):
    """While a part of the diagram takes long, stderr says how many are computed, and since when."""
    classify = phase_module.classify_boxes

    def slow(task):
        time.sleep(0.3)
        return classify(task)

    monkeypatch.setattr(phase_module, "classify_boxes", slow)
    monkeypatch.setattr(Heartbeat.__init__, "__defaults__", (0.05, None))
    code, out, err = run_phase(capsys, *TINY, "--max-depth", "0", "--json", "--output", str(tmp_path))

    assert code in (0, 3) and json.loads(out)["cells"]
    said = [line for line in err.splitlines() if " computed, after " in line]
    assert len(said) >= 2 and said[0].startswith("0 of 1 part computed, after ")


class TestStoredCells:
    """What an earlier run stored is used when it is what was stored, and nothing else is touched."""

    @pytest.fixture
    def broken(self, capsys, tmp_path, monkeypatch):
        """An output directory with the cells of a run that was interrupted."""
        conditions, calls = phase_module.classify_boxes, []

        def interrupted(task):
            calls.append(task)
            if len(calls) == 3:
                raise KeyboardInterrupt
            return conditions(task)

        with monkeypatch.context() as patch:
            patch.setattr(phase_module, "classify_boxes", interrupted)
            run_phase(capsys, *SMALL, "--output", str(tmp_path / "broken"))
        # Stored under the name of the function that computed them.
        monkeypatch.setattr(phase_module.classify_boxes, "__qualname__", interrupted.__qualname__)
        monkeypatch.setattr(phase_module.classify_boxes, "__module__", interrupted.__module__)
        return tmp_path / "broken"

    def test_altered(self, capsys, tmp_path, broken):
        """A flipped verdict changes nothing but a note: the cell is computed again."""
        run_phase(capsys, *SMALL, "--output", str(tmp_path / "whole"))
        flipped = 0
        for path in (broken / ".phase-cells").iterdir():
            text = path.read_text()
            flipped += "rises at once" in text
            path.write_text(text.replace("rises at once", "never rises"))
        code, _, err = run_phase(capsys, *SMALL, "--output", str(broken), "--resume")

        assert code == 0 and flipped > 0
        used, again = 2 - flipped, "one" if flipped == 1 else "ones"
        results = "result" if used == 1 else "results"
        said = f"{used} stored {results} used; {flipped} damaged or altered {again} computed again"
        assert said in err
        assert (tmp_path / "whole/phase.json").read_bytes() == (broken / "phase.json").read_bytes()

    def test_of_other_code(self, capsys, broken, monkeypatch):
        """What other code computed is left aside, and that is said."""
        monkeypatch.setattr("verifier.batch.results.code_hash", lambda: "other")
        code, _, err = run_phase(capsys, *SMALL, "--output", str(broken), "--resume")

        assert code == 0
        assert "0 stored results used; 2 of other settings or other code left aside" in err
        assert not (broken / ".phase-cells").exists()

    @pytest.mark.parametrize("resume", [[], ["--resume"]])
    def test_link(self, capsys, tmp_path, resume):
        """A link in the place of the cells is refused; the folder it leads to stays as it is."""
        mine = tmp_path / "mine"
        mine.mkdir()
        (mine / ("0" * 64 + ".json")).write_text("mine")
        (tmp_path / "out").mkdir()
        (tmp_path / "out/.phase-cells").symlink_to(mine)
        code, out, err = run_phase(capsys, *TINY, "--output", str(tmp_path / "out"), *resume)

        assert (code, out) == (2, "")
        assert len(err.splitlines()) == 1 and ".phase-cells" in err
        assert len(list(mine.iterdir())) == 1

    def test_full_disk(self, capsys, tmp_path, monkeypatch):
        """A full disk is one line and exit code 2; what was stored before is kept for --resume."""
        put, calls = ResultStore.put, []

        def full(store, *stored):
            calls.append(stored)
            if len(calls) > 2:
                raise UnwritableOutput("cannot write to 'cells': No space left on device")
            put(store, *stored)

        monkeypatch.setattr(ResultStore, "put", full)
        code, out, err = run_phase(capsys, *TINY, "--output", str(tmp_path))

        assert (code, out) == (2, "")
        assert "No space left on device; what is finished is kept, and --resume" in err.splitlines()[-1]
        assert len(list((tmp_path / ".phase-cells").iterdir())) == 2

    def test_two_at_once(self, capsys, tmp_path):
        """A second run into the same directory is refused at once."""
        with Staging(tmp_path):
            code, out, err = run_phase(capsys, *TINY, "--output", str(tmp_path))

        assert (code, out) == (2, "")
        assert "another run is writing there" in err

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_signal_while_drawing(self, capsys, tmp_path, monkeypatch, number):
        """A request to end while the figure is drawn comes too late: the diagram is complete."""
        figure = figure_module.phase_figure

        def drawn(result):
            signal.raise_signal(number)
            return figure(result)

        monkeypatch.setattr(figure_module, "phase_figure", drawn)
        code, _, _ = run_phase(capsys, *TINY, "--output", str(tmp_path))

        assert code == 0
        assert sorted(path.name for path in tmp_path.iterdir()) == ["phase.json", "phase.svg"]
