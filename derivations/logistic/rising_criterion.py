"""The rising criterion for the logistic loss: λ cos 2θ > 2 cos θ is enough, and for two margins needed.

Statement
    k²(sin²θ' − sin²θ) = s²[λ(λ cos 2θ − 2 cos θ) + (α/N)²c²ϱ], where ϱ ≥ 0 is what the regression of g on
    the margins leaves (``derivations.logistic.lemmas.samples``) and k² = 1 + κ², κ² = λ²s² + (α/N)²s²ϱ ≥
    λ²s².  So for s ≠ 0 the direction rises exactly when the bracket is positive.  For λ > 0 it rises
    wherever λ cos 2θ > 2 cos θ; and that λ > 0 follows from this inequality if α > 0 and c > 0.  If the
    margins take two values only, in groups of any two sizes, then ϱ = 0, and for λ > 0 it rises exactly
    then.
Hypotheses
    Orthogonal rows; s ≠ 0; where it is said λ > 0, for which α > 0 and c > 0 are enough; two margins for
    "exactly".  The identity and the sign of the bracket need no sign of α, of c or of λ.
Source
    [1], abstract: a directional precursor for logistic regression under active margins; this exact form is
    our derivation.
Argument
    sin²θ' > sin²θ means (c + λs²)² < c²k², whatever the sign of c + λs².  By logistic.alignment-sandwich
    the squared tangential step is κ² = (α/N)²s²((⟨g⟩ + cχ)² + ϱ), and λ = (α/N)(⟨g⟩ + cχ); insert both.
    s²ϱ is the mean square of g − ⟨g⟩ + χ(m − c), so not negative; and a function of two margins is affine
    in the margin, so there this difference vanishes.  With c ≥ 0 also λ ≥ 0, as g > 0 and g falls with m.
Not verified
    Nothing.
"""

from __future__ import annotations

from fractions import Fraction

from sympy import Eq, Expr, Gt, Rational

from derivations.direction.rising_identity import RISING_MARGIN
from derivations.direction.rising_threshold import RISING as MARGIN
from derivations.direction.system import COSINE, MOVES, RISES, UNIT_CIRCLE
from derivations.logistic.lemmas import two_margins
from derivations.logistic.lemmas.regression import LAMBDA, RATE_IS, STEPPED, TANGENTIAL, establish_rest
from derivations.logistic.lemmas.samples import (
    DEFINITIONS,
    MIDDLE,
    PULL_C,
    SAMPLE,
    SAMPLES,
    Known,
    equation,
    everywhere_in_the_mean,
    from_means,
    in_the_mean,
    rest,
)
from derivations.logistic.model.hypotheses import orthogonal_rows, unequal_margins
from derivations.logistic.model.risk import D, g
from derivations.notation import N, alpha, at_next, c, k, kappa, lam, s, typeset
from derivations.proof import Proof
from derivations.proof.elimination import identity_by_elimination
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, equivalent, for_all
from derivations.sigmoid.facts import MONOTONE_PRODUCT
from verifier.arithmetic.balls import Ball, Verdict, ball, iff, positive, same
from verifier.claim import (
    Alteration,
    Answer,
    Check,
    Claim,
    Hypothesis,
    Provenance,
    Run,
    Status,
    every,
    given,
)

BRACKET: Expr = lam * RISING_MARGIN + (alpha / N) ** 2 * c**2 * rest
"""λ(λ cos 2θ − 2 cos θ) + (α/N)²c²ϱ: the direction rises exactly when this is positive."""
KAPPA: Expr = (kappa * N) ** 2 - alpha**2 * TANGENTIAL
STEP = {
    at_next(s): at_next(c) ** 2 + at_next(s) ** 2 - 1,
    at_next(c): COSINE,
    k: k**2 - 1 - kappa**2,
    kappa: KAPPA,
    lam: LAMBDA,
}
"""One step by logistic.margin-space, each relation with the symbol that it eliminates."""
RISING: Expr = RISES.lhs * (k * N) ** 2 - (s**2 * N**2 * BRACKET).expand()
"""The rising identity, as a polynomial equal to 0."""
CHANGE: Expr = c**2 * (1 + (alpha / N) ** 2 * TANGENTIAL) - (c + alpha * D / N) ** 2
"""k²(cos²θ − cos²θ'), which has the sign of a rise, straight from ⟨g⟩, ⟨gm⟩ and ⟨g²⟩."""
TWO = Rational(2)
NEARBY = Fraction(1, 2**24)
"""The checks look at rates this close to the threshold, relative to it."""
TIMES = (0, 1)
"""The states that a check looks at."""


def establish_identity(proof: Proof) -> Known:
    """Add the rising identity."""
    return equation(
        proof, "rising identity", RISING, {**STEP, **DEFINITIONS, s: UNIT_CIRCLE},
        given=[k > 0, MOVES],
        because="Insert cos θ' = (c + λs²)/k, and λ and κ² in terms of χ and ϱ.",
    )  # fmt: skip


def establish_forward(proof: Proof) -> Known:
    """Add λ ≥ 0 where c ≥ 0."""
    rising = everywhere_in_the_mean(proof, SAMPLES, MONOTONE_PRODUCT, (SAMPLE, MIDDLE))
    pull = in_the_mean(proof, SAMPLES, "pulls", g, [(1, [g > 0], 1)], "each pull is positive")
    units = [alpha > 0, N > 0, MOVES]
    return from_means(
        proof, "λ ≥ 0", lam, [rising, pull],
        [(1, [alpha > 0, pull.condition], s), (1, [c >= 0, rising.condition], 1)],
        given=[*units, c >= 0], multiplier=[N > 0, MOVES], relations={lam: LAMBDA},
        because="λNs² = αD = αs²⟨g⟩ + c·α(c⟨g⟩ − ⟨gm⟩).",
    )  # fmt: skip


def derive() -> Proof:
    """The identity, what its sign says, and the two cases."""
    proof = Proof(CLAIM.id)
    identity = establish_identity(proof)
    positives, bracket = [k > 0, N > 0, MOVES], Gt((N**2 * BRACKET).expand(), 0, evaluate=False)
    rises = from_means(
        proof, "bracket positive, direction rises", RISES.lhs, [identity], [(1, [MOVES, bracket], 1)],
        given=[*positives, bracket], relations={at_next(s): RISING},
        multiplier=[k > 0, k > 0, N > 0, N > 0], strict=True, because="Both sides have the same sign:",
    )  # fmt: skip
    needed = from_means(
        proof, "direction rises, bracket positive", bracket.lhs, [identity],
        [(1, [RISES, *[k > 0, N > 0] * 2], 1)], given=[*positives, RISES], relations={at_next(s): RISING},
        multiplier=[MOVES], strict=True, because="so a rise makes the bracket positive:",
    )  # fmt: skip
    size = identity_by_elimination(
        proof, "size of the step", (kappa * N) ** 2, (lam * N * s) ** 2 + alpha**2 * s**2 * rest,
        {kappa: KAPPA, lam: LAMBDA, **DEFINITIONS, s: UNIT_CIRCLE}, given=[MOVES],
        because="The step is longer than its share toward the target, κ ≥ λs, by what is left:",
    )  # fmt: skip
    left, forward = establish_rest(proof), establish_forward(proof)
    proof.conclude(
        identity.name, rises.name, needed.name, size, left.name,
        *_enough(proof, identity, left, forward), *_exactly(proof, identity),
    )  # fmt: skip
    return proof


def _enough(proof: Proof, identity: Known, left: Known, forward: Known) -> tuple[str, str]:
    """λ cos 2θ > 2 cos θ makes a rise where λ > 0; and λ > 0 where α, c > 0."""
    moving = from_means(
        proof, "λ > 0", lam, [forward],
        [(1, [MARGIN], 1), (2, [c > 0], 1), (2, [forward.condition], s)],
        given=[c > 0, MARGIN], strict=True,
        because="λ = (λ cos 2θ − 2c) + 2c + 2λs², so λ > 0 where λ cos 2θ > 2c.",
    )  # fmt: skip
    rises = from_means(
        proof, "margin positive, direction rises", RISES.lhs, [identity, left],
        [(1, [MOVES, lam > 0, MARGIN, N > 0, N > 0], 1), (1, [MOVES, left.condition], alpha * c)],
        given=[k > 0, N > 0, lam > 0, MARGIN], multiplier=[k > 0, k > 0, N > 0, N > 0],
        relations={at_next(s): RISING}, strict=True,
        because="Then both terms of the bracket are at least 0, and the first is positive.",
    )  # fmt: skip
    return moving.name, rises.name


def _exactly(proof: Proof, identity: Known) -> tuple[str, str]:
    """ϱ = 0 for two margins, and then a rise needs λ cos 2θ > 2 cos θ."""
    nothing_left = two_margins.establish(proof)
    needed = from_means(
        proof, "two margins: direction rises, margin positive", RISING_MARGIN, [identity, nothing_left],
        [(1, [RISES, *[k > 0, N > 0] * 2], 1)], given=[k > 0, N > 0, MOVES, lam > 0, RISES],
        relations={at_next(s): RISING, rest: rest}, multiplier=[MOVES, lam > 0, N > 0, N > 0],
        strict=True, because="Without ϱ the bracket is λ(λ cos 2θ − 2 cos θ).",
    )  # fmt: skip
    return nothing_left.name, needed.name


def threshold_size(run: Run, t: int, threshold: Rational) -> Ball:
    """The N with λ cos 2θ = ``threshold``·cos θ for the margins of state t."""
    return run.evaluate(alpha * D / s**2 * (c**2 - s**2) / (threshold * c), t)


def holds(run: Run, threshold: Rational = TWO) -> Answer:
    """λ just above 2 cos θ/cos 2θ makes a rise, by the margins of states 0 and 1 and another N.

    ``threshold`` replaces the 2.
    """

    def at(t: int) -> Answer:
        size = threshold_size(run, t, threshold)
        return given(positive(size), lambda: positive(run.evaluate(CHANGE, t, N=size * ball(1 - NEARBY))))

    return every(*(at(t) for t in TIMES))


def holds_identity(run: Run, left: int = 1) -> Answer:
    """The rising identity on states 0 and 1; ϱ is multiplied by ``left``."""
    altered = BRACKET.subs(rest, left * rest)
    sides = (RISES.lhs * k**2, s**2 * altered)
    return every(*(same(*(run.evaluate(side, t) for side in sides)) for t in TIMES))


def holds_exactly(run: Run, threshold: int = 2) -> Answer:
    """For two equal groups a rise is the same as λ cos 2θ > 2 cos θ, on states 0 and 1."""
    margin = RISING_MARGIN + (2 - threshold) * c
    signs = (RISES.lhs, margin)
    return every(*(iff(*(positive(run.evaluate(sign, t)) for sign in signs)) for t in TIMES))


def holds_near_threshold(run: Run, left: int = 1) -> Answer:
    """The bracket decides for λ just below 2 cos θ/cos 2θ, by the margins of state 0 and another N.

    The sign of ``CHANGE`` against that of the bracket; ϱ is multiplied by ``left``.
    """
    threshold = threshold_size(run, 0, TWO)

    def decides() -> Verdict:
        size = threshold * ball(1 + NEARBY)
        rate = run.evaluate(alpha * D / (N * s**2), N=size)
        return iff(
            positive(run.evaluate(CHANGE, N=size)),
            positive(run.evaluate(BRACKET.subs(rest, left * rest), N=size, lam=rate)),
        )

    return given(positive(threshold), decides)


CLAIM = Claim(
    id="logistic.rising-criterion",
    title="when the direction rises",
    provenance=Provenance.PAPER,
    wanted=Status.PROVED,
    statement=Statement(
        for_all(
            Eq(k**2 * (at_next(s) ** 2 - s**2), s**2 * BRACKET, evaluate=False),
            Eq(kappa**2 * N**2, s**2 * (N**2 * lam**2 + alpha**2 * rest), evaluate=False),
            where=STEPPED,
        ),
        equivalent(RISES, Gt(BRACKET, 0, evaluate=False), where=STEPPED),
        for_all(rest >= 0, samples=SAMPLES),
        for_all(Gt(lam, 0), samples=SAMPLES, given=[alpha > 0, c > 0, MARGIN], where=[RATE_IS, PULL_C]),
        for_all(RISES, samples=SAMPLES, given=[lam > 0, MARGIN], where=STEPPED),
        for_all(
            Eq(rest, 0),
            samples=two_margins.TWO_MARGINS,
            given=[two_margins.APART],
            where=two_margins.KINDS,
        ),
        for_all(
            MARGIN,
            samples=two_margins.TWO_MARGINS,
            given=[lam > 0, RISES, two_margins.APART],
            where=[*STEPPED, *two_margins.KINDS],
        ),
    ),
    hypotheses=(
        unequal_margins("On target sin θ stays 0, whatever the scale."),
        Hypothesis(
            "for the implication and the equivalence: positive rate",
            typeset(lam > 0),
            "With the margins 7/5 and −1/5, α = −1 and N = 1/20, λ cos 2θ − 2 cos θ is above 1.5, yet "
            "sin²θ falls by more than 0.15.  For α > 0 and c ≥ 0, λ ≥ 0 is proved.",
        ),
        Hypothesis(
            "for the equivalence: two margins",
            r"m_i \in \{m_1, m_2\}",
            "With the margins 7/5, 1 and 1/5, α = 5 and N = 9/20, λ cos 2θ − 2 cos θ is below −0.06, yet "
            "sin²θ rises by more than 0.02.",
        ),
        orthogonal_rows(
            "Needed for the step of logistic.margin-space; the criterion is about that step."
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check("margins", holds, (Alteration("threshold 2 becomes 3/2", {"threshold": Rational(3, 2)}),)),
        Check("margins", holds_identity, (Alteration("ϱ is left out", {"left": 0}),)),
        Check("margins", holds_near_threshold, (Alteration("ϱ is left out", {"left": 0}),)),
        Check("logistic", holds_exactly, (Alteration("threshold 2 becomes 3", {"threshold": 3}),)),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
