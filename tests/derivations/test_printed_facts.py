"""Criterion: the printed text says all that a certificate concludes; what differs is printed otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, TypeAlias

import pytest

from derivations.contents import conclusions
from tests.derivations.derived import accepted_of
from verifier.formulas import Formulas, Page
from verifier.kernel import Replay
from verifier.printed import Words, concluded, system_text, systems_of
from verifier.sequences import Term

Path: TypeAlias = tuple[Any, ...]
SIDES = {"given", "before", "then", "start", "throughout", "during", "always", "step"}
OTHER_SIGN = {">": ">=", ">=": ">", "=": ">=", "!=": ">"}


@pytest.fixture(params=conclusions())
def accepted(request: pytest.FixtureRequest) -> Replay:
    """What the kernel accepts of each claim that has a certificate."""
    found = accepted_of(request.param)
    assert found is not None
    return found


def texts(said: Mapping[str, Any], names: Mapping[str, str], formulas: Formulas | None = None) -> list[str]:
    """What is printed of a fact, and of the systems it is about; ``names`` are theirs by their texts."""
    systems = {names[system_text(one)]: one for one in systems_of(said) if system_text(one) in names}
    words = Words(systems, formulas)
    return [words.fact(said), *(words.system(one) for one in systems_of(said))]


def altered(said: Any, seen: Sequence[Any] = ()) -> Iterator[Any]:
    """The statement with one atom left out, weakened or changed, or with one name exchanged.

    What it says of systems that are ``seen`` already stays.
    """
    for path, value in places(said, seen):
        key = path[-1]
        if isinstance(value, list) and key in SIDES:
            for number, atom in enumerate(value):
                yield put(said, path, [*value[:number], *value[number + 1 :]])
                for other in other_atoms(atom):
                    yield put(said, path, [*value[:number], other, *value[number + 1 :]])
            if key == "given":
                yield put(put(said, path, []), [*path[:-1], "then"], [*value, ["0", ">"]])
        elif key == "frozen":
            for x in value:
                yield put(said, [*path, x], f"{value[x]} + 5")
        elif key == "origin":
            yield put(said, path, not value)
        elif key == "at":
            yield put(said, path, "step" if value == "state" else "state")
        elif key == "parameters":
            yield put(said, path, [*value, "further"])


def other_atoms(atom: Any) -> Iterator[Any]:
    """Atoms that say something else."""
    if isinstance(atom, list):
        yield [atom[0], OTHER_SIGN[atom[1]]]
        yield [f"{atom[0]} + 5", atom[1]]
        yield [f"{atom[0]} - 2*x_other**3", atom[1]]
    elif "tie" in atom:
        yield atom | {"value": f"{atom['value']} + 5"}
        yield atom | {"of": [f"{one} + 5" for one in atom["of"]]}
        yield atom | {"tie": "softplus" if atom["tie"] == "sigma" else "sigma"}
    else:
        for path, value in places(atom):
            if path[-1] in ("if", "each"):
                yield put(atom, path, value[1:])
                yield from (put(atom, [*path, 0], other) for other in other_atoms(value[0]))
            elif path[-1] == "then":
                yield from (put(atom, path, other) for other in other_atoms(value))
            elif path[-1] == "means":
                yield put(atom, path, value[1:])
                yield put(atom, [*path, 0, 0], f"{value[0][0]} + 5")
                yield put(atom, [*path, 0, 1], f"{value[0][1]} + 5")
            elif path[-1] == "samples":
                yield put(atom, path, [*value, "further"])


def places(said: Any, seen: Sequence[Any] = (), path: Path = ()) -> Iterator[tuple[list[Any], Any]]:
    """Each value below, and where it is."""
    if said in seen:
        return
    if path:
        yield [*path], said
    if isinstance(said, dict):
        for key, value in said.items():
            if key not in ("ghosts", "state"):
                yield from places(value, seen, (*path, key))


def put(said: Any, path: list[Any], value: Any) -> Any:
    """A copy with another value there."""
    copy = deepcopy(said)
    inner = copy
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return copy


def alike(accepted: Replay, formulas: Formulas | None = None) -> Iterator[str]:
    """Which facts are printed like another statement."""
    names = {system_text(system): name for name, system in accepted.systems.items()}
    seen: list[Any] = []
    for name, said in accepted.concludes.items():
        text = texts(said, names, formulas)
        if any(texts(other, names, formulas) == text for other in altered(said, seen)):
            yield name
        seen += systems_of(said)


def test_what_differs_is_printed_differently(accepted: Replay) -> None:
    """No atom, sign, number, side or system of a fact can change while its text stays."""
    assert [*alike(accepted)] == []
    assert all(any(True for _ in altered(said)) for said in accepted.concludes.values())


def test_what_is_left_out_is_noticed() -> None:
    """The comparison bites: numbers, signs or conditions that are not printed make facts alike."""

    class NoNumbers(Formulas):
        def value(self, summands: Any, page: Page) -> str:
            return super().value([one for one in summands if one.factors] or [Term(True, "0", ())], page)

    class NoSigns(Formulas):
        def relation(self, summands: Any, sign: str, page: Page) -> str:
            return super().relation(summands, ">", page)

    found = accepted_of("square.edge")
    assert found is not None
    for formulas in (NoNumbers(), NoSigns()):
        assert "norm against V from then on" in alike(found, formulas)


def test_sequences_go_by_what_they_are(accepted: Replay) -> None:
    """No name of a sequence is printed, nor a sequence of a kind that has no form."""
    for name, text in concluded(accepted).items():
        (system, *_) = *systems_of(accepted.concludes[name]), {"ghosts": {}}
        spoken = {*re.findall(r"[A-Za-z]\w*", re.sub(r"'[^']*'", "", text))}
        own = {*system["ghosts"]} - {"E", "F"}  # of one system a sequence, of another a quantity
        assert spoken.isdisjoint({*own, *(f"{x}_next" for x in system["ghosts"])}), text
        assert "  where " not in text
