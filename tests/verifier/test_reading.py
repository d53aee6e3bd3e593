"""The criterion: a file is read whole and in one way, or refused in one line that names it and says why."""

from __future__ import annotations

import os
import stat
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from verifier import reading
from verifier.reading import Malformed, parse, printable, read_text

HERE = Path("it.json")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of ten bytes, nine letters."""
    path = tmp_path / "it.json"
    path.write_text("12345678é", encoding="utf-8")
    return path


def refused(path: Path, *largest: int) -> str:
    """Why it is not read."""
    with pytest.raises(Malformed) as error:
        read_text(path, *largest)
    return str(error.value)


def test_a_file_is_read_whole(file: Path) -> None:
    """As UTF-8, up to the largest size and no byte further."""
    assert read_text(file) == read_text(file, 10) == "12345678é"
    assert refused(file, 9) == f"{file}: 10 bytes, more than 9"
    os.truncate(file, 2000)
    assert refused(file, 1234) == f"{file}: 2,000 bytes, more than 1,234"


def test_a_file_that_is_none(file: Path) -> None:
    """What the system says of it, or what it is not."""
    missing, folder = file.with_name("missing"), file.parent
    assert refused(missing) == f"{missing}: No such file or directory"
    assert refused(folder) == f"{folder}: not a regular file"
    assert refused(Path("a\0b")) == "a\0b: embedded null byte"
    file.write_bytes(b"\xff")
    assert refused(file) == f"{file}: not UTF-8 text"


def test_a_file_that_grows_while_it_is_read(file: Path) -> None:
    """What it was before does not count, and no more of it is read than shows that it is too large."""
    found = SimpleNamespace(st_mode=stat.S_IFREG, st_size=1)

    class Endless(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if size is None or not 0 <= size <= 10:
                raise MemoryError
            return b"x" * size

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading.os, "stat", lambda path: found)
        said = refused(file, 9)
        patch.setattr(reading.os, "fstat", lambda descriptor: found)
        grown, whole = refused(file, 9), read_text(file, 10)
        patch.setattr(reading, "open", lambda *how: os.close(how[0]) or Endless(), raising=False)
        endless = refused(file, 9)

    assert said == f"{file}: 10 bytes, more than 9"
    assert grown == endless == f"{file}: more than 9 bytes"
    assert whole == "12345678é"


def test_a_pipe_is_opened_without_waiting(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not for a writer, and not so that another program inherits it, where the system knows how."""
    seen: list[int] = []
    opened, wanted = os.open, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC

    def watched(path: Any, flags: int) -> int:
        seen.append(flags)
        return opened(path, flags)

    monkeypatch.setattr(reading.os, "open", watched)
    read_text(file)
    for name in ("O_NONBLOCK", "O_CLOEXEC"):
        monkeypatch.delattr(reading.os, name)
    read_text(file)

    assert seen == [wanted, os.O_RDONLY]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1, "b": {"a": 2}, "a": 3}', "the key 'a' stands twice in one object"),
        ('{"\\u001b": 1, "\\u001b": 2}', "the key '\\\\x1b' stands twice in one object"),
        ("[NaN]", "NaN is no number"),
        ("-Infinity", "-Infinity is no number"),
        ("9" * 4001, "a number of 4,001 digits"),
        ("[", "Expecting value: line 1 column 2 (char 1)"),
    ],
)
def test_no_json(text: str, said: str) -> None:
    """One key twice, what is no number, a number that is too long, and what is no JSON."""
    with pytest.raises(Malformed) as error:
        parse(HERE, text)

    assert str(error.value) == f"it.json: not JSON: {said}"


def test_json() -> None:
    """Whole numbers of up to four thousand digits, and what the caller reads otherwise."""
    assert parse(HERE, '{"a": [1, {"a": null}], "b": "x"}') == {"a": [1, {"a": None}], "b": "x"}
    assert parse(HERE, "9" * 4000) == 10**4000 - 1
    assert parse(HERE, "[7]", parse_int=str) == ["7"]
    with pytest.raises(Malformed, match="not JSON: maximum recursion"):
        parse(HERE, "[" * 100_000)


def test_what_is_printable() -> None:
    """Three hundred letters, and everything else as Python would escape it."""
    assert printable("x" * 300) == "x" * 300
    assert printable("x" * 301) == "x" * 300 + "…"
    assert printable("é\n\x1b\u202e 'a'") == r"é\n\x1b\u202e 'a'"
