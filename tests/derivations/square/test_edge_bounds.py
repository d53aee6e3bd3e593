"""How sharp the bounds of an edge are near the threshold, and what they cost."""

from __future__ import annotations

from fractions import Fraction
from itertools import count

import pytest

from derivations.direction.rising_edge import first_edge
from derivations.square import self_stabilization_envelope as envelope
from derivations.square import self_stabilization_log as log
from derivations.square.lemmas.edge_envelope import Envelope
from verifier.arithmetic.balls import precision
from verifier.dynamics import Run
from verifier.studies.instances import SPREAD
from verifier.studies.losses import Instance

NEAR_THRESHOLD = [
    ("0.01", "0.1", "2.01", "0.01"),
    ("1/3", "0.1", "2.001", "0.01"),
    ("0.1", "0.7", "2.05", "1e-9"),
]


@pytest.mark.parametrize("parameters", NEAR_THRESHOLD, ids=str)
def test_an_edge_near_the_threshold_has_a_useful_bound(parameters: tuple[str, ...]) -> None:
    """Where λ hardly exceeds 2, ν and s̄ are chosen on the scale of the excess: within half of the truth."""
    run = Run(Instance.of(*parameters))
    begin = run.onset(2000)
    assert begin is not None
    length = next(steps for steps in count(1) if run.rising(begin + steps) is False)
    with precision(run.bits):
        rough = log.bound(run.h, run.state(begin))
        fine = envelope.bound(run.h, run.state(begin))

    assert rough is not None and length <= rough < 2 * length
    assert length <= fine < Fraction(3, 2) * length


def test_an_edge_of_millions_of_steps_is_bounded_without_taking_them() -> None:
    """Λ = 2.0001: 10^211 by the norm alone, some three millions by the recursion in a few turns."""
    run = Run(Instance.of("0.01", "0.1", "2.0001", "0.01"))
    begin = run.onset(2000)
    assert begin is not None
    with precision(run.bits):
        bound = envelope.bound(run.h, run.state(begin))

    # While λ − 1 ≤ 1.0001, ln(1/sin θ) falls by less than 1e-4 a step, from 107 ln 10.
    assert 2_400_000 < bound < 4_000_000


@pytest.mark.parametrize(("pace", "holds"), [(1, True), (3, False)])
def test_several_steps_of_the_recursion_at_once(
    monkeypatch: pytest.MonkeyPatch, pace: int, holds: bool
) -> None:
    """Taken from the first steps on, they still bound every edge, and with g³ for g they do not."""
    monkeypatch.setattr(envelope, "STEPWISE", 16)
    monkeypatch.setattr(envelope, "SHARE_OF_TIME", 8)
    kept = []
    for instance in SPREAD[:16]:
        run = Run(instance)
        edge = first_edge(run)
        if edge is not None and edge[1] is not None:
            with precision(run.bits):
                kept.append(edge[1] <= envelope.bound(run.h, run.state(edge[0]), pace))

    assert len(kept) > 8 and all(kept) is holds


def test_a_slow_scale_does_not_cost_a_step_of_the_envelope_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """At h = 1e-9 the scale settles after 1e9 steps: no claim iterates its envelope that far."""
    rows: list[int] = []
    norm_cap = Envelope.norm_cap
    monkeypatch.setattr(Envelope, "norm_cap", lambda self, t: (rows.append(t), norm_cap(self, t))[1])
    run = Run(Instance.of("1e-9", "0.7", "3", "1e-5"))
    with precision(run.bits):
        bounds = [module.bound(run.h, run.state(0)) for module in (log, envelope)]

    assert all(bound is not None and bound < 1000 for bound in bounds)
    assert max(rows) < 30_000
