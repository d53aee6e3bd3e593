"""An independent reading of what the kernel's facts mean, which tries to break them on actual runs.

A system is taken from its JSON form and run on small rationals: the criterion of soundness is that no
run that obeys a system breaks a fact that the kernel accepted about it.  None of the kernel's code
takes part, apart from the facts' own fields.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from math import log
from random import Random
from typing import Any

from tests.kernel.build import Json
from tests.kernel.runs import (
    LONGEST,
    SMALL,
    TIES,
    Path,
    Values,
    all_hold,
    is_run,
    obeys,
    paths,
    satisfied,
    solve,
    tied,
    value,
)
from verifier.kernel import conditions
from verifier.kernel.sustain import Sustained
from verifier.kernel.tails import Tail


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
    return {name: random.choice(SMALL) for name in certificate["variables"]} | values


def _break_sequent(step: Json, fact: conditions.Sequent, points: list[Values]) -> str | None:
    given, relations = _supposed(step, fact)
    ties = [(tie.function, tie.argument, tie.value) for tie in fact.ties]
    claimed = _claimed(step, fact)
    for point in points:
        at = tied(ties, solve(relations, point, set(point) - {g for _, _, g in ties}, {}))
        fits = obeys(ties, at) and all(value(r, at) == 0 for r in relations)
        supposed = fits and all_hold(given, at)
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
    ties = [(f, z, g) for z, *values in step["points"] for f, g in zip(TIES, values, strict=False)]
    (x, *_), (start, *_) = step["points"][:2]
    for point in points:
        at = tied(ties, point)
        ahead = at[x] >= at[start] if step["direction"] == "forward" else at[x] <= at[start]
        if ahead and all_hold(step["assumed"], at) and value(step["target"], at) < 0:
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
                fine = len(path.states) <= LONGEST
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
    return all(all_hold(claimed, now) for now in path.states)


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
    return not all_hold(step["assume"], now) or satisfied(_conclusion(steps[step["sequent"]]), now)


def _with_powers(step: Json, steps: dict[str, Json], path: Path, t: int) -> Values:
    now = dict(path.states[t])
    powers = {use["power"]: steps[use["fact"]]["ratio"] for use in step["uses"]}
    return now | {symbol: value(ratio, now) ** t for symbol, ratio in powers.items()}


def _events(step: Json, path: Path) -> list[Values]:
    return [now for now in path.steps() if all_hold(step["event"], now)]


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
        times = [t for t, now in enumerate(path.states) if all_hold(cited["assume"], now)]
    left, right, ratio = (value(step[key], path.states[0]) for key in ("left", "right", "ratio"))
    if not times:
        return True
    if min(left, right, ratio) <= 0 or ratio == 1 or (ratio < 1) != (step["shrinks"] is True):
        return False
    bound = log(right / left) / log(ratio)
    slack = 1e-9
    return all((t > bound - slack) if ratio < 1 else (t < bound + slack) for t in times)


def _continues(step: Json, into: Json, path: Path) -> bool:
    """From each time with ``start``, and ``throughout`` from then on, the rest is a run of ``into``."""
    for t, now in enumerate(path.states):
        lasting = all(all_hold(step["throughout"], later) for later in path.states[t:])
        if lasting and all_hold(step["start"], now) and not is_run(into, path.states[t:]):
            return False
    return True


def _stays(step: Json, steps: dict[str, Json], into: Json, path: Path) -> bool:
    """As long as what the cited facts assume holds, the run so far is a run of ``into``."""
    cited = [steps[name] for name in step["facts"]]
    times = range(len(path.states))
    failing = (t for t in times if not all(_assumed(fact, steps, path, t) for fact in cited))
    return is_run(into, path.states[: next(failing, times[-1]) + 1])


def _assumed(step: Json, steps: dict[str, Json], path: Path, t: int) -> bool:
    return all_hold(step["assume"], _with_powers(step, steps, path, t))
