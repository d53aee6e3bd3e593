"""Attempts to prove false relations between the quantities of a run, on x' = x + 1, x_0 = 0, y free."""

from __future__ import annotations

from tests.kernel.attacks import STEP, proved, refused, walk
from tests.kernel.build import Json, identity, rule

DOUBLE = walk(name="double", initial=[["x - y", "="]], relations=[STEP, "y_next - y - 1"])
"""Two counters that start together and move together."""
TOGETHER = identity(
    "together", "x_next - y_next", "0",
    relations=["x - y", STEP, "y_next - y - 1"], cofactors=["1", "1", "-1"],
)  # fmt: skip


def equation(polynomial: str, start: str | None, step: str, system: str = "walk") -> Json:
    """The rule for one equation."""
    fields = {"equations": [polynomial], "start": [start], "steps": [step]}
    return rule("equations", "equation", system, **fields)


def test_the_honest_equation_is_accepted() -> None:
    """Two counters that start together stay together."""
    fact = proved(TOGETHER, equation("x - y", None, "together", "double"), systems=(DOUBLE,))

    assert str(fact) == "along double, always: x - y = 0"


def test_an_accepted_equation_is_a_relation_at_both_ends_of_a_step() -> None:
    """Afterwards x' − y' = 0 may be used at the next state."""
    again = identity("again", "2*x_next", "2*y_next", relations=["x_next - y_next"], cofactors=["2"])
    use = equation("2*x - 2*y", "start", "again", "double")
    start = identity("start", "2*x", "2*y", relations=["x - y"], cofactors=["2"])
    proved(
        TOGETHER, equation("x - y", None, "together", "double"), start, again,
        use | {"name": "twice"}, systems=(DOUBLE,),
    )  # fmt: skip
    lemma = identity("lemma", "2*x", "2*y", relations=["x - y"], cofactors=["2"])
    state = rule("consequence", "use", "double", sequents=["lemma"])
    proved(TOGETHER, equation("x - y", None, "together", "double"), lemma, state, systems=(DOUBLE,))
    refused("a relation that double does not give", lemma, state, systems=(DOUBLE,))


def test_a_step_of_an_equation_may_use_what_holds_within_each_state() -> None:
    """y = x within each state may be used, along with the equation itself."""
    step = identity("step", "x0", "0", relations=["x0", "y - x"], cofactors=["1", "0"])
    kept = equation("x0", None, "step")
    proved(step, kept, systems=(walk(instant=["y - x"]),))
    refused("a relation that walk does not give", step, kept)


def test_an_equation_needs_its_start() -> None:
    """x = y + 7 survives each step of the two counters, but does not hold at time 0."""
    step = identity(
        "step", "x_next - y_next - 7", "0",
        relations=["x - y - 7", STEP, "y_next - y - 1"], cofactors=["1", "1", "-1"],
    )  # fmt: skip
    refused("is not initial", step, equation("x - y - 7", None, "step", "double"), systems=(DOUBLE,))
    start = identity("start", "x - y - 7", "0", relations=["x - y - 7"], cofactors=["1"])
    refused(
        "a relation that double does not",
        step, start, equation("x - y - 7", "start", "step", "double"), systems=(DOUBLE,),
    )  # fmt: skip


def test_an_equation_must_survive_the_step() -> None:
    """x = 0 holds at time 0 only; its own next value may not be assumed."""
    start = identity("start", "x", "0", relations=["x - x0", "x0"], cofactors=["1", "1"])
    same = identity("same", "x_next", "0", relations=["x_next"], cofactors=["1"])
    refused("a relation that walk does not", start, same, equation("x", "start", "same"))
    other = identity("other", "x_next", "x + 1", relations=[STEP], cofactors=["1"])
    refused("the rule needs", start, other, equation("x", "start", "other"))


def test_a_refused_start_is_named() -> None:
    """The message says which sequent was cited for the start, and which equation it does not give."""
    no = identity("no", "1", "1")
    needs = r"^step 'equation': step 'no' concludes 1 - \(1\) = 0, but the rule needs x \+ y = 0$"
    refused(needs, no, equation("x + y", "no", "no"))


def test_an_inequality_is_no_equation() -> None:
    """A step lemma that concludes ≥ does not carry an equation."""
    start = identity("start", "x", "0", relations=["x - x0", "x0"], cofactors=["1", "1"])
    step = {
        "rule": "positivity", "name": "step", "target": "x_next", "sign": ">=", "given": [],
        "lemmas": [], "multiplier": [], "relations": [STEP, "x"], "cofactors": ["1", "1"],
        "terms": [{"weight": "1", "factors": [], "square": "1"}],
    }  # fmt: skip
    refused("the rule needs", start, step, equation("x", "start", "step"))


def test_an_equation_is_about_one_state() -> None:
    """A polynomial in the next state, or in a variable foreign to the system, is refused."""
    step = identity("step", "0", "0")
    refused("which it may not", step, equation("x_next - x - 1", None, "step"))
    refused("which it may not", step, equation("E", None, "step"))


def test_lists_must_match() -> None:
    """One start and one step an equation."""
    step = identity("step", "0", "0")
    short = rule("equations", "equation", "walk", equations=["x"], start=[], steps=["step"])
    refused("one start and one step", step, short)
