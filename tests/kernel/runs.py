"""Runs on small rationals of a system taken from its JSON form, without any of the kernel's code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache
from itertools import product
from random import Random
from typing import Any

from tests.kernel.build import Json

Values = dict[str, Fraction]

SMALL = tuple(Fraction(p, q) for p, q in product(range(-3, 9), (1, 2, 3)))
TIES = ("sigma", "softplus")
_FAR = 80
"""Beyond, σ is 1 in 40 digits."""
LONGEST = 60
"""Steps of a run; with these numbers a run that goes on for longer goes on for ever."""


@dataclass(frozen=True)
class Path:
    """One run: the values of state variables and parameters at each time."""

    states: tuple[Values, ...]

    def steps(self) -> Iterator[Values]:
        """Each state together with the next one."""
        for now, after in zip(self.states, self.states[1:], strict=False):
            yield now | {f"{name}_next": value for name, value in after.items()}


@cache
def _code(polynomial: str) -> Any:
    return compile(re.sub(r"\b(\d+)\b", r"F(\1)", polynomial).strip(), "<polynomial>", "eval")


def value(polynomial: str, values: Values) -> Fraction:
    """The polynomial at these values; raises ``NameError`` if one is missing."""
    return Fraction(eval(_code(polynomial), {"F": Fraction}, values))


def ties_of(system: Json) -> list[tuple[str, str, str]]:
    """(function, argument, value) for each tie of the system."""
    return [(f, argument, g) for f in TIES for argument, g in system.get(f, [])]


def tied(ties: Iterable[tuple[str, str, str]], values: Values) -> Values:
    """The values with each tied variable set to the value of its function."""
    for function, argument, name in ties:
        values = values | {name: transcendental(function, values[argument])}
    return values


def obeys(ties: Iterable[tuple[str, str, str]], values: Values) -> bool:
    """Whether each tied variable has the value of its function."""
    return all(values[name] == transcendental(f, values[argument]) for f, argument, name in ties)


@cache
def transcendental(function: str, z: Fraction) -> Fraction:
    """σ(z) or ℓ(z) to 40 digits, with σ(−z) = 1 − σ(z) and ℓ(−z) = ℓ(z) + z exactly."""
    with localcontext() as context:
        context.prec = 60
        e = (-Decimal(abs(z).numerator) / Decimal(abs(z).denominator)).exp()
        exact = 1 / (1 + e) if function == "sigma" else (1 + e).ln()
    rounded = Fraction(round(Fraction(exact) * 10**40), 10**40)
    return rounded if z >= 0 else 1 - rounded if function == "sigma" else rounded - z


def satisfied(condition: list[str], values: Values) -> bool:
    """Whether ``[polynomial, sign]`` holds at these values."""
    x = value(condition[0], values)
    return {">": x > 0, ">=": x >= 0, "=": x == 0, "!=": x != 0}[condition[1]]


def all_hold(entries: Iterable[list[str]], values: Values) -> bool:
    """Whether all conditions hold at these values."""
    return all(satisfied(entry, values) for entry in entries)


def paths(system: Json, random: Random, count: int) -> list[Path]:
    """Runs of the system from random starts; fewer where its assumptions are hard to meet."""
    found: list[Path] = []
    for _ in range(count * 20):
        path = _path(system, random)
        if path is not None:
            found.append(path)
        if len(found) == count:
            break
    return found


def _path(system: Json, random: Random) -> Path | None:
    parameters = {name: random.choice(SMALL) for name in system["parameters"]}
    names = list(system["next"])
    state = {name: random.choice(SMALL) for name in names}
    state |= {name: parameters[first] for name, first in system["origin"].items()}
    free = set(names) - set(system["origin"]) - {value for _, _, value in ties_of(system)}
    now = tied(ties_of(system), parameters | solve(system["instant"], state, free, parameters))
    now |= {first: now[name] for name, first in system["origin"].items()}
    if not (_is_state(system, now) and all_hold(system["initial"], now)):
        return None
    states = [now]
    while len(states) <= LONGEST and all_hold(system["guards"], states[-1]):
        after = _after(system, states[-1], random)
        if after is None:
            break
        states.append(after)
    return Path(tuple(states))


def _is_state(system: Json, now: Values) -> bool:
    ties = ties_of(system)
    fits = obeys(ties, now) and all(abs(now[argument]) < _FAR for _, argument, _ in ties)
    instant = all(value(relation, now) == 0 for relation in system["instant"])
    return fits and instant and all_hold(system["conditions"], now)


def _after(system: Json, now: Values, random: Random) -> Values | None:
    """A next state, free variables chosen at random; None where there is none."""
    guess = {after: random.choice(SMALL) for after in system["next"].values()}
    names = system["next"]
    ties = [(f, names.get(z, z), names.get(g, g)) for f, z, g in ties_of(system)]
    solved = solve(system["relations"], guess, set(guess) - {g for _, _, g in ties}, now)
    solved = {name: x for name, x in tied(ties, now | solved).items() if name in guess}
    if any(value(relation, now | solved) != 0 for relation in system["relations"]):
        return None
    after = now | {name: solved[follow] for name, follow in system["next"].items()}
    return after if _is_state(system, after) else None


def solve(relations: list[str], guess: Values, free: set[str], known: Values) -> Values:
    """Solve the relations one after another, each for a variable in which it is linear."""
    solved, open_names = dict(guess), set(free)
    for relation in relations:
        for name in sorted(open_names, key=lambda name: (not name.endswith("_next"), name)):
            at = [value(relation, known | solved | {name: Fraction(i)}) for i in range(3)]
            slope = at[1] - at[0]
            if slope != 0 and at[2] - at[1] == slope:
                solved[name] = -at[0] / slope
                open_names.discard(name)
                break
    return solved


def is_run(system: Json, states: Sequence[Values]) -> bool:
    """Whether these states, with the parameters in them, are a run of the system."""
    first = dict(states[0])
    first |= {parameter: first[variable] for variable, parameter in system["origin"].items()}
    if not all_hold(system["initial"], first):
        return False
    path = [state | {name: first[name] for name in system["parameters"]} for state in states]
    steps = list(Path(tuple(path)).steps())
    return (
        all(_is_state(system, now) for now in path)
        and all(all_hold(system["guards"], now) for now in path[:-1])
        and all(value(relation, step) == 0 for step in steps for relation in system["relations"])
    )
