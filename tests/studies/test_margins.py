"""Runs of any number of margins: against their definition, against the planar run, and their samples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from random import Random
from types import SimpleNamespace
from typing import Any

import mpmath
import pytest
from flint import arb
from sympy import Symbol

from derivations.logistic.model import margin_map
from derivations.logistic.model.margin_map import tangent
from derivations.logistic.model.risk import D, g_m
from derivations.notation import kappa
from verifier.arithmetic.arithmetics import BALLS
from verifier.arithmetic.balls import less, positive, precision
from verifier.arithmetic.compile import compile_map
from verifier.dynamics import Run
from verifier.studies.losses import LogisticInstance
from verifier.studies.margins import SPREAD, MarginInstance, MarginRun, sample, start, step

CHOSEN = SPREAD[:7]
STEPS = 40
_DIGITS = 200


def number(value: Fraction) -> Any:
    """An exact number in mpmath."""
    return mpmath.mpf(value.numerator) / value.denominator


def by_definition(instance: MarginInstance, sign: int = 1) -> Iterator[SimpleNamespace]:
    """States of the run, by gradient descent on n margins as the claim states it; ``sign`` alters it."""
    xi, n = [number(x) for x in instance.xi], instance.n
    size = mpmath.sqrt(sum(x * x for x in xi) / n)
    alpha, h, theta = (number(x) for x in (instance.alpha0, instance.h, instance.theta0))
    root = mpmath.sqrt(number(instance.N0))
    M = [root * (mpmath.cos(theta) + mpmath.sin(theta) * x / size) for x in xi]
    while True:
        N = sum(x * x for x in M) / n
        m = [x / mpmath.sqrt(N) for x in M]
        g = [1 / (1 + mpmath.exp(alpha * x)) for x in m]
        g_mean, g_m = sum(g) / n, sum(x * y for x, y in zip(g, m, strict=True)) / n
        g_g, c = sum(x * x for x in g) / n, sum(m) / n
        s = mpmath.sqrt(sum((x - c) ** 2 for x in m) / n)
        D, kappa = g_mean - c * g_m, alpha / N * mpmath.sqrt(g_g - g_m**2)
        yield SimpleNamespace(
            N=N, alpha=alpha, p=sum(M) / n, c=c, s=s, lam=alpha / N * D / s**2, D=D, kappa=kappa,
            k=mpmath.sqrt(1 + kappa**2), g_mean=g_mean, g_m=g_m, g_g=g_g,
            chi=(c * g_mean - g_m) / s**2, m_max=max(m), m_min=min(m),
            loss=sum(mpmath.log1p(mpmath.exp(-alpha * x)) for x in m) / n,
        )  # fmt: skip
        push = [x - sign * g_m * y for x, y in zip(g, m, strict=True)]
        M = [x + alpha / mpmath.sqrt(N) * y for x, y in zip(M, push, strict=True)]
        alpha += h * g_m


def contains(ball: arb, value: Any) -> bool:
    """Whether ``value`` lies in ``ball``, up to what ``_DIGITS`` of mpmath leave open."""
    with precision(800):
        exact = arb(mpmath.nstr(value, 150))
        return bool(abs(ball - exact).lower() <= abs(exact) * arb(10) ** -60)


@pytest.mark.parametrize("instance", CHOSEN, ids=str)
def test_states_enclose_the_definition(instance: MarginInstance) -> None:
    """Every quantity of every state contains its value by the definition, iterated to 200 digits."""
    run = MarginRun(instance, 128)
    with mpmath.workdps(_DIGITS):
        for t, expected in zip(range(STEPS), by_definition(instance), strict=False):
            for name, value in vars(expected).items():
                assert contains(getattr(run.state(t), name), value), (t, name)


def test_another_sign_is_noticed() -> None:
    """With ⟨gm⟩m added instead of subtracted, the definition leaves the enclosures after one step."""
    run = MarginRun(SPREAD[0], 128)
    with mpmath.workdps(_DIGITS):
        altered = by_definition(SPREAD[0], sign=-1)
        assert contains(run.state(0).s, next(altered).s)
        assert not contains(run.state(1).s, next(altered).s)


PLANAR = [("0.05", "0.1", "20", "0.5"), ("0.02", "0.5", "5", "0.1"), ("2", "0.5", "6", "0.2")]


@pytest.mark.parametrize("row", PLANAR)
def test_two_groups_are_the_planar_run(row: tuple[str, str, str, str]) -> None:
    """With ξ = ±1 all quantities and the rising times are those of the planar run, for 100 steps."""
    planar = LogisticInstance.of(*row)
    values = planar.h, planar.alpha0, planar.N0, planar.theta0
    run = MarginRun(MarginInstance(*values, (Fraction(1), Fraction(-1))), 256)
    twin = Run(planar, 256)
    for t in range(100):
        here, there = run.state(t), twin.state(t)
        for name in ("N", "alpha", "p", "c", "s", "lam", "k", "g_mean", "g_m", "m_max", "m_min"):
            assert getattr(here, name).overlaps(getattr(there, name)), (t, name)
        assert run.rising(t) == twin.rising(t) is not None
        assert run.loss_rises(t) == twin.loss_rises(t)


def test_the_spread_keeps_its_digits() -> None:
    """At 128 bits sin θ = 1e-121 is known to 24 digits, and so is each deviation."""
    xi = tuple(Fraction(x) for x in (2, 4, -1, -6, 1))
    h, alpha0, N0, theta0 = (Fraction(x) for x in ("0.1", "0.3", "1/6", "0.4"))
    state = MarginRun(MarginInstance(h, alpha0, N0, theta0, xi), 128).state(200)

    assert state.s < arb("1e-120")
    assert state.s.rel_accuracy_bits() > 80
    assert all(deviation.rel_accuracy_bits() > 80 for deviation in state.Q)


@pytest.mark.parametrize("instance", CHOSEN, ids=str)
def test_rising_is_a_larger_sine(instance: MarginInstance) -> None:
    """``rising`` is decided, and says whether the next state has the larger sin θ."""
    run = MarginRun(instance, 256)
    for t in range(STEPS):
        assert run.rising(t) is less(run.state(t).s, run.state(t + 1).s) is not None


def test_a_loss_rise_and_an_onset() -> None:
    """Fifty samples, one an outlier: from the start the direction rises, and with it the loss."""
    run = MarginRun(SPREAD[8], 128)

    assert (run.instance.n, run.onset(5)) == (50, 0)
    assert run.loss_rises(0) is True
    assert run.loss_step(0).overlaps(run.loss(1) - run.loss(0))


@pytest.mark.parametrize("instance", CHOSEN, ids=str)
def test_the_loss_step_is_the_difference_of_losses(instance: MarginInstance) -> None:
    """It contains the difference of the risks by the definition, and lies in that of the enclosures."""
    run = MarginRun(instance, 128)
    with mpmath.workdps(_DIGITS), precision(128):
        losses = [moment.loss for moment, _ in zip(by_definition(instance), range(STEPS), strict=False)]
        for t, (now, after) in enumerate(pairwise(losses)):
            assert contains(run.loss_step(t), after - now)
            assert run.loss_step(t).overlaps(run.loss(t + 1) - run.loss(t))


@pytest.mark.parametrize("dropped", [None, D, kappa, tangent, g_m])
def test_a_loss_step_without_one_of_its_terms_is_caught(dropped: Symbol | None) -> None:
    """R' − R leaves its enclosure without the turn to the target, across it, the norm's or the scale's."""
    right = margin_map.STEP
    definitions = dict(right.definitions)
    if dropped is not None:
        definitions = {name: term.subs(dropped, 0) for name, term in definitions.items()}
    run = MarginRun(SPREAD[0], 128)
    x = run.state(0)
    with mpmath.workdps(_DIGITS), precision(128):
        step_of = compile_map(definitions, right.arguments, right.outputs).bind(BALLS)
        shared = run.h, x.alpha, x.N, x.k, x.kappa, x.D, x.g_m
        changes = [step_of(*shared, *own)[0] for own in zip(x.m, x.tangent, strict=True)]
        now, after = (moment.loss for moment, _ in zip(by_definition(SPREAD[0]), range(2), strict=False))

        assert contains(sum(changes, arb(0)) / len(changes), after - now) is (dropped is None)


@pytest.mark.parametrize("scale", ["300", "1e4", "1e6"])
def test_the_loss_step_is_decided_at_a_large_scale(scale: str) -> None:
    """Where R is of the size e^{−α}, the step is known to 20 digits; a difference of losses has no sign."""
    xi = tuple(Fraction(x) for x in (1, 2, -3))
    h, alpha0, N0, theta0 = (Fraction(x) for x in ("0.02", scale, "0.25", "0.1"))
    instance = MarginInstance(h, alpha0, N0, theta0, xi)
    run = MarginRun(instance, 128)
    step_now = run.loss_step(0)

    assert run.loss_rises(0) is False
    with precision(128):
        assert step_now < 0 and step_now.rad() < -step_now * arb("1e-20")
        difference = run.loss(1) - run.loss(0)
        assert difference.overlaps(step_now) and positive(difference) is None
    if scale == "300":  # by the definition, in the digits that this takes
        with mpmath.workdps(4 * _DIGITS):
            now, after = (moment.loss for moment, _ in zip(by_definition(instance), range(2), strict=False))
            assert contains(step_now, after - now)


def test_a_start_from_margins_is_that_of_the_instance() -> None:
    """The margins 5, 1, 3 with η = 4 are p = 3/2 and N = 35/12."""
    with precision(128):
        view, _ = step(arb(0), start([Fraction(x) for x in (5, 1, 3)], Fraction(1), Fraction(4)))

        assert view.p.overlaps(arb("1.5")) and view.N.overlaps(arb(35) / 12)
        assert [view.p.overlaps(view.p + Q) for Q in view.Q] == [False, False, True]


def test_samples_obey_the_hypotheses() -> None:
    """Random instances have 3 to 50 samples and no negative margin; a dropped hypothesis is violated."""
    drawn = [sample(Random(seed)) for seed in range(60)]
    wide = [sample(Random(seed), frozenset({"margins"})) for seed in range(20)]
    fast = [sample(Random(seed), frozenset({"h <= 2", "alpha0 > 0"})) for seed in range(20)]

    assert {instance.n for instance in drawn} >= {3, 10, 50}
    assert all(x.active and 0 < x.h <= 2 and x.alpha0 > 0 for x in drawn)
    assert not any(instance.active for instance in wide)
    assert all(x.h > 2 and x.alpha0 < 0 and x.active for x in fast)
    with pytest.raises(ValueError, match="'planar'"):
        sample(Random(0), frozenset({"planar"}))


def test_the_spread_obeys_them_too() -> None:
    """The listed instances are active, and range from 3 to 50 samples."""
    assert all(instance.active for instance in SPREAD)
    assert {instance.n for instance in SPREAD} >= {3, 10, 50}


@pytest.mark.parametrize("xi", [(1, 2, -2), (0, 0, 0)])
def test_a_spread_that_is_none_is_refused(xi: tuple[int, ...]) -> None:
    """A spread of mean not 0, or without any, is an error that shows it."""
    with pytest.raises(ValueError, match="mean 0"):
        replace(SPREAD[0], xi=tuple(Fraction(x) for x in xi))


def test_time_starts_at_zero() -> None:
    """A negative time is an error that shows it."""
    with pytest.raises(ValueError, match="-1"):
        MarginRun(SPREAD[0]).state(-1)
