"""What several certificates prove is proved once, in a certificate of its own that the others cite.

A *unit* is a certificate to be: a claim's, or that of a lemma.  A sequent that is used in one unit alone
stays there; one that is used in several becomes a unit.  So what serves only to prove a lemma stands with
the lemma.  Sequents are the same if their canonical statements are; of several proofs the first is kept.
Axioms are restated where they are used, and what is said of a system stays with the claim.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from derivations.proof.elaborate.builder import VARIABLE, Builder
from verifier.core.facts import Sequent, statement_hash
from verifier.core.replay import FORMAT

Node = tuple[str, str]
"""A step: the claim and its name; or, of a sequent whoever proves it, nothing and its hash."""
AXIOM = "axiom"
CITING = (
    *("lemmas", "if", "else", "sample", "rate", "start", "steps", "uses", "part", "fact", "bounded"),
    *("quiet", "quiet_ends", "after", "after_ends"),
)
"""The fields of a kernel step in which names of others stand."""


def factored(theorems: Sequence[tuple[Builder, Sequence[str]]]) -> list[dict[str, Any]]:
    """The certificates of lemmas, each after those that it cites, then those of the theorems.

    A theorem is its builder, in paper order, and the names of its parts; the last is what it concludes.
    """
    graph = _Graph()
    for builder, parts in theorems:
        graph.add(builder, parts)
    owner = graph.owners()
    units: dict[str, list[Node]] = {builder.claim: [] for builder, _ in theorems}
    lemmas: dict[str, list[Node]] = {}
    for node in (node for node in graph.order if node in owner):
        unit = owner[node]
        (units if unit in units else lemmas).setdefault(unit, []).append(node)
    ids = _ids({unit: graph.proofs["", unit][1]["name"] for unit in lemmas})
    made = [_Unit(graph, owner, id).of(lemmas[unit], [("", unit)]) for unit, id in ids.items()]
    return made + [_Unit(graph, owner, unit).of(nodes, graph.roots[unit]) for unit, nodes in units.items()]


@dataclass
class _Graph:
    """All steps that the theorems rest on, each sequent once, and on which of them each rests."""

    proofs: dict[Node, tuple[Builder, dict[str, Any]]] = field(default_factory=dict)
    order: list[Node] = field(default_factory=list)
    """each after what it rests on"""
    roots: dict[str, list[Node]] = field(default_factory=dict)
    _nodes: dict[Node, Node] = field(default_factory=dict)

    def add(self, builder: Builder, parts: Sequence[str]) -> None:
        """A theorem, by the names of its parts."""
        needed = builder.rested_on(parts)
        for step in builder.steps:
            if step["name"] in needed:
                self._add(builder, step)
        self.roots[builder.claim] = [self._nodes[builder.claim, name] for name in parts]

    def _add(self, builder: Builder, step: dict[str, Any]) -> None:
        """A step, after those on which it rests; a sequent that is proved already, as that."""
        fact = builder.facts.facts[step["name"]]
        node = builder.claim, step["name"]
        if isinstance(fact, Sequent) and step["rule"] != AXIOM:
            node = "", statement_hash(fact.statement(builder.ring))
        self._nodes[builder.claim, step["name"]] = node
        if node not in self.proofs:
            self.proofs[node] = builder, step
            self.order.append(node)

    def rests(self, node: Node) -> list[tuple[str, Node]]:
        """What the proof rests on: the name that it has there, and the step."""
        builder, step = self.proofs[node]
        used = builder.rests[step["name"]]
        return [(name, self._nodes[builder.claim, name]) for name in sorted(used)]

    def owners(self) -> dict[Node, str]:
        """The unit of each step that some theorem rests on: a claim, or the hash of what becomes a lemma.

        Axioms have none.
        """
        users: dict[Node, set[str]] = {node: set() for node in self.order}
        for claim, roots in self.roots.items():
            for root in roots:
                users[root].add(claim)
        owner: dict[Node, str] = {}
        for node in reversed(self.order):
            if users[node] and self.proofs[node][1]["rule"] != AXIOM:
                owner[node] = next(iter(users[node])) if len(users[node]) == 1 else node[1]
                for _, other in self.rests(node):
                    users[other].add(owner[node])
        return owner


class _Unit:
    """One certificate as it is put together."""

    def __init__(self, graph: _Graph, owner: Mapping[Node, str], claim: str) -> None:
        self._graph, self._owner, self._claim = graph, owner, claim
        self._names: dict[Node, str] = {}
        self._cites: dict[str, str] = {}
        self._steps: list[dict[str, Any]] = []
        self._axioms: dict[str, str] = {}
        self._words: set[str] = set()

    def of(self, nodes: Sequence[Node], roots: Sequence[Node]) -> dict[str, Any]:
        """The certificate of these steps, which concludes the last of the roots."""
        for node in nodes:
            renamed = {name: self._name(name, other) for name, other in self._graph.rests(node)}
            _, step = self._graph.proofs[node]
            self._names[node] = self._fresh(step["name"])
            self._steps.append(_renamed(step, renamed) | {"name": self._names[node]})
        for root in roots:
            self._name(self._graph.proofs[root][1]["name"], root)
        concludes = self._restated(roots[-1])
        about = {step[key] for step in self._steps for key in ("system", "into") if key in step}
        systems = [e for builder in self._builders(nodes) for e in builder.systems if e["name"] in about]
        words = self._words | set(VARIABLE.findall(json.dumps([systems, self._steps])))
        words |= {f"{ghost}_next" for entry in systems for ghost in entry["ghosts"]}
        declared = {x for builder in self._builders([*nodes, *self._names]) for x in builder.variables}
        return {
            "format": FORMAT,
            "claim": self._claim,
            "variables": sorted(words & declared),
            "cites": self._cites,
            "systems": systems,
            "steps": self._steps,
            "concludes": concludes,
        }

    def _builders(self, nodes: Iterable[Node]) -> list[Builder]:
        """Whose steps these are; systems are those of the claim itself."""
        return list(dict.fromkeys(self._graph.proofs[node][0] for node in nodes))

    def _name(self, name: str, node: Node) -> str:
        """What a step is called here: made here, cited, or an axiom, which is restated."""
        builder, step = self._graph.proofs[node]
        if step["rule"] == AXIOM:
            said = json.dumps([step["schema"], step["given"]])
            if said not in self._axioms:
                self._axioms[said] = self._fresh(step["name"])
                self._steps.append(step | {"name": self._axioms[said]})
            return self._axioms[said]
        if node not in self._names:
            self._names[node] = self._fresh(name)
            self._cites[self._names[node]] = node[1]
            statement = builder.facts.sequent(step["name"]).statement(builder.ring)
            self._words |= set(VARIABLE.findall(json.dumps(statement)))
        return self._names[node]

    def _restated(self, root: Node) -> str:
        """A certificate concludes a step of its own."""
        name = self._names[root]
        if name not in self._cites:
            return name
        builder, step = self._graph.proofs[root]
        fact = builder.facts.sequent(step["name"])
        sides = {key: [a.json(builder.ring) for a in getattr(fact, key)] for key in ("given", "then")}
        made = self._fresh(f"{name}, cited")
        self._steps.append({"name": made, "rule": "deduce", "suppose": [], "lemmas": [name]} | sides)
        return made

    def _fresh(self, name: str) -> str:
        taken = {*self._cites, *(step["name"] for step in self._steps)}
        number, tried = 2, name
        while tried in taken:
            tried, number = f"{name}, {number}", number + 1
        return tried


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

    return {key: of(value) if key in CITING else value for key, value in step.items()}


def _ids(names: Mapping[str, str]) -> dict[str, str]:
    """By hash, what a lemma is called: after the step that proves it, numbered where two are alike."""
    ids: dict[str, str] = {}
    for sha256, name in names.items():
        slug = "lemma." + "-".join(re.findall(r"[a-z0-9]+", name.lower()))
        number, tried = 2, slug
        while tried in ids.values():
            tried, number = f"{slug}-{number}", number + 1
        ids[sha256] = tried
    return ids
