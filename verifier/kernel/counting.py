"""The rules that bound how often or how long something can happen.

Each rests on a quantity that grows by a factor and yet stays below a cap.  As in
``verifier.kernel.induction``, each docstring states why the rule is sound.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from verifier.kernel.conditions import (
    Bounded,
    Condition,
    Counted,
    System,
    Terminates,
    find,
    read_condition,
)
from verifier.kernel.errors import CertificateError
from verifier.kernel.expression import read_polynomial
from verifier.kernel.facts import Facts
from verifier.kernel.fields import something, take, text, truth
from verifier.kernel.rings import Ring
from verifier.kernel.systems import (
    parameter_conditions,
    quantity_and_ratio,
    require_conclusion,
    require_sign,
    require_state,
    require_step,
    require_step_condition,
)
from verifier.kernel.ties import require_ties

_COUNT = "ν - 1"
"""The steps with the event but the last."""


def counting(step: dict[str, Any], ring: Ring, facts: Facts) -> Counted:
    """A quantity that never falls, grows by g ≥ 0 at every event, and is < cap at each event.

    Then X_0·Π g < cap, over all events but the last: at the last event X < cap, and by induction X is
    there at least X_0 times the product over the earlier events.
    """
    system = facts.system(step)
    event = [read_condition(entry, ring) for entry in something(step, "event")]
    for condition in event:
        require_step_condition(condition, system, ring)
    quantity, ratio, cap = text(step, "quantity"), text(step, "growth"), text(step, "cap")
    now, after, factor = quantity_and_ratio(quantity, ratio, system, ring)
    at_event = facts.sequent(take(step, "at_event"))
    require_step(at_event, system, ring, event)
    require_conclusion(at_event, after - factor * now, ">=", f"X' >= ({ratio})·X at an event")
    otherwise = facts.sequent(take(step, "otherwise"))
    require_step(otherwise, system, ring)
    require_conclusion(otherwise, after - now, ">=", "X' >= X at every step")
    bound = read_polynomial(cap, ring)
    if not ring.variables_of(bound) <= system.parameters:
        raise CertificateError(f"step {step['name']!r}: the cap must be made of parameters")
    below = facts.sequent(take(step, "below_cap"))
    require_step(below, system, ring, event)
    require_conclusion(below, bound - now, ">", f"X < {cap} at an event")
    require_sign(step, "nonnegative", factor, ">=", system, ring, facts, event)
    return Counted(step["name"], system.name, tuple(event), quantity, ratio, cap)


def terminates(step: dict[str, Any], ring: Ring, facts: Facts) -> Terminates:
    """No infinite run: X > 0 grows by a constant factor ρ > 1 each step, yet X ≤ cap (Archimedes)."""
    system = facts.system(step)
    quantity, ratio, cap = text(step, "quantity"), text(step, "ratio"), text(step, "cap")
    now, after, factor = quantity_and_ratio(quantity, ratio, system, ring)
    bound = read_polynomial(cap, ring)
    if not ring.variables_of(factor) | ring.variables_of(bound) <= system.parameters:
        raise CertificateError(f"step {step['name']!r}: ratio and cap must be made of parameters")
    one = ring.constant(Fraction(1))
    require_sign(step, "ratio_above_one", factor - one, ">", system, ring, facts)
    grows = facts.sequent(take(step, "step"))
    require_step(grows, system, ring)
    require_conclusion(grows, after - factor * now, ">=", f"X' >= ({ratio})·X for X = {quantity}")
    require_sign(step, "positive", now, ">", system, ring, facts)
    require_sign(step, "below_cap", bound - now, ">=", system, ring, facts)
    return Terminates(step["name"], system.name)


def exhaustion(step: dict[str, Any], ring: Ring, facts: Facts) -> Terminates:
    """If an event can happen only finitely often, and the system without it ends, the system ends.

    Suppose a run is infinite.  The count bounds the number of events (its growth is a constant > 1),
    so after some time none happens; the tail is an infinite run of the system ``rest``, which assumes
    nothing but the conditions and guards of this one and the opposite of the event.
    """
    system = facts.system(step)
    counted = facts.counted(take(step, "counted"))
    ended = facts.terminates(take(step, "rest"))
    rest = facts.systems[ended.system]
    if counted.system != system.name or len(counted.event) != 1:
        raise CertificateError(f"step {step['name']!r}: the count must be of one event, here")
    factor = read_polynomial(counted.growth, ring)
    one = ring.constant(Fraction(1))
    if not ring.variables_of(factor) <= system.parameters:
        raise CertificateError(f"step {step['name']!r}: the event's growth must be constant")
    require_sign(step, "growth_above_one", factor - one, ">", system, ring, facts)
    first = read_polynomial(counted.quantity, ring)
    require_sign(step, "positive", first, ">", system, ring, facts)
    _require_tail(step["name"], system, rest, counted.event[0], ring)
    return Terminates(step["name"], system.name)


def _require_tail(
    name: str, system: System, rest: System, event: Condition, ring: Ring
) -> None:
    """Every tail of a run of ``system`` without the event is a run of ``rest``."""
    opposite = {">": ">=", ">=": ">"}
    if event.sign not in opposite:
        raise CertificateError(f"step {name!r}: the event must be an inequality")
    negated = Condition(-event.polynomial, opposite[event.sign], f"not {event}")
    same = (
        dict(rest.step_names) == dict(system.step_names)
        and rest.parameters <= system.parameters | set(rest.origin.values())
        and not set(rest.origin.values()) & system.parameters
    )
    if not same:
        raise CertificateError(f"step {name!r}: {rest.name!r} has other variables")
    own = [*system.conditions, *parameter_conditions(system, ring), negated]
    assumed = [read_condition(entry, ring) for entry in rest.assumed_texts]
    for condition in assumed:
        if not find(condition, [*own, *system.guards]):
            raise CertificateError(f"step {name!r}: {rest.name!r} also assumes {condition}")
    known = [*system.relations, *system.instant]
    if any(not any(r == s for s in known) for r in [*rest.relations, *rest.instant]):
        raise CertificateError(f"step {name!r}: {rest.name!r} has another relation")
    require_ties(name, system.ties, rest.ties, repr(rest.name))


def logarithm(step: dict[str, Any], ring: Ring, facts: Facts) -> Bounded:
    """Solves A·ρ^t < B (or X_0·g^(n−1) < cap) for t: the logarithm is increasing.

    With A, B > 0: for 0 < ρ < 1, t > ln(A/B)/(−ln ρ); for ρ > 1, t < ln(B/A)/ln ρ.  The conclusion
    keeps what the fact supposes: that an event happens at all, or the assumptions about time t.
    """
    system = facts.system(step)
    ratio_text, left_text, right_text = (text(step, key) for key in ("ratio", "left", "right"))
    ratio, left, right = (read_polynomial(t, ring) for t in (ratio_text, left_text, right_text))
    if not ring.variables_of(left) | ring.variables_of(right) <= system.parameters:
        raise CertificateError(f"step {step['name']!r}: left and right must be made of parameters")
    cited = text(step, "fact")
    supposing, exponent = _require_power_fact(step, cited, ratio, left, right, system, ring, facts)
    one = ring.constant(Fraction(1))
    # A count has seen a step, so guards held once; a statement about every time also covers t = 0
    # of a run without steps.
    require = require_step if exponent == _COUNT else require_state

    def require_positive(key: str, polynomial: Any) -> None:
        require_sign(step, key, polynomial, ">", system, ring, facts, require=require)

    require_positive("left_positive", left)
    require_positive("right_positive", right)
    require_positive("ratio_positive", ratio)
    if truth(step, "shrinks"):
        require_positive("ratio_against_one", one - ratio)
        solved = f"{exponent} > ln(({left_text})/({right_text})) / (-ln({ratio_text}))"
    else:
        require_positive("ratio_against_one", ratio - one)
        solved = f"{exponent} < ln(({right_text})/({left_text})) / ln({ratio_text})"
    return Bounded(step["name"], system.name, f"along {system.name}{supposing}: {solved}")


def _require_power_fact(
    step: dict[str, Any],
    cited: str,
    ratio: Any,
    left: Any,
    right: Any,
    system: System,
    ring: Ring,
    facts: Facts,
) -> tuple[str, str]:
    """What the cited fact supposes, and the exponent it bounds; both as text."""
    name = step["name"]
    if isinstance(facts.accepted.get(cited), Counted):
        counted = facts.counted(cited)
        first = read_polynomial(counted.quantity, ring, system.origin)
        same = (
            counted.system == system.name
            and read_polynomial(counted.growth, ring) == ratio
            and ring.variables_of(ratio) <= system.parameters
            and first == left
            and read_polynomial(counted.cap, ring) == right
        )
        if not same:
            raise CertificateError(f"step {name!r}: {cited!r} is not X_0·g^(n-1) < cap with these")
        event = ", ".join(str(condition) for condition in counted.event)
        return f", for the number ν ≥ 1 of steps with {event}", _COUNT
    fact = facts.at_every_time(cited)
    symbol = text(step, "power")
    if fact.system != system.name or symbol not in fact.powers:
        raise CertificateError(f"step {name!r}: {cited!r} has no power {symbol!r}")
    same = read_polynomial(fact.powers[symbol], ring) == ratio
    wanted = Condition(right - left * ring.variable(symbol), ">", "")
    if not (same and fact.conclusion.implies(wanted)):
        raise CertificateError(f"step {name!r}: {cited!r} is not left·ratio^t < right with these")
    assumed = ", ".join(str(condition) for condition in fact.assumed)
    return f" at every t{' with ' if assumed else ''}{assumed}", "t"
