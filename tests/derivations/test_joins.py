"""Facts are joined in what is told: at a step, by cases, by instances, from one run to another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from derivations.notation import N, a, at_next, at_start
from derivations.proof import Proof, System
from derivations.proof.elaborate import elaborate
from verifier.kernel import CertificateError, replay

x, y = N, a
DOUBLES = System("doubles", (x,), (), conditions=(x > 0,), relations=(at_next(x) - 2 * x,))
FROM_THREE = DOUBLES.with_more("from three on", initial=(at_start(x) >= 3,), tracked=(x,))


def _joined() -> Proof:
    """x' = 2x, x > 0: at each step a rise; by cases (x − y)² > −1; from three on x stays at least three."""
    proof = Proof("toy.joins")
    run, high = proof.system(DOUBLES), proof.system(FROM_THREE)
    rises = proof.positive(
        "rises", at_next(x) - x, given=[x > 0], relations=DOUBLES.relations, terms=[(1, [x > 0], 1)]
    )
    above = proof.positive(
        "above", at_next(x) - y, given=[at_next(x) - x > 0, x >= y],
        terms=[(1, [at_next(x) - x > 0], 1), (1, [x >= y], 1)],
    )  # fmt: skip
    step = proof.rule(
        "at-every-step", "next above", run, facts=[], sequents=[rises, above], assume=[x >= y]
    )
    split = [
        proof.positive(name, (x - y) ** 2 + 1, given=[case], terms=[(1, [case, case], 1), (1, [], 1)])
        for name, case in (("if", x >= y), ("else", y > x))
    ]
    proof.cases("either", x >= y, *split)
    proof.together("instance", at_next(x) > x - 1, [rises, (above, {y: x - 1})], given=[])
    stays = proof.positive(
        "three stays", at_next(x) - 3, given=[x >= 3], relations=DOUBLES.relations,
        terms=[(2, [x >= 3], 1), (3, [], 1)], strict=False,
    )  # fmt: skip
    begins = proof.positive(
        "three at first", x - 3, given=[at_start(x) >= 3], relations=[x - at_start(x)],
        terms=[(1, [at_start(x) >= 3], 1)], strict=False,
    )  # fmt: skip
    three = proof.invariant("at least three", high, {x >= 3: (begins, stays)})
    tail = proof.rule(
        "tail", "from then on", run, into=high.name, start=[x >= 3], throughout=[], initial=[None]
    )
    carried = proof.rule("carry", "three from then on", run, part=tail, fact=three)
    proof.conclude(step, "either", "instance", carried)
    return proof


def test_what_is_joined_is_concluded() -> None:
    concluded = replay(_joined().certificate()).concludes
    assert concluded["next above"]["at"] == "step"
    assert concluded["next above"]["given"] == [["N - a", ">="]]
    assert concluded["next above"]["then"] == [["N_next - a", ">"]]
    assert concluded["either"] == {"given": [], "then": [["N**2 - 2*N*a + a**2 + 1", ">"]]}
    assert concluded["instance"]["then"] == [["-N + N_next + 1", ">"]]
    part = concluded["three from then on"]["within"]
    assert part["start"] == [["N - 3", ">="]]
    assert concluded["three from then on"]["fact"]["then"] == [["N - 3", ">="]]


FALSE: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "at-every-step": lambda step: {"assume": []},
    "cases": lambda step: {"else": step["if"]},
    "together": lambda step: {"then": [["N_next - N - 1", ">"]]},
    "carry": lambda step: {"fact": "next above"},
}


@pytest.mark.parametrize("rule", FALSE)
def test_a_join_that_is_told_wrongly_is_refused(rule: str) -> None:
    told = _joined().told()
    step = next(step for step in told["steps"] if step["rule"] == rule)
    step |= FALSE[rule](step)
    with pytest.raises(CertificateError):
        elaborate(told)


def test_a_state_below_the_bound_starts_no_such_run() -> None:
    told = _joined().told()
    step = next(step for step in told["steps"] if step["rule"] == "tail")
    step["start"] = [["N - 2", ">="]]
    with pytest.raises(CertificateError):
        elaborate(told)
