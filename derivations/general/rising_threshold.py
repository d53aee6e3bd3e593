"""The rising threshold on data that are not whitened: a rise needs λL cos θ > 2.

Statement
    A rise needs λL cos θ > 2.  The constant is the best for every spectrum: let u be an eigenvector of the
    eigenvalue ℓ ≤ L, and w tilted by θ towards one of the eigenvalue L.  Then the direction rises exactly
    when λ(c²L − s²ℓ) > 2c; so for every λL > 2 it does if tan²(θ/2) ≤ (λL − 2)/(6λL).
Hypotheses
    One step of gradient descent on the square loss, Σ ≻ 0 with eigenvalues up to L; λ > 0, and
    for the threshold cos θ > 0.
Source
    Our own.  For Σ = I it is square.rising-threshold.
Argument
    G ≤ LA by general.update-map.  So in λ(c²G − (cB + A)²) > 2cA the left is at most λc²LA: then A > 0,
    and cA(λLc − 2) > 0.
Not verified
    That A, B, G are, for such a w, what the formula says they are: by t = s²u − csv for eigenvectors u, v
    of Σ-norm 1, and tried on runs by general.whitening-matters.  The certificate is about a positive
    margin, which a rise has by general.rising-criterion.
"""

from __future__ import annotations

from typing import Any

from sympy import Eq, Expr, Ge, Gt

from derivations.direction.system import MOVES, UNIT_CIRCLE
from derivations.general.model.checked import rises
from derivations.general.model.hypotheses import acute, definite, positive_rate
from derivations.general.model.system import PULLED, SEEN, A, B, G, L, ell
from derivations.general.rising_criterion import MARGIN, NOT_RISING, RISING
from derivations.notation import c, lam, s
from derivations.proof import Proof
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, equivalent, for_all
from derivations.square.no_rising_edge import v
from verifier.arithmetic.balls import Verdict, both, positive
from verifier.claim import Alteration, Answer, Check, Claim, Provenance, Status, every, given

STEPS = 6
"""How many steps of a run a check looks at."""
THRESHOLD = Gt(lam * L * c - 2, 0, evaluate=False)
SLOW = Ge(2 - lam * L, 0, evaluate=False)
NOT_NEGATIVE = Ge(A, 0, evaluate=False)
TILTED: dict[Expr, Expr] = {
    A: s**4 * ell + c**2 * s**2 * L,
    B: -c * s**2 * (L - ell),
    G: s**4 * ell**2 + c**2 * s**2 * L**2,
}
"""A, B, G where u is an eigenvector of ℓ, and w lies in the plane of it and one of L."""
TILTED_RELATIONS: list[Expr] = [*(x - value for x, value in TILTED.items()), UNIT_CIRCLE]
TILTED_MARGIN: Expr = lam * (c**2 * L - s**2 * ell) - 2 * c
STEEP = Gt(TILTED_MARGIN, 0, evaluate=False)
WIDE = Gt(c**2 * L + s**2 * ell, 0, evaluate=False)


def establish_pull(proof: Proof) -> str:
    """Add A ≥ 0, once a proof; returns the step's name."""
    if (name := "A is not negative") in proof.conclusions:
        return name
    return proof.positive(
        name,
        A,
        given=[SEEN, ell > 0],
        terms=[(1, [SEEN], 1), (1, [ell > 0], s)],
        strict=False,
        because="A ≥ ℓs².",
    )


def establish(proof: Proof) -> str:
    """Add: a rise needs λLc > 2 (where c > 0, λ > 0); returns the step's name."""
    pull = establish_pull(proof)
    given = [RISING, c > 0, lam > 0, L > 0, ell > 0, PULLED, SEEN]
    moves = proof.positive(
        "a rise needs A > 0",
        A,
        given=given,
        lemmas=[pull],
        multiplier=[lam > 0, c > 0, c > 0, L > 0],
        terms=[
            (1, [RISING], 1),
            (1, [lam > 0, PULLED], c),
            (2, [c > 0, NOT_NEGATIVE], 1),
            (1, [lam > 0], c * B + A),
        ],
        because="A rise moves w: λc²LA ≥ λc²G > 2cA ≥ 0.",
    )
    return proof.positive(
        "a rise needs λLc > 2",
        THRESHOLD.lhs,
        given=given,
        lemmas=[moves],
        multiplier=[c > 0, A > 0],
        terms=[(1, [RISING], 1), (1, [lam > 0, PULLED], c), (1, [lam > 0], c * B + A)],
        because="cA(λLc − 2) = margin + λc²(LA − G) + λ(cB + A)².",
    )


def establish_slow(proof: Proof) -> str:
    """Add the converse form: for λL ≤ 2 (and c > 0, λ > 0) the margin is not positive."""
    return proof.positive(
        "no rise up to λL = 2",
        NOT_RISING.lhs,
        given=[c > 0, lam > 0, ell > 0, PULLED, SEEN, SLOW],
        lemmas=[establish_pull(proof)],
        relations=[UNIT_CIRCLE],
        terms=[
            (1, [lam > 0], c * B + A),
            (1, [lam > 0, PULLED], c),
            (1, [NOT_NEGATIVE, SLOW], c),
            (1, [c > 0, NOT_NEGATIVE], 1 - c),
            (1, [c > 0, NOT_NEGATIVE], s),
        ],
        strict=False,
        because="For λL ≤ 2: 2cA − λ(c²G − (cB + A)²) = λ(cB + A)² + λc²(LA − G) + cA(2 − λLc).",
    )


def derive() -> Proof:
    """The threshold, and the states that come as near to it as one likes."""
    proof = Proof(CLAIM.id)
    proof.conclude(establish(proof), *_tilted(proof), _sharp(proof))
    return proof


def establish_tilted(proof: Proof) -> tuple[str, str]:
    """Add: where such a w is steep enough the margin is positive; its name and that of ``WIDE``."""
    width = proof.positive(
        "width", WIDE.lhs, given=[L > 0, ell > 0, MOVES],
        terms=[(1, [L > 0], c), (1, [ell > 0, MOVES], 1)],
        because="Let u be an eigenvector of ℓ, and w be tilted towards one of L.",
    )  # fmt: skip
    margin = proof.positive(
        "tilted, rising", MARGIN, given=[STEEP, MOVES, L > 0, ell > 0],
        lemmas=[width], relations=TILTED_RELATIONS, terms=[(1, [STEEP, WIDE, MOVES], 1)],
        because="There the margin is s²(c²L + s²ℓ)(λ(c²L − s²ℓ) − 2c).",
    )  # fmt: skip
    return margin, width


def _tilted(proof: Proof) -> list[str]:
    """For such w the criterion is one of the angle alone."""
    forward, width = establish_tilted(proof)
    backward = proof.positive(
        "tilted, margin positive", TILTED_MARGIN, given=[RISING, MOVES, L > 0, ell > 0],
        lemmas=[width], relations=TILTED_RELATIONS, multiplier=[WIDE, MOVES], terms=[(1, [RISING], 1)],
        because="and so positive only where λ(c²L − s²ℓ) > 2c.",
    )  # fmt: skip
    return [forward, backward]


def _sharp(proof: Proof) -> str:
    """Every λL > 2 rises at small angles."""
    scale = Gt(1 + v**2, 0, evaluate=False)
    small = Ge(lam * L - 2 - 6 * lam * L * v**2, 0, evaluate=False)
    fast = Gt(lam * L - 2, 0, evaluate=False)
    spectrum = Ge(L - ell, 0, evaluate=False)
    cosine, sine = scale.lhs * c - (1 - v**2), scale.lhs * s - 2 * v
    return proof.positive(
        "the constant 2 is the best",
        TILTED_MARGIN,
        given=[fast, v > 0, small, scale, spectrum, lam > 0],
        relations=[cosine, sine],
        multiplier=[scale, scale],
        terms=[(1, [small], 1), (1, [fast], v**2), (4, [v > 0] * 4, 1), (4, [lam > 0, spectrum], v)],
        cofactors=[
            lam * L * (cosine + 2 * (1 - v**2)) - 2 * scale.lhs,
            -lam * ell * (sine + 4 * v),
        ],
        because="With v = tan(θ/2): (1 + v²)²(λ(c²L − s²ℓ) − 2c) = (λL − 2 − 6λLv²) + (λL + 2)v⁴ "
        "+ 4λ(L − ℓ)v².",
    )


def _premise(run: Any, t: int) -> Verdict:
    return both(rises(run, t), positive(run.evaluate(c, t)), positive(run.evaluate(lam, t)))


def likely(run: Any) -> bool:
    """Whether the direction rises at one of the first steps."""
    return any(_premise(run, t) is True for t in range(STEPS))


def holds(run: Any, threshold: int = 2, least: bool = False) -> Answer:
    """At the first steps: where the direction rises by the cosines themselves, λLc > ``threshold``.

    With ``least`` L is replaced by ℓ.
    """

    def step(t: int) -> Answer:
        excess = lam * (ell if least else L) * c - threshold
        return given(_premise(run, t), lambda: positive(run.evaluate(excess, t)))

    return every(*map(step, range(STEPS)))


CLAIM = Claim(
    id="general.rising-threshold",
    title="any covariance: a rise needs an effective learning rate above 2/L",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        for_all(Gt(lam * L * c, 2), given=[RISING]),
        equivalent(
            Gt(MARGIN, 0),
            Gt(lam * (c**2 * L - s**2 * ell), 2 * c),
            given=[MOVES],
            where=[Eq(x, value) for x, value in TILTED.items()],
        ),
        for_all(
            Gt(lam * (c**2 * L - s**2 * ell), 2 * c),
            given=[
                *(lam * L > 2, v > 0, 6 * lam * L * v**2 <= lam * L - 2, L >= ell),
                Gt(1 + v**2, 0, evaluate=False),
            ],
            where=[Eq(c, (1 - v**2) / (1 + v**2)), Eq(s, 2 * v / (1 + v**2))],
        ),
    ),
    hypotheses=(
        definite(
            "needed for L: for Σ = I, at λ = 3 and small θ, the direction rises, and λLc < 2 at L = 1/2"
        ),
        positive_rate(
            "At Σ = I, (cos θ, sin θ, λ) = (3/5, 4/5, −10) the margin is 128/125; and at (4/5, 3/5, −5/4) "
            "the direction rises, to sin θ' = 24/25."
        ),
        acute(
            "For the threshold: at Σ = I, (−4/5, 3/5, 5/4) the direction rises, to sin θ' = 24/25.  Not "
            "needed for the equivalence where u is an eigenvector."
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "covariance",
            holds,
            (
                Alteration("2 becomes 3", {"threshold": 3}),
                Alteration("ℓ in place of L", {"least": True}),
            ),
            likely,
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
