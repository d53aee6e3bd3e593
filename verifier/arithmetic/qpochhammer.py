"""The logarithm of a finite q-Pochhammer product, enclosed without multiplying it out.

    ln |Π_{k<n} (1 − β κ^k)|,    0 < κ < 1,  β > 0.

Terms near the zero of 1 − βκ^x are added one by one.  On either side of it the Euler–Maclaurin formula
applies to f(x) = ln|1 − βκ^x|, and all its parts are closed forms in u = βκ^x:

    ∫ f dx = −Re Li₂(u)/ln κ,        f^{(j)} = −(ln κ)^j Li_{1−j}(u)   (j ≥ 1).

Li_{−n}(u) = Σ_k A(n, k) u^{n−k} / (1 − u)^{n+1} with Eulerian numbers A(n, k) > 0, so for u > 0 it keeps
one sign on each side of u = 1.  Hence ∫|f^{(2p)}| is the difference of f^{(2p−1)} at the two ends, and the
remainder, at most 2ζ(2p)(2π)^{−2p} ∫|f^{(2p)}|, is enclosed exactly as written (see the NIST handbook,
§2.10(i), and for Li of negative order §25.12(ii)).
"""

from __future__ import annotations

from functools import lru_cache

from flint import acb, arb, ctx, fmpq

from verifier.arithmetic.balls import Ball, Undecided, floor_of_lower


def log_qpochhammer(beta: Ball, kappa: Ball, count: int) -> Ball:
    """ln |Π_{k<count} (1 − beta·kappa^k)|, in time that does not depend on ``count``.

    Raises ``ValueError`` for a negative count and ``Undecided`` unless 0 < kappa < 1 and beta > 0, or
    when a factor may vanish.
    """
    if count < 0:
        raise ValueError(f"count must not be negative: {count}")
    if not (beta > 0 and 0 < kappa and kappa < 1):
        raise Undecided(f"needs beta > 0 and 0 < kappa < 1, not {beta}, {kappa}")
    rate = kappa.log()
    zero = beta.log() / -rate
    if not zero.is_finite() or zero.rad() > 1:
        raise Undecided(f"where 1 − βκ^x vanishes: {zero}")
    margin = _margin()
    nearest = floor_of_lower(zero)
    left = min(max(nearest - margin, 0), count)
    right = min(max(nearest + margin + 2, left), count)
    total = _direct(beta, rate, left, right)
    for first, last in ((0, left), (right, count)):
        total += _euler_maclaurin(beta, rate, first, last) if last - first > 1 else (
            _direct(beta, rate, first, last)
        )
    if not total.is_finite():
        raise Undecided("a factor of the product may vanish")
    return total


def _direct(beta: Ball, rate: Ball, first: int, last: int) -> Ball:
    total, power, kappa = arb(0), beta * (rate * first).exp(), rate.exp()
    for _ in range(first, last):
        total += abs(1 - power).log()
        power *= kappa
    return total


def _euler_maclaurin(beta: Ball, rate: Ball, first: int, last: int) -> Ball:
    """Σ_{first ≤ k < last} ln|1 − βκ^k|, when 1 − βκ^x keeps its sign on [first, last]."""
    u, v = beta * (rate * first).exp(), beta * (rate * last).exp()
    total = (real_dilogarithm(u) - real_dilogarithm(v)) / rate
    total += (abs(1 - u).log() - abs(1 - v).log()) / 2
    order = _order()
    for q in range(1, order + 1):
        bernoulli = arb(fmpq.bernoulli(2 * q)) / arb(2 * q).fac()
        change = _derivative(2 * q - 1, v, rate) - _derivative(2 * q - 1, u, rate)
        total += bernoulli * change
    bound = 2 * arb(2 * order).zeta() / (2 * arb.pi()) ** (2 * order) * abs(change)
    return total + bound * arb(0, 1)


def _derivative(order: int, u: Ball, rate: Ball) -> Ball:
    """The ``order``-th derivative of ln|1 − βκ^x|, order ≥ 1, at the point where βκ^x = u."""
    if order == 1:
        return -rate * u / (1 - u)
    value = arb(0)
    for coefficient in _as_balls(order - 1):
        value = value * u + coefficient
    return -(rate**order) * value * u / (1 - u) ** order


def real_dilogarithm(z: Ball) -> Ball:
    """Re Li₂(z) for z > 0, by inversion when z > 1.

    Where z may be 1, Li₂(1) = π²/6 with the error ∫_0^d |ln u|/(1 − u) du ≤ 2d(1 − ln d), |z − 1| ≤ d ≤ ½.
    """
    if z < 1:
        return acb(z).polylog(2).real
    if z > 1:
        return arb.pi() ** 2 / 3 - z.log() ** 2 / 2 - acb(1 / z).polylog(2).real
    distance = arb.max(abs(z - 1).abs_upper(), arb(2) ** -ctx.prec)
    if not 2 * distance < 1:
        raise Undecided(f"dilogarithm at {z}")
    return arb.pi() ** 2 / 6 + 2 * distance * (1 - distance.log()) * arb(0, 1)


@lru_cache
def _eulerian(n: int) -> tuple[int, ...]:
    """The Eulerian numbers A(n, 0), …, A(n, n − 1), by their recurrence."""
    row: tuple[int, ...] = (1,)
    for size in range(2, n + 1):
        row = tuple(
            (k + 1) * (row[k] if k < len(row) else 0) + (size - k) * (row[k - 1] if k else 0)
            for k in range(size)
        )
    return row


@lru_cache
def _as_balls(n: int) -> tuple[Ball, ...]:
    """The same as balls of radius 0, whatever the precision: to convert one takes longer than to add it."""
    return tuple(map(arb, _eulerian(n)))


def _order() -> int:
    """How many correction terms: with as many steps of margin, about six bits a term."""
    return 4 + ctx.prec // 6


def _margin() -> int:
    """How far from the zero Euler–Maclaurin may start."""
    return 8 + ctx.prec // 6
