"""The step with weight decay beside its steady state: its derivative, and why an eigenvalue is beyond 1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sympy import Eq, Expr, Matrix, Rational

from derivations.direction.system import UNIT_CIRCLE
from derivations.general.lemmas.decay_steady import HALF
from derivations.general.model.decay import ACROSS, GROWTH, KEPT, omega
from derivations.notation import N, a, at_next, c, h, k, lam, s, symbol
from derivations.proof import Proof
from derivations.proof.elimination import identity_by_elimination

d_theta = symbol("d_theta", r"\dot\theta", "θ̇", "an infinitesimal change of θ")
d_phi = symbol("d_phi", r"\dot\varphi", "φ̇", "that of φ = −θ' one step later")
d_N = symbol("d_N", r"\dot N", "Ṅ", "an infinitesimal change of N")
d_a = symbol("d_a", r"\dot a", "ȧ", "an infinitesimal change of a")
d_lam = symbol("d_lam", r"\dot\lambda", "λ̇", "an infinitesimal change of λ")
d_k = symbol("d_k", r"\dot k", "k̇", "an infinitesimal change of k")
trace = symbol("trace_step", "t", "t", "the trace of the derivative")
minors = symbol("minors_step", "m", "m", "the sum of its principal minors of order two")
determinant = symbol("det_step", "d", "d", "its determinant")
one, two, three = (
    symbol(f"mu_{name}", rf"\mu_{number}", f"μ{chr(0x2080 + number)}", "an eigenvalue of the derivative")
    for number, name in enumerate(("one", "two", "three"), start=1)
)

CHANGES: Mapping[Expr, Expr] = {
    c: -s * d_theta,
    s: c * d_theta,
    N: d_N,
    a: d_a,
    lam: d_lam,
    k: d_k,
    at_next(c): at_next(s) * d_phi,
    at_next(s): -at_next(c) * d_phi,
    at_next(N): at_next(d_N),
    at_next(a): at_next(d_a),
}
"""What each quantity changes by; as φ = −θ', cos θ' = cos φ and sin θ' = −sin φ."""
MIRRORED = (Eq(at_next(c), c), Eq(at_next(s), -s), Eq(k, 1))
"""The step of the steady state keeps the cosine and flips the sine."""
STEADY = (Eq(c**2 - s**2, KEPT), Eq(lam, 2 * c), Eq(N, HALF))


def changed(expression: Expr) -> Expr:
    """Its differential: what it changes by, to first order."""
    return sum((expression.diff(x) * change for x, change in CHANGES.items()), start=Rational(0))


def differential(equation: Eq) -> Eq:
    """That of both sides."""
    return Eq(changed(equation.lhs), changed(equation.rhs), evaluate=False)


D_LAMBDA, D_ROOT, D_SINE, D_NORM = map(
    differential,
    (Eq(lam * N, a), Eq(k**2, GROWTH), Eq(k * at_next(s), s * ACROSS), Eq(at_next(N), N * GROWTH)),
)
JACOBIAN = Matrix([
    [4 * c**4 - 2 * c**2 - 1, 4 * c * s * (1 - 2 * c**2), 2 * s * (2 * c**2 - 1)],
    [4 * c**3 * s, 8 * c**4 - 8 * c**2 + 1, 4 * c * s**2],
    [-h * s, 0, 1 - h],
])  # fmt: skip
"""Of (θ, N, a) ↦ (−θ', N', a') at the steady state."""
ROWS = tuple(JACOBIAN * Matrix([d_theta, d_N, d_a]))
"""What becomes of a change; the last is the differential of the scale's step as it stands."""


def _minor(i: int, j: int) -> Expr:
    return JACOBIAN[i, i] * JACOBIAN[j, j] - JACOBIAN[i, j] * JACOBIAN[j, i]


COEFFICIENTS = (
    Eq(trace, JACOBIAN.trace()),
    Eq(minors, _minor(0, 1) + _minor(0, 2) + _minor(1, 2)),
    Eq(
        determinant,
        JACOBIAN[2, 2] * _minor(0, 1)
        + JACOBIAN[2, 0] * (JACOBIAN[0, 1] * JACOBIAN[1, 2] - JACOBIAN[0, 2] * JACOBIAN[1, 1]),
    ),
)
"""Those of its characteristic polynomial; the determinant along the last row, of which the middle is 0."""
SYMMETRIC = (
    Eq(trace, one + two + three),
    Eq(minors, one * two + one * three + two * three),
    Eq(determinant, one * two * three),
)
"""The same of three eigenvalues."""
TEST: Expr = 1 - minors + trace * determinant - determinant**2
PAIRS: Expr = (1 - one * two) * (1 - one * three) * (1 - two * three)
"""Not negative where all three are within the unit circle."""
PUSH: Expr = 4 * omega**2 * (1 - omega) * (2 - omega)


def _gaps(equations: Sequence[Eq]) -> list[Expr]:
    return [equation.lhs - equation.rhs for equation in equations]


def establish_rows(proof: Proof) -> tuple[str, ...]:
    """Add what a change of θ, N and a at the steady state becomes in one step; the names of the steps."""
    angle, rate, size = _gaps(STEADY)
    base = {N: size, lam: rate, omega: angle, s: UNIT_CIRCLE}
    acute = proof.positive(
        "still acute", at_next(c), given=[c > 0], relations=_gaps(MIRRORED[:1]), terms=[(1, [c > 0], 1)],
        because="At the steady state cos θ' = cos θ > 0.",
    )  # fmt: skip
    turned = identity_by_elimination(
        proof, "change of the angle", d_phi, ROWS[0],
        {
            **dict(zip((d_phi, d_k, d_lam), _gaps((D_SINE, D_ROOT, D_LAMBDA)), strict=True)),
            **dict(zip((at_next(c), at_next(s), k), _gaps(MIRRORED), strict=True)), **base,
        },
        given=[k > 0, N > 0, c > 0], lemmas=[acute],
        because="Differentiate k sin θ' = sin θ (1 − ω − λ cos θ), k² = N'/N and λN = a there:",
    )  # fmt: skip
    norm = identity_by_elimination(
        proof, "change of the norm", at_next(d_N), ROWS[1],
        {**dict(zip((at_next(d_N), d_lam), _gaps((D_NORM, D_LAMBDA)), strict=True)), **base},
        given=[N > 0], because="and N' = Nk²,",
    )  # fmt: skip
    proof.say("and of a' = (1 − h)a + h cos θ the differential is:", Eq(at_next(d_a), ROWS[2]))
    return turned, norm


def establish_test(proof: Proof) -> tuple[str, str, str]:
    """Add what the coefficients say together, that it is negative, and what it is of the eigenvalues."""
    found = {x.lhs: x.lhs - x.rhs for x in COEFFICIENTS}
    value = identity_by_elimination(
        proof, "test of the coefficients", TEST, -PUSH, {**found, omega: _gaps(STEADY)[0], s: UNIT_CIRCLE},
        because="For its trace t, the sum m of its principal minors and its determinant d, h cancels in",
    )  # fmt: skip
    negative = proof.positive(
        "the test is negative", -TEST, given=[omega > 0, omega < 1], lemmas=[value],
        relations=[TEST + PUSH, *found.values(), _gaps(STEADY)[0], UNIT_CIRCLE],
        terms=[(4, [omega < 1], omega), (4, [omega < 1, omega < 1], omega)],
        because="which is negative, as 2 − ω = 1 + (1 − ω).",
    )  # fmt: skip
    pairs = identity_by_elimination(
        proof, "test of the eigenvalues", TEST, PAIRS, {x.lhs: x.lhs - x.rhs for x in SYMMETRIC},
        because="In terms of the three eigenvalues it is a product over pairs.",
    )  # fmt: skip
    return value, negative, pairs
