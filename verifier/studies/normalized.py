"""Runs of a linear model under any quadratic normalization: batch, weight, RMS and layer.

Each coordinate, along a common eigenvector of Σ and of the normalizer M, moves by the derived derivative of
the risk.  Lengths and angles are Euclidean.  η is 1: w is in units of √η.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from sympy import Expr

from derivations.general.model.normalizer import SCALE_SLOPE, SLOPE
from verifier.arithmetic.balls import Ball, Undecided, Verdict, ball, less, precision
from verifier.arithmetic.evaluate import evaluate
from verifier.studies.instances import either, log_uniform, refuse_unknown, uniform
from verifier.studies.vectors import dot, to_balls

STANDING: dict[str, str] = {}
"""No hypothesis can be dropped: what a step is like is looked at in each."""
LOSS = 4
"""How many times the digits asked for are carried: near the target a coordinate loses some a step."""
KINDS = ("batch", "weight", "RMS", "layer")
ONE, ZERO = Fraction(1), Fraction(0)


@dataclass(frozen=True)
class NormalizedInstance:
    """One run: h, α_0, and along each eigenvector what Σ and M are, and the coordinates of b, w and u.

    ``target`` is the direction u that angles are measured from, of any length.  All exact.
    """

    kind: str
    h: Fraction
    alpha0: Fraction
    spectrum: tuple[Fraction, ...]
    normalizer: tuple[Fraction, ...]
    correlation: tuple[Fraction, ...]
    w: tuple[Fraction, ...]
    target: tuple[Fraction, ...]


class NormalizedRun:
    """The run of an instance in balls, iterated on demand and remembered, at a fixed precision in bits."""

    def __init__(self, instance: NormalizedInstance, bits: int = 128) -> None:
        self.instance, self.bits = instance, LOSS * bits
        with precision(self.bits):
            rows = (instance.spectrum, instance.normalizer, instance.correlation)
            self._rows = [*zip(*map(to_balls, rows), strict=True)]
            target = to_balls(instance.target)
            size = dot(target, target).sqrt()
            self._u = [x / size for x in target]
            self._points = [(to_balls(instance.w), ball(instance.alpha0))]
        self._views: dict[int, dict[str, Ball]] = {}

    def view(self, t: int) -> dict[str, Ball]:
        """The named quantities of state t, and of the step from it."""
        if t not in self._views:
            with precision(self.bits):
                while len(self._points) <= t + 1:
                    self._points.append(self._moved(*self._points[-1]))
                self._views[t] = self._view(self._points[t][0], self._points[t + 1][0])
        return self._views[t]

    def _moved(self, w: Sequence[Ball], alpha: Ball) -> tuple[list[Ball], Ball]:
        """The state after this one, by the derivatives of the risk."""
        seen = sum((s * x * x for (s, _, _), x in zip(self._rows, w, strict=True)), ball(0))
        size = sum((m * x * x for (_, m, _), x in zip(self._rows, w, strict=True)), ball(0)).sqrt()
        along = sum((b * x for (_, _, b), x in zip(self._rows, w, strict=True)), ball(0))
        known = {"alpha": alpha, "Q_seen": seen, "nu_norm": size, "P_seen": along}
        moved = []
        for (s, m, b), x in zip(self._rows, w, strict=True):
            values = {**known, "sigma_j": s, "m_j": m, "b_j": b, "w_j": x}
            moved.append(x - evaluate(SLOPE, values.__getitem__))
        return moved, alpha - ball(self.instance.h) * evaluate(SCALE_SLOPE, known.__getitem__)

    def _view(self, w: Sequence[Ball], after: Sequence[Ball]) -> dict[str, Ball]:
        N, step = dot(w, w), [y - x for x, y in zip(w, after, strict=True)]
        length, c = dot(step, step).sqrt(), dot(w, self._u) / N.sqrt()
        off = [x - c * y / N.sqrt() for x, y in zip(self._u, w, strict=True)]
        s = dot(off, off).sqrt()
        return {
            "N": N, "c": c, "s": s, "tan_theta": s / c, "kappa": length / N.sqrt(),
            "tau_step": dot(step, self._u) / length, "k": (dot(after, after) / N).sqrt(),
        }  # fmt: skip

    def evaluate(self, expression: Expr, t: int = 0, **values: Ball) -> Ball:
        """A derived expression at time t: ``x`` is state t, ``x_next`` state t + 1, ``x0`` state 0."""

        def value(name: str) -> Ball:
            if name in values:
                return values[name]
            if name.endswith("_next"):
                return self.view(t + 1)[name.removesuffix("_next")]
            known = self.view(t)
            return known[name] if name in known else self.view(0)[name.removesuffix("0")]

        with precision(self.bits):
            return evaluate(expression, value)

    def rises(self, t: int) -> Verdict:
        """Whether the angle to u is acute and rises at t, by the sines."""
        now, after = self.view(t), self.view(t + 1)
        with precision(self.bits):
            acute = less(0, now["c"])
            return None if acute is None else acute and less(now["s"] ** 2, after["s"] ** 2)

    def edges(self, limit: int) -> list[tuple[int, int]]:
        """First step and number of steps of each rising edge that ends before ``limit``.

        Raises ``Undecided`` where a step is not decided.
        """
        found: list[tuple[int, int]] = []
        begun: int | None = None
        for t in range(limit):
            rises = self.rises(t)
            if rises is None:
                raise Undecided(f"rising at t = {t}")
            if rises and begun is None:
                begun = t
            if not rises and begun is not None:
                found.append((begun, t - begun))
                begun = None
        return found


def sample(random: Random, drop: frozenset[str] = frozenset()) -> NormalizedInstance:
    """A random run in two to four dimensions, of one of ``KINDS``, from an acute angle to its target.

    For layer normalization the last coordinate is along (1, …, 1): M leaves it out, and w has none.
    Raises ``ValueError`` for an unknown hypothesis.
    """
    refuse_unknown(drop, STANDING)
    kind = random.choice(KINDS)
    d = random.choice([3, 4] if kind == "layer" else [2, 2, 3, 4])
    tilt = either(random, Fraction("0.01"), Fraction(1))
    scale = log_uniform(random, Fraction("0.05"), Fraction(1))
    w = [scale * x for x in (ONE, *(tilt * (2 * uniform(random) - 1) for _ in range(d - 1)))]
    off = (ONE, *(uniform(random) / 3 for _ in range(d - 1)))
    spectrum = (ONE, *(1 + 3 * uniform(random) for _ in range(d - 1)))
    h = either(random, Fraction("0.01"), Fraction("0.5"))
    return _of_kind(kind, h, log_uniform(random, Fraction("0.05"), Fraction(1)), spectrum, w, off)


def _of_kind(
    kind: str,
    h: Fraction,
    alpha0: Fraction,
    spectrum: Sequence[Fraction],
    w: Sequence[Fraction],
    off: Sequence[Fraction],
) -> NormalizedInstance:
    """The run of that normalization; ``off`` is the target that batch normalization has."""
    d = len(w)
    along, flat = (ONE, *(ZERO,) * (d - 1)), (*(ONE,) * (d - 1), ZERO if kind == "layer" else ONE)
    seen = [x * m for x, m in zip(w, flat, strict=True)]
    rows: dict[str, tuple[Sequence[Fraction], ...]] = {
        "batch": (spectrum, spectrum, [s * x for s, x in zip(spectrum, off, strict=True)], w, off),
        "weight": (spectrum, flat, along, w, along),
        "RMS": (along, flat, along, w, along),
        "layer": (along, flat, along, seen, along),
    }
    return NormalizedInstance(kind, h, alpha0, *map(tuple, rows[kind]))


def _listed(kind: str, h: str, alpha0: str, scale: str, tilt: str) -> NormalizedInstance:
    """In three dimensions, with eigenvalues 1 to 2, at a direction off the target by ``tilt``."""
    size, aside = Fraction(scale), Fraction(scale) * Fraction(tilt)
    plane = (ONE, ONE, Fraction(2)), (size, aside, aside / 2), (ONE, Fraction("0.2"), Fraction("0.1"))
    return _of_kind(kind, Fraction(h), Fraction(alpha0), *plane)


SPREAD = (
    _listed("batch", "0.05", "0.1", "0.125", "1"),
    _listed("batch", "0.2", "0.1", "0.125", "1"),
    _listed("weight", "0.05", "0.1", "0.2", "0.25"),
    _listed("weight", "0.2", "0.5", "0.5", "0.25"),
    _listed("RMS", "0.01", "0.1", "0.2", "0.1"),
    _listed("layer", "0.01", "0.1", "0.2", "0.1"),
)
"""Runs with edges of four steps and more."""
