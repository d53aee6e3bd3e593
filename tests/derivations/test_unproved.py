"""A step that does not prove what it says tells what is left, what was not used, and what to try.

Each test alters one thing in a step that is true; unaltered it passes.
"""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Ge, Gt

from derivations.direction.rising_identity import RISING_MARGIN
from derivations.direction.system import MOVES, RISES, ROOT, SINE
from derivations.notation import at_next, c, k, lam, s
from derivations.proof import Proof, System, Unproved
from derivations.proof.unproved import shortened
from verifier.kernel import CertificateError, replay

TRUE: dict[str, Any] = {
    "target": RISES.lhs,
    "given": [lam > 0, MOVES, k > 0, RISING_MARGIN > 0],
    "relations": [SINE, ROOT],
    "multiplier": [k > 0, k > 0],
    "terms": [(1, [lam > 0, MOVES, RISING_MARGIN > 0], 1)],
}
PARTS = TRUE["terms"][0][1:]
TERM = "[λ > 0, s² > 0, λ·(c² - s²) - 2·c > 0], 1)"
LARGER = Gt(lam * (c**2 - s**2) - c, 0)
"""The margin with 1 in place of the 2: not enough for a rise."""


def step(**altered: Any) -> Proof:
    proof = Proof("altered")
    proof.conclude(proof.positive("rises", **(TRUE | altered)))
    return proof


def test_unaltered_it_is_accepted() -> None:
    """What the other tests alter is true."""
    assert [*replay(step().certificate()).concludes] == ["rises"]


@pytest.mark.parametrize(
    ("altered", "left", "hint"),
    [
        ({"terms": [(2, *PARTS)]}, "k²·(s - s')·(s + s')", f"with the weight 1 the term (2, {TERM}"),
        ({"target": -RISES.lhs}, "2·k²·(s - s')·(s + s')", "a negative weight proves nothing"),
        ({"multiplier": []}, "(k - 1)·(1 + k)·(s - s')·(s + s')", "with multiplier=[k > 0, k > 0]"),
        ({"target": RISES.lhs - 1}, "-k²", "a constant of the statement is wrong"),
        (
            {
                "given": [lam > 0, MOVES, k > 0, c > 0, LARGER],
                "terms": [(1, [lam > 0, MOVES, LARGER], 1)],
            },
            "-c·λ·s²",
            "what is left is minus the term (1, [c > 0, λ > 0], s)",
        ),
        ({"relations": [SINE]}, "s²·(1 + λ²·s² - k²)", "where 1 + λ²·s² - k² = 0: is such a relation"),
        ({"relations": [ROOT]}, "c² + ", "no relation or condition contains s': is its equation"),
    ],
)
def test_what_is_left_and_what_to_try(altered: dict[str, Any], left: str, hint: str) -> None:
    """A wrong weight, sign or constant, a missing multiplier or relation: each has its own hint."""
    with pytest.raises(Unproved) as refused:
        step(**altered)
    message = str(refused.value)
    assert "step 'rises' does not come out" in message
    assert f"what is left is {left}" in message and hint in message
    assert "lam" not in message and "s_next" not in message and "**" not in message


def test_what_had_no_part_is_named() -> None:
    """A relation with cofactor 0, and a condition that is neither factor nor multiplier."""
    named = "relations not used: k² - 1 - λ²·s² = 0; conditions not used: c > 0;"
    with pytest.raises(Unproved, match=named):
        Proof("altered").identity("false", s, c, given=[c > 0], relations=[s - c + 1, ROOT])


def test_a_factor_that_is_not_given() -> None:
    """It is named in plain notation with what is known, and with the step that concludes it."""
    with pytest.raises(Unproved, match=r"s² > 0 is used .* known are: λ > 0, k > 0, .* add it to given="):
        step(given=[lam > 0, k > 0, RISING_MARGIN > 0])
    with pytest.raises(Unproved, match="the opposite is given"):
        step(given=[lam > 0, k > 0, MOVES, -RISING_MARGIN > 0])
    proof = Proof("altered")
    proof.positive("moves", s**2, given=[s > 0], terms=[(1, [s > 0, s > 0], 1)])
    with pytest.raises(Unproved, match=r"step 'moves' concludes it: name that in lemmas="):
        proof.positive("rises", **(TRUE | {"given": [lam > 0, k > 0, RISING_MARGIN > 0]}))


@pytest.mark.parametrize(
    ("altered", "hint"),
    [
        ({"given": [lam > 0, Ge(s**2, 0, evaluate=False), k > 0, RISING_MARGIN > 0]}, "say strict=False"),
        ({"given": [lam > 0, MOVES, k >= 0, RISING_MARGIN > 0]}, "it has to be given with >"),
        ({"cofactors": [0, 0]}, "what is left is 2·c·λ·s²"),
        ({"target": -RISES.lhs, "terms": [(-1, *PARTS)]}, "the statement false"),
    ],
)
def test_a_refusal_of_the_kernel_in_the_derivations_words(altered: dict[str, Any], hint: str) -> None:
    """The kernel's words, the line of the derivation in its notation, what was given, and a hint."""
    proof = step(because="If the margin is positive,", **altered)
    with pytest.raises(CertificateError) as refused:
        replay(proof.certificate())
    message = proof.in_words(str(refused.value))
    assert message.startswith(f"{refused.value}; that is line 1 of the derivation, 'If the margin is")
    assert "known to it are λ > 0, " in message and hint in message


def test_what_a_rule_becomes_is_refused_in_its_words() -> None:
    """One told step is several of the kernel's: it is the line of the told one that is shown."""
    proof = Proof("altered")
    run = System("run", (s,), (k,), conditions=(k > 0,), relations=(at_next(s) - s - k,))
    proof.system(run)
    grows = proof.positive("grows", at_next(s) - s, given=[k > 0], relations=run.relations,
                           terms=[(1, [k > 0], 1)])  # fmt: skip
    how = {"quantity": s, "ratio": 2, "direction": ">=", "step": grows, "nonnegative": None}
    proof.rule("growth", "doubles", run, "Hence it doubles.", **how)
    proof.conclude("doubles")
    with pytest.raises(CertificateError) as refused:
        proof.certificate()
    message = proof.in_words(str(refused.value))
    assert message.startswith(f"{refused.value}; that is line 2 of the derivation, 'Hence it doubles.'")


def test_a_condition_that_sympy_decides_is_explained() -> None:
    """s² ≥ 0 becomes True before the proof sees it."""
    with pytest.raises(ValueError, match=r"True is no condition; .* Ge\(s\*\*2, 0, evaluate=False\)"):
        step(given=[s**2 >= 0])
    with pytest.raises(ValueError, match="one is a relational such as lam > 0"):
        step(given=[lam])


def test_a_long_remainder_is_cut() -> None:
    """At a readable length, with the number of its terms."""
    x = at_next(s)
    text = shortened((1 + c + s + x + k + lam) ** 5 + c)
    assert len(text) < 220 and "terms, of which" in text and "252 terms" in text
