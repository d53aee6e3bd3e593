"""How long the margins of a run are active is certified by enclosures."""

from functools import reduce

import pytest
from flint import arb

from verifier.arithmetic.balls import precision, same
from verifier.dynamics import Run, certify
from verifier.dynamics.active_margin import ActiveMargin
from verifier.studies.losses import Instance, LogisticInstance

OVERSHOOT = LogisticInstance.of("1.73", "0.069", "12.2", "0.00065")


def test_margins_are_active_until_the_first_negative_one() -> None:
    """The horizon is the last time before it, and the bound the largest α times margin until then."""
    margin = certify(OVERSHOOT, 300).active_margin
    run = Run(OVERSHOOT)
    assert margin is not None and margin.horizon is not None

    assert all(run.state(t).m_min > 0 for t in range(margin.horizon + 1))
    assert run.state(margin.horizon + 1).m_min < 0
    with precision(128):
        reached = [run.state(t).alpha * run.state(t).m_max for t in range(margin.horizon + 1)]
        assert same(margin.bound, reduce(arb.max, reached))


@pytest.mark.parametrize(
    ("theta0", "steps", "horizon"), [("0.01", 150, 150), ("0.01", 1, 1), ("0.9", 9, None)]
)
def test_the_horizon_of_a_run_without_a_crossing(
    theta0: str, steps: int, horizon: int | None
) -> None:
    """It is the last state reached, or nothing where a margin is negative from the start."""
    margin = certify(LogisticInstance.of("0.005", "0.02", "50", theta0), steps).active_margin

    assert margin is not None and margin.horizon == horizon


def test_the_square_loss_has_no_margins() -> None:
    """Its trajectory says nothing of them."""
    assert certify(Instance.of("0.005", "0.02", "3", "0.1"), 10).active_margin is None


@pytest.mark.parametrize(
    ("least", "reach", "horizon"),
    [("0", "0", 1), ("1", "2", 1), ("-1", "2", 0), ("1", "-2", 0), ("nan", "2", 0), ("1", "nan", 0)],
)
def test_only_decided_margins_count(least: str, reach: str, horizon: int) -> None:
    """A negative margin or scale ends the horizon, and so does one that is not decided."""
    margin = ActiveMargin()
    for t, values in enumerate([("0.5", "1"), (least, reach), ("0.5", "1")]):
        margin.add(t, *map(arb, values))
        if t == 1:
            assert margin.horizon == horizon

    assert margin.horizon == (2 if horizon else 0)


def test_the_margins_up_to_the_onset_come_from_the_same_pass() -> None:
    """They are those of the run followed no further, which ends before the margins turn negative."""
    long = certify(OVERSHOOT, 300)
    short = certify(OVERSHOOT, long.onset or 0)
    to_onset, whole = long.margin_to_onset, long.active_margin
    assert to_onset is not None and whole is not None and short.active_margin is not None

    assert long.onset and to_onset.horizon == long.onset == short.active_margin.horizon
    assert same(to_onset.bound, short.active_margin.bound)
    assert whole.horizon is not None and whole.horizon > long.onset


@pytest.mark.parametrize("start", [("0.01", "2", "10", "0.3"), ("0.02", "0.1", "2.5", "0.1")])
def test_without_a_later_onset_there_are_none(start: tuple[str, str, str, str]) -> None:
    """A run that rises at once, or never, has no margins up to its onset."""
    run = certify(LogisticInstance.of(*start), 200)

    assert run.onset in (0, None) and run.margin_to_onset is None
