"""What the sequents of a step, of a state and of the start may assume, one by one, on x' = x + 1."""

from __future__ import annotations

from typing import Any

import pytest

from tests.kernel.attacks import STEP, VARIABLES, changed, proved, refused, rejected, walk, with_step
from tests.kernel.build import Json, positivity, rule, term
from tests.kernel.toys import CLIMB
from verifier.kernel import replay
from verifier.kernel.conditions import read_condition
from verifier.kernel.rings import FractionRing
from verifier.kernel.systems import read_system, require_step_condition

GROWTH = rule(
    "growth", "use", "walk", quantity="x", ratio="1", direction=">=", step="lemma", nonnegative=None
)
TRUE = positivity("true", "1", terms=[term()])
START = rule("invariant", "use", "walk", invariants=[["1", ">"]], start=["lemma"], steps=["true"])
STATE = rule("consequence", "use", "walk", sequents=["lemma"])


def assuming(given: str, use: Json) -> list[Json]:
    """A sequent that assumes this and does not need it, and the rule that cites it."""
    if use is GROWTH:
        lemma = positivity("lemma", "x_next - x", ">=", given=[[given, ">"]], relations=[STEP],
                           cofactors=["1"], terms=[term()])  # fmt: skip
    else:
        lemma = positivity("lemma", "1", given=[[given, ">"]], terms=[term()])
    return [TRUE, lemma, use]


@pytest.mark.parametrize(
    ("fields", "given", "uses"),
    [
        ({"conditions": [["y", ">"]]}, "y", (GROWTH, START, STATE)),
        ({"conditions": [["y", ">"]]}, "y_next", (GROWTH,)),
        ({"conditions": [["x", ">"]]}, "x0", (GROWTH, START, STATE)),
        ({"guards": [["y", ">"]]}, "y", (GROWTH,)),
        ({"guards": [["y", ">"]]}, "y_next", ()),
        ({"initial": [["m", ">"]]}, "m", (GROWTH, START, STATE)),
        ({"initial": [["y", ">"]]}, "y", (START,)),
        ({"sigma": [["x", "y"]]}, "y", (GROWTH, START, STATE)),
        ({"sigma": [["x", "y"]]}, "1 - y", (GROWTH, START, STATE)),
        ({"sigma": [["x", "y"]]}, "1 - y_next", (GROWTH,)),
        ({"softplus": [["x", "y"]]}, "1 - y", ()),
    ],
)
def test_what_may_be_assumed_where(fields: Any, given: str, uses: tuple[Json, ...]) -> None:
    """Conditions everywhere, guards before a step, initial ones at the start; 0 < σ < 1, but not ℓ."""
    for use in (GROWTH, START, STATE):
        refused("which walk does not give", *assuming(given, use))
        if use in uses:
            proved(*assuming(given, use), systems=(walk(**fields),))
        else:
            refused("which walk does not give", *assuming(given, use), systems=(walk(**fields),))


def test_what_is_positive_at_the_start_is_not_zero_there() -> None:
    """Only an initial equality is a relation: x_0 ≥ 0 does not make x ≤ 0 at the start."""
    start = positivity("start", "-x", ">=", relations=["x - x0", "x0"], cofactors=["-1", "-1"])
    kept = rule("invariant", "kept", "walk", invariants=[["-x", ">="]], start=["start"], steps=["true"])
    for sign in (">=", ">", "!="):
        refused("uses a relation that walk does not", TRUE, start, kept,
                systems=(walk(initial=[["x0", sign]]),))  # fmt: skip
    refused("step 'true' concludes 1 > 0, but the rule needs", TRUE, start, kept)


def test_an_invariant_may_start_from_what_is_known() -> None:
    """What a condition says of each state, or of initial values, needs no sequent for the start."""
    above = (walk(conditions=[["x", ">"], ["y", ">"]]),)
    for name, after in (("x", "x_next"), ("y", "y_next"), ("x0", "x0")):
        step = positivity("step", after, given=[[after, ">"]], terms=[term(0)])
        kept = rule("invariant", "kept", "walk", invariants=[[name, ">"]], start=[None], steps=["step"])
        proved(step, kept, systems=above)
    refused("is not initial", step, kept)
    for lists in ({"start": []}, {"steps": []}, {"start": [None, None]}, {"steps": ["step", "step"]}):
        refused("^step 'kept': one start and one step an invariant$", step, kept | lists, systems=above)


def test_an_invariant_holds_at_the_next_state_too() -> None:
    """Once y + 1 > 0 is known at every state, a step may assume it of the next one."""
    above = (walk(conditions=[["y", ">="]]),)
    steps = [
        positivity("now", "y + 1", given=[["y", ">="]], terms=[term(0), term()]),
        positivity("next", "y_next + 1", given=[["y_next", ">="]], terms=[term(0), term()]),
        rule("invariant", "kept", "walk", invariants=[["y + 1", ">"]], start=["now"], steps=["next"]),
    ]
    proved(*steps, *assuming("y_next + 1", GROWTH), systems=above)
    refused("which walk does not give", *assuming("y_next + 1", GROWTH), systems=above)
    derived = rule("consequence", "kept", "walk", sequents=["now"])
    proved(steps[0], derived, *assuming("y_next + 1", GROWTH), systems=above)


def test_a_ratio_is_about_this_state() -> None:
    """A ratio that mentions the next state, or a variable foreign to the system, is refused."""
    for ratio in ("x_next**2", "E**2"):
        refused("is not about one state of walk", TRUE, GROWTH | {"ratio": ratio, "step": "true"})


def test_a_consequence_is_about_this_state() -> None:
    """A square is nowhere negative, but that of the next state or of a foreign variable is no condition."""
    for name in ("x_next", "E"):
        square = positivity("lemma", f"{name}**2", ">=", terms=[term(square=name)])
        refused(rf"^step 'use': {name}\*\*2 >= 0 mentions '{name}', which it may not$", square, STATE)


def test_an_event_shows_what_it_says() -> None:
    """At an event 2d − 1 > 0 the growth 2d − 1 is nonnegative, without a sequent; it is not elsewhere."""
    grows = positivity("grows", "x_next - (2*d - 1)*x", ">=", given=[["x", ">"]],
                       relations=["x_next - x - d*x", "d*d - d"], cofactors=["1", "-x"],
                       terms=[term(0), term(0, square="1 - d")])  # fmt: skip
    toy = with_step(CLIMB, "doublings", grows)
    fields = {"growth": "2*d - 1", "at_event": "grows"}
    event = [["2*d - 1", ">"]]
    assert "ρ = 2*d - 1" in str(replay(changed(toy, "doublings", event=event, **fields)).facts["doublings"])
    rejected("nothing shows nonnegative", changed(toy, "doublings", **fields))


def test_a_given_condition_is_cited_by_its_number() -> None:
    """True is no 1: neither a factor nor a multiplier can be named by it."""
    given = [["y", ">"], ["x", ">"]]
    proved(positivity("p", "x", given=given, terms=[term(1)]))
    for number in (True, -1, 2, "1", 1.0):
        message = rf"^step 'p': no given condition number {number!r}$"
        refused(message, positivity("p", "x", given=given, terms=[term() | {"factors": [number]}]))
        refused(message, positivity("p", "x", given=given, terms=[term(1)], multiplier=[number]))


def test_a_condition_on_a_step_is_about_both_its_ends() -> None:
    """This state, the next one and the parameters may all stand in it."""
    ring = FractionRing(VARIABLES.split())
    condition = read_condition(["x_next + y - x0*m", ">"], ring)
    require_step_condition(condition, read_system(walk(), ring), ring)


def test_a_growth_of_another_system_has_no_power_here() -> None:
    """What doubles at each step of one system says nothing of the walk."""
    doubles = walk(name="doubles", relations=["x_next - 2*x"], initial=[])
    lemma = positivity("lemma", "x_next - 2*x", ">=", relations=["x_next - 2*x"], cofactors=["1"])
    growth = GROWTH | {"name": "growth", "system": "doubles", "ratio": "2"}
    bound = positivity("bound", "x - E*x0", ">=", given=[["x - E*x0", ">="]], terms=[term(0)])
    use = rule("at-every-time", "use", "doubles", uses=[{"fact": "growth", "power": "E"}], assume=[],
               sequent="bound")  # fmt: skip
    systems = (walk(), doubles)
    proved(lemma, growth, bound, use, systems=systems)
    refused("^step 'use': 'growth' has no constant ratio here$", lemma, growth, bound,
            use | {"system": "walk"}, systems=systems)  # fmt: skip
