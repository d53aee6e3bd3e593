"""The criterion: each piece of evidence says, word for word, what was tried and what came of it.

The samples are integers, 0 to 19 where they are listed, so that what a check answers is plain.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from random import Random
from typing import Any

import pytest

from tests.kernel.build import certificate, step, term
from tests.verifier.planted import BREAKABLE, binomial, holds, planted
from verifier.arithmetic.balls import precision
from verifier.certificates import canonical, digest
from verifier.checks import FULL, QUICK, Effort, check_evidence
from verifier.claim import Alteration, Answer, Check, Status
from verifier.derived import certificate_evidence, derive
from verifier.domains import DOMAINS
from verifier.evidence import investigate, unchecked
from verifier.results.evidence import (
    Accepted,
    Evidence,
    Measured,
    Named,
    OnInstances,
    OnSamples,
    Variant,
    status_of,
)
from verifier.search import search

LISTED = range(20)
NONE = {"holds": 0, "fails": 0, "undecided": 0, "vacuous": 0}
EFFORT = Effort(stride=8, data_samples=3, least_instances=1, searched=4, most_searched=9, least_searched=2)


class Integers:
    """A domain of integers: those listed, and others between 100 and a million, negative if so altered."""

    noun = "integer"
    listed: Any = LISTED

    def sample(self, random: Random, drop: frozenset[str] = frozenset()) -> int:
        """A random one."""
        return random.randrange(100, 10**6) * (-1 if drop else 1)

    def spread(self) -> Any:
        """Those listed, if any are."""
        return self.listed

    def concrete(self, subject: Any, bits: int) -> Any:
        """The integer itself."""
        return subject


@pytest.fixture(autouse=True)
def integers(monkeypatch: pytest.MonkeyPatch) -> Integers:
    """Makes integers a domain."""
    domain: Any = Integers()
    monkeypatch.setitem(DOMAINS, "integers", domain)
    return domain


def answering(answer: Callable[[int], Any], **fields: Any) -> Check:
    """A check whose answers are those of a function without a name."""
    return Check("integers", partial(lambda n, **knobs: Answer.of(answer(n))), (), **fields)


def looked_at(effort: Effort = EFFORT, seed: int = 1, **fields: Any) -> list[int]:
    """What a check that always holds is tried on."""
    seen: list[int] = []
    [*check_evidence(answering(lambda n: seen.append(n) is None, **fields), effort, seed)]
    return seen


def test_of_several_pieces_the_strongest_counts_unless_one_does_not_pass() -> None:
    """Only a certificate that has a digest proves, and one piece that does not pass is what counts."""
    proved = Evidence("certificate", Status.PROVED, "", sha256="0")
    enclosed, checked = (Evidence("", status, "") for status in (Status.ENCLOSED, Status.CHECKED))
    open_, refuted = (Evidence("", status, "") for status in (Status.INCONCLUSIVE, Status.REFUTED))

    assert status_of([checked, proved, enclosed]) is Status.PROVED
    assert status_of([checked, replace(proved, sha256=None)]) is Status.ENCLOSED
    assert status_of([checked, replace(proved, kind="experiment")]) is Status.ENCLOSED
    assert status_of([checked]) is Status.CHECKED
    assert status_of([proved, open_]) is status_of([]) is Status.INCONCLUSIVE
    assert status_of([open_, refuted, proved]) is status_of([refuted]) is Status.REFUTED


def test_a_derivation_is_told_line_by_line() -> None:
    """Each line has its words, its formulas, and the step that it stands for."""
    derived = derive(planted("a", proof=binomial("a")))
    lines = derived.lines

    assert derived.certificate == canonical(binomial("a").certificate())
    assert [(line.text, line.step) for line in lines] == [("A square.", "square")]
    assert [[*line.plain()] for line in lines] == [["text", "formulas", "plain", "step"]]
    assert all(line.formulas and line.as_text for line in lines)
    assert all(type(told) is tuple for line in lines for told in (line.formulas, line.as_text))


def test_no_certificate() -> None:
    """A derivation that fails is told, and so is a certificate that the contents know of; else nothing."""
    failing, without = planted("a"), planted("a")
    object.__setattr__(failing, "derive", lambda: int("x"))
    fails = "the derivation fails: invalid literal for int() with base 10: 'x'"
    owed = "no certificate, though the table of contents says what it concludes"

    missing = (derive(failing), derive(without, {"a": "0"}))
    nothing = (derive(without), derive(without, {"b": "0"}))
    assert [one.evidence for one in missing] == [
        Evidence("certificate", Status.INCONCLUSIVE, said) for said in (fails, owed)
    ]
    assert [one.evidence for one in nothing] == [None, None]
    assert {one.certificate for one in (*missing, *nothing)} == {None}


def test_a_told_step_that_the_kernel_refuses() -> None:
    """It is no proof, in one line that names the step; nothing is stored."""
    derived = derive(planted("a", proof=binomial("a", target="x")))

    assert derived.certificate is derived.accepted is None and derived.lines
    assert derived.evidence is not None and derived.evidence.status is Status.INCONCLUSIVE
    assert derived.evidence.summary.startswith("no proof: ") and "square" in derived.evidence.summary


def test_what_the_kernel_says_of_a_certificate() -> None:
    """Beside the verdict stand the file, its digest, and if it is accepted what it concludes."""
    square = step("algebra", "square", target="x**2", terms=[term(square="x")])
    one = step("deduce", "one", then=[["1", ">"]])

    def said(*steps: Any, claim: str = "toy", **shown: Any) -> tuple[Status, str, Any]:
        names = [step["name"] for step in steps]
        text = canonical(certificate("x", *steps, concludes=names))
        found, accepted = certificate_evidence(claim, text, {}, shown)
        assert (accepted is None) == found.summary.startswith("no proof: ")
        assert found.kind == "certificate"
        assert (found.certificate, found.sha256) == (f"certificates/{claim}.json", digest(text))
        return found.status, found.summary, found.data

    concludes = (Named("square", "all reals  ⊢  x**2 >= 0"),)
    data = Accepted(1, (), ("flint", "fractions"), concludes, ())
    accepted = "1 step accepted by the kernel, in both rings (flint, fractions)"
    assert said(square) == (Status.PROVED, accepted, data)
    assert said(square, square | {"name": "again"})[1].startswith("2 steps accepted")
    wrong = "it is about 'toy', not other"
    assert said(square, claim="other") == (Status.INCONCLUSIVE, f"no proof: {wrong}", Measured())
    wrong = "'one' says nothing: all reals  ⊢  0 < 1; it does not conclude 'b'"
    assert said(one, b=["x", ">"]) == (Status.INCONCLUSIVE, f"no proof of the claim: {wrong}", Measured())


def test_instances_and_samples() -> None:
    """What was tried, what was answered, and how often it must hold."""
    instances, random = check_evidence(answering(lambda n: True), EFFORT, seed=1)
    said = "holds on 3, fails on 0, undecided on 0, vacuous on 0 of 3 integers, in ball arithmetic"
    data = OnInstances("integers", 3, 1, **NONE | {"holds": 3})
    assert instances == Evidence("instances", Status.ENCLOSED, said, data=data)
    said = "holds on 4, fails on 0, undecided on 0, vacuous on 0 of 4 random samples"
    assert random == Evidence("search", Status.CHECKED, said, data=OnSamples(4, 2, **NONE | {"holds": 4}))
    _, steered = check_evidence(answering(lambda n: True, likely=lambda n: True), EFFORT, seed=1)
    assert steered.summary == f"{said}, three of four drawn where the premises are likely"


def test_too_few_hold() -> None:
    """What holds on fewer than the least number, or on one sample is undecided, shows nothing."""
    few = answering(lambda n: True if n == 999 else Answer.VACUOUS)
    instances, random = check_evidence(few, EFFORT, seed=1)
    assert (instances.status, random.status) == (Status.INCONCLUSIVE, Status.INCONCLUSIVE)
    said = "holds on 0, fails on 0, undecided on 0, vacuous on 20 of 20 integers, in ball arithmetic"
    assert instances.summary == f"{said}; at least 1 must hold"
    assert random.summary.endswith("vacuous on 9 of 9 random samples; at least 2 must hold")
    instances, _ = check_evidence(answering(lambda n: None if n == 16 else True), EFFORT, seed=1)
    said = "holds on 2, fails on 0, undecided on 1, vacuous on 0 of 3 integers, in ball arithmetic"
    data = OnInstances("integers", 3, 1, **NONE | {"holds": 2, "undecided": 1})
    assert instances == Evidence("instances", Status.INCONCLUSIVE, said, data=data)


@pytest.mark.parametrize(("letters", "shown"), [(160, "x" * 80 + " " + "y" * 79), (161, "x" * 80 + " …")])
def test_a_counterexample_is_shown(integers: Integers, letters: int, shown: str) -> None:
    """It refutes; its words are cut at 160 letters, its data are not."""
    witness = "x" * 80 + " " + "y" * (letters - 81)
    integers.listed = [witness]
    instances, random = check_evidence(answering(lambda n: n != witness), EFFORT, seed=1)
    data = OnInstances("integers", 1, 1, **NONE | {"fails": 1}, witness=witness)

    assert instances == Evidence("instances", Status.REFUTED, f"false at {shown}", data=data)
    assert random.status is Status.CHECKED


def holds_from_45(n: int) -> Answer:
    """A part of a claim, by its name."""
    return Answer.HOLDS


def breaks(n: int, knob: int = 0) -> Answer:
    """A check that divides by 0 if it is so altered."""
    return Answer.of(1 // (1 - knob) > 0)


def test_the_part_of_the_claim_is_named() -> None:
    """``holds_from_45`` is about the part *from 45*; ``holds`` and what has no name about all of it."""
    for check, part in ((holds_from_45, "from 45: "), (holds, ""), (partial(holds_from_45), "")):
        for piece in check_evidence(Check("integers", check, ()), EFFORT, seed=1):
            assert piece.summary.startswith(f"{part}holds on ")


def test_a_check_that_breaks() -> None:
    """It is told where and how, and the further variants are tried all the same."""
    variants = [Alteration("broken", {"knob": 1}), Alteration("none"), Alteration("wrong", {"knob": 2})]
    check = Check("integers", breaks, tuple(variants))
    _, _, broken, survives, refuted = check_evidence(check, replace(EFFORT, altered=5), seed=1)
    first = search(Check("integers", holds, ()), 1, 1, Alteration("none", {"broken": True})).counterexample

    said = f"breaks: 'broken': the check breaks at {first}: ZeroDivisionError: "
    said += "integer division or modulo by zero"
    assert broken == Evidence("alteration", Status.INCONCLUSIVE, said, data=Variant("broken"))
    said = "the check cannot fail: 'none' survives 5 samples"
    assert survives == Evidence("alteration", Status.INCONCLUSIVE, said, data=Variant("none", 5))
    said = "false variant refuted, as it must be: wrong"
    data = Variant("wrong", 1, str(first))
    assert refuted == Evidence("alteration", Status.CHECKED, said, data=data)

    always = Check("integers", partial(breaks, knob=1), ())
    for piece, kind in zip(check_evidence(always, EFFORT, 1), ("instances", "search"), strict=True):
        assert (piece.kind, piece.status) == (kind, Status.INCONCLUSIVE)
        assert piece.summary.startswith("the check breaks at ")


def test_a_claim_without_a_check_or_a_false_variant() -> None:
    """Nobody could see it fail; an experiment is enough for a claim that is meant to be CHECKED alone."""
    said = "no check: nothing shows that the claim could fail"
    missing = Evidence("check", Status.INCONCLUSIVE, said)
    measured = ("tests.verifier.planted:measured",)

    assert [*unchecked(planted("a", None))] == [missing]
    assert [*unchecked(planted("a", None, wanted=Status.CHECKED))] == [missing]
    assert [*unchecked(planted("a", None, wanted=Status.ENCLOSED, experiments=measured))] == [missing]
    assert [*unchecked(planted("a", None, wanted=Status.CHECKED, experiments=measured))] == []
    assert [*unchecked(planted("a"))] == []
    said = "no false variant: nothing shows that the check could fail"
    variant = Evidence("alteration", Status.INCONCLUSIVE, said, data=Variant("nothing"))
    assert [*unchecked(planted("a", alterations=()))] == [variant]


def test_which_instances_are_tried(integers: Integers) -> None:
    """Every stride-th of those listed; the others only as long as the check has not held."""
    assert looked_at()[:3] == [0, 8, 16]
    assert looked_at(replace(EFFORT, stride=1))[:20] == [*LISTED]
    seen: list[int] = []
    late = answering(lambda n: seen.append(n) or (True if n == 9 else Answer.VACUOUS))
    next(check_evidence(late, EFFORT, seed=1))
    assert seen == [0, 8, 16, 1, 9]


def test_the_seed_decides_what_is_drawn(integers: Integers) -> None:
    """The same samples for the same seed, others for another; instances and search never share one."""
    integers.listed = None
    assert looked_at(seed=1) == looked_at(seed=1)
    assert len(looked_at(seed=1)) == EFFORT.data_samples + EFFORT.searched
    assert len({*looked_at(seed=1), *looked_at(seed=2)}) == 2 * len(looked_at(seed=1))
    check = Check("integers", holds, (BREAKABLE,))
    variants = [[*check_evidence(check, EFFORT, seed)][-1].plain()["data"] for seed in (1, 1, 2)]
    witnesses = [variant["witness"] for variant in variants]
    assert witnesses[0] == witnesses[1] != witnesses[2]


@pytest.mark.parametrize("quick", [True, False])
def test_how_much_is_tried_and_how_precisely(monkeypatch: pytest.MonkeyPatch, quick: bool) -> None:
    """All that is tried for a claim begins at the precision asked for, and quickly is little."""
    bits: list[int] = []

    def used(this: int) -> Any:
        bits.append(this)
        return precision(this)

    monkeypatch.setattr("verifier.search.precision", used)
    variants = (BREAKABLE, Alteration("too", {"broken": True}))
    claim = planted("a", domain="integers", alterations=variants)
    found = investigate(claim, quick=quick, seed=0, precision=96).evidence
    effort = QUICK if quick else FULL

    assert {*bits} == {96}
    data = [piece.plain()["data"] for piece in found]
    counts = [one.get("tried", one.get("count")) for one in data]
    assert counts == [3 if quick else 20, effort.searched, *([1] if quick else [1, 1])]
