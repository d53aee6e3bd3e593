"""What a certificate assumes: of its systems, and in each sequent that it concludes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sympy import Expr, Symbol, sympify

from derivations.proof.said import Said, normalized, stripped, weakened
from verifier.kernel import replay
from verifier.kernel.conditions import Always, Flow, Sequent
from verifier.kernel.replay import Replay


@dataclass(frozen=True)
class Assumed:
    """One thing that a certificate assumes: where, how it reads, and what would say it."""

    where: str
    text: str
    said: tuple[Said, ...]
    of_a_fact: bool = False
    """not of a system: then what has been shown of every state may be assumed"""
    key: str = ""
    """in which list of the system it stands; or "sequent" """
    state: tuple[str, ...] = ()
    """the variables of the system that move"""

    @property
    def polynomial(self) -> Expr:
        """What has the sign, as it stands in the certificate."""
        return self.said[0][0]

    @property
    def polynomial_is_zero(self) -> bool:
        """Whether this is an equation."""
        return self.said[0][1] == "="

    @property
    def names_things(self) -> bool:
        """Whether it may be there to name something: no condition may, and no premise on a state."""
        return self.key in ("instant", "relations", "initial", "sequent")

    @property
    def scope(self) -> str:
        """The sequent, or the system."""
        return self.where.removesuffix(f", {self.key}")

    def base(self, symbol: Symbol) -> str:
        """The name of a symbol, in a system also of its next value and of its first one."""
        x: str = symbol.name
        if x.endswith("_next") and x.removesuffix("_next") in self.state:
            return x.removesuffix("_next")
        return x[:-1] if x.endswith("0") and x[:-1] in self.state else x

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"


def assumptions(certificate: Any) -> tuple[list[Assumed], set[Said]]:
    """What the concluded facts of an accepted certificate rest on, each once, and what it shows always."""
    accepted = replay(certificate)
    read = Reader(certificate["variables"])
    found: list[Assumed] = []
    used: dict[str, None] = {}
    steps = {step["name"]: step for step in certificate["steps"]}
    states = {entry["name"]: [*entry["next"]] for entry in certificate["systems"]}
    for name in accepted.concludes:
        fact = accepted.facts[name]
        if isinstance(fact, Sequent):
            continue
        found += _premises(name, fact, accepted, steps, states, read)
        used |= {getattr(fact, key): None for key in ("system", "into") if hasattr(fact, key)}
    for entry in certificate["systems"]:
        if entry["name"] in used:
            found += _of_system(entry, read)
    always = {
        said
        for fact in accepted.facts.values()
        if isinstance(fact, Always) and fact.system in used
        for condition in fact.conditions
        for said in weakened(read(condition.text), condition.sign)
    }
    for name in accepted.concludes:
        fact = accepted.facts[name]
        if isinstance(fact, Sequent):
            found += _of_sequent(name, fact, read)
    return [*dict.fromkeys(found)], always


def facts_about(scope: str, certificate: Any) -> list[str]:
    """The concluded facts that speak of runs of the system ``scope``, by name; none of a sequent."""
    accepted = replay(certificate)
    systems = {name: getattr(accepted.facts[name], "system", None) for name in accepted.concludes}
    return [name for name, system in systems.items() if f"system {system}" == scope]


class Reader:
    """Reads the polynomials of one certificate."""

    def __init__(self, names: Iterable[str]) -> None:
        self._symbols = {name: Symbol(name, real=True) for name in names}

    def __call__(self, text: str) -> Expr:
        return sympify(text, locals=self._symbols)

    def assumed(
        self,
        where: str,
        text: str,
        sign: str,
        *,
        start: Iterable[str] = (),
        key: str = "",
        state: Iterable[str] = (),
    ) -> Assumed:
        """An assumption on this state, also said of the next one; with ``start`` also of time 0."""
        polynomial = self(text)
        forms = [polynomial, stripped(polynomial)]
        if start := [*start]:
            forms.append(polynomial.subs({self._symbols[x]: Symbol(f"{x}0", real=True) for x in start}))
        said = tuple(normalized(form, sign) for form in forms)
        return Assumed(where, f"{text} {sign} 0", said, where.startswith("fact "), key, tuple(state))


def _of_system(entry: Any, read: Reader) -> Iterator[Assumed]:
    where = f"system {entry['name']}"
    for key in ("conditions", "guards"):
        yield from (read.assumed(f"{where}, {key}", *condition) for condition in entry[key])
    for condition in entry["initial"]:
        yield read.assumed(
            f"{where}, initial", *condition, start=entry["next"], key="initial", state=entry["next"]
        )
    for key in ("instant", "relations"):
        for relation in entry[key]:
            yield read.assumed(f"{where}, {key}", relation, "=", key=key, state=entry["next"])


def _of_sequent(name: str, fact: Sequent, read: Reader) -> Iterator[Assumed]:
    where = f"fact {name}"
    yield from (read.assumed(where, condition.text, condition.sign) for condition in fact.given)
    yield from (read.assumed(where, relation, "=", key="sequent") for relation in fact.modulo)


def _premises(
    name: str,
    fact: Any,
    accepted: Replay,
    steps: Mapping[str, Any],
    states: Mapping[str, list[str]],
    read: Reader,
) -> Iterator[Assumed]:
    """What a fact about a system supposes of a time; a solved one, what the fact that it solves does."""
    where = f"fact {name}"
    if "fact" in steps[name]:
        cited = steps[name]["fact"]
        yield from _premises(name, accepted.facts[cited], accepted, {**steps, name: {}}, states, read)
    for key in ("assumed", "event", "throughout"):
        for condition in getattr(fact, key, ()):
            pair = condition if isinstance(fact, Flow) else (condition.text, condition.sign)
            yield read.assumed(where, *pair)
    for condition in getattr(fact, "start", ()):
        yield read.assumed(where, condition.text, condition.sign, start=states[fact.system])
