"""A delayed spike in ordinary training on real data, twice: from the raw matrix, and by the reduced map.

The diabetes data are centered and whitened; a batch-normalized linear model with a learned scale is then
trained by full-batch gradient descent (``verifier.studies.experiments.descent``), which knows none of the
theorems.  The reduced map starts from the enclosed (h, a_0, N_0, θ_0) of that run and is iterated in
balls, so its onset, edges and loss rises are certain.  The training itself is floating point of many
digits, which is evidence and not proof; how many digits are right is measured against the enclosures, and
confirmed by training once more with more bits.

Nothing is tuned for a spike: α_0 = 1 is BatchNorm's start, the targets are in their raw units, and w_0 is
uniform on ±1/√10 as PyTorch's linear layer would draw it for ten inputs.  Its digits were drawn with
Python's ``random``, seed 29, the first seed with ⟨w_0, b⟩ > 0 (the theorems' hypothesis) and ‖w_0‖² in
[0.23, 0.25].
"""

from __future__ import annotations

from fractions import Fraction

from flint import arb, arb_mat

from verifier.arithmetic import balls
from verifier.arithmetic.balls import Ball, Undecided, ball
from verifier.claim import Status
from verifier.results.experiment import (
    Comparison,
    Experiment,
    Followed,
    Reduced,
    Series,
    Setting,
    Spike,
    Training,
)
from verifier.studies.data.diabetes import load
from verifier.studies.experiments.descent import train
from verifier.studies.experiments.path import QUANTITIES, Path
from verifier.studies.experiments.plain import intervals, number, numbers, short
from verifier.studies.experiments.prepared import Prepared, whiten
from verifier.studies.experiments.reduced import Units, follow, start

W0 = (
    "0.0304", "-0.0975", "0.2181", "-0.1337", "0.0065",
    "-0.0988", "-0.0534", "0.2997", "-0.2506", "-0.0350",
)  # fmt: skip
ETA, ETA_ALPHA, ALPHA0 = "0.0003", "0.001", "1"
STEPS, QUICK_STEPS = 2350, 850
MARGIN, SECOND_MARGIN = 96, 160
"""Bits beyond those the angle needs, in training and in the run that confirms it."""
AGREEMENT = "1e-25"
"""The largest relative difference at which two runs count as the same; 96 bits are 29 digits."""

_DATA_BITS = 2048
_REDUCED_BITS = (256, 512, 1024)
_POINTS = 400


def run(*, quick: bool = False, seed: int = 0, precision: int = 0) -> Experiment:
    """Train, iterate the reduced map, and compare them at every time.

    ``quick`` stops soon after onset and trains once.  Nothing is random and each run has the precision
    it needs, so ``seed`` and ``precision`` have no effect.
    """
    del seed, precision
    steps = QUICK_STEPS if quick else STEPS
    with balls.precision(_DATA_BITS):
        data = whiten(load())
        units = Units.of(data, Fraction(ETA))
    try:
        reduced, bits = reduced_path(data, units, steps)
    except Undecided as error:
        return Experiment(Status.INCONCLUSIVE, f"The reduced map leaves open {error}.")
    training = trained_path(data, steps, MARGIN)
    second = None if quick else trained_path(data, steps, SECOND_MARGIN)
    agreement = compare(training, reduced, second)
    return Experiment(
        Status.CHECKED if agreement.agrees else Status.REFUTED,
        summary(training, agreement),
        Followed(
            settings(reduced, units, data, steps),
            Reduced(reduced.events, bits),
            Training(training.events, bits_used(training), first_spike(training, units)),
            agreement,
            series(training, units),
        ),
    )


def reduced_path(data: Prepared, units: Units, steps: int) -> tuple[Path, int]:
    """The reduced map from the enclosed start, and the bits at which its every event is decided.

    Raises ``Undecided`` if no precision tried decides them.
    """
    *lower, highest = _REDUCED_BITS
    for bits in lower:
        try:
            return _reduce(data, units, steps, bits), bits
        except Undecided:
            continue
    return _reduce(data, units, steps, highest), highest


def _reduce(data: Prepared, units: Units, steps: int, bits: int) -> Path:
    with balls.precision(bits):
        state = start(data, units, weights(), Fraction(ALPHA0))
        return follow(state, units, Fraction(ETA_ALPHA), steps)


def trained_path(data: Prepared, steps: int, margin: int) -> Path:
    """Training from the raw matrix, the enclosed data rounded to their midpoints."""
    with balls.precision(_DATA_BITS):
        rates = ball(Fraction(ETA)).mid(), ball(Fraction(ETA_ALPHA)).mid()
        rounded, first = data.rounded(), weights().mid()
    return train(rounded, first, arb(ALPHA0), rates, steps=steps, margin=margin)


def weights() -> arb_mat:
    return arb_mat([[ball(Fraction(digits))] for digits in W0])


def compare(training: Path, reduced: Path, second: Path | None = None) -> Comparison:
    """How far training is from the reduced map, and from a second training with more bits.

    They agree when all events are the same and no quantity at any time differs by more than
    ``AGREEMENT``, relatively.
    """
    others = {"reduced_map": reduced} | ({"second_training": second} if second else {})
    found: dict[str, dict[str, str]] = {}
    agrees = True
    with balls.precision(_REDUCED_BITS[-1]):
        for name, other in others.items():
            apart = {quantity: training.difference(other, quantity) for quantity in QUANTITIES}
            agrees &= training.events == other.events
            agrees &= all(bool(x <= ball(Fraction(AGREEMENT))) for x in apart.values())
            found[name] = {quantity: short(x) for quantity, x in apart.items()}
    return Comparison(AGREEMENT, len(training.states), found, agrees)


def summary(training: Path, agreement: Comparison) -> str:
    events = training.events
    edges, losses = intervals(events.rising_edges), intervals(events.loss_rises)
    worst = max(agreement.apart["reduced_map"].values(), key=Fraction)
    verdict = "agrees" if agreement.agrees else "DISAGREES"
    return (
        f"Training from the raw data matrix {verdict} with the reduced map at every step, the largest "
        f"relative difference being {worst}: onset {events.onset}, rising edges {edges}, "
        f"loss rises {losses}."
    )


def settings(reduced: Path, units: Units, data: Prepared, steps: int) -> dict[str, Setting]:
    """The rates and the start as given, and what they are in the theorems' units."""
    first = reduced.states[0]
    with balls.precision(_REDUCED_BITS[0]):
        known = {
            "rho": units.rho,
            "squared_norm0": first.squared_norm,
            "saturated_lr": units.length**2 / first.squared_norm,
            "scale0_without_units": first.scale / units.rho,
            "angle0": first.sine.asin(),
            "least_loss": units.least_loss,
        }
        rounded = {name: number(x) for name, x in known.items()}
    given: dict[str, Setting] = {"eta": ETA, "eta_alpha": ETA_ALPHA, "alpha0": ALPHA0, "w0": [*W0]}
    return {"samples": data.samples, "features": len(W0), "steps": steps, **given, **rounded}


def first_spike(training: Path, units: Units) -> Spike | None:
    """Where the first loss rise starts and where it ends, with R − R* at both."""
    with balls.precision(_REDUCED_BITS[0]):
        return training.first_spike(lambda x: number(x.loss - units.least_loss))


def series(training: Path, units: Units, kappa_max: Ball | None = None) -> Series:
    """Some 400 times, and all at which the loss rises; with λκ_max for data that are not whitened."""
    stride = -(-len(training.states) // _POINTS)
    rises = {t for t, rises in enumerate(training.loss_rises) if rises}
    times = [t for t in range(len(training.states)) if t % stride == 0 or {t, t - 1} & rises]
    with balls.precision(_REDUCED_BITS[0]):
        least, ten = units.least_loss.mid(), arb(10).log()
        chosen = [training.states[t] for t in times]
        return Series(
            times,
            loss=numbers(x.loss for x in chosen),
            excess_loss=numbers(x.loss - least for x in chosen),
            log10_sin=numbers(x.sine.log() / ten for x in chosen),
            lam=numbers(x.effective_lr for x in chosen),
            alpha=numbers(x.scale for x in chosen),
            steepest=numbers(x.effective_lr * kappa_max for x in chosen) if kappa_max else (),
        )


def bits_used(training: Path) -> tuple[int, int]:
    """The least and the most bits of a step."""
    used = [moment.bits for moment in training.states]
    return min(used), max(used)

