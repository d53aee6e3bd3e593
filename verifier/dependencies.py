"""What a claim uses, read from its source: the claims that its proof, its checks, its experiments reach.

A claim uses another when something that its own code reaches, directly or through others, is defined in the
other's module, or in the module of its part that several theories share, or among the lemmas in one that is
named as it is: a function that adds a lemma, a formula, a constant.  So nobody keeps a list, and none can
be wrong.  What is only imported, listed in a table of contents, or named in a type or in prose, is not
used; a module that belongs to no claim (lemmas, notation) is passed through.  The runs that a check is
tried on are those of the derived map, which all checks share, and are not counted.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from verifier.sources import Reference, Source, references, source_of

CLAIM = "CLAIM"
_EVIDENCE = (("derive", "statement", "hypotheses"), ("checks",), ("experiments",))
_SOURCE = re.compile(r"([a-z_][\w.]*):(\w+)")


Place = tuple[str, str]
"""A module, and a name that it defines."""


@dataclass(frozen=True)
class Uses:
    """The ids of the claims that one claim uses.

    ``proof``: in its derivation, statement and hypotheses; ``checks``: besides in its checks;
    ``experiments``: besides both in its experiments.
    """

    proof: frozenset[str]
    checks: frozenset[str]
    experiments: frozenset[str]


class NoSource(ValueError):
    """The source of a claim cannot be read, or does not define it."""


def uses_of(
    claim_id: str, module: str, modules: Mapping[str, str], shared: Mapping[str, str] | None = None
) -> Uses:
    """What the claim in ``module`` uses; ``modules`` gives the module of each claim by id.

    ``shared`` gives, by module, the claim to which what several theories share belongs for this one.

    Raises ``NoSource``.
    """
    parts = _parts(claim_id, module)
    walk = Walk(module, modules, shared or {})
    proof, checks, experiments = (
        walk.claims(part for name in names for part in parts.get(name, ())) for names in _EVIDENCE
    )
    return Uses(proof, checks - proof, experiments - checks - proof)


def _parts(claim_id: str, module: str) -> dict[str, tuple[Reference, ...]]:
    """By keyword of the claim's definition, what it refers to."""
    source = source_of(module)
    if source is not None and CLAIM in source.defines:
        for node in ast.walk(source.defines[CLAIM][-1]):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Claim":
                return {one.arg: (*references(one.value),) for one in node.keywords if one.arg}
    raise NoSource(f"{module} has no source that defines {claim_id}")


def _lists(source: Source) -> bool:
    """Whether the module is a table of contents: what it lists is not used by who reads it."""
    return {"CLAIMS", "module_of"} <= source.defines.keys()


class Walk:
    """Follows names from the module of one claim through all that its code reaches."""

    def __init__(self, module: str, modules: Mapping[str, str], shared: Mapping[str, str]) -> None:
        self._home = module
        self._owners = {**shared, **{name: claim for claim, name in modules.items()}}
        self.paths = paths(tuple(modules.items()))

    def claims(self, start: Iterable[Reference]) -> frozenset[str]:
        """The other claims whose modules define something that is reached."""
        owners = {self._owners.get(module) for module, _ in self.reached(start)}
        return frozenset(owner for owner in owners if owner is not None) - {self._owners[self._home]}

    def reached(self, start: Iterable[Reference]) -> set[Place]:
        """Where everything is defined that the references of the home module lead to."""
        left = [place for one in start for place in self.paths.meant(self._home, one)]
        found: set[Place] = set()
        seen: set[Place] = set()
        while left:
            place = left.pop()
            if place in seen:
                continue
            seen.add(place)
            is_definition, after = self.paths.after(place)
            if is_definition and place != (self._home, CLAIM):
                found.add(place)
            left += after
        return found


class _Paths:
    """Where names lead, the same for the walk from each of the claims in ``modules``."""

    def __init__(self, modules: Mapping[str, str]) -> None:
        self._modules = modules
        self._roots = {name.split(".")[0] for name in (*modules.values(), __name__)}
        self.after = cache(self._after)
        """Whether something is defined in a place, and the places to which that leads."""

    def _after(self, place: Place) -> tuple[bool, tuple[Place, ...]]:
        module, name = place
        source = source_of(module)
        if source is None or _lists(source):
            return False, ()
        if name not in source.defines:  # a name that the module only passes on
            return False, tuple(self.meant(module, Reference(name)))
        if name == CLAIM:
            return True, ()
        after = (one for reference in source.references_of(name) for one in self.meant(module, reference))
        return True, tuple(dict.fromkeys(after))

    def meant(self, module: str, reference: Reference) -> list[Place]:
        """Where what the module refers to is to be looked up next."""
        source = source_of(module)
        if source is None:
            return []
        if reference.is_text:
            return self._named(reference.name)
        if reference.name in source.defines:
            return [(module, reference.name)]
        if reference.name not in source.imports:
            return []
        origin, name = source.imports[reference.name]
        if origin.split(".")[0] not in self._roots:
            return []
        whole = origin if name is None else f"{origin}.{name}"
        imported = source_of(whole)
        if name is not None and imported is None:
            return [(origin, name)]
        if reference.attribute is not None:
            return [(whole, reference.attribute)]
        return [(whole, one) for one in (imported.defines if imported else ())]  # all that there is

    def _named(self, text: str) -> list[Place]:
        """What a text names: a claim by its id, or ``module:name``."""
        if text in self._modules:
            return [(self._modules[text], CLAIM)]
        named = _SOURCE.fullmatch(text)
        return [(named[1], named[2])] if named and named[1].split(".")[0] in self._roots else []


@cache
def paths(modules: tuple[tuple[str, str], ...]) -> _Paths:
    """One for all claims of a table of contents: the sources of a process do not change."""
    return _Paths(dict(modules))
