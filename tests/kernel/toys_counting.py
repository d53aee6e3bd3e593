"""A toy certificate whose every sign has to be shown by a step, for no condition says it letter for letter.

``GROWS`` is x' = x + (r − 1)d·x with r ≥ 2, where d is 1 and 0 in turn, while 1 ≤ x < 3.
"""

from __future__ import annotations

from tests.kernel.build import Json, certificate, positivity, rule, system, term

_GROWS, _ALTERNATES, _SWITCH = "x_next - x - (r - 1)*d*x", "d_next - 1 + d", "d*d - d"
_X, _R, _ON = ["x - 1", ">="], ["r - 2", ">="], ["d", ">"]
_NEAR, _OFF = ["3 - x", ">"], ["-d", ">="]

GROWS: Json = certificate(
    "x x_next d d_next r s q",
    [
        positivity("x positive", "x", given=[_X], terms=[term(0), term()]),
        positivity("r positive", "r", given=[_R], terms=[term(0), term(weight="2")]),
        positivity("r above one", "r - 1", given=[_R], terms=[term(0), term()]),
        positivity("switch", "d", ">=", relations=[_SWITCH], cofactors=["-1"], terms=[term(square="d")]),
        positivity("on means one", "d - 1", ">=", given=[_ON], multiplier=[0], relations=[_SWITCH],
                   cofactors=["1"]),
        positivity(
            "never falls", "x_next - x", ">=", given=[_X, _R], lemmas=["switch"],
            relations=[_GROWS, _SWITCH], cofactors=["1", "0"],
            terms=[term(2, 1, 0), term(2, 1), term(2, 0), term(2)],
        ),
        positivity(
            "multiplies when on", "x_next - r*x", ">=", given=[_ON, _X, _R], lemmas=["on means one"],
            relations=[_GROWS, _SWITCH], cofactors=["1", "0"],
            terms=[term(3, 2, 1), term(3, 2), term(3, 1), term(3)],
        ),
        positivity("below three", "3 - x", given=[_NEAR], terms=[term(0)]),
        rule(
            "counting", "times on", "grow", event=[_ON], quantity="x", growth="r", cap="3",
            at_event="multiplies when on", otherwise="never falls", below_cap="below three",
            nonnegative="r positive",
        ),
        positivity(
            "off cannot stay", "1 - 2*1", ">=", given=[_OFF, ["-d_next", ">="]], relations=[_ALTERNATES],
            cofactors=["1"], terms=[term(0), term(1)],
        ),
        positivity("one below one", "1 - 1", ">="),
        rule(
            "terminates", "off ends", "off", quantity="1", ratio="2", cap="1", step="off cannot stay",
            positive=None, below_cap="one below one", ratio_above_one=None,
        ),
        rule(
            "exhaustion", "grow ends", "grow", counted="times on", rest="off ends",
            growth_above_one="r above one", positive="x positive",
        ),
    ],
    ["times on", "grow ends"],
    system("grow", "x d", parameters=["r"], conditions=[_X, _R], guards=[_NEAR], instant=[_SWITCH],
           relations=[_GROWS, _ALTERNATES]),
    system("off", "x d", conditions=[_OFF], relations=[_ALTERNATES]),
)  # fmt: skip
"""The growth is made of every parameter that there is."""

_POWER, _LARGE = "x_next - q*x", ["q - 2", ">="]

POWERS: Json = certificate(
    "x x_next q",
    [
        positivity("q positive", "q", given=[_LARGE], terms=[term(0), term(weight="2")]),
        positivity("q above one", "q - 1", given=[_LARGE], terms=[term(0), term()]),
        positivity("times q", "x_next - q*x", ">=", relations=[_POWER], cofactors=["1"]),
        positivity("rises", "x_next - x", ">=", given=[_LARGE, _X], relations=[_POWER], cofactors=["1"],
                   terms=[term(0, 1), term(0), term(1), term()]),
        positivity("below three", "3 - x", given=[_NEAR], terms=[term(0)]),
        rule(
            "counting", "while below", "powers", event=[_NEAR], quantity="x", growth="q", cap="3",
            at_event="times q", otherwise="rises", below_cap="below three", nonnegative="q positive",
        ),
        rule(
            "logarithm", "how often", "powers", fact="while below", ratio="q", left="q", right="3",
            shrinks=False, left_positive="q positive", right_positive=None, ratio_positive="q positive",
            ratio_against_one="q above one",
        ),
    ],
    ["while below", "how often"],
    system("powers", "x", origin={"x": "q"}, parameters=["q"], conditions=[_LARGE, _X], relations=[_POWER]),
)  # fmt: skip
"""x_t = q^(t+1): the growth is the initial value and every parameter, and the event is what caps x."""
