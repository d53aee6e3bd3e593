"""A delayed loss spike with the logistic loss, in the paper's shape: ten samples, twenty features.

The rows are orthogonal, exactly: multiplication by the quaternion j + 3k is a 4 × 4 matrix of integers
with orthogonal rows of squared norm 10, and the inputs are the first two rows of each of five such
blocks, reflected along (1, 2, …, 20).  Five labels are +1, five −1.  A batch-normalized linear classifier
with a learned scale is trained on (X, y) by full-batch gradient descent in R^20
(``verifier.studies.experiments.logistic_descent``), which knows none of the theorems; beside it runs the
map of ``logistic.margin-space`` on ten margins.  Both are iterated in balls, so that their events are
certain, and the largest difference between them is bounded.

w_0 is uniform on ±1/√20, as PyTorch's linear layer would draw it for twenty inputs.  Its digits were drawn
with Python's ``random``, seed 14, the first seed with ⟨y, Xw_0⟩ > 0 and η/‖w_0‖_Σ² in [5, 6].  The rates
and α_0 are chosen such that the direction rises: from α_0 = 1, BatchNorm's start, w grows in its first
steps to a norm at which it never does.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from flint import arb, arb_mat

from verifier.arithmetic import balls
from verifier.arithmetic.balls import Ball, Undecided, ball, less, positive
from verifier.arithmetic.rounding import float_above
from verifier.claim import Status
from verifier.results.experiment import (
    Active,
    Comparison,
    Experiment,
    Followed,
    Least,
    Margins,
    Reduced,
    Series,
    Setting,
    Training,
)
from verifier.studies.data.labelled import quaternion_rows
from verifier.studies.experiments.logistic_descent import Labelled, decided, train
from verifier.studies.experiments.path import QUANTITIES, Path
from verifier.studies.experiments.plain import intervals, number, numbers, short
from verifier.studies.margins import start, step
from verifier.studies.vectors import dot, product, reflection

SAMPLES, FEATURES = 10, 20
LABELS = (1, -1, 1, 1, -1, -1, 1, -1, 1, -1)
W0 = (
    "-0.1758", "0.0906", "0.0680", "0.1969", "-0.1024", "-0.1092", "0.1047",
    "0.0709", "-0.0881", "0.0824", "-0.0462", "0.1241", "-0.1707", "-0.1238",
    "0.1795", "-0.0635", "-0.1072", "0.1361", "0.0589", "-0.1567",
)  # fmt: skip
ETA, ETA_ALPHA, ALPHA0 = "0.8", "0.05", "0.1"
STEPS, QUICK_STEPS = 200, 80
AGREEMENT = "1e-25"
"""The largest relative difference at which two paths count as the same."""
ACCURACY = 96
"""The bits to which every number of a path must be known for that: 2^-96 is 1.3e-29."""

_TRAINING_BITS = (1024, 2048, 4096)
_MARGIN_BITS = (256, 512, 1024)


def run(*, quick: bool = False, seed: int = 0, precision: int = 0) -> Experiment:
    """Train, iterate the margins, and compare them at every time.

    ``quick`` stops soon after onset.  Nothing is random and each run has the precision it needs, so
    ``seed`` and ``precision`` have no effect.
    """
    del seed, precision
    steps = QUICK_STEPS if quick else STEPS
    try:
        training, unseen, training_bits = trained_path(steps)
        margins, margin_bits = margin_path(steps)
    except Undecided as error:
        return Experiment(Status.INCONCLUSIVE, f"The balls leave open {error}.")
    agreement = compare(training, margins)
    active = active_margin(training)
    return Experiment(
        Status.ENCLOSED if agreement.agrees else Status.REFUTED,
        _summary(training, agreement, active),
        Followed(
            _settings(training, steps),
            Reduced(margins.events, margin_bits),
            Training(
                training.events,
                training_bits,
                training.first_spike(lambda x: number(x.loss)),
                Margins(active, _least_sine(training), short(unseen)),
            ),
            agreement,
            _series(training),
        ),
    )


def inputs() -> list[list[Fraction]]:
    """The 10 × 20 matrix, exactly: two rows of each block, reflected."""
    rows = [row for i, row in enumerate(quaternion_rows(SAMPLES, FEATURES)) if i % 4 < 2]
    return product(rows, reflection([Fraction(j) for j in range(1, FEATURES + 1)]))


def trained_path(steps: int) -> tuple[Path, Ball, int]:
    """Training from the raw matrix, how far any weight moved outside the span of the rows, and the bits.

    Raises ``Undecided`` if no precision tried decides every event, with numbers as sharp as ``ACCURACY``.
    """
    (path, outside), bits = _first_decided(_TRAINING_BITS, lambda: _train(steps))
    return path, outside, bits


def margin_path(steps: int) -> tuple[Path, int]:
    """The margins' map from the same start, and the bits at which its every event is decided."""
    return _first_decided(_MARGIN_BITS, lambda: _follow(steps))


def _first_decided(precisions: tuple[int, ...], attempt: Callable[[], Any]) -> tuple[Any, int]:
    """The attempt at the first precision that decides every event, and that precision."""
    *lower, highest = precisions
    for bits in lower:
        try:
            with balls.precision(bits):
                return attempt(), bits
        except Undecided:
            continue
    with balls.precision(highest):
        return attempt(), highest


def _train(steps: int) -> tuple[Path, Ball]:
    rows = arb_mat([[ball(x) for x in row] for row in inputs()])
    data = Labelled(rows, tuple(ball(label) for label in LABELS))
    weights = arb_mat([[ball(x)] for x in _weights()])
    rates = ball(Fraction(ETA)), ball(Fraction(ETA_ALPHA))
    path, last = train(data, weights, ball(Fraction(ALPHA0)), rates, steps)
    change = last - weights
    outside = change - rows.transpose() * (rows * change) * (arb(1) / SAMPLES)
    return _sharp(path), reduce(arb.max, (abs(entry) for entry in outside.entries()))


def _follow(steps: int) -> Path:
    pairs = zip(inputs(), LABELS, strict=True)
    margins = [label * dot(row, _weights()) for row, label in pairs]
    state, rate = start(margins, Fraction(ALPHA0), Fraction(ETA)), ball(Fraction(ETA_ALPHA))
    views = []
    for _ in range(steps + 1):
        view, state = step(rate, state)
        views.append(view)
    path = Path(
        [_as_trained(view) for view in views],
        rising=decided([positive(view.rise) for view in views[:-1]]),
        loss_rises=decided([less(now.loss, after.loss) for now, after in pairwise(views)]),
    )
    return _sharp(path)


def _sharp(path: Path) -> Path:
    """The path; raises ``Undecided`` if one of its numbers is not known to ``ACCURACY`` bits."""
    for t, x in enumerate(path.states):
        if any(getattr(x, quantity).rel_accuracy_bits() < ACCURACY for quantity in QUANTITIES):
            raise Undecided(f"the leading digits at t = {t}")
    return path


def _weights() -> list[Fraction]:
    return [Fraction(digits) for digits in W0]


def _as_trained(x: SimpleNamespace) -> SimpleNamespace:
    """A state of the margins' map as training sees it; the fields are ``path.QUANTITIES``."""
    return SimpleNamespace(
        loss=x.loss, sine=x.s, effective_lr=x.lam, scale=x.alpha, squared_norm=ball(Fraction(ETA)) * x.N
    )


def compare(training: Path, margins: Path) -> Comparison:
    """How far training is at most from the margins' map.

    They agree when all events are the same and no quantity at any time differs by more than
    ``AGREEMENT``, relatively.
    """
    with balls.precision(_MARGIN_BITS[-1]):
        apart = {quantity: training.difference(margins, quantity) for quantity in QUANTITIES}
        near = all(bool(x <= ball(Fraction(AGREEMENT))) for x in apart.values())
    differences = {quantity: short(x) for quantity, x in apart.items()}
    agrees = near and training.events == margins.events
    return Comparison(AGREEMENT, len(training.states), {"margin_map": differences}, agrees)


def active_margin(training: Path) -> Active:
    """From when on every margin is certain to be ≥ 0, and the largest αm from then on."""
    inactive = [
        t for t, x in enumerate(training.states) if not all(margin >= 0 for margin in x.margins)
    ]
    since = max(inactive, default=-1) + 1
    largest = arb(0)
    for x in training.states[since:]:
        for margin in x.margins:
            largest = largest.max(x.scale * margin)
    return Active(since, float_above(largest, 5), len(training.states) - 1)


def _summary(training: Path, agreement: Comparison, active: Active) -> str:
    events = training.events
    edges, rises = intervals(events.rising_edges), intervals(events.loss_rises)
    worst = max(agreement.apart["margin_map"].values(), key=Fraction)
    verdict = "agrees" if agreement.agrees else "DISAGREES"
    return (
        f"Training from the raw 10 × 20 matrix {verdict} with the map of the margins at every step, the "
        f"largest relative difference being at most {worst}: onset {events.onset}, rising edges "
        f"{edges}, loss rises {rises}.  From time {active.since} to {active.horizon} no margin is "
        "negative."
    )


def _settings(training: Path, steps: int) -> dict[str, Setting]:
    """The rates and the start as given, and what they are in the theorems' units."""
    first = training.states[0]
    return {
        "samples": SAMPLES,
        "features": FEATURES,
        "steps": steps,
        "eta": ETA,
        "eta_alpha": ETA_ALPHA,
        "alpha0": ALPHA0,
        "labels": [*LABELS],
        "w0": [*W0],
        "direction_lr": number(ball(Fraction(ETA)) / first.squared_norm),
        "angle0": number(first.sine.asin()),
    }


def _least_sine(training: Path) -> Least:
    """When sin θ is least, and its power of ten."""
    sines = [x.sine.mid() for x in training.states]
    t = sines.index(min(sines))
    return Least(t, number(sines[t].log() / arb(10).log()))


def _series(training: Path) -> Series:
    """All times; ``nu`` is η/‖w‖_Σ²."""
    states, ten, eta = training.states, arb(10).log(), ball(Fraction(ETA))
    return Series(
        range(len(states)),
        loss=numbers(x.loss for x in states),
        log10_sin=numbers(x.sine.log() / ten for x in states),
        lam=numbers(x.effective_lr for x in states),
        alpha=numbers(x.scale for x in states),
        nu=numbers(eta / x.squared_norm for x in states),
    )

