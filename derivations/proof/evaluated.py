"""A statement on concrete runs: the same relations that are printed and compared, evaluated in balls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from sympy import Eq, Expr, Ge, Gt, Le, Lt, Ne, Symbol
from sympy.core.relational import Relational

from derivations.notation import N, a, at_next, at_start, c, lam, s, t
from derivations.proof.canonical import count, so_far_product, steps_before, steps_with
from derivations.proof.statement import Part, Statement
from verifier.arithmetic.balls import Verdict, less, less_equal, same
from verifier.claim import Alteration, Answer, Check, Claim, Hypothesis, Run, every, given
from verifier.statement.vocabulary import REALS, RUN

KNOWN = frozenset(["c", "s", "N", "a", "e", "lam", "k", "h", "t"])
"""What every run with the square loss knows, at each time, one step later and at the start.

Of s only the size, so that a relation must be the same for −s."""
_SIDES = (s, at_next(s), at_start(s))
_STARTS = {at_start(x): x for x in (c, s, N, a, lam)}
_COUNTED = (so_far_product, steps_before, steps_with, count)
_OTHER_WAY = {Gt: Le, Ge: Lt, Lt: Ge, Le: Gt, Eq: Ne, Ne: Eq}


def spoken_of(part: Part) -> frozenset[str]:
    """The quantities of a run that a part needs beyond its definitions; empty for what no run can tell."""
    relations = [*part.given, *part.throughout, *part.then]
    named = all(isinstance(one, Eq) and isinstance(one.lhs, Symbol) for one in part.where)
    plain = all(isinstance(one, Relational) and not one.has(*_COUNTED) for one in relations)
    if part.samples or part.holds not in (REALS, RUN) or not (named and plain):
        return frozenset()
    told = [*(_meant(one, part.where) for one in relations)]
    return frozenset[str]().union(*map(_names, told)) if all(map(_is_even, told)) else frozenset()


def _names(relation: Any) -> frozenset[str]:
    return frozenset(x.name.removesuffix("_next").removesuffix("0") for x in relation.free_symbols)


def _is_even(relation: Any) -> bool:
    """Whether it is the same for either sign of each sine."""
    gap = relation.lhs - relation.rhs
    return all((gap - gap.subs(x, -x)).expand() == 0 for x in _SIDES)


def told_by_runs(statement: Statement, hypotheses: Sequence[Hypothesis]) -> tuple[Part, ...]:
    """The parts of which runs with the square loss know every quantity; none if a hypothesis has others."""
    if not all(_names(one) <= KNOWN and _is_even(one) for one in _conditions(hypotheses)):
        return ()
    return tuple(part for part in statement.parts if (spoken := spoken_of(part)) and spoken <= KNOWN)


def _conditions(hypotheses: Sequence[Hypothesis]) -> list[Any]:
    return [x for one in hypotheses for x in one.conditions if isinstance(x, Relational)]


def evaluating(
    parts: Sequence[Part], hypotheses: Sequence[Hypothesis], times: Sequence[int]
) -> Callable[..., Answer]:
    """The check that the parts hold at these times; ``reversed_part`` is concluded the other way round.

    ``hypotheses`` are those of the claim, whose conditions are premises too.
    """
    conditions = _conditions(hypotheses)

    def holds_as_stated(run: Run, reversed_part: int | None = None) -> Answer:
        return every(
            *(
                _at(part, run, time, conditions, reversed_part == number)
                for number, part in enumerate(parts)
                for time in times
            )
        )

    return holds_as_stated


def as_stated(claim: Callable[[], Claim], times: Sequence[int]) -> Check:
    """A check that evaluates what the claim prints, on runs; a false variant turns the first part round."""

    @lru_cache(maxsize=1)
    def check(statement: Any, hypotheses: tuple[Hypothesis, ...]) -> Callable[..., Answer]:
        return evaluating(told_by_runs(statement, hypotheses), hypotheses, times)

    def holds_as_stated_here(run: Run, reversed_part: int | None = None) -> Answer:
        stated = claim()
        if not isinstance(stated.statement, Statement):
            raise TypeError(f"{stated.id} has no statement to be evaluated")
        return check(stated.statement, stated.hypotheses)(run, reversed_part)

    holds_as_stated_here.__name__ = "holds_as_stated"
    altered = Alteration("the first part is concluded the other way round", {"reversed_part": 0})
    return Check("run", holds_as_stated_here, (altered,))


def _at(part: Part, run: Run, time: int, conditions: Sequence[Any], other: bool) -> Answer:
    """One part at one time: vacuous where a premise fails, at that time or before it."""
    defined = [one for one in part.where if isinstance(one, Eq) and one.lhs.name in KNOWN]
    now = [_verdict(_meant(one, part.where), run, time) for one in (*part.given, *defined)]
    lasting = [*conditions, *(_meant(one, part.where) for one in part.throughout)]
    before = [_verdict(one, run, earlier) for one in lasting for earlier in range(time + 1)]
    premises: Verdict = None if None in (*now, *before) else True
    if False in (*now, *before):
        premises = False

    def concluded() -> Answer:
        then = [_meant(one, part.where) for one in part.then]
        if other:
            then = [_OTHER_WAY[type(one)](one.lhs, one.rhs, evaluate=False) for one in then]
        return every(*(_verdict(one, run, time) for one in then))

    return given(premises, concluded)


@lru_cache(maxsize=4096)
def _meant(relation: Any, where: tuple[Any, ...]) -> Any:
    """The relation with what the part defines ``where`` written out, as far as no run knows it."""
    values = {
        one.lhs: one.rhs
        for one in where
        if isinstance(one, Eq) and isinstance(one.lhs, Symbol) and one.lhs.name not in KNOWN
    }
    return relation.func(*(_written_out(side, values) for side in relation.args), evaluate=False)


def _written_out(expression: Expr, values: dict[Any, Any]) -> Expr:
    for _ in values:
        expression = expression.xreplace(values)
    return expression


def _verdict(relation: Any, run: Run, time: int) -> Verdict:
    *sides, same_there = _at_time(relation, time)
    if same_there:
        return isinstance(relation, (Ge, Le, Eq))
    left, right = (run.evaluate(side, time) for side in sides)
    match relation:
        case Gt():
            return less(right, left)
        case Ge():
            return less_equal(right, left)
        case Lt():
            return less(left, right)
        case Le():
            return less_equal(left, right)
        case Eq():
            return same(left, right)
    different = same(left, right)
    return None if different is None else not different


@lru_cache(maxsize=4096)
def _at_time(relation: Any, time: int) -> tuple[Expr, Expr, bool]:
    """Both sides as they are evaluated at a time, and whether they are the same there."""
    sides = relation.args
    if time == 0:  # a quantity at the start is itself, and not another ball around it
        sides = tuple(side.subs(_STARTS) for side in sides)
    left, right = sides
    same_there = time == 0 and (left - right).expand() == 0
    return left.subs(t, time), right.subs(t, time), same_there
