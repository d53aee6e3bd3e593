"""The table of bounds beside the truth, as the reports show it: ``report["tables"]["tightness"]``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from verifier.arithmetic.rounding import text_above
from verifier.parameters import EVERY

Entry = Mapping[str, Any]

INSTANCE = {parameter.key: parameter.shown for parameter in EVERY}
"""What an instance may be given by, and how the reports call it."""
_EXACT_DIGITS = 7
_LARGEST_SIZE = 6
_SMALL = 100


@dataclass(frozen=True)
class Bound:
    """One bound and what it is a multiple of the truth; either is '' where there is none."""

    shown: str
    ratio: str


@dataclass(frozen=True)
class Line:
    """One onset or one edge: the instance, the truth, and a cell for each claim that bounds it."""

    instance: tuple[str, ...]
    truth: str
    bounds: tuple[Bound, ...]


def instance_heads(table: Entry) -> list[str]:
    """How what the instances are given by is called."""
    return [shown for name, shown in INSTANCE.items() if name in table["rows"][0]]


def lower_claims(table: Entry) -> list[str]:
    """The claims that bound the onset from below, from the state at time 0."""
    return [*table["rows"][0]["lower_by_claim"]]


def upper_claims(table: Entry) -> list[str]:
    """The claims that bound the onset from above, from the state at time 0."""
    return [key for key, value in table["rows"][0].items() if "." in key and not isinstance(value, list)]


def window_claims(table: Entry) -> list[str]:
    """The claims that give a window of the onset, whichever state they start from."""
    return [key for key, value in table["rows"][0].items() if "." in key and isinstance(value, list)]


def sides(table: Entry) -> list[tuple[str, list[str]]]:
    """The claims by what they say of the onset, leaving out what no claim says."""
    said = {
        "from below": lower_claims(table),
        "from above": upper_claims(table),
        "window": window_claims(table),
    }
    return [(where, claims) for where, claims in said.items() if claims]


def edge_claims(table: Entry) -> list[str]:
    """The claims that bound the length of a rising edge, from the state at its start."""
    edges = [edge for row in table["rows"] for edge in row["edges"]]
    return [key for key in edges[0] if key != "edge"] if edges else []


def has_margins(table: Entry) -> bool:
    """Whether the table says how large α times a margin becomes up to the onset."""
    return "active_margin" in table["rows"][0]


def onset_lines(table: Entry) -> Iterator[Line]:
    """The onset of every instance with its bounds from below, from above, and its windows."""
    for row in table["rows"]:
        onset = row["onset"]
        singles = [*row["lower_by_claim"].values(), *(row[claim] for claim in upper_claims(table))]
        bounds = [_bound(bound, onset) for bound in singles]
        bounds += [Bound(_window(row[claim]), "") for claim in window_claims(table)]
        bounds += [Bound(_active(row["active_margin"]), "")] if has_margins(table) else []
        yield Line(_instance(row), _truth(row, window_claims(table)), tuple(bounds))


def edge_lines(table: Entry) -> Iterator[Line]:
    """Every rising edge with its length and the bounds of that."""
    for row in table["rows"]:
        for edge in row["edges"]:
            first, last = edge["edge"]
            length = None if last is None else last - first + 1
            bounds = tuple(_bound(edge[claim], length) for claim in edge_claims(table))
            yield Line(_instance(row), f"{first}–{'' if last is None else last}", bounds)


def ratios(table: Entry) -> dict[str, list[float]]:
    """For each bound, in words, the multiples of the truth over all instances where there are both."""
    found: dict[str, list[float]] = {}
    for row in table["rows"]:
        onset = row["onset"]
        for claim, bound in row["lower_by_claim"].items():
            _collect(found, f"from below: {short(claim)}", bound, onset)
        for claim in upper_claims(table):
            _collect(found, f"from above: {short(claim)}", row[claim], onset)
        for claim in window_claims(table):
            _collect(found, f"from above: {short(claim)}", row[claim][1], onset)
        for edge in row["edges"]:
            first, last = edge["edge"]
            for claim in edge_claims(table):
                length = None if last is None else last - first + 1
                _collect(found, f"edge: {short(claim)}", edge[claim], length)
    return found


def _collect(found: dict[str, list[float]], name: str, bound: int | None, truth: int | None) -> None:
    values = found.setdefault(name, [])
    if bound and truth:
        values.append(float(Fraction(bound, truth)))


def short(claim: str) -> str:
    """A claim's name in words: its id without the family."""
    return claim.split(".", 1)[1].replace("-", " ")


def _instance(row: Entry) -> tuple[str, ...]:
    return tuple(decimal(row[name]) for name in INSTANCE if name in row)


def decimal(text: str) -> str:
    """A rational p/q as a decimal where that is exact and short, and unchanged otherwise."""
    exact = Fraction(text)
    shown = Decimal(exact.numerator) / Decimal(exact.denominator)
    if len(shown.as_tuple().digits) > _EXACT_DIGITS:
        return text
    return f"{shown.normalize():e}" if 0 < abs(exact) < Fraction(1, 1000) else f"{shown.normalize():f}"


def _truth(row: Entry, windows: list[str]) -> str:
    """The onset, or why there is none: by a claim the direction never rises, or it was not seen to."""
    if row["onset"] is not None:
        return str(row["onset"])
    never = row["lower"] is None or any(row[claim][0] is None for claim in windows)
    return "never" if never else "not seen"


def _window(window: list[int | None]) -> str:
    lower, upper = window
    if lower is None:
        return "never"
    return str(lower) if lower == upper else f"{lower}–{'' if upper is None else upper}"


def _active(margin: Entry) -> str:
    """The bound of α times the largest margin; a dash where some margin is negative."""
    return "–" if margin["bound"] is None else text_above(margin["bound"], 3)


def _bound(bound: int | None, truth: int | None) -> Bound:
    if bound is None:
        return Bound("–", "")
    size = len(str(bound)) - 1
    if size > _LARGEST_SIZE:
        return Bound(f"≈ 10^{size}", "")
    return Bound(str(bound), f"{_multiple(bound / truth)}×" if truth else "")


def _multiple(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio < _SMALL else f"{ratio:,.0f}"
