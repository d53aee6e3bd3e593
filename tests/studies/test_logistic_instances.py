"""The spread of planar logistic runs has every kind of run, and the sampler keeps its hypotheses."""

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
from hypothesis import given

from tests.strategies import logistic_instances
from verifier.dynamics import Trajectory, certify
from verifier.studies.logistic_instances import SPREAD, sample
from verifier.studies.losses import LogisticInstance


def test_the_spread_reaches_the_ends_of_every_range() -> None:
    """h from 1e-3 to 2, ν_0 from 0.2 to 50, α_0 from 1e-3 to 6, θ_0 from 1e-8 to just under π/4."""

    def ends(values: list[Fraction]) -> tuple[Fraction, Fraction]:
        return min(values), max(values)

    assert ends([x.h for x in SPREAD]) == (Fraction("0.001"), 2)
    assert ends([1 / x.N0 for x in SPREAD]) == (Fraction("0.2"), 50)
    assert ends([x.alpha0 for x in SPREAD]) == (Fraction("0.001"), 6)
    assert ends([x.theta0 for x in SPREAD]) == (Fraction("1e-8"), Fraction("0.785"))
    assert all(left != right for left, right in combinations(SPREAD, 2))


def test_the_spread_has_runs_of_every_kind() -> None:
    """Runs that never rise, that rise at once, late, and with or without a loss rise."""
    runs = [certify(instance, 1500) for instance in SPREAD]

    def some(kind: Callable[[Trajectory], object]) -> bool:
        return any(map(kind, runs))

    def late(run: Trajectory) -> bool:
        return run.onset is not None and run.onset >= 10

    assert all(run.certified for run in runs)
    assert some(lambda run: run.onset is None) and some(lambda run: run.onset == 0)
    assert some(lambda run: late(run) and run.loss_rises)
    assert some(lambda run: late(run) and not run.loss_rises)
    assert some(lambda run: len(run.rising_edges) > 1)


def test_an_instance_is_read_from_text_with_the_rate_in_place_of_the_norm() -> None:
    """ν_0 = 1/N_0, and the text of an instance shows the parameters as they were given."""
    instance = LogisticInstance.of("0.005", "0.02", "3", "1/10")

    assert instance == LogisticInstance(Fraction(1, 200), Fraction(1, 50), Fraction(1, 3), Fraction(1, 10))
    assert str(instance) == "h=1/200, α0=1/50, ν0=3, θ0=1/10"


@given(logistic_instances())
def test_the_strategy_draws_instances_that_obey_the_standing_hypotheses(
    instance: LogisticInstance,
) -> None:
    """0 < h ≤ 2, α_0 > 0, N_0 > 0 and 0 < θ_0 < π/4."""
    assert 0 < instance.h <= 2 and instance.alpha0 > 0 and instance.N0 > 0
    assert 0 < instance.theta0 < Fraction("0.7853982")


@pytest.mark.parametrize("seed", range(20))
def test_a_dropped_hypothesis_is_violated_and_no_other(seed: int) -> None:
    """Each hypothesis may be dropped alone; an unknown one is refused by name."""
    wild = sample(Random(seed), frozenset({"h <= 2"}))
    negative = sample(Random(seed), frozenset({"alpha0 > 0"}))
    wide = sample(Random(seed), frozenset({"margins"}))

    assert wild.h > 2 and wild.alpha0 > 0 and wild.theta0 < Fraction("0.7853982")
    assert negative.alpha0 < 0 < negative.h <= 2 and negative.theta0 < Fraction("0.7853982")
    assert Fraction("0.7853981") < wide.theta0 < Fraction("1.5707964")
    with pytest.raises(ValueError, match="'nonsense'"):
        sample(Random(seed), frozenset({"nonsense"}))
