"""Replays certificates that cite each other: each after those whose statements it cites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from verifier.kernel.errors import CertificateError
from verifier.kernel.fields import naming, text
from verifier.kernel.replay import Replay, replay


def replay_all(certificates: Iterable[Any], backend: str = "flint") -> list[Replay]:
    """Accept every certificate, whatever their order, and return them in the order of acceptance.

    A statement may be cited once it has been accepted, not before: so a cycle is refused, and so is a
    citation of what none of them concludes.  Raises ``CertificateError``, naming the claim.
    """
    accepted: list[Replay] = []
    library: dict[str, Mapping[str, Any]] = {}
    waiting = [*certificates]
    while waiting:
        ready = [entry for entry in waiting if library.keys() >= {*naming(entry, "cites").values()}]
        if not ready:
            names = ", ".join(text(entry, "claim") for entry in waiting)
            raise CertificateError(f"not accepted: {names} cite each other, or what nothing concludes")
        for entry in ready:
            try:
                accepted.append(replay(entry, library, backend))
            except CertificateError as error:
                raise CertificateError(f"{text(entry, 'claim')}: {error}") from error
        for done in accepted[len(accepted) - len(ready) :]:
            library |= done.citable
        waiting = [entry for entry in waiting if entry not in ready]
    return accepted
