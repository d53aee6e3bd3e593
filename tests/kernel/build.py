"""Small certificates in their JSON form, written by hand: no derivation stands behind them."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from verifier.kernel import FORMAT, CertificateError, replay
from verifier.kernel.rings import RINGS

Json = dict[str, Any]


def certificate(variables: str, *steps: Json, systems: tuple[Json, ...] = (), **fields: Any) -> Json:
    """A certificate over the variables named in one string; it concludes its last step."""
    whole = {"format": FORMAT, "claim": "toy", "variables": variables.split(), "cites": {}}
    whole |= {"systems": list(systems), "steps": list(steps)}
    whole["concludes"] = [one["name"] for one in steps[-1:]]
    return whole | fields


def system(name: str, state: str, parameters: str = "", **fields: Any) -> Json:
    """A transition system; the next value of ``x`` is ``x_next``."""
    empty: Json = {"always": [], "step": [], "start": [], "ghosts": {}}
    names = {"state": {x: f"{x}_next" for x in state.split()}, "parameters": parameters.split()}
    return {"name": name, **names, **empty, **fields}


def step(rule: str, name: str, **fields: Any) -> Json:
    """A step; the fields that its rule has and that are not mentioned are empty."""
    return {"rule": rule, "name": name, **copy.deepcopy(_EMPTY.get(rule, {})), **fields}


def along(name: str, system: str, at: str = "state", **fields: Any) -> Json:
    """What is deduced at every state or step of a system."""
    return step("deduce", name, along={"system": system, "at": at}, **fields)


def power(of: str, ratio: str, base: str, cap: str, bounded: str) -> Json:
    """What the power of a ratio is, and by what it is bounded."""
    return {"of": of, "ratio": ratio, "base": base, "cap": cap, "bounded": bounded}


_EMPTY: dict[str, Json] = {
    "algebra": {"given": [], "lemmas": [], "sign": ">=", "terms": [], "cofactors": [], "multiplier": []},
    "deduce": {"along": None, "before": [], "given": [], "suppose": [], "lemmas": []},
    "cases": {"given": []},
    "average": {"given": []},
    "axiom": {"given": []},
    "flow": {"direction": "forward", "given": []},
    "invariant": {"at_start": [], "at_step": []},
    "inclusion": {
        "origin": False, "start": [], "throughout": [], "during": [], "frozen": {},
        "at_state": [], "at_step": [], "at_start": [],
    },
    "ends": {"event": None, "quiet": None, "after": None, "power": None},
}  # fmt: skip


def term(*factors: int, weight: str = "1", square: str = "1") -> Json:
    """weight · Π given[factor] · square²."""
    return {"weight": weight, "factors": list(factors), "square": square}


def tie(function: str, value: str, *of: str) -> Json:
    """value = function(of)."""
    return {"tie": function, "of": list(of), "value": value}


def implies(*atoms: Any) -> Json:
    """If all but the last hold, so does the last."""
    return {"if": list(atoms[:-1]), "then": atoms[-1]}


def accepted(whole: Json, library: Json | None = None) -> Json:
    """The one statement that both rings conclude, the same."""
    (statement,) = theorem(whole, library).values()
    return statement


def theorem(whole: Json, library: Json | None = None) -> Json:
    """What both rings conclude, the same, by name."""
    first, second = (replay(whole, library, backend) for backend in sorted(RINGS))
    assert first.concludes == second.concludes
    assert first.systems == second.systems
    assert (first.citable, first.cites) == (second.citable, second.cites)
    return dict(first.concludes)


def refused(message: str, whole: Any, library: Json | None = None) -> None:
    """Both rings refuse it, with this message."""
    for backend in RINGS:
        with pytest.raises(CertificateError, match=message):
            replay(whole, library, backend)


def changed(whole: Json, name: str, /, **fields: Any) -> Json:
    """The certificate with some fields of one step or system changed; it concludes that step."""
    whole = altered(whole, name, **fields)
    steps = whole["steps"]
    names = [one["name"] for one in steps]
    if name in names:
        steps = steps[: names.index(name) + 1]
    return whole | {"steps": steps, "concludes": [steps[-1]["name"]]}


def altered(whole: Json, name: str, /, **fields: Any) -> Json:
    """The certificate with some fields of one step or system changed, and all the steps after it."""
    steps = [one | fields if one["name"] == name else one for one in whole["steps"]]
    systems = [one | fields if one["name"] == name else one for one in whole["systems"]]
    return whole | {"steps": steps, "systems": systems}


def spoiled(whole: Json, name: str, message: str, **fields: Any) -> None:
    """The step is accepted as it is, and refused by name, with this message, where it is changed so."""
    accepted(changed(whole, name))
    refused(f"^step '{name}': .*{message}", changed(whole, name, **fields))
