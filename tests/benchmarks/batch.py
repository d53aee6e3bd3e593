"""What one step of one cell costs in the batch engine, in mpmath.iv and in a plain C loop.

``measure()`` gives nanoseconds per cell-step.  The C loop is written from the same derived formulas, with
the processor's own rounding upwards (a lower end is the negative of an upper end), and compiled with ``cc``
when the benchmark runs.  All take turns, so that a busy machine slows all; the fastest round counts.
"""

from __future__ import annotations

import ctypes
import re
import subprocess
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter
from typing import Any

import mpmath
import numpy as np

from derivations.square.model import interval_map
from verifier.arithmetic.arithmetics import BALLS, INTERVALS
from verifier.arithmetic.compile import CompiledMap, compile_map
from verifier.batch.compiler import HAVE_NUMBA
from verifier.batch.generate import interval_source
from verifier.studies.diagram.boxes import Boxes, first_states
from verifier.studies.diagram.loop import Followed, array_loop, follow

CELLS = 4000
STEPS = 100
ROUNDS = 9
THREADS = 2
SLOW_STEPS = 200

OPERATIONS = r"""
#include <fenv.h>
#include <math.h>
#define OP(name) static inline void name(double a, double b, double c, double d, double *lo, double *hi)
OP(add) { *lo = -((-a) - c); *hi = b + d; }
OP(subtract) { *lo = -(d - a); *hi = b - c; }
static inline double max(double x, double y) { return x > y ? x : y; }
OP(multiply) {
    *lo = -max(max((-a) * c, (-a) * d), max((-b) * c, (-b) * d));
    *hi = max(max(a * c, a * d), max(b * c, b * d));
}
OP(divide) {
    if (c > 0) { *lo = -((-a) / (a >= 0 ? d : c)); *hi = b / (b >= 0 ? c : d); }
    else if (d < 0) { *lo = -((-b) / (b >= 0 ? d : c)); *hi = a / (a >= 0 ? c : d); }
    else { *lo = NAN; *hi = NAN; }
}
static inline void square(double a, double b, double *lo, double *hi) {
    if (a < 0 && b > 0) { *lo = 0; *hi = max(a * a, b * b); }
    else if (a >= 0) { *lo = -((-a) * a); *hi = b * b; }
    else { *lo = -((-b) * b); *hi = a * a; }
}
static inline void root(double a, double b, double *lo, double *hi) {
    double x = sqrt(a);
    *lo = -(0x1p-52 * x - x); *hi = sqrt(b);
}
"""
LOOP = r"""
long follow(const double *cells, long count, long steps) {
    int before = fegetround(); long total = 0;
    fesetround(FE_UPWARD);
    for (long i = 0; i < count; i++) {
        const double *x = cells + 10 * i;
        double state[10]; for (int k = 0; k < 10; k++) state[k] = x[k];
        for (long t = 0; t <= steps; t++) {
            double out[10], lo, hi;
            advance(state, out); total++;
            if (out[8] > 0) break;
            multiply(state[4], state[5], out[6], out[7], &lo, &hi);
            state[2] = out[0]; state[3] = out[1]; state[4] = lo; state[5] = hi;
            state[6] = out[2]; state[7] = out[3]; state[8] = out[4]; state[9] = out[5];
        }
    }
    fesetround(before);
    return total;
}
"""


def measure() -> dict[str, Any]:
    """Nanoseconds per cell-step of each engine, and their ratios to the batch engine on two threads."""
    starts = first_states(Boxes.points(np.full(CELLS, 1e-3), 0.02, 3.0, 0.1))
    runs: dict[str, Callable[[], float]] = {
        "batch, 1 thread": lambda: _batch(starts, 1),
        f"batch, {THREADS} threads": lambda: _batch(starts, THREADS),
        "batch on arrays": lambda: _arrays(starts),
        "mpmath.iv": lambda: _slow(INTERVALS),
        "balls": lambda: _slow(BALLS),
    }
    with tempfile.TemporaryDirectory() as directory:
        library = _compile(Path(directory))
        if library is not None:
            runs["C, directed rounding"] = lambda: _c_loop(library, starts)
        if not HAVE_NUMBA:
            del runs["batch, 1 thread"]
        times = [{name: run() for name, run in runs.items()} for _ in range(ROUNDS)]
    nanoseconds = {name: round(min(row[name] for row in times) * 1e9, 1) for name in runs}
    batch = nanoseconds[f"batch, {THREADS} threads"]
    return {
        "cells": CELLS,
        "steps": STEPS,
        "compiled": HAVE_NUMBA,
        "nanoseconds_per_cell_step": nanoseconds,
        "ratio_to_batch": {name: round(value / batch, 2) for name, value in nanoseconds.items()},
        "one_thread_to_c": _one_thread_to_c(nanoseconds),
    }


def _one_thread_to_c(nanoseconds: dict[str, float]) -> float | None:
    """How many times as long as the C loop the engine takes on one thread; None without one of them."""
    one, plain = (nanoseconds.get(name) for name in ("batch, 1 thread", "C, directed rounding"))
    return round(one / plain, 2) if one and plain else None


def _batch(starts: Any, threads: int) -> float:
    parts = np.array_split(starts, threads)
    begun = perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        found = list(pool.map(lambda part: follow(part, STEPS, leave_tiny=False), parts))
    seconds = perf_counter() - begun
    return seconds / sum(int(part.time.sum()) + len(part.time) for part in found)


def _arrays(starts: Any) -> float:
    found = Followed.empty(len(starts))
    begun = perf_counter()
    array_loop(starts, STEPS, False, found.reason, found.time, found.possible, found.exponent, found.state)
    return (perf_counter() - begun) / (int(found.time.sum()) + len(starts))


def _program() -> CompiledMap:
    arguments = (interval_map.SCALE_LR, *interval_map.STATE)
    return compile_map(interval_map.DEFINITIONS, arguments, interval_map.OUTPUTS)


def _slow(arithmetic: Any) -> float:
    """The same map, one cell, at 53 bits."""
    with mpmath.workprec(53):
        mpmath.iv.prec = 53
        advance = _program().bind(arithmetic)
        one = arithmetic.integer(1)
        h, c, s, e, n = (
            arithmetic.integer(value) / arithmetic.integer(1000) for value in (1, 995, 100, 980, 333)
        )
        begun = perf_counter()
        for _ in range(SLOW_STEPS):
            c, e, n, turn, _ = advance(h, c, s, e, n)
            s = s * turn * one
        return (perf_counter() - begun) / SLOW_STEPS


def _c_source() -> str:
    """The C text of the generated step; each Python line ``x_lo, x_hi = f(…)`` becomes one call."""
    *_, program = interval_source(_program(), "advance").partition(":\n")
    arguments = [f"{name}_{end}" for name in _program().arguments for end in ("lo", "hi")]
    lines = [f"double {name} = x[{place}];" for place, name in enumerate(arguments)]
    for line in program.splitlines():
        if match := re.fullmatch(r"\s*(\w+), (\w+) = (\w+)\((.*)\)", line):
            low, high, operation, operands = match.groups()
            lines.append(f"double {low}, {high}; {operation}({operands}, &{low}, &{high});")
        elif match := re.fullmatch(r"\s*return \((.*),\)", line):
            lines += [f"out[{place}] = {name};" for place, name in enumerate(match[1].split(", "))]
    body = "\n    ".join(lines)
    return (
        f"{OPERATIONS}\nstatic inline void advance(const double *x, double *out) {{\n    {body}\n}}\n{LOOP}"
    )


def _compile(directory: Path) -> Any:
    """The C loop as a library; None where there is no C compiler."""
    (directory / "loop.c").write_text(_c_source(), encoding="utf-8")
    command = ["cc", "-O2", "-frounding-math", "-shared", "-fPIC", "loop.c", "-o", "loop.so", "-lm"]
    try:
        subprocess.run(command, cwd=directory, check=True)
    except OSError:
        return None
    library = ctypes.CDLL(str(directory / "loop.so"))
    library.follow.restype = ctypes.c_long
    library.follow.argtypes = [ctypes.c_void_p, ctypes.c_long, ctypes.c_long]
    return library


def _c_loop(library: Any, starts: Any) -> float:
    cells = np.ascontiguousarray(starts)
    begun = perf_counter()
    total = library.follow(cells.ctypes.data, len(cells), STEPS)
    seconds: float = (perf_counter() - begun) / total
    return seconds


def table(figures: dict[str, Any]) -> str:
    """The figures as text."""
    lines = [f"one step of one cell, {figures['cells']} cells of {figures['steps']} steps", ""]
    for name, value in figures["nanoseconds_per_cell_step"].items():
        lines.append(f"{name:24}{value:12.1f} ns {figures['ratio_to_batch'][name]:10.2f} x")
    if figures["one_thread_to_c"] is not None:
        lines.append(f"batch, 1 thread, against C: takes {figures['one_thread_to_c']} times as long")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(measure()))
