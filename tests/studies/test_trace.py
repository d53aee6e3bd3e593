"""The trace of a run: its keys and golden values, and bounds on the right side of the truth."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings

from tests.strategies import instances
from verifier.results.trace import Waiting
from verifier.studies import bounded
from verifier.studies.bounds import bounds_of
from verifier.studies.instances import SPREAD
from verifier.studies.losses import SQUARE, Instance
from verifier.studies.tightness import compare, tabulate
from verifier.studies.trace import trace

ONE_EDGE = Instance.of("0.005", "0.02", "3", "0.1")
ONSET = [*bounds_of(SQUARE).onset_from_below, *bounds_of(SQUARE).onset_from_above]
TWO_EDGES = Instance.of("0.05", "0.01", "10", "0.5")
NEVER_RISES = Instance.of("0.1", "0.01", "0.5", "0.2")


def test_the_worked_instance_with_one_edge() -> None:
    """Every golden value of the contract, and nothing but its keys."""
    result = trace(ONE_EDGE, 1000)

    assert list(result.plain()) == [
        "onset",
        "rising_edges",
        "loss_rises",
        "waiting_time",
        "self_stabilization",
        "min_log10_sin",
        "certified",
        "precision_bits",
    ]
    assert result.onset == 216
    assert result.rising_edges == ((216, 669),)
    assert result.loss_rises == ((662, 669),)
    assert result.waiting_time == Waiting(216, 216)
    assert result.min_log10_sin == -127.748013
    assert result.certified is True and result.precision_bits == 128
    (stabilization,) = result.self_stabilization
    assert list(stabilization.plain()) == ["edge", "bound", "norm_bound"]
    assert stabilization.edge == (216, 669)
    assert stabilization.bound is not None and stabilization.norm_bound is not None
    assert 454 <= stabilization.bound < 10 * 454 < stabilization.norm_bound


def test_the_worked_instance_with_two_edges() -> None:
    """Two edges, each with its own bounds."""
    result = trace(TWO_EDGES, 800)

    assert result.rising_edges == ((5, 12), (57, 269))
    assert tuple(bounds.edge for bounds in result.self_stabilization) == result.rising_edges
    assert [8, 213] <= [bounds.bound or 0 for bounds in result.self_stabilization]


def test_a_run_that_never_rises_has_no_waiting_time() -> None:
    """āΛ ≤ 2: null on both sides, by square.no-rising-edge and not by looking far."""
    assert trace(NEVER_RISES, 1).waiting_time == Waiting(None, None)


@pytest.mark.parametrize(
    ("lowers", "window", "best"),
    [
        ({"a": 3, "b": 5}, (4, 9), (5, 8)),
        ({"a": 3, "b": 5}, (7, 7), (7, 7)),
        ({"a": 3, "b": 5}, (4, None), (5, 8)),
        ({"a": 3, "b": None}, (4, 9), (None, None)),
        ({"a": 3, "b": 5}, (None, None), (None, None)),
    ],
)
def test_the_best_bounds_are_the_narrowest(
    lowers: dict[str, int | None],
    window: tuple[int | None, int | None],
    best: tuple[int | None, int | None],
) -> None:
    """The largest lower and smallest upper one; one claim that nothing rises settles the matter."""
    assert bounded.OnsetBounds(lowers, {"c": None, "d": 8}, window, 0).best == best


def test_the_waiting_time_does_not_depend_on_the_number_of_steps() -> None:
    """It bounds the onset of the run, also when these steps do not reach it."""
    short = trace(ONE_EDGE, 10)

    assert short.onset is None
    assert short.waiting_time == Waiting(216, 216)


@pytest.mark.parametrize("instance", SPREAD[::4], ids=str)
def test_a_trace_is_plain_json(instance: Instance) -> None:
    """It survives a round trip through text unchanged, however large its bounds are."""
    result = trace(instance, 3000)

    assert json.loads(json.dumps(result.plain(), allow_nan=False)) == result.plain()


@given(instances())
@settings(max_examples=25)
def test_every_bound_is_on_the_right_side_of_the_truth(instance: Instance) -> None:
    """No claim is refuted by a random instance."""
    assert compare(instance, 1500).violations() == []


@pytest.mark.parametrize("claim", [*ONSET, *bounds_of(SQUARE).edge_length])
@pytest.mark.parametrize("by", [1, None])
def test_a_bound_off_to_the_wrong_side_is_noticed(
    monkeypatch: pytest.MonkeyPatch, claim: str, by: int | None
) -> None:
    """The table refutes a claim whose bound is one step off the truth, or says that nothing rises."""
    from_below = claim in bounds_of(SQUARE).onset_from_below
    truth = 216 if from_below or claim in ONSET else 454
    wrong = truth + (by or 0) if from_below else truth - (by or truth)
    honest = bounded.bound_of
    value = None if by is None and from_below else wrong
    monkeypatch.setattr(
        bounded, "bound_of", lambda name: (lambda h, x: value) if name == claim else honest(name)
    )
    table = tabulate([ONE_EDGE], 1000)

    assert table.status == "REFUTED"
    (violation,) = table.violations
    assert claim in violation and str(truth) in violation


@pytest.mark.parametrize(("digits", "said"), [(5000, "1.000000…e5000"), (None, "no bound")])
def test_a_violation_is_said_whatever_the_size_of_the_bound(digits: int | None, said: str) -> None:
    """A bound of thousands of digits, which Python does not write, is read off the message all the same."""
    honest = compare(ONE_EDGE, 300)
    waiting = replace(honest.waiting, lowers={"square.waiting-time-lower": digits and 10**digits})
    (violation,) = replace(honest, waiting=waiting).violations()

    assert f"square.waiting-time-lower gives {said}, the truth is 216" in violation
    assert len(violation) < 200


def test_the_table_says_when_the_truth_is_not_decided() -> None:
    """A trajectory that could not be certified makes the table inconclusive, never enclosed."""
    assert tabulate([ONE_EDGE], 1000).status == "ENCLOSED"
    assert tabulate([ONE_EDGE], 1000, bits=24, max_bits=24).status == "INCONCLUSIVE"


def test_a_bound_too_large_to_say_anything_has_no_ratio() -> None:
    """Where sin θ is far below 1e-150, the bound by the norm alone exceeds 1e300 and is left out."""
    table = tabulate([Instance.of("0.001", "0.01", "4", "0.01")], 2000)
    ((edge,),) = (row.edges for row in table.rows)

    assert table.status == "ENCLOSED"
    assert edge.bounds["square.self-stabilization"] is None
    assert table.median_ratio["square.self-stabilization upper"] is None


def test_the_table_is_plain_json_with_a_row_for_each_instance() -> None:
    """Rows in the order of the instances, with the median ratio of each bound to the truth."""
    table = tabulate([ONE_EDGE, TWO_EDGES, NEVER_RISES], 1000)

    assert json.loads(json.dumps(table.plain(), allow_nan=False)) == table.plain()
    assert [row.onset for row in table.rows] == [216, 5, None]
    assert [len(row.edges) for row in table.rows] == [1, 2, 0]
    assert table.median_ratio["square.waiting-time-lower lower"] == 1
