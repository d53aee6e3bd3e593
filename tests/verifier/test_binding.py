"""The criterion: what the kernel accepts is no proof of a claim if it says nothing, or something else.

Each certificate here is one that the kernel rightly accepts.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.kernel.build import Json, certificate, identity, positivity, rule, system, term
from tests.kernel.toys import TOYS
from tests.kernel.toys_flow import INCREASES, VARIABLES, flow
from verifier.binding import objections, says_nothing
from verifier.certificates import conclusion_of
from verifier.kernel import Replay, replay
from verifier.kernel.conditions import Condition, Counted
from verifier.kernel.rings import RINGS

X, ONE = ["x", ">"], positivity("one", "1", terms=[term()])
AGAIN = positivity("again", "x", given=[X], terms=[term(0)])
SQUARE = identity("square", "(x + 1)**2", "x**2 + 2*x + 1")
DOUBLES = "x_next - 2*x"
RUN = system("run", "x", origin={"x": "x0"}, parameters=["x0"], relations=[DOUBLES])
GROWS = [
    positivity("doubles", DOUBLES, ">=", relations=[DOUBLES], cofactors=["1"]),
    rule("growth", "growth", "run", quantity="x", ratio="2", direction=">=", step="doubles",
         nonnegative=None),
]  # fmt: skip


def one(step: Json, *before: Json, systems: tuple[Json, ...] = (RUN,), variables: str = "") -> Json:
    """A certificate that concludes its last step."""
    return certificate(variables or "x x_next x0 y z z_next E", [*before, step], [step["name"]], *systems)


def every_state(step: Json, **run: Any) -> Json:
    """One in which a sequent is a statement about every state of a run."""
    return one(rule("consequence", "always", "run", sequents=[step["name"]]), step, systems=(RUN | run,))


def at_every_time(sequent: Json, *assume: list[str], **run: Any) -> Json:
    """One in which it is a statement about every time."""
    uses = [{"fact": "growth", "power": "E"}]
    step = rule("at-every-time", "then", "run", uses=uses, assume=[*assume], sequent=sequent["name"])
    return one(step, *GROWS, sequent, systems=(RUN | run,))


def growth(ratio: str, run: str) -> Json:
    """One about the growth of the number 1, along a run of any name."""
    less, positive = ["1 - x0", ">="], ["x0", ">"]
    step = rule("growth", "growth", run, quantity="1", ratio=ratio, direction=">=", step="less",
                nonnegative=None if ratio == "x0" else "one")  # fmt: skip
    shown = positivity("less", f"1 - ({ratio})*1", ">=", given=[less], terms=[term(0)])
    shown |= {} if ratio == "x0" else {"given": [], "terms": []}
    here = system(run, "x", parameters=["x0"], conditions=[less, positive])
    return one(step, shown, ONE, systems=(here,))


def along(target: str, **fields: Any) -> Json:
    """One about all points, of which the target knows nothing."""
    flat = positivity("slope", "0", ">=")
    m = positivity("m", "m", ">=", given=[["m", ">="]], terms=[term(0)])
    return one(flow("flow", target, "slope", **fields), flat, ONE, m, systems=(), variables=VARIABLES)


def multiple(factor: str, sign: str = ">", then: str = ">", given: str = "x") -> Json:
    """A multiple of a premise."""
    shown = positivity("again", f"{factor}*{given}", then, given=[[given, sign]])
    return one(shown | {"terms": [term(0, weight=factor)]})


def counted(*more: Json) -> Json:
    """One that counts the steps of a run along which d is 0 and 1 in turn, and never positive."""
    off, alternates = ["-d", ">="], "d_next - 1 + d"
    halves = positivity("halves", "1 - 2*1", ">=", given=[off, ["-d_next", ">="]], relations=[alternates],
                        cofactors=["1"], terms=[term(0), term(1)])  # fmt: skip
    cap = positivity("cap", "3 - 1", terms=[term(weight="2")])
    steps = [halves, positivity("same", "1 - 1", ">="), cap]
    steps += [
        rule("counting", "steps", "d", event=[["1", ">"]], quantity="1", growth="2", cap="3",
             at_event="halves", otherwise="same", below_cap="cap", nonnegative="two"),
    ]  # fmt: skip
    numbers = [positivity(name, n, terms=[term(weight=n)]) for name, n in (("two", "2"), ("three", "3"))]
    *before, last = [ONE, *numbers, *steps, *more]
    run = system("d", "d", conditions=[off], relations=[alternates])
    return one(last, *before, systems=(run,), variables="d d_next")


FALSE = positivity(
    "anything", "x", ">=", given=[["-1", ">"]],
    terms=[term(square="x/2 + 1/2"), term(0, square="x/2 - 1/2")],
)  # fmt: skip
MODULO_ONE = identity("anything", "x", "y", relations=["1"], cofactors=["x - y"])
DIVIDED = identity("again", "x", "0", relations=["2*x"], cofactors=["1/2"])
NESTED = identity("same", "x - (y)", "x - (y)")

NOTHING: dict[str, Json] = {
    "number": one(ONE),
    "number that is expanded": one(positivity("one", "0*x + 1", terms=[term()])),
    "0 at least 0": one(positivity("zero", "x - x", ">=")),
    "identity as an inequality": one(positivity("zero", "(x + 1)**2 - x**2 - 2*x - 1", ">=")),
    "premise": one(AGAIN),
    "multiple": multiple("2"),
    "part": multiple("1/2"),
    "weaker": multiple("1", then=">="),
    "second premise": one(AGAIN | {"given": [["y", ">"], X], "terms": [term(1)]}),
    "multiple of a relation": one(DIVIDED),
    "relation turned round": one(identity("z", "-3*x", "0", relations=["x"], cofactors=["-3"])),
    "same on both sides": one(identity("same", "x", "x")),
    "same with a difference inside": one(NESTED),
    "same but for the order": one(identity("same", "x + 1", "1 + x")),
    "same at every state": every_state(positivity("zero", "x*y - y*x", ">=")),
    "number written otherwise": one(identity("four", "(1 + 1)**2", "4")),
    "x = x + 1": one(identity("absurd", "x", "x + 1", relations=["x", "x - 1"], cofactors=["-1", "1"])),
    "1 = 0": one(MODULO_ONE),
    "2 = 0": one(MODULO_ONE | {"relations": ["x**2", "2"], "cofactors": ["0", "x/2 - y/2"]}),
    "-1 > 0": one(FALSE),
    "number at every state": every_state(ONE),
    "declared": every_state(AGAIN, conditions=[["y", ">"], X], parameters=["x0", "y"]),
    "declared relation": every_state(DIVIDED, instant=["x0", "2*x"]),
    "declared falsehood": every_state(FALSE, conditions=[["-1", ">"]]),
    "number at every time": at_every_time(ONE, X),
    "assumed at every time": at_every_time(AGAIN, X),
    "declared at every time": at_every_time(AGAIN, conditions=[X]),
    "number from point to point": along("1", start="one"),
    "assumed from point to point": along("m", start="m", parameters=["m"], assumed=[["m", ">="]]),
    "growth of a number": growth("1", "run"),
    "count of a number": counted(),
    "bound on a number": counted(
        rule("logarithm", "bound", "d", fact="steps", ratio="2", left="1", right="3", shrinks=False,
             left_positive="one", right_positive="three", ratio_positive="two", ratio_against_one="one")
    ),
    "growth of a number along x": growth("1", "x"),
}  # fmt: skip

SOMETHING: dict[str, Json] = {
    "identity": one(SQUARE),
    "sum of premises": one(positivity("sum", "x + y", given=[X, ["y", ">"]], terms=[term(0), term(1)])),
    "square": one(positivity("square", "x**2", ">=", terms=[term(square="x")])),
    "product": one(positivity("xy", "x*y", given=[X, ["y", ">"]], terms=[term(0, 1)])),
    "other multiples": one(
        positivity("p", "x + 2*y", given=[["2*x + y", ">"], ["y", ">"]],
                   terms=[term(0, weight="1/2"), term(1, weight="3/2")])
    ),
    "other fractions": one(
        positivity("p", "x + 1/3*y", given=[["x + 1/2*y", ">"], X],
                   terms=[term(0, weight="2/3"), term(1, weight="1/3")])
    ),
    "less is known": one(positivity("p", "2*x + 1", given=[X], terms=[term(0, weight="2"), term()])),
    "1 > 0 is no falsehood": one(
        positivity("square", "x**2", ">=", given=[["1", ">"]], relations=["0"], cofactors=["0"],
                   terms=[term(square="x")])
    ),
    "other way round": one(
        positivity("below", "-1*x", ">=", given=[["x", ">="], ["-x - y", ">="], ["y", ">="]],
                   terms=[term(1), term(2)])
    ),
    "two of them": one(identity("sum", "x + y", "0", relations=["x", "y"], cofactors=["1", "1"])),
    "declared by another": one(
        rule("consequence", "always", "run", sequents=["square"]),
        positivity("square", "x**2", ">=", terms=[term(square="x")]),
        systems=(RUN, system("other", "x", conditions=[["x**2", ">="]])),
    ),
    "product at every time": at_every_time(
        positivity("xx", "x*x", given=[X], terms=[term(0, 0)]), X
    ),
    "from point to point": one(*reversed(INCREASES), systems=(), variables=VARIABLES),
    "growth": one(GROWS[1], GROWS[0]),
    "growth of a number by a parameter": growth("x0", "run"),
}  # fmt: skip

BOTH = pytest.mark.parametrize("ring", RINGS)


def concluded(whole: Json, ring: str = "flint") -> Any:
    """The last fact that it concludes."""
    accepted = replay(whole, ring)
    return accepted.facts[accepted.concludes[-1]]


@BOTH
@pytest.mark.parametrize("name", NOTHING)
def test_says_nothing(name: str, ring: str) -> None:
    """A number, what is assumed or declared, equal texts and what a falsehood gives are no theorems."""
    whole = NOTHING[name]

    assert says_nothing(concluded(whole, ring), whole["variables"], whole["systems"])


@BOTH
@pytest.mark.parametrize("name", SOMETHING)
def test_says_something(name: str, ring: str) -> None:
    """An identity, or an inequality that is none of its premises, is left alone."""
    whole = SOMETHING[name]

    assert not says_nothing(concluded(whole, ring), whole["variables"], whole["systems"])


@BOTH
@pytest.mark.parametrize("name", TOYS)
def test_each_kind_of_fact_can_say_something(name: str, ring: str) -> None:
    """What the toys conclude by every rule of the kernel is not refused."""
    accepted = replay(TOYS[name], ring)

    assert not list(objections(accepted, TOYS[name]["variables"], {}, None, TOYS[name]["systems"]))


@pytest.mark.parametrize("part", range(5))
def test_one_part_of_a_count_is_enough(part: int) -> None:
    """It says something if its event, its quantity, its growth or its cap does."""
    *texts, event = ["x" if number == part else "1" for number in range(4)]
    fact = Counted("count", "run", (Condition(None, ">", event),), *texts)

    assert says_nothing(fact, ["x"]) is (part == 4)


def found(whole: Json, shown: dict[str, list[str]], stated: dict[str, str] | None = None) -> list[str]:
    """The objections to a certificate."""
    return [*objections(replay(whole, "flint"), whole["variables"], shown, stated, whole["systems"])]


def test_another_relation_than_the_derivation_shows() -> None:
    """The polynomial and the sign must be those of the derivation, and it must be a relation at all."""
    text = "(x + 1)**2 - (x**2 + 2*x + 1)"
    said = f"'square' concludes all reals  ⊢  {text} = 0, where the derivation shows "
    always, points = SOMETHING["declared by another"], SOMETHING["from point to point"]

    assert found(one(SQUARE), {"square": [text, "="]}) == []
    assert found(one(SQUARE), {"square": [text, ">="]}) == [f"{said}{text} >= 0"]
    assert found(one(SQUARE), {"square": ["x", "="]}) == [f"{said}x = 0"]
    assert found(points, {"increases": ["v - v0", ">="]}) == []
    for other in (["v - v0", ">"], ["v0 - v", ">="]):
        assert len(found(points, {"increases": other})) == 1
    assert found(always, {"always": ["x**2", ">="]}) == [
        "'always' concludes along run, always: x**2 >= 0, where the derivation shows x**2 >= 0"
    ]


def test_a_relation_that_is_not_concluded() -> None:
    """Whatever the derivation shows and the certificate leaves out is named; what it adds is not."""
    whole = one(SQUARE)

    assert found(whole, {}) == []
    assert found(whole, {"other": ["x", ">"]}) == ["it does not conclude 'other'"]


def test_every_objection_is_made() -> None:
    """A certificate that concludes nothing of its claim is told all that is wrong with it."""
    whole = certificate("x x_next", [SQUARE, ONE], ["square", "one"])

    assert found(whole, {"square": ["x", "="], "other": ["x", ">"]}, {}) == [
        "'square' concludes all reals  ⊢  (x + 1)**2 - (x**2 + 2*x + 1) = 0,"
        " where the derivation shows x = 0",
        "'one' says nothing: all reals  ⊢  1 > 0",
        "it does not conclude 'other'",
        "it does not conclude what the table of contents says (see derivations.proof.conclusions)",
    ]


def test_held_to_the_contents() -> None:
    """The contents must have the digest of what it concludes, under its own claim."""
    accepted: Replay = replay(one(SQUARE), "flint")
    right = conclusion_of(accepted)

    assert found(one(SQUARE), {}, {"toy": right}) == []
    for stated in ({}, {"toy": "0" * 64}, {"other": right}):
        assert len(found(one(SQUARE), {}, stated)) == 1
