"""Spikes under weight decay: the steady state repels, periods are those of runs, the law is told apart."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from flint import arb

from derivations.general import spike_period as law
from verifier.arithmetic.balls import Undecided, ball, precision
from verifier.claim import Status
from verifier.studies.experiments import spike_period
from verifier.studies.experiments.spike_period import follow, keeps, repulsion, steady


def test_the_steady_state() -> None:
    """A step keeps cos 2θ = 1 − ω, and not cos 2θ = 1 − 2ω."""
    for decay in map(Fraction, ("0.0001", "0.1", "0.3")):
        for rate in map(Fraction, ("0.001", "1")):
            assert keeps(decay, rate)
            assert not keeps(decay, rate, 2)
    state = steady(Fraction(1, 5))
    assert (state["c"] ** 2 - state["s"] ** 2).contains(ball(Fraction(4, 5)))


@pytest.mark.parametrize(("decay", "rate"), [("0.1", "0.01"), ("0.3", "1")])
def test_the_multiplier_is_that_of_the_map(decay: str, rate: str) -> None:
    """A run that starts beside the steady state leaves it at the rate of the largest eigenvalue."""
    step, distances = spike_period._step(), []
    with precision(4000):
        given = ball(Fraction(rate)), ball(Fraction(decay))
        steady_state = tuple(steady(Fraction(decay)).values())
        apart = ball(Fraction(1, 10**60))
        sine = steady_state[1] + apart
        state = ((1 - sine**2).sqrt(), sine, *steady_state[2:])
        for _ in range(300):
            state = step(*given, *state)[:4]
            distances.append(sum((abs(x) - y) ** 2 for x, y in zip(state, steady_state, strict=True)))
        # An eigenvalue pair turns: over a long time only its modulus is left.
        growth = float((max(distances[-60:], key=float) / max(distances[40:100], key=float)).log()) / 400

    assert growth == pytest.approx(float(repulsion(Fraction(decay), Fraction(rate)).log()), rel=0.05)


def test_periods_are_those_of_plain_iteration() -> None:
    """The ends of the rising edges are where the sine is largest, by its own values."""
    decay, rate = Fraction("0.01"), Fraction("0.1")
    seen = follow(decay, rate, 4)
    with precision(384):
        sines = []
        for t, (state, _, _) in enumerate(spike_period.walk(decay, rate)):
            sines.append(abs(state[1]))
            if t > seen.tops[-1] + 2:
                break
    rises = [bool(after > now) for now, after in pairwise(sines)]

    assert seen.tops == [t for t in range(len(rises) - 1) if rises[t] and not rises[t + 1]]


def test_the_table_of_fast_decays() -> None:
    """ENCLOSED, each steady state repels, and every period is between 1/ω and 2/ω."""
    evidence = spike_period.table(quick=True, seed=0, precision=128)

    assert evidence.status is Status.ENCLOSED and len(evidence.rows) == 12
    assert all(row["repulsion"] > 0 and 1 < row["omega_period"] < 2 for row in evidence.rows)
    assert all(len(row["periods"]) == spike_period.LAST for row in evidence.rows)


def test_what_a_false_table_is_worth(monkeypatch: pytest.MonkeyPatch) -> None:
    """A steady state that is not kept refutes, and one that any state passes for leaves all open."""
    monkeypatch.setattr(spike_period, "RATES", ("1",))
    monkeypatch.setattr(spike_period, "DECAYS", {"x": 0, "y": 0, "0.3": 7})

    monkeypatch.setattr(spike_period, "keeps", lambda decay, rate, share=1: False)
    assert spike_period.table(quick=True, seed=0, precision=128).status is Status.REFUTED
    monkeypatch.setattr(spike_period, "keeps", lambda decay, rate, share=1: True)
    assert spike_period.table(quick=True, seed=0, precision=128).status is Status.INCONCLUSIVE
    monkeypatch.setattr(spike_period, "_LIMIT", 3)
    assert spike_period.table(quick=True, seed=0, precision=128).status is Status.INCONCLUSIVE


def test_the_law_is_told_apart() -> None:
    """The angle is back within a few steps of P/ω, and not of 2P/ω; at a false rate the test fails."""
    evidence = spike_period.against_the_law(quick=True, seed=0, precision=128)

    assert evidence.status is Status.CHECKED
    assert all(abs(row["steps_off"]) < 1 for row in evidence.rows)
    assert all(row["lam_then"] < float(law.TOP) for row in evidence.rows)


def test_another_law_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half the period is as far off as that of a norm that falls too slowly."""
    monkeypatch.setattr(spike_period, "slow_period", lambda after: law.slow_period(after) / 2)

    assert spike_period.against_the_law(quick=True, seed=0, precision=128).status is Status.INCONCLUSIVE


def test_the_slow_period() -> None:
    """It is a root, grows as λ_0 falls, ends below the root of Re Li₂, and is for 0 < λ_0 < 2 alone."""
    with precision(128):
        rates = [ball(Fraction(x)) for x in ("0.01", "0.5", "1", "1.9")]
        periods = [law.slow_period(x) for x in rates]
        for rate, period in zip(rates, periods, strict=True):
            assert law.balance(rate, period).contains(0)
            assert not law.balance(rate, period + arb(2) ** -40).contains(0)
            assert rate * (2 * period).exp() < ball(Fraction(law.TOP))
        assert all(one > other for one, other in pairwise(periods))
        assert law.real_dilogarithm(ball(Fraction(law.TOP))) < 0
        for outside in (arb(0), arb(2), arb(3)):
            with pytest.raises(Undecided):
                law.slow_period(outside)
