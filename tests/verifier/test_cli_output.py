"""What the command line prints: a trace, its help, and JSON in any encoding and on any terminal."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from typing import Any, ClassVar

import pytest

import derivations.contents
from tests.verifier.command import ROOT, SPIKE, loaded_by, start
from verifier.cli import main
from verifier.commands.terminal import prepare, write_json

TWO_EDGES = "--scale-lr 0.05 --scale0 0.01 --saturated-lr 10 --angle0 0.5 --steps 800"


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

        assert not loaded_by(program) & {"sympy", "flint", "rich", "numpy", "mpmath", "matplotlib"}

    def test_help_alone_needs_no_result(self) -> None:
        """What a verification finds, and how that is put, is loaded by what verifies."""
        program = "from verifier.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass"
        results = {f"verifier.{name}" for name in ("claim", "outcome", "parameters", "results", "sources")}

        assert not loaded_by(program) & {"difflib", *results}

    def test_bad_input_is_instant(self) -> None:
        """A refused option costs no more than help."""
        loaded = loaded_by("from verifier.cli import main; assert main(['--jobs', '0']) == 2")

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
        with start("explain", "square.rising-criterion") as process:
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
        with start("explain", "square.rising-criterion", env=environment) as process:
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
