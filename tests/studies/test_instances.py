"""The spread of instances reaches all corners that the report is meant to cover."""

from fractions import Fraction
from itertools import combinations

from hypothesis import given

from tests.strategies import instances
from verifier.studies.instances import SPREAD
from verifier.studies.losses import Instance


def test_the_spread_reaches_the_ends_of_every_range() -> None:
    """h from 1e-3 to 1, Λ from 0.5 to 50, a_0 from 1e-4 to 3, θ_0 from 1e-8 to just under π/2."""

    def ends(values: list[Fraction]) -> tuple[Fraction, Fraction]:
        return min(values), max(values)

    assert ends([x.h for x in SPREAD]) == (Fraction("0.001"), 1)
    assert ends([1 / x.N0 for x in SPREAD]) == (Fraction("0.5"), 50)
    assert ends([x.a0 for x in SPREAD]) == (Fraction("0.0001"), 3)
    assert ends([x.theta0 for x in SPREAD]) == (Fraction("1e-8"), Fraction("1.5707"))


def test_no_instance_is_listed_twice() -> None:
    """Each row of the table says something new."""
    assert all(left != right for left, right in combinations(SPREAD, 2))


def test_an_instance_is_read_from_text_with_the_saturated_rate_in_place_of_the_norm() -> None:
    """Λ = 1/N_0, and the text of an instance shows the parameters as they were given."""
    instance = Instance.of("0.005", "0.02", "3", "1/10")

    assert instance == Instance(Fraction(1, 200), Fraction(1, 50), Fraction(1, 3), Fraction(1, 10))
    assert str(instance) == "h=1/200, a0=1/50, Λ=3, θ0=1/10"


@given(instances())
def test_the_strategy_draws_instances_that_obey_the_standing_hypotheses(instance: Instance) -> None:
    """0 < h ≤ 1, a_0 > 0, N_0 > 0 and 0 < θ_0 < π/2."""
    assert 0 < instance.h <= 1 and instance.a0 > 0 and instance.N0 > 0
    assert 0 < instance.theta0 < Fraction("1.5707964")
