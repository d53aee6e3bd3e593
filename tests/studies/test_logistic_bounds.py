"""What the claims say about the onset of a logistic run, against the certified truth."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from tests.strategies import logistic_instances
from verifier.results.trace import Waiting
from verifier.studies import bounded
from verifier.studies.bounds import bounds_of
from verifier.studies.logistic_instances import SPREAD
from verifier.studies.losses import LOGISTIC, LogisticInstance
from verifier.studies.tightness import compare
from verifier.studies.trace import trace

ABOUT = bounds_of(LOGISTIC)

TWO_EDGES = LogisticInstance.of("0.005", "0.02", "50", "0.01")
NEVER_RISES = LogisticInstance.of("0.005", "0.02", "0.5", "0.1")


@given(logistic_instances() | logistic_instances(frozenset({"margins"})))
@settings(max_examples=25)
def test_every_bound_is_on_the_right_side_of_the_truth(instance: LogisticInstance) -> None:
    """No claim is refuted by a random instance, nor by one to which it does not apply."""
    assert compare(instance, 800).violations() == []


@pytest.mark.parametrize("claim", [*ABOUT.onset_from_below, *ABOUT.onset_from_above])
@pytest.mark.parametrize("by", [1, None])
def test_a_bound_off_to_the_wrong_side_is_noticed(
    monkeypatch: pytest.MonkeyPatch, claim: str, by: int | None
) -> None:
    """A claim whose bound is one step off the truth, or says that nothing rises, is refuted."""
    from_below = claim in ABOUT.onset_from_below
    wrong = (25 + by if by else None) if from_below else 25 - (by or 25)
    honest = bounded.bound_of
    monkeypatch.setattr(
        bounded, "bound_of", lambda name: (lambda h, x: wrong) if name == claim else honest(name)
    )
    (violation,) = compare(TWO_EDGES, 100).violations()

    assert claim in violation and "25" in violation


def test_the_waiting_time_is_known_where_the_angle_is_small() -> None:
    """Both bounds meet at the onset, and a run below the knife edge is known never to rise."""
    assert trace(TWO_EDGES, 10).waiting_time == Waiting(25, 25)
    assert trace(NEVER_RISES, 10).waiting_time == Waiting(None, None)


@pytest.mark.parametrize("instance", SPREAD[::4], ids=str)
def test_a_trace_is_plain_json(instance: LogisticInstance) -> None:
    """It survives a round trip through text unchanged, and every edge has a bound."""
    result = trace(instance, 600)

    assert json.loads(json.dumps(result.plain(), allow_nan=False)) == result.plain()
    assert all(edge.bound is not None for edge in result.self_stabilization)


def test_both_edges_of_a_run_have_their_bounds() -> None:
    """The trace states the least bound of each edge and the one by the norm alone."""
    first, second = trace(TWO_EDGES, 600).self_stabilization

    assert (first.edge, second.edge) == ((25, 69), (181, 395))
    assert 45 <= (first.bound or 0) <= 120 < (first.norm_bound or 0)
    assert 215 <= (second.bound or 0) <= 400 < (second.norm_bound or 0)


@pytest.mark.parametrize("claim", ABOUT.edge_length)
def test_a_bound_below_the_length_of_an_edge_is_noticed(
    monkeypatch: pytest.MonkeyPatch, claim: str
) -> None:
    """A claim that allows no edge more than 44 steps is refuted by both, of 45 and of 215 steps."""
    honest = bounded.bound_of
    monkeypatch.setattr(
        bounded, "bound_of", lambda name: (lambda h, x: 44) if name == claim else honest(name)
    )
    violations = compare(TWO_EDGES, 600).violations()

    assert len(violations) == 2
    assert all(claim in violation and "44" in violation for violation in violations)
