"""Training with momentum while the scale is learned: at which λ does the direction begin to rise for good?

Each run starts near the aligned direction with a small scale, so that λ grows slowly past every threshold
there may be.  It is followed, in balls, until sin θ can be seen; its onset is the state from which sin θ
rises at every step up to there.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any, TypeAlias

from verifier.arithmetic.balls import Ball, Undecided, ball, less, positive
from verifier.arithmetic.balls import precision as bits_of
from verifier.claim import Status
from verifier.results.evidence import Evidence, Measured
from verifier.studies.covariance import CovarianceInstance
from verifier.studies.experiments.plain import number
from verifier.studies.instances import root
from verifier.studies.momentum import MomentumInstance, MomentumRun

Data: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]]
"""The spectrum of Σ, and the target direction along its eigenvectors."""
DATA: tuple[Data, ...] = (((1, 1), (1, 0)), ((1, 2, 3), (1, 1, 1)), ((1, 10), (2, 1)))
"""The first is whitened."""
MOMENTA = tuple(Fraction(x, 20) for x in (0, 5, 10, 15, 18, 19))
ROOMS = (Fraction(5, 4), Fraction(7, 5))
"""How far above the threshold λ would be at last, were the norm to stay."""
RATE, SCALE, TILT = Fraction(1, 160), Fraction(1, 10), Fraction(1, 10**4)
SEEN, CLOSE = Fraction(1, 100), Fraction(1, 50)
_BITS, _LONGEST = (2**12, 2**14), 4000


@dataclass(frozen=True)
class Turn:
    """The state from which sin θ rises at every step until it is seen, and when that is."""

    onset: int
    visible: int
    rate: Ball
    kappa: Ball
    bits: int


def onsets(*, quick: bool, seed: int, precision: int) -> Evidence:
    """λκ_max at the onset is within 2 % of 2(1 + β) in every run.

    ``quick`` takes three runs; ``seed`` and ``precision`` do not matter.
    """
    settings = [*product(DATA, MOMENTA, ROOMS)]
    try:
        rows = [_row(instance_of(*one)) for one in (settings[5::12] if quick else settings)]
    except Undecided as error:
        return Evidence("experiment", Status.INCONCLUSIVE, str(error))
    near = [row["within_two_percent"] for row in rows]
    # Without momentum, or with Σ for M, the threshold must fail the same test, or the test says nothing.
    bites = all(any(row[name] is False for row in rows) for name in FALSE)
    status = Status.ENCLOSED if all(near) else Status.REFUTED
    summary = (
        f"{sum(near)} of {len(rows)} training runs, whitened and not, β from 0 to {float(max(MOMENTA))}, "
        f"h = {RATE}: λκ_max is within 2 % of 2(1 + β) where the direction begins to rise for good; not of "
        "2, and not with the largest eigenvalue of Σ"
    )
    if not bites:
        status = Status.INCONCLUSIVE
    return Evidence("experiment", status, summary, data=Measured(tuple(rows)))


FALSE = ("within_of_two", "within_with_covariance")
"""The columns that say of a false threshold what ``within_two_percent`` says of the true one."""


def instance_of(data: Data, momentum: Fraction, room: Fraction) -> MomentumInstance:
    """A run that starts near the ray of u, with such a norm that λκ_max could reach ``room`` thresholds."""
    spectrum, target = (tuple(Fraction(x) for x in part) for part in data)
    bare = CovarianceInstance(RATE, SCALE, spectrum, target, target)
    kappa, _ = MomentumRun(MomentumInstance.of(bare, momentum)).steepest()
    size = root(sum((s * x * x for s, x in zip(spectrum, target, strict=True)), Fraction(0)))
    radius = root(Fraction(number(kappa)) / (room * 2 * (1 + momentum)))
    w = tuple(radius * (x / size + (-1) ** i * (i + 1) * TILT) for i, x in enumerate(target))
    return MomentumInstance(RATE, SCALE, spectrum, w, target, momentum)


def turn(instance: MomentumInstance) -> Turn:
    """Follow a run until it is seen, with more bits where they are needed; raises ``Undecided``."""
    for bits in _BITS[:-1]:
        try:
            return _followed(instance, bits)
        except Undecided:
            continue
    return _followed(instance, _BITS[-1])


def _followed(instance: MomentumInstance, bits: int) -> Turn:
    run, onset = MomentumRun(instance, bits), 0
    kappa, _ = run.steepest()
    with bits_of(bits):
        for time in range(_LONGEST):
            here, after = run.view(time)["s"], run.view(time + 1)["s"]
            rises, seen = positive(after - here), less(ball(SEEN), here)
            if rises is None or seen is None:
                raise Undecided(f"whether the direction of {instance} rises at {time}, with {bits} bits")
            if seen and time > onset:
                return Turn(onset, time, run.view(onset)["lam"], kappa, bits)
            onset = onset if rises else time + 1
    raise Undecided(f"whether {instance} is seen to rise, after {_LONGEST} steps")


def _row(instance: MomentumInstance) -> dict[str, Any]:
    found = turn(instance)
    with bits_of(found.bits):
        edge = 2 * (1 + ball(instance.momentum))
        largest = ball(max(instance.spectrum))

        def within(product_: Ball, threshold: Ball) -> bool:
            verdict = less(abs(product_ / threshold - 1), ball(CLOSE))
            if verdict is None:
                raise Undecided(f"how near to its threshold {instance} begins to rise")
            return verdict

        pull = found.rate * found.kappa
        return {
            "momentum": str(instance.momentum),
            "spectrum": " ".join(map(str, instance.spectrum)),
            "onset": found.onset,
            "visible": found.visible,
            "threshold": number(edge),
            "rate_times_kappa_max": number(pull),
            "relative": number(pull / edge),
            "within_two_percent": within(pull, edge),
            "within_of_two": within(pull, ball(2)),
            "within_with_covariance": within(found.rate * largest, edge),
            "precision_bits": found.bits,
        }
