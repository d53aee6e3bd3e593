"""A statement as it is stored with its certificate: its hash, its shape, and whether that concludes it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from verifier.kernel import Replay
from verifier.statement.compared import objections
from verifier.statement.facts import Facts

FIELD = "statement"
"""Where a stored certificate has its claim's statement; the kernel is not told of it."""


def statement_sha256(statement: Mapping[str, Any]) -> str:
    """The sha256 of a statement in its one form."""
    text = json.dumps(statement, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def without_statement(certificate: Any) -> Any:
    """What the kernel replays of a stored certificate."""
    if not isinstance(certificate, dict):
        return certificate
    return {key: value for key, value in certificate.items() if key != FIELD}


def unconcluded(accepted: Replay, certificate: Mapping[str, Any]) -> Iterator[str]:
    """What of the statement that is stored with an accepted certificate this does not conclude.

    Nothing for a certificate without one.
    """
    if FIELD not in certificate:
        return
    try:
        yield from objections(certificate[FIELD], Facts(accepted))
    except (KeyError, TypeError, AttributeError, IndexError):
        yield "it has a statement that is none"
