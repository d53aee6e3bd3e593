"""Two reports are in step when they claim the same, whatever they took and wherever they were made."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.report import sample
from verifier.report.in_step import differences, main

Change = Callable[[dict[str, Any]], object]


def changed(change: Change) -> dict[str, Any]:
    report = deepcopy(sample.report())
    change(report)
    return report


def first(report: dict[str, Any]) -> dict[str, Any]:
    claim: dict[str, Any] = report["claims"][0]
    return claim


def settings(report: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = report["experiments"]["diabetes"]["settings"]
    return found


IGNORED: dict[str, Change] = {
    "seconds of a claim": lambda r: first(r)["evidence"][0].update(seconds=9),
    "environment": lambda r: r["environment"].update(commit="abc", seconds=1.0),
    "wording of the evidence": lambda r: first(r)["evidence"][1].update(summary="other"),
    "curves of a figure": lambda r: r["figures"]["delayed-spike"].update(lam=[]),
    "window of the scale": lambda r: r["figures"]["silent-window"].update(alpha_window=[]),
    "cells of the phase diagram": lambda r: r["figures"]["phase-diagram"]["cells"].pop(),
    "last digits of a real number": lambda r: settings(r).update(rho=55.40001),
    "a measured difference": lambda r: r["experiments"]["diabetes"]["agreement"].update(
        reduced_map={"loss": "1.3e-44"}
    ),
    "curves of an experiment": lambda r: r["experiments"]["diabetes"].update(series={}),
}
FOUND: dict[str, Change] = {
    "status": lambda r: first(r).update(status="CHECKED"),
    "effective status": lambda r: first(r).update(effective_status="CHECKED"),
    "wanted status": lambda r: first(r).update(wanted="CHECKED"),
    "statement": lambda r: first(r).update(statement="other"),
    "typeset statement": lambda r: first(r).update(statement_latex="x"),
    "hypothesis": lambda r: first(r)["hypotheses"][0].update(text="other"),
    "without a hypothesis": lambda r: first(r)["hypotheses"][0].update(without="other"),
    "certificate": lambda r: first(r)["evidence"][0].update(sha256="0" * 64),
    "no certificate": lambda r: first(r)["evidence"].pop(0),
    "claim gone": lambda r: r["claims"].pop(),
    "claim added": lambda r: r["claims"].append(sample.claim("logistic.fourth")),
    "order of claims": lambda r: r["claims"].reverse(),
    "integer of a table": lambda r: r["tables"]["tightness"]["rows"][0].update(onset=217),
    "bound gone": lambda r: r["tables"]["tightness"]["rows"][0].update(lower=None),
    "row gone": lambda r: r["tables"]["tightness"]["rows"].pop(),
    "status of an experiment": lambda r: r["experiments"]["diabetes"].update(status="REFUTED"),
    "event of an experiment": lambda r: r["experiments"]["diabetes"]["reduced"].update(onset=5),
    "setting of an experiment": lambda r: settings(r).update(eta="0.0004"),
    "event of a figure": lambda r: r["figures"]["logistic-spike"].update(onset=5),
    "onset window of a figure": lambda r: r["figures"]["silent-window"].update(window=[4, 4]),
    "figure gone": lambda r: r["figures"].pop("silent-window"),
    "outcome of a run": lambda r: r["figures"]["visible-rise"]["examples"][0].update(outcome="LOSS"),
    "count of the knife edge": lambda r: r["figures"]["knife-edge"]["maps"][0].update(counts={}),
    "table gone": lambda r: r["tables"].clear(),
    "schema": lambda r: r.update(schema_version=2),
}


@pytest.mark.parametrize("name", IGNORED)
def test_what_does_not_count(name: str) -> None:
    """Timings, environment, wording and last digits may differ."""
    assert [] == list(differences(sample.report(), changed(IGNORED[name])))


@pytest.mark.parametrize("name", FOUND)
def test_what_counts(name: str) -> None:
    """A change of what is claimed is found in both directions."""
    other = changed(FOUND[name])

    assert list(differences(sample.report(), other))
    assert list(differences(other, sample.report()))


def write(path: Path, report: object) -> str:
    path.write_text(json.dumps(report), encoding="utf-8")
    return str(path)


def test_exit_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0 when in step, 1 with one line a difference, 2 for what is not a report."""
    old = write(tmp_path / "old.json", sample.report())
    new = write(tmp_path / "new.json", changed(FOUND["status"]))

    assert 0 == main([old, old])
    assert 1 == main([old, new])
    assert 'square.first: status "PROVED" is now "CHECKED"\n' == capsys.readouterr().out


@pytest.mark.parametrize("content", ["", "nonsense", "[]", "{}", '{"schema_version": 1}', "17"])
def test_unreadable_input(content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is not a report gives one line on stderr and exit code 2."""
    old = write(tmp_path / "old.json", sample.report())
    new = tmp_path / "new.json"
    new.write_text(content)

    assert 2 == main([old, str(new)])
    assert 1 == capsys.readouterr().err.count("\n")


def test_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing file or argument is exit code 2."""
    assert 2 == main([])
    assert 2 == main([str(tmp_path / "none"), str(tmp_path / "none")])
    assert 2 == capsys.readouterr().err.count("\n")
