"""Norm growth: each step multiplies the squared norm by 1 + λ²s².

Statement
    N' = N(1 + λ² sin²θ).  Hence N_t = N_0·Π_{k<t}(1 + λ_k² sin²θ_k) for all t: the norm never falls,
    and w_0 ≠ 0 implies w_t ≠ 0.  G = ∂R/∂w is orthogonal to w, and ‖w‖⁴‖G‖² = α²(ρ²‖w‖² − ⟨b, w⟩²).
Hypotheses
    Whitened data, ρ > 0, η > 0, w_0 ≠ 0.  No sign of α or cos θ, and no bound on h, is needed.
Source
    [1], public descriptions give the effective learning rate ηαρ/‖w‖²; this form is our derivation.
Argument
    By square.scale-invariance the gradient G = ∂R/∂w is orthogonal to w, so ‖w'‖² = ‖w‖² + η²‖G‖²
    (Pythagoras).  By square.gradients, ‖G‖ is the gradient along G itself: ‖G‖² = ⟨∂R/∂w, G⟩ =
    (α/‖w‖)²(ρ² − ⟨b, w⟩²/‖w‖²) = (αρ sin θ/‖w‖)².  Divide by ηρ² and put λ = ηαρ/‖w‖².
Not verified
    Nothing.  Pythagoras holds for every Σ in the Euclidean norm; the formula for ‖G‖ needs Σ = I.  The
    certificate assumes the gradient along v = w, b and G (square.gradients), and that w' = w − ηG.
"""

from __future__ import annotations

from sympy import Eq, Expr, Gt, Symbol

from derivations.direction.data import norm, numerator, w_v
from derivations.direction.norm_growth import GROWTH
from derivations.notation import N, alpha, at_next, at_start, c, eta, lam, rho, s, symbol
from derivations.proof import Proof, System
from derivations.proof.canonical import so_far_product
from derivations.proof.elimination import identity_by_elimination
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always, for_all
from derivations.square.gradients import GRADIENT_ALONG
from derivations.square.model.hypotheses import some_signal, whitened
from derivations.square.model.risk import Sample, b_v, b_w
from verifier.arithmetic.balls import same
from verifier.claim import Alteration, Answer, Check, Claim, Provenance, Status

radial = symbol("G_w", r"\langle G, w\rangle", "⟨G, w⟩", "the product of the gradient G = ∂R/∂w with w")
signal = symbol("G_b", r"\langle G, b\rangle", "⟨G, b⟩", "its product with b")
square = symbol("G_G", r"\lVert G\rVert^2", "‖G‖²", "its squared norm")

NORMS = System(
    name="norms",
    state=(N, lam, s),
    parameters=(),
    initial=(at_start(N) > 0,),
    relations=(at_next(N) - N * GROWTH,),
    tracked=(N,),
)
"""The squared norm along a run; nothing is assumed of it after time 0, nor of λ and s."""


def gradient_along(product: Symbol, b_dot_v: Expr, w_dot_v: Expr) -> Expr:
    """The polynomial that vanishes when ``product`` is ⟨G, v⟩, by square.gradients."""
    along = numerator(product - GRADIENT_ALONG)
    return along.subs({b_v: b_dot_v, w_v: w_dot_v}, simultaneous=True)


PRODUCTS: dict[Symbol, Expr] = {
    radial: gradient_along(radial, b_w, norm**2),
    signal: gradient_along(signal, rho**2, b_w),
    square: gradient_along(square, signal, radial),
}
"""⟨G, w⟩, ⟨G, b⟩ and ⟨G, G⟩ for whitened data: the gradient along v = w, b and G."""
PYTHAGORAS: Expr = numerator(at_next(N) - (norm**2 - 2 * eta * radial + eta**2 * square) / (eta * rho**2))
"""N' = ‖w − ηG‖²/(ηρ²), the square of a difference."""


def derive() -> Proof:
    """Expand ‖w − ηG‖², then iterate."""
    proof = Proof(CLAIM.id)
    orthogonal = proof.identity(
        "gradient orthogonal to w",
        radial,
        0,
        given=[norm > 0],
        relations=[PRODUCTS[radial]],
        multiplier=[norm > 0, norm > 0, norm > 0],
        because="G = ∂R/∂w is orthogonal to w: this is the gradient along v = w,",
    )
    length = identity_by_elimination(
        proof,
        "squared length of the gradient",
        norm**4 * square,
        alpha**2 * (rho**2 * norm**2 - b_w**2),
        dict(reversed(PRODUCTS.items())),
        given=[norm > 0],
        because="and its squared length the gradient along v = G, with ⟨G, b⟩ that along v = b.",
    )
    one_step = identity_by_elimination(
        proof,
        "norm growth",
        at_next(N),
        N * GROWTH,
        {
            at_next(N): PYTHAGORAS,
            **dict(reversed(PRODUCTS.items())),
            N: numerator(N - norm**2 / (eta * rho**2)),
            lam: numerator(lam - eta * alpha * rho / norm**2),
            b_w: b_w - c * rho * norm,
            s: c**2 + s**2 - 1,
        },
        given=[eta > 0, rho > 0, norm > 0],
        because="So ‖w − ηG‖² = ‖w‖² + η²‖G‖²; in the units N = ‖w‖²/(ηρ²) and λ = ηαρ/‖w‖², as "
        "1 − cos²θ = sin²θ:",
    )
    proof.conclude(orthogonal, length, one_step, *_all_times(proof))
    return proof


def _all_times(proof: Proof) -> tuple[str, str, str]:
    """N_t > 0, and N_t = N_0·Π(1 + λ²s²) as two inequalities."""
    system = proof.system(NORMS)
    stays = proof.positive(
        "norm stays positive",
        at_next(N),
        given=[N > 0],
        relations=system.relations,
        terms=[(1, [N > 0], 1), (1, [N > 0], lam * s)],
        because="N(1 + λ²s²) ≥ N > 0.",
    )
    never_zero = proof.invariant(
        "w is never zero", system, {N > 0: (None, stays)}, because="So w_t ≠ 0 at all times."
    )
    factor = proof.positive(
        "growth is nonnegative", GROWTH, terms=[(1, [], 1), (1, [], lam * s)], strict=False
    )
    directions = []
    for direction, sign in ((">=", 1), ("<=", -1)):
        step = proof.positive(
            f"one step, {direction}",
            sign * (at_next(N) - GROWTH * N),
            relations=system.relations,
            terms=[],
            strict=False,
        )
        iterated = proof.rule(
            "growth", f"product, {direction}", system, quantity=N, ratio=GROWTH,
            direction=direction, step=step, nonnegative=factor,
            because=f"Iterated: N_t {direction} N_0·Π(1 + λ_k²s_k²).",
        )  # fmt: skip
        directions.append(iterated)
    return never_zero, directions[0], directions[1]


def holds(sample: Sample, any_covariance: bool = False, power: int = 2) -> Answer:
    """One step from the raw data against the formula.

    ``any_covariance`` also tries data that are not whitened; ``power`` replaces the square of λ.
    """
    if not (sample.whitened or any_covariance):
        return Answer.VACUOUS
    after = sample.view(*sample.descend(sample.w, sample.alpha))
    altered = GROWTH + (lam**power - lam**2) * s**2
    return Answer.of(same(after["N"], sample.evaluate(N * altered)))


CLAIM = Claim(
    id="square.norm-growth",
    title="how the squared norm grows",
    provenance=Provenance.PAPER,
    wanted=Status.PROVED,
    statement=Statement(
        for_all(Eq(radial, 0), where=[PRODUCTS[radial]]),
        for_all(
            Eq(norm**4 * square, alpha**2 * (rho**2 * norm**2 - b_w**2), evaluate=False),
            where=[*PRODUCTS.values()],
        ),
        for_all(
            Eq(at_next(N), N * GROWTH, evaluate=False),
            given=[eta > 0],
            where=[
                Eq(N, norm**2 / (eta * rho**2)),
                Eq(lam, eta * alpha * rho / norm**2),
                Eq(c, b_w / (rho * norm)),
                PYTHAGORAS,
                *PRODUCTS.values(),
            ],
        ),
        always(Gt(N, 0), Eq(N, at_start(N) * so_far_product(GROWTH), evaluate=False)),
    ),
    hypotheses=(
        whitened(
            "needed: for Σ = diag(1, 4), b = (1, 0), η = 1, w = (3, 2), α = 5, in the Σ-inner product, "
            "N falls from 25 to 2197/125, while λ²s² = 16/625"
        ),
        some_signal("needed for the unit of N only: then w is still"),
        hypothesis(
            "w starts off zero",
            "needed: f is 0/0 at w = 0",
            (at_start(N) > 0, norm > 0),
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "whitened",
            holds,
            (
                Alteration("Σ ≠ I", {"any_covariance": True}, frozenset({"whitened"})),
                Alteration("λ² becomes λ", {"power": 1}),
            ),
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
