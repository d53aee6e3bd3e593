"""Every domain of checks can be drawn from, judged, and counted."""

from __future__ import annotations

import subprocess
import sys
from random import Random

import pytest

from verifier.checks import QUICK, check_evidence
from verifier.claim import Alteration, Answer, Check
from verifier.domains import DOMAINS
from verifier.results.evidence import OnInstances, OnSamples, Variant
from verifier.search import judge, search

EACH = pytest.mark.parametrize("name", DOMAINS)


def holds(subject: object, wrong: bool = False) -> Answer:
    return Answer.of(not wrong)


@EACH
def test_a_random_subject_can_be_judged(name: str) -> None:
    """Samples are the same for the same seed, and reach the check in the form it wants."""
    domain = DOMAINS[name]
    first, again = (domain.sample(Random(5)) for _ in range(2))
    seen: list[object] = []

    def look(subject: object) -> Answer:
        seen.append(subject)
        return Answer.HOLDS

    assert str(first) == str(again)
    assert judge(Check(name, look, ()), first) is Answer.HOLDS
    assert (seen == [first]) is (domain.run is None)
    assert all(getattr(subject, "instance", first) == first for subject in seen)


@EACH
def test_the_search_covers_it(name: str) -> None:
    """A true check survives, its false variant is refuted, both with evidence that says what was tried."""
    false = Alteration("wrong", {"wrong": True})
    check = Check(name, holds, (false,))
    instances, random, altered = check_evidence(check, QUICK, seed=1)

    assert search(check, count=3).counterexample is None
    assert search(check, count=3, alteration=false).counterexample is not None
    assert isinstance(instances.data, OnInstances) and instances.data.domain == name
    assert instances.summary.startswith(f"holds on {instances.data.count}, fails on 0, ")
    assert DOMAINS[name].noun in instances.summary
    assert isinstance(random.data, OnSamples) and random.data.holds == QUICK.searched
    assert isinstance(altered.data, Variant) and altered.data.tried == 1


@EACH
def test_an_unknown_hypothesis_is_refused(name: str) -> None:
    """No domain drops a hypothesis that it does not know."""
    with pytest.raises(ValueError, match="nonsense"):
        DOMAINS[name].sample(Random(1), frozenset({"nonsense"}))


def test_the_table_alone_loads_no_numbers() -> None:
    """Counting samples needs neither FLINT nor SymPy."""
    program = "import verifier.domains, sys; print({'flint', 'sympy'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize("name", ["run", "logistic", "margins"])
def test_checks_share_the_run_of_a_listed_subject(name: str) -> None:
    """A second check finds its states already there; other subjects and other precisions have their own."""
    domain = DOMAINS[name]
    listed = domain.spread()
    assert listed is not None
    drawn = [domain.sample(Random(seed)) for seed in (1, 2)]
    run = domain.concrete(listed[0], 128)
    for subject in (*listed[1:], *drawn):
        assert domain.concrete(subject, 128) is not run

    assert domain.concrete(listed[0], 128) is run
    assert domain.concrete(listed[0], 256).bits == 256 and domain.concrete(listed[0], 128).bits == 128
    assert domain.concrete(drawn[0], 128).instance == drawn[0]
    assert domain.concrete(drawn[1], 128).instance == drawn[1]
