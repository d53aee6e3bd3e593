"""Any normalization in exact numbers: the counterexamples of its hypotheses, and where γ is met.

Correctness criterion: cosines and squares are rational, so each step is exact, from the derived formulas.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from derivations.direction.tangential import MIRROR, gam, tan, tau
from derivations.general.lemmas.decay_step import RISING as RISING_WITH_DECAY
from derivations.general.model.decay import GROWTH, omega
from derivations.general.model.normalizer import RADIAL
from derivations.general.normalization import BOUNDS, SINE_BOUND
from derivations.notation import c, kappa, lam, s
from derivations.square.self_stabilization import CAPACITY
from verifier.arithmetic.balls import ball, precision
from verifier.arithmetic.evaluate import evaluate
from verifier.studies.normalized import KINDS, NormalizedRun, sample

F = Fraction


def turned(cosine, aim, length):
    """cos²θ' for the step κ, τ: by Pythagoras."""
    return (cosine + length * aim) ** 2 / (1 + length**2)


def bounds(cosine, sine, aim, pull, size, at_sine=None):
    """1 + each bound, which is at least the number of steps, as balls."""
    at_sine = pull / sine if at_sine is None else at_sine
    state = {"c": cosine, "s": sine, "tan_theta": sine / cosine, "N": size, "gamma_step": aim}
    with precision(128):
        found = []
        for bound, most in (*((one, pull) for one in BOUNDS), (SINE_BOUND, at_sine)):
            values = {name: ball(value) for name, value in (state | {"Gamma_pull": most}).items()}
            found.append(1 + evaluate(bound, values.__getitem__))
        return found


def test_the_numbers_of_the_hypotheses():
    assert turned(F(4, 5), 0, F(3, 4)) == F(16, 25) ** 2
    assert turned(F(-4, 5), F(3, 5), F(3, 4)) == F(7, 25) ** 2
    assert turned(F(4, 5), F(3, 5), F(4)) == F(256, 425) < F(16, 25)


def test_with_decay_a_step_rises_below_the_threshold():
    values = {c: F(12, 13), s: F(5, 13), lam: F(3, 2), omega: F(1, 2)}
    exact = {x: str(value) for x, value in values.items()}
    assert RISING_WITH_DECAY.lhs.subs(exact) > 0
    assert F(3, 2) * F(5, 13) == F(15, 26) < 2 * F(5, 12)
    assert str(GROWTH.subs(exact)) == "197/338"


def test_a_bound_of_the_gradient_that_is_none_allows_no_step():
    """κN = 4 > Γ = 1, at κ = 4: it rises, and a bound says that there is no such step."""
    assert all(bound < 1 for bound in bounds(F(4, 5), F(3, 5), F(1), F(1), F(1))[:1])


def test_with_no_bound_of_the_gradient_an_edge_does_not_end():
    """θ' = arctan κ − θ in the plane: at step t by 2^(−t)/10, which is less than 1/5 in all."""
    with precision(256):
        now = ball(F(1, 10))
        for t in range(30):
            now, before = (2 * now + ball(F(1, 10 * 2**t))).tan().atan() - now, now
            assert now > before
        assert now < ball(F(3, 10))


def test_away_from_the_target_an_edge_does_not_end():
    """θ' = θ + arctan κ, and all of it is less than 1/2 + 1/4 + … = 1."""
    with precision(256):
        now = ball(F(1, 10))
        for t in range(30):
            now, before = now + ball(F(1, 2 ** (t + 1))).atan(), now
            assert now > before
        assert now < ball(F(11, 10))


def test_kantorovich_is_met():
    """Σ = diag(1, 4, 2), t = (2, 1, 0), w along the third: τ/sin θ is 2√(ℓL)/(ℓ + L) = 4/5."""
    spectrum, off, w = (1, 4, 2), (F(2), F(1), F(0)), (F(0), F(0), F(1))
    u = [x + 3 * y for x, y in zip(off, w, strict=True)]
    moved = [x * y for x, y in zip(spectrum, off, strict=True)]

    def inner(x, y):
        return sum(a * b for a, b in zip(x, y, strict=True))

    assert inner(moved, w) == inner(off, w) == 0
    sine = 1 - inner(w, u) ** 2 / inner(u, u)
    aim = inner(moved, u) ** 2 / (inner(moved, moved) * inner(u, u))
    assert aim / sine == F(4, 5) ** 2


def test_for_one_plane_the_last_bound_is_that_of_the_square_loss_or_less():
    """γ = 1, κN ≤ ā sin θ: below ln(ā/2N)/ln(1 + 4s²), at each of many states."""
    for cosine, sine in ((F(4, 5), F(3, 5)), (F(12, 13), F(5, 13)), (F(40, 41), F(9, 41))):
        for size in (F(1, 100), F(1, 10), F(1, 4)):
            best = bounds(cosine, sine, F(1), F(1), size, at_sine=F(1))[2]
            with precision(128):
                values = {"a": ball(1), "N": ball(size)}
                plain = 1 + evaluate(CAPACITY, values.__getitem__) / ball(1 + 4 * sine**2).log()
            assert best < plain


def test_a_risk_of_any_normalizer_is_scale_invariant():
    assert RADIAL == 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_step_of_each_kind_is_orthogonal_to_w(kind):
    """k² = 1 + κ², in balls, for the derived derivative; not so for the norm of the data."""
    random = Random(7)
    instance = next(x for x in iter(lambda: sample(random), None) if x.kind == kind)
    run = NormalizedRun(instance)
    for t in range(5):
        view = run.view(t)
        with precision(run.bits):
            assert (view["k"] ** 2 - 1 - view["kappa"] ** 2).contains(0)
            assert view["kappa"] > 0


def test_the_threshold_is_met_by_a_planar_step():
    """At κ = tan 2θ, γ = 1 the step is a reflection: the margin is 0 and the cosine stays."""
    cosine, sine = F(4, 5), F(3, 5)
    length = 2 * cosine * sine / (cosine**2 - sine**2)
    assert turned(cosine, sine, length) == cosine**2
    there = {kappa: str(length), gam: 1, tan: str(sine / cosine), tau: str(sine)}
    assert MIRROR.subs(there) == 0
