"""Any normalization: a rising edge ends, whatever the model normalizes by.

Statement
    Let a step add κ‖w‖t to w, with t a unit vector orthogonal to w and τ = ⟨t, u⟩ ≥ γ sin θ.  A rise needs
    κ(1 − γ² tan²θ) > 2γ tan θ, so γ tan θ < 1 and κ > 2γ tan θ; for τ = γ sin θ this is exactly when it
    rises.  Each rising step multiplies N by more than ((1 + γ² tan²θ)/(1 − γ² tan²θ))² ≥ 1 + 4γ² tan²θ.
    A rising edge that starts at (N, θ), with κN ≤ Γ on it, has at most
    1 + ⌊ln(Γ/(2γN tan θ))/ln(1 + 4γ² tan²θ)⌋ steps, and, with Ψ = 2γ tan θ/(1 − γ² tan²θ), at most
    1 + ⌊ln(Γ/(ΨN))/ln(1 + Ψ²)⌋.  If even κN ≤ Γ sin θ, it has at most
    1 + ⌊ln(Γ cos θ (1 − γ² tan²θ)/(2γN))/ln(1 + Ψ²)⌋.
    A planar step towards the target has γ = 1; that of the whitened square loss also κN ≤ ā sin θ.  For the
    square loss on data of any covariance, in the Euclidean angle, γ = 2√(ℓL)/(ℓ + L) and κN ≤ a√(L/ℓ).
Hypotheses
    A model that is scale-invariant in w, whatever it normalizes by and in any dimension; an acute angle;
    γ > 0.  Γ is η times a bound of the gradient on the unit sphere, for the scales α of the edge.
Source
    Our own.  For γ = 1 and Γ = ā the last bound is at most that of square.self-stabilization.  What γ is
    for the logistic loss stands in logistic.step-direction.
Argument
    k²(sin²θ' − sin²θ) = κ(κ(cos²θ − τ²) − 2τ cos θ) by square.reflection-form, and for τ ≥ 0 the bracket
    falls as τ grows.  So where a step rises, one with τ = γ sin θ would.  N' = N(1 + κ²).  On an edge sin θ
    grows at each step, which is what an edge is, and cos θ stays positive, as τ ≥ 0: so tan θ grows, and
    κ > Ψ, Ψ that of the start, at each of its steps.  With κN ≤ Γ then ΨN < Γ.  Of n steps n − 1 come
    before the last.
    For any Σ the step is along Σt, t = u − cŵ.  From (σ_j − ℓ)(L − σ_j) ≥ 0: (ℓ + L)⟨Σt, u⟩ =
    (ℓ + L)tᵀΣt ≥ |Σt|² + ℓL|t|² ≥ 2√(ℓL)|Σt||t|, which is Kantorovich's inequality; and |t| ≥ |u| sin θ.
    Which claims of the square loss need no more than such a step is read off their certificates.
Not verified
    That the gradient of a scale-invariant risk is orthogonal to w: square.scale-invariance, for the models
    here.  That the step of the square loss is along Σt: general.update-map.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Any

from sympy import Eq, Expr, Ge, Gt, Le, log

from derivations.direction.data import norm
from derivations.direction.rising_identity import RISING_MARGIN
from derivations.direction.system import RISES
from derivations.direction.tangential import (
    FASTER,
    MIRROR,
    OFF_TARGET,
    TANGENT,
    Gam,
    Psi,
    establish_beyond,
    establish_costs,
    establish_sharp,
    gam,
    tan,
    tau,
)
from derivations.direction.tangential_edge import (
    PULLED,
    PULLED_AT_SINE,
    ROOM,
    SLOW,
    WIDEST,
    establish_edges,
)
from derivations.general.lemmas.aimed import MEANT, TARGETED, establish_aimed, n_step, n_u
from derivations.general.model.system import L, ell
from derivations.notation import N, a, abar, at_next, at_start, c, kappa, lam, s
from derivations.proof import Proof
from derivations.proof.canonical import count
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always, equivalent, for_all
from derivations.square.model.system import LAMBDA
from verifier.arithmetic.balls import Ball, both, floor_of_upper, iff, positive
from verifier.claim import (
    Alteration,
    Answer,
    Check,
    Claim,
    Hypothesis,
    Provenance,
    Status,
    every,
    given,
)

STEPS = 40
"""How many steps of a run a check looks at."""
X: Expr = gam**2 * tan**2
PSI_OF: Expr = 2 * gam * tan / (1 - X)
BOUNDS: tuple[Expr, ...] = (
    log(Gam / (2 * gam * tan * N)) / log(1 + 4 * X),
    log(Gam / (PSI_OF * N)) / log(1 + PSI_OF**2),
)
SINE_BOUND: Expr = log(Gam * c * (1 - X) / (2 * gam * N)) / log(1 + PSI_OF**2)
"""Above n − 1, for the n steps of an edge, by the state at its start."""
PLANAR = (Eq(kappa, lam * s), Eq(tau, s))
"""A step of length λ‖w‖ sin θ in the plane of w and u, towards u."""


def derive() -> Proof:
    """One rising step; the count of an edge; then two models."""
    proof = Proof(CLAIM.id)
    steps = (establish_beyond(proof), *establish_sharp(proof), *establish_costs(proof))
    proof.conclude(*steps, *establish_edges(proof), *_planar(proof), *establish_aimed(proof))
    return proof


def _planar(proof: Proof) -> tuple[str, str]:
    planar = [kappa - lam * s]
    mirror = proof.identity(
        "planar, mirror", c**2 * MIRROR.subs(gam, 1), s * RISING_MARGIN, relations=[*planar, TANGENT],
        cofactors=[c**2 - s**2, -kappa * (c * tan + s) - 2 * c],
        because="For γ = 1, κ = λ sin θ the threshold is that of a planar step, λ cos 2θ > 2 cos θ;",
    )  # fmt: skip
    pulled = proof.positive(
        "whitened, pulled", abar * s - kappa * N, given=[s >= 0, a <= abar], relations=[*planar, LAMBDA],
        terms=[(1, [s >= 0, a <= abar], 1)], strict=False,
        because="for the square loss κN = λN sin θ = a sin θ ≤ ā sin θ.",
    )  # fmt: skip
    return mirror, pulled


def bounds(run: Any, edge: tuple[int, int], change: Mapping[Expr, Expr] | None = None) -> list[Ball] | None:
    """What n − 1 is at most for an edge (first step, n), with the best γ and Γ; None for γ ≤ 0.

    ``change`` replaces symbols in the bounds.
    """
    first, length = edge
    times = range(first, first + length)
    aim = [run.evaluate(tau / s, t) for t in times]
    pull, at_sine = ([run.evaluate(x, t) for t in times] for x in (kappa * N, kappa * N / s))
    least = reduce(lambda x, y: x.min(y), aim)
    if not positive(least):
        return None
    read = []
    for bound, pulls in (*((one, pull) for one in BOUNDS), (SINE_BOUND, at_sine)):
        most = reduce(lambda x, y: x.max(y), pulls)
        read.append(run.evaluate(bound.subs(change or {}), first, gamma_step=least, Gamma_pull=most))
    return read


def holds(run: Any, share: int = 1, flat: bool = False) -> Answer:
    """Each rising edge among the first steps has at most that many steps.

    ``share`` divides Γ; with ``flat`` the angle is taken to be 45° in each bound.
    """
    change: dict[Expr, Expr] = {Gam: Gam / share} | ({tan: 1} if flat else {})

    def within(edge: tuple[int, int]) -> Answer:
        found = bounds(run, edge, change)
        if found is None:
            return Answer.VACUOUS
        return every(*(edge[1] <= 1 + floor_of_upper(bound) for bound in found))

    return every(*map(within, run.edges(STEPS)))


def holds_at_each_step(run: Any, turns: int = 2) -> Answer:
    """With γ = τ/sin θ a step rises exactly beyond the mirror image; ``turns`` replaces 2 in 2γ tan θ."""

    def step(t: int) -> Answer:
        aim = run.evaluate(tau / s, t)
        margin = run.evaluate(MIRROR + (2 - turns) * gam * tan, t, gamma_step=aim)
        acute = both(positive(run.evaluate(c, t)), positive(aim))
        return given(acute, lambda: iff(run.rises(t), positive(margin)))

    return every(*map(step, range(6)))


EDGES: dict[str, Any] = {"words": "for the number n of its steps"}
FACTOR: Expr = 1 + 4 * gam**2 * at_start(tan) ** 2
MIRROR_IS = Eq(Psi, SLOW / (1 - gam**2 * at_start(tan) ** 2))
CLAIM = Claim(
    id="general.normalization",
    title="any normalization: a rising edge ends",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        for_all(
            *(Gt(MIRROR, 0), FASTER, Gt(at_next(N), N * (1 + 4 * gam**2 * tan**2), evaluate=False)),
            Gt(at_next(N) * (1 - X) ** 2, N * (1 + X) ** 2, evaluate=False),
            given=[RISES],
        ),
        equivalent(RISES, Gt(MIRROR, 0), where=[Eq(tau, gam * s)]),
        always(
            count - 1 < log(Gam / (SLOW * at_start(N))) / log(FACTOR), throughout=[RISES, PULLED], **EDGES
        ),
        always(
            count - 1 < log(Gam / (Psi * at_start(N))) / log(1 + Psi**2),
            given=[ROOM],
            throughout=[RISES, PULLED],
            where=[MIRROR_IS],
            **EDGES,
        ),
        always(
            count - 1 < log(WIDEST / (2 * gam * at_start(N))) / log(1 + Psi**2),
            given=[ROOM],
            throughout=[RISES, PULLED_AT_SINE],
            where=[MIRROR_IS],
            **EDGES,
        ),
        for_all(
            Eq(c**2 * MIRROR.subs(gam, 1), s * RISING_MARGIN, evaluate=False), where=[Eq(kappa, lam * s)]
        ),
        for_all(Ge(abar * s, kappa * N), given=[a <= abar], where=[Eq(kappa, lam * s), Eq(lam, a / N)]),
        for_all(
            Ge(tau, gam * s), given=[n_u > 0, n_step > 0, ell > 0, L > 0], samples=TARGETED, where=MEANT[:2]
        ),
        for_all(
            Le(ell * (kappa * N) ** 2, L * a**2),
            given=[norm > 0, ell > 0, L > 0],
            samples=TARGETED,
            where=MEANT[2:],
        ),
    ),
    hypotheses=(
        Hypothesis(
            "scale invariance: the step is tangential",
            r"\langle w, t\rangle = 0",
            "With weight decay ω = 1/2 a whitened step rises at (cos θ, sin θ, λ) = (12/13, 5/13, 3/2), "
            "where its tangential part has κ = 15/26 < 2 tan θ = 5/6; N falls, to 197/338 of what it was.",
        ),
        hypothesis(
            "the step is aimed at the target",
            "With τ = 0 every κ > 0 rises: κ = 3/4 at (4/5, 3/5), where cos θ' = 16/25.  With τ = −sin θ, "
            "from a target that the run leaves, an edge need not end: from θ_0 = 1/10 with κ = 1/2, 1/4, "
            "1/8, … the angle rises for ever, to less than 11/10.",
            (gam > 0, tau >= gam * s),
        ),
        hypothesis(
            "an acute angle",
            "At (−4/5, 3/5), τ = 3/5 and κ = 3/4, where 2|tan θ| = 3/2, the direction rises, as "
            "cos θ' = −7/25.",
            (c > 0, at_start(c) > 0),
        ),
        hypothesis(
            "the edge starts off target",
            "On target τ = 0, and every step rises, whatever it costs.",
            (OFF_TARGET,),
        ),
        hypothesis(
            "a bounded gradient on the unit sphere",
            "For Γ less than κN, at (4/5, 3/5) with τ = 3/5, κ = 4, N = 1 and Γ = 1, the step rises, where "
            "Γ/(2N tan θ) = 2/3 < 1.  With no bound at all an edge need not end: in the plane, with κ = "
            "tan(2θ_t + 2^(−t)/10) from θ_0 = 1/10, the angle rises for ever, to 3/10.",
            (Gam > 0,),
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "normalized",
            holds,
            (
                Alteration("Γ becomes Γ/4", {"share": 4}),
                Alteration("the same for every angle, as at 45°", {"flat": True}),
            ),
        ),
        Check("normalized", holds_at_each_step, (Alteration("2γ tan θ becomes γ tan θ", {"turns": 1}),)),
    ),
    experiments=(
        "verifier.studies.experiments.normalizations:edges",
        "verifier.studies.experiments.scale_invariance:reach",
    ),
)

if __name__ == "__main__":
    main(CLAIM)
