"""The derived map of ``general.update-map`` on a data matrix: a run in balls, whatever the covariance.

The claim is about coordinates along the eigenvectors of Σ, where σ_j t_j is a coordinate of Σt; so its
formula moves the coordinates in any other orthonormal basis as well, that of the columns among them.  No
eigenvector is computed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import arb_mat
from sympy import Expr, Integer

from derivations.general.lemmas.coordinates import STEP, sigma_j
from derivations.square.loss_step_identity import LOSS_STEP
from derivations.square.update_maps import A_NEXT_POLAR, EFFECTIVE_LR
from verifier.arithmetic.balls import Ball, Undecided, Verdict, ball, less, positive
from verifier.arithmetic.evaluate import evaluate
from verifier.studies.experiments.prepared import Prepared

PULLED_STEP: Expr = STEP.subs(sigma_j, Integer(1))
"""A coordinate of w one step later, with that of Σt in the place of t_j."""


@dataclass(frozen=True)
class Point:
    """A state: w without units (d × 1), and what is known of it, under the names of the symbol table.

    ``pulled`` is Σt (d × 1), and ``squared_sine`` is sin²θ.
    """

    weights: arb_mat
    pulled: arb_mat
    squared_sine: Ball
    a: Ball
    N: Ball
    r: Ball
    c: Ball
    lam: Ball

    @property
    def s(self) -> Ball:
        """|sin θ|."""
        return self.squared_sine.sqrt()


class CovarianceMap:
    """The map on given data, with the scale learning rate h."""

    def __init__(self, data: Prepared, h: Fraction) -> None:
        self._data, self._h = data, ball(h)
        self._seen = data.covariance * data.target

    def point(self, weights: arb_mat, a: Ball) -> Point:
        """The state with these weights, in units of √η ρ, and this scale, in units of ρ."""
        seen = self._data.covariance * weights
        N = (weights.transpose() * seen)[0, 0]
        r = N.sqrt()
        c = (weights.transpose() * self._seen)[0, 0] / r
        share = c / r
        pulled = self._seen - seen * share
        tangent = self._data.target - weights * share
        squared_sine = (tangent.transpose() * pulled)[0, 0]
        lam = evaluate(EFFECTIVE_LR, {"a": a, "N": N}.__getitem__)
        return Point(weights, pulled, squared_sine, a, N, r, c, lam)

    def advance(self, x: Point) -> Point:
        """The state after ``x``."""
        known: dict[str, Any] = {"a": x.a, "r": x.r, "c": x.c, "lam": x.lam, "h": self._h}
        rows = zip(x.weights.entries(), x.pulled.entries(), strict=True)
        moved = [[evaluate(PULLED_STEP, {**known, "w_j": w, "t_j": t}.__getitem__)] for w, t in rows]
        return self.point(arb_mat(moved), evaluate(A_NEXT_POLAR, known.__getitem__))

    def loss_step(self, now: Point, after: Point) -> Ball:
        """(R' − R)/ρ²."""
        known = {"a": now.a, "c": now.c, "a_next": after.a, "c_next": after.c, "h": self._h}
        return evaluate(LOSS_STEP, known.__getitem__)

    def rises(self, now: Point, after: Point) -> Verdict:
        """Whether sin²θ grows, by the sines themselves."""
        return less(now.squared_sine, after.squared_sine)

    def loss_rises(self, now: Point, after: Point) -> Verdict:
        """Whether R does."""
        return positive(self.loss_step(now, after))


def decided(verdict: Verdict, t: int) -> bool:
    """The verdict about time t; raises ``Undecided`` if there is none."""
    if verdict is None:
        raise Undecided(f"an event at t = {t}")
    return verdict
