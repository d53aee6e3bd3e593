"""Criterion: what is said of a box is true of every instance in it, whichever way it was computed."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from tests.studies.diagram.samples import random_points, widened
from verifier.studies.diagram import engine, loop, trajectories
from verifier.studies.diagram.boxes import Boxes, first_states, outward
from verifier.studies.diagram.engine import AT_ONCE, DELAYED, NEVER_RISES, NOT_DECIDED, classify
from verifier.studies.diagram.loop import Followed
from verifier.studies.losses import Instance
from verifier.studies.onset import certify_onset
from verifier.studies.trace import trace


def _instance(boxes: Boxes, index: int, shares: np.ndarray) -> Instance:
    """The instance at those shares of the sides of a box."""
    values = [
        Fraction(float(low)) + Fraction(float(share)) * (Fraction(float(high)) - Fraction(float(low)))
        for (low, high), share in zip(
            (side[index] for side in (boxes.h, boxes.a0, boxes.saturated_lr, boxes.theta0)),
            shares,
            strict=True,
        )
    ]
    return Instance(values[0], values[1], 1 / values[2], values[3])


@pytest.mark.parametrize("width", [0.0, 1e-3, 0.05])
def test_agrees_with_balls(width):
    """Each verdict and each onset window holds for a random instance of the box, certified in balls."""
    rng = np.random.default_rng(3)
    boxes = widened(random_points(rng, 300), width)
    cells = classify(boxes)
    decided = 0
    for index, verdict in enumerate(cells.verdict):
        if verdict == NOT_DECIDED:
            continue
        found = certify_onset(_instance(boxes, index, rng.choice([0.0, 0.5, 1.0], 4)))
        assert found.certified
        if verdict == NEVER_RISES:
            assert found.onset is None
        else:
            assert found.onset is not None
            assert cells.onset_lower[index] <= found.onset <= cells.onset_upper[index]
            assert (verdict == AT_ONCE) == (found.onset == 0)
        decided += 1

    assert decided > 100
    if width == 0:
        assert np.array_equal(cells.onset_lower, cells.onset_upper)


def test_points_are_all_decided():
    """Of two thousand single instances none stays undecided; a few need more than float64."""
    cells = classify(random_points(np.random.default_rng(4), 2000))

    assert not np.any(cells.verdict == NOT_DECIDED)
    assert set(np.unique(cells.verdict)) == {NEVER_RISES, DELAYED, AT_ONCE}


def test_escalation(monkeypatch):
    """Instances that float64 leaves undecided get the same verdicts from balls alone."""
    boxes = random_points(np.random.default_rng(5), 40)
    expected = classify(boxes)
    monkeypatch.setattr(engine, "follow", lambda starts, steps: Followed.empty(len(starts)))
    actual = classify(boxes)

    assert np.array_equal(expected.verdict, actual.verdict)
    assert np.array_equal(expected.onset_lower, actual.onset_lower)
    assert np.all(actual.bits >= 192)


def test_an_onset_beyond_64_bits_is_left_undecided() -> None:
    """At h = 1e-17 it is known to the step; at h = 1e-21 it is no 64-bit integer, and nothing overflows."""
    near, far = (classify(Boxes.points(h, [0.5, 0.9], [3.0, 2.5], 0.01)) for h in (1e-17, 1e-21))

    assert list(near.verdict) == [DELAYED, AT_ONCE] and near.onset_lower[0] > 4 * 10**16
    assert list(far.verdict) == [NOT_DECIDED, AT_ONCE] and list(far.onset_lower) == [-1, 0]


def test_nan_and_overflow_are_undecided():
    """Cells whose ends are nan or enormous stop as undecided, never as 'no'."""
    good = first_states(Boxes.points(0.01, 0.05, 3, 0.3))
    starts = np.repeat(good, 5, axis=0)
    for row, quantity in enumerate((2, 4, 6, 8)):
        starts[row, quantity : quantity + 2] = np.nan
    starts[4, 8:] = 1e200, 1e300
    one, other = Followed.empty(5), Followed.empty(5)
    for run, found in ((loop.compiled_loop(), one), (loop.array_loop, other)):
        run(starts, 100, True, found.reason, found.time, found.possible, found.exponent, found.state)

    assert loop.follow(good, 100).reason[0] != loop.UNDECIDED
    assert not one.reason.any() and not other.reason.any()
    assert not one.time.any() and not other.time.any()


@pytest.mark.parametrize("leave_tiny", [True, False])
def test_both_paths_agree_to_the_last_bit(leave_tiny):
    """The compiled loop and the loop over arrays stop at the same place in the same state."""
    boxes = random_points(np.random.default_rng(7), 40)
    starts = np.concatenate([first_states(boxes), first_states(widened(boxes, 0.02))])
    one, other = Followed.empty(len(starts)), Followed.empty(len(starts))
    for run, found in ((loop.compiled_loop(), one), (loop.array_loop, other)):
        run(starts, 400, leave_tiny, found.reason, found.time, found.possible, found.exponent, found.state)

    for name in ("reason", "time", "possible", "exponent", "state"):
        assert np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True), name


def test_without_numba_the_verdicts_are_the_same(monkeypatch):
    """Where numba is not installed the arrays give the same cells and trajectories."""
    boxes = widened(random_points(np.random.default_rng(10), 60), 1e-3)
    cells, runs = classify(boxes, max_steps=500), trajectories.trajectories(boxes, 50)
    monkeypatch.setattr(loop, "HAVE_NUMBA", False)
    monkeypatch.setattr(trajectories, "HAVE_NUMBA", False)
    other_cells, other_runs = classify(boxes, max_steps=500), trajectories.trajectories(boxes, 50)

    for one, other in ((cells, other_cells), (runs, other_runs)):
        for name, values in vars(one).items():
            assert np.array_equal(values, getattr(other, name)), name


def test_jobs_change_nothing():
    """One thread and three give the same cells."""
    boxes = widened(random_points(np.random.default_rng(8), 50), 1e-3)
    one, three = classify(boxes, jobs=1), classify(boxes, jobs=3)

    for name in ("verdict", "onset_lower", "onset_upper", "steps", "bits"):
        assert np.array_equal(getattr(one, name), getattr(three, name))


def test_sines_beyond_the_range_of_floats():
    """A sine of 1e-2239 is enclosed, and so is the onset far below it."""
    found = trajectories.trajectories(Boxes.points(2e-4, 0.02, 3, 0.1), 6000)

    assert found.onset_lower == found.onset_upper == 5395
    assert -2240 < found.min_log10_sin_lower <= found.min_log10_sin_upper < -2239
    assert found.min_log10_sin_upper - found.min_log10_sin_lower < 1e-5


def test_least_sine_agrees_with_the_trace():
    """Onset and least sine are those of the certified trace in balls."""
    h, a0, large, angle = 0.005, 0.02, 3.0, 0.1
    found = trajectories.trajectories(Boxes.points(h, a0, large, angle), 999)
    expected = trace(Instance(Fraction(h), Fraction(a0), 1 / Fraction(large), Fraction(angle)), 1000)

    assert found.onset_lower == found.onset_upper == expected.onset
    assert float(expected.min_log10_sin) == pytest.approx(float(found.min_log10_sin_lower[0]), abs=1e-3)


def test_trajectories_on_both_paths():
    """Arrays and compiled cells give the same trajectories."""
    starts = first_states(widened(random_points(np.random.default_rng(9), 30), 1e-4))
    one, other = trajectories.over_cells(starts, 300), trajectories.over_arrays(starts, 300)

    for left, right in zip(one, other, strict=True):
        assert np.array_equal(left, right, equal_nan=True)


def test_a_box_that_may_reach_the_target():
    """Where λ cos θ may be 1 the least sine has no lower bound, and the onset is that of the criterion."""
    found = trajectories.trajectories(widened(Boxes.points(0.01, 0.9, 1.1, 0.2), 0.2), 20)

    assert np.isneginf(found.min_log10_sin_lower[0]) and np.isfinite(found.min_log10_sin_upper[0])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"h": [[0.5, 1.5]]}, "h must be positive and at most 1"),
        ({"h": [[0.0, 0.5]]}, "h must be positive"),
        ({"a0": [[2.0, 1.0]]}, "a0 must hold finite ends in order"),
        ({"saturated_lr": [[1.0, np.inf]]}, "saturated_lr must hold finite ends"),
        ({"theta0": [[0.1, 1.6]]}, "theta0 must be in"),
        ({"theta0": [[0.1, np.nan]]}, "theta0 must hold finite ends"),
        ({"a0": [0.1, 0.2]}, r"a0 must have shape \(1, 2\)"),
    ],
)
def test_bad_boxes(change, message):
    """Boxes outside the hypotheses are refused with the name of the parameter."""
    good = {"h": [[0.1, 0.2]], "a0": [[0.1, 0.2]], "saturated_lr": [[3.0, 4.0]], "theta0": [[0.1, 0.2]]}
    with pytest.raises(ValueError, match=message):
        Boxes(**{name: np.array(value) for name, value in (good | change).items()})


@pytest.mark.parametrize(
    "value", [Fraction(1, 3), Fraction(3, 10), Fraction(1, 2), Fraction(10**30 + 1, 7)]
)
def test_outward_floats(value):
    """The floats around an exact number enclose it and are neighbours."""
    low, high = outward(value)

    assert Fraction(low) <= value <= Fraction(high)
    assert high in (low, np.nextafter(low, np.inf))
