"""A check answers holds, fails, undecided or vacuous, and none of them ever passes for another.

The criterion: nothing that is undecided or vacuous becomes *holds*, neither in the combinators nor in any
handler of ``Undecided`` in the code.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from derivations.direction.restart import onset_within
from derivations.direction.rising_edge import LONGEST, edge_within
from derivations.direction.waiting_time_upper import LIMIT, onset_by
from verifier.claim import Answer, every, given, never

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for top in ("derivations", "verifier") for path in (ROOT / top).rglob("*.py"))


def test_of_a_comparison() -> None:
    """An undecided comparison is undecided."""
    assert [Answer.of(verdict) for verdict in (True, False, None)] == [
        Answer.HOLDS,
        Answer.FAILS,
        Answer.UNDECIDED,
    ]
    with pytest.raises(TypeError, match="neither"):
        Answer.of(1)  # type: ignore[arg-type]


@pytest.mark.parametrize("answer", Answer)
def test_no_truth_value(answer: Answer) -> None:
    """FAILS and VACUOUS would both be true in an ``if``."""
    with pytest.raises(TypeError, match="no truth value"):
        bool(answer)


def test_every() -> None:
    """Fails over undecided over holds over vacuous; of nothing at all, vacuous."""
    strongest = [Answer.FAILS, Answer.UNDECIDED, Answer.HOLDS, Answer.VACUOUS]
    for rank, answer in enumerate(strongest):
        for other in strongest[rank:]:
            assert every(other, answer) is every(answer, other) is answer
    assert every() is Answer.VACUOUS
    assert every(True, None) is Answer.UNDECIDED


def test_given() -> None:
    """Nothing follows from a premise that is false or undecided, whatever the conclusion."""
    for verdict in (True, False, None):
        assert given(False, lambda it=verdict: it) is Answer.VACUOUS
        assert given(None, lambda it=verdict: it) is Answer.UNDECIDED
        assert given(True, lambda it=verdict: it) is Answer.of(verdict)


def test_never() -> None:
    """The first event that may happen settles it; of no events it says nothing."""
    assert never([]) is Answer.VACUOUS
    assert never([False, False]) is Answer.HOLDS
    assert never([False, True, None]) is Answer.FAILS
    assert never([False, None, True]) is Answer.UNDECIDED


DECIDED = {"True", "False", "Answer.HOLDS", "Answer.FAILS"}
"""What must not come of ``Undecided``, nor be a fall-back for what is not known."""


def decided_after_undecided(source: str) -> list[str]:
    """The lines on which a handler of ``Undecided`` makes a verdict: returns, yields or assigns one."""
    found = []
    for handler in ast.walk(ast.parse(source)):
        if not isinstance(handler, ast.ExceptHandler):
            continue
        if handler.type is None or "Undecided" not in ast.unparse(handler.type):
            continue
        for node in ast.walk(handler):
            value = getattr(node, "value", None)
            makes = isinstance(node, ast.Return | ast.Yield | ast.Assign | ast.AnnAssign)
            if makes and value and DECIDED & {ast.unparse(part) for part in _alternatives(value)}:
                found.append(f"{node.lineno}: {ast.unparse(node)}")
    return found


def _alternatives(value: ast.expr) -> list[ast.expr]:
    """The expressions that ``value`` may turn out to be."""
    match value:
        case ast.IfExp():
            return [*_alternatives(value.body), *_alternatives(value.orelse)]
        case ast.BoolOp():
            return [part for one in value.values for part in _alternatives(one)]
        case ast.Tuple():
            return [part for one in value.elts for part in _alternatives(one)]
    return [value]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_undecided_comes_of_undecided(path: Path) -> None:
    """No handler of ``Undecided`` decides anything."""
    assert decided_after_undecided(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    ["return True", "return Answer.HOLDS", "return x or False", "verdict = Answer.FAILS", "yield True"],
)
def test_the_scan_finds_a_verdict(line: str) -> None:
    """What the scan is for, planted; and None or UNDECIDED in its place is fine."""
    planted = f"def f():\n    try:\n        g()\n    except (KeyError, Undecided):\n        {line}\n"

    assert len(decided_after_undecided(planted)) == 1
    for fine in ("return None", "return Answer.UNDECIDED", "raise", "x = 1"):
        assert not decided_after_undecided(planted.replace(line, fine))


def test_checks_answer_answers() -> None:
    """Every function called holds…, and whatever it hands on from a helper, is declared to be an Answer."""
    for path in SOURCES:
        if path.parts[len(ROOT.parts)] != "derivations":
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("holds"):
                assert node.returns is not None, f"{path}:{node.lineno}"
                assert ast.unparse(node.returns) == "Answer", f"{path}:{node.lineno}"


class Course:
    """A run of which only its rising steps are known."""

    def __init__(self, *rising: bool | None) -> None:
        self._rising = rising

    def rising(self, t: int) -> bool | None:
        """Whether step t rises; after the steps that were given it goes on as at the last."""
        return self._rising[min(t, len(self._rising) - 1)]

    def onset(self, limit: int) -> int | None:
        """The first rising step."""
        return next((t for t in range(limit) if self.rising(t)), None)

    def state(self, t: int) -> int:
        """The time itself."""
        return t


@pytest.mark.parametrize(
    ("course", "bound", "answer"),
    [
        (Course(False), 3, Answer.VACUOUS),
        (Course(False, True, True, False), None, Answer.VACUOUS),
        (Course(False, True, True, False), 2, Answer.HOLDS),
        (Course(False, True, True, False), 1, Answer.FAILS),
        (Course(False, True), LONGEST, Answer.FAILS),
        (Course(False, True), LONGEST + 1, Answer.UNDECIDED),
    ],
)
def test_an_edge_and_its_bound(course: Any, bound: int | None, answer: Answer) -> None:
    """Without an edge or a bound there is nothing to say; what outlasts the look is no success."""
    assert edge_within(course, lambda begin: bound) is answer


@pytest.mark.parametrize(
    ("course", "latest", "answer"),
    [
        (Course(False, False, True), None, Answer.VACUOUS),
        (Course(False, False, True), 2, Answer.HOLDS),
        (Course(False, False, True), 1, Answer.FAILS),
        (Course(False), LIMIT, Answer.UNDECIDED),
    ],
)
def test_an_onset_and_its_upper_bound(course: Any, latest: int | None, answer: Answer) -> None:
    """A bound of None claims nothing, and a look that ends before the bound decides nothing."""
    assert onset_by(course, latest) is answer


@pytest.mark.parametrize(
    ("lower", "upper", "answer"),
    [
        (0, None, Answer.VACUOUS),
        (2, None, Answer.HOLDS),
        (3, None, Answer.FAILS),
        (2, 2, Answer.HOLDS),
        (0, 1, Answer.FAILS),
        (3, 5, Answer.FAILS),
        (None, None, Answer.FAILS),
    ],
)
def test_an_onset_and_its_window(lower: int | None, upper: int | None, answer: Answer) -> None:
    """The onset at 2 against windows; one that is open on both sides says nothing."""
    course: Any = Course(False, False, True)

    assert onset_within(course, lower, upper) is answer
