"""mpmath beside balls, as the reports show it: ``report["tables"]["mpmath"]`` and the logistic one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from verifier.report.runs import stretches
from verifier.report.tightness import INSTANCE, decimal

Entry = Mapping[str, Any]

COLUMNS = ("steps", "depth", "digits", "T", "T is in", "rising edges", "at most", "loss rises", "bounds")
"""The heads beside those of the instance."""
_EXACT = 10**9


@dataclass(frozen=True)
class Line:
    """One instance: what it is given by, one cell for each of ``COLUMNS``, and whether all is well."""

    instance: tuple[str, ...]
    cells: tuple[str, ...]
    verdict: str


def instance_heads(table: Entry) -> list[str]:
    """How what the instances are given by is called."""
    return [shown for name, shown in INSTANCE.items() if name in table["rows"][0]]


def tested(table: Entry) -> str:
    """What was put to the test, by kind, in words."""
    kinds = {
        "from below": "bounds of the onset from below",
        "from above": "from above",
        "edge": "bounds of edges",
        "loss rise": "rises of the loss, which must lie in an edge",
    }
    return ", ".join(f"{table['tested'][kind]} {words}" for kind, words in kinds.items())


def lines(table: Entry) -> Iterator[Line]:
    """Every instance; where mpmath and balls say the same it stands once."""
    for row in table["rows"]:
        ours, theirs = row["mpmath"], row["balls"]
        cells = (
            str(row["steps"]),
            str(row["depth"]),
            ", ".join(map(str, row["digits"])),
            _both(_onset(ours), _onset(theirs)),
            _both(_window(ours["onset_bounds"]), _window(theirs["onset_bounds"])),
            _both(_stretches(ours["rising_edges"]), _stretches(theirs["rising_edges"])),
            _both(_lengths(ours["edge_bounds"]), _lengths(theirs["edge_bounds"])),
            _both(_stretches(ours["loss_rises"]), _stretches(theirs["loss_rises"])),
            _held(row),
        )
        instance = tuple(decimal(row[name]) for name in INSTANCE if name in row)
        yield Line(instance, cells, _verdict(row))


def _held(row: Entry) -> str:
    if not row["bounds_hold"]:
        return "violated"
    return f"{row['bounds']} hold" if row["bounds"] else "–"


def _verdict(row: Entry) -> str:
    if not row["agreed"]:
        return "not settled"
    return "same" if row["same"] else "differs"


def _both(ours: str, theirs: str) -> str:
    """What mpmath says and what balls say: once if it is the same, else mpmath first."""
    return ours if ours == theirs else f"{ours} / {theirs}"


def _onset(side: Entry) -> str:
    return "none" if side["onset"] is None else str(side["onset"])


def _window(window: list[int | None]) -> str:
    lower, upper = window
    if lower is None:
        return "never"
    return f"[{lower}, {'∞)' if upper is None else f'{upper}]'}"


def _stretches(listed: list[list[int | None]]) -> str:
    return stretches(listed, "–") or "none"


def _lengths(bounds: list[int | None]) -> str:
    return ", ".join(map(_length, bounds)) or "none"


def _length(bound: int | None) -> str:
    if bound is None:
        return "∞"
    return str(bound) if bound < _EXACT else f"10^{len(str(bound)) - 1}"
