"""How a step shrinks the half angle: tan(θ'/2) ≤ γ tan(θ/2) while λ stays between two numbers."""

from __future__ import annotations

from sympy import Expr

from derivations.direction.angle_map import SIN_NEXT
from derivations.direction.before_onset import ALIGNED, C_LOW, MU, SLOW
from derivations.direction.system import COSINE, SINE, UNIT_CIRCLE
from derivations.notation import at_next, c, k, lam, plain, s, symbol
from derivations.proof import Condition, Proof, System

ELL = symbol("ell_low", r"\ell", "ℓ", "at most λ on every step of a stretch")
GAMMA = symbol("gamma_half", r"\gamma", "γ", "at least tan(θ'/2)/tan(θ/2)")
HALF_TAN = symbol("w", "w", "w", "tan²(θ/2) = (1 − cos θ)/(1 + cos θ)")

HALF_TAN_EQUATION: Expr = HALF_TAN * (1 + c) - (1 - c)
FAST = lam >= ELL
CHORD: Expr = GAMMA**2 * s**2 * (1 + at_next(c)) ** 2 - at_next(s) ** 2 * (1 + c) ** 2
CONTRACTS = GAMMA * (1 + ELL * (1 - C_LOW)) >= 1 - ELL * C_LOW
LEAST_GAMMA: Expr = (1 - ELL * C_LOW) / (1 + ELL * (1 - C_LOW))
"""γ is at least this and at least μ − 1."""


def establish(proof: Proof, system: System) -> str:
    """Add tan²(θ_t/2) ≤ γ^(2t) tan²(θ_0/2), a growth fact of ratio γ²; returns its name.

    ``system`` tracks w, has the guards ``SLOW`` and ``FAST``, and c > 0, k ≥ 1 and c ≥ cos θ̄ established.
    """
    shrinks, given = _sine(proof)
    aligned, after = 1 + c > 0, 1 + at_next(c) > 0
    step = proof.positive(
        "half angle, one step",
        GAMMA**2 * HALF_TAN - at_next(HALF_TAN),
        given=[*given, at_next(c) > 0],
        lemmas=[*shrinks, *(establish_denominator(proof, x) for x in (c, at_next(c)))],
        relations=[
            *(COSINE, SINE, UNIT_CIRCLE, system.after(UNIT_CIRCLE)),
            *(HALF_TAN_EQUATION, system.after(HALF_TAN_EQUATION)),
        ],
        multiplier=[aligned, aligned, after, after],
        terms=[(1, [CHORD >= 0], 1)],
        cofactors=[
            *(0, 0, -(GAMMA**2) * after.lhs**2, aligned.lhs**2),
            *(GAMMA**2 * after.lhs**2 * aligned.lhs, -(aligned.lhs**2) * after.lhs),
        ],
        strict=False,
        because="In terms of w = tan²(θ/2) = s²/(1 + c)² this is w' ≤ γ²w.",
    )
    return proof.rule(
        "growth", "half angle", system,
        quantity=HALF_TAN, ratio=GAMMA**2, direction="<=", step=step, nonnegative=_square(proof),
        because="Iterated: tan²(θ_t/2) ≤ γ^(2t) tan²(θ_0/2).",
    )  # fmt: skip


def _sine(proof: Proof) -> tuple[list[str], list[Condition]]:
    """γ²s²(1 + c')² ≥ s'²(1 + c)²: the sequents, the last being this one, and what they assume."""
    given = [
        *(lam > 0, k > 0, k >= 1, c > 0, c <= 1, ALIGNED, C_LOW > 0, SLOW, FAST),
        *(GAMMA >= 0, GAMMA <= 1, GAMMA >= MU - 1, CONTRACTS),
    ]
    towards, past = GAMMA * (1 + lam * (1 - c)) - (1 - lam * c), GAMMA * (1 + lam * (1 - c)) + 1 - lam * c
    short = proof.positive(
        "a step towards the target",
        towards,
        given=given,
        terms=[
            (1, [CONTRACTS], 1),
            (1, [FAST, GAMMA >= 0, c <= 1], 1),
            (1, [FAST, GAMMA >= 0, ALIGNED], 1),
            (1, [FAST, C_LOW > 0], 1),
            (1, [lam > 0, ALIGNED, GAMMA <= 1], 1),
        ],
        strict=False,
        because="This increases with λ and with c, and at ℓ and cos θ̄ it is not negative.",
    )
    long = proof.positive(
        "a step past the target",
        past,
        given=given,
        terms=[
            (1, [GAMMA >= MU - 1], 1),
            (1, [SLOW], 1),
            (1, [lam > 0, c <= 1], 1),
            (1, [lam > 0, GAMMA >= 0, c <= 1], 1),
        ],
        strict=False,
        because="This is (1 + γ − λ) + λ(1 + γ)(1 − c), and λ ≤ μ ≤ 1 + γ.",
    )
    chord = k + c + lam * s**2
    factored = k - 1 + (1 + c) * (1 + lam * (1 - c))
    sine = proof.positive(
        "the sine over 1 + cosine",
        CHORD,
        given=given,
        lemmas=[short, long],
        relations=[COSINE, SINE, UNIT_CIRCLE],
        multiplier=[k > 0, k > 0],
        terms=[
            (1, [], GAMMA * (k - 1) * s),
            *(
                (1, [GAMMA >= 0, k >= 1, bracket >= 0, *factor], s)
                for bracket in (towards, past)
                for factor in ([], [c > 0])
            ),
            (1, [towards >= 0, past >= 0], s * (1 + c)),
        ],
        cofactors=[
            GAMMA**2 * s**2 * (k + k * at_next(c) + chord),
            -(k * at_next(s) + k * SIN_NEXT) * (1 + c) ** 2,
            GAMMA**2 * s**2 * lam * (chord + factored),
        ],
        strict=False,
        because="Hence |s'|/(1 + c') = s|1 − λc|/(k + c + λs²) ≤ γs/(1 + c), as k ≥ 1 and "
        "1 + c + λs² = (1 + c)(1 + λ(1 − c)).",
    )
    return [short, long, sine], given


def establish_chord(proof: Proof) -> str:
    """Add γ²s²(1 + c')² ≥ s'²(1 + c)² where ℓ ≤ λ ≤ μ; returns the step's name."""
    return _sine(proof)[0][-1]


def establish_denominator(proof: Proof, cosine: Expr) -> str:
    """Add 1 + cosine > 0 unless it stands already; return the step's name."""
    name = f"1 + {plain(cosine)} positive"
    if name in proof.conclusions:
        return name
    return proof.positive(
        name,
        1 + cosine,
        given=[cosine > 0],
        terms=[(1, [cosine > 0], 1), (1, [], 1)],
        because="As the cosine is positive,",
    )


def _square(proof: Proof) -> str:
    return proof.positive(
        "γ² not negative", GAMMA**2, terms=[(1, [], GAMMA)], strict=False, because="A square."
    )
