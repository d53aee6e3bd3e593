"""``check``: what cannot be read, or is not there, is one line that names it, and exit code 2."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.verifier.reports import report
from verifier.canonical import compact
from verifier.certificates import name_of
from verifier.cli import main
from verifier.reading import Malformed, read_text


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('"claim":"a",', '"claim":"a",\n"claim":"a",'),
        lambda text: text.replace('"claim":"a",', '"claim":"a",\n"note":NaN,'),
        lambda text: text.replace('"claim":"a",', '"claim":"a",\n"note":-Infinity,'),
        lambda text: text.replace('"claim":"a",', '"claim":"a",\n"note":1.0,'),
        lambda text: text.replace('"claim":"a",', '"claim":"a",\n"note":1e5,'),
        lambda text: text.replace('"claim":"a",', f'"claim":"a",\n"note":{"1" * 5000},'),
        lambda text: text.replace('"a"', r'"\u0061"'),
        lambda text: text.replace("[]", "[ ]", 1),
        lambda text: text.replace("\n", "\n ", 1),
        lambda text: text.replace('":', '": ', 1),
        lambda text: text.replace("}\n]", "}]"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text + "\n",
        lambda text: text + "{}",
        lambda text: text + "\x00",
        lambda text: text[:-1],
        lambda text: json.dumps(json.loads(text)),
        lambda text: json.dumps(json.loads(text), sort_keys=True, separators=(",", ":")) + "\n",
        lambda text: json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False, indent=1) + "\n",
        lambda text: compact({key: json.loads(text)[key] for key in reversed(sorted(json.loads(text)))}),
        lambda text: "",
        lambda text: "{",
        lambda text: "[]\n",
        lambda text: "null\n",
        lambda text: '{"format": "other"}',
        lambda text: "\x00",
        lambda text: "[" * 100_000,
        lambda text: '{"format": NaN}',
        lambda text: text.replace('"concludes"', '"concluded"'),
        lambda text: text.replace('"a"', "7"),
    ],
)
def test_not_a_certificate(
    folder: Path, capsys: pytest.CaptureFixture[str], change: Callable[[str], str]
) -> None:
    """A file that is not the one text of a certificate is one line that names it, and exit code 2."""
    text = (folder / name_of("a")).read_text(encoding="utf-8")
    assert change(text) != text
    (folder / name_of("a")).write_bytes(change(text).encode())

    assert main(["check", str(folder)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    (line,) = shown.err.splitlines()
    assert "a.json" in line


@pytest.mark.parametrize(
    "text",
    [
        "{}", "[]", "null", "", "{", "[NaN]",
        '{"claims": 1}', '{"claims": [{}]}', '{"claims": [], "claims": []}',
        '{"claims": [{"evidence": [{"certificate": "certificates/d/a.json", "sha256": "", "data": {}}]}]}',
        '{"claims": [{"evidence": [{"certificate": "a.json", "sha256": "", "data": {}}]}]}',
        '{"claims": [{"evidence": [{"certificate": "certificates/a.json", "sha256": ""}]}]}',
        '{"claims": [{"evidence": [{"certificate": 7, "sha256": ""}]}]}',
    ],
)  # fmt: skip
def test_not_a_report(folder: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    """A report that cannot be read, or names certificates elsewhere, is exit code 2."""
    (folder / "report.json").write_text(text)

    assert main(["check", str(folder)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "report.json" in line


@pytest.mark.parametrize(
    "path", ["/certificates/a.json", "certificates/../certificates/a.json", "../a.json"]
)
@pytest.mark.parametrize("name", ["a", "c"])
def test_a_certificate_elsewhere(
    folder: Path, capsys: pytest.CaptureFixture[str], path: str, name: str
) -> None:
    """A path that leads out of the directory is refused, not skipped."""
    report(folder, **{name: {"certificate": path, "sha256": "0" * 64, "data": {}}})
    assert main(["check", str(folder)]) == 2
    assert "names the certificate" in capsys.readouterr().err


def test_a_file_is_named_once(tmp_path: Path) -> None:
    """A message names its file once."""
    with pytest.raises(Malformed) as caught:
        read_text(tmp_path)
    assert str(caught.value) == f"{tmp_path}: not a regular file"


def test_nothing_to_check(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A directory without certificates, and a claim that nothing knows, are exit code 2."""
    assert main(["check", str(folder), "--claim", "c"]) == 2
    assert "'c'" in capsys.readouterr().err
    for name in "ab":
        (folder / name_of(name)).unlink()
    assert main(["check", str(folder)]) == 2
    (folder / "certificates").rmdir()
    assert main(["check", str(folder)]) == 2
    assert "certificates" in capsys.readouterr().err


def test_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From another directory the default is not there, and the message says what to pass."""
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 2
    assert "name the DIR that a run has written" in capsys.readouterr().err
    assert main(["check", "nowhere"]) == 2
    assert "name the DIR" not in capsys.readouterr().err
