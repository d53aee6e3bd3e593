"""How fast one step of the derived map is in each arithmetic.

The same compiled source is timed in balls, in mpmath.iv, in mpmath, in floats and, when gmpy2 is
installed, in its numbers, over the same states, taking turns so that a busy machine slows all of them; the
fastest of several rounds counts.  mpmath is faster with gmpy2, so its backend is named (MPMATH_NOGMPY=1
does without).  A trace of 5,000 steps is timed as a whole, after the start-up.
"""

from __future__ import annotations

import math
import platform
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from fractions import Fraction
from time import perf_counter, process_time
from typing import Any

import mpmath

try:
    import gmpy2
except ImportError:  # only one more row of the table
    gmpy2 = None

from verifier.arithmetic.arithmetics import BALLS, INTERVALS
from verifier.arithmetic.balls import precision
from verifier.arithmetic.compile import CompiledMap
from verifier.arithmetic.points import POINTS
from verifier.arithmetic.reals import Arithmetic
from verifier.dynamics.model import load_program
from verifier.studies.losses import SQUARE, Instance
from verifier.studies.trace import trace

BITS = 128
STEPS = 100
ROUNDS = 15
TRACE_STEPS = 5000
INSTANCE = Instance.of("0.005", "0.02", "3", "0.1")

FLOATS = Arithmetic("float (no rigour)", float, {"sqrt": math.sqrt})
ARITHMETICS = {"balls": BALLS, "mpmath.iv": INTERVALS, "mpmath": POINTS, "float": FLOATS}
if gmpy2 is not None:
    ARITHMETICS["gmpy2"] = Arithmetic("gmpy2 (no rigour)", gmpy2.mpfr, {"sqrt": gmpy2.sqrt})


def measure() -> dict[str, Any]:
    """Nanoseconds a step by map and arithmetic, ratios to balls, and seconds of a trace."""
    program = load_program(SQUARE)
    maps = {"step": program.advance, "step with events": program.step}
    with precision(BITS), POINTS.precision(BITS), _gmpy2_precision():
        before, mpmath.iv.prec = mpmath.iv.prec, BITS
        try:
            nanoseconds = {name: _time_all(compiled) for name, compiled in maps.items()}
        finally:
            mpmath.iv.prec = before
    started = process_time()
    trace(INSTANCE, TRACE_STEPS)
    return {
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "mpmath_backend": mpmath.libmp.BACKEND,
        "bits": BITS,
        "nanoseconds": nanoseconds,
        "ratio_to_balls": {
            name: {arithmetic: round(value / row["balls"], 2) for arithmetic, value in row.items()}
            for name, row in nanoseconds.items()
        },
        "trace": {"steps": TRACE_STEPS, "cpu_seconds": round(process_time() - started, 3)},
    }


def _gmpy2_precision() -> AbstractContextManager[Any]:
    context: AbstractContextManager[Any] = (
        nullcontext() if gmpy2 is None else gmpy2.context(gmpy2.get_context(), precision=BITS)
    )
    return context


def _time_all(compiled: CompiledMap) -> dict[str, int]:
    runs = {name: _runner(compiled, arithmetic) for name, arithmetic in ARITHMETICS.items()}
    rounds = [{name: run() for name, run in runs.items()} for _ in range(ROUNDS)]
    return {name: round(min(times[name] for times in rounds) / STEPS * 1e9) for name in runs}


def _runner(compiled: CompiledMap, arithmetic: Arithmetic) -> Callable[[], float]:
    """A function that iterates the map from the start of ``INSTANCE`` and returns the seconds it took."""
    function = compiled.bind(arithmetic)
    width = len(compiled.arguments) - 1
    h, *start = (_embed(arithmetic, value) for value in _start())

    def run() -> float:
        state: Any = start
        begun = perf_counter()
        for _ in range(STEPS):
            state = function(h, *state)[:width]
        return perf_counter() - begun

    return run


def _start() -> list[Fraction]:
    """h and a state near the start of ``INSTANCE``, as rationals that all arithmetics can embed."""
    norm, angle = float(INSTANCE.N0), float(INSTANCE.theta0)
    r = math.sqrt(norm)
    state = r * math.cos(angle), r * math.sin(angle), 1 - float(INSTANCE.a0), norm, r
    return [INSTANCE.h, *(Fraction(number) for number in state)]


def _embed(arithmetic: Arithmetic, value: Fraction) -> Any:
    return arithmetic.integer(value.numerator) / arithmetic.integer(value.denominator)


def table(figures: dict[str, Any]) -> str:
    """The figures as text."""
    where = f"{figures['python']}, mpmath on {figures['mpmath_backend']}"
    lines = [f"one step of the square-loss map, {figures['bits']} bits, {where}", ""]
    measured = next(iter(figures["nanoseconds"].values()))
    lines.append(f"{'':18}" + "".join(f"{name:>22}" for name in measured))
    for name, row in figures["nanoseconds"].items():
        ratios = figures["ratio_to_balls"][name]
        cells = (f"{value / 1000:9.2f} us {ratios[key]:6.2f} x" for key, value in row.items())
        lines.append(f"{name:18}" + "".join(f"{cell:>22}" for cell in cells))
    lines.append("")
    lines.append(f"trace of {figures['trace']['steps']} steps: {figures['trace']['cpu_seconds']} s of CPU")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(measure()))
