"""The table of bounds beside the truth, as the reports show it: ``report["tables"]["tightness"]``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from verifier.arithmetic.rounding import text_above
from verifier.parameters import EVERY, OF_VARIANTS
from verifier.results import agreement
from verifier.results.agreement import Agreement
from verifier.results.tightness import ActiveRange, Row, Tightness, Window

INSTANCE = {parameter.key: parameter.shown for parameter in (*EVERY, *OF_VARIANTS)} | {
    "dimension": "d", "condition_number": "κ"
}  # fmt: skip
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


def instance_heads(table: Tightness | Agreement) -> list[str]:
    """How what the instances are given by is called."""
    return [shown for name, shown in INSTANCE.items() if name in table.rows[0].instance]


def lower_claims(table: Tightness) -> list[str]:
    """The claims that bound the onset from below, from the state at time 0."""
    return [*table.rows[0].lowers]


def upper_claims(table: Tightness) -> list[str]:
    """The claims that bound the onset from above, from the state at time 0."""
    return [*table.rows[0].uppers]


def window_claims(table: Tightness) -> list[str]:
    """The claims that give a window of the onset, whichever state they start from."""
    return [*table.rows[0].windows]


def sides(table: Tightness) -> list[tuple[str, list[str]]]:
    """The claims by what they say of the onset, leaving out what no claim says."""
    said = {
        "from below": lower_claims(table),
        "from above": upper_claims(table),
        "window": window_claims(table),
    }
    return [(where, claims) for where, claims in said.items() if claims]


def has_margins(table: Tightness) -> bool:
    """Whether the table says how large α times a margin becomes up to the onset."""
    return table.rows[0].active_margin is not None


def onset_lines(table: Tightness) -> Iterator[Line]:
    """The onset of every instance with its bounds from below, from above, and its windows."""
    for row in table.rows:
        bounds = [_bound(bound, row.onset) for bound in (*row.lowers.values(), *row.uppers.values())]
        bounds += [Bound(_window(window), "") for window in row.windows.values()]
        bounds += [] if row.active_margin is None else [Bound(_active(row.active_margin), "")]
        yield Line(instance_of(row), _truth(row), tuple(bounds))


def edge_lines(table: Tightness) -> Iterator[Line]:
    """Every rising edge with its length and the bounds of that."""
    for row in table.rows:
        for edge in row.edges:
            bounds = tuple(_bound(edge.bounds[claim], edge.length) for claim in table.edge_claims)
            yield Line(instance_of(row), f"{edge.first}–{'' if edge.last is None else edge.last}", bounds)


def ratios(table: Tightness) -> dict[str, list[float]]:
    """For each bound, in words, the multiples of the truth over all instances where there are both."""
    return {f"{side}: {short(claim)}": values for (side, claim), values in table.multiples().items()}


def short(claim: str) -> str:
    """A claim's name in words: its id without the family."""
    return claim.split(".", 1)[1].replace("-", " ")


def instance_of(row: Row | agreement.Row) -> tuple[str, ...]:
    """What the instance of a row is given by, in the order of the heads."""
    return tuple(decimal(row.instance[name]) for name in INSTANCE if name in row.instance)


def decimal(text: str) -> str:
    """A rational p/q as a decimal where that is exact and short, and unchanged otherwise."""
    exact = Fraction(text)
    shown = Decimal(exact.numerator) / Decimal(exact.denominator)
    if len(shown.as_tuple().digits) > _EXACT_DIGITS:
        return text
    return f"{shown.normalize():e}" if 0 < abs(exact) < Fraction(1, 1000) else f"{shown.normalize():f}"


def _truth(row: Row) -> str:
    """The onset, or why there is none: by a claim the direction never rises, or it was not seen to."""
    if row.onset is not None:
        return str(row.onset)
    return "never" if row.never_rises else "not seen"


def _window(window: Window) -> str:
    lower, upper = window
    if lower is None:
        return "never"
    return str(lower) if lower == upper else f"{lower}–{'' if upper is None else upper}"


def _active(margin: ActiveRange) -> str:
    """The bound of α times the largest margin; a dash where some margin is negative."""
    return "–" if margin.bound is None else text_above(margin.bound, 3)


def _bound(bound: int | None, truth: int | None) -> Bound:
    if bound is None:
        return Bound("–", "")
    size = len(str(bound)) - 1
    if size > _LARGEST_SIZE:
        return Bound(f"≈ 10^{size}", "")
    return Bound(str(bound), f"{_multiple(bound / truth)}×" if truth else "")


def _multiple(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio < _SMALL else f"{ratio:,.0f}"
