"""Toy certificates for the rules that pass from one system to another.

``RACE`` is x' = 2x while x < m: it ends while x ≤ 1, and it ends once x > 1.  ``HELD`` is x' = (1 − h)x, on
which x > 0 is never lost, so that the guard x > 0 costs nothing.
"""

from __future__ import annotations

from tests.kernel.build import Json, certificate, positivity, rule, system, term

_DOUBLES = "x_next - 2*x"
_POSITIVE, _LOW, _HIGH, _BELOW = ["x", ">"], ["1 - x", ">="], ["x - 1", ">"], ["m - x", ">"]

RACE: Json = certificate(
    "x x_next m z",
    [
        positivity("doubles", "x_next - 2*x", ">=", relations=[_DOUBLES], cofactors=["1"]),
        rule(
            "terminates", "low ends", "low",
            quantity="x", ratio="2", cap="1", step="doubles", positive=None, below_cap=None,
            ratio_above_one=None,
        ),
        rule(
            "terminates", "high ends", "high",
            quantity="x", ratio="2", cap="m", step="doubles", positive=None, below_cap=None,
            ratio_above_one=None,
        ),
        rule("tail", "while low", "race", into="low", start=[], throughout=[_LOW], initial=[]),
        positivity("above one half", "2*x - 1", given=[_HIGH], terms=[term(0, weight="2"), term()]),
        rule(
            "tail", "once high", "race",
            into="high", start=[_HIGH], throughout=[], initial=[None, "above one half"],
        ),
        rule(
            "relay", "race ends", "race",
            before="while low", before_ends="low ends", after="once high", after_ends="high ends",
        ),
    ],
    ["while low", "once high", "race ends"],
    system("race", "x", parameters=["m"], conditions=[_POSITIVE], guards=[_BELOW], relations=[_DOUBLES]),
    system("low", "x", conditions=[_POSITIVE, _LOW], relations=[_DOUBLES]),
    system(
        "high", "x", origin={"x": "z"}, parameters=["m", "z"], conditions=[_POSITIVE], guards=[_BELOW],
        initial=[["z - 1", ">"], ["2*z - 1", ">"]], relations=[_DOUBLES],
    ),
)  # fmt: skip

_SHRINKS = "x_next - (1 - h)*x"
_RATE = [["h", ">"], ["1 - h", ">"]]

HELD: Json = certificate(
    "x x_next h x0 E",
    [
        positivity("shrinks", _SHRINKS, ">=", relations=[_SHRINKS], cofactors=["1"]),
        rule(
            "growth", "geometric", "held",
            quantity="x", ratio="1 - h", direction=">=", step="shrinks", nonnegative=None,
        ),
        positivity(
            "still positive", "x",
            given=[["x - E*x0", ">="], ["E", ">"], ["x0", ">"]], terms=[term(0), term(1, 2)],
        ),
        rule(
            "at-every-time", "always positive", "held",
            uses=[{"fact": "geometric", "power": "E"}], assume=[], sequent="still positive",
        ),
        rule("sustain", "never lost", "free", into="held", facts=["always positive"]),
    ],
    ["never lost"],
    system(
        "free", "x", origin={"x": "x0"}, parameters=["h", "x0"], conditions=_RATE,
        initial=[["x0", ">"]], relations=[_SHRINKS],
    ),
    system(
        "held", "x", origin={"x": "x0"}, parameters=["h", "x0"], conditions=_RATE, guards=[_POSITIVE],
        initial=[["x0", ">"]], relations=[_SHRINKS],
    ),
)  # fmt: skip
