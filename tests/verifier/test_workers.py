"""What each worker process is prepared with."""

from __future__ import annotations

import gc

import pytest

from verifier.collecting import collecting_rarely
from verifier.workers import end_pool, start_pool


def test_what_is_prepared_for_a_run_is_undone_after_it() -> None:
    """Also when it breaks."""
    before = gc.get_threshold()
    with pytest.raises(RuntimeError), collecting_rarely():
        assert gc.get_threshold()[0] == 50_000 > before[0]
        raise RuntimeError
    assert gc.get_threshold() == before


def test_what_was_made_is_not_looked_through_at_the_end():
    """A run leaves millions of objects, which a collection of the young ones would all visit."""
    collections: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        collections.append(info["generation"])

    with collecting_rarely():
        kept = [[] for _ in range(20_000)]
        gc.callbacks.append(note)
    try:
        assert len(kept) == 20_000 and not collections and not gc.get_freeze_count()
    finally:
        gc.callbacks.remove(note)


def test_a_worker_rarely_looks_for_garbage() -> None:
    """The threshold is the worker's own: that of this process is another."""
    pool = start_pool(1)
    assert pool is not None
    try:
        assert pool.submit(gc.get_threshold).result()[0] == 50_000
    finally:
        end_pool(pool)
    assert gc.get_threshold()[0] < 50_000
