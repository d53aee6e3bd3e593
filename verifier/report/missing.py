"""What stands in the place of a figure that cannot be drawn: a failure there costs no result."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

_LONGEST = 200


class Drawings:
    """Draws figures, and remembers which failed: ``gaps`` gives the reasons, by ``figure: name``."""

    def __init__(self) -> None:
        self.gaps: dict[str, str] = {}

    def draw(self, name: str, make: Callable[[], str]) -> str:
        """The SVG that ``make`` returns, or one that says why there is none."""
        try:
            return make()
        except Exception as error:
            reason = " ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST]
            self.gaps[f"figure: {name}"] = f"it could not be drawn: {reason}"
            return _placeholder(f"The figure {name} could not be drawn: {reason}")


def _placeholder(words: str) -> str:
    return (
        '<svg style="stroke-linejoin: round" viewBox="0 0 533 30" width="533pt" height="30pt">'
        f'<text x="6" y="19" style="font-size: 9px; fill: var(--ink, #1c1b19)">{escape(words)}</text></svg>'
    )
