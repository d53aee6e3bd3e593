"""The model: batch-normalized linear regression with the square loss, before any theorem.

The prediction for a sample x is α⟨x, w⟩/‖w‖_Σ and its loss is half the squared distance to the target
y.  The risk is the mean over the samples.  It is written here twice: from raw data with n samples in d
dimensions, and in the few numbers on which it depends for every n and d,

    norm = ‖w‖_Σ,  b_w = ⟨b, w⟩,  y_y = mean of y²,  and along a line w + εv also  b_v = ⟨b, v⟩,
    w_v = ⟨w, v⟩_Σ,  v_v = ‖v‖_Σ²,

where b is the mean of y·x and ⟨·,·⟩_Σ the inner product of the data's covariance Σ.  Every gradient in
this project is a derivative of one of these two forms.  Centered inputs make ‖w‖_Σ the standard
deviation of the features, which is what BatchNorm divides by; nothing else uses that they are centered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sympy import Eq, Expr, Matrix, Poly, Symbol

from derivations.direction.data import NORM_ALONG, eps, norm, numerator, risk, y, z
from derivations.notation import alpha, c, rho, symbol
from derivations.proof import Proof
from derivations.proof.elimination import identity_by_elimination
from derivations.proof.family import Family
from derivations.proof.means import mean_of_equation
from derivations.proof.statement import for_all

b_w = symbol("b_w", r"\langle b, w\rangle", "⟨b, w⟩", "the correlation of w's feature with the target")
b_v = symbol("b_v", r"\langle b, v\rangle", "⟨b, v⟩", "the same of a direction v")
y_y = symbol("y_y", r"\overline{y^2}", "⟨y²⟩", "the mean of the squared targets")

SAMPLE_LOSS: Expr = (alpha * z / norm - y) ** 2 / 2
"""The loss of one sample with feature z = ⟨x, w⟩ and target y."""


def combine(loss: Expr, zz: Expr, zy: Expr, yy: Expr) -> Expr:
    """A linear functional of a loss quadratic in (z, y), from its values on z², zy and y²."""
    values = {(2, 0): zz, (1, 1): zy, (0, 2): yy}
    return sum(coefficient * values[powers] for powers, coefficient in Poly(loss, z, y).terms())


RISK: Expr = combine(SAMPLE_LOSS, norm**2, b_w, y_y)
"""R = ½α² − α⟨b, w⟩/‖w‖_Σ + ½·mean(y²), the mean over the samples, for every n, d and Σ."""


def along(expression: Expr) -> Expr:
    """A function of w at the point w + εv."""
    return expression.subs({norm: NORM_ALONG, b_w: b_w + eps * b_v}, simultaneous=True)


def polar(expression: Expr) -> Expr:
    """``expression`` with ⟨b, w⟩ = ⟨u, w⟩_Σ = ρ‖w‖_Σ cos θ, where Σu = b and θ is the Σ-angle."""
    return expression.subs(b_w, c * rho * norm)


def raw_risk(inputs: Matrix, targets: Sequence[Expr], w: Matrix, size: Expr) -> Expr:
    """The risk of n × d ``inputs`` sample by sample, as the model defines it; ``size`` is ‖w‖_Σ."""
    pairs = zip(inputs * w, targets, strict=True)
    losses = [SAMPLE_LOSS.subs({z: f, y: t, norm: size}, simultaneous=True) for f, t in pairs]
    return sum(losses) / inputs.rows


loss = symbol("loss_z", r"\ell", "ℓ", "the loss of a sample")
SAMPLES = Family(
    samples=(z, y, loss),
    means=((norm**2, z**2), (b_w, z * y), (y_y, y**2), (risk, loss)),
    each=(Eq(2 * norm**2 * loss, (alpha * z - norm * y) ** 2),),
)
"""Samples with the feature z, the target y and the loss ½(αz/‖w‖ − y)², of which the risk is the mean."""
MEAN_OF_LOSSES = for_all(Eq(risk, RISK, evaluate=False), samples=SAMPLES)
"""What a statement says of the risk, whatever the number of samples."""


def establish(
    proof: Proof, family: Family = SAMPLES, name: str = "risk in moments", *,
    of: Expr = loss, moments: Expr = RISK, mean: Expr = risk, size: Expr = norm,
    relations: Mapping[Symbol, Expr] | None = None,
) -> str:  # fmt: skip
    """Add that the risk is ``RISK`` for any number of samples; return the step's name.

    ``mean`` is the mean of the losses ``of`` a family, ``size`` what divides its features there, and
    ``moments`` that mean in terms of others, by ``relations``.
    """
    (defined,) = (one for one in family.each if one.lhs.has(of))
    equation = defined.lhs - defined.rhs
    averaged = mean_of_equation(
        proof, family, f"{name}, times the norm", equation, {of: equation},
        because="The loss of a sample is ½(αz/‖w‖ − y)², which is linear in z², zy and y²;",
    )  # fmt: skip
    return identity_by_elimination(
        proof,
        name,
        numerator(mean - moments),
        0,
        {mean: proof.conclusions[averaged].lhs, **(relations or {})},
        given=[size > 0],
        lemmas=[averaged],
        because="With ‖w‖² = ⟨z²⟩, ⟨b, w⟩ = ⟨zy⟩: the risk in moments.",
    )


class Sample(Protocol):
    """What a check may ask of one data set; ``verifier.studies.data.DataSample`` is the implementation.

    Balls are python-flint ``arb``; w, v are vectors, alpha, eta, h numbers, all exact.
    """

    whitened: bool
    w: Any
    v: Any
    alpha: Any
    h: Any

    def risk(self, w: Any, alpha: Any, batchnorm_eps: Any = 0) -> Any: ...

    def slope(self, w: Any, v: Any, loss: str = "square", batchnorm_eps: Any = 0) -> Any: ...

    def scale_slope(self, w: Any, alpha: Any, batchnorm_eps: Any = 0) -> Any: ...

    def descend(self, w: Any, alpha: Any, batchnorm_eps: Any = 0) -> Any: ...

    def view(self, w: Any, alpha: Any) -> dict[str, Any]: ...

    def coordinates(self, w: Any) -> Any: ...

    def raised(self, by: Any) -> Any: ...

    def planar_twin(self) -> Any: ...

    def linearized(self) -> Any: ...

    def spectrum(self) -> Any: ...

    def evaluate(self, expression: Any, **extra: Any) -> Any: ...
