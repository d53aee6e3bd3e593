"""What the margin map says at explicit points, and what its proof refuses."""

from __future__ import annotations

from copy import deepcopy

import pytest
from sympy import Rational, Symbol, cosh, exp, simplify, sinh

from derivations.direction.data import norm
from derivations.logistic.lemmas.margin_means import MARGIN_NEXT, M
from derivations.logistic.margin_space import CLAIM
from derivations.logistic.model.margin_map import SLOPE, d
from derivations.logistic.model.risk import SLOPE_ALONG, delta, g, g_m, g_v, m, m_v
from derivations.notation import alpha, c, r
from derivations.proof.elaborate import elaborate
from derivations.proof.names import spelled
from derivations.sigmoid.functions import sigma, sinhc
from tests.derivations.derived import certificate_of, told_of
from verifier.kernel import CertificateError, replay


def test_the_slope_is_a_difference_quotient_of_sigma() -> None:
    """d·φ is σ(−α(c + d)) − σ(−αc)."""
    product = d * SLOPE.replace(sinhc, lambda x: sinh(x) / x)
    difference = (sigma(-alpha * (c + d)) - sigma(-alpha * c)).rewrite(exp)

    assert simplify((product - difference).rewrite(exp)) == 0


def test_the_slope_at_no_deviation_is_the_derivative() -> None:
    """φ_0 is −ασ'(αc), and sinhc is 1 at 0 and nowhere else evaluated."""
    derivative = -alpha / (2 * (1 + cosh(alpha * c)))

    assert simplify(SLOPE.subs(d, 0) - derivative) == 0
    assert (sinhc(0), sinhc(Rational(1, 2)).func) == (1, sinhc)


def test_one_weight_never_moves() -> None:
    """Two equal rows with opposite labels: the true gradient is 0, and the map would move the margin."""
    pull = Symbol("pull")
    near, far = pull, 1 - pull
    gain = (near - far) / 2
    at = {g_v: gain, m_v: 1, g_m: gain, delta: 0}
    mapped = MARGIN_NEXT.subs({g: near, g_m: gain, m: 1})

    assert simplify(SLOPE_ALONG.subs(at)) == 0
    assert simplify(mapped - M - alpha / (2 * r)) == 0


def test_a_label_of_two_needs_another_map() -> None:
    """For n = 1, x = 1, y = 2 the weight does not move, and the map says M' = M − 3αg/r."""
    at = {g_v: 2 * g, m_v: 1, g_m: 2 * g, delta: 0, norm: 1}

    assert simplify(SLOPE_ALONG.subs(at)) == 0
    assert simplify(MARGIN_NEXT.subs({g_m: 2 * g, m: 2}) - M + 3 * alpha * g / r) == 0


def test_the_proof_refuses_a_sample_that_overlaps() -> None:
    """Without V = 0 at the other samples, or V = n at one alone, the means are not those of one sample."""
    told = told_of(CLAIM.id)
    for name in ("pull of one sample: in the mean", "no pull: in the mean"):
        step = next(step for step in deepcopy(told)["steps"] if step["name"] == spelled(name))
        others = [step | {"family": step["family"] | {"each": []}} if one["name"] == step["name"] else one
                  for one in told["steps"]]  # fmt: skip
        with pytest.raises(CertificateError):
            elaborate(told | {"steps": others})


@pytest.mark.parametrize("name", ["margins", "scale", "norm growth", "angle", "deviation"])
def test_the_proof_refuses_another_statement(name: str) -> None:
    """A step that states something else does not follow."""
    certificate = deepcopy(certificate_of(CLAIM.id))
    step = next(entry for entry in certificate["steps"] if entry["name"] == name)
    step["target"] = f"2*({step['target']}) + 1"

    with pytest.raises(CertificateError):
        replay(certificate)
