"""A part that is about runs, along one: at each time at which its premises hold the conclusion must."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from sympy.core.relational import Relational

from derivations.notation import at_start
from derivations.proof.canonical import Budget, count
from derivations.proof.evaluation.course import Course
from derivations.proof.evaluation.formulas import Nowhere, formula
from derivations.proof.evaluation.moment import Moment
from derivations.proof.evaluation.plan import spoken_in
from derivations.proof.evaluation.told import Told
from derivations.proof.statement import Part
from verifier.arithmetic.balls import Ball, Verdict, less
from verifier.statement.vocabulary import BEFORE, BUDGET, ENDS, LATER

COUNTED = "counted"
"""Of a part about the number of its steps."""


class Along:
    """One part along one course, as long as what is supposed throughout it holds."""

    def __init__(self, part: Part, told: Told, course: Course, horizon: int) -> None:
        self._part, self._course, self._horizon, self._given = part, course, horizon, told.given
        first = [one for one in told.conditions if all(map(self._is_first, spoken_in([one])))]
        self._initial = first
        self._lasting = [*part.throughout, *(one for one in told.conditions if one not in first)]
        self._counts = any(isinstance(x, Relational) and x.has(count) for x in part.then)
        self.ended = False
        self.occasions: list[Moment] = []
        with suppress(Nowhere):
            self._follow()

    def __str__(self) -> str:
        return str(self._course)

    def _is_first(self, name: str) -> bool:
        """Whether it is of the start, or of what stays the same."""
        state = self._course.states[0]
        begun = name not in state and name.endswith("0") and name[:-1] in state
        return begun or name in self._course.fixed

    def _follow(self) -> None:
        seen, number, began = 0, 0, False
        if Moment(self._course, 0).all(self._initial) is not True:
            return
        for time in range(self._horizon):
            now = Moment(self._course, time, number)
            given = now.all(self._given)
            if self._part.holds == BEFORE and given is not True:
                return
            began |= given is True
            asked = {LATER: began or given, COUNTED: number > 0}.get(self._kind, given)
            if asked:  # what is not decided is not supposed
                # Early times, and later ones ever more rarely; of a product, all that it is of.
                if self._part.holds == BUDGET or seen & (seen - 1) == 0:
                    self.occasions.append(now)
                seen += 1
            lasting = now.all(self._lasting)
            if lasting is not True:
                self.ended = lasting is False and time > 0
                return
            if self._counts and given is None:
                return
            number += given is True

    @property
    def _kind(self) -> str:
        return COUNTED if self._counts else self._part.holds

    def verdicts(self, then: Sequence[Any]) -> Iterator[Verdict]:
        """The conclusion at each time at which it is concluded."""
        if self._part.holds == ENDS:
            yield from [True] * self.ended
        elif self._part.holds == BUDGET:
            for one in then:
                yield from self._budget(one)
        else:
            yield from self._concluded(then)

    def _concluded(self, then: Sequence[Any]) -> Iterator[Verdict]:
        for now in self.occasions:
            try:
                verdict = now.all(then)
                # Where what is supposed throughout does not hold there is no step that this is about.
                lasts = verdict is not False or now.all(self._lasting)
            except Nowhere:
                continue
            if lasts is not False:
                yield verdict if lasts else None

    def _budget(self, one: Budget) -> Iterator[Verdict]:
        """X_0 times what each step but the last that counts contributes, against the cap."""
        product: Ball | None = None
        for now in self.occasions:
            start, cap = (formula(x).at(now) for x in (at_start(one.quantity), one.cap))
            product = start if product is None else product
            yield less(product, cap)
            product = product * formula(one.growth).at(now)
