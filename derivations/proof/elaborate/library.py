"""What several certificates prove is proved once, in a certificate of its own that the others cite.

A *unit* is a certificate to be: a claim's, or that of a lemma.  A lemma is a sequent, or a fact along the
runs of a system, that several units use, in whichever claims; ``lemmas.json`` lists their hashes, so that
the certificate of a claim is the same whether others are derived with it or not.  What is no lemma stands
in the unit that uses it.  Axioms are restated where they are used.  ``derivations.proof.lemmas`` writes the
list anew after a change of an argument.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from derivations.proof.elaborate.builder import VARIABLE, Builder
from verifier.kernel.facts import Sequent
from verifier.kernel.replay import FORMAT

LEMMAS = Path(__file__).with_name("lemmas.json")
CITING = (
    *("lemmas", "holds", "fails", "sample", "rate", "at_state", "at_step", "at_start"),
    *("part", "fact", "quiet", "after"),
)
"""The fields of a kernel step in which names of others stand."""


@cache
def lemmas() -> frozenset[str]:
    """The hashes of the lemmas."""
    return frozenset(json.loads(LEMMAS.read_text(encoding="utf-8")))


def certified(
    builder: Builder, concludes: Sequence[str], among: Collection[str] | None = None
) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """The certificate of what is concluded, and by hash those of the lemmas that it rests on.

    A lemma stands after those that it cites.  ``among`` are the hashes of what may become one.
    """
    graph = _Graph(builder, lemmas() if among is None else among)
    made: dict[str, dict[str, Any]] = {}
    for node in graph.ordered(concludes):
        sha256 = graph.lemma(node)
        if sha256 and sha256 not in made:
            made[sha256] = _Unit(graph, _lemma_name(node, sha256)).of([node], own=True)
    return _Unit(graph, builder.claim).of(concludes), made


def shared(theorems: Iterable[tuple[Builder, Sequence[str]]]) -> list[str]:
    """The hashes of what several claims use."""
    graphs = [(_Graph(builder, ()), concludes) for builder, concludes in theorems]
    users: dict[str, set[str]] = {}
    for graph, concludes in graphs:
        for name in graph.ordered(concludes):
            if sha256 := graph.builder.hashes[name]:
                users.setdefault(sha256, set()).add(graph.builder.claim)
    return sorted(sha256 for sha256, claims in users.items() if len(claims) > 1)


class _Graph:
    """The steps of one derivation, and which of them are lemmas."""

    def __init__(self, builder: Builder, among: Collection[str]) -> None:
        self.builder, self._among = builder, among
        self.steps = {step["name"]: step for step in builder.steps}

    def lemma(self, name: str) -> str:
        """The hash of a lemma; else nothing."""
        sha256 = self.builder.hashes[name]
        return sha256 if sha256 in self._among else ""

    def ordered(self, roots: Iterable[str]) -> list[str]:
        """All that these rest on, and these, each after what it rests on."""
        needed = self.builder.rested_on(roots)
        return [name for name in self.steps if name in needed]

    def inside(self, roots: Sequence[str], own: bool) -> set[str]:
        """What stands in the unit of these, up to the lemmas; if they are its ``own``, these are not."""
        found, ahead = set(), [*roots]
        while ahead:
            name = ahead.pop()
            if name not in found and ((own and name in roots) or not self.lemma(name)):
                found.add(name)
                ahead.extend(self.builder.rests[name])
        return found


class _Unit:
    """One certificate as it is put together."""

    def __init__(self, graph: _Graph, claim: str) -> None:
        self._graph, self._claim = graph, claim
        self._names: dict[str, str] = {}
        self._cites: dict[str, str] = {}
        self._steps: list[dict[str, Any]] = []
        self._words: set[str] = set()
        self._about: set[str] = set()

    def of(self, roots: Sequence[str], own: bool = False) -> dict[str, Any]:
        """The certificate that concludes these; if they are its ``own``, it proves them though lemmas."""
        builder = self._graph.builder
        inside = self._graph.inside(roots, own)
        for name in (name for name in self._graph.steps if name in inside):
            renamed = {other: self._name(other) for other in sorted(builder.rests[name])}
            self._names[name] = name
            self._steps.append(_renamed(self._graph.steps[name], renamed) | {"name": name})
        concludes = [self._restated(root) for root in roots]
        about = self._about | {step[k] for step in self._steps for k in ("system", "into") if k in step}
        about |= {step["along"]["system"] for step in self._steps if step.get("along")}
        systems = [entry for entry in builder.systems if entry["name"] in about]
        words = self._words | set(VARIABLE.findall(json.dumps([systems, self._steps])))
        words |= {f"{ghost}_next" for entry in systems for ghost in entry["ghosts"]}
        return {
            "format": FORMAT,
            "claim": self._claim,
            "variables": sorted(words & {*builder.variables}),
            "cites": self._cites,
            "systems": systems,
            "steps": self._steps,
            "concludes": concludes,
        }

    def _name(self, name: str) -> str:
        """What a step is called here: made here, or cited."""
        if name not in self._names:
            builder = self._graph.builder
            self._names[name] = name
            self._cites[name] = self._graph.lemma(name)
            fact = builder.facts.facts[name]
            self._words |= set(VARIABLE.findall(json.dumps(fact.statement(builder.ring))))
            self._about |= {fact.system.name} if isinstance(fact, Sequent) and fact.system else set()
        return self._names[name]

    def _restated(self, root: str) -> str:
        """A certificate concludes a step of its own."""
        name = self._name(root)
        if name not in self._cites:
            return name
        fact = self._graph.builder.facts.find(root, Sequent)
        along = {"system": fact.system.name, "at": fact.at} if fact.system else None
        step: dict[str, Any] = {"name": name, "rule": "deduce", "along": along, "suppose": []}
        for key in ("before", "given", "then"):
            step[key] = [self._graph.builder.json(atom) for atom in getattr(fact, key)]
        self._cites[cited := f"{name}, cited"] = self._cites.pop(name)
        for one in self._steps:
            one |= _renamed(one, {name: cited})
        self._names[root] = name
        self._steps.append(step | {"lemmas": [cited]})
        return name


def _renamed(step: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """The step with other names for those that it cites."""

    def of(value: Any) -> Any:
        if isinstance(value, str):
            return names.get(value, value)
        if isinstance(value, dict):
            return {key: of(item) for key, item in value.items()}
        if isinstance(value, list) and len(value) == 2 and isinstance(value[1], dict):
            return [of(value[0]), value[1]]
        return [of(item) for item in value] if isinstance(value, list) else value

    written = {key: of(value) if key in CITING else value for key, value in step.items()}
    if power := step.get("power"):
        written["power"] = power | {"bounded": of(power["bounded"])}
    return written


def _lemma_name(name: str, sha256: str) -> str:
    """What a lemma is called: after the step that proves it, and its hash, which no other has."""
    return f"lemma.{'-'.join(re.findall(r'[a-z0-9]+', name.lower()))}.{sha256[:8]}"
