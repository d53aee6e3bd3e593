"""What the README shows of the command line is what the command line prints."""

from __future__ import annotations

import re
import shlex
from math import log10
from pathlib import Path

import pytest
from flint import arb

from derivations.logistic import knife_edge, window_law
from tests.verifier.reports import as_report, committed
from verifier.arithmetic.balls import precision
from verifier.cli import main
from verifier.dynamics import certify
from verifier.outcome import sentence
from verifier.sections import SECTIONS
from verifier.studies.losses import Instance

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
    """The shown end of a full run has the rows and the last sentence of the committed report."""
    digest = committed()
    rows = {
        line.id: (line.provenance, line.status, line.effective_status, line.support)
        for line in digest.claims
    }
    shown = re.findall(r"^ (\w+\.[\w-]+) +(\w+) +([A-Z]+) +([A-Z]+) +(.+)$", README, flags=re.MULTILINE)

    assert len(shown) >= 4
    assert {claim: rows[claim] for claim, *_ in shown} == {claim: tuple(row) for claim, *row in shown}
    assert f"\n{sentence(as_report(digest))}\n" in README


def test_figures_are_those_of_the_committed_report() -> None:
    """What is said to have come out stands in reports/report.md, to the digit."""
    report = (ROOT / "reports" / "report.md").read_text(encoding="utf-8")
    edges = re.findall(r"^\|(?:[^|]*\|){4} \*\*(\d+)–(\d+)\*\* \|.* (\d+) \S+ \|$", report, re.MULTILINE)
    lengths = {int(last) - int(first) + 1: int(bound) for first, last, bound in edges}
    bounded = r"edge of ([\d,]+) steps is bounded by ([\d,]+), one of ([\d,]+) by ([\d,]+)"
    (found,) = re.findall(bounded, README)
    short, its_bound, long, other_bound = (int(number.replace(",", "")) for number in found)
    assert (lengths[short], lengths[long]) == (its_bound, other_bound)

    said = re.findall(r"onset at (\d+) and a spike at (\d+)–(\d+)", README)
    training = r"^- \*Training\*: onset (\d+);.* bottom (\d+), .* top (\d+), "
    assert len(said) >= 2 and re.findall(training, report, re.MULTILINE)[: len(said)] == said
    (sine,) = re.findall(r"sin θ at (\S+e-\d+) in between", README)
    settings = r"η<sub>α</sub> (\S+);.* Λ (\S+); a<sub>0</sub> (\S+); θ<sub>0</sub>, in radians (\S+);"
    (h, saturated_lr, a0, theta0), *_ = re.findall(settings, report)  # of the whitened data
    run = certify(Instance.of(h, a0, saturated_lr, theta0), int(said[0][1]))
    assert run.onset == int(said[0][0])
    assert log10(float(sine.partition("e")[0])) - int(sine.partition("e-")[2]) == pytest.approx(
        float(run.min_log10_sin), abs=0.02
    )
    (deepest,) = re.findall(r"sin θ reaches 1e-(\d+) there", README)
    depths = re.findall(r"^\|(?:[^|]*\|){5} (\d+) \| \d+, \d+ \|.*\|$", report, re.MULTILINE)
    assert int(deepest) <= max(map(int, depths)) < int(deepest) + 100
    (runs,) = re.findall(r"all (\d+) listed runs", README)
    assert int(runs) == len(depths)


def test_size_of_the_kernel() -> None:
    """The number of lines that one must trust is right to a tenth."""
    (said,) = re.findall(r"`verifier/kernel`, \w+ rules, some ([\d,]+) lines", README)
    lines = sum(len(path.read_text().splitlines()) for path in (ROOT / "verifier" / "kernel").glob("*.py"))

    assert lines == pytest.approx(int(said.replace(",", "")), rel=0.1)


def test_what_a_quick_run_leaves_out() -> None:
    """The sections that are not in a quick run are the maps, the raw data and the runs in mpmath."""
    left_out = {section.name for section in SECTIONS if not section.in_quick}

    instances = {"diabetes", "labelled", "standardized"}
    in_mpmath = {"mpmath", "logistic-mpmath", "variants-mpmath"}
    assert instances | in_mpmath | {"phase-diagram", "knife-edge", "visible-rise"} == left_out
