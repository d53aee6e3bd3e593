"""The table of contents: every claim in paper order.

The claim ``square.rising-criterion`` is ``CLAIM`` in ``derivations/square/rising_criterion.py``.
No derivation is imported here, so that the command line can list names without SymPy.
"""

from __future__ import annotations

import json
from pathlib import Path

CLAIMS: tuple[str, ...] = (
    "square.scale-invariance",
    "square.decomposition",
    "square.gradients",
    "square.update-maps",
    "square.norm-growth",
    "square.angle-map",
    "square.cone-invariance",
    "square.unit-free",
    "square.rising-identity",
    "square.rising-criterion",
    "square.rising-threshold",
    "square.no-rising-edge",
    "square.reflection-form",
    "square.scale-envelope",
    "square.waiting-time-lower",
    "square.waiting-time-saddle",
    "square.pre-onset-norm",
    "square.waiting-time-upper",
    "square.delayed-onset",
    "square.half-angle",
    "square.alignment-phase",
    "square.waiting-time-two-phase",
    "square.restart",
    "square.frozen-leap",
    "square.self-stabilization",
    "square.self-stabilization-log",
    "square.self-stabilization-envelope",
    "square.rising-budget",
    "square.edge",
    "square.loss-step-identity",
    "square.loss-rises-only-with-direction",
    "square.delayed-spike",
    "square.visible-spike",
    "square.entry-exit-law",
    "square.noise-floor",
    "logistic.sigmoid-bounds",
    "logistic.margin-space",
    "logistic.alignment-sandwich",
    "logistic.effective-lr",
    "logistic.knife-edge",
    "logistic.rising-criterion",
    "logistic.no-rising",
    "logistic.active-margins",
    "logistic.never-rises",
    "logistic.sharp-edge",
    "logistic.scale-envelope",
    "logistic.scale-closed-form",
    "logistic.waiting-time-lower",
    "logistic.precursor",
    "logistic.restart",
    "logistic.loss-lower-bound",
    "logistic.loss-rises-only-with-direction",
    "logistic.step-direction",
    "logistic.self-stabilization",
    "logistic.self-stabilization-window",
    "logistic.self-stabilization-log",
    "logistic.loss-step-bound",
    "logistic.window-law",
    "logistic.visible-rise",
    "general.update-map",
    "general.rising-criterion",
    "general.rising-threshold",
    "general.cone-invariance",
    "general.no-rising-edge",
    "general.waiting-time-lower",
    "general.whitening-matters",
    "general.weight-decay",
    "general.weight-decay-repels",
    "general.spike-period",
    "general.linear-threshold",
    "general.momentum",
    "general.normalization",
    "general.self-stabilization",
    "general.sharp-delay",
    "general.spike-height",
    "general.batchnorm-eps",
    "general.batchnorm-eps-never-rises",
    "general.batchnorm-bias",
)

CONCLUSIONS = Path(__file__).with_name("conclusions.json")


def module_of(claim_id: str) -> str:
    """The module of a claim: ``square.edge`` is ``derivations.square.edge``."""
    return "derivations." + claim_id.replace("-", "_")


FLOORS = ("derivations.direction", "derivations.sigmoid")
"""What the theories share.  A module there that is named as a claim holds the part of it that all share."""
_PLANAR_STEP = ("update-maps", "angle-map", "norm-growth")
STANDS_FOR: dict[str, dict[str, str]] = {
    "logistic": dict.fromkeys(_PLANAR_STEP, "logistic.margin-space"),
}
"""In a theory without a claim of that name: the claim that says of its runs what the floor assumes."""


def shared(claim_id: str) -> dict[str, str]:
    """By module, the claim of the same theory as ``claim_id`` to which it belongs.

    So a module of the floors, and one of the lemmas, that is named as a claim.
    """
    theory = claim_id.partition(".")[0]
    named = {claim.partition(".")[2]: claim for claim in CLAIMS if claim.partition(".")[0] == theory}
    return {
        f"{floor}.{name.replace('-', '_')}": claim
        for floor in (*FLOORS, f"derivations.{theory}.lemmas")
        for name, claim in (STANDS_FOR.get(theory, {}) | named).items()
    }


STATEMENTS = Path(__file__).with_name("statements.json")


def statements() -> dict[str, str]:
    """By claim, the sha256 of its statement, for those that are compared with their certificate."""
    known: dict[str, str] = json.loads(STATEMENTS.read_text(encoding="utf-8"))
    return known


def conclusions() -> dict[str, str]:
    """By claim, the sha256 of what its certificate concludes; ``derivations.proof.conclusions`` writes it.

    So a stored certificate can be held to its claim without deriving anything.
    """
    known: dict[str, str] = json.loads(CONCLUSIONS.read_text(encoding="utf-8"))
    return known


CITATIONS = Path(__file__).with_name("citations.json")


def citations() -> dict[str, list[str]]:
    """By claim that has a certificate, the claims of whose conclusions this cites one.

    ``derivations.proof.lemmas`` writes it.
    """
    known: dict[str, list[str]] = json.loads(CITATIONS.read_text(encoding="utf-8"))
    return known
