"""What the README shows of the command line is what the command line prints."""

from __future__ import annotations

import json
import re
import shlex
from math import log10
from pathlib import Path

import pytest
from flint import arb

from derivations.logistic import knife_edge, window_law
from verifier.arithmetic.balls import precision
from verifier.cli import main
from verifier.commands.tables import support
from verifier.outcome import sentence
from verifier.sections import SECTIONS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = re.findall(r"```console\n(.*?)```", README, flags=re.DOTALL)
EXAMPLE = re.compile(r"^\$ python -m verifier (.*)\n((?:[^$].*\n)*)", re.MULTILINE)
EXAMPLES = [found for block in CONSOLE for found in EXAMPLE.findall(block)]


def test_examples_are_found() -> None:
    """Both losses are shown, and nothing in a console block escapes the comparison."""
    assert sum(block.count("$ ") for block in CONSOLE) == len(EXAMPLES) >= 4
    assert any("--loss logistic" in command for command, _ in EXAMPLES)


@pytest.mark.parametrize(("command", "shown"), EXAMPLES)
def test_examples_print_what_is_shown(
    command: str, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each command exits with 0 and prints exactly the lines below it."""
    assert 0 == main(shlex.split(command))

    assert shown == capsys.readouterr().out


def test_constants_of_the_logistic_part() -> None:
    """The knife edge and the bracket of ν* are those that the claims enclose."""
    (edge,) = re.findall(r"2/max κ = (\d\.\d+)…", README)
    (low, high) = re.findall(r"α₀ = ½ lies between (\d\.\d+) and (\d\.\d+)", README)[0]
    with precision(128):
        below, above = window_law.critical_bracket(arb(1) / 2)

    assert [*knife_edge.constants(len(edge) - 2).values()][-1].startswith(edge)
    assert arb(low) < below < above < arb(high)


def test_verdicts_are_those_of_the_committed_report() -> None:
    """The shown end of a full run has the rows and the last sentence of reports/report.json."""
    report = json.loads((ROOT / "reports" / "report.json").read_text(encoding="utf-8"))
    rows = {
        claim["id"]: (claim["status"], claim["effective_status"], ", ".join(support(claim["evidence"])))
        for claim in report["claims"]
    }
    shown = re.findall(r"^ (\w+\.[\w-]+) +\w+ +([A-Z]+) +([A-Z]+) +(.+)$", README, flags=re.MULTILINE)

    assert len(shown) >= 4
    assert {claim: rows[claim] for claim, *_ in shown} == {claim: tuple(row) for claim, *row in shown}
    assert f"\n{sentence(report)}\n" in README


def test_figures_are_those_of_the_committed_report() -> None:
    """What is said to have come out stands in reports/report.json, to the digit."""
    report = json.loads((ROOT / "reports" / "report.json").read_text(encoding="utf-8"))
    lengths = {}
    for row in report["tables"]["tightness"]["rows"]:
        for edge in row["edges"]:
            first, last = edge["edge"]
            if last is not None:
                lengths[last - first + 1] = edge["square.self-stabilization-envelope"]
    bounded = r"edge of ([\d,]+) steps is bounded by ([\d,]+), one of ([\d,]+) by ([\d,]+)"
    (found,) = re.findall(bounded, README)
    short, its_bound, long, other_bound = (int(number.replace(",", "")) for number in found)
    assert (lengths[short], lengths[long]) == (its_bound, other_bound)

    said = re.findall(r"onset at (\d+) and a spike at (\d+)–(\d+)", README)
    for name, (onset, bottom, top) in zip(("diabetes", "labelled"), said, strict=True):
        training = report["experiments"][name]["training"]
        spike = [training["first_spike"][end][0] for end in ("bottom", "top")]
        assert [training["onset"], *spike] == [int(onset), int(bottom), int(top)]
    (sine,) = re.findall(r"sin θ at (\S+e-\d+) in between", README)
    assert log10(float(sine.partition("e")[0])) - int(sine.partition("e-")[2]) == pytest.approx(
        min(report["experiments"]["diabetes"]["series"]["log10_sin"]), abs=0.01
    )
    (deepest,) = re.findall(r"sin θ reaches 1e-(\d+) there", README)
    tables = report["tables"]
    depths = [row["depth"] for row in (*tables["mpmath"]["rows"], *tables["logistic-mpmath"]["rows"])]
    assert int(deepest) <= max(depths) < int(deepest) + 100
    (runs,) = re.findall(r"all (\d+) listed runs", README)
    assert int(runs) == len(depths)


def test_size_of_the_kernel() -> None:
    """The number of lines that one must trust is right to a tenth."""
    (said,) = re.findall(r"`verifier/kernel`, some ([\d,]+) lines", README)
    lines = sum(len(path.read_text().splitlines()) for path in (ROOT / "verifier" / "kernel").glob("*.py"))

    assert lines == pytest.approx(int(said.replace(",", "")), rel=0.1)


def test_what_a_quick_run_leaves_out() -> None:
    """The sections that are not in a quick run are the maps and the instances from raw data."""
    left_out = {section.name for section in SECTIONS if not section.in_quick}

    assert {"diabetes", "labelled", "phase-diagram", "knife-edge", "visible-rise"} == left_out
