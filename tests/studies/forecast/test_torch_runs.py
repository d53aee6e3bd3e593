"""A table of real runs is worth what it promises: each broken promise is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from verifier.claim import Status
from verifier.results.forecast import Moment
from verifier.results.torch_runs import Predicted, TorchRun, TorchRuns
from verifier.studies.forecast.torch_runs import GROUPS, PROMISES, judged, load


def run(number: int = 0, group: str = "whitened", **changed: object) -> TorchRun:
    """A run that was forecast to the step, with controls that are far off."""
    right = Predicted(100, Moment(200, 198, 202), Moment(203, 200, 206), None, 1.05)
    off = Predicted(120, Moment(300, 298, 302), None, None, None)
    plain = TorchRun(
        group=group, data_set="made up", seen_before=number % 2 == 0, dtype="float32", condition_number=1.0,
        training={"lr": 0.1}, loss="mse", steps=1000, onset=100, visible=200, slight=203, clear=None,
        peak=1.05,
        predicted=right, controls={"without ε": off, "no floor": off, "the other format": off},
    )  # fmt: skip
    return replace(plain, **changed)


def table(**changed: object) -> TorchRuns:
    """Forty whitened and ten standardized runs, all of them changed in the same way."""
    groups = ["whitened"] * 20 + ["badly aligned"] * 10 + ["one rate"] * 10 + ["standardized"] * 10
    return TorchRuns("2.13.0", tuple(run(n, group, **changed) for n, group in enumerate(groups)))


def test_a_table_that_keeps_its_promises_is_checked():
    """Nothing is violated, and every group has runs."""
    found = judged(table())

    assert (found.status, found.violations) == (Status.CHECKED, ())
    assert {one.group for one in found.accuracy} == set(GROUPS)


@pytest.mark.parametrize(
    ("changed", "promise"),
    [
        ({"onset": 101}, "onset: largest error"),
        ({"visible": 202}, "visible step: median error"),
        ({"visible": 215}, "visible step: largest error"),
        ({"visible": None}, "visible step: yes or no right in"),
        ({"visible": 197}, "interval holds the step in"),
        ({"slight": None}, "loss up by 1 %: yes or no right in"),
        ({"slight": 220}, "loss up by 1 %: step within 3 %"),
    ],
)
def test_a_broken_promise_is_named(changed, promise):
    """The table is inconclusive, and says which."""
    found = judged(table(**changed))

    assert found.status == Status.INCONCLUSIVE
    assert any(promise in violation for violation in found.violations)


def test_a_wide_interval_is_no_forecast():
    """One that holds every step by being wide breaks its promise."""
    wide = Predicted(100, Moment(200, 150, 250), Moment(203, 200, 206), None, 1.05)
    found = judged(table(predicted=wide))

    assert any("width" in violation for violation in found.violations)


def test_a_control_that_is_as_good_shows_nothing():
    """Then the table does not tell a right forecast from a wrong one."""
    right = run().predicted
    found = judged(table(controls={"without ε": right, "no floor": right, "the other format": right}))

    assert found.status == Status.INCONCLUSIVE
    assert "no floor is as good" in found.violations


def test_nothing_to_compare_keeps_no_promise():
    """A table without a single onset is no success."""
    silent = Predicted(None, None, None, None, None)
    found = judged(table(onset=None, visible=None, slight=None, predicted=silent))

    assert found.status == Status.INCONCLUSIVE


def test_the_stored_table():
    """At least 120 runs, half of them in each format, and it keeps every promise."""
    stored = load()
    found = judged(stored)

    assert len(stored.runs) >= 120
    assert 2 * sum(one.dtype == "float32" for one in stored.runs) == len(stored.runs)
    assert {"whitened", "badly aligned", "one rate", "standardized"} == {one.group for one in stored.runs}
    assert (found.status, found.violations) == (Status.CHECKED, ())
    assert len(PROMISES) >= 10
