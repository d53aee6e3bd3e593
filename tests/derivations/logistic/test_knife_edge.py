"""κ and its levels: the criterion is that every enclosure contains the place where κ has the level."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from flint import arb
from hypothesis import given
from hypothesis import strategies as st
from sympy import Expr, Rational

from derivations.logistic import knife_edge
from derivations.notation import alpha
from derivations.proof import Proof
from derivations.sigmoid import kappa_peak
from derivations.sigmoid.kappa import KAPPA, at, falling_inverse, inverse, kappa_maximum, window
from verifier.arithmetic.balls import Ball, Undecided, ball, precision
from verifier.claim import Answer
from verifier.dynamics import Run
from verifier.kernel import replay
from verifier.studies.losses import LogisticInstance

BITS = 256
levels = st.fractions(Fraction(1, 1000), Fraction(65, 100), max_denominator=1000)


def sigma(z: Ball) -> Ball:
    """σ by its definition."""
    return 1 / (1 + (-z).exp())


@given(st.fractions(Fraction(1, 100), 8, max_denominator=100), st.integers(2, 6))
def test_kappa_is_the_limit_of_the_effective_learning_rate(scale: Fraction, samples: int) -> None:
    """α(⟨g⟩ − (c/s)⟨gξ⟩) of n samples with s = 10^−40 differs from κ(α) by less than 10^−38."""
    with precision(512):
        spread = [ball(Fraction(2 * i + 1 - samples)) for i in range(samples)]
        size = (sum((x * x for x in spread), arb(0)) / samples).sqrt()
        xi, small = [x / size for x in spread], arb(10) ** -40
        cosine = (1 - small**2).sqrt()
        pulls = [sigma(-ball(scale) * (cosine + small * x)) for x in xi]
        mean = sum(pulls, arb(0)) / samples
        tilt = sum((pull * x for pull, x in zip(pulls, xi, strict=True)), arb(0)) / samples
        limit = ball(scale) * (mean - cosine / small * tilt)

        assert abs(limit - at(KAPPA, ball(scale))) < arb(10) ** -38


@pytest.mark.parametrize("bits", [64, 128, 256])
def test_the_maximum_is_enclosed_to_the_precision(bits: int) -> None:
    """α* and κ(α*) contain what 512 bits give, and lose at most 20 bits of those at hand."""
    for found, sharper in zip(kappa_maximum(bits), kappa_maximum(512), strict=True):
        with precision(512):
            assert found.contains(sharper)
            assert found.rad() < arb(2) ** (20 - bits)


@given(levels)
def test_levels_are_rounded_to_the_safe_side(level: Fraction) -> None:
    """κ at the ends of each enclosure lies on both sides of the level, and α* between the branches."""
    with precision(BITS):
        rising, falling = inverse(ball(level), BITS), falling_inverse(ball(level), BITS)
        assert at(KAPPA, rising.lower()).lower() <= ball(level) <= at(KAPPA, rising.upper()).upper()
        assert at(KAPPA, falling.upper()).lower() <= ball(level) <= at(KAPPA, falling.lower()).upper()
        assert rising < kappa_maximum(BITS)[0] < falling


def test_a_ball_of_levels_gives_all_their_places() -> None:
    """The window for every N in a ball encloses the windows at its ends."""
    with precision(BITS):
        first, last = ball(Fraction(1, 5)), ball(Fraction(1, 4))
        around = window(first.union(last), BITS)
        for N in (first, last):
            one = window(N, BITS)
            assert around and one
            assert all(wide.contains(narrow) for wide, narrow in zip(around, one, strict=True))


def test_the_window_opens_at_the_knife_edge() -> None:
    """η/N = 3.037 has no window, 3.038 has one, and a ball around the edge decides nothing."""
    with precision(BITS):
        assert window(1 / arb("3.037"), BITS) is None
        ends = window(1 / arb("3.038"), BITS)
        assert ends is not None and ends[0] < kappa_maximum(BITS)[0] < ends[1]
        with pytest.raises(Undecided):
            window(1 / arb("3.037 +/- 0.001"), BITS)


@pytest.mark.parametrize("constant, true", [("3.0371338", True), ("3.0371339", False), ("3.03", True)])
def test_a_larger_constant_is_refuted_at_the_maximum(constant: str, true: bool) -> None:
    """Started at α*, a run has κ(α) > 2/3.0371339; the smaller constants are true, but not sharp."""
    run = Run(LogisticInstance.of("0.001", "2.029100382064472", "3", "0.01"), BITS)
    with precision(BITS):
        assert knife_edge.holds(run, constant) is Answer.of(true)


@pytest.mark.parametrize("level", ["0", "-1", "0.6586", "0.6585156 +/- 0.0000001"])
def test_levels_that_kappa_does_not_have_are_refused(level: str) -> None:
    """There is no place for a level that is not certainly between 0 and the maximum."""
    with precision(BITS):
        for branch in (inverse, falling_inverse):
            with pytest.raises(Undecided):
                branch(arb(level), BITS)


def test_digits_are_cut_off_and_shared() -> None:
    """2/3 is 0.666 to three places; a ball across 0.667 has two digits in common, not three."""
    with precision(BITS):
        assert knife_edge.digits(ball(Fraction(2, 3)), 3) == "0.666"
        assert knife_edge.digits(arb("1.051"), 2) == "1.05"
        across = arb("0.667 +/- 0.0001")
        assert knife_edge.digits(across, 2) == "0.66"
        with pytest.raises(Undecided):
            knife_edge.digits(across, 3)


def test_the_statement_has_the_digits_of_the_enclosure() -> None:
    """Every constant in the statement is what the enclosures give, to 22 places."""
    for cut in knife_edge.constants(22).values():
        assert rf"{cut}\ldots" in knife_edge.CLAIM.statement
    assert "3.0371338093472255550938" in knife_edge.CLAIM.statement


@pytest.mark.parametrize("wrong", [knife_edge.P - alpha, knife_edge.P + alpha**2])
def test_another_derivative_is_refused(wrong: Expr, monkeypatch: pytest.MonkeyPatch) -> None:
    """A polynomial that is not κ'/σ(−α) gives no derivation."""
    monkeypatch.setattr(knife_edge, "P", wrong)
    with pytest.raises(ValueError, match="κ' is not"):
        knife_edge.derive()


def test_two_sign_changes_have_no_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the term that falls, the sign at a later scale says nothing of an earlier one."""
    monkeypatch.setattr(knife_edge, "P", -knife_edge.P)
    altered = replace(knife_edge.TWO_SCALES, conditions=knife_edge.TWO_SCALES.conditions[:2])
    monkeypatch.setattr(
        knife_edge, "TWO_SCALES", altered.with_more(altered.name, conditions=(-knife_edge.P_LATER >= 0,))
    )
    with pytest.raises(ValueError, match="does not come out"):
        knife_edge.establish(Proof("altered"))


@pytest.mark.parametrize(("name", "value"), [("LEFT", "203/100"), ("RIGHT", "2029/1000")])
def test_the_place_of_the_maximum_is_not_proved_elsewhere(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The certificate has κ' > 0 up to 2.029, and < 0 from 2.03 on; not with an end elsewhere."""
    ends = knife_edge.LEFT, knife_edge.RIGHT
    top = kappa_maximum(BITS)[0]
    assert ball(Fraction(str(ends[0]))) < top < ball(Fraction(str(ends[1])))

    replay(knife_edge.CLAIM.derive().certificate())
    monkeypatch.setattr(knife_edge, name, Rational(value))
    with pytest.raises(ValueError, match="is not shown so"):
        knife_edge.CLAIM.derive()


@pytest.mark.parametrize("order", [5, 9])
def test_a_coarser_bound_of_sigma_does_not_do(order: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With Taylor polynomials of a lower degree the sign of κ' there does not follow."""
    monkeypatch.setattr(kappa_peak, "ORDER", order)
    with pytest.raises(ValueError, match="is not shown so"):
        knife_edge.CLAIM.derive()
