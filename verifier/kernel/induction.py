"""The induction rules: from one step of a transition system to all times.

Each rule states why it is sound.  Its premises are sequents already accepted, and it checks that they
say exactly what the rule needs, about exactly this system, under no further assumption.
"""

from __future__ import annotations

from typing import Any

from verifier.kernel.conditions import (
    Always,
    AtEveryTime,
    Condition,
    Growth,
    System,
    find,
    read_condition,
)
from verifier.kernel.errors import CertificateError
from verifier.kernel.expression import read_polynomial
from verifier.kernel.facts import Facts
from verifier.kernel.fields import listing, names, only, something, take, text
from verifier.kernel.rings import Ring
from verifier.kernel.systems import (
    parameter_conditions,
    quantity_and_ratio,
    require_conclusion,
    require_initial,
    require_sign,
    require_state,
    require_state_condition,
    require_step,
)


def invariant(step: dict[str, Any], ring: Ring, facts: Facts) -> Always:
    """Conditions that hold at time 0 and survive each step hold at all times (induction)."""
    system = facts.system(step)
    entries = something(step, "invariants")
    conditions = [read_condition(entry, ring) for entry in entries]
    starts, steps = listing(step, "start"), listing(step, "steps")
    if not len(conditions) == len(starts) == len(steps):
        raise CertificateError(f"step {step['name']!r}: one start and one step an invariant")
    for entry, condition, start, follow in zip(entries, conditions, starts, steps, strict=True):
        require_state_condition(condition, system, ring)
        if start is None:
            at_start = read_condition(entry, ring, system.origin)
            known = [*system.initial, *system.conditions, *parameter_conditions(system, ring)]
            if not (find(condition, known) or find(at_start, known)):
                raise CertificateError(f"step {step['name']!r}: {condition} is not initial")
        else:
            first = facts.sequent(start)
            require_initial(first, system, ring)
            require_conclusion(first, condition.polynomial, condition.sign, str(condition))
        sequent = facts.sequent(follow)
        require_step(sequent, system, ring, conditions)
        after = read_condition(entry, ring, system.step_names)
        require_conclusion(sequent, after.polynomial, after.sign, str(after))
    system.conditions.extend(conditions)
    system.condition_texts.extend(entries)
    return Always(step["name"], system.name, tuple(conditions))


def consequence(step: dict[str, Any], ring: Ring, facts: Facts) -> Always:
    """What follows from the conditions of a state holds at every state."""
    system = facts.system(step)
    something(step, "sequents")
    entries = []
    for cited in names(step, "sequents"):
        sequent = facts.sequent(cited)
        require_state(sequent, system, ring)
        require_state_condition(sequent.conclusion, system, ring)
        entries.append((sequent.conclusion, facts.conclusion_text(cited)))
    system.conditions.extend(condition for condition, _ in entries)
    system.condition_texts.extend(entry for _, entry in entries)
    return Always(step["name"], system.name, tuple(condition for condition, _ in entries))


def growth(step: dict[str, Any], ring: Ring, facts: Facts) -> Growth:
    """If X' ≥ ρX at each step and ρ ≥ 0, then X_t ≥ X_0·Π_{k<t} ρ_k; likewise with ≤.

    Induction: X_{t+1} ≥ ρ_t X_t ≥ ρ_t X_0 Π_{k<t} ρ_k, where the last step needs ρ_t ≥ 0.
    """
    system = facts.system(step)
    direction = text(step, "direction")
    if direction not in (">=", "<="):
        raise CertificateError(f"step {step['name']!r}: direction {direction!r} is not >= or <=")
    quantity, ratio = text(step, "quantity"), text(step, "ratio")
    now, after, factor = quantity_and_ratio(quantity, ratio, system, ring)
    sequent = facts.sequent(take(step, "step"))
    require_step(sequent, system, ring)
    gap = after - factor * now if direction == ">=" else factor * now - after
    require_conclusion(sequent, gap, ">=", f"X' {direction} ({ratio})·X for X = {quantity}")
    require_sign(step, "nonnegative", factor, ">=", system, ring, facts)
    return Growth(step["name"], system.name, quantity, ratio, direction)


def at_every_time(step: dict[str, Any], ring: Ring, facts: Facts) -> AtEveryTime:
    """A sequent about one state, fed with growth facts X_t ≥ E·X_0 where E = ρ^t.

    The ratio must be made of parameters alone.  E itself is ≥ 0, as the growth fact needed ρ ≥ 0 at
    each step (and E = 1 before the first); it is > 0 if ρ > 0 is known, and ≤ 1 if 1 − ρ ≥ 0 is known.
    These conditions may be used as well.
    """
    system = facts.system(step)
    used: list[Condition] = []
    powers: dict[str, str] = {}
    for use in listing(step, "uses"):
        only(use, ("fact", "power"), f"a use in step {step['name']!r}")
        fact, symbol = facts.growth(text(use, "fact")), text(use, "power")
        ratio = read_polynomial(fact.ratio, ring)
        if fact.system != system.name or not ring.variables_of(ratio) <= system.parameters:
            raise CertificateError(f"step {step['name']!r}: {fact.name!r} has no constant ratio here")
        if symbol in {*system.step_names, *system.step_names.values(), *system.parameters}:
            raise CertificateError(f"step {step['name']!r}: {symbol!r} is not a fresh symbol")
        if powers.get(symbol, fact.ratio) != fact.ratio:
            raise CertificateError(f"step {step['name']!r}: {symbol!r} stands for two powers")
        powers[symbol] = fact.ratio
        used.extend(_power_conditions(fact, symbol, system, ring))
    assumed = [read_condition(entry, ring) for entry in listing(step, "assume")]
    sequent = facts.sequent(take(step, "sequent"))
    require_state(sequent, system, ring, [*used, *assumed])
    return AtEveryTime(step["name"], system.name, tuple(assumed), powers, sequent.conclusion)


def _power_conditions(fact: Growth, symbol: str, system: System, ring: Ring) -> list[Condition]:
    power = ring.variable(symbol)
    now = read_polynomial(fact.quantity, ring)
    first = read_polynomial(fact.quantity, ring, system.origin)
    if ring.variables_of(first) & set(system.step_names):
        raise CertificateError(f"growth {fact.name!r}: X_0 is not written in parameters")
    gap = now - power * first if fact.direction == ">=" else power * first - now
    conditions = [Condition(gap, ">=", fact.quantity), read_condition([symbol, ">="], ring)]
    known = parameter_conditions(system, ring)
    for of_ratio, of_power in (
        ([fact.ratio, ">"], [symbol, ">"]),
        ([f"1 - ({fact.ratio})", ">="], [f"1 - {symbol}", ">="]),
    ):
        if find(read_condition(of_ratio, ring), known):
            conditions.append(read_condition(of_power, ring))
    return conditions
