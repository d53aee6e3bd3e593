"""What a verification returns until it is written: objects, each with the one JSON that it becomes.

Studies and ``verifier.verify`` make them, the report and the commands show them, and neither knows the
other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from verifier.results.record import Record


class Result(Record):
    """A table, an experiment or a figure.

    One that has a ``status`` is worth that, and one that has a ``summary`` says that in one text.
    """

    __slots__ = ()


Found: TypeAlias = "Result | Mapping[str, Any]"
"""A part of a report, as it was found or as it was read."""


def stated(found: Found) -> tuple[str | None, str | None]:
    """The status and the summary that a part states; None for what it does not, or in several texts."""
    if isinstance(found, Result):
        return getattr(found, "status", None), getattr(found, "summary", None)
    status, summary = found.get("status"), found.get("summary")
    return status if isinstance(status, str) else None, summary if isinstance(summary, str) else None
