"""The criterion: an object and its JSON say the same, and nothing is read that would not be written so."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.report import sample
from tests.report.test_results import changed
from verifier.canonical import canonical_json
from verifier.claim import Status
from verifier.digest import Digest, FileLine, SectionLine
from verifier.results.audit import Audit, Row
from verifier.results.claims import Explained, Listed
from verifier.results.evidence import (
    Accepted,
    Evidence,
    Measured,
    Named,
    OnInstances,
    OnSamples,
    Variant,
)
from verifier.results.record import Record, Unreadable, may_lack, plain, restored
from verifier.results.report import Run, Verified

DATA = {
    "certificate": Accepted(
        4, ("square",), ("flint",), (Named("one", "a > 0"),), (Named("run", "a' = a"),)
    ),
    "instances": OnInstances("run", 4, 2, 3, 0, 0, 1, "h=1"),
    "search": OnSamples(4, 2, 3, 0, 0, 1, "h=1"),
    "alteration": Variant("2 becomes 3", 7, "h=1"),
    "experiment": Measured(({"h": "0.1", "seen": [1, 2]},), "a-figure", {"cells": 7}),
}
PIECES = tuple(
    Evidence(kind, Status.CHECKED, "said", f"certificates/{kind}.json", "0", data)
    for kind, data in DATA.items()
)
ENTRY = replace(sample.claim("square.first", depends_on=["a"], checks_use=["b"]), evidence=PIECES)
REPORT = sample.without_figures(claims=(ENTRY,), unfinished=("x",), gaps={"y": "z"})
RUN = Run(1.5, 2.5, 1, {"sympy": None}, "flint", "Linux", "abc", {"a": 0.5})
SECTION = SectionLine("tables", "t", "PROVED", "s", "0")
DIGEST = replace(Digest.of(REPORT, (FileLine("report.md", "0"),)), sections=(SECTION,))
ROW = Row("a", "certificates/a.json", "0", True, True, True, 1, "none")
WRITTEN: dict[str, Any] = {
    **{piece.kind: piece for piece in PIECES},
    "entry": ENTRY,
    "explained": Explained(
        **{name: getattr(ENTRY, name) for name in Explained.__dataclass_fields__}
    ),
    "listed": Listed(ENTRY.id, ENTRY.title, ENTRY.provenance, ENTRY.wanted, ("a",)),
    "report": REPORT,
    "digest": DIGEST,
    "run": RUN,
    "verified": Verified(REPORT, RUN),
    "audit": Audit((ROW,), ("b",), {"c": "wrong"}, True, ("report.json",), False),
}
"""All that is returned besides the parts of a report, with every kind of evidence."""
READ = {name: found for name, found in WRITTEN.items() if name not in ("verified", "audit")}


@pytest.mark.parametrize("name", WRITTEN)
def test_every_field_is_written(name: str) -> None:
    """Whatever is otherwise in an object is otherwise in its JSON."""
    found = WRITTEN[name]
    others = [*changed(found)]
    assert len(others) >= len(found.__dataclass_fields__)
    for field, other in others:
        if field not in ("partial", "evidence.partial"):  # it is told in words alone
            assert canonical_json(other) != canonical_json(found), field


@pytest.mark.parametrize("name", READ)
def test_it_is_read_as_it_was_written(name: str) -> None:
    """From its JSON comes an equal object, of the same types."""
    found = READ[name]
    read = type(found).restored(json.loads(canonical_json(found)))
    assert read == found
    assert canonical_json(read) == canonical_json(found)
    assert repr(read) == repr(found)


def places(found: Any, *path: Any) -> Iterator[tuple[Any, ...]]:
    """Each place in some JSON, as the keys that lead there; inside of what has no known fields, none."""
    if path and path[-1] in ("rows", "values", "cells"):
        return
    for key, value in found.items() if isinstance(found, dict) else enumerate(found):
        yield (*path, key)
        if isinstance(value, (dict, list)):
            yield from places(value, *path, key)


def at(found: Any, path: tuple[Any, ...]) -> Any:
    """What stands there."""
    for key in path:
        found = found[key]
    return found


@pytest.mark.parametrize("name", ["entry", "digest", "run", "listed", *DATA])
def test_nothing_else_is_read(name: str) -> None:
    """Without a key, with one more, or with another kind of thing anywhere, it is refused by its place."""
    found = READ[name]
    good = json.loads(canonical_json(found))
    free = {key for key, kept in good.items() if name == "run" and isinstance(kept, dict)}
    free |= {"gaps", "summary"} if name == "digest" else set()
    seen = 0
    for path in places(good):
        *above, key = path
        inside = at(good, tuple(above))
        for change in ("drop", "more", "other"):
            bad = copy.deepcopy(good)
            holder = at(bad, tuple(above))
            if change == "drop" and isinstance(inside, dict):
                del holder[key]
            elif change == "more" and isinstance(inside, dict):
                holder["more"] = "x"
            elif change == "other":
                holder[key] = [] if not isinstance(at(good, path), list) else "x"
            else:
                continue
            if _may_be(good, path, change, free):
                continue
            seen += 1
            with pytest.raises(Unreadable) as refused:
                type(found).restored(bad)
            told = [str(step) for step in above]
            assert all(step in str(refused.value) for step in told), (path, str(refused.value))
    assert seen >= 3 * len(good) - 6


def _may_be(good: Any, path: tuple[Any, ...], change: str, free: set[str]) -> bool:
    """What may be missing, or more, because no field is known there, or this one may be left out."""
    *above, key = path
    kind = at(good, tuple(above[:-1]))["kind"] if above[-1:] == ["data"] else ""
    if kind == "experiment":
        return change != "other" or key == "cells"
    if change == "drop" and kind and (key == "witness" or (kind == "alteration" and key == "tried")):
        return True
    return bool(free & {*above}) and change != "other"


def test_what_is_kept_back_or_taken_in_is_noticed() -> None:
    """A field that is not written, and one that is read as anything, are seen by what stands above."""

    @dataclass(frozen=True, slots=True)
    class Half(Record):
        said: str
        kept_back: int = 0

        def plain(self) -> dict[str, Any]:
            return {"said": self.said}

    assert [field for field, one in changed(Half("x")) if plain(one) == plain(Half("x"))] == ["kept_back"]
    assert restored(Any, {"a": [7]}) == {"a": [7]}


@dataclass(frozen=True, slots=True)
class One(Record):
    """A record with a field of each kind."""

    whole: int
    real: float
    yes: bool
    status: Status | None
    texts: tuple[str, ...]
    maybe: int | None = may_lack()


GOOD = {"whole": 1, "real": 0.5, "yes": True, "status": "PROVED", "texts": ["a"]}


def test_kinds_are_told_apart() -> None:
    """True is no number, a whole number no text, null nothing but where it may stand."""
    assert One.restored(GOOD) == One(1, 0.5, True, Status.PROVED, ("a",))
    assert One.restored(GOOD | {"status": None, "maybe": 7}).plain() == GOOD | {"status": None, "maybe": 7}
    for change, said in (
        ({"whole": True}, "whole: True in the place of a whole number"),
        ({"whole": 1.0}, "whole: 1.0 in the place of a whole number"),
        ({"real": "1"}, "real: '1' in the place of a number"),
        ({"yes": 1}, "yes: 1 in the place of true or false"),
        ({"status": "proved"}, "status: 'proved' is none of PROVED, ENCLOSED"),
        ({"status": ["PROVED"]}, "status: a list is none of"),
        ({"texts": {"a": "b"}}, "texts: an object in the place of a list"),
        ({"texts": ["a", None]}, "texts: 1: None in the place of a text"),
        ({"maybe": None}, "maybe: null, where nothing should stand"),
        ({"other": 1}, "the key 'other' is unknown"),
    ):
        with pytest.raises(Unreadable) as refused:
            One.restored(GOOD | change)
        assert said in str(refused.value)


def test_what_has_no_json() -> None:
    """It is refused by name, wherever it stands."""
    for value in ({1}, b"x", Path("x"), [{"a": object()}]):
        with pytest.raises(TypeError, match="is no JSON"):
            plain(value)
