"""What the parts of a report are until it is written: objects, each with the one JSON that it becomes.

Studies make them, the report shows them, and neither knows the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias


class Result:
    """A table, an experiment or a figure: a frozen dataclass whose ``plain`` is what is written of it.

    One that has a ``status`` is worth that, and one that has a ``summary`` says that in one text.
    """

    __slots__ = ()

    def plain(self) -> dict[str, Any]:
        """Its JSON."""
        raise NotImplementedError


Found: TypeAlias = "Result | Mapping[str, Any]"
"""A part of a report, as it was found or as it was read."""


def plain(found: Found) -> Mapping[str, Any]:
    """The JSON of a part of a report."""
    return found.plain() if isinstance(found, Result) else found


def stated(found: Found) -> tuple[str | None, str | None]:
    """The status and the summary that a part states; None for what it does not, or in several texts."""
    if isinstance(found, Result):
        return getattr(found, "status", None), getattr(found, "summary", None)
    summary = found.get("summary")
    return found.get("status"), summary if isinstance(summary, str) else None
