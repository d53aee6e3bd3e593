"""How the angle grows on a rising edge of a planar run, and what that costs the norm.

``FIRST`` are the steps with λ ≤ u and |sin θ| ≤ S: sin θ grows by u − 1 at most, and N by 1 + u²S².
``LATER`` are the steps with |sin θ| < s̄ while λN ≥ νM.  The exact identity
(N' − N)(λ cos 2θ − 2 cos θ) = λN'(sin²θ' − sin²θ) keeps N ≤ M and so λ ≥ ν there, if it does so at the
start.
"""

from __future__ import annotations

from dataclasses import replace

from derivations.direction.edge_budget import POTENTIAL, establish_fast, establish_potential
from derivations.direction.edge_envelope import (
    BELOW_S,
    BUDGET,
    GAMMA,
    GROWN,
    LATER_CAP,
    LR_CAP,
    NORM_RATIO,
    NU,
    ROOM,
    SINE_CAP,
    SINE_RATIO,
    SLOW,
    establish_norm_growth,
    establish_sine_growth,
)
from derivations.direction.rising_edge import BELOW_SBAR, establish_sine
from derivations.direction.rising_threshold import RISING
from derivations.logistic.lemmas.cone import establish_signs
from derivations.logistic.model.system import PLANAR
from derivations.notation import N, alpha, at_start, c, lam, s, sbar
from derivations.proof import Proof, System

HIGH = lam * N >= NU * LATER_CAP
"""λN ≥ νM."""
FIRST = PLANAR.with_more(
    "first steps",
    parameters=(LR_CAP, SINE_CAP),
    guards=(RISING, SLOW, BELOW_S),
)
LATER = replace(PLANAR, tracked=(), initial=()).with_more(
    "later steps",
    parameters=(at_start(s), sbar, NU, GAMMA, LATER_CAP),
    conditions=(HIGH,),
    guards=(RISING, BELOW_SBAR),
    initial=(c > 0, alpha > 0, NU > 0, GAMMA > 0, LATER_CAP > 0, ROOM > 0, GROWN, POTENTIAL),
    instant=(BUDGET,),
)


def establish_first(proof: Proof, system: System) -> tuple[str, str]:
    """Add s_t² ≤ s_0²(u − 1)^2t and N_t ≤ N_0(1 + u²S²)^t to ``FIRST``; return both names."""
    establish_signs(proof, system)
    sine, norm = establish_sine_growth(proof), establish_norm_growth(proof)
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
    establish_signs(proof, system)
    establish_sine(proof, system)
    fast = establish_fast(proof, system, HIGH)
    establish_potential(proof, system, fast, HIGH)
    return proof.rule(
        "at-every-time", "later steps are fast", system,
        sequent=fast, uses=[], assume=[BELOW_SBAR],
        because="So every later step is fast.",
    )  # fmt: skip
