"""An independent reading of what the kernel's facts mean, which tries to break them on actual runs.

A system is taken from its JSON form and run on small rationals: the criterion of soundness is that no
run that obeys a system breaks a fact that the kernel accepted about it.  None of the kernel's code
takes part, apart from the facts' own fields.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache
from itertools import product
from math import log
from random import Random
from typing import Any

from tests.kernel.build import Json
from verifier.kernel import conditions
from verifier.kernel.sustain import Sustained
from verifier.kernel.tails import Tail

Values = dict[str, Fraction]

_SMALL = tuple(Fraction(p, q) for p, q in product(range(-3, 9), (1, 2, 3)))
_TIES = ("sigma", "softplus")
_FAR = 80
"""Beyond, σ is 1 in 40 digits."""
_LONGEST = 60
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
    return [(f, argument, g) for f in _TIES for argument, g in system.get(f, [])]


def tied(ties: Iterable[tuple[str, str, str]], values: Values) -> Values:
    """The values with each tied variable set to the value of its function."""
    for function, argument, name in ties:
        values = values | {name: transcendental(function, values[argument])}
    return values


def _obeys(ties: Iterable[tuple[str, str, str]], values: Values) -> bool:
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


def _all(entries: Iterable[list[str]], values: Values) -> bool:
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
    parameters = {name: random.choice(_SMALL) for name in system["parameters"]}
    names = list(system["next"])
    state = {name: random.choice(_SMALL) for name in names}
    state |= {name: parameters[first] for name, first in system["origin"].items()}
    free = set(names) - set(system["origin"]) - {value for _, _, value in ties_of(system)}
    now = tied(ties_of(system), parameters | _solve(system["instant"], state, free, parameters))
    now |= {first: now[name] for name, first in system["origin"].items()}
    if not (_is_state(system, now) and _all(system["initial"], now)):
        return None
    states = [now]
    while len(states) <= _LONGEST and _all(system["guards"], states[-1]):
        after = _after(system, states[-1], random)
        if after is None:
            break
        states.append(after)
    return Path(tuple(states))


def _is_state(system: Json, now: Values) -> bool:
    ties = ties_of(system)
    fits = _obeys(ties, now) and all(abs(now[argument]) < _FAR for _, argument, _ in ties)
    instant = all(value(relation, now) == 0 for relation in system["instant"])
    return fits and instant and _all(system["conditions"], now)


def _after(system: Json, now: Values, random: Random) -> Values | None:
    """A next state, free variables chosen at random; None where there is none."""
    guess = {after: random.choice(_SMALL) for after in system["next"].values()}
    names = system["next"]
    ties = [(f, names.get(z, z), names.get(g, g)) for f, z, g in ties_of(system)]
    solved = _solve(system["relations"], guess, set(guess) - {g for _, _, g in ties}, now)
    solved = {name: x for name, x in tied(ties, now | solved).items() if name in guess}
    if any(value(relation, now | solved) != 0 for relation in system["relations"]):
        return None
    after = now | {name: solved[follow] for name, follow in system["next"].items()}
    return after if _is_state(system, after) else None


def _solve(relations: list[str], guess: Values, free: set[str], known: Values) -> Values:
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


def broken(
    certificate: Json,
    facts: dict[str, Any],
    seed: int = 0,
    count: int = 12,
    known: Container[str] = (),
) -> list[str]:
    """The facts that some run, or some values of the variables, contradict; each with a reason.

    Those named in ``known`` are not looked at.
    """
    random = Random(seed)
    systems = {system["name"]: system for system in certificate["systems"]}
    runs = {name: paths(system, random, count) for name, system in systems.items()}
    steps = {step["name"]: step for step in certificate["steps"]}
    reasons = []
    for name, fact in facts.items():
        if name in known:
            continue
        if isinstance(fact, conditions.Flow):
            points = [_with_all({}, certificate, random) for _ in range(count * 20)]
            reason = _break_flow(steps[name], fact, points)
        elif isinstance(fact, conditions.Sequent):
            points = [_with_all(x, certificate, random) for x in _points(runs)]
            points += [_with_all({}, certificate, random) for _ in range(count * 4)]
            reason = _break_sequent(steps[name], fact, points)
        else:
            reason = _break_rule(steps[name], facts, steps, systems, runs[steps[name]["system"]])
        if reason:
            reasons.append(f"{name}: {reason}")
    return reasons


def _points(runs: dict[str, list[Path]]) -> Iterator[Values]:
    for found in runs.values():
        for path in found[:4]:
            yield from list(path.steps())[:6]


def _with_all(values: Values, certificate: Json, random: Random) -> Values:
    return {name: random.choice(_SMALL) for name in certificate["variables"]} | values


def _break_sequent(step: Json, fact: conditions.Sequent, points: list[Values]) -> str | None:
    given, relations = _supposed(step, fact)
    ties = [(tie.function, tie.argument, tie.value) for tie in fact.ties]
    claimed = _claimed(step, fact)
    for point in points:
        at = tied(ties, _solve(relations, point, set(point) - {g for _, _, g in ties}, {}))
        fits = _obeys(ties, at) and all(value(r, at) == 0 for r in relations)
        supposed = fits and _all(given, at)
        if supposed and not satisfied(claimed, at):
            return f"{fact} fails at {at}"
    return None


def _supposed(step: Json, fact: conditions.Sequent) -> tuple[list[list[str]], list[str]]:
    if step["rule"] in ("pointwise", "reflection"):  # the step names facts and points only
        return [[condition.text, condition.sign] for condition in fact.given], list(fact.modulo)
    return step["given"], step["relations"]


def _claimed(step: Json, fact: conditions.Sequent) -> list[str]:
    if step["rule"] in ("pointwise", "reflection"):
        return [fact.conclusion.text, fact.conclusion.sign]
    return _conclusion(step)


def _break_flow(step: Json, fact: conditions.Flow, points: list[Values]) -> str | None:
    ties = [(f, z, g) for z, *values in step["points"] for f, g in zip(_TIES, values, strict=False)]
    (x, *_), (start, *_) = step["points"][:2]
    for point in points:
        at = tied(ties, point)
        ahead = at[x] >= at[start] if step["direction"] == "forward" else at[x] <= at[start]
        if ahead and _all(step["assumed"], at) and value(step["target"], at) < 0:
            return f"{fact} fails at {at}"
    return None


def _break_rule(
    step: Json,
    facts: dict[str, Any],
    steps: dict[str, Json],
    systems: dict[str, Json],
    found: list[Path],
) -> str | None:
    fact = facts[step["name"]]
    for path in found:
        match fact:
            case conditions.Always():
                fine = _always(step, steps, facts, path)
            case conditions.Growth():
                fine = _grows(step, path)
            case conditions.AtEveryTime():
                fine = all(_at_time(step, steps, path, t) for t in range(len(path.states)))
            case conditions.Counted():
                fine = _counts(step, path)
            case conditions.Bounded():
                fine = _bounds(step, steps[step["fact"]], path, steps)
            case conditions.Terminates():
                fine = len(path.states) <= _LONGEST
            case Tail():
                fine = _continues(step, systems[step["into"]], path)
            case Sustained():
                fine = _stays(step, steps, systems[step["into"]], path)
            case _:
                raise TypeError(f"no reading of {fact!r}")
        if not fine:
            return f"{fact} fails along {path.states[:4]} …"
    return None


def _always(step: Json, steps: dict[str, Json], facts: dict[str, Any], path: Path) -> bool:
    match step["rule"]:
        case "invariant":
            claimed = step["invariants"]
        case "equations":
            claimed = [[polynomial, "="] for polynomial in step["equations"]]
        case "consequence":
            claimed = [_claimed(steps[name], facts[name]) for name in step["sequents"]]
        case rule:
            raise ValueError(f"no reading of the rule {rule!r}")
    return all(_all(claimed, now) for now in path.states)


def _conclusion(step: Json) -> list[str]:
    if step["rule"] == "identity":
        return [f"({step['lhs']}) - ({step['rhs']})", "="]
    return [step["target"], step["sign"]]


def _grows(step: Json, path: Path) -> bool:
    expected = value(step["quantity"], path.states[0])
    for now in path.states:
        x = value(step["quantity"], now)
        if not (x >= expected if step["direction"] == ">=" else x <= expected):
            return False
        expected *= value(step["ratio"], now)
    return True


def _at_time(step: Json, steps: dict[str, Json], path: Path, t: int) -> bool:
    now = _with_powers(step, steps, path, t)
    return not _all(step["assume"], now) or satisfied(_conclusion(steps[step["sequent"]]), now)


def _with_powers(step: Json, steps: dict[str, Json], path: Path, t: int) -> Values:
    now = dict(path.states[t])
    powers = {use["power"]: steps[use["fact"]]["ratio"] for use in step["uses"]}
    return now | {symbol: value(ratio, now) ** t for symbol, ratio in powers.items()}


def _events(step: Json, path: Path) -> list[Values]:
    return [now for now in path.steps() if _all(step["event"], now)]


def _counts(step: Json, path: Path) -> bool:
    grown = value(step["quantity"], path.states[0])
    events = _events(step, path)
    for now in events[:-1]:
        grown *= value(step["growth"], now)
    return not events or grown < value(step["cap"], path.states[0])


def _bounds(step: Json, cited: Json, path: Path, steps: dict[str, Json]) -> bool:
    """n − 1 or t against the quotient of logarithms, which must also be defined."""
    if cited["rule"] == "counting":
        times = [len(_events(cited, path)) - 1] if _events(cited, path) else []
    else:
        times = [t for t, now in enumerate(path.states) if _all(cited["assume"], now)]
    left, right, ratio = (value(step[key], path.states[0]) for key in ("left", "right", "ratio"))
    if not times:
        return True
    if min(left, right, ratio) <= 0 or ratio == 1 or (ratio < 1) != (step["shrinks"] is True):
        return False
    bound = log(right / left) / log(ratio)
    slack = 1e-9
    return all((t > bound - slack) if ratio < 1 else (t < bound + slack) for t in times)


def is_run(system: Json, states: Sequence[Values]) -> bool:
    """Whether these states, with the parameters in them, are a run of the system."""
    first = dict(states[0])
    first |= {parameter: first[variable] for variable, parameter in system["origin"].items()}
    if not _all(system["initial"], first):
        return False
    path = [state | {name: first[name] for name in system["parameters"]} for state in states]
    steps = list(Path(tuple(path)).steps())
    return (
        all(_is_state(system, now) for now in path)
        and all(_all(system["guards"], now) for now in path[:-1])
        and all(value(relation, step) == 0 for step in steps for relation in system["relations"])
    )


def _continues(step: Json, into: Json, path: Path) -> bool:
    """From each time with ``start``, and ``throughout`` from then on, the rest is a run of ``into``."""
    for t, now in enumerate(path.states):
        lasting = all(_all(step["throughout"], later) for later in path.states[t:])
        if lasting and _all(step["start"], now) and not is_run(into, path.states[t:]):
            return False
    return True


def _stays(step: Json, steps: dict[str, Json], into: Json, path: Path) -> bool:
    """As long as what the cited facts assume holds, the run so far is a run of ``into``."""
    cited = [steps[name] for name in step["facts"]]
    times = range(len(path.states))
    failing = (t for t in times if not all(_assumed(fact, steps, path, t) for fact in cited))
    return is_run(into, path.states[: next(failing, times[-1]) + 1])


def _assumed(step: Json, steps: dict[str, Json], path: Path, t: int) -> bool:
    return _all(step["assume"], _with_powers(step, steps, path, t))
