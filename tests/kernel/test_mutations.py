"""Corrupted certificates: every field of every toy, one change at a time.

The criterion of soundness: a corrupted certificate is rejected, or what it then says is true.  Truth is
judged by ``tests.kernel.falsify``, which runs the system and shares no code with the kernel.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import settings

from tests.kernel.build import Json
from tests.kernel.falsify import broken
from tests.kernel.mutation import Mutant, Place, mutants
from tests.kernel.toys import TOYS
from verifier.kernel import CertificateError, counting, flow, induction, replay, systems
from verifier.kernel.conditions import Condition
from verifier.kernel.rings import RINGS, FlintRing


def accepted(certificate: Any, backend: str = "flint") -> dict[str, Any] | None:
    """The facts of the certificate, or None when it is rejected in the one permitted way."""
    try:
        return dict(replay(certificate, backend).facts)
    except CertificateError:
        return None


@cache
def honest(name: str) -> dict[str, Any]:
    """The facts of a toy; that they are true is a test of its own."""
    return dict(replay(TOYS[name]).facts)


def _unchanged(name: str, certificate: Json, facts: dict[str, Any]) -> set[str]:
    """The facts that are still those of the toy, word for word and about the same systems."""
    if certificate["systems"] != TOYS[name]["systems"]:
        return set()
    return {fact for fact, said in facts.items() if str(said) == str(honest(name).get(fact))}


def _stride() -> int:
    """The fast profile looks at every third mutant, the others at all."""
    return 3 if settings.get_current_profile_name() == "ci" else 1


def falsehoods(name: str, mutant: Mutant) -> list[str]:
    """What a mutant of the toy proves and is not true; nothing if it is rejected."""
    facts = accepted(mutant.certificate)
    if facts is None:
        return []
    unchanged = _unchanged(name, mutant.certificate, facts)
    return broken(mutant.certificate, facts, count=6, known=unchanged) if set(facts) - unchanged else []


@pytest.mark.parametrize("backend", RINGS)
@pytest.mark.parametrize("name", TOYS)
def test_both_backends_accept_the_toys(name: str, backend: str) -> None:
    """Each toy certificate is accepted, and no run of its systems contradicts it."""
    facts = accepted(TOYS[name], backend)

    assert facts is not None
    assert broken(TOYS[name], facts, count=40) == []


@pytest.mark.parametrize("name", TOYS)
def test_no_corruption_proves_a_falsehood(name: str) -> None:
    """Whatever single field is corrupted, the certificate is rejected or still says something true."""
    chosen = list(mutants(TOYS[name]))[::_stride()]
    for mutant in chosen:
        assert falsehoods(name, mutant) == [], str(mutant)

    assert len(chosen) > 300


@pytest.mark.parametrize("name", TOYS)
def test_backends_agree_on_corrupted_certificates(name: str) -> None:
    """FLINT and plain fractions accept and reject the same corrupted certificates."""
    for number, mutant in enumerate(mutants(TOYS[name])):
        if number % 7 == 0:
            verdicts = {backend: accepted(mutant.certificate, backend) for backend in RINGS}
            assert (verdicts["flint"] is None) == (verdicts["fractions"] is None), str(mutant)


def _is_proof_field(mutant: Mutant) -> bool:
    """Whether the change is to a term, a cofactor or a multiplier: to how, not to what."""
    return bool({"terms", "cofactors", "multiplier"} & set(mutant.place))


@pytest.mark.parametrize("name", TOYS)
def test_a_changed_argument_does_not_change_the_statement(name: str) -> None:
    """Terms, cofactors and multipliers decide whether a certificate is accepted, not what it says."""
    for mutant in filter(_is_proof_field, mutants(TOYS[name])):
        facts = accepted(mutant.certificate)
        if facts is not None:
            assert _unchanged(name, mutant.certificate, facts) == set(honest(name)), str(mutant)


@pytest.mark.parametrize(
    "step, field, replacement",
    [
        ("x positive", "invariants", [["x - 1", ">"]]),
        ("at least geometric", "ratio", "1 + h"),
        ("once below b", "assume", []),
        ("waiting time", "left", "2*x0"),
        ("waiting time", "ratio", "1 + h"),
    ],
)
def test_the_falsifier_finds_false_facts(step: str, field: str, replacement: Any) -> None:
    """Facts accepted from an honest certificate are contradicted once a step is restated falsely."""
    steps = [s | {field: replacement} if s["name"] == step else s for s in TOYS["decay"]["steps"]]

    assert broken(TOYS["decay"] | {"steps": steps}, honest("decay"), count=40) != []


@pytest.mark.parametrize("field, replacement", [("cap", "x0"), ("growth", "4"), ("event", [["x", ">"]])])
def test_the_falsifier_finds_false_counts(field: str, replacement: Any) -> None:
    """A count restated with a lower cap, a larger growth or more events is contradicted by a run."""
    steps = [s | {field: replacement} if s["name"] == "doublings" else s for s in TOYS["climb"]["steps"]]

    assert broken(TOYS["climb"] | {"steps": steps}, honest("climb"), count=40) != []


def test_the_falsifier_finds_an_endless_run() -> None:
    """A termination is contradicted once its system may run for ever."""
    systems = [system | {"guards": []} for system in TOYS["climb"]["systems"]]

    reasons = broken(TOYS["climb"] | {"systems": systems}, honest("climb"), count=40)

    assert any("no infinite run" in reason for reason in reasons)


def _allow(*_: Any, **__: Any) -> bool:
    return True


@pytest.mark.parametrize(
    "toy, part, where, name, blind",
    [
        ("orbit", "orbit", systems, "_require", _allow),
        ("orbit", "divide", FlintRing, "is_zero", _allow),
        ("orbit", "orbit", Condition, "implies", lambda self, other: self.polynomial == other.polynomial),
        ("climb", "climb", induction, "find", _allow),
        ("held", "held", induction, "require_state", _allow),
        ("race", "low", counting, "require_sign", _allow),
        ("drift", "not steeper", flow, "_require", _allow),
        ("drift", "not steeper", flow, "require_conclusion", _allow),
    ],
)
def test_a_kernel_without_one_of_its_checks_is_caught(
    toy: str, part: str, where: Any, name: str, blind: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one check of the kernel blinded, some corruption of this system or step proves a falsehood."""
    monkeypatch.setattr(where, name, blind)

    assert any(falsehoods(toy, mutant) for mutant in mutants(TOYS[toy], _inside(toy, part)))


def _inside(toy: str, part: str) -> Callable[[Place], bool]:
    """The places of a toy within the system or step of that name."""
    (found,) = [
        (kind, number)
        for kind in ("systems", "steps")
        for number, entry in enumerate(TOYS[toy][kind])
        if entry["name"] == part
    ]
    return lambda place: place[:2] == found
