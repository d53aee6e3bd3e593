"""The rule that discharges guards: a run stays within them because of what they imply so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from verifier.kernel.conditions import AtEveryTime, Condition, System, find, read_condition
from verifier.kernel.errors import CertificateError
from verifier.kernel.facts import Facts
from verifier.kernel.fields import names, text
from verifier.kernel.rings import Ring
from verifier.kernel.ties import require_ties


@dataclass(frozen=True)
class Sustained:
    """A run of ``system`` on which ``assumed`` hold before t is, up to t, a run of ``into``."""

    name: str
    system: str
    into: str
    assumed: tuple[Condition, ...]
    powers: Mapping[str, str]

    def __str__(self) -> str:
        powers = "".join(f", {symbol} = ({ratio})^j" for symbol, ratio in self.powers.items())
        assumed = ", ".join(str(condition) for condition in self.assumed) or "always"
        before = f"with, at every j < t{powers}: {assumed}"
        return f"a run of {self.system} {before}, is up to t a run of {self.into}"


def sustain(step: dict[str, Any], ring: Ring, facts: Facts) -> Sustained:
    """``into`` is ``system`` with further guards, and each of them follows at every time of ``into``.

    Induction over t: let the states 0 … t be a run of ``into``; for t = 0 they are, as both systems ask
    the same of a state and of the start.  A statement about every time of ``into`` (or of ``system``)
    then gives each further guard at time t, if its assumptions hold there.  So the step to t + 1, which
    obeys the guards and relations of ``system``, is a step of ``into``.
    """
    name, system = step["name"], facts.system(step)
    into = facts.systems.get(text(step, "into"))
    if into is None:
        raise CertificateError(f"unknown system {step['into']!r}")
    if into is system:
        raise CertificateError(f"step {name!r}: that a run is a run says nothing")
    _require_same(name, system, into, ring)
    cited = [facts.at_every_time(fact) for fact in names(step, "facts")]
    for fact in cited:
        if fact.system not in (system.name, into.name):
            raise CertificateError(f"step {name!r}: {fact.name!r} is about another system")
    kept = [*system.guards, *(fact.conclusion for fact in cited)]
    for guard in into.guards:
        if not find(guard, kept):
            raise CertificateError(f"step {name!r}: nothing shows the guard {guard}")
    assumed = tuple(condition for fact in cited for condition in fact.assumed)
    return Sustained(name, system.name, into.name, assumed, _powers(name, cited))


def _powers(name: str, cited: list[AtEveryTime]) -> dict[str, str]:
    """The symbols for powers in all the cited facts; each must stand for one power."""
    powers: dict[str, str] = {}
    for fact in cited:
        for symbol, ratio in fact.powers.items():
            if powers.setdefault(symbol, ratio) != ratio:
                raise CertificateError(f"step {name!r}: {symbol!r} stands for two powers")
    return powers


def _require_same(name: str, system: System, into: System, ring: Ring) -> None:
    """``into`` asks nothing of states, starts and steps that ``system`` does not, but for guards."""
    variables = (
        dict(into.step_names) == dict(system.step_names)
        and dict(into.origin) == dict(system.origin)
        and into.parameters == system.parameters
    )
    if not variables:
        raise CertificateError(f"step {name!r}: {into.name!r} has other variables")
    declared = into.assumed_texts[: len(into.assumed_texts) - len(into.guards) - len(into.initial)]
    for condition in (read_condition(entry, ring) for entry in declared):
        if not find(condition, system.conditions):
            raise CertificateError(f"step {name!r}: {into.name!r} also assumes {condition}")
    for condition in into.initial:
        if not find(condition, [*system.initial, *system.conditions]):
            raise CertificateError(f"step {name!r}: {into.name!r} also starts with {condition}")
    for relation in into.instant:
        if not any(relation == known for known in system.instant):
            raise CertificateError(f"step {name!r}: {into.name!r} has another instant relation")
    for relation in into.relations:
        if not any(relation == known for known in system.relations):
            raise CertificateError(f"step {name!r}: {into.name!r} has another relation")
    require_ties(name, system.ties, into.ties, repr(into.name))
