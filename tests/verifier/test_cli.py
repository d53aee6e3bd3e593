"""The command line keeps its contract: exit codes, and one line for what the machine refuses."""

from __future__ import annotations

import errno
import json
import os
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.verifier.command import READERS, ROOT, readers, start
from tests.verifier.planted import binomial, never, planted
from verifier.claim import Claim, Status
from verifier.cli import main


def test_what_takes_names_from_the_table_of_contents_is_found() -> None:
    """By its text."""
    for reader in READERS:
        import_module(reader)
    assert [*readers((*READERS, "verifier.cli", "json", "sys"))] == [*READERS]


class TestRun:
    """``python -m verifier``: verify, report, summarise."""

    @pytest.mark.parametrize(
        ("claim", "code"),
        [
            (planted("a", proof=binomial("a"), wanted=Status.PROVED), 0),
            (planted("a", never, proof=binomial("a")), 1),
            (planted("a", proof=binomial("a", target="x")), 3),
            (planted("a", wanted=Status.PROVED), 3),
            (planted("a", lambda run, **knobs: [][0]), 4),
            (planted("a", lambda run, **knobs: signal.raise_signal(signal.SIGINT)), 130),
            (planted("a", lambda run, **knobs: signal.raise_signal(signal.SIGTERM)), 130),
        ],
        ids=["good", "refuted", "rejected", "short", "defect", "interrupted", "terminated"],
    )
    def test_exit_code(
        self,
        claims: Callable[..., None],
        capsys: pytest.CaptureFixture[str],
        tmp_path: Path,
        claim: Claim,
        code: int,
    ) -> None:
        """Each outcome has its exit code, and none a traceback."""
        before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
        claims(claim)
        try:
            exit_code = main(["--quick", "--jobs", "1", "--output", str(tmp_path)])
        finally:
            for number, handler in zip((signal.SIGINT, signal.SIGTERM), before, strict=True):
                signal.signal(number, handler)

        assert exit_code == code
        assert "Traceback" not in "".join(capsys.readouterr())

    def test_table(
        self, claims: Callable[..., None], capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        """The summary shows every claim with what supports it, and one last sentence."""
        claims(planted("a", proof=binomial("a")), planted("b", uses=("a",)))
        main(["--quick", "--jobs", "1", "--output", str(tmp_path)])

        shown = capsys.readouterr()
        row = next(line for line in shown.out.splitlines() if line.split()[:1] == ["a"])
        assert "PROVED" in row
        assert "1 step, 4 runs (4/0/0/0), 4 samples (4/0/0/0), 1 variant" in row
        last = "2 claims: 1 PROVED, 1 ENCLOSED; none refuted, none inconclusive."
        assert shown.out.splitlines()[-1] == last
        assert "1/2 a PROVED" in shown.err

    def test_json(
        self, claims: Callable[..., None], capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        """With --json stdout is one object, the report and the record of the run, and nothing else."""
        claims(planted("a"))
        main(["--quick", "--json", "--jobs", "1", "--output", str(tmp_path)])

        printed = json.loads(capsys.readouterr().out)
        assert printed.pop("run") == json.loads((tmp_path / "run.json").read_text())
        assert printed == json.loads((tmp_path / "report.json").read_text())

    def test_defect_is_one_line(
        self, claims: Callable[..., None], capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        """An internal error is one line that names the claim; --debug lets the traceback out."""
        claims(planted("a", lambda run, **knobs: [][0]))
        arguments = ["--jobs", "1", "--output", str(tmp_path)]
        main(arguments)

        (line,) = capsys.readouterr().err.splitlines()
        assert re.match("internal error: .* a: IndexError", line)
        with pytest.raises(RuntimeError):
            main([*arguments, "--debug"])

    def test_interrupted_from_outside(self, tmp_path: Path) -> None:
        """Ctrl-C during a real run in two processes keeps what was finished, and ends at once."""
        arguments = ["--claim", "square.restart", "--jobs", "2", "--output", str(tmp_path)]
        with start(*arguments, start_new_session=True) as process:
            assert process.stderr is not None
            next(line for line in process.stderr if " square." in line)
            os.killpg(process.pid, signal.SIGINT)
            out, err = process.communicate(timeout=60)

        assert process.returncode == 130
        assert "Traceback" not in err
        assert "Interrupted" in out
        report = json.loads((tmp_path / "report.json").read_text())
        assert report["interrupted"]
        assert report["claims"]
        assert not list(tmp_path.glob(".*"))


class TestMachineRefuses:
    """What the machine refuses is one line and exit code 2, wherever it shows."""

    @pytest.mark.parametrize("number", [errno.ENOSPC, errno.EMFILE, errno.EFBIG, errno.EROFS])
    def test_anywhere(
        self,
        claims: Callable[..., None],
        capsys: pytest.CaptureFixture[str],
        tmp_path: Path,
        number: int,
    ) -> None:
        """No room on a disk, or no more open files, in the middle of the work."""

        def refused(run: Any, **knobs: Any) -> bool:
            raise OSError(number, os.strerror(number))

        claims(planted("a", refused))

        assert main(["--quick", "--jobs", "1", "--output", str(tmp_path)]) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert os.strerror(number) in line

    @pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["list"], ["list", "--json"]])
    def test_full_stdout(self, arguments: list[str]) -> None:
        """A full disk behind stdout is never taken for success."""
        with open("/dev/full", "w") as full:
            command = [sys.executable, "-m", "verifier", *arguments]
            done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True)

        assert done.returncode == 2
        assert done.stderr.splitlines() == [
            "python -m verifier: error: cannot write to stdout: No space left on device"
        ]

    @pytest.mark.parametrize(
        ("limit", "code"), [(resource.RLIMIT_FSIZE, 2), (resource.RLIMIT_NOFILE, 0)], ids=["disk", "files"]
    )
    def test_real_limits(self, tmp_path: Path, limit: int, code: int) -> None:
        """A real run with room for files of 16 KiB ends with one line; with 10 open files it succeeds."""
        number = 10 if limit == resource.RLIMIT_NOFILE else 16384
        output = tmp_path / "o"
        arguments = ["--quick", "--claim", "square.delayed-onset", "--jobs", "2", "--output", str(output)]
        with start(*arguments, preexec_fn=lambda: resource.setrlimit(limit, (number, number))) as process:
            _, err = process.communicate(timeout=120)

        assert process.returncode == code
        assert output.exists() is (code == 0)
        last = err.splitlines()[-1]
        assert "File too large" in last if code else "no worker processes (Too many open files)" in err
