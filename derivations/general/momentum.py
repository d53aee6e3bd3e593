"""Momentum: beside the aligned direction the threshold moves from 2 to 2(1 + β).

Statement
    Let v' = βv − η∂R/∂w, w' = w + v'; how α moves does not enter.  A coordinate of w becomes
    w_j + λrσ_j t_j + β(w_j − w_j⁻), w⁻ the point one step before; for Σ = I, that is the map of p and q
    without momentum and β times the last step.  Beside the ray of u, at w = R(u + εδ) and
    w⁻ = R(u + εδ⁻), it leads to w' = R(u + εQ).  At ε = 0 and along an eigenvector of M = Σ − bbᵀ/ρ²
    of the eigenvalue κ a displacement x, after y, becomes x' = (1 + β − K)x − βy with K = λ_∗κ.  Of this
    recursion at all times: for 0 < K < 2(1 + β) every solution falls geometrically; for K ≥ 2(1 + β) one
    that starts at rest does not fall, and grows by K − 1 − 2β a step at least; for K ≤ 0 likewise by 1 − K.
    So it is stable exactly for 0 < K < 2(1 + β), where both roots of z² − (1 + β − K)z + β have |z| < 1.
Hypotheses
    0 ≤ β < 1; any covariance and dimension; R > 0.  λ as it is at w = Ru; where a_∗ = 1 it stays so.
Source
    Our own.  For β = 0 it is general.linear-threshold.
Argument
    A step is that of general.linear-threshold and β times the last one.  With T = 1 + β − K,
    Δ = K(2(1 + β) − K) = (1 + β)² − T², the recursion times x' − y reads E' = E − ½(1 − β)(x' − y)² for
    E = ¼((2(1 + β) − K)(x − y)² + K(x + y)²).  Of two steps in a row the falls know x and y, so that
    E + E' falls by a factor ϱ = 1 − (1 − β)Δ²/128 < 1.  For K ≥ 2(1 + β),
    −xx' = (K − 1 − 2β)x² + βx(x + y), and x(x + y) ≥ 0 is true at rest and survives a step.
Not verified
    The definition of a derivative.  That a run beside the ray follows its linear part while λ moves slowly:
    enclosed on 36 runs, whose direction rises for good from within 2 % of λκ_max = 2(1 + β) on.
"""

from __future__ import annotations

from typing import Any

from sympy import Eq, Expr, Integer, Rational

from derivations.direction.data import eps, norm
from derivations.general.lemmas.coordinates import TANGENT, sigma_j, u_j, w_j
from derivations.general.lemmas.heavy_ball import (
    APART,
    BOUND,
    OVER,
    RATIO,
    ROOMS,
    SQUARES,
    T,
    establish_apart,
    establish_beyond,
    establish_falls,
    started,
)
from derivations.general.lemmas.heavy_step import (
    HEAVY,
    HEAVY_QUOTIENT,
    MODES,
    PLANE,
    PULL,
    ROOT,
    WAS,
    axis,
    establish_heavy,
    establish_plane,
    establish_roots,
    imaginary,
    real,
    w_was,
)
from derivations.general.lemmas.linearized import (
    ALIGNED,
    EIGEN,
    LENGTH,
    ON_RAY,
    PLACE,
    RATE,
    R,
    n,
    turned,
)
from derivations.general.model.checked import SLACK
from derivations.general.model.momentum import EDGE, FOLLOWS, K, beta, x, y
from derivations.general.model.system import L
from derivations.general.update_map import ALONG_EIGENVECTOR, unit
from derivations.notation import at_next, at_start, c, eta, lam, p, q, r, rho, s, t, typeset
from derivations.proof import Proof
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always, for_all
from derivations.square.gradients import slope
from verifier.arithmetic.balls import (
    Ball,
    Verdict,
    ball,
    both,
    less,
    less_equal,
    positive,
    precision,
)
from verifier.arithmetic.evaluate import evaluate
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

STEPS, FOLLOWED = 60, 12
"""How many steps of the recursion, and of a run beside the ray, a check looks at."""
TILT = Rational(1, 10**60)


def derive() -> Proof:
    """The step, from the gradient; beside the ray; its recursion, at all times; and the roots of it."""
    proof = Proof(CLAIM.id)
    steps = [*establish_heavy(proof), *establish_plane(proof), *establish_falls(proof)]
    steps += [establish_beyond(proof)]
    proof.conclude(*steps, establish_apart(proof), *establish_roots(proof))
    return proof


def holds_at_rest(run: Any, edge: Expr = EDGE, fall: int = 128, again: int = 2) -> Answer:
    """The recursion from rest, with K = λ_0L and K = −λ_0L of a run, against its bounds.

    ``edge`` replaces 2(1 + β), ``fall`` the 128 of ϱ, and ``again`` the 2 of K − 1 − 2β.
    """
    with precision(4 * run.bits):
        pull = run.evaluate(lam * L)
        return every(*(_at_rest(run, one, edge, fall, again) for one in (pull, -pull)))


def _at_rest(run: Any, pull: Ball, edge: Expr, fall: int, again: int) -> Answer:
    here = {x.name: ball(1), y.name: ball(1), K.name: pull, **run.rates}

    def value(expression: Expr) -> Ball:
        return evaluate(expression, here.__getitem__)

    moved = {EDGE: edge, EDGE - K: edge - K}
    apart, beyond = less_equal(pull, 0), less_equal(value(edge), pull)
    stable = both(positive(pull), positive(value(edge) - pull))
    ratio = 1 - value((1 - RATIO).subs(moved)) * 128 / fall
    room, bound = value(ROOMS.subs(moved)), 2 * value(BOUND)
    grows = {"beyond": value(OVER - (again - 2) * beta) ** 2, "apart": value(APART) ** 2}

    def step(time: int) -> Answer:
        square = here[x.name] ** 2
        most = square * (1 + ball(SLACK))
        return every(
            given(stable, lambda: less_equal(room * square, bound * ratio**time)),
            given(beyond, lambda: less_equal(grows["beyond"] ** time, most)),
            given(apart, lambda: less_equal(grows["apart"] ** time, most)),
        )

    answers = []
    for time in range(STEPS):
        answers.append(step(time))
        here |= {x.name: value(FOLLOWS), y.name: here[x.name]}
    return every(*answers)


def holds_beside_ray(run: Any, whole: bool = False, forgets: bool = False) -> Answer:
    """The run itself from w = R(u + εδ), ε = 1e-60, at rest, where δ is for κ_max: its sines are ε|x_t|.

    With ``whole`` the largest eigenvalue of Σ stands for κ_max; with ``forgets`` the recursion has no βy.
    """
    bits = 4 * run.bits
    beside, kappa = run.beside_ray(TILT, bits)
    with precision(bits):
        pull = beside.evaluate(lam) * (beside.view(0)[L.name] if whole else kappa)
        here = {x.name: ball(1), y.name: ball(1), K.name: pull, **beside.rates}
        follows = FOLLOWS.subs(y, 0) if forgets else FOLLOWS
        sine = beside.view(0)[s.name]

        def near(time: int) -> Verdict:
            size = abs(here[x.name])
            return less(abs(beside.view(time)[s.name] / sine - size), (1 + size) * ball(SLACK))

        answers: list[Verdict] = []
        for time in range(FOLLOWED):
            answers.append(near(time))
            here |= {x.name: evaluate(follows, here.__getitem__), y.name: here[x.name]}
    return given(less(pull, 10), lambda: every(*answers))


CLAIM = Claim(
    id="general.momentum",
    title="momentum: beside the aligned direction the threshold is 2(1 + β)",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        for_all(
            Eq(at_next(w_j), HEAVY, evaluate=False),
            given=[unit > 0, norm > 0, rho > 0],
            where=[
                Eq(at_next(w_j), (unit * w_j + beta * unit * (w_j - w_was) - eta * slope) / unit),
                *ALONG_EIGENVECTOR,
            ],
        ),
        for_all(
            Eq(at_next(w_j) - R * u_j, eps * R * turned, evaluate=False),
            where=[
                *(Eq(turned, HEAVY_QUOTIENT), Eq(at_next(w_j), HEAVY), TANGENT, PLACE, WAS),
                *(Eq(r, R * n), ALIGNED, RATE, LENGTH),
            ],
        ),
        for_all(
            Eq(turned, FOLLOWS * axis, evaluate=False),
            where=[
                *(Eq(turned, HEAVY_QUOTIENT), *ON_RAY, EIGEN, PULL),
                *(Eq(d, d - mode) for d, mode in MODES.items()),
            ],
        ),
        *(
            for_all(
                Eq(at_next(w_j), after, evaluate=False),
                where=[
                    *(Eq(at_next(w_j), HEAVY), Eq(w_was, w_j - last), TANGENT, Eq(sigma_j, 1)),
                    *(Eq(w_j, now), Eq(u_j, target), Eq(c, p / r)),
                    *([Eq(r**2, p**2 + q**2)] if target else []),
                ],
            )
            for _, after, now, last, target, _ in PLANE
        ),
        always(ROOMS * x**2 <= BOUND * RATIO**t * started(SQUARES), given=[K > 0, EDGE > K]),
        for_all(RATIO < 1, given=[K > 0, EDGE > K]),
        always(x**2 >= OVER ** (2 * t) * at_start(x) ** 2, given=[K >= EDGE, started(x * (x + y)) >= 0]),
        always(x**2 >= APART ** (2 * t) * at_start(x) ** 2, given=[K <= 0, started(x * (x - y)) >= 0]),
        for_all(Eq(real**2 + imaginary**2, beta), given=[imaginary > 0], where=[*ROOT]),
        for_all(real**2 < 1, given=[K > 0, EDGE > K], where=[real**2 - T * real + beta]),
    ),
    hypotheses=(
        hypothesis(
            "momentum from 0 to below 1",
            "For β = 1 and K = 2 the recursion goes 1, 1, −1, −1, 1, 1, … and does not fall.  For β = −1/2 "
            "and K = 1, which is 2(1 + β), it goes from rest to 0 at once.",
            (beta >= 0, beta < 1),
        ),
        hypothesis("w is seen", "needed: at w = 0 the prediction is 0/0", (R > 0, n > 0, r > 0)),
        Hypothesis(
            "for the growth: a start at rest, or one that is as good",
            typeset(x * (x + y) >= 0),
            "For β = 1/2 and K = 3, which is 2(1 + β), x_t = (−1/2)^t falls: x_0 = 1, y_0 = −2.",
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "momentum",
            holds_at_rest,
            (
                Alteration("the threshold stays at 2", {"edge": Integer(2)}),
                Alteration("the threshold is 2 + 3β", {"edge": 2 + 3 * beta}),
                Alteration("ϱ with 1 for 128", {"fall": 1}),
                Alteration("K − 1 − β in place of K − 1 − 2β", {"again": 1}),
            ),
        ),
        Check(
            "momentum",
            holds_beside_ray,
            (
                Alteration("the largest eigenvalue of Σ in place of κ_max", {"whole": True}),
                Alteration("the last step is forgotten", {"forgets": True}),
            ),
        ),
    ),
    experiments=("verifier.studies.experiments.momentum:onsets",),
)

if __name__ == "__main__":
    main(CLAIM)
