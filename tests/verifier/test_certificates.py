"""The criterion: a certificate has one text, one meaning, and no reader takes another for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.kernel.build import Json, along, certificate, step, system, term
from tests.verifier.hostile import nested
from verifier.certificates import (
    LARGEST_FILE,
    accept,
    canonical,
    conclusion_of,
    read,
)
from verifier.kernel import CertificateError, replay
from verifier.reading import Malformed

SQUARE = step("algebra", "square", target="x**2", terms=[term(square="x")])
ALWAYS = along("always", "run", lemmas=["square"], then=[["x**2", ">="]])
WHOLE: Json = certificate(
    "x x_next", SQUARE, ALWAYS, systems=(system("run", "x", always=[["x", ">"]]), system("idle", ""))
)


def test_the_one_text() -> None:
    """Keys in order, letters as they are, one line a step and a system, and a newline at the end."""
    step = {"rule": "identity", "name": "é", "given": [["x", ">"]]}
    whole = {"systems": [{"name": "run"}], "steps": [step, {}], "concludes": ["é"], "claim": "a", "e": []}
    assert canonical(whole) == (
        '{"claim":"a",\n"concludes":["é"],\n"e":[],\n"steps":[\n'
        '{"given":[["x",">"]],"name":"é","rule":"identity"},\n{}\n],\n"systems":[\n{"name":"run"}\n]}\n'
    )


def test_a_change_is_one_line() -> None:
    """Another step changes the line of that step, and no other."""
    changed = WHOLE | {"steps": [SQUARE | {"target": "x**4"}, ALWAYS]}
    before, after = canonical(WHOLE).splitlines(), canonical(changed).splitlines()

    assert [(old, new) for old, new in zip(before, after, strict=True) if old != new] == [
        (line, line.replace('"target":"x**2"', '"target":"x**4"')) for line in before if "target" in line
    ]


def test_what_it_is_held_to() -> None:
    """The digest is that of the claim, each conclusion, and each system that one of them speaks of."""
    accepted = accept(WHOLE, "toy")
    own = conclusion_of(accepted)
    (run, idle) = WHOLE["systems"]

    more = [SQUARE, SQUARE | {"name": "more"}, ALWAYS]
    assert own == conclusion_of(accept(WHOLE | {"steps": more}, "toy"))
    assert own == conclusion_of(accept(WHOLE | {"systems": [run]}, "toy"))
    others = [
        {"systems": [run | {"always": []}, idle]},
        {
            "systems": [run | {"name": "other"}, idle],
            "steps": [SQUARE, ALWAYS | {"along": {"system": "other", "at": "state"}}],
        },
        {"concludes": ["square", "always"]},
        {"concludes": ["it"], "steps": [SQUARE, ALWAYS | {"name": "it"}]},
    ]
    for other in others:
        assert conclusion_of(accept(WHOLE | other, "toy")) != own
    assert conclusion_of(accept(WHOLE | {"claim": "other"}, "other")) != own


def test_every_ring_replays_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ring that counts its work goes first; one that refuses is enough, and no ring accepts nothing."""
    false = WHOLE | {"steps": [SQUARE | {"target": "x"}, ALWAYS]}
    with pytest.raises(CertificateError, match=r"^rejected \(fractions\): step 'square'"):
        accept(false, "toy")
    for error, said in ((CertificateError("refused"), "refused"), (RecursionError(), "nested too deeply")):
        monkeypatch.setattr("verifier.certificates.replay", _unless("flint", error))
        with pytest.raises(CertificateError, match=rf"^rejected \(flint\): {said}"):
            accept(WHOLE, "toy")
    monkeypatch.setattr("verifier.certificates.RINGS", {})
    with pytest.raises(CertificateError, match="no ring"):
        accept(WHOLE, "toy")


def _unless(ring: str, error: Exception) -> Callable[[Any, str], Any]:
    """A replay that goes wrong in one ring."""

    def replayed(whole: Any, library: Any, backend: str) -> Any:
        if backend == ring:
            raise error
        return replay(whole, library, backend)

    return replayed


def test_two_rings_that_disagree(monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate of which they conclude different things is none."""

    def replayed(whole: Any, library: Any, backend: str) -> Any:
        return replay(whole | {"concludes": ["square"]} if backend == "flint" else whole, library, backend)

    monkeypatch.setattr("verifier.certificates.replay", replayed)
    with pytest.raises(CertificateError, match="other conclusions"):
        accept(WHOLE, "toy")


def test_of_another_claim() -> None:
    """It is a certificate of the claim that it names, whatever the file is called."""
    with pytest.raises(CertificateError, match="about 'toy', not other"):
        accept(WHOLE, "other")


@pytest.mark.parametrize("digits", ["7", "123456"])
def test_numbers_that_count(tmp_path: Path, digits: str) -> None:
    """A number counts conditions, so six digits are enough."""
    text = canonical(WHOLE | {"zz": int(digits)})
    (tmp_path / "it.json").write_text(text)

    assert read(tmp_path / "it.json") == text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"zz": 1234567}, "not JSON: a number of 7 digits"),
        ({"zz": 0.5}, "not JSON: 0.5 is no whole number"),
        ({"format": "other"}, "not a certificate of format"),
        ({"steps": {}}, "field 'steps' is missing or malformed"),
        ({"cites": []}, "field 'cites' is missing or malformed"),
        ({"concludes": nested(20)}, "deep"),
    ],
)
def test_not_a_certificate(tmp_path: Path, changed: Json, said: str) -> None:
    """Every other number, field or depth is refused in one line that names the file."""
    path = tmp_path / "it.json"
    path.write_text(canonical(WHOLE | changed))
    with pytest.raises(Malformed) as refused:
        read(path)

    assert str(refused.value).startswith(f"{path}: ")
    assert said in str(refused.value)


def test_a_long_number_is_cut(tmp_path: Path) -> None:
    """Forty digits of a number that is none are shown, not a million."""
    (tmp_path / "it.json").write_text(f'{{"zz": {"1" * 50}.5}}')
    with pytest.raises(Malformed, match=f": {'1' * 40} is no whole number"):
        read(tmp_path / "it.json")


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    """A certificate is a megabyte at most; what is larger is not read."""
    (tmp_path / "it.json").write_text(" " * (LARGEST_FILE + 1))
    with pytest.raises(Malformed, match="1,048,577 bytes"):
        read(tmp_path / "it.json")
