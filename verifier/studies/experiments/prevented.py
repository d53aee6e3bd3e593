"""Pairs of runs that differ by BatchNorm's ε alone: one spikes, the other never does.

Both are followed in balls.  *Never* is for all times: ``general.batchnorm-eps-never-rises`` applies to a
state of the run, up to which no step rises.  Between such an ε and one with which the run still rises lies
the ε of the law for small h: N_0² + 2(ε̃/h)(1 − a_0²) = ¼.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from verifier.claim import Status
from verifier.dynamics.trajectory import certify
from verifier.results.evidence import Evidence, Measured
from verifier.results.onset import Onset
from verifier.studies.experiments.plain import intervals, shortened
from verifier.studies.losses import Instance
from verifier.studies.onset import certify_onset
from verifier.studies.variants import FedInstance

RUNS = tuple(
    (Instance.of(*row.split()[:4]), Fraction(row.split()[4]), Fraction(row.split()[5]))
    for row in """
    0.05    0.02  3    0.1   0.067   0.12
    0.005   0.02  3    0.1   0.069   0.072
    0.0005  0.02  3    0.1   0.0694  0.0698
    0.005   0.02  10   0.1   0.118   0.125
    0.005   0.3   3    0.1   0.074   0.08
    0.005   0.02  3    1e-6  0.068   0.072
    """.strip().splitlines()
)
"""h, a_0, Λ, θ_0, then ε̃/h of a run that rises and of one that never does."""
STEPS = 40
"""A run without ε is followed for so many times 1/h."""


def pairs(*, quick: bool, seed: int, precision: int) -> Evidence:
    """Each run without ε, which spikes, with an ε that delays the rise, and with one that prevents it."""
    del seed, precision
    rows = [_row(*one) for one in (RUNS[:2] if quick else RUNS)]
    if any(row is None for row in rows):
        return Evidence("experiment", Status.INCONCLUSIVE, "some step or bound is undecided")
    found = [row for row in rows if row is not None]
    true = all(row["loss_rises"] != "none" and row["onset_with_less"] is not None for row in found)
    below = all(row["less_over_h"] < row["law_over_h"] < row["never_over_h"] for row in found)
    summary = (
        f"{len(found)} runs that spike without ε: with ε̃ = {found[-1]['never_over_h']}h, in the last, the "
        f"direction never rises, and with {found[-1]['less_over_h']}h it does; the law for small h says "
        f"{found[-1]['law_over_h']}h"
    )
    status = Status.ENCLOSED if true and below else Status.INCONCLUSIVE
    return Evidence("experiment", status, summary, data=Measured(tuple(found)))


def of(instance: Instance, share: Fraction) -> Onset:
    """The onset of the run with ε̃ = ``share``·h."""
    return certify_onset(FedInstance.given(*instance.values, share * instance.h))


def law(instance: Instance) -> Fraction:
    """ε̃/h by the law for small h, from N_0 and a_0."""
    return (Fraction(1, 4) - instance.N0**2) / (2 * (1 - instance.a0**2))


def _row(instance: Instance, less: Fraction, more: Fraction) -> dict[str, Any] | None:
    without = certify(instance, int(STEPS / instance.h))
    rises, never = of(instance, less), of(instance, more)
    if not (without.certified and rises.certified and never.certified) or never.onset is not None:
        return None
    return {
        **instance.texts(),
        "onset": without.onset,
        "loss_rises": intervals(without.loss_rises),
        "less_over_h": float(less),
        "onset_with_less": rises.onset,
        "law_over_h": shortened(float(law(instance)), 4),
        "never_over_h": float(more),
        "never_from": never.steps_iterated,
    }
