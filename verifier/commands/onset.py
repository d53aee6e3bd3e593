"""Certifies the first step at which the direction rises, without running to it.

A few hundred steps are iterated, until the angle is tiny; a closed formula does the rest, whether the onset
is in the thousands or in the billions.  For the logistic loss (two groups of equal size) the bounds of the
waiting time from a later state take its place, which agree once the angle is tiny; where they do not, the
onset is iterated to.
A null onset that is certified means: the direction never rises.
Where balls are too wide to tell, the precision is raised and the iteration begins anew.  The time goes with
the digits of the parameters: with 1e-1000 it may take --max-steps steps at 12,288 bits or more, minutes in
all; how far it has come is said on stderr every few seconds, and --max-steps bounds it.  The onset in
--json is a whole number of at most some 1,100 digits, as h is at least 1e-1000.

With --weight-decay, --momentum or --bn-eps, of which a run of the square loss may have one, the onset is
iterated to; with --bn-eps it may be certified that the direction never rises.  Two at once, or with the
logistic loss, are refused, as no claim and no certified run has them; 0 is a run without.  With momentum w
swings from side to side, so that its direction may rise early.

In place of --scale-lr, --scale0 and --saturated-lr (or --direction-lr) a run may be given in its own units:
for the square loss by --eta, --eta-alpha, --alpha0, --rho and --w0-norm, where both rates are for half the
mean squared error; for the logistic loss without --rho.  Then --bn-eps is eps itself, not eps/(eta*rho^2).

Numbers are decimal or p/q, in size from 1e-1000 to 1e1000; the angle is in radians.  At the ends of that
range it may take minutes.

exit codes:
  0  the onset is certified
  2  bad usage or input
  3  nothing is certified but a window
"""

from __future__ import annotations

from typing import Any

from verifier.commands.instance import add_instance, read_instance
from verifier.commands.options import Parser, whole
from verifier.commands.terminal import write, write_json
from verifier.exits import Exit
from verifier.lines import in_columns
from verifier.numbers import readable

MOST_STEPS = 10_000_000
DEFAULT_STEPS = 200_000


def add_arguments(parser: Parser) -> None:
    add_instance(parser)
    parser.value(
        "--max-steps",
        default=DEFAULT_STEPS,
        type=whole(1, MOST_STEPS),
        metavar="T",
        help=f"iterate at most T steps, over all precisions together (default {DEFAULT_STEPS:,})",
    )
    parser.json()


def execute(arguments: Any) -> int:
    """Print the onset, or what is known of it."""
    from verifier.commands.progress import Heartbeat
    from verifier.studies.onset import certify_onset

    instance = read_instance(arguments)
    with Heartbeat() as heartbeat:
        found = certify_onset(instance, arguments.max_steps, heartbeat)
    if arguments.json:
        write_json(found.plain())
    else:
        lower, upper = found.window
        if not found.certified:
            limit = "no upper bound" if upper is None else f"at most {readable(upper)}"
            answer = f"not certified; at least {readable(lower)}, {limit}"
        else:
            onset = found.onset
            answer = "never: the direction does not rise" if onset is None else readable(onset)
        iterated = f"{found.steps_iterated:,}, at {found.precision_bits} bits"
        write("\n".join(in_columns([("onset", answer), ("steps iterated ", iterated)])))
    return Exit.OK if found.certified else Exit.SHORT
