"""Unit-free form: a run depends on the data and the rates only through (h, a_0, N_0, θ_0).

Statement
    Two runs of gradient descent, on different whitened data and with different η and ρ, that agree
    in h, a_0 = α_0/ρ, N_0 = ‖w_0‖²/(ηρ²) and θ_0, agree in a_t, N_t, θ_t and λ_t, and in
    (R_t − R*)/ρ², at all times.
Hypotheses
    Whitened data, ρ > 0, η > 0 and w_t ≠ 0 in both runs; no sign of α or cos θ.
Source
    Not in the abstract of [1]; an extension.
Argument
    Write each run in its own orthonormal frame (square.update-maps), with its own unit ℓ = √η ρ of w.
    The change of units w ↦ w·ℓ₂/ℓ₁, α ↦ α·ρ₂/ρ₁ carries the start of the first run to that of the
    second, and it commutes with the step: if the components of w and α correspond before a step of both
    runs, they correspond after it, whatever ρ₁, ρ₂, η₁, η₂.  So they correspond always (induction).
    Hence a = α/ρ, p = w_u/ℓ, q = w_q/ℓ and r = ‖w‖/ℓ agree, and so do N = r², cos θ = p/r,
    sin θ = q/r and λ = a/r²; and by square.decomposition (R − R*)/ρ² = ½(a − cos θ)² + ½sin²θ.
Not verified
    The certificate assumes, in both runs, the gradient along the directions of the frame and in α
    (square.gradients), and the rule w' = w − η∂R/∂w, α' = α − h∂R/∂α.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Eq, Expr

from derivations.direction.data import numerator
from derivations.notation import (
    N,
    a,
    alpha,
    at_next,
    at_start,
    c,
    eta,
    h,
    lam,
    of_number,
    p,
    q,
    r,
    replaced,
    rho,
    s,
    symbol,
)
from derivations.proof import Proof, System
from derivations.proof.elimination import identity_by_elimination
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always
from derivations.square.decomposition import DIRECTIONAL_ERROR, SCALE_ERROR
from derivations.square.model.descent import (
    AFTER,
    DESCENT,
    GRADIENT,
    GRADIENTS,
    LENGTH,
    UNIT,
    ell,
    step_relation,
    w_o,
    w_q,
    w_u,
)
from derivations.square.model.hypotheses import whitened
from derivations.square.model.risk import Sample
from derivations.square.update_maps import EFFECTIVE_LR
from verifier.arithmetic.balls import same
from verifier.claim import Alteration, Answer, Check, Claim, Provenance, Status, every

RUNS = (1, 2)
excess = symbol("excess", r"(R-R^*)/\rho^2", "((R − R∗)/ρ²)", "the loss above its least, without units")
_OWN = (*DESCENT.state, rho, eta, ell, p, q, a, c, s, N, lam, excess)
"""What each run has for itself; h is common to both."""
STEPS = 3
"""How many steps the numeric check makes."""


def of_run(expression: Expr, run: int) -> Expr:
    """``expression`` about run 1 or run 2: its own symbols carry the number of the run."""
    now = {x: of_number(x, run) for x in _OWN}
    after = {at_next(x): at_next(now[x]) for x in DESCENT.state}
    return replaced(expression, now | after)


def correspond(quantity: Expr, unit: Expr) -> Expr:
    """The expression that vanishes when ``quantity`` is the same multiple of ``unit`` in both runs."""
    first, second = (of_run(quantity, run) for run in RUNS)
    return of_run(unit, 2) * first - of_run(unit, 1) * second


EQUATIONS: dict[Expr, Expr] = {
    **{component: correspond(component, ell) for component in (w_u, w_q, w_o)},
    alpha: correspond(alpha, rho),
    r: correspond(r, r**0),
}
WITHOUT_UNITS: dict[Expr, Expr] = {
    p: ell * p - w_u,
    q: ell * q - w_q,
    a: rho * a - alpha,
    c: r * c - p,
    s: r * s - q,
    N: N - r**2,
    lam: numerator(lam - EFFECTIVE_LR.subs(N, r**2)),
    excess: numerator(excess - (SCALE_ERROR + DIRECTIONAL_ERROR) / rho**2),
}
"""Each quantity without units, by the polynomial that defines it in the run's own units."""
RADII = of_run(r, 1) + of_run(r, 2)
TWINS = System(
    name="two runs",
    state=tuple(of_run(x, run) for run in RUNS for x in DESCENT.state),
    parameters=(h, *(of_run(x, run) for run in RUNS for x in (rho, eta, ell))),
    conditions=tuple(of_run(x, run) > 0 for run in RUNS for x in (rho, ell, r)),
    initial=tuple(Eq(equation, 0) for equation in EQUATIONS.values()),
    instant=tuple(
        of_run(relation, run) for run in RUNS for relation in (UNIT, LENGTH, *GRADIENTS.values())
    ),
    relations=tuple(of_run(relation, run) for run in RUNS for relation in DESCENT.relations),
)
"""Two runs of gradient descent that start at corresponding points; only h is common."""


CORRESPONDING_START = [
    Eq(replaced(equation, {x: at_start(x) for x in TWINS.state}), 0) for equation in EQUATIONS.values()
]


def derive() -> Proof:
    """The change of units commutes with the step, so it carries one run into the other."""
    proof = Proof(CLAIM.id)
    system = proof.system(TWINS)
    proof.say("The two starts correspond; each of these vanishes at time 0:", *EQUATIONS.values())
    positive = proof.positive(
        "radii are positive",
        RADII,
        given=[of_run(r, run) > 0 for run in RUNS],
        terms=[(1, [of_run(r, run) > 0], 1) for run in RUNS],
    )
    proof.rule("consequence", "radii", system, sequents=[positive], because="Both norms are positive.")
    steps = [_component(proof, x) for x in EQUATIONS if x != r] + [_radius(proof)]
    proof.rule(
        "equations", "the runs correspond", system,
        equations=list(EQUATIONS.values()), start=[None] * len(EQUATIONS), steps=steps,
        because="By induction the two runs correspond at all times.",
    )  # fmt: skip
    proof.conclude(*_unit_free(proof))
    return proof


def _unit_free(proof: Proof) -> Iterator[str]:
    """The quantities of the statement are the same in both runs at all times, as the runs correspond."""
    defined = {
        of_run(x, run): of_run(relation, run)
        for x, relation in reversed(WITHOUT_UNITS.items())
        for run in RUNS
    }
    signs = [of_run(x, run) > 0 for run in RUNS for x in (rho, ell, r)]
    known = defined | {of_run(x, 1): equation for x, equation in EQUATIONS.items()}
    pairs = {x: (of_run(x, 1), of_run(x, 2)) for x in (a, N, c, s, lam, excess)}
    for x, (first, second) in pairs.items():
        relations = needed(first - second, known)
        agree = identity_by_elimination(
            proof, f"{x} agrees", first, second, relations, given=signs,
            because="Where two runs correspond, they agree in each quantity without units:",
        )  # fmt: skip
        meant = [Eq(relation, 0, evaluate=False) for y, relation in relations.items() if y in defined]
        yield proof.rule(
            "at-every-time", f"{x} agrees at all times", TWINS, sequent=agree, uses=[], assume=meant,
            because="They correspond at all times.",
        )  # fmt: skip


def needed(target: Expr, relations: dict[Expr, Expr]) -> dict[Expr, Expr]:
    """Those of the relations, in order, that matter when ``target`` is reduced by them."""
    symbols, used = set(target.free_symbols), {}
    for variable, relation in relations.items():
        if variable in symbols:
            used[variable] = relation
            symbols |= relation.free_symbols
    return used


def _moves(*components: Expr) -> dict[Expr, Expr]:
    """The step of these components in both runs, each to be solved for its next value."""
    pairs = [(x, run) for x in components for run in RUNS]
    steps = {at_next(of_run(x, run)): of_run(step_relation(x, AFTER[x]), run) for x, run in pairs}
    return steps | {of_run(GRADIENT[x], run): of_run(GRADIENTS[GRADIENT[x]], run) for x, run in pairs}


def _present() -> dict[Expr, Expr]:
    """What is known before the step: run 1 in terms of run 2."""
    units = {of_run(eta, run): of_run(UNIT, run) for run in RUNS}
    return units | {of_run(x, 1): equation for x, equation in reversed(EQUATIONS.items())}


def _component(proof: Proof, component: Expr) -> str:
    return identity_by_elimination(
        proof,
        f"{component} after a step",
        TWINS.after(EQUATIONS[component]),
        0,
        _moves(component) | _present(),
        given=[of_run(x, run) > 0 for run in RUNS for x in (rho, ell, r)],
        because="If the runs correspond before a step, then after it in this component.",
    )


def _radius(proof: Proof) -> str:
    """The norms are positive roots of corresponding sums of squares."""
    lengths = {at_next(of_run(r, run)): TWINS.after(of_run(LENGTH, run)) for run in RUNS}
    difference = TWINS.after(EQUATIONS[r])
    sum_positive = TWINS.after(RADII) > 0
    return identity_by_elimination(
        proof,
        "norm after a step",
        difference,
        0,
        lengths | _moves(w_u, w_q, w_o) | _present(),
        given=[*(of_run(x, run) > 0 for run in RUNS for x in (rho, ell, r)), sum_positive],
        factor=[sum_positive],
        because="So do the norms, as (r₁' − r₂')(r₁' + r₂') is a difference of squares.",
    )


def holds(sample: Sample, any_covariance: bool = False, own_unit: bool = True) -> Answer:
    """The run from the raw data against a run on four planar samples with other ρ and η.

    ``any_covariance`` also tries data that are not whitened.  With ``own_unit`` false the second run
    starts from the first run's w, not from the w that corresponds to it.
    """
    if not (sample.whitened or any_covariance):
        return Answer.VACUOUS
    twin = sample.planar_twin()
    w, scale, here = sample.w, sample.alpha, sample.view(sample.w, sample.alpha)
    there = twin.view(twin.w, twin.alpha)
    unit = (there if own_unit else here)["eta"].sqrt() * there["rho"]
    w_twin, scale_twin = [unit * here["p"], unit * here["q"]], there["rho"] * here["a"]
    verdicts = []
    for _ in range(STEPS):
        w, scale = sample.descend(w, scale)
        w_twin, scale_twin = twin.descend(w_twin, scale_twin)
        one, other = sample.view(w, scale), twin.view(w_twin, scale_twin)
        verdicts += [same(one[x.name], other[x.name]) for x in (a, N, c, s, lam)]
    return every(*verdicts)


CLAIM = Claim(
    id="square.unit-free",
    title="only four numbers matter",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        always(
            *(Eq(of_run(x, 1), of_run(x, 2)) for x in (a, N, c, s, lam, excess)),
            given=CORRESPONDING_START,
            where=[
                *(of_run(relation, run) for relation in WITHOUT_UNITS.values() for run in RUNS),
                *(*TWINS.instant, *TWINS.relations),
            ],
            words="at every time of both runs",
        ),
    ),
    hypotheses=(
        whitened(
            "needed: for Σ = diag(1, 4), b = (1, 0), η = 1, w = (3, 2), α = 5, in the Σ-inner product, "
            "N_1 is 2197/125 and not the 641/25 of whitened data with the same start"
        ),
        hypothesis(
            "there is a signal",
            "needed: ρ is the unit of α",
            tuple(of_run(x, run) > 0 for x in (rho, ell) for run in RUNS),
        ),
        hypothesis(
            "w is not zero",
            "needed at t = 0 only, by norm growth",
            tuple(of_run(r, run) > 0 for run in RUNS),
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
                Alteration("w is not scaled with √η", {"own_unit": False}),
            ),
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
