"""Figures are drawn from numbers alone, the same on every run."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.report import sample
from verifier.report import tightness
from verifier.report.drawing import power_of_ten, standalone
from verifier.report.spike_figure import spike_figure
from verifier.report.tightness_figure import tightness_figure
from verifier.results.drawn import DrawnRun
from verifier.studies.losses import Instance
from verifier.studies.spike_data import _square, logistic_spike, run_data, silent_window

SMALL = {"h": "0.05", "a0": "0.01", "saturated_lr": "10", "theta0": "0.5"}


def test_same_bytes_again() -> None:
    """Drawing twice gives the same bytes, without a date."""
    assert spike_figure(sample.run()) == spike_figure(sample.run())
    assert not re.search(r"20\d\d-\d\d", spike_figure(sample.run()))


def test_events_are_named() -> None:
    """The figure says the onset, its window, the edge and the rise of the loss in words."""
    words = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", spike_figure(sample.run())))

    for said in ("onset T = 4", "4 ≤ T ≤ 5 in advance", "direction rises 4–8", "loss rises 7–8"):
        assert said in words


def test_identifiers_carry_the_figures_name() -> None:
    """Two figures in one page share no identifier."""
    one, two = (set(re.findall(r'\bid="([^"]*)"', spike_figure(sample.run(), name))) for name in "ab")

    assert one
    assert not one & two


def test_colours_follow_the_page() -> None:
    """No colour is fixed: each is a variable of the page with a fallback."""
    svg = spike_figure(sample.run())

    assert "var(--blue, " in svg
    assert [] == re.findall(r"(?:fill|stroke): #", svg)


def test_styles_stay_inside() -> None:
    """A figure in a page brings no style rule that would reach the rest of it."""
    assert "<style" not in spike_figure(sample.run())


def test_standalone_is_an_svg_file() -> None:
    """The figure as a file of its own is well-formed and of the right namespace."""
    root = ElementTree.fromstring(standalone(spike_figure(sample.run())))

    assert "{http://www.w3.org/2000/svg}svg" == root.tag


@pytest.mark.parametrize("change", [
    {"onset": None, "window": None, "rising_edges": [], "loss_rises": []},
    {"rising_edges": [[4, None]], "loss_rises": [[7, None]]},
])  # fmt: skip
def test_runs_without_an_end(change: dict[str, Any]) -> None:
    """A run in which nothing rises, or in which it goes on at the end, is drawn too."""
    assert spike_figure(replace(sample.run(), **change)).startswith("<svg")


def test_data_of_a_certified_run() -> None:
    """The integers of the drawn run are those of the issue's worked value, at every drawn time."""
    data = run_data(Instance.of(*SMALL.values()), SMALL, 400, 128, _square)

    assert data.certified
    assert 5 == data.onset
    assert [[5, 12], [57, 269]] == [*map(list, data.rising_edges)]
    assert data.window is not None and data.window[0] <= 5 <= data.window[1]
    assert len(data.t) == len(data.log10_excess) == len(data.log10_sin) == len(data.lam)
    assert {5, 12, 57, 269, 400} <= set(data.t)


def test_logistic_runs_differ_in_what_comes_first() -> None:
    """In one the loss rises while the scale is in its window, in the other the scale leaves it before."""
    loud, silent = (run(quick=True, seed=0, precision=128) for run in (logistic_spike, silent_window))

    assert loud.certified and silent.certified
    assert ((145, 504),) == loud.rising_edges and ((499, 504),) == loud.loss_rises
    assert ((235, 784),) == silent.rising_edges and not silent.loss_rises
    assert _inside(loud, 504) and not any(loud.alpha_window[loud.t.index(507) :])
    assert _inside(silent, 236) and _inside(silent, 784) and not _inside(silent, 788)
    assert [("direction_lr", "3.3")] == sorted({*silent.instance.items()} - {*loud.instance.items()})


def _inside(data: DrawnRun, t: int) -> bool:
    """Whether the scale is in its window at a drawn time."""
    index = data.t.index(t)
    low, high = data.alpha_window[index] or (0, 0)
    return bool(low < data.alpha[index] < high)


def test_panel_of_the_scale() -> None:
    """Only a run with a window of the scale has the panel that shows it."""
    assert "the window κ(α) &gt; 2N" in spike_figure(sample.logistic_run())
    assert "scale α" not in spike_figure(sample.run())
    assert spike_figure(sample.logistic_run(alpha_window=[None] * 12)).startswith("<svg")


def test_ratios_of_the_table() -> None:
    """The dots are bound / truth for each onset and edge that has both."""
    found = tightness.ratios(sample.tightness())

    assert [1.0] == found["from below: lower"]
    assert [1.5] == found["from above: upper"]
    assert [2.0] == found["edge: log"]
    assert "1 beyond, up to 10⁸⁷" in tightness_figure(found)


def test_axis_of_close_bounds() -> None:
    """Bounds within a decade of each other get an axis of their own; far ones that of powers of ten."""
    close, far = tightness_figure({"a": [0.7, 1.0]}), tightness_figure({"a": [0.7, 1.0, 90.0]})

    assert ">0.8×<" in close and "10×" not in close
    assert ">10×<" in far and ">0.8×<" not in far


@pytest.mark.parametrize(("text", "shown"), [
    ("1/200", "0.005"), ("3", "3"), ("1/3", "1/3"), ("1/100000000", "1e-8"), ("15707/10000", "1.5707"),
])  # fmt: skip
def test_rationals_as_decimals(text: str, shown: str) -> None:
    """A rational is shown as a short decimal where that is exact."""
    assert shown == tightness.decimal(text)


@pytest.mark.parametrize(("exponent", "shown"), [(0, "1"), (1, "10"), (-91, "10⁻⁹¹"), (12, "10¹²")])
def test_powers_of_ten(exponent: int, shown: str) -> None:
    """Powers of ten are written with raised exponents."""
    assert shown == power_of_ten(exponent)
