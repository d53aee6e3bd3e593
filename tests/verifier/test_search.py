"""The hunt for counterexamples: finds them where there are some, at any precision, and repeatably."""

from fractions import Fraction
from itertools import islice
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import exact_ball
from verifier.arithmetic.balls import Undecided, positive
from verifier.claim import Alteration, Answer, Check, Run
from verifier.dynamics import Instance
from verifier.dynamics.instances import ANGLE, SATURATED_LR, SCALE, SCALE_LR, STANDING, sample
from verifier.search import draw, judge, search


def small_rate(run: Run, limit: int = 1) -> Answer:
    """h ≤ limit, a standing hypothesis when the limit is 1."""
    return Answer.of(run.instance.h <= limit)


CHECK = Check("run", small_rate, ())
INSTANCE = Instance.of("0.1", "0.1", "3", "0.1")


def test_a_true_check_gives_no_counterexample() -> None:
    """Every sample is tried and decided."""
    found = search(CHECK, seed=1, count=50)

    assert (found.counterexample, found.tried, found.answers[Answer.HOLDS]) == (None, 50, 50)


def test_a_knob_or_a_dropped_hypothesis_gives_one() -> None:
    """The search stops at the first counterexample, which really is one."""
    for alteration in (
        Alteration("limit 0", {"limit": 0}),
        Alteration("any rate", drop=frozenset({"h <= 1"})),
    ):
        found = search(CHECK, count=50, alteration=alteration)

        assert found.tried == 1
        assert judge(CHECK, found.counterexample, alteration) is Answer.FAILS


def test_the_same_seed_tries_the_same_samples() -> None:
    """A red run can be repeated."""
    rare = Check("run", lambda run: Answer.of(run.instance.a0 < 2), ())

    assert search(rare, seed=5, count=400) == search(rare, seed=5, count=400)
    assert search(rare, seed=5, count=400).counterexample is not None


def test_the_precision_is_raised_for_an_undecided_sample() -> None:
    """A margin of 2^-200 beside 1 needs more than 128 bits."""

    def holds(run: Run) -> Answer:
        one, tiny = exact_ball(Fraction(1)), exact_ball(Fraction(1, 2**200))
        return Answer.of(positive((one + tiny) - one))

    assert judge(Check("run", holds, ()), INSTANCE) is Answer.HOLDS


@pytest.mark.parametrize("outcome", ["says so", "raises"])
def test_what_no_precision_decides_is_counted_as_undecided(outcome: str) -> None:
    """Undecided is no counterexample, and no success either."""

    def holds(run: Run) -> Answer:
        if outcome == "raises":
            raise Undecided("never")
        return Answer.UNDECIDED

    found = search(Check("run", holds, ()), count=3)

    assert (found.counterexample, found.tried) == (None, 3)
    assert found.counts == {"holds": 0, "fails": 0, "undecided": 3, "vacuous": 0}


@pytest.mark.parametrize("answer", [True, False, None, "holds"])
def test_a_check_that_answers_a_truth_value_is_refused(answer: Any) -> None:
    """Neither None nor True can pass for one of the four answers."""
    with pytest.raises(TypeError, match="must answer an Answer"):
        judge(Check("run", lambda run: answer, ()), INSTANCE)


def test_a_vacuous_sample_is_no_success() -> None:
    """A premise that is false is counted apart, and a false variant is not refuted by it."""
    vacuous = Check("run", lambda run, **knobs: Answer.VACUOUS, ())
    found = search(vacuous, count=5, alteration=Alteration("altered", {"any": 1}))

    assert found.counterexample is None
    assert found.counts == {"holds": 0, "fails": 0, "undecided": 0, "vacuous": 5}


def test_three_of_four_samples_are_those_that_are_likely() -> None:
    """A guess chooses what is tried, one sample in four, and all of a false variant, are drawn at large."""

    def large(run: Run) -> bool:
        return bool(run.instance.h > Fraction(9, 10))

    found = search(Check("run", lambda run: Answer.of(large(run)), (), large), count=1)
    drawn = [*islice(draw(Check("run", small_rate, (), large), seed=1), 40)]
    never = Check("run", small_rate, (), lambda run: 1 / 0)
    altered = search(never, alteration=Alteration("none"), count=3)

    assert found.answers == {Answer.HOLDS: 1}
    assert 30 <= sum(instance.h > Fraction(9, 10) for instance in drawn) < 40
    assert altered.answers == {Answer.HOLDS: 3}


def _cannot_tell(run: Run) -> bool:
    raise Undecided("as the balls overlap")


@pytest.mark.parametrize("guess", [lambda run: False, _cannot_tell])
def test_a_guess_that_is_never_right_ends(guess: Any) -> None:
    """The search goes on with what it can draw, be the guess no or undecided."""
    found = search(Check("run", small_rate, (), guess), count=5)

    assert found.answers == {Answer.HOLDS: 5}


@given(st.integers(0, 10**6), st.sets(st.sampled_from(sorted(STANDING))))
def test_samples_obey_the_standing_hypotheses_except_those_dropped(seed: int, drop: set[str]) -> None:
    """Each instance keeps to the ranges; a dropped hypothesis is violated by every sample."""
    instance = sample(Random(seed), frozenset(drop))

    assert (instance.h <= 1) is ("h <= 1" not in drop)
    assert (instance.a0 > 0) is ("a0 > 0" not in drop)
    assert (instance.theta0 <= ANGLE[1]) is ("c0 > 0" not in drop)
    assert instance.h >= SCALE_LR[0] and SCALE[0] <= abs(instance.a0) <= SCALE[1]
    assert SATURATED_LR[0] <= 1 / instance.N0 <= SATURATED_LR[1] and instance.theta0 >= ANGLE[0]


def test_a_hypothesis_that_does_not_exist_cannot_be_dropped() -> None:
    """A misspelt name is an error, not a search that succeeds for another reason."""
    with pytest.raises(ValueError, match="'h < 1'"):
        sample(Random(0), frozenset({"h < 1"}))
