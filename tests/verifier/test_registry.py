"""The registry knows the claims in paper order, and what rests on what."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from tests.verifier.planted import CONTENTS, plant, planted
from verifier.claim import Status
from verifier.registry import Registry, RegistryError, UnknownClaim


@pytest.fixture
def chain(monkeypatch: pytest.MonkeyPatch) -> Registry:
    """Three claims, c resting on b and b on a, and one on its own."""
    return Registry(
        plant(
            monkeypatch,
            planted("a"),
            planted("b", uses=("a",)),
            planted("c", uses=("b",)),
            planted("d"),
        )
    )


def test_order(chain: Registry) -> None:
    """The ids come in the order of the table of contents."""

    assert chain.ids == ("a", "b", "c", "d")


def test_dependencies(chain: Registry) -> None:
    """A claim rests on everything that its dependencies rest on."""

    assert chain.dependencies("c") == {"a", "b"}
    assert chain.dependencies("a") == set()


def test_closure(chain: Registry) -> None:
    """A choice of claims is completed by what they rest on, in paper order, each once."""

    assert chain.closure(["d", "b", "b"]) == ("a", "b", "d")


@pytest.mark.parametrize(
    ("weak", "effective"),
    [
        (Status.ENCLOSED, Status.ENCLOSED),
        (Status.INCONCLUSIVE, Status.INCONCLUSIVE),
        (Status.REFUTED, Status.INCONCLUSIVE),
    ],
)
def test_effective(chain: Registry, weak: Status, effective: Status) -> None:
    """The effective status is the weakest over a claim and all it rests on; only a witness refutes."""
    statuses = dict.fromkeys(chain.ids, Status.PROVED) | {"a": weak}

    assert chain.effective("c", statuses) is effective
    assert chain.effective("a", statuses) is weak
    assert chain.effective("d", statuses) is Status.PROVED


def test_effective_of_unverified(chain: Registry) -> None:
    """What rests on a claim without a status is not known to hold."""

    assert chain.effective("b", {"b": Status.PROVED}) is Status.INCONCLUSIVE


def test_unknown(chain: Registry) -> None:
    """An unknown id is refused with the nearest known one."""
    with pytest.raises(UnknownClaim, match=r"unknown claim 'square.edg'; did you mean square.edge\?"):
        Registry().claim("square.edg")


@pytest.mark.parametrize("size", [2, 3])
def test_cycle(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """Proofs that use each other in a circle are an error that names the circle."""
    ids = "abc"[:size]
    claims = [planted(name, uses=(ids[(i + 1) % size],)) for i, name in enumerate(ids)]
    registry = Registry(plant(monkeypatch, *claims))

    with pytest.raises(RegistryError, match="proofs use each other: a -> b -> "):
        registry.dependencies("a")


def test_checks_may_help_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two claims whose checks use each other are no circle; both are worth what the weaker is."""
    claims = [planted("a", checks_use=("b",)), planted("b", checks_use=("a",))]
    registry = Registry(plant(monkeypatch, *claims))

    assert registry.dependencies("a") == {"b"}
    statuses = {"a": Status.ENCLOSED, "b": Status.CHECKED}
    assert [registry.effective(name, statuses) for name in "ab"] == [Status.CHECKED] * 2


def test_a_proof_does_not_rest_on_what_checks_use(monkeypatch: pytest.MonkeyPatch) -> None:
    """What only the check of a PROVED claim uses is told, and does not weaken the proof."""
    proved = planted("b", wanted=Status.PROVED, checks_use=("a",))
    registry = Registry(plant(monkeypatch, planted("a"), proved))

    assert (registry.rests_on("b"), registry.used_besides("b")) == ((), ("a",))
    statuses = {"a": Status.CHECKED, "b": Status.PROVED}
    assert registry.effective("b", statuses) is Status.PROVED


def test_without_source(monkeypatch: pytest.MonkeyPatch) -> None:
    """A claim whose source cannot be read is an error: nobody knows what it uses."""
    registry = Registry(plant(monkeypatch, planted("a")))
    monkeypatch.setattr(sys.modules["planted_a"].__spec__, "loader", None)

    with pytest.raises(RegistryError, match="planted_a has no source that defines a"):
        registry.closure(["a"])


def test_misplaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that holds another claim than its name says is an error."""
    plant(monkeypatch, planted("a"), planted("b"))
    sys.modules["planted_a"].CLAIM = planted("b")  # type: ignore[attr-defined]

    with pytest.raises(RegistryError, match="planted_a does not hold the claim a"):
        Registry(CONTENTS).claim("a")


def test_real_claims() -> None:
    """Every claim of the project is found, under its own id, and rests on no circle."""
    registry = Registry()

    assert [registry.claim(name).id for name in registry.ids] == list(registry.ids)
    assert registry.closure(registry.ids) == registry.ids


def test_the_words_of_a_claim() -> None:
    """A section is read in the docstring, and in the source where Python has dropped that."""
    claim = Registry().claim("square.edge")
    without = replace(claim, doc="")

    assert planted("a").section("Statement") == "x equals x."
    assert planted("a").section("Argument") == ""
    for heading in ("Statement", "Not verified"):
        assert without.section(heading) == claim.section(heading) != ""
