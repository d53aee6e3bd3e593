"""A claim's own relations evaluated, part by part, and the false variants of it that this finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from derivations.proof.altered import Altered, altered
from derivations.proof.evaluation.cases import Cases, Runs, Setting
from derivations.proof.statement import Part, Statement
from verifier.claim import Answer, Claim, Evaluation

ENOUGH, MOST = 4, 80
"""So often a part is to be seen to hold, and so many cases are tried at most."""


@dataclass
class Seen:
    """How often each answer was given on the cases of one part, and the first on which it fails."""

    answers: Counter[Answer] = field(default_factory=Counter)
    witness: str | None = None


class Statements:
    """What a claim says, on points and runs."""

    def __init__(self, claim: Claim, statement: Statement, runs: Runs, seed: str) -> None:
        self._claim, self._statement, self._seed = claim, statement, seed
        self._setting = Setting.of(claim, runs)
        self._held = [list[int]() for _ in statement.parts]
        places = enumerate(statement.parts, start=1)
        self._cases = [self._of(part, place, patient=True) for place, part in places]

    def _of(self, part: Part, place: int, setting: Setting | None = None, patient: bool = False) -> Cases:
        return Cases(part, setting or self._setting, place, self._seed, patient)

    def seen(self, enough: int = ENOUGH, most: int = MOST) -> Iterator[Seen]:
        """Each part on its cases, until it is seen to hold on ``enough``."""
        for cases, held in zip(self._cases, self._held, strict=True):
            found = Seen()
            for number in range(most):
                answer = cases.answer(number)
                found.answers[answer] += 1
                held += [number] * (answer is Answer.HOLDS)
                if answer is Answer.FAILS:
                    found.witness = str(cases.case(number))
                if answer is Answer.FAILS or found.answers[Answer.HOLDS] >= enough:
                    break
            yield found

    def found(self, variant: Altered, most: int) -> int | None:
        """After how many cases a false variant is seen to fail; None where it is not.

        A conclusion is asked on the cases on which the true one is ``seen`` to hold, a premise on new ones.
        """
        tried = 0
        numbers = self._held[variant.part or 0] if self.concludes(variant) else range(most)
        for cases, then in self._altered(variant):
            for number in numbers:
                tried += 1
                if cases.answer(number, then) is Answer.FAILS:
                    return tried
        return None

    def _altered(self, variant: Altered) -> list[tuple[Cases, Sequence[Any]]]:
        """What is asked of which cases; of another hypothesis, of those of all parts."""
        parts = self._statement.parts
        if variant.part is None or variant.instead is None:
            under, places = self._setting.under(variant.conditions), enumerate(parts, start=1)
            return [(self._of(part, place, under), part.then) for place, part in places]
        if self.concludes(variant):
            return [(self._cases[variant.part], variant.instead.then)]
        return [(self._of(variant.instead, variant.part + 1), variant.instead.then)]

    def concludes(self, variant: Altered) -> bool:
        """Whether only the conclusion of a part is another: its cases are those of the true one."""
        if variant.part is None or variant.instead is None:
            return False
        own = self._statement.parts[variant.part]
        return replace(variant.instead, then=own.then) == own

    def refuted(self, most: int) -> tuple[str, int] | None:
        """The first false variant that is seen to fail, and after how many cases; conclusions first."""
        tried, others = 0, list[Altered]()
        for variant in chain(self._asked_at_once(others), others):
            after = self.found(variant, most)
            tried += after or most
            if after is not None:
                return variant.text, tried
        return None

    def _asked_at_once(self, others: list[Altered]) -> Iterator[Altered]:
        """The variants that need no cases of their own; the others are added to a list."""
        for variant in altered(self._claim, self._statement):
            if self.concludes(variant):
                yield variant
            else:
                others.append(variant)


def evaluation(claim: Claim, statement: Statement, runs: Runs, seed: str, most: int = MOST) -> Evaluation:
    """All parts on their cases, ``most`` of each, and the first false variant that these refute."""
    stated = Statements(claim, statement, runs, seed)
    seen = [*stated.seen(most=most)]
    answers: Counter[Answer] = sum((one.answers for one in seen), Counter())
    missed = [
        number
        for number, one in enumerate(seen, start=1)
        if not one.answers[Answer.HOLDS] and number not in claim.unseen
    ]
    witness = next((one.witness for one in seen if one.witness is not None), None)
    variant, tried = stated.refuted(ENOUGH) or (None, 0)
    return Evaluation(len(seen), answers, tuple(missed), witness, variant, tried)
