"""The claims about a planar logistic run over time: what their proofs refuse, and their bounds.

Correctness criterion: no proof is left when a formula in it is made false; the envelopes contain the
scale, and the bounds the onset.
"""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import pytest
from sympy import Ge, Gt, Rational

from derivations.direction.before_onset import C_LOW, COS_DOUBLE_LOW
from derivations.direction.waiting_time_upper import NORM_POWER
from derivations.logistic import (
    active_margins,
    loss_rises_only_with_direction,
    never_rises,
    precursor,
    restart,
    scale_closed_form,
    scale_envelope,
    waiting_time_lower,
)
from derivations.logistic.active_margins import CAPPED, TIMED, clock
from derivations.logistic.lemmas import loss_steps, pulls, recursion
from derivations.logistic.lemmas import waiting_time_lower as needs
from derivations.logistic.lemmas.envelope import ITERATED, Envelope, inverse
from derivations.logistic.lemmas.planar import BY_GROUPS, LOSS, MARGIN_PULL
from derivations.logistic.lemmas.pulls import KAPPA_LEAST, PULL
from derivations.logistic.lemmas.recursion import CLOCKED, eps, x
from derivations.logistic.lemmas.scale_envelope import FROM_ABOVE, FROM_BELOW, HIGH, LOW, g_high, g_low
from derivations.logistic.model.system import GAIN, NEAREST
from derivations.logistic.scale_closed_form import at
from derivations.notation import N, alpha, at_next, at_start, h
from derivations.sigmoid import kappa_ceiling
from verifier.arithmetic.balls import Ball, ball, less_equal, precision
from verifier.arithmetic.evaluate import evaluate
from verifier.dynamics import Run
from verifier.kernel import CertificateError, replay
from verifier.studies.logistic_instances import SPREAD
from verifier.studies.losses import LogisticInstance

FALSEHOODS = [
    (active_margins, active_margins, "CAPPED", Ge(CAPPED.lhs - h * clock / 4, 0, evaluate=False)),
    (
        active_margins,
        active_margins,
        "TIMED",
        replace(TIMED, initial=tuple(x for x in TIMED.initial if x != Ge(NEAREST, 0, evaluate=False))),
    ),
    (never_rises, never_rises, "QUIET", replace(never_rises.QUIET, initial=TIMED.initial[:-1])),
    (never_rises, kappa_ceiling, "CEILING", Rational(3292, 5000)),
    (never_rises, kappa_ceiling, "TOUCH", Rational(2)),
    (
        never_rises,
        never_rises,
        "CERTAIN",
        replace(never_rises.CERTAIN, initial=never_rises.CERTAIN.initial[:-1]),
    ),
    (never_rises, pulls, "KAPPA_LEAST", KAPPA_LEAST / 2),
    (
        scale_envelope,
        scale_envelope,
        "FROM_BELOW",
        replace(FROM_BELOW, relations=(*FROM_BELOW.relations[:-1], at_next(LOW) - LOW - h * C_LOW * g_low)),
    ),
    (
        scale_envelope,
        scale_envelope,
        "FROM_ABOVE",
        replace(FROM_ABOVE, relations=(*FROM_ABOVE.relations[:-1], at_next(HIGH) - HIGH - h * g_high / 2)),
    ),
    (
        waiting_time_lower,
        needs,
        "GENTLE",
        Ge(1 - 8 * pulls.chi, 0, evaluate=False),
    ),
    (waiting_time_lower, needs, "KAPPA_LEAST", KAPPA_LEAST / 2),
    (precursor, pulls, "PULL", 2 * PULL),
    (
        precursor,
        precursor,
        "HIT",
        Gt(COS_DOUBLE_LOW * PULL - C_LOW * at_start(N) * NORM_POWER, 0, evaluate=False),
    ),
    (
        loss_rises_only_with_direction,
        loss_steps,
        "HALFWAY",
        loss_steps.beta - alpha - 3 * h * GAIN,
    ),
    (scale_closed_form, recursion, "MOST_GAIN", eps * (1 + eps**2 / 64)),
    (scale_closed_form, recursion, "RULE", at_next(x) - x - 2 * eps * (1 - recursion.v_x)),
    (scale_closed_form, scale_closed_form, "LOW_RULE", at_next(LOW) - LOW),
    (restart, restart, "TIMED", replace(restart.TIMED, guards=())),
]
"""A claim, and the module in which a formula is replaced by something false."""


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


def logistic_run(*parameters: str, bits: int = 256) -> Run:
    """The run of an instance given as text: h, α_0, 1/N_0, θ_0."""
    return Run(LogisticInstance.of(*parameters), bits)


@pytest.mark.parametrize("instance", SPREAD, ids=str)
def test_bounds_enclose_the_onset(instance: LogisticInstance) -> None:
    """From state 0, the lower bound is at most the onset and the upper bound at least."""
    with precision(256):
        run = Run(instance, 256)
        onset = run.onset(4000)
        lower = waiting_time_lower.bound(run.h, run.state(0))
        upper = precursor.bound(run.h, run.state(0))

    assert onset is None or (lower is not None and lower <= onset)
    assert upper is None or (onset is not None and onset <= upper)


@pytest.mark.parametrize("instance", SPREAD, ids=str)
def test_restarts_determine_the_onset(instance: LogisticInstance) -> None:
    """Within 112 steps the two bounds agree with the onset, or show that the direction never rises."""
    with precision(256):
        run = Run(instance, 256)
        onset = run.onset(4000)
        lower, upper, _ = restart.window(run, 112)

    assert (lower, upper) == (onset, onset)


def test_a_tiny_scale_rate_needs_no_longer_iteration() -> None:
    """At h = 1e-6 the onset, about a million steps away, is certified from the first 48."""
    with precision(256):
        lower, upper, at_time = restart.window(logistic_run("0.000001", "0.1", "8", "0.5"), 48)

    assert lower == upper == 1041908
    assert at_time <= 48


def test_the_precursor_closes_on_the_onset() -> None:
    """The witness of its docstring: at θ_0 = 1/1000 both bounds are the onset, 10."""
    with precision(256):
        run = logistic_run("0.1", "0.5", "5", "0.001")
        bounds = [module.bound(run.h, run.state(0)) for module in (waiting_time_lower, precursor)]

    assert bounds == [10, 10]
    assert run.onset(20) == 10


@pytest.mark.parametrize(("angle", "found"), [("0.053", True), ("0.054", False)])
def test_the_precursor_is_narrow_in_the_angle(angle: str, found: bool) -> None:
    """With h = 1/10, α_0 = 1/2 and N_0 = 1/5 its hypotheses can be met up to θ_0 = 0.053."""
    with precision(256):
        run = logistic_run("0.1", "0.5", "5", angle)
        upper = precursor.bound(run.h, run.state(0))

    assert (upper is not None) is found


@pytest.mark.parametrize("parameters", [("0.01", "0.1", "3.2", "0.1"), ("0.1", "0.5", "2", "0.3")])
def test_envelopes_contain_the_scale(parameters: tuple[str, ...]) -> None:
    """Before onset α_t stays between A_t and B_t, iterated and in closed form."""
    with precision(256):
        run = logistic_run(*parameters)
        envelope = Envelope(run.h, run.state(0))
        last = run.onset(500) or 500
        verdicts = [
            less_equal(below, above)
            for time in range(1, last, 7)
            for below, above in (
                (envelope.lower(time), run.state(time).alpha),
                (run.state(time).alpha, envelope.upper(time)),
            )
        ]

    assert last > ITERATED or parameters[0] == "0.1"
    assert all(verdict is True for verdict in verdicts)


@pytest.mark.parametrize("time", [3, ITERATED, ITERATED + 1, 400])
def test_the_earliest_time_inverts_the_upper_envelope(time: int) -> None:
    """α_t can only exceed B_t after time t, and that it exceeds slightly less is not excluded at t."""
    with precision(256):
        run = logistic_run("0.01", "0.1", "3.2", "0.001")
        envelope = Envelope(run.h, run.state(0))
        level = envelope.upper(time)
        slightly = ball(1) / 10**6

        assert envelope.earliest((level + slightly).lower()) == time + 1
        assert envelope.earliest((level - slightly).upper()) <= time


def test_the_inverse_of_the_clock_is_certified() -> None:
    """f of the inverse is on the side that was asked for, and close."""
    with precision(128):
        rate, wanted = ball(1) / 100, ball(7)
        above, below = (inverse(wanted, rate, upwards=up) for up in (True, False))

        assert at(CLOCKED, x_clocked=above, epsilon=rate) >= wanted
        assert wanted >= at(CLOCKED, x_clocked=below, epsilon=rate)
        assert above - below < ball(1) / 2**40


def test_a_negative_margin_lets_the_scale_fall() -> None:
    """At (cos θ, |sin θ|, α) = (3/5, 4/5, 4), above 45°, ⟨gm⟩ is negative."""
    with precision(128):
        values = {"c": ball(3) / 5, "s": ball(4) / 5, "alpha": ball(4)}
        gain = evaluate(MARGIN_PULL.subs(BY_GROUPS), values.__getitem__)

    assert gain < 0


@pytest.mark.parametrize(
    ("parameters", "rises"),
    [
        (("0.1", "-0.5", "3", "0.01"), True),
        (("0.1", "2", "4", "0.001"), True),
        (("0.1", "2", "3", "0.001"), False),
    ],
    ids=["negative scale", "norm below the edge", "norm above the edge"],
)
def test_first_steps_around_the_edge(parameters: tuple[str, ...], rises: bool) -> None:
    """The counterexamples to dropped hypotheses rise at once; where the edge holds, no step does."""
    with precision(128):
        run = logistic_run(*parameters)

        assert run.rising(0) is rises
        assert never_rises.never_rises(run.state(0)) is not rises


def test_the_scale_bound_is_sharp_at_a_right_angle() -> None:
    """At θ = π/2 a scale step with h = 8 nearly mirrors a small α; with h = 9 it raises the loss."""
    with precision(128):
        values = {"c": ball(0), "s": ball(1)}

        def loss(scale: Ball) -> Ball:
            return evaluate(LOSS, (values | {"alpha": scale}).__getitem__)

        def gain(scale: Ball) -> Ball:
            return evaluate(MARGIN_PULL.subs(BY_GROUPS), (values | {"alpha": scale}).__getitem__)

        small = ball(1) / 100
        after = {rate: loss(small + rate * gain(small)) for rate in (8, 9)}

        assert after[8] < loss(small) < after[9]
