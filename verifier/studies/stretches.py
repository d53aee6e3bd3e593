"""When something happens, as stretches of time."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.results.agreement import Stretch


def stretches(happens: Sequence[bool]) -> tuple[Stretch, ...]:
    """The maximal stretches (first, last) of times at which it happens; last is None at the very end."""
    found: list[Stretch] = []
    before = False
    for t, now in enumerate(happens):
        if now and not before:
            found.append((t, None))
        elif before and not now:
            found[-1] = found[-1][0], t - 1
        before = now
    return tuple(found)
