"""The diabetes data once more, standardized but not whitened: what the covariance does to the delay.

The same training as in ``verifier.studies.experiments.diabetes``, with the same rates, the same w_0 and
α_0; but every column is only divided by its standard deviation, as is usual, and Σ is the matrix of their
correlations.  Beside training from the raw matrix runs the map of ``general.update-map``, in balls.

Here sin θ is no measure of the digits that are needed: what grows at the onset is the part along a steep
direction, which was far smaller before than that along the flat ones, by which the sine is seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from derivations.general.waiting_time_lower import WAITING
from verifier.arithmetic import balls
from verifier.arithmetic.balls import Ball, Undecided, ball
from verifier.arithmetic.evaluate import evaluate
from verifier.claim import Status
from verifier.results.experiment import Experiment, Followed, Reduced, Setting, Training
from verifier.studies.data.diabetes import load
from verifier.studies.experiments.covariance_map import CovarianceMap, decided
from verifier.studies.experiments.diabetes import (
    ALPHA0,
    ETA,
    ETA_ALPHA,
    bits_used,
    compare,
    first_spike,
    series,
    settings,
    summary,
    trained_path,
    weights,
)
from verifier.studies.experiments.path import Path
from verifier.studies.experiments.plain import number
from verifier.studies.experiments.prepared import Prepared, standardize
from verifier.studies.experiments.reduced import Units
from verifier.studies.experiments.spectrum import eigenvalues

STEPS = 640
MARGIN, SECOND_MARGIN = 640, 768
"""Bits of training, and of the run that confirms it."""
_BITS = 3072
_SPECTRUM_BITS = 256


@dataclass(frozen=True)
class Price:
    """What the two thresholds of the general theory say of a run.

    ``condition_number`` is L/ℓ, ``kappa_max`` the largest eigenvalue of M = Σ − bbᵀ/ρ², ``passed`` the
    first time at which λκ_max > 2 is certain, and ``bound`` the onset's bound from below.
    """

    condition_number: Ball
    kappa_max: Ball
    passed: int | None
    bound: Ball

    def settings(self) -> dict[str, Setting]:
        """The same rounded, under the keys of the report."""
        return {
            "condition_number": number(self.condition_number),
            "kappa_max": number(self.kappa_max),
            "local_threshold_at": "not" if self.passed is None else self.passed,
            "waiting_time_lower": number(self.bound),
        }

    def __str__(self) -> str:
        vacuous = "" if self.bound > 0 else ", which says nothing"
        return (
            f"The condition number is {number(self.condition_number, 3):g}, λκ_{{max}} passes 2 at time "
            f"{self.passed}, and the bound of the onset from below is {number(self.bound, 3):g}{vacuous}."
        ).replace("-", "−")


def run(*, quick: bool = False, seed: int = 0, precision: int = 0) -> Experiment:
    """Train, iterate the derived map, and compare them at every time.

    ``quick`` trains once.  Nothing is random and each run has the precision it needs, so ``seed`` and
    ``precision`` have no effect.
    """
    del seed, precision
    with balls.precision(_BITS):
        data = standardize(load())
        units = Units.of(data, Fraction(ETA))
    try:
        mapped = mapped_path(data, units, STEPS)
        price = priced(data, units, mapped)
    except Undecided as error:
        return Experiment(Status.INCONCLUSIVE, f"The map leaves open {error}.")
    training = trained_path(data, STEPS, MARGIN)
    second = None if quick else trained_path(data, STEPS, SECOND_MARGIN)
    agreement = compare(training, mapped, second)
    return Experiment(
        Status.CHECKED if agreement.agrees else Status.REFUTED,
        f"{summary(training, agreement)} {price}",
        Followed(
            {**settings(mapped, units, data, STEPS), **price.settings()},
            Reduced(mapped.events, _BITS),
            Training(training.events, bits_used(training), first_spike(training, units)),
            agreement,
            series(training, units, price.kappa_max),
        ),
    )


def mapped_path(data: Prepared, units: Units, steps: int) -> Path:
    """The map of ``general.update-map`` from the start of training; raises ``Undecided``."""
    with balls.precision(_BITS):
        moved = CovarianceMap(data, Fraction(ETA_ALPHA))
        now = moved.point(weights() * (1 / units.length), ball(Fraction(ALPHA0)) / units.rho)
        states, rising, losses = [units.view(now)], [], []
        for t in range(steps):
            after = moved.advance(now)
            rising.append(decided(moved.rises(now, after), t))
            losses.append(decided(moved.loss_rises(now, after), t))
            states.append(units.view(after))
            now = after
    return Path(states, rising, losses)


def priced(data: Prepared, units: Units, mapped: Path) -> Price:
    """Both thresholds, at the start of a run and along it."""
    with balls.precision(_SPECTRUM_BITS):
        flat, *_, steep = eigenvalues(data.covariance)
        seen = data.covariance * data.target  # b/ρ
        kappa_max = eigenvalues(data.covariance - seen * seen.transpose())[-1]
        w = weights() * (1 / units.length)
        start: dict[str, Ball] = {
            "a0": ball(Fraction(ALPHA0)) / units.rho, "h": ball(Fraction(ETA_ALPHA)),
            "X_norm0": (w.transpose() * w)[0, 0], "L_high": steep, "l_low": flat,
        }  # fmt: skip
        passed = [bool(x.effective_lr * kappa_max > 2) for x in mapped.states]
        return Price(
            steep / flat,
            kappa_max,
            passed.index(True) if True in passed else None,
            evaluate(WAITING, start.__getitem__),
        )
