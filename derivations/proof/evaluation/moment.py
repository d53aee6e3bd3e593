"""A time of a run, at which what a statement says is evaluated: with powers, products and counts so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from sympy import Expr, Pow, Symbol

from derivations.notation import t
from derivations.proof.canonical import count, so_far_product, steps_before, steps_with
from derivations.proof.evaluation.course import Course
from derivations.proof.evaluation.formulas import Sign, formula, sign
from derivations.symbols import called
from verifier.arithmetic.balls import Ball, Undecided, Verdict, ball

_SO_FAR = (so_far_product, steps_before, steps_with)


class Moment(Mapping[str, Ball]):
    """The values at a time of a course; ``number`` is that of the steps that count."""

    def __init__(self, course: Course, time: int, number: int = 0) -> None:
        self.course, self.time, self.number = course, time, number
        self._known: dict[str, Ball] = {}

    def __getitem__(self, name: str) -> Ball:
        if name not in self._known:
            self._known[name] = self._value(name)
        return self._known[name]

    def __iter__(self) -> Any:
        return iter(self.course.state(self.time))

    def __len__(self) -> int:
        return len(self.course.state(self.time))

    def _value(self, name: str) -> Ball:
        if name == t.name:
            return ball(self.time)
        if name == count.name:
            return ball(self.number)
        if name in _MEANT:
            return self._so_far(_MEANT[name])
        here = self.course.state(self.time)
        if name in here:
            return here[name]
        if name.endswith("_next"):
            return self.course.state(self.time + 1)[name.removesuffix("_next")]
        if name.endswith("0") and name[:-1] in self.course.states[0]:
            return self.course.states[0][name[:-1]]
        raise KeyError(name)

    def _so_far(self, expression: Expr) -> Ball:
        if isinstance(expression, Pow):
            times = int(expression.exp / t) * self.time
            return formula(expression.base).at(self) ** times
        earlier = [Moment(self.course, time) for time in range(self.time)]
        if isinstance(expression, so_far_product):
            product = ball(1)
            for one in earlier:
                product = product * formula(expression.args[0]).at(one)
            return product
        return ball(_counted(expression, earlier))

    def judged(self, relation: Any) -> Verdict:
        """Whether a relation holds now; at time 0 what is of the start is the same, and no other ball."""
        verdict = told_of_time(relation).at(self)
        return _at_once(relation) if verdict is None and self.time == 0 else verdict

    def all(self, relations: Iterable[Any]) -> Verdict:
        """Whether all of them do; False as soon as one does not."""
        verdict: Verdict = True
        for relation in relations:
            one = self.judged(relation)
            if one is False:
                return False
            verdict = verdict if one else None
        return verdict


def _counted(expression: Expr, earlier: list[Moment]) -> int:
    """Raises ``Undecided`` where it is not certain of a step whether it counts."""
    number = 0
    for one in earlier:
        verdicts = [one.judged(relation) for relation in expression.args]
        happens = False if False in verdicts else None if None in verdicts else True
        if happens is None:
            raise Undecided("whether a step counts")
        if isinstance(expression, steps_before) and happens:
            break
        number += happens is isinstance(expression, steps_with)
    return number


@lru_cache(maxsize=4096)
def _at_once(relation: Any) -> Verdict:
    """Whether it holds at time 0 because both sides are the same there."""
    now = {x: called(x.name[:-1]) for x in relation.free_symbols if x.name.endswith("0")}
    gap = (relation.lhs - relation.rhs).subs(t, 0).xreplace({x: y for x, y in now.items()})
    return relation.rel_op in (">=", "<=", "==") if gap.expand() == 0 else None


_MEANT: dict[str, Expr] = {}
"""What stands for a power, a product or a count, by the name of a symbol in its place."""


@lru_cache(maxsize=32768)
def told_of_time(relation: Any) -> Sign:
    """The relation with a symbol for each power with the exponent t, and each product or count so far."""
    found: dict[Expr, Symbol] = {}
    for part in relation.atoms(Pow, *_SO_FAR):
        if isinstance(part, _SO_FAR) or t in part.exp.free_symbols:
            found[part] = _symbol(part)
    return sign(_replaced(relation, found))


@lru_cache(maxsize=4096)
def _symbol(part: Expr) -> Symbol:
    name = f"so_far_{len(_MEANT)}"
    _MEANT[name] = part
    return called(name)


def _replaced(relation: Any, found: Mapping[Expr, Symbol]) -> Any:
    if not hasattr(relation, "rel_op"):
        return relation.xreplace(found)
    return relation.func(*(side.xreplace(found) for side in relation.args), evaluate=False)
