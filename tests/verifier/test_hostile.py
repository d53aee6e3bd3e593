"""``check`` on files made to hang it, to fill the memory, or to steer the terminal.

The criterion: one line and exit code 2 or 3 within seconds, and never more than 200 MB of memory.
"""

from __future__ import annotations

import json
import os
import resource
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from tests.verifier.hostile import HOSTILE, nested
from tests.verifier.planted import binomial
from tests.verifier.reports import whole
from verifier import reading, stored
from verifier.certificates import LARGEST_FILE, accept, canonical, name_of
from verifier.cli import main
from verifier.kernel import CertificateError
from verifier.reading import LARGEST, Malformed, printable, read_text
from verifier.reported import LARGEST_REPORT

ROOT = Path(__file__).parents[2]
MEMORY = 200 << 20
"""Bytes that a check may take at most."""
PATIENCE = 60
"""Seconds after which it hangs; none of these takes ten on an idle machine."""
DEEP = "[" * 400_000 + "]" * 400_000
MANY = "[" + ",".join(["[]"] * 340_000) + "]"
WIDE = f"[{'9' * 900_000}]"
FILLS = "[" + ",".join(["{}"] * 2_700_000) + "]"
ESCAPES = ["\x1b[31mred", "\x9b2J", "\u202etxet", "[bold]markup", "\udcff", "a\tb", "\x07bell", "a" * 200]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_costly_certificate_is_refused(name: str) -> None:
    """Each is refused with a message of its own, before it costs more than some seconds."""
    message, certificate = HOSTILE[name]
    with pytest.raises(CertificateError, match=message):
        accept(certificate, "toy")


def _sparse(path: Path, size: int) -> None:
    path.touch()
    os.truncate(path, size)


def _listening(path: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)  # the name of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as end:
            end.bind(path.name)
    finally:
        os.chdir(here)


FILES: dict[str, tuple[str, Callable[[Path], Any]]] = {
    "pipe": ("not a regular file", os.mkfifo),
    "socket": ("not a regular file", _listening),
    "directory": ("not a regular file", Path.mkdir),
    "device": ("not a regular file", lambda path: path.symlink_to("/dev/zero")),
    "terminal": ("", lambda path: path.symlink_to("/dev/tty")),
    "loop": ("symbolic links", lambda path: path.symlink_to(path)),
    "nowhere": ("No such file", lambda path: path.symlink_to("nowhere")),
    "sparse": ("bytes, more than", lambda path: _sparse(path, 500 << 20)),
    "endless": ("bytes, more than", lambda path: _sparse(path, 1 << 40)),
    "zeros": ("not JSON", lambda path: _sparse(path, LARGEST_FILE)),
    "deep": ("not JSON|not a", lambda path: path.write_text(DEEP)),
    "many": ("not a", lambda path: path.write_text(MANY)),
    "wide": ("a number of 900,000 digits|digits", lambda path: path.write_text(WIDE)),
    "float": ("not JSON|not a report", lambda path: path.write_text(f"[{'9' * 900_000}.5]")),
    "bytes": ("not UTF-8", lambda path: path.write_bytes(b"\xff" * 1000)),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A directory with one good certificate, of a."""
    (tmp_path / "certificates").mkdir()
    (tmp_path / name_of("a")).write_text(canonical(binomial("a").certificate()))
    return tmp_path


def checked(folder: Path, *more: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of ``check`` in a process whose memory and time are bounded."""
    program = (
        "import sys\nfrom verifier.cli import main\ncode = main(sys.argv[1:])\n"
        # Not ru_maxrss: that counts the memory of the process that started this one, as it survives exec.
        "peak = [line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')]\n"
        "print(*peak, file=sys.stderr)\nsys.exit(code)"
    )
    started = monotonic()
    done = subprocess.run(
        [sys.executable, "-c", program, "check", str(folder), *more],
        cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30)),
    )  # fmt: skip
    *errors, peak = done.stderr.splitlines()
    assert int(peak) * 1024 < MEMORY, f"{int(peak) >> 10} MB after {monotonic() - started:.0f} s"
    return done.returncode, done.stdout, "\n".join(errors)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("what", ["certificates/b.json", "report.json"])
def test_a_file_that_is_none(folder: Path, what: str, name: str) -> None:
    """What is no regular file, too large, or no JSON is one line that names it, and exit code 2."""
    message, make = FILES[name]
    make(folder / what)
    code, out, err = checked(folder)
    assert (code, out) == (2, "")
    assert what in err and len(err.splitlines()) == 1
    assert any(part in err for part in message.split("|"))


def test_a_report_that_fills_the_memory(folder: Path) -> None:
    """A report of millions of empty objects, or one byte too large, is refused unread."""
    for text, message in ((FILLS, "entries"), (" " * (LARGEST_REPORT + 1), "bytes")):
        (folder / "report.json").write_text(text)
        code, _, err = checked(folder)
        assert code == 2 and message in err
    (folder / "report.json").write_text(json.dumps({"claims": [], "x": "é\U0001f600" * (1 << 20)}))
    assert checked(folder)[0] == 2
    wide = json.dumps(whole([], gaps={"x": "é\U0001f600" * (1 << 20)}), ensure_ascii=False)
    (folder / "report.json").write_text(wide)
    assert checked(folder)[0] == 3


def test_costly_certificates_in_one_directory(folder: Path) -> None:
    """All that get as far as the kernel are refused one by one, and leave no memory taken."""
    for name in ("room", "terms", "work", "one denominator", "coefficient", "variables", "steps"):
        (folder / f"certificates/{name}.json").write_text(canonical(HOSTILE[name][1] | {"claim": name}))
    code, out, _ = checked(folder, "--json")
    problems = [row["problem"] for row in json.loads(out)["certificates"]]
    assert code == 3 and len(problems) == 8
    assert all(problem.startswith("rejected (fractions): ") for problem in problems[1:])


def test_too_many_files(folder: Path) -> None:
    """A directory of many thousand certificates is refused before any is read."""
    for number in range(stored.MOST_FILES + 1):
        (folder / f"certificates/x{number}.json").touch()
    code, _, err = checked(folder)
    assert code == 2 and "more than 1,000 certificates" in err


def test_bounds_of_a_file(tmp_path: Path) -> None:
    """A file of the largest size is read, one of a byte more is not, nor one that grows meanwhile."""
    path = tmp_path / "file"
    path.write_text("x" * 10)
    assert read_text(path, 10) == "x" * 10
    with pytest.raises(Malformed, match="10 bytes, more than 9"):
        read_text(path, 9)
    assert LARGEST > LARGEST_REPORT > LARGEST_FILE


def test_a_file_that_changes_while_it_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that becomes a pipe after it was looked at is refused, not waited for; a growing one too."""
    path = tmp_path / "file"
    path.write_text("x")
    looked = os.stat(path)
    path.unlink()
    os.mkfifo(path)
    monkeypatch.setattr(reading.os, "stat", lambda _: looked)
    with pytest.raises(Malformed, match="not a regular file"):
        read_text(path)
    path.unlink()
    path.write_text("xx")
    monkeypatch.setattr(reading.os, "fstat", lambda _: looked)
    with pytest.raises(Malformed, match="more than 1 bytes"):
        read_text(path, 1)


@pytest.mark.parametrize("name", ESCAPES)
def test_a_file_name_steers_nothing(folder: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever a file is called, what is printed is printable, on its own lines."""
    for text in ("{", canonical(binomial("a").certificate())):
        (folder / f"certificates/{name}.json").write_text(text)
        for more in ([], ["--json"]):
            assert main(["check", str(folder), *more]) in (2, 3)
            shown = capsys.readouterr()
            assert all(line.isprintable() for line in (shown.out + shown.err).splitlines())
            assert more or "[bold]" not in name or "[bold]markup" in shown.out + shown.err


@pytest.mark.parametrize("escape", ESCAPES[:-1])
def test_a_certificate_steers_nothing(
    folder: Path, escape: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor does what stands in a certificate, wherever it is repeated in a message."""
    whole = binomial("a").certificate()
    (step,) = whole["steps"]
    spoiled: Iterator[Any] = iter(
        [
            whole | {"claim": escape}, whole | {"variables": ["x", escape]},
            whole | {"concludes": [escape]},
            whole | {"cites": {escape: escape}},
            whole | {escape: 1}, whole | {"format": escape}, whole | {"steps": [step | {"name": escape}]},
            whole | {"steps": [step | {"target": escape}]}, whole | {"steps": [step | {"rule": escape}]},
            whole | {"steps": [step | {"given": [[escape, ">"]]}]}, whole | {"steps": [step | {escape: 1}]},
            whole | {"steps": [step | {"given": [*nested(3), escape]}]},
        ]
    )  # fmt: skip
    for certificate in spoiled:
        text = canonical(certificate).encode("utf-8", "surrogateescape")
        (folder / name_of("a")).write_bytes(text)
        for more in ([], ["--json"]):
            assert main(["check", str(folder), *more]) in (2, 3)
            shown = capsys.readouterr()
            assert all(line.isprintable() for line in (shown.out + shown.err).splitlines())


def test_a_long_text_is_cut() -> None:
    """A text of any length is shown on one line of readable length."""
    assert printable("short") == "short"
    assert printable("a\nb\x1b\u202e") == r"a\nb\x1b\u202e"
    assert len(printable("x" * 10**6)) < 400
