"""A part that is about any real numbers, at points where all that it supposes holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from sympy import Eq, Expr, Integer, Symbol, factor_list

from derivations.proof.evaluation.chosen import Chooser
from derivations.proof.evaluation.formulas import sign
from derivations.proof.evaluation.plan import Plan, begun_anew, in_numbers, planned, spoken_in, spoken_of
from derivations.proof.family import Family
from derivations.proof.statement import Part
from derivations.symbols import called
from verifier.arithmetic.balls import Verdict


@lru_cache(maxsize=4096)
def plan_of(part: Part, general: tuple[Any, ...], size: int, bounded: bool = True) -> Plan:
    """How points are found for a part, under what is supposed in ``general``; of so many samples."""
    own = [*part.given, *part.throughout, *part.where, *_samples(part.samples, size)]
    wanted = {*spoken_in([*own, *part.then])}
    return planned([*own, *spoken_of(general, wanted)], wanted, bounded=bounded)


def _samples(family: Family | None, size: int) -> list[Any]:
    """What is said of each of so many samples, and what has which mean."""
    if family is None:
        return []
    found = list[Any]()
    total: dict[int, Expr] = {number: Integer(0) for number, _ in enumerate(family.means)}
    for sample in range(size):
        own = {x: called(f"{x.name}__{sample}") for x in family.samples}
        found += [_renamed(_branch(one, sample), own) for one in (*family.values, *family.each)]
        for number, (_, of) in enumerate(family.means):
            total[number] += Integer(1) * of.xreplace(own) if isinstance(of, Expr) else of
    found += [
        Eq(mean, total[number] / size, evaluate=False) for number, (mean, _) in enumerate(family.means)
    ]
    return found


def _branch(relation: Any, sample: int) -> Any:
    """Of a product that is 0 one factor: for the first sample the last, for the others the first."""
    if not isinstance(relation, Eq) or isinstance(relation.lhs, Symbol):
        return relation
    _, factors = factor_list(relation.lhs - relation.rhs)
    return Eq(factors[0 if sample else -1][0], 0, evaluate=False) if len(factors) > 1 else relation


def _renamed(relation: Any, own: dict[Symbol, Symbol]) -> Any:
    if isinstance(relation, Expr):
        return relation.xreplace(own)
    return relation.func(*(side.xreplace(own) for side in relation.args), evaluate=False)


class Point:
    """A point at which the premises hold; raises ``Nowhere`` where none is found."""

    def __init__(self, plan: Plan, random: Chooser) -> None:
        self.values = begun_anew(lambda: plan.carried_out({}, random))

    def verdicts(self, then: Sequence[Any]) -> Iterator[Verdict]:
        """Whether the conclusion holds there."""
        for one in then:
            yield sign(one).at(self.values)

    def __str__(self) -> str:
        return in_numbers(self.values)
