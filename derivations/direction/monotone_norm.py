"""Along any run of planar steps the norm never falls."""

from __future__ import annotations

from sympy import Expr, Integer

from derivations.direction.system import NORM
from derivations.notation import N, at_next, at_start, lam, s
from derivations.proof import Proof, System

GROWN = at_start(N) <= N
"""The norm is at least what it was at the start."""


def establish_norm(proof: Proof, system: System) -> None:
    """Add N ≥ N_0 as an invariant of ``system``, whose steps obey ``NORM``; N_0 is initial, or a bound."""
    start = None
    if N in system.tracked:
        start = proof.identity(
            f"{system.name}: norm at the start", N, at_start(N), relations=[N - at_start(N)],
            because="At time 0 this is an equality.",
        )  # fmt: skip
    step = proof.positive(
        f"{system.name}: norm stays above its start",
        at_next(N) - at_start(N),
        given=[N > 0, GROWN],
        relations=[NORM],
        terms=[(1, [N > 0], lam * s), (1, [GROWN], 1)],
        strict=False,
        because="The norm never falls: N' = N + Nλ²s².",
    )
    proof.invariant(
        f"{system.name}: norm", system, {GROWN: (start, step)},
        because="Hence N_t ≥ N_0 for all t.",
    )  # fmt: skip


def establish_monotone_norm(proof: Proof, system: System) -> tuple[str, str]:
    """Add N' ≥ N at each step, and N_t ≥ N_0; return both names."""
    step = proof.positive(
        f"{system.name}: norm never falls",
        at_next(N) - N,
        given=[N > 0],
        relations=[NORM],
        terms=[(1, [N > 0], lam * s)],
        strict=False,
        because="N' − N = N(λs)².",
    )
    return step, _not_below_its_start(proof, system, N, step)


def _not_below_its_start(proof: Proof, system: System, quantity: Expr, step: str) -> str:
    one = Integer(1)
    return proof.rule(
        "growth", f"{system.name}: {quantity} at least its start", system,
        quantity=quantity, ratio=one, direction=">=", step=step,
        because=f"So {quantity}_t never decreases.",
    )  # fmt: skip
