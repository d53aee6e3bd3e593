"""What the auxiliary sequences of a system are, by their definitions, so that none is read by its name.

Of the polynomials nothing is used but their one text, which the kernel writes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

POWER, PRODUCT, COUNT, TIME, FIRST, LN = "power", "product", "count", "time", "first", "ln"
EARLY, EVER = "early", "ever"
_TERM = re.compile(r"(?:^(-?)|( [+-] ))([^ ]+)")


class Term(NamedTuple):
    """One summand: whether it is added, its number, and its factors with their powers."""

    added: bool
    number: str
    factors: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Meaning:
    """What a variable stands for: ``kind`` of the polynomial ``of``, over the steps with ``event`` alone.

    ``of`` to the power of the time or of how many of these steps there were; the product of ``of``; how
    many; the time; ``of`` at time 0; the logarithm of ``of``; how many before the first with ``event``;
    1 once there was one, and 0 until then.  With ``later``, one step on.
    """

    kind: str
    of: str = ""
    event: tuple[tuple[str, str], ...] = ()
    later: bool = False


@lru_cache(maxsize=16_384)
def terms(polynomial: str) -> tuple[Term, ...]:
    """The summands of a polynomial in its one text."""
    found = []
    for minus, sign, text in _TERM.findall(polynomial):
        number, factors = "1", []
        for factor in text.replace("**", "^").split("*"):
            name, _, power = factor.partition("^")
            if name[0].isdigit():
                number = factor
            else:
                factors.append((name, int(power or 1)))
        found.append(Term("-" not in minus + sign, number, tuple(factors)))
    return tuple(found)


def written(summands: Sequence[Term]) -> str:
    """The text of summands."""
    text = ""
    for added, number, factors in summands:
        powers = [name if power == 1 else f"{name}**{power}" for name, power in factors]
        text += (" + " if added else " - ") if text else "" if added else "-"
        text += "*".join([*([number] if number != "1" or not powers else []), *powers])
    return text or "0"


@lru_cache(maxsize=16_384)
def variables(polynomial: str) -> frozenset[str]:
    """The variables of a polynomial."""
    return frozenset(name for term in terms(polynomial) for name, _ in term.factors)


def meanings(system: Mapping[str, Any]) -> dict[str, Meaning]:
    """What each sequence of the system means, now and a step on; nothing of one of another kind."""
    found: dict[str, Meaning] = {}
    for x, ghost in system["ghosts"].items():
        if meaning := _meaning(x, ghost, system):
            found |= {x: meaning, f"{x}_next": replace(meaning, later=meaning.kind != FIRST)}
    return found


def _meaning(x: str, ghost: Mapping[str, Any], system: Mapping[str, Any]) -> Meaning | None:
    event = tuple((polynomial, sign) for polynomial, sign in ghost.get("when", ()))
    start, goes = ghost["start"], ghost["next"]
    own = {y for one in system["ghosts"] for y in (one, f"{one}_next")}
    if any(variables(polynomial) & own for polynomial, _ in event):
        return None  # it would be read by the name of another sequence
    if goes == x and not event:
        return Meaning(FIRST, start)
    if (start, goes) == ("0", x) and any(
        _is_since(y, system["ghosts"][y], event) and _same(ghost["otherwise"], f"{x} - {y} + 1")
        for y in system["ghosts"]
    ):
        return Meaning(EARLY, event=event)
    if ghost.get("otherwise", x) != x:
        return None
    if event and _is_since(x, ghost, event):
        return Meaning(EVER, event=event)
    if start == "0" and goes == f"{x} + 1":
        return Meaning(COUNT, event=event) if event else Meaning(TIME)
    ratio = _without(goes, x)
    if start != "1" or ratio is None or not variables(ratio) <= {*system["state"], *system["parameters"]}:
        return None
    same = variables(ratio) <= {*system["parameters"]}
    return Meaning(POWER if same else PRODUCT, ratio, event)


def _is_since(x: str, ghost: Mapping[str, Any], event: tuple[tuple[str, str], ...]) -> bool:
    """0 up to the first step with the event, and 1 after it."""
    when = tuple((polynomial, sign) for polynomial, sign in ghost.get("when", ()))
    values = ghost["start"], ghost["next"], ghost.get("otherwise")
    return when == event and values == ("0", "1", x)


def _same(polynomial: str, other: str) -> bool:
    """Whether two polynomials have the same summands."""
    return sorted(terms(polynomial)) == sorted(terms(other))


def _without(polynomial: str, x: str) -> str | None:
    """The polynomial over x, if x is a factor of each summand, once."""
    summands = terms(polynomial)
    if any(dict(term.factors).get(x) != 1 for term in summands):
        return None
    rest = [term._replace(factors=tuple(one for one in term.factors if one[0] != x)) for term in summands]
    return written(rest)
