"""Attempts to prove falsehoods by induction, on a walk x' = x + 1 from x_0 = 0."""

from __future__ import annotations

from typing import Any

import pytest

from tests.kernel.attacks import STEP, WALK, proved, refused, walk
from tests.kernel.build import Json, identity, positivity, rule, system, term

UP = positivity(
    "up", "x_next", ">=", given=[["x", ">="]], relations=[STEP], cofactors=["1"],
    terms=[term(0), term()],
)  # fmt: skip
AT_ZERO = positivity("at zero", "x", ">=", relations=["x - x0", "x0"], cofactors=["1", "1"])
NONNEGATIVE = rule(
    "invariant", "nonnegative", "walk", invariants=[["x", ">="]], start=["at zero"], steps=["up"]
)


def keep(polynomial: str, sign: str, start: str | None, step: str) -> Json:
    """An invariant of one condition."""
    conditions = [[polynomial, sign]]
    return rule("invariant", "kept", "walk", invariants=conditions, start=[start], steps=[step])


def test_the_honest_invariant_is_accepted() -> None:
    """x ≥ 0 holds along the walk."""
    assert str(proved(UP, AT_ZERO, NONNEGATIVE)) == "along walk, always: x >= 0"


def test_an_induction_needs_its_start() -> None:
    """x ≥ 5 survives each step, but does not hold at time 0."""
    up = positivity(
        "from five", "x_next - 5", ">=", given=[["x - 5", ">="]], relations=[STEP], cofactors=["1"],
        terms=[term(0), term()],
    )  # fmt: skip
    refused("is not initial", up, keep("x - 5", ">=", None, "from five"))
    assumed = positivity("start", "x - 5", ">=", given=[["x - 5", ">="]], terms=[term(0)])
    refused("which walk does not give", up, assumed, keep("x - 5", ">=", "start", "from five"))


def test_a_step_may_not_assume_its_own_conclusion() -> None:
    """-x' ≥ 0 may not be assumed at the next state in order to prove it there."""
    same = positivity("same", "-x_next", ">=", given=[["-x_next", ">="]], terms=[term(0)])
    start = positivity("start", "-x", ">=", relations=["x - x0", "x0"], cofactors=["-1", "-1"])
    refused("which walk does not give", same, start, keep("-x", ">=", "start", "same"))


def test_a_step_may_not_assume_more_than_the_system_gives() -> None:
    """A step lemma with a stray hypothesis or relation does not speak of this system."""
    zero = positivity("zero", "-x_next", ">=", given=[["-1 - x", ">="]], relations=[STEP],
                      cofactors=["-1"], terms=[term(0)])  # fmt: skip
    start = positivity("start", "-x", ">=", relations=["x - x0", "x0"], cofactors=["-1", "-1"])
    refused("which walk does not give", zero, start, keep("-x", ">=", "start", "zero"))
    stray = positivity("stray", "-x_next", ">=", relations=["x_next"], cofactors=["-1"])
    refused("a relation that walk does not", stray, start, keep("-x", ">=", "start", "stray"))


def test_an_invariant_speaks_of_one_state() -> None:
    """x·(x − x') ≥ 0 is true at time 0 for every x', and its step is empty; it is no invariant."""
    polynomial = "x*(x - x_next)"
    start = positivity("start", polynomial, ">=", relations=["x - x0", "x0"],
                       cofactors=["x - x_next", "x - x_next"])  # fmt: skip
    empty = positivity("empty", "x_next*(x_next - x_next)", ">=")
    refused("mentions 'x_next'", start, empty, keep(polynomial, ">=", "start", "empty"))
    square = positivity("square", "E**2", ">=", terms=[term(square="E")])
    refused("mentions 'E'", square, keep("E**2", ">=", "square", "square"))


def test_what_holds_initially_does_not_hold_always() -> None:
    """x = 0 at time 0: neither the initial condition nor the initial value is known later."""
    initial = walk(initial=[["-x", ">="]])
    lemma = positivity("lemma", "-x", ">=", given=[["-x", ">="]], terms=[term(0)])
    use = rule("consequence", "use", "walk", sequents=["lemma"])
    refused("which walk does not give", lemma, use, systems=(initial,))
    lemma = identity("lemma", "x", "x0", relations=["x - x0"], cofactors=["1"])
    refused("a relation that walk does not give", lemma, use)


def test_an_instant_relation_at_time_zero_is_not_about_now() -> None:
    """y = x at each state gives y = x_0 at time 0 only, as y has no initial value of its own."""
    tied = walk(instant=["y - x"])
    lemma = identity("lemma", "y", "x0", relations=["y - x0"], cofactors=["1"])
    use = rule("consequence", "use", "walk", sequents=["lemma"])
    refused("a relation that walk does not give", lemma, use, systems=(tied,))


def test_a_guard_is_no_fact_about_the_last_state() -> None:
    """The guard 5 − x > 0 fails at the last state, so nothing always true may rest on it."""
    guarded = walk(guards=[["5 - x", ">"]])
    lemma = positivity("lemma", "5 - x", given=[["5 - x", ">"]], terms=[term(0)])
    use = rule("consequence", "use", "walk", sequents=["lemma"])
    refused("which walk does not give", lemma, use, systems=(guarded,))
    ahead = positivity("ahead", "5 - x_next", given=[["5 - x_next", ">"]], terms=[term(0)])
    start = positivity("start", "5 - x", relations=["x - x0", "x0"], cofactors=["-1", "-1"],
                       terms=[term(weight="5")])  # fmt: skip
    refused("does not give", ahead, start, keep("5 - x", ">", "start", "ahead"), systems=(guarded,))


def test_a_consequence_may_not_use_the_step() -> None:
    """What follows from the step relation holds between two states, not at the last one."""
    lemma = identity("lemma", "x_next", "x + 1", relations=[STEP], cofactors=["1"])
    refused("does not give", lemma, rule("consequence", "use", "walk", sequents=["lemma"]))


def test_a_fact_of_one_system_is_not_one_of_another() -> None:
    """An invariant established for one system may not be assumed in another."""
    other = WALK | {"name": "other"}
    lemma = positivity("lemma", "x + 1", given=[["x", ">="]], terms=[term(0), term()])
    use = rule("consequence", "use", "other", sequents=["lemma"])
    refused("which other does not give", UP, AT_ZERO, NONNEGATIVE, lemma, use, systems=(WALK, other))
    proved(UP, AT_ZERO, NONNEGATIVE, lemma, use | {"system": "walk"})


GROWS = positivity("grows", "x_next + 1 - (x + 1)", ">=", relations=[STEP], cofactors=["1"], terms=[term()])
GROWTH = rule(
    "growth", "growth", "walk", quantity="x + 1", ratio="1", direction=">=", step="grows",
    nonnegative=None,
)  # fmt: skip


def test_growth_needs_a_nonnegative_ratio() -> None:
    """X' ≥ −X at each step does not give X_t ≥ (−1)^t·X_0."""
    step = positivity("step", "x_next + 1 - (-1)*(x + 1)", ">=", given=[["x", ">="]],
                      relations=[STEP], cofactors=["1"], terms=[term(0, weight="2"), term(weight="3")],
                      )  # fmt: skip
    negative = GROWTH | {"step": "step", "ratio": "-1"}
    refused("nothing shows nonnegative", UP, AT_ZERO, NONNEGATIVE, step, negative)
    shown = positivity("shown", "1", ">=", terms=[term()])
    named = negative | {"nonnegative": "shown"}
    refused("the rule needs nonnegative", UP, AT_ZERO, NONNEGATIVE, step, shown, named)


def test_growth_goes_one_way() -> None:
    """The lemma X' ≥ ρX supports X_t ≥ …, not X_t ≤ …, and no third direction exists."""
    assert "X_t >= X_0" in str(proved(GROWS, GROWTH))
    refused("the rule needs X' <=", GROWS, GROWTH | {"direction": "<="})
    refused("not >= or <=", GROWS, GROWTH | {"direction": "="})
    refused("not about one state", GROWS, GROWTH | {"quantity": "x_next"})
    refused("the rule needs X' >=", GROWS, GROWTH | {"ratio": "2"})


GEOMETRIC = positivity("geometric", "x + 1 - E", ">=", given=[["x + 1 - E*(x0 + 1)", ">="]],
                       relations=["x0"], cofactors=["E"], terms=[term(0)])  # fmt: skip
POWER = rule("at-every-time", "power", "walk", uses=[{"fact": "growth", "power": "E"}], assume=[],
             sequent="geometric")  # fmt: skip


def test_a_power_needs_a_constant_ratio_and_an_initial_value() -> None:
    """ρ^t has no meaning for a ratio that changes, nor X_0 for a quantity without initial value."""
    step = positivity("moving", "x_next + 1 - (1 - y**2)*(x + 1)", ">=", given=[["x", ">="]],
                      relations=[STEP], cofactors=["1"],
                      terms=[term(), term(0, square="y"), term(square="y")])  # fmt: skip
    varying = GROWTH | {"step": "moving", "ratio": "1 - y**2", "nonnegative": "small"}
    small = positivity("small", "1 - y**2", ">=", given=[["1 - y**2", ">="]], terms=[term(0)])
    tame = walk(conditions=[["1 - y**2", ">="]])
    before = (UP, AT_ZERO, NONNEGATIVE, step, small, varying)
    refused("no constant ratio", *before, GEOMETRIC, POWER, systems=(tame,))
    nameless = walk(origin={}, initial=[["x", "="]])
    refused("X_0 is not written", GROWS, GROWTH, GEOMETRIC, POWER, systems=(nameless,))


@pytest.mark.parametrize("symbol", ["x", "x_next", "x0", "m", "y"])
def test_a_power_needs_a_fresh_symbol(symbol: str) -> None:
    """The symbol for ρ^t may not be one that already means something in the system."""
    used = POWER | {"uses": [{"fact": "growth", "power": symbol}]}
    refused("not a fresh symbol", GROWS, GROWTH, GEOMETRIC, used)


def test_a_power_stands_for_one_ratio_and_is_declared() -> None:
    """One symbol cannot stand for 1^t and 2^t, and an undeclared one stands for nothing."""
    zero = positivity("zero", "0 - 2*0", ">=")
    other = rule("growth", "other", "walk", quantity="0", ratio="2", direction=">=", step="zero",
                 nonnegative=None)  # fmt: skip
    both = [{"fact": "growth", "power": "E"}, {"fact": "other", "power": "E"}]
    refused("stands for two powers", GROWS, GROWTH, zero, other, GEOMETRIC, POWER | {"uses": both})
    unknown = POWER | {"uses": [{"fact": "growth", "power": "P"}]}
    refused("undeclared variable 'P'", GROWS, GROWTH, GEOMETRIC, unknown)


def test_a_power_is_positive_only_if_its_ratio_is() -> None:
    """E = ρ^t > 0 may be used when ρ > 0 is known, and E ≤ 1 when ρ ≤ 1 is known besides."""
    decays = system("walk", "x", origin={"x": "x0"}, parameters=["x0", "m"], relations=["x_next - m*x"])
    falls = positivity("falls", "x_next - m*x", ">=", relations=["x_next - m*x"], cofactors=["1"])
    shrink = rule("growth", "growth", "walk", quantity="x", ratio="m", direction=">=", step="falls",
                  nonnegative=None)  # fmt: skip
    above = positivity("above", "E", given=[["E", ">"]], terms=[term(0)])
    below = positivity("below", "1 - E", ">=", given=[["1 - E", ">="]], terms=[term(0)])
    for conditions, lemma, allowed in [
        ([["m", ">="]], above, False),
        ([["m", ">"]], above, True),
        ([["m", ">"]], below, False),
        ([["m", ">="], ["1 + m", ">="]], below, False),
        ([["m", ">="], ["1 - m", ">="]], below, True),
    ]:
        chosen = decays | {"conditions": conditions}
        use = POWER | {"sequent": lemma["name"]}
        if allowed:
            proved(falls, shrink, lemma, use, systems=(chosen,))
        else:
            refused("does not give", falls, shrink, lemma, use, systems=(chosen,))


def test_equations_must_hold_at_time_zero_and_propagate() -> None:
    """y = x is kept by no step of the walk, and x = 1 does not hold at time 0."""
    start = identity("start", "x", "0", relations=["x - x0", "x0"], cofactors=["1", "1"])
    moved = identity("moved", "x_next - 1", "0", relations=[STEP, "x"], cofactors=["1", "1"])
    claimed = rule("equations", "kept", "walk", equations=["x"], start=["start"], steps=["moved"])
    refused(r"the rule needs \(x\)' = 0", start, moved, claimed)
    ahead = identity("ahead", "x_next", "0", relations=["x_next"], cofactors=["1"])
    refused("relation that walk does not", start, ahead, claimed | {"steps": ["ahead"]})
    refused("is not initial", start, moved, claimed | {"start": [None]})


@pytest.mark.parametrize(
    "changed",
    [
        {"origin": {"x": "x0", "y": "x0"}},
        {"origin": {"x": "y"}},
        {"origin": {"m": "x0"}},
        {"parameters": ["x0", "m", "x"]},
        {"parameters": ["x0", "x0", "m"]},
        {"parameters": ["x0", "m", "nowhere"]},
        {"next": {"x": "x_next", "y": "x_next"}},
        {"next": {"x": "x", "y": "y_next"}},
        {"conditions": [["x_next", ">"]]},
        {"guards": [["E", ">"]]},
        {"initial": [["x_next", "="]]},
        {"instant": ["x - x_next"]},
        {"relations": ["x_next - E"]},
        {"conditions": [["x", "<"]]},
        {"conditions": [["x"]]},
        {"conditions": ["x > 0"]},
    ],
)
def test_systems_are_well_formed(changed: dict[str, Any]) -> None:
    """A variable with two roles, none, or a shared initial value makes the system inadmissible."""
    fine = positivity("p", "1", terms=[term()])
    proved(fine)
    reasons = "two roles|origin maps|one initial value|mentions|distinct names|a condition is"
    refused(reasons, fine, systems=(walk(**changed),))
