"""In which order the symbols of a problem get their values: some are chosen, equations make the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from sympy import Function

from derivations.proof.evaluation.chosen import Chooser, candidates
from derivations.proof.evaluation.equations import Equation, Solver, equation
from derivations.proof.evaluation.formulas import Nowhere, Sign, sign
from derivations.proof.evaluation.order import rank
from verifier.arithmetic.balls import Ball, ball

_TRIES = 12
"""So many values are tried for a symbol before all is begun anew."""
_BEGUN = 8
"""So often a search is begun anew."""
Found = TypeVar("Found")



def begun_anew(search: Callable[[], Found]) -> Found:
    """What a search finds that may fail by bad luck; raises ``Nowhere`` where it always does."""
    for _ in range(_BEGUN - 1):
        with suppress(Nowhere):
            return search()
    return search()


def in_numbers(values: Mapping[str, Ball]) -> str:
    """The values, to a few digits."""
    return ", ".join(f"{x} = {value.str(6, radius=False)}" for x, value in sorted(values.items()))


@dataclass(frozen=True, eq=False)
class Step:
    """One symbol gets its value: by ``solver``, or chosen where there is none.

    ``signs`` are what can be judged as soon as it has.
    """

    name: str
    solver: Solver | None
    used: Equation | None
    is_positive: bool
    signs: tuple[Sign, ...]


@dataclass(frozen=True, eq=False)
class Plan:
    """The steps, and the equations left over, which must hold as they come."""

    steps: tuple[Step, ...]
    left: tuple[Sign, ...]

    def carried_out(self, known: dict[str, Ball], random: Chooser) -> dict[str, Ball]:
        """``known`` with all the others; raises ``Nowhere`` where none are found."""
        point, start = dict(known), 0
        while start < len(self.steps):
            end = start + 1
            while end < len(self.steps) and self.steps[end].solver is not None:
                end += 1
            point = self._extended(point, self.steps[start:end], random)
            start = end
        if any(one.at(point) is not True for one in self.left):
            raise Nowhere("what is left over")
        return point

    def _extended(self, point: dict[str, Ball], steps: Sequence[Step], random: Chooser) -> dict[str, Ball]:
        """By what is chosen first, and all that follows from it."""
        first = steps[0]
        if first.solver is not None:
            return _followed(point, steps, random)
        last: Nowhere | None = None
        for value in candidates(first.name, first.signs, point, random, _TRIES):
            try:
                return _followed({**point, first.name: ball(value)}, steps[1:], random)
            except Nowhere as failure:
                last = failure
        raise last or Nowhere(first.name)


def _followed(point: dict[str, Ball], steps: Sequence[Step], random: Chooser) -> dict[str, Ball]:
    point = dict(point)
    for step in steps:
        if step.solver is None:
            raise TypeError(f"nothing gives {step.name}")
        lesser = not step.is_positive and random.randrange(2) == 0
        try:
            point[step.name] = step.solver(point, lesser)
        except ZeroDivisionError as error:
            raise Nowhere(step.name) from error
        if any(one.at(point) is not True for one in step.signs):
            raise Nowhere(step.name)
    return point


def planned(
    relations: Iterable[Any], wanted: Collection[str], known: Collection[str] = (), *,
    bounded: bool = True, roots_only: bool = False,
) -> Plan:  # fmt: skip
    """Values for all that is ``wanted`` such that the relations hold.

    What only says what something is that nothing else speaks of is left out; unless ``bounded``, so is what
    is only bounded together with something else.  With ``roots_only`` signs choose between two roots, and
    are not asked.
    """
    equations, signs = _sorted(relations)
    judged = {name for one in signs for name in one.names}
    equations = _spoken(equations, {*wanted, *known, *judged})
    names = {name for one in equations for name in one.names} | {*wanted}
    together = [one.names for one in signs if len(one.names) > 1 and bounded]
    names = _with_bounds(names, together) - {*known}
    found, made, left = {*known}, list[tuple[str, Solver | None, Equation | None]](), list[Equation]()
    defined = Counter(one.defines for one in equations)
    defining = frozenset(name for one in equations if one.defines for name in one.names - {one.defines})
    while names - found:
        left += [one for one in equations if one.names <= found]
        equations = [one for one in equations if not one.names <= found]
        given: tuple[str, Solver | None, Equation | None] | None = _next(equations, found)
        if given is None:
            given = min(names - found, key=lambda x: rank(x, defined, defining)), None, None
        equations = [one for one in equations if one is not given[2]]
        found.add(given[0])
        made.append(given)
    left = [one for one in [*left, *equations] if one.names]
    needed = {*wanted}.union(*(one.names for one in left))
    needed = _with_bounds(needed, [one for one in together if one <= found])
    for name, _, used in reversed(made):
        needed |= used.names if used is not None and name in needed else set()
    steps = _judged(made, needed, known, signs, roots_only)
    return Plan(steps, tuple(sign(one.expression) for one in left))


def _with_bounds(needed: set[str], bounds: Sequence[frozenset[str]]) -> set[str]:
    """With all that is bounded together with something that is needed."""
    more = needed.union(*(names for names in bounds if names & needed))
    return more if more == needed else _with_bounds(more, bounds)


def _judged(
    made: Sequence[tuple[str, Solver | None, Any]], needed: set[str], known: Collection[str],
    signs: Iterable[Sign], roots_only: bool,
) -> tuple[Step, ...]:  # fmt: skip
    """The steps that are needed, each with what can be judged then."""
    pending = [one for one in signs if one.names and one.names <= needed | {*known}]
    positive = {name for one in pending for name in one.names if len(one.names) == 1 and one.is_positive}
    found, steps = {*known}, list[Step]()
    for name, solver, used in made:
        if name in needed:
            found.add(name)
            judged = tuple(one for one in pending if one.names <= found)
            pending = [one for one in pending if one not in judged]
            steps.append(Step(name, solver, used, name in positive, () if roots_only else judged))
    return tuple(steps)


def _sorted(relations: Iterable[Any]) -> tuple[list[Equation], list[Sign]]:
    equations, signs = list[Equation](), list[Sign]()
    for one in dict.fromkeys(relations):
        if getattr(one, "rel_op", "==") == "==":
            equations.append(equation(one))
        else:
            signs.append(sign(one))
    return equations, signs


def _spoken(equations: list[Equation], known: set[str]) -> list[Equation]:
    while True:
        times = Counter(name for one in equations for name in one.names)
        kept = [one for one in equations if all(name in known or times[name] > 1 for name in one.names)]
        if len(kept) == len(equations):
            return kept
        equations = kept


def _next(equations: Sequence[Equation], found: set[str]) -> tuple[str, Solver, Equation] | None:
    """The symbol that is given most directly."""
    options: list[tuple[int, int, str, Solver, Equation]] = []
    for number, one in enumerate(equations):
        unknown = one.names - found
        if len(unknown) == 1:
            (name,) = unknown
            if (solved := one.solver(name)) is not None:
                options.append((solved[0], number, name, solved[1], one))
    if not options:
        return None
    _, _, name, solver, used = min(options, key=lambda option: option[:2])
    return name, solver, used


def spoken_in(relations: Iterable[Any]) -> Iterator[str]:
    """The names of all symbols in them."""
    for one in relations:
        yield from sorted(x.name for x in one.free_symbols)


def spoken_of(meaning: Iterable[Any], names: Collection[str]) -> list[Any]:
    """Of what symbols mean, all but the values of σ and ℓ at which nothing is spoken of."""
    about, ties = {*names}, list[Any]()
    for one in meaning:
        if isinstance(getattr(one, "rhs", None), Function):
            ties.append(one)
        else:
            about.update(spoken_in([one]))
    kept = [one for one in meaning if one not in ties]
    return kept + [one for one in ties if any(x in about for x in spoken_in([one]))]
