"""What is not decided is never answered as if nothing were claimed.

Correctness criterion: with a few bits a check answers what it answers with many, or *undecided*; and a
bound is given, or refused, or left open, but not refused for want of bits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib import import_module
from itertools import islice
from typing import Any
from zlib import crc32

import pytest

from derivations.contents import CLAIMS, module_of
from derivations.logistic.never_rises import never_rises
from derivations.logistic.visible_rise import STEPS
from derivations.square import waiting_time_upper
from verifier.arithmetic.balls import Doubts, Undecided, ball, first_after, less, precision
from verifier.claim import Answer, Check, Run, never
from verifier.domains import DOMAINS
from verifier.search import draw, judge
from verifier.studies.bounded import bound_of
from verifier.studies.bounds import bounds_of
from verifier.studies.losses import LOSSES

COARSE = (8, 12, 16, 24)
SAMPLES = 4
CHECKS = {
    f"{claim_id} {number}": check
    for claim_id in CLAIMS
    for number, check in enumerate(import_module(module_of(claim_id)).CLAIM.checks)
}


def subjects(name: str, check: Check) -> Iterator[Any]:
    """Some random samples, mostly such that the premises hold, and some of those that are listed."""
    yield from islice(draw(check, crc32(name.encode())), SAMPLES)
    listed = DOMAINS[check.domain].spread() or ()
    yield from listed[:: max(1, len(listed) // 2)]


def coarsely(check: Check, subject: Any, bits: int) -> Answer:
    """The answer at that precision alone."""
    with precision(bits):
        try:
            return check.holds(DOMAINS[check.domain].concrete(subject, bits))
        except Undecided:
            return Answer.UNDECIDED


def overhasty(check: Check, samples: Iterable[Any]) -> list[str]:
    """Answers that a few bits give and more bits take back."""
    found = []
    for subject in samples:
        settled = judge(check, subject)
        for bits in COARSE:
            answer = coarsely(check, subject, bits)
            if answer not in (settled, Answer.UNDECIDED):
                found.append(f"{subject}: {answer} with {bits} bits, {settled} with more")
    return found


@pytest.mark.parametrize("name", CHECKS)
def test_few_bits_decide_nothing_falsely(name: str) -> None:
    """Each check, at some samples and the coarsest precisions."""
    assert overhasty(CHECKS[name], subjects(name, CHECKS[name])) == []


def holds_vacuously(run: Run) -> Answer:
    """square.waiting-time-upper, were a bound that is not found one that is not claimed."""
    x = run.state(0)
    try:
        latest = waiting_time_upper.bound(run.h, x)
    except Undecided:
        return Answer.VACUOUS
    return waiting_time_upper.onset_by(run, latest)


def holds_unless_certain(run: Run) -> Answer:
    """logistic.visible-rise, were a premise that is not decided one that is false."""
    over = next((t for t in range(STEPS) if never_rises(run.state(t)) is True), None)
    return Answer.VACUOUS if over is None else never(run.loss_rises(t) for t in range(over, over + STEPS))


@pytest.mark.parametrize(
    "holds, claim",
    [(holds_vacuously, "square.waiting-time-upper"), (holds_unless_certain, "logistic.visible-rise")],
)
def test_an_overhasty_check_is_found(holds: Any, claim: str) -> None:
    """Both ways to lose an undecided answer are seen, on samples on which the check itself has none."""
    honest = CHECKS[f"{claim} 0"]
    planted = replace(honest, holds=holds)

    assert overhasty(planted, islice(draw(honest, 1), 12))
    assert not overhasty(honest, islice(draw(honest, 1), 12))


BOUNDS = {name: bounds_of(kind.loss) for name, kind in LOSSES.items()}
LOWER = {claim: model for model, bounds in BOUNDS.items() for claim in bounds.onset_from_below}
UPPER = {claim: model for model, bounds in BOUNDS.items() for claim in bounds.onset_from_above}
EDGES = {claim: model for model, bounds in BOUNDS.items() for claim in bounds.edge_length}
DOMAIN = {"square": "run", "logistic": "logistic"}


def bounded(claim: str, run: Run, bits: int) -> int | Undecided | None:
    """The bound from the first state, or that it is left open."""
    with precision(bits):
        try:
            return bound_of(claim)(run.h, run.state(0))
        except Undecided as error:
            return error


@pytest.mark.parametrize("claim, model", [*(LOWER | UPPER | EDGES).items()])
def test_a_bound_is_not_refused_for_want_of_bits(claim: str, model: str) -> None:
    """With a few bits a bound is weaker or left open; none is refused that more bits give."""
    domain, below = DOMAINS[DOMAIN[model]], claim in LOWER
    for subject in domain.spread()[::3]:
        exact = bounded(claim, domain.concrete(subject, 512), 512)
        for bits in COARSE:
            coarse = bounded(claim, domain.concrete(subject, bits), bits)
            if isinstance(coarse, Undecided):
                continue
            if coarse is None or (below and coarse == 0):
                assert coarse == exact, f"{subject} with {bits} bits"
            elif exact is not None and not isinstance(exact, Undecided):
                assert coarse <= exact if below else coarse >= exact, f"{subject} with {bits} bits"


def test_a_search_with_doubts_does_not_say_that_there_is_nothing() -> None:
    """Whatever was passed over undecided is remembered; what is False, or True, is no doubt."""
    doubts = Doubts()
    assert [doubts.certain(verdict) for verdict in (True, False)] == [True, False]
    doubts.settle()

    for passed_over in (lambda some: some.certain(None), _raising):
        doubtful = Doubts()
        passed_over(doubtful)
        with pytest.raises(Undecided):
            doubtful.settle()


def _raising(doubts: Doubts) -> None:
    with doubts.noted():
        raise Undecided("planted")


def test_the_first_time_after() -> None:
    """⌊x⌋ + 1 for the least x, or 0 where every x is negative; not 0 for an x that may be positive."""
    wide = ball(0).union(ball(1)) - ball(1) / 2
    assert [first_after(ball(x) / 2) for x in (-3, -1, 0, 1, 5)] == [0, 0, 1, 1, 3]
    assert first_after(wide + 7) == 7
    assert less(wide, 0) is None
    with pytest.raises(Undecided):
        first_after(wide)
