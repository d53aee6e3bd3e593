"""Vectors and matrices of exact fractions or of balls, and random exact ones."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import Any

from verifier.arithmetic.balls import Ball, ball

Vector = Sequence[Any]
"""d numbers: exact fractions or balls."""
Matrix = list[list[Fraction]]


def dot(left: Vector, right: Vector) -> Any:
    """The inner product, in the arithmetic of the vectors."""
    return sum(x * y for x, y in zip(left, right, strict=True))


def to_ball(value: Any) -> Ball:
    """A ball around an exact number; a ball as it is."""
    return ball(value) if isinstance(value, Fraction) else value


def to_balls(values: Vector) -> list[Ball]:
    """The same for every entry."""
    return [to_ball(value) for value in values]


def product(left: Sequence[Sequence[Fraction]], right: Sequence[Sequence[Fraction]]) -> Matrix:
    """The product of two exact matrices."""
    columns = list(zip(*right, strict=True))
    return [
        [sum((x * y for x, y in zip(row, column, strict=True)), Fraction(0)) for column in columns]
        for row in left
    ]


def reflection(normal: Sequence[Fraction]) -> Matrix:
    """I − 2vvᵀ/vᵀv, orthogonal and rational; the identity if v = 0."""
    length = sum((x * x for x in normal), Fraction(0)) or Fraction(1)
    return [
        [Fraction(i == j) - 2 * x * y / length for j, y in enumerate(normal)]
        for i, x in enumerate(normal)
    ]


def rational(random: Random) -> Fraction:
    """A number of moderate size, 0 among others."""
    return Fraction(random.randrange(-20, 21), random.randrange(1, 11))
