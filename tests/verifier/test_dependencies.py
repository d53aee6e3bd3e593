"""What a claim uses is read from its source, however it is written; see also derivations/test_uses.py."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from verifier.dependencies import Uses, paths, uses_of
from verifier.sources import source_of

LEMMAS = {
    "first": "FACT = 1\nKEPT = FACT\ndef lemma(): return FACT\nCLAIM = Claim(derive=lemma)",
    "helper": "import planned.first as first\nfrom planned.first import FACT\nSHARED = FACT + 1\n"
    "def by_attribute(): return first.lemma()\ndef idle(): return 0",
    "passing": "from planned.first import KEPT",
}  # fmt: skip


def uses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> Uses:
    """What the claim ``second``, written as ``text``, uses; beside it are ``LEMMAS``."""
    folder = tmp_path / "planned"
    folder.mkdir()
    for name, source in {**LEMMAS, "second": text, "__init__": ""}.items():
        (folder / f"{name}.py").write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "planned", raising=False)
    source_of.cache_clear()
    paths.cache_clear()
    return uses_of("second", "planned.second", {"first": "planned.first", "second": "planned.second"})


@pytest.mark.parametrize(
    "proof",
    [
        "from planned.first import lemma\ndef derive(): return lemma()",
        "from planned import first\ndef derive(): return first.lemma()",
        "import planned.first as one\ndef derive(): return one.FACT",
        "from planned.first import FACT as GIVEN\nMORE = GIVEN + 1\ndef derive(): return MORE",
        "from planned.helper import SHARED\ndef derive(): return SHARED",
        "from planned.helper import by_attribute\ndef derive(): return [by_attribute() for _ in 'a']",
        "from planned.passing import KEPT\nclass Holder:\n    value = KEPT\ndef derive(): return Holder",
        "def derive():\n    from planned.first import lemma\n    return lemma()",
        "def derive(bound='planned.first:lemma'): return bound",
        "def derive(name='first'): return name",
        "from planned import first\ndef derive(what=first): return what",
        "from planned.first import FACT\nA, B = FACT, 2\ndef derive(): return B",
        "def derive(x):\n match x:\n  case {'a': [*_, 1]}:\n   if x:\n    pass\n"
        "   else:\n    from planned.first import lemma\n    return lemma()",
        "try:\n    pass\nexcept OSError:\n    pass\nelse:\n    import planned.first as one\n"
        "def derive(): return (lambda: -one.FACT if 1 < 2 else not 1)()",
        "try:\n    pass\nfinally:\n    with open('') as file:\n        from planned.first import KEPT\n"
        "def derive(): return KEPT and 1",
        "try:\n    pass\nexcept OSError:\n    from planned.first import KEPT\ndef derive(): return KEPT",
    ],
)
def test_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, proof: str) -> None:
    """A function, a formula, a module, a name passed on, a helper: whatever is reached is used."""
    found = uses(tmp_path, monkeypatch, f"{proof}\nCLAIM = Claim(id='second', derive=derive)")

    assert found == Uses(frozenset({"first"}), frozenset(), frozenset())


@pytest.mark.parametrize(
    "proof",
    [
        "from planned.first import lemma\ndef derive(): return 1",
        "from planned.first import lemma\ndef derive(lemma): return lemma",
        "from planned.first import FACT\ndef derive():\n    FACT = 2\n    return FACT",
        "from planned.first import FACT\ndef derive(x: FACT) -> FACT: return [FACT for FACT in x]",
        "from planned.helper import idle\ndef derive(): return idle()",
        "def derive(): return 'by first one sees that'",
    ],
)
def test_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, proof: str) -> None:
    """What is imported only, hidden by a local name, or named in a type or in prose is not used."""
    found = uses(tmp_path, monkeypatch, f"{proof}\nCLAIM = Claim(id='second', derive=derive)")

    assert found == Uses(frozenset(), frozenset(), frozenset())


def test_parts_are_kept_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a check uses is not what the proof uses, even when the proof names its own claim."""
    text = (
        "from planned.first import lemma\ndef derive(): return CLAIM\ndef holds(run): return lemma()\n"
        "CLAIM = Claim(id='second', derive=derive, checks=(Check(holds),))"
    )

    assert uses(tmp_path, monkeypatch, text) == Uses(frozenset(), frozenset({"first"}), frozenset())


