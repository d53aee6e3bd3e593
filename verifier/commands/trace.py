"""Follows one run and decides every event along it by enclosures.

The run is given by its unit-free parameters, as decimal numbers or fractions p/q: for the square loss
--scale-lr, --scale0, --saturated-lr and --angle0; for the logistic loss (two groups of equal size) with
--direction-lr in place of --saturated-lr.  Time counts from 0: T steps are the times 0 to T - 1.

exit codes:
  0  every comparison was decided
  2  bad usage or input
  3  some comparison is undecided at the largest precision
"""

from __future__ import annotations

from typing import Any

from verifier.commands.instance import add_instance, read_instance
from verifier.commands.options import Parser, whole
from verifier.commands.terminal import write, write_json
from verifier.outcome import Exit

MOST_STEPS = 1_000_000
_LONGEST_SHOWN = 10**9


def add_arguments(parser: Parser) -> None:
    add_instance(parser, "square", "logistic")
    parser.value(
        "--steps",
        type=whole(1, MOST_STEPS),
        metavar="T",
        help=f"number of steps, at most {MOST_STEPS:,}",
    )
    parser.json()


def execute(arguments: Any) -> int:
    """Print what is certain about the run."""
    from verifier.dynamics.trace import trace

    result = trace(read_instance(arguments, "--steps"), arguments.steps)
    if arguments.json:
        write_json(result)
    else:
        write("\n".join(_lines(result)))
    return Exit.OK if result["certified"] else Exit.SHORT


def _lines(result: dict[str, Any]) -> list[str]:
    onset = result["onset"]
    rows = [
        ("onset", "the direction does not rise in these steps" if onset is None else str(onset)),
        ("waiting time", _waiting(result["waiting_time"])),
        ("rising edges", ", ".join(map(_stretch, result["rising_edges"])) or "none"),
        ("loss rises", ", ".join(map(_stretch, result["loss_rises"])) or "none"),
    ]
    for edge in result["self_stabilization"]:
        if edge["bound"] is None and edge["norm_bound"] is None:
            continue  # no claim bounds it
        limits = f"{_steps(edge['bound'])}; by the norm alone {_steps(edge['norm_bound'])}"
        rows.append((f"edge {_stretch(edge['edge'])}", limits))
    if "active_margin" in result:
        rows.append(("active margin", _active(result["active_margin"])))
    least = result["min_log10_sin"]
    rows.append(("least sin θ", "not enclosed" if least is None else f"10^{least}"))
    how = "yes: every comparison was decided" if result["certified"] else "no: some are undecided"
    rows.append(("certified", f"{how}, at {result['precision_bits']} bits"))
    width = max(len(name) for name, _ in rows)
    return [f"{name:{width}}  {value}" for name, value in rows]


def _waiting(bounds: dict[str, int | None]) -> str:
    lower, upper = bounds["lower"], bounds["upper"]
    if lower is None:
        return "proved: the direction never rises"
    return f"proved: at least {lower}, " + ("no upper bound" if upper is None else f"at most {upper}")


def _active(margin: dict[str, Any]) -> str:
    if margin["horizon"] is None:
        return "not shown: some margin is negative at the start, or not told from 0"
    limit = f"<= {margin['bound']}" if margin["bound"] is not None else "(no bound below 1e300)"
    return f"0 <= alpha*m {limit} for t <= {margin['horizon']}"


def _steps(bound: int | None) -> str:
    if bound is None:
        return "no bound below 1e300"
    if bound < _LONGEST_SHOWN:
        return f"at most {bound} steps"
    return f"less than 10^{len(str(bound))} steps"


def _stretch(stretch: list[int | None]) -> str:
    first, last = stretch
    return f"[{first}, {'...' if last is None else last}]"
