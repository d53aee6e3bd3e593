"""When the direction rises: exactly when λ cos 2θ > 2 cos θ."""

from __future__ import annotations

from sympy import Ge, Le

from derivations.direction.rising_identity import CHANGE, RISING_MARGIN
from derivations.direction.system import MOVES, RISES, ROOT, SINE
from derivations.notation import at_next, c, k, lam, s
from derivations.proof import Proof
from verifier.arithmetic.balls import Verdict, positive
from verifier.claim import Run

STAYS = Le(RISING_MARGIN, 0, evaluate=False)
"""The margin is not positive: the direction does not rise."""
STILL = Ge(-(s**2) * RISING_MARGIN, 0, evaluate=False)
"""The same off target, and true on target: for λ > 0 exactly that the direction does not rise."""
NOT_WIDER = Ge(s**2 - at_next(s) ** 2, 0, evaluate=False)
"""The same of the sines: the direction does not rise at this step."""


def establish_positive(
    proof: Proof, because: str = "which makes the direction rise, by the rising criterion."
) -> str:
    """Add: a positive margin makes the direction rise (for s ≠ 0, λ > 0); returns the step's name."""
    return proof.positive(
        "margin positive, direction rises",
        RISES.lhs,
        given=[lam > 0, MOVES, k > 0, RISING_MARGIN > 0],
        relations=[SINE, ROOT],
        multiplier=[k > 0, k > 0],
        terms=[(1, [lam > 0, MOVES, RISING_MARGIN > 0], 1)],
        because=because,
    )


def establish_rising(proof: Proof) -> str:
    """Add: a rise needs a positive margin (for s ≠ 0, λ > 0); return the step's name."""
    return proof.positive(
        "direction rises, margin positive",
        RISING_MARGIN,
        given=[lam > 0, MOVES, k > 0, RISES],
        relations=[SINE, ROOT],
        multiplier=[lam > 0, MOVES],
        terms=[(1, [RISES], k)],
        because="When the direction rises, λs²·(rising margin) = (sin²θ' − sin²θ)·k² > 0; "
        "λs² > 0 divides out.",
    )


def establish_needed(proof: Proof) -> tuple[str, str]:
    """Add: a rise needs s ≠ 0, and so a positive margin (for λ > 0 alone); return both names."""
    turn = (1 - lam * c) ** 2 + 1
    divisor = proof.positive("1 + (1 − λ cos θ)² positive", turn, terms=[(1, [], 1 - lam * c), (1, [], 1)])
    off = proof.positive(
        "direction rises, off target",
        s**2,
        given=[k > 0, RISES],
        lemmas=[divisor],
        relations=[SINE],
        multiplier=[proof.conclusions[divisor]],
        terms=[(1, [RISES], k), (1, [], k * s), (1, [], s)],
        because="On target the direction stays: s²(1 − λ cos θ)² = k² sin²θ' > k²s² ≥ 0 when it rises.",
    )
    return off, establish_rising(proof)


def establish_not_rising(proof: Proof) -> str:
    """Add: no rise where the margin is not positive (for λ > 0); return the step's name."""
    return proof.positive(
        "margin not positive, direction does not rise",
        NOT_WIDER.lhs,
        given=[lam > 0, k > 0, STAYS],
        relations=[SINE, ROOT],
        multiplier=[k > 0, k > 0],
        terms=[(1, [lam > 0, STAYS], s)],
        strict=False,
        because="If the rising margin is at most 0, then k²(sin²θ' − sin²θ) = λs²·(rising margin) ≤ 0.",
    )


def establish_falls(proof: Proof) -> str:
    """Add: no rise where ``STILL`` holds (for λ > 0); return the step's name."""
    return proof.positive(
        "no rise, the sine does not grow",
        NOT_WIDER.lhs,
        given=[lam > 0, k > 0, STILL],
        relations=[SINE, ROOT],
        multiplier=[k > 0, k > 0],
        terms=[(1, [lam > 0, STILL], 1)],
        strict=False,
        because="On and off target k²(sin²θ − sin²θ') = −λs²·(rising margin).  So where "
        "s²·(rising margin) ≤ 0 the direction does not rise;",
    )


def _establish_still(proof: Proof) -> str:
    return proof.positive(
        "the sine does not grow, no rise",
        STILL.lhs,
        given=[lam > 0, k > 0, NOT_WIDER],
        relations=[SINE, ROOT],
        multiplier=[lam > 0],
        terms=[(1, [NOT_WIDER], k)],
        strict=False,
        because="and conversely, where it does not rise, s²·(rising margin) ≤ 0.",
    )


def rises(run: Run, t: int) -> Verdict:
    """Whether sin²θ_{t+1} > sin²θ_t, from the rising identity: exact in sign, for any λ and c."""
    return positive(run.evaluate(CHANGE, t))
