"""What following a run step by step costs against its length: the time is linear, the memory flat.

``measure()`` times ``verifier.dynamics.certify`` and then follows the same run again to see how much
memory it takes: the peak of what Python allocates, which is where balls of 128 bits are kept.
"""

from __future__ import annotations

import tracemalloc
from time import process_time
from typing import Any

from verifier.dynamics import certify
from verifier.studies.losses import Instance

LENGTHS = (1_000, 10_000, 100_000)
LONG = 1_000_000
INSTANCE = Instance.of("0.005", "0.02", "3", "0.1")
_WARM_UP = 100


def measure(long: bool = False) -> dict[str, Any]:
    """Microseconds a step and the peak of memory for each of ``LENGTHS``, with ``long`` also ``LONG``."""
    certify(INSTANCE, _WARM_UP)
    lengths = (*LENGTHS, LONG) if long else LENGTHS
    return {"instance": str(INSTANCE), "rows": [_row(steps) for steps in lengths]}


def _row(steps: int) -> dict[str, Any]:
    begun = process_time()
    run = certify(INSTANCE, steps)
    seconds = process_time() - begun
    return {
        "steps": steps,
        "bits": run.precision_bits,
        "certified": run.certified,
        "cpu_seconds": round(seconds, 4),
        "microseconds_per_step": round(seconds / steps * 1e6, 2),
        "peak_kib": round(_peak(steps) / 1024, 1),
    }


def _peak(steps: int) -> int:
    """The bytes by which memory grows at most while the run is followed."""
    tracemalloc.start()
    try:
        certify(INSTANCE, steps)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def table(figures: dict[str, Any]) -> str:
    """The figures as text."""
    lines = [f"following a run: {figures['instance']}", ""]
    lines.append(f"{'steps':>12}{'bits':>8}{'CPU seconds':>14}{'us a step':>12}{'peak KiB':>12}")
    for row in figures["rows"]:
        lines.append(
            f"{row['steps']:>12,}{row['bits']:>8}{row['cpu_seconds']:>14.3f}"
            f"{row['microseconds_per_step']:>12.2f}{row['peak_kib']:>12.1f}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(measure()))
