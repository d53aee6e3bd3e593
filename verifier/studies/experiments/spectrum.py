"""The eigenvalues of a symmetric matrix of balls."""

from __future__ import annotations

from typing import Any

from flint import acb_mat, arb, arb_mat

from verifier.arithmetic.balls import Ball, Undecided


def eigenvalues(symmetric: arb_mat) -> list[Ball]:
    """The eigenvalues in increasing order; raises ``Undecided`` where they are not told apart."""
    try:
        found: Any = acb_mat(symmetric).eig()
    except ValueError as error:
        raise Undecided("the eigenvalues of a matrix") from error
    return sorted((arb(x.real) for x in found), key=lambda x: float(x.mid()))
