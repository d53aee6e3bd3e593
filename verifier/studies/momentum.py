"""Runs of the square loss with momentum, on data of any covariance, by the derived step."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random

from derivations.general.lemmas.heavy_step import HEAVY
from derivations.general.model.momentum import beta
from verifier.arithmetic.balls import Ball, ball, precision
from verifier.studies import covariance
from verifier.studies.covariance import CovarianceInstance, CovarianceRun
from verifier.studies.instances import uniform


@dataclass(frozen=True)
class MomentumInstance(CovarianceInstance):
    """One run from rest, v_0 = 0, with momentum β in [0, 1)."""

    momentum: Fraction

    @staticmethod
    def of(start: CovarianceInstance, momentum: Fraction) -> MomentumInstance:
        """The run from the start of another, with momentum."""
        return MomentumInstance(start.h, start.a0, start.spectrum, start.w, start.target, momentum)

    def __str__(self) -> str:
        return f"β = {self.momentum}, {super().__str__()}"


class MomentumRun(CovarianceRun):
    """The run of an instance: v' = βv − η∂R/∂w, w' = w + v', and the scale as without momentum."""

    instance: MomentumInstance
    step = HEAVY

    def __init__(self, instance: MomentumInstance, bits: int = 128) -> None:
        super().__init__(instance, bits)
        with precision(bits):
            self.rates = {beta.name: ball(instance.momentum)}

    def beside_ray(self, tilt: Fraction, bits: int) -> tuple[MomentumRun, Ball]:
        """The run from w = R(u + tilt·δ) at rest with α/ρ = 1, and κ_max.

        δ is the eigenvector of M for κ_max, and R such that λ_∗ = 1/R² is the λ_0 of this run.
        """
        run = MomentumRun(self.instance, bits)
        with precision(bits):
            kappa, delta = run.steepest()
            radius = 1 / run.view(0)["lam"].sqrt()
            run._points, run._views = [(run.ray(radius, ball(tilt), delta), ball(1))], {}
        return run, kappa


def sample(random: Random, drop: frozenset[str] = frozenset()) -> MomentumInstance:
    """A run of ``verifier.studies.covariance`` with some momentum, none at all in one of five."""
    start = covariance.sample(random, drop)
    return MomentumInstance.of(start, random.choice([0, 1, 1, 1, 1]) * uniform(random))
