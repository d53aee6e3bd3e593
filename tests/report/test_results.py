"""What is found is written whole: no field of a result is left out of its JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

import pytest

from tests.report import sample
from verifier.canonical import canonical_json
from verifier.results import Result, stated
from verifier.results.experiment import Active, Least, Margins
from verifier.results.record import plain
from verifier.results.report import PARTS
from verifier.results.tightness import ActiveRange
from verifier.results.visible_rise import Outcome

RESULTS: dict[str, Result] = {
    name: made for part in PARTS for name, made in getattr(sample.report(), part).items()
}
OTHER: dict[str, Any] = {
    "windows": {"otherwise": (7, None)},
    "active_margin": ActiveRange(7.5, 7),
    "grid": ((Outcome.NEVER,),),
    "outcome": Outcome.NEVER,
    "margins": Margins(Active(3, None, 9), Least(4, -9.0), "0"),
}
"""What a field may be instead, where its kind is not told by what it is."""


def changed(found: Any) -> Iterator[tuple[str, Any]]:
    """The same object with one field otherwise, for each field of it and of the objects inside."""
    for field in fields(found):
        value = getattr(found, field.name)
        if field.name in OTHER and not is_dataclass(value):
            inside = [("", OTHER[field.name])]
        elif is_dataclass(value):
            inside = [(name, new) for name, new in changed(value)]
        elif isinstance(value, dict) and value and is_dataclass(first := next(iter(value.values()))):
            inside = [(name, value | {next(iter(value)): new}) for name, new in changed(first)]
            inside.append(("", {"otherwise": first}))
        elif isinstance(value, tuple) and value and is_dataclass(value[0]):
            inside = [(name, (new, *value[1:])) for name, new in changed(value[0])]
            inside.append(("", value[1:]))
        else:
            inside = [("", {**value, "otherwise": 7} if isinstance(value, dict) else _other(value))]
        for name, new in inside:
            yield f"{field.name}.{name}".rstrip("."), replace(found, **{field.name: new})


def _other(value: Any) -> Any:
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case tuple() | list():
            return [*value, ("otherwise",)]
    return "otherwise"


@pytest.mark.parametrize("name", RESULTS)
def test_every_field_is_written(name: str) -> None:
    """Whatever is otherwise in a result is otherwise in report.json."""
    found = RESULTS[name]
    one_more = [*changed(found)]
    assert len(one_more) > 10
    for field, other in one_more:
        assert canonical_json(other) != canonical_json(found), field


def test_a_field_that_is_left_out_is_noticed() -> None:
    """The comparison above fails for a result that keeps something back."""

    @dataclass(frozen=True)
    class Half(Result):
        status: str
        kept_back: int

        def plain(self) -> dict[str, Any]:
            return {"status": self.status}

    half = Half("CHECKED", 1)
    assert [field for field, one in changed(half) if plain(one) == plain(half)] == ["kept_back"]


def test_what_is_stated() -> None:
    """An object and its JSON state the same; a summary of several sentences is none."""
    for found in RESULTS.values():
        assert stated(found) == stated(found.plain())
    assert stated({}) == stated({"summary": ["one", "two"]}) == (None, None)
    assert stated({"status": "CHECKED", "summary": "one"}) == ("CHECKED", "one")


def test_what_is_no_json() -> None:
    """Anything else than a result is refused by name."""
    with pytest.raises(TypeError, match="set is no JSON"):
        canonical_json({"a": {1}})
