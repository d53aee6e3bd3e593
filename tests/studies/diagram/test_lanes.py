"""Criterion: cells side by side in the compiled loop go their own ways, and in vector instructions."""

from __future__ import annotations

import platform
import re

import numpy as np
import pytest

from tests.studies.diagram.samples import random_points, widened
from verifier.batch import rounding
from verifier.batch.compiler import HAVE_NUMBA, compiled
from verifier.studies.diagram import loop
from verifier.studies.diagram.boxes import first_states
from verifier.studies.diagram.lanes import LANES, lane_loop
from verifier.studies.diagram.step import scalar_step

FIELDS = ("reason", "time", "possible", "exponent", "state")


def _together(starts, run, steps=300):
    found = loop.Followed.empty(len(starts))
    run(starts, steps, True, found.reason, found.time, found.possible, found.exponent, found.state)
    return found


@pytest.mark.parametrize("count", [0, 1, LANES - 1, LANES, 3 * LANES + 5])
def test_no_cell_is_lost_or_changed_by_its_neighbours(count):
    """However many cells there are, each stops where it stops alone."""
    boxes = random_points(np.random.default_rng(11), max(1, count))
    starts = first_states(widened(boxes, 0.01))[:count]
    found = _together(starts, loop.compiled_loop())
    alone = [_together(starts[cell : cell + 1], loop.compiled_loop()) for cell in range(count)]

    for cell, one in enumerate(alone):
        for name in FIELDS:
            assert np.array_equal(getattr(found, name)[cell], getattr(one, name)[0], equal_nan=True), name


@pytest.mark.skipif(not HAVE_NUMBA or platform.machine() != "x86_64", reason="reads x86 machine code")
def test_the_loop_over_the_lanes_is_made_of_vectors():
    """Its divisions are of several cells at once; with a loop of its own in each step they are not."""

    def looping(h, state, exponent):  # type: ignore[no-untyped-def]
        while exponent > 0.0:
            exponent -= 512.0
        return step(h, state, exponent)

    step, decide = scalar_step(), loop._stop_conditions(rounding.OPERATIONS, compiled)
    starts = first_states(random_points(np.random.default_rng(12), 3))
    packed = []
    for run in (loop.compiled_loop(), lane_loop(compiled(looping), decide)):
        _together(starts, run)
        packed.append(any(re.search(r"\bv?divpd\b", text) for text in run.inspect_asm().values()))

    assert packed == [True, False]
