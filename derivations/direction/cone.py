"""A direction that starts aligned stays so, as long as λ is not negative."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Expr

from derivations.direction.system import COSINE
from derivations.notation import at_next, c, k, lam, s
from derivations.proof import Condition, Proof, System


def establish_cosine(
    proof: Proof, system: System, given: Sequence[Condition], relations: Sequence[Expr]
) -> str:
    """Add c' > 0 where c > 0, from the sequent "λ positive" of ``system``; returns the step's name.

    ``given`` (with c > 0) and ``relations`` are what that sequent assumes.
    """
    return proof.positive(
        f"{system.name}: cosine stays positive",
        at_next(c),
        given=[*given, k > 0],
        lemmas=[f"{system.name}: λ positive"],
        relations=[*relations, COSINE],
        multiplier=[k > 0],
        terms=[(1, [c > 0], 1), (1, [lam > 0], s)],
        because="k·c' = c + λs² is a sum of nonnegative terms, the first positive.",
    )


def establish_rate(proof: Proof, system: System) -> str:
    """λ > 0 at every time, from the same sequent where all that it assumes holds; returns the fact."""
    return proof.rule(
        "consequence", f"{system.name}: λ", system, sequents=[f"{system.name}: λ positive"],
        because="Hence λ_t > 0 for all t.",
    )  # fmt: skip
