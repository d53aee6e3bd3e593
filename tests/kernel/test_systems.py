"""What a system gives at a step, at a state and at time 0: all of it, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.kernel.attacks import STEP, changed, proved, refused, rejected, walk, with_step
from tests.kernel.build import identity, positivity, rule, system, term
from tests.kernel.toys import CLIMB
from verifier.kernel import replay

USE = rule("consequence", "use", "walk", sequents=["lemma"])
NAMED = {"x": "x0", "y": "m"}
"""Both variables of the walk have initial values."""


@pytest.mark.parametrize(
    ("fields", "given"),
    [
        ({"conditions": [["x - 5", ">="]]}, "x0 - 5"),
        ({"conditions": [["x + y*m", ">="]], "origin": NAMED}, "x0 + m**2"),
        ({"initial": [["x0 - m", ">="]]}, "x0 - m"),
    ],
)
def test_what_holds_at_time_zero_of_parameters_holds_always(fields: Any, given: str) -> None:
    """A condition on initial values, or on any parameters, may be used at every state."""
    lemma = positivity("lemma", given, ">=", given=[[given, ">="]], terms=[term(0)])
    proved(lemma, USE, systems=(walk(**fields),))
    refused("which walk does not give", lemma, USE)


def test_an_instant_relation_of_initial_values_holds_always() -> None:
    """y = x at each state gives m = x_0, at every state and at the start, if these are their values."""
    lemma = identity("lemma", "m", "x0", relations=["m - x0"], cofactors=["1"])
    kept = rule("equations", "kept", "walk", equations=["m - x0"], start=["lemma"], steps=["lemma"])
    for use in (USE, kept):
        proved(lemma, use, systems=(walk(instant=["y - x"], origin=NAMED),))
        refused("a relation that walk does not give", lemma, use, systems=(walk(origin=NAMED),))


def test_a_start_is_its_initial_value_and_not_its_negative() -> None:
    """x_0 − x = 0 may be used at the start; x + x_0 = 0 would make x ≥ 0 of x_0 ≤ 0."""
    up = positivity("up", "x_next", ">=", given=[["x", ">="]], relations=[STEP], cofactors=["1"],
                    terms=[term(0), term()])  # fmt: skip
    kept = rule("invariant", "kept", "walk", invariants=[["x", ">="]], start=["start"], steps=["up"])
    for sign, relation, cofactor in (("", "x - x0", "1"), ("", "x0 - x", "-1"), ("-", "x + x0", "1")):
        start = positivity("start", "x", ">=", given=[[f"{sign}x0", ">="]], relations=[relation],
                           cofactors=[cofactor], terms=[term(0)])  # fmt: skip
        from_there = (walk(initial=[[f"{sign}x0", ">="]]),)
        if sign:
            refused("a relation that walk does not give", up, start, kept, systems=from_there)
        else:
            proved(up, start, kept, systems=from_there)


def test_growth_from_above_is_not_growth_of_a_sum() -> None:
    """X' ≤ mX bounds X from above; X' + X ≥ 0 does not say that X' ≤ X."""
    doubles = system("walk", "x", origin={"x": "x0"}, parameters=["x0"], conditions=[["x", ">="]],
                     relations=["x_next - 2*x"])  # fmt: skip
    claim = rule("growth", "growth", "walk", quantity="x", ratio="2", direction="<=", step="twice",
                 nonnegative=None)  # fmt: skip
    twice = positivity("twice", "2*x - x_next", ">=", relations=["x_next - 2*x"], cofactors=["-1"])
    assert "X_t <= X_0" in str(proved(twice, claim, systems=(doubles,)))
    both = positivity("twice", "x + x_next", ">=", given=[["x", ">="]], relations=["x_next - 2*x"],
                      cofactors=["1"], terms=[term(0, weight="3")])  # fmt: skip
    refused("needs X' <= ", both, claim | {"ratio": "1"}, systems=(doubles,))


def test_a_power_bounds_from_the_side_that_was_proved() -> None:
    """X' ≤ mX gives X_t ≤ m^t·X_0, not ≥, and nothing of a sum."""
    scaled = system("walk", "x", origin={"x": "x0"}, parameters=["x0", "m"], conditions=[["m", ">="]],
                    relations=["x_next - m*x"])  # fmt: skip
    step = positivity("step", "m*x - x_next", ">=", relations=["x_next - m*x"], cofactors=["-1"])
    growth = rule("growth", "growth", "walk", quantity="x", ratio="m", direction="<=", step="step",
                  nonnegative=None)  # fmt: skip
    power = rule("at-every-time", "power", "walk", uses=[{"fact": "growth", "power": "E"}], assume=[],
                 sequent="gap")  # fmt: skip
    for gap in ("E*x0 - x", "x - E*x0", "x + E*x0", "-x - E*x0"):
        lemma = positivity("gap", gap, ">=", given=[[gap, ">="]], terms=[term(0)])
        if gap == "E*x0 - x":
            proved(step, growth, lemma, power, systems=(scaled,))
        else:
            refused("which walk does not give", step, growth, lemma, power, systems=(scaled,))


def test_a_ratio_may_be_made_of_every_parameter() -> None:
    """A growth by m·x_0 at each step has the power (m·x_0)^t."""
    scaled = system("walk", "x", origin={"x": "x0"}, parameters=["x0", "m"], conditions=[["m*x0", ">="]],
                    relations=["x_next - m*x0*x"])  # fmt: skip
    step = positivity("step", "x_next - m*x0*x", ">=", relations=["x_next - m*x0*x"], cofactors=["1"])
    growth = rule("growth", "growth", "walk", quantity="x", ratio="m*x0", direction=">=", step="step",
                  nonnegative=None)  # fmt: skip
    above = positivity("above", "E", ">=", given=[["E", ">="]], terms=[term(0)])
    power = rule("at-every-time", "power", "walk", uses=[{"fact": "growth", "power": "E"}], assume=[],
                 sequent="above")  # fmt: skip
    assert "E = (m*x0)^t" in str(proved(step, growth, above, power, systems=(scaled,)))
    stray = power | {"uses": [{"fact": "growth", "power": "E", "note": ""}]}
    refused("^a use in step 'power' has a stray field 'note'$", step, growth, above, stray,
            systems=(scaled,))  # fmt: skip


def test_a_growth_is_nonnegative_at_the_event() -> None:
    """A sequent for the growth at events may assume the event; one for another rule may not."""
    grows = positivity("grows", "x_next - (1 + d)*x", ">=", relations=["x_next - x - d*x"], cofactors=["1"])
    more = positivity("more than one", "1 + d", ">=", given=[["d", ">"]], terms=[term(), term(0)])
    toy = with_step(CLIMB, "doublings", grows, more)
    fields = {"growth": "1 + d", "at_event": "grows", "nonnegative": "more than one"}
    assert "ρ = 1 + d" in str(replay(changed(toy, "doublings", **fields)).facts["doublings"])
    rejected("which climb does not give", changed(toy, "doublings", **fields, event=[["1 - x", ">"]]))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"note": "x"}, "system 'walk' has a stray field 'note'"),
        ({"initial": [["x_next", ">"]]}, "system 'walk': x_next > 0 mentions 'x_next', which it may not"),
        ({"guards": [["E", ">="]]}, "system 'walk': E >= 0 mentions 'E', which it may not"),
        ({"instant": ["x_next"]}, "system 'walk': an instant relation mentions 'x_next', which it may not"),
        ({"relations": ["E - x"]}, "system 'walk': a relation mentions 'E', which it may not"),
    ],
)
def test_a_refused_system_is_named(fields: Any, message: str) -> None:
    """The message says which system it is, and what in it is wrong."""
    refused(f"^{message}$", positivity("p", "1", terms=[term()]), systems=(walk(**fields),))


def test_a_refused_invariant_is_named() -> None:
    """The message says which condition is not what the start or the step shows, or is about no state."""
    no = identity("no", "1", "1")
    kept = rule("invariant", "kept", "walk", invariants=[["x + 1", ">"]], start=["no"], steps=["no"])
    refused(r"^step 'kept': step 'no' concludes 1 - \(1\) = 0, but the rule needs x \+ 1 > 0$", no, kept)
    initial = (walk(initial=[["x + 1", ">"]]),)
    needs = r"the rule needs \(x \+ 1\)\[x:=x_next, y:=y_next\] > 0$"
    refused(needs, no, kept | {"start": [None]}, systems=initial)
    ahead = kept | {"invariants": [["x_next", ">"]]}
    refused("^step 'kept': x_next > 0 mentions 'x_next', which it may not$", no, ahead)
    foreign = changed(CLIMB | {"variables": [*CLIMB["variables"], "z"]}, "doublings", event=[["z", ">"]])
    rejected("^step 'doublings': z > 0 mentions 'z', which it may not$", foreign)
