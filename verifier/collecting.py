"""How often a process looks for garbage in cycles, of which formulas and certificates leave little."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

RARELY = (50_000, 20, 50)
"""After how many objects a run looks for garbage in cycles: formulas stay, and to look costs 7 %."""


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Look for garbage rarely, and then as before: the process may be another program's.

    What there is by then counts as old, or all of it would be looked through at once.
    """
    before = gc.get_threshold()
    gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()
        gc.set_threshold(*before)
