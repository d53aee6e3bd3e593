"""mpmath beside balls, as the reports show it: ``report["tables"]["mpmath"]`` and the logistic one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.report.runs import stretches
from verifier.report.tightness import instance_of
from verifier.results.agreement import Agreement, Row, Side, Stretch
from verifier.results.tightness import Window

COLUMNS = ("steps", "depth", "digits", "T", "T is in", "rising edges", "at most", "loss rises", "bounds")
"""The heads beside those of the instance."""
_EXACT = 10**9


@dataclass(frozen=True)
class Line:
    """One instance: what it is given by, one cell for each of ``COLUMNS``, and whether all is well."""

    instance: tuple[str, ...]
    cells: tuple[str, ...]
    verdict: str


def tested(table: Agreement) -> str:
    """What was put to the test, by kind, in words."""
    kinds = {
        "from below": "bounds of the onset from below",
        "from above": "from above",
        "edge": "bounds of edges",
        "loss rise": "rises of the loss, which must lie in an edge",
    }
    tried = [kind for kind in kinds if kind in table.tested]
    return ", ".join(f"{table.tested[kind]} {kinds[kind]}" for kind in tried)


def lines(table: Agreement) -> Iterator[Line]:
    """Every instance; where mpmath and balls say the same it stands once."""
    for row in table.rows:
        ours, theirs = row.mpmath, row.balls
        cells = (
            str(row.steps),
            str(row.depth),
            ", ".join(map(str, row.digits)),
            _both(_onset(ours), _onset(theirs)),
            _both(_window(ours.onset_bounds), _window(theirs.onset_bounds)),
            _both(_stretches(ours.rising_edges), _stretches(theirs.rising_edges)),
            _both(_lengths(ours.edge_bounds), _lengths(theirs.edge_bounds)),
            _both(_stretches(ours.loss_rises), _stretches(theirs.loss_rises)),
            _held(row),
        )
        yield Line(instance_of(row), cells, _verdict(row))


def _held(row: Row) -> str:
    if not row.bounds_hold:
        return "violated"
    return f"{row.bounds} hold" if row.bounds else "–"


def _verdict(row: Row) -> str:
    if not row.agreed:
        return "not settled"
    return "same" if row.same else "differs"


def _both(ours: str, theirs: str) -> str:
    """What mpmath says and what balls say: once if it is the same, else mpmath first."""
    return ours if ours == theirs else f"{ours} / {theirs}"


def _onset(side: Side) -> str:
    return "none" if side.onset is None else str(side.onset)


def _window(window: Window) -> str:
    lower, upper = window
    if lower is None:
        return "never"
    return f"[{lower}, {'∞)' if upper is None else f'{upper}]'}"


def _stretches(listed: Sequence[Stretch]) -> str:
    return stretches(listed, "–") or "none"


def _lengths(bounds: Sequence[int | None]) -> str:
    return ", ".join(map(_length, bounds)) or "none"


def _length(bound: int | None) -> str:
    if bound is None:
        return "∞"
    return str(bound) if bound < _EXACT else f"10^{len(str(bound)) - 1}"
