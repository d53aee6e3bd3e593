"""BatchNorm's ε: the step is one with weight decay, of a share that the state sets, and an energy is kept.

Statement
    Let f = α⟨x, w⟩/√(‖w‖² + ε), ε̃ = ε/(ηρ²), χ² = N/(N + ε̃), ã = χa.  Then
    R = ρ²(½ã² − ã cos θ) + ½⟨y²⟩.  A step of gradient descent moves w
    as weight decay does (general.weight-decay), with λ = ã/N and the share ω = λ(1 − χ²)(ã − cos θ), and
    a' = a − hχ(ã − cos θ).  So with D = N + ε̃, p' = p + a(q² + ε̃)/D^(3/2) − a²pε̃/D² and
    q' = q(1 − ap/D^(3/2) − a²ε̃/D²).  The direction rises exactly when λ cos 2θ > 2(1 − ω) cos θ; for
    cos θ > 0 that needs λ > 2(1 − ω).  For ε = 0: χ = 1, ω = 0, λ = a/N, the step without ε.
    (‖w‖² + ε)⟨w, ∂R/∂w⟩ = εα ∂R/∂α.  Hence along the gradient flow, ẇ = −η∂R/∂w and α̇ = −h∂R/∂α, the
    quantity V²/2 + εV − ε(η/h)α² with V = ‖w‖² is kept.  A step of gradient descent adds to
    h(N² + 2ε̃N) − 2ε̃a² exactly 2hDN(ω² + λ²s²) + h(N' − N)² − 2ε̃(a' − a)².
Hypotheses
    Whitened data, ρ > 0, η > 0, w ≠ 0; s ≠ 0 and λ > 0 for the criterion.  No sign of ε is used, as long
    as ‖w‖² + ε > 0.
Source
    Our own.  For ε = 0 the step is square.update-maps, square.angle-map and square.norm-growth.
Argument
    Differentiate the risk along a line, as in square.gradients: with σ² = ‖w‖² + ε the gradient along v
    is εα²⟨w, v⟩/σ⁴ − (α/σ)(⟨b, v⟩ − ⟨b, w⟩⟨w, v⟩/σ²), and in the scale αχ² − ⟨b, w⟩/σ.  Insert it into
    w' = w − ηG along w, b and any v orthogonal to b.  ω is negative as long as the scale that is shown, ã,
    is below cos θ: then ε makes the norm grow, and λ has farther to go.
Not verified
    The chain rule for V²/2 + εV − ε(η/h)α², and that V̇ = 2⟨w, ẇ⟩.
"""

from __future__ import annotations

from sympy import Eq, Expr, Gt, Rational

from derivations.direction.data import eps, norm, risk, w_v
from derivations.direction.system import MOVES
from derivations.general.lemmas.decay_step import MARGIN, RISING, establish_criterion
from derivations.general.lemmas.decay_waiting import FAST, establish_fast
from derivations.general.lemmas.eps_energy import CHANGE, DEFECT, FLOWS, GAIN, establish_energy
from derivations.general.lemmas.eps_gradient import (
    GRADIENT,
    LINE,
    NORMALIZED,
    PARABOLA,
    QUOTIENT,
    RISK,
    SCALED,
    SIZE,
    SIZE_MOVED,
    establish_gradients,
    size,
    size_moved,
    slope_scale,
)
from derivations.general.lemmas.eps_step import (
    DRIVEN,
    LOSS,
    PLANE,
    PRODUCTS,
    b_w_next,
    establish_loss,
    establish_plane,
    establish_step,
    establish_units,
    establish_without,
)
from derivations.general.model.decay import ACROSS, GROWTH, TURNED, omega
from derivations.general.model.epsilon import (
    A_NEXT,
    P_NEXT,
    Q_NEXT,
    chi,
    eps_bn,
    eps_free,
    root,
)
from derivations.general.model.fed import shown
from derivations.notation import N, a, alpha, at_next, c, eta, h, k, lam, r, rho, s, typeset
from derivations.proof import Proof
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, equivalent, for_all
from derivations.square.gradients import moved_risk, quotient, scaled_risk, slope
from derivations.square.model.hypotheses import seen_weights, some_signal, whitened
from derivations.square.model.risk import Sample, b_v, b_w
from derivations.square.norm_growth import PYTHAGORAS, radial, signal
from verifier.arithmetic.balls import Ball, ball, iff, positive, same
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

SEEN_BY = {
    "N": Eq(N, norm**2 / (eta * rho**2)),
    "c": Eq(c, b_w / (rho * norm)),
    "a": Eq(a, alpha / rho),
    "chi": Eq(chi, norm / size),
    "size": SIZE,
}
"""What the numbers without units are of the weights."""
EPSILONS = tuple(Rational(x) for x in ("1/100000", "1/10", "3"))


def derive() -> Proof:
    """The gradients; the step; the criterion, which is that of weight decay; what is kept."""
    proof = Proof(CLAIM.id)
    gradients = establish_gradients(proof)
    steps = (establish_units(proof), establish_loss(proof), *establish_step(proof), *establish_plane(proof))
    criterion = (*establish_criterion(proof), establish_fast(proof))
    proof.conclude(
        *gradients, *steps, *criterion, *establish_without(proof), *establish_energy(proof)
    )  # fmt: skip
    return proof


def holds(
    sample: Sample, any_covariance: bool = False, fed: bool = True, threshold: int = 2, gain: int = 1
) -> Answer:
    """One step from the raw data against the map, the criterion by the cosines, and the energy.

    ``any_covariance`` also tries data that are not whitened; without ``fed`` no share of w is taken;
    ``threshold`` replaces the 2 of the criterion, ``gain`` multiplies what a step adds to the energy.
    """
    if not (sample.whitened or any_covariance):
        return Answer.VACUOUS
    return every(*(_one_step(sample, value, fed, threshold, gain) for value in EPSILONS))


def _one_step(sample: Sample, value: Rational, fed: bool, threshold: int, gain: int) -> Answer:
    now = sample.view(sample.w, sample.alpha)
    known = shown(now, ball(value) / (now["eta"] * now["rho"] ** 2))
    if not fed:
        known["omega"] = ball(0)
    moved, scale = sample.descend(sample.w, sample.alpha, value)
    after = sample.view(moved, scale)
    p_next, q_next, _ = sample.coordinates(moved)
    known |= {f"{name}_next": found for name, found in after.items()}

    def at(expression: Expr) -> Ball:
        return evaluate(expression, known.__getitem__)

    margin = MARGIN + 2 * (1 - omega) * c * (1 - Rational(threshold, 2))
    return every(
        same(sample.risk(sample.w, sample.alpha, value), at(LOSS)),
        same(after["N"], at(N * GROWTH)),
        same(after["a"], at(A_NEXT)),
        *(same(p_next, at(x)) for x in (r * TURNED, P_NEXT)),
        *(same(q_next, at(x)) for x in (r * s * ACROSS, Q_NEXT)),
        same(at(GAIN), gain * at(DEFECT)),
        given(
            positive(at(lam)),
            lambda: iff(positive(at(c**2 - at_next(c) ** 2)), positive(at(margin))),
        ),
    )


CLAIM = Claim(
    id="general.batchnorm-eps",
    title="BatchNorm's ε: a weight decay of its own, and what it keeps",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        for_all(Eq(risk, RISK, evaluate=False), samples=NORMALIZED),
        for_all(
            Eq(moved_risk - risk, eps * quotient, evaluate=False),
            samples=LINE,
            given=[size_moved > 0],
            where=[SIZE, SIZE_MOVED, Eq(quotient, QUOTIENT)],
        ),
        for_all(
            Eq(quotient, GRADIENT),
            given=[size_moved > 0],
            where=[Eq(quotient, QUOTIENT), Eq(eps, 0), Eq(size_moved, size)],
        ),
        for_all(
            Eq(scaled_risk - risk, eps * PARABOLA, evaluate=False), samples=SCALED
        ),
        for_all(
            Eq(chi**2 * (N + eps_free), N), given=[eta > 0],
            where=[*(SEEN_BY[x] for x in ("N", "chi", "size")), Eq(eps_free, eps_bn / (eta * rho**2))],
        ),
        for_all(
            Eq(at_next(N), N * GROWTH, evaluate=False), given=[eta > 0],
            where=[*SEEN_BY.values(), PYTHAGORAS, *PRODUCTS.values()],
        ),
        for_all(
            Eq(k * at_next(c), TURNED), given=[eta > 0],
            where=[
                *(*SEEN_BY.values(), PRODUCTS[signal], Eq(b_w_next, b_w - eta * signal)),
                Eq(at_next(c), b_w_next / (rho * k * norm)),
            ],
        ),
        for_all(
            Eq(at_next(w_v), w_v * ACROSS), given=[eta > 0],
            where=[
                *(*SEEN_BY.values(), Eq(b_v, 0), Eq(slope, GRADIENT)),
                Eq(at_next(w_v), w_v - eta * slope),
            ],
        ),
        for_all(
            Eq(at_next(a), A_NEXT), given=[eta > 0],
            where=[
                *(SEEN_BY[x] for x in ("c", "a", "chi")),
                *(DRIVEN, Eq(at_next(alpha), alpha - h * slope_scale)),
                Eq(at_next(a), at_next(alpha) / rho),
            ],
        ),
        for_all(Eq(r * TURNED, P_NEXT, evaluate=False), given=[r > 0, root > 0], where=PLANE),
        for_all(Eq(r * s * ACROSS, Q_NEXT, evaluate=False), given=[r > 0, root > 0], where=PLANE),
        equivalent(Gt(at_next(s) ** 2, s**2), Gt(MARGIN, 0), given=[lam > 0, MOVES]),
        equivalent(Eq(MARGIN, 0), Eq(at_next(s) ** 2, s**2), back=[lam > 0, MOVES]),
        for_all(FAST, given=[RISING, c > 0, lam > 0]),
        for_all(
            *(Eq(chi, 1), Eq(omega, 0), Eq(lam * N, a), Eq(at_next(a), (1 - h) * a + h * c)),
            where=[Eq(eps_free, 0)],
        ),
        for_all(
            Eq(size**2 * radial, eps_bn * alpha * slope_scale),
            where=[SIZE, PRODUCTS[radial], DRIVEN],
        ),
        for_all(
            Eq(CHANGE, 0, evaluate=False),
            where=[*FLOWS, SIZE, PRODUCTS[radial], DRIVEN],
        ),
        for_all(Eq(GAIN, DEFECT, evaluate=False)),
        for_all(
            Eq(risk, LOSS, evaluate=False),
            where=[Eq(risk, RISK), *(SEEN_BY[x] for x in ("c", "a", "chi"))],
        ),
    ),
    hypotheses=(
        whitened("Needed, for ε = 0 already: see square.norm-growth and square.update-maps."),
        seen_weights("needed: for ε = 0 the prediction at w = 0 is 0/0, and N is no unit of λ"),
        hypothesis(
            "what is divided by is positive",
            "needed: for ε_B = −‖w‖² the prediction has no value; for ε ≥ 0 it follows",
            (size > 0,),
        ),
        some_signal("needed: ρ is the unit of α"),
        Hypothesis(
            "for the criterion: off target, positive effective learning rate",
            typeset(MOVES) + r",\ " + typeset(lam > 0),
            "On target sin θ stays 0 at any λ.  For ε = 0 at (cos θ, sin θ, λ) = (4/5, 3/5, −5/4) the "
            "margin is −39/20, yet sin θ' = 24/25.",
        ),
        Hypothesis(
            "ε ≥ 0", r"\varepsilon \ge 0",
            "not needed: with ‖w‖² + ε > 0 every step of the argument holds for a negative ε",
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    sought={15: (lam * (c**2 - s**2) - 2 * c * (1 - omega),)},
    checks=(
        Check(
            "whitened",
            holds,
            (
                Alteration("Σ ≠ I", {"any_covariance": True}, frozenset({"whitened"})),
                Alteration("ω = 0: the direction moves as without ε", {"fed": False}),
                Alteration("2 becomes 3", {"threshold": 3}),
                Alteration("a step adds twice as much to the energy", {"gain": 2}),
            ),
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
