"""Statements evaluated on certified runs.

Correctness criterion: the relations that are printed hold on each run at each time, or a premise fails, and
those that hold somewhere are seen to fail there the other way round.
"""

from __future__ import annotations

from importlib import import_module

import pytest

from derivations.contents import module_of, statements
from derivations.proof.evaluated import evaluating, told_by_runs
from derivations.proof.statement import Part, Statement
from verifier.claim import Answer, Claim
from verifier.domains import DOMAINS

RUNS = DOMAINS["run"]
TIMES = (0, 1, 2, 5, 30, 90)
def told_by(claim: Claim) -> tuple[Part, ...]:
    """The parts that runs tell."""
    assert isinstance(claim.compared, Statement)
    return told_by_runs(claim.compared, claim.hypotheses)


SAID_OF_RUNS = {
    name
    for name in statements()
    if name.startswith("square.") and told_by(import_module(module_of(name)).CLAIM)
}


def test_many_claims_can_be_evaluated() -> None:
    """Those whose quantities are a run's own."""
    assert {"square.rising-criterion", "square.rising-threshold", "square.scale-envelope"} <= SAID_OF_RUNS
    assert len(SAID_OF_RUNS) >= 8


@pytest.mark.parametrize("name", sorted(SAID_OF_RUNS))
def test_statements_hold_on_runs(name: str) -> None:
    """No part fails on any of these runs; where one holds, its opposite fails."""
    claim: Claim = import_module(module_of(name)).CLAIM
    parts = told_by(claim)
    runs = [RUNS.concrete(start, 512) for start in (RUNS.spread() or ())[::4]]
    seen = 0
    for part in parts:
        holds = evaluating([part], claim.hypotheses, TIMES)
        answers = {run: holds(run) for run in runs}
        assert Answer.FAILS not in answers.values(), part
        for run, answer in answers.items():
            if answer is Answer.HOLDS:
                seen += 1
                assert holds(run, reversed_part=0) is not Answer.HOLDS
    assert seen or not parts
