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

from collections.abc import Sequence
from typing import Any, Protocol

from sympy import Eq, Expr, Gt, Matrix, Poly

from derivations.direction.data import NORM_ALONG, eps, n, norm, numerator, risk, y, z
from derivations.notation import alpha, at_next, at_start, c, rho, symbol
from derivations.proof import Proof, System
from derivations.proof.elimination import identity_by_elimination
from derivations.proof.statement import always, for_all

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


total = symbol("total", r"\textstyle\sum\ell", "Σℓ", "the sum of the losses so far")
zz = symbol("zz", r"\textstyle\sum z^2", "Σz²", "the sum of the squared features so far")
zy = symbol("zy", r"\textstyle\sum zy", "Σzy", "the sum of feature times target so far")
yy = symbol("yy", r"\textstyle\sum y^2", "Σy²", "the sum of the squared targets so far")
_SUMS = {total: SAMPLE_LOSS, zz: z**2, zy: z * y, yy: y**2}

SAMPLES = System(
    name="samples",
    state=(*_SUMS, z, y),
    parameters=(alpha, norm),
    conditions=(Gt(norm, 0),),
    initial=tuple(Eq(sum_, 0) for sum_ in _SUMS),
    relations=tuple(numerator(at_next(sum_) - sum_ - term) for sum_, term in _SUMS.items()),
)
"""The samples one after another: each step adds an arbitrary sample (z, y) to four running sums."""


MEAN_OF_LOSSES = (
    always(
        Eq(total, combine(SAMPLE_LOSS, zz, zy, yy), evaluate=False),
        where=[*(Eq(at_start(x), 0) for x in _SUMS), *(Eq(at_next(x), x + y) for x, y in _SUMS.items())],
        words="after each sample",
    ),
    for_all(
        Eq(risk, RISK, evaluate=False),
        given=[n > 0],
        where=[
            *(Eq(risk, total / n), Eq(total, combine(SAMPLE_LOSS, zz, zy, yy))),
            *(Eq(n * norm**2, zz), Eq(b_w, zy / n), Eq(y_y, yy / n)),
        ],
    ),
)
"""What a statement says of the risk, whatever the number of samples."""


def establish(proof: Proof) -> tuple[str, str]:
    """Add that the risk is ``RISK`` for any number of samples; return the names of both steps.

    The first is the sum over n samples, by induction on n; the second its mean.
    """
    system = proof.system(SAMPLES)
    summed = numerator(total - combine(SAMPLE_LOSS, zz, zy, yy))
    start = proof.identity(
        "no sample", summed, 0, relations=[sum_ for sum_ in _SUMS],
        because="The total loss and its moments start from 0 and grow sample by sample.",
    )  # fmt: skip
    step = proof.identity(
        "one more sample",
        system.after(summed),
        0,
        relations=[summed, *system.relations],
        because="Each sample adds ½(αz/‖w‖ − y)², which is linear in z², zy and y².",
    )
    induction = proof.rule(
        "equations", "sum over all samples", system,
        equations=[summed], start=[start], steps=[step],
        because="So for every n the total loss is that combination of Σz², Σzy and Σy².",
    )  # fmt: skip
    averaged = identity_by_elimination(
        proof,
        "risk in moments",
        numerator(risk - RISK),
        0,
        {
            risk: n * risk - total,
            total: summed,
            zz: n * norm**2 - zz,
            zy: n * b_w - zy,
            yy: n * y_y - yy,
        },
        given=[n > 0, norm > 0],
        because="Divided by n, with ‖w‖² = Σz²/n, ⟨b, w⟩ = Σzy/n: the risk in moments.",
    )
    return induction, averaged


class Sample(Protocol):
    """What a check may ask of one data set; ``verifier.studies.data.DataSample`` is the implementation.

    Balls are python-flint ``arb``; w, v are vectors, alpha, eta, h numbers, all exact.
    """

    whitened: bool
    w: Any
    v: Any
    alpha: Any

    def risk(self, w: Any, alpha: Any) -> Any: ...

    def slope(self, w: Any, v: Any, loss: str = "square", batchnorm_eps: int = 0) -> Any: ...

    def scale_slope(self, w: Any, alpha: Any) -> Any: ...

    def descend(self, w: Any, alpha: Any) -> Any: ...

    def view(self, w: Any, alpha: Any) -> dict[str, Any]: ...

    def coordinates(self, w: Any) -> Any: ...

    def planar_twin(self) -> Any: ...

    def evaluate(self, expression: Any, **extra: Any) -> Any: ...
