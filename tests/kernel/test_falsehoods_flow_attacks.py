"""Attempts to misuse statements about σ and ℓ: through the text of a fact, in other rules, in print."""

from __future__ import annotations

from typing import Any

import pytest

from tests.kernel.attacks import changed, rejected
from tests.kernel.build import Json, certificate, identity, positivity, rule, system, term
from tests.kernel.test_falsehoods_flow import PAIR, Y, proved, refused
from tests.kernel.toys import CLIMB
from tests.kernel.toys_between import RACE
from tests.kernel.toys_flow import DRIFT, INCREASES, VARIABLES, X0, X, flow, pointwise
from verifier.kernel import replay
from verifier.kernel.expression import read_polynomial
from verifier.kernel.rings import RINGS

Z, BACK = ["z", "g"], {"reflected": ["z", "g"]}
BOTH = system("both", "z g y u", sigma=[["z", "g"], ["y", "u"]])


@pytest.mark.parametrize(
    "number, moving, there",
    [("0x10", "x10", "x20"), ("0b1", "b1", "b11"), ("0o7", "o7", "o77")],
)
def test_a_number_is_no_variable(number: str, moving: str, there: str) -> None:
    """A digit followed by a name is no number: renaming x10 to x20 would turn 16 into 32."""
    small = int(number, 0)
    steps = [
        positivity("flat", "0", ">="),
        positivity("start", f"{small} - {number}", ">="),
        flow("constant", f"{small} - {number}", "flat", start="start", points=[[moving, "v"], X0]),
        pointwise("larger", "constant", points=[[there, "g"], [there, "g"]]),
    ]
    variables = f"{moving} {there} v x0 v0 g"
    rejected("a number with letters", certificate(variables, steps, ["larger"]))


def _conclusion(fact: Any, backend: str, polynomial: str) -> bool:
    ring = RINGS[backend](VARIABLES.split())
    return bool(read_polynomial(fact.conclusion.text, ring) == read_polynomial(polynomial, ring))


@pytest.mark.parametrize("backend", RINGS)
def test_a_replaced_variable_keeps_its_power_and_its_sign(backend: str) -> None:
    """(x − x₀)² ≥ 0, written with −x², becomes (z + y)² ≥ 0 at −z and y, z² ≥ 0 at −z and 0."""
    slope = positivity("slope of it", "2*x - 2*x0", ">=", given=[["x - x0", ">"]],
                       terms=[term(0, weight="2")])  # fmt: skip
    square = flow("square", "2*x*x-x**2+x0**2-2*x0*x", "slope of it")
    places: list[Any] = [[BACK, Y], [BACK, "zero"]]
    for points, expected in zip(places, ["(z + y)**2", "z**2"], strict=True):
        steps = [slope, square, pointwise("at", "square", points=points)]
        fact = replay(certificate(VARIABLES, steps, ["at"]), backend).facts["at"]
        assert _conclusion(fact, backend, expected)


@pytest.mark.parametrize(
    "points, unknown",
    [([BACK, Z], "-z. - z >= 0"), ([Z, BACK], "z - .-z. >= 0"), ([BACK, "zero"], "-z. - .0. >= 0")],
)
def test_a_point_and_its_reflection_are_two_points(points: list[Any], unknown: str) -> None:
    """σ(−z) ≥ σ(z), σ(z) ≥ σ(−z) and σ(−z) ≥ 1/2 each need the sign of z."""
    use = rule("consequence", "use", "pair", sequents=["at"])
    refused(f"assumes .*{unknown}", *INCREASES, pointwise("at", "increases", points=points), use)


def test_one_variable_may_stand_for_two_points() -> None:
    """At x = x₀ the order is no assumption, and all that is said is 0 ≥ 0."""
    fact = proved(*INCREASES, pointwise("at", "increases", points=[Z, Z]))
    assert str(fact) == "all reals  where  g = σ(z)  ⊢  g - g >= 0"


def test_a_parameter_may_depend_on_the_moving_point() -> None:
    """A slope bound m = σ(x) is one where 4σ(x) ≥ 1, which nothing says of the points between."""
    along = pointwise("along", "not steeper", points=[X0, X], m="v")
    given = [["v", ">"], ["1 - v", ">"], ["x - x0", ">"], ["4*v - 1", ">="]]
    rate = positivity("rate", "v*(1 - v)", ">=", given=given, lemmas=["along"], terms=[term(0, 1)])
    steps = [*DRIFT["steps"][:4], along, rate]
    refused(r"assumes 4\*v - 1 >= 0, which the flow", *steps, flow("up", "v - v0", "rate"))
    at_the_end = flow("up", "v - v0", "rate", assumed=[["4*v - 1", ">="]])
    refused(r"4\*v - 1 >= 0 need not hold on the way", *steps, at_the_end)


@pytest.mark.parametrize(
    "assumed, message",
    [
        ([["y - x", "="]], "y - x = 0 need not hold on the way"),
        ([["m - x", "="]], "m - x = 0 need not hold on the way"),
        ([["y - x", ">="], ["x - y", ">="]], "x - y >= 0 need not hold on the way"),
        ([["(y - x)*(x - y)", ">="]], "need not hold on the way"),
        ([["u - v", "="]], "u - v = 0 need not hold on the way"),
        ([["y - x", ">="], ["y - x0", "="]], "uses a relation"),
    ],
)
def test_what_stands_still_is_not_the_moving_point(assumed: list[list[str]], message: str) -> None:
    """Another point, or a parameter, that equals x at the end of the way does not move along with it."""
    equal = positivity("equal", "x - x0", ">=", given=[["y - x0", ">="]], relations=["y - x"],
                       cofactors=["-1"], terms=[term(0)])  # fmt: skip
    way = flow("way", "(x - x0)*(x - x0)/2", "equal", points=[X, X0, Y], parameters=["m"])
    refused(message, equal, way | {"assumed": assumed})


def test_an_equality_becomes_a_relation() -> None:
    """A fact for 4m = 1 is one for m = 1/4, for a named m only where a relation says so."""
    slope = positivity("slope at 1/4", "m - v*(1 - v)", ">=", relations=["4*m - 1"],
                       cofactors=["1/4"], terms=[term(square="v - 1/2")])  # fmt: skip
    fact = flow("quarter", "m*(x - x0) - v + v0", "slope at 1/4", parameters=["m"],
                assumed=[["4*m - 1", "="]])  # fmt: skip
    assert "4*m - 1 = 0" in str(proved(slope, fact))
    use = rule("consequence", "use", "both", sequents=["at"])
    ordered = BOTH | {"conditions": [["z - y", ">="]]}
    assert proved(slope, fact, pointwise("at", "quarter", points=[Z, Y], m="1/4"), use, systems=(ordered,))
    for m in ("1/5", "g"):
        at = pointwise("at", "quarter", points=[Z, Y], m=m)
        refused("uses a relation that both does not give", slope, fact, at, use, systems=(ordered,))


def test_two_directions_assume_what_each_assumes() -> None:
    """Without an order of the points, the assumptions for either order are made."""
    order, back = ["x - x0", ">"], ["x0 - x", ">"]
    half, m = "(x - x0)*(x - x0)/2", ["m"]
    steps = [
        positivity("rises", "x - x0", ">=", given=[order, ["m", ">="]], terms=[term(0)]),
        positivity("falls", "x0 - x", ">=", given=[back, ["1 - m", ">="]], terms=[term(0)]),
        flow("right", half, "rises", assumed=[["m", ">="]], parameters=m),
        flow("left", half, "falls", assumed=[["1 - m", ">="]], parameters=m, direction="backward"),
        pointwise("at", "right", "left", points=[Z, Y], m="m"),
    ]
    assert [str(condition) for condition in proved(*steps).given] == ["(m) >= 0", "1 - (m) >= 0"]


TIED = positivity("tied", "0", ">=", lemmas=["seen"], terms=[])
_UNTIED = system("free", "z g y u", origin={"z": "z0"}, parameters=["z0"])


@pytest.mark.parametrize(
    "use",
    [
        rule("invariant", "use", "free", invariants=[["g", ">="]], start=["tied"], steps=["tied"]),
        rule("equations", "use", "free", equations=["g"], start=["tied"], steps=["tied"]),
        rule("consequence", "use", "free", sequents=["tied"]),
        rule("growth", "use", "free", quantity="g", ratio="1", direction=">=", step="tied"),
        rule("at-every-time", "use", "free", uses=[], assume=[], sequent="tied"),
        rule("counting", "use", "free", event=[["g", ">"]], quantity="g", growth="1", cap="1") | {
            "at_event": "tied"
        },
        rule("terminates", "use", "free", quantity="g", ratio="2", cap="1", ratio_above_one=None) | {
            "step": "tied"
        },
        flow("use", "v - v0", "tied"),
    ],
    ids=lambda use: use["rule"],
)
def test_no_rule_forgets_a_tie(use: Json) -> None:
    """A statement two steps away from one about values of σ is still none about any variables."""
    seen = pointwise("seen", "increases", points=[Z, Z])
    refused("needs the tie g = σ.z.", *INCREASES, seen, TIED, use, systems=(_UNTIED,))


def test_no_rule_forgets_a_tie_between_systems() -> None:
    """The start of a tail may rest on ties of the whole run only."""
    seen = pointwise("seen", "increases", points=[["x", "m"], ["x", "m"]])
    steps = [*INCREASES, seen, TIED]
    names = [*RACE["variables"], *(name for name in VARIABLES.split() if name not in RACE["variables"])]
    race = changed(RACE, "once high", initial=["tied", "tied"])
    race |= {"variables": names, "steps": [*steps, *race["steps"]]}
    rejected("needs the tie m = σ.x.", race)


def test_a_tie_at_time_0_is_between_initial_values() -> None:
    """g = σ(z) at every state ties z₀ to g₀ only if both are tracked, and neither z₀ to g nor z to g₀."""
    for argument, value, origin in (
        ("z0", "g", {"z": "z0"}),
        ("z0", "g", {"z": "z0", "g": "g0"}),
        ("z0", "g0", {"z": "z0"}),
        ("z", "g0", {"g": "g0"}),
        ("z", "g0", {"z": "z0", "g": "g0"}),
    ):
        seen = pointwise("seen", "increases", points=[[argument, value], [argument, value]])
        use = rule("consequence", "use", "first", sequents=["seen"])
        first = PAIR | {"name": "first", "origin": origin, "parameters": ["z0", "g0"]}
        refused("needs the tie", *INCREASES, seen, use, systems=(first,))
    tracked = PAIR | {"origin": {"z": "z0", "g": "g0"}, "parameters": ["z0", "g0"]}
    seen = pointwise("seen", "increases", points=[["z0", "g0"], ["z0", "g0"]])
    proved(*INCREASES, seen, rule("consequence", "use", "pair", sequents=["seen"]), systems=(tracked,))


def test_a_tie_is_none_across_a_step() -> None:
    """The next value of σ is one at the next argument, unless the argument is a parameter."""
    for point in (["z_next", "g"], ["z", "g_next"]):
        seen = pointwise("seen", "increases", points=[point, point])
        same = positivity("same", "0", ">=", lemmas=["seen"])
        use = rule("growth", "use", "pair", quantity="0", ratio="1", direction=">=", step="same")
        refused("needs the tie", *INCREASES, seen, same, use)
    held = system("held", "g", parameters=["z"], sigma=[["z", "g"]])
    seen = pointwise("seen", "increases", points=[["z", "g_next"], ["z", "g"]])
    same = positivity("same", "g_next - g", ">=", lemmas=["seen"], terms=[term(0)])
    use = rule("growth", "use", "held", quantity="g", ratio="1", direction=">=", step="same",
               nonnegative=None)  # fmt: skip
    proved(*INCREASES, seen, same, use, systems=(held,))


def test_a_factor_about_a_value_is_divided_out_only_where_it_is_known() -> None:
    """σ(z) < 1/2 + 1/2 by the order of z and 0: an identity divided by 1 − σ(z) keeps order and tie."""
    left = [["0 - z", ">="]]
    half = pointwise("half", "increases", points=["zero", Z])
    below = positivity("below one", "1 - g", ">", given=[["(0) - z", ">="]], lemmas=["half"],
                       terms=[term(1), term(weight="1/2")])  # fmt: skip
    divided = identity("divided", "z", "0", relations=["(1 - g)*z"], cofactors=["1"],
                       given=left, lemmas=["below one"], multiplier=[1])  # fmt: skip
    fact = proved(*INCREASES, half, below, divided)
    assert str(fact) == "0 - z >= 0  where  (1 - g)*z = 0, g = σ(z)  ⊢  z - (0) = 0"
    bare = divided | {"given": [], "multiplier": [0]}
    refused("needs .0. - z >= 0", *INCREASES, half, below, bare)


def test_a_run_is_printed_with_all_that_is_assumed() -> None:
    """Ties, initial values and unusual names of next values stand in what a run is said to be."""
    odd = system("pair", "z", next={"z": "y", "g": "u"}, origin={"z": "z0"}, parameters=["z0", "m"],
                 sigma=[["z", "g"]], softplus=[["z", "m"]], relations=["y - z"])  # fmt: skip
    use = rule("consequence", "use", "pair", sequents=["slope"])
    slope = positivity("slope", "g*(1 - g)", ">=", given=[["g", ">"], ["1 - g", ">"]], terms=[term(0, 1)])
    accepted = replay(certificate(VARIABLES, [slope, use], ["use"], odd))
    assert accepted.systems_concluded() == {
        "pair": "state (g → u, z → y); parameters (z0, m); at time 0: z = z0; "
        "within a state: g = σ(z), m = ℓ(z); from a state to the next: y - z = 0"
    }


def test_every_system_of_a_concluded_fact_is_printed() -> None:
    """Where a tail leads, and what a bounded number of steps is about, is not left to be guessed."""
    assert set(replay(DRIFT | {"concludes": ["once positive"]}).systems_concluded()) == {"drift", "late"}
    logarithms = [step["name"] for step in CLIMB["steps"] if step["rule"] == "logarithm"]
    assert logarithms
    for name in logarithms:
        assert replay(CLIMB | {"concludes": [name]}).systems_concluded()


