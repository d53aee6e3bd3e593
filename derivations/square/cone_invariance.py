"""Cone invariance: a run that starts aligned and with positive scale stays so.

Statement
    p_t > 0 and a_t > 0 for all t; p_t and N_t never decrease; a_t ≤ ā = max(a_0, 1).
Hypotheses
    Whitened data, η > 0, 0 < h ≤ 1, α_0 > 0, c_0 > 0.
Source
    [1]; a lemma of the abstract's conditions.  The form is our derivation.
Argument
    Induction.  If c, a > 0 then λ = a/N > 0, so c' = (c + λs²)/k > 0, and a' is a weighted mean of
    a > 0 and c > 0.  The norm grows by the factor k² ≥ 1, and p' = p + √N λs².  Finally ā − a' is the
    same weighted mean of ā − a ≥ 0 and ā − c ≥ 0.
Not verified
    Nothing.
"""

from __future__ import annotations

from sympy import Integer

from derivations.narrate import main
from derivations.notation import N, a, abar, at_next, at_start, c, h, lam, k, s, typeset
from derivations.proof import Proof, System
from derivations.square.system import COSINE, LAMBDA, NORM, ROOT, RUN, SCALE, UNIT_CIRCLE
from verifier.claim import Claim, Hypothesis, Provenance, Status

ONE = Integer(1)


def establish(proof: Proof, system: System) -> None:
    """Add c > 0, a > 0, λ > 0 as invariants of ``system`` (any system that extends ``RUN``)."""
    proof.positive(
        f"{system.name}: λ positive",
        lam,
        given=[a > 0, N > 0],
        relations=[LAMBDA],
        multiplier=[N > 0],
        terms=[(1, [a > 0], 1)],
        because="The effective learning rate has the sign of the scale, as λN = a.",
    )
    proof.positive(
        f"{system.name}: cosine stays positive",
        at_next(c),
        given=[c > 0, a > 0, N > 0, k > 0],
        lemmas=[f"{system.name}: λ positive"],
        relations=[LAMBDA, COSINE],
        multiplier=[k > 0],
        terms=[(1, [c > 0], 1), (1, [lam > 0], s)],
        because="k·c' = c + λs² is a sum of nonnegative terms, the first positive.",
    )
    proof.positive(
        f"{system.name}: scale stays positive",
        at_next(a),
        given=[a > 0, c > 0, h > 0, h <= 1],
        relations=[SCALE],
        terms=[(1, [h > 0, c > 0], 1), (1, [h <= 1, a > 0], 1)],
        because="a' = (1 − h)a + hc is a mean of two positive numbers.",
    )
    proof.invariant(
        f"{system.name}: cone",
        system,
        {
            c > 0: (None, f"{system.name}: cosine stays positive"),
            a > 0: (None, f"{system.name}: scale stays positive"),
        },
        because="By induction c_t > 0 and a_t > 0 for all t.",
    )
    proof.rule(
        "consequence", f"{system.name}: λ", system, sequents=[f"{system.name}: λ positive"],
        because="Hence λ_t > 0 for all t.",
    )  # fmt: skip


def derive() -> Proof:
    proof = Proof("square.cone-invariance")
    system = proof.system(RUN.with_more("run", parameters=(abar,), initial=(abar >= 1, abar >= at_start(a))))
    establish(proof, system)
    proof.conclude("run: cone", "run: λ")
    return proof


CLAIM = Claim(
    id="square.cone-invariance",
    title="aligned runs stay aligned",
    provenance=Provenance.STEP,
    wanted=Status.PROVED,
    statement=rf"{typeset(c)} > 0",
    hypotheses=(Hypothesis("scale learning rate in (0, 1]", r"0 < h \le 1"),),
    depends_on=(),
    doc=__doc__ or "",
    derive=derive,
)

if __name__ == "__main__":
    main(CLAIM)
