"""The recursion x' = x + εσ(−x), and a clock that tells its time to within a relative ε²/16.

With f(x) = x + e^x − (ε/2)ln(1 + e^x): f(x_0) + εt ≤ f(x_t) ≤ f(x_0) + ε(1 + ε²/16)t for all t.
"""

from __future__ import annotations

from sympy import Eq, Expr, Ge, Gt, Rational, exp, log

from derivations.logistic.active_margins import CLOCK, clock
from derivations.logistic.model.system import HALF
from derivations.notation import at_next, at_start, symbol
from derivations.proof import Condition, Proof, System
from derivations.sigmoid.chords import lemma
from derivations.sigmoid.exponential import EXP_ABOVE, EXP_BELOW, ORDER, SOFTPLUS_BELOW, taylor
from derivations.sigmoid.facts import LOSS_CONVEX, MONOTONE
from derivations.sigmoid.flow import Zero, hold
from derivations.sigmoid.functions import sigma

x = symbol("x_clocked", "x", "x", "the state of the recursion x' = x + εσ(−x)")
eps = symbol("epsilon", r"\varepsilon", "ε", "the step of the recursion")
CLOCKED: Expr = x + exp(x) - eps / 2 * log(1 + exp(x))
"""f, which grows by nearly ε a step."""
STEP: Expr = x + eps * sigma(-x)
MOST_GAIN: Expr = eps * (1 + eps**2 / 16)
"""f grows by at least ε and at most this in one step."""
v_x = symbol("v_x", r"\sigma(@x@)", "σ(@x@)", "σ at x")
L_x = symbol("L_x", r"\ell(@x@)", "ℓ(@x@)", "ℓ at x")
e_x = symbol("e_x", "e^{@x@}", "e^(@x@)", "σ(x)/(1 − σ(x))")
NOW, LATER = (x, v_x, L_x), (at_next(x), at_next(v_x), at_next(L_x))
EXPONENTIAL = e_x * (1 - v_x) - v_x
AFTER = EXPONENTIAL.subs({e_x: at_next(e_x), v_x: at_next(v_x)}, simultaneous=True)
RULE = at_next(x) - STEP.subs(sigma(-x), 1 - v_x)
F: Expr = CLOCKED.subs(log(1 + exp(x)), x + L_x).subs(exp(x), e_x)
"""f as a polynomial: e^x = σ(x)/(1 − σ(x)), ln(1 + e^x) = x + ℓ(x)."""
SHORT, SHORT_LATER = Gt(1 - v_x, 0, evaluate=False), Gt(1 - at_next(v_x), 0, evaluate=False)
MOVED = at_next(x) - x

RECURSION = System(
    name="recursion",
    state=(*NOW, e_x, clock),
    parameters=(eps,),
    conditions=(eps > 0, eps <= 2),
    initial=(at_start(x) >= 0, Eq(at_start(clock), 0)),
    instant=(EXPONENTIAL,),
    relations=(RULE, CLOCK),
    tracked=(x, L_x, e_x, clock),
    sigma=(NOW[:2],),
    softplus=((x, L_x),),
)
"""x' = x + εσ(−x) from some x_0 ≥ 0."""
EARLIEST = Ge(F - RECURSION.start(F) - eps * clock, 0, evaluate=False)
LATEST = Ge(RECURSION.start(F) + MOST_GAIN * clock - F, 0, evaluate=False)


def establish(proof: Proof, system: System) -> str:
    """Add f(x_0) + εt ≤ f(x_t) ≤ f(x_0) + ε(1 + ε²/16)t; ``system`` is ``RECURSION``."""
    stays = proof.positive(
        "x stays nonnegative",
        at_next(x),
        given=[x >= 0, eps > 0, SHORT],
        relations=[RULE],
        terms=[(1, [x >= 0], 1), (1, [eps > 0, SHORT], 1)],
        strict=False,
        because="The recursion moves upwards only.",
    )
    proof.invariant("x not negative", system, {x >= 0: (None, stays)}, because="So x_t ≥ 0.")
    (half,) = hold(proof, system, lemma(proof, MONOTONE, [NOW[:2], Zero()]))
    size = proof.positive(
        "e^x positive", e_x, given=[v_x > 0, SHORT], relations=[EXPONENTIAL], multiplier=[SHORT],
        terms=[(1, [v_x > 0], 1)], because="e^x = σ(x)/(1 − σ(x)).",
    )  # fmt: skip
    hold(proof, system, size)
    given = [eps > 0, eps <= 2, x >= 0, half, v_x > 0, at_next(v_x) > 0, SHORT, SHORT_LATER, e_x > 0]
    forward = proof.positive(
        "δ positive", MOVED, given=given, relations=[RULE], terms=[(1, [eps > 0, SHORT], 1)],
        because="δ = x' − x = εσ(−x) > 0.",
    )  # fmt: skip
    origin = [q - at_start(q) for q in (x, L_x, e_x, clock)] + [at_start(clock)]
    facts: dict[Condition, tuple[str | None, str]] = {}
    for bound, (gain, lemmas), slope, title in (
        (EARLIEST, _least(proof, given, half, forward), -eps, "earliest"),
        (LATEST, _most(proof, given, half, forward), MOST_GAIN, "latest"),
    ):
        start = proof.positive(
            f"{title} at the start", bound.lhs, relations=origin, terms=[], strict=False,
            because="At time 0 this is an equality.",
        )  # fmt: skip
        step = proof.positive(
            f"{title}, one step",
            system.after(bound.lhs),
            given=[bound, *given],
            lemmas=[*lemmas, gain],
            relations=[RULE, EXPONENTIAL, AFTER, CLOCK],
            terms=[(1, [bound], 1), (1, [proof.conclusions[gain]], 1)],
            cofactors=[0, 0, 0, slope],
            strict=False,
            because="It is kept by each step.",
        )
        facts[bound] = (start, step)
    return proof.invariant(
        "clock", system, facts, because="By induction f(x_t) − f(x_0) is between εt and ε(1 + ε²/16)t."
    )


def _least(proof: Proof, given: list[Condition], half: Condition, forward: str) -> tuple[str, list[str]]:
    """f' − f ≥ ε: the sequent's name and the lemmas it cites."""
    relations = [RULE, EXPONENTIAL, AFTER]
    above = lemma(proof, EXP_ABOVE, [LATER[:2], NOW[:2]])
    soft = lemma(proof, SOFTPLUS_BELOW, [LATER, NOW])
    grown = proof.positive(
        "e^x' from below",
        at_next(e_x) - e_x * taylor(ORDER, MOVED),
        given=given,
        lemmas=[forward, above],
        relations=relations,
        multiplier=[SHORT, SHORT_LATER],
        terms=[(1, [proof.conclusions[above]], 1)],
        cofactors=[0, -(1 - at_next(v_x)) * taylor(ORDER, MOVED), 1 - v_x],
        strict=False,
        because="e^{x+δ} ≥ e^x(1 + δ + δ²/2 + δ³/6).",
    )
    lemmas = [forward, above, soft, grown]
    delta = eps * (1 - v_x)
    gain = proof.positive(
        "f grows by ε at least",
        RECURSION.after(F) - F - eps,
        given=given,
        lemmas=lemmas,
        relations=relations,
        terms=[
            (1, [proof.conclusions[grown]], 1),
            (HALF, [eps > 0, proof.conclusions[soft]], 1),
            (Rational(1, 4), [eps > 0, v_x > 0, half], delta),
            (Rational(1, 24), [eps > 0, v_x > 0], delta),
        ],
        strict=False,
        because="With δ(1 + e^x) = ε and δe^x = εσ(x), what is left is εδ²σ(x)(3σ(x) − 1)/12 ≥ 0.",
    )
    return gain, lemmas


def _most(proof: Proof, given: list[Condition], half: Condition, forward: str) -> tuple[str, list[str]]:
    """f' − f ≤ ε(1 + ε²/16): the sequent's name and the lemmas it cites."""
    relations = [RULE, EXPONENTIAL, AFTER]
    backwards = taylor(ORDER, -MOVED)
    below = lemma(proof, EXP_BELOW, [NOW[:2], LATER[:2]])
    convex = lemma(proof, LOSS_CONVEX, [LATER, NOW])
    moves = proof.conclusions[forward]
    before = proof.positive(
        "e^x against e^x'",
        e_x - at_next(e_x) * backwards,
        given=given,
        lemmas=[forward, below],
        relations=relations,
        multiplier=[SHORT, SHORT_LATER],
        terms=[(1, [proof.conclusions[below]], 1)],
        cofactors=[0, 1 - at_next(v_x), -(1 - v_x) * backwards],
        strict=False,
        because="e^x ≥ e^{x+δ}q with q = 1 − δ + δ²/2 − δ³/6.",
    )
    small = proof.positive(
        "δ at most 1", 1 - MOVED, given=given, relations=[RULE],
        terms=[(1, [eps > 0, half], 1), (HALF, [eps <= 2], 1)], strict=False,
        because="σ(−x) ≤ 1/2 and ε ≤ 2.",
    )  # fmt: skip
    at_most_one = proof.conclusions[small]
    divisor = proof.positive(
        "q positive",
        backwards,
        given=given,
        lemmas=[forward, small],
        relations=[RULE],
        terms=[
            (1, [at_most_one], 1),
            (Rational(1, 6), [at_most_one], MOVED),
            (Rational(1, 3), [moves, moves], 1),
        ],
        because="q = (1 − δ)(1 + δ²/6) + δ²/3.",
    )
    grown = proof.positive(
        "e^x' from above",
        e_x * (taylor(2, MOVED) + MOVED**3 / 2) - at_next(e_x),
        given=given,
        lemmas=[forward, below, before, small, divisor],
        relations=relations,
        multiplier=[proof.conclusions[divisor]],
        terms=[
            (1, [proof.conclusions[before]], 1),
            (Rational(1, 4), [e_x > 0, moves, at_most_one], MOVED),
            (Rational(1, 12), [e_x > 0, moves, at_most_one, at_most_one], MOVED),
            (Rational(1, 12), [e_x > 0, moves, at_most_one], MOVED**2),
        ],
        strict=False,
        because="q(1 + δ + δ²/2 + δ³/2) = 1 + δ³(1 − δ)(1/4 + (1 − δ)/12 + δ²/12) ≥ 1.",
    )
    lemmas = [forward, below, convex, before, small, divisor, grown]
    gain = proof.positive(
        "f grows by ε(1 + ε²/16) at most",
        MOST_GAIN - (RECURSION.after(F) - F),
        given=given,
        lemmas=lemmas,
        relations=relations,
        terms=[
            (1, [proof.conclusions[grown]], 1),
            (HALF, [eps > 0, proof.conclusions[convex]], 1),
            (Rational(1, 8), [eps > 0, half], eps),
            (HALF, [eps > 0, half, half, SHORT], eps),
        ],
        strict=False,
        because="What is left is ε³/16 − εδ²σ(x)/2, where σ(x)σ(−x)² ≤ 1/8.",
    )
    return gain, lemmas
