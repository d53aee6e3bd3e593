"""What is told of the means of a family in two steps: of each sample, and in the mean."""

from __future__ import annotations

from collections.abc import Mapping

from sympy import Expr, Symbol, expand

from derivations.proof.argument import Proof
from derivations.proof.elimination import identity_by_elimination
from derivations.proof.family import Family


def mean_of_equation(
    proof: Proof, family: Family, name: str, equation: Expr, relations: Mapping[Symbol, Expr], because: str
) -> str:
    """Add that an equation for each sample, by ``relations`` of it, holds in the mean."""
    sample = identity_by_elimination(
        proof, f"{name}: each sample", expand(equation), 0, relations, because=because
    )
    return proof.average(f"{name}: in the mean", family, sample, because="and so it is in the mean:")
