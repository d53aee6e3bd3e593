"""Runs with weight decay, with momentum, and with BatchNorm's ε.

Correctness criterion: each map agrees with gradient descent on raw data, by power series that know no
formula, and at 0 with the run without; every bound is on its side of the run; mpmath has the same integers.
"""

from __future__ import annotations

from fractions import Fraction
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from flint import arb
from sympy import cos

from derivations.general import batchnorm_eps_never_rises, weight_decay
from derivations.general.model import fed_map, heavy_map
from derivations.general.model.epsilon import eps_free
from derivations.notation import a, at_start, p, q, theta
from tests.studies.test_losses import misfits
from verifier.arithmetic.balls import ball, positive, precision, same
from verifier.arithmetic.exact import first_failure
from verifier.dynamics.model import load_model
from verifier.dynamics.run import Run
from verifier.dynamics.trajectory import certify, largest_precision
from verifier.studies.data import DataSample
from verifier.studies.instances import SPREAD
from verifier.studies.losses import Instance
from verifier.studies.onset import certify_onset
from verifier.studies.trace import follow, follow_in_mpmath
from verifier.studies.variants import VARIANTS, DecayedInstance, FedInstance, HeavyInstance

F = Fraction
SPIKE = ("0.005", "0.02", "3", "0.1")
KINDS = tuple(VARIANTS.values())
VALUE = {DecayedInstance: F(1, 50), HeavyInstance: F(2, 5), FedInstance: F(1, 100)}


@pytest.mark.parametrize("kind", KINDS)
def test_parameters_fit_the_map(kind: Any) -> None:
    assert misfits(kind, kind.loss) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("row", [SPIKE, ("0.2", "0.02", "12", "0.1"), ("1", "0.5", "50", "1.5707")])
def test_at_0_it_is_the_run_without(kind: Any, row: tuple[str, ...]) -> None:
    """To the last digit: the same events at the same times, and every state of the one in the other."""
    mine, other = kind.of(*row, "0"), Instance.of(*row)
    run, without = certify(mine, 800), certify(other, 800)
    for name in ("onset", "rising_edges", "loss_rises", "certified", "steps"):
        assert getattr(run, name) == getattr(without, name), name
    assert follow(mine, 800).result.min_log10_sin == follow(other, 800).result.min_log10_sin
    left, right = Run(mine, 400), Run(other, 400)
    for time in (0, 1, 7, 60):
        for name in ("p", "q", "N", "a", "lam", "c", "s"):
            assert same(getattr(left.state(time), name), getattr(right.state(time), name)), (time, name)
        assert same(left.loss_step(time), right.loss_step(time))


def other_than_0(kind: Any) -> Any:
    return kind.of("0.2", "0.02", "12", "0.1", VALUE[kind])


def twin() -> DataSample:
    """Four whitened samples in the plane, ρ = 7/3, w = (1, 1) and α = 1, at rates of its own."""
    one = F(1)
    sample = DataSample(
        inputs=((one, one), (-one, one), (one, -one), (-one, -one)), targets=(one, -one, one, -one),
        w=(one, one), v=(one, one), alpha=one, eta=F(2, 5), h=F(1, 3), whitened=True,
    )  # fmt: skip
    return sample.planar_twin()


def on_data(kind: Any, sample: DataSample, steps: int) -> list[tuple[Any, ...]]:
    """(p, q, a, R) of gradient descent on the raw data, with what the kind adds to it."""
    value = VALUE[kind]
    w, scale = [ball(x) for x in sample.w], ball(sample.alpha)
    last, found = [ball(0), ball(0)], []
    rho = sample.view(sample.w, sample.alpha)["rho"]
    eps = ball(value) * ball(sample.eta) * rho**2 if kind is FedInstance else 0
    for _ in range(steps + 1):
        along, across, _ = sample.coordinates(w)
        found.append((along, across, scale / rho, loss(sample, w, scale, eps) / rho**2))
        moved, scale = sample.descend(w, scale, eps)
        if kind is DecayedInstance:
            moved = [x - ball(value) * y for x, y in zip(moved, w, strict=True)]
        if kind is HeavyInstance:
            moved = [x + ball(value) * y for x, y in zip(moved, last, strict=True)]
        last, w = [x - y for x, y in zip(moved, w, strict=True)], moved
    return found


def loss(sample: DataSample, w: Any, scale: Any, eps: Any) -> Any:
    from verifier.studies.data.risk import risk

    return risk(sample.inputs, sample.targets, w, scale, batchnorm_eps=eps)


def of_map(kind: Any, sample: DataSample, steps: int, formulas: Any = None) -> list[tuple[Any, ...]]:
    """(p, q, a, R' − R) of the map from the same start."""
    start = sample.view(sample.w, sample.alpha)
    model, h = load_model(kind.loss), ball(sample.h)
    state = model.enclose(start["a"], start["N"], arb.pi() / 4, ball(VALUE[kind]))
    found = []
    for _ in range(steps + 1):
        outputs = model.step(h, *state)
        view = SimpleNamespace(**model.view(state))
        found.append((view.p, view.q, view.a, outputs[len(state) + 2]))
        state = outputs[: len(state)]
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_the_map_is_gradient_descent_on_raw_data(kind: Any) -> None:
    """Six steps, with the change of the loss in each."""
    with precision(300):
        sample = twin()
        data, mine = on_data(kind, sample, 6), of_map(kind, sample, 5)
        for time, (along, across, scale, change) in enumerate(mine):
            assert same(along, data[time][0]) and same(scale, data[time][2])
            assert same(across, data[time][1])
            assert same(change, data[time + 1][3] - data[time][3])


@pytest.mark.parametrize("kind", KINDS)
def test_another_map_is_told_from_it(kind: Any) -> None:
    """So the comparison can fail: with the plain run it does, at the first step."""
    with precision(300):
        sample = twin()
        data = on_data(kind, sample, 2)
        start = sample.view(sample.w, sample.alpha)
        model, h = load_model(Instance.loss), ball(sample.h)
        state = model.advance(h, *model.enclose(start["a"], start["N"], arb.pi() / 4))
        assert not same(state[0], data[1][0]) or not same(state[0], data[2][0])
        second = model.advance(h, *state)
        assert not same(second[0], data[2][0])


@pytest.mark.parametrize("kind", KINDS)
def test_a_rise_is_one_by_the_sines(kind: Any) -> None:
    run = Run(other_than_0(kind), 600)
    verdicts = [run.rising(time) for time in range(80)]
    assert True in verdicts and False in verdicts
    for time, verdict in enumerate(verdicts):
        now, after = run.state(time).s, run.state(time + 1).s
        assert positive(after - now) is verdict, time


def test_with_momentum_the_two_forms_of_a_step_agree() -> None:
    """p' = p + v_p', q' = q + v_q': what is carried and what is iterated."""
    for place, speed in ((p, heavy_map.V_P_NEXT), (q, heavy_map.V_Q_NEXT)):
        after = heavy_map.DEFINITIONS[heavy_map.at_next(place)]
        assert (after - place - speed).expand() == 0


def test_without_epsilon_x_is_what_the_scale_lacks() -> None:
    start = fed_map.START[fed_map.excess].subs(fed_map.eps_free, 0).subs(at_start(eps_free), 0)
    assert (start - at_start(a) + cos(at_start(theta))).simplify() == 0


@pytest.mark.parametrize("instance", SPREAD[::3])
@pytest.mark.parametrize("decay", ["0.0001", "0.01", "0.2"])
def test_the_bound_with_decay_is_on_its_side(instance: Instance, decay: str) -> None:
    """Unless the run does not rise in these steps."""
    mine = DecayedInstance.given(*instance.values, F(decay))
    run = Run(mine, 128)
    with precision(128):
        bound = weight_decay.bound(run.h, run.state(0))
    found = certify(mine, 300)
    assert bound <= (300 if found.onset is None else found.onset) or found.onset is None


def test_the_bound_with_decay_is_the_onset_here_and_one_more_would_be_false() -> None:
    run = Run(DecayedInstance.of(*SPIKE, "0.02"), 128)
    with precision(128):
        assert weight_decay.bound(run.h, run.state(0)) == 34
    assert certify(run.instance, 60).onset == 34


def test_a_scale_above_1_is_bounded_by_the_largest() -> None:
    """There the scale falls to 1, and only ā bounds it."""
    run = Run(DecayedInstance.of("0.1", "3", "0.05", "0.5", "0.01"), 128)
    with precision(128):
        bound = weight_decay.bound(run.h, run.state(0))
    assert 0 < bound <= (certify(run.instance, 2000).onset or 2000)


@pytest.mark.parametrize(("eps", "never"), [("0.003", True), ("0.0025", True), ("0.0003", False)])
def test_epsilon_decides_whether_the_spike_comes(eps: str, never: bool) -> None:
    """h = 0.005, a_0 = 0.02, Λ = 3, θ_0 = 0.1 spikes at 662 without."""
    run = Run(FedInstance.of(*SPIKE, eps), 128)
    with precision(128):
        assert (batchnorm_eps_never_rises.bound(run.h, run.state(0)) is None) is never
    traced = follow(run.instance, 1500).result
    assert (traced.waiting_time.lower is None) is never
    assert (traced.onset is None) is never


def test_the_onset_is_certified_never() -> None:
    found = certify_onset(FedInstance.of(*SPIKE, "0.003"))
    assert found.certified and found.onset is None


@pytest.mark.parametrize("kind", KINDS)
def test_the_onset_is_that_of_the_run(kind: Any) -> None:
    instance = other_than_0(kind)
    found = certify_onset(instance)
    assert found.certified and found.onset == certify(instance, 200).onset


def test_a_run_with_decay_that_is_not_iterated_far_enough_has_a_window() -> None:
    found = certify_onset(DecayedInstance.of(*SPIKE, "0.0001"), max_steps=50)
    assert not found.certified and found.window[0] >= 50 and found.window[1] is None


@pytest.mark.parametrize("kind", KINDS)
def test_mpmath_has_the_same_integers(kind: Any) -> None:
    instance = other_than_0(kind)
    ours, theirs = follow_in_mpmath(instance, 300).result, follow(instance, 300).result
    assert ours.agreed and theirs.certified
    for name in ("onset", "rising_edges", "loss_rises", "waiting_time", "self_stabilization"):
        assert getattr(ours, name) == getattr(theirs, name), name


def test_momentum_may_take_more_bits_for_more_steps() -> None:
    heavy, other = other_than_0(HeavyInstance), other_than_0(DecayedInstance)
    assert largest_precision(heavy, 10_000) == 4 * 4096 == 4 * largest_precision(other, 10_000)
    assert largest_precision(heavy, 10**9) == 2**16
    instance = HeavyInstance.of(*SPIKE, "0.9")
    assert certify(instance, 4500, max_bits=largest_precision(heavy, 4500)).certified
    assert not certify(instance, 4500, max_bits=2048).certified


@pytest.mark.parametrize("place", [0, 1, 2, 3, 1000, 10**15])
def test_the_first_failure_is_found(place: int) -> None:
    assert first_failure(lambda n: n < place) == place


def test_without_a_failure_the_largest_is_told() -> None:
    assert first_failure(lambda n: True, most=2**20) == 2**20


def test_each_map_offers_what_the_engine_asks_for() -> None:
    for kind in KINDS:
        formulas = import_module(kind.loss.formulas)
        assert {"NEXT", "DIRECTION", "EVENTS", "VIEW", "STATE", "START"} <= set(vars(formulas))
