"""What a rise needs of the scale: α_0 + ht/2 > √(1 + 8N_0) − 1, and κ(m_0α) > 2m_0²N_0."""

from __future__ import annotations

from sympy import Eq, Expr, Ge, sqrt

from derivations.direction.monotone_norm import GROWN
from derivations.direction.rising_edge import establish_threshold
from derivations.direction.rising_threshold import RISING
from derivations.direction.system import UNIT_CIRCLE
from derivations.logistic.active_margins import CAP, CAPPED, TIMED, establish_cap
from derivations.logistic.lemmas.arguments import establish_half, known_at
from derivations.logistic.lemmas.before_onset import establish_before
from derivations.logistic.lemmas.pulls import KAPPA_LEAST, OFF_TARGET, establish_rate_above
from derivations.logistic.lemmas.scale_bounds import establish_upper
from derivations.logistic.model.system import (
    CHORD,
    FAR,
    FAR_TIE,
    HALF,
    LAMBDA,
    NEAR,
    NEAR_TIE,
    NEAREST,
    chi,
)
from derivations.logistic.never_rises import OPEN
from derivations.notation import N, alpha, at_start, c, h, lam, symbol
from derivations.proof import Proof, System
from derivations.sigmoid.facts import CHORD_ABOVE

root = symbol("root", r"\sqrt{1 + 8 N_0}", "√(1 + 8·N₀)", "√(1 + 8N_0)")
ROOT_OF_START = root**2 - 1 - 8 * at_start(N)
NEEDED: Expr = root - 1
"""The scale must exceed this for a rise."""
WAITING: Expr = (2 / h * (NEEDED - at_start(alpha))).subs(root, sqrt(1 + 8 * at_start(N)))
"""T exceeds this."""
GENTLE = Ge(1 - 4 * chi, 0, evaluate=False)
"""No chord of σ is steeper than 1/4."""
ROOTED = TIMED.with_more(
    "run before onset", parameters=(root,), initial=(root > 0, Eq(root**2, 1 + 8 * at_start(N)))
)


def establish(proof: Proof, system: System) -> str:
    """Add: at a rise, α_0 + ht/2 > √(1 + 8N_0) − 1; ``system`` is ``ROOTED``."""
    name = system.name
    establish_before(proof, system)
    establish_cap(proof, system)
    half = establish_half(proof, system)
    steep = known_at(proof, system, CHORD_ABOVE, [NEAR_TIE, FAR_TIE])
    fast = establish_threshold(proof)
    gentle = proof.positive(
        f"{name}: chord at most 1/4",
        GENTLE.lhs,
        given=[steep, alpha > 0, OFF_TARGET],
        relations=[CHORD, FAR, NEAR],
        multiplier=[alpha > 0, OFF_TARGET],
        terms=[(2, [steep], 1)],
        cofactors=[2, HALF * GENTLE.lhs, -HALF * GENTLE.lhs],
        strict=False,
        because="σ' is at most 1/4, and so is the slope χ of the chord.",
    )
    given = [
        *(RISING, c > 0, lam > 0, N > 0, GROWN, *half, steep, alpha > 0, OFF_TARGET, c <= 1),
        *(chi >= 0, CAPPED, root > 0),
    ]
    lemmas = [fast, gentle]
    relations = [UNIT_CIRCLE, LAMBDA, CHORD, FAR, NEAR, ROOT_OF_START]
    large = proof.positive(
        f"{name}: a rise needs scale",
        (1 + alpha) ** 2 - root**2,
        given=given,
        lemmas=lemmas,
        relations=relations,
        terms=[
            (4, [N > 0, lam > 2], 1),
            (8, [GROWN], 1),
            (2, [alpha > 0, half[0]], 1),
            (2, [alpha > 0, half[1]], 1),
            (1, [GENTLE], alpha),
            (4, [chi >= 0, c <= 1], alpha),
        ],
        because="2N_0 ≤ 2N < λN = α(⟨g⟩ + αcχ) ≤ α/2 + α²/4, so 1 + 8N_0 < (1 + α)².",
    )
    total = proof.positive(
        f"{name}: 1 + α_0 + ht/2 + √(1 + 8N_0) positive",
        1 + CAP + root,
        given=[CAPPED, alpha > 0, root > 0],
        terms=[(1, [CAPPED], 1), (1, [alpha > 0], 1), (1, [root > 0], 1), (1, [], 1)],
        because="All terms are positive, so",
    )
    late = proof.positive(
        f"{name}: a rise needs time",
        CAP - NEEDED,
        given=given,
        lemmas=[*lemmas, large, total],
        relations=relations,
        multiplier=[1 + CAP + root > 0],
        terms=[
            (1, [(1 + alpha) ** 2 - root**2 > 0], 1),
            (2, [CAPPED], 1),
            (2, [CAPPED, alpha > 0], 1),
            (1, [CAPPED, CAPPED], 1),
        ],
        because="and α ≤ α_0 + ht/2.",
    )
    return proof.rule(
        "at-every-time", f"{name}: every onset is late", system,
        sequent=late, uses=[], assume=[RISING, OFF_TARGET],
        because="This holds at the onset.",
    )  # fmt: skip


def establish_sharp(proof: Proof, system: System) -> str:
    """Add: at a rise, κ(m_0α) > 2m_0²N_0; ``system`` extends ``FROM_ABOVE`` and has m_0 > 0."""
    name = system.name
    establish_before(proof, system)
    establish_upper(proof, system)
    needed = establish_need(proof, system, "κ(m_0α) ≥ λNm_0² > 2Nm_0² ≥ 2N_0m_0².")
    return proof.rule(
        "at-every-time", f"{name}: κ at the onset", system,
        sequent=needed, uses=[], assume=[RISING, OFF_TARGET],
        because="This holds at the onset, where α_T ≤ B_T.",
    )  # fmt: skip


def establish_need(proof: Proof, system: System, because: str) -> str:
    """Add that a rise needs κ > 2m²N_0 at the least margin m, where margins and scale are bounded."""
    rate = establish_rate_above(proof, system)
    return proof.positive(
        f"{system.name}: a rise needs κ",
        KAPPA_LEAST - 2 * NEAREST**2 * at_start(N),
        given=[OPEN, *rate.given, RISING, c > 0, lam > 0, N > 0, GROWN],
        lemmas=[*rate.lemmas, rate.name, establish_threshold(proof)],
        relations=[*rate.relations, UNIT_CIRCLE],
        terms=[
            (1, [proof.conclusions[rate.name]], 1),
            (1, [lam > 2, N > 0, OPEN, OPEN], 1),
            (2, [GROWN], NEAREST),
        ],
        cofactors=[0] * (len(rate.relations) + 1),
        because=because,
    )
