"""What several certificates prove is proved once: the others cite it, and a forged citation is refused."""

from __future__ import annotations

import copy
import json
from collections import Counter
from importlib import import_module
from typing import Any

import pytest

from derivations.contents import CLAIMS, module_of
from derivations.proof.elaborate.library import LEMMAS, shared
from tests.derivations.derived import certificate_of, citing, elaborated
from tests.derivations.replayed import replay_all
from verifier.kernel import CertificateError, replay
from verifier.kernel.facts import Sequent, statement_hash


def test_both_rings_accept_all_certificates_and_each_sequent_is_proved_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    proved: Counter[str] = Counter()

    of_claims = (entry for entry in citing() if entry["claim"] in CLAIMS)
    concluded = {id(s) for entry in of_claims for s in entry["steps"] if s["name"] in entry["concludes"]}

    def noting(step: Any, facts: Any) -> None:
        accept(step, facts)
        fact = facts.facts[step["name"]]
        if isinstance(fact, Sequent) and step["rule"] != "axiom" and id(step) not in concluded:
            proved[statement_hash(fact.statement(facts.ring))] += 1

    replaying = import_module("verifier.kernel.replay")
    accept = replaying.accept
    first = replay_all(citing(), "fractions")
    monkeypatch.setattr(replaying, "accept", noting)
    second = replay_all(citing(), "flint")
    assert [done.concludes for done in first] == [done.concludes for done in second]
    assert len(proved) > 700
    assert {sha256 for sha256, times in proved.items() if times > 1} == set()


def test_every_claim_that_offers_a_proof_has_one_certificate() -> None:
    claims = [entry["claim"] for entry in citing()]
    assert len(claims) == len(set(claims))
    offered = [claim for claim in CLAIMS if elaborated(claim)]
    assert [claim for claim in claims if claim in CLAIMS] == offered


def test_lemmas_json_lists_what_the_derivations_share_and_nothing_else() -> None:
    theorems = [theorem for theorem in map(elaborated, CLAIMS) if theorem]
    assert json.loads(LEMMAS.read_text(encoding="utf-8")) == shared(theorems)
    without = [(built, names) for built, names in theorems if built.claim != "logistic.sigmoid-bounds"]
    assert shared(without) != shared(theorems)  # so that a list that is stale is noticed


@pytest.mark.parametrize("claim_id", ["square.edge", "logistic.margin-space", "square.norm-growth"])
def test_the_certificate_of_a_claim_alone_is_the_one_that_it_has_with_all(claim_id: str) -> None:
    own, lemmas = import_module(module_of(claim_id)).CLAIM.derive().certificates()
    with_all = {entry["claim"]: json.dumps(entry) for entry in citing()}
    assert own["cites"]
    assert json.dumps(own) == with_all[claim_id]
    done = replay_all([*lemmas.values(), own])
    (theorem,) = (one for one in done if one.claim == claim_id)
    assert theorem.concludes == replay(certificate_of(claim_id)).concludes


def _lemma_and_user() -> tuple[Any, Any]:
    """A lemma that cites nothing, and a certificate that cites nothing else."""
    alone = {key: entry for entry in citing()[:40] if not entry["cites"] for key in replay(entry).citable}
    for entry in citing():
        cited = set(entry["cites"].values())
        if len(cited) == 1 and cited <= alone.keys():
            return copy.deepcopy(alone[cited.pop()]), copy.deepcopy(entry)
    pytest.fail("no certificate cites one lemma alone")


def test_a_citation_that_nothing_concludes_is_refused() -> None:
    _, user = _lemma_and_user()
    with pytest.raises(CertificateError, match="has not been accepted"):
        replay(user)


def test_a_statement_that_is_not_what_its_hash_says_is_refused() -> None:
    lemma, user = _lemma_and_user()
    library = replay(lemma).citable
    ((key, statement),) = library.items()
    replay(user, library)
    forged = dict(statement) | {"then": [["-1", ">"]]}
    with pytest.raises(CertificateError, match="has not been accepted"):
        replay(user, {key: forged})


def test_a_lemma_that_concludes_something_else_is_not_what_is_cited() -> None:
    lemma, user = _lemma_and_user()
    (step,) = (step for step in lemma["steps"] if step["name"] in lemma["concludes"])
    lemma["steps"].append(
        {"name": "weaker", "rule": "deduce", "along": None, "before": [], "suppose": [],
         "given": [*step["given"], ["1", ">"]], "lemmas": [step["name"]], "then": [["1", ">"]]}
    )  # fmt: skip
    replay(lemma | {"concludes": ["weaker"]})
    with pytest.raises(CertificateError, match="has not been accepted"):
        replay(user, replay(lemma | {"concludes": ["weaker"]}).citable)


def test_a_lemma_without_a_step_that_it_needs_is_refused_by_its_name() -> None:
    lemma, user = _lemma_and_user()
    lemma["steps"] = lemma["steps"][:-1]
    with pytest.raises(CertificateError, match=lemma["claim"]):
        replay_all([lemma, user])
