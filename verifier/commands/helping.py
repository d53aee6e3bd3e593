"""Lays the text of a command's help out to the width of the terminal."""

from __future__ import annotations

import re
import shutil
from textwrap import wrap

_LISTED = re.compile(r" +(?:\S+ {2,})?")
"""What a line of a list begins with: its indent, then perhaps a code whose meaning is a second column."""
_NARROWEST, _WIDEST = 40, 100


def laid_out(text: str) -> str:
    """Paragraphs filled; a line that is indented is an entry of a list, whose text keeps its column."""
    width = min(max(_NARROWEST, shutil.get_terminal_size().columns - 2), _WIDEST)
    return "\n\n".join(_block(block.splitlines(), width) for block in text.strip().split("\n\n"))


def _block(lines: list[str], width: int) -> str:
    """One paragraph, with the list that may follow its first line."""
    pieces: list[str] = []
    for line in lines:
        # A continued entry is indented as far as its own text, and so belongs to the entry above.
        continued = pieces and not _LISTED.match(line)
        if pieces and ((continued and not _LISTED.match(pieces[-1])) or line.startswith(" " * 4)):
            pieces[-1] += f" {line.strip()}"
        else:
            pieces.append(line)
    laid: list[str] = []
    for piece in pieces:
        start = _LISTED.match(piece)
        column = " " * len(start[0]) if start else ""
        laid += wrap(piece, width, subsequent_indent=column, break_long_words=False, break_on_hyphens=False)
    return "\n".join(laid)
