"""A leap in balls: the state that it reaches, and the window of the onset, without a step between."""

from __future__ import annotations

from contextlib import suppress
from types import SimpleNamespace

from flint import arb
from sympy import log

from derivations.notation import N, at_start
from derivations.square.lemmas.frozen_leap import BETA, CROSSING, FROZEN_LR, NORM_FACTOR, THRESHOLD
from verifier.arithmetic.balls import (
    Ball,
    Undecided,
    Verdict,
    ball,
    both,
    floor_of_lower,
    floor_of_upper,
    less,
    positive,
)
from verifier.arithmetic.evaluate import evaluate
from verifier.arithmetic.qpochhammer import log_qpochhammer


def onset_window(rate: Ball, x: SimpleNamespace) -> tuple[int, int | None]:
    """Certified bounds of the onset, in steps after ``x``, a state from which it has not yet risen.

    ``rate`` is h.  Until onset the angle does not rise, so s̄ may be the sine of ``x``.  A rise needs
    ℓ > 2, since ℓ is at least λ; and it happens as soon as λc > 2c̄²/(2c̄² − 1), hence as soon as ℓ
    exceeds that by the error bound of the leap.  The upper bound is None where none is found.
    """
    if not (x.e > 0 and x.N < 1 and 2 * x.s**2 < 1 and rate < 1):
        return 0, None
    lower = max(0, floor_of_lower(_crossing(rate, x, ball(2))) + 1) if 2 * x.N < 1 else 0
    doubled = 2 * (1 - x.s**2)
    for horizon in (2 * lower + 2, 32 * lower + 32):
        threshold = doubled / (doubled - 1) + rate_error(x, x.s, horizon)
        if threshold * x.N < 1:
            upper = max(0, floor_of_upper(_crossing(rate, x, threshold)) + 1)
            if upper <= horizon:
                return lower, upper
    return lower, None


def is_blurred(rate: Ball, x: SimpleNamespace) -> bool:
    """Whether the balls alone keep ``onset_window`` open: it stays so even with the angle at 0.

    No further step of the run closes it then; a higher precision may.  False where the leap is not for
    such a state, at any precision.
    """
    if x.e <= 0 or x.N >= 1 or rate >= 1:
        return False
    window: tuple[int, int | None] = (0, None)
    with suppress(Undecided):
        window = onset_window(rate, SimpleNamespace(**(vars(x) | {"s": arb(0)})))
    return window[0] != window[1]


def _crossing(rate: Ball, x: SimpleNamespace, threshold: Ball) -> Ball:
    """The real t at which ℓ_t passes the threshold."""
    values = {"e0": x.e, "N0": x.N, "h": rate, THRESHOLD.name: threshold}
    return evaluate(CROSSING, values.__getitem__)


def offered(rate: Ball, x: SimpleNamespace, count: int, largest_sine: Ball) -> Verdict:
    """Whether ``enclose`` applies: 0 < e, N < 1, h < 1, s̄ < √3/2, and no factor 1 − ℓ is too close to 0."""
    inside = both(
        positive(x.e), less(x.N, ball(1)), less(rate, ball(1)), less(4 * largest_sine**2, ball(3))
    )
    if inside is not True:
        return inside
    return less(2 * rate_error(x, largest_sine, count), _smallest_factor(rate, x, count))


def enclose(rate: Ball, x: SimpleNamespace, count: int, largest_sine: Ball) -> SimpleNamespace:
    """The state ``count`` steps after ``x``: e, N and log_tan, the logarithm of tan θ, as balls.

    ``rate`` is h.  Valid when sin θ stays at most ``largest_sine`` until then, which the caller must know.
    Raises ``Undecided`` unless the leap is ``offered``.
    """
    if offered(rate, x, count, largest_sine) is not True:
        raise Undecided("the leap needs a < 1, N < 1, h < 1, a sine below √3/2 and no factor close to 0")
    kept = (1 - rate) ** count
    drift = 1 - (1 - largest_sine**2).sqrt()
    error = rate_error(x, largest_sine, count)
    nearest = _smallest_factor(rate, x, count)
    values = {"e0": x.e, "N0": x.N, "h": rate}
    product = log_qpochhammer(evaluate(BETA, values.__getitem__), 1 - rate, count)
    product += count * evaluate(log(1 / at_start(N) - 1), values.__getitem__)
    # |ln|y| − ln|x|| ≤ ε/(|x| − ε) when |x − y| ≤ ε; and ln(1 + λs²/c) ≤ Ms̄²/c̄ with c̄ ≥ 1/2.
    bend = 2 * _largest_lr(x) * largest_sine**2
    slack = count * (error / (nearest - error) + bend)
    return SimpleNamespace(
        e=(kept * x.e).union(kept * x.e + (1 - kept) * drift),
        N=x.N.union(x.N * _norm_growth(x, largest_sine, count)),
        log_tan=(x.s / x.c).log() + product + slack * arb(0, 1),
        slack=slack,
    )


def _largest_lr(x: SimpleNamespace) -> Ball:
    return arb.max(arb(1), x.a) / x.N


def _norm_growth(x: SimpleNamespace, largest_sine: Ball, count: int) -> Ball:
    values = {"M_lr": _largest_lr(x), "sbar": largest_sine}
    return evaluate(NORM_FACTOR, values.__getitem__) ** count


def rate_error(x: SimpleNamespace, largest_sine: Ball, count: int) -> Ball:
    """ε: how far λc may fall below ℓ within ``count`` steps."""
    return _largest_lr(x) * (1 - (1 - largest_sine**2) / _norm_growth(x, largest_sine, count))


def _smallest_factor(rate: Ball, x: SimpleNamespace, count: int) -> Ball:
    """The least |1 − ℓ_t| over 0 ≤ t < count; ℓ increases, so it is next to the zero or at an end."""
    near_zero: set[int] = set()
    if x.e > 1 - x.N:
        first = floor_of_lower(_crossing(rate, x, ball(1))) - 1
        near_zero = {t for t in range(first, first + 5) if 0 <= t < count}
    smallest = arb.pos_inf()
    for time in sorted({0, count - 1, *near_zero}):
        values = {"e0": x.e, "N0": x.N, "h": rate, "t": arb(time)}
        smallest = arb.min(smallest, abs(1 - evaluate(FROZEN_LR, values.__getitem__)))
    return smallest
