"""The hunt for counterexamples: finds them where there are some, at any precision, and repeatably."""

from fractions import Fraction
from itertools import islice
from random import Random
from typing import Any

import flint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import exact_ball
from verifier.arithmetic.balls import Undecided, positive
from verifier.claim import Alteration, Answer, Check, Run
from verifier.domains import DOMAINS
from verifier.search import CheckBreaks, at_large, draw, judge, search, tried
from verifier.studies.instances import ANGLE, SATURATED_LR, SCALE, SCALE_LR, STANDING, sample
from verifier.studies.losses import Instance


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


def test_what_is_searched_unless_more_is_said() -> None:
    """Two hundred samples of seed 0."""
    seen: list[Any] = []
    found = search(Check("run", lambda run: Answer.of(seen.append(run.instance) is None), ()))

    assert found.tried == 200
    assert seen == [*islice(at_large(CHECK, seed=0), 200)]


def test_the_precision_is_raised_for_an_undecided_sample() -> None:
    """A margin of 2^-200 beside 1 needs more than 128 bits."""

    def holds(run: Run) -> Answer:
        one, tiny = exact_ball(Fraction(1)), exact_ball(Fraction(1, 2**200))
        return Answer.of(positive((one + tiny) - one))

    assert judge(Check("run", holds, ()), INSTANCE) is Answer.HOLDS


@pytest.mark.parametrize(
    ("first", "then"), [(100, [100, 400, 1600, 6400]), (512, [512, 2048]), (2048, [2048]), (5000, [5000])]
)
def test_how_far_the_precision_is_raised(first: int, then: list[int]) -> None:
    """Four times as many bits each time, until 2048 or more; the run and the check have the same."""
    seen: list[int] = []

    def holds(run: Run) -> Answer:
        seen.append(flint.ctx.prec)
        return Answer.UNDECIDED

    assert judge(Check("run", holds, ()), INSTANCE, first_bits=first) is Answer.UNDECIDED
    assert seen == then
    seen.clear()
    tried(Check("run", holds, ()), [INSTANCE], most=1, first_bits=first)
    assert seen == then


@pytest.mark.parametrize("error", [ZeroDivisionError, OverflowError])
def test_a_check_whose_arithmetic_goes_wrong(monkeypatch: pytest.MonkeyPatch, error: Any) -> None:
    """It says what went wrong and where, in a line; so does a guess that goes wrong."""
    monkeypatch.setattr(DOMAINS["run"].__class__, "concrete", lambda self, subject, bits: subject)
    exact, long = "x" * 80 + " " + "y" * 79, "x" * 80 + " " + "y" * 80

    def wrong(subject: Any) -> Any:
        raise error("so")

    for subject, shown in ((exact, exact), (long, "x" * 80 + " …")):
        with pytest.raises(CheckBreaks) as broken:
            judge(Check("run", wrong, ()), subject)
        assert str(broken.value) == f"the check breaks at {shown}: {error.__name__}: so"
    first = next(at_large(CHECK, seed=1))
    with pytest.raises(CheckBreaks) as broken:
        next(draw(Check("run", small_rate, (), wrong), seed=1))
    assert str(broken.value) == f"the check breaks at {first}: {error.__name__}: so"


def _numbers(*answers: Answer) -> tuple[Check, Any]:
    """A check that answers these in turn, and what it is tried on."""
    given = iter(answers)
    return Check("data", lambda subject: next(given), ()), iter(range(100))


@pytest.mark.parametrize(
    ("answers", "options", "count"),
    [
        ("VVVVV", {"most": 3}, 3),
        ("VVVVV", {"most": 4, "enough": 2}, 2),
        ("VVVVV", {"most": 4, "enough": 2, "least": 1}, 4),
        ("VVHVV", {"most": 4, "enough": 2, "least": 1}, 3),
        ("HHVVV", {"most": 5, "enough": 3, "least": 2}, 3),
        ("HVVVH", {"most": 5, "enough": 3, "least": 2}, 5),
        ("VUVVV", {"most": 4, "enough": 2, "least": 1}, 4),
        ("VFVVV", {"most": 4, "enough": 1, "least": 1}, 2),
    ],
)
def test_when_the_hunt_ends(answers: str, options: dict[str, int], count: int) -> None:
    """At a counterexample; after ``most``; or after ``enough``, once ``least`` hold and are not vacuous."""
    named = {answer.name[0]: answer for answer in Answer}
    asked = answers.replace("U", "UUU")  # at each of three precisions
    check, subjects = _numbers(*(named[letter] for letter in asked))
    found = tried(check, subjects, **options)

    assert found.tried == next(subjects) == count
    assert found.counts == {answer.value: answers[:count].count(answer.name[0]) for answer in Answer}
    assert found.counterexample == (count - 1 if "F" in answers[:count] else None)


def test_what_is_passed_over() -> None:
    """At most 200 others for each sample that should be likely; every fourth is drawn at large."""
    asked: list[Any] = []
    drawn = draw(Check("run", small_rate, (), lambda run: asked.append(run) is not None), seed=1)
    calls = [len(asked) for _ in islice(drawn, 5)]
    subjects = [*islice(at_large(CHECK, seed=1), 1000)]

    assert calls == [200, 400, 600, 600, 800]
    for guess in (lambda run: False, _cannot_tell):
        again = draw(Check("run", small_rate, (), guess), seed=1)
        assert [subjects.index(one) for one in islice(again, 5)] == [200, 401, 602, 603, 804]
    assert [*islice(draw(CHECK, seed=1), 9)] == subjects[:9]


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
