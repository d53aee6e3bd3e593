"""The rule for exact relations between the quantities of a run: they hold always if they propagate."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from verifier.kernel.conditions import Always, Condition, find
from verifier.kernel.errors import CertificateError
from verifier.kernel.expression import read_polynomial
from verifier.kernel.facts import Facts
from verifier.kernel.fields import listing, something
from verifier.kernel.rings import Ring
from verifier.kernel.systems import (
    require_conclusion,
    require_initial,
    require_state_condition,
    require_step,
)


def equations(step: dict[str, Any], ring: Ring, facts: Facts) -> Always:
    """Polynomials that vanish at time 0, and after a step whenever they all vanished before it.

    They vanish at all times (induction), so each step's sequent may use all of them as relations of
    the present state.  Accepted, they are instant relations of the system: both ends of a step obey
    them.
    """
    system = facts.system(step)
    entries = something(step, "equations")
    conditions = [Condition(read_polynomial(entry, ring), "=", entry) for entry in entries]
    polynomials = [condition.polynomial for condition in conditions]
    starts, steps = listing(step, "start"), listing(step, "steps")
    if not len(conditions) == len(starts) == len(steps):
        raise CertificateError(f"step {step['name']!r}: one start and one step an equation")
    now = replace(system, instant=[*system.instant, *polynomials])
    for condition, start, follow in zip(conditions, starts, steps, strict=True):
        require_state_condition(condition, system, ring)
        if start is None:
            if not find(condition, system.initial):
                raise CertificateError(f"step {step['name']!r}: {condition} is not initial")
        else:
            first = facts.sequent(start)
            require_initial(first, system, ring)
            require_conclusion(first, condition.polynomial, "=", str(condition))
        sequent = facts.sequent(follow)
        require_step(sequent, now, ring)
        after = read_polynomial(condition.text, ring, system.step_names)
        require_conclusion(sequent, after, "=", f"({condition.text})' = 0")
    system.instant.extend(polynomials)
    system.instant_texts.extend(entries)
    return Always(step["name"], system.name, tuple(conditions))
