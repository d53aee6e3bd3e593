"""A verification is worth exactly its evidence, whatever the number of processes, and is kept whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from derivations.proof import Proof
from tests.report import sample
from tests.verifier import planted as planted_module
from tests.verifier.planted import (
    BREAKABLE,
    binomial,
    breaks,
    cancelling,
    circular,
    declared,
    empty,
    half,
    holds_on,
    modulo_itself,
    modulo_one,
    multiple,
    never,
    part,
    plant,
    planted,
    trivial,
    undecided,
    vacuous,
)
from verifier.certificates import accept, conclusion_of, digest
from verifier.claim import Alteration, Answer, Check, Claim, Status
from verifier.digest import digest_of, read_digest
from verifier.evidence import FULL, QUICK, check_evidence, derive
from verifier.outcome import Exit, exit_code, sentence
from verifier.pool import Finished, Settings, TaskFailed
from verifier.sections import Section
from verifier.store import UnwritableOutput
from verifier.studies.instances import SPREAD
from verifier.verify import verify

Report = dict[str, Any]
OLDER = '{"schema_version": 1, "claims": []}'
"""An earlier report, as far as it matters here."""
Verify = Callable[..., Report]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Verify:
    """Verifies planted claims in this process, quickly and without rendering."""
    renderer: Any = ModuleType("verifier.report.render")
    renderer.write_report = _write_plainly
    monkeypatch.setitem(sys.modules, "verifier.report.render", renderer)

    def verify_planted(*claims: Claim, seed: int = 0, quick: bool = True, **options: Any) -> Report:
        settings = Settings(quick=quick, seed=seed, contents=plant(monkeypatch, *claims))
        return verify(settings=settings, **{"jobs": 1, "sections": (), **options})

    return verify_planted


def _write_plainly(report: dict[str, Any], output: Path) -> None:
    (output / "report.json").write_text(json.dumps(report))


def _evidence(report: dict[str, Any], kind: str) -> dict[str, Any]:
    (found,) = [piece for piece in report["claims"][0]["evidence"] if piece["kind"] == kind]
    return dict(found)


class TestEvidence:
    """What each kind of evidence is worth."""

    def test_proved(self, run: Verify) -> None:
        """A certificate that the kernel accepts makes a claim PROVED, and shows what is concluded."""
        report = run(planted("a", proof=binomial("a")))

        assert report["claims"][0]["status"] == "PROVED"
        evidence = _evidence(report, "certificate")
        assert evidence["certificate"] == "certificates/a.json"
        assert evidence["data"]["replays"] == ["flint", "fractions"]
        (fact,) = evidence["data"]["concludes"]
        assert fact["name"] == "square"
        assert "(x + 1)**2" in fact["text"]

    def test_never_more_than_declared(self, run: Verify) -> None:
        """A certificate for a part of a claim that declares ENCLOSED does not make it PROVED."""
        report = run(planted("a", proof=binomial("a"), wanted=Status.ENCLOSED))

        assert _evidence(report, "certificate")["status"] == "PROVED"
        assert report["claims"][0]["status"] == "ENCLOSED"

    @pytest.mark.parametrize("experiment", ["boastful", "posing"])
    def test_only_a_certificate_proves(self, run: Verify, experiment: str) -> None:
        """An experiment that says PROVED is worth ENCLOSED."""
        experiments = (f"tests.verifier.planted:{experiment}",)
        report = run(planted("a", wanted=Status.PROVED, experiments=experiments))

        assert report["claims"][0]["status"] == "ENCLOSED"

    def test_a_check_that_breaks(self, run: Verify) -> None:
        """A check that divides by 0 leaves its claim INCONCLUSIVE, with the words, and the run goes on."""
        report = run(planted("a", breaks, proof=binomial("a")), planted("b"))

        assert [claim["status"] for claim in report["claims"]] == ["INCONCLUSIVE", "ENCLOSED"]
        for kind in ("instances", "search", "alteration"):
            assert "ZeroDivisionError: division by zero" in _evidence(report, kind)["summary"]

    def test_rejected(self, run: Verify) -> None:
        """A certificate that the kernel rejects is INCONCLUSIVE, with the kernel's words."""
        report = run(planted("a", proof=binomial("a", rhs="x**2")))

        assert report["claims"][0]["status"] == "INCONCLUSIVE"
        assert "the two sides differ" in _evidence(report, "certificate")["summary"]

    def test_of_another_claim(self, run: Verify) -> None:
        """A valid certificate of another claim proves nothing here."""
        report = run(planted("a", proof=binomial("b")))

        assert report["claims"][0]["status"] == "INCONCLUSIVE"
        assert "about 'b'" in _evidence(report, "certificate")["summary"]

    def test_derivation_fails(self, run: Verify) -> None:
        """A derivation that does not work out leaves the claim INCONCLUSIVE."""
        claim = planted("a")
        object.__setattr__(claim, "derive", lambda: int("no proof"))

        assert run(claim)["claims"][0]["status"] == "INCONCLUSIVE"

    def test_enclosed(self, run: Verify) -> None:
        """A check that holds on the whole spread makes a claim ENCLOSED."""
        report = run(planted("a"), quick=False)

        assert report["claims"][0]["status"] == "ENCLOSED"
        for kind, count, least in (
            ("instances", len(SPREAD), FULL.least_instances),
            ("search", FULL.searched, FULL.least_searched),
        ):
            answers = {"holds": count, "fails": 0, "undecided": 0, "vacuous": 0}
            said = {"tried": count} if kind == "search" else {"domain": "run", "count": count}
            assert _evidence(report, kind)["data"] == said | answers | {"least": least}

    def test_refuted(self, run: Verify) -> None:
        """One false instance refutes, whatever else is known, and is shown."""
        report = run(planted("a", never, proof=binomial("a")))

        assert report["claims"][0]["status"] == "REFUTED"
        assert _evidence(report, "instances")["data"]["witness"] == str(SPREAD[0])

    def test_refuted_by_search(self, run: Verify) -> None:
        """A counterexample away from the spread is found by the search."""
        report = run(planted("a", lambda run, **knobs: Answer.of(run.instance in SPREAD)))

        assert _evidence(report, "instances")["status"] == "ENCLOSED"
        assert _evidence(report, "search")["status"] == "REFUTED"
        assert report["claims"][0]["status"] == "REFUTED"

    def test_undecided(self, run: Verify) -> None:
        """What no precision decides is INCONCLUSIVE, with the count."""
        report = run(planted("a", undecided, alterations=(), proof=binomial("a")))

        assert report["claims"][0]["status"] == "INCONCLUSIVE"
        assert _evidence(report, "instances")["data"]["undecided"] == len(SPREAD)
        assert "holds on 0, fails on 0, undecided on " in _evidence(report, "instances")["summary"]

    def test_undecided_once(self, run: Verify) -> None:
        """One sample that no precision decides is enough, however many hold."""
        report = run(planted("a", _undecided_at(SPREAD[-1]), alterations=()), quick=False)

        assert _evidence(report, "search")["status"] == "CHECKED"
        assert _evidence(report, "instances")["data"]["holds"] == len(SPREAD) - 1
        assert _evidence(report, "instances")["data"]["undecided"] == 1
        assert report["claims"][0]["status"] == "INCONCLUSIVE"

    @pytest.mark.parametrize("quick", [True, False])
    def test_vacuous(self, run: Verify, quick: bool) -> None:
        """A check whose premise is never true says nothing, beside a proof or not; exit code 3."""
        report = run(planted("a", vacuous, alterations=(), proof=binomial("a")), quick=quick)

        for kind in ("instances", "search"):
            piece = _evidence(report, kind)
            assert piece["status"] == "INCONCLUSIVE"
            tried = piece["data"]["tried" if kind == "search" else "count"]
            assert piece["data"]["vacuous"] == tried > 0
            assert "must hold" in piece["summary"]
        assert report["claims"][0]["status"] == "INCONCLUSIVE"
        assert exit_code(report) is Exit.SHORT

    @pytest.mark.parametrize(("premises", "status"), [(19, "INCONCLUSIVE"), (20, "CHECKED")])
    def test_least(self, premises: int, status: str) -> None:
        """A search of 60 samples must hold on 20 of them; 19 fall short."""
        check = Check("run", _after(SPREAD, holds_on(premises)), ())
        instances, search = check_evidence(check, FULL, seed=1)

        assert instances.status is Status.ENCLOSED
        assert search.status is Status(status)
        assert (search.data["holds"], search.data["vacuous"]) == (premises, 60 - premises)
        assert f"holds on {premises}, " in search.summary
        assert f"vacuous on {60 - premises} of 60 random samples" in search.summary

    @pytest.mark.parametrize(("premises", "status"), [(1, "INCONCLUSIVE"), (2, "ENCLOSED")])
    def test_least_of_the_listed(self, premises: int, status: str) -> None:
        """Of the listed instances the stated minimum must hold, too."""
        instances, _ = check_evidence(Check("run", holds_on(premises), ()), FULL, seed=1)

        assert instances.status is Status(status)
        assert instances.data["vacuous"] == len(SPREAD) - premises

    def test_quick_goes_on(self) -> None:
        """A quick search goes on until the check holds once, and counts all that it tried."""
        late = Check("run", lambda run: Answer.HOLDS if next(numbers) == 50 else Answer.VACUOUS, ())
        numbers = iter(range(1000))
        instances, search = check_evidence(late, QUICK, seed=1)

        assert instances.data["vacuous"] == instances.data["count"] == len(SPREAD)
        assert (search.data["holds"], search.data["vacuous"]) == (1, 50 - len(SPREAD))
        assert search.status is Status.CHECKED

    def test_steered_samples_are_called_so(self) -> None:
        """A search that is drawn towards the premises says it."""
        for likely in (None, lambda run: True):
            _, search = check_evidence(Check("run", holds_on(100), (), likely), FULL, seed=1)

            assert ("drawn where the premises are likely" in search.summary) is (likely is not None)

    def test_other_samples_than_the_search(self) -> None:
        """Where no instances are listed, those that are drawn are none of the search's."""
        seen: list[Any] = []
        check = Check("data", lambda data: seen.append(data) or Answer.HOLDS, ())
        instances, search = check_evidence(check, FULL, seed=1)
        drawn, searched = seen[: FULL.data_samples], seen[FULL.data_samples :]

        assert (instances.data["count"], search.data["tried"]) == (len(drawn), len(searched))
        assert not set(drawn) & set(searched)

    def test_alteration_is_refuted(self, run: Verify) -> None:
        """A false variant is refuted by the same search, and its witness shown."""
        evidence = _evidence(run(planted("a")), "alteration")

        assert evidence["status"] == "CHECKED"
        assert evidence["data"]["altered"] == BREAKABLE.text
        assert "h=" in evidence["data"]["witness"]

    def test_check_that_cannot_fail(self, run: Verify, monkeypatch: pytest.MonkeyPatch) -> None:
        """A false variant that survives the search says that the check is worthless."""
        report = run(planted("a", alterations=(Alteration("nothing is altered"),)))

        assert report["claims"][0]["status"] == "INCONCLUSIVE"
        assert "the check cannot fail" in _evidence(report, "alteration")["summary"]

    def test_data(self, run: Verify) -> None:
        """A check on data is tried on data samples."""
        report = run(planted("a", domain="data"))

        assert report["claims"][0]["status"] == "ENCLOSED"
        assert "data sets" in _evidence(report, "instances")["summary"]

    def test_experiment(self, run: Verify) -> None:
        """An experiment is told how much to do, from which seed, at which precision."""
        experiments = ("tests.verifier.planted:measured",)
        report = run(planted("a", None, wanted=Status.CHECKED, experiments=experiments), seed=7)

        assert _evidence(report, "experiment")["summary"] == "True 7 128"
        assert report["claims"][0]["status"] == "CHECKED"

    def test_nothing(self, run: Verify) -> None:
        """A claim without any evidence is INCONCLUSIVE."""

        assert run(planted("a", None))["claims"][0]["status"] == "INCONCLUSIVE"

    @pytest.mark.parametrize(
        ("claim", "said"),
        [
            (planted("a", None, proof=binomial("a")), "no check: nothing shows that the claim could fail"),
            (planted("a", alterations=(), proof=binomial("a")), "no false variant"),
            (planted("a", proof=empty("a")), "'concludes'"),
            (planted("a", proof=trivial("a")), "'certainly' says nothing"),
            (planted("a", proof=circular("a")), "'again' says nothing"),
            (planted("a", proof=binomial("a", lhs="x", rhs="x")), "'square' says nothing"),
            (planted("a", proof=binomial("a", lhs="x", rhs="x + 0")), "'square' says nothing"),
            (planted("a", proof=binomial("a", lhs="x + 1", rhs="1 + x")), "'square' says nothing"),
            (planted("a", proof=binomial("a", lhs="x*(x + 1)", rhs="x*x + x")), "the derivation shows"),
        ],
        ids=[
            *("no check", "no variant", "empty", "trivial", "circular"),
            *("same sides", "same but for 0", "same but for the order", "another fact"),
        ],
    )
    def test_no_proof_of_the_claim(self, run: Verify, claim: Claim, said: str) -> None:
        """A claim that cannot fail, or a certificate of nothing or of something else, is no proof."""
        report = run(claim)

        assert report["claims"][0]["status"] == "INCONCLUSIVE"
        assert said in " ".join(piece["summary"] for piece in report["claims"][0]["evidence"])
        assert exit_code(report) is Exit.SHORT

    def test_held_to_the_contents(self, run: Verify, monkeypatch: pytest.MonkeyPatch) -> None:
        """A certificate proves its claim only if it concludes what the table of contents says."""
        right = conclusion_of(accept(binomial("a").certificate(), "a"))

        def status(**stated: str) -> Any:
            monkeypatch.setattr(planted_module, "CONCLUSIONS", stated)
            return run(planted("a", proof=binomial("a")))["claims"][0]["status"]

        assert status(a=right) == "PROVED"
        assert [status(a="0" * 64), status(), status(b=right)] == ["INCONCLUSIVE"] * 3
        assert run(planted("a"))["claims"][0]["status"] == "ENCLOSED"
        monkeypatch.setattr(planted_module, "CONCLUSIONS", {"a": right})
        assert run(planted("a"))["claims"][0]["status"] == "INCONCLUSIVE"

    def test_seed(self, run: Verify) -> None:
        """The same seed tries the same samples, another seed other ones."""

        def witnesses(seed: int) -> Any:
            report = run(planted("a", lambda run, **knobs: Answer.of(run.instance in SPREAD)), seed=seed)
            return _evidence(report, "search")["data"]

        assert witnesses(1) == witnesses(1)
        assert witnesses(1) != witnesses(2)


class TestOutcome:
    """What the whole run is worth."""

    def test_all_good(self, run: Verify) -> None:
        """Every claim at its status is exit code 0, and one plain sentence."""
        report = run(planted("a", proof=binomial("a")), planted("b"))

        assert exit_code(report) is Exit.OK
        assert sentence(report) == "2 claims: 1 PROVED, 1 ENCLOSED; none refuted, none inconclusive."
        assert report["summary"] == {"PROVED": 1, "ENCLOSED": 1}

    def test_refuted(self, run: Verify) -> None:
        """A refuted claim is exit code 1, and named, even beside inconclusive ones."""
        report = run(planted("a", never), planted("b", None))

        assert exit_code(report) is Exit.REFUTED
        assert "refuted: a; inconclusive: b" in sentence(report)

    def test_inconclusive(self, run: Verify) -> None:
        """An inconclusive claim is exit code 3."""

        assert exit_code(run(planted("a", None))) is Exit.SHORT

    def test_short(self, run: Verify) -> None:
        """A claim short of the status it is meant to reach is exit code 3."""
        report = run(planted("a", wanted=Status.PROVED))

        assert exit_code(report) is Exit.SHORT
        assert "short of what is owed: a" in sentence(report)

    def test_short_through_a_dependency(self, run: Verify) -> None:
        """A proof that rests on something weaker is short of PROVED."""
        proved = planted("b", proof=binomial("b"), wanted=Status.PROVED, uses=("a",))
        report = run(planted("a"), proved)

        assert report["claims"][1]["status"] == "PROVED"
        assert report["claims"][1]["effective_status"] == "ENCLOSED"
        assert exit_code(report) is Exit.SHORT

    def test_chosen_claims(self, run: Verify) -> None:
        """A chosen claim is verified with what it rests on, and nothing else."""
        report = run(planted("a"), planted("b", uses=("a",)), planted("c"), claim_ids=["b"])

        assert [claim["id"] for claim in report["claims"]] == ["a", "b"]

    @pytest.mark.parametrize(
        ("status", "code"),
        [("CHECKED", Exit.OK), ("INCONCLUSIVE", Exit.SHORT), ("REFUTED", Exit.REFUTED)],
    )
    def test_section(self, run: Verify, monkeypatch: pytest.MonkeyPatch, status: str, code: Exit) -> None:
        """A section of the report takes its place, and its status counts."""
        module: Any = ModuleType("planted_section")
        module.compute = lambda **effort: {"status": status, **effort}
        monkeypatch.setitem(sys.modules, "planted_section", module)
        report = run(planted("a"), sections=[Section("tables", "s", "planted_section:compute")])

        expected = {"status": status, "quick": True, "seed": 0, "precision": 128}
        assert report["tables"]["s"] == expected
        assert exit_code(report) is code

    @pytest.mark.parametrize("jobs", [1, 2])
    def test_section_that_is_an_object(
        self, run: Verify, monkeypatch: pytest.MonkeyPatch, jobs: int
    ) -> None:
        """It is written as its JSON, returned as that, and its status counts."""
        module: Any = ModuleType("planted_section")
        module.compute = lambda **effort: replace(sample.tightness(), status="REFUTED")
        monkeypatch.setitem(sys.modules, "planted_section", module)
        sections = [Section("tables", "tightness", "planted_section:compute")]
        report = run(planted("a"), sections=sections, jobs=jobs)

        assert report["tables"]["tightness"] == sample.tightness().plain() | {"status": "REFUTED"}
        assert exit_code(report) is Exit.REFUTED

    def test_section_that_crashes(self, run: Verify, monkeypatch: pytest.MonkeyPatch) -> None:
        """A section with a defect is a named gap, with the reason; the claims are kept."""
        module: Any = ModuleType("planted_section")
        module.compute = lambda **effort: 1 / 0
        monkeypatch.setitem(sys.modules, "planted_section", module)
        report = run(planted("a"), sections=[Section("tables", "s", "planted_section:compute")])

        assert report["gaps"] == {"tables: s": "ZeroDivisionError: division by zero"}
        assert exit_code(report) is Exit.SHORT
        assert sentence(report) == "1 claim: 1 ENCLOSED; missing: tables: s."

    def test_report_that_cannot_be_rendered(
        self, run: Verify, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A failure of what draws and renders leaves report.json and the certificates, and is a gap."""

        def fail(report: Report, output: Path) -> None:
            raise RuntimeError("no fonts")

        monkeypatch.setattr(sys.modules["verifier.report.render"], "write_report", fail)
        report = run(planted("a", proof=binomial("a")), output=tmp_path)

        assert report["gaps"] == {"report.html and report.md": "not rendered: RuntimeError: no fonts"}
        assert exit_code(report) is Exit.SHORT
        del report["run"]
        assert json.loads((tmp_path / "report.json").read_text()) == report
        assert (tmp_path / "certificates" / "a.json").exists()
        assert read_digest(tmp_path) == digest_of(report, tmp_path)

    def test_independent_of_jobs(self) -> None:
        """One process and two give the same report."""
        reports = []
        for jobs in (1, 2):
            settings = Settings(quick=True)
            report = verify(["square.cone-invariance"], settings=settings, jobs=jobs, sections=())
            del report["run"]
            reports.append(json.dumps(report))

        assert reports[0] == reports[1]

    def test_independent_of_ground_types(self) -> None:
        """SymPy on plain Python integers derives the same certificate, letter for letter."""
        program = (
            "from verifier.evidence import derive; from verifier.registry import Registry\n"
            "from sympy.external.gmpy import GROUND_TYPES\n"
            "print(GROUND_TYPES, derive(Registry().claim('square.rising-threshold'))[2].sha256)"
        )
        printed = [
            subprocess.run(
                [sys.executable, "-c", program],
                cwd=Path(__file__).parents[2],
                env={**os.environ, "SYMPY_GROUND_TYPES": ground_types},
                check=True,
                capture_output=True,
                text=True,
            ).stdout.split()
            for ground_types in ("flint", "python")
        ]

        assert [ground_types for ground_types, _ in printed] == ["flint", "python"]
        assert printed[0][1] == printed[1][1]

    def test_progress(self, run: Verify) -> None:
        """Every finished claim is told, counted up to the total."""
        told: list[Finished] = []
        run(planted("a"), planted("b"), progress=told.append)

        assert [(one.label, one.done, one.total) for one in told] == [("a", 1, 2), ("b", 2, 2)]


@pytest.mark.parametrize("proof", [multiple, part, modulo_itself, modulo_one, cancelling, declared])
def test_says_nothing(proof: Callable[[str], Proof]) -> None:
    """A premise up to a factor, what 1 = 0 gives, a number and a declared condition all say nothing."""
    (_, _, found) = derive(planted("a", proof=proof("a")))

    assert found is not None and found.status is Status.INCONCLUSIVE
    assert "says nothing" in found.summary


def test_says_something() -> None:
    """A conclusion that is none of its premises is left alone."""
    (_, _, found) = derive(planted("a", proof=half("a")))

    assert found is not None and found.status is Status.PROVED


class TestStored:
    """What is left on disk."""

    def test_files(self, run: Verify, tmp_path: Path) -> None:
        """The report lies beside its certificates, whose sha256 it names."""
        report = run(planted("a", proof=binomial("a")), output=tmp_path / "new" / "out")

        out = tmp_path / "new" / "out"
        assert json.loads((out / "run.json").read_text()) == report.pop("run")
        assert json.loads((out / "report.json").read_text()) == report
        text = (out / "certificates" / "a.json").read_text()
        assert _evidence(report, "certificate")["sha256"] == digest(text)
        assert sorted(os.listdir(out)) == ["certificates", "digest.json", "report.json", "run.json"]
        assert read_digest(out) == digest_of(report, out)

    def test_replaces(self, run: Verify, tmp_path: Path) -> None:
        """A new report drops the certificates of the old one, and nothing that was not its own."""
        run(planted("a", proof=binomial("a")), output=tmp_path)
        (tmp_path / "certificates" / "mine.json").write_text("mine")
        run(planted("b", proof=binomial("b")), output=tmp_path)

        assert sorted(os.listdir(tmp_path / "certificates")) == ["b.json", "mine.json"]

    def test_interrupted(self, run: Verify, tmp_path: Path) -> None:
        """After an interruption the report holds what was finished, and says what was not."""
        report = run(
            planted("a"), planted("b", _interrupt, uses=("a",)), planted("c"), output=tmp_path
        )

        assert report["interrupted"]
        assert report["unfinished"] == ["b", "c"]
        assert exit_code(report) is Exit.INTERRUPTED
        assert sentence(report).startswith(
            "Interrupted, 2 left unfinished.  Of 1 claim finished: 1 ENCLOSED"
        )
        del report["run"]
        assert json.loads((tmp_path / "report.json").read_text()) == report

    def test_interrupted_at_once(self, run: Verify, tmp_path: Path) -> None:
        """When nothing was finished, an older report stays as it was."""
        (tmp_path / "report.json").write_text(OLDER)
        report = run(planted("a", _interrupt), output=tmp_path)

        assert exit_code(report) is Exit.INTERRUPTED
        assert (tmp_path / "report.json").read_text() == OLDER
        assert os.listdir(tmp_path) == ["report.json"]

    def test_defect(self, run: Verify, tmp_path: Path) -> None:
        """A defect of the program names the claim in which it showed, and leaves no trace."""
        with pytest.raises(TaskFailed, match="b: IndexError"):
            run(planted("a"), planted("b", lambda run, **knobs: [][0]), output=tmp_path / "out")

        assert os.listdir(tmp_path) == []

    def test_defect_in_a_worker(self, run: Verify) -> None:
        """The same in several processes: the others are abandoned."""
        claims = [planted(name) for name in "acd"]
        with pytest.raises(TaskFailed, match="b: IndexError"):
            run(planted("b", lambda run, **knobs: [][0]), *claims, jobs=2)

    @pytest.mark.parametrize("place", ["file", "file/below", ""])
    def test_unwritable(self, run: Verify, tmp_path: Path, place: str) -> None:
        """An output that cannot be written is refused before any work is done."""
        (tmp_path / "file").write_text("in the way")
        output = tmp_path / place if place else Path("/dev/null/below")
        with pytest.raises(UnwritableOutput, match="cannot write to"):
            run(planted("a", lambda run, **knobs: [][0]), output=output)

        assert os.listdir(tmp_path) == ["file"]


def _undecided_at(instance: Any) -> Callable[..., Answer]:
    return lambda run, **knobs: Answer.UNDECIDED if run.instance == instance else Answer.HOLDS


def _after(listed: Any, check: Callable[..., Answer]) -> Callable[..., Answer]:
    """True on the listed instances, and ``check`` elsewhere."""
    return lambda run, **knobs: Answer.HOLDS if run.instance in listed else check(run)


def _interrupt(run: Any, **knobs: Any) -> Answer:
    raise KeyboardInterrupt


def test_samples_obey_the_hypotheses() -> None:
    """The fixed instances are within the hypotheses of the square-loss claims."""
    for one in SPREAD:
        assert 0 < one.h <= 1
        assert one.a0 > 0
        assert one.N0 > 0
        assert 0 < one.theta0 < 1.5708
