"""No certificate supposes what contradicts itself.

Correctness criterion: for each system and each fact with premises a point satisfies all of them at once; it
is rational and checked exactly, or else in balls, in which a sign is certain and an equation encloses 0 to
within 1e-40.  A premise that contradicts the others leaves no such point.
"""

from __future__ import annotations

from typing import Any

import pytest
from sympy.parsing.sympy_parser import parse_expr

from derivations.contents import conclusions
from derivations.proof.elaborate import elaborate
from derivations.proof.elaborate.library import certified
from tests.derivations.derived import accepted_of, proof_of
from tests.derivations.premises import Premises, premises
from tests.derivations.witnesses import KINDS, known, objections, search
from verifier.kernel import Replay, replay

CERTIFIED = [*conclusions()]


def unwitnessed(claim: str, accepted: Replay) -> list[str]:
    """The places of a certificate whose premises the stored point does not satisfy, or that have none."""
    file = known().get(claim, {})

    def witnessed(stated: Premises) -> bool:
        stored = file.get(stated.where, {})
        return any(not objections(stated, choice, KINDS[kind]) for kind, choice in stored.items())

    return [stated.where for stated in premises(accepted) if not witnessed(stated)]


@pytest.mark.parametrize("claim", CERTIFIED)
def test_premises_hold_together_somewhere(claim: str) -> None:
    """Each system and fact of each claim has its witness; no witness is stale."""
    accepted = accepted_of(claim)
    assert accepted is not None
    places = [stated.where for stated in premises(accepted)]

    assert unwitnessed(claim, accepted) == []
    assert {*known().get(claim, {})} <= {*places}
    assert {f"system {name}" for name in accepted.systems} <= {*places}


def in_fact(name: str, *entry: str) -> Any:
    """A further premise of a step."""

    def plant(told: Any) -> None:
        step = next(one for one in told["steps"] if one["name"] == name)
        step["given"] = [*step["given"], [*entry]]

    return plant


def in_system(name: str, key: str, entry: Any) -> Any:
    """A further assumption of a system."""

    def plant(told: Any) -> None:
        system = next(one for one in told["systems"] if one["name"] == name)
        system[key] = [*system[key], entry]

    return plant


def in_samples(entry: Any) -> Any:
    """What else holds of each sample where all are bounded, however that is written."""
    bounded = parse_expr("B_bound - alpha*m")

    def bounds(one: Any) -> bool:
        return isinstance(one, list) and one[1] == ">=" and parse_expr(one[0]).equals(bounded)

    def plant(told: Any) -> None:
        families = [step["family"] for step in told["steps"] if "family" in step]
        among = [family for family in families if any(map(bounds, family["each"]))]
        assert among, "no samples are bounded"
        for family in among:
            family["each"] = [*family["each"], entry]

    return plant


STILL = "s**2*(2*c - lam*(c**2 - s**2))"
CONTRADICTORY = {
    "a complement": (
        "square.rising-criterion",
        in_fact("margin positive, direction rises", STILL, ">="),
        "fact margin positive, direction rises",
    ),
    "a sign": (
        "square.rising-threshold",
        in_fact("threshold at least 2", "-c", ">="),
        "fact threshold at least 2",
    ),
    "a condition": ("square.waiting-time-lower", in_system("run", "conditions", ["-N", ">"]), "system run"),
    "a guard": ("square.edge", in_system("forever low", "guards", ["-c", ">"]), "system forever low"),
    "a start": ("square.waiting-time-lower", in_system("run", "initial", ["h - 2", ">"]), "system run"),
    "an equation": (
        "square.waiting-time-lower",
        in_system("run", "instant", "c**2 + s**2 - 2"),
        "system run",
    ),
    "a step": ("square.waiting-time-lower", in_system("run", "relations", "N_next - N + 1"), "system run"),
    "of a sample": (
        "logistic.no-rising",
        in_samples(["alpha*m - B_bound - 1", ">="]),
        "fact no rise, simple",
    ),
    "beside a tie": (
        "logistic.knife-edge",
        in_system("two scales", "conditions", ["g_alpha - 1", ">="]),
        "system two scales",
    ),
}


@pytest.mark.parametrize("claim, plant, where", CONTRADICTORY.values(), ids=CONTRADICTORY)
def test_a_contradiction_has_no_witness(claim: str, plant: Any, where: str) -> None:
    """The kernel accepts a premise that contradicts the others; the stored point is no witness then."""
    told = proof_of(claim).told()
    plant(told)
    built = elaborate(told)
    accepted = replay(certified(built, [*map(built.name, told["concludes"])], ())[0])

    assert where in unwitnessed(claim, accepted)
    (stated,) = (one for one in premises(accepted) if one.where == where)
    assert all(search(stated, kind, trials=3) is None for kind in KINDS.values())


@pytest.mark.parametrize(
    "choice, said",
    [({"lam": "1"}, "nothing gives"), ({"c": "2", "lam": "1"}, "the root of -3")],
)
def test_what_is_no_witness(choice: dict[str, str], said: str) -> None:
    """A choice that leaves a variable open, or takes a root of a negative number."""
    accepted = accepted_of("square.rising-threshold")
    assert accepted is not None
    stated = next(one for one in premises(accepted) if one.where == "fact a rise needs lambda above 2")

    assert any(text.startswith(said) for text in objections(stated, choice, KINDS["exact"]))
