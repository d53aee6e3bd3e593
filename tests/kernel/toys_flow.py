"""A toy certificate for the rules about values of σ and ℓ.

``DRIFT`` is z' = z + σ(z) while z < 3, beside y = −z: σ(z) never falls, and σ(y) = 1 − σ(z).
"""

from __future__ import annotations

from typing import Any

from tests.kernel.build import Json, certificate, identity, positivity, rule, system, term

RANGE = [["v", ">"], ["1 - v", ">"]]
X, X0 = ["x", "v"], ["x0", "v0"]
_DRIFTS, _NEAR = "z_next - z - g", ["3 - z", ">"]
VARIABLES = "x v L x0 v0 L0 m z z_next g g_next y y_next u u_next z0 g0 zs"


def flow(name: str, target: str, rate: str, **fields: Any) -> Json:
    """A flow step; what is not mentioned is as simple as possible."""
    step = {"rule": "flow", "name": name, "target": target, "rate": rate, "start": None}
    step |= {"points": [X, X0], "parameters": [], "direction": "forward", "assumed": []}
    return step | fields


def pointwise(name: str, *facts: str, points: list[Any], **parameters: str) -> Json:
    """Flow facts at some points."""
    chosen = {"facts": list(facts), "points": points, "parameters": parameters}
    return {"rule": "pointwise", "name": name, **chosen}


def reflection(name: str, *points: list[str]) -> Json:
    """σ(z) + σ(y) = 1."""
    return {"rule": "reflection", "name": name, "points": list(points)}


INCREASES = [
    positivity("slope", "v*(1 - v)", ">=", given=RANGE, terms=[term(0, 1)]),
    flow("increases", "v - v0", "slope"),
]

DRIFT: Json = certificate(
    VARIABLES,
    [
        *INCREASES,
        positivity(
            "slope at most m", "m - v*(1 - v)", ">=",
            given=[["4*m - 1", ">="]], terms=[term(0, weight="1/4"), term(square="v - 1/2")],
        ),
        flow(
            "not steeper", "m*(x0 - x) - v0 + v", "slope at most m",
            direction="backward", parameters=["m"], assumed=[["4*m - 1", ">="]],
        ),
        pointwise("increases from x0 to x", "increases", points=[X, X0]),
        positivity(
            "slope of the loss", "v - v0", ">=",
            given=[["x - x0", ">"]], lemmas=["increases from x0 to x"], terms=[term(1)],
        ),
        flow(
            "loss above its tangent", "L - L0 + (1 - v0)*(x - x0)", "slope of the loss",
            points=[[*X, "L"], [*X0, "L0"]],
        ),
        pointwise("from z to the next", "increases", points=[["z_next", "g_next"], ["z", "g"]]),
        positivity(
            "moves up", "z_next - z", ">=",
            given=[["g", ">"]], relations=[_DRIFTS], cofactors=["1"], terms=[term(0)],
        ),
        positivity(
            "value never falls", "g_next - g", ">=",
            given=[["g", ">"]], lemmas=["moves up", "from z to the next"], relations=[_DRIFTS],
            cofactors=["0"], terms=[term(2)],
        ),
        rule(
            "growth", "at least the first", "drift",
            quantity="g", ratio="1", direction=">=", step="value never falls", nonnegative=None,
        ),
        reflection("mirrored", ["z", "g"], ["y", "u"]),
        reflection("mirrored at the next", ["z_next", "g_next"], ["y_next", "u_next"]),
        rule(
            "equations", "always mirrored", "drift",
            equations=["g + u - 1"], start=["mirrored"], steps=["mirrored at the next"],
        ),
        pointwise("between z and -y", "not steeper", m="1/2",
                  points=[{"reflected": ["y", "u"]}, ["z", "g"]]),
        rule("tail", "once positive", "drift", into="late", start=[["z", ">"]], throughout=[],
             initial=[None]),
        pointwise("half at 0", "increases", points=["zero", ["z", "g"]]),
        rule("consequence", "below one half", "left", sequents=["half at 0"]),
        identity("twice", "2*g + 2*u - 2", "0", relations=["g + u - 1"], cofactors=["2"]),
    ],
    ["increases", "at least the first", "always mirrored", "below one half", "once positive"],
    system(
        "drift", "z g y u", origin={"z": "z0", "g": "g0"}, parameters=["z0", "g0"], instant=["z + y"],
        guards=[_NEAR], relations=[_DRIFTS, "y_next - y + g"], sigma=[["z", "g"], ["y", "u"]],
    ),
    system(
        "late", "z g", origin={"z": "zs"}, parameters=["zs"], initial=[["zs", ">"]],
        guards=[_NEAR], relations=[_DRIFTS], sigma=[["z", "g"]],
    ),
    system("left", "z g", conditions=[["-z", ">="]], sigma=[["z", "g"]]),
)  # fmt: skip
