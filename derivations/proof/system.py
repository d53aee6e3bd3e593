"""Transition systems: what a run is, in SymPy and in a certificate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sympy import Expr, Symbol

from derivations.notation import at_next, at_start, replaced
from derivations.proof.conditions import Condition, entry, text


@dataclass(frozen=True)
class System:
    """A transition system in SymPy; see ``verifier.kernel.systems.System`` for the meaning.

    The next state of variable ``x`` is ``at_next(x)``; variables in ``tracked`` have the parameter
    ``at_start(x)`` as their value at time 0.  A pair (z, g) in ``sigma`` says g = σ(z) at every state, one
    (z, L) in ``softplus`` L = ℓ(z).
    """

    name: str
    state: tuple[Symbol, ...]
    parameters: tuple[Symbol, ...]
    conditions: tuple[Condition, ...] = ()
    guards: tuple[Condition, ...] = ()
    initial: tuple[Condition, ...] = ()
    instant: tuple[Expr, ...] = ()
    relations: tuple[Expr, ...] = ()
    tracked: tuple[Symbol, ...] = ()
    sigma: tuple[tuple[Symbol, Symbol], ...] = ()
    softplus: tuple[tuple[Symbol, Symbol], ...] = ()

    def with_more(self, name: str, **more: Iterable[Any]) -> System:
        """The same system under further conditions, guards, parameters …"""
        extended = {key: (*getattr(self, key), *values) for key, values in more.items()}
        return replace(self, name=name, **extended)

    def after(self, expression: Any) -> Any:
        """``expression`` one step later."""
        return replaced(expression, {x: at_next(x) for x in self.state})

    def start(self, expression: Any) -> Any:
        """``expression`` at time 0, in terms of the initial values."""
        return replaced(expression, {x: at_start(x) for x in self.tracked})


def system_entry(system: System) -> dict[str, Any]:
    """The system in a certificate's JSON form."""
    ties = {"sigma": system.sigma, "softplus": system.softplus}
    return {
        **{key: [[z.name, g.name] for z, g in pairs] for key, pairs in ties.items() if pairs},
        "name": system.name,
        "next": {x.name: at_next(x).name for x in system.state},
        "origin": {x.name: at_start(x).name for x in system.tracked},
        "parameters": sorted(
            {x.name for x in system.parameters} | {at_start(x).name for x in system.tracked}
        ),
        "conditions": [entry(condition) for condition in system.conditions],
        "guards": [entry(condition) for condition in system.guards],
        "initial": [entry(condition) for condition in system.initial],
        "instant": [text(relation) for relation in system.instant],
        "relations": [text(relation) for relation in system.relations],
    }
