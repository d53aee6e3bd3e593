"""Where κ passes a level, in balls: the quick search against plain halving, and against false guesses."""

from __future__ import annotations

from fractions import Fraction

import pytest

from derivations.sigmoid import kappa
from derivations.sigmoid.kappa import KAPPA, at
from verifier.arithmetic.balls import Ball, ball, precision

LEVELS = [Fraction(text) for text in ("1/1000", "1/10", "2/5", "13/20", "6585/10000")]
RADII = ["0", "1e-35", "1e-20", "1e-12", "1e-4"]


def crossings(level: Ball) -> list[Ball]:
    """Both of them, the rising one first."""
    return [kappa.inverse(level, 128), kappa.falling_inverse(level, 128)]


def encloses(found: Ball, level: Ball, *, rising: bool) -> bool:
    """Whether κ is certainly below the whole level at one end of ``found``, and above it at the other."""
    below, above = (found.lower(), found.upper()) if rising else (found.upper(), found.lower())
    return bool(at(KAPPA, below) < level and at(KAPPA, above) > level)


HIGHEST = Fraction("0.65851")
PASSED = [(level, radius) for level in LEVELS for radius in RADII if level + Fraction(radius) < HIGHEST]
"""κ passes all of the level: its maximum is 0.65851…"""


@pytest.mark.parametrize(("level", "radius"), PASSED)
def test_a_crossing_is_enclosed_and_nearly_as_narrow_as_by_halving(
    level: Fraction, radius: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its ends are on either side of the level, and at most sixteen times as far apart as by halving."""
    with precision(128):
        given = ball(level).union(ball(level + Fraction(radius)))
        assert given < kappa.kappa_maximum(128)[1]
        quick = crossings(given)
        monkeypatch.setattr(kappa, "_by_chord", lambda *_: iter(()))
        monkeypatch.setattr(kappa, "_ends", lambda level: [level.lower(), level.upper()])
        for rising, one, plain in zip((True, False), quick, crossings(given), strict=True):
            assert encloses(one, given, rising=rising)
            assert not encloses(one + 3 * one.rad(), given, rising=rising)
            assert one.overlaps(plain)
            assert one.rad() < 16 * plain.rad()


@pytest.mark.parametrize("side", [-1, 1])
def test_a_guess_beside_the_crossing_is_refused(side: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Points that do not have the level between them are never taken for an enclosure."""
    plain = kappa._by_chord

    def beside(*given: object) -> object:
        for first, last in plain(*given):  # type: ignore[arg-type]
            width = 4 * side * (last - first)
            yield (first + width).mid(), (last + width).mid()

    with precision(128):
        level = ball(Fraction(1, 10))
        right = crossings(level)
        monkeypatch.setattr(kappa, "_by_chord", beside)
        for rising, one, expected in zip((True, False), crossings(level), right, strict=True):
            assert encloses(one, level, rising=rising)
            assert one.overlaps(expected)
