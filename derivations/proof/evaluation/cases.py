"""A part of a claim on one case after the other: points, or runs, at which all that it supposes holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random
from typing import Any, Protocol

from sympy import Eq, Expr, Function

from derivations.notation import a, at_next
from derivations.proof.evaluation.along import Along
from derivations.proof.evaluation.chosen import Chooser
from derivations.proof.evaluation.course import Course
from derivations.proof.evaluation.formulas import Nowhere, sign
from derivations.proof.evaluation.plan import begun_anew, spoken_in
from derivations.proof.evaluation.points import Point, plan_of
from derivations.proof.evaluation.told import spoken_by, told_of
from derivations.proof.family import FUNCTIONS
from derivations.proof.stated import entries, model_of, moving, ties_of
from derivations.proof.statement import Part
from derivations.symbols import called
from verifier.arithmetic.balls import Ball, Undecided, precision
from verifier.claim import Answer, Claim
from verifier.statement.vocabulary import REALS, RUN

_BITS = (128, 512, 2048)
_NEAR, _FAR = 40, 300
_LONG = 20
"""The cases after so many follow a run further."""
_IN_VAIN = 3
"""Where so many searches for a point find none, no more are made."""
_SIZES = (3, 2, 1)
"""So many samples are tried where a part is about any number."""


class Told(Protocol):
    """A run, which tells the quantities of each of its states, by name."""

    def told(self, time: int) -> Mapping[str, Ball]: ...


Runs = Callable[[str, Random, int, int], Told | None]
"""The run for a model, at random, for a case of this number, at a precision; None where there are none."""


@dataclass(frozen=True, eq=False)
class Setting:
    """What is supposed beside a part: of what its symbols mean, and by the hypotheses of its claim."""

    model: str
    meaning: tuple[Any, ...]
    conditions: tuple[Any, ...]
    moves: frozenset[str]
    runs: Runs
    claim: str
    sought: Mapping[int, tuple[Any, ...]]

    @staticmethod
    def of(claim: Claim, runs: Runs) -> Setting:
        """That of a claim."""
        model = model_of(claim)
        # What the square loss has as its scale a planar run does not.
        meant = [one for one in entries(model) if model != "planar" or a not in one.free_symbols]
        conditions = tuple(x for one in claim.hypotheses for x in one.conditions)
        tied = {kernel: Function(name) for name, kernel in FUNCTIONS.items()}
        ties = [
            Eq(called(value), tied[function](called(x)), evaluate=False)
            for function, x, value in ties_of(claim.id)
        ]
        moves = frozenset(moving(model))
        return Setting(model, (*meant, *ties), conditions, moves, runs, claim.id, claim.sought)

    def under(self, conditions: Sequence[Any]) -> Setting:
        """The same under other hypotheses."""
        return replace(self, conditions=tuple(conditions))

    def about(self, part: Part) -> tuple[Any, ...]:
        """The conditions of nothing but what a part speaks of."""
        spoken = spoken_by(part)
        return tuple(one for one in self.conditions if {*spoken_in([one])} <= spoken)

    def everywhere(self) -> tuple[Any, ...]:
        """All that is supposed of numbers, and of a state and the next."""
        return _everywhere(self.meaning) + self.conditions


def _from(run: Told, origin: int) -> Callable[[int], Mapping[str, Ball]]:
    return lambda time: run.told(origin + time)


@lru_cache(maxsize=256)
def _everywhere(meaning: tuple[Any, ...]) -> tuple[Any, ...]:
    still = [one for one in meaning if not any(x.name.endswith("_next") for x in one.free_symbols)]
    moving = [one for one in still if not isinstance(getattr(one, "rhs", None), Function)]
    return (*meaning, *map(_later, moving))


def _later(relation: Any) -> Any:
    names = {x: at_next(x) for x in relation.free_symbols}
    if isinstance(relation, Expr):
        return relation.xreplace(names)
    return relation.func(*(side.xreplace(names) for side in relation.args), evaluate=False)


def case_of(part: Part, setting: Setting, place: int, seed: str, number: int, bits: int) -> Point | Along:
    """The case of that number of a part; raises ``Nowhere`` where none is found."""
    random = Chooser(f"{seed} {setting.claim} {place} {number}")
    random.tight = random.randrange(5) < 2
    if part.holds != REALS:
        return _along(part, setting, random, number, bits)
    # Where an equation is supposed that nothing makes of the other symbols, it is told where to look.
    general = (*setting.everywhere(), *setting.sought.get(place, ()))
    if not part.samples and random.randrange(3) == 0:  # at states of a run that tells what it is about
        with suppress(Nowhere):
            given = (*setting.about(part), *part.given)
            stated = replace(part, holds=RUN, given=given, words=None)
            return _along(stated, setting.under(()), random, number, bits, only_told=True)
    return _point(part, general, random)


def _along(
    part: Part, setting: Setting, random: Chooser, number: int, bits: int, only_told: bool = False
) -> Along:
    """Along a run, if there are any that tell of what it is about."""
    run = setting.runs(setting.model, random, number, bits)
    known = frozenset(run.told(0)) if run else frozenset[str]()
    if run is None or not spoken_by(part) & known - {"h"}:
        run, known = None, frozenset[str]()
    if run is None and only_told:
        raise Nowhere("no run")
    told = told_of(part, setting.meaning, setting.conditions, known, setting.moves)
    tell = None if run is None else _from(run, _origin(part, run, known, random))
    course = begun_anew(lambda: Course(told.setting, tell, random, str(run or "")))
    return Along(part, told, course, _FAR if number >= _LONG and not told.setting.step.steps else _NEAR)


def _point(part: Part, general: tuple[Any, ...], random: Chooser) -> Point:
    failure = Nowhere("no samples")
    for size in _SIZES[random.randrange(2) :] if part.samples else (0,):
        for bounded in (True, False) if part.samples else (True,):
            try:
                return Point(plan_of(part, general, size, bounded), random)
            except Nowhere as other:
                failure = other
    raise failure


def _origin(part: Part, run: Told, known: frozenset[str], random: Chooser) -> int:
    """From which time on a run is taken for one: of one in four, from where it begins to be as supposed."""
    way = random.randrange(4)
    if way == 0:
        lasting = [sign(one) for one in part.throughout if {*spoken_in([one])} <= known]
        for time in range(_FAR if lasting else 0):
            if all(one.at(run.told(time)) for one in lasting):
                return time
    return random.randrange(30) if way == 1 else 0


def answered(case: Point | Along, then: Sequence[Any]) -> Answer:
    """Fails where the conclusion does at one time, and holds if at none, and it holds at one."""
    answer = Answer.VACUOUS
    try:
        for verdict in case.verdicts(then):
            if verdict is False:
                return Answer.FAILS
            if verdict is None:
                answer = Answer.UNDECIDED
            elif answer is Answer.VACUOUS:
                answer = Answer.HOLDS
    except Undecided:
        answer = Answer.UNDECIDED
    return answer


class Cases:
    """Those of one part, each found once, however many conclusions are asked of it.

    Unless ``patient`` a search for points is given up where the first few searches find none.
    """

    def __init__(self, part: Part, setting: Setting, place: int, seed: str, patient: bool = True) -> None:
        self._part, self._setting, self._place, self._seed = part, setting, place, seed
        self._patient = patient
        self._found: dict[tuple[int, int], Point | Along | None] = {}

    def answer(self, number: int, then: Sequence[Any] | None = None) -> Answer:
        """Of the case of this number, at rising precision until it is decided; vacuous if there is none."""
        answer = Answer.VACUOUS
        for bits in _BITS:
            with precision(bits):
                case = self.case(number, bits)
                answer = Answer.VACUOUS if case is None else answered(case, then or self._part.then)
            if answer is not Answer.UNDECIDED:
                break
        return answer

    def case(self, number: int, bits: int = _BITS[0]) -> Point | Along | None:
        """The case of this number; None where there is none."""
        if (number, bits) not in self._found:
            self._found[number, bits] = self._looked_for(number, bits)
        return self._found[number, bits]

    def _looked_for(self, number: int, bits: int) -> Point | Along | None:
        in_vain = len(self._found) >= _IN_VAIN and not any(self._found.values())
        if in_vain and not self._patient and self._part.holds == REALS:
            return None
        try:
            return case_of(self._part, self._setting, self._place, self._seed, number, bits)
        except (Nowhere, Undecided):
            return None
