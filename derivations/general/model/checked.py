"""What checks of the general theory compare on raw data and along runs."""

from __future__ import annotations

from typing import Any

from sympy import Rational

from derivations.notation import at_next, c
from derivations.square.model.risk import Sample
from verifier.arithmetic.balls import Ball, Verdict, positive

SLACK = Rational(1, 10**20)
"""What may seem to miss in balls where an inequality is an equation."""


class Stepped:
    """One step of gradient descent on raw data: ``x`` is the state before it, ``x_next`` the one after."""

    def __init__(self, sample: Sample) -> None:
        self._sample = sample
        spectrum = sample.spectrum()
        self.bounds = {"l_low": spectrum[0], "L_high": spectrum[-1]}
        moved, scale = sample.descend(sample.w, sample.alpha)
        after = sample.view(moved, scale)
        self._values = self.bounds | {f"{name}_next": value for name, value in after.items()}

    @property
    def definite(self) -> Verdict:
        """Whether Σ is positive definite."""
        return positive(self.bounds["l_low"])

    def evaluate(self, expression: Any) -> Ball:
        """A derived expression of the step."""
        return self._sample.evaluate(expression, **self._values)


def rises(step: Any, *time: int) -> Verdict:
    """Whether cos²θ falls in the step, by the cosines themselves."""
    return positive(step.evaluate(c**2 - at_next(c) ** 2, *time))
