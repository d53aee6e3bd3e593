"""The onset against the condition number of the data, from raw matrices, in balls.

All that a whitened run is given by stays the same: h, a_0, N_0 and the angle, in the data's own inner
product.  Only the spectrum of Σ becomes wider, from 1 to κ.  In the plane the target direction is the
flattest eigenvector: the family of ``general.whitening-matters``, of which that claim says from which κ on
no delay is left.  In more dimensions target and tilt have a part along every eigenvector.

A run is the derived map (``verifier.studies.experiments.covariance_map``), and its first step is held
against gradient descent through the samples, which knows no covariance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from flint import arb_mat
from sympy import Expr, Rational, solve

from derivations.general import sharp_delay
from derivations.general.model.system import L, ell
from derivations.general.rising_threshold import TILTED_MARGIN
from derivations.general.waiting_time_lower import bound
from derivations.notation import c, lam, s
from verifier.arithmetic import balls
from verifier.arithmetic.balls import Ball, Undecided, ball, positive
from verifier.arithmetic.evaluate import evaluate
from verifier.claim import Status
from verifier.results.conditioning import Conditioning, Curve, Onset, Shared
from verifier.results.evidence import Evidence, Measured
from verifier.studies.experiments.covariance_map import CovarianceMap, Point
from verifier.studies.experiments.descent import passes
from verifier.studies.experiments.prepared import Prepared
from verifier.studies.experiments.spectrum import eigenvalues
from verifier.studies.turned import Start, Turned, plane, spread

H, A0 = Fraction(1, 100), Fraction(1, 20)
START = Start(Fraction(4, 7), Fraction(99, 101), Fraction(20, 101))
ROOTS = (
    "1", "1.1", "1.2", "1.35", "1.5", "1.7", "2", "2.3", "2.6", "3", "3.3", "3.65", "3.66", "4", "4.5", "5",
    "6", "8", "10",
)  # fmt: skip
"""√κ.  No delay is left in the plane from κ = 13.37… on, which lies between two of them."""
DIMENSIONS = (2, 3, 5, 10)
_BITS = 1024
_LIMIT = 400


@dataclass(frozen=True)
class Seen:
    """One run: its onset, None if that is not decided, and what the claims say of it from its start.

    ``at_least`` is by the condition number, ``sharper`` by κ_max, and ``whitened`` the bound with N_0 in
    the place of N̂_0.  ``margin`` says by its sign whether the first step rises where the target is the
    flattest eigenvector.
    """

    onset: int | None
    at_least: int
    sharper: int
    whitened: int
    margin: Ball


def follow(raw: Turned) -> Seen:
    """The run up to its onset.

    Raises ``ArithmeticError`` if the map is not gradient descent through the samples.
    """
    with balls.precision(_BITS):
        data = prepared(raw)
        moved = CovarianceMap(data, H)
        now = start = moved.point(_column(raw.weights), ball(A0))
        after = moved.advance(now)
        if not descended(data, start).overlaps(after.weights):
            raise ArithmeticError("the map is not gradient descent through the samples")
        for t in range(_LIMIT):
            rises = moved.rises(now, after)
            if rises is not False:
                return _seen(raw, start, kappa_max(data), t if rises else None)
            now, after = after, moved.advance(after)
        return _seen(raw, start, kappa_max(data), None)


def prepared(raw: Turned) -> Prepared:
    """The same as matrices of balls; the columns have mean 0 as they are."""
    d = len(raw.deviations)
    identity = arb_mat([[int(i == j) for j in range(d)] for i in range(d)])
    inputs = arb_mat([[ball(x) for x in row] for row in raw.inputs])
    return Prepared.of(inputs, identity, _column(raw.targets))


def descended(data: Prepared, x: Point) -> arb_mat:
    """w after a step of gradient descent with η = 1, by backpropagation."""
    return x.weights - passes(data, x.weights, x.a).by_weights


def _column(numbers: Sequence[Fraction]) -> arb_mat:
    return arb_mat([[ball(x)] for x in numbers])


def kappa_max(data: Prepared) -> Ball | None:
    """The largest eigenvalue of M = Σ − bbᵀ/ρ², where b = ρΣu; None where they are not told apart."""
    seen = data.covariance * data.target
    try:
        return eigenvalues(data.covariance - seen * seen.transpose())[-1]
    except Undecided:
        return None


def _seen(raw: Turned, start: Point, steepest: Ball | None, onset: int | None) -> Seen:
    high, low = (ball(raw.deviations[place] ** 2) for place in (-1, 0))
    known: dict[str, Any] = {
        "L_high": high, "l_low": low, "c": start.c, "s": start.s, "lam": start.lam,
        "a0": start.a, "N0": start.N, "X_norm0": (start.weights.transpose() * start.weights)[0, 0],
    }  # fmt: skip

    def value(expression: Expr, **more: Ball) -> Ball:
        return evaluate(expression, {**known, **more}.__getitem__)

    # Any number above κ_max will do, and L is one.
    run = SimpleNamespace(h=ball(H), evaluate=value, kappa_max=high if steepest is None else steepest)
    at_least, whitened = (bound(run, mistaken) or 0 for mistaken in (False, True))
    return Seen(onset, at_least, sharp_delay.bound(run), whitened, value(TILTED_MARGIN))


def vanishing() -> Fraction:
    """The κ above which the first step of the planar family rises: where ``TILTED_MARGIN`` is 0."""
    start = {lam: A0 / START.size**2, c: START.cosine, s: START.sine}
    numbers = {x: Rational(value.numerator, value.denominator) for x, value in start.items()}
    (root,) = solve(TILTED_MARGIN.subs({**numbers, ell: 1}), L)
    return Fraction(int(root.p), int(root.q))


def section(*, quick: bool, seed: int, precision: int) -> Conditioning:
    """All runs; a ``quick`` one takes every third condition number.  Nothing else matters."""
    del seed, precision
    kinds = [(2, False), *((d, True) for d in DIMENSIONS)]
    curves = [Curve(d, is_spread, tuple(_onsets(d, is_spread, quick))) for d, is_spread in kinds]
    violations = [
        f"d = {curve.dimension}, κ = {one.condition_number}: an onset at {one.onset}, before "
        f"{max(one.at_least, one.sharper)}"
        for curve in curves
        for one in curve.onsets
        if one.violates
    ]
    onsets = [one.onset for curve in curves for one in curve.onsets]
    passed = Status.INCONCLUSIVE if None in onsets else Status.ENCLOSED
    return Conditioning(
        Status.REFUTED if violations else passed,
        f"{len(onsets)} runs, {onsets.count(None) or 'no'} onset undecided, {len(violations) or 'none'} of "
        "them before its bound",
        Shared(str(H), str(A0), str(1 / START.size**2), str(START.sine)),
        float(vanishing()),
        tuple(curves),
        tuple(violations),
    )


def _onsets(dimension: int, is_spread: bool, quick: bool) -> list[Onset]:
    found = []
    for root in _roots(quick):
        straight = spread(START, dimension, root) if is_spread else plane(START, root)
        raw = straight.turned()
        seen = follow(raw)
        found.append(Onset(str(straight.condition_number), seen.onset, seen.at_least, seen.sharper))
    return found


def _roots(quick: bool) -> list[Fraction]:
    return [Fraction(root) for root in (ROOTS[::3] if quick else ROOTS)]


def family(*, quick: bool, seed: int, precision: int) -> Evidence:
    """The planar family: how the delay shrinks as κ grows, and that it is gone just where the claim says.

    On the same runs two false laws must fail: the bound for whitened data, and a delay that is gone from
    half of that κ on.
    """
    del seed, precision
    runs = {root**2: follow(plane(START, root).turned()) for root in _roots(quick)}
    rows = tuple(
        {
            "condition_number": str(kappa),
            "onset": seen.onset,
            "at_least": seen.at_least,
            "whitened_at_least": seen.whitened,
        }
        for kappa, seen in runs.items()
    )
    status, summary = judged(runs)
    return Evidence("experiment", status, summary, data=Measured(rows))


def judged(runs: Mapping[Fraction, Seen]) -> tuple[Status, str]:
    """What runs of the planar family, by κ in increasing order, are worth, and what they say."""
    onsets = {kappa: seen.onset for kappa, seen in runs.items() if seen.onset is not None}
    gone = {kappa: positive(seen.margin) for kappa, seen in runs.items()}
    if len(onsets) < len(runs) or None in gone.values():
        return Status.INCONCLUSIVE, "an onset, or whether the first step rises, is not decided"
    late = all(onset >= max(runs[kappa].at_least, runs[kappa].sharper) for kappa, onset in onsets.items())
    if not late or gone != {kappa: onset == 0 for kappa, onset in onsets.items()}:
        return Status.REFUTED, f"the onsets {list(onsets.values())} are not those of the claims"
    early = {kappa: 2 * kappa > vanishing() for kappa in runs}
    mistaken = [kappa for kappa, onset in onsets.items() if onset < runs[kappa].whitened]
    falls = all(later <= earlier for earlier, later in pairwise(onsets.values()))
    bites = early != gone and mistaken
    first, *_, last = (kappa for kappa, none in gone.items() if not none)
    return Status.ENCLOSED if falls and bites else Status.INCONCLUSIVE, (
        "u an eigenvector of ℓ, w tilted towards one of L, from raw matrices: the onset falls from "
        f"{onsets[first]} for κ = {float(first):g} to {onsets[last]} for κ = {float(last):g}, and it is 0 "
        f"above κ = {float(vanishing()):.4f}, where λ(c²L − s²ℓ) = 2c; the bound for whitened data, "
        f"{runs[first].whitened}, is wrong in {len(mistaken)} of {len(runs)} runs"
    )
