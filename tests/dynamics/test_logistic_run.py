"""The planar logistic run encloses gradient descent as it is defined, sample by sample."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import mpmath
import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Symbol

from derivations.direction.norm_growth import GROWTH
from derivations.logistic.model import run_map
from derivations.logistic.model.risk import g_mean
from derivations.notation import N, alpha, at_next, h, lam, p
from tests.strategies import logistic_instances
from tests.studies.two_samples import Moment, mean, moments, number
from verifier.arithmetic.arithmetics import BALLS
from verifier.arithmetic.balls import ball, less, precision, same
from verifier.arithmetic.compile import compile_map
from verifier.dynamics import Run, certify
from verifier.studies.losses import LogisticInstance

LATE = LogisticInstance.of("0.01", "0.1", "3.2", "0.1")
TWO_EDGES = LogisticInstance.of("0.005", "0.02", "50", "0.01")
AT_ONCE = LogisticInstance.of("0.01", "2", "5", "1e-4")
DIGITS = 1500


def holds(enclosure: arb, value: mpmath.mpf) -> bool:
    """Whether the enclosure has the value, to as many digits as the value has for certain."""
    digits = mpmath.nstr(value, DIGITS // 2, strip_zeros=False, min_fixed=0, max_fixed=0)
    with precision(8 * DIGITS):
        return bool(enclosure.overlaps(arb(digits)))


def escapes(run: Run, t: int, moment: Moment, following: Moment) -> list[str]:
    """The quantities of state t and of its step that are not in their balls."""
    x, pulls, m = run.state(t), moment.pulls, moment.normalized
    expected = {
        "alpha": moment.alpha,
        "N": moment.size**2,
        "r": moment.size,
        "s": moment.sine,
        "c": mean(iter(m)),
        "g_mean": mean(iter(pulls)),
        "g_m": mean(g * each for g, each in zip(pulls, m, strict=True)),
        "m_max": max(m),
        "m_min": min(m),
        "k": following.size / moment.size,
    }
    found = [name for name, value in expected.items() if not holds(getattr(x, name), value)]
    if not holds(run.loss_step(t), following.risk - moment.risk):
        found.append("loss_step")
    if run.rising(t) is not (following.sine > moment.sine):
        found.append("rising")
    return found


@given(logistic_instances() | logistic_instances(frozenset({"margins"})), st.integers(0, 30))
@settings(max_examples=20)
def test_a_run_in_balls_contains_the_run_by_definition(instance: LogisticInstance, t: int) -> None:
    """After any number of steps everything a state shows lies in its ball, and each event is right."""
    with mpmath.workdps(DIGITS):
        for number_of_steps, moment in enumerate(moments(instance)):
            if number_of_steps == t:
                assert escapes(Run(instance, bits=256), t, moment, moment.after(number(instance.h))) == []
                break


def test_the_map_is_gradient_descent_on_the_risk() -> None:
    """One step from w in the plane, with the risk differentiated numerically."""
    rows = ((mpmath.sqrt(2), 0), (0, mpmath.sqrt(2)))

    def risk(first: mpmath.mpf, second: mpmath.mpf, scale: mpmath.mpf) -> mpmath.mpf:
        features = [x * first + y * second for x, y in rows]
        size = mpmath.sqrt(mean(f**2 for f in features))
        return mean(mpmath.log1p(mpmath.exp(-scale * f / size)) for f in features)

    with mpmath.workdps(60):
        now = next(moments(AT_ONCE))
        point = (*(M / mpmath.sqrt(2) for M in now.margins), now.alpha)
        slopes = [mpmath.diff(risk, point, order) for order in ((1, 0, 0), (0, 1, 0), (0, 0, 1))]
        # w in units of √η: its learning rate is 1.
        moved = [mpmath.sqrt(2) * (w - slope) for w, slope in zip(point, slopes[:2], strict=False)]
        after = now.after(number(AT_ONCE.h))

        assert max(abs(M - other) for M, other in zip(after.margins, moved, strict=True)) < 1e-50
        assert abs(after.alpha - (now.alpha - number(AT_ONCE.h) * slopes[2])) < 1e-50


@pytest.mark.parametrize(
    ("quantity", "dropped", "place"),
    [(lam, g_mean, p), (lam, run_map.tilt, p), (run_map.g_m, g_mean, alpha)],
    ids=["⟨g⟩ in λ", "⟨gξ⟩ in λ", "⟨g⟩ in ⟨gm⟩"],
)
def test_a_formula_without_one_of_its_terms_is_caught(
    quantity: Symbol, dropped: Symbol, place: Symbol
) -> None:
    """The next state leaves its enclosure when a term of λ or of ⟨gm⟩ is dropped."""
    altered = {quantity: run_map.DEFINITIONS[quantity].subs(dropped, 0)}
    with mpmath.workdps(DIGITS), precision(256):
        _, after = (moment for moment, _ in zip(moments(TWO_EDGES), range(2), strict=False))
        value = {p: mean(iter(after.margins)), alpha: after.alpha}[place]
        state = Run(TWO_EDGES, 256).state(0)
        for definitions, right in ((run_map.DEFINITIONS, True), (run_map.DEFINITIONS | altered, False)):
            step = compile_map(definitions, (*run_map.STATE, h), [at_next(place)]).bind(BALLS)
            (found,) = step(*(getattr(state, x.name) for x in run_map.STATE), ball(TWO_EDGES.h))

            assert holds(found, value) is right


@pytest.mark.parametrize("dropped", [None, run_map.cos_turn, run_map.sin_turn, run_map.g_m])
def test_a_loss_step_without_one_of_its_terms_is_caught(dropped: Symbol | None) -> None:
    """R' − R leaves its enclosure without the turn of the cosine, that of the sine, or the scale's step."""
    change = run_map.DEFINITIONS[run_map.loss_step]
    change = change if dropped is None else change.subs(dropped, 0)
    definitions = run_map.DEFINITIONS | {run_map.loss_step: change}
    with mpmath.workdps(DIGITS), precision(256):
        before, after = (moment for moment, _ in zip(moments(TWO_EDGES), range(2), strict=False))
        state = Run(TWO_EDGES, 256).state(0)
        step = compile_map(definitions, (*run_map.STATE, h), [run_map.loss_step]).bind(BALLS)
        (found,) = step(*(getattr(state, x.name) for x in run_map.STATE), ball(TWO_EDGES.h))

        assert holds(found, after.risk - before.risk) is (dropped is None)


@pytest.mark.parametrize("scale", ["1e3", "1e4", "1e6"])
def test_the_loss_step_is_decided_at_a_large_scale(scale: str) -> None:
    """Where R is of the size e^{−α}, the step is known to 30 digits, and every event is decided."""
    instance = LogisticInstance.of("0.02", scale, "4", "0.1")
    trajectory = certify(instance, 5)
    step = Run(instance).loss_step(0)

    assert trajectory.certified and trajectory.precision_bits == 128
    assert trajectory.loss_rises == ()
    with precision(128):
        assert step < 0 and step.rad() < -step * arb("1e-30")
    if scale == "1e3":  # by its definition, in the digits that this takes
        with mpmath.workdps(3 * DIGITS):
            before, after = (moment for moment, _ in zip(moments(instance), range(2), strict=False))
            assert holds(step, after.risk - before.risk)


@pytest.mark.parametrize(
    ("instance", "onset", "edges", "losses"),
    [
        (LATE, 531, ((531, 1370),), ()),
        (TWO_EDGES, 25, ((25, 69), (181, 395)), ((68, 69), (393, 395))),
        (AT_ONCE, 0, ((0, 10),), ((6, 10),)),
        (LogisticInstance.of("0.003", "1", "0.5", "0.2"), None, (), ()),
    ],
    ids=["late", "two edges", "at once", "never"],
)
def test_worked_instances(
    instance: LogisticInstance, onset: int | None, edges: object, losses: object
) -> None:
    """A late edge without a loss rise, two edges with one each, a rise at once, and none at all."""
    trajectory = certify(instance, 2000)

    assert trajectory.certified and trajectory.precision_bits == 128
    assert (trajectory.onset, trajectory.rising_edges, trajectory.loss_rises) == (onset, edges, losses)


def test_the_worked_onset_is_that_of_the_definition() -> None:
    """The first sine that is larger than the one before, in plain high precision."""
    with mpmath.workdps(300):
        sines = [moment.sine for moment, _ in zip(moments(TWO_EDGES), range(40), strict=False)]

    assert next(t for t, (now, after) in enumerate(pairwise(sines)) if after > now) == 25


def test_an_angle_far_below_the_precision_stays_decided() -> None:
    """sin θ of 1e-2000 and less: every event of the run is decided at 128 bits, λ to 30 digits."""
    trajectory = certify(AT_ONCE, 3000)
    x = Run(AT_ONCE).state(2900)

    assert trajectory.certified and trajectory.precision_bits == 128
    assert trajectory.min_log10_sin is not None and trajectory.min_log10_sin < -2900
    with precision(128):
        assert 0 < x.s < arb("1e-2000")
        assert x.lam.rad() < arb("1e-30") and same(x.m_max, x.c)


@given(logistic_instances(), st.integers(0, 40))
def test_what_a_state_shows_fits_together(instance: LogisticInstance, t: int) -> None:
    """c² + s² = 1, r² = N, k² = 1 + λ²s², N' = Nk², and ⟨gm⟩ between the margins times ⟨g⟩."""
    run = Run(instance)
    x = run.state(t)
    with precision(run.bits):
        assert same(x.c * x.c + x.s * x.s, ball(1))
        assert same(x.r * x.r, x.N)
        assert same(run.evaluate(at_next(N) - N * GROWTH, t), ball(0))
        assert same(x.k * x.k, 1 + (x.lam * x.s) ** 2)
        assert less(x.m_max * x.g_mean, x.g_m) is not True
        assert less(x.g_m, x.m_min * x.g_mean) is not True


@given(
    logistic_instances()
    | logistic_instances(frozenset({"alpha0 > 0"}))
    | logistic_instances(frozenset({"margins", "h <= 2"}))
)
def test_rising_agrees_with_the_sines_themselves(instance: LogisticInstance) -> None:
    """Where both are decided, the condition and sin θ_{t+1} > sin θ_t say the same, for any signs."""
    run = Run(instance)
    for t in (0, 1, 2):
        with precision(run.bits):
            compared = less(run.state(t).s, run.state(t + 1).s)

        assert None in (compared, run.rising(t)) or compared == run.rising(t)


def test_a_direction_exactly_on_target_never_rises() -> None:
    """With θ_0 = 0 the sine is exactly 0, and stays so: no rise, decided."""
    run = Run(LogisticInstance(Fraction(1, 10), Fraction(2), Fraction(1, 10), Fraction(0)))

    assert [run.rising(t) for t in range(40)] == [False] * 40
    assert run.state(40).s == 0
