"""Forecasts the step at which a training run spikes, from its data, its rates and its number format.

The run is full-batch SGD in PyTorch's words: Linear(d, 1, bias=False), BatchNorm1d(1), a squared loss; with
--loss bce, of which no theorem is used, it is run ahead. DATA is a table with a header, one row a sample;
columns that are not numbers and rows with a missing value are left out, which is said.  The learning rate
of BatchNorm's weight is --lr too, unless --scale-lr is given.

Visible is the first step after the onset with an angle whose sine is at least 0.05 (data that are not
whitened: whose squared sine is 0.05^2 above its least so far).  An interval holds at least 95 of 100 runs
that differ in rounding alone, or in their first weights where neither --w0 nor --seed is given.

exit codes:
  0  the forecast
  2  bad usage or input
"""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from verifier.commands.options import Parser, UsageError, whole
from verifier.commands.terminal import note, write, write_json
from verifier.exits import Exit
from verifier.lines import filled, in_columns
from verifier.numbers import readable

if TYPE_CHECKING:
    from verifier.results.forecast import Forecast, Moment

MOST_STEPS = 1_000_000
SHOWN = 1.001
"""A loss that peaks lower is not said to."""
PICTURES = (".png", ".svg", ".pdf")


def _positive(text: str) -> float:
    return _number(text, "a positive number", lambda x: x > 0)


def _not_negative(text: str) -> float:
    return _number(text, "a number from 0 on", lambda x: x >= 0)


def _share(text: str) -> float:
    return _number(text, "a number from 0 to below 1", lambda x: 0 <= x < 1)


def _finite(text: str) -> float:
    return _number(text, "a number", lambda x: True)


def _number(text: str, words: str, good: Callable[[float], bool]) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text[:40]!r} is not {words}") from error
    if not (abs(value) < float("inf") and good(value)):
        raise ArgumentTypeError(f"{text[:40]!r} is not {words}")
    return value


def add_arguments(parser: Parser) -> None:
    parser.add_argument(
        "data", nargs="?", metavar="DATA", type=Path, help="a delimited text file with a header"
    )
    parser.value("--target", metavar="COLUMN", help="the column to predict")
    parser.value("--dataset", choices=("diabetes",), help="bundled data, in place of DATA")
    parser.value("--lr", type=_positive, metavar="LR", help="learning rate of w (eta; 2 LR for mse)")
    parser.value("--scale-lr", type=_positive, metavar="LR", help="that of BatchNorm's weight and bias (h)")
    parser.value("--loss", choices=("mse", "half-mse", "bce"), default="mse", help="default: mse")
    parser.value(
        "--gamma0", type=_finite, default=1.0, metavar="G", help="first weight of BatchNorm (alpha_0)"
    )
    parser.value("--w0", type=Path, metavar="FILE", help="the first weights of w, one number a line")
    parser.value(
        "--seed", type=whole(0, 2**64 - 1), metavar="S", help="PyTorch's own, drawn from this seed"
    )
    parser.add_argument("--whiten", action="store_true", help="whiten the columns first")
    parser.add_argument("--standardize", action="store_true", help="scale the columns to variance 1 first")
    parser.value(
        "--dtype", choices=("float32", "float64", "exact"), default="float32", help="default: float32"
    )
    parser.value(
        "--bn-eps", type=_not_negative, default=1e-5, metavar="E", help="BatchNorm's eps, default 1e-5"
    )
    parser.value("--momentum", type=_share, default=0.0, metavar="B", help="SGD's momentum, default 0")
    parser.value("--weight-decay", type=_not_negative, default=0.0, metavar="W", help="SGD's, default 0")
    parser.value("--steps", type=whole(1, MOST_STEPS), metavar="T", help="look T steps ahead")
    parser.value("--batch-size", type=whole(1), metavar="N", help="anything but all rows is refused")
    parser.value("--optimizer", default="sgd", metavar="NAME", help="anything but sgd is refused")
    parser.value(
        "--plot", type=Path, metavar="FILE", help="draw loss, angle, effective lr (.png, .svg, .pdf)"
    )
    parser.json()


def execute(arguments: Any) -> int:
    """Print the forecast."""
    _refuse_picture(arguments.plot)
    table = _table(arguments)
    _refuse_others(arguments, len(table.targets))
    from verifier.studies.forecast.forecast import DataError, forecast

    try:
        found = forecast(
            table.inputs,
            table.targets,
            lr=arguments.lr,
            scale_lr=arguments.scale_lr,
            loss=arguments.loss,
            gamma0=arguments.gamma0,
            w0=None if arguments.w0 is None else _weights(arguments.w0),
            seed=arguments.seed,
            whiten=arguments.whiten,
            standardize=arguments.standardize,
            dtype=arguments.dtype,
            bn_eps=arguments.bn_eps,
            momentum=arguments.momentum,
            weight_decay=arguments.weight_decay,
            steps=arguments.steps,
            plot=arguments.plot,
            progress=note,
        )
    except DataError as error:
        raise UsageError(str(error)) from error
    if arguments.json:
        write_json(found)
    else:
        write(_told(found, table.notes))
    return Exit.OK


def _refuse_picture(path: Path | None) -> None:
    if path is None:
        return
    if path.suffix.lower() not in PICTURES:
        raise UsageError(f"--plot {path}: the name must end in {', '.join(PICTURES)}")
    if not path.parent.is_dir() or path.is_dir():
        raise UsageError(f"--plot {path}: there is no such folder, or it is one")


def _table(arguments: Any) -> Any:
    from verifier.studies.forecast.table import DataError, diabetes, read_table

    if arguments.lr is None:
        raise UsageError("--lr is missing: the learning rate of the run")
    if (arguments.data is None) == (arguments.dataset is None):
        raise UsageError("one of DATA and --dataset is needed")
    if arguments.dataset is not None:
        if arguments.target not in (None, "target"):
            raise UsageError(
                f"--target {arguments.target}: the target of --dataset diabetes is called target"
            )
        return diabetes()
    if arguments.target is None:
        raise UsageError("--target is missing: the column to predict")
    try:
        return read_table(arguments.data, arguments.target)
    except DataError as error:
        raise UsageError(str(error)) from error


def _refuse_others(arguments: Any, rows: int) -> None:
    if arguments.batch_size is not None and arguments.batch_size < rows:
        raise UsageError(
            f"--batch-size {arguments.batch_size}: only full batches ({rows} rows) are forecast; the "
            "noise of minibatches lets the norm of w grow, and no spike was seen with it"
        )
    if arguments.optimizer.lower() != "sgd":
        raise UsageError(
            f"--optimizer {arguments.optimizer}: only sgd is forecast; the effective learning rate does "
            "not govern optimizers that scale each coordinate"
        )


def _weights(path: Path) -> list[float]:
    try:
        words = path.read_text(encoding="utf-8").split()
    except (OSError, ValueError) as error:
        raise UsageError(f"--w0 {path}: {getattr(error, 'strerror', None) or 'not text'}") from error
    try:
        return [float(word) for word in words]
    except ValueError as error:
        raise UsageError(f"--w0 {path}: {error}") from error


def _told(found: Forecast, notes: tuple[str, ...]) -> str:
    certified, rate = found.certified, found.effective_lr
    rows = [
        ("target", f"rho = {found.rho:.6g}"),
        ("data", f"{found.regime}, condition number {found.condition_number:.4g}"),
        ("effective lr", f"{rate.start:.4g} at the start, {rate.saturated:.4g} once alpha is rho"),
        ("onset", _onset(found.onset, found.steps) + (" (certified)" if "onset" in certified else "")),
        ("visible", _moment(found.visible)),
        ("loss up by 1 %", _moment(found.loss_rise.slight)),
        ("loss up by 10 %", _moment(found.loss_rise.clear)),
    ]
    if found.peak is not None and found.peak >= SHOWN:
        rows.append(("highest loss", f"{found.peak:.4g} times the least before"))
    if found.ended is not None:
        rows.append(("edge ends", f"about step {readable(found.ended)}"))
    if 0 < found.share < 1:
        rows.append(("how many", f"{100 * found.share:.0f} % of the runs have a visible spike"))
    if found.largest_safe_lr is not None:
        proof = "theorem" if "largest_safe_lr" in certified else "theorem for eps = 0"
        rows.append(("largest safe lr", f"{found.largest_safe_lr:.4g}: no rising edge ({proof})"))
    lines = in_columns(rows)
    if found.advice:
        lines += ["", "what to change:"]
    for one in found.advice:
        spike = "no visible spike" if one.visible is None else f"visible at {_moment(one.visible)}"
        lines += filled(f"{one.change}{f' ({one.option})' if one.option else ''}: {spike}", "  ")
    for text in (*notes, *found.notes):
        lines += filled(text, "note: ")
    return "\n".join(lines)


def _onset(step: int | None, steps: int) -> str:
    return f"none in {readable(steps)} steps" if step is None else readable(step)


def _moment(moment: Moment | None) -> str:
    if moment is None:
        return "no"
    return f"{readable(moment.step)} (from {readable(moment.low)} to {readable(moment.high)})"
