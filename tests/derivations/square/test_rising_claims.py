"""The claims on when the direction and the loss rise: what their proofs refuse, and known bounds.

Correctness criterion: no proof is left when a constant in it is made false.
"""

from __future__ import annotations

from types import ModuleType

import pytest

from derivations.notation import N, a, abar, at_next, at_start, c, h, lam, s
from derivations.square import (
    delayed_spike,
    loss_rises_only_with_direction,
    no_rising_edge,
    reflection_form,
    rising_criterion,
    rising_identity,
    rising_threshold,
    scale_envelope,
    waiting_time_lower,
    waiting_time_saddle,
)
from derivations.square.cone_invariance import CAP
from derivations.square.model.system import RUN
from verifier.arithmetic.balls import precision
from verifier.dynamics import Run
from verifier.kernel import CertificateError, replay
from verifier.studies.losses import Instance

UNSATURATED = RUN.with_more("saturated run", parameters=(abar,), initial=(*CAP, abar <= 3 * at_start(N)))
"""Runs with ā Λ ≤ 3."""
FALSEHOODS = [
    (rising_identity, "RISING_MARGIN", lam * (c**2 - s**2) - c),
    (rising_criterion, "RISING_MARGIN", lam * (c**2 - s**2) - 3 * c),
    (rising_threshold, "RISING_MARGIN", lam * (c**2 - s**2) - c),
    (no_rising_edge, "REGIME", UNSATURATED),
    (reflection_form, "MARGIN", reflection_form.MARGIN - reflection_form.tau * c),
    (scale_envelope, "RATIO", 1 - h / 2),
    (waiting_time_lower, "RIGHT", 1 - 3 * at_start(N)),
    (waiting_time_saddle, "CAP", waiting_time_saddle.CAP + h),
    (loss_rises_only_with_direction, "LOSS_STEP", at_next(a) * (c - at_next(c)) - h * (a - c) ** 2),
    (delayed_spike, "PROGRESS", h * (a - c) ** 2),
]
"""In each module, a constant and something false to put in its place."""


@pytest.mark.parametrize(("module", "name", "falsehood"), FALSEHOODS, ids=lambda item: str(item)[:60])
def test_a_false_constant_leaves_no_proof(
    module: ModuleType, name: str, falsehood: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one formula changed, either the argument cannot be written down or the kernel refuses it."""
    monkeypatch.setattr(module, name, falsehood)

    with pytest.raises((ValueError, CertificateError)):
        replay(module.CLAIM.derive().certificate())


@pytest.mark.parametrize(
    ("instance", "expected"),
    [
        (("0.005", "0.02", "3", "0.1"), 216),
        (("0.5", "0.9", "2", "0.1"), None),
        (("0.5", "0.9", "4", "0.1"), 0),
        (("1", "0.1", "4", "0.1"), 1),
    ],
)
def test_waiting_time_bound_of_a_state(instance: tuple[str, ...], expected: int | None) -> None:
    """The bound is the onset at small angles, 0 above λ = 2, and None where nothing ever rises."""
    with precision(128):
        concrete = Run(Instance.of(*instance), 128)

        assert expected == waiting_time_lower.bound(concrete.h, concrete.state(0))


def test_saddle_delays_a_cold_start() -> None:
    """From almost no scale and no alignment the saddle's bound is the better one, and still below T."""
    with precision(256):
        cold = Run(Instance.of("0.01", "1e-9", "8", "1.57079632"), 256)
        onset = cold.onset(200)
        envelope, saddle = (
            module.bound(cold.h, cold.state(0)) for module in (waiting_time_lower, waiting_time_saddle)
        )

    assert (envelope, saddle, onset) == (29, 78, 105)
