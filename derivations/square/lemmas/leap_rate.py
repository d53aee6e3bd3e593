"""How far λc falls below the frozen rate ℓ within a leap: at most M(1 − c̄²/G)."""

from __future__ import annotations

from sympy import Expr, Ge, Symbol

from derivations.direction.circle import CIRCLE_BAR, COSINES, establish_aligned, establish_at_most_one
from derivations.direction.system import UNIT_CIRCLE
from derivations.notation import N, a, abar, at_start, c, cbar, lam, sbar
from derivations.proof import Proof, System
from derivations.square.lemmas.frozen_leap import LARGEST_LR, NORM_POWER, SMALL
from derivations.square.model.system import LAMBDA
from derivations.square.scale_envelope import POWER

FROZEN: Expr = 1 - POWER * (1 - at_start(a))
"""N₀ℓ_t, with E = (1 − h)^t."""
BELOW = Ge(FROZEN - a, 0, evaluate=False)
ABOVE = Ge(POWER * (cbar - at_start(a)) - (cbar - a), 0, evaluate=False)
"""The scale within its two envelopes."""
SLIGHT = Ge(NORM_POWER * at_start(N) - N, 0, evaluate=False)
"""The norm at most its growth over the leap."""
KEPT, SPENT = POWER >= 0, POWER <= 1


def establish_rate_above(proof: Proof, system: System, below: str) -> str:
    """λ_tc_t ≤ ℓ_t at every time, from the growth fact ``below``; returns its name."""
    sequent = proof.positive(
        "λc at most ℓ",
        FROZEN - at_start(N) * lam * c,
        given=[BELOW, N > 0, lam > 0, c > 0, at_start(N) > 0, N >= at_start(N)],
        lemmas=[establish_at_most_one(proof)],
        relations=[LAMBDA, UNIT_CIRCLE],
        terms=[
            (1, [BELOW], 1),
            (1, [lam > 0, N >= at_start(N)], 1),
            (1, [lam > 0, at_start(N) > 0, c <= 1], 1),
        ],
        strict=False,
        because="N₀λc ≤ Nλ = a ≤ 1 − e₀E.",
    )
    return proof.rule(
        "at-every-time", "λ_t c_t at most ℓ_t", system,
        sequent=sequent, uses=[{"fact": below, "power": str(POWER)}], assume=[],
        because="So λ_tc_t ≤ ℓ_t at every time t.",
    )  # fmt: skip


def _rate_below(proof: Proof) -> str:
    """N₀Gλc ≥ c̄²N₀ℓ at a state with s ≤ s̄; with N₀ℓ ≤ ā this is the error bound of ℓ."""
    start = at_start(a) > 0
    below_one = establish_at_most_one(proof, "c̄ at most 1", cbar, sbar, [CIRCLE_BAR])
    target = at_start(N) * NORM_POWER * lam * c - cbar**2 * FROZEN
    return proof.positive(
        "λc from below",
        target,
        given=[ABOVE, SLIGHT, lam > 0, c > 0, cbar > 0, SMALL, KEPT, SPENT, start],
        lemmas=[COSINES, establish_aligned(proof, SMALL), below_one],
        relations=[LAMBDA, UNIT_CIRCLE, CIRCLE_BAR],
        terms=[
            (1, [SLIGHT, lam > 0, c > 0], 1),
            (1, [ABOVE, c > 0], 1),
            (1, [c >= cbar, cbar > 0, SPENT], 1),
            (1, [c >= cbar, start, KEPT], 1),
            (1, [start, KEPT, cbar > 0, cbar <= 1], 1),
        ],
        strict=False,
        because="N₀Gλc ≥ ac ≥ (c̄(1 − E) + a₀E)c ≥ c̄²(1 − E + a₀E) = c̄²N₀ℓ.",
    )


def establish_rate_error(
    proof: Proof, system: System, capped: str, uses: dict[str, Symbol]
) -> str:
    """ℓ − λc ≤ M(1 − c̄²/G) at every state with s ≤ s̄, multiplied by N₀G; returns its name.

    ``capped`` names ``establish_cap``, and ``uses`` gives the power in each growth fact of the leap.
    """
    lower = _rate_below(proof)
    room = proof.positive(
        "G at least c̄²",
        NORM_POWER - cbar**2,
        given=[SLIGHT, N >= at_start(N), at_start(N) > 0],
        relations=[CIRCLE_BAR],
        multiplier=[at_start(N) > 0],
        terms=[(1, [SLIGHT], 1), (1, [N >= at_start(N)], 1), (1, [at_start(N) > 0], sbar)],
        strict=False,
        because="N₀G ≥ N ≥ N₀ ≥ N₀c̄².",
    )
    start, largest = at_start(a) > 0, LARGEST_LR * at_start(N) >= abar
    sequent = proof.positive(
        "ℓ − λc at most M(1 − c̄²/G)",
        LARGEST_LR * at_start(N) * (NORM_POWER - cbar**2)
        - NORM_POWER * (FROZEN - at_start(N) * lam * c),
        given=[
            *[ABOVE, SLIGHT, lam > 0, c > 0, cbar > 0, SMALL, KEPT, SPENT, start],
            *[N >= at_start(N), at_start(N) > 0, abar >= 1, abar >= at_start(a), largest],
        ],
        lemmas=[lower, room, capped],
        relations=[LAMBDA, UNIT_CIRCLE, CIRCLE_BAR],
        terms=[
            (1, [proof.conclusions[lower]], 1),
            (1, [proof.conclusions[room], largest], 1),
            (1, [proof.conclusions[room], proof.conclusions[capped]], 1),
        ],
        strict=False,
        because="So ℓ − λc ≤ ℓ(1 − c̄²/G) ≤ M(1 − c̄²/G), multiplied by N₀G.",
    )
    return proof.rule(
        "at-every-time", "ℓ_t − λ_t c_t from above", system,
        sequent=sequent, uses=[{"fact": fact, "power": str(power)} for fact, power in uses.items()],
        assume=[SMALL],
        because="This holds at every t with s_t ≤ s̄.",
    )  # fmt: skip


def establish_cap(proof: Proof) -> str:
    """N₀ℓ = 1 − e₀E ≤ ā; returns the step's name."""
    return proof.positive(
        "ℓ at most ā/N₀",
        abar - FROZEN,
        given=[abar >= 1, abar >= at_start(a), KEPT, SPENT],
        terms=[(1, [abar >= 1, SPENT], 1), (1, [abar >= at_start(a), KEPT], 1)],
        strict=False,
        because="N₀ℓ = (1 − E) + a₀E is a mean of 1 ≤ ā and a₀ ≤ ā.",
    )
