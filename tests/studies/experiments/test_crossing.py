"""A followed run: its events are those of a plain certified run, and nothing rises after its end."""

from __future__ import annotations

import pytest
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import logistic_instances
from verifier.arithmetic.balls import Undecided, precision
from verifier.dynamics import Run
from verifier.dynamics.trajectory import certify
from verifier.results.visible_rise import Outcome
from verifier.studies.experiments import crossing
from verifier.studies.experiments.crossing import cross
from verifier.studies.losses import LogisticInstance

EACH = {
    Outcome.NEVER: ("0.05", "0.5", "3", "0.01"),
    Outcome.SCALE: ("0.1", "0.5", "3.3", "0.01"),
    Outcome.NORM: ("0.05", "0.5", "8", "0.01"),
    Outcome.LOSS: ("0.05", "0.5", "4", "0.01"),
}


@pytest.mark.parametrize(("outcome", "row"), EACH.items())
def test_tells_the_four_outcomes_apart(outcome, row):
    """One run of each kind is told for what it is."""
    assert cross(LogisticInstance.of(*row)).outcome is outcome


@given(logistic_instances().filter(lambda instance: instance.h > 0.02))
def test_agrees_with_a_certified_run(instance):
    """Onset, end of the last edge and first loss rise are those of ``certify``, which also sees no more."""
    crossing = cross(instance)
    plain = certify(instance, crossing.end.t + 60)

    assert plain.onset == (crossing.onset.t if crossing.onset else None)
    edges, rises = plain.rising_edges, plain.loss_rises
    assert (edges[-1][1] + 1 if edges else None) == (crossing.closed.t if crossing.closed else None)
    assert (rises[0][0] if rises else None) == (crossing.loss_rise.t if crossing.loss_rise else None)


@given(st.sampled_from([*EACH.values()]))
def test_the_height_is_that_of_the_losses(row):
    """The largest rise is the largest sum of consecutive positive loss steps."""
    crossing = cross(LogisticInstance.of(*row))
    run = Run(crossing.instance, 128)
    climb = largest = 0.0
    for t in range(crossing.end.t):
        change = float(run.loss_step(t))
        climb = max(climb + change, 0.0) if change > 0 else 0.0
        largest = max(largest, climb)

    assert float(crossing.height) == pytest.approx(largest)


def test_norm_and_scale_differ_in_what_moved():
    """Where α leaves first the norm is that of the onset; where the norm closes it has doubled."""
    scale, norm = (cross(LogisticInstance.of(*EACH[kind])) for kind in (Outcome.SCALE, Outcome.NORM))

    with precision(128):
        assert scale.closed.N / scale.onset.N - 1 < 1e-9
        assert norm.closed.N > 2 * norm.onset.N


def test_an_unfinished_run_is_not_judged():
    """A run that is not over within the limit is refused."""
    with pytest.raises(Undecided, match="not over after 20 steps"):
        cross(LogisticInstance.of(*EACH[Outcome.SCALE]), limit=20)


def test_the_loss_climbs_anew_after_a_quiet_step():
    """The height is that of one uninterrupted rise, however quiet the steps between two are."""
    record = crossing._Record()
    here = cross(LogisticInstance.of(*EACH[Outcome.LOSS])).start
    for change, loss in (("2", True), ("-1", False), ("3", True), ("1", True), ("-1", False)):
        if loss or record.moved:
            record.add(here, False, arb(change) if loss else None)

    assert record.height == 4 and not record.moved
