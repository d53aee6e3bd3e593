"""Criterion: what is said of a box of logistic runs is true of every instance in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from verifier.batch.executor import Executor
from verifier.results.rise import Rise
from verifier.studies.diagram import balls
from verifier.studies.diagram.balls import Ends, Row, classify
from verifier.studies.diagram.diagram import VERDICTS, Axis, Phase
from verifier.studies.diagram.engine import AT_ONCE, DELAYED, NEVER_RISES, NOT_DECIDED
from verifier.studies.diagram.phase import compute
from verifier.studies.losses import LOGISTIC, LogisticInstance
from verifier.studies.onset import certify_onset

STEPS = 1000
RANGES = (0.005, 1.0), (0.02, 5.0), (0.5, 12.0), (0.001, 0.78)
"""Of h, α_0, ν_0 and θ_0."""


def boxes(random: Random, count: int, width: float) -> Iterator[list[Ends]]:
    """Random boxes: each parameter drawn by its logarithm, and up to ``width`` of itself wide."""
    for _ in range(count):
        lows = [low * (high / low) ** random.random() for low, high in RANGES]
        yield [(low, low * (1 + width * random.random())) for low in lows]


def instances(random: Random, box: list[Ends], count: int) -> Iterator[LogisticInstance]:
    """Instances of a box, at its ends or between."""
    for _ in range(count):
        shares = [Fraction(random.choice([0, 100, random.randrange(1, 100)]), 100) for _ in box]
        ends = [(Fraction(low), Fraction(high)) for low, high in box]
        yield LogisticInstance.given(
            *(low + share * (high - low) for (low, high), share in zip(ends, shares, strict=True))
        )


def is_true(row: Row, instance: LogisticInstance) -> bool:
    """Whether the verdict and the window hold for the instance, by its certified onset."""
    verdict, window = row
    found = certify_onset(instance)
    if not found.certified:
        raise AssertionError(f"{instance}: {found}")
    if verdict == NOT_DECIDED:
        return window is None
    if found.onset is None:
        return verdict == NEVER_RISES and window is None
    if verdict == NEVER_RISES or window is None or (verdict == AT_ONCE) != (found.onset == 0):
        return False
    return window[0] <= found.onset <= window[1]


def judged(width: float, count: int = 150) -> tuple[Counter[int], list[str]]:
    """How often each verdict was given, and which instances contradict theirs."""
    random, given, wrong = Random(3), Counter[int](), []
    for box in boxes(random, count, width):
        row = classify(box, STEPS)
        given[row[0]] += 1
        wrong += [f"{x}: {row}" for x in instances(random, box, 2) if not is_true(row, x)]
    return given, wrong


@pytest.mark.parametrize("width", [0.0, 1e-3, 0.1])
def test_agrees_with_certified_runs(width: float) -> None:
    """Every verdict and every window holds for instances of the box, and all three verdicts occur."""
    given, wrong = judged(width)

    assert wrong == []
    assert min(given[NEVER_RISES], given[DELAYED], given[AT_ONCE]) >= 5
    if width == 0:
        assert given[NOT_DECIDED] <= 1


def without_width(honest: Callable[..., Any]) -> Callable[..., Any]:
    """A box is taken for its middle."""
    return lambda *ends: honest(*ends).mid()


def without_spread(honest: Callable[..., Any]) -> Callable[..., Any]:
    """The scales of a box are taken for the middle one after each step."""

    def step(box: Any) -> Any:
        after, *shown = honest(box)
        return replace(after, alpha=after.alpha.mid()), *shown

    return step


@pytest.mark.parametrize(("name", "change"), [("hull", without_width), ("advanced", without_spread)])
def test_a_box_that_is_not_widened_is_noticed(
    monkeypatch: pytest.MonkeyPatch, name: str, change: Callable[..., Any]
) -> None:
    """An engine that forgets the width of a box, or lets the scales not move apart, is contradicted."""
    monkeypatch.setattr(balls, name, change(getattr(balls, name)))
    _, wrong = judged(0.3)

    assert wrong != []


def test_a_far_onset_is_bounded_without_iterating_to_it() -> None:
    """At h = 1e-6 the bounds of the waiting time close what the steps do not reach."""
    point = [(x, x) for x in (1e-6, 0.1, 4.0, 0.1)]
    verdict, window = classify(point, 120)
    found = certify_onset(LogisticInstance.given(*(Fraction(x) for x, _ in point)))

    assert verdict == DELAYED and window is not None and found.onset is not None
    assert window[0] <= found.onset <= window[1] <= window[0] + 2
    assert window[0] > 10**6


@pytest.mark.parametrize("box", [
    [(1e-100, 2.0), (1e-100, 1e100), (1e-100, 1e100), (1e-100, 1.5707963267)],
    [(1e-3, 1.0), (1e90, 1e100), (1.0, 2.0), (0.1, 0.2)],
    [(0.1, 0.1), (1.0, 1e100), (1e-100, 1e100), (0.1, 0.1)],
])  # fmt: skip
def test_boxes_that_are_too_wide_are_undecided(box: list[Ends]) -> None:
    """Whatever overflows or spans everything is never called one thing, nor does it take long."""
    verdict, window = classify(box, STEPS)

    assert verdict in (NOT_DECIDED, NEVER_RISES) and window is None
    if verdict == NEVER_RISES:
        assert all(is_true((verdict, window), x) for x in instances(Random(0), box, 5))


def test_cells_of_a_diagram_are_true() -> None:
    """Cells over two parameters, divided where that is needed: each verdict holds at a random point."""
    phase = Phase(
        LOGISTIC,
        Axis("angle0", Fraction(1, 20), Fraction(3, 2)),
        Axis("direction_lr", Fraction(2), Fraction(8)),
        {"scale_lr": Fraction(1, 10), "scale0": Fraction(1, 3)},
        grid=6, undecided=0.1, raster=6,
    )  # fmt: skip
    with Executor() as executor:
        diagram = compute(phase, executor)
    numbers = {word: number for number, word in VERDICTS.items()}
    random = Random(1)

    assert diagram.reached and sum(diagram.shares.values()) == pytest.approx(1)
    for cell in random.sample(diagram.cells, 40):
        angle, rate = Fraction(random.uniform(cell.x0, cell.x1)), Fraction(random.uniform(cell.y0, cell.y1))
        row = numbers[cell.verdict], cell.onset
        assert is_true(row, LogisticInstance.given(Fraction(1, 10), Fraction(1, 3), rate, angle))


def test_the_theorem_does_not_contradict_the_cells() -> None:
    """No raster point where a condition holds lies in a cell of another verdict."""
    phase = Phase(
        LOGISTIC,
        Axis("scale0", Fraction(1, 20), Fraction(4)),
        Axis("direction_lr", Fraction(1), Fraction(8)),
        {"scale_lr": Fraction(1, 10), "angle0": Fraction(1, 20)},
        grid=8, undecided=0.08, raster=10,
    )  # fmt: skip
    with Executor() as executor:
        diagram = compute(phase, executor)
    found = Counter[str]()
    for name, region in diagram.regions.items():
        for line, row in enumerate(region.rows):
            y = 1 + (line + 0.5) * 7 / len(region.rows)
            for column, mark in enumerate(row):
                x = 0.05 + (column + 0.5) * 3.95 / len(row)
                cell = next(c for c in diagram.cells if c.x0 <= x <= c.x1 and c.y0 <= y <= c.y1)
                told = Rise.NEVER if name == "logistic.never-rises" else Rise.DELAYED
                assert mark == "0" or cell.verdict in (told, Rise.UNDECIDED)
                found[name] += mark == "1"

    assert found["logistic.never-rises"] > 10 and found["logistic.restart"] > 5
