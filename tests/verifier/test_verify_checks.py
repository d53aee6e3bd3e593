"""A check, its false variants and an experiment are worth exactly what was tried."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.verifier.planted import (
    BREAKABLE,
    Verify,
    binomial,
    breaks,
    holds_on,
    never,
    of_kind,
    planted,
    undecided,
    vacuous,
)
from verifier.checks import FULL, QUICK, Effort, check_evidence
from verifier.claim import Alteration, Answer, Check, Status
from verifier.outcome import Exit, exit_code
from verifier.studies.instances import SPREAD


class TestChecks:
    """What each kind of check is worth."""

    def test_a_check_that_breaks(self, run: Verify) -> None:
        """A check that divides by 0 leaves its claim INCONCLUSIVE, with the words, and the run goes on."""
        report = run(planted("a", breaks, proof=binomial("a")), planted("b"))

        assert [claim.status for claim in report.claims] == ["INCONCLUSIVE", "ENCLOSED"]
        for kind in ("instances", "search", "alteration"):
            assert "ZeroDivisionError: division by zero" in of_kind(report, kind).summary

    def test_enclosed(self, run: Verify) -> None:
        """A check that holds on the whole spread makes a claim ENCLOSED."""
        report = run(planted("a"), quick=False)

        assert report.claims[0].status == "ENCLOSED"
        for kind, count, least in (
            ("instances", len(SPREAD), FULL.least_instances),
            ("search", FULL.searched, FULL.least_searched),
        ):
            answers = {"holds": count, "fails": 0, "undecided": 0, "vacuous": 0}
            said = {"tried": count} if kind == "search" else {"domain": "run", "count": count}
            assert of_kind(report, kind).data.plain() == said | answers | {"least": least}

    def test_refuted(self, run: Verify) -> None:
        """One false instance refutes, whatever else is known, and is shown."""
        report = run(planted("a", never, proof=binomial("a")))

        assert report.claims[0].status == "REFUTED"
        assert of_kind(report, "instances").data.witness == str(SPREAD[0])

    def test_refuted_by_search(self, run: Verify) -> None:
        """A counterexample away from the spread is found by the search."""
        report = run(planted("a", lambda run, **knobs: Answer.of(run.instance in SPREAD)))

        assert of_kind(report, "instances").status == "ENCLOSED"
        assert of_kind(report, "search").status == "REFUTED"
        assert report.claims[0].status == "REFUTED"

    def test_undecided(self, run: Verify) -> None:
        """What no precision decides is INCONCLUSIVE, with the count."""
        report = run(planted("a", undecided, alterations=(), proof=binomial("a")))

        assert report.claims[0].status == "INCONCLUSIVE"
        assert of_kind(report, "instances").data.undecided == len(SPREAD)
        assert "holds on 0, fails on 0, undecided on " in of_kind(report, "instances").summary

    def test_undecided_once(self, run: Verify) -> None:
        """One sample that no precision decides is enough, however many hold."""
        report = run(planted("a", _undecided_at(SPREAD[-1]), alterations=()), quick=False)

        assert of_kind(report, "search").status == "CHECKED"
        assert of_kind(report, "instances").data.holds == len(SPREAD) - 1
        assert of_kind(report, "instances").data.undecided == 1
        assert report.claims[0].status == "INCONCLUSIVE"

    @pytest.mark.parametrize("quick", [True, False])
    def test_vacuous(self, run: Verify, quick: bool) -> None:
        """A check whose premise is never true says nothing, beside a proof or not; exit code 3."""
        report = run(planted("a", vacuous, alterations=(), proof=binomial("a")), quick=quick)

        for kind in ("instances", "search"):
            piece = of_kind(report, kind)
            assert piece.status == "INCONCLUSIVE"
            tried = piece.data.tried if kind == "search" else piece.data.count
            assert piece.data.vacuous == tried > 0
            assert "must hold" in piece.summary
        assert report.claims[0].status == "INCONCLUSIVE"
        assert exit_code(report) is Exit.SHORT

    @pytest.mark.parametrize(("premises", "status"), [(19, "INCONCLUSIVE"), (20, "CHECKED")])
    def test_least(self, premises: int, status: str) -> None:
        """A search of 60 samples must hold on 20 of them; 19 fall short."""
        check = Check("run", _after(SPREAD, holds_on(premises)), ())
        instances, search = _tried(check)

        assert instances.status is Status.ENCLOSED
        assert search.status is Status(status)
        assert (search.data.holds, search.data.vacuous) == (premises, 60 - premises)
        assert f"holds on {premises}, " in search.summary
        assert f"vacuous on {60 - premises} of 60 random samples" in search.summary

    @pytest.mark.parametrize(("premises", "status"), [(1, "INCONCLUSIVE"), (2, "ENCLOSED")])
    def test_least_of_the_listed(self, premises: int, status: str) -> None:
        """Of the listed instances the stated minimum must hold, too."""
        instances, _ = _tried(Check("run", holds_on(premises), ()))

        assert instances.status is Status(status)
        assert instances.data.vacuous == len(SPREAD) - premises

    def test_quick_goes_on(self) -> None:
        """A quick search goes on until the check holds once, and counts all that it tried."""
        late = Check("run", lambda run: Answer.HOLDS if next(numbers) == 50 else Answer.VACUOUS, ())
        numbers = iter(range(1000))
        instances, search = _tried(late, QUICK)

        assert instances.data.vacuous == instances.data.count == len(SPREAD)
        assert (search.data.holds, search.data.vacuous) == (1, 50 - len(SPREAD))
        assert search.status is Status.CHECKED

    def test_steered_samples_are_called_so(self) -> None:
        """A search that is drawn towards the premises says it."""
        for likely in (None, lambda run: True):
            _, search = _tried(Check("run", holds_on(100), (), likely))

            assert ("drawn where the premises are likely" in search.summary) is (likely is not None)

    def test_other_samples_than_the_search(self) -> None:
        """Where no instances are listed, those that are drawn are none of the search's."""
        seen: list[Any] = []
        check = Check("data", lambda data: seen.append(data) or Answer.HOLDS, ())
        instances, search = _tried(check)
        drawn, searched = seen[: FULL.data_samples], seen[FULL.data_samples :]

        assert (instances.data.count, search.data.tried) == (len(drawn), len(searched))
        assert not set(drawn) & set(searched)

    def test_alteration_is_refuted(self, run: Verify) -> None:
        """A false variant is refuted by the same search, and its witness shown."""
        evidence = of_kind(run(planted("a")), "alteration")

        assert evidence.status == "CHECKED"
        assert evidence.data.altered == BREAKABLE.text
        assert "h=" in evidence.data.witness

    def test_check_that_cannot_fail(self, run: Verify, monkeypatch: pytest.MonkeyPatch) -> None:
        """A false variant that survives the search says that the check is worthless."""
        report = run(planted("a", alterations=(Alteration("nothing is altered"),)))

        assert report.claims[0].status == "INCONCLUSIVE"
        assert "the check cannot fail" in of_kind(report, "alteration").summary

    def test_data(self, run: Verify) -> None:
        """A check on data is tried on data samples."""
        report = run(planted("a", domain="data"))

        assert report.claims[0].status == "ENCLOSED"
        assert "data sets" in of_kind(report, "instances").summary

    def test_experiment(self, run: Verify) -> None:
        """An experiment is told how much to do, from which seed, at which precision."""
        experiments = ("tests.verifier.planted:measured",)
        report = run(planted("a", None, wanted=Status.CHECKED, experiments=experiments), seed=7)

        assert of_kind(report, "experiment").summary == "True 7 128"
        assert report.claims[0].status == "CHECKED"

    def test_nothing(self, run: Verify) -> None:
        """A claim without any evidence is INCONCLUSIVE."""

        assert run(planted("a", None)).claims[0].status == "INCONCLUSIVE"

    def test_seed(self, run: Verify) -> None:
        """The same seed tries the same samples, another seed other ones."""

        def witnesses(seed: int) -> Any:
            report = run(planted("a", lambda run, **knobs: Answer.of(run.instance in SPREAD)), seed=seed)
            return of_kind(report, "search").data

        assert witnesses(1) == witnesses(1)
        assert witnesses(1) != witnesses(2)


def _tried(check: Check, effort: Effort = FULL) -> Any:
    """What is found on the instances and on the samples."""
    return [*check_evidence(check, effort, seed=1)]


def _undecided_at(instance: Any) -> Callable[..., Answer]:
    return lambda run, **knobs: Answer.UNDECIDED if run.instance == instance else Answer.HOLDS


def _after(listed: Any, check: Callable[..., Answer]) -> Callable[..., Answer]:
    """True on the listed instances, and ``check`` elsewhere."""
    return lambda run, **knobs: Answer.HOLDS if run.instance in listed else check(run)


def test_samples_obey_the_hypotheses() -> None:
    """The fixed instances are within the hypotheses of the square-loss claims."""
    for one in SPREAD:
        assert 0 < one.h <= 1
        assert one.a0 > 0
        assert one.N0 > 0
        assert 0 < one.theta0 < 1.5708
