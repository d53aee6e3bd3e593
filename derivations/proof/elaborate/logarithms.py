"""Solves A·ρ^t < B for t, or X_0·g^n < cap for the number n of earlier events.

With the sequences E_0 = 1, E' = ρE and n_0 = 0, n' = n + 1, that ln E = n·ln ρ is an invariant, by ln 1 = 0
and ln(ρE) = ln ρ + ln E; where both move at an event alone, by cases.  Then ln(A·E) = ln A + n·ln ρ < ln B,
as the logarithm is increasing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from derivations.proof.elaborate.counts import by_event, conditions
from derivations.proof.elaborate.elaboration import Elaboration
from derivations.proof.elaborate.plan import CLOCK, LOGARITHMS
from derivations.proof.elaborate.sums import combined
from verifier.kernel.atoms import Condition, Implication, Tie, found
from verifier.kernel.systems import System


def logarithm(e: Elaboration, step: dict[str, Any]) -> str:
    """ln B − ln A − n·ln ρ > 0, with A, B, ρ > 0, and on which side of 1 the ratio is."""
    system, fact = e.about(step), e.step(step["fact"])
    name, counted = step["name"], fact["rule"] == "counting"
    ratio, left, right = (e.polynomial(step[key]) for key in ("ratio", "left", "right"))
    power = e.plan.gain[fact["name"]] if counted else step["power"]
    number = e.plan.count[fact["name"]] if counted else CLOCK
    given = fact["event" if counted else "assume"]
    at = "state" if fact["rule"] == "at-every-time" else "step"
    positive = e.condition(ratio, ">")
    signs = e.sign(step, "ratio_positive", positive, system, "state")
    if signs:
        e.always(f"{name}, ratio positive", system, signs, [positive])
    logs = [
        Tie("ln", value, e.ring.variable(symbol))
        for symbol, value in zip(LOGARITHMS, (ratio, left, right), strict=True)
    ]
    log = Tie("ln", e.ring.variable(power), e.ring.variable(number) * logs[0].value)
    known = Implication((logs[0],), log)
    if not found(known, e.known(system, "state")):
        _of_power(e, system, logs[0], number, power, conditions(e, fact["event"]) if counted else [])
    of_power = e.axiom("apply", [known, logs[0]])
    product = e.axiom("ln of a product", [logs[1], log])
    order = e.condition(right - left * log.of, ">")
    increases = e.axiom("ln increases", [*e.then(product), logs[2], order])
    one = e.polynomial("1")
    told = {
        "left_positive": e.condition(left, ">"),
        "right_positive": e.condition(right, ">"),
        "ratio_against_one": e.condition(one - ratio if step["shrinks"] else ratio - one, ">"),
    }
    there = [e.atom(entry) for entry in given]
    shown = [e.sign(step, key, wanted, system, at, there) for key, wanted in told.items()]
    of_numbers = [wanted for wanted in (*told.values(), positive) if e.spoken(wanted)]
    lemmas = [e.name(fact["name"]), of_power, product, increases, *chain.from_iterable(shown)]
    then = [*e.then(increases), *of_numbers]
    return e.along(name, system, at, then, given=[*given, *logs], lemmas=lemmas)


def _of_power(
    e: Elaboration, system: System, log: Tie, number: str, power: str, event: Sequence[Condition]
) -> None:
    """At every state: if L is ln ρ, then n·L is ln E."""
    n, product = e.ring.variable(number), e.ring.variable(power)
    one, zero = e.polynomial("1"), e.polynomial("0")
    known = Implication((log,), Tie("ln", product, n * log.value))
    n_next, grows, same = f"{number}_next", log.of * product, product
    later = Tie("ln", e.ring.variable(f"{power}_next"), e.ring.variable(n_next) * log.value)
    moved = _Moved(e, log)
    begun = e.axiom("at a number", [])
    start = moved.to(
        f"{power} at first", [begun], Tie("ln", one, zero), Tie("ln", product, n * log.value),
        e.equal(power, one), (number, zero),
    )  # fmt: skip
    apply, multiplied = e.axiom("apply", [known, log]), e.axiom("ln of a product", [log, known.then])
    goes, stays = (n_next, n + one), (n_next, n)
    up = moved.to(
        f"{power} multiplied", [apply, multiplied], Tie("ln", grows, log.value + n * log.value), later,
        e.equal(f"{power}_next", grows), goes, [known],
    )  # fmt: skip
    if event:
        on = moved.to(
            f"{power} as it was", [apply], Tie("ln", product, n * log.value), later,
            e.equal(f"{power}_next", same), stays, [known],
        )  # fmt: skip
        up = by_event(
            e, f"{power} as a power", event, [e.equal(f"{power}_next", grows), e.equal(*goes)],
            [e.equal(f"{power}_next", same), e.equal(*stays)], up, on,
        )  # fmt: skip
    e.invariant(f"{system.name}, {power} is a power", system, [known], [start], [up])


@dataclass(frozen=True)
class _Moved:
    """What holds if ``log`` does: a tie, of other values that equal its own."""

    e: Elaboration
    log: Tie

    def to(
        self, name: str, lemmas: Sequence[str], tie: Tie, wanted: Tie, moved: Condition,
        often: tuple[str, Any], given: Sequence[Any] = (),
    ) -> str:  # fmt: skip
        """The sequent for the wanted tie, where the lemmas conclude the other one."""
        e = self.e
        gap, change = e.condition(tie.of - wanted.of, "="), e.condition(tie.value - wanted.value, "=")
        equal = combined(e, f"{name}, so often", change, [], [often])
        rewritten = e.axiom("rewritten", [tie, gap, change])
        return e.emit(
            "deduce", name, given=[*given, moved, e.equal(*often)], suppose=[self.log],
            lemmas=[*lemmas, equal, rewritten], then=e.then(rewritten),
        )  # fmt: skip
