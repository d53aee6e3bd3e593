"""No theorem about planar runs is empty: every system that a proof speaks of describes some run.

Correctness criterion: along one run in balls each condition of the system certainly holds, and each
relation encloses 0 to within 1e-30.  The run gives c, s, α, N and k, the test the constants that may be
chosen; every other variable is what the system's own relations and ties make of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, TypeAlias

import pytest
from flint import arb
from sympy import Eq, Expr, Gt, Le, Lt, Poly, Symbol

from derivations.contents import CLAIMS
from derivations.logistic.model.system import BEFORE, SCALE, STILL
from derivations.notation import N, alpha, at_next, at_start, c, h, k, s
from derivations.proof import Condition, System
from derivations.sigmoid.functions import ell, sigma
from tests.derivations.derived import proof_of
from verifier.arithmetic.balls import ball, less, positive, precision
from verifier.arithmetic.evaluate import evaluate
from verifier.dynamics import Run
from verifier.studies.losses import LogisticInstance

Values: TypeAlias = dict[str, arb]
"""What each variable is at one state, by name."""
BITS = 400
CLOSE = Fraction(1, 10**30)
_Z = Symbol("z", real=True)
FUNCTIONS = {"sigma": sigma(_Z), "softplus": ell(_Z)}
RUN = (c, s, N, alpha, k)
"""What the run itself gives."""


@dataclass(frozen=True)
class Sample:
    """States ``first`` to ``last`` of the run of h, α_0, ν_0, θ_0, and constants chosen besides."""

    start: str = "1/10 1/2 5 3/10"
    first: int = 0
    last: int = 4
    chosen: dict[str, str] = field(default_factory=dict)


QUIET = Sample("1/10 1/2 1/2 3/10", last=12, chosen={"K": "2/3"})
EDGE = Sample("1/10 2 4 1/10", last=3, chosen={"K": "2/3"})
SMALL = Sample("1/10 2 4 1/100000", last=3, chosen={"K": "2/3", "u": "4", "nu": "12/5"})
RECURSION = Sample(chosen={"x_clocked0": "2/5", "b": "3/4", "epsilon": "1/20"})
SAMPLES = {
    "quiet run before onset": QUIET,
    "quiet run": QUIET,
    "certain run before onset": QUIET,
    "certain run": QUIET,
    "planar run below the edge": replace(QUIET, start="1/10 1/2 1/2 3/2"),
    "rising edge": EDGE,
    "edge beside A": EDGE,
    "first steps below θ̄": SMALL,
    "later steps below θ̄": Sample("1/10 9 4 1/10", chosen={"N0": "1/4"}),
    "sorted edge": replace(SMALL, chosen=SMALL.chosen | {"M": "1", "F_floor": "1/10"}),
    "first steps": SMALL,
    "later steps": replace(
        SMALL,
        chosen=SMALL.chosen | {"s0": "9/1000000", "N0": "1/10", "M": "13/50", "F_floor": "63/100"},
    ),
    "recursion": RECURSION,
    "A and the recursion": replace(RECURSION, chosen=RECURSION.chosen | {"epsilon": ""}),
}
"""What to try for a system, by its name; before the onset of the default run if it is not listed."""


def constants(sample: Sample, x: Any) -> Values:
    """θ̄ = θ_0 + 1/1000, ψ for ν, A_0 and B_0 on either side of α_0, and what the sample chose."""
    wider = ball(Fraction(1, 1000))
    chosen = {name: ball(Fraction(text)) for name, text in sample.chosen.items() if text}
    low, high = x.c * wider.cos() - x.s * wider.sin(), x.s * wider.cos() + x.c * wider.sin()
    nu = chosen.get("nu", arb(3))
    return {
        "c_low": low,
        "s_high": high,
        "psi": (nu * low - 1) / (1 + (nu * high) ** 2).sqrt(),
        "A0": x.alpha - wider,
        "B0": x.alpha + wider,
        "clock0": arb(0),
        "root": (1 + 8 * x.N).sqrt(),
    } | chosen


def solve(relations: Iterable[Expr], system: System, values: Values) -> None:
    """Add every variable that a relation, being linear in it, or a tie makes of the others."""
    known = -1
    while known < len(values):
        known = len(values)
        for relation in relations:
            missing = [x for x in relation.free_symbols if x.name not in values]
            if len(missing) == 1 and Poly(relation, *missing).degree() == 1:
                slope, rest = (at(part, values) for part in Poly(relation, *missing).all_coeffs())
                values[missing[0].name] = -rest / slope
        for kind, function in FUNCTIONS.items():
            for argument, value in getattr(system, kind):
                if argument.name in values:
                    values.setdefault(value.name, at(function, {"z": values[argument.name]}))


def states(system: System, sample: Sample) -> list[Values]:
    """The values of all variables of the system at each state of the sample."""
    run = Run(LogisticInstance.of(*sample.start.split()), BITS)
    held = constants(sample, run.state(sample.first)) | {"h": run.h}
    moved = {x.name: held[at_start(x).name] for x in system.tracked if at_start(x).name in held}
    found: list[Values] = []
    for time in range(sample.first, sample.last + 1):
        x = run.state(time)
        values = held | moved | {y.name: getattr(x, y.name) for y in RUN} | {"s": x.q / x.r, "s_abs": x.s}
        solve(system.instant, system, values)
        if not found:
            held |= {at_start(y).name: values[y.name] for y in system.tracked}
            values |= held
            solve((x.lhs - x.rhs for x in system.initial if isinstance(x, Eq)), system, values)
        found.append(values | held)
        solve(system.relations, system, values)
        later = {y.name: values.get(at_next(y).name) for y in system.state if y not in RUN}
        moved = {name: value for name, value in later.items() if value is not None}
    return found


def at(expression: Expr, values: Values) -> arb:
    return evaluate(expression, values.__getitem__)


def holds(condition: Condition, values: Values) -> bool:
    """Whether a condition certainly holds; an equality if it does to within ``CLOSE``."""
    falls = isinstance(condition, (Lt, Le))
    size = at(condition.rhs - condition.lhs if falls else condition.lhs - condition.rhs, values)
    equal = not isinstance(condition, (Gt, Lt)) and less(abs(size), ball(CLOSE)) is True
    return equal or (not isinstance(condition, Eq) and positive(size) is True)


def broken(system: System, sample: Sample) -> list[str]:
    """What of the system does not hold along the sample."""
    with precision(BITS):
        found = states(system, sample)
        wrong = [f"{x} at the start" for x in system.initial if not holds(x, found[0])]
        for values, after in zip(found, [*found[1:], {}], strict=True):
            wrong += [f"{x}" for x in system.conditions if not holds(x, values)]
            wrong += [f"{x} = 0" for x in system.instant if not holds(Eq(x, 0, evaluate=False), values)]
            if after:
                both = values | {f"{name}_next": value for name, value in after.items()}
                wrong += [f"{x}" for x in system.guards if not holds(x, both)]
                wrong += [f"{x} = 0" for x in system.relations if not holds(Eq(x, 0, evaluate=False), both)]
    return wrong


def planar(claim: str) -> list[System]:
    """The systems of a claim with a course in time; the sums over samples have none."""
    systems: list[System] = proof_of(claim).systems
    return [system for system in systems if c in system.state or system.name in SAMPLES]


@pytest.mark.parametrize("claim", [claim for claim in CLAIMS if claim.startswith("logistic.")])
def test_a_run_satisfies_each_system(claim: str) -> None:
    """Some run obeys all conditions and relations of each system of the claim."""
    wrong = {system.name: broken(system, SAMPLES.get(system.name, Sample())) for system in planar(claim)}

    assert not any(wrong.values()), wrong


def test_every_sample_is_used() -> None:
    """No sample is left over from a system that has been renamed."""
    names = {system.name for claim in CLAIMS if claim.startswith("logistic.") for system in planar(claim)}

    assert names > set(SAMPLES)


FALSE = {
    "a condition": {"conditions": (h > 1,)},
    "an initial condition": {"initial": (at_start(alpha) > 1,)},
    "a guard": {"guards": (STILL.reversed.negated,)},
    "an instant relation": {"instant": (N - 1,)},
    "a relation": {"relations": (SCALE + h / 100,)},
}


@pytest.mark.parametrize("more", FALSE.values(), ids=FALSE)
def test_a_false_assumption_is_found(more: dict[str, tuple[Any, ...]]) -> None:
    """An assumption that the run does not satisfy is reported."""
    assert broken(BEFORE, Sample()) == []
    assert broken(BEFORE.with_more("false", **more), Sample()) != []
