"""Long runs: every reported time is decided by enclosures, in flat memory, or is not reported."""

import tracemalloc
from fractions import Fraction

import mpmath
import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import instances
from verifier.arithmetic.balls import precision, same
from verifier.dynamics import Run, certify, milestones
from verifier.dynamics.trajectory import Stretches
from verifier.studies.losses import Instance

ONE_EDGE = Instance.of("0.005", "0.02", "3", "0.1")
TWO_EDGES = Instance.of("0.05", "0.01", "10", "0.5")


def test_the_worked_instance_with_one_edge() -> None:
    """Onset 216, rising on [216, 669], loss rises on [662, 669]."""
    trajectory = certify(ONE_EDGE, 1000)

    assert trajectory.onset == 216
    assert trajectory.rising_edges == ((216, 669),)
    assert trajectory.loss_rises == ((662, 669),)
    assert trajectory.certified and trajectory.undecided == ()
    assert trajectory.min_log10_sin is not None
    assert round(float(trajectory.min_log10_sin), 4) == -127.748


def test_the_worked_instance_with_two_edges() -> None:
    """Rising on [5, 12] and [57, 269]."""
    trajectory = certify(TWO_EDGES, 800)

    assert trajectory.onset == 5
    assert trajectory.rising_edges == ((5, 12), (57, 269))
    assert trajectory.certified


@pytest.mark.parametrize(
    ("steps", "edges"), [(216, ()), (217, ((216, None),)), (670, ((216, None),)), (671, ((216, 669),))]
)
def test_an_edge_still_rising_at_the_last_step_is_left_open(
    steps: int, edges: tuple[tuple[int, int | None], ...]
) -> None:
    """T steps are t = 0 … T − 1, and the end of an edge is seen only at the step after it."""
    assert certify(ONE_EDGE, steps).rising_edges == edges


@given(instances())
@settings(max_examples=15)
def test_a_trajectory_says_what_the_run_says_step_by_step(instance: Instance) -> None:
    """Edges, loss rises and onset are those of ``Run``, and edge starts are its states."""
    trajectory = certify(instance, 120)
    run = Run(instance, trajectory.precision_bits)

    assert trajectory.rising_edges == stretches([run.rising(t) for t in range(120)])
    assert trajectory.loss_rises == stretches([run.loss_rises(t) for t in range(120)])
    assert trajectory.onset == run.onset(120)
    for (first, _), start in zip(trajectory.rising_edges, trajectory.edge_starts, strict=True):
        with precision(run.bits):
            assert all(same(getattr(start, x), getattr(run.state(first), x)) for x in ("a", "N", "s"))


def stretches(verdicts: list[bool | None]) -> tuple[tuple[int, int | None], ...]:
    """Maximal runs of True, by looking at every time and its two neighbours."""
    times = range(len(verdicts))
    starts = [t for t in times if verdicts[t] and (t == 0 or not verdicts[t - 1])]
    ends = [t for t in times[:-1] if verdicts[t] and not verdicts[t + 1]]
    return tuple(zip(starts, [*ends, *[None] * (len(starts) - len(ends))], strict=True))


@given(st.lists(st.sampled_from([True, False, None]), max_size=12))
def test_a_stretch_counts_only_between_decided_ends(verdicts: list[bool | None]) -> None:
    """However verdicts come, no stretch that touches an undecided time is listed."""
    gathered = Stretches()
    for t, verdict in enumerate(verdicts):
        gathered.add(t, verdict, (arb(t),))
    gathered.finish()
    certain = [
        (first, last)
        for first, last in stretches(verdicts)
        if None not in verdicts[max(first - 1, 0) : first]
        and (last is None or verdicts[last + 1] is False)
    ]
    before_doubt = verdicts[: verdicts.index(None)] if None in verdicts else verdicts

    assert gathered.found == certain
    assert gathered.starts == [(arb(first),) for first, _ in certain]
    assert gathered.first == (before_doubt.index(True) if True in before_doubt else None)


def test_the_least_sine_is_that_of_the_whole_run() -> None:
    """It is the sine at the onset when the run ends with a higher one."""
    trajectory, run = certify(ONE_EDGE, 671), Run(ONE_EDGE)
    with precision(128):
        assert same(trajectory.min_sin, run.state(216).s)
        assert trajectory.min_sin < run.state(670).s


def near_threshold(side: int) -> Instance:
    """λ_0 is 1e-60 above (or below) the rising threshold 2 cos θ/cos 2θ."""
    with mpmath.workdps(120):
        theta = mpmath.mpf(3) / 10
        threshold = 2 * mpmath.cos(theta) / mpmath.cos(2 * theta)
        digits = mpmath.nstr(threshold + side * mpmath.mpf(10) ** -60, 90)
    return Instance(Fraction("0.01"), Fraction(digits) / 4, Fraction(1, 4), Fraction("0.3"))


@pytest.mark.parametrize(("side", "onset"), [(1, 0), (-1, None)])
def test_the_precision_is_raised_until_a_near_tie_is_decided(side: int, onset: int | None) -> None:
    """A margin of 1e-60 needs more than 128 bits; either side of the threshold is told apart."""
    trajectory = certify(near_threshold(side), 20)

    assert trajectory.certified and trajectory.precision_bits == 256
    assert trajectory.onset == onset


def test_what_the_precision_limit_leaves_undecided_is_said() -> None:
    """At 128 bits the near tie stays undecided: no onset, and no edge that would begin beside it."""
    trajectory = certify(near_threshold(1), 20, max_bits=128)

    assert not trajectory.certified
    assert trajectory.undecided == ((0, 0),)
    assert trajectory.onset is None
    assert trajectory.rising_edges == ()
    assert trajectory.precision_bits == 128


def test_a_precision_far_too_low_reports_no_edge_it_cannot_bound() -> None:
    """With 16 bits everything after some step is undecided, and nothing is claimed about it."""
    trajectory = certify(ONE_EDGE, 1000, bits=16, max_bits=16)
    decided = certify(ONE_EDGE, 1000)

    ((first, last),) = trajectory.undecided
    assert last is None and trajectory.onset is None and trajectory.min_log10_sin is None
    assert decided.onset is not None and first < decided.onset


def test_a_direction_exactly_on_target_is_followed() -> None:
    """θ_0 = 0: nothing rises, and the sine has no logarithm."""
    on_target = Instance(Fraction(1, 10), Fraction(1, 100), Fraction(1, 10), Fraction(0))
    trajectory = certify(on_target, 50)

    assert trajectory.certified and trajectory.onset is None
    assert trajectory.min_sin == 0 and trajectory.min_log10_sin is None


@pytest.mark.parametrize("instance", [Instance.of("1", "0.0001", "50", "1.5707963"), ONE_EDGE], ids=str)
def test_one_step_is_a_trajectory(instance: Instance) -> None:
    """The shortest run has one state and at most one rise."""
    trajectory = certify(instance, 1)

    assert trajectory.certified and trajectory.onset in (None, 0)
    assert trajectory.min_log10_sin is not None


@pytest.mark.parametrize(
    ("steps", "bits", "message"), [(0, 128, "one step"), (-3, 128, "one step"), (10, 9999, "between")]
)
def test_senseless_arguments_are_refused(steps: int, bits: int, message: str) -> None:
    """The message shows the value that was wrong."""
    with pytest.raises(ValueError, match=message):
        certify(ONE_EDGE, steps, bits=bits)


def test_memory_does_not_grow_with_the_number_of_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight times the steps need no more memory: the states are not kept, but for so many of an edge."""
    monkeypatch.setattr(milestones, "MOST", 16)

    def peak(steps: int) -> int:
        tracemalloc.start()
        try:
            certify(ONE_EDGE, steps)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(50)
    assert peak(4000) < peak(500) + 4000
    monkeypatch.setattr(milestones, "MOST", 10**6)
    assert peak(4000) > peak(500) + 4000


def test_three_edges_are_told_apart() -> None:
    """A large Λ gives several edges, the first of a single step."""
    trajectory = certify(Instance.of("0.005", "0.07", "50", "0.5"), 800)

    assert trajectory.rising_edges == ((0, 0), (28, 80), (250, 615))
