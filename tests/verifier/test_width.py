"""Criterion: on a terminal of 80 columns nothing is cut and no line is left to the terminal to break.

What cannot be broken, a name or a number, may be longer; prose, tables and formulas may not.
"""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.verifier.reports import KEPT, as_report, committed, report, two_claims
from verifier.cli import COMMANDS, main
from verifier.commands.run import _print
from verifier.lines import broken, filled, in_columns, laid_out, width_of

ROOT = Path(__file__).parents[2]
SQUARE = "--scale-lr 0.005 --scale0 0.02 --saturated-lr 3 --angle0 0.1"
LOGISTIC = "--loss logistic --direction-lr 4 --scale-lr 0.02 --scale0 0.1 --angle0 0.1"


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")


def too_wide(text: str) -> list[str]:
    """The lines that do not fit though they have a place to break."""
    return [line for line in text.splitlines() if width_of(line) > 80 and len(line.split()) > 1]


@pytest.mark.parametrize(
    "command",
    [
        *(f"{command} --help" for command in COMMANDS),
        "list",
        "explain square.rising-criterion",
        "explain logistic.self-stabilization-log",
        f"check {ROOT}/tests",
        f"trace {SQUARE} --steps 1000",
        f"trace {LOGISTIC} --steps 650",
        f"trace {SQUARE} --steps 700 --arithmetic mpmath",
        "trace --scale-lr 1e-4 --scale0 1e-3 --saturated-lr 2.5 --angle0 1e-9 --steps 3",
        f"onset {SQUARE}",
        "onset --scale-lr 1e-300 --scale0 0.1 --saturated-lr 3 --angle0 0.1",
        "phase --grid 2 --max-depth 0 --undecided 1 --jobs 1 --output OUT",
        "--quick --claim square.gradients --jobs 1 --output OUT",
    ],
)
def test_commands(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What each command prints fits."""
    monkeypatch.chdir(ROOT)
    words = [word.replace("OUT", str(tmp_path / "out")) for word in shlex.split(command)]
    try:
        main(words)
    except SystemExit as end:  # --help
        assert end.code == 0
    out = capsys.readouterr().out

    assert out or command.startswith(f"check {ROOT}")
    assert too_wide(out) == []
    assert "…" not in out or command.startswith("onset")  # where it stands in a number


@pytest.mark.parametrize("kept", KEPT)
@pytest.mark.parametrize("wrong", [True, False])
def test_check(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    kept: str,
    wrong: bool,
) -> None:
    """What ``check`` says fits, of what is good and of what is not, whatever is kept of the report."""
    two_claims(tmp_path, monkeypatch)
    report(tmp_path, **{"a": {"sha256": "0" * 64}} if wrong else {})
    KEPT[kept](tmp_path)

    assert main(["check", str(tmp_path)]) == (3 if wrong else 0)
    out = capsys.readouterr().out
    assert too_wide(out) == []
    assert ("not the one that" in " ".join(out.split())) is wrong
    assert ("Vouched for" in out) is not wrong


def test_the_end_of_a_full_run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table of all claims loses no word on a narrow terminal, nor do the sections below it."""
    monkeypatch.setattr("verifier.commands.tables.support", lambda evidence: evidence[0].summary)
    found = as_report(committed())
    _print(found)
    out = capsys.readouterr().out

    assert too_wide(out) == []
    assert all(claim.id in out for claim in found.claims)
    words = out.split()
    assert words.count("PROVED") > 80 and "…" not in out


@pytest.mark.parametrize("missing", [True, False])
def test_a_partial_report(tmp_path: Path, capsys: pytest.CaptureFixture[str], missing: bool) -> None:
    """``check`` of what a run with --claim has left wraps the missing claims, and says why they are."""
    main(["--quick", "--claim", "square.gradients", "--jobs", "1", "--output", str(tmp_path)])
    capsys.readouterr()
    chosen = [] if missing else ["--claim", "square.gradients"]
    code = main(["check", str(tmp_path), *chosen])
    out = capsys.readouterr().out

    assert code == (3 if missing else 0)
    assert too_wide(out) == []
    assert ("after a run with --claim" in " ".join(out.split())) is missing
    assert ("missing: square.scale-invariance" in out) is missing


def test_formulas_break_at_their_signs() -> None:
    """First between the entries of a list, then before signs, then after factors; never in a name."""
    entries = ", ".join(f"x{number} + y{number} > 0" for number in range(12))
    assert all(line.endswith((",", "> 0")) for line in broken(entries))
    total = " + ".join(f"x{number}" for number in range(40))
    _, *rest = broken(total, "  ")
    assert rest and all(line.startswith("      + x") for line in rest)
    product = "·".join(f"(x{number} - 1)" for number in range(20))
    assert len(broken(product)) > 1 and too_wide("\n".join(broken(product))) == []
    power = "*".join(f"x{number}**2" for number in range(40))
    assert all(line.strip().endswith("*") for line in broken(power)[:-1])
    assert not any(line.strip().endswith("**") for line in broken(power))
    name = "n" * 100
    assert broken(name, "  ") == [f"  {name}"]
    assert "".join("".join(broken(total)).split()) == "".join(total.split())


def test_prose_is_wrapped_as_it_is_indented() -> None:
    """A long value stays in its column, a list keeps its entries, and accents take no room."""
    name, *rest = in_columns([("name", "word " * 40), ("n", "1")])
    assert name.startswith("name  word") and all(line.startswith(" " * 6) for line in rest[:-1])
    assert rest[-1] == "n     1"
    assert filled("", "  ") == [""]
    listed = "  0  ends\n  1  goes on"
    assert laid_out(f"a\nb\n\n{listed}", "    ") == "    a b\n\n      0  ends\n      1  goes on"
    assert width_of("s̄") == 1
