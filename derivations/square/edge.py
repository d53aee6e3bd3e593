"""The edge of stability: every run that keeps moving ends at or below the effective learning rate 2.

Statement
    If s_t ≠ 0 for all t, then ½ ≤ lim N_t < ∞.  In numbers, for every t from the first k on at which
    μN_k ≥ ā for some 0 < μ < 2: √N_t (2 − μ cos θ_t) ≤ √N_k (2 − μ cos θ_k).
Hypotheses
    Standing hypotheses; the run never hits the target direction exactly.
Source
    Extension; not in [1].
Argument
    N_t never falls, so it has a limit, finite or not.
    Finite: either N_t < ā/μ for all t, or some μN_k ≥ ā; then λ ≤ ā/N_k ≤ μ < 2 from k on, and
    square.pre-onset-norm bounds N_t by N_k((2 − μ cos θ_k)/(2 − μ))².
    At least ½: otherwise 2N_t ≤ 1 − 8ε for all t and some ε > 0.  No run does that forever.
    (1) N_tc_t² never falls, so c_t ≥ 2N_0c_0², a_t ≥ κ = min(a_0, 2N_0c_0²) and λ_t ≥ 2κ.  So every step
    with s² ≥ 2ε − ε² multiplies N by 1 + 4κ²(2ε − ε²) at least, and there are finitely many of them.
    (2) After the last one cos θ > 1 − ε.  While a < 1 − 2ε, a grows by the factor 1 + hε a step: this ends.
    Once a ≥ 1 − 2ε, it stays there, and λ(1 − 8ε) ≥ 2(1 − 2ε).
    (3) But then s² grows by the factor 1 + ε a step, although it is below 2ε − ε²: a contradiction.
    As λ_t = a_t/N_t and a_t ≤ ā, the run ends with λ at or below 2: its last scale is at most 1.
Not verified
    The definition of the limit, and that a bounded sequence that never falls has one.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Expr, Gt, Integer, Rational, Symbol

from derivations.narrate import main
from derivations.notation import LATEX, N, a, abar, at_next, at_start, c, h, k, lam, s, typeset
from derivations.proof import Condition, Proof, System
from derivations.square import before_onset, cone_invariance
from derivations.square.before_onset import ARC, CAPPED, MU, NORM_CAP
from derivations.square.rising_edge import CEILING
from derivations.square.system import COSINE, LAMBDA, NORM, ROOT, RUN, SCALE, SINE, UNIT_CIRCLE
from verifier.arithmetic.balls import Ball, Verdict, both, implies, less_equal, positive
from verifier.claim import Alteration, Check, Claim, Hypothesis, Provenance, Run, Status

HALF = Rational(1, 2)
EPS = Symbol("eps", real=True)
KAPPA = Symbol("kappa", real=True)
"""A lower bound of the scale: min(a_0, 2N_0c_0²)."""
LATEX |= {EPS: r"\varepsilon", KAPPA: r"\kappa"}

MOVING = Gt(s**2, 0, evaluate=False)
LOW_NORM = 1 - 8 * EPS >= 2 * N
"""The norm stays below ½ by a margin."""
WIDE: Expr = 2 * EPS - EPS**2
"""sin² of the angle whose cosine is 1 − ε."""
FAR = s**2 >= WIDE
NEAR = WIDE > s**2
COS_LEAST: Expr = 2 * at_start(N) * at_start(c) ** 2
ALIGNED_PART = N * c**2 >= at_start(N) * at_start(c) ** 2
SCALED = a >= KAPPA
SATURATED = a >= 1 - 2 * EPS
UNSATURATED = a < 1 - 2 * EPS
DEFICIT: Expr = (1 - 2 * N) / 8
"""The ε for which 2N = 1 − 8ε."""
STEPS = 1200
STRIDE = 5
"""How many steps a check follows a run, and which of them it looks at."""
MARGINS: tuple[Condition, ...] = (EPS > 0, 8 * EPS < 1)

FOREVER_LOW = RUN.with_more(
    "forever low",
    parameters=(EPS, KAPPA),
    conditions=(MOVING, LOW_NORM),
    initial=(*MARGINS, KAPPA > 0, KAPPA <= at_start(a), KAPPA <= COS_LEAST),
)
"""What must not exist: a run that moves forever and keeps 2N ≤ 1 − 8ε."""
NEARLY_ALIGNED = replace(RUN, tracked=(), initial=()).with_more(
    "nearly aligned", parameters=(EPS,), conditions=(MOVING, LOW_NORM, c > 0, a > 0, NEAR, *MARGINS)
)
CLIMBING = NEARLY_ALIGNED.with_more("climbing", conditions=(UNSATURATED,))
ESCAPING = NEARLY_ALIGNED.with_more("escaping", initial=(SATURATED,))
ANY = replace(RUN, tracked=(), initial=()).with_more(
    "any run",
    parameters=(abar, MU, NORM_CAP),
    initial=(c > 0, a > 0, abar >= 1, a <= abar, MU > 0, MU < 2),
)
LARGE = ANY.with_more("large norm", initial=(abar <= MU * N, CAPPED))


def establish_far(proof: Proof, system: System) -> tuple[str, str]:
    """The count of the steps with s² ≥ 2ε − ε² along ``FOREVER_LOW``; its name, and that of its growth."""
    cone_invariance.establish(proof, system)
    _establish_aligned_part(proof, system)
    _establish_scale(proof, system)
    factor = 1 + 4 * KAPPA**2 * WIDE
    fast = lam - 2 * KAPPA >= 0
    speed = proof.positive(
        "λ at least 2κ",
        lam - 2 * KAPPA,
        given=[N > 0, KAPPA > 0, SCALED, LOW_NORM, EPS > 0],
        relations=[LAMBDA],
        multiplier=[N > 0],
        terms=[(1, [SCALED], 1), (1, [KAPPA > 0, LOW_NORM], 1), (8, [KAPPA > 0, EPS > 0], 1)],
        strict=False,
        because="As 2N ≤ 1, λ = a/N ≥ 2κ.",
    )
    known = [N > 0, KAPPA > 0, SCALED, LOW_NORM, EPS > 0]
    grows = proof.positive(
        "norm growth far from the target",
        at_next(N) - factor * N,
        given=[*known, FAR],
        lemmas=[speed],
        relations=[LAMBDA, NORM],
        cofactors=[Integer(0), Integer(1)],
        terms=[
            (1, [N > 0], s * (lam - 2 * KAPPA)),
            (4, [N > 0, KAPPA > 0, fast], s),
            (4, [N > 0, FAR], KAPPA),
        ],
        strict=False,
        because="So N' = N(1 + λ²s²) ≥ N(1 + 4κ²(2ε − ε²)) where s² ≥ 2ε − ε².",
    )
    above_one = proof.positive(
        "growth far from the target above 1",
        factor - 1,
        given=[*MARGINS, KAPPA > 0],
        terms=[
            (4, [EPS > 0, 8 * EPS < 1], KAPPA),
            (4, [EPS > 0], KAPPA),
            (28, [], EPS * KAPPA),
        ],
        because="This factor is above 1,",
    )
    positive = proof.positive(
        "growth far from the target positive",
        factor,
        given=[*MARGINS, KAPPA > 0],
        lemmas=[above_one],
        terms=[(1, [factor - 1 > 0], 1), (1, [], 1)],
    )
    below = proof.positive(
        "norm below 1",
        1 - N,
        given=[LOW_NORM, EPS > 0],
        terms=[(HALF, [LOW_NORM], 1), (4, [EPS > 0], 1), (HALF, [], 1)],
        because="and N stays below 1.",
    )
    never_falls, _ = cone_invariance.establish_monotone_norm(proof, system)
    counted = proof.rule(
        "counting", "steps far from the target", system,
        event=[FAR], quantity=N, growth=factor, cap=Integer(1),
        at_event=grows, otherwise=never_falls, below_cap=below, nonnegative=positive,
        because="So only finitely many steps are far from the target.",
    )  # fmt: skip
    return counted, above_one


def _establish_aligned_part(proof: Proof, system: System) -> None:
    start = proof.identity(
        "aligned part at the start",
        N * c**2,
        at_start(N) * at_start(c) ** 2,
        relations=[N - at_start(N), c - at_start(c)],
    )
    root = k * at_next(c) + c + lam * s**2
    step = proof.positive(
        "aligned part never falls",
        system.after(N * c**2) - at_start(N) * at_start(c) ** 2,
        given=[N > 0, c > 0, lam > 0, ALIGNED_PART],
        relations=[NORM, ROOT, COSINE],
        cofactors=[at_next(c) ** 2, -N * at_next(c) ** 2, N * root],
        terms=[(1, [ALIGNED_PART], 1), (2, [N > 0, c > 0, lam > 0], s), (1, [N > 0], lam * s**2)],
        strict=False,
        because="The aligned part of w never falls: √N'c' = √N(c + λs²).",
    )
    proof.invariant(
        "aligned part", system, {ALIGNED_PART: (start, step)},
        because="Hence N_tc_t² ≥ N_0c_0² for all t.",
    )  # fmt: skip


def _establish_scale(proof: Proof, system: System) -> None:
    cosine = proof.positive(
        "cosine from below",
        c - COS_LEAST,
        given=[c > 0, LOW_NORM, EPS > 0, ALIGNED_PART],
        relations=[UNIT_CIRCLE],
        terms=[
            (HALF, [c > 0], 1 - c),
            (HALF, [c > 0], s),
            (1, [LOW_NORM], c),
            (8, [EPS > 0], c),
            (2, [ALIGNED_PART], 1),
        ],
        strict=False,
        because="As c ≤ 1 and 2N ≤ 1, c ≥ c² ≥ 2Nc² ≥ 2N_0c_0².",
    )
    step = proof.positive(
        "scale from below, one step",
        at_next(a) - KAPPA,
        given=[h > 0, h <= 1, c > 0, LOW_NORM, EPS > 0, ALIGNED_PART, SCALED, KAPPA <= COS_LEAST],
        lemmas=[cosine],
        relations=[SCALE, UNIT_CIRCLE],
        terms=[
            (1, [h <= 1, SCALED], 1),
            (1, [h > 0, c >= COS_LEAST], 1),
            (1, [h > 0, KAPPA <= COS_LEAST], 1),
        ],
        strict=False,
        because="The scale is a mean of itself and c, both at least κ.",
    )
    proof.invariant("scale from below", system, {SCALED: (None, step)}, because="Hence a_t ≥ κ.")


def establish_climb(proof: Proof, system: System) -> str:
    """``CLIMBING`` has no infinite run; return the name of that fact."""
    cone_invariance.establish(proof, system)
    step = proof.positive(
        "scale climbs",
        at_next(a) - (1 + h * EPS) * a,
        given=[h > 0, c > 0, NEAR, *MARGINS, UNSATURATED],
        lemmas=[_establish_cosine(proof)],
        relations=[SCALE, UNIT_CIRCLE],
        terms=[
            (1, [h > 0, c > 1 - EPS], 1),
            (1, [h > 0, UNSATURATED], 1),
            (1, [h > 0, EPS > 0, UNSATURATED], 1),
            (2, [h > 0], EPS),
        ],
        strict=False,
        because="While a < 1 − 2ε < 1 − ε < c, a' − a = h(c − a) ≥ hεa.",
    )
    faster = proof.positive(
        "climb above 1", h * EPS, given=[h > 0, EPS > 0], terms=[(1, [h > 0, EPS > 0], 1)]
    )
    below = proof.positive(
        "scale below 1 while it climbs",
        1 - a,
        given=[UNSATURATED, EPS > 0],
        terms=[(1, [UNSATURATED], 1), (2, [EPS > 0], 1)],
    )
    return proof.rule(
        "terminates", "the climb ends", system,
        quantity=a, ratio=1 + h * EPS, cap=Integer(1),
        ratio_above_one=faster, step=step, below_cap=below,
        because="A geometric climb below 1 ends.",
    )  # fmt: skip


def _establish_cosine(proof: Proof) -> str:
    """c > 1 − ε near the target; return the step's name."""
    name = "cosine near the target"
    if name in proof.conclusions:
        return name
    least = 1 - EPS
    divisor = proof.positive(
        "c + 1 − ε positive",
        c + least,
        given=[c > 0, *MARGINS],
        terms=[(1, [c > 0], 1), (1, [8 * EPS < 1], 1), (7, [EPS > 0], 1)],
    )
    return proof.positive(
        name,
        c - least,
        given=[c > 0, NEAR, *MARGINS],
        lemmas=[divisor],
        relations=[UNIT_CIRCLE],
        multiplier=[c + least > 0],
        terms=[(1, [NEAR], 1)],
        because="Where s² < 2ε − ε², cos θ > 1 − ε.",
    )


def establish_escape(proof: Proof, system: System) -> str:
    """``ESCAPING`` has no infinite run; return the name of that fact."""
    cone_invariance.establish(proof, system)
    stays = proof.positive(
        "scale stays saturated",
        system.after(a - 1 + 2 * EPS),
        given=[h > 0, h <= 1, c > 0, NEAR, *MARGINS, SATURATED],
        lemmas=[_establish_cosine(proof)],
        relations=[SCALE, UNIT_CIRCLE],
        terms=[
            (1, [h <= 1, SATURATED], 1),
            (1, [h > 0, c > 1 - EPS], 1),
            (1, [h > 0, EPS > 0], 1),
        ],
        strict=False,
        because="A scale of at least 1 − 2ε stays there, as c > 1 − ε.",
    )
    proof.invariant("saturation", system, {SATURATED: (None, stays)}, because="Hence a_t ≥ 1 − 2ε.")
    grows = _establish_sine_growth(proof)
    inside = proof.positive(
        "sine at most 1", 1 - s**2, relations=[UNIT_CIRCLE], terms=[(1, [], c)], strict=False
    )
    faster = proof.positive("sine growth above 1", EPS, given=[EPS > 0], terms=[(1, [EPS > 0], 1)])
    return proof.rule(
        "terminates", "the escape ends", system,
        quantity=s**2, ratio=1 + EPS, cap=Integer(1),
        ratio_above_one=faster, step=grows, below_cap=inside,
        because="A geometric growth of sin²θ ends.",
    )  # fmt: skip


def _establish_sine_growth(proof: Proof) -> str:
    """s'² ≥ (1 + ε)s² at a step of ``ESCAPING``; return the step's name."""
    given = [N > 0, *MARGINS, LOW_NORM, SATURATED]
    excess = lam * (1 - 8 * EPS) - 2 * (1 - 2 * EPS)
    speed = proof.positive(
        "λ(1 − 8ε) at least 2(1 − 2ε)",
        excess,
        given=given,
        relations=[LAMBDA],
        multiplier=[N > 0],
        terms=[
            (1, [SATURATED, 8 * EPS < 1], 1),
            (1, [LOW_NORM, 8 * EPS < 1], 1),
            (6, [LOW_NORM, EPS > 0], 1),
        ],
        strict=False,
        because="As a ≥ 1 − 2ε and 2N ≤ 1 − 8ε,",
    )
    above_two = proof.positive(
        "λ above 2",
        lam - 2,
        given=given,
        lemmas=[speed],
        relations=[LAMBDA],
        multiplier=[8 * EPS < 1],
        terms=[(1, [excess >= 0], 1), (12, [EPS > 0], 1)],
        because="so that λ > 2, and more precisely",
    )
    spare = lam * (1 - 4 * EPS) - 2 - 4 * EPS
    room = proof.positive(
        "λ(1 − 4ε) at least 2 + 4ε",
        spare,
        given=given,
        lemmas=[speed],
        relations=[LAMBDA],
        multiplier=[8 * EPS < 1],
        terms=[
            (1, [excess >= 0, 8 * EPS < 1], 1),
            (4, [excess >= 0, EPS > 0], 1),
            (48, [], EPS),
        ],
        strict=False,
        because="this.",
    )
    return proof.positive(
        "sine grows near the target",
        at_next(s) ** 2 - (1 + EPS) * s**2,
        given=[*given, c > 0, lam > 0, k > 0, NEAR],
        lemmas=[speed, above_two, room],
        relations=[LAMBDA, UNIT_CIRCLE, SINE, ROOT],
        multiplier=[k > 0, k > 0],
        terms=[
            (2, [NEAR], s * lam),
            (1, [EPS > 0, NEAR], s * lam),
            (1, [lam > 0], s * (1 - c)),
            (1, [lam > 0], s**2),
            (1, [lam > 0, spare >= 0], s),
            (4, [EPS > 0, lam > 2], s),
            (7, [EPS > 0], s),
            (1, [EPS > 0], s * lam * EPS),
        ],
        strict=False,
        because="Hence k²(s'² − (1 + ε)s²) = s²(λ(λ cos 2θ − 2c) − ε(1 + λ²s²)) ≥ 0.",
    )


def establish_never_low(proof: Proof) -> str:
    """``FOREVER_LOW`` has no infinite run; return the name of that fact."""
    low, near, climbing, escaping = (
        proof.system(system) for system in (FOREVER_LOW, NEARLY_ALIGNED, CLIMBING, ESCAPING)
    )
    counted, above_one = establish_far(proof, low)
    before = proof.rule(
        "tail", "before saturation", near,
        into=climbing.name, start=[], throughout=[UNSATURATED], initial=[],
        because="Near the target, as long as a < 1 − 2ε:",
    )  # fmt: skip
    after = proof.rule(
        "tail", "after saturation", near,
        into=escaping.name, start=[SATURATED], throughout=[], initial=[None],
        because="and once a ≥ 1 − 2ε:",
    )  # fmt: skip
    climb = establish_climb(proof, climbing)
    escape = establish_escape(proof, escaping)
    ends = proof.rule(
        "relay", "no run stays near and low", near,
        before=before, before_ends=climb, after=after, after_ends=escape,
        because="Either the scale saturates, and the angle escapes, or it climbs for ever: neither lasts.",
    )  # fmt: skip
    return proof.rule(
        "exhaustion", "no run stays low", low,
        counted=counted, rest=ends, growth_above_one=above_one,
        because="Finitely many steps are far from the target, and without them the run ends.",
    )  # fmt: skip


def establish_finite(proof: Proof) -> tuple[str, str]:
    """Once μN ≥ ā, N(2 − μ cos θ)² never exceeds its value; the names of the tail and the invariant."""
    run, large = proof.system(ANY), proof.system(LARGE)
    cone_invariance.establish(proof, run)
    cone_invariance.establish_cap(proof, run)
    reached = proof.rule(
        "tail", "once the norm is large", run,
        into=large.name, start=[abar <= MU * N, CAPPED], throughout=[],
        initial=[None] * len(large.initial),
        because="From a time on at which μN ≥ ā and N(2 − μ cos θ)² ≤ V:",
    )  # fmt: skip
    before_onset.establish_basics(proof, large)
    cone_invariance.establish_cap(proof, large)
    stays = proof.positive(
        "norm stays large",
        MU * at_next(N) - abar,
        given=[N > 0, MU > 0, abar <= MU * N],
        relations=[NORM],
        terms=[(1, [abar <= MU * N], 1), (1, [MU > 0, N > 0], lam * s)],
        strict=False,
        because="The norm never falls,",
    )
    proof.invariant("norm large", large, {abar <= MU * N: (None, stays)}, because="so μN ≥ ā for good,")
    slow = proof.positive(
        "λ at most μ",
        MU - lam,
        given=[N > 0, a <= abar, abar <= MU * N],
        relations=[LAMBDA],
        multiplier=[N > 0],
        terms=[(1, [abar <= MU * N], 1), (1, [a <= abar], 1)],
        strict=False,
        because="and λ = a/N ≤ ā/N ≤ μ.",
    )
    proof.rule("consequence", "slow for good", large, sequents=[slow], because="Hence λ_t ≤ μ from then on.")
    before_onset.establish_norm(proof, large)
    return reached, f"{large.name}: norm against V"


def derive() -> Proof:
    """No run stays low for ever; no run grows without bound."""
    proof = Proof(CLAIM.id)
    proof.say("At least ½: a run that moves forever cannot keep 2N ≤ 1 − 8ε.")
    never_low = establish_never_low(proof)
    proof.say("Finite: once the norm is large, it hardly grows.")
    proof.conclude(never_low, *establish_finite(proof))
    return proof


def holds_finite(run: Run, power: int = 2) -> Verdict:
    """From the first N_k ≥ ā on, N(2 − cos θ)² stays at most what it was; ``power`` replaces the 2."""
    cap = run.evaluate(CEILING)
    weight = N * ARC.subs(MU, 1) ** power
    first: Ball | None = None
    for t in range(STEPS):
        reached = less_equal(cap, run.state(t).N)
        if first is None and reached is True:
            first = run.evaluate(weight, t)
        elif first is not None and t % STRIDE == 0:
            verdict = less_equal(run.evaluate(weight, t), first)
            if verdict is not True:
                return verdict
    return True


def holds_escape(run: Run, gain: int = 1) -> Verdict:
    """Where 2N = 1 − 8ε < 1, a ≥ 1 − 2ε and 0 < s² < 2ε − ε², s'² ≥ (1 + ``gain``·ε)s²."""
    verdict: Verdict = True
    for t in range(0, STEPS, STRIDE):
        deficit = run.evaluate(DEFICIT, t)
        near = run.evaluate(WIDE - s**2, t, eps=deficit)
        settled = run.evaluate(a - 1 + 2 * EPS, t, eps=deficit)
        grown = run.evaluate(at_next(s) ** 2 - (1 + gain * EPS) * s**2, t, eps=deficit)
        premises = both(positive(deficit), positive(near), positive(settled), positive(run.state(t).s))
        verdict = both(verdict, implies(premises, positive(grown)))
    return verdict


CLAIM = Claim(
    id="square.edge",
    title="every run ends at or below the edge, λ = 2",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=r"\tfrac12 \le \lim_{t\to\infty} " + typeset(N).replace("N", "N_t") + r" < \infty",
    hypotheses=(
        Hypothesis(
            "the direction never hits the target",
            r"s_t \ne 0 \text{ for all } t",
            "On target nothing moves: from s_0 = 0, a_0 = 1, N_0 = 1/4 the norm stays 1/4.",
        ),
        Hypothesis(
            "scale learning rate in (0, 1]",
            r"0 < h \le 1",
            "With h = 3, a_0 = 2, N_0 = 1, cos θ_0 = 24/25 the scale oscillates ever wider, a_t ~ (−2)^t, "
            "and N_t grows without bound (N_50 > 1e15).",
        ),
        Hypothesis(
            "positive initial scale",
            r"a_0 > 0",
            "Not known to be needed: none of 3000 random runs with a_0 of either sign contradicted the "
            "claim.  The proof uses it for λ > 0.",
        ),
        Hypothesis(
            "aligned at the start",
            r"\cos\theta_0 > 0",
            "Not known to be needed: none of 3000 random runs with θ_0 up to π contradicted the claim.  "
            "The proof uses it for c > 0.",
        ),
    ),
    depends_on=("square.cone-invariance", "square.pre-onset-norm", "square.rising-identity"),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check("run", holds_finite, (Alteration("(2 − cos θ)² becomes 1", {"power": 0}),)),
        Check("run", holds_escape, (Alteration("1 + ε becomes 1 + 64ε", {"gain": 64}),)),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
