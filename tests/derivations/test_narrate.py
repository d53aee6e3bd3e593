"""What a derivation prints reaches any stream."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest

from derivations.proof.narrate import show


def test_letters_that_a_stream_cannot_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """A letter that the stream's encoding lacks is written by its number."""
    below = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(below, encoding="ascii"))
    show("λ is at most 2")

    assert below.getvalue() == b"\\u03bb is at most 2\n"


def test_a_reader_that_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """A closed pipe ends the text, not the program."""
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        show("a line")


@pytest.mark.parametrize(
    ("module", "says"),
    [
        ("derivations.square.rising_criterion", "Prints the derivation of square.rising-criterion"),
        ("derivations.notation", "Lists the symbols of all theories"),
        ("derivations.proof.conclusions", "Derives claims anew"),
    ],
)
def test_modules_that_run_explain_themselves(module: str, says: str) -> None:
    """``--help`` says what a module does, exit code 0; what it does not know is one line, exit code 2."""
    for options in ([], ["-OO"]):
        helped = _run(*options, "-m", module, "--help")
        assert helped.returncode == 0 and helped.stderr == ""
        assert helped.stdout.startswith(f"usage: python -m {module} ") and says in helped.stdout
        assert max(map(len, helped.stdout.splitlines())) <= 80
    refused = _run("-m", module, "--quick" if module != "derivations.proof.conclusions" else "square.edgy")
    assert refused.returncode == 2 and refused.stdout == ""
    (line,) = refused.stderr.splitlines()
    assert line.startswith(f"python -m {module}: error: ")


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "80"}
    return subprocess.run([sys.executable, *words], capture_output=True, text=True, env=environment)
