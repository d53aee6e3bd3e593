"""The alignment sandwich: how fast direction and scale move, between the slopes of σ.

Statement
    Let D = ⟨g⟩ − c⟨gm⟩, |αm| ≤ B for all samples, and σ'_B = σ(B)σ(−B).  Then, the first line for c ≥ 0,
    ⟨g⟩ + αcσ'_B ≤ D/s² ≤ ⟨g⟩ + αc/4,
    c⟨g⟩ − αs²/4 ≤ ⟨gm⟩ ≤ c⟨g⟩ − αs²σ'_B,
    |⟨g⟩ − σ(−αc)| ≤ α²s²/(12√3), and ⟨g⟩ ≥ σ(−αc) if c ≥ 0 and no margin is below −c,
    D²/s² ≤ ⟨g²⟩ − ⟨gm⟩² ≤ s²(⟨g⟩ + α/4)².
    The last difference, the squared tangential step over (α/N)², is D²/s² + s²ϱ exactly; χ and ϱ are the
    slope and the rest of the regression of g on −m, and ασ'_B ≤ χ ≤ α/4, 0 ≤ ϱ ≤ (χ − ασ'_B)(α/4 − χ).
Hypotheses
    Orthogonal rows, α > 0, s ≠ 0.  Only what mentions B needs |αm| ≤ B; margins from 0 to B/α are a case
    of it, and of the hypothesis for ⟨g⟩ ≥ σ(−αc).
Source
    A step towards the logistic results that the abstract of [1] promises; our derivation.
Argument
    Compare each sample with one at the mean margin: let u = −α(m − c) be the difference of their arguments
    of σ, and e = g − σ(−αc) that of the values.  By the mean value theorem e = σ'(ζ)u for a ζ between the
    two, and σ'_B ≤ σ'(ζ) ≤ 1/4.  So ue lies between σ'_B u² and u²/4, and (e − σ'_B u)(u/4 − e) ≥ 0.  By
    Taylor's theorem |e − σ'(−αc)u| ≤ u²/(12√3), as |σ''| ≤ 1/(6√3); and σ lies above its tangent at
    −αc ≤ 0 up to the argument αc.  In the mean ⟨u⟩ = 0, ⟨u²⟩ = α²s², ⟨ue⟩ = αs²χ, and ⟨e²⟩ is
    s²(ϱ + χ²) + (⟨g⟩ − σ(−αc))².  What this says of χ, ϱ and ⟨g⟩ is the claim, as ⟨gm⟩ = c⟨g⟩ − s²χ,
    D = s²(⟨g⟩ + cχ) and ⟨g²⟩ − ⟨gm⟩² = s²(⟨g⟩ + cχ)² + s²ϱ.
Not verified
    Nothing.
"""

from __future__ import annotations

from functools import cache, partial

from sympy import Eq, Expr, Ge, Rational, sqrt

from derivations.direction.system import MOVES
from derivations.logistic.lemmas.regression import (
    ALIGNMENT_BELOW,
    FLAT,
    PACE,
    REST_ABOVE,
    STEEP,
    TANGENTIAL,
    TANGENTIAL_ABOVE,
    establish_below,
    establish_flattest,
    establish_identities,
    establish_mean_margin,
    establish_rest,
    establish_rest_above,
    establish_steepest,
    establish_tangential,
)
from derivations.logistic.lemmas.samples import (
    BOUNDED,
    FORWARD,
    MIDDLE,
    PULL_B,
    PULL_C,
    SAMPLE,
    SAMPLES,
    B,
    Known,
    chi,
    everywhere_in_the_mean,
    from_means,
    g_B,
    g_c,
    in_the_mean,
    rest,
)
from derivations.logistic.model.hypotheses import (
    at_most_right_angle,
    bounded_margins,
    orthogonal_rows,
    positive_scale,
    unequal_margins,
)
from derivations.logistic.model.risk import D, g_m, g_mean, m
from derivations.notation import alpha, c, s
from derivations.proof import Proof
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, for_all
from derivations.sigmoid.facts import TANGENT, TAYLOR_ABOVE, TAYLOR_BELOW, kap, lemma
from derivations.sigmoid.functions import sigma
from verifier.arithmetic.balls import Ball, Verdict, both, less_equal, positive, same
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

SCALE_BELOW: Expr = c * g_mean - STEEP * alpha * s**2
SCALE_ABOVE: Expr = c * g_mean - FLAT * alpha * s**2
"""Bounds of ⟨gm⟩, by which α grows."""
ALIGNMENT_ABOVE: Expr = g_mean + STEEP * alpha * c
"""Bounds of D/s²."""
DRIFT: Expr = kap / 2 * alpha**2 * s**2
"""A bound of |⟨g⟩ − σ(−αc)|, where κ = 1/(6√3) is the largest |σ''|."""

TIMES = (0, 1)
"""The states that a check looks at."""


def derive() -> Proof:
    """The chords of σ first, then the regression, the mean pull, and the tangential step."""
    proof = Proof(CLAIM.id)
    identities = establish_identities(proof)
    within = establish_mean_margin(proof)
    steep, flat = establish_steepest(proof), establish_flattest(proof, within)
    above, below, units = [(1, [steep.condition], 1)], [(1, [flat.condition], 1)], [alpha > 0, MOVES]
    left = establish_rest(proof)
    known = [
        from_means(
            proof, "χ at most α/4", STEEP * alpha - chi, [steep], above, units, units,
            because="As s²χ = c⟨g⟩ − ⟨gm⟩, and the steepest chord has α(c⟨g⟩ − ⟨gm⟩) ≤ α²s²/4:",
        ),
        from_means(
            proof, "χ at least ασ'_B", chi - FLAT * alpha, [flat], below, units, units,
            because="and the flattest has α(c⟨g⟩ − ⟨gm⟩) ≥ α²s²σ'_B:",
        ),
        from_means(
            proof, "⟨gm⟩ from below", g_m - SCALE_BELOW, [steep], above, units[:1], units[:1],
            because="The first of the two, divided by α alone:",
        ),
        from_means(
            proof, "⟨gm⟩ from above", SCALE_ABOVE - g_m, [flat], below, units[:1], units[:1],
            because="and so the second:",
        ),
        from_means(
            proof, "D from above", s**2 * ALIGNMENT_ABOVE - D, [steep],
            [(1, [c >= 0, steep.condition], 1)], given=[alpha > 0, c >= 0], multiplier=[alpha > 0],
            because="As D = s²⟨g⟩ + c(c⟨g⟩ − ⟨gm⟩) with c ≥ 0, the steepest chord bounds it from above:",
        ),
        establish_below(proof, flat),
        left,
        from_means(
            proof, "tangential step from below", TANGENTIAL - s**2 * PACE**2, [left],
            [(1, [MOVES, left.condition], 1)], because="so the tangential step is at least D²/s²;",
        ),
        establish_rest_above(proof, within),
        establish_tangential(proof, steep),
        *_mean_pull(proof),
        *within,
    ]  # fmt: skip
    proof.conclude(*identities, *(step.name for step in known))
    return proof


def _mean_pull(proof: Proof) -> list[Known]:
    """How far ⟨g⟩ is from the pull at the mean margin."""
    points, ahead = (SAMPLE, MIDDLE), Ge(m, -c)
    above, below = (
        everywhere_in_the_mean(proof, SAMPLES, bound, points, {kap: kap})
        for bound in (TAYLOR_ABOVE, TAYLOR_BELOW)
    )
    order = proof.positive(
        "αm at least −αc", alpha * m + alpha * c, given=[alpha > 0, ahead],
        terms=[(1, [alpha > 0, ahead], 1)], strict=False,
        because="σ lies above its tangent at −αc up to αc, as αm ≥ −αc",
    )  # fmt: skip
    side = proof.positive(
        "αc at least 0", alpha * c, given=[alpha > 0, c >= 0], terms=[(1, [alpha > 0, c >= 0], 1)],
        strict=False, because="and αc ≥ 0:",
    )  # fmt: skip
    bound = lemma(proof, TANGENT, points)
    tangent = in_the_mean(
        proof, FORWARD, TANGENT.name, proof.conclusions[bound].lhs, [(1, [proof.conclusions[bound]], 1)],
        "each sample adds what is ≥ 0", lemmas=[order, side, bound], given=[alpha > 0, c >= 0, ahead],
    )  # fmt: skip
    return [
        from_means(proof, name, bound, [mean], [(1, [mean.condition], 1)], because=because)
        for name, bound, mean, because in (
            ("⟨g⟩ from above", DRIFT - (g_mean - g_c), above, "As ⟨u⟩ = 0 and ⟨u²⟩ = α²s²:"),
            ("⟨g⟩ from below", DRIFT + (g_mean - g_c), below, "and on the other side;"),
            ("⟨g⟩ at least the pull at c", g_mean - g_c, tangent, "and where σ is above its tangent:"),
        )
    ]  # fmt: skip


@cache
def written(expression: Expr) -> Expr:
    """A bound with the values of σ, and κ, in full."""
    values = {g_B: sigma(-B), g_c: sigma(-alpha * c), kap: 1 / (6 * sqrt(3))}
    return expression.subs(values, simultaneous=True)


def reach(run: Run, t: int) -> Ball:
    """B at state t: the largest α|m|."""
    x = run.state(t)
    return x.alpha * x.m_max.max(-x.m_min)


def bounded(run: Run, t: int, *pairs: tuple[Expr, Expr], share: int = 1) -> Verdict:
    """Whether the first of each pair is at most the second at state t, with B over ``share`` for B."""
    B_t = reach(run, t) / share
    values = [[run.evaluate(written(side), t, B_bound=B_t) for side in pair] for pair in pairs]
    return both(*(less_equal(first, second) for first, second in values))


def holds_slopes(run: Run, steepest: int = 4, share: int = 1) -> Answer:
    """The bounds of D and ⟨gm⟩; 1/4 becomes 1/``steepest``, and B becomes B/``share``."""
    steep = Rational(4, steepest)
    pairs = (
        (c * g_mean + steep * (SCALE_BELOW - c * g_mean), g_m),
        (g_m, SCALE_ABOVE),
        (ALIGNMENT_BELOW, D / s**2),
        (D / s**2, g_mean + steep * (ALIGNMENT_ABOVE - g_mean)),
    )
    parts = (partial(bounded, run, t, *pairs, share=share) for t in TIMES)
    return every(*(given(positive(run.state(0).c), part) for part in parts))


def holds_mean_pull(run: Run, bend: int = 6, aligned: bool = True) -> Answer:
    """Both bounds of ⟨g⟩; κ becomes 1/(``bend``√3), and ``aligned`` asks that no margin is below −c."""
    change = g_mean - g_c
    drift = Rational(6, bend) * DRIFT

    def at(t: int) -> Answer:
        x = run.state(t)
        forward = both(positive(x.c), positive(x.m_min + x.c)) if aligned else True
        convex = given(forward, lambda: bounded(run, t, (g_c, g_mean)))
        return every(bounded(run, t, (change, drift), (-change, drift)), convex)

    return every(*(at(t) for t in TIMES))


def holds_tangential(run: Run, steepest: int = 4, lag: int = 1) -> Answer:
    """The tangential step; 1/4 becomes 1/``steepest`` in its bound, ϱ is multiplied by ``lag``."""
    above = TANGENTIAL_ABOVE.subs(alpha, Rational(4, steepest) * alpha)

    def at(t: int) -> Verdict:
        exact = same(run.evaluate(TANGENTIAL, t), run.evaluate(s**2 * (PACE**2 + lag * rest), t))
        return both(exact, bounded(run, t, (TANGENTIAL, above), (rest, REST_ABOVE)))

    return every(*(at(t) for t in TIMES))


CLAIM = Claim(
    id="logistic.alignment-sandwich",
    title="how fast direction and scale move",
    provenance=Provenance.STEP,
    wanted=Status.PROVED,
    statement=Statement(
        for_all(
            *(chi <= STEEP * alpha, rest >= 0, SCALE_BELOW <= g_m),
            Eq(D, s**2 * PACE, evaluate=False),
            Eq(TANGENTIAL, s**2 * (PACE**2 + rest), evaluate=False),
            *(TANGENTIAL >= s**2 * PACE**2, TANGENTIAL <= TANGENTIAL_ABOVE),
            samples=SAMPLES,
            where=[PULL_C],
        ),
        for_all(D <= s**2 * ALIGNMENT_ABOVE, samples=SAMPLES, where=[PULL_C]),
        for_all(
            *(chi >= FLAT * alpha, g_m <= SCALE_ABOVE, rest <= REST_ABOVE),
            *(D >= s**2 * ALIGNMENT_BELOW, alpha * c <= B, -alpha * c <= B),
            samples=BOUNDED,
            where=[PULL_B, PULL_C],
        ),
        for_all(
            *(g_mean <= g_c + DRIFT, g_mean >= g_c - DRIFT),
            samples=SAMPLES,
            given=[kap > 0],
            where=[Eq(108 * kap**2, 1), PULL_C],
        ),
        for_all(g_mean >= g_c, samples=FORWARD, where=[PULL_C]),
    ),
    hypotheses=(
        orthogonal_rows(
            "Not needed for the inequalities: ⟨m⟩ = c and ⟨m²⟩ = 1 are enough.  They describe the step of "
            "gradient descent by logistic.margin-space only."
        ),
        positive_scale(
            "For α < 0 the chords turn around: with the margins 7/5 and 1/5 and α = −1, D/s² is above "
            "0.507 and ⟨g⟩ + αc/4 below 0.477."
        ),
        unequal_margins("Needed for D/s², χ and ϱ to exist."),
        bounded_margins(
            "With the margins 7/5 and 1/5, α = 10 and B = 1, D/s² is below 0.14 and ⟨g⟩ + αcσ'_B above "
            "1.63.",
            "for σ'_B: bounded margins",
        ),
        at_most_right_angle(
            "With the margins −7/5 and −1/5 and α = 1, D/s² is above 0.507 and ⟨g⟩ + αc/4 below 0.477.",
            "for D: the angle is at most a right angle",
        ),
        Hypothesis(
            "for ⟨g⟩ ≥ σ(−αc): no margin below −c",
            r"m \ge -\cos\theta",
            "With nine margins 3/5, one −13/5 and α = 2, c = 7/25, ⟨g⟩ is below 0.308, σ(−αc) above 0.363.",
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "margins",
            holds_slopes,
            (
                Alteration("1/4 becomes 1/5", {"steepest": 5}),
                Alteration("σ'_B becomes σ'_{B/2}", {"share": 2}),
            ),
        ),
        Check(
            "margins",
            holds_mean_pull,
            (
                Alteration("12√3 becomes 24√3", {"bend": 12}),
                Alteration("any margins", {"aligned": False}, frozenset({"margins"})),
            ),
        ),
        Check(
            "margins",
            holds_tangential,
            (
                Alteration("1/4 becomes 1/16", {"steepest": 16}),
                Alteration("ϱ counts twice", {"lag": 2}),
            ),
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
