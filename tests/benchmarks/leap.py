"""What it costs to certify an onset, or a visible spike, without iterating to it.

``measure()`` certifies the same run at smaller and smaller scale learning rates: the onset is later in
proportion to 1/h, and the steps that are iterated grow with its logarithm only.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from time import perf_counter
from typing import Any

from verifier.studies.losses import Instance
from verifier.studies.onset import certify_onset
from verifier.studies.spike import certify_spike

RATES = ("1e-3", "1e-5", "1e-7", "1e-9")
RUN = ("0.02", "3", "0.1")
"""a_0, Λ and θ_0."""
LEVEL = Fraction(1, 100)
"""The sine of the angle at which a spike counts as visible."""


def measure() -> dict[str, Any]:
    """For each scale learning rate the certified time, the steps iterated for it, and the seconds."""
    certify_onset(Instance.of("0.5", *RUN))  # compiles the maps
    return {
        "instance": dict(zip(("a0", "saturated_lr", "theta0"), RUN, strict=True)),
        "level": str(LEVEL),
        "onset": [_onset(rate) for rate in RATES],
        "spike": [_spike(rate) for rate in RATES],
    }


def _onset(rate: str) -> dict[str, Any]:
    found, seconds = _timed(lambda: certify_onset(Instance.of(rate, *RUN)))
    return _row(rate, found.onset if found.certified else None, found.steps_iterated, seconds)


def _spike(rate: str) -> dict[str, Any]:
    found, seconds = _timed(lambda: certify_spike(Instance.of(rate, *RUN), LEVEL))
    first, last = found.visible or (None, None)
    return _row(rate, first if found.certified and first == last else None, found.steps_iterated, seconds)


def _timed(certify: Callable[[], Any]) -> tuple[Any, float]:
    begun = perf_counter()
    found = certify()
    return found, perf_counter() - begun


def _row(rate: str, time: int | None, iterated: int, seconds: float) -> dict[str, Any]:
    """``time`` is None where it is not certified to a single step."""
    ratio = None if time is None else round(time / max(iterated, 1), 1)
    return {
        "h": rate, "time": time, "steps_iterated": iterated, "ratio": ratio, "seconds": round(seconds, 4),
    }  # fmt: skip


def table(figures: dict[str, Any]) -> str:
    """The figures as text."""
    run = ", ".join(f"{name} = {value}" for name, value in figures["instance"].items())
    lines = [f"certified without iterating to it: {run}; visible: sin θ ≥ {figures['level']}", ""]
    lines.append(f"{'':10}{'h':>8}{'time':>16}{'steps iterated':>16}{'time / steps':>16}{'seconds':>10}")
    for name in ("onset", "spike"):
        for row in figures[name]:
            time, ratio = (f"{row[key]:,}" if row[key] else "undecided" for key in ("time", "ratio"))
            cells = f"{row['h']:>8}{time:>16}{row['steps_iterated']:>16,}{ratio:>16}{row['seconds']:>10.3f}"
            lines.append(f"{name:10}{cells}")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(measure()))
