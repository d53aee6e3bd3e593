"""mpmath beside balls: the same integers on every listed instance, and what mpmath catches alone.

The planted errors are caught in a process in which ``flint`` cannot be imported: neither the runs nor the
bounds nor the verdicts there have anything of balls.
"""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import strategies
from tests.forked import Forked
from tests.report import sample
from verifier.claim import Status
from verifier.dynamics import certify
from verifier.outcome import Exit, exit_code
from verifier.studies import agreement, iteration
from verifier.studies.agreement import Pair, beside, horizon, row_of, tabulate, violations
from verifier.studies.bounded import OnsetBounds
from verifier.studies.iteration import iterated
from verifier.studies.losses import Instance, LogisticInstance
from verifier.studies.variants import VARIANTS

SQUARE = Instance.of("0.03", "0.02", "3", "1e-6")
"""T = 36, one edge of 93 steps."""
LOGISTIC = LogisticInstance.of("0.05", "0.3", "6", "1e-6")
"""T = 21, one edge of 58 steps."""
SHORT_EDGE = Instance.of("0.2", "2", "1.5", "0.001")
"""Its edge has 5 steps, and a bound says 5."""

ALONE = """
import json, sys
sys.modules["flint"] = None
from derivations.notation import c as C
from verifier.studies.losses import Instance, LogisticInstance
from verifier.studies.variants import VARIANTS
from verifier.studies import bounded
from verifier.studies.agreement import horizon, row_of
from verifier.studies.iteration import iterated

def change(claim, planted):
    true = bounded.bound_of
    bounded.bound_of = lambda name: (
        (lambda h, x: planted(true(name)(h, x))) if name == claim else true(name)
    )

def alter(module, name, new):
    import importlib, sympy
    known = importlib.import_module(module).DEFINITIONS
    symbol = next(symbol for symbol in known if symbol.name == name)
    known[symbol] = new(known[symbol], sympy.Symbol("h", real=True), sympy)

def violations(instance, steps=None):
    row = row_of(iterated(instance, steps or horizon(instance)))
    print(json.dumps([wrong.claim for wrong in row.comparisons() if wrong.violated]))

SQUARE = Instance.of("0.03", "0.02", "3", "1e-6")
LOGISTIC = LogisticInstance.of("0.05", "0.3", "6", "1e-6")
SHORT_EDGE = Instance.of("0.2", "2", "1.5", "0.001")
DECAYED = VARIANTS["weight-decay"].of("0.005", "0.02", "3", "0.1", "0.02")
HEAVY = VARIANTS["momentum"].of("0.1", "0.05", "4", "0.78", "0.05")
FED = VARIANTS["bn-eps"].of("0.005", "0.02", "3", "0.1", "0.0001")

from verifier.studies.bounds import bounds_of
from importlib import import_module
from verifier.studies.losses import LOSSES
for loss in [kind.loss for kind in (*LOSSES.values(), *VARIANTS.values())]:
    claims = bounds_of(loss)
    for claim in (*claims.onset_from_below, *claims.onset_from_above, *claims.edge_length):
        bounded.bound_of(claim)
    if claims.window:
        bounded.window_of(claims.window)
    import_module(loss.formulas)
"""
"""Only imports are done: maps are compiled, and bounds called, after what a test plants."""


@pytest.fixture(scope="module")
def alone() -> Iterator[Forked]:
    """A process without FLINT."""
    with closing(Forked(ALONE)) as process:
        yield process


def caught(alone: Forked, planted: str) -> list[str]:
    """The claims that mpmath alone finds violated after what is ``planted``."""
    found: list[str] = json.loads(alone.run(planted))
    return found


@pytest.mark.parametrize(
    "instance", ["SQUARE", "LOGISTIC", "SHORT_EDGE", "DECAYED, 300", "HEAVY, 150", "FED, 1000"]
)
def test_without_flint_and_without_a_planted_error_nothing_is_violated(
    alone: Forked, instance: str
) -> None:
    """The same processes find nothing where there is nothing to find."""
    assert caught(alone, f"violations({instance})") == []


@pytest.mark.parametrize(
    ("planted", "claim"),
    [
        (
            'change("square.waiting-time-lower", lambda bound: bound + 1); violations(SQUARE)',
            "square.waiting-time-lower",
        ),
        (
            'change("square.waiting-time-two-phase", lambda bound: 35); violations(SQUARE)',
            "square.waiting-time-two-phase",
        ),
        (
            'change("logistic.waiting-time-lower", lambda bound: 22); violations(LOGISTIC)',
            "logistic.waiting-time-lower",
        ),
        (
            'change("logistic.precursor", lambda bound: 20); violations(LOGISTIC)',
            "logistic.precursor",
        ),
        (
            'change("general.weight-decay", lambda bound: bound + 1); violations(DECAYED, 60)',
            "general.weight-decay",
        ),
        (
            'change("general.batchnorm-eps-never-rises", lambda bound: None); violations(FED, 300)',
            "general.batchnorm-eps-never-rises",
        ),
        (
            'change("square.self-stabilization-envelope", lambda bound: bound - 1); violations(SHORT_EDGE)',
            "square.self-stabilization-envelope",
        ),
        (
            'change("logistic.self-stabilization-log", lambda bound: 57); violations(LOGISTIC)',
            "logistic.self-stabilization-log",
        ),
    ],
)
def test_mpmath_alone_catches_a_bound_that_is_one_step_off(alone: Forked, planted: str, claim: str) -> None:
    """A waiting time one step too large or too small, and an edge one step too short."""
    assert claim in caught(alone, planted)


@pytest.mark.parametrize(
    ("name", "altered", "instance"),
    [
        ("square", '"e_next", lambda f, h, s: f.subs(h, h * s.Rational(51, 50))', "SQUARE"),
        ("square", '"rise", lambda f, h, s: f.subs(C, C * s.Rational(101, 100))', "SQUARE"),
        ("logistic", '"alpha_next", lambda f, h, s: f.subs(h, h * s.Rational(11, 10))', "LOGISTIC"),
    ],
)
def test_mpmath_alone_catches_a_map_with_an_altered_coefficient(
    alone: Forked, name: str, altered: str, instance: str
) -> None:
    """The altered run leaves the bounds that the derivations prove of the true one."""
    assert caught(alone, f'alter("derivations.{name}.model.run_map", {altered}); violations({instance})')


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    """Three runs in both arithmetics, with every kind of bound."""
    return beside([SQUARE, LOGISTIC, SHORT_EDGE])


def test_the_table_is_checked_where_everything_agrees(pairs: list[Pair]) -> None:
    """And says with how many digits, and how many bounds of each kind were put to the test."""
    table = tabulate(pairs)
    first, second, third = table.rows

    assert table.status is Status.CHECKED
    assert table.violations == table.differences == ()
    assert all(table.tested.values())
    assert first.mpmath.onset == first.balls.onset == 36
    assert second.mpmath.rising_edges == second.balls.rising_edges == ((21, 78),)
    assert third.mpmath.edge_bounds == third.balls.edge_bounds == (5,)
    assert [row.bounds_hold and row.same and row.agreed for row in table.rows] == [True] * 3
    assert json.loads(json.dumps(table.plain())) == table.plain()


@pytest.mark.parametrize(
    "wrong",
    [
        {"onset": 37},
        {"rising_edges": ((36, 129),)},
        {"loss_rises": ()},
    ],
    ids=str,
)
def test_any_difference_of_the_events_is_inconclusive(pairs: list[Pair], wrong: dict[str, Any]) -> None:
    """One integer that balls and mpmath do not share fails the run."""
    pair = pairs[0]
    balls = replace(pair.balls, trajectory=replace(pair.balls.trajectory, **wrong))
    table = tabulate([replace(pair, balls=balls), *pairs[1:]])

    assert table.status is Status.INCONCLUSIVE
    assert len(table.differences) >= 1
    assert not table.rows[0].same


def test_a_bound_of_mpmath_weaker_than_the_certified_one_is_a_difference(pairs: list[Pair]) -> None:
    """Rounded outwards, balls can only be weaker."""
    pair = pairs[0]
    reading = pair.points.reading
    lowers = {claim: bound and bound - 1 for claim, bound in reading.waiting.lowers.items()}
    weaker = replace(reading, waiting=replace(reading.waiting, lowers=lowers))
    table = tabulate([Pair(replace(pair.points, reading=weaker), pair.balls), *pairs[1:]])

    assert table.status is Status.INCONCLUSIVE
    assert "35 in mpmath, 36 in balls" in table.differences[0]


def test_a_violated_bound_refutes(pairs: list[Pair]) -> None:
    """It names the instance, which anyone can trace."""
    pair = pairs[0]
    reading = pair.points.reading
    bounds = OnsetBounds({"square.waiting-time-lower": 37}, {}, (36, 36), 0)
    wrong = replace(pair.points, reading=replace(reading, waiting=bounds))
    table = tabulate([Pair(wrong, pair.balls), *pairs[1:]])

    assert table.status is Status.REFUTED
    assert "square.waiting-time-lower gives 37, the truth is 36" in table.violations[0]


def test_a_loss_that_rises_outside_every_edge_refutes(pairs: list[Pair]) -> None:
    """It contradicts what is proved of both losses: only a rising direction raises it."""
    pair = pairs[0]
    reading = pair.points.reading
    trajectory = replace(reading.trajectory, loss_rises=((122, 129),))
    wrong = replace(pair.points, reading=replace(reading, trajectory=trajectory))
    table = tabulate([Pair(wrong, pair.balls), *pairs[1:]])

    assert table.status is Status.REFUTED
    assert "square.loss-rises-only-with-direction" in table.violations[0]
    assert not table.rows[0].bounds_hold


@pytest.mark.parametrize(
    ("status", "code"),
    [(Status.CHECKED, Exit.OK), (Status.INCONCLUSIVE, Exit.SHORT), (Status.REFUTED, Exit.REFUTED)],
)
def test_the_table_decides_the_exit_code(status: Status, code: Exit) -> None:
    """A difference is 3, a violation 1."""
    report = sample.without_figures(tables={"mpmath": replace(sample.beside(), status=status.value)})
    assert exit_code(report) is code


def test_a_table_that_tests_no_edge_is_inconclusive() -> None:
    """A run that never rises puts no bound to the test."""
    table = tabulate(beside([Instance.of("0.1", "3", "0.6", "0.5")]))

    assert table.status is Status.INCONCLUSIVE
    assert table.differences == ()


def test_precisions_that_do_not_agree_are_a_difference(
    pairs: list[Pair], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Digits that do not suffice are said, not passed over: here hardly any are allowed."""
    monkeypatch.setattr(iteration, "_scale", lambda instance: (2, 5))
    monkeypatch.setattr(iteration, "DEEPEST", 4)
    found = iterated(SQUARE, horizon(SQUARE))

    assert not found.agreed
    assert tabulate([replace(pairs[0], points=found)]).status in (Status.INCONCLUSIVE, Status.REFUTED)


def test_digits_follow_the_depth_of_the_sine() -> None:
    """sin θ reaches 1e-91 before the last event: that many digits and some more, in the second pass."""
    found = iterated(Instance.of("0.005", "0.02", "3", "0.1"), 700)

    assert found.depth == 91
    assert found.digits == (30, 106)
    assert found.agreed


@given(st.one_of(strategies.instances(), strategies.logistic_instances()))
@settings(max_examples=15, deadline=None)
def test_random_runs_agree(instance: Instance | LogisticInstance) -> None:
    """mpmath's events are those that balls certify, and no bound is violated."""
    points, balls = iterated(instance, 60), certify(instance, 60)
    row = row_of(points)

    assert points.agreed
    assert row.violations() == []
    for name in agreement.EVENTS:
        assert getattr(row.trajectory, name) == getattr(balls, name)


@pytest.mark.parametrize("section", [agreement.square, agreement.logistic, agreement.variants])
def test_the_quick_table_agrees(section: Any) -> None:
    """Every fifth listed instance; the full run has all of them."""
    assert section(quick=True, seed=0, precision=128).status is Status.CHECKED


def test_every_run_of_the_variants_has_all_columns() -> None:
    """What a run does not have stands as 0 beside what it has."""
    table = agreement.variants(quick=True, seed=0, precision=128)
    given = [row.instance for row in table.rows]

    assert all(list(one) == list(given[0]) and len(one) == 7 for one in given)
    beside_zero = [sum(one[key] != "0" for key in ("weight_decay", "momentum", "bn_eps")) for one in given]
    assert beside_zero == [1] * 3
    assert set(table.tested) == {"from below", "loss rise"} and all(table.tested.values())


def test_a_loss_that_rises_outside_an_edge_refutes_with_decay_but_not_with_epsilon() -> None:
    """square.loss-rises-only-with-direction is about any update of w, and about no ε."""
    for option, value, refuted in (("weight-decay", "0.01", True), ("bn-eps", "0.0001", False)):
        mine = iterated(VARIANTS[option].of("0.1", "0.05", "4", "0.78", value), 60)
        reading = mine.reading
        wrong = replace(reading, trajectory=replace(reading.trajectory, loss_rises=((0, 1),)))
        said = violations(row_of(replace(mine, reading=wrong)))
        assert bool(said) is refuted
        assert not said or "square.loss-rises-only-with-direction" in said[0]


def test_a_bound_of_0_puts_nothing_to_the_test() -> None:
    """No claim bounds the onset with ε from below, unless it says that there is none."""
    instance = VARIANTS["bn-eps"].of("0.1", "0.05", "4", "0.78", "0.0001")
    assert tabulate(beside([instance]), ("from below",)).tested == {"from below": 0}


def test_a_run_is_followed_for_so_many_memories_of_its_scale() -> None:
    """But never for more steps than the tables of tightness."""
    assert horizon(SQUARE) == 1000
    assert horizon(LOGISTIC) == 400
    assert horizon(Instance(Fraction(1, 10**6), Fraction(1), Fraction(1), Fraction(1))) == 6500


def test_what_mpmath_prints_does_not_depend_on_gmpy2(alone: Forked) -> None:
    """Its integers are those of Python where gmpy2 is installed, and the printed numbers the same."""
    code = "from verifier.studies.trace import follow_in_mpmath\n"
    code += "results = [follow_in_mpmath(instance, 150).result for instance in (SQUARE, LOGISTIC)]\n"
    code += "for result in results: print(json.dumps(result.plain()))"
    with closing(Forked(ALONE, MPMATH_NOGMPY="1")) as plain:
        assert plain.run("import mpmath; print(mpmath.libmp.BACKEND)").strip() == "python"
        assert plain.run(code) == alone.run(code)
