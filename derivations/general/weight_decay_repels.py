"""Weight decay: the one steady state repels, whatever ω and h.

Statement
    Change θ, N and a by θ̇, Ṅ and ȧ at the steady state of general.weight-decay, cos 2θ = 1 − ω,
    λ = 2 cos θ, N = ½, a = cos θ.  One step later φ = −θ', N' and a' have changed by
    φ̇ = (4c⁴ − 2c² − 1)θ̇ + 4cs(1 − 2c²)Ṅ + 2s(2c² − 1)ȧ, Ṅ' = 4c³s θ̇ + (8c⁴ − 8c² + 1)Ṅ + 4cs² ȧ and
    ȧ' = −hs θ̇ + (1 − h)ȧ.  Let t, m, d be the trace of this map, the sum of its principal minors and its
    determinant, and μ₁, μ₂, μ₃ its eigenvalues.  Then 1 − m + td − d² = −4ω²(1 − ω)(2 − ω) < 0, which is
    (1 − μ₁μ₂)(1 − μ₁μ₃)(1 − μ₂μ₃): one of them is beyond 1 in modulus.
Hypotheses
    Whitened data, 0 < ω < 1, cos θ > 0.  No bound on h is needed.
Source
    Our own.
Argument
    Differentiate the step of general.weight-decay at the steady state, where it keeps N, a and cos θ, and
    sin θ' = −sin θ, k = 1.  With c² = 1 − ω/2 all three coefficients are polynomials in ω and h, and h
    cancels in 1 − m + td − d².
Not verified
    The definition of a derivative: that the changes are the linear part of the step.  That the product over
    pairs, an identity of polynomials, is the same for complex eigenvalues.  And that where it is negative
    not all are within the unit circle: of three real ones some product of two is then above 1; where μ₂ is
    the conjugate of μ₁, and μ₃ real, the product is (1 − |μ₁|²)|1 − μ₁μ₃|².
"""

from __future__ import annotations

from flint import acb_mat, arb, arb_mat
from sympy import Eq, Lt, Rational

from derivations.general.lemmas.decay_linear import (
    COEFFICIENTS,
    D_LAMBDA,
    D_NORM,
    D_ROOT,
    D_SINE,
    JACOBIAN,
    MIRRORED,
    PAIRS,
    PUSH,
    ROWS,
    STEADY,
    SYMMETRIC,
    TEST,
    d_N,
    d_phi,
    establish_rows,
    establish_test,
)
from derivations.general.model.decay import ACROSS, GROWTH, omega
from derivations.notation import at_next, c, s
from derivations.proof import Proof
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, for_all
from derivations.square.model.hypotheses import whitened
from derivations.square.update_maps import A_NEXT_POLAR
from verifier.arithmetic.balls import Ball, Undecided, ball, less, precision
from verifier.arithmetic.evaluate import evaluate
from verifier.claim import Alteration, Answer, Check, Claim, Provenance, Run, Status, every

DECAYS = tuple(Rational(1, x) for x in (3, 20, 1000))
ONE = Rational(1)
CHANGE, CLOSE = Rational(1, 10**40), Rational(1, 10**30)
_BITS = 512


def derive() -> Proof:
    """The derivative; its characteristic polynomial; and what that says of its roots."""
    proof = Proof(CLAIM.id)
    proof.conclude(*establish_rows(proof), *establish_test(proof))
    return proof


def holds(run: Run, share: int = 1, limit: Rational = ONE) -> Answer:
    """The derivative against steps from beside the steady state; an eigenvalue is beyond ``limit``.

    At the h of the run; ``share`` multiplies the ω in cos 2θ = 1 − ω.
    """
    with precision(_BITS):
        return every(*(_at(ball(decay), run.h, share, ball(limit)) for decay in DECAYS))


def _at(decay: Ball, rate: Ball, share: int, limit: Ball) -> Answer:
    angle = (share * decay / 2).sqrt().asin()
    steady = (angle, ball(Rational(1, 2)), angle.cos())
    known = {"omega": decay, "h": rate, "c": angle.cos(), "s": angle.sin()}
    jacobian = [[evaluate(entry, known.__getitem__) for entry in JACOBIAN.row(i)] for i in range(3)]
    small, start = ball(CHANGE), _stepped(steady, decay, rate)
    near = []
    for j in range(3):
        beside = tuple(x + small * int(i == j) for i, x in enumerate(steady))
        for i, (x, y) in enumerate(zip(_stepped(beside, decay, rate), start, strict=True)):
            near.append(less(abs((x - y) / small - jacobian[i][j]), ball(CLOSE)))
    try:
        moduli = [abs(x) for x in acb_mat(arb_mat(jacobian)).eig()]
    except ValueError as error:
        raise Undecided("the eigenvalues of the derivative") from error
    return every(*near, less(limit, max(moduli, key=lambda x: float(x.mid()))))


def _stepped(state: tuple[Ball, ...], decay: Ball, rate: Ball) -> tuple[Ball, ...]:
    """(−θ', N', a') of (θ, N, a)."""
    angle, norm, scale = state
    known = {"c": angle.cos(), "s": angle.sin(), "N": norm, "a": scale, "lam": scale / norm}
    known |= {"omega": decay, "h": rate, "r": arb(1), "k": arb(1)}
    growth, across, after = (evaluate(x, known.__getitem__) for x in (GROWTH, s * ACROSS, A_NEXT_POLAR))
    return (-across / growth.sqrt()).asin(), norm * growth, after


CLAIM = Claim(
    id="general.weight-decay-repels",
    title="weight decay: the steady state repels",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        for_all(
            Eq(d_phi, ROWS[0], evaluate=False),
            where=[D_SINE, D_ROOT, D_LAMBDA, *MIRRORED, *STEADY],
        ),
        for_all(Eq(at_next(d_N), ROWS[1], evaluate=False), where=[D_NORM, D_LAMBDA, *STEADY]),
        for_all(
            Eq(TEST, -PUSH, evaluate=False), Lt(TEST, 0), where=[*COEFFICIENTS, STEADY[0]]
        ),
        for_all(Eq(TEST, PAIRS, evaluate=False), where=SYMMETRIC),
    ),
    hypotheses=(
        whitened("Needed for the step itself: see general.weight-decay, and its counterexample."),
        hypothesis(
            "a decay between 0 and 1",
            "For ω = 0 the eigenvalues are 1, 1 and 1 − h, and the product is 0.",
            (omega > 0, omega < 1),
        ),
        hypothesis(
            "an angle below a right angle",
            "The angle with c < 0 is that of −w with −α, which moves likewise.",
            (c > 0,),
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "run",
            holds,
            (
                Alteration("2ω in place of ω", {"share": 2}),
                Alteration("an eigenvalue beyond 101/100", {"limit": Rational(101, 100)}),
            ),
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
