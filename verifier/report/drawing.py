"""Matplotlib drawings as inline SVG that follows the colours of the page.

The text is the same byte for byte on every run: no date, fixed identifiers, words rather than glyph
outlines, nothing of the user's own settings.  Colours are CSS variables with a fallback, so that one
drawing serves light and dark pages.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import matplotlib
from matplotlib.figure import Figure

PAPER = "#fdfcf9"
INK = "#1c1b19"
SOFT = "#65625a"
RULE = "#dcd8ce"
BLUE = "#2a5b8c"
RED = "#b0402a"
GOLD = "#d9a441"
GREEN = "#2d6a43"

_VARIABLES = {
    PAPER: "paper", INK: "ink", SOFT: "soft", RULE: "rule", BLUE: "blue", RED: "red",
    GOLD: "gold", GREEN: "green",
}  # fmt: skip
"""The page's CSS variable for each colour."""

_DARK = {
    "paper": "#17181b", "ink": "#e7e4dc", "soft": "#a8a49a",
    "rule": "#37393e", "blue": "#8fb9e3", "red": "#ef8d76", "green": "#8acb9b",
}  # fmt: skip
"""The same variables on a dark page; ``report.css`` has them too."""

_STYLE: dict[Any, Any] = {  # the keys are an enumeration of matplotlib's own
    "svg.fonttype": "none",
    "path.simplify_threshold": "0.05",
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.linewidth": 0.6,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": INK,
    "axes.labelsize": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlecolor": INK,
    "axes.titlesize": 9.5,
    "axes.titlelocation": "left",
    "text.color": INK,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "lines.linewidth": 1.4,
    "lines.solid_joinstyle": "round",
}

_OF_THE_SCREEN = ("backend", "webagg", "toolbar", "interactive", "timezone", "date.epoch", "savefig.dir")
"""Settings that are not to be touched, and do not touch a drawing in a file."""

_TAG = re.compile(r"<[^>]*>")
_LONG = re.compile(r"-?\d+\.\d{5,}")
_DIGEST = re.compile(r'\bid="([a-z]+[0-9a-f]{10})"')
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def draw(name: str, width: float, height: float, paint: Callable[[Figure], None]) -> str:
    """The ``<svg>`` element that ``paint`` draws on a figure of that size in inches.

    ``name`` keeps its identifiers apart from those of other drawings in one page.
    """
    buffer = io.StringIO()
    with matplotlib.rc_context({**_defaults(), **_STYLE, "svg.hashsalt": name}):
        figure = Figure(figsize=(width, height))
        paint(figure)
        figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return _for_page(buffer.getvalue(), name)


def _defaults() -> dict[Any, Any]:
    """Matplotlib's own settings in place of those that a matplotlibrc or a notebook made."""
    default = matplotlib.rcParamsDefault
    return {name: default[name] for name in default if not name.startswith(_OF_THE_SCREEN)}


def _for_page(svg: str, name: str) -> str:
    """Without what only a file of its own needs, and with styles that stay inside."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*|<style.*?</style>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r' xmlns(:\w+)?="[^"]*"', "", svg)
    svg = svg.replace("<svg", '<svg style="stroke-linejoin: round; stroke-linecap: butt"', 1)
    svg = re.sub(r"font-family: [^;\"]*;? ?", "", svg)
    svg = _TAG.sub(lambda tag: _LONG.sub(_shortened, tag[0]), _numbered(svg))
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = svg.replace("url(#", f"url(#{name}-").replace('xlink:href="#', f'href="#{name}-')
    for colour, variable in _VARIABLES.items():
        svg = re.sub(colour, f"var(--{variable}, {colour})", svg, flags=re.IGNORECASE)
    return svg


def _numbered(svg: str) -> str:
    """Identifiers in the order of their appearance.

    Matplotlib's are digests of coordinates, where another last digit gives another identifier.
    """
    found = dict.fromkeys(_DIGEST.findall(svg))
    numbers = {digest: f"{digest[:-10]}{number}" for number, digest in enumerate(found, start=1)}
    return re.sub("|".join(found), lambda match: numbers[match[0]], svg) if found else svg


def _shortened(number: re.Match[str]) -> str:
    """A coordinate to a ten-thousandth of a point: beyond it are only a library's last digits."""
    digits = f"{Decimal(number[0]):.4f}".rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits


def standalone(svg: str) -> str:
    """A drawing of ``draw`` as a file of its own, which still follows a dark page."""
    colours = " ".join(f"--{name}: {colour};" for name, colour in _DARK.items())
    style = f"<style>@media (prefers-color-scheme: dark) {{ svg {{ {colours} }} }}</style>"
    head = '<svg xmlns="http://www.w3.org/2000/svg" font-family="sans-serif"'
    opening, rest = svg.replace("<svg", head, 1).split(">", 1)
    opening = opening.replace('style="', f'style="background: var(--paper, {PAPER}); ', 1)
    return f"{opening}>{style}{rest}"


def power_of_ten(exponent: int) -> str:
    """``10⁻⁹⁰``; 1 and 10 as they are."""
    return {0: "1", 1: "10"}.get(exponent, "10" + str(exponent).translate(_SUPERSCRIPTS))
