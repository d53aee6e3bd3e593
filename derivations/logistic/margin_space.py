"""Margin space: gradient descent on the logistic risk closes in the n margins, the scale and the norm.

Statement
    With M_j = y_j⟨x_j, w⟩ in units of √η, N = ‖w‖_Σ²/η = ⟨M²⟩, r = √N and the margins m = M/r, one step
    is M_j' = M_j + (α/r)(g_j − ⟨gm⟩m_j), α' = α + h⟨gm⟩, where g = σ(−αm) and ⟨·⟩ is the mean over the
    samples.  Hence N' = N(1 + κ²) with κ = (α/N)√(⟨g²⟩ − ⟨gm⟩²), and ⟨m²⟩ = 1; with c = ⟨m⟩ = cos θ,
    s² = 1 − c² = ⟨(m − c)²⟩, D = ⟨g⟩ − c⟨gm⟩ and λ = (α/N)D/s², cos θ' = (c + λs²)/√(1 + κ²).
Hypotheses
    Orthogonal rows, ⟨x_i, x_j⟩ = nδ_ij, labels ±1, η > 0, ‖w_0‖_Σ > 0; any n ≤ d.  No sign of α or of a
    margin, and no bound on h, is needed.  If n < d, every component of w orthogonal to the rows stays
    where it is; it enters nothing above.  λ is defined where s ≠ 0, that is where two margins differ;
    λs² = (α/N)D everywhere.
Source
    A step towards the logistic results that the abstract of [1] promises; our derivation.
Argument
    The derivative of R along (v, δ) is −(α/‖w‖_Σ)(⟨gV⟩ − ⟨gm⟩⟨mV⟩) − δ⟨gm⟩ with V = y⟨x, v⟩, for any
    data: in Carathéodory's form R(w + εv, α + εδ) − R(w, α) = ε·Φ(ε), in the mean over any
    number of samples.  Take v = y_j x_j: then V is n at the sample j and 0 at all others, so ⟨gV⟩ = g_j and
    ⟨mV⟩ = m_j.  That is M_j'; with δ = 1 and v = 0 it is α'.  For v orthogonal to the rows V = 0.
    The rest are means of M', M'², (M − p)² and of squares of g − ⟨gm⟩m, for any number n.  The
    engine's form, from deviations Q = M − p and without cancellation, is the same map.
Not verified
    That ℓ is differentiable with ℓ' = −σ(−z), which makes γ continuous with value g at ε = 0, and that
    ε ↦ ‖w + εv‖_Σ is continuous at 0: so that Φ is, and Φ(0) is the limit of the quotients, that is the
    derivative of R along (v, δ), by which ∂R/∂w and ∂R/∂α are defined.
"""

from __future__ import annotations

from sympy import Eq, Expr, Ge, Gt, diff, sqrt

from derivations.direction.data import eps, moved, norm, numerator, risk, w_v, y, z
from derivations.logistic.lemmas import margin_means
from derivations.logistic.lemmas.margin_means import (
    ACROSS,
    ALIGNMENT_GAIN,
    ALONE,
    COS_NEXT,
    DEVIATION_NEXT,
    EFFECTIVE_LR,
    KAPPA,
    MARGIN_NEXT,
    NORM_NEXT,
    STEP,
    TANGENTS,
    M,
    Q,
    d_slope,
    drift,
    one_sample,
    own_g,
    own_m,
    t_t,
    turn,
)
from derivations.logistic.model.hypotheses import orthogonal_rows
from derivations.logistic.model.risk import (
    ALONG,
    DIFFERENCE_QUOTIENT,
    SLOPE_ALONG,
    D,
    Sample,
    delta,
    establish,
    g,
    g_g,
    g_m,
    g_mean,
    g_v,
    gamma_V,
    gamma_Z,
    m,
    m_v,
    moved_risk,
    quotient,
    raw_risk,
    slope,
)
from derivations.notation import (
    N,
    alpha,
    at_next,
    at_start,
    c,
    entries,
    eta,
    h,
    k,
    kappa,
    lam,
    p,
    r,
    s,
    symbol,
    typeset,
)
from derivations.proof import Proof
from derivations.proof.elimination import identity_by_elimination
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always, for_all
from derivations.sigmoid.functions import sigma
from verifier.arithmetic.balls import ball, same
from verifier.claim import Alteration, Answer, Check, Claim, Hypothesis, Provenance, Status, every

SCALE_NEXT: Expr = alpha + h * g_m
unit = symbol("unit", r"\sqrt{\eta}", "√(η)", "√η, the unit of w")
component = symbol(
    "component", r"\langle w, v\rangle", "⟨w, v⟩", "the component of w along v, or along yv for a sample"
)
UNITS = {eta: eta - unit**2, norm: norm - unit * r, component: component - unit * M}
_ALONG: Expr = component - eta * slope
"""⟨w − η∂R/∂w, v⟩."""
_SLOPE: dict[Expr, Expr] = {slope: numerator(slope - SLOPE_ALONG)}
"""The derivative of R along (v, δ), as *derivative along (v, δ)* concludes it."""
_POSITIVE = [norm > 0, unit > 0, r > 0]
OWN_NEXT: Expr = MARGIN_NEXT.subs({g: own_g, m: own_m}, simultaneous=True)
"""M_j'."""


def derive() -> Proof:
    """One step along each sample, then the means of what it does."""
    proof = Proof(CLAIM.id)
    derivative = establish(proof)
    proof.say("The derivative of R along (v, δ), with V = y⟨x, v⟩:", SLOPE_ALONG)
    pull, margin, no_pull, no_margin = one_sample(proof)
    steps = [
        _margin(proof, pull, margin), _scale(proof), _orthogonal(proof, no_pull, no_margin),
    ]  # fmt: skip
    proof.conclude(*derivative, *steps, *margin_means.establish(proof))
    for n_, d in ((2, 2), (2, 3)):
        _componentwise(proof, n_, d)
    return proof


def _margin(proof: Proof, *alone: str) -> str:
    """M_j', from the derivative along y_j x_j."""
    proof.say("Along a sample, v = y x, one step of gradient descent:", _ALONG)
    means = {x: proof.conclusions[name].lhs for x, name in zip((g_v, m_v), alone, strict=True)}
    relations = {
        at_next(M): unit * at_next(M) - _ALONG,
        **_SLOPE,
        delta: delta,
        **means,
        **UNITS,
        own_m: own_m * r - M,
    }
    return identity_by_elimination(
        proof, "margins", numerator(at_next(M) - OWN_NEXT), 0, relations, given=_POSITIVE, lemmas=alone,
        because="By orthogonality ⟨gV⟩ is the sample's own g, and ⟨mV⟩ its own m; in units of √η:",
    )  # fmt: skip


def _scale(proof: Proof) -> str:
    """α', from the derivative in α."""
    relations = {
        at_next(alpha): at_next(alpha) - (alpha - h * slope),
        **_SLOPE,
        delta: delta - 1,
        g_v: g_v,
        m_v: m_v,
    }
    return identity_by_elimination(
        proof, "scale", at_next(alpha), SCALE_NEXT, relations,
        given=[norm > 0], because="With δ = 1 and v = 0, the scale:",
    )  # fmt: skip


def _orthogonal(proof: Proof, *across: str) -> str:
    """A component of w orthogonal to all rows does not move."""
    means = {x: proof.conclusions[name].lhs for x, name in zip((g_v, m_v), across, strict=True)}
    relations = {at_next(component): at_next(component) - _ALONG, **_SLOPE, delta: delta, **means}
    return identity_by_elimination(
        proof, "orthogonal components", at_next(component), component, relations,
        given=[norm > 0], lemmas=across,
        because="If n < d and v is orthogonal to all rows, V = 0: that component of w stays.",
    )  # fmt: skip


def _componentwise(proof: Proof, samples: int, d: int) -> str:
    """Σ_j v_j ∂R/∂w_j from a matrix of symbols, for a vector v of symbols."""
    inputs, w, v = entries("x", samples, d), entries("w", d), entries("v", d)
    labels, pulls = [*entries("y", samples)], [*entries("g", samples)]
    features, size = inputs * w, sqrt((inputs * w).dot(inputs * w) / samples)
    derivative = sum(e * diff(raw_risk(inputs, labels, w), x) for e, x in zip(v, w, strict=True))
    named = {
        sigma(-alpha * y_ * z_ / size): pull
        for y_, z_, pull in zip(labels, features, pulls, strict=True)
    }
    signed = [(y_ * z_, y_ * V) for y_, z_, V in zip(labels, features, inputs * v, strict=True)]
    mean_gZ = sum(pull * Z for pull, (Z, _) in zip(pulls, signed, strict=True)) / samples
    mean_gV = sum(pull * V for pull, (_, V) in zip(pulls, signed, strict=True)) / samples
    mean_ZV = sum(z_ * V for z_, V in zip(features, inputs * v, strict=True)) / samples
    return identity_by_elimination(
        proof,
        f"componentwise, n = {samples}, d = {d}",
        norm**3 * slope,
        -alpha * (norm**2 * g_v - g_m * norm * norm * m_v),
        {
            slope: numerator(slope - derivative.subs(named).subs(size, norm)),
            g_v: g_v - mean_gV,
            g_m: norm * g_m - mean_gZ,
            m_v: norm * m_v - mean_ZV,
            norm: samples * norm**2 - features.dot(features),
        },
        given=[norm > 0],
        because=f"Cross-check by partial derivatives, n = {samples}, d = {d}, of the raw risk.",
    )


def holds(sample: Sample, any_rows: bool = False, projected: bool = True, rate: int = 1) -> Answer:
    """One step of gradient descent from the raw data, sample by sample, against the map.

    ``any_rows`` also tries rows that are not orthogonal; with ``projected`` false ⟨gm⟩m is left out of
    the margins' step; ``rate`` multiplies the scale's.
    """
    if not (sample.orthogonal or any_rows):
        return Answer.VACUOUS
    margin_next = MARGIN_NEXT if projected else MARGIN_NEXT.subs(m, 0)
    moved, scale = sample.descend(sample.w, sample.alpha)
    after = sample.view(moved, scale)
    pairs = zip(sample.each(), sample.margins(moved), strict=True)
    means = {alpha: SCALE_NEXT.subs(h, rate * h), N: NORM_NEXT.subs(kappa, KAPPA)}
    return every(
        *(same(found, sample.evaluate(margin_next, **own)) for own, found in pairs),
        *(same(after[x.name], sample.evaluate(formula)) for x, formula in means.items()),
        same(after["c"], sample.evaluate(COS_NEXT)),
        *(same(component, ball(0)) for component in sample.off_rows(moved)),
    )


CLAIM = Claim(
    id="logistic.margin-space",
    title="gradient descent closes in the margins",
    provenance=Provenance.STEP,
    wanted=Status.PROVED,
    statement=Statement(
        for_all(Eq((y * z) ** 2, z**2, evaluate=False), where=[Eq(y**2, 1)]),
        for_all(
            Eq(moved_risk - risk, eps * quotient, evaluate=False),
            samples=ALONG,
            given=[norm > 0, moved > 0],
            where=[Eq(quotient, DIFFERENCE_QUOTIENT)],
        ),
        for_all(
            Eq(quotient, SLOPE_ALONG, evaluate=False),
            given=[norm > 0, moved > 0],
            where=[
                *(Eq(quotient, DIFFERENCE_QUOTIENT), Eq(eps, 0), Eq(moved, norm)),
                *(Eq(gamma_Z, norm * g_m), Eq(gamma_V, g_v), Eq(w_v, norm * m_v)),
            ],
        ),
        for_all(
            Eq(at_next(M), OWN_NEXT, evaluate=False),
            samples=ALONE,
            given=[norm > 0, unit > 0, r > 0],
            where=[
                *(Eq(at_next(M), (component - eta * slope) / unit), Eq(slope, SLOPE_ALONG), Eq(delta, 0)),
                *(Eq(eta, unit**2), Eq(norm, r * unit), Eq(component, M * unit)),
            ],
        ),
        for_all(
            Eq(at_next(component), component, evaluate=False),
            samples=ACROSS,
            given=[norm > 0],
            where=[Eq(at_next(component), component - eta * slope), Eq(slope, SLOPE_ALONG), Eq(delta, 0)],
        ),
        for_all(
            Eq(at_next(alpha), SCALE_NEXT, evaluate=False),
            given=[norm > 0],
            where=[
                *(Eq(at_next(alpha), alpha - h * slope), Eq(slope, SLOPE_ALONG), Eq(delta, 1)),
                *(Eq(g_v, 0), Eq(m_v, 0)),
            ],
        ),
        for_all(
            Eq(at_next(N), NORM_NEXT, evaluate=False),
            samples=STEP,
            given=[r > 0],
            where=[Eq(N**2 * kappa**2, alpha**2 * (g_g - g_m**2)), Eq(N, r**2)],
        ),
        for_all(
            Eq(at_next(r), k * r, evaluate=False),
            Eq(at_next(c), COS_NEXT, evaluate=False),
            samples=STEP,
            given=[r > 0, at_next(r) > 0, s**2 > 0],
            where=[
                *(Eq(at_next(c), at_next(p) / at_next(r)), Eq(at_next(r) ** 2, at_next(N)), Eq(c, p / r)),
                *(Eq(N**2 * kappa**2, alpha**2 * (g_g - g_m**2)), Eq(N, r**2)),
                *(Eq(k**2, 1 + kappa**2), Eq(lam, EFFECTIVE_LR)),
            ],
        ),
        always(N > 0, given=[at_start(N) > 0], where=[Eq(at_next(N), NORM_NEXT)]),
        for_all(
            Eq(g_g - g_m**2, D**2 + t_t, evaluate=False),
            Ge(g_g - g_m**2, 0, evaluate=False),
            samples=TANGENTS,
        ),
        for_all(
            Eq(at_next(Q), DEVIATION_NEXT, evaluate=False),
            given=[r > 0],
            where=[
                *(Eq(at_next(Q), at_next(M) - at_next(p)), Eq(at_next(M), MARGIN_NEXT)),
                *(Eq(at_next(p), p + ALIGNMENT_GAIN), Eq(g, g_mean + (turn + g_m) * Q / r - drift)),
                *(Eq(m, M / r), Eq(M, p + Q), Eq(c, p / r), Eq(N, r**2)),
            ],
        ),
        for_all(
            Eq(D, s**2 * g_mean - c * d_slope, evaluate=False), where=[Eq(g_m, c * g_mean + d_slope)]
        ),
    ),
    hypotheses=(
        orthogonal_rows(
            "needed: for x_1 = x_2 = 1 and y = (1, −1) the weight does not move, while the map says "
            "M_1' = M_1 + α/(2r)",
            "orthogonal rows, so n ≤ d",
        ),
        Hypothesis(
            "labels",
            r"y_i = \pm 1",
            "needed: for n = 1, x = 1, y = 2 and w > 0, with ‖w‖_Σ = w, the weight does not move, while "
            "the map, with m = 2, says M' = M − 3αg/r",
        ),
        Hypothesis(
            "the data see the first weights",
            typeset(Gt(at_start(N), 0)),
            "needed: the margins are 0/0 at ‖w‖_Σ = 0",
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "labelled",
            holds,
            (
                Alteration("rows not orthogonal", {"any_rows": True}, frozenset({"orthogonal"})),
                Alteration("⟨gm⟩m is left out", {"projected": False}),
                Alteration("α' = α − h⟨gm⟩", {"rate": -1}),
            ),
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
