"""What each hypothesis of the rising claims is for: their counterexamples in exact arithmetic.

Correctness criterion: the derived maps, iterated without rounding, give the numbers that the claims'
hypotheses state.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

import pytest
from sympy import Expr, Matrix, Rational, Symbol, diff, log, sqrt, symbols

from derivations.direction.angle_map import COS_NEXT, SIN_NEXT
from derivations.direction.norm_growth import GROWTH
from derivations.direction.rising_identity import RISING_MARGIN
from derivations.notation import N, a, at_start, c, h, lam, s, t
from derivations.square import scale_envelope
from derivations.square.loss_rises_only_with_direction import EXCESS
from derivations.square.no_rising_edge import SATURATED
from derivations.square.reflection_form import GROWTH as TURNED_GROWTH
from derivations.square.reflection_form import PLANE_MARGIN, TURNED, kappa
from derivations.square.scale_envelope import LOWER, UPPER
from derivations.square.update_maps import A_NEXT_POLAR, EFFECTIVE_LR
from derivations.square.waiting_time_lower import SHARE, WAITING
from derivations.square.waiting_time_saddle import WAITING as ESCAPE_TIME
from tests.derivations.derived import proof_of


class State(NamedTuple):
    """One state in exact numbers; the sine is signed."""

    c: Expr
    s: Expr
    N: Expr
    a: Expr

    @property
    def lam(self) -> Expr:
        """The effective learning rate."""
        return EFFECTIVE_LR.subs({a: self.a, N: self.N})

    @property
    def rises(self) -> bool:
        """Whether the sine is larger after one step."""
        return bool(abs(following(self).s) > abs(self.s))

    def value(self, expression: Expr, **more: Expr) -> Expr:
        """A derived expression at this state."""
        known = {c: self.c, s: self.s, N: self.N, a: self.a, lam: self.lam}
        return expression.subs(known | {Symbol(name, real=True): x for name, x in more.items()})


def state(*values: str) -> State:
    """A state from text: cos θ, sin θ, N, a."""
    return State(*(Rational(value) for value in values))


def following(now: State, scale_lr: str = "1/2") -> State:
    """The next state, by the derived maps and without rounding."""
    root = sqrt(now.value(GROWTH))
    return State(
        now.value(COS_NEXT, k=root),
        now.value(SIN_NEXT, k=root),
        now.N * now.value(GROWTH),
        now.value(A_NEXT_POLAR, h=Rational(scale_lr)),
    )


def run(first: State, scale_lr: str) -> Iterator[State]:
    """The states of a run."""
    while True:
        yield first
        first = following(first, scale_lr)


def at(first: State, scale_lr: str, time: int) -> State:
    """State ``time`` of a run."""
    return next(islice(run(first, scale_lr), time, None))


def envelope(formula: Expr, first: State, scale_lr: str, time: int) -> Expr:
    """A scale envelope at ``time``."""
    start = {at_start(a): first.a, at_start(c): first.c}
    return formula.subs(start | {h: Rational(scale_lr), t: time})


def loss_rise(first: State, scale_lr: str) -> Expr:
    """(R' − R)/ρ² of the first step."""
    return following(first, scale_lr).value(EXCESS) - first.value(EXCESS)


OVERTURN = state("4/5", "3/5", "1/2", "-5/8")
"""A step of λ = −5/4 away from the target."""
MISALIGNED = state("-4/5", "3/5", "1/2", "5/8")
"""The same step on the far side, with λ = 5/4."""


def test_envelopes_need_a_scale_learning_rate_of_at_most_1() -> None:
    """For h = 3 the scale swings past both envelopes."""
    first = state("4/5", "3/5", "2/5", "1/2")

    assert at(first, "3", 1).c == 1
    assert at(first, "3", 2).a == Rational(1, 5) > envelope(UPPER, first, "3", 2) == -1
    assert at(first, "3", 3).a == Rational(13, 5) < envelope(LOWER, first, "3", 3) == Rational(16, 5)


def test_lower_envelope_needs_the_angle_to_stay() -> None:
    """After a rise the scale is driven by less than cos θ_0, and falls below."""
    first = state("4/5", "3/5", "27/250", "4/5")

    assert first.lam == Rational(200, 27)
    assert following(first).c == Rational(156, 205)
    assert at(first, "1/2", 2).a == Rational(32, 41) < envelope(LOWER, first, "1/2", 2)


def test_envelopes_assume_no_sign() -> None:
    """The runs of both envelopes start with any scale and any angle."""
    systems = proof_of(scale_envelope.CLAIM.id).told()["systems"]

    assert [system["initial"] for system in systems] == [[], []]


def test_envelopes_hold_from_above_their_targets() -> None:
    """From a_0 = 2 both envelopes fall, and the scale between them."""
    first = state("12/13", "5/13", "4", "2")
    scale = at(first, "1/2", 3).a

    assert envelope(LOWER, first, "1/2", 3) < scale < envelope(UPPER, first, "1/2", 3) < 2


def test_criterion_and_threshold_need_their_signs() -> None:
    """A negative λ rises on a negative margin; beyond 90° a positive one rises below λ = 2."""
    assert OVERTURN.value(RISING_MARGIN) == Rational(-39, 20)
    assert MISALIGNED.value(RISING_MARGIN) == Rational(39, 20)
    assert MISALIGNED.lam == Rational(5, 4)
    assert following(OVERTURN).s == following(MISALIGNED).s == Rational(24, 25)


def test_no_rising_edge_needs_the_signs_at_the_start() -> None:
    """Both counterexamples are in the regime ā Λ = 2 and rise at once."""
    for first in (OVERTURN, MISALIGNED):
        assert first.value(SATURATED) == 2
        assert first.rises


def test_no_rising_edge_needs_a_scale_learning_rate_of_at_most_1() -> None:
    """For h = 3/2 the scale overshoots its ceiling, and step 1 rises."""
    first = state("12/13", "5/13", "1/2", "91/240")

    assert first.value(SATURATED) == 2
    assert following(first, "3/2").a > 1
    assert following(first, "3/2").rises


def test_the_constant_2_is_the_best() -> None:
    """Just above saturation 2, a small enough angle rises at once; at 2 none does."""
    v = Rational(1, 100)
    angle = ((1 - v**2) / (1 + v**2), 2 * v / (1 + v**2))

    assert State(*angle, 1 / Rational("2.01"), Rational(1)).rises
    assert not State(*angle, Rational(1, 2), Rational(1)).rises


def test_whitening_is_needed() -> None:
    """With Σ = diag(1, 100) a step of λ = 2/25 turns tan θ from 3/4 to 2025/518, and raises the loss.

    The margin of the rising criterion is negative there.
    """
    covariance, b = Matrix([[1, 0], [0, 100]]), Matrix([1, 0])
    weights = Matrix(symbols("w1 w2", real=True))
    before = Matrix([1, Rational(3, 40)])
    norm = sqrt((weights.T * covariance * weights)[0])
    alignment = (b.T * weights)[0] / norm
    slope = Matrix([diff(-alignment, w) for w in weights]).subs(dict(zip(weights, before, strict=True)))
    alpha, eta, rate = Rational(4, 125), Rational(125, 32), Rational(1, 1000)
    after = before - eta * alpha * slope
    cosines = [alignment.subs(dict(zip(weights, w, strict=True))) for w in (before, after)]
    states = [State(cos, sqrt(1 - cos**2), N, alpha) for cos in cosines]
    norm_start = norm.subs(dict(zip(weights, before, strict=True))) ** 2 / eta
    moved = states[1]._replace(a=states[0].value(A_NEXT_POLAR, h=rate))

    assert eta * alpha / (norm_start * eta) == Rational(2, 25)
    assert norm_start == Rational(2, 5)
    assert states[0]._replace(N=norm_start).value(RISING_MARGIN) == Rational(-986, 625)
    assert [x.s / x.c for x in states] == [Rational(3, 4), Rational(2025, 518)]
    assert moved.value(EXCESS) > states[0].value(EXCESS)


def test_reflection_needs_a_turn_toward_the_target() -> None:
    """A turn away from the target rises on a negative margin."""
    first, turn = OVERTURN, Rational(-3, 4)

    assert first.value(PLANE_MARGIN, kappa=turn) == Rational(-117, 100)
    assert first.value(TURNED[1] / sqrt(TURNED_GROWTH), kappa=turn) == Rational(24, 25)


def test_reflection_out_of_the_plane_rises_more_easily() -> None:
    """A tangential step orthogonal to the target always rises."""
    turn = Rational(3, 4)
    cosine = OVERTURN.c / sqrt(TURNED_GROWTH.subs(kappa, turn))

    assert cosine == Rational(16, 25) < OVERTURN.c
    assert OVERTURN.value(PLANE_MARGIN, kappa=turn) < 0


def test_waiting_time_solves_the_envelope() -> None:
    """At the bound the envelope is exactly at 2N_0."""
    assert (SHARE - (1 - 2 * at_start(N)) / (1 - at_start(a))).simplify() == 0
    assert (WAITING - log(SHARE) / log(1 - h)).simplify() == 0


def test_waiting_time_needs_its_hypotheses() -> None:
    """Each counterexample rises where the bound, or its formula, would forbid it."""
    for first in (state("4/5", "3/5", "2/5", "-1/2"), state("-4/5", "3/5", "2/5", "1/2")):
        assert first.a < 2 * first.N < 1
        assert following(first).s == Rational(24, 25)
    assert state("40/41", "9/41", "1/3", "1").rises


def test_waiting_time_without_memory_is_one_step() -> None:
    """For h = 1 a run with λ_0 < 1 rises at step 1."""
    first = state("12/13", "5/13", "2/5", "91/300")

    assert first.lam < 1
    assert following(first, "1").rises


def test_loss_rises_alone_for_a_large_scale_step() -> None:
    """For h = 3 on target the loss quadruples and the direction stands still."""
    first = state("1", "0", "2/5", "1/2")

    assert first.value(EXCESS) == Rational(1, 8)
    assert following(first, "3").value(EXCESS) == Rational(1, 2)
    assert not first.rises


def test_loss_rises_alone_for_a_negative_scale_after_the_step() -> None:
    """For h = 2 and a' < 0 the sine falls while the loss rises."""
    first = state("4/5", "3/5", "144/25", "4")

    assert following(first, "2").a == Rational(-12, 5)
    assert loss_rise(first, "2") == Rational(132, 325)
    assert not first.rises


def test_loss_rises_with_the_cosine_only_for_a_reversed_direction() -> None:
    """An update that reverses the direction raises the loss and lowers the sine."""
    before, after = state("0", "1", "1", "1/2"), state("-1", "0", "1", "1/4")

    assert before.value(A_NEXT_POLAR, h=Rational(1, 2)) == after.a
    assert after.value(EXCESS) - before.value(EXCESS) == Rational(5, 32)


@pytest.mark.parametrize(
    ("first", "scale_lr", "rise"),
    [
        (state("1", "0", "2/5", "1/2"), "3", "3/8"),
        (state("4/5", "3/5", "9/200", "-1/10"), "3/4", "257/3200"),
        (state("-4/5", "3/5", "1/25", "1/20"), "1", "219/4000"),
    ],
)
def test_early_loss_rises_without_the_standing_hypotheses(first: State, scale_lr: str, rise: str) -> None:
    """Each violates one hypothesis, has λ_0 < 2, and raises the loss at once."""
    assert first.a < 2 * first.N < 1
    assert loss_rise(first, scale_lr) == Rational(rise)


def test_the_logarithm_needs_its_hypotheses() -> None:
    """From above the target the logarithm exceeds 160, yet the loss rises twice; (i) says nothing."""
    first, rate = state("399/401", "40/401", "51/100", "11/10"), "1/100"
    start = {at_start(a): first.a, at_start(N): first.N, h: Rational(rate)}
    second = following(first, rate)

    assert WAITING.subs(start) > 160
    assert 1 - first.a < 1 - 2 * first.N
    assert loss_rise(first, rate) > 0
    assert following(second, rate).value(EXCESS) > second.value(EXCESS)


def escape_time(first: State, scale_lr: str) -> Expr:
    """The saddle's bound."""
    start = {at_start(a): first.a, at_start(c): first.c, at_start(N): first.N}
    return ESCAPE_TIME.subs(start | {h: Rational(scale_lr)})


@pytest.mark.parametrize(
    ("first", "scale_lr", "rise"),
    [
        (state("9/41", "40/41", "2", "41/48"), "2", 1),
        (state("4/5", "3/5", "1/4", "-5/16"), "1", 0),
        (state("-4/5", "3/5", "1", "5/4"), "1", 0),
    ],
)
def test_saddle_needs_its_hypotheses(first: State, scale_lr: str, rise: int) -> None:
    """Each violates one hypothesis, has a bound above 2, and rises at step 0 or 1."""
    assert escape_time(first, scale_lr) > 2
    assert at(first, scale_lr, rise).rises


def test_saddle_needs_whitening() -> None:
    """Where the stretched covariance rises at once, the bound is above 50."""
    assert escape_time(state("4/5", "3/5", "2/5", "4/125"), "1/1000") > 50


def test_out_of_the_plane_the_reflection_form_ends_at_90_degrees() -> None:
    """At (−4/5, 3/5) with τ = −2/5 and κ = 3/4 the condition of the plane holds, and sin θ falls."""
    c0, s0, turn, size = Rational(-4, 5), Rational(3, 5), Rational(-2, 5), Rational(3, 4)
    after = (c0 + size * turn) / sqrt(1 + size**2)

    assert abs(turn) < s0
    assert size * (c0**2 - s0**2) > 2 * c0 * s0
    assert after == Rational(-22, 25)
    assert 1 - after**2 < s0**2


@pytest.mark.parametrize(
    ("first", "scale_lr", "least"),
    [(state("-3/5", "4/5", "1", "15/16"), "1", "99/10"), (state("3/5", "4/5", "64/3", "20"), "3", "50")],
    ids=["behind", "h above 1"],
)
def test_the_norm_potential_needs_the_cone(first: State, scale_lr: str, least: str) -> None:
    """Where a_1 < 0, two steps with λ ≤ 1 raise N(2 − cos θ)²."""
    states = [at(first, scale_lr, time) for time in range(3)]
    potential = [x.N * (2 - x.c) ** 2 for x in states]

    assert states[1].a < 0 and all(x.lam <= 1 for x in states[:2])
    assert potential[2] > Rational(least) > potential[0]
