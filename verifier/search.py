"""Hunts for counterexamples: a check on many random instances, honest or deliberately altered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from textwrap import shorten
from typing import Any

from verifier.arithmetic.balls import Undecided, precision
from verifier.claim import Alteration, Answer, Check
from verifier.domains import DOMAINS

FIRST_BITS = 128
_LAST_BITS = 2048
_PASSED_OVER = 200
"""For one sample that ``Check.likely`` should like, at most so many others are passed over."""


class CheckBreaks(Exception):
    """A check that does not answer: it divides by 0, say, where it should compare."""


@dataclass(frozen=True)
class Found:
    """What a check answers on the samples tried, and the first on which it fails, if there is one."""

    counterexample: Any | None = None
    answers: Counter[Answer] = field(default_factory=Counter)

    @property
    def tried(self) -> int:
        """How many samples were tried."""
        return self.answers.total()

    @property
    def witness(self) -> str | None:
        """The counterexample in words."""
        return None if self.counterexample is None else str(self.counterexample)

    @property
    def counts(self) -> dict[str, int]:
        """How often each of the four answers was given."""
        return {answer.value: self.answers[answer] for answer in Answer}


def judge(
    check: Check, subject: Any, alteration: Alteration | None = None, first_bits: int = FIRST_BITS
) -> Answer:
    """The check on one sample (an instance, or data), at rising precision until it is decided.

    Raises ``TypeError`` for a check that answers anything but an ``Answer``, and ``CheckBreaks`` for one
    whose arithmetic goes wrong.
    """
    knobs = dict(alteration.knobs) if alteration else {}
    domain = DOMAINS[check.domain]
    for bits in _precisions(first_bits):
        with precision(bits):
            try:
                answer = check.holds(domain.concrete(subject, bits), **knobs)
            except Undecided:
                answer = Answer.UNDECIDED
            except ArithmeticError as error:
                raise _broken(subject, error) from error
        if not isinstance(answer, Answer):
            raise TypeError(f"a check must answer an Answer, not {answer!r}")
        if answer is not Answer.UNDECIDED:
            break
    return answer


def _broken(subject: Any, error: ArithmeticError) -> CheckBreaks:
    where = shorten(str(subject), 160, placeholder=" …")
    return CheckBreaks(f"the check breaks at {where}: {type(error).__name__}: {error}")


def _precisions(bits: int) -> Iterator[int]:
    """``bits``, then four times as many each, until 2048 or more."""
    yield bits
    while bits < _LAST_BITS:
        bits *= 4
        yield bits


def tried(
    check: Check,
    subjects: Iterable[Any],
    *,
    most: int,
    least: int = 0,
    enough: int | None = None,
    alteration: Alteration | None = None,
    first_bits: int = FIRST_BITS,
) -> Found:
    """Try ``most`` of the subjects; stop at the first counterexample.

    Also stops after ``enough`` of them (default ``most``) once it holds, not vacuously, on ``least``.
    """
    enough = most if enough is None else enough
    answers: Counter[Answer] = Counter()
    for subject in subjects:
        answer = judge(check, subject, alteration, first_bits)
        answers[answer] += 1
        if answer is Answer.FAILS:
            return Found(subject, answers)
        count = answers.total()
        if count >= most or (count >= enough and answers[Answer.HOLDS] >= least):
            break
    return Found(None, answers)


def search(
    check: Check,
    seed: int = 0,
    count: int = 200,
    alteration: Alteration | None = None,
    first_bits: int = FIRST_BITS,
) -> Found:
    """Try ``count`` random samples; stop at the first counterexample.

    With an ``alteration``, its knobs are set and its hypotheses dropped: the search must then succeed.  Its
    premises are others than those that are ``likely``, so that all its samples are drawn at large.
    """
    samples = draw(check, seed) if alteration is None else at_large(check, seed, alteration.drop)
    return tried(check, samples, most=count, alteration=alteration, first_bits=first_bits)


def at_large(check: Check, seed: int, drop: frozenset[str] = frozenset()) -> Iterator[Any]:
    """Random samples without end, which obey the standing hypotheses except those in ``drop``."""
    random = Random(seed)
    while True:
        yield DOMAINS[check.domain].sample(random, drop)


def draw(check: Check, seed: int) -> Iterator[Any]:
    """The same; where the check says what is ``likely``, only one in four is drawn at large."""
    subjects = at_large(check, seed)
    for number, subject in enumerate(subjects, start=1):
        if number % 4:
            for _ in range(_PASSED_OVER):
                if _is_likely(check, subject):
                    break
                subject = next(subjects)
        yield subject


def _is_likely(check: Check, subject: Any) -> bool:
    """Whether the check guesses that its premises hold; where balls do not tell, another is drawn."""
    if check.likely is None:
        return True
    liked = False
    with precision(FIRST_BITS), suppress(Undecided):
        try:
            liked = check.likely(DOMAINS[check.domain].concrete(subject, FIRST_BITS))
        except Undecided:
            raise
        except ArithmeticError as error:
            raise _broken(subject, error) from error
    return liked
