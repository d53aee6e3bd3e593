"""BatchNorm's ε: the step against raw data and against the step without, and when it prevents a rise.

Correctness criterion: the raw-data side differentiates the risk by power series and knows no formula; in
balls an identity must be enclosed by both sides, in exact numbers it must hold as it stands.
"""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import assume, given
from hypothesis.strategies import fractions
from sympy import Rational, simplify, sqrt

from derivations.direction import update_maps as plain
from derivations.general.batchnorm_eps_never_rises import met
from derivations.general.lemmas import eps_chain, eps_energy, eps_gradient, eps_never, eps_regime, eps_step
from derivations.general.model import epsilon, moments
from derivations.general.model.fed import Fed
from derivations.notation import N, a, alpha, at_start, c, eta, h, lam, p, q, r, rho
from derivations.proof import Proof, Unproved
from derivations.square.update_maps import A_NEXT
from verifier.arithmetic.balls import ball, precision
from verifier.domains import DOMAINS
from verifier.studies.data.risk import slope

F = Fraction


def exact(*numbers):
    return tuple(map(F, numbers))


@pytest.mark.parametrize("eps", [3, F(3), Rational(3)])
def test_a_derivative_takes_any_exact_epsilon(eps):
    """For x = ±1, y = ±1, w = α = 1 and ε = 3 the derivative along w is −3/16."""
    samples, one = (exact(1), exact(-1)), exact(1)
    with precision(128):
        found = slope(samples, exact(1, -1), one, one, F(1), F(0), batchnorm_eps=eps)
        assert found.contains(ball(F(-3, 16)))


def test_a_derivative_takes_a_ball_or_a_fraction_of_one():
    """x = ±1, y = ±1, w = α = 1: R = ½(1/√(1 + ε) − 1)², at ε = 5/4 with slope −(1 − 2/3)·(2/3)³·5/4."""
    samples, one = (exact(1), exact(-1)), exact(1)
    with precision(128):
        found = slope(samples, exact(1, -1), one, one, F(1), F(0), batchnorm_eps=ball(F(5, 4)))
        assert found.contains(ball(-F(1, 3) * F(8, 27) * F(5, 4)))


@pytest.mark.parametrize(
    ("mine", "without"), [(epsilon.P_NEXT, plain.P_NEXT), (epsilon.Q_NEXT, plain.Q_NEXT)]
)
def test_without_epsilon_the_map_is_that_of_the_plane(mine, without):
    assert simplify((mine - without).subs({epsilon.eps_free: 0, epsilon.root: r, lam: a / r**2})) == 0


def test_without_epsilon_the_scale_moves_as_before():
    scale = epsilon.A_NEXT.subs({epsilon.a_seen: a, epsilon.chi: 1})
    assert simplify(scale - A_NEXT.subs(p, r * c)) == 0


def test_the_gradient_is_the_derivative_of_the_risk():
    found = eps_gradient.differentiated()
    expected = eps_gradient.GRADIENT.subs(eps_gradient.norm, sqrt(eps_gradient.size**2 - epsilon.eps_bn))
    assert simplify(found.subs(sqrt(eps_gradient.size**2), eps_gradient.size) - expected) == 0


def test_a_wrong_gradient_is_refused(monkeypatch):
    monkeypatch.setattr(eps_gradient, "GRADIENT", eps_gradient.GRADIENT * 2)
    with pytest.raises(ValueError, match="derivative of the risk"):
        eps_gradient.establish_gradients(Proof("general.batchnorm-eps"))


@pytest.mark.parametrize(
    ("module", "name", "establish"),
    [
        (eps_step, "A_NEXT", eps_step.establish_step),
        (eps_step, "P_NEXT", eps_step.establish_plane),
        (eps_step, "Q_NEXT", eps_step.establish_plane),
        (eps_step, "LOSS", eps_step.establish_loss),
        (eps_energy, "DEFECT", eps_energy.establish_energy),
        (eps_energy, "CHANGE", eps_energy.establish_energy),
    ],
)
def test_a_wrong_formula_has_no_certificate(module, name, establish, monkeypatch):
    wrong = getattr(module, name) + epsilon.eps_free
    monkeypatch.setattr(module, name, wrong)
    with pytest.raises(Unproved):
        establish(Proof("general.batchnorm-eps"))


def test_what_the_flow_keeps_is_no_other_energy(monkeypatch):
    """Half of the scale's share is not kept."""
    monkeypatch.setattr(
        eps_energy, "CHANGE", eps_energy.CHANGE + epsilon.eps_bn * eps_energy.eta * eps_energy.alpha
        * eps_energy.scale_rate,
    )  # fmt: skip
    with pytest.raises(Unproved):
        eps_energy.establish_energy(Proof("general.batchnorm-eps"))


STATES = [
    (F(0), "24/25", "7/25", "1/4", "24/25"),
    (F(1, 2), "12/13", "5/13", "1/2", "3/2"),
    (F(1, 2), "4/5", "3/5", "1/2", "-5/8"),
]


@pytest.mark.parametrize(("rate", "cosine", "sine", "norm", "scale"), STATES)
def test_each_hypothesis_is_needed_at_epsilon_0(rate, cosine, sine, norm, scale):
    """The conditions on the energy hold with λ̂ = 2, and the first step rises."""
    cosine, sine, norm, scale = exact(cosine, sine, norm, scale)
    values = {
        h: rate, epsilon.eps_free: 0, at_start(N): norm, at_start(a): scale,
        eps_regime.most_lost: 0, eps_regime.most_scale: 1, eps_regime.most_rate: 2,
    }  # fmt: skip
    for condition in eps_regime.CONDITIONS:
        assert condition.lhs.subs({x: Rational(str(y)) for x, y in values.items()}) >= 0
    rate_now = scale / norm
    across, along = sine * (1 - rate_now * cosine), cosine + rate_now * sine**2
    assert across**2 * (cosine**2) > along**2 * sine**2


def started(rate, scale, norm, cosine, sine):
    """What a run is asked for, of a start in exact numbers."""
    state = SimpleNamespace(c=ball(cosine), s=ball(sine), N=ball(norm), a=ball(scale))
    return SimpleNamespace(h=ball(rate), state=lambda time: state)


PARTS = fractions(F(1, 1000), F(1), max_denominator=1000)


@given(PARTS, PARTS, PARTS, PARTS, PARTS)
def test_no_run_that_meets_the_conditions_rises(rate, share, scale, norm, half_angle):
    """Each step keeps what it is said to keep, too."""
    norm, half_angle, rate = (1 + norm) / 2, half_angle / 2, rate / 2
    cosine = (1 - half_angle**2) / (1 + half_angle**2)
    sine = 2 * half_angle / (1 + half_angle**2)
    with precision(200):
        run = Fed(started(rate, scale * cosine / 2, norm, cosine, sine), ball(rate * share / 4))
        assume(met(run.at(0).__getitem__) is True)
        for time in range(12):
            now, after = run.at(time), run.at(time + 1)
            assert not after["s"] ** 2 > now["s"] ** 2
            assert not after["N"] < now["N"]
            assert not after["a"] < now["a"]
            assert not after["a_seen"] > after["c"]


def test_a_run_just_outside_the_conditions_rises():
    """So the search above can fail: λ̂ may be twice as large, and this run rises."""
    run = DOMAINS["run"].concrete(DOMAINS["run"].spread()[0], 128)  # h = 0.005, a_0 = 0.02, Λ = 3
    with precision(128):
        fed = Fed(run, run.h / 40)
        start = fed.at(0).__getitem__
        assert met(start) is False
        assert met(start, limit=4) is True
        assert any(fed.rise(time) for time in range(600))


def test_the_same_run_with_a_larger_epsilon_meets_them():
    run = DOMAINS["run"].concrete(DOMAINS["run"].spread()[0], 128)
    with precision(128):
        assert met(Fed(run, run.h / 2).at(0).__getitem__) is True


@pytest.mark.parametrize("place", range(len(eps_never.FACTS)))
def test_no_fact_of_a_step_holds_with_a_term_less(place):
    """Each is an equation: without one of its terms there is no certificate."""
    fact = eps_never.FACTS[place]
    missing = place % len(fact.terms)
    fewer = [*fact.terms[:missing], *fact.terms[missing + 1 :]]
    with pytest.raises(Unproved):
        fact._replace(terms=fewer).add(Proof("general.batchnorm-eps-never-rises"))


def test_a_fact_is_used_after_those_it_rests_on():
    names = eps_chain.needed(eps_never.FACTS, eps_never.LOSS_FALLS)
    order = {fact.name: fact for fact in eps_never.FACTS}
    shown = {fact.shown: fact.name for fact in eps_never.FACTS}
    for number, name in enumerate(names):
        rests = [shown[one] for one in order[name].used if one in shown]
        assert set(rests) <= set(names[:number])
    assert names[-1] == "loss falls" and len(names) > 30


def test_the_step_that_is_forecast_is_this_one():
    """``model.moments`` differentiates the risk for floating point, for any Σ: for Σ = I it is this map."""
    along, across, scale = F(3, 5), F(4, 5), F(2, 3)
    eta_rho, signal, free = F(9, 4), F(3, 2), F(21, 4)  # √η ρ = 3/2, and N + ε̃ = (5/2)²
    unit = F(3, 2)
    given = {
        moments.reach: unit * along, moments.beside: 0, moments.spread: (unit * across) ** 2,
        moments.eps_bn: free * eta_rho, alpha: signal * scale, rho: signal, eta: eta_rho / signal**2,
        h: F(1, 3),
    }  # fmt: skip
    at = {x: Rational(str(y)) for x, y in given.items()}
    by_target, by_rest, change = (
        F(str(moments.unfolded(moments.STEP[x]).subs(at)))
        for x in (moments.by_target, moments.by_rest, moments.scale_step)
    )
    here = {p: along, q: across, a: scale, epsilon.eps_free: free, epsilon.root: F(5, 2), h: F(1, 3)}
    here |= {epsilon.chi: F(2, 5), epsilon.a_seen: scale * F(2, 5), c: along}
    now = {x: Rational(str(y)) for x, y in here.items()}
    after = [F(str(x.subs(now))) for x in (epsilon.P_NEXT, epsilon.Q_NEXT, epsilon.A_NEXT)]

    assert along + by_target * signal / unit == after[0]
    assert across * (1 + by_rest) == after[1]
    assert scale + change / signal == after[2]
