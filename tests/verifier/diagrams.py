"""Small diagrams from the command line."""

from __future__ import annotations

from verifier.cli import main

TINY = ["--grid", "2", "--undecided", "1", "--jobs", "1"]
SMALL = ["--grid", "8", "--undecided", "0.06", "--jobs", "1"]


def run_phase(capsys, *arguments):
    """(exit code, stdout, stderr) of the command."""
    code = main(["phase", *arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err
