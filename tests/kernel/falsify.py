"""An independent reading of statements, which tries to break them on numbers and on actual runs.

A statement is read from its canonical JSON form.  None of the kernel's code takes part.  The criterion of
soundness is that no values of the variables and no run of the systems break what was accepted.  Values of
σ, ℓ and ln have 40 digits: what depends on them counts as broken only beyond a margin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache
from itertools import pairwise, product
from random import Random
from typing import Any

from tests.kernel.build import Json

Values = dict[str, Any]
_SMALL = tuple(Fraction(p, q) for p, q in product(range(-3, 9), (1, 2)))
_SAMPLES = "samples of a family"
LONGEST = 24
"""Steps of a run: with these numbers a run that goes on for longer goes on for ever."""


@cache
def _code(polynomial: str) -> Any:
    return compile(re.sub(r"\b(\d+)\b", r"F(\1)", polynomial), "<polynomial>", "eval")


def value(polynomial: str, values: Values) -> Fraction:
    return Fraction(eval(_code(polynomial), {"F": Fraction}, values))


@cache
def function(name: str, *of: Fraction) -> Fraction | None:
    """The value to 40 digits; None where it is not defined or too large."""
    (z,) = of
    if abs(z) > 50 or (name == "ln" and z <= 0):
        return None
    with localcontext() as context:
        context.prec = 60
        x = Decimal(z.numerator) / Decimal(z.denominator)
        y = x.ln() if name == "ln" else 1 / (1 + (-x).exp()) if name == "sigma" else (1 + (-x).exp()).ln()
    return Fraction(round(Fraction(y) * 10**40), 10**40)


@dataclass
class Reading:
    """Reads atoms with a margin; draws values and runs."""

    random: Random
    margin: Fraction = Fraction(0)

    def holds(self, atom: Any, values: Values, sure: bool = True) -> bool:
        """Whether it holds beyond the margin, or, not ``sure``, up to it."""
        if isinstance(atom, list):
            x, wide = value(atom[0], values), self.margin
            slack = wide if sure else -wide
            truth = {">": x > slack, ">=": x >= min(slack, 0), "=": abs(x) <= wide, "!=": abs(x) > slack}
            return truth[atom[1]]
        if "tie" in atom:
            known = function(atom["tie"], *(value(x, values) for x in atom["of"]))
            return known is not None and abs(known - value(atom["value"], values)) <= self.margin
        if "if" in atom:
            return not self.all(atom["if"], values, not sure) or self.holds(atom["then"], values, sure)
        drawn = values.get(_SAMPLES, [])
        each = all(self.all(atom["each"], values | one, sure) for one in drawn)
        return bool(drawn) and each and all(
            value(mean, values) == sum(value(of, values | one) for one in drawn) / len(drawn)
            for mean, of in atom["means"]
        )  # fmt: skip

    def all(self, atoms: list[Any], values: Values, sure: bool = True) -> bool:
        return all(self.holds(atom, values, sure) for atom in atoms)

    def drawn(self, names: Any) -> Values:
        return {name: self.random.choice(_SMALL) for name in names}

    def fitted(self, atoms: list[Any], values: Values, free: set[str]) -> Values:
        """The values with those of ``free`` replaced that ties, means and equations determine."""
        values, free = dict(values), set(free)
        for atom in atoms:
            if isinstance(atom, dict) and "samples" in atom:
                ones = (self.drawn(atom["samples"]) for _ in range(30))
                values[_SAMPLES] = [one for one in ones if self.all(atom["each"], values | one)][:3]
        equal = [self._active(atom, values) for atom in atoms]
        for polynomial in [atom[0] for atom in equal if isinstance(atom, list) and atom[1] == "="]:
            for name in sorted(free, key=lambda name: (not name.endswith("_next"), name)):
                at = [value(polynomial, values | {name: Fraction(i)}) for i in range(3)]
                slope = at[1] - at[0]
                if slope != 0 and at[2] - at[1] == slope:
                    values[name] = -at[0] / slope
                    free.discard(name)
                    break
        for atom in atoms:
            if isinstance(atom, dict) and "tie" in atom and atom["value"] in free:
                known = function(atom["tie"], *(value(x, values) for x in atom["of"]))
                values[atom["value"]] = values[atom["value"]] if known is None else known
            for mean, of in atom.get("means", []) if isinstance(atom, dict) else []:
                if mean in free and values[_SAMPLES]:
                    taken = [value(of, values | one) for one in values[_SAMPLES]]
                    values[mean] = sum(taken) / len(taken)
        return values

    def _active(self, atom: Any, values: Values) -> Any:
        """An implication whose hypotheses hold is what it says."""
        implication = isinstance(atom, dict) and "if" in atom
        return atom["then"] if implication and self.all(atom["if"], values) else atom

    def run(self, system: Json) -> list[Values]:
        """A run from random values, as long as it goes; without states where they meet no start.

        In some, what no equation determines stays as it is.
        """
        names = system["state"]
        now = self.drawn([*names, *system["parameters"]])
        now = self.fitted([*system["start"], *system["always"]], now, set(now))
        if not self.all([*system["start"], *system["always"]], now):
            return []
        states, stays = [now | self.begun(system, now)], self.random.choice((False, True))
        while len(states) <= LONGEST:
            step = states[-1] | self.drawn(names.values())
            step |= {name: states[-1][x] for x, name in names.items()} if stays else {}
            step = self.fitted(system["step"], step, set(names.values()))
            after = {x: step[name] for x, name in names.items()} | {p: now[p] for p in system["parameters"]}
            if not (self.all(system["step"], step) and self.all(system["always"], after)):
                break
            states.append(after | self.gone_on(system, step))
        return states

    def begun(self, system: Json, now: Values) -> Values:
        return {x: value(ghost["start"], now) for x, ghost in system["ghosts"].items()}

    def gone_on(self, system: Json, step: Values) -> Values:
        after = {}
        for x, ghost in system["ghosts"].items():
            key = "next" if self.all(ghost.get("when", []), step) else "otherwise"
            after[x] = value(ghost[key], step)
        return after

    def steps(self, system: Json, run: list[Values]) -> list[Values]:
        """Each state but the last, with the next one."""
        after = system["state"] | {x: f"{x}_next" for x in system["ghosts"]}
        pairs = pairwise(run)
        return [now | {name: later[x] for x, name in after.items()} for now, later in pairs]


@dataclass
class Falsifier:
    """Looks for what breaks a statement; ``met`` counts the cases in which its hypotheses held."""

    seed: int
    count: int = 60
    met: int = 0
    read: Reading = field(init=False)

    def __post_init__(self) -> None:
        self.read = Reading(Random(self.seed))

    def broken(self, statement: Json, variables: list[str]) -> str | None:
        """What breaks it, or None."""
        inexact = any(f"'{name}'" in str(statement) for name in ("sigma", "softplus", "ln"))
        self.read.margin = Fraction(1, 10**30) if inexact else Fraction(0)
        for _ in range(self.count):
            for values in self._counterexamples(statement, variables):
                return str({x: str(v) for x, v in values.items()})
        return None

    def _counterexamples(self, fact: Json, variables: list[str]) -> Iterator[Values]:
        read = self.read
        if "within" in fact:
            part = fact["within"]
            for run in self._pieces(part, read.run(part["system"])):
                yield from self._along(fact["fact"], run, variables)
        elif "into" in fact:
            for piece in self._pieces(fact, read.run(fact["system"])):
                yield from self._no_run(fact["into"], piece)
        elif "along" in fact or "ends" in fact:
            yield from self._along(fact, read.run(fact.get("along", fact.get("ends"))), variables)
        else:
            values = read.drawn(variables)
            values = read.fitted(fact["given"], values, set(values))
            yield from self._sequent(fact, values)

    def _sequent(self, fact: Json, values: Values) -> Iterator[Values]:
        if self.read.all(fact["given"], values):
            self.met += 1
            if not self.read.all(fact["then"], values, sure=False):
                yield values

    def _along(self, fact: Json, run: list[Values], variables: list[str]) -> Iterator[Values]:
        """Where the run breaks a fact about every state or step, or goes on for ever and may not."""
        if "ends" in fact:
            self.met += bool(run)
            yield from run[LONGEST:]
            return
        steps, free = self.read.steps(fact["along"], run), self.read.drawn(variables)
        for number, values in enumerate(run if fact["at"] == "state" else steps):
            if all(self.read.all(fact["before"], free | step) for step in steps[:number]):
                yield from self._sequent(fact, free | values)

    def _pieces(self, part: Json, run: list[Values]) -> Iterator[list[Values]]:
        """The longest stretches that the part says are runs, as states of ``into``."""
        read, steps = self.read, self.read.steps(part["system"], run)
        for first in range(1 if part["origin"] else min(len(run), 3)):
            last = first
            if not run or not read.all([*part["start"], *part["throughout"]], run[first]):
                continue
            while last < len(steps) and read.all(part["during"], steps[last]):
                if not read.all(part["throughout"], run[last + 1]):
                    break
                last += 1
            frozen = {x: value(text, run[first]) for x, text in part["frozen"].items()}
            into = part["into"]
            same = [*into["state"], *into["parameters"], *(into["ghosts"] if part["origin"] else ())]
            states = [
                {x: now[x] for x in same if x in now} | frozen for now in run[first : last + 1]
            ]
            yield self._with_ghosts(part["into"], states)

    def _with_ghosts(self, into: Json, states: list[Values]) -> list[Values]:
        """With the ghosts that have no value yet."""
        states = [self.read.begun(into, states[0]) | states[0], *states[1:]]
        for number in range(1, len(states)):
            step = states[number - 1] | {name: states[number][x] for x, name in into["state"].items()}
            states[number] = self.read.gone_on(into, step) | states[number]
        return states

    def _no_run(self, into: Json, states: list[Values]) -> Iterator[Values]:
        """Where these states are no run."""
        read = self.read
        self.met += 1
        begins = read.all(into["start"], states[0], sure=False)
        begins = begins and read.begun(into, states[0]).items() <= states[0].items()
        yield from [] if begins else states[:1]
        yield from (now for now in states if not read.all(into["always"], now, sure=False))
        for step, after in zip(read.steps(into, states), states[1:], strict=False):
            if not read.all(into["step"], step, sure=False) or not (
                read.gone_on(into, step).items() <= after.items()
            ):
                yield step
