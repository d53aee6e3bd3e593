"""Steps in which the loss falls, told from the margins: never one in which it rises, most of the others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flint import arb

from verifier.arithmetic.balls import ball, less, positive, precision
from verifier.dynamics.model import load_model
from verifier.studies.experiments.falling import Scores, falls, scores
from verifier.studies.losses import LOGISTIC, LogisticInstance

RISING = ("0.05", "0.5", "4", "0.01")
"""A run whose loss rises."""
TURNED = ("0.05", "0.5", "4", "-0.01")
"""Its mirror image: the sine is negative."""


def steps(row: tuple[str, ...], number: int = 200) -> Iterator[tuple[Scores, Scores, bool | None]]:
    """What is known of the samples before and after each step, and whether the loss rises by its value."""
    model = load_model(LOGISTIC)
    with precision(128):
        instance = LogisticInstance.of(*row)
        h, state = ball(instance.h), model.start(instance)
        for _ in range(number):
            *following, _, _, change, _, _ = model.step(h, *state)
            after = tuple(following)
            yield (
                scores(state, model.walk(h, *state)), scores(after, model.walk(h, *after)), positive(change)
            )  # fmt: skip
            state = after


@pytest.mark.parametrize("row", [RISING, TURNED])
def test_no_step_that_rises_is_told_to_fall(row: tuple[str, ...]) -> None:
    """The value of the change agrees wherever the margins tell; were one sample enough, it would not."""
    found = [*steps(row)]
    told = [rises for here, after, rises in found if falls(here, after)]

    assert {*told} == {False} and len(told) > len(found) / 2
    assert True in [rises for _, _, rises in found]
    assert True in [rises for here, after, rises in found if any(map(less, here, after))]


def test_both_samples_have_to_gain() -> None:
    """One alone says nothing, nor do balls that overlap or are not finite."""
    low, high = (arb(1), arb(0)), (arb(2), arb(1))
    assert falls(low, high)
    assert not falls(low, low) and not falls(high, low)
    assert not falls(low, (arb(2), arb(0))) and not falls(low, (arb(1), arb(1)))
    assert not falls(low, (arb(2), arb(1, 2))) and not falls(low, (arb("inf"), arb(1)))
