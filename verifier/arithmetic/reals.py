"""What a number system offers, and which one a number belongs to.

A formula is compiled for any ``Arithmetic``.  The code that turns formulas into bounds runs in any
``Reals``: with balls, which certify, and with mpmath's points, which only check.  FLINT is imported where
the first ball is made, so that what works with points works without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Verdict = bool | None
Program = Callable[..., tuple[Any, ...]]


def load(source: str, title: str, namespace: Mapping[str, Any]) -> Program:
    """The function ``compiled`` that ``source`` defines, which uses the names in ``namespace``."""
    names = dict(namespace)
    exec(compile(source, title, "exec"), names)
    program: Program = names["compiled"]
    return program


@dataclass(frozen=True, eq=False)
class Arithmetic:
    """One number system: ``integer`` embeds an int exactly, ``functions`` are called by name.

    ``loaded`` makes a function of the text of a program, a title for it, and by name what it needs, where
    that is not Python's own way.
    """

    name: str
    integer: Callable[[int], Any]
    functions: Mapping[str, Callable[..., Any]]
    loaded: Callable[[str, str, Mapping[str, Any]], Program] = field(default=load, kw_only=True)


@dataclass(frozen=True, eq=False)
class Reals(Arithmetic):
    """A number system of a chosen precision, whose numbers have the methods of a ball.

    ``kind`` is the type of its numbers; ``number`` gives an exact one at the working precision, in bits,
    which is ``bits()`` and is changed by ``with precision(bits):``.  ``exponent_form`` takes a finite
    number to (m, k), where it is m·2^k.  ``encloses`` says whether a result stands for all numbers in its
    arguments.
    """

    kind: type[Any]
    number: Callable[[Fraction | int], Any]
    precision: Callable[[int], AbstractContextManager[Any]]
    bits: Callable[[], int]
    exponent_form: Callable[[Any], tuple[int, int]]
    encloses: bool

    def __post_init__(self) -> None:
        _KINDS[self.kind] = self


_KINDS: dict[type, Reals] = {}


def reals_of(*values: Any) -> Reals:
    """The number system of the first of ``values`` that belongs to one; balls where none does."""
    for value in values:
        if (found := _KINDS.get(type(value))) is not None:
            return found
    from verifier.arithmetic.arithmetics import BALLS

    return BALLS


def like(x: Any, value: Fraction | int) -> Any:
    """An exact number in the number system of ``x``, at the working precision."""
    return reals_of(x).number(value)


def working_bits(x: Any) -> int:
    """The working precision of the number system of ``x``."""
    return reals_of(x).bits()


def sign_on(function: Callable[[Any], Any], low: Any, high: Any) -> Verdict:
    """Whether a function is positive on [low, high] (True) or nowhere there (False); None if neither.

    Balls decide it for the whole stretch.  Points look at its ends.
    """
    if reals_of(low).encloses:
        value = function(low.union(high))
        return True if value > 0 else False if value <= 0 else None
    first, last = function(low) > 0, function(high) > 0
    return first if first == last else None


def least_on(function: Callable[[Any], Any], low: Any, high: Any) -> Any:
    """At most the values of a function on [low, high]: with points only its values at the ends."""
    if reals_of(low).encloses:
        return function(low.union(high)).lower()
    return function(low).min(function(high))
