"""Toy certificates that between them use every rule of the kernel.

``DECAY`` is x' = (1 − h)x: how long x stays above b.  ``CLIMB`` doubles x at every second step, below
a cap M: how often it can, and that it cannot go on for ever.
"""

from __future__ import annotations

from tests.kernel.build import Json, certificate, identity, positivity, rule, system, term
from tests.kernel.toys_between import HELD, RACE
from tests.kernel.toys_flow import DRIFT

_SHRINKS = "x_next - (1 - h)*x"

DECAY: Json = certificate(
    "x x_next h x0 b E",
    [
        positivity(
            "x stays positive", "x_next",
            given=[["x", ">"], ["1 - h", ">"]], relations=[_SHRINKS], cofactors=["1"],
            terms=[term(0, 1)],
        ),
        rule(
            "invariant", "x positive", "decay",
            invariants=[["x", ">"]], start=[None], steps=["x stays positive"],
        ),
        positivity(
            "h and x together", "x + h/2",
            given=[["x", ">"], ["h", ">"]], terms=[term(0), term(1, weight="1/2")],
        ),
        rule("consequence", "sum positive", "decay", sequents=["h and x together"]),
        identity("one step", "x_next", "x - h*x", relations=[_SHRINKS], cofactors=["1"]),
        positivity(
            "falls by the ratio", "x_next - (1 - h)*x", ">=", relations=[_SHRINKS], cofactors=["1"],
        ),
        positivity(
            "ratio positive", "1 - h", given=[["1 - h", ">"]], lemmas=[], terms=[term(0)],
        ),
        rule(
            "growth", "at least geometric", "decay",
            quantity="x", ratio="1 - h", direction=">=", step="falls by the ratio",
            nonnegative="ratio positive",
        ),
        positivity(
            "small means late", "b - x0*E",
            given=[["b - x", ">"], ["x - E*x0", ">="]], terms=[term(0), term(1)],
        ),
        rule(
            "at-every-time", "once below b", "decay",
            uses=[{"fact": "at least geometric", "power": "E"}], assume=[["b - x", ">"]],
            sequent="small means late",
        ),
        rule(
            "logarithm", "waiting time", "decay",
            fact="once below b", power="E", ratio="1 - h", left="x0", right="b", shrinks=True,
            left_positive=None, right_positive=None, ratio_positive=None, ratio_against_one=None,
        ),
    ],
    ["x positive", "sum positive", "at least geometric", "once below b", "waiting time"],
    system(
        "decay", "x", origin={"x": "x0"}, parameters=["h", "x0", "b"],
        conditions=[["h", ">"], ["1 - h", ">"], ["b", ">"]],
        initial=[["x0", ">"]], relations=[_SHRINKS],
    ),
)  # fmt: skip
# ``logarithm`` asks for 1 − (1 − h) = h > 0, a condition of the system.

_DOUBLES, _ALTERNATES, _SWITCH = "x_next - x - d*x", "d_next - 1 + d", "d*d - d"
_ON, _OFF = ["d", ">"], ["-d", ">="]
_CAP = ["M - x", ">"]

CLIMB: Json = certificate(
    "x x_next d d_next x0 M",
    [
        positivity(
            "switch nonnegative", "d", ">=", relations=[_SWITCH], cofactors=["-1"],
            terms=[term(square="d")],
        ),
        rule("consequence", "switch", "climb", sequents=["switch nonnegative"]),
        positivity(
            "x stays positive", "x_next",
            given=[["x", ">"], ["d", ">="]], relations=[_DOUBLES], cofactors=["1"],
            terms=[term(0), term(0, 1)],
        ),
        rule(
            "invariant", "x positive", "climb",
            invariants=[["x", ">"]], start=[None], steps=["x stays positive"],
        ),
        positivity(
            "never falls", "x_next - x", ">=",
            given=[["x", ">"], ["d", ">="]], relations=[_DOUBLES], cofactors=["1"],
            terms=[term(0, 1)],
        ),
        positivity(
            "on means one", "d - 1", ">=", given=[_ON], multiplier=[0], relations=[_SWITCH],
            cofactors=["1"],
        ),
        positivity(
            "doubles when on", "x_next - 2*x", ">=",
            given=[_ON, ["x", ">"]], lemmas=["on means one"], relations=[_DOUBLES, _SWITCH],
            cofactors=["1", "0"], terms=[term(1, 2)],
        ),
        positivity("below the cap", "M - x", given=[_CAP], terms=[term(0)]),
        rule(
            "counting", "doublings", "climb",
            event=[_ON], quantity="x", growth="2", cap="M", at_event="doubles when on",
            otherwise="never falls", below_cap="below the cap", nonnegative=None,
        ),
        positivity(
            "cap positive", "M", given=[_CAP, ["x", ">"]], terms=[term(0), term(1)],
        ),
        rule(
            "logarithm", "number of doublings", "climb",
            fact="doublings", ratio="2", left="x0", right="M", shrinks=False,
            left_positive=None, right_positive="cap positive", ratio_positive=None,
            ratio_against_one=None,
        ),
        positivity(
            "off cannot stay", "1 - 2*1", ">=",
            given=[_OFF, ["-d_next", ">="]], relations=[_ALTERNATES], cofactors=["1"],
            terms=[term(0), term(1)],
        ),
        positivity("one below one", "1 - 1", ">="),
        rule(
            "terminates", "off ends", "off",
            quantity="1", ratio="2", cap="1", step="off cannot stay", positive=None,
            below_cap="one below one", ratio_above_one=None,
        ),
        rule(
            "exhaustion", "climb ends", "climb",
            counted="doublings", rest="off ends", growth_above_one=None, positive=None,
        ),
    ],
    ["x positive", "doublings", "number of doublings", "climb ends"],
    system(
        "climb", "x d", origin={"x": "x0"}, parameters=["M", "x0"], guards=[_CAP],
        initial=[["x0", ">"]], instant=[_SWITCH], relations=[_DOUBLES, _ALTERNATES],
    ),
    system("off", "x d", conditions=[_OFF], relations=[_ALTERNATES]),
)  # fmt: skip

ORBIT: Json = certificate(
    "x x_next y y_next",
    [
        identity(
            "stays equal", "y_next - x_next", "0",
            relations=["x_next - 3*x", "y_next - 3*y", "y - x"], cofactors=["-1", "1", "3"],
        ),
        rule("equations", "on the diagonal", "orbit", equations=["y - x"], start=[None],
             steps=["stays equal"]),
        identity(
            "divide", "y", "x", given=[["x", "!="]], multiplier=[0], relations=["x*y - x*x"],
            cofactors=["1"],
        ),
    ],
    ["on the diagonal", "divide"],
    system("orbit", "x y", initial=[["y - x", "="]], relations=["x_next - 3*x", "y_next - 3*y"]),
)  # fmt: skip

TOYS: dict[str, Json] = {
    "decay": DECAY, "climb": CLIMB, "orbit": ORBIT, "race": RACE, "held": HELD, "drift": DRIFT
}  # fmt: skip
