"""The benchmarks measure what they say; how fast anything is, no test asserts."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.benchmarks import __main__ as benchmarks
from tests.benchmarks import leap, length, step


def test_the_figures_name_every_arithmetic_and_both_maps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A short measurement has positive times, the ratio of balls to itself is 1, and all is JSON."""
    monkeypatch.setattr(step, "STEPS", 2)
    monkeypatch.setattr(step, "ROUNDS", 1)
    monkeypatch.setattr(step, "TRACE_STEPS", 50)
    figures = step.measure()

    assert json.loads(json.dumps(figures)) == figures
    assert list(figures["nanoseconds"]) == ["step", "step with events"]
    for name, row in figures["nanoseconds"].items():
        assert set(row) == set(step.ARITHMETICS) and all(time > 0 for time in row.values())
        assert figures["ratio_to_balls"][name]["balls"] == 1
        assert name in step.table(figures)


def test_leaps_are_certified_and_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Onset and spike are certified to one step, later than the steps iterated for them."""
    monkeypatch.setattr(leap, "RATES", ("1e-3",))
    figures = leap.measure()

    assert json.loads(json.dumps(figures)) == figures
    for name in ("onset", "spike"):
        (row,) = figures[name]
        assert row["steps_iterated"] < row["time"]
        assert f"{row['time']:,}" in leap.table(figures)
    assert figures["onset"][0]["time"] < figures["spike"][0]["time"]


def test_what_is_not_certified_has_no_time() -> None:
    """A time that is not certified is said to be undecided."""
    figures = {"instance": {}, "level": "", "onset": [leap._row("1e-3", None, 5, 0.1)], "spike": []}

    assert "undecided" in leap.table(figures)


def test_memory_is_flat(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten times the steps take no more memory; a run that is kept would take ten times as much."""
    monkeypatch.setattr(length, "LENGTHS", (2000, 20_000))
    figures = length.measure()
    short, tenfold = figures["rows"]

    assert json.loads(json.dumps(figures)) == figures
    assert tenfold["peak_kib"] < 2 * short["peak_kib"]
    assert "20,000" in length.table(figures)


def test_memory_that_grows_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that keeps its states shows in the peak."""
    monkeypatch.setattr(length, "certify", lambda _, steps: [object() for _ in range(steps)])

    assert length._peak(20_000) > 5 * length._peak(2_000)


def test_nothing_is_written_unless_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """--output FILE writes the figures of all benchmarks, and without it the folder stays empty."""
    names = ("step", "batch", "leap", "length")
    for name in names:
        part = SimpleNamespace(LONG=1, measure=lambda *_, name=name: {"of": name}, table=lambda _: "table")
        monkeypatch.setattr(benchmarks, name, part)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["benchmarks"])
    benchmarks.main()
    assert list(tmp_path.iterdir()) == []

    monkeypatch.setattr("sys.argv", ["benchmarks", "--output", "figures.json"])
    benchmarks.main()
    assert json.loads((tmp_path / "figures.json").read_text()) == {name: {"of": name} for name in names}
