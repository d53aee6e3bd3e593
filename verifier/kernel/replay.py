"""Replays one certificate from its JSON form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from verifier.kernel import (
    algebra,
    counting,
    equations,
    flow,
    induction,
    pointwise,
    sustain,
    tails,
)
from verifier.kernel.conditions import Sequent
from verifier.kernel.errors import CertificateError
from verifier.kernel.facts import Facts
from verifier.kernel.fields import listing, names, only, something, take, text, variables, words
from verifier.kernel.limits import PRINTED, STEPS, SYSTEMS, VARIABLES, require, require_shape
from verifier.kernel.rings import RINGS, Ring
from verifier.kernel.systems import read_system
from verifier.kernel.ties import FUNCTIONS, Tie

FORMAT = "delayed-spike-certificate-1"

_ALGEBRA: Mapping[str, Callable[..., Any]] = {
    "identity": algebra.identity,
    "positivity": algebra.positivity,
}
_AT_POINTS: Mapping[str, Callable[[dict[str, Any], Ring, Facts], Sequent]] = {
    "pointwise": pointwise.pointwise,
    "reflection": pointwise.reflection,
}
_RULES: Mapping[str, Callable[[dict[str, Any], Ring, Facts], Any]] = {
    "invariant": induction.invariant,
    "equations": equations.equations,
    "consequence": induction.consequence,
    "growth": induction.growth,
    "at-every-time": induction.at_every_time,
    "counting": counting.counting,
    "terminates": counting.terminates,
    "exhaustion": counting.exhaustion,
    "logarithm": counting.logarithm,
    "sustain": sustain.sustain,
    "tail": tails.tail,
    "relay": tails.relay,
    "flow": flow.flow,
}
_TOP = ("format", "claim", "variables", "systems", "steps", "concludes")
_FIELDS: Mapping[str, frozenset[str]] = {
    rule: frozenset(["name", "rule", *fields.split()])
    for rule, fields in {
        "identity": "lhs rhs given lemmas relations cofactors multiplier",
        "positivity": "target sign terms given lemmas relations cofactors multiplier",
        "pointwise": "facts points parameters",
        "reflection": "points",
        "flow": "target points parameters direction assumed start rate",
        "invariant": "system invariants start steps",
        "equations": "system equations start steps",
        "consequence": "system sequents",
        "growth": "system quantity ratio direction step nonnegative",
        "at-every-time": "system uses assume sequent",
        "counting": "system event quantity growth cap at_event otherwise below_cap nonnegative",
        "terminates": "system quantity ratio cap step ratio_above_one positive below_cap",
        "exhaustion": "system counted rest growth_above_one positive",
        "logarithm": "system fact power ratio left right shrinks left_positive right_positive"
        " ratio_positive ratio_against_one",
        "sustain": "system into facts",
        "tail": "system into start throughout initial",
        "relay": "system before before_ends after after_ends",
    }.items()
}


@dataclass(frozen=True)
class Replay:
    """An accepted certificate: the claim it is about, every fact in order, and those it concludes."""

    claim: str
    backend: str
    facts: Mapping[str, Any]
    concludes: tuple[str, ...]
    systems: Mapping[str, str]
    """what a run of each system is, as declared: everything that its facts may rest on"""

    def systems_concluded(self) -> dict[str, str]:
        """The systems that the concluded facts speak of."""
        concluded = [self.facts[name] for name in self.concludes]
        named = {getattr(fact, key, None) for fact in concluded for key in ("system", "into")}
        return {name: declared for name, declared in self.systems.items() if name in named}


def replay(certificate: Any, backend: str = "flint") -> Replay:
    """Check every step of ``certificate`` with exact rationals; return the accepted facts.

    ``backend`` is ``"flint"`` or ``"fractions"``.  Raises ``CertificateError``, naming the step, if
    the certificate is malformed or any step fails; there is no partial acceptance.
    """
    if take(certificate, "format") != FORMAT:
        raise CertificateError(f"unknown format {certificate['format']!r}, expected {FORMAT!r}")
    only(certificate, _TOP, "the certificate")
    require_shape(certificate)
    for key, most in (("variables", VARIABLES), ("systems", SYSTEMS), ("steps", STEPS)):
        require(len(listing(certificate, key)), most, f"{len(certificate[key]):,} {key}")
    ring: Ring = RINGS[backend](variables(certificate, "variables"))
    facts = Facts()
    declared: dict[str, str] = {}
    for entry in listing(certificate, "systems"):
        system = read_system(entry, ring)
        if system.name in facts.systems:
            raise CertificateError(f"system {system.name!r} stands twice")
        facts.systems[system.name] = system
        declared[system.name] = _declared(entry)
    for step in listing(certificate, "steps"):
        _accept(step, ring, facts)
    something(certificate, "concludes")
    concludes = names(certificate, "concludes")
    for name in concludes:
        if name not in facts.accepted:
            raise CertificateError(f"concludes {name!r}, which no step establishes")
    printed = sum(len(str(facts.accepted[name])) for name in concludes)
    require(printed, PRINTED, f"conclusions of {printed:,} letters")
    claim = words(certificate, "claim")
    return Replay(claim, backend, dict(facts.accepted), tuple(concludes), declared)


def _declared(entry: dict[str, Any]) -> str:
    """What a run of a system is, in one line; ``read_system`` has accepted the entry.

    The next value of x is x_next where nothing else is said; an object's keys have no order.
    """
    equations = {
        key: [f"{polynomial} = 0" for polynomial in entry[key]] for key in ("instant", "relations")
    }
    equations |= {
        key: [f"{polynomial} {sign} 0" for polynomial, sign in entry[key]]
        for key in ("conditions", "guards", "initial")
    }
    following, origin = sorted(entry["next"].items()), sorted(entry["origin"].items())
    ties = [str(Tie(name, *pair)) for name in FUNCTIONS for pair in entry.get(name, [])]
    equations["instant"] = [*ties, *equations["instant"]]
    equations["initial"] = [*(f"{x} = {x0}" for x, x0 in origin), *equations["initial"]]
    state = [x if after == f"{x}_next" else f"{x} → {after}" for x, after in following]
    parts = [f"state ({', '.join(state)})", f"parameters ({', '.join(entry['parameters'])})"]
    for key, when in (
        ("initial", "at time 0"),
        ("conditions", "at every state"),
        ("guards", "at every state that makes a step"),
        ("instant", "within a state"),
        ("relations", "from a state to the next"),
    ):
        if equations[key]:
            parts.append(f"{when}: {', '.join(equations[key])}")
    return "; ".join(parts)


def _accept(step: Any, ring: Ring, facts: Facts) -> None:
    name, rule = words(step, "name"), text(step, "rule")
    try:
        if rule not in _FIELDS:
            raise CertificateError(f"unknown rule {rule!r}")
        only(step, _FIELDS[rule], f"step {name!r}")
        if rule in _ALGEBRA:
            facts.add(name, _ALGEBRA[rule](step, ring, facts.sequents))
            facts.conclusions[name] = _conclusion(step)
        elif rule in _AT_POINTS:
            sequent = _AT_POINTS[rule](step, ring, facts)
            facts.add(name, sequent)
            facts.conclusions[name] = [sequent.conclusion.text, sequent.conclusion.sign]
        else:
            facts.add(name, _RULES[rule](step, ring, facts))
    except CertificateError as error:
        message = str(error)
        raise CertificateError(
            message if repr(name) in message else f"step {name!r}: {message}"
        ) from error


def _conclusion(step: dict[str, Any]) -> list[str]:
    if step["rule"] == "identity":
        return [f"({step['lhs']}) - ({step['rhs']})", "="]
    return [step["target"], step["sign"]]
