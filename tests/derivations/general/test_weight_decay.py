"""Weight decay in exact numbers: the counterexamples of its hypotheses, and the steady state.

Correctness criterion: squares and cosines are rational, so each step is exact, from the derived formulas.
"""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from hypothesis import given
from hypothesis.strategies import booleans, fractions
from sympy import Matrix, Rational, Symbol, acos, asin, cos, sin, sqrt

from derivations.direction import angle_map, norm_growth
from derivations.general.lemmas.decay_linear import (
    COEFFICIENTS,
    JACOBIAN,
    PAIRS,
    PUSH,
    SYMMETRIC,
    TEST,
)
from derivations.general.lemmas.decay_step import MARGIN
from derivations.general.lemmas.decay_waiting import LEAST, SHRINKS
from derivations.general.model.decay import ACROSS, GROWTH, TURNED, omega
from derivations.notation import N, a, at_start, c, h, k, lam, s
from derivations.square.update_maps import A_NEXT_POLAR
from verifier.arithmetic.balls import ball, precision
from verifier.arithmetic.evaluate import evaluate

F = Fraction


def at(expression, decay, state):
    """The value at (cos θ, sin θ, N, a), as a fraction."""
    cosine, sine, norm, scale = map(F, state)
    values = {c: cosine, s: sine, N: norm, a: scale, lam: scale / norm, omega: F(decay), h: F(1, 2)}
    found = expression.subs({x: str(value) for x, value in values.items()})
    return F(str(found))


def rises(decay, state):
    """Whether sin²θ rises, from the two coordinates over the norm."""
    across = at(s * ACROSS, decay, state) ** 2
    assert across + at(TURNED, decay, state) ** 2 == at(GROWTH, decay, state)
    return across > F(state[1]) ** 2 * at(GROWTH, decay, state)


def test_without_decay_the_step_is_that_of_the_direction():
    steps = {
        GROWTH: norm_growth.GROWTH,
        TURNED: k * angle_map.COS_NEXT,
        s * ACROSS: k * angle_map.SIN_NEXT,
    }
    assert all((mine.subs(omega, 0) - plain).expand() == 0 for mine, plain in steps.items())


@pytest.mark.parametrize("state", [("4/5", "3/5", 2, "-5/4"), ("-4/5", "3/5", 2, "5/4")])
def test_without_a_sign_a_first_step_rises_before_its_bound(state):
    least = at(LEAST.subs(at_start(N), N), "1/2", state)
    assert least > max(1, F(state[3]))  # so the bound is positive
    assert rises("1/2", state)
    across, growth = (at(x, "1/2", state) for x in (s * ACROSS, GROWTH))
    assert across**2 / growth == F(24, 25) ** 2


def test_a_scale_that_overshoots_rises_before_its_bound():
    state, decay, rate = ("24/25", "7/25", "3/4", "3/8"), "1/10", F(3, 2)
    assert at(LEAST.subs(at_start(N), N), decay, state) * F(9, 10) ** 2 > 1  # ln(27/20)/(−2 ln(9/10)) > 1
    cosine, growth, scale = (at(x, decay, state) for x in (TURNED, GROWTH, A_NEXT_POLAR.subs(h, str(rate))))
    square, norm = cosine**2 / growth, F(3, 4) * growth
    assert scale == F(501, 400)
    rate_next = scale / norm
    # λ cos 2θ > 2(1 − ω) cos θ, squared: both sides are positive
    assert square > F(1, 2)
    assert (rate_next * (2 * square - 1)) ** 2 > 4 * F(9, 10) ** 2 * square


def test_without_a_positive_rate_a_rise_needs_no_margin():
    state = ("4/5", "3/5", 1, "-5/8")
    assert at(MARGIN, "1/2", state) == F(-39, 40)
    assert rises("1/2", state)


@pytest.mark.parametrize(("state", "decay"), [(("4/5", "3/5", "1/2", "4/5"), "18/25"),
                                              (("12/13", "5/13", "1/2", "12/13"), "50/169")])  # fmt: skip
def test_the_steady_state_is_reflected_at_every_step(state, decay):
    assert at(GROWTH, decay, state) == 1
    assert at(TURNED, decay, state) == F(state[0])
    assert at(s * ACROSS, decay, state) == -F(state[1])
    assert at(A_NEXT_POLAR, decay, state) == F(state[3])


def test_without_decay_another_state_is_steady():
    state = ("1", "0", 1, 1)
    stays = [at(x, 0, state) for x in (GROWTH, TURNED, A_NEXT_POLAR)]
    assert stays == [1, 1, 1]


def test_with_a_negative_decay_the_first_step_rises_before_its_bound():
    """The bound is ln(3/4)/(−2 ln(3/2)) = ln(4/3)/ln(9/4) > 0."""
    state = ("40/41", "9/41", "1/4", 1)
    assert at(LEAST.subs(at_start(N), N), "-1/2", state) == F(3, 4)
    assert at(SHRINKS, "-1/2", state) == F(9, 4)
    assert rises("-1/2", state)


def test_for_a_decay_of_one_or_more_the_bound_is_no_logarithm():
    assert [at(LEAST.subs(at_start(N), N), x, ("4/5", "3/5", 1, 1)) for x in (1, "3/2")] == [0, -1]


def test_another_norm_is_not_steady():
    assert at(GROWTH, "18/25", ("4/5", "3/5", "3/5", "4/5")) != 1


def test_data_that_are_not_whitened_rise_with_a_negative_margin():
    """Σ = diag(1, 100), u = (1, 0), w = (1, 3/40), α = 1, η = 1/16, ω = 1/2."""
    w, spectrum, eta, decay = (F(1), F(3, 40)), (1, 100), F(1, 16), F(1, 2)
    size = sum(x * y * y for x, y in zip(spectrum, w, strict=True))
    # w' = (1 − ω)w + (ηα/‖w‖)(b − ⟨b, w⟩Σw/‖w‖²), with ‖w‖ = 5/4, b = (1, 0)
    root = F(5, 4)
    assert root**2 == size
    moved = [
        (1 - decay) * y + eta / root * (b - w[0] * x * y / size)
        for x, y, b in zip(spectrum, w, (1, 0), strict=True)
    ]
    assert abs(10 * moved[1] / moved[0]) == F(2025, 518)
    assert at(MARGIN, decay, ("4/5", "3/5", size / eta, 1)) < 0


def first_rise(decay, half_angle, norm, scale, rate, steps=12):
    """The first step whose direction surely rises, in balls; or None."""
    cosine, sine = (1 - half_angle**2) / (1 + half_angle**2), 2 * half_angle / (1 + half_angle**2)
    now = {"c": ball(cosine), "s": ball(sine), "N": ball(norm), "a": ball(scale)}
    fixed = {"h": ball(rate), "omega": ball(decay)}
    for time in range(steps):
        full = {**fixed, **now, "lam": now["a"] / now["N"]}
        full["k"] = evaluate(GROWTH, full.__getitem__).sqrt()
        after = {"c": TURNED / k, "s": s * ACROSS / k, "N": N * GROWTH, "a": A_NEXT_POLAR}
        now = {x: evaluate(value, full.__getitem__) for x, value in after.items()}
        if now["s"] ** 2 > full["s"] ** 2:
            return time
    return None


SHARES = fractions(F(1, 1000), F(999, 1000), max_denominator=1000)


@given(SHARES, SHARES, fractions(F(1, 100), 20, max_denominator=100), SHARES, SHARES, booleans())
def test_no_rise_is_early(decay, half_angle, norm, scale, rate, large):
    """a_0 up to 3, so that both bounds are tried on either side of 1."""
    start = 3 * scale if large else scale
    with precision(200):
        time = first_rise(decay, half_angle, norm, start, rate)
    if time is not None:
        least = 2 * norm * (1 - decay) ** (2 * time + 1)
        assert least < max(1, start)
        assert least < 1 - (1 - rate) ** time * (1 - start)


def test_one_step_more_would_be_false():
    """So the search above can fail: here the first rise comes at t = 1, where 2N_0(1 − ω)^(2t − 1) > 2."""
    decay, norm = F(13, 20), F(27, 8)
    with precision(200):
        assert first_rise(decay, F(1, 8), norm, F(1, 8), F(5, 8)) == 1
    assert 2 * norm * (1 - decay) > 2
    assert 2 * norm * (1 - decay) ** 3 < 1 - (1 - F(5, 8)) * (1 - F(1, 8))


def test_the_derivative_is_that_of_the_step():
    """SymPy differentiates the step itself, with the root of N'/N, and inserts the steady state after."""
    angle = Symbol("angle", positive=True)
    plane = {c: cos(angle), s: sin(angle), lam: a / N}
    growth = GROWTH.subs(plane)
    step = [-asin((s * ACROSS).subs(plane) / sqrt(growth)), N * growth, A_NEXT_POLAR.subs(plane)]
    found = Matrix(step).jacobian([angle, N, a])
    with mpmath.workdps(40):
        for decay, rate in (("1/3", "1/7"), ("1/50", "1"), ("9/10", "1/2")):
            place = {omega: Rational(decay), h: Rational(rate), N: Rational(1, 2)}
            start = acos(1 - Rational(decay)) / 2
            place |= {a: cos(start)}
            wanted = JACOBIAN.subs({c: cos(start), s: sin(start)}).subs(place)
            apart = (found.subs(place).subs(angle, start) - wanted).evalf(40)
            assert max(abs(x) for x in apart) < Rational(1, 10**30)


COSINE = {c: sqrt(1 - omega / 2), s: sqrt(omega / 2)}


def test_the_test_is_what_the_roots_make_of_it():
    """1 − m + td − d² is the product over pairs, for any three numbers, and −4ω²(1 − ω)(2 − ω) here."""
    for relations, wanted in ((SYMMETRIC, PAIRS), (COEFFICIENTS, -PUSH)):
        found = TEST.subs({x.lhs: x.rhs for x in relations}).subs(COSINE)
        assert (found - wanted).expand() == 0
        assert (found - 2 * wanted).expand() != 0


@given(fractions(F(1, 100), F(99, 100)), fractions(0, 3))
def test_an_eigenvalue_is_beyond_one(decay, rate):
    """By the roots themselves, for any ω and also for h above 1."""
    values = {omega: Rational(str(decay)), h: Rational(str(rate))}
    trace, minors, determinant = (Rational(x.rhs.subs(COSINE).subs(values).expand()) for x in COEFFICIENTS)
    with mpmath.workdps(60):
        exact = (Rational(1), -trace, minors, -determinant)
        coefficients = [mpmath.mpf(int(x.p)) / int(x.q) for x in exact]
        roots = mpmath.polyroots(coefficients, maxsteps=500, extraprec=500)
        assert max(map(abs, roots)) > 1
