"""Computes a certified phase diagram of runs over two of their four parameters.

Every cell is a box of runs of which is proved that the direction never rises, that its onset is delayed
(and by how much), or that it rises at once; the rest is undecided, and divided until its share of the area
is small.  The other two parameters are fixed.  The cells of the square loss are followed in float64
intervals, those of the logistic loss (two groups of equal size) in balls, which takes longer: its diagram
with the defaults about half a minute.

Numbers are decimal or p/q, from 1e-100 to 1e100, angles in radians.  Writes phase.json and phase.svg.

exit codes:
  0    the undecided share is as small as wanted
  2    bad usage or input
  3    more than that is undecided at the largest depth
  130  interrupted; --resume goes on from there
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

from verifier.arithmetic.exact import shortened
from verifier.commands.instance import add_loss, given, meaning, of_each, parameters, refuse_foreign
from verifier.commands.options import (
    Parser,
    UsageError,
    directory,
    in_range,
    scheduler,
    whole,
)
from verifier.commands.terminal import note, write, write_json
from verifier.exits import Exit
from verifier.lines import filled, in_columns
from verifier.loss import Loss
from verifier.numbers import counted
from verifier.parameters import ACUTE, Parameter, up_to
from verifier.results.phase import Diagram
from verifier.studies.losses import LOSSES

Reader = Callable[[str], Fraction]
Range = tuple[str, Fraction, Fraction]

_LARGEST = Fraction(10**100)
"""Cells are boxes of floats, and their areas products of two widths: what is in this range has both."""
_LARGEST_ANGLE = Fraction("1.570796326794896")
_NARROWEST = Fraction(1, 10**6)


def _in_floats(read: Reader) -> Reader:
    """The same type, for numbers that float64 cells can hold: from 1e-100 to 1e100, not too near π/2."""

    def narrowed(text: str) -> Fraction:
        number = read(text)
        if not 1 / _LARGEST <= number <= _LARGEST:
            limits = "the numbers that a diagram can hold, from 1e-100 to 1e100"
            raise argparse.ArgumentTypeError(f"{shortened(text)} is outside {limits}")
        return number

    return narrowed


def _reader(parameter: Parameter) -> Reader:
    """How a value of the parameter is read."""
    return _in_floats(_angle if parameter.range is ACUTE else in_range(parameter.range))


def _angle(text: str) -> Fraction:
    number = in_range(ACUTE)(text)
    if number > _LARGEST_ANGLE:
        limit = f"at most {float(_LARGEST_ANGLE)} radians in a diagram, whose cells are boxes of float64"
        raise argparse.ArgumentTypeError(f"{shortened(text)} is too close to π/2: {limit}")
    return number


CELLS = ".phase-cells"
"""Where the results of an unfinished diagram are kept, inside the output directory."""

_share = _in_floats(in_range(up_to(1)))


def _range(loss: Loss, text: str) -> Range:
    """NAME:LOW:HIGH as a parameter of the loss and two of its values in order."""
    name, *ends = text.split(":")
    if len(ends) != 2:
        raise argparse.ArgumentTypeError(f"{shortened(text)} is not NAME:LOW:HIGH")
    readers = {parameter.option: _reader(parameter) for parameter in loss.parameters}
    if name not in readers:
        names = ", ".join(readers)
        raise argparse.ArgumentTypeError(
            f"{shortened(text)} names no parameter of the {loss.name} loss; there are {names}"
        )
    low, high = (readers[name](end) for end in ends)
    if not low < high:
        raise argparse.ArgumentTypeError(f"{shortened(text)} is empty: {ends[0]} is not below {ends[1]}")
    if high - low < _NARROWEST * high:
        limit = "its ends must differ by a millionth of the upper one"
        raise argparse.ArgumentTypeError(f"{shortened(text)} is too narrow to be divided: {limit}")
    return name, low, high


def add_arguments(parser: Parser) -> None:
    """The axes, the values of the other parameters, when to stop, and where to compute and write."""
    add_loss(parser)
    for side, number in (("--x", 0), ("--y", 1)):
        default = of_each({name: kind.loss.axes[number] for name, kind in LOSSES.items()})
        words = f"one axis: an option below, without dashes, and its ends ({default})"
        parser.value(side, metavar="NAME:LOW:HIGH", help=words)
    for option, of_losses in parameters().items():
        metavar = " or ".join(dict.fromkeys(parameter.metavar for parameter in of_losses.values()))
        default = of_each({name: parameter.default for name, parameter in of_losses.items()})
        words = f"{meaning(of_losses)} ({default}, unless an axis)"
        parser.value(f"--{option}", metavar=metavar, help=words)
    parser.value(
        "--undecided", type=_share, default=Fraction(1, 100), metavar="SHARE",
        help="divide until less than this share of the area is undecided (default: 0.01)",
    )  # fmt: skip
    parser.value("--grid", type=whole(1, 512), default=24, metavar="N", help="N by N cells at first (24)")
    parser.value(
        "--max-depth", type=whole(0, 16), default=10, metavar="N", help="divide at most N times (10)"
    )
    parser.value("--jobs", type=whole(1, 256), metavar="N", help="number of processes (default: 2)")
    parser.value(
        "--scheduler", type=scheduler, metavar="ADDRESS",
        help="compute on the Dask cluster at this address, HOST:PORT or tcp://HOST:PORT",
    )  # fmt: skip
    parser.add_argument("--resume", action="store_true", help="go on where an earlier run was interrupted")
    parser.value("--output", type=directory, default=Path("phase"), metavar="DIR", help="default: phase")
    parser.json()


def execute(arguments: Any) -> int:
    """Compute, write, and say what share each verdict has."""
    from verifier.batch.cluster import ClusterError
    from verifier.batch.executor import Executor, WorkersDied
    from verifier.batch.results import ResultStore
    from verifier.commands.progress import Heartbeat
    from verifier.pool import default_jobs
    from verifier.product import A_DIAGRAM
    from verifier.report.drawing import standalone
    from verifier.report.phase_figure import phase_figure
    from verifier.signals import held_back, interruptible
    from verifier.store import Staging, UnwritableOutput
    from verifier.studies.diagram.phase import compute

    if arguments.jobs and arguments.scheduler:
        raise UsageError("--jobs has no meaning together with --scheduler")
    phase, store = _phase(arguments), None
    jobs, telling = arguments.jobs or default_jobs(), "the diagram is being written; a moment"
    try:
        with held_back(telling), Staging(arguments.output, A_DIAGRAM) as staging:
            store = ResultStore(arguments.output / CELLS)
            if not arguments.resume:
                store.clear()
            with (
                interruptible(),
                Heartbeat(words=_computed) as heartbeat,
                Executor(
                    jobs=jobs, scheduler=arguments.scheduler, store=store, progress=heartbeat
                ) as executor,
            ):
                before = len(store)
                result = compute(phase, executor, progress=_progress)
            if arguments.resume:
                note(_resumed(before, store.used, store.damaged))
            staging.write("phase.json", _text(result))
            staging.write("phase.svg", standalone(phase_figure(result)))
            staging.publish()
            store.clear()
    except (ClusterError, WorkersDied, UnwritableOutput) as error:
        kept = store is not None and len(store)
        hint = "; what is finished is kept, and --resume goes on from there" if kept else ""
        named = {ClusterError: "--scheduler", UnwritableOutput: "--output"}
        option = next((name for kind, name in named.items() if isinstance(error, kind)), "--jobs")
        raise UsageError(f"{option}: {error}{hint}") from error
    if arguments.json:
        write_json(result.plain())
    else:
        write("\n".join(_lines(result, arguments.output)))
    return Exit.OK if result.reached else Exit.SHORT


def _resumed(before: int, used: int, damaged: int) -> str:
    """How much of what an earlier run stored was of use, and why the rest was not."""
    other = before - used - damaged
    parts = [f"{counted(used, 'stored result')} used"]
    several = "damaged or altered ones"
    parts += [f"{counted(damaged, 'damaged or altered one', several)} computed again"] if damaged else []
    parts += [f"{other:,} of other settings or other code left aside"] if other > 0 else []
    return "; ".join(parts)


def _phase(arguments: Any) -> Any:
    from verifier.studies.diagram.diagram import Axis, Phase

    loss = LOSSES[arguments.loss].loss
    refuse_foreign(arguments)
    x, y = (
        _given(side, lambda text: _range(loss, text), getattr(arguments, side[2:]) or default)
        for side, default in zip(("--x", "--y"), loss.axes, strict=True)
    )
    if x[0] == y[0]:
        defaults = "" if arguments.x and arguments.y else " (one of them by default)"
        raise UsageError(f"--x and --y: both axes are {x[0]}{defaults}")
    fixed = {}
    for parameter in loss.parameters:
        option, value = parameter.option, given(arguments, parameter.option)
        if option not in (x[0], y[0]):
            fixed[parameter.name] = _given(f"--{option}", _reader(parameter), value or parameter.default)
        elif value is not None:
            side = "--x" if option == x[0] else "--y"
            exact = _given(f"--{option}", _reader(parameter), value)
            raise UsageError(f"--{option} {exact}: this parameter is the axis {side} already")
    try:
        across, up = (Axis(option.replace("-", "_"), low, high) for option, low, high in (x, y))
        return Phase(
            loss,
            across,
            up,
            fixed,
            grid=arguments.grid,
            undecided=float(arguments.undecided),
            max_depth=arguments.max_depth,
        )
    except ValueError as error:
        raise UsageError(str(error)) from error


def _given(option: str, read: Callable[[str], Any], text: str) -> Any:
    try:
        return read(text)
    except argparse.ArgumentTypeError as error:
        raise UsageError(f"{option}: {error}") from error


def _computed(done: int, tasks: int) -> str:
    return f"{done:,} of {counted(tasks, 'part')} computed"


def _progress(depth: int, undecided: float) -> None:
    note(f"depth {depth}: {undecided:.2%} undecided")


def _text(result: Diagram) -> str:
    """The result as JSON, one cell a line."""
    import json

    found = result.plain()
    cells = ",\n  ".join(map(json.dumps, found.pop("cells")))
    rest = json.dumps(found, indent=1)
    return f'{rest[:-2]},\n "cells": [\n  {cells}\n ]\n}}\n'


def _lines(result: Diagram, output: Path) -> list[str]:
    rows = [(rise.value, f"{share:.2%} of the area") for rise, share in result.shares.items()]
    rows += [
        (claim, "has nothing to capture" if share is None else f"captures {share:.1%} of it")
        for claim, share in ((claim, region.captured) for claim, region in result.regions.items())
    ]
    return [*in_columns(rows), *filled(f"written to {output}: phase.json, phase.svg")]
