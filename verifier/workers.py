"""The worker processes of the verifier: how they are started, what each does first, how they end."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor

from verifier.collecting import RARELY
from verifier.isolation import isolate

_log = logging.getLogger(__name__)


def start_pool(workers: int) -> ProcessPoolExecutor | None:
    """A pool of processes that is seen to work; None, with a warning, where the system grants none.

    A sandbox without shared memory has no semaphores, and a limit on processes or open files may leave no
    room for another process.  Whatever a pool would do can be done in this process as well.
    """
    pool = None
    try:
        pool = ProcessPoolExecutor(workers, initializer=prepare_worker)
        pool.submit(os.getpid).result()
    except (OSError, ImportError, NotImplementedError, RuntimeError) as error:
        if pool is not None:
            end_pool(pool)
        reason = getattr(error, "strerror", None) or error
        _log.warning(f"no worker processes ({reason}): everything is computed in one process")
        return None
    return pool


def end_pool(pool: ProcessPoolExecutor) -> None:
    """End the processes of a pool without waiting for what they are doing."""
    for process in list((pool._processes or {}).values()):
        process.kill()  # asked politely, one that is only just starting would not listen
    pool.shutdown(cancel_futures=True)


def prepare_worker() -> None:
    """Leave Ctrl-C and a closed terminal to the parent, do not outlive it, and isolate the libraries."""
    isolate()
    gc.set_threshold(*RARELY)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
