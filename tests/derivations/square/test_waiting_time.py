"""The claims on when the direction has risen: what their proofs refuse, and their bounds.

Correctness criterion: no proof is left when a constant in it is made false, and the bounds enclose the
certified onset.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from sympy import Expr, Ge, Gt, Rational, sqrt

from derivations.direction import before_onset as shared_before_onset
from derivations.direction import pre_onset_norm as gentle_steps
from derivations.direction.angle_map import COS_NEXT, SIN_NEXT
from derivations.direction.before_onset import C_LOW, CAPPED, COS_DOUBLE_LOW, MU, N_HIGH, NORM_CAP, SLOW
from derivations.direction.norm_growth import GROWTH
from derivations.direction.pre_onset_norm import GAIN, GENTLE, SAVING
from derivations.direction.rising_identity import RISING_MARGIN
from derivations.direction.waiting_time_upper import NORM_POWER
from derivations.notation import N, a, at_start, c, h, k, lam, s
from derivations.square import (
    alignment_phase,
    delayed_onset,
    half_angle,
    pre_onset_norm,
    restart,
    waiting_time_lower,
    waiting_time_two_phase,
    waiting_time_upper,
)
from derivations.square.lemmas import moving_bounds, phase_lemmas
from derivations.square.lemmas.before_onset import SCALE_AT
from derivations.square.lemmas.moving_bounds import INSIDE, PHASES
from derivations.square.lemmas.phase_lemmas import ENVELOPE, N_LOW
from derivations.square.lemmas.waiting_time_upper import SURPLUS
from derivations.square.scale_envelope import POWER
from derivations.square.update_maps import A_NEXT_POLAR
from derivations.square.waiting_time_upper import WAITING_RUN
from tests.strategies import instances
from verifier.arithmetic.balls import ball, positive, precision
from verifier.arithmetic.evaluate import evaluate
from verifier.claim import Answer
from verifier.dynamics import Run
from verifier.kernel import CertificateError, replay
from verifier.studies.instances import SPREAD
from verifier.studies.losses import Instance

UNGUARDED = replace(WAITING_RUN, guards=())
"""Runs that may rise, of which the upper bound would be claimed."""
FALSEHOODS = [
    (pre_onset_norm, gentle_steps, "GENTLE", Ge(GENTLE.lhs + GAIN * c, 0)),
    (pre_onset_norm, shared_before_onset, "ARC", 2 - MU * c / 2),
    (half_angle, half_angle, "ALIGNING_RUN", replace(half_angle.ALIGNING_RUN, guards=(SLOW,))),
    (alignment_phase, phase_lemmas, "BELOW_MU", Ge(2 * MU * N_LOW - ENVELOPE, 0)),
    (
        alignment_phase,
        alignment_phase,
        "UNGUARDED",
        replace(phase_lemmas.PHASE, name="bounded run", conditions=()),
    ),
    (waiting_time_upper, waiting_time_upper, "WAITING_RUN", UNGUARDED),
    (
        waiting_time_upper,
        waiting_time_upper,
        "HIT",
        Gt(COS_DOUBLE_LOW * SCALE_AT - C_LOW * N_HIGH * NORM_POWER, 0, evaluate=False),
    ),
    (delayed_onset, delayed_onset, "ONSET", 1),
    (waiting_time_two_phase, waiting_time_upper, "WAITING_RUN", UNGUARDED),
    (waiting_time_two_phase, moving_bounds, "INSIDE", (*INSIDE[:2], 2 * INSIDE[2].lhs >= NORM_CAP)),
    (waiting_time_two_phase, moving_bounds, "PHASES", replace(PHASES, guards=PHASES.guards[1:])),
    (restart, waiting_time_upper, "WAITING_RUN", replace(WAITING_RUN, initial=())),
]
"""A claim, and the module in which a constant is replaced by something false."""


@pytest.mark.parametrize(
    ("claim", "where", "name", "falsehood"), FALSEHOODS, ids=lambda x: getattr(x, "__name__", str(x))[:60]
)
def test_a_false_constant_leaves_no_proof(
    claim: ModuleType, where: ModuleType, name: str, falsehood: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one formula changed, either the argument cannot be written down or the kernel refuses it."""
    monkeypatch.setattr(where, name, falsehood)

    with pytest.raises((ValueError, CertificateError)):
        replay(claim.CLAIM.derive().certificate())


@pytest.mark.parametrize("instance", SPREAD, ids=str)
def test_bounds_enclose_the_onset(instance: Instance) -> None:
    """No upper bound is below the onset, and none exists where nothing rises."""
    with precision(256):
        run = Run(instance, 256)
        onset = run.onset(3000)
        bounds = [
            module.bound(run.h, run.state(0)) for module in (waiting_time_upper, waiting_time_two_phase)
        ]

    for bound in bounds:
        assert bound is None or (onset is not None and onset <= bound)


@pytest.mark.parametrize("instance", SPREAD, ids=str)
def test_restarts_determine_the_onset(instance: Instance) -> None:
    """Within thirty steps the two bounds agree, or show that the direction never rises."""
    with precision(256):
        run = Run(instance, 256)
        onset = run.onset(3000)
        lower, upper, _ = restart.window(run, 30)

    assert (lower, upper) == (onset, onset)


@given(instances())
def test_window_contains_the_onset(instance: Instance) -> None:
    """Whatever the instance, the onset is not outside the window of a few restarts."""
    with precision(256):
        answer = restart.holds(Run(instance, 256))

    assert answer is not Answer.FAILS


@pytest.mark.parametrize("instance", SPREAD[::3], ids=str)
def test_upper_bound_is_the_first_positive_surplus(instance: Instance) -> None:
    """The search by doubling and bisection finds the same time as trying every time in turn."""
    with precision(256):
        run = Run(instance, 256)
        for state in (run.state(0), run.state(20)):
            found = waiting_time_upper.bound(run.h, state)
            times = range(400) if evaluate(c**2 - s**2, lambda name, x=state: getattr(x, name)) > 0 else ()
            expected = next((t for t in times if positive(_surplus(run, state, t)) is True), None)

            assert found == expected or (expected is None and found is not None and found >= 400)


def _surplus(run: Run, x: Any, time: int) -> Any:
    values = {"c_low": x.c, "a_low": x.a, "N_high": x.N, "E": (1 - run.h) ** time}
    values["F"] = 1 / (2 * x.c**2 - 1) ** (2 * time)
    return evaluate(SURPLUS, values.__getitem__)


def test_upper_bound_is_monotone_in_its_inputs() -> None:
    """Less scale, a wider angle or a larger norm never make the bound earlier."""
    with precision(128):
        scale_lr, cosine, scale, norm = (ball(Fraction(x)) for x in ("0.01", "0.9999", "0.1", "0.3"))
        tight = waiting_time_upper.first_surplus(scale_lr, cosine, scale, norm)
        looser = [
            waiting_time_upper.first_surplus(scale_lr, cosine * cosine, scale, norm),
            waiting_time_upper.first_surplus(scale_lr, cosine, scale / 2, norm),
            waiting_time_upper.first_surplus(scale_lr, cosine, scale, norm / cosine),
        ]

    assert tight is not None
    assert all(bound is None or bound >= tight for bound in looser)


def test_a_large_angle_has_a_bound_only_with_phases() -> None:
    """From 1.2 rad the condition at 45° is not met, yet the onset 291 is bounded from above."""
    with precision(256):
        run = Run(Instance.of("0.003", "0.05", "3.8", "1.2"), 256)
        single, phased = (
            module.bound(run.h, run.state(0)) for module in (waiting_time_upper, waiting_time_two_phase)
        )

    assert (single, phased) == (None, 302)


def test_restart_after_the_onset_is_about_a_later_rise() -> None:
    """Between the two edges of a run the lower bound counts to the second one."""
    with precision(256):
        run = Run(Instance.of("0.05", "0.01", "10", "0.5"), 256)
        edges = [t for t in range(1, 70) if run.rising(t) and not run.rising(t - 1)]
        later = 13 + waiting_time_lower.bound(run.h, run.state(13))

    assert edges == [5, 57]
    assert 13 < later <= 57


Point = dict[Any, Expr]
"""cos θ, sin θ, λ, and where they matter a, N and h, in exact numbers."""


def point(cosine: str, sine: str, lr: str, **more: str) -> Point:
    """A state of exact numbers."""
    return {c: Rational(cosine), s: Rational(sine), lam: Rational(lr)} | {
        symbol: Rational(more[symbol.name]) for symbol in (a, N, h) if symbol.name in more
    }


def after(expression: Expr, now: Point) -> Expr:
    """An expression in cos θ and sin θ one step later."""
    root = sqrt(GROWTH.subs(now))
    return expression.subs({c: COS_NEXT.subs(k, root).subs(now), s: SIN_NEXT.subs(k, root).subs(now)})


def norm_growth(now: Point) -> Expr:
    """N_1/N_0."""
    return GROWTH.subs(now)


@pytest.mark.parametrize(
    ("now", "mu", "before", "later"),
    [
        (point("4/5", "3/5", "-5/4"), "1", "36/25", "1849/400"),
        (point("4/5", "3/5", "5/4"), "1/2", "64/25", "225/64"),
    ],
    ids=["negative scale", "λ above μ"],
)
def test_norm_potential_needs_its_hypotheses(now: Point, mu: str, before: str, later: str) -> None:
    """With λ < 0, and with λ > μ, one step raises N(2 − μ cos θ)²."""
    potential = (CAPPED.lhs / N).subs(MU, Rational(mu))

    assert (potential.subs(now), norm_growth(now) * after(potential, now)) == (
        Rational(before),
        Rational(later),
    )


def test_sine_potential_needs_gentle_steps() -> None:
    """A step that crosses the target with λ cos θ = 16/9 raises N(1 − (s_0² − s²))."""
    now = point("4/5", "3/5", "20/9")
    saving = SAVING.subs({GAIN: 1, at_start(s): now[s]})

    assert (lam * c).subs(now) == Rational(16, 9)
    assert norm_growth(now) * after(saving, now) == Rational(449, 225)


@pytest.mark.parametrize(
    ("now", "rises"), [(point("4/5", "3/5", "20"), True), (point("3/5", "4/5", "15"), False)]
)
def test_geometric_growth_needs_its_hypotheses(now: Point, rises: bool) -> None:
    """A rise, or an angle above 45°, multiplies N by 145, which is more than 1/cos²2θ."""
    assert bool(RISING_MARGIN.subs(now) > 0) is rises
    assert norm_growth(now) == 145 > 1 / ((c**2 - s**2) ** 2).subs(now) == Rational(25, 7) ** 2


@pytest.mark.parametrize(
    ("now", "before", "later"),
    [
        (point("4/5", "3/5", "20/9"), "1/3", "1/7"),
        (point("-12/13", "5/13", "104/75"), "5", "19/9"),
        (point("4/5", "3/5", "-5/4"), "1/3", "3/4"),
    ],
    ids=["λ above √2", "behind", "λ below 0"],
)
def test_half_angle_needs_its_hypotheses(now: Point, before: str, later: str) -> None:
    """With λ² > 2, behind the right angle, or with λ < 0, tan(θ/2) is not divided by 1 + λ."""
    tangent = s / (1 + c)

    assert tangent.subs(now) == Rational(before)
    assert abs(after(tangent, now)) == Rational(later) > Rational(before) / (1 + now[lam])


def test_landing_on_target_ends_the_run() -> None:
    """With λ cos θ = 1 the direction is on target after one step, though the surplus at 1 is positive."""
    now = point("24/25", "7/25", "25/24", N="1/10", h="1")
    known = {C_LOW: now[c], N_HIGH: now[N], NORM_POWER: (1 / COS_DOUBLE_LOW**2).subs(C_LOW, now[c])}

    assert after(s, now) == 0
    assert SURPLUS.subs(known | {POWER: 0}) > 0


def test_a_fast_start_rises_at_once() -> None:
    """Where the envelopes leave [0, 2), the first step may rise."""
    assert RISING_MARGIN.subs(point("4/5", "3/5", "20")) > 0
    assert RISING_MARGIN.subs(point("40/41", "9/41", "3")) > 0


def test_the_witness_of_a_delayed_onset() -> None:
    """Iterated to sixty digits, the witness does not rise at 0 and 1, and rises at 2."""
    cosine = delayed_onset.COSINE
    values = {key.name: value for key, value in delayed_onset.WITNESS.items()}
    state = {c: cosine, s: sqrt(1 - cosine**2), N: values["N_high"], a: values["a_low"]}
    rises = []
    for _ in range(3):
        now = state | {lam: state[a] / state[N], h: values["h"]}
        rises.append(bool(RISING_MARGIN.subs(now) > 0))
        state = {
            c: after(c, now).n(60),
            s: after(s, now).n(60),
            N: (state[N] * norm_growth(now)).n(60),
            a: A_NEXT_POLAR.subs(now).n(60),
        }

    assert rises == [False, False, True]


@pytest.mark.parametrize("tenths", [10, 1])
def test_any_bound_is_found_wherever_there_is_a_best_one(tenths: int) -> None:
    """To ask whether there is a bound at all gives the same answer, if not the same number."""
    found = []
    for instance in SPREAD:
        run = Run(instance, 96)
        best, some = (
            waiting_time_two_phase.after_phases(run.h, run.state(0), tenths=tenths, any_bound=any_bound)
            for any_bound in (False, True)
        )
        assert (best is None) is (some is None)
        found.append((best, some))

    assert (None, None) in found
    assert any(best is not None and some is not None and best < some for best, some in found)
