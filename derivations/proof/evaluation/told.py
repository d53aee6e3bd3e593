"""What of a claim a part is about: how its quantities are found along runs, under which conditions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from derivations.notation import at_start, t
from derivations.proof.canonical import Budget, count
from derivations.proof.evaluation.course import Setting, setting
from derivations.proof.evaluation.plan import spoken_in, spoken_of
from derivations.proof.statement import Part
from verifier.statement.vocabulary import BEFORE

_CLOCK = frozenset(("t", "t0", "t_next"))


@dataclass(frozen=True, eq=False)
class Told:
    """How the quantities of a part are found along runs, and which conditions of the claim are about it.

    ``given`` is what is supposed at a time: with it, definitions of what a run tells already.
    """

    setting: Setting
    conditions: tuple[Any, ...]
    given: tuple[Any, ...]


@lru_cache(maxsize=4096)
def told_of(
    part: Part, meaning: tuple[Any, ...], conditions: tuple[Any, ...], known: frozenset[str],
    moves: frozenset[str],
) -> Told:  # fmt: skip
    """Along runs that tell what is ``known``, under all that is supposed in a claim."""
    wanted = spoken_by(part)
    if not known and wanted & moves:  # nothing is told: what the symbols mean tells how they move
        wanted |= frozenset(spoken_in(meaning))
    about = _about(wanted, conditions, known)
    wanted |= frozenset(spoken_in(about)) - known
    general = [*part.where, *part.throughout, *about]
    general += spoken_of(meaning, {*wanted, *spoken_in(general)})
    relations = [one for one in general if not _quantities([one], known | _CLOCK) <= _CLOCK | known]
    first = setting(tuple(relations), wanted, known, moves | known - {"h"})
    given = [_at_once(one) for one in part.given] if part.holds == BEFORE else part.given
    still = [one for one in given if not {*spoken_in([one])} & (first.varying | _CLOCK)]
    made = setting((*relations, *still), wanted, known, moves | known - {"h"})
    told = [one for one in part.where if one not in relations and not {*spoken_in([one])} <= _CLOCK]
    return Told(made, about, (*part.given, *told))


def _at_once(relation: Any) -> Any:
    """The same of time 0."""
    return relation.func(*(side.subs(t, 0) for side in relation.args), evaluate=False)


def spoken_by(part: Part) -> frozenset[str]:
    """The names of all that it speaks of, but for the time and the number of steps."""
    spoken = {*spoken_in([*map(_spelled, part.then), *part.given, *part.where, *part.throughout])}
    return frozenset(spoken - _CLOCK - {count.name})


def _about(wanted: frozenset[str], conditions: tuple[Any, ...], known: frozenset[str]) -> tuple[Any, ...]:
    """The conditions of what a run tells, and of what is chosen in the part or by such a condition."""
    chosen = _quantities_of(wanted, known)
    while True:
        about = tuple(x for x in conditions if (own := _quantities([x], known)) <= known or own & chosen)
        more = chosen | _quantities(about, known) - known
        if more == chosen:
            return about
        chosen = more


def _quantities(relations: Iterable[Any], known: frozenset[str]) -> set[str]:
    return _quantities_of(spoken_in(relations), known) | {
        x for x in map(_stem, spoken_in(relations)) if x in known
    }


def _quantities_of(names: Iterable[str], known: frozenset[str]) -> set[str]:
    """What names are of, but for what a run tells."""
    return {_stem(x) for x in names} - known


def _stem(name: str) -> str:
    return name.removesuffix("_next").removesuffix("0")


def _spelled(relation: Any) -> Any:
    if isinstance(relation, Budget):
        return at_start(relation.quantity) + relation.growth + relation.cap
    return relation
