"""What a derivation prints reaches any stream."""

from __future__ import annotations

import io
import os
import sys

import pytest

from derivations.narrate import show


def test_letters_that_a_stream_cannot_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """A letter that the stream's encoding lacks is written by its number."""
    below = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(below, encoding="ascii"))
    show("λ is at most 2")

    assert below.getvalue() == b"\\u03bb is at most 2\n"


def test_a_reader_that_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """A closed pipe ends the text, not the program."""
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        show("a line")
