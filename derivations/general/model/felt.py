"""Runs on data of any covariance by the largest eigenvalue of M = Σ − bbᵀ/ρ², in place of that of Σ.

With z = Σt, along which w moves: ⟨z, Mz⟩ = G − ⟨u, z⟩_Σ², where ⟨u, z⟩_Σ = cB + A.
"""

from __future__ import annotations

from sympy import Expr, Ge

from derivations.general.lemmas.coordinates import COORDINATES, sigma_j, t_j, u_j
from derivations.general.lemmas.eigenvalues import kappa_max
from derivations.general.model.system import MODEL as GENERAL
from derivations.general.model.system import RUN as ANY_RUN
from derivations.general.model.system import A, B, G
from derivations.notation import c, lam, symbol
from derivations.proof.family import Family

felt = symbol("felt_step", r"\langle u, \Sigma t\rangle_\Sigma", "⟨u, Σt⟩_Σ", "what the target sees of Σt")
TOWARDS: Expr = c * B + A
"""⟨u, Σt⟩_Σ."""
FELT = Ge(kappa_max * A - G + TOWARDS**2, 0, evaluate=False)
"""M ≼ κ_max I at Σt."""
GRAM = Ge(G - B**2, 0, evaluate=False)
"""⟨ŵ, Σt⟩_Σ² ≤ ‖Σt‖_Σ²."""
SLOW = Ge(2 - lam * kappa_max, 0, evaluate=False)
TARGETED = Family(
    COORDINATES.samples[:4], (*COORDINATES.means, (felt, sigma_j**2 * u_j * t_j)), each=COORDINATES.each
)
RUN = ANY_RUN.with_more("run", parameters=(kappa_max,), conditions=(kappa_max > 0, GRAM, FELT))
MODEL = (*GENERAL, GRAM)
"""What the symbols mean; that κ_max is what it is called, a hypothesis says."""
