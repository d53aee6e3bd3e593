"""What several certificates prove is proved once: the others cite it, and a forged citation is refused."""

from __future__ import annotations

import copy
from collections import Counter
from importlib import import_module
from typing import Any

import pytest

from derivations.contents import CLAIMS
from tests.derivations.derived import citing, elaborated
from verifier.kernel import CertificateError, replay
from verifier.kernel.facts import Sequent, statement_hash
from verifier.kernel.library import replay_all


def test_both_rings_accept_all_certificates_and_each_sequent_is_proved_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    proved: Counter[str] = Counter()

    def noting(step: Any, ring: Any, facts: Any) -> None:
        accept(step, ring, facts)
        fact = facts.facts[step["name"]]
        if isinstance(fact, Sequent) and step["rule"] != "axiom" and not _restates(step):
            proved[statement_hash(fact.statement(ring))] += 1

    replaying = import_module("verifier.kernel.replay")
    accept = replaying.accept
    first = replay_all(citing(), "fractions")
    monkeypatch.setattr(replaying, "accept", noting)
    second = replay_all(citing(), "flint")
    assert [done.sha256 for done in first] == [done.sha256 for done in second]
    assert len(proved) > 800
    assert max(proved.values()) == 1


def _restates(step: Any) -> bool:
    return bool(step["name"].endswith(", cited"))


def test_every_claim_that_offers_a_proof_has_one_certificate() -> None:
    claims = [entry["claim"] for entry in citing()]
    assert len(claims) == len(set(claims))
    offered = [claim for claim in CLAIMS if elaborated(claim)]
    assert [claim for claim in claims if claim in CLAIMS] == offered


def _lemma_and_user() -> tuple[Any, Any]:
    """A lemma that cites nothing, and a certificate that cites nothing else."""
    alone = {replay(entry).sha256: entry for entry in citing()[:40] if not entry["cites"]}
    for entry in citing():
        cited = set(entry["cites"].values())
        if len(cited) == 1 and cited <= alone.keys():
            return copy.deepcopy(alone[cited.pop()]), copy.deepcopy(entry)
    pytest.fail("no certificate cites one lemma alone")


def test_a_certificate_is_accepted_after_what_it_cites_in_whatever_order_they_come() -> None:
    lemma, user = _lemma_and_user()
    assert [done.claim for done in replay_all([user, lemma])] == [lemma["claim"], user["claim"]]


def test_a_citation_that_nothing_concludes_is_refused() -> None:
    _, user = _lemma_and_user()
    with pytest.raises(CertificateError, match="cite each other, or what nothing concludes"):
        replay_all([user])


def test_a_cycle_is_refused() -> None:
    lemma, user = _lemma_and_user()
    accepted = replay_all([lemma, user])
    lemma["cites"] = {"what cites it": accepted[1].sha256}
    with pytest.raises(CertificateError, match="cite each other"):
        replay_all([lemma, user])


def test_a_certificate_that_cites_itself_is_refused() -> None:
    lemma, _ = _lemma_and_user()
    (accepted,) = replay_all([lemma])
    with pytest.raises(CertificateError, match="cite each other"):
        replay_all([lemma | {"cites": {"itself": accepted.sha256}}])


def test_a_statement_that_is_not_what_its_hash_says_is_refused() -> None:
    lemma, user = _lemma_and_user()
    (accepted,) = replay_all([lemma])
    replay(user, {accepted.sha256: accepted.statement})
    forged = dict(accepted.statement) | {"given": []}
    with pytest.raises(CertificateError, match="has not been accepted"):
        replay(user, {accepted.sha256: forged})


def test_a_lemma_that_concludes_something_else_is_not_what_is_cited() -> None:
    lemma, user = _lemma_and_user()
    (step,) = (step for step in lemma["steps"] if step["name"] == lemma["concludes"])
    lemma["steps"].append(
        {"name": "weaker", "rule": "deduce", "given": [*step["given"], ["1", ">"]], "suppose": [],
         "lemmas": [step["name"]], "then": [["1", ">"]]}
    )  # fmt: skip
    replay(lemma | {"concludes": "weaker"})
    with pytest.raises(CertificateError, match="what nothing concludes"):
        replay_all([lemma | {"concludes": "weaker"}, user])


def test_a_lemma_without_a_step_that_it_needs_is_refused_by_its_name() -> None:
    lemma, user = _lemma_and_user()
    lemma["steps"] = lemma["steps"][:-1]
    with pytest.raises(CertificateError, match=lemma["claim"]):
        replay_all([lemma, user])
