"""A hypothesis whose formula is printed from the conditions that certificates may assume by it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sympy import Expr, Ge, Gt, Le, Lt

from derivations.printing import typeset
from verifier.claim import Hypothesis

_BELOW = {Gt: "<", Ge: r"\le"}
_ABOVE = {Lt: "<", Le: r"\le"}


def hypothesis(text: str, without: str, conditions: Sequence[Any]) -> Hypothesis:
    """What ``conditions`` say, relations or polynomials that are 0; ``text`` names it.

    ``without`` is what happens when it is dropped.  What is no condition of a certificate, but said in
    words, is a plain ``Hypothesis``.  Raises ``ValueError`` for no condition.
    """
    if not conditions:
        raise ValueError(f"the hypothesis {text!r} has no condition")
    return Hypothesis(text, formula(conditions), without, tuple(conditions))


def formula(conditions: Sequence[Any]) -> str:
    """The conditions in LaTeX; a lower and then an upper bound of one quantity are printed as one."""
    printed: list[str] = []
    rest = list(conditions)
    while rest:
        first, *rest = rest
        if rest and (both := _range(first, rest[0])):
            printed.append(both)
            rest = rest[1:]
        else:
            printed.append(f"{typeset(first)} = 0" if isinstance(first, Expr) else typeset(first))
    return r",\ ".join(printed)


def _range(lower: Any, upper: Any) -> str | None:
    if type(lower) not in _BELOW or type(upper) not in _ABOVE or lower.lhs != upper.lhs:
        return None
    before, after = _BELOW[type(lower)], _ABOVE[type(upper)]
    return f"{typeset(lower.rhs)} {before} {typeset(lower.lhs)} {after} {typeset(upper.rhs)}"
