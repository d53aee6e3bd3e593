"""How fast one step of the derived map is in each arithmetic: ``python -m tests.benchmarks``.

The same compiled source is timed in balls, in mpmath.iv, in mpmath and in floats, over the same states,
taking turns so that a busy machine slows all of them; the fastest of several rounds counts.  mpmath is
faster when gmpy2 is installed, so its backend is named (MPMATH_NOGMPY=1 does without).  A trace of 5,000
steps is timed as a whole, after the start-up.  ``--output FILE`` writes the figures as JSON.
"""

from __future__ import annotations

import argparse
import json
import math
import platform
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import mpmath

from verifier.arithmetic.arithmetics import BALLS, INTERVALS, POINTS, Arithmetic
from verifier.arithmetic.balls import precision
from verifier.arithmetic.compile import CompiledMap
from verifier.dynamics import Instance
from verifier.dynamics.model import load_program
from verifier.dynamics.trace import trace

BITS = 128
STEPS = 100
ROUNDS = 15
TRACE_STEPS = 5000
INSTANCE = Instance.of("0.005", "0.02", "3", "0.1")

FLOATS = Arithmetic("float (no rigour)", float, {"sqrt": math.sqrt})
ARITHMETICS = {"balls": BALLS, "mpmath.iv": INTERVALS, "mpmath": POINTS, "float": FLOATS}


def main() -> None:
    """Print the table; write the figures when asked to."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--output", type=Path, help="also write the figures to this file, as JSON")
    output = parser.parse_args().output
    figures = measure()
    print(table(figures))
    if output:
        output.write_text(json.dumps(figures, indent=2) + "\n")


def measure() -> dict[str, Any]:
    """Nanoseconds a step by map and arithmetic, ratios to balls, and seconds of a trace."""
    program = load_program("square")
    maps = {"step": program.advance, "step with events": program.step}
    with precision(BITS), mpmath.workprec(BITS):
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
    lines.append(f"{'':18}" + "".join(f"{name:>22}" for name in ARITHMETICS))
    for name, row in figures["nanoseconds"].items():
        ratios = figures["ratio_to_balls"][name]
        cells = (f"{value / 1000:9.2f} us {ratios[key]:6.2f} x" for key, value in row.items())
        lines.append(f"{name:18}" + "".join(f"{cell:>22}" for cell in cells))
    lines.append("")
    lines.append(
        f"trace of {figures['trace']['steps']} steps: {figures['trace']['cpu_seconds']} s of CPU"
    )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
