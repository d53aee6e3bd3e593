"""When a statement holds, and of what: starts, restarts, sequences and counts.

Correctness criterion: each is read by its definition.  The comparison accepts the statement as it is, and
refuses it where what is supposed of one time is said of another, or a sequence is not what it is called.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from derivations.notation import a, at_start, h
from derivations.proof.hypothesis import hypothesis as premise
from derivations.proof.statement import Statement
from derivations.square.lemmas.moving_bounds import ONLY_WHILE
from tests.derivations.compared import claim_of, first_of
from tests.derivations.derived import certificate_of
from verifier.kernel import Replay, replay
from verifier.statement.compared import objections
from verifier.statement.facts import Facts

LATE = "square.waiting-time-lower"


def test_a_start_is_that_of_its_own_variable() -> None:
    """What a certificate calls by the name of another start is not that start."""
    envelope, other = "square.scale-envelope", re.compile(r"\ba0\b")
    certificate = json.loads(other.sub("b0", json.dumps(certificate_of(envelope))))
    first = next(objections(claim_of(envelope).canonical or {}, Facts(replay(certificate))))
    assert "is not what the certificate concludes" in first or "a0-b0 = 0" in first


@pytest.mark.parametrize(
    ("first", "objection"), [("1", ""), ("2", "is not what the certificate concludes")]
)
def test_a_sequence_is_read_by_its_definition(first: str, objection: str) -> None:
    """E is (1 − h)^t if it begins with 1, whatever it is called; twice that is not."""
    certificate = json.loads(re.sub(r"\bE\b", "power", json.dumps(certificate_of(LATE))))
    certificate = json.loads(re.sub(r"\bE_next\b", "power_next", json.dumps(certificate)))
    facts = Facts(_begun(replay(certificate), "power", first))
    found = next(objections(claim_of(LATE).canonical or {}, facts), "")
    assert found.endswith(objection) and bool(found) == bool(objection)


def _begun(accepted: Replay, name: str, first: str) -> Replay:
    """The same as if a sequence began with another number."""
    return _altered(accepted, name, "start", first)


def _altered(accepted: Replay, name: str, key: str, value: str) -> Replay:
    """The same as if a sequence were another, wherever a statement mentions it; some statement does."""
    concludes = json.loads(json.dumps(accepted.concludes))
    stated = [statement["along"]["ghosts"] for statement in concludes.values()]
    mentioned = [ghosts[name] for ghosts in stated if name in ghosts]
    assert mentioned and all(key in ghost for ghost in mentioned)
    for ghost in mentioned:
        ghost[key] = value
    return replace(accepted, concludes=concludes)


RESTART, SORTED = "square.restart", "square.self-stabilization-log"
PHASES = "square.waiting-time-two-phase"


def _restarted(moved: tuple[Any, ...], hypotheses: tuple[Any, ...]) -> str:
    """What is objected to the first bound from any time on, with what is moved from one to the other."""
    claim = claim_of(RESTART)
    assert isinstance(claim.statement, Statement)
    first, _ = claim.statement.parts
    given = tuple(one for one in (*first.given, *moved) if one not in hypotheses)
    whole = premise("of the whole run", "Needed.", hypotheses) if hypotheses else None
    kept = [one for one in claim.hypotheses if not {*one.conditions} & {*moved}]
    claim = replace(
        claim,
        statement=Statement(replace(first, given=given)),
        hypotheses=(*kept, *([whole] if whole else [])),
    )
    return first_of(claim, Facts(replay(certificate_of(RESTART))))


def test_values_at_a_restart_are_not_those_at_the_start() -> None:
    """What is supposed of either is not said of the other; h is the same for both."""
    standing = next(one.conditions for one in claim_of(RESTART).hypotheses if one.conditions)
    assert _restarted((), ()) == ""
    assert _restarted((), (h < 1,)) == ""
    assert "is concluded only under" in _restarted((), (at_start(a) < 1,))
    assert "is concluded only under" in _restarted(standing, ())


def test_what_the_whole_run_obeys_is_no_premise_of_its_rest() -> None:
    """That the steps before the time are phases is not said by a part about those after it."""
    claim = claim_of(PHASES)
    assert isinstance(claim.statement, Statement)
    _, after = claim.statement.parts
    (moves,) = (one for one in claim.hypotheses if ONLY_WHILE[0] in one.conditions)
    later = replace(after, throughout=(*after.throughout, *moves.conditions))
    fewer = replace(
        claim,
        statement=Statement(later),
        hypotheses=tuple(one for one in claim.hypotheses if one is not moves),
    )
    facts = Facts(replay(certificate_of(PHASES)))
    assert next(objections(claim.canonical or {}, facts), "") == ""
    assert "is concluded only under" in next(objections(fewer.canonical or {}, facts))


@pytest.mark.parametrize(
    ("sequence", "key", "value"),
    [("since", "next", "0"), ("since", "otherwise", "1"), ("early", "start", "1")],
)
def test_steps_before_an_event_are_read_by_their_definition(sequence: str, key: str, value: str) -> None:
    """A sequence that is called like a number of early steps, and counts something else, is not it."""
    accepted = replay(certificate_of(SORTED))
    canonical = claim_of(SORTED).canonical or {}
    assert next(objections(canonical, Facts(accepted)), "") == ""
    found = next(objections(canonical, Facts(_altered(accepted, sequence, key, value))), "")
    assert "is not what the certificate concludes" in found
