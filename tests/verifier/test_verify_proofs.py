"""A certificate proves its claim if it concludes it, and nothing else does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from derivations.proof import Proof
from tests.verifier import planted as planted_module
from tests.verifier.planted import (
    Verify,
    binomial,
    cancelling,
    circular,
    declared,
    empty,
    expanded,
    half,
    modulo_itself,
    modulo_one,
    multiple,
    of_kind,
    part,
    planted,
    trivial,
)
from verifier.certificates import accept, conclusion_of
from verifier.claim import Claim, Status
from verifier.derived import derive
from verifier.outcome import Exit, exit_code

OTHER = {"target": "x**2", "terms": [{"weight": "1", "factors": [], "square": "x"}]}
"""What makes the step that is told of (x + 1)² one of x²."""


class TestProofs:
    """What a certificate is worth."""

    def test_proved(self, run: Verify) -> None:
        """A certificate that the kernel accepts makes a claim PROVED, and shows what is concluded."""
        report = run(planted("a", proof=binomial("a")))

        assert report.claims[0].status == "PROVED"
        evidence = of_kind(report, "certificate")
        assert evidence.certificate == "certificates/a.json"
        assert evidence.data.replays == ("flint", "fractions")
        (fact,) = evidence.data.concludes
        assert fact.name == "square"
        assert "x**2 + 2*x" in fact.text

    def test_never_more_than_declared(self, run: Verify) -> None:
        """A certificate for a part of a claim that declares ENCLOSED does not make it PROVED."""
        report = run(planted("a", proof=binomial("a"), wanted=Status.ENCLOSED))

        assert of_kind(report, "certificate").status == "PROVED"
        assert report.claims[0].status == "ENCLOSED"

    @pytest.mark.parametrize("experiment", ["boastful", "posing"])
    def test_only_a_certificate_proves(self, run: Verify, experiment: str) -> None:
        """An experiment that says PROVED is worth ENCLOSED."""
        experiments = (f"tests.verifier.planted:{experiment}",)
        report = run(planted("a", wanted=Status.PROVED, experiments=experiments))

        assert report.claims[0].status == "ENCLOSED"

    def test_rejected(self, run: Verify) -> None:
        """A certificate that the kernel rejects is INCONCLUSIVE, with the kernel's words."""
        report = run(planted("a", proof=binomial("a", target="x**2")))

        assert report.claims[0].status == "INCONCLUSIVE"
        assert "square" in of_kind(report, "certificate").summary

    def test_of_another_claim(self, run: Verify) -> None:
        """A valid certificate of another claim proves nothing here."""
        report = run(planted("a", proof=binomial("b")))

        assert report.claims[0].status == "INCONCLUSIVE"
        assert "about 'b'" in of_kind(report, "certificate").summary

    def test_derivation_fails(self, run: Verify) -> None:
        """A derivation that does not work out leaves the claim INCONCLUSIVE."""
        claim = planted("a")
        object.__setattr__(claim, "derive", lambda: int("no proof"))

        assert run(claim).claims[0].status == "INCONCLUSIVE"

    @pytest.mark.parametrize(
        ("claim", "said"),
        [
            (planted("a", None, proof=binomial("a")), "no check: nothing shows that the claim could fail"),
            (planted("a", alterations=(), proof=binomial("a")), "no false variant"),
            (planted("a", proof=empty("a")), "at least one variable"),
            (planted("a", proof=trivial("a")), "'certainly' says nothing"),
            (planted("a", proof=circular("a")), "'again' says nothing"),
            (planted("a", proof=expanded("a")), "at least one variable"),
            (planted("a", proof=binomial("a", **OTHER)), "the derivation shows"),
        ],
        ids=[
            *("no check", "no variant", "empty", "trivial", "circular"),
            *("same on both sides", "another fact"),
        ],
    )
    def test_no_proof_of_the_claim(self, run: Verify, claim: Claim, said: str) -> None:
        """A claim that cannot fail, or a certificate of nothing or of something else, is no proof."""
        report = run(claim)

        assert report.claims[0].status == "INCONCLUSIVE"
        assert said in " ".join(piece.summary for piece in report.claims[0].evidence)
        assert exit_code(report) is Exit.SHORT

    def test_held_to_the_contents(self, run: Verify, monkeypatch: pytest.MonkeyPatch) -> None:
        """A certificate proves its claim only if it concludes what the table of contents says."""
        right = conclusion_of(accept(binomial("a").certificate(), "a"))

        def status(**stated: str) -> Any:
            monkeypatch.setattr(planted_module, "CONCLUSIONS", stated)
            return run(planted("a", proof=binomial("a"))).claims[0].status

        assert status(a=right) == "PROVED"
        assert [status(a="0" * 64), status(), status(b=right)] == ["INCONCLUSIVE"] * 3
        assert run(planted("a")).claims[0].status == "ENCLOSED"
        monkeypatch.setattr(planted_module, "CONCLUSIONS", {"a": right})
        assert run(planted("a")).claims[0].status == "INCONCLUSIVE"


@pytest.mark.parametrize("proof", [multiple, part, modulo_itself, modulo_one, cancelling, declared])
def test_says_nothing(proof: Callable[[str], Proof]) -> None:
    """A premise up to a factor, what 1 = 0 gives, a number and a declared condition all say nothing."""
    found = derive(planted("a", proof=proof("a"))).evidence

    assert found is not None and found.status is Status.INCONCLUSIVE
    assert "says nothing" in found.summary


def test_says_something() -> None:
    """A conclusion that is none of its premises is left alone."""
    found = derive(planted("a", proof=half("a"))).evidence

    assert found is not None and found.status is Status.PROVED
