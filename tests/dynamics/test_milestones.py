"""A run that is traced is iterated once: what is told of the parts of an edge was kept on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from verifier.dynamics import Run, certify, milestones, trajectory
from verifier.dynamics.milestones import Milestones
from verifier.dynamics.model import load_model
from verifier.studies import bounded, iteration
from verifier.studies.losses import Instance, LogisticInstance
from verifier.studies.trace import follow, follow_in_mpmath

RUNS = (
    (Instance.of("0.005", "0.02", "3", "0.1"), 1000),
    (LogisticInstance.of("0.02", "0.1", "4", "0.1"), 650),
)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """An entry for each step of a map in a trace, but for those from which the onset is foretold."""
    taken: list[int] = []

    def counted(step: Callable[..., Any]) -> Callable[..., Any]:
        def one(*state: Any) -> Any:
            taken.append(1)
            return step(*state)

        return one

    def load(*given: Any) -> Any:
        model = load_model(*given)
        return replace(model, step=counted(model.step), advance=counted(model.advance))

    for module in (trajectory, bounded, iteration):
        monkeypatch.setattr(module, "load_model", load)
    return taken


@pytest.mark.parametrize(("instance", "many"), RUNS, ids=["square", "logistic"])
def test_a_trace_iterates_once(instance: Any, many: int, steps: list[int]) -> None:
    """As many steps are taken as are traced, and one more, though an edge is bounded from within it."""
    traced = follow(instance, many)

    assert len(steps) == many + 1
    assert any(traced.trajectory.edge_parts)


def test_a_second_walk_is_noticed(steps: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the states not kept, the same count would be larger, for the same promises."""
    instance, many = RUNS[0]
    promised = follow(instance, many).promises
    steps.clear()
    monkeypatch.setattr(milestones, "MOST", 2)

    assert follow(instance, many).promises == promised
    assert len(steps) > many + 1


def test_in_mpmath_each_precision_iterates_once(steps: list[int]) -> None:
    """Two precisions agree at once, and take the steps of two runs."""
    instance, many = RUNS[0]
    traced = follow_in_mpmath(instance, many)

    assert traced.settled and any(traced.trajectory.edge_parts)
    assert len(steps) == 2 * (many + 1)


@pytest.mark.parametrize("most", [2, 4, 64, 1024])
@pytest.mark.parametrize("length", [1, 2, 7, 8, 100, 454])
def test_the_parts_are_the_states_after_so_many_steps(
    length: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After four, six and seven eighths of it, rounded down, whatever was kept; never the first state."""
    monkeypatch.setattr(milestones, "MOST", most)
    kept = Milestones(lambda state: (state[0] + 1,))
    for t in range(length):
        kept.add((10 + t,))  # type: ignore[arg-type]

    expected = {length * part // 8 for part in (4, 6, 7)} - {0}
    assert kept.parts() == {after: (10 + after,) for after in expected}
    assert len(kept._kept) <= most


def test_the_parts_of_an_edge_are_states_of_its_run() -> None:
    """Each encloses the state of the run at that time; the one before it does not."""
    instance, many = RUNS[0]
    found, run = certify(instance, many), Run(instance, 256)
    model = load_model(instance.loss)
    ((first, _),) = found.rising_edges
    (parts,) = found.edge_parts

    assert [*parts] == [454 * part // 8 for part in (4, 6, 7)]
    for after, state in parts.items():
        there, before = (model.state_of(run.state(first + t)) for t in (after, after - 1))
        assert all(x.overlaps(y) for x, y in zip(state, there, strict=True))
        assert not all(x.overlaps(y) for x, y in zip(state, before, strict=True))
