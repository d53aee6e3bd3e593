"""How the numbers of an experiment enter the report: as plain JSON, to a few digits.

The last digits of a float are no result: they may depend on the library that found them.
"""

from __future__ import annotations

from collections.abc import Iterable

from verifier.arithmetic.balls import Ball
from verifier.arithmetic.rounding import size_above
from verifier.results.agreement import Stretch

_DIGITS = 6


def number(x: Ball, digits: int = _DIGITS) -> float:
    """The midpoint, to six digits or as many as are asked for."""
    return float(x.mid().str(digits, radius=False))


def shortened(x: float, digits: int = _DIGITS) -> float:
    """A float to six digits: what a library's last digit leaves of it."""
    return float(f"{x:.{digits}g}")


def numbers(values: Iterable[Ball]) -> list[float]:
    """The midpoints, to six digits each."""
    return [number(x) for x in values]


def short(x: Ball) -> str:
    """The upper end, rounded up to two digits: for the size of an error."""
    return size_above(x)


def intervals(stretches: Iterable[Stretch]) -> str:
    """Stretches of time as [810, 1200], … where one goes on at the end; "none" if there is none."""
    ends = [(first, "…" if last is None else f"{last}]") for first, last in stretches]
    return ", ".join(f"[{first}, {last}" for first, last in ends) or "none"
