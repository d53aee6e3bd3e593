"""A target that is not centered hides a spike: the loss with BatchNorm's bias falls while it rises without.

The runs are those without a bias; of the bias ``general.batchnorm-bias`` says what it adds to each step of
the loss, at the rate h of α.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from derivations.general.batchnorm_bias import fall
from verifier.arithmetic.balls import ball, positive, precision
from verifier.claim import Status
from verifier.dynamics.run import Run
from verifier.dynamics.trajectory import certify
from verifier.results.evidence import Evidence, Measured
from verifier.studies.experiments.plain import intervals
from verifier.studies.losses import Instance

RUNS = tuple(
    (Instance.of(*row.split()[:4]), int(row.split()[4]), int(row.split()[5]))
    for row in """
    0.2   0.02    12   0.1   40   2
    0.05  0.0001  8    1.57  120  5
    0.1   0.05    4    0.78  80   6
    0.03  0.02    3    1e-6  300  34
    0.02  0.3     5    0.7   400  49
    """.strip().splitlines()
)
"""h, a_0, Λ, θ_0, how many steps are followed, and a mean of the targets, over ρ, that hides every rise."""


@dataclass(frozen=True)
class Seen:
    """The steps at which the loss rises, and those of them at which it does so with the bias as well."""

    without: tuple[int, ...]
    beside: tuple[int, ...]


def rises(instance: Instance, steps: int, mean: Fraction) -> Seen | None:
    """The loss of each step, without a bias and with β_0 − ȳ = ``mean``·ρ; None if one is not decided."""
    trajectory = certify(instance, steps)
    if not trajectory.certified:
        return None
    run, without, beside = Run(instance, trajectory.precision_bits), [], []
    for time in range(steps):
        alone = run.loss_step(time)
        with precision(run.bits):
            together = alone - fall(run, ball(mean), time)
        verdicts = positive(alone), positive(together)
        if None in verdicts:
            return None
        without += [time] if verdicts[0] else []
        beside += [time] if verdicts[1] else []
    return Seen(tuple(without), tuple(beside))


def hidden(*, quick: bool, seed: int, precision: int) -> Evidence:
    """For each run a mean of the targets that hides every rise of the loss, where half of it does not."""
    del seed, precision
    rows, true, bites = [], True, True
    for instance, steps, mean in RUNS[:2] if quick else RUNS:
        all_of, half_of = (rises(instance, steps, Fraction(x)) for x in (mean, Fraction(mean, 2)))
        if all_of is None or half_of is None:
            return Evidence("experiment", Status.INCONCLUSIVE, f"some step is undecided: {instance}")
        true = true and bool(all_of.without) and not all_of.beside
        bites = bites and bool(half_of.beside)
        rows.append(_row(instance, steps, mean, all_of, half_of))
    means = [row["mean_over_rho"] for row in rows]
    summary = (
        f"{len(rows)} runs, each followed for {RUNS[0][1]} steps at least: a target of the mean "
        f"{min(means)}ρ to {max(means)}ρ, with β_0 = 0, hides every rise of the loss, which then falls at "
        "each step, and half of that mean does not"
    )
    status = Status.ENCLOSED if bites else Status.INCONCLUSIVE
    return Evidence("experiment", status if true else Status.REFUTED, summary, data=Measured(tuple(rows)))


def _row(instance: Instance, steps: int, mean: int, all_of: Seen, half_of: Seen) -> dict[str, Any]:
    return {
        **instance.texts(),
        "steps": steps,
        "loss_rises": intervals(_stretches(all_of.without)),
        "mean_over_rho": mean,
        "rises_with_bias": intervals(_stretches(all_of.beside)),
        "rises_with_half": intervals(_stretches(half_of.beside)),
    }


def _stretches(times: tuple[int, ...]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for time in times:
        if found and found[-1][1] == time - 1:
            found[-1] = found[-1][0], time
        else:
            found.append((time, time))
    return found
