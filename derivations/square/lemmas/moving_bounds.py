"""Bounds of the state that move with it through alignment phases, each of one step.

As long as the phases last, the state has θ ≤ φ, b̲ ≤ a ≤ b̅, N ≥ N̲ and N(2 − μ cos θ)² ≤ V; the bounds φ,
b̲, b̅ and V, and ℓ, μ, γ and M̄ ≥ N, may change with each step.  A phase of several steps, as in
square.alignment-phase, is several of one step with the same ℓ, μ, γ and M̄.  A number o that never rises is
positive while the phases last: what a phase asks of a step is asked times o' alone.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Expr, Ge, Rational, denom, numer

from derivations.direction.before_onset import ARC, C_LOW, CAPPED, MU, N_HIGH, NORM_CAP, SLOW, STEP_CAP
from derivations.direction.half_angle import (
    CHORD,
    CONTRACTS,
    ELL,
    FAST,
    GAMMA,
    establish_chord,
    establish_denominator,
)
from derivations.direction.system import CIRCLES, COSINE, NORM, ROOT
from derivations.notation import N, a, at_next, c, cosine, h, k, lam, s, symbol
from derivations.proof import Condition, Proof
from derivations.square import cone_invariance
from derivations.square.lemmas.before_onset import A_LOW, establish_basics
from derivations.square.lemmas.phase_lemmas import (
    C_OUT,
    CAP_FACTOR,
    CAP_OUT,
    MU_OUT,
    N_LOW,
    establish_capped,
    establish_next_cap,
)
from derivations.square.model.system import LAMBDA, RUN, SCALE
from derivations.square.waiting_time_upper import BOUNDED_RUN

HALF = Rational(1, 2)
C_BOUND = cosine("c_bound", r"\varphi", "cos φ", "at most cos θ_t while the phases last")
A_BOUND = symbol("a_bound", r"\underline{b}", "b̲", "at most a_t while the phases last")
A_TOP = symbol("a_top", r"\overline{b}", "b̅", "at least a_t while the phases last")
N_TOP = symbol("N_top", r"\overline{M}", "M̄", "at least N_t while the phases last")
LASTS = symbol("o_lasts", "o", "o", "positive while the phases last; it never rises")

C_NEXT, MU_NEXT = at_next(C_BOUND), at_next(MU)
ASKED: tuple[Condition, ...] = (
    MU * N_LOW >= A_TOP,
    A_BOUND >= ELL * N_TOP,
    N_TOP * (2 - MU) ** 2 >= NORM_CAP,
    GAMMA >= MU - 1,
    CONTRACTS.subs(C_LOW, C_BOUND),
    (1 - h) * A_BOUND + h * C_BOUND >= at_next(A_BOUND),
    at_next(A_TOP) >= (1 - h) * A_TOP + h,
    (1 - C_NEXT) * (1 + C_BOUND) >= GAMMA**2 * (1 - C_BOUND) * (1 + C_NEXT),
    MU_NEXT >= MU,
    Ge(
        (at_next(NORM_CAP) * denom(CAP_FACTOR) - NORM_CAP * numer(CAP_FACTOR)).subs(
            {C_OUT: C_NEXT, MU_OUT: MU_NEXT}
        ),
        0,
    ),
)
"""What a phase asks of one step and of the next bounds."""
BOUNDS: tuple[Condition, ...] = (c >= C_BOUND, a >= A_BOUND, a <= A_TOP, N >= N_LOW, CAPPED)
"""What is known of the state."""
CHOSEN: tuple[Condition, ...] = (MU > 0, MU < 2, ELL > 0, GAMMA >= 0, GAMMA <= 1, C_BOUND > 0)
ONLY_WHILE = tuple(Ge(at_next(LASTS) * (one.lhs - one.rhs), 0, evaluate=False) for one in ASKED)
NEVER_RISES = at_next(LASTS) <= LASTS

MOVING = replace(RUN, tracked=()).with_more(
    "run beside moving bounds",
    state=(C_BOUND, A_BOUND, A_TOP, N_TOP, NORM_CAP, MU, ELL, GAMMA, LASTS),
    parameters=(N_LOW, C_LOW, A_LOW, N_HIGH, STEP_CAP),
    conditions=CHOSEN,
    guards=(*ONLY_WHILE, NEVER_RISES),
    instant=BOUNDED_RUN.instant,
)
MOVING = replace(MOVING, initial=(c > 0, a > 0, *BOUNDS))
"""Any run, with bounds that move as phases of one step say, as long as these last."""
PHASES = replace(MOVING, name="phases", guards=ASKED)
"""Those in which all steps are such phases."""
INSIDE: tuple[Condition, ...] = (
    C_BOUND >= C_LOW,
    A_BOUND >= A_LOW,
    N_HIGH * (2 - MU) ** 2 >= NORM_CAP,
)
"""θ̄, a̲ and N̄ are bounds at the time."""
PHASE_BOUNDS = "bounds while the phases last"


def establish(proof: Proof) -> None:
    """Declare both systems, and add that the bounds hold along ``MOVING`` while o > 0."""
    moving, phases = proof.system(MOVING), proof.system(PHASES)
    cone_invariance.establish(proof, moving)
    establish_basics(proof, phases)
    slow, fast = _rate(proof)
    steps = (_angle(proof, slow, fast), *_scale(proof), _norm(proof), _cap(proof, slow))
    proof.invariant(
        "bounds in phases", phases,
        {bound: (None, step) for bound, step in zip(BOUNDS, steps, strict=True)},
        because="By induction all bounds hold as long as each step is such a phase.",
    )  # fmt: skip
    lasts = at_next(LASTS) > 0
    back = [
        proof.positive(
            "the phases have lasted", LASTS, given=[lasts, NEVER_RISES],
            terms=[(1, [lasts], 1), (1, [NEVER_RISES], 1)], because="As o never rises, it was positive.",
        )
    ]  # fmt: skip
    for number, (asked, only) in enumerate(zip(ASKED, ONLY_WHILE, strict=True), 1):
        back.append(
            proof.positive(
                f"asked of a phase, {number}", asked.lhs - asked.rhs, given=[lasts, only],
                multiplier=[lasts], terms=[(1, [only], 1)], strict=False, main=False,
                because="While o > 0, a step is asked what a phase asks:",
            )
        )  # fmt: skip
    proof.rule(
        "lasting", PHASE_BOUNDS, moving, into=phases.name, held=[LASTS > 0], backwards=back,
        because="So the bounds hold at all times with o > 0.",
    )  # fmt: skip


def establish_last(proof: Proof) -> str:
    """From any time with o > 0 and bounds θ̄, a̲, N̄ of the moving ones, the run is one within these."""
    inside = INSIDE
    reached = [
        proof.positive(
            f"{one.lhs} at its last bound", moved.lhs - moved.rhs, given=[one, last],
            terms=[(1, [one], 1), (1, [last], 1)], strict=False, because="By the bound of that time,",
        )
        for one, last, moved in (
            (c >= C_BOUND, inside[0], c >= C_LOW),
            (a >= A_BOUND, inside[1], a >= A_LOW),
        )
    ]  # fmt: skip
    below = [_arc(proof, c), establish_capped(proof)]
    reached.append(proof.together("norm at its last bound", N_HIGH >= N, below, because="and"))
    low = [known for known in BOUNDED_RUN.initial if known.free_symbols <= {C_LOW}]
    return proof.rule(
        "tail", "after the phases", MOVING,
        into=BOUNDED_RUN.name, start=[LASTS > 0, *inside, *low], throughout=[],
        initial=reached, lasting=PHASE_BOUNDS,
        because="From any such time on the rest of the run is one within bounds.",
    )  # fmt: skip


def _rate(proof: Proof) -> tuple[str, str]:
    """ℓ ≤ λ ≤ μ."""
    slow = proof.positive(
        "λ at most μ in a phase",
        MU - lam,
        given=[ASKED[0], a <= A_TOP, N >= N_LOW, MU > 0, N > 0],
        relations=[LAMBDA],
        multiplier=[N > 0],
        terms=[(1, [MU > 0, N >= N_LOW], 1), (1, [ASKED[0]], 1), (1, [a <= A_TOP], 1)],
        strict=False,
        because="N(μ − λ) = μN − a, with N ≥ N̲ and a ≤ b̅ ≤ μN̲.",
    )
    small = proof.together(
        "norm at most M̄ in a phase", N_TOP >= N,
        [_arc(proof, c), (establish_capped(proof), {N_HIGH: N_TOP})],
        because="And N ≤ M̄, as N(2 − μ cos θ)² ≤ V ≤ M̄(2 − μ)²,",
    )
    fast = proof.positive(
        "λ at least ℓ in a phase",
        lam - ELL,
        given=[ASKED[1], a >= A_BOUND, ELL > 0, N > 0, N_TOP >= N],
        relations=[LAMBDA],
        multiplier=[N > 0],
        terms=[(1, [a >= A_BOUND], 1), (1, [ASKED[1]], 1), (1, [ELL > 0, N_TOP >= N], 1)],
        strict=False,
        because="so that N(λ − ℓ) = a − ℓN, with a ≥ b̲ ≥ ℓM̄ ≥ ℓN.",
    )
    both = proof.together("ℓ at most λ in a phase", FAST, [small, fast], because="Hence ℓ ≤ λ ≤ μ.")
    return slow, both


def _arc(proof: Proof, x: Expr) -> str:
    name = f"2 − μ·{x} positive in a phase"
    if name in proof.conclusions:
        return name
    return proof.positive(
        name, 2 - MU * x, given=[x <= 1, MU > 0, MU < 2],
        terms=[(1, [MU < 2], 1), (1, [MU > 0, x <= 1], 1)], because="As μ < 2,",
    )  # fmt: skip


def _angle(proof: Proof, slow: str, fast: str) -> str:
    """c' ≥ cos φ' by the half angle."""
    chord = (establish_chord(proof), {C_LOW: C_BOUND})
    after, moved = 1 + at_next(c) > 0, 1 + C_NEXT > 0
    denominators = [establish_denominator(proof, x) for x in (c, at_next(c), C_BOUND, C_NEXT)]
    shrinks = GAMMA**2 * (1 - c) * (1 + at_next(c)) - (1 - at_next(c)) * (1 + c)
    half = proof.positive(
        "half angle by cosines",
        shrinks,
        given=[Ge(CHORD, 0), c > 0, at_next(c) > 0],
        lemmas=denominators[:2],
        relations=CIRCLES,
        multiplier=[1 + c > 0, after],
        terms=[(1, [Ge(CHORD, 0)], 1)],
        strict=False,
        because="In terms of the cosines tan²(θ'/2) ≤ γ² tan²(θ/2),",
    )
    further = proof.positive(
        "next angle below its bound",
        at_next(c) - C_NEXT,
        given=[Ge(shrinks, 0), c >= C_BOUND, c > 0, at_next(c) > 0, C_BOUND > 0, C_NEXT > 0, ASKED[7]],
        lemmas=denominators,
        multiplier=[1 + c > 0, 1 + C_BOUND > 0],
        terms=[
            (HALF, [Ge(shrinks, 0), 1 + C_BOUND > 0, moved], 1),
            (1, [c >= C_BOUND, after, moved], GAMMA),
            (HALF, [ASKED[7], 1 + c > 0, after], 1),
        ],
        strict=False,
        because="and tan²(φ'/2) is at least γ² tan²(φ/2), which is at least that.",
    )
    return proof.together(
        "angle, one phase", at_next(c) >= C_NEXT, [slow, fast, chord, half, further],
        because="So the next angle is at most its bound.",
    )


def _scale(proof: Proof) -> tuple[str, str]:
    """b̲' ≤ a' ≤ b̅'."""
    low = proof.positive(
        "scale above its bound, one phase",
        at_next(a) - at_next(A_BOUND),
        given=[h > 0, h <= 1, c >= C_BOUND, a >= A_BOUND, ASKED[5]],
        relations=[SCALE],
        terms=[(1, [ASKED[5]], 1), (1, [h <= 1, a >= A_BOUND], 1), (1, [h > 0, c >= C_BOUND], 1)],
        strict=False,
        because="a' = (1 − h)a + h cos θ is at least the same mean of the bounds,",
    )
    high = proof.positive(
        "scale below its bound, one phase",
        at_next(A_TOP) - at_next(a),
        given=[h > 0, h <= 1, c <= 1, a <= A_TOP, ASKED[6]],
        relations=[SCALE],
        terms=[(1, [ASKED[6]], 1), (1, [h <= 1, a <= A_TOP], 1), (1, [h > 0, c <= 1], 1)],
        strict=False,
        because="and at most that of b̅ and 1.",
    )
    return low, high


def _norm(proof: Proof) -> str:
    return proof.positive(
        "norm above its bound, one phase",
        at_next(N) - N_LOW,
        given=[N > 0, N >= N_LOW],
        relations=[NORM],
        terms=[(1, [N >= N_LOW], 1), (1, [N > 0], lam * s)],
        strict=False,
        because="The norm never falls.",
    )


def _cap(proof: Proof, slow: str) -> str:
    """N'(2 − μ'c')² ≤ V'."""
    arcs = [_arc(proof, x) for x in (c, at_next(c))]
    arc_next: Expr = 2 - MU * at_next(c)
    turn = ARC - k * arc_next >= 0
    shrinks = proof.positive(
        "√N(2 − μc) does not rise in a phase",
        turn.lhs,
        given=[lam > 0, SLOW, k > 0, k >= 1, k + 1 > 0],
        relations=[ROOT, COSINE],
        multiplier=[k + 1 > 0],
        terms=[
            (2, [lam > 0, SLOW], s),
            (1, [lam > 0, SLOW, k >= 1], s),
            (1, [lam > 0, lam > 0, k >= 1], s),
        ],
        strict=False,
        because="The fall of 2√N − μp over √N, times k + 1, is λs²(2(μ − λ) + μ(k − 1)) ≥ 0,",
    )
    kept = proof.positive(
        "norm against V in a phase",
        NORM_CAP - at_next(N) * arc_next**2,
        given=[k > 0, N > 0, CAPPED, turn, ARC > 0, arc_next > 0],
        relations=[NORM, ROOT],
        terms=[
            (1, [CAPPED], 1),
            (1, [N > 0, turn, ARC > 0], 1),
            (1, [N > 0, turn, k > 0, arc_next > 0], 1),
        ],
        strict=False,
        because="so N'(2 − μc')² ≤ N(2 − μc)² ≤ V;",
    )
    passed = {c: at_next(c), N: at_next(N), MU_OUT: MU_NEXT, C_OUT: C_NEXT, CAP_OUT: at_next(NORM_CAP)}
    following = [*arcs, f"{PHASES.name}: k + 1 positive", shrinks, kept]
    return proof.together(
        "norm against V, one phase",
        at_next(N) * (2 - MU_NEXT * at_next(c)) ** 2 <= at_next(NORM_CAP),
        [slow, *following, "angle, one phase", (establish_next_cap(proof), passed)],
        because="and this passes to μ' and V'.",
    )
