"""The rising budget: all rising steps of a run together cost the norm less than the factor ā/2N_0.

Statement
    Along the whole run, Σ ln(1 + 4 sin²θ_t) over all rising t but the last is less than ln(ā/2N_0), where
    ā = max(a_0, 1).  If infinitely many t are rising, the sum over all of them is at most that.
Hypotheses
    Standing hypotheses; the direction rises at least once.
Source
    Extension; not in [1].
Argument
    The norm never falls, and a rising step, having λ > 2, multiplies it by 1 + λ²sin²θ ≥ 1 + 4 sin²θ.
    At the last of any n rising steps N is still below a/2 ≤ ā/2.  So the product of 1 + 4 sin²θ over the
    n − 1 steps before it, times N_0, is less than ā/2.  Hence spikes are paid from one account: of the
    steps that rise at sin θ ≥ s̄ there are at most 1 + ⌊ln(ā/2N_0)/ln(1 + 4s̄²)⌋ in the whole run.
Not verified
    That the logarithm of a product is the sum of the logarithms, and that a series of positive terms is at
    most what bounds its partial sums.  A rising step of the certificate is one of positive margin,
    λ cos 2θ > 2 cos θ, which a rise needs by square.rising-criterion.
"""

from __future__ import annotations

from sympy import Expr, Gt, log

from derivations.direction import monotone_norm
from derivations.direction.rising_edge import LIMIT, establish_threshold
from derivations.direction.self_stabilization import SQUARE, establish_count
from derivations.direction.system import NORM, UNIT_CIRCLE
from derivations.notation import N, abar, at_next, at_start, c, lam, s, sbar
from derivations.proof import Proof
from derivations.proof.canonical import Budget, count
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always, in_all
from derivations.square import cone_invariance
from derivations.square.cone_invariance import CAP, CEILING
from derivations.square.lemmas.rising_edge import RISING, establish_room, half_cap
from derivations.square.model.hypotheses import (
    WHITENED,
    aligned_start,
    positive_start,
    scale_rate_at_most_one,
)
from derivations.square.model.system import RUN
from derivations.square.no_rising_edge import may_rise
from derivations.square.self_stabilization import CAPACITY
from verifier.arithmetic.balls import ball, less
from verifier.claim import Alteration, Answer, Check, Claim, Hypothesis, Provenance, Run, Status, given

FACTOR: Expr = 1 + SQUARE
"""1 + 4 sin²θ."""
WHOLE = RUN.with_more(
    "whole run",
    parameters=(abar, sbar),
    initial=(*CAP, Gt(sbar**2, 0, evaluate=False)),
)


CHOSEN = sbar**2 > 0


def derive() -> Proof:
    """Count the rising steps along the run, weighted by what each must cost."""
    proof = Proof(CLAIM.id)
    run = proof.system(WHOLE)
    cone_invariance.establish(proof, run)
    cone_invariance.establish_cap(proof, run)
    never_falls, _ = monotone_norm.establish_monotone_norm(proof, run)
    grows = proof.positive(
        "norm growth at a rise",
        at_next(N) - FACTOR * N,
        given=[RISING, c > 0, lam > 0, N > 0],
        lemmas=[establish_threshold(proof)],
        relations=[NORM, UNIT_CIRCLE],
        terms=[(1, [N > 0], (lam - 2) * s), (4, [N > 0, lam > 2], s)],
        strict=False,
        because="As λ > 2, N' = N(1 + λ²s²) ≥ N(1 + 4s²).",
    )
    positive = proof.positive(
        "factor positive", FACTOR, terms=[(1, [], 1), (4, [], s)], because="This factor is positive."
    )
    budget = proof.rule(
        "counting", "rising budget", run,
        event=[RISING], quantity=N, growth=FACTOR, cap=abar / 2,
        at_event=grows, otherwise=never_falls, below_cap=establish_room(proof), nonnegative=positive,
        because="Multiplied up over all rising steps but the last, at which N is still below ā/2.",
    )  # fmt: skip
    above = s**2 >= sbar**2
    name = "rising steps above s̄"
    many = establish_count(proof, run, never_falls, name, sbar, [RISING, above], half_cap(proof, name))
    proof.conclude(budget, many)
    return proof


def holds(run: Run, weight: int = 4, share: int = 2) -> Answer:
    """The rising steps found within ``LIMIT`` obey the budget.

    ``weight`` replaces the 4 and ``share`` the 2 of ā/2N_0 in deliberately false variants.
    """
    spent, pending = ball(0), None
    for t in range(LIMIT):
        rises = run.rising(t)
        if rises is None:
            return Answer.UNDECIDED
        if rises:
            spent += pending if pending is not None else 0
            pending = (run.evaluate(SQUARE, t) * weight / 4).log1p()
    capacity = run.evaluate(CAPACITY + log(2) - log(share))
    return given(pending is not None, lambda: less(spent, capacity))


CLAIM = Claim(
    id="square.rising-budget",
    title="all rising edges are paid from one budget",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        in_all(
            Budget(N, FACTOR, abar / 2),
            given=[RISING, CHOSEN],
            where=[CEILING],
        ),
        always(
            count - 1 < log(abar / (2 * at_start(N))) / log(FACTOR.subs(s, sbar)),
            given=[RISING, s**2 >= sbar**2, CHOSEN],
            where=[CEILING],
            words="for the number n of these steps",
        ),
    ),
    hypotheses=(
        WHITENED,
        scale_rate_at_most_one(
            "With h = 3/2, a_0 = 3, N_0 = 2, (cos θ_0, sin θ_0) = (3/5, 4/5) the scale is −3/5 at t = 1, "
            "so the direction rises there, although ln(ā/2N_0) < 0."
        ),
        positive_start(
            "From a = −5/4, N = 1, (cos θ, sin θ) = (4/5, 3/5) the direction rises, where ln(ā/2N) < 0."
        ),
        aligned_start(
            "From a = N = 1, (cos θ, sin θ) = (−4/5, 3/5) the direction rises, where ln(ā/2N) < 0.",
            "aligned at the start",
        ),
        Hypothesis(
            "the last rising step is left out",
            r"t \text{ not the last}",
            "From a = 1, N = 3/8, (cos θ, sin θ) = (12/13, 5/13) the direction rises once or more, and "
            "already ln(1 + 4s²) = ln(269/169) is above ln(ā/2N) = ln(4/3).",
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "run",
            holds,
            (
                Alteration("1 + 4 sin²θ becomes 1 + 16 sin²θ", {"weight": 16}),
                Alteration("ā/2 becomes ā/4", {"share": 4}),
            ),
            may_rise,
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
