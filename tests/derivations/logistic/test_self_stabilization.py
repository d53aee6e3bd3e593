"""Self-stabilization of the logistic run: what the proofs refuse, the bounds, what hypotheses exclude."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from types import ModuleType
from typing import Any

import pytest
from sympy import Ge, Rational

from derivations.direction import edge_budget, edge_envelope
from derivations.direction import self_stabilization as counted
from derivations.logistic import (
    self_stabilization,
    self_stabilization_log,
    self_stabilization_window,
)
from derivations.logistic.lemmas import edge_growth, pulls, rising_edge, scale_leaves, scale_window
from derivations.logistic.lemmas import waiting_time_lower as needs
from derivations.notation import N, alpha, at_next, c, lam, s
from derivations.proof import Condition, Proof, System
from derivations.sigmoid import kappa_falls
from derivations.sigmoid.chords import X0, X, lemma
from derivations.sigmoid.flow import Fact
from derivations.sigmoid.functions import sigma
from derivations.sigmoid.kappa import KAPPA, at
from verifier.arithmetic.balls import ball, precision
from verifier.dynamics import Run, certify
from verifier.kernel import CertificateError, replay
from verifier.studies.logistic_instances import SPREAD
from verifier.studies.losses import LogisticInstance
from verifier.studies.margins import MarginInstance, MarginRun

WINDOW_EDGE = self_stabilization_window.SORTED
(FALLS,) = kappa_falls.KAPPA_FALLS.facts

LOG_EDGE = self_stabilization_log.SORTED
TOO_LONG = Ge(pulls.PULL - edge_growth.FLOOR, -(s**2), evaluate=False)
WIDE = replace(scale_leaves.FIRST, conditions=())
FALSE_FALLS: list[dict[str, Any]] = [{"target": -FALLS.target}, {"direction": "forward"}, {"assumed": ()}]


def without(system: System, one: Condition) -> System:
    """The system without something that it asks of its first state."""
    left = tuple(other for other in system.initial if other != one)
    assert len(left) < len(system.initial)
    return replace(system, initial=left)


CLAIMS = (self_stabilization, self_stabilization_window, self_stabilization_log)
FALSEHOODS = [
    (self_stabilization, rising_edge, "SINGLE_CAP", Rational(1, 4)),
    (self_stabilization, rising_edge, "PAIR_CAP", Rational(3, 5)),
    (self_stabilization, rising_edge, "REACH_CAP", Rational(1, 2)),
    (self_stabilization, counted, "SQUARE", 16 * s**2),
    (self_stabilization, self_stabilization, "CEILING", Rational(1, 3)),
    (self_stabilization, self_stabilization, "EDGE", replace(self_stabilization.EDGE, guards=())),
    (self_stabilization_window, needs, "KAPPA_LEAST", pulls.KAPPA_LEAST / 2),
    (
        self_stabilization_window,
        scale_window,
        "NARROW",
        Ge(scale_window.S_HIGH - 2 * scale_window.sabs, 0, evaluate=False),
    ),
    (self_stabilization_window, scale_leaves, "LEFT", scale_leaves.LEFT[:1]),
    (self_stabilization_window, scale_leaves, "LEVEL", 2 * scale_leaves.LEVEL),
    (self_stabilization_window, scale_leaves, "ABOVE_BAR", s**2 >= 4 * scale_leaves.S_HIGH**2),
    (self_stabilization_window, kappa_falls, "_ASSUMED", kappa_falls._ASSUMED[:1]),
    (self_stabilization_window, kappa_falls, "_ASSUMED", kappa_falls._ASSUMED[1:]),
    (self_stabilization_window, self_stabilization_window, "FIRST", WIDE),
    *(
        (self_stabilization_window, self_stabilization_window, "LATER", without(scale_leaves.LATER, one))
        for one in (scale_leaves.OPEN, scale_leaves.GROWN, scale_leaves.QUIET, scale_leaves.FALLING)
    ),
    *(
        (self_stabilization_window, self_stabilization_window, "SORTED", without(WINDOW_EDGE, one))
        for one in scale_leaves.BEGINS
    ),
    (
        self_stabilization_window,
        self_stabilization_window,
        "CAPPED",
        Ge(2 * self_stabilization_window.LARGEST * c - lam * N * (c**2 - s**2), 0, evaluate=False),
    ),
    (self_stabilization_log, pulls, "PULL", 2 * pulls.PULL),
    (self_stabilization_log, edge_growth, "SETTLED", edge_growth.FLOOR >= edge_growth.NU / 2),
    (self_stabilization_log, edge_growth, "AT_MOST_PULL", 2 * pulls.PULL >= edge_growth.FLOOR),
    (self_stabilization_log, edge_growth, "NEVER_FALLS", at_next(edge_growth.FLOOR) >= 0),
    (self_stabilization_log, edge_growth, "SO_LONG", TOO_LONG),
    (self_stabilization_log, edge_growth, "AT_MOST_U", edge_growth.AT_MOST_U.lhs >= -pulls.KAPPA_LEAST),
    (self_stabilization_log, edge_envelope, "SINE_RATIO", (edge_envelope.LR_CAP - 2) ** 2),
    (self_stabilization_log, edge_envelope, "NORM_RATIO", 1 + edge_envelope.SINE_CAP**2),
    (self_stabilization_log, edge_envelope, "SINE_CAP_NEXT", edge_envelope.SINE_CAP),
    (self_stabilization_log, edge_envelope, "NORM_CAP_NEXT", edge_envelope.NORM_CAP),
    (self_stabilization_log, self_stabilization_log, "LATER", replace(edge_growth.LATER, guards=())),
    *(
        (self_stabilization_log, self_stabilization_log, "LATER", without(edge_growth.LATER, one))
        for one in (*edge_growth.CHOICE, edge_growth.GROWN, edge_growth.POTENTIAL, edge_growth.SETTLED)
    ),
    *(
        (self_stabilization_log, self_stabilization_log, "SORTED", without(LOG_EDGE, one))
        for one in (*edge_growth.BEGINS, *edge_envelope.CAP_STARTS)
    ),
    (self_stabilization_log, edge_budget, "POTENTIAL", edge_budget.POTENTIAL.lhs <= N),
]
"""A claim, and the module in which a formula is replaced by something false."""
OUTSIDE = [
    (LogisticInstance.of("1/10", "-1", "1", "1/10"), 0, -13),
    (LogisticInstance.of("1/10", "1", "1", "3"), 0, -6),
    (LogisticInstance.of("20", "4", "1", "3/2"), 1, -5),
]
"""Runs that break one hypothesis, a step that rises, and K there."""


@pytest.mark.parametrize(
    ("claim", "where", "name", "falsehood"), FALSEHOODS, ids=lambda x: getattr(x, "__name__", str(x))[:60]
)
def test_a_false_formula_leaves_no_proof(
    claim: ModuleType, where: ModuleType, name: str, falsehood: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one formula changed, either the argument cannot be written down or the kernel refuses it."""
    monkeypatch.setattr(where, name, falsehood)

    with pytest.raises((ValueError, CertificateError)):
        replay(claim.CLAIM.derive().certificate())


@pytest.mark.parametrize("falsehood", FALSE_FALLS)
def test_where_kappa_falls_it_does_not_rise_again(falsehood: dict[str, Any]) -> None:
    """It is proved as it is; not that κ rises there, nor of smaller x, nor of any x₀ whatever."""

    def prove(fact: Fact) -> None:
        proof = Proof("toy")
        proof.conclude(lemma(proof, replace(kappa_falls.KAPPA_FALLS, facts=(fact,)), [X, X0]))
        replay(proof.certificate())

    prove(FALLS)
    with pytest.raises((ValueError, CertificateError)):
        prove(replace(FALLS, **falsehood))


@pytest.mark.parametrize("module", CLAIMS, ids=lambda module: module.CLAIM.id)
@pytest.mark.parametrize("instance", SPREAD, ids=str)
def test_no_edge_is_longer_than_its_bound(module: ModuleType, instance: LogisticInstance) -> None:
    """Every rising edge, the later ones too, has at most as many steps as the claim allows."""
    trajectory = certify(instance, 1500)
    with precision(trajectory.precision_bits):
        bounds = [module.bound(ball(instance.h), start) for start in trajectory.edge_starts]

    assert trajectory.certified
    for (first, last), bound in zip(trajectory.rising_edges, bounds, strict=True):
        assert bound is None or bound >= (trajectory.steps - 1 if last is None else last) - first + 1


def test_the_window_bounds_an_edge_of_a_tiny_angle() -> None:
    """From sin θ near 1e-190 the edge has 840 steps: 1137 by the window, by the norm alone above 1e300."""
    run = Run(LogisticInstance.of("0.01", "0.1", "3.2", "0.1"), 256)
    with precision(256):
        bounds = [module.bound(run.h, run.state(531)) for module in CLAIMS]

    assert run.onset(600) == 531
    assert [run.rising(531 + n) for n in (839, 840)] == [True, False]
    assert bounds[0] > 10**300
    assert bounds[1:] == [1137, None]


@pytest.mark.parametrize(
    ("parameters", "onset", "length", "wanted"),
    [
        (("0.005", "0.02", "50", "0.01"), 25, 45, 112),
        (("0.005", "0.02", "50", "0.01"), 181, 215, 384),
        (("0.05", "1.5", "8", "1e-6"), 0, 10, 26),
    ],
)
def test_the_growth_of_the_angle_bounds_an_edge_far_from_the_knife_edge(
    parameters: tuple[str, ...], onset: int, length: int, wanted: int
) -> None:
    """Where the window lasts for thousands of steps, the logarithmic bound is a few times the truth."""
    run = Run(LogisticInstance.of(*parameters), 256)
    with precision(256):
        bound = self_stabilization_log.bound(run.h, run.state(onset))
        window = self_stabilization_window.bound(run.h, run.state(onset))

    assert [run.rising(onset + n) for n in (0, length - 1, length)] == [True, True, False]
    assert bound == wanted
    assert window > 50 * wanted


def test_the_caps_of_the_proof_hold_and_are_not_far_off() -> None:
    """xσ(−x) ≤ 3/10 and κ(x) ≤ 9/10 at many points, and they come within 3/100 and 1/4 of it."""
    with precision(128):
        points = [ball(Fraction(n, 10)) for n in range(200)]
        singles = [at(alpha * sigma(-alpha), x) for x in points]
        pairs = [at(KAPPA, x) for x in points]

    assert all(value < ball(Fraction(3, 10)) for value in singles)
    assert all(value < ball(Fraction(9, 10)) for value in pairs)
    assert any(value > ball(Fraction(27, 100)) for value in singles)
    assert any(value > ball(Fraction(65, 100)) for value in pairs)


@pytest.mark.parametrize(("instance", "time", "steps"), OUTSIDE, ids=str)
def test_each_hypothesis_is_needed(instance: LogisticInstance, time: int, steps: int) -> None:
    """Without it a step rises at which the claim leaves room for no step at all."""
    run = Run(instance, 128)

    assert run.rising(time) is True
    with precision(128):
        assert self_stabilization.bound(run.h, run.state(time)) == steps
        assert self_stabilization_window.bound(run.h, run.state(time)) < 0


def test_two_equal_groups_are_needed() -> None:
    """With other margins, all of them positive, a step rises at norm 10."""
    groups = tuple(map(Fraction, ("-2", "1/2", "1/2", "1/2", "1/2")))
    run = MarginRun(MarginInstance(Fraction(1, 10), Fraction(100), Fraction(10), Fraction(23, 50), groups))
    first = run.state(0)

    assert run.rising(0) is True
    assert first.m_min > 0
    with precision(128):
        assert self_stabilization.bound(run.h, first) == -4
