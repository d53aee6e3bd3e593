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
