"""What is known of σ at the arguments of a planar run, as conditions along it."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Expr, Ge, Gt, Integer, Symbol

from derivations.logistic.model.system import (
    ACTIVE,
    CHORD,
    FAR,
    FAR_TIE,
    NEAR,
    NEAR_TIE,
    ORDERED,
    chi,
    sabs,
    z_far,
    z_near,
)
from derivations.notation import alpha, plain
from derivations.proof import Condition, Proof, System, Term
from derivations.sigmoid.facts import MONOTONE, Bound, lemma
from derivations.sigmoid.flow import Place, Point, Zero, hold


def establish_arguments(proof: Proof, system: System) -> None:
    """Add z_far ≤ z_near ≤ 0; ``system`` has the cone."""
    name = system.name
    ordered = proof.positive(
        f"{name}: arguments in order",
        z_near - z_far,
        given=[alpha > 0, sabs >= 0],
        relations=[FAR, NEAR],
        terms=[(2, [alpha > 0, sabs >= 0], 1)],
        strict=False,
        because="σ is taken at −α(c + |s|) ≤ −α(c − |s|),",
    )
    reached = proof.positive(
        f"{name}: arguments not positive",
        -z_near,
        given=[alpha > 0, ACTIVE],
        relations=[NEAR],
        terms=[(1, [alpha > 0, ACTIVE], 1)],
        strict=False,
        because="neither of which is positive.",
    )
    proof.rule(
        "consequence", f"{name}: arguments", system, sequents=[ordered, reached],
        because="So z₊ ≤ z₋ ≤ 0 for all t, at the far and the near margin.",
    )  # fmt: skip


def establish_half(proof: Proof, system: System) -> list[Condition]:
    """Add g ≤ 1/2 at both margins; ``system`` has the arguments in order."""
    return [known_at(proof, system, MONOTONE, [Zero(), tie]) for tie in (FAR_TIE, NEAR_TIE)]


def known_at(
    proof: Proof,
    system: System,
    bound: Bound,
    points: Sequence[Place],
    chain: Sequence[Point] = (FAR_TIE, NEAR_TIE),
) -> Condition:
    """The bound at ``points`` as a condition at every state of ``system``.

    ``chain`` has the arguments in ascending order, ending with one that is at most 0; the system knows
    the gap z' − z ≥ 0 of each two neighbours, and −z ≥ 0 of the last.
    """
    cited = lemma(proof, bound, points)
    if any(step["name"] == f"{system.name}: {cited}" for step in proof.steps):
        return proof.conclusions[cited]
    for condition in proof.assumptions[cited]:
        establish_from_chain(proof, system, condition.lhs - condition.rhs, [z for z, *_ in chain])
    (condition,) = hold(proof, system, cited)
    return condition


def establish_from_chain(proof: Proof, system: System, gap: Expr, chain: Sequence[Symbol]) -> None:
    """Add ``gap`` ≥ 0, a sum of gaps of the chain, unless it stands already."""
    name = f"{system.name}: {plain(gap)} not negative"
    if name in proof.conclusions:
        return
    terms: list[Term] = []
    weight = Integer(0)
    for z, after in zip(chain, (*chain[1:], Integer(0)), strict=True):
        weight -= gap.coeff(z)
        if weight:
            terms.append((weight, [Ge(after - z, 0, evaluate=False)], 1))
    proof.positive(
        name, gap, given=[factors[0] for _, factors, _ in terms], terms=terms, strict=False,
        because="The arguments are in ascending order and none is positive, so", main=False,
    )  # fmt: skip
    proof.rule("consequence", f"{name}, always", system, sequents=[name])


def establish_slope(proof: Proof) -> str:
    """Off target χ ≥ 0, as σ increases: the condition on χ in ``PLANAR`` is no assumption about σ."""
    increases = lemma(proof, MONOTONE, [NEAR_TIE, FAR_TIE])
    return proof.positive(
        "chord slope not negative",
        chi,
        given=[Gt(z_near - z_far, 0, evaluate=False), ORDERED],
        lemmas=[increases],
        relations=[CHORD],
        multiplier=[Gt(z_near - z_far, 0, evaluate=False)],
        terms=[(1, [proof.conclusions[increases]], 1)],
        strict=False,
        because="Off target the chord of σ between the two arguments does not fall, as σ increases.",
    )
