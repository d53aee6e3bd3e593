"""The table of contents of a house that has this theory only."""

from __future__ import annotations

CLAIMS = ("third.rising-criterion", "third.self-stabilization")


def module_of(claim_id: str) -> str:
    """The module of a claim."""
    return "tests.derivations." + claim_id.replace("-", "_")


def shared(claim_id: str) -> dict[str, str]:
    """What of the shared floor belongs to which claim."""
    return {
        f"derivations.direction.{claim.partition('.')[2].replace('-', '_')}": claim for claim in CLAIMS
    }
