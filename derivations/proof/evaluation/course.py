"""The course of one run: the quantities of each state, as a run tells them and a part of a statement adds.

At the start what the part chooses is chosen, at each step what it defines is defined anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from derivations.proof.evaluation.chosen import Chooser
from derivations.proof.evaluation.plan import Plan, in_numbers, planned, spoken_in
from derivations.symbols import called
from verifier.arithmetic.balls import Ball

Told = Callable[[int], Mapping[str, Ball]]
"""What a run tells of its state at a time, by name; what it tells of time 0 are all names it knows."""


@dataclass(frozen=True, eq=False)
class Setting:
    """What is said of the states of a run, and how these are found one after the other.

    ``fixed`` are the names of what stays the same, ``varying`` of what does not; ``begun`` says by what
    name that is chosen which is of the start.
    """

    start: Plan
    step: Plan
    fixed: frozenset[str]
    begun: Mapping[str, str]
    varying: frozenset[str]


def base(name: str, moving: frozenset[str] | set[str]) -> str:
    """The quantity of which a name is, itself or at the start or a step later."""
    stem = name.removesuffix("_next")
    return stem[:-1] if stem.endswith("0") and stem[:-1] in moving else stem


@lru_cache(maxsize=4096)
def setting(
    relations: tuple[Any, ...], wanted: frozenset[str], known: frozenset[str], moving: frozenset[str]
) -> Setting:
    """For a part that says these, of runs that tell what is ``known``; what is ``moving`` at least."""
    spoken = {*spoken_in(relations), *wanted}
    moving |= {x.removesuffix("_next") for x in spoken if x.endswith("_next")}
    moving |= {x[:-1] for x in spoken if x.endswith("0") and x[:-1] in spoken}
    here = [one for one in relations if not any(x.endswith("_next") for x in spoken_in([one]))]
    begun = {x[:-1]: x for x in spoken if x.endswith("0") and x[:-1] in moving - known}
    written = {_renamed(one, {x: begun.get(x, x) for x in spoken_in([one])}): one for one in here}
    names = {begun.get(x, x) for x in map(partial(base, moving=moving), wanted)}
    told = {*known, *(f"{x}0" for x in known)}
    start = planned(written, names, told)
    varying = {*moving}
    for one in start.steps:
        made = {*spoken_in([written[one.used.relation]])} - {one.name} if one.used else set[str]()
        varying |= {one.name} if made & varying and one.name not in begun.values() else set()
    fixed = frozenset(one.name for one in start.steps if one.name not in varying) | (known & {"h"})
    now = {*known, *(one.name for one in start.steps)} | {*begun}
    step = _stepped(relations, here, now, varying, known)
    return Setting(start, step, fixed - {*begun.values()}, begun, frozenset(varying))


def _stepped(
    relations: Sequence[Any], here: Sequence[Any], now: set[str], varying: set[str], known: frozenset[str]
) -> Plan:
    """From a state to the next; signs are asked only where something is still to be chosen."""
    first = {f"{x}0" for x in now}
    ahead = {f"{x}_next" for x in known if x in varying}
    shifted = [_shifted(one, varying) for one in here if {*spoken_in([one])} & varying]
    both = [*(one for one in relations if one not in here), *shifted]
    wanted = {f"{x}_next" for x in now if x in varying} - ahead
    plan = planned(both, wanted, now | first | ahead, roots_only=True)
    return planned(both, wanted, now | first | ahead) if any(x.solver is None for x in plan.steps) else plan


def _shifted(relation: Any, varying: set[str]) -> Any:
    """The same of the next state."""
    return _renamed(relation, {x: f"{x}_next" if x in varying else x for x in spoken_in([relation])})


def _renamed(relation: Any, names: Mapping[str, str]) -> Any:
    own = {x: called(names[x.name]) for x in relation.free_symbols if names[x.name] != x.name}
    if not own:
        return relation
    if not hasattr(relation, "rel_op"):
        return relation.xreplace(own)
    return relation.func(*(side.xreplace(own) for side in relation.args), evaluate=False)


class Course:
    """One run, followed on demand."""

    def __init__(self, made: Setting, told: Told | None, random: Chooser, title: str = "") -> None:
        self._made, self._told, self._random = made, told, random
        self.fixed, self.title = made.fixed, title
        first = {**(told(0) if told else {})}
        known = {**first, **{f"{x}0": value for x, value in first.items()}}
        found = made.start.carried_out(known, random)
        found.update((x, found[start]) for x, start in made.begun.items() if start in found)
        self.states = [{x: found[x] for x in found if x not in known or x in first}]

    def __str__(self) -> str:
        """The run, and what was chosen beside what it tells."""
        told = {*self._told(0)} if self._told else set[str]()
        chosen = in_numbers({x: value for x, value in self.states[0].items() if x not in told})
        return ": ".join(filter(None, (self.title, chosen)))

    def state(self, time: int) -> Mapping[str, Ball]:
        """The state at a time; raises ``Nowhere`` where the run has none."""
        while len(self.states) <= time:
            self.states.append(self._next())
        return self.states[time]

    def _next(self) -> dict[str, Ball]:
        now = self.states[-1]
        told = self._told(len(self.states)) if self._told else {}
        known = dict(now)
        known.update((f"{x}0", value) for x, value in self.states[0].items())
        known.update((f"{x}_next", value) for x, value in told.items())
        found = self._made.step.carried_out(known, self._random)
        after = {x: now[x] for x in now if x in self._made.fixed}
        after.update(told)
        after.update(
            (x.removesuffix("_next"), found[x]) for x in found if x.endswith("_next") and x not in known
        )
        return after
