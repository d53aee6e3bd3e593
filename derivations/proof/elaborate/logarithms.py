"""Solves A·ρ^t < B for t, or X_0·g^n < cap for the number n of earlier events.

With the sequences E_0 = 1, E' = ρE and n_0 = 0, n' = n + 1, that E = ρ^n is an invariant, by ρ^0 = 1 and
ρ^(n+1) = ρ·ρ^n; where both move at an event alone, by cases.  Then ln(A·E) = ln A + n·ln ρ < ln B, as
the logarithm is increasing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from derivations.proof.elaborate.counts import by_event, conditions
from derivations.proof.elaborate.elaboration import Elaboration
from derivations.proof.elaborate.plan import CLOCK, LOGARITHMS
from verifier.kernel import CertificateError
from verifier.kernel.atoms import Condition, Tie, found
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
    tie = Tie("power", (ratio, e.ring.variable(number)), e.ring.variable(power))
    if not found(tie, e.known(system, "state")):
        _is_power(e, system, tie, conditions(e, fact["event"]) if counted else None)
    logs = [
        Tie("ln", (value,), e.ring.variable(symbol))
        for symbol, value in zip(LOGARITHMS, (ratio, left, right), strict=True)
    ]
    of_power = e.axiom("ln of a power", [tie, logs[0]])
    product = e.axiom("ln of a product", [logs[1], *e.then(of_power)])
    order = e.condition(right - left * tie.value, ">")
    increases = e.axiom("ln increases", [*e.then(product), logs[2], order])
    one = e.polynomial("1")
    told = {
        "left_positive": e.condition(left, ">"),
        "right_positive": e.condition(right, ">"),
        "ratio_against_one": e.condition(one - ratio if step["shrinks"] else ratio - one, ">"),
    }
    there = [e.atom(entry) for entry in given]
    shown = [e.sign(step, key, wanted, system, at, there) for key, wanted in told.items()]
    of_numbers = [wanted for wanted in (*told.values(), positive) if wanted.variables(e.ring)]
    return e.emit(
        "consequence", name, system=system.name, at=at, before=[], given=[*given, *logs],
        uses=[e.name(fact["name"])], lemmas=[of_power, product, increases, *chain.from_iterable(shown)],
        then=[*e.then(increases), *of_numbers],
    )  # fmt: skip


def _is_power(e: Elaboration, system: System, tie: Tie, event: Sequence[Condition] | None) -> None:
    """The tie holds at every state."""
    (ratio, number), power = tie.arguments, tie.value
    one = e.polynomial("1")
    later = {x: e.ring.variable(after) for x, after in system.state.items()}
    number_later, power_later = e.put(number, later), e.put(power, later)
    started = _rewritten(e, e.axiom("no power", [_sign_of(e, system, ratio)]), (ratio, number, power))
    raised = _rewritten(e, e.axiom("next power", [tie]), (ratio, number_later, power_later))
    if event is not None:
        same = e.axiom("rewritten", [tie, *_equations(e, tie, (ratio, number_later, power_later))])
        goes = [
            e.condition(after - value, "=")
            for after, value in ((number_later, number + one), (power_later, ratio * power))
        ]
        stays = [e.condition(number - number_later, "="), e.condition(power - power_later, "=")]
        name = f"{e.text(power)} as a power"
        raised = by_event(e, name, event, goes, stays, raised, same)
    e.invariant(f"{system.name}, {e.text(power)} is a power", system, [tie], [started], [raised])


def _sign_of(e: Elaboration, system: System, ratio: Any) -> Condition:
    for sign in (">", ">="):
        wanted = e.condition(ratio, sign)
        if not e.supply(system, [wanted]):
            return wanted
    raise CertificateError(f"the sign of {e.text(ratio)} is not known")


def _rewritten(e: Elaboration, source: str, values: tuple[Any, Any, Any]) -> str:
    """The tie that the source concludes, of other values that equal its own."""
    (tie,) = (atom for atom in e.then(source) if isinstance(atom, Tie))
    equations = _equations(e, tie, values)
    lemma = e.axiom("rewritten", [tie, *equations])
    given = [*e.given(source), *equations]
    return e.emit("deduce", f"{source}, rewritten", given=given, lemmas=[source, lemma], then=e.then(lemma))


def _equations(e: Elaboration, tie: Tie, values: tuple[Any, Any, Any]) -> list[Condition]:
    """Base, number and power of the tie are these."""
    return [
        e.condition(mine - value, "=")
        for mine, value in zip((*tie.arguments, tie.value), values, strict=True)
    ]
