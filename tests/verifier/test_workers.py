"""What each worker process is prepared with."""

from __future__ import annotations

import gc

from verifier.workers import end_pool, start_pool


def test_a_worker_rarely_looks_for_garbage() -> None:
    """The threshold is the worker's own: that of this process, which no run has changed, is another."""
    pool = start_pool(1)
    assert pool is not None
    try:
        assert pool.submit(gc.get_threshold).result()[0] == 50_000
    finally:
        end_pool(pool)
    assert gc.get_threshold()[0] < 50_000
