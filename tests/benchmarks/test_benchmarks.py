"""The benchmark measures what it says; how fast anything is, no test asserts."""

import json
from pathlib import Path

import pytest

from tests.benchmarks import __main__ as benchmarks


def test_the_figures_name_every_arithmetic_and_both_maps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A short measurement has positive times, the ratio of balls to itself is 1, and all is JSON."""
    monkeypatch.setattr(benchmarks, "STEPS", 2)
    monkeypatch.setattr(benchmarks, "ROUNDS", 1)
    monkeypatch.setattr(benchmarks, "TRACE_STEPS", 50)
    figures = benchmarks.measure()

    assert json.loads(json.dumps(figures)) == figures
    assert list(figures["nanoseconds"]) == ["step", "step with events"]
    for name, row in figures["nanoseconds"].items():
        assert set(row) == set(benchmarks.ARITHMETICS) and all(time > 0 for time in row.values())
        assert figures["ratio_to_balls"][name]["balls"] == 1
        assert name in benchmarks.table(figures)


def test_nothing_is_written_unless_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """--output FILE writes the figures, and without it the folder stays empty."""
    figures = {"python": "", "mpmath_backend": "", "bits": 1, "nanoseconds": {}, "ratio_to_balls": {}}
    figures["trace"] = {"steps": 1, "cpu_seconds": 0}
    monkeypatch.setattr(benchmarks, "measure", lambda: figures)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["benchmarks"])
    benchmarks.main()
    assert list(tmp_path.iterdir()) == []

    monkeypatch.setattr("sys.argv", ["benchmarks", "--output", "figures.json"])
    benchmarks.main()
    assert json.loads((tmp_path / "figures.json").read_text()) == figures
