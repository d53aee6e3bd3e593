"""A third theory is a model file and its claims: the direction, and how an edge is counted, are there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from sympy import Expr

from derivations.direction.system import NORM, ROOT, SINE
from derivations.notation import N, a, abar, at_next, c, h, lam
from derivations.proof import Proof, System
from tests.derivations.third import contents, model, rising_criterion, self_stabilization
from tests.verifier.arrows import THEORIES
from verifier.claim import Status
from verifier.kernel import CertificateError, replay
from verifier.registry import Registry

CLAIMS = (rising_criterion, self_stabilization)
OTHER_MODELS: dict[str, Expr] = {"RATE": lam * N - a * (2 + a**2), "SCALE": at_next(a) - (a - h * c)}
"""A relation of the model by its name, and one for which the bound is not true, or not shown."""


def edge_with(old: Expr, *new: Expr) -> System:
    """The edge with ``new`` in place of one relation."""
    edge = self_stabilization.EDGE
    instant, relations = (
        tuple(x for one in part for x in (new if one == old else (one,)))
        for part in (edge.instant, edge.relations)
    )
    return replace(edge, instant=instant, relations=relations)


@pytest.mark.parametrize("module", CLAIMS, ids=lambda module: module.CLAIM.id)
def test_its_claims_are_proved(module: ModuleType) -> None:
    """The kernel accepts what a derivation from its own model and the shared lemmas concludes."""
    proof: Proof = module.CLAIM.derive()
    certificate = proof.certificate()

    assert [*replay(certificate).concludes] == certificate["concludes"] != []


def test_it_needs_no_other_theory() -> None:
    """It is found by a table of contents of its own, and rests on its own claims alone."""
    registry = Registry(contents.__name__)
    needed = {claim: registry.rests_on(claim) for claim in registry.ids}

    assert needed == {CLAIMS[0].CLAIM.id: (), CLAIMS[1].CLAIM.id: ()}
    assert all(registry.claim(claim).wanted is Status.PROVED for claim in registry.ids)
    for module in (model, *CLAIMS):
        text = Path(module.__file__ or "").read_text(encoding="utf-8")
        assert not any(f"derivations.{theory}" in text for theory in THEORIES)


@pytest.mark.parametrize("name", OTHER_MODELS)
def test_another_model_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With another rate or scale the argument cannot be written down, or the kernel refuses it."""
    old, new = getattr(model, name), OTHER_MODELS[name]
    monkeypatch.setattr(self_stabilization, "EDGE", edge_with(old, new))
    monkeypatch.setattr(model, name, new)

    with pytest.raises((ValueError, CertificateError)):
        replay(self_stabilization.derive().certificate())


def test_less_room_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of the ceiling bounds no norm."""
    monkeypatch.setattr(self_stabilization, "CEILING", abar * (1 + abar**2) / 4)

    with pytest.raises((ValueError, CertificateError)):
        replay(self_stabilization.derive().certificate())


@pytest.mark.parametrize("relation", [SINE, ROOT, NORM], ids=["sine", "root", "norm"])
def test_a_model_that_does_not_turn_so_is_refused(relation: Expr, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shared lemmas are about the planar step: a run without one of its relations is none."""
    monkeypatch.setattr(self_stabilization, "EDGE", edge_with(relation))

    with pytest.raises((ValueError, CertificateError)):
        replay(self_stabilization.derive().certificate())
