"""The margin of ``general.rising-criterion`` beside the ray of u, in the direction of an eigenvector of M.

At w = R(u + εδ) with Mδ = κδ: ν²Σt = ε(εpΣu − κ(1 + εm)δ), where p = g − m² = κ‖δ‖².  So A and G are
of second order in ε, B of the first, and what the margin is over ε² has a value at ε = 0.
"""

from __future__ import annotations

from sympy import Eq, Expr, expand

from derivations.direction.data import eps, numerator
from derivations.general.lemmas.coordinates import SEEN_BY_TARGET, TANGENT, sigma_j, t_j, u_j, w_j
from derivations.general.lemmas.eigenvalues import D, establish_form
from derivations.general.lemmas.linearized import (
    ALIGNED,
    EIGEN,
    LENGTH,
    PLACE,
    R,
    bend,
    d_j,
    g,
    m,
    n,
)  # fmt: skip
from derivations.general.model.system import A, B, G
from derivations.general.rising_criterion import MARGIN
from derivations.notation import c, lam, r, symbol
from derivations.printing import plain
from derivations.proof import Proof
from derivations.proof.elimination import identity_by_elimination
from derivations.proof.family import Family

u_2 = symbol("u_square", r"\lVert\Sigma u\rVert^2", "‖Σu‖²", "the squared Euclidean norm of b/ρ")
u_3 = symbol("u_cube", r"\lVert\Sigma u\rVert_\Sigma^2", "‖Σu‖_Σ²", "the squared Σ-norm of b/ρ")
A_over = symbol("A_ray", r"\hat{A}", "Â", "ν⁴A/ε²")
B_over = symbol("B_ray", r"\hat{B}", "B̂", "ν³B/ε")
G_over = symbol("G_ray", r"\hat{G}", "Ĝ", "ν⁴G/ε²")
margin = symbol("q_margin", r"Q_{\mathrm{m}}", "Qₘ", "the margin of the rising criterion over ε²")

AHEAD: Expr = 1 + eps * m
SIZE: Expr = g - m**2
PARTS: dict[Expr, Expr] = {
    A_over: eps**2 * SIZE**2 * u_2 - 2 * eps * SIZE * bend * AHEAD * m + bend**2 * AHEAD**2 * D,
    B_over: eps * SIZE * (AHEAD * u_2 + eps * bend * m) - bend * AHEAD * (AHEAD * m + eps * bend * D),
    G_over: eps**2 * SIZE**2 * u_3 - 2 * eps * SIZE * bend * AHEAD * (bend * m + m * u_2)
    + bend**2 * AHEAD**2 * g,
}
"""A, B and G beside the ray, without their powers of ε and ν."""
MARGIN_QUOTIENT: Expr = (
    lam * (n**2 * AHEAD**2 * G_over - (AHEAD * B_over + eps * A_over) ** 2) - 2 * n**3 * AHEAD * A_over
) / n**8
BESIDE = Family(
    samples=(sigma_j, w_j, u_j, t_j, d_j),
    means=(
        SEEN_BY_TARGET, (m, sigma_j * u_j * d_j), (g, sigma_j * d_j**2), (D, d_j**2),
        (u_2, sigma_j**2 * u_j**2), (u_3, sigma_j**3 * u_j**2),
        (A, sigma_j**2 * t_j**2), (r * B, sigma_j**2 * w_j * t_j), (G, sigma_j**3 * t_j**2),
    ),
    each=(
        Eq(r * t_j, r * u_j - c * w_j), Eq(w_j, R * (u_j + eps * d_j)), Eq(EIGEN, 0, evaluate=False),
    ),
)  # fmt: skip
"""The coordinates of w = R(u + εδ) with Mδ = κδ, and of t = u − cŵ there."""
PULL: Expr = eps * (eps * SIZE * sigma_j * u_j - bend * AHEAD * d_j)
"""One coordinate of ν²Σt."""
SHARED = (ALIGNED, r - R * n, LENGTH)


def establish_margin(proof: Proof) -> tuple[str, str]:
    """Add the margin beside the ray, and what it is over ε² at ε = 0; returns the names of the steps."""
    tangent = identity_by_elimination(
        proof, "tangent beside the ray", n**2 * t_j, eps * ((m + eps * g) * u_j - AHEAD * d_j),
        {t_j: TANGENT, w_j: PLACE, c: ALIGNED, r: r - R * n, n: LENGTH}, given=[R > 0, n > 0, r > 0],
        because="Beside the ray a coordinate of t = u − cŵ is",
    )  # fmt: skip
    given, pulled = [R > 0, n > 0, r > 0], n**2 * sigma_j * t_j - PULL
    base = [TANGENT, PLACE, *SHARED]
    none = [0 for _ in base]
    pull = proof.identity(
        "pull beside the ray", n**2 * sigma_j * t_j, PULL, given=given, lemmas=[tangent],
        relations=[n**2 * t_j - eps * ((m + eps * g) * u_j - AHEAD * d_j), EIGEN, *base],
        cofactors=[sigma_j, -eps * AHEAD, *none], because="so that, where Mδ = κδ, of Σt it is",
    )  # fmt: skip
    both = n**2 * sigma_j * t_j + PULL
    bent = -2 * eps**3 * SIZE * bend * AHEAD * sigma_j * u_j
    samples: dict[Expr, tuple[Expr, list[Expr]]] = {
        A: (n**4 * sigma_j**2 * t_j**2 - PULL**2, [both, 0, *none]),
        B: (
            n**2 * sigma_j**2 * w_j * t_j - R * (AHEAD * sigma_j * u_j + eps * bend * d_j) * PULL,
            [sigma_j * w_j, R * eps * PULL, 0, sigma_j * PULL, *(0 for _ in SHARED)],
        ),
        G: (
            n**4 * sigma_j**3 * t_j**2 - sigma_j * PULL**2 + bent * d_j * sigma_j
            - bent * (bend * d_j + m * sigma_j * u_j),
            [sigma_j * both, bent, *none],
        ),
    }
    known: dict[Expr, str] = {}
    for number, (equation, cofactors) in samples.items():
        name = f"{number} beside the ray"
        of_each = proof.identity(
            f"{name}: each coordinate", expand(equation), 0, given=given, lemmas=[pull],
            relations=[pulled, EIGEN, *base], cofactors=cofactors, main=False,
            because=f"What {plain(number)} is the sum of;",
        )  # fmt: skip
        known[number] = proof.average(f"{name}: sum", BESIDE, of_each, because="in the sum:", main=False)
    over = {x: x - form for x, form in PARTS.items()}
    quotient = identity_by_elimination(
        proof, "margin beside the ray", MARGIN, eps**2 * margin,
        {
            margin: numerator(margin - MARGIN_QUOTIENT),
            **{x: proof.conclusions[name].lhs for x, name in known.items()},
            **over, c: ALIGNED, r: r - R * n,
        },
        given=given, lemmas=[*known.values()], also=[LENGTH],
        because="So the margin of general.rising-criterion is of second order,",
    )  # fmt: skip
    form = establish_form(proof)
    there = identity_by_elimination(
        proof, "margin at the ray", margin, bend**2 * D * (lam * bend - 2),
        {
            margin: numerator(margin - MARGIN_QUOTIENT), **over, eps: eps, n: n - 1,
            g: proof.conclusions[form].lhs,
        },
        given=[n > 0], lemmas=[form], because="and what it is over ε² has at ε = 0 the sign of λκ − 2.",
    )  # fmt: skip
    return quotient, there
