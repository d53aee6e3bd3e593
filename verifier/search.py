"""Hunts for counterexamples: a check on many random instances, honest or deliberately altered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from verifier.arithmetic.balls import Undecided, precision
from verifier.claim import Alteration, Check, Verdict
from verifier.domains import DOMAINS

FIRST_BITS = 128
_LAST_BITS = 2048


@dataclass(frozen=True)
class Found:
    """The outcome of a search: a counterexample, or how many samples were tried and undecided."""

    counterexample: Any | None
    tried: int
    undecided: int


def judge(
    check: Check, subject: Any, alteration: Alteration | None = None, first_bits: int = FIRST_BITS
) -> Verdict:
    """The check on one sample (an instance, or data), at rising precision until it is decided."""
    knobs = dict(alteration.knobs) if alteration else {}
    domain = DOMAINS[check.domain]
    for bits in _precisions(first_bits):
        with precision(bits):
            try:
                verdict = check.holds(domain.concrete(subject, bits), **knobs)
            except Undecided:
                verdict = None
        if verdict is not None:
            return verdict
    return None


def _precisions(bits: int) -> Iterator[int]:
    """``bits``, then four times as many each, until 2048 or more."""
    yield bits
    while bits < _LAST_BITS:
        bits *= 4
        yield bits


def search(
    check: Check,
    seed: int = 0,
    count: int = 200,
    alteration: Alteration | None = None,
    first_bits: int = FIRST_BITS,
) -> Found:
    """Try ``count`` random samples; stop at the first counterexample.

    With an ``alteration``, its knobs are set and its hypotheses dropped: the search must then succeed.
    """
    random = Random(seed)
    drop = alteration.drop if alteration else frozenset()
    undecided = 0
    for number in range(1, count + 1):
        subject = DOMAINS[check.domain].sample(random, drop)
        verdict = judge(check, subject, alteration, first_bits)
        if verdict is False:
            return Found(subject, number, undecided)
        undecided += verdict is None
    return Found(None, count, undecided)

