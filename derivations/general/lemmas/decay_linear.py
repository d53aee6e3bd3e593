"""The step with weight decay beside its steady state: its derivative, and why an eigenvalue is beyond 1."""

from __future__ import annotations

from collections.abc import Mapping

from sympy import Eq, Expr, Matrix, Rational

from derivations.direction.system import UNIT_CIRCLE
from derivations.general.lemmas.decay_steady import STAY
from derivations.general.model.decay import NORM, ROOT, SINE, omega
from derivations.notation import N, a, at_next, c, h, k, lam, s, symbol
from derivations.proof import Proof
from derivations.proof.elimination import identity_by_elimination
from derivations.square.model.system import LAMBDA

d_theta = symbol("d_theta", r"d\theta", "dθ", "an infinitesimal change of θ")
d_phi = symbol("d_phi", r"d\varphi", "dφ", "that of φ = −θ' one step later")
d_N = symbol("d_N", "dN", "dN", "an infinitesimal change of N")
d_a = symbol("d_a", "da", "da", "an infinitesimal change of a")
d_lam = symbol("d_lam", r"d\lambda", "dλ", "an infinitesimal change of λ")
d_k = symbol("d_k", "dk", "dk", "an infinitesimal change of k")
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
MIRRORED = (at_next(c) - c, at_next(s) + s, k - 1)
"""The step of the steady state keeps the cosine and flips the sine."""


def changed(relation: Expr) -> Expr:
    """The differential of a relation: what its terms change by, to first order."""
    return sum((relation.diff(x) * change for x, change in CHANGES.items()), start=Rational(0))


D_LAMBDA, D_ROOT, D_SINE, D_NORM = map(changed, (LAMBDA, ROOT, SINE, NORM))
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


def establish_rows(proof: Proof) -> tuple[str, ...]:
    """Add what a change of θ, N and a at the steady state becomes in one step; the names of the steps."""
    base = {N: STAY[2], lam: STAY[1], omega: STAY[0], s: UNIT_CIRCLE}
    acute = proof.positive(
        "still acute", at_next(c), given=[c > 0], relations=[MIRRORED[0]], terms=[(1, [c > 0], 1)],
        because="At the steady state cos θ' = cos θ > 0.",
    )  # fmt: skip
    angle = identity_by_elimination(
        proof, "change of the angle", d_phi, ROWS[0],
        {
            d_phi: D_SINE, d_k: D_ROOT, d_lam: D_LAMBDA,
            **dict(zip((at_next(c), at_next(s), k), MIRRORED, strict=True)), **base,
        },
        given=[k > 0, N > 0, c > 0], lemmas=[acute],
        because="Differentiate k sin θ' = sin θ (1 − ω − λ cos θ), k² = N'/N and λN = a there:",
    )  # fmt: skip
    norm = identity_by_elimination(
        proof, "change of the norm", at_next(d_N), ROWS[1],
        {at_next(d_N): D_NORM, d_lam: D_LAMBDA, **base}, given=[N > 0], because="and N' = Nk²,",
    )  # fmt: skip
    proof.say("and of a' = (1 − h)a + h cos θ the differential is:", Eq(at_next(d_a), ROWS[2]))
    return angle, norm


def establish_test(proof: Proof) -> tuple[str, str, str]:
    """Add what the coefficients say together, that it is negative, and what it is of the eigenvalues."""
    found = {x.lhs: x.lhs - x.rhs for x in COEFFICIENTS}
    value = identity_by_elimination(
        proof, "test of the coefficients", TEST, -PUSH, {**found, omega: STAY[0], s: UNIT_CIRCLE},
        because="For its trace t, the sum m of its principal minors and its determinant d, h cancels in",
    )  # fmt: skip
    negative = proof.positive(
        "the test is negative", -TEST, given=[omega > 0, omega < 1], lemmas=[value],
        relations=[TEST + PUSH, *found.values(), STAY[0], UNIT_CIRCLE],
        terms=[(4, [omega < 1], omega), (4, [omega < 1, omega < 1], omega)],
        because="which is negative, as 2 − ω = 1 + (1 − ω).",
    )  # fmt: skip
    pairs = identity_by_elimination(
        proof, "test of the eigenvalues", TEST, PAIRS, {x.lhs: x.lhs - x.rhs for x in SYMMETRIC},
        because="In terms of the three eigenvalues it is a product over pairs.",
    )  # fmt: skip
    return value, negative, pairs
