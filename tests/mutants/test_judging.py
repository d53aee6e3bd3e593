"""The criterion: a mutant that survives unexplained fails the run; so does an explanation of nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.mutants.__main__ import EXPLAINED, judge, pattern, untried
from tests.mutants.changes import Change, changes, words_only

SOURCE = '''
class Facts:
    def xǁFactsǁfind__mutmut_orig(self, name):
        return self.known[name]

    def xǁFactsǁfind__mutmut_1(self, name):
        return self.known[None]

def x__sign__mutmut_orig(x):
    """The sign."""
    if x > 0 and x != 1:
        raise CertificateError("no")
    return 1

def x__sign__mutmut_1(x):
    """The sign."""
    if x >= 0 and x != 1:
        raise CertificateError("no")
    return 1

def x__sign__mutmut_2(x):
    """The sign."""
    if x > 0 and x != 1:
        raise CertificateError(None)
    return 1
'''
FOUND = Change("verifier.kernel.facts.Facts.find", "return self.known[name]", "return self.known[None]")
SIGN = Change("verifier.kernel.facts._sign", "if x > 0 and x != 1:", "if x >= 0 and x != 1:")
WORDS = Change(
    "verifier.kernel.facts._sign", "raise CertificateError('no')", "raise CertificateError(None)"
)
NAMES = [
    f"verifier.kernel.facts.{name}"
    for name in ("xǁFactsǁfind__mutmut_1", "x__sign__mutmut_1", "x__sign__mutmut_2")
]
CHANGED = dict(zip(NAMES, (FOUND, SIGN, WORDS), strict=True))
WHY = {"function": SIGN.function, "was": SIGN.was, "is": SIGN.becomes, "why": "0 is not asked for"}


def test_changes_are_read_from_what_mutmut_writes(tmp_path: Path) -> None:
    """Each mutant is known by its function, the lines that it replaces, and what by."""
    folder = tmp_path / "verifier" / "kernel"
    folder.mkdir(parents=True)
    (folder / "facts.py").write_text(SOURCE)
    (folder / "facts.py.meta").write_text("{}")

    assert changes(tmp_path) == CHANGED


@pytest.mark.parametrize(
    ("statuses", "explained", "counts", "wrong"),
    [
        (("killed", "killed", "killed"), [], {"killed": 3}, 0),
        (("killed", "timeout", "survived"), [], {"killed": 2, "words of a refusal": 1}, 0),
        (("killed", "survived", "killed"), [], {"killed": 2, "unexplained": 1}, 1),
        (("no tests", "killed", "killed"), [], {"killed": 2, "unexplained": 1}, 1),
        (("killed", "survived", "killed"), [WHY], {"killed": 2, "equivalent": 1}, 0),
        (("killed", "killed", "killed"), [WHY], {"killed": 3}, 1),
        (
            ("killed", "survived", "killed"),
            [WHY, WHY | {"is": "if True:"}],
            {"killed": 2, "equivalent": 1},
            1,
        ),
        (("killed", "survived", "killed"), [WHY | {"is": "if True:"}], {"killed": 2, "unexplained": 1}, 2),
    ],
)
def test_what_survives_must_be_explained(
    statuses: tuple[str, ...], explained: list[dict[str, str]], counts: dict[str, int], wrong: int
) -> None:
    """Unexplained survivors are counted and shown, and so are explanations that explain nothing."""
    found = dict(zip(NAMES, statuses, strict=True))
    counted, shown = judge(found, CHANGED, explained)

    assert (dict(counted), len(shown)) == (counts, wrong)


def test_only_the_words_of_a_refusal_are_a_kind() -> None:
    """A refusal with other words is one; one that is not made any more, or of another kind, is not."""
    assert words_only(WORDS)
    assert words_only(Change("f", "raise Malformed(f'{path}: no')", "raise Malformed(None)"))
    assert not words_only(Change("f", "raise broken(path)", "raise broken(None)"))
    for becomes in ("pass", "return None", "raise ValueError('no')"):
        assert not words_only(Change(WORDS.function, WORDS.was, becomes))


def test_each_explanation_gives_a_reason() -> None:
    """The committed explanations are distinct, and none is empty."""
    explained = json.loads(EXPLAINED.read_text(encoding="utf-8"))
    keys = [(entry["function"], entry["was"], entry["is"]) for entry in explained]
    assert len(set(keys)) == len(keys)
    assert all(len(entry["why"]) > 20 for entry in explained)


def test_a_file_may_be_named() -> None:
    """A file stands for all its mutants, and mutmut's own names are left alone."""
    assert pattern("verifier/kernel/flow.py") == "verifier.kernel.flow.*"
    assert pattern("verifier.outcome*") == "verifier.outcome*"


def test_a_file_of_which_nothing_was_tried_is_named() -> None:
    """A run that tried nothing of what it was asked for does not pass in silence."""
    tried = ["verifier.outcome.x_summary__mutmut_1"]
    (line,) = untried(["verifier.outcome.*", "verifier.reading.*"], tried)

    assert "verifier.reading.*" in line
