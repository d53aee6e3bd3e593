"""Facts and systems of an accepted certificate as they are printed: one line of text each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from verifier.kernel import Replay


def fact_text(statement: Mapping[str, Any], names: Mapping[str, Mapping[str, Any]]) -> str:
    """A concluded statement in words; ``names`` are the systems of the certificate, by name."""
    raise NotImplementedError


def system_text(system: Mapping[str, Any]) -> str:
    """What a run of a system is, in words."""
    raise NotImplementedError


def concluded(accepted: Replay) -> dict[str, str]:
    """Each concluded fact, by name, as it is printed."""
    return {name: fact_text(said, accepted.systems) for name, said in accepted.concludes.items()}
