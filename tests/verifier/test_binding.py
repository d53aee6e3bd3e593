"""The criterion: what the kernel accepts is no proof of a claim if it says nothing, or something else.

Each certificate here is one that the kernel rightly accepts.
"""

from __future__ import annotations

import pytest

from tests.kernel.build import Json, certificate, implies, step, system, term
from tests.kernel.build import along as along_run
from verifier.binding import objections, says_nothing
from verifier.certificates import conclusion_of
from verifier.kernel import Replay, replay
from verifier.kernel.rings import RINGS

X, Y = ["x", ">"], ["y", ">"]
ONE = step("deduce", "one", then=[["1", ">"]])
SQUARE = step("algebra", "square", target="x**2 + 2*x + 1", terms=[term(square="x + 1")])
POWER = {"start": "1", "next": "2*E"}
PLAIN = system("run", "x", "p", step=[["x_next - 2*x", "="]])
DOUBLES = system("run", "x", "p", step=[["x_next - 2*x", "="]], ghosts={"E": POWER})


def one(conclusion: Json, *before: Json, run: Json = DOUBLES) -> Json:
    """A certificate that concludes its last step."""
    return certificate("x x_next p y E E_next", *before, conclusion, systems=(run,))


def deduced(*then: object, given: tuple[object, ...] = ()) -> Json:
    """What is given, concluded again."""
    return one(step("deduce", "again", given=[*given], then=[*then]))


def along(*then: object, run: Json = DOUBLES, given: tuple[object, ...] = (), at: str = "state") -> Json:
    """What is known of every state or step, concluded again."""
    return one(along_run("it", "run", at, given=[*given], then=[*then]), run=run)


def positive(target: str, *terms: Json, given: tuple[object, ...] = (), sign: str = ">") -> Json:
    """A sequent by algebra."""
    return one(step("algebra", "p", target=target, sign=sign, given=[*given], terms=[*terms]))


FALSE = step("algebra", "anything", target="x", given=[["-1", ">"]],
             terms=[term(square="1/2*x + 1/2"), term(0, square="1/2*x - 1/2")])  # fmt: skip
FALSELY = DOUBLES | {"always": [["-1", ">"]]}
NOTHING: dict[str, Json] = {
    "number": one(ONE),
    "number written otherwise": positive("x - x + 1", term()),
    "0 at least 0": positive("x - x", sign=">="),
    "premise": deduced(X, given=(X,)),
    "multiple": positive("2*x", term(0, weight="2"), given=(X,)),
    "part": positive("1/2*x", term(0, weight="1/2"), given=(X,)),
    "weaker": deduced(["x", ">="], given=(X,)),
    "weaker than an equation": deduced(["-x", ">="], given=(["x", "="],)),
    "second premise": deduced(X, given=(Y, X)),
    "relation turned round": deduced(["-3*x", "="], given=(["x", "="],)),
    "two premises": deduced(X, Y, given=(X, Y)),
    "its own supposition": one(step("deduce", "if", suppose=[X], then=[X])),
    "an implication that is given": deduced(implies(X, Y), given=(implies(X, Y),)),
    "what -1 > 0 gives": one(FALSE),
    "what 0 = 1 gives": deduced(X, given=(["1", "="], X)),
    "number at every state": along(["1", ">"]),
    "declared": along(X, run=DOUBLES | {"always": [Y, X], "parameters": ["p", "y"]}),
    "declared of a step": along(["x_next - 2*x", "="], at="step"),
    "declared falsehood": one(
        along_run("it", "run", lemmas=["anything"], then=[["x", ">="]]), FALSE, run=FALSELY
    ),
    "given at every state": along(X, given=(X,)),
    "how a sequence goes on": along(["E_next - 2*E", "="], at="step"),
}
SOMETHING: dict[str, Json] = {
    "square": one(SQUARE),
    "sum of premises": positive("x + y", term(0), term(1), given=(X, Y)),
    "product": positive("x*y", term(0, 1), given=(X, Y)),
    "less is known": positive("2*x + 1", term(0, weight="2"), term(), given=(X,)),
    "one of two conclusions": deduced(X, ["x + 1", ">"], given=(X, ["x + 1", ">"])) | {
        "steps": [
            step("algebra", "more", target="x + 1", sign=">", given=[X], terms=[term(0), term()]),
            step("deduce", "again", given=[X], lemmas=["more"], then=[X, ["x + 1", ">"]]),
        ]
    },
    "1 > 0 is no falsehood": positive("x**2", term(square="x"), given=(["1", ">"],), sign=">="),
    "under a supposition": one(
        step("deduce", "if", suppose=[X], lemmas=["more"], then=[["x + 1", ">"]]),
        step("algebra", "more", target="x + 1", sign=">", given=[X], terms=[term(0), term()]),
    ),
    "square along a run": one(
        along_run("it", "run", lemmas=["square"], then=[["x**2 + 2*x + 1", ">="]]), SQUARE
    ),
    "an invariant that is declared of the start": one(
        step("invariant", "it", system="run", invariants=[X], at_step=["step"]),
        step("algebra", "step", target="x_next", sign=">", given=[["x_next - 2*x", "="], X],
             terms=[term(1, weight="2")], cofactors=[[0, "1"]]),
        run=DOUBLES | {"start": [X]},
    ),
    "a run of another system": one(
        step("inclusion", "it", system="run", into="run"), run=PLAIN
    ),
}  # fmt: skip
BOTH = pytest.mark.parametrize("ring", RINGS)


def concluded(whole: Json, ring: str) -> Json:
    """The fact that it concludes."""
    (statement,) = replay(whole, backend=ring).concludes.values()
    return dict(statement)


@BOTH
@pytest.mark.parametrize("name", NOTHING)
def test_says_nothing(name: str, ring: str) -> None:
    """A number, what is assumed or declared, and what a falsehood gives are no theorems."""
    assert says_nothing(concluded(NOTHING[name], ring))


@BOTH
@pytest.mark.parametrize("name", SOMETHING)
def test_says_something(name: str, ring: str) -> None:
    """What is none of its premises is left alone."""
    assert not says_nothing(concluded(SOMETHING[name], ring))


def test_what_is_carried_to_a_stretch_says_as_much() -> None:
    """A fact within a stretch is judged as the fact itself."""
    loop = step("inclusion", "loop", system="run", into="run")
    carried = step("transfer", "carried", part="loop", fact="it")
    for name, nothing in (("declared of a step", True), ("square along a run", False)):
        whole = (NOTHING | SOMETHING)[name]
        within = whole | {"systems": [PLAIN], "steps": [*whole["steps"], loop, carried]}
        within["concludes"] = ["carried"]
        assert "within" in concluded(within, "flint")
        assert says_nothing(concluded(within, "flint")) is nothing


def found(whole: Json, shown: dict[str, list[str]], stated: dict[str, str] | None = None) -> list[str]:
    """The objections to a certificate."""
    return [*objections(replay(whole), shown, stated)]


def test_another_relation_than_the_derivation_shows() -> None:
    """The polynomial and the sign must be those of the derivation, and it must be a relation at all."""
    run, stretch = SOMETHING["square along a run"], SOMETHING["a run of another system"]

    assert found(one(SQUARE), {"square": ["(x + 1)**2", ">="]}) == []
    assert found(one(SQUARE), {"square": ["2*(x + 1)**2", ">="]}) == []
    for other in (["(x + 1)**2", ">"], ["-(x + 1)**2", ">="], ["x", "="], ["(x + 1)**2", "="]):
        (objection,) = found(one(SQUARE), {"square": other})
        assert objection.startswith("'square' concludes all reals")
        assert objection.endswith(f"where the derivation shows {other[0]} {other[1]} 0")
    assert found(run, {"it": ["(x + 1)**2", ">="]}) == []
    assert len(found(stretch, {"it": ["x", ">="]})) == 1


def test_a_relation_that_is_not_concluded() -> None:
    """Whatever the derivation shows and the certificate leaves out is named; what it adds is not."""
    assert found(one(SQUARE), {}) == []
    assert found(one(SQUARE), {"other": ["x", ">"]}) == ["it does not conclude 'other'"]


def test_every_objection_is_made() -> None:
    """A certificate that concludes nothing of its claim is told all that is wrong with it."""
    whole = one(ONE, SQUARE) | {"concludes": ["square", "one"]}

    first, *rest = found(whole, {"square": ["x", "="], "other": ["x", ">"]}, {})
    assert "where the derivation shows x = 0" in first
    assert rest == [
        "'one' says nothing: all reals  ⊢  0 < 1",
        "it does not conclude 'other'",
        "it does not conclude what the table of contents says (see derivations.proof.conclusions)",
    ]


def test_held_to_the_contents() -> None:
    """The contents must have the digest of what it concludes, under its own claim."""
    accepted: Replay = replay(one(SQUARE))
    right = conclusion_of(accepted)

    assert found(one(SQUARE), {}, {"toy": right}) == []
    for stated in ({}, {"toy": "0" * 64}, {"other": right}):
        assert len(found(one(SQUARE), {}, stated)) == 1
