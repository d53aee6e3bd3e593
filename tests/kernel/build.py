"""Small certificates in their JSON form, written by hand: no derivation stands behind them."""

from __future__ import annotations

from typing import Any

from verifier.kernel import FORMAT

Json = dict[str, Any]


def certificate(variables: str, steps: list[Json], concludes: list[str], *systems: Json) -> Json:
    """A certificate over the variables named in one string."""
    return {
        "format": FORMAT,
        "claim": "toy",
        "variables": variables.split(),
        "systems": list(systems),
        "steps": steps,
        "concludes": concludes,
    }


def system(name: str, variables: str, **fields: Any) -> Json:
    """A transition system; the next value of ``x`` is ``x_next``."""
    empty: Json = {"parameters": [], "conditions": [], "guards": [], "initial": []}
    empty |= {"instant": [], "relations": [], "origin": {}}
    return {"name": name, "next": {x: f"{x}_next" for x in variables.split()}, **empty, **fields}


def term(*factors: int, weight: str = "1", square: str = "1") -> Json:
    """weight · Π given[factor] · square²."""
    return {"weight": weight, "factors": list(factors), "square": square}


def positivity(name: str, target: str, sign: str = ">", **fields: Any) -> Json:
    """A positivity step; what is not mentioned is empty."""
    step = {"rule": "positivity", "name": name, "target": target, "sign": sign, "terms": []}
    return step | _algebra() | fields


def identity(name: str, lhs: str, rhs: str, **fields: Any) -> Json:
    """An identity step; what is not mentioned is empty."""
    return {"rule": "identity", "name": name, "lhs": lhs, "rhs": rhs} | _algebra() | fields


def rule(rule: str, name: str, system: str, **fields: Any) -> Json:
    """Any rule over a system."""
    return {"rule": rule, "name": name, "system": system, **fields}


def _algebra() -> Json:
    return {"given": [], "lemmas": [], "relations": [], "cofactors": [], "multiplier": []}
