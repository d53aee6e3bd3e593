"""The command line keeps its contract: exit codes, one line for bad input, JSON and nothing else."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import resource
import signal
import subprocess
import sys
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

import pytest

import derivations.contents
from tests.verifier.planted import binomial, never, plant, planted
from verifier.claim import Claim, Status
from verifier.cli import main
from verifier.commands.options import in_range
from verifier.commands.terminal import prepare, write_json
from verifier.parameters import ACUTE

ROOT = Path(__file__).parents[2]
READERS = ("verifier.studies.bounded", "derivations.proof.scopes")
"""What takes names from the table of contents when it is imported, and is first imported by a command."""
SPIKE = "--scale-lr 0.005 --scale0 0.02 --saturated-lr 3 --angle0 0.1 --steps 1000"
FAR = ["1e-1001", "1.01e1000", "1e-10000", "1e99999", "1e-99999999999"]
"""Decimal numbers that are beyond what is accepted: the message says so, not that they are no numbers."""
TWO_EDGES = "--scale-lr 0.05 --scale0 0.01 --saturated-lr 10 --angle0 0.5 --steps 800"


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
    assert [*_readers(set(sys.modules) - before)] == []


def _readers(modules: Iterable[str]) -> Iterator[str]:
    """Those loaded modules of the package that import the table of contents."""
    imports = re.compile(r"^from derivations(\.contents import| import .*\bcontents\b)", re.MULTILINE)
    for name in modules:
        path = getattr(sys.modules[name], "__file__", None)
        ours = name.startswith(("verifier.", "derivations."))
        if path and ours and imports.search(Path(path).read_text(encoding="utf-8")):
            yield name


def test_what_takes_names_from_the_table_of_contents_is_found() -> None:
    """By its text."""
    for reader in READERS:
        import_module(reader)
    assert [*_readers((*READERS, "verifier.cli", "json", "sys"))] == [*READERS]


def _start(*arguments: str, **options: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "verifier", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, text=True, stdout=pipe, stderr=pipe, **options)


def _loaded_by(program: str) -> set[str]:
    """The modules that are loaded after ``program`` has run in a fresh process."""
    ending = "\nimport sys; print(*sys.modules, file=sys.stderr)"
    command = [sys.executable, "-c", program + ending]
    done = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=True)
    return set(done.stderr.split())


class TestRun:
    """``python -m verifier``: verify, report, summarise."""

    @pytest.mark.parametrize(
        ("claim", "code"),
        [
            (planted("a", proof=binomial("a"), wanted=Status.PROVED), 0),
            (planted("a", never, proof=binomial("a")), 1),
            (planted("a", proof=binomial("a", rhs="x")), 3),
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
        with _start(*arguments, start_new_session=True) as process:
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


class TestBadInput:
    """Bad input is one line that names the option and the value, and exit code 2."""

    @pytest.mark.parametrize(
        ("option", "values"),
        [
            (
                "--scale-lr",
                ["0", "-0.1", "1.5", "nan", "inf", "-inf", "abc", "1e999999", "1/0", "", "１.5"],
            ),
            ("--scale0", ["0", "-1", "-1/2", "nan", "1e999999", "0x1", "1_0e", "--"]),
            ("--saturated-lr", ["0", "-3", "inf", "abc", "3,5", "1e99999"]),
            ("--angle0", ["0", "-0.1", "1.6", "3.2", "1.5707963267948967", "2", "nan", "pi/2"]),
            ("--steps", ["0", "-1", "1.5", "1000001", "1" * 200, "1e3", "abc"]),
        ],
    )
    def test_trace(self, capsys: pytest.CaptureFixture[str], option: str, values: list[str]) -> None:
        """Every number out of range, and everything that is not a number."""
        for value in values:
            arguments = SPIKE.split()
            arguments[arguments.index(option) + 1] = value

            assert main(["trace", *arguments]) == 2
            shown = capsys.readouterr()
            assert shown.out == ""
            (line,) = shown.err.splitlines()
            assert option in line
            assert value[:40] in line

    @pytest.mark.parametrize(
        ("command", "named"),
        [
            ("--claim square.nonsense", "--claim: unknown claim 'square.nonsense'"),
            ("--jobs 0", "--jobs: '0'"),
            ("--jobs two", "--jobs: 'two'"),
            ("--precision 1", "--precision: '1'"),
            ("--precision 1e9", "--precision: '1e9'"),
            ("--seed -1", "--seed: '-1'"),
            ("--seed \x1b[31m", r"--seed: '\x1b[31m'"),
            ("--output=", "--output: ''"),
            ("--output /dev/null/below", "--output: cannot write to '/dev/null/below'"),
            ("--output /proc/nowhere", "--output: cannot write to '/proc/nowhere'"),
            ("--nonsense", "--nonsense"),
            ("nonsense", "unknown command 'nonsense'"),
            ("--quick list", "list"),
            ("list --seed 3", "--seed 3"),
            ("explain square.nonsense", "ID: unknown claim 'square.nonsense'"),
            ("explain", "ID"),
            ("check /nowhere", "DIR: '/nowhere'"),
            ("check /dev/null", "DIR: '/dev/null'"),
            (f"trace {SPIKE} --unknown 3", "--unknown 3"),
            ("trace", "required: --scale-lr, --scale0, --saturated-lr, --angle0, --steps"),
            ("trace --loss logistic --steps 3", "--scale-lr, --scale0, --direction-lr, --angle0"),
            ("trace --eta 3", "--saturated-lr or --direction-lr for --eta?"),
            ("onset --eta 3 --theta_0=1", "or --direction-lr for --eta, --angle0 for --theta_0?"),
            ("trace --alpha0 3", "did you mean --scale0 for --alpha0?"),
            ("--quik", "did you mean --quick for --quik?"),
            ("tarce", "did you mean trace?"),
            ("--quick list", "the command comes first: python -m verifier list"),
            (f"trace {SPIKE.replace('0.1', '90')}", "'90' is not an angle in radians in (0, π/2)"),
            ("--seed " + "1" * 1001, "is not at least 0, of at most 1000 digits"),
            *((f"trace {SPIKE.replace('0.02', number)}", f"{number!r} is outside") for number in FAR),
        ],
    )
    def test_everything_else(
        self,
        claims: Callable[..., None],
        capsys: pytest.CaptureFixture[str],
        command: str,
        named: str,
    ) -> None:
        """Unknown claims, commands and options, and places that cannot be read or written."""
        claims(planted("a"))

        assert main(command.split(" ")) == 2
        shown = capsys.readouterr()
        assert shown.out == ""
        (line,) = shown.err.splitlines()
        assert named in line
        assert line.isprintable()

    def test_leaves_nothing(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        """A refused run writes no file and makes no directory."""
        out = tmp_path / "out"

        assert main(["--claim", "square.nonsense", "--output", str(out)]) == 2
        assert not out.exists()

    @pytest.mark.parametrize(
        ("text", "inside"),
        [
            ("1.57079632679489661923132169163975144209858469968", True),
            ("1.57079632679489661923132169163975144209858469969", False),
            ("1e-999", True),
        ],
    )
    def test_right_angle(self, text: str, inside: bool) -> None:
        """π/2 itself decides, however close an angle comes to it."""
        if inside:
            assert in_range(ACUTE)(text) == Fraction(text)
        else:
            with pytest.raises(ArgumentTypeError):
                in_range(ACUTE)(text)


class TestTrace:
    """``trace`` prints what is certain about one run."""

    @pytest.mark.parametrize(
        ("arguments", "expected"),
        [
            (SPIKE, {"onset": 216, "rising_edges": [[216, 669]], "loss_rises": [[662, 669]]}),
            (TWO_EDGES, {"onset": 5, "rising_edges": [[5, 12], [57, 269]]}),
        ],
    )
    def test_golden(
        self, capsys: pytest.CaptureFixture[str], arguments: str, expected: dict[str, Any]
    ) -> None:
        """The worked values, each decided by enclosures."""
        assert main(["trace", *arguments.split(), "--json"]) == 0
        printed = json.loads(capsys.readouterr().out)
        assert {key: printed[key] for key in expected} == expected
        assert printed["certified"] is True
        assert printed["waiting_time"]["lower"] <= printed["onset"]
        assert printed["onset"] <= printed["waiting_time"]["upper"]
        first, last = printed["rising_edges"][-1]
        assert printed["self_stabilization"][-1]["bound"] >= last - first + 1

    def test_text(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Without --json the same is said in words."""
        main(["trace", *SPIKE.split()])

        out = capsys.readouterr().out
        assert re.search(r"onset +216\n", out)
        assert re.search(r"rising edges +\[216, 669\]\n", out)
        assert re.search(r"certified +yes", out)

    def test_edge_goes_on(self, capsys: pytest.CaptureFixture[str]) -> None:
        """An edge that lasts to the end has no last time."""
        main(["trace", *SPIKE.replace("1000", "300").split(), "--json"])

        assert json.loads(capsys.readouterr().out)["rising_edges"] == [[216, None]]


class TestTerminal:
    """Help is instant, and a terminal that goes away is no misfortune."""

    @pytest.mark.parametrize("command", ["", "run", "list", "explain", "check", "trace", "onset", "phase"])
    def test_help_fits_the_terminal(
        self, command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """No line of a help is longer than a terminal of 80 columns, and lists keep an entry a line."""
        monkeypatch.setenv("COLUMNS", "80")
        with pytest.raises(SystemExit):
            main([*command.split(), "--help"])
        shown = capsys.readouterr().out.splitlines()

        assert max(map(len, shown)) <= 80
        assert "exit codes:" not in shown or any(re.match(r"  0 +\S", line) for line in shown)

    @pytest.mark.parametrize("arguments", [["--help"], ["trace", "--help"], ["check", "--help"]])
    def test_help(self, arguments: list[str]) -> None:
        """Help loads none of the heavy packages."""
        program = (
            "from verifier.cli import main\n"
            f"try: main({arguments!r})\n"
            "except SystemExit as end: assert not end.code"
        )

        assert not _loaded_by(program) & {"sympy", "flint", "rich", "numpy", "mpmath", "matplotlib"}

    def test_help_alone_needs_no_result(self) -> None:
        """What a verification finds, and how that is put, is loaded by what verifies."""
        program = "from verifier.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass"
        results = {f"verifier.{name}" for name in ("claim", "outcome", "parameters", "results", "sources")}

        assert not _loaded_by(program) & {"difflib", *results}

    def test_bad_input_is_instant(self) -> None:
        """A refused option costs no more than help."""
        loaded = _loaded_by("from verifier.cli import main; assert main(['--jobs', '0']) == 2")

        assert not loaded & {"sympy", "flint", "rich"}

    @pytest.mark.parametrize("arguments", [f"--debug trace {SPIKE}", f"trace --debug {SPIKE}"])
    def test_debug_stands_anywhere(self, monkeypatch: pytest.MonkeyPatch, arguments: str) -> None:
        """Before the command or after it, --debug lets the traceback of an internal error out."""
        monkeypatch.setattr("verifier.studies.trace.follow", lambda *_: 1 // 0)
        assert main(arguments.replace("--debug", "").split()) == 4
        with pytest.raises(ZeroDivisionError):
            main(arguments.split())

    def test_list(self, capsys: pytest.CaptureFixture[str]) -> None:
        """``list`` gives every claim in paper order."""
        assert main(["list", "--json"]) == 0
        printed = json.loads(capsys.readouterr().out)["claims"]
        assert [claim["id"] for claim in printed] == list(derivations.contents.CLAIMS)
        assert {"provenance", "wanted", "title"} <= set(printed[0])
        assert main(["list"]) == 0
        assert "square.rising-criterion" in capsys.readouterr().out

    def test_explain(self, capsys: pytest.CaptureFixture[str]) -> None:
        """``explain`` shows everything a referee asks for."""
        assert main(["explain", "square.rising-criterion"]) == 0
        out = capsys.readouterr().out
        for heading in ("Statement", "Derivation", "Kernel", "Without each hypothesis", "Not verified"):
            assert f"\n{heading}\n" in out
        assert "flint and fractions: accepted" in out
        assert "s'² > s² ⟺ λ·(c² - s²) - 2·c > 0" in out

    def test_explain_json(self, capsys: pytest.CaptureFixture[str]) -> None:
        """``explain --json`` is the claim's entry of the report, as far as it needs no checks."""
        assert main(["explain", "square.rising-criterion", "--json"]) == 0
        printed = json.loads(capsys.readouterr().out)
        assert printed["evidence"][0]["status"] == "PROVED"
        assert printed["derivation"]

    def test_reader_goes_away(self) -> None:
        """A closed pipe on stdout is neither a traceback nor another exit code."""
        with _start("explain", "square.rising-criterion") as process:
            assert process.stdout is not None
            process.stdout.close()
            process.stdout = None
            _, err = process.communicate(timeout=60)

        assert process.returncode == 0
        assert err == ""

    def test_full_disk(self) -> None:
        """A stdout that cannot be written is one line and exit code 2."""
        with open("/dev/full", "w") as full:
            command = [sys.executable, "-m", "verifier", "explain", "square.rising-criterion"]
            done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True)

        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1

    def test_plain_terminal(self) -> None:
        """A terminal without Greek letters gets the rest."""
        environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
        with _start("explain", "square.rising-criterion", env=environment) as process:
            out, err = process.communicate(timeout=60)

        assert process.returncode == 0
        assert err == ""
        assert "accepted" in out


class TestJson:
    """--json is valid JSON whatever the encoding of stdout."""

    VALUE: ClassVar = {"θ": "½ ≤ λ", "é": "\x85\xa0", "lost": "\udc80", "far": "\U0001d53c"}

    @pytest.mark.parametrize(
        "encoding",
        ["utf-8", "UTF8", "ascii", "latin-1", "cp1252", "cp437", "utf-16", "utf-8-sig", "koi8-r"],
    )
    def test_encoding(self, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
        """The bytes are JSON, as a reader who knows the encoding decodes them, and say what was meant."""
        raw = io.BytesIO()
        stream = io.TextIOWrapper(raw, encoding=encoding)
        monkeypatch.setattr(sys, "stdout", stream)
        prepare()
        write_json(self.VALUE)
        written = raw.getvalue()
        monkeypatch.undo()

        assert json.loads(written.decode(encoding)) == self.VALUE
        if encoding not in ("utf-16", "utf-8-sig"):
            assert json.loads(written) == self.VALUE

    def test_in_utf_8_letters_stay(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where UTF-8 is spoken, letters are letters."""
        raw = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="utf-8"))
        write_json({"θ": "½"})

        assert "θ" in raw.getvalue().decode()

    def test_plain_locale(self) -> None:
        """A process in the C locale prints JSON all the same."""
        plain = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
        command = [sys.executable, "-m", "verifier", "list", "--json"]
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, **plain}, capture_output=True)

        assert done.returncode == 0
        assert len(json.loads(done.stdout)["claims"]) == len(derivations.contents.CLAIMS)


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
        arguments = ["--quick", "--claim", "square.angle-map", "--jobs", "2", "--output", str(output)]
        with _start(*arguments, preexec_fn=lambda: resource.setrlimit(limit, (number, number))) as process:
            _, err = process.communicate(timeout=120)

        assert process.returncode == code
        assert output.exists() is (code == 0)
        last = err.splitlines()[-1]
        assert "File too large" in last if code else "no worker processes (Too many open files)" in err
