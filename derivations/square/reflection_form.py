"""The reflection form: the direction rises exactly when a step turns it beyond its mirror image.

Statement
    Let a step add to w ≠ 0 a tangential vector κ|w|t, with t a unit vector orthogonal to w and κ > 0.
    Then N' = N(1 + κ²), and with τ = ⟨t, u⟩ the direction rises exactly when κ(cos²θ − τ²) > 2τ cos θ.
    If the step lies in the plane of w and u and turns toward u, that is κ cos 2θ > sin 2θ: below 45°,
    κ > tan 2θ; from 45° to 90°, never.  Out of that plane, |τ| < sin θ, this is still sufficient up to 90°.
Hypotheses
    Any scale-invariant model, any dimension: its gradient is orthogonal to w.  How κ and t depend on
    the weights, the data and the other parameters is free.
Source
    Beyond [1]: square.norm-growth and square.rising-criterion need scale invariance alone.
Argument
    Pythagoras gives N' = N(1 + κ²) and k cos θ' = cos θ + κτ with k² = 1 + κ²; so
    k²(sin²θ' − sin²θ) = κ(κ(cos²θ − τ²) − 2τ cos θ).  In the plane, t = (u − cos θ ŵ)/sin θ, τ = sin θ.
    The picture: the step turns w by arctan κ toward u, and the angle on the other side is larger than
    θ exactly when w has passed its mirror image in u, arctan κ > 2θ.  The square loss is κ = λ sin θ.
Not verified
    Nothing.
"""

from __future__ import annotations

from sympy import Eq, Expr, Gt, Le, Matrix, cancel, factor, sqrt

from derivations.direction.rising_identity import RISING_MARGIN
from derivations.direction.system import CIRCLES, COSINE, RISES, SINE
from derivations.direction.tangential import ALIGNMENT, LENGTH, tau
from derivations.notation import N, at_next, c, k, kappa, lam, s, symbol
from derivations.proof import Proof
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, equivalent, for_all
from verifier.arithmetic.balls import iff, positive, same
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
)

n_w = symbol("n_w", "n", "n", "|w|, while the step is written in inner products")
ww, wt, tt, wu, tu = (
    symbol(f"{x}{y}", rf"\langle {x}, {y}\rangle", f"⟨{x}, {y}⟩", f"the inner product of {x} and {y}")
    for x, y in ("ww", "wt", "tt", "wu", "tu")
)
T = symbol("T", "T", "T", "tan 2θ")
PLANE_TARGET = Matrix([1, 0])
PLANE_DIRECTION = Matrix([c, s])
PLANE_TANGENT = ((PLANE_TARGET - c * PLANE_DIRECTION) / s).subs(c**2, 1 - s**2).applyfunc(cancel)
"""t in the basis of the target and its orthogonal complement: (sin θ, −cos θ)."""
TURNED = PLANE_DIRECTION + kappa * PLANE_TANGENT
"""w' over |w| in the same basis."""
GROWTH: Expr = factor((TURNED.T * TURNED)[0].expand().subs(c**2, 1 - s**2))
"""N'/N = 1 + κ²."""
MARGIN: Expr = kappa * (c**2 - tau**2) - 2 * tau * c
"""The direction rises exactly when this is positive."""
PLANE_MARGIN: Expr = MARGIN.subs(tau, s)
"""The same for a step in the plane of w and u, where τ = sin θ: κ cos 2θ − sin 2θ."""

TURN = (ALIGNMENT, LENGTH, *CIRCLES)
"""What a step does to the angle, in polynomials equal to 0."""
COFACTORS = (-(k * at_next(c) + c + kappa * tau), c**2, -(k**2), k**2)
"""Σ cofactor·relation of ``TURN`` is k²(sin²θ' − sin²θ) − κ·margin."""


TURNS = (Eq(at_next(c), (c + kappa * tau) / k), Eq(k, sqrt(GROWTH)))
"""The cosine after a step, and the growth of the norm."""


def derive() -> Proof:
    """Inner products first, then the sign of one factored identity, then the plane."""
    proof = Proof(CLAIM.id)
    vectors = _vectors(proof)
    change = proof.identity(
        "change of the squared sine",
        RISES.lhs * k**2,
        kappa * MARGIN,
        relations=TURN,
        cofactors=COFACTORS,
        because="The angle to u follows from k cos θ' = cos θ + κτ, k² = 1 + κ²:",
    )
    rises = proof.positive(
        "margin positive, direction rises",
        RISES.lhs,
        given=[kappa > 0, k > 0, MARGIN > 0],
        relations=TURN,
        cofactors=COFACTORS,
        multiplier=[k > 0, k > 0],
        terms=[(1, [kappa > 0, MARGIN > 0], 1)],
        because="The margin κ(cos²θ − τ²) − 2τ cos θ has the sign of the rise:",
    )
    margin = proof.positive(
        "direction rises, margin positive",
        MARGIN,
        given=[kappa > 0, k > 0, RISES],
        relations=TURN,
        cofactors=[-cofactor for cofactor in COFACTORS],
        multiplier=[kappa > 0],
        terms=[(1, [RISES], k)],
        because="and, as κ > 0, a rise makes the margin positive:",
    )
    proof.conclude(*vectors, change, rises, margin, *_plane(proof), *_square_loss(proof))
    return proof


def _vectors(proof: Proof) -> tuple[str, str]:
    """Norm and alignment of w' = w + κ|w|t, from inner products."""
    n = n_w
    orthonormal = [wt, tt - 1, ww - N, n**2 - N]
    proof.say("With n = |w|, the step is w' = w + κn·t, t the unit tangent.")
    norm = proof.identity(
        "norm growth",
        ww + 2 * kappa * n * wt + (kappa * n) ** 2 * tt,
        N * (1 + kappa**2),
        relations=orthonormal,
        cofactors=[2 * kappa * n, kappa**2 * n**2, 1, kappa**2],
        because="Pythagoras: ⟨w', w'⟩ = N(1 + κ²), as ⟨w, t⟩ = 0.",
    )
    alignment = proof.identity(
        "alignment",
        wu + kappa * n * tu,
        n * (c + kappa * tau),
        relations=[wu - n * c, tu - tau],
        because="⟨w', u⟩ = n(cos θ + κτ).",
    )
    return norm, alignment


def _plane(proof: Proof) -> tuple[str, ...]:
    """The tangential step in the plane of w and u, and out of it."""
    double_tangent = T
    defined = double_tangent * (c**2 - s**2) - 2 * s * c
    below, wide = Gt(c**2 - s**2, 0, evaluate=False), Le(c**2 - s**2, 0, evaluate=False)
    proof.say("In the plane of w and u, the unit tangent toward u has the components", *PLANE_TANGENT)
    proof.say("so that τ = sin θ, and w'/|w| has the components", *TURNED)
    proof.say("with the squared length", GROWTH)
    steep = proof.positive(
        "a rise below 45° needs κ > tan 2θ",
        kappa - double_tangent,
        given=[below, PLANE_MARGIN > 0],
        relations=[defined],
        multiplier=[below],
        terms=[(1, [PLANE_MARGIN > 0], 1)],
        because="Below 45°, with T = tan 2θ, the margin κ cos 2θ − sin 2θ is cos 2θ (κ − T):",
    )
    rising = proof.positive(
        "κ > tan 2θ makes a rise below 45°",
        PLANE_MARGIN,
        given=[below, kappa > double_tangent],
        relations=[defined],
        terms=[(1, [below, kappa > double_tangent], 1)],
        because="so it is positive where κ > T:",
    )
    never = proof.positive(
        "no rise from 45° to 90°",
        -PLANE_MARGIN,
        given=[kappa > 0, c >= 0, s >= 0, wide],
        terms=[(1, [kappa > 0, wide], 1), (2, [c >= 0, s >= 0], 1)],
        strict=False,
        because="From 45° to 90° the mirror image is more than a right angle away.",
    )
    outside = proof.positive(
        "out of the plane, a rise all the more",
        MARGIN,
        given=[kappa > 0, c >= 0, s >= tau, s + tau >= 0, PLANE_MARGIN > 0],
        terms=[
            (1, [PLANE_MARGIN > 0], 1),
            (1, [kappa > 0, s >= tau, s + tau >= 0], 1),
            (2, [c >= 0, s >= tau], 1),
        ],
        because="Out of the plane |τ| ≤ sin θ (Bessel), and κ(cos²θ − τ²) − 2τ cos θ is the larger for it:",
    )
    return steep, rising, never, outside


def _square_loss(proof: Proof) -> tuple[str, ...]:
    """The square loss is the case κ = λ sin θ, in the plane."""
    special = [kappa - lam * s, tau - s]
    proof.say("The square loss has κ = λ sin θ; its maps are these.")
    cosine = proof.identity(
        "square loss, cosine", ALIGNMENT, COSINE, relations=special, because="The cosine:"
    )
    sine = proof.identity(
        "square loss, sine", k * at_next(s) - TURNED[1], SINE, relations=special[:1], because="the sine:"
    )
    margin = proof.identity(
        "square loss, margin", PLANE_MARGIN, s * RISING_MARGIN, relations=special[:1],
        because="and the margin, which is sin θ times the rising margin:",
    )  # fmt: skip
    return cosine, sine, margin


def holds(run: Run, turns: int = 2) -> Answer:
    """The equivalence in the plane, for κ = λ sin θ, a, N; ``turns`` replaces the 2 of sin 2θ = 2sc."""
    x = run.state(0)
    change = TURNED[1] ** 2 / GROWTH - s**2
    altered = PLANE_MARGIN + (2 - turns) * s * c
    return every(
        *(
            iff(positive(run.evaluate(change, kappa=size)), positive(run.evaluate(altered, kappa=size)))
            for size in (x.lam * x.s, x.a, x.N)
        )
    )


def holds_square_loss(run: Run, power: int = 1) -> Answer:
    """The square loss turns w by κ = λ sin θ, and N' = N(1 + κ²)."""
    x = run.state(0)
    size = x.lam * x.s**power
    sine = run.evaluate(at_next(s) ** 2 - TURNED[1] ** 2 / GROWTH, kappa=size)
    norm = run.evaluate(at_next(N) - N * GROWTH, kappa=size)
    return every(same(sine, 0 * sine), same(norm, 0 * norm))


CLAIM = Claim(
    id="square.reflection-form",
    title="rising in any scale-invariant model",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        for_all(
            Eq(ww + 2 * kappa * n_w * wt + kappa**2 * n_w**2 * tt, N * GROWTH, evaluate=False),
            where=[Eq(wt, 0), Eq(tt, 1), Eq(ww, N), Eq(n_w**2, N)],
        ),
        for_all(
            Eq(wu + kappa * n_w * tu, n_w * (c + kappa * tau), evaluate=False),
            where=[Eq(wu, c * n_w), Eq(tu, tau)],
        ),
        for_all(
            Eq(k**2 * (at_next(s) ** 2 - s**2), kappa * MARGIN, evaluate=False),
            where=TURNS,
        ),
        equivalent(RISES, Gt(MARGIN, 0, evaluate=False), where=TURNS),
        equivalent(
            Gt(PLANE_MARGIN, 0, evaluate=False),
            kappa > T,
            given=[c**2 > s**2],
            where=[Eq(T, 2 * s * c / (c**2 - s**2))],
        ),
        for_all(Le(PLANE_MARGIN, 0, evaluate=False), given=[c >= 0, s >= 0, s**2 >= c**2]),
        for_all(
            Gt(MARGIN, 0, evaluate=False),
            given=[c >= 0, s >= tau, s >= -tau, Gt(PLANE_MARGIN, 0, evaluate=False)],
        ),
        for_all(
            Eq(ALIGNMENT, COSINE, evaluate=False),
            Eq(k * at_next(s) - s + kappa * c, SINE, evaluate=False),
            Eq(PLANE_MARGIN, s * RISING_MARGIN, evaluate=False),
            where=[Eq(kappa, lam * s), Eq(tau, s)],
        ),
    ),
    hypotheses=(
        hypothesis(
            "the step turns toward the target",
            "At (cos θ, sin θ) = (4/5, 3/5), κ = −3/4 the margin κ cos 2θ − sin 2θ is −117/100, yet "
            "sin θ' = 24/25.",
            (kappa > 0,),
        ),
        Hypothesis(
            "for the equivalence with κ cos 2θ > sin 2θ: a step in the plane of w and u",
            r"t \in \operatorname{span}\{w, u\}",
            "Out of it the condition is only sufficient: with τ = 0 every κ > 0 rises, for instance "
            "κ = 3/4 at (cos θ, sin θ) = (4/5, 3/5), where cos θ' = 16/25 and κ cos 2θ < sin 2θ.  Beyond "
            "90° it is not even that: at (−4/5, 3/5), τ = −2/5 and κ = 3/4, where κ cos 2θ > sin 2θ, the "
            "direction does not rise, as cos θ' = −22/25.",
        ),
        Hypothesis(
            "scale invariance: the step is tangential",
            r"\langle w, t\rangle = 0",
            "A step along w changes N and not the angle.",
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check("run", holds, (Alteration("sin 2θ becomes ½ sin 2θ", {"turns": 1}),)),
        Check("run", holds_square_loss, (Alteration("κ becomes λ sin²θ", {"power": 2}),)),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
