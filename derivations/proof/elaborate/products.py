"""A quantity that grows by a factor at each step, against the product of the factors.

Let X' ≥ ρX at every step, with ρ ≥ 0, and let E be the sequence E_0 = 1, E' = ρE.  Then X − E·X_0 ≥ 0 is
an invariant: it is 0 at the start, and

    X' − E'·X_0 = (X' − ρX) + ρ·(X − E·X_0).

So X_t ≥ X_0·Π_{k<t} ρ_k, which is what E is at time t; likewise with ≤.  E itself is not negative, as its
factors are not; positive if they are; and at most 1 if they are, by 1 − E' = (1 − E) + (1 − ρ)·E.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from derivations.proof.elaborate.elaboration import Elaboration
from derivations.proof.elaborate.sums import combined
from verifier.kernel.atoms import Condition, found
from verifier.kernel.systems import System


def growth(e: Elaboration, step: dict[str, Any]) -> str | None:
    """The invariant, for each symbol that stands for the product; none if nothing speaks of it."""
    made = [grown(e, step, power, step["name"], step["direction"]) for power in e.plan.powers[step["name"]]]
    return made[0] if made else None


def grown(e: Elaboration, step: dict[str, Any], power: str, name: str, direction: str) -> str:
    """X − E·X_0 ≥ 0 at every state, or ≤ 0."""
    system = e.about(step)
    ratio = e.polynomial(step["ratio"])
    factor = e.condition(ratio, ">=")
    grows = e.cite(step["step"], system, "step")
    signs = e.sign(step, "nonnegative", factor, system, "step")
    promise_signs(e, system, power, factor, signs)
    gap = apart(e, system, step["quantity"], power, direction)
    kept = combined(
        e, f"{name}, product kept", later(e, system, gap), [[e.concluded(grows)], [factor, gap]],
        [(f"{power}_next", ratio * e.ring.variable(power)), *stays(e, system)], [grows, *signs],
    )  # fmt: skip
    return e.invariant(name, system, [gap], [begins(e, system, gap, power)], [kept])


def promise_signs(
    e: Elaboration, system: System, power: str, factor: Condition, signs: Sequence[str]
) -> None:
    """The signs of the product that follow from those of its factors."""
    one, product, ratio = e.polynomial("1"), e.ring.variable(power), factor.polynomial
    grows = [(f"{power}_next", ratio * product)]

    def kept(sign: Condition, terms: list[list[Condition]], lemmas: Sequence[str], what: str) -> None:
        if not found(sign, e.known(system, "state")):
            start = combined(e, f"{power} is 1", sign, [], [(power, one)])
            step = combined(e, f"{power} stays", later(e, system, sign), terms, grows, lemmas)
            e.invariant(f"{system.name}, {power} {what}", system, [sign], [start], [step])

    positive, strict = e.condition(product, ">"), e.condition(ratio, ">")
    some = e.condition(product, ">=")
    most, below = e.condition(one - product, ">="), e.condition(one - ratio, ">=")

    def prove_positive() -> None:
        e.supply(system, [strict])
        kept(positive, [[strict, positive]], (), "positive")

    def prove_some() -> None:
        kept(some, [[factor, some]], signs, "not negative")

    def prove_most() -> None:
        e.supply(system, [some, below])
        kept(most, [[most], [below, some]], (), "at most 1")

    if e.follows(system, strict):
        e.promise(system, positive, prove_positive)
    e.promise(system, some, prove_some)
    if e.follows(system, below):
        e.promise(system, most, prove_most)


def apart(e: Elaboration, system: System, quantity: str, power: str, direction: str) -> Condition:
    """X − E·X_0 ≥ 0, or ≤ 0."""
    gap = e.polynomial(quantity) - e.ring.variable(power) * e.first(system, quantity)
    return e.condition(gap if direction == ">=" else -gap, ">=")


def begins(e: Elaboration, system: System, gap: Condition, power: str) -> str:
    """At the start the product is 1, and a quantity is what it starts with: the gap is 0."""
    equations = [(power, e.polynomial("1"))]
    starts = ((x, ghost) for x, ghost in system.ghosts.items() if x.startswith("start_"))
    equations += [(x, ghost.values["start"]) for x, ghost in starts]
    equations += [(x, e.ring.variable(x0)) for x, x0 in e.origin(system).items()]
    return combined(e, f"{system.name}, at time 0 the product is 1", gap, [], equations)


def stays(e: Elaboration, system: System) -> list[tuple[str, Any]]:
    """Values at time 0 that are sequences stay as they are."""
    return [(f"{x}_next", e.ring.variable(x)) for x in system.ghosts if x.startswith("start_")]


def later(e: Elaboration, system: System, atom: Condition) -> Condition:
    """The condition on the next state."""
    return e.put(atom, system.following)
