"""Whitening matters: where whitened data never rise, others rise at once.

Statement
    Let u be an eigenvector of the eigenvalue ℓ, and w be tilted by θ towards one of L.  Then the first step
    rises, for every λ > 0 however small, as soon as L > (2c/λ + ℓs²)/c²: no delay is left.  In numbers: for
    Σ = diag(1, 100), cos θ = 4/5, λ = 2/25 and a = 1, where ā ≤ 2N, which would keep whitened data from
    rising for ever (square.no-rising-edge), the first step rises.
Hypotheses
    One step of gradient descent on the square loss; λ > 0, s ≠ 0.
Source
    Our own.
Argument
    There the margin of general.rising-criterion is s²(c²L + s²ℓ)(λ(c²L − s²ℓ) − 2c), and the last bracket
    is λ(c²L − (2c/λ + ℓs²)).
Not verified
    That A, B, G are, for such a w, what the formula says they are: as in general.rising-threshold, and
    tried on runs.
"""

from __future__ import annotations

from typing import Any

from sympy import Eq, Expr, Gt, Le, Rational

from derivations.direction.system import MOVES, RISES
from derivations.general.model.checked import rises
from derivations.general.model.hypotheses import positive_rate
from derivations.general.model.system import L, ell
from derivations.general.rising_criterion import MARGIN, establish_positive
from derivations.general.rising_threshold import (
    TILTED,
    TILTED_MARGIN,
    TILTED_RELATIONS,
    WIDE,
    establish_tilted,
)
from derivations.notation import N, a, abar, at_next, c, lam, s
from derivations.proof import Proof
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, for_all
from derivations.square.model.system import LAMBDA
from verifier.arithmetic.balls import both, iff, positive
from verifier.claim import Alteration, Answer, Check, Claim, Provenance, Status, given

STATE: dict[Expr, Any] = {
    **{c: Rational(4, 5), s: Rational(3, 5), lam: Rational(2, 25), a: 1, abar: 1, ell: 1, L: 100},
}
"""Σ = diag(1, 100), u = (1, 0), ŵ = (4/5, 3/50)."""


def derive() -> Proof:
    """The margin where w is tilted towards the steepest direction; then one state."""
    proof = Proof(CLAIM.id)
    margin, _ = establish_tilted(proof)
    criterion = establish_positive(proof)
    family = proof.together(
        "steep enough, it rises", RISES, [margin, criterion], "So the first step rises where L is large."
    )
    numbers = [x - value for x, value in STATE.items()]
    room = proof.positive(
        "the condition for whitened data", 2 * N - abar, given=[lam > 0],
        relations=[LAMBDA, *numbers], multiplier=[lam > 0], terms=[(Rational(48, 25), [], 1)], strict=False,
        because="At Σ = diag(1, 100), cos θ = 4/5, λ = 2/25 and a = 1, N = 25/2, so that ā ≤ 2N;",
    )  # fmt: skip
    positive_there = proof.positive(
        "yet its margin is positive", MARGIN, relations=[*TILTED_RELATIONS, *numbers],
        terms=[(RISE_OF_STATE, [], 1)], because="yet the margin is positive,",
    )  # fmt: skip
    rise = proof.together("yet it rises", RISES, [positive_there, criterion], "and the first step rises.")
    proof.conclude(family, room, rise)
    return proof


RISE_OF_STATE: Rational = (s**2 * WIDE.lhs * TILTED_MARGIN).subs(STATE)


def holds(run: Any, threshold: int = 2, flat: int = 1) -> Answer:
    """On the plane of two eigenvectors: the first step rises just where λ(c²L − s²ℓ) > 2c.

    ``threshold`` replaces the 2, and ``flat`` multiplies ℓ.
    """
    tilted = run.tilted()
    margin = lam * (c**2 * L - flat * s**2 * ell) - threshold * c
    premise = both(*(positive(tilted.evaluate(x)) for x in (s, lam)))
    return given(premise, lambda: iff(rises(tilted, 0), positive(tilted.evaluate(margin))))


CLAIM = Claim(
    id="general.whitening-matters",
    title="where whitened data never rise, others rise at once",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        for_all(
            Gt(at_next(s) ** 2, s**2),
            given=[Gt(lam * (c**2 * L - s**2 * ell), 2 * c), MOVES],
            where=[Eq(x, value) for x, value in TILTED.items()],
        ),
        for_all(Le(abar, 2 * N), where=[Eq(x, STATE[x]) for x in (lam, a, abar)]),
        for_all(
            Gt(at_next(s) ** 2, s**2),
            where=[
                *(Eq(x, value) for x, value in TILTED.items()),
                *(Eq(x, STATE[x]) for x in (c, s, lam, ell, L)),
            ],
        ),
    ),
    hypotheses=(
        positive_rate("At Σ = I, (3/5, 4/5, −10), λ cos 2θ = 14/5 > 2c = 6/5, yet sin θ falls."),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "covariance",
            holds,
            (
                Alteration("2 becomes 3", {"threshold": 3}),
                Alteration("ℓ counts twice", {"flat": 2}),
            ),
        ),
    ),
    experiments=("verifier.studies.experiments.condition_number:family",),
)

if __name__ == "__main__":
    main(CLAIM)
