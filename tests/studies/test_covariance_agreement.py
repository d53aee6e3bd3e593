"""Data of any covariance, mpmath beside balls: the same integers, and what is wrong is noticed."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction

import pytest

from derivations.general.lemmas.coordinates import sigma_j
from verifier.arithmetic.points import POINTS
from verifier.claim import Status
from verifier.dynamics import certify
from verifier.studies import covariance, covariance_agreement
from verifier.studies.covariance import CovarianceRun
from verifier.studies.covariance_agreement import Pair, in_balls, in_points, listed_runs, pair, tabulate
from verifier.studies.losses import Instance

EXACT, CHATTERING = listed_runs()[1], listed_runs()[3]
"""The bound of the onset is the onset; a run that rises at once, and again and again."""

ALONE = """
import json, sys
sys.modules["flint"] = None
from verifier.studies.covariance_agreement import in_points, listed_runs
_, found, digits = in_points(listed_runs()[1].instance)
print(json.dumps([found.rising, found.loss_rises, found.at_least, found.edge_bounds, digits]))
"""


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    """Two listed runs in both arithmetics."""
    return [pair(EXACT), pair(CHATTERING)]


def test_the_whole_table() -> None:
    """CHECKED: every run is settled in both, and every kind of bound was put to the test."""
    table = covariance_agreement.section(quick=False, seed=0, precision=128)

    assert table.status is Status.CHECKED and len(table.rows) == len(listed_runs()) == 11
    assert all(row.same and row.agreed and row.bounds_hold for row in table.rows)
    assert set(table.tested) == {*covariance_agreement.KINDS} and all(table.tested.values())
    assert any(row.mpmath.onset_bounds == (None, None) for row in table.rows)  # never
    assert {row.instance["dimension"] for row in table.rows} >= {"2", "3", "4", "5", "10"}


def test_a_quick_table_has_every_kind() -> None:
    """A part of the list is CHECKED too."""
    assert covariance_agreement.section(quick=True, seed=0, precision=128).status is Status.CHECKED


def test_points_do_without_flint() -> None:
    """A process in which FLINT cannot be imported finds the same."""
    found = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, check=True)
    _, fine, digits = in_points(EXACT.instance)

    assert json.loads(found.stdout) == json.loads(json.dumps([*fine.integers, digits]))


def test_whitened_data_are_the_planar_run() -> None:
    """At κ = 1 the events are those of the map of the square loss."""
    first = listed_runs()[0]
    found = in_balls(first.instance)
    # tan θ_0 = 20/99, to more digits than an event is near to its threshold
    angle = Fraction("0.19932983666134")
    planar = certify(Instance(Fraction(first.h), Fraction(first.a0), Fraction(16, 49), angle), 220)

    assert (found.rising, found.loss_rises) == (planar.rising_edges, planar.loss_rises)


@pytest.mark.parametrize(
    ("module", "altered"),
    [
        ("waiting_time_lower", lambda true: lambda run: true(run) + 1),
        ("self_stabilization", lambda true: lambda run, first: 1),
    ],
)
def test_a_bound_that_is_off_refutes(monkeypatch: pytest.MonkeyPatch, module: str, altered) -> None:
    """A waiting time of one step more, and an edge of one step, are violated in mpmath."""
    claim = getattr(covariance_agreement, module)
    monkeypatch.setattr(claim, "bound", altered(claim.bound))
    table = tabulate([pair(EXACT)])

    assert table.status is Status.REFUTED and table.violations
    assert not table.rows[0].bounds_hold


def test_a_run_that_never_rises_may_not_rise(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the claim to say so of a run that does, it would be refuted."""
    monkeypatch.setattr(covariance_agreement, "may_rise", lambda run: False)

    assert "against a claim" in tabulate([pair(EXACT)]).violations[0]


def test_a_loss_that_rises_outside_every_edge_refutes(pairs: list[Pair]) -> None:
    """The loss may rise only where the direction does."""
    one = pairs[0]
    moved = replace(one.points, loss_rises=((20, 21),))
    table = tabulate([replace(one, points=moved, coarse=moved), pairs[1]])

    assert table.status is Status.REFUTED and "outside every edge at 20" in table.violations[0]


def test_another_map_differs(pairs: list[Pair], monkeypatch: pytest.MonkeyPatch) -> None:
    """With another formula in mpmath than in balls no table is CHECKED."""
    doubled = covariance.CovarianceRun.step.subs(sigma_j, 2 * sigma_j)
    monkeypatch.setattr(covariance.CovarianceRun, "step", doubled)
    coarse, fine, digits = in_points(EXACT.instance)
    table = tabulate([replace(pairs[0], coarse=coarse, points=fine, digits=digits), pairs[1]])

    assert table.status is not Status.CHECKED and not table.rows[0].same




def test_what_is_not_settled_or_not_tested_is_inconclusive(pairs: list[Pair]) -> None:
    """A doubtful step, a difference in one integer, and a table without a rise of the loss."""
    one, other = pairs
    doubtful = replace(one, balls=replace(one.balls, doubtful=True))
    unsettled = replace(one, coarse=replace(one.coarse, at_least=6))
    sides = ("balls", "coarse", "points")
    quiet = replace(one, **{side: replace(getattr(one, side), loss_rises=()) for side in sides})

    assert tabulate([one, other]).status is Status.CHECKED
    assert tabulate([doubtful, other]).status is Status.INCONCLUSIVE
    assert tabulate([unsettled, other]).status is Status.INCONCLUSIVE
    assert tabulate([quiet]).status is Status.INCONCLUSIVE


def test_too_few_digits_are_noticed() -> None:
    """At 30 digits a sine of 1e-23 is rounding: another precision follows."""
    first = listed_runs()[0]
    _, fine, digits = in_points(first.instance)

    assert digits[0] > covariance_agreement.FIRST_DIGITS and fine.depth > 20
    coarse = CovarianceRun(first.instance, 100, POINTS)
    assert coarse.reals is POINTS and type(coarse.view(3)["c"]) is POINTS.kind
