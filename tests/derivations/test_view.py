"""Criterion: the main view of a derivation is its argument: all that is concluded, no sentence cut off.

What it leaves out is left out by a rule; each rule is shown to leave out what it is for, and nothing else.
"""

from __future__ import annotations

import re
from dataclasses import replace
from importlib import import_module

import pytest
from sympy import Ge, Gt

from derivations.contents import CLAIMS, module_of
from derivations.notation import N, at_next, at_start, c, h, lam, s
from derivations.proof import Proof, System
from derivations.proof.legend import letters
from derivations.proof.narrate import replayed
from derivations.proof.paper import Paper
from derivations.proof.plumbing import plumbing
from derivations.proof.view import Known, Shown, known_of, main_view
from tests.derivations.derived import narrated, proof_of
from verifier.claim import Claim
from verifier.kernel import Replay
from verifier.printed import Words

RUN = System("run", (N,), (h,), conditions=(h > 0,), initial=(N > 0,), relations=(at_next(N) - N - h,))
AGAIN = replace(RUN, name="another run")


@pytest.fixture(params=CLAIMS)
def claim(request: pytest.FixtureRequest) -> Claim:
    """Each claim, derived once for all tests."""
    proof = proof_of(request.param)
    return replace(import_module(module_of(request.param)).CLAIM, derive=lambda: proof)


def texts(claim_id: str) -> tuple[str, str]:
    """The main view and the full one."""
    return narrated(claim_id), narrated(claim_id, full=True)


def viewed(claim: Claim, accepted: Replay | None = None) -> list[Shown]:
    """The main view."""
    words = Words(accepted.systems if accepted else {}, Paper(proof_of(claim.id).told()))
    return main_view(proof_of(claim.id), accepted, known_of(claim), words)


def test_every_conclusion_is_shown(claim: Claim) -> None:
    """With the idea of its proof in words, and what is concluded after ⊢."""
    _, accepted = replayed(proof_of(claim.id))
    shown = [one for one in viewed(claim, accepted) if one.concluded]

    assert {one.line.step for one in shown} == {*(accepted.concludes if accepted else ())}
    assert [one.line.step for one in shown if not re.search(r"\w\w", one.text)] == []
    assert [one.line.step for one in shown if not any("⊢" in formula for formula in one.formulas)] == []
    assert not re.search(r"(?:^|, )(\S+) - \1 = 0", "\n".join(one.formulas[0] for one in shown), re.M)


def test_no_sentence_is_cut_off(claim: Claim) -> None:
    """A line begins and ends as a sentence where its neighbour is left out."""
    proof = proof_of(claim.id)
    shown = viewed(claim)
    numbers = {one.number for one in shown}
    for one in shown:
        if one.number > 1 and one.number - 1 not in numbers:
            assert not re.match(r"(and|so|hence|neither|where|this|each|but|which)\b", one.text), one.text
        if one.number < len(proof.lines) and one.number + 1 not in numbers:
            assert not one.text.endswith((",", ";")), one.text


def test_the_main_view_explains_its_symbols(claim: Claim) -> None:
    """Each letter of a formula stands in the list of symbols, which no longer lists what is left out."""
    text, full = texts(claim.id)
    listed = text[text.index("\nSymbols\n") : text.index("\nStatement\n")]
    derivation = text[text.index("\nDerivation") : text.index("\nKernel")]
    formulas = [line for line in derivation.splitlines() if line.startswith(" " * 10)]
    formulas = [re.sub(r"'[^']*'|^ +\w\([\w, ]+\) = ", "", line) for line in formulas]
    words = {"e", "a", "Π", "j", "τ"}  # of the wording: at every step, Π_(j<t), from any time τ on
    assert {x for line in formulas for x in letters(line)} - words <= {*letters(listed)}
    assert len(listed) <= len(full[full.index("\nSymbols\n") : full.index("\nStatement\n")])


def test_the_full_view_has_every_line(claim: Claim) -> None:
    """Each line with its number; the main view has fewer where it leaves out any, and says so."""
    proof, (text, full) = proof_of(claim.id), texts(claim.id)
    numbers = [int(x) for x in re.findall(r"^ {0,3}(\d+)\. ", full[full.index("\nDerivation") :], re.M)]
    assert numbers == [*range(1, len(proof.lines) + 1)]
    folded = plumbing(proof)
    told = f"{len(proof.lines) - len(folded)} main lines of {len(proof.lines)}" in " ".join(text.split())
    assert told == bool(folded)
    assert len(text) <= len(full)


def toy(*, main: bool | None = None) -> Proof:
    """A norm that grows, twice: with a start, a divisor, an obvious consequence, and a repetition."""
    proof = Proof("toy")
    for system in (RUN, AGAIN):
        proof.system(system)
        start = proof.positive(
            f"{system.name}: start", N, given=[N > 0], terms=[(1, [N > 0], 1)], because="At 0.", main=main
        )
        step = proof.positive(
            f"{system.name}: step", at_next(N), given=[h > 0, N > 0], relations=RUN.relations,
            terms=[(1, [h > 0], 1), (1, [N > 0], 1)], because="N' = N + h is a sum of positive numbers.",
        )  # fmt: skip
        proof.invariant(f"{system.name}: N", system, {N > 0: (start, step)}, "Hence N_t > 0.")
    return proof


def test_starts_and_repetitions_are_left_out() -> None:
    """And nothing else; a step that is marked, or concluded, is shown."""
    proof = toy()
    assert plumbing(proof) == {1: "start", 4: "start", 5: "repeat", 6: "repeat"}
    assert [*plumbing(toy(main=True))] == [5, 6]
    proof.conclude("run: start")
    proof.say("The end.")
    assert [*plumbing(proof)] == [4, 5, 6]
    *_, last = main_view(proof, None, Known(), Words({}))
    assert last.before == "As before, along 'another run': lines 4–6."


def test_the_same_words_about_something_else_are_shown() -> None:
    """A line without a formula is a repetition only if its step says the same."""
    proof = toy()
    kept = proof.positive(
        "kept", at_next(N) - at_start(N), given=[h > 0, N >= at_start(N)], relations=RUN.relations,
        terms=[(1, [h > 0], 1), (1, [N >= at_start(N)], 1)], because="N' ≥ N_0.",
    )  # fmt: skip
    proof.invariant("larger", RUN, {Ge(N, at_start(N)): (None, kept)}, "Hence N_t > 0.")
    assert 8 not in plumbing(proof)


def test_divisors_are_left_out() -> None:
    """A sign that is only divided out; as a factor of a term it is a part of the argument."""
    signs = {}
    for factor in (False, True):
        proof = Proof("toy")
        terms = [(1, [c > 0], 1), (1, [s > 0], 1)]
        known = proof.positive("c + s", c + s, given=[c > 0, s > 0], terms=terms, because="Sum, so")
        larger = Gt(c**2 - s**2, 0, evaluate=False)
        if factor:
            proof.positive("product", lam * (c + s), given=[c > 0, s > 0, lam > 0], lemmas=[known],
                           terms=[(1, [lam > 0, c + s > 0], 1)], because="a product.")  # fmt: skip
        else:
            proof.positive("quotient", c - s, given=[c > 0, s > 0, larger], lemmas=[known],
                           multiplier=[c + s > 0], terms=[(1, [larger], 1)], because="c > s.")  # fmt: skip
        proof.conclude(proof.steps[-1]["name"])
        proof.certificate()  # the kernel accepts it
        proof.concluded.clear()
        signs[factor] = plumbing(proof)
    assert signs == {False: {1: "sign"}, True: {}}


def test_what_is_obvious_at_every_state_is_left_out() -> None:
    """Without a reason of its own; with one it is shown."""
    proof = toy()
    first = proof.rule("consequence", "obvious", RUN, sequents=["run: start"])
    proof.rule("consequence", "told", RUN, "As the norm is positive.", sequents=["run: start"])
    assert first == "obvious" and plumbing(proof)[7] == "state" and 8 not in plumbing(proof)
