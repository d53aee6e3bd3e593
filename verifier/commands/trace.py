"""Follows one run and decides every event along it by enclosures, or counts it in mpmath.

The run is given by its unit-free parameters, as decimal numbers or fractions p/q, in size from 1e-1000 to
1e1000: for the square loss --scale-lr, --scale0, --saturated-lr and --angle0; for the logistic loss (two
groups of equal size) with --direction-lr in place of --saturated-lr.  Time counts from 0: T steps are the
times 0 to T - 1.

Or it is given in its own units, with --angle0: for the square loss by --eta, --eta-alpha, --alpha0, --rho
and --w0-norm, where both rates are for half the mean squared error; for the logistic loss without --rho.
Then --bn-eps is eps itself, not eps/(eta*rho^2).  What is printed is that of the same run without units.

A run of the square loss may have one of --weight-decay, --momentum and --bn-eps besides; two at once, or
with the logistic loss, are refused, as no claim and no certified run has them; 0 is a run without.  With
momentum w swings from side to side, so that its direction may rise early and often.  No claim bounds an
edge of such runs, or their onset from above; from below one does with weight decay, and with --bn-eps one
may say that the direction never rises.

The waiting time is bounded from the first states, without running to it.  The length of an edge is
bounded from the state where it begins; where that bound is far above what was followed, also from a state
within it, and then it is said after how many steps.

In --json a null "lower" of the waiting time means that the direction never rises; a null "upper", that no
claim bounds it; a null "onset", that no step is known to be the first that rises; a null bound of an edge,
that no claim gives one below 1e300; a null end of an edge or a stretch, that it still goes on; a null
"min_log10_sin", that the least sine is 0 or not enclosed; a null "horizon", that the active margin is not
shown, and a null "bound" beside a horizon, that it is beyond 1e300.

With --arithmetic balls, the default, every integer printed is certified.  With --arithmetic mpmath the
same map and the same bounds are evaluated without FLINT in rounded numbers, which enclose nothing: digits
are added until two precisions agree on every integer.  It certifies nothing: it is a second opinion.

The time goes with the digits of the parameters as well as with T: from 1e-1000 on, a few steps may take
minutes, most of all with mpmath.  How far it has come is said on stderr every few seconds.

exit codes:
  0  every comparison was decided; with mpmath, two precisions agree
  2  bad usage or input
  3  some comparison is undecided at the largest precision; with mpmath, no two precisions agree
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from verifier.commands.instance import add_instance, read_instance
from verifier.commands.options import Parser, whole
from verifier.commands.terminal import write, write_json
from verifier.exits import Exit
from verifier.lines import in_columns
from verifier.numbers import counted, readable
from verifier.studies.bounds import bounds_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verifier.dynamics.trajectory import Trajectory
    from verifier.results.agreement import Stretch
    from verifier.results.tightness import ActiveRange
    from verifier.results.trace import Trace, Waiting
    from verifier.studies.trace import Traced

MOST_STEPS = 1_000_000
_LONGEST_SHOWN = 10**9
_MOST_SHOWN = 24
"""Stretches that are printed; with momentum there are hundreds."""


def add_arguments(parser: Parser) -> None:
    add_instance(parser)
    parser.value(
        "--steps",
        type=whole(1, MOST_STEPS),
        metavar="T",
        help=f"number of steps, at most {MOST_STEPS:,}",
    )
    parser.value(
        "--arithmetic",
        choices=("balls", "mpmath"),
        default="balls",
        help="certified enclosures (default), or mpmath's rounded numbers, which certify nothing",
    )
    parser.json()


def execute(arguments: Any) -> int:
    """Print what is certain about the run, or what mpmath makes of it."""
    from verifier.commands.progress import Heartbeat
    from verifier.studies.trace import follow, follow_in_mpmath

    way = follow if arguments.arithmetic == "balls" else follow_in_mpmath
    instance = read_instance(arguments, "steps")
    with Heartbeat() as heartbeat:
        traced = way(instance, arguments.steps, heartbeat)
    if arguments.json:
        write_json(traced.result.plain())
    else:
        write("\n".join(_lines(traced)))
    return Exit.OK if traced.settled else Exit.SHORT


def _lines(traced: Traced) -> list[str]:
    result, followed = traced.result, traced.trajectory
    rows = [
        ("onset", _onset(followed)),
        ("waiting time", _waiting(result.waiting_time, enclosed=followed.reals.encloses)),
        ("rising edges", _stretches(result.rising_edges, certain=not followed.rise_in_doubt)),
        ("loss rises", _stretches(result.loss_rises, certain=traced.settled)),
    ]
    some_bound = bounds_of(followed.instance.loss).edge_length
    if result.self_stabilization and not some_bound:
        rows.append(("edge lengths", "no claim bounds them"))
    for edge, promise in zip(result.self_stabilization, traced.promises, strict=True):
        if not some_bound:
            break
        seen = f", as seen after {promise.after} of them" if promise.after else ""
        limits = f"{_steps(edge.bound)}{seen}; by the norm alone {_steps(edge.norm_bound)}"
        if edge.bound is None:
            limits = _steps(None)  # the norm alone says no more
        rows.append((f"edge {_stretch(edge.edge)}", limits))
    if result.active_margin is not None:
        rows.append(("active margin", _active(result.active_margin)))
    least = result.min_log10_sin
    rows.append(("least sin θ", "not enclosed" if least is None else f"10^{_fixed(least)}"))
    rows.append(("certified", _certified(result)))
    return in_columns(rows)


def _certified(result: Trace) -> str:
    if result.digits is not None:
        few, many = result.digits
        agree = "agree" if result.agreed else "do not agree"
        return f"no: mpmath encloses nothing; {few} and {many} digits {agree} on every integer"
    how = "yes: every comparison was decided" if result.certified else "no: some are undecided"
    return f"{how}, at {result.precision_bits} bits"


def _onset(followed: Trajectory) -> str:
    """The first step that is known to rise, if nothing before it is in doubt."""
    if followed.onset is not None:
        return str(followed.onset)
    if not followed.rise_in_doubt:
        return "the direction does not rise in these steps"
    rising = followed.rising_edges
    return "not certified: " + (f"at most {rising[0][0]}" if rising else "some step is not decided")


def _stretches(stretches: Sequence[Stretch], *, certain: bool) -> str:
    shown = ", ".join(map(_stretch, stretches[:_MOST_SHOWN]))
    more = len(stretches) - _MOST_SHOWN
    if more > 0:
        return f"{shown} and {more:,} more, all in --json"
    return shown or ("none" if certain else "none that is certain")


def _waiting(bounds: Waiting, *, enclosed: bool) -> str:
    lower, upper = bounds.lower, bounds.upper
    known = "proved" if enclosed else "not enclosed"
    if lower is None:
        return f"{known}: the direction never rises"
    limit = "no upper bound" if upper is None else f"at most {readable(upper)}"
    return f"{known}: at least {readable(lower)}, {limit}"


def _active(margin: ActiveRange) -> str:
    if margin.horizon is None:
        return "not shown: some margin is negative at the start, or not told from 0"
    limit = f"<= {margin.bound}" if margin.bound is not None else "(no bound below 1e300)"
    return f"0 <= alpha*m {limit} for t <= {margin.horizon}"


def _fixed(exponent: float) -> str:
    """The number as --json has it, without an exponent of its own."""
    return f"{Decimal(repr(exponent)):f}"


def _steps(bound: int | None) -> str:
    if bound is None:
        return "no bound below 1e300"
    if bound < _LONGEST_SHOWN:
        return f"at most {counted(bound, 'step')}"
    return f"less than 10^{len(str(bound))} steps"


def _stretch(stretch: Stretch) -> str:
    first, last = stretch
    return f"[{first}, {'...' if last is None else last}]"
