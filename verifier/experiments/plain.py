"""How the numbers of an experiment enter the report: as plain JSON, to a few digits."""

from __future__ import annotations

from collections.abc import Iterable

from verifier.arithmetic.balls import Ball
from verifier.arithmetic.rounding import size_above

_DIGITS = 6


def number(x: Ball) -> float:
    """The midpoint, to six digits."""
    return float(x.mid().str(_DIGITS, radius=False))


def numbers(values: Iterable[Ball]) -> list[float]:
    """The midpoints, to six digits each."""
    return [number(x) for x in values]


def short(x: Ball) -> str:
    """The upper end, rounded up to two digits: for the size of an error."""
    return size_above(x)


def intervals(stretches: Iterable[list[int | None]]) -> str:
    """Stretches of time as [810, 1200], … where one goes on at the end; "none" if there is none."""
    ends = [(first, "…" if last is None else f"{last}]") for first, last in stretches]
    return ", ".join(f"[{first}, {last}" for first, last in ends) or "none"
