"""Training with momentum past its threshold: what is seen, and that a false threshold is not."""

from __future__ import annotations

from fractions import Fraction

import pytest

from derivations.general.momentum import holds_at_rest, holds_beside_ray
from verifier.arithmetic.balls import Undecided, ball, precision
from verifier.claim import Answer, Status
from verifier.studies.covariance import CovarianceInstance, CovarianceRun
from verifier.studies.experiments import momentum
from verifier.studies.experiments.momentum import DATA, FALSE, instance_of, turn
from verifier.studies.momentum import MomentumInstance, MomentumRun

F = Fraction
START = CovarianceInstance(F(1, 2), F(1, 2), (F(1), F(3)), (F(1), F(1, 5)), (F(2), F(1)))


def test_every_quick_run_turns_at_the_threshold():
    found = momentum.onsets(quick=True, seed=0, precision=128)

    assert found.status is Status.ENCLOSED
    assert all(row["within_two_percent"] and row["onset"] < row["visible"] for row in found.data.rows)
    assert [any(row[name] is False for row in found.data.rows) for name in FALSE] == [True, True]


def test_the_threshold_without_momentum_is_not_confirmed(monkeypatch):
    """Where a run turns elsewhere the evidence is REFUTED."""
    monkeypatch.setattr(momentum, "CLOSE", F(1, 10**6))
    assert momentum.onsets(quick=True, seed=0, precision=128).status is Status.REFUTED


def test_a_comparison_that_cannot_fail_is_no_evidence(monkeypatch):
    monkeypatch.setattr(momentum, "CLOSE", F(10))
    assert momentum.onsets(quick=True, seed=0, precision=128).status is Status.INCONCLUSIVE


def test_too_few_bits_decide_nothing(monkeypatch):
    """The sine falls far below 2^-64: no onset is made up."""
    monkeypatch.setattr(momentum, "_BITS", (64,))
    with pytest.raises(Undecided, match="rises"):
        turn(instance_of(DATA[1], F(0), F(5, 4)))
    assert momentum.onsets(quick=True, seed=0, precision=128).status is Status.INCONCLUSIVE


def test_without_momentum_it_is_the_run_of_any_covariance():
    plain, heavy = CovarianceRun(START), MomentumRun(MomentumInstance.of(START, F(0)))
    for time in range(5):
        assert all(plain.view(time)[name].overlaps(heavy.view(time)[name]) for name in ("N", "c", "s", "a"))


def test_a_step_is_that_of_the_velocity():
    """v' = βv − η∂R/∂w, w' = w + v', with the velocity itself carried along."""
    share = F(3, 4)
    heavy = MomentumRun(MomentumInstance.of(START, share), 256)
    with precision(256):
        w, v, a = [ball(x) for x in START.w], [ball(F(0))] * 2, ball(START.a0)
        for time in range(6):
            here = heavy.view(time)
            assert here["a"].overlaps(a)
            size = (w[0] ** 2 + 3 * w[1] ** 2).sqrt()
            assert here["r"].overlaps(size)
            unit = ball(F(7)).sqrt()
            u = [ball(F(2)) / unit, ball(F(1)) / unit]
            cosine = (w[0] * u[0] + 3 * w[1] * u[1]) / size
            pull = [a / size * s * (x - cosine * y / size) for s, x, y in zip((1, 3), u, w, strict=True)]
            v = [ball(share) * x + y for x, y in zip(v, pull, strict=True)]
            w, a = [x + y for x, y in zip(w, v, strict=True)], a / 2 + cosine / 2


@pytest.mark.parametrize("share", [F(0), F(1, 3), F(9, 10)])
def test_both_checks_hold_and_their_variants_fail(share):
    """On one run with λL = 7.5, and λ_∗κ_max below 10."""
    run = MomentumRun(MomentumInstance.of(START, share))
    with precision(128):
        assert holds_at_rest(run) is Answer.HOLDS
        assert holds_beside_ray(run) is Answer.HOLDS
        assert holds_beside_ray(run, whole=True) is Answer.FAILS
        assert (holds_beside_ray(run, forgets=True) is Answer.FAILS) is (share > 0)
