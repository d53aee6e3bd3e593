"""The pieces of a kernel's statement: its conditions, polynomials, systems, and names of logarithms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from verifier.sequences import LN
from verifier.sequences import variables as spoken


def moving(system: Mapping[str, Any]) -> dict[str, str]:
    """What moves along a run, and its name a step on: the state, and the sequences."""
    return {**system["state"], **{x: f"{x}_next" for x in system["ghosts"]}}


def conditions(atoms: Sequence[Any]) -> list[Any]:
    """All but ties, which are kept apart."""
    return [atom for atom in atoms if not (isinstance(atom, dict) and "tie" in atom)]


def logarithms(statement: Mapping[str, Any]) -> tuple[dict[str, str], list[Any]]:
    """Variables that only name a logarithm, with its argument, and the other things given."""
    system = statement["along"]
    own = {*system["state"], *system["state"].values(), *system["parameters"], *system["ghosts"]}
    logs: dict[str, str] = {}
    rest: list[Any] = []
    for atom in statement["given"]:
        value = atom.get("value", "") if isinstance(atom, dict) and atom.get("tie") == LN else ""
        if value.isidentifier() and value not in own and value not in logs:
            logs[value] = atom["of"][0]
        else:
            rest.append(atom)
    others = {x for text in texts([*rest, *statement["before"], *logs.values()]) for x in spoken(text)}
    return ({}, [*statement["given"]]) if others & {*logs} else (logs, rest)


def orders(names: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    for left in names:
        for right in names:
            for ratio in names:
                if len({left, right, ratio}) == 3:
                    yield left, right, ratio


def spoken_in(atom: Any) -> Iterator[str]:
    return (x for text in texts([atom]) for x in spoken(text))


def texts(entry: Any) -> Iterator[str]:
    """The polynomials in statements."""
    if isinstance(entry, str):
        yield entry
    elif isinstance(entry, list) and len(entry) == 2 and entry[1] in (">", ">=", "=", "!="):
        yield entry[0]
    elif isinstance(entry, list):
        for one in entry:
            yield from texts(one)
    elif isinstance(entry, dict):
        for key, one in entry.items():
            if key not in ("tie", "at", "state", "parameters", "samples"):
                yield from texts(one)


def systems_in(entry: Any) -> Iterator[Mapping[str, Any]]:
    """The systems that statements are about."""
    if isinstance(entry, list):
        for one in entry:
            yield from systems_in(one)
    elif isinstance(entry, dict):
        if "ghosts" in entry:
            yield entry
        for one in entry.values():
            yield from systems_in(one)
