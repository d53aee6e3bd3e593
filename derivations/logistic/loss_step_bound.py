"""What a rise of the direction can add to the loss, against what the step of the scale takes from it.

Statement
    Planar.  If |sin θ'| ≥ |sin θ|, then R' − R ≤ α'(1 + α'/2)(cos θ − cos θ') − h(1 − h/8)⟨gm⟩².  At any
    step the loss rises only if α'(1 + α'/2) sin²θ' > h(1 − h/8)⟨gm⟩²: never at a tiny angle, only at one
    of the order √h.
Hypotheses
    α' ≥ 0 and cos θ + cos θ' > 0; for the second part, at any step, cos θ' ≥ 0, and 0 < h ≤ 8 for it to
    say anything.  Any update of w, and any sign of α and of the margins.
Source
    Extension: the logistic counterpart of square.loss-step-identity, as an inequality.
Argument
    The scale's step takes h(1 − h/8)⟨gm⟩² at least, by logistic.loss-rises-only-with-direction.  With the
    tangents of ℓ at α'm' the turn adds at most ½α'((c − c')(g'_+ + g'_−) + (|s'| − |s|)(g'_− − g'_+)).
    Here g' < 1, and g'_− − g'_+ ≤ ½α'|s'| as σ' ≤ ¼.  From (|s'| − |s|)(|s'| + |s|) = (c − c')(c + c')
    follows (|s'| − |s|)|s'| ≤ 2(c − c').  And c − c' ≤ 1 − c' ≤ 1 − c'² = s'².  Where |s'| ≤ |s| the loss
    can rise only if the price is negative.
Not verified
    Nothing.
"""

from __future__ import annotations

from functools import partial

from sympy import Expr, Gt, Rational

from derivations.direction.circle import establish_at_most_one
from derivations.direction.rising_criterion import rises
from derivations.logistic.lemmas.loss_steps import (
    ALIGNED,
    BETWEEN,
    CIRCLES,
    HALFWAY,
    IN_TWO_STEPS,
    LATER,
    NOW,
    TURN,
    establish_order,
    establish_step,
    establish_tangents,
    risk,
)
from derivations.logistic.model.hypotheses import ANY_UPDATE, active
from derivations.logistic.model.risk import g_m
from derivations.logistic.model.system import FAR, GAIN, HALF, NEAR, g_far, g_near, sabs
from derivations.notation import alpha, at_next, c, h, s
from derivations.proof import Condition, Proof
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, for_all
from derivations.sigmoid.facts import CHORD_ABOVE, lemma
from derivations.sigmoid.kappa import may_rise
from verifier.arithmetic.balls import Verdict, less, less_equal
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

WIDENS = at_next(sabs) - sabs >= 0
"""The direction rises, or stands still."""
FACTOR: Expr = at_next(alpha) * (1 + at_next(alpha) / 2)
TAKEN: Expr = FACTOR * (c - at_next(c))
"""The turn adds at most this to the loss."""
PRICE: Expr = h * (1 - h / 8) * g_m**2
"""The step of the scale takes at least this from it."""
LOSS_RISES = Gt(risk(LATER) - risk(NOW), 0, evaluate=False)
SCALE_STEP = "scale step"
"""What ``establish_step`` calls the step of the scale."""
STEPS = 60
"""How many steps of a run a check looks at."""

_GIVEN: list[Condition] = [ALIGNED, WIDENS, sabs >= 0, at_next(sabs) >= 0, at_next(alpha) >= 0]
BELOW_ONE = [Gt(1 - at_next(x), 0, evaluate=False) for x in (g_far, g_near)]
"""The pulls after the step are below 1."""
_RELATIONS = [*TURN]


def establish_turn(proof: Proof) -> str:
    """Add: a turn outwards adds at most ``TAKEN`` to R at the new scale; return the name."""
    conclusions = proof.conclusions
    turned = proof.positive(
        "rise, cosine does not rise",
        c - at_next(c),
        given=_GIVEN,
        relations=CIRCLES,
        multiplier=[ALIGNED],
        terms=[(1, [WIDENS, sabs >= 0], 1), (1, [WIDENS, at_next(sabs) >= 0], 1)],
        cofactors=[1, 1, -1, -1],
        strict=False,
        because="(c − c')(c + c') = s'² − s² ≥ 0.",
    )
    ends = establish_cosines(proof)
    bent = proof.positive(
        "sine against cosine",
        2 * (c - at_next(c)) - (at_next(sabs) - sabs) * at_next(sabs),
        given=_GIVEN,
        lemmas=[turned, *ends],
        relations=CIRCLES,
        terms=[
            *((1, [conclusions[turned], conclusions[end]], 1) for end in ends),
            (1, [WIDENS, sabs >= 0], 1),
        ],
        cofactors=[1, 1, -1, -1],
        strict=False,
        because="With (|s'| − |s|)(|s'| + |s|) = (c − c')(c + c') and cosines of at most 1:",
    )
    ordered = establish_order(proof, "rise, arguments in order after the step", _GIVEN, _RELATIONS)
    steep = lemma(proof, CHORD_ABOVE, [LATER[1][:2], LATER[0][:2]])
    tangents = establish_tangents(proof)
    larger = at_next(alpha) >= 0
    return proof.positive(
        "rising turn",
        TAKEN + risk(BETWEEN) - risk(LATER),
        given=[*_GIVEN, *BELOW_ONE],
        lemmas=[turned, bent, ordered, steep, *tangents],
        relations=_RELATIONS,
        terms=[
            *((HALF, [conclusions[name]], 1) for name in tangents),
            *((HALF, [larger, conclusions[turned], below], 1) for below in BELOW_ONE),
            (HALF, [larger, WIDENS, conclusions[steep]], 1),
            (Rational(1, 4), [conclusions[bent]], at_next(alpha)),
        ],
        strict=False,
        because="By the tangents of the convex ℓ at the new margins, g' < 1 and g'_− − g'_+ ≤ ½α'|s'|.",
    )


def establish_cosines(proof: Proof) -> list[str]:
    """Add that both cosines are at most 1; return the names."""
    now = establish_at_most_one(proof, "c at most 1", c, s, CIRCLES)
    return [now, establish_at_most_one(proof, "c' at most 1", at_next(c), at_next(s), CIRCLES)]


def establish_no_turn(proof: Proof) -> str:
    """Add the second part for a step on which the direction does not rise; return the name."""
    falls, given, relations = establish_step(proof)
    return proof.positive(
        "loss rises without the direction",
        FACTOR * at_next(s) ** 2 - PRICE.subs(g_m, GAIN),
        given=[*given, LOSS_RISES],
        lemmas=[falls],
        relations=relations,
        terms=[
            (1, [LOSS_RISES], 1),
            (1, [proof.conclusions[falls]], 1),
            (1, [at_next(alpha) >= 0], at_next(s)),
            (HALF, [], at_next(alpha) * at_next(s)),
        ],
        because="Where |s'| ≤ |s|, R falls by the price at least; so if it rises, the price is negative.",
    )


def establish(proof: Proof) -> tuple[str, str]:
    """Add the bound of a step outwards, and what it means for the sine at any; return both names."""
    inwards, turn = establish_no_turn(proof), establish_turn(proof)
    conclusions, relations = proof.conclusions, [*_RELATIONS, FAR, NEAR, HALFWAY]
    bound = proof.positive(
        "loss step",
        TAKEN - PRICE.subs(g_m, GAIN) - (risk(LATER) - risk(NOW)),
        given=[*_GIVEN, *BELOW_ONE],
        lemmas=[SCALE_STEP, turn],
        relations=relations,
        terms=[(1, [conclusions[SCALE_STEP]], 1), (1, [conclusions[turn]], 1)],
        strict=False,
        because="Together:",
    )
    inward = at_next(c) >= 0
    gaps = ([conclusions["c at most 1"]], [inward, conclusions["c' at most 1"]])
    sine = proof.positive(
        "loss rises, sine above the price",
        FACTOR * at_next(s) ** 2 - PRICE.subs(g_m, GAIN),
        given=[*_GIVEN, *BELOW_ONE, inward, LOSS_RISES],
        lemmas=[bound, "c at most 1", "c' at most 1"],
        relations=relations,
        terms=[
            (1, [LOSS_RISES], 1),
            (1, [conclusions[bound]], 1),
            *((1, [at_next(alpha) >= 0, *gap], 1) for gap in gaps),
            *((HALF, gap, at_next(alpha)) for gap in gaps),
        ],
        because="As c − c' ≤ 1 − c' ≤ s'² where c' ≥ 0:",
    )
    return bound, proof.cases("loss rises at any step", WIDENS, sine, inwards, "Either way:")


def derive() -> Proof:
    """The step of the scale, then the turn; then what it means for the sine."""
    proof = Proof(CLAIM.id)
    proof.conclude(*establish(proof))
    return proof


def holds(run: Run, price: int = 1) -> Answer:
    """The bound, at those of the first steps that raise the direction; ``price`` multiplies the price."""

    def within(t: int) -> Verdict:
        bound = run.evaluate(TAKEN, t) - price * run.evaluate(PRICE, t)
        return less_equal(run.loss_step(t), bound)

    return every(*(given(rises(run, t), partial(within, t)) for t in range(STEPS)))


def holds_for_the_sine(run: Run, converse: bool = False) -> Answer:
    """Where the loss rises, the sine is above the price; ``converse`` asks the converse."""

    def paid(t: int) -> Verdict:
        return less(run.evaluate(PRICE, t), run.evaluate(FACTOR * at_next(s) ** 2, t))

    def step(t: int) -> Answer:
        if converse:
            return given(paid(t), lambda: run.loss_rises(t))
        return given(run.loss_rises(t), lambda: paid(t))

    return every(*(step(t) for t in range(STEPS)))


CLAIM = Claim(
    id="logistic.loss-step-bound",
    title="a loss rise needs an angle of the order √h",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        for_all(
            risk(LATER) - risk(NOW) <= TAKEN - PRICE.subs(g_m, GAIN),
            given=[WIDENS, *BELOW_ONE],
            where=IN_TWO_STEPS,
        ),
        for_all(
            Gt(FACTOR * at_next(s) ** 2, PRICE.subs(g_m, GAIN), evaluate=False),
            given=[LOSS_RISES, *BELOW_ONE, at_next(g_far) > 0, at_next(g_near) > 0],
            where=IN_TWO_STEPS,
        ),
    ),
    hypotheses=(
        Hypothesis(
            "for the bound: the direction does not fall",
            r"|\sin\theta'| \ge |\sin\theta|",
            "Needed: for α = 1, h = 1/100 and sin θ = 3/5, a step to θ' = 0 changes R by more than −0.1, "
            "and the bound is below −0.3.  (By logistic.loss-rises-only-with-direction the bound holds "
            "there without its first term.)",
        ),
        hypothesis(
            "scale not negative after the step",
            "Needed: for α = −1/10 and h = 1/100, a step from θ = 0 to sin θ' = 3/5 changes R by more than "
            "−0.013, and the bound is below −0.02.",
            (at_next(alpha) >= 0,),
        ),
        hypothesis(
            "for the sine: the mean direction is aligned after the step",
            "Needed: for α = 1/5 and h = 2, a step from θ = 0 to cos θ' = −12/13 raises R by more than "
            "0.7, though the left side is below 0.26 and the right side above 0.3.  For the bound itself "
            "cos θ + cos θ' > 0 is enough.",
            (at_next(c) >= 0, c + at_next(c) > 0),
        ),
        ANY_UPDATE,
        active("Not needed."),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "logistic", holds, (Alteration("the scale takes four times as much", {"price": 4}),), may_rise
        ),
        Check(
            "logistic",
            holds_for_the_sine,
            (Alteration("paid price ⇒ loss rise", {"converse": True}),),
            may_rise,
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
