"""Replays certificates that cite each other: each after those whose statements it cites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from verifier.kernel import CertificateError, Replay, replay


def replay_all(certificates: Iterable[Any], backend: str = "flint") -> list[Replay]:
    """All of them, whatever their order, in the order of acceptance; refused with the name of the claim."""
    accepted: list[Replay] = []
    library: dict[str, Mapping[str, Any]] = {}
    waiting = [*certificates]
    while waiting:
        ready = [entry for entry in waiting if library.keys() >= {*entry["cites"].values()}]
        if not ready:
            pytest.fail(f"not accepted: {[entry['claim'] for entry in waiting]}")
        for entry in ready:
            try:
                accepted.append(replay(entry, library, backend))
            except CertificateError as error:
                raise CertificateError(f"{entry['claim']}: {error}") from error
        for done in accepted[len(accepted) - len(ready) :]:
            library |= done.citable
        waiting = [entry for entry in waiting if entry not in ready]
    return accepted
