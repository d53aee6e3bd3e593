"""The plain text of claims as HTML: paragraphs, links from claim to claim, indices and exponents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import cycle

from markupsafe import Markup, escape

_GREEK = r"[Ͱ-Ͽ∫ℓ]"
_LETTER = rf"(?:[A-Za-zÀ-ɏ]|{_GREEK})[\u0300-\u036f]*′*"
_WORDS = r"(?:on|off|vis|ij|max)(?![^\W_])"
"""Indices of more than one letter that need no braces: α_on, where the scale enters its window."""
_SIGN = r"[^\W_²³¹⁰-₟]|[+−∗]"
_INDEX = rf"_(?:\{{[^{{}}]*\}}|{_WORDS}|{_SIGN})"
_INDEXED = re.compile(
    rf"(?<![A-Za-z_][A-Za-z_])(?<!_)((?:{_LETTER}{_INDEX})+)(?![A-Za-z]{{2}})|\b((?:max|min|sup|inf){_INDEX})"
)
"""N_0, θ_{t+1}, max_t, and products such as λ_tc_t, gL_t or N_0G; not the underscore in a longer word."""
_ONE_INDEXED = re.compile(rf"({_LETTER}|max|min|sup|inf)_(?:\{{([^{{}}]*)\}}|({_WORDS}|{_SIGN}))")
_PRIME = re.compile(rf"((?<![A-Za-z])[A-Za-zÀ-ɏ][\u0300-\u036f]*|{_GREEK}[\u0300-\u036f]*)'(?![A-Za-z])")
_AFTER_BRACKET = re.compile(r"(?<=[‖⟩)\]])_(?:\{([^{}]*)\}|([^\W_]))")
_EXPONENT = re.compile(r"\^(?:\{([^{}]*)\}|\(([^()]*)\)|([−-]?\w+))")
_CODE = re.compile(r"``(.+?)``", re.DOTALL)
_CITATION = re.compile(r"\[1\]")
_ITEM = re.compile(r"(?:[-•]|\d+\.|\([ivxa-h]+\)|\(\d+\))\s")


def typographic(text: str) -> Markup:
    """The text escaped, with indices lowered, exponents raised, true primes, and code set as code."""
    parts = _CODE.split(text)
    words = (
        Markup("<code>{}</code>").format(part) if odd else _typeset(part)
        for odd, part in zip(cycle((False, True)), parts, strict=False)
    )
    return Markup("").join(words)


def _typeset(text: str) -> Markup:
    shown = str(escape(_PRIME.sub(r"\1′", text)))
    shown = _INDEXED.sub(lambda run: _ONE_INDEXED.sub(_lowered, run[0]), shown)
    shown = _AFTER_BRACKET.sub(lambda index: f"<sub>{index[1] or index[2]}</sub>", shown)
    return Markup(_EXPONENT.sub(_raised, shown))  # the text was escaped first


def split_paragraphs(text: str) -> Iterator[str]:
    """Paragraphs as single lines: blank lines part them, and so does the start of a list item."""
    paragraph: list[str] = []
    for line in [*text.splitlines(), ""]:
        if paragraph and (not line.strip() or _ITEM.match(line)):
            yield " ".join(paragraph)
            paragraph = []
        if line.strip():
            paragraph.append(line.strip())


class Prose:
    """Turns text into HTML that links the given claims wherever they are named."""

    def __init__(self, claims: Iterable[str]) -> None:
        names = sorted(claims, key=len, reverse=True)
        known = "|".join(map(re.escape, names)) or r"(?!)"  # the latter matches nothing
        self._claims = re.compile(rf"(?<![\w.-])({known})(?![\w-])")

    def linked(self, text: str) -> Markup:
        """One line of text with its links."""
        shown = self._claims.sub(r'<a href="#\1">\1</a>', str(typographic(text)))
        return Markup(_CITATION.sub('<a href="#reference-1">[1]</a>', shown))  # escaped before

    def paragraphs(self, text: str) -> Markup:
        """Text of several paragraphs."""
        return Markup("\n").join(
            Markup("<p>{}</p>").format(self.linked(paragraph)) for paragraph in split_paragraphs(text)
        )


def _lowered(match: re.Match[str]) -> str:
    index = _ONE_INDEXED.sub(_lowered, match[2] or match[3])
    return f"{match[1]}<sub>{index}</sub>"


def _raised(match: re.Match[str]) -> str:
    return f"<sup>{match[1] or match[2] or match[3]}</sup>"
