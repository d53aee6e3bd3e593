"""The registry knows the claims in paper order, and what rests on what."""

from __future__ import annotations

import sys

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
            planted("b", depends_on=("a",)),
            planted("c", depends_on=("b",)),
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


@pytest.mark.parametrize("weak", [Status.ENCLOSED, Status.INCONCLUSIVE, Status.REFUTED])
def test_effective(chain: Registry, weak: Status) -> None:
    """The effective status is the weakest over a claim and all it rests on."""
    statuses = dict.fromkeys(chain.ids, Status.PROVED) | {"a": weak}

    assert chain.effective("c", statuses) is weak
    assert chain.effective("d", statuses) is Status.PROVED


def test_effective_of_unverified(chain: Registry) -> None:
    """What rests on a claim without a status is not known to hold."""

    assert chain.effective("b", {"b": Status.PROVED}) is Status.INCONCLUSIVE


def test_unknown(chain: Registry) -> None:
    """An unknown id is refused with the nearest known one."""
    with pytest.raises(UnknownClaim, match=r"unknown claim 'square.edg'; did you mean square.edge\?"):
        Registry().claim("square.edg")


@pytest.mark.parametrize("size", [1, 2, 3])
def test_cycle(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """A circle of dependencies is an error that names the circle."""
    ids = "abc"[:size]
    claims = [planted(name, depends_on=(ids[(i + 1) % size],)) for i, name in enumerate(ids)]
    registry = Registry(plant(monkeypatch, *claims))

    with pytest.raises(RegistryError, match=" -> ".join([*ids, "a"])):
        registry.dependencies("a")


def test_dangling(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dependency that is no claim is an error."""
    registry = Registry(plant(monkeypatch, planted("a", depends_on=("nowhere",))))

    with pytest.raises(RegistryError, match="a rests on nowhere"):
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
