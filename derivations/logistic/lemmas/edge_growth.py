"""How the angle grows on a rising edge of a planar run, and what that costs the norm.

``FIRST`` are the steps with λ ≤ u and |sin θ| ≤ S: sin θ grows by u − 1 at most, and N by 1 + u²S².
``LATER`` are the steps with |sin θ| < s̄ while λN ≥ νM.  As in ``derivations.square.lemmas.edge_budget``
the exact identity (N' − N)(λ cos 2θ − 2 cos θ) = λN'(sin²θ' − sin²θ) keeps N ≤ M and so λ ≥ ν there, if
it does so at the start.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Expr

from derivations.direction.edge_budget import CAP_NEEDS, CAPPED, POTENTIAL, establish_potential
from derivations.direction.edge_envelope import BUDGET, GAMMA, GROWN, LATER_CAP, LR_CAP, NU, ROOM, SINE_CAP
from derivations.direction.rising_edge import BELOW_SBAR, establish_sine, establish_turn
from derivations.direction.rising_threshold import RISING
from derivations.direction.system import NORM, ROOT, SINE, UNIT_CIRCLE
from derivations.logistic.lemmas.cone import establish_always
from derivations.logistic.model.system import HALF, PLANAR
from derivations.notation import N, alpha, at_next, at_start, c, k, lam, s, sbar
from derivations.proof import Proof, System

SINE_RATIO: Expr = (LR_CAP - 1) ** 2
"""sin²θ grows by this at most where λ ≤ u."""
NORM_RATIO: Expr = 1 + LR_CAP**2 * SINE_CAP**2
"""And N by this, where |sin θ| ≤ S."""
HIGH = lam * N >= NU * LATER_CAP
"""λN ≥ νM."""
FIRST = PLANAR.with_more(
    "first steps",
    parameters=(LR_CAP, SINE_CAP),
    guards=(RISING, lam <= LR_CAP, SINE_CAP**2 >= s**2),
)
LATER = replace(PLANAR, tracked=(), initial=()).with_more(
    "later steps",
    parameters=(at_start(s), sbar, NU, GAMMA, LATER_CAP),
    conditions=(HIGH,),
    guards=(RISING, BELOW_SBAR),
    initial=(c > 0, alpha > 0, NU > 0, GAMMA > 0, LATER_CAP > 0, ROOM > 0, GROWN, POTENTIAL),
    instant=(BUDGET,),
)


def establish_cone(proof: Proof, system: System) -> None:
    """Add c, α, λ > 0 to ``system``, which extends ``PLANAR``."""
    establish_always(proof, system)
    proof.rule(
        "consequence", f"{system.name}: λ", system, sequents=[f"{system.name}: λ positive"],
        because="Hence λ_t > 0 for all t.",
    )  # fmt: skip


def establish_first(proof: Proof, system: System) -> tuple[str, str]:
    """Add s_t² ≤ s_0²(u − 1)^2t and N_t ≤ N_0(1 + u²S²)^t to ``FIRST``; return both names."""
    establish_cone(proof, system)
    given = [RISING, c > 0, lam > 0, k > 0, lam <= LR_CAP]
    turn = establish_turn(proof)
    aligned = proof.positive(
        "cosine at most 1",
        1 - c,
        relations=[UNIT_CIRCLE],
        terms=[(HALF, [], 1 - c), (HALF, [], s)],
        strict=False,
        because="2(1 − c) = (1 − c)² + s².",
    )
    slower = proof.positive(
        "λc at most u",
        LR_CAP - lam * c,
        given=given,
        lemmas=[aligned],
        relations=[UNIT_CIRCLE],
        terms=[(1, [lam <= LR_CAP], 1), (1, [lam > 0, 1 - c >= 0], 1)],
        cofactors=[0],
        strict=False,
        because="As λ ≤ u,",
    )
    less = LR_CAP - lam * c >= 0
    sine = proof.positive(
        "sine grows by u − 1 at most",
        SINE_RATIO * s**2 - at_next(s) ** 2,
        given=given,
        lemmas=[turn, aligned, slower],
        relations=[UNIT_CIRCLE, SINE, ROOT],
        multiplier=[k > 0, k > 0],
        terms=[
            (1, [], s * (LR_CAP - lam * c)),
            (2, [less, lam * c - 1 > 0], s),
            (1, [], (LR_CAP - 1) * lam * s**2),
        ],
        strict=False,
        because="|sin θ'| = |sin θ|(λc − 1)/k ≤ |sin θ|(u − 1).",
    )
    norm = proof.positive(
        "norm grows by 1 + u²S² at most",
        NORM_RATIO * N - at_next(N),
        given=[N > 0, lam > 0, lam <= LR_CAP, SINE_CAP**2 >= s**2],
        relations=[NORM],
        terms=[
            (1, [N > 0], SINE_CAP * (LR_CAP - lam)),
            (2, [N > 0, lam > 0, lam <= LR_CAP], SINE_CAP),
            (1, [N > 0, SINE_CAP**2 >= s**2], lam),
        ],
        strict=False,
        because="N' = N(1 + λ²s²).",
    )
    square = proof.positive(
        "(u − 1)² not negative", SINE_RATIO, terms=[(1, [], LR_CAP - 1)], strict=False,
        because="Neither factor is negative:",
    )  # fmt: skip
    factor = proof.positive(
        "1 + u²S² positive", NORM_RATIO, terms=[(1, [], 1), (1, [], LR_CAP * SINE_CAP)], strict=False
    )
    grown = proof.rule(
        "growth", f"{sine}, at every step", system,
        quantity=s**2, ratio=SINE_RATIO, direction="<=", step=sine, nonnegative=square,
        because="So s_t² ≤ s_0²(u − 1)^2t.",
    )  # fmt: skip
    paid = proof.rule(
        "growth", f"{norm}, at every step", system,
        quantity=N, ratio=NORM_RATIO, direction="<=", step=norm, nonnegative=factor,
        because="So N_t ≤ N_0(1 + u²S²)^t.",
    )  # fmt: skip
    return grown, paid


def establish_later(proof: Proof, system: System) -> str:
    """Add: λ ≥ ν at every state of ``LATER`` with |sin θ| < s̄; return the name."""
    establish_cone(proof, system)
    establish_sine(proof, system)
    capped = proof.positive(
        f"{system.name}: N at most M",
        LATER_CAP - N,
        given=CAP_NEEDS,
        multiplier=[ROOM > 0],
        terms=[(1, [POTENTIAL], 1), (1, [N > 0, BELOW_SBAR], 1)],
        strict=False,
        because="While sin θ < s̄, N(γ + s_0² − s̄²) ≤ N(γ + s_0² − s²) ≤ M(γ + s_0² − s̄²).",
    )
    fast = proof.positive(
        f"{system.name}: λ at least ν",
        lam - NU,
        given=[*CAP_NEEDS, HIGH, NU > 0],
        lemmas=[capped],
        multiplier=[N > 0],
        terms=[(1, [HIGH], 1), (1, [NU > 0, CAPPED], 1)],
        strict=False,
        because="So λ ≥ νM/N ≥ ν.",
    )
    establish_potential(proof, system, fast, HIGH)
    return proof.rule(
        "at-every-time", "later steps are fast", system,
        sequent=fast, uses=[], assume=[BELOW_SBAR],
        because="So every later step is fast.",
    )  # fmt: skip
