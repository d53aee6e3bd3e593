"""What a reader sees of a page, and what of it is left of a notation meant for a program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

MARKUP = re.compile(r"\\|`|\$|(?<![a-z]{2})_|_(?![a-z]{2})|[^\W_]\^|\^\{|\*\*")
"""A backslash, backtick or dollar; an underscore that is not within a longer word; a caret; two stars."""
_HIDDEN = frozenset(("script", "style", "annotation", "annotation-xml"))
_VOID = frozenset(("br", "wbr", "meta", "link", "img", "hr", "input", "col"))
_AROUND = 25


class _Reader(HTMLParser):
    """Collects the text outside of scripts, styles, annotations and verbatim code."""

    def __init__(self) -> None:
        super().__init__()
        self._open: list[tuple[str, bool]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        verbatim = tag == "code" and ("class", "latex") not in attrs
        if tag not in _VOID:
            self._open.append((tag, verbatim or tag in _HIDDEN))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(hidden for _, hidden in self._open):
            self.texts.append(data)


def visible_text(page: str) -> list[str]:
    """The pieces of text that a browser shows, but for verbatim code."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.texts


def leftovers(page: str) -> list[str]:
    """Each place in the visible text that shows markup instead of what it means, with its surroundings."""
    return [*_around(MARKUP, visible_text(page))]


def _around(pattern: re.Pattern[str], texts: list[str]) -> Iterator[str]:
    for text in texts:
        for found in pattern.finditer(text):
            yield text[max(0, found.start() - _AROUND) : found.end() + _AROUND].replace("\n", " ")


_MATH = re.compile(r"^```math\n.*?^```$|\$`[^`]+`\$", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"!\[[^\]]*\]\([^)]*\)|(?<!\\)`[^`\n]+`|<code>.*?</code>|\]\([^)\n]*\)", re.DOTALL)
_SPECIAL = re.compile(r"(?<!\\)[`$]")
_ESCAPED = re.compile(r"\\([\\`*_\[\]|~$#])")


def markdown_leftovers(text: str) -> list[str]:
    """The same of Markdown, apart from formulas, code, images and addresses; and delimiters left alone."""
    left = _CODE.sub(" ", _MATH.sub(" ", text))
    emphasis = re.sub(r"(?<!\\)\*+", "", left)
    return [*_around(_SPECIAL, [left]), *_around(MARKUP, [_ESCAPED.sub(r"\1", emphasis)])]
