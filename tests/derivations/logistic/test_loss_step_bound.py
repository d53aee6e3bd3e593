"""The bound of a loss step, on runs and with its parts removed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb

from derivations.logistic import loss_step_bound
from derivations.logistic.loss_step_bound import CLAIM, FACTOR, PRICE, TAKEN
from derivations.notation import at_next, s
from tests.derivations.derived import certificate_of
from verifier.arithmetic.balls import precision
from verifier.dynamics import Run
from verifier.studies.losses import LogisticInstance


def spike() -> Run:
    """A run whose loss rises at t = 256 to 259, from sin θ = 0.05."""
    return Run(LogisticInstance.of("0.05", "0.5", "3.6", "0.01"), 128)


def test_both_cases_of_a_loss_rise_are_joined() -> None:
    """The certificate has the bound and what it means for the sine, whether or not the direction rises."""
    certificate = certificate_of(CLAIM.id)
    (last,) = (step for step in certificate["steps"] if step["name"] == certificate["concludes"][-1])
    assert len(certificate["concludes"]) == 2 and last["rule"] == "cases"
    cases = {"loss rises, sine above the price", "loss rises without the direction"}
    assert {last["holds"], last["fails"]} == cases


def test_the_sine_is_above_the_price_where_the_loss_rises() -> None:
    """At each loss rise the bound leaves room, and long before it the sine is far below the price."""
    run = spike()
    with precision(128):
        rises = [t for t in range(240, 270) if run.loss_rises(t)]
        for t in rises:
            assert run.loss_step(t) <= run.evaluate(TAKEN - PRICE, t)
        early = run.evaluate(FACTOR * at_next(s) ** 2, 200) / run.evaluate(PRICE, 200)

        assert rises == [256, 257, 258, 259]
        assert early < arb("1e-9")


@pytest.mark.parametrize("part", ["TAKEN", "PRICE"])
def test_neither_term_may_be_smaller(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a turn's term ten times smaller, or a price ten times larger, the proof fails."""
    factor = Fraction(1, 10) if part == "TAKEN" else 10
    monkeypatch.setattr(loss_step_bound, part, getattr(loss_step_bound, part) * factor)
    with pytest.raises(ValueError, match="does not come out"):
        loss_step_bound.derive()
