"""What a certificate needs of the loss is read off its steps; a step that needs more is found."""

from __future__ import annotations

from importlib import import_module

import pytest

from derivations.contents import module_of
from derivations.direction.system import NORM
from derivations.notation import N, a, abar, at_next, c, h, lam, s
from derivations.proof import Proof
from derivations.square.model.system import LAMBDA, SCALE
from verifier.studies.experiments.normalizations import BOUNDS, edges
from verifier.studies.experiments.scale_invariance import LEVELS, needed, reach

EXPECTED = {
    "square.rising-threshold": 0,
    "square.pre-onset-norm": 1,
    "square.self-stabilization": 2,
    "square.cone-invariance": 3,
    "square.waiting-time-lower": 3,
}


@pytest.mark.parametrize("claim", EXPECTED)
def test_what_a_claim_needs(claim: str) -> None:
    """One claim of each level, and one whose conclusion is about the scale."""
    assert needed(import_module(module_of(claim)).CLAIM.derive()) == EXPECTED[claim]


def grown(*more: str) -> Proof:
    """That the norm never falls, and beside it what is named."""
    proof = Proof("square.planted")
    told = [
        proof.positive("norm", at_next(N) - N, given=[N > 0], relations=[NORM],
                       terms=[(1, [N > 0], lam * s)], strict=False, because="It grows.")
    ]  # fmt: skip
    if "rate" in more:
        told.append(
            proof.positive("rate", lam, given=[a > 0, N > 0], relations=[LAMBDA], multiplier=[N > 0],
                           terms=[(1, [a > 0], 1)], because="λ = a/N.")
        )  # fmt: skip
    if "cap" in more:
        told.append(
            proof.positive("cap", abar - lam * N, given=[a <= abar], relations=[LAMBDA],
                           terms=[(1, [a <= abar], 1)], strict=False, because="λN = a.")
        )  # fmt: skip
    if "scale" in more:
        told.append(
            proof.positive("scale", at_next(a) - (1 - h) * a, given=[h > 0, c > 0], relations=[SCALE],
                           terms=[(1, [h > 0, c > 0], 1)], because="a' = (1 − h)a + hc.")
        )  # fmt: skip
    proof.conclude(*told)
    return proof


@pytest.mark.parametrize(("more", "level"), [((), 0), (("rate",), 1), (("cap",), 2), (("scale",), 3)])
def test_one_step_more_is_found(more: tuple[str, ...], level: int) -> None:
    """A proof that says nothing of the loss, and the same with one step that does."""
    assert needed(grown(*more)) == level


def test_a_quick_list_names_what_it_looked_at() -> None:
    """Only claims about one step, which need nothing."""
    found = reach(quick=True, seed=0, precision=128)
    assert "square.rising-criterion" in found.summary
    assert {row["needs_of_the_loss"] for row in found.data.rows} == {LEVELS[0], LEVELS[2]}


def test_the_edges_of_every_normalization_are_listed() -> None:
    """None is longer than a bound, and some bounds are near."""
    rows = edges(quick=True, seed=0, precision=128).data.rows
    assert {row["normalization"] for row in rows} == {"batch", "weight", "RMS", "layer"}
    assert all(row["steps"] <= min(row[bound] for bound in BOUNDS) for row in rows)
    assert any(row["steps"] == row[BOUNDS[0]] > 1 for row in rows)
