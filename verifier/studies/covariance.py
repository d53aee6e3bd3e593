"""Runs of the square loss on data of any covariance, in the coordinates of its eigenvectors.

Each coordinate is moved by the derived formula of ``general.update-map``; all that the theorems speak of is
computed from the coordinates by its definition.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from random import Random
from types import MappingProxyType

from sympy import Expr

from derivations.general.lemmas.coordinates import STEP
from derivations.square.loss_step_identity import LOSS_STEP
from derivations.square.update_maps import A_NEXT_POLAR
from verifier.arithmetic.balls import Ball, Undecided, Verdict, ball, less, positive, precision
from verifier.arithmetic.evaluate import evaluate
from verifier.arithmetic.reals import Reals, reals_of
from verifier.studies.instances import either, log_uniform, refuse_unknown, root, uniform
from verifier.studies.vectors import dot

STANDING = {
    "h <= 1": "scale learning rate at most 1",
    "a0 > 0": "positive initial scale",
    "c0 > 0": "initial angle below a right angle",
}
"""The standing hypotheses that an alteration may drop."""


@dataclass(frozen=True)
class CovarianceInstance:
    """One run: h and a_0, the spectrum of Σ, and along each eigenvector the coordinates of w and of Σ⁻¹b.

    Without units: w is in units of √η ρ, and ``target`` is scaled to the Σ-norm 1.  All exact.
    """

    h: Fraction
    a0: Fraction
    spectrum: tuple[Fraction, ...]
    w: tuple[Fraction, ...]
    target: tuple[Fraction, ...]

    def __str__(self) -> str:
        lists = (" ".join(map(str, entry)) for entry in (self.spectrum, self.w, self.target))
        return f"h = {self.h}, a_0 = {self.a0}, Σ = diag({{}}), w = ({{}}), u ∝ ({{}})".format(*lists)


class CovarianceRun:
    """The run of an instance, iterated on demand and remembered, at a fixed precision in bits.

    In balls, unless another number system is given.  ``step`` is that of a coordinate, and ``rates`` are
    the numbers in it that no view has.
    """

    step: Expr = STEP
    rates: Mapping[str, Ball] = MappingProxyType({})

    def __init__(self, instance: CovarianceInstance, bits: int = 128, reals: Reals | None = None) -> None:
        self.instance, self.bits, self.reals = instance, bits, reals or reals_of()
        with self.reals.precision(bits):
            self.h, first = self._number(instance.h), self._number(instance.a0)
            self._spectrum = [*map(self._number, instance.spectrum)]
            target = [*map(self._number, instance.target)]
            size = self._inner(1, target, target).sqrt()
            self._u = [x / size for x in target]
            self._points = [([*map(self._number, instance.w)], first)]
        self._views: dict[int, dict[str, Ball]] = {}

    def _number(self, value: Fraction) -> Ball:
        number: Ball = self.reals.number(value)
        return number

    def _inner(self, power: int, left: Sequence[Ball], right: Sequence[Ball]) -> Ball:
        """leftᵀ Σ^power right."""
        return dot([s**power * x for s, x in zip(self._spectrum, left, strict=True)], right)

    def told(self, t: int) -> dict[str, Ball]:
        """The same as ``view``: what a state tells, by name."""
        return self.view(t)

    def view(self, t: int) -> dict[str, Ball]:
        """The named quantities of state t, under the names of the symbol table."""
        if t not in self._views:
            with self.reals.precision(self.bits):
                while len(self._points) <= t:
                    last, before = self._points[-1][0], self._points[-2:][0][0]
                    self._points.append(self._moved(last, before, self.view(len(self._points) - 1)))
                self._views[t] = self._view(*self._points[t])
        return self._views[t]

    def _view(self, w: Sequence[Ball], a: Ball) -> dict[str, Ball]:
        N = self._inner(1, w, w)
        r = N.sqrt()
        c = self._inner(1, w, self._u) / r
        t = [x - c * y / r for x, y in zip(self._u, w, strict=True)]
        A, B, G = self._inner(2, t, t), self._inner(2, w, t) / r, self._inner(3, t, t)
        lam = a / N
        return {
            "N": N, "r": r, "c": c, "s": self._inner(1, t, t).sqrt(), "a": a, "e": 1 - a, "lam": lam,
            "X_norm": dot(w, w), "A_turn": A, "B_turn": B, "G_turn": G,
            "k": (1 + 2 * lam * B + lam * lam * G).sqrt(), "h": self.h,
            "L_high": self._number(max(self.instance.spectrum)),
            "l_low": self._number(min(self.instance.spectrum)),
        }  # fmt: skip

    def _moved(
        self, w: Sequence[Ball], before: Sequence[Ball], view: dict[str, Ball]
    ) -> tuple[list[Ball], Ball]:
        """The state after that of this w and view, by the derived formulas; ``before`` is w a step ago."""
        tangent = [x - view["c"] * y / view["r"] for x, y in zip(self._u, w, strict=True)]
        rows = zip(self._spectrum, w, tangent, before, strict=True)
        moved = [
            evaluate(
                self.step,
                {**view, **self.rates, "sigma_j": s, "w_j": x, "t_j": y, "w_j_before": z}.__getitem__,
            )
            for s, x, y, z in rows
        ]
        return moved, evaluate(A_NEXT_POLAR, view.__getitem__)

    def evaluate(self, expression: Expr, t: int = 0, **values: Ball) -> Ball:
        """A derived expression at time t: ``x`` is state t, ``x_next`` state t + 1, ``x0`` state 0."""

        def value(name: str) -> Ball:
            if name in values:
                return values[name]
            if name.endswith("_next"):
                return self.view(t + 1)[name.removesuffix("_next")]
            known = self.view(t)
            return known[name] if name in known else self.view(0)[name.removesuffix("0")]

        with self.reals.precision(self.bits):
            return evaluate(expression, value)

    def beside(self, tilt: Fraction) -> tuple[dict[str, Ball], dict[str, Ball]]:
        """The state w = R(u + tilt·δ), of the norm R and with the scale of the start, and one step later.

        δ and ``kappa_ray`` are those of ``steepest``.
        """
        with precision(self.bits):
            kappa, delta = self.steepest()
            w, small = self.ray(self.view(0)["r"], ball(tilt), delta), ball(tilt)
            here = self._view(w, self._points[0][1])
            return {**here, "kappa_ray": kappa, "eps": small}, self._view(*self._moved(w, w, here))

    def ray(self, radius: Ball, tilt: Ball, delta: Sequence[Ball]) -> list[Ball]:
        """The coordinates of w = R(u + tilt·δ)."""
        return [radius * (x + tilt * y) for x, y in zip(self._u, delta, strict=True)]

    def steepest(self) -> tuple[Ball, list[Ball]]:
        """The largest eigenvalue κ of M = Σ − bbᵀ/ρ², and its eigenvector of length 1.

        In balls alone.  Raises ``Undecided`` where the eigenvalues of M are not isolated.
        """
        from flint import acb_mat, arb_mat  # a run in points does without FLINT

        with precision(self.bits):
            bent = [s * x for s, x in zip(self._spectrum, self._u, strict=True)]
            rows = [
                [s * int(i == j) - x * y for j, y in enumerate(bent)]
                for i, (s, x) in enumerate(zip(self._spectrum, bent, strict=True))
            ]
            try:
                found, vectors = acb_mat(arb_mat(rows)).eig(right=True)
            except ValueError as error:
                raise Undecided(f"the eigenvalues of M of {self.instance}: {error}") from error
            at = max(range(len(rows)), key=lambda i: float(found[i].real))
            delta = [vectors[i, at].real for i in range(len(rows))]
            size = dot(delta, delta).sqrt()
            return found[at].real, [x / size for x in delta]

    @cached_property
    def kappa_max(self) -> Ball:
        """That eigenvalue alone, remembered."""
        return self.steepest()[0]

    def tilted(self) -> CovarianceRun:
        """A run in the plane of eigenvectors of ℓ and L: the first is the target, w tilted out of it."""
        one, x = Fraction(1), self.instance
        plane = (min(x.spectrum), max(x.spectrum)), (abs(x.w[0]) or one, x.w[1]), (one, Fraction(0))
        return CovarianceRun(CovarianceInstance(x.h, x.a0, *plane), self.bits)

    def rises(self, t: int) -> Verdict:
        """Whether sin θ_{t+1} > sin θ_t, by the sines themselves."""
        return less(self.view(t)["s"], self.view(t + 1)["s"])

    def loss_rises(self, t: int) -> Verdict:
        """Whether R_{t+1} > R_t."""
        return positive(self.evaluate(LOSS_STEP, t))


def sample(random: Random, drop: frozenset[str] = frozenset()) -> CovarianceInstance:
    """A random run in two to four dimensions that obeys the standing hypotheses except those in ``drop``.

    Condition numbers go up to 10,000; a fourth of the spectra are nearly those of whitened data.  Raises
    ``ValueError`` for an unknown hypothesis.
    """
    refuse_unknown(drop, STANDING)
    spectrum, target, rough = _crossed(random) if random.randrange(4) == 0 else _tilted(random)
    aligned = sum(s * x * y for s, x, y in zip(spectrum, rough, target, strict=True))
    if (aligned > 0) == ("c0 > 0" in drop):
        rough = [-x for x in rough]
    h = 1 + 2 * uniform(random) if "h <= 1" in drop else either(random, Fraction("0.001"), Fraction(1))
    a0 = log_uniform(random, Fraction("0.001"), Fraction(3))
    # āL/X_0 from a little below ℓ to many times 2L, so that some never rise, and some do at once.
    wanted = max(a0, Fraction(1)) * max(spectrum) / log_uniform(random, Fraction("0.2"), 20 * max(spectrum))
    scale = root(wanted / sum(x * x for x in rough))
    return CovarianceInstance(
        h=h, a0=-a0 if "a0 > 0" in drop else a0, spectrum=spectrum,
        w=tuple(scale * x for x in rough), target=target,
    )  # fmt: skip


_Directions = tuple[tuple[Fraction, ...], tuple[Fraction, ...], list[Fraction]]
"""The spectrum, and coordinates of the target and of w, of any length."""


def _tilted(random: Random) -> _Directions:
    """w is the target, tilted."""
    d = random.choice([2, 2, 3, 4])
    widest = random.choice([Fraction(1, 1000), Fraction(3), Fraction(99)])
    spectrum = tuple(1 + widest * uniform(random) for _ in range(d))
    target = tuple(Fraction(random.randrange(-9, 10) or 1, 10) for _ in range(d))
    tilt = either(random, Fraction("0.0001"), Fraction(10))
    return spectrum, target, [x + tilt * (2 * uniform(random) - 1) for x in target]


def _crossed(random: Random) -> _Directions:
    """The target lies mostly along a flat direction, w along a steep one."""
    steep = 1 + random.choice([9, 99]) * uniform(random)
    spectrum = (Fraction(1), steep * steep)
    return spectrum, (Fraction(1), uniform(random) / steep), [uniform(random), 1 / steep]
