"""Names in a certificate, and facts about nothing.

The criterion: nothing that a certificate supplies to a printed fact can look like the kernel's own words,
and no fact is accepted that lists nothing and so says nothing.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.kernel.attacks import VARIABLES, WALK, changed, proved, refused, rejected, walk
from tests.kernel.build import Json, certificate, positivity, rule, term
from tests.kernel.toys import CLIMB, DECAY, TOYS
from tests.kernel.toys_between import HELD
from verifier.kernel import CertificateError, replay

LOOK_ALIKES = [
    "walk\N{RATIO} 1 > 0", "walk\N{FULLWIDTH COLON}", "wal\N{CYRILLIC SMALL LETTER KA}",
    "walk\N{NO-BREAK SPACE}",
    "walk\N{RIGHT-TO-LEFT OVERRIDE}", "walk\N{ZERO WIDTH SPACE}", "wa\N{SOFT HYPHEN}lk", "λ", "walk  ⊢  y",
]  # fmt: skip
STATING = [
    "walk, always: x > 0", "walk: x", "walk; parameters (m)", "x = 0", "x > 0", "x < 1", "not x != 0",
    "walk | x",
    "walk -> x", "1 >= 0", "{walk}", "[walk]", '"walk"', "`walk`", "walk!", "walk?", "$x$", r"walk\n",
    "walk & x",
]  # fmt: skip
SPACED = ["", " ", " walk", "walk ", "the  walk", "walk\n", "walk\t", "walk\x1b[2J", "walk\x00", "-walk"]
ONE = positivity("one", "1", terms=[term()])
ALWAYS = rule("consequence", "always", "walk", sequents=["one"])


@pytest.mark.parametrize("name", [*LOOK_ALIKES, *STATING, *SPACED, "w" * 201])
def test_a_name_is_plain_words(name: str) -> None:
    """A name that could look like a statement, or like another name, is refused wherever it stands."""
    refusal = "one line of ASCII text|a name of plain words"
    refused(refusal, ONE | {"name": name})
    rejected(refusal, certificate("x x_next y y_next x0 m", [ONE], ["one"], WALK | {"name": name}))
    rejected(refusal, certificate("x", [ONE], ["one"]) | {"claim": name})


@pytest.mark.parametrize(
    "name", ["walk", "a walk, its x' at most 2*(m - 1)/3", "45 degrees", "(m) 1.5^2+", "w" * 200]
)
def test_plain_words_are_a_name(name: str) -> None:
    """Words, numbers and the signs of arithmetic may name a step or a system."""
    assert name in str(proved(ONE, ALWAYS | {"system": name}, systems=(WALK | {"name": name},)))
    proved(ONE | {"name": name})


@pytest.mark.parametrize(
    "name",
    ["t", "X", "X_0", "X_t", "i", "j", "ln", "_x", "__a__", "2x", "ν", "ρ", "ﬁ", "x y", "x'", "", "x" * 41],
)
def test_a_variable_is_no_symbol_of_the_kernel(name: str) -> None:
    """A variable is an ASCII identifier, and none that printed facts use for a quantity or a time."""
    named = certificate("x", [ONE], ["one"]) | {"variables": ["x", name]}
    rejected("cannot be the name of a variable", named)


def test_what_a_fact_prints_is_ascii_or_the_kernels() -> None:
    """The letters of all toys' facts that are not ASCII are the few that the kernel itself prints."""
    printed = "".join(
        text
        for toy in TOYS.values()
        for text in (*map(str, replay(toy).facts.values()), *replay(toy).systems.values())
    )
    assert {letter for letter in printed if not letter.isascii()} <= set("⊢Πρνσℓ·→≥")


@pytest.mark.parametrize(
    "step",
    [
        rule("invariant", "use", "walk", invariants=[], start=[], steps=[]),
        rule("equations", "use", "walk", equations=[], start=[], steps=[]),
        rule("consequence", "use", "walk", sequents=[]),
        rule("counting", "use", "walk", event=[], quantity="x", growth="1", cap="m", at_event="one",
             otherwise="one", below_cap="one", nonnegative=None),
    ],
    ids=lambda step: step["rule"],
)  # fmt: skip
def test_a_fact_about_nothing_is_refused(step: Json) -> None:
    """*Always: nothing*, *nothing vanishes* and *if ever nothing* state nothing, and are not accepted."""
    refused("lists nothing", ONE, step)


def test_a_certificate_concludes_each_thing_once() -> None:
    """No conclusions, or one twice, are refused."""
    rejected("lists nothing", certificate("x", [ONE], []))
    rejected("distinct names", certificate("x", [ONE], ["one", "one"]))


def test_a_run_of_itself_says_nothing() -> None:
    """That a run of a system is a run of that system is not a fact about its guards."""
    (step,) = (step for step in HELD["steps"] if step["rule"] == "sustain")
    rejected("says nothing", changed(HELD, step["name"], into=step["system"]))


SHOWN_BY = [
    "nonnegative", "positive", "below_cap", "growth_above_one", "ratio_above_one", "left_positive",
    "right_positive", "ratio_positive", "ratio_against_one",
]  # fmt: skip
"""Fields that name the sequent of a sign, or null where the system's conditions show it."""
STRAY: dict[str, Any] = {"comment": "and x > 0", "Sigma": [["x", "y"]], "": None}


@pytest.mark.parametrize("field", STRAY)
def test_a_stray_field_is_refused(field: str) -> None:
    """A field that no rule reads, in the certificate, a system, a step, a term or a use, is refused."""
    extra = {field: STRAY[field]}
    refused("stray field", ONE, **extra)
    refused("stray field", ONE | extra)
    refused("stray field", positivity("one", "1", terms=[term() | extra]))
    rejected("stray field", certificate(VARIABLES, [ONE], ["one"], walk(**extra)))
    rejected("stray field", changed(DECAY, "once below b", uses=[{"fact": "x", "power": "E"} | extra]))
    places = [{"reflected": ["z", "g"]} | extra, "zero"]
    rejected("stray field", changed(TOYS["drift"], "half at 0", points=places))


@pytest.mark.parametrize("toy", TOYS)
def test_every_field_of_a_step_is_one_that_its_rule_reads(toy: str) -> None:
    """Each field of a step is missed when it is taken away, but for the names of sequents not needed."""
    for step in TOYS[toy]["steps"]:
        for field in set(step) - {"name", "rule", *SHOWN_BY}:
            if field == "start" and step[field] is None:  # a flow whose target vanishes at the start
                continue
            less = {key: value for key, value in step.items() if key != field}
            steps = [less if other is step else other for other in TOYS[toy]["steps"]]
            with pytest.raises(CertificateError):
                replay(TOYS[toy] | {"steps": steps})
                pytest.fail(f"{step['name']} without {field}")


def test_a_count_is_not_mistaken_for_a_variable() -> None:
    """The number of events, a product's factor and its index are in letters that no certificate has."""
    facts = {**replay(CLIMB).facts, **replay(DECAY).facts}
    assert "ν - 1 < ln(" in str(facts["number of doublings"])
    assert "X_0·Π ρ < M over all steps" in str(facts["doublings"])
    assert "X_0·Π_(i<t) ρ_i" in str(facts["at least geometric"])
