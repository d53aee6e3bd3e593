"""The direction of a step, for any labelled data: it points to the target, but for a factor.

Statement
    Let a step add κ‖w‖t to w, with t a unit vector and τ = ⟨t, u⟩, u the direction of equal margins; let
    |αm| ≤ B for all samples, and σ'_B = σ(B)σ(−B).  Then τ ≥ γ|s| with
    γ = (⟨g⟩ + αcσ'_B)/(⟨g⟩ + α/4), which is at least 4σ(−B)/(4σ(−B) + B);
    and κN ≤ α|s|(⟨g⟩ + α/4), which is at most |s|·B(1 + B/4).
Hypotheses
    Orthogonal rows, α > 0, c ≥ 0, |αm| ≤ B, and a step that moves, κ > 0.  Margins from 0 to
    B/α are a case.
Source
    Our own.  With this γ, and this bound of κN, general.normalization bounds a rising edge of any number of
    samples; two equal groups, whose steps are planar, have γ = 1.
Argument
    By logistic.margin-space κN = α√(⟨g²⟩ − ⟨gm⟩²) and κτN = αD, and by logistic.alignment-sandwich
    D ≥ s²(⟨g⟩ + αcσ'_B) and ⟨g²⟩ − ⟨gm⟩² ≤ s²(⟨g⟩ + α/4)².  Divide the two.  As σ increases, ⟨g⟩ ≥ σ(−B);
    α² = ⟨α²m²⟩ ≤ B²; and ⟨g⟩/(⟨g⟩ + α/4) grows with ⟨g⟩ and falls with α.
Not verified
    That general.normalization, put together with this, bounds an edge on which B does not change.
"""

from __future__ import annotations

from sympy import Eq, Expr, Ge, Rational

from derivations.direction.tangential import tau
from derivations.logistic.alignment_sandwich import reach, written
from derivations.logistic.lemmas.regression import (
    ALIGNMENT_BELOW,
    STEEP,
    TANGENTIAL,
    establish_below,
    establish_flattest,
    establish_identities,
    establish_mean_margin,
    establish_steepest,
    establish_tangential,
)
from derivations.logistic.lemmas.samples import (
    BOUNDED,
    BOUNDED_BY_B,
    END,
    PULL_B,
    PULL_C,
    SAMPLE,
    SAMPLES,
    B,
    Known,
    everywhere_in_the_mean,
    from_means,
    g_B,
    in_the_mean,
)
from derivations.logistic.model.hypotheses import (
    at_most_right_angle,
    bounded_margins,
    orthogonal_rows,
    positive_scale,
)
from derivations.logistic.model.risk import D, g, g_mean
from derivations.notation import N, alpha, c, kappa, plain, s
from derivations.proof import Proof
from derivations.proof.conditions import gap
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, for_all
from derivations.sigmoid.facts import MONOTONE
from verifier.arithmetic.balls import both, less_equal, positive
from verifier.claim import Alteration, Answer, Check, Claim, Provenance, Run, Status, every, given

HALF = Rational(1, 2)
TIMES = (0, 1)
"""The states that a check looks at."""
SPREAD: Expr = g_mean + STEEP * alpha
"""⟨g⟩ + α/4."""
SIZE: Expr = N**2 * kappa**2 - alpha**2 * TANGENTIAL
AIM: Expr = N * kappa * tau - alpha * D
"""What κ and τ are, as polynomials equal to 0."""
STEP = {tau: AIM, kappa: SIZE}
AIMED: Expr = tau**2 * SPREAD**2 - s**2 * ALIGNMENT_BELOW**2
PULLED: Expr = alpha**2 * s**2 * SPREAD**2 - N**2 * kappa**2
LEAST: Expr = g_B + B * STEEP
"""σ(−B) + B/4."""
AIMED_BY_B: Expr = tau**2 * LEAST**2 - s**2 * g_B**2
PULLED_BY_B: Expr = B**2 * s**2 * (1 + B * STEEP) ** 2 - N**2 * kappa**2


def derive() -> Proof:
    """The sandwich, divided; then what B alone says."""
    proof = Proof(CLAIM.id)
    establish_identities(proof)
    within = establish_mean_margin(proof)
    below = establish_below(proof, establish_flattest(proof, within))
    size = establish_tangential(proof, establish_steepest(proof))
    pull = in_the_mean(proof, SAMPLES, "pulls", g, [(1, [g > 0], 1)], "each pull is positive")
    moves = [N > 0, kappa > 0]
    ends = [
        in_the_mean(proof, SAMPLES, f"pull at the bound, {plain(x)}", x, [(1, [x > 0], 1)], "0 < σ(−B) < 1")
        for x in (g_B, 1 - g_B)
    ]
    flat = [one.condition for one in ends]
    pace = from_means(
        proof, "D/s² not negative", ALIGNMENT_BELOW, [pull, *ends],
        [(1, [pull.condition], 1), (1, [alpha > 0, c >= 0, *flat], 1)],
        given=[alpha > 0, c >= 0], because="⟨g⟩ + αcσ'_B ≥ 0.",
    )  # fmt: skip
    towards = from_means(
        proof, "towards the target", tau, [below, pace],
        [(1, [alpha > 0, below.condition], 1), (1, [alpha > 0, pace.condition], s)],
        given=[*moves, alpha > 0], multiplier=moves, relations={tau: AIM},
        because="Hence κτN = αD ≥ αs²(⟨g⟩ + αcσ'_B) ≥ 0;",
    )  # fmt: skip
    aimed = from_means(
        proof, "aimed", AIMED, [below, size, pace],
        [
            (1, [], alpha * SPREAD * gap(below.condition)),
            (2, [pace.condition, below.condition], alpha * SPREAD * s),
            (1, [size.condition], alpha * s * ALIGNMENT_BELOW),
        ],
        given=moves, multiplier=[*moves, *moves], relations=STEP,
        because="and (κτN)²(⟨g⟩ + α/4)² ≥ α²s⁴(⟨g⟩ + αcσ'_B)²(⟨g⟩ + α/4)² ≥ (κN)²s²(⟨g⟩ + αcσ'_B)².",
    )  # fmt: skip
    pulled = from_means(
        proof, "pulled", PULLED, [size], [(1, [size.condition], alpha)], relations={kappa: SIZE},
        because="The length of the step by that of the tangential pull:",
    )  # fmt: skip
    by_bound = _by_bound(proof, within, aimed, pulled, pull, ends)
    proof.conclude(towards.name, aimed.name, pulled.name, *by_bound)
    return proof


def _by_bound(
    proof: Proof, within: list[Known], aimed: Known, pulled: Known, pull: Known, ends: list[Known]
) -> list[str]:
    """The same with numbers that B alone gives; the names of the steps."""
    least = everywhere_in_the_mean(proof, BOUNDED, MONOTONE, (SAMPLE, END))
    most = in_the_mean(
        proof, SAMPLES, "pulls below 1", 1 - g, [(1, [1 - g > 0], 1)], "and less than 1"
    )  # fmt: skip
    squares = in_the_mean(
        proof, BOUNDED, "squares of the margins", gap(BOUNDED_BY_B[0]) * gap(BOUNDED_BY_B[1]),
        [(1, [*BOUNDED_BY_B], 1)], "each sample has (αm)² ≤ B²",
    )  # fmt: skip
    both_sides = [one.condition for one in within]
    wide = from_means(
        proof, "B + α positive", B + alpha, within,
        [(HALF, [one], 1) for one in both_sides] + [(1, [alpha > 0], 1)],
        given=[alpha > 0], strict=True, because="As −B ≤ αc ≤ B, B ≥ 0;",
    )  # fmt: skip
    scale = from_means(
        proof, "α at most B", B - alpha, [squares, wide], [(1, [squares.condition], 1)],
        multiplier=[wide.condition], because="so α ≤ B, as ⟨m²⟩ = 1.",
    )  # fmt: skip
    size = from_means(
        proof, "B not negative", B, within, [(HALF, [one], 1) for one in both_sides], because="Also B ≥ 0,"
    )  # fmt: skip
    spread = from_means(
        proof, "⟨g⟩ + α/4 positive", SPREAD, [pull], [(1, [pull.condition], 1), (STEEP, [alpha > 0], 1)],
        given=[alpha > 0], strict=True, because="and ⟨g⟩ + α/4 > 0.",
    )  # fmt: skip
    low = ends[0].condition
    slope_of_bound = [alpha > 0, c >= 0, *(one.condition for one in ends)]
    ratio: Expr = LEAST * ALIGNMENT_BELOW - g_B * SPREAD
    better = from_means(
        proof, "γ by B alone", ratio, [least, scale, size, *ends],
        [
            *((STEEP, [size.condition, least.condition], 1), (STEEP, [low, scale.condition], 1)),
            (1, [*slope_of_bound, low], 1), (STEEP, [*slope_of_bound, size.condition], 1),
        ],
        given=slope_of_bound[:2], because="So γ is at least σ(−B)/(σ(−B) + B/4),",
    )  # fmt: skip
    aimed_by_bound = from_means(
        proof, "aimed, by B", AIMED_BY_B, [aimed, better, spread, ends[0]],
        [
            *((1, [aimed.condition], LEAST), (1, [], s * ratio)),
            (2, [better.condition, low, spread.condition], s),
        ],
        multiplier=[spread.condition, spread.condition],
        because="which is what is left of the first bound;",
    )  # fmt: skip
    room: Expr = B * (1 + B * STEEP) - alpha * SPREAD
    less = from_means(
        proof, "pull by B alone", room, [scale, most, squares],
        [(1, [scale.condition], 1), (1, [alpha > 0, most.condition], 1), (STEEP, [squares.condition], 1)],
        given=[alpha > 0], because="α(⟨g⟩ + α/4) ≤ B(1 + B/4),",
    )  # fmt: skip
    pulled_by_bound = from_means(
        proof, "pulled, by B", PULLED_BY_B, [pulled, less, spread],
        [
            *((1, [pulled.condition], 1), (1, [], s * room)),
            (2, [less.condition, alpha > 0, spread.condition], s),
        ],
        given=[alpha > 0], because="and this of the second.",
    )  # fmt: skip
    return [aimed_by_bound.name, pulled_by_bound.name]


BOUNDS: dict[str, Expr] = {
    "aimed": AIMED, "pulled": PULLED, "aimed by B": AIMED_BY_B, "pulled by B": PULLED_BY_B
}  # fmt: skip


def holds(run: Run, straight: bool = False, steep: bool = True) -> Answer:
    """The four bounds at states 0 and 1; with ``straight`` γ is 1, without ``steep`` Γ has no α/4."""
    said = dict(BOUNDS)
    if straight:
        said["aimed"] = tau**2 - s**2
    if not steep:
        said["pulled"] = (alpha * s * g_mean) ** 2 - N**2 * kappa**2
    meant = {tau**2: D**2 / TANGENTIAL, kappa**2: alpha**2 * TANGENTIAL / N**2}

    def at(t: int) -> Answer:
        values = [run.evaluate(written(one.subs(meant)), t, B_bound=reach(run, t)) for one in said.values()]
        moves = both(positive(run.state(t).c), positive(run.evaluate(TANGENTIAL, t)))
        return given(moves, lambda: both(*(less_equal(0, value) for value in values)))

    return every(*map(at, TIMES))


MEANT = (Eq(N**2 * kappa**2, alpha**2 * TANGENTIAL), Eq(N * kappa * tau, alpha * D), PULL_B, PULL_C)
CLAIM = Claim(
    id="logistic.step-direction",
    title="how well a step is aimed at equal margins",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        for_all(
            *(Ge(tau, 0), Ge(tau**2 * SPREAD**2, s**2 * ALIGNMENT_BELOW**2)),
            *(Ge(tau**2 * LEAST**2, s**2 * g_B**2), Ge(PULLED, 0), Ge(PULLED_BY_B, 0)),
            samples=BOUNDED,
            where=MEANT,
        ),
    ),
    hypotheses=(
        orthogonal_rows(
            "Not needed for the inequalities: ⟨m⟩ = c and ⟨m²⟩ = 1 are enough.  They describe the step of "
            "gradient descent by logistic.margin-space only."
        ),
        positive_scale("With the margins 7/5 and 1/5 and α = −1 the step turns away: τ = −sin θ."),
        at_most_right_angle(
            "Not known to be needed: none of 300,000 random sets of margins with c < 0 contradicted the "
            "bounds.  The proof uses it for cχ ≥ cασ'_B."
        ),
        bounded_margins(
            "With the margins 7/5 and 1/5, α = 10 and B = 1, κN is above 0.83, and |s|·B(1 + B/4) = 3/4."
        ),
        hypothesis("the step moves", "On target nothing moves, and t has no direction.", (kappa > 0,)),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "margins",
            holds,
            (
                Alteration("γ is 1, as in a plane", {"straight": True}),
                Alteration("κN ≤ α|s|⟨g⟩", {"steep": False}),
            ),
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
