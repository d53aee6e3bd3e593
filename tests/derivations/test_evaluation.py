"""What a claim prints, evaluated: its own relations, at points and along runs.

Correctness criterion: each part of each statement is seen to hold on cases that satisfy all it supposes,
and on none to fail; of every claim a generated false variant is seen to fail, so that it could be seen;
what the balls do not decide, or a premise does not hold of, is not counted.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from sympy import Eq, Ge, Gt, Le, Lt

from derivations.contents import statements
from derivations.direction.system import MOVES
from derivations.notation import N, a, at_next, at_start, c, h, k, lam, s, t
from derivations.proof.altered import altered
from derivations.proof.canonical import Budget, count, so_far_product, steps_before, steps_with
from derivations.proof.evaluation.formulas import sign
from derivations.proof.evaluation.seen import Seen, Statements
from derivations.proof.statement import Statement, always, anew, finite, for_all, in_all, later, so_far
from tests.derivations.compared import claim_of
from verifier.arithmetic.balls import ball, precision
from verifier.claim import Answer, Claim, Status
from verifier.evaluated import evaluated_statement, told_run
from verifier.results.evidence import OnCases, Variant

STATED = [*statements()]
RUN = "square.cone-invariance"
"""A claim about all runs with 0 < h ≤ 1, a_0 > 0 and c_0 > 0."""
FALLS = Le(lam * (c**2 - s**2) - 2 * c, 0, evaluate=False)
RISES = Gt(lam * (c**2 - s**2) - 2 * c, 0, evaluate=False)


def seen_of(claim: Claim) -> list[Seen]:
    """Each of its parts on its cases."""
    assert isinstance(claim.compared, Statement)
    return [*Statements(claim, claim.compared, told_run, "0").seen()]


def answers(*items: Any, claim_id: str = RUN) -> dict[Answer, int]:
    """Those of one part, under the hypotheses of a claim."""
    claim = replace(claim_of(claim_id), statement=Statement(*items))
    (found,) = seen_of(claim)
    return found.answers


@pytest.mark.parametrize("claim_id", STATED)
def test_each_part_is_seen_to_hold(claim_id: str) -> None:
    """On no case does one fail, none is undecided, and those that no case shows are the ones listed."""
    found = seen_of(claim_of(claim_id))

    assert [one.witness for one in found if one.answers[Answer.FAILS]] == []
    assert sum(one.answers[Answer.UNDECIDED] for one in found) == 0
    missed = {number for number, one in enumerate(found, start=1) if not one.answers[Answer.HOLDS]}
    assert missed == {*claim_of(claim_id).unseen}


@pytest.mark.parametrize("claim_id", STATED)
def test_a_false_variant_is_seen_to_fail(claim_id: str) -> None:
    """Of each claim one is, so that none is evaluated in vain."""
    claim = claim_of(claim_id)
    cases, variant = evaluated_statement(claim, 1)

    assert (cases.status, variant.status) == (Status.CHECKED, Status.CHECKED)
    assert isinstance(cases.data, OnCases) and isinstance(variant.data, Variant)
    assert cases.data.holds >= cases.data.parts - len(claim.unseen)
    assert variant.data.tried


FOUND = {
    "square.angle-map": (17, 28, 0, 13),
    "square.rising-criterion": (17, 34, 10, 18),
    "square.rising-threshold": (12, 24, 36, 68),
    "square.frozen-leap": (51, 70, 12, 31),
    "square.loss-step-identity": (20, 24, 13, 15),
    "square.rising-budget": (4, 11, 6, 29),
    "logistic.sigmoid-bounds": (165, 255, 58, 162),
    "logistic.alignment-sandwich": (39, 75, 40, 73),
}
"""How many altered conclusions are seen to fail, of how many, and how many altered premises likewise.

Many others are true too, such as a conclusion that is weakened; the comparison alone refuses them."""


@pytest.mark.parametrize("claim_id", FOUND)
def test_how_many_altered_statements_are_seen_to_fail(claim_id: str) -> None:
    """As many as are known to be, or more, of all that the comparison with the certificate refuses."""
    claim = claim_of(claim_id)
    assert isinstance(claim.compared, Statement)
    stated = Statements(claim, claim.compared, told_run, "0")
    assert len([*stated.seen()]) == len(claim.compared.parts)
    variants = [*altered(claim, claim.compared)]
    seen = [one for one in variants if stated.found(one, 4) is not None]

    conclusions = [*map(stated.concludes, variants)].count(True)
    found = [*map(stated.concludes, seen)].count(True)
    known, of, premises, of_premises = FOUND[claim_id]
    assert (conclusions, len(variants) - conclusions) == (of, of_premises)
    assert found >= known and len(seen) - found >= premises


def test_a_part_that_none_of_its_cases_shows_is_listed_with_a_reason() -> None:
    """Only parts of statements, and of a claim that is evaluated all the same."""
    every = [(claim_id, claim_of(claim_id).unseen) for claim_id in STATED]
    listed = {(claim_id, number): why for claim_id, unseen in every for number, why in unseen.items()}
    for (claim_id, number), why in listed.items():
        claim = claim_of(claim_id)
        assert isinstance(claim.compared, Statement)
        assert len(claim.compared.parts) >= max(number, 2) and why
    assert [*listed] == [("square.waiting-time-two-phase", 2)]


TRUE = [
    (for_all(Ge(at_next(N), N, evaluate=False)), for_all(Gt(N, at_next(N), evaluate=False))),
    (always(Gt(a, 0)), always(Gt(a, at_start(a)))),
    (always(Eq(N, at_start(N) * so_far_product(1 + lam**2 * s**2))),
     always(Eq(N, at_start(N) * so_far_product(1 + lam * s**2)))),
    (always(Eq(t, steps_with(RISES) + steps_with(FALLS))),
     always(Eq(t, steps_with(RISES)))),
    (always(Ge(t, steps_before(RISES), evaluate=False)),
     always(Gt(t, steps_before(RISES), evaluate=False))),
    (always(Le(a, 1 + (1 - h) ** t * (at_start(a) - 1), evaluate=False)),
     always(Le(a, 1 + (1 - h) ** (2 * t) * (at_start(a) - 1), evaluate=False))),
    (so_far(Lt(lam, 3), given=(Lt(lam, 2),)), so_far(Lt(lam, 1), given=(Lt(lam, 2),))),
    (later(Gt(N, 1), given=(Gt(N, 1),)), later(Gt(lam, 2), given=(Gt(lam, 2),))),
    (anew(Ge(N, at_start(N), evaluate=False)), anew(Gt(N, at_start(N), evaluate=False))),
    (in_all(Budget(N, 1 + 4 * s**2, 10 + at_start(a)), given=(RISES,)),
     in_all(Budget(N, 1 + 4 * s**2, at_start(N)), given=(RISES,))),
    (always(Le(count, t, evaluate=False), given=(RISES,)), always(Lt(count, t), given=(RISES,))),
]  # fmt: skip


@pytest.mark.parametrize(("true", "false"), TRUE)
def test_what_is_true_holds_and_what_is_false_fails(true: Any, false: Any) -> None:
    """Each way in which a part may hold: of numbers, at each time, so far, from then on, anew, in all."""
    found = answers(true)
    assert found[Answer.HOLDS] and not found[Answer.FAILS]
    assert answers(false)[Answer.FAILS]


def test_a_run_that_is_seen_to_end() -> None:
    """No run keeps rising for ever, as its end shows; that none lasts at all no end shows."""
    assert answers(finite(throughout=(RISES,)))[Answer.HOLDS]
    found = answers(finite(throughout=(Gt(N, 0),)))
    assert not found[Answer.HOLDS] and found[Answer.VACUOUS]


def test_a_premise_that_no_case_satisfies() -> None:
    """Then there is no case, and the part is not seen to hold."""
    assert {*answers(for_all(Gt(N, 0), given=(Lt(N, 0),)))} == {Answer.VACUOUS}
    assert {*answers(always(Gt(N, 0), given=(Lt(N, 0),)))} == {Answer.VACUOUS}


def test_a_hypothesis_that_is_not_met() -> None:
    """A run from a negative cosine is no case where that is excluded, and is one where it is not."""
    aligned = always(Gt(at_start(c), 0))
    assert answers(aligned)[Answer.HOLDS]
    claim = replace(claim_of(RUN), statement=Statement(aligned), hypotheses=())
    (found,) = seen_of(claim)
    assert found.answers[Answer.FAILS]


def test_what_throughout_supposes_of_the_last_state() -> None:
    """A state at which it does not hold makes no step that the part is about: nothing fails there."""
    falls = Le(at_next(s) ** 2, s**2, evaluate=False)
    found = answers(always(falls, throughout=(FALLS, Gt(lam, 0))))
    assert found[Answer.HOLDS] and not found[Answer.FAILS]
    assert answers(always(falls, throughout=(Gt(lam, 0),)))[Answer.FAILS]


@pytest.mark.parametrize(
    ("relation", "verdict"),
    [
        (Gt(N, a), None), (Lt(N, a), None), (Ge(N, a), True), (Le(N, a), True), (Eq(N, a), True),
        (Gt(N, k), None), (Ge(N, k), None), (Eq(N, k), None), (Gt(N, h), False), (Eq(N, h), False),
    ],
)  # fmt: skip
def test_what_balls_do_not_decide(relation: Any, verdict: bool | None) -> None:
    """Two narrow balls that overlap are the same to all digits; where one is wide, nothing is known."""
    with precision(128):
        third = ball(Fraction(1, 3))
        wide = third + ball(0).union(ball(Fraction(1, 100))) - ball(Fraction(1, 200))
        values = {"N": third, "a": ball(1) / 3, "k": wide, "h": ball(1)}
        assert sign(relation).at(values) is verdict


def test_a_listed_run_and_a_random_one() -> None:
    """Every other case is of a listed run; of a model without runs there is none."""
    first, second = (told_run("whitened", Random(5), number, 128) for number in (1, 3))
    assert first is not None and second is not None
    assert {"c", "s", "N", "a", "h"} <= {*first.told(0)}
    assert told_run("logistic", Random(5), 0, 128) is None
    assert MOVES.free_symbols == {s}
