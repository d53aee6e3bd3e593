"""Criterion: one interval step of a box contains the exact step of every run in it."""

from __future__ import annotations

import numpy as np
import pytest
from flint import arb

from derivations.square.model import interval_map
from tests.studies.diagram.samples import random_points, widened
from verifier.arithmetic.arithmetics import BALLS
from verifier.arithmetic.balls import precision
from verifier.arithmetic.compile import compile_map
from verifier.batch import arrays
from verifier.dynamics.model import load_model
from verifier.studies.diagram.boxes import first_states
from verifier.studies.diagram.step import array_step
from verifier.studies.losses import SQUARE

BITS = 200
ARGUMENTS = (interval_map.SCALE_LR, *interval_map.STATE)


def _violations(cells: int, steps: int, width: float) -> tuple[int, int]:
    """(violations, cell-steps compared) of boxes against the run from their lower corners, in balls."""
    points = random_points(np.random.default_rng(int(1e6 * width)), cells)
    columns = tuple(first_states(widened(points, width)).T)
    h, state, exponent = columns[:2], columns[2:], np.zeros(cells, dtype=np.int64)
    move = compile_map(interval_map.DEFINITIONS, ARGUMENTS, interval_map.OUTPUTS).bind(BALLS)
    begin = compile_map(interval_map.START, interval_map.START_PARAMETERS, interval_map.STATE).bind(BALLS)
    violations = compared = 0
    with precision(BITS), np.errstate(all="ignore"):
        rates = [arb(float(x)) for x in points.h[:, 0]]
        corner = zip(points.a0[:, 0], points.saturated_lr[:, 0], points.theta0[:, 0], strict=True)
        runs = [
            begin(arb(float(a0)), 1 / arb(float(large)), arb(float(angle))) for a0, large, angle in corner
        ]
        for _ in range(steps):
            state, exponent, rise = array_step()(h, state, exponent)
            table = np.stack([*state, *rise], axis=1).tolist()
            for cell, row in enumerate(table):
                c, s, e, norm = runs[cell]
                c, e, norm, turn, rises = move(rates[cell], c, s, e, norm)
                s = abs(s * turn)
                runs[cell] = c, s, e, norm
                scaled = s * arb(2) ** int(-exponent[cell]) if exponent[cell] else s
                for low, high, x in zip(row[::2], row[1::2], (c, scaled, e, norm, rises), strict=True):
                    # A ball may overlap an end; outside is what is certainly outside.
                    violations += low > x or high < x
                compared += 1
    return violations, compared


@pytest.mark.parametrize("width", [0.0, 1e-3])
def test_contains_the_exact_step(width):
    """Half a million cell-steps, of single instances and of boxes: no exact state lies outside."""
    violations, compared = _violations(2500, 200, width)

    assert (violations, compared) == (0, 500_000)


def test_without_widening_the_check_fails(monkeypatch):
    """A step whose ends are rounded to nearest is caught by the same check."""
    array_step.cache_clear()
    monkeypatch.setattr(arrays, "_outward", lambda low, high: (low, high))
    violations, _ = _violations(50, 50, 0.0)
    array_step.cache_clear()

    assert violations > 0


def test_the_coordinates_agree_with_the_plane():
    """The map in (cos θ, sin θ, e, N) gives the states of the map in (p, q, e, N, r)."""
    model = load_model(SQUARE)
    move = compile_map(interval_map.DEFINITIONS, ARGUMENTS, interval_map.OUTPUTS).bind(BALLS)
    with precision(BITS):
        h, state = arb("0.01"), model.enclose(arb("0.05"), 1 / arb(3), arb("0.3"))
        for _ in range(50):
            x = model.view(state)
            c, e, norm, turn, rises = move(h, x["c"], x["s"], x["e"], x["N"])
            expected_rise = model.direction(*state)[1]
            state = model.advance(h, *state)
            after = model.view(state)

            assert c.overlaps(after["c"]) and e.overlaps(after["e"]) and norm.overlaps(after["N"])
            assert abs(x["s"] * turn).overlaps(after["s"]) and rises.overlaps(expected_rise)
