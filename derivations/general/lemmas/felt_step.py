"""One step by κ_max: when it may rise, and that a slow one does not turn w past a right angle."""

from __future__ import annotations

from sympy import Ge, Gt, Rational, expand

from derivations.direction.system import UNIT_CIRCLE
from derivations.general.cone_invariance import establish_rate
from derivations.general.lemmas.coordinates import STEP, TANGENT, sigma_j, t_j, u_j, w_j
from derivations.general.lemmas.eigenvalues import kappa_max
from derivations.general.model.felt import FELT, GRAM, SLOW, TARGETED, TOWARDS, felt
from derivations.general.model.system import COSINE, PULLED, SEEN, A, B, L, ell
from derivations.general.rising_criterion import NOT_RISING, RISING
from derivations.general.rising_threshold import NOT_NEGATIVE, establish_pull
from derivations.notation import at_next, c, k, lam, r, s
from derivations.proof import Proof
from derivations.proof.elimination import identity_by_elimination

HALF = Rational(1, 2)
THRESHOLD = Gt(lam * kappa_max * c - 2, 0, evaluate=False)
FLAT = Ge(-A, 0, evaluate=False)
"""A = 0: w does not move."""


def establish_seen(proof: Proof) -> tuple[str, str]:
    """Add ⟨u, Σt⟩_Σ = cB + A and B² ≤ G, in any dimension; the names of the steps."""
    each = identity_by_elimination(
        proof, "what the target sees: each coordinate",
        expand(r * sigma_j**2 * u_j * t_j - sigma_j**2 * t_j * (r * t_j + c * w_j)), 0, {u_j: TANGENT},
        given=[r > 0], because="As ru = rt + cw, each coordinate has rσ²ut = σ²t(rt + cw);",
    )  # fmt: skip
    mean = proof.average("what the target sees: all coordinates", TARGETED, each, because="and so the sum:")
    seen = identity_by_elimination(
        proof, "what the target sees", felt, TOWARDS, {felt: proof.conclusions[mean].lhs}, given=[r > 0],
        lemmas=[mean], because="⟨u, Σt⟩_Σ = cB + A.",
    )  # fmt: skip
    square = proof.positive(
        "Gram: each coordinate", expand(sigma_j * (r * sigma_j * t_j - B * w_j) ** 2), given=[sigma_j > 0],
        terms=[(1, [sigma_j > 0], r * sigma_j * t_j - B * w_j)], strict=False,
        because="σ(rσt − Bw)² ≥ 0,",
    )  # fmt: skip
    squares = proof.average(
        "Gram: all coordinates", TARGETED.having(sigma_j > 0), square, because="and so is the sum:"
    )  # fmt: skip
    gram = proof.positive(
        "Gram", GRAM.lhs, given=[r > 0], lemmas=[squares], multiplier=[r > 0, r > 0],
        terms=[(1, [proof.conclusions[squares]], 1)], strict=False, because="‖Σt‖_Σ² ≥ ⟨ŵ, Σt⟩_Σ².",
    )  # fmt: skip
    return seen, gram


def establish_threshold(proof: Proof) -> str:
    """Add: a rise needs λκ_max c > 2 (where c > 0, λ > 0), once a proof; returns the step's name."""
    if (name := "a rise needs λκ_max c > 2") in proof.conclusions:
        return name
    given = [RISING, c > 0, lam > 0, kappa_max > 0, ell > 0, FELT, SEEN]
    terms = [(1, [RISING], 1), (1, [lam > 0, FELT], c), (1, [lam > 0], s * TOWARDS)]
    moves = proof.positive(
        "a rise moves w", A, given=given, lemmas=[establish_pull(proof)], relations=[UNIT_CIRCLE],
        multiplier=[lam > 0, c > 0, c > 0, kappa_max > 0], terms=[*terms, (2, [c > 0, NOT_NEGATIVE], 1)],
        because="λc²κ_max A ≥ λ(c²G − (cB + A)²) > 2cA ≥ 0.",
    )  # fmt: skip
    return proof.positive(
        name, THRESHOLD.lhs, given=given, lemmas=[moves], relations=[UNIT_CIRCLE],
        multiplier=[c > 0, A > 0], terms=terms,
        because="cA(λκ_max c − 2) = margin + λc²(κ_max A − G + (cB + A)²) + λs²(cB + A)².",
    )  # fmt: skip


def establish_slow(proof: Proof) -> str:
    """Add the converse form, once a proof: for λκ_max ≤ 2 the margin is not positive; the step's name."""
    if (name := "no rise up to λκ_max = 2") in proof.conclusions:
        return name
    return proof.positive(
        name, NOT_RISING.lhs, given=[c > 0, lam > 0, ell > 0, FELT, SEEN, SLOW],
        lemmas=[establish_pull(proof)], relations=[UNIT_CIRCLE],
        terms=[
            *((1, [lam > 0], s * TOWARDS), (1, [lam > 0, FELT], c), (1, [NOT_NEGATIVE, SLOW], c)),
            *((1, [c > 0, NOT_NEGATIVE], 1 - c), (1, [c > 0, NOT_NEGATIVE], s)),
        ],
        strict=False, because="So where λκ_max ≤ 2 the margin is not positive.",
    )  # fmt: skip


def establish_cosine(proof: Proof) -> str:
    """Add c' > 0 where c, a > 0 and λκ_max ≤ 2, once a proof; returns the step's name."""
    if (name := "cosine stays positive") in proof.conclusions:
        return name
    given = [c > 0, lam > 0, k > 0]
    moving = proof.positive(
        "cosine after a step that moves", at_next(c), given=[*given, A > 0, FELT, GRAM, SLOW],
        relations=[COSINE, UNIT_CIRCLE], multiplier=[k > 0, A > 0],
        terms=[
            *((HALF, [A > 0, SLOW], c), (HALF, [A > 0, c > 0], 1 - c), (HALF, [A > 0, c > 0], s)),
            *((HALF, [lam > 0, FELT], c), (HALF, [lam > 0, GRAM], c), (HALF, [lam > 0], s * TOWARDS)),
            (HALF, [lam > 0, A > 0, A > 0], 1),
        ],
        because="With E = cB + A: A(κ_max c² + 2E − A) = c²(κ_max A − G + E²) + c²(G − B²) + s²E² ≥ 0; so "
        "2k·c' = 2c + 2λE ≥ c(2 − λκ_max c) + λA > 0.",
    )  # fmt: skip
    still = proof.positive(
        "cosine after one that does not", at_next(c),
        given=[*given, ell > 0, L > 0, FLAT, PULLED, GRAM, SEEN],
        lemmas=[establish_pull(proof)], relations=[COSINE], multiplier=[k > 0],
        terms=[
            *((HALF, [c > 0], 1 + lam * B), (HALF, [c > 0], 1), (HALF, [c > 0, GRAM], lam)),
            *((HALF, [c > 0, PULLED], lam), (HALF, [c > 0, L > 0, FLAT], lam)),
            (1, [lam > 0, NOT_NEGATIVE], 1),
        ],
        because="For A = 0 also B² ≤ G ≤ LA = 0, and k·c' ≥ ½c.",
    )  # fmt: skip
    either = proof.cases("cosine after a slow step", A > 0, moving, still, "In either case c' > 0.")
    return proof.together(
        name, at_next(c) > 0, [establish_rate(proof), either], "So a slow step leaves the cosine positive."
    )  # fmt: skip


def establish_unseen(proof: Proof) -> str:
    """Add that a coordinate which neither w nor u has stays 0; returns the step's name."""
    return identity_by_elimination(
        proof, "a coordinate that nothing has", at_next(w_j), 0,
        {at_next(w_j): at_next(w_j) - STEP, t_j: TANGENT, u_j: u_j, w_j: w_j},
        because="Where w_j = u_j = 0 also rt_j = ru_j − cw_j = 0, and w_j' = w_j + λσ_j·rt_j = 0.",
    )  # fmt: skip
