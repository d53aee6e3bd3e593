"""Writes the rules that a derivation is told in by the few rules of the kernel.

A derivation says *growth*, *at every time*, *counting*, *logarithm*, *tail*; each is a way of using the
kernel's rules, with auxiliary sequences along a run (``derivations.proof.elaborate.plan``).  One function
a told rule; nothing here is trusted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from derivations.proof.elaborate.builder import Builder
from derivations.proof.elaborate.counts import counting
from derivations.proof.elaborate.elaboration import Elaboration
from derivations.proof.elaborate.ends import exhaustion, relay, terminates
from derivations.proof.elaborate.joins import at_every_step, carry, cases, together
from derivations.proof.elaborate.lasting import lasting, while_lasting
from derivations.proof.elaborate.logarithms import logarithm
from derivations.proof.elaborate.means import average
from derivations.proof.elaborate.parts import sustain, tail
from derivations.proof.elaborate.points import flow, one_value, pointwise
from derivations.proof.elaborate.products import growth
from derivations.proof.elaborate.sequents import identity, positivity
from derivations.proof.elaborate.sorts import sorted_steps
from derivations.proof.elaborate.systems import declare
from derivations.proof.elaborate.times import at_every_time, consequence, equations, invariant
from derivations.proof.elaborate.until import until
from verifier.kernel import CertificateError

Rule = Callable[[Elaboration, dict[str, Any]], str | None]
"""Makes the steps that establish a told one; the name of the last, if anything speaks of it."""
RULES: Mapping[str, Rule] = {
    "identity": identity,
    "positivity": positivity,
    "flow": flow,
    "pointwise": pointwise,
    "one-value": one_value,
    "average": average,
    "invariant": invariant,
    "equations": equations,
    "consequence": consequence,
    "at-every-time": at_every_time,
    "at-every-step": at_every_step,
    "growth": growth,
    "counting": counting,
    "logarithm": logarithm,
    "sustain": sustain,
    "tail": tail,
    "carry": carry,
    "lasting": lasting,
    "until": until,
    "while-lasting": while_lasting,
    "sorted": sorted_steps,
    "together": together,
    "cases": cases,
    "terminates": terminates,
    "relay": relay,
    "exhaustion": exhaustion,
}


def elaborate(told: dict[str, Any]) -> Elaboration:
    """A certificate as a derivation tells it, by the kernel's rules.

    Raises ``CertificateError``, naming the told step, if the kernel refuses what it becomes.
    """
    elaboration = Elaboration(told)
    for entry in told["systems"]:
        declare(elaboration, entry)
    for step in told["steps"]:
        rule, name = step["rule"], step["name"]
        if step != elaboration.step(name):
            raise CertificateError(f"two told steps are called {name!r}")
        if rule not in RULES:
            raise CertificateError(f"{name!r}: no rule {rule!r} is told")
        try:
            elaboration.named[name] = RULES[rule](elaboration, step) or ""
        except CertificateError as error:
            raise CertificateError(f"{rule} {name!r}: {error}") from error
    return elaboration


__all__ = ["RULES", "Builder", "Elaboration", "elaborate"]
