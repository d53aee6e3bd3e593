"""What section 1 and the loss step say at explicit points, and what their proofs refuse."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from flint import arb
from sympy import Expr, Matrix, Rational, Symbol, sqrt

from derivations.direction import data
from derivations.direction.angle_map import SIN_NEXT
from derivations.direction.norm_growth import GROWTH
from derivations.direction.update_maps import P_NEXT, Q_NEXT
from derivations.notation import N, a, alpha, at_next, c, e, h, k, lam, p, q, r, rho, s
from derivations.proof import Proof
from derivations.square import (
    angle_map,
    cone_invariance,
    decomposition,
    gradients,
    loss_step_identity,
    norm_growth,
    scale_invariance,
    unit_free,
    update_maps,
)
from derivations.square.model import risk as model
from derivations.square.model.system import RUN
from tests.derivations.derived import accepted_of
from verifier.arithmetic.balls import ball, precision
from verifier.claim import Answer
from verifier.kernel import replay
from verifier.printed import concluded
from verifier.studies.data import DataSample
from verifier.studies.data.risk import slope


def printed(claim_id: str) -> dict[str, str]:
    """What the certificate of a claim concludes."""
    accepted = accepted_of(claim_id)
    assert accepted is not None
    return concluded(accepted)


def exact(*values: int) -> tuple[Fraction, ...]:
    """Integers as exact numbers."""
    return tuple(Fraction(value) for value in values)


STRETCHED = DataSample(
    inputs=tuple(exact(x, 2 * y) for x, y in ((1, 1), (1, -1), (-1, 1), (-1, -1))),
    targets=exact(1, 1, -1, -1),
    w=exact(3, 2),
    v=exact(1, 1),
    alpha=Fraction(5),
    eta=Fraction(1),
    h=Fraction(1, 2),
    whitened=False,
)
"""Σ = diag(1, 4), b = (1, 0): the point where whitening matters, in the Σ-inner product."""


def at(expression: Expr, **values: Any) -> Expr:
    """An expression in symbols of the table at rational values."""
    return expression.subs({Symbol(name, real=True): Rational(x) for name, x in values.items()})


def contains(enclosure: arb, value: Fraction) -> bool:
    """Whether the ball is narrow and contains the exact value."""
    return bool(enclosure.contains(ball(value)) and enclosure.rad() < 1e-20)


def test_risk_in_moments_is_that_of_any_number_of_samples() -> None:
    """The risk is the mean of the losses of a family, of which each sample supposes its own loss alone."""
    proof = Proof("moments")
    name = model.establish(proof)
    proof.conclude(name)

    fact = replay(proof.certificate()).concludes[name]
    (family,) = (atom for atom in fact["given"] if isinstance(atom, dict))

    assert ["risk", "loss_z"] in family["means"]
    assert len(family["each"]) == 1


def test_risk_on_a_line_of_weights() -> None:
    """The moment form agrees with the definition on three scalar samples."""
    values = {data.norm: 1, model.b_w: Rational(2, 3), model.y_y: Rational(2, 3), alpha: 2}
    raw = model.raw_risk(
        model.Matrix([1, 0, -1]) * sqrt(Rational(3, 2)), [1, 0, -1], model.Matrix([1]), 1
    ).subs(alpha, 2)
    b_w = Rational(2, 3) * sqrt(Rational(3, 2))

    assert model.RISK.subs(values | {model.b_w: b_w}).equals(raw)


def test_decomposition_at_the_optimum() -> None:
    """With α = ρ and θ = 0 only the irreducible loss remains."""
    best = {alpha: rho, c: 1, s: 0}

    assert decomposition.DECOMPOSITION.subs(best) == decomposition.least_risk
    assert decomposition.ALIGNMENT_FORM.subs(best) == decomposition.least_risk


def test_gradient_needs_its_derivative(monkeypatch: pytest.MonkeyPatch) -> None:
    """A gradient without its projection is not the derivative of the risk."""
    wrong = gradients.GRADIENT_ALONG.subs(data.w_v, 0)
    monkeypatch.setattr(gradients, "GRADIENT_ALONG", wrong)
    with pytest.raises(ValueError, match="derivative of the risk"):
        gradients.derive()


def test_scaled_norm_is_not_assumed() -> None:
    """That ‖τw‖ = τ‖w‖ is derived from the squares: no relation is linear in ‖τw‖."""
    text = printed(scale_invariance.CLAIM.id)["prediction is constant along the ray"]

    assert text.startswith("norm_ray**2 = norm**2*tau_ray**2, norm*tau_ray + norm_ray > 0  ⊢")


def test_batchnorm_epsilon_breaks_scale_invariance() -> None:
    """For x = ±1, y = ±1, w = α = 1 and ε = 3 the derivative along w is −3/16."""
    samples, one = ((Fraction(1),), (Fraction(-1),)), exact(1)
    with precision(128):
        radial = slope(samples, exact(1, -1), one, one, one[0], Fraction(0), batchnorm_eps=3)

        assert contains(radial, Fraction(-3, 16))


def test_update_maps_carry_the_whole_run() -> None:
    """The certificate says, for all t, that w stays in the plane and what its coordinates are."""
    assert printed(update_maps.CLAIM.id)["descent is the maps"] == (
        "along 'descent and maps', always: alpha = a*rho, w_u = ell*p, w_q = ell*q, w_o = 0"
    )


@pytest.mark.parametrize("variable", [p, q, a])
def test_wrong_update_maps_are_refused(variable: Symbol, monkeypatch: pytest.MonkeyPatch) -> None:
    """No certificate exists for a map that moves one coordinate differently."""
    relations = list(update_maps.PLANE.relations)
    place = [p, q, a].index(variable)
    relations[place] += r * h
    wrong = {**update_maps.MAP, variable: update_maps.MAP[variable] - h}
    monkeypatch.setattr(update_maps, "MAP", wrong)
    with pytest.raises(ValueError, match="does not come out"):
        update_maps.derive()


def test_scale_error_keeps_its_digits() -> None:
    """1 − a' near a = 1 and θ = 0 comes out to full relative accuracy."""
    tiny = Rational(1, 10**60)
    point = {e: tiny, q: tiny, p: 1, r: sqrt(1 + tiny**2), h: Rational(1, 2)}
    scale = update_maps.A_NEXT.subs(a, 1 - e)

    assert abs((update_maps.E_NEXT.subs(point) / (1 - scale.subs(point))).evalf(150) - 1) < tiny


def test_whitening_is_needed_for_the_maps() -> None:
    """For Σ = diag(1, 4) one step gives p' = 91/25 as the map says, but q' = 52/25 and not 88/25."""
    point = {"p": 3, "q": 4, "r": 5, "lam": Fraction(1, 5)}
    with precision(128):
        p_after, q_after, _ = STRETCHED.coordinates(STRETCHED.descend(STRETCHED.w, Fraction(5))[0])

        assert contains(p_after, Fraction(91, 25)) and contains(q_after, Fraction(52, 25))
    assert at(P_NEXT, **point) == Rational(91, 25)
    assert at(Q_NEXT, **point) == Rational(88, 25)
    assert at(angle_map.TAN_NEXT, c=Fraction(3, 5), s=Fraction(4, 5), lam=Fraction(1, 5)).equals(
        Rational(88, 91)
    )


def test_whitening_is_needed_for_the_norm() -> None:
    """For Σ = diag(1, 4) the Σ-norm falls: N goes from 25 to 2197/125, and not to 641/25."""
    with precision(128):
        after = STRETCHED.view(*STRETCHED.descend(STRETCHED.w, STRETCHED.alpha))

        assert contains(STRETCHED.evaluate(N), Fraction(25))
        assert contains(after["N"], Fraction(2197, 125))
    growth = at(GROWTH, lam=Fraction(1, 5), s=Fraction(4, 5))
    assert 25 * growth == Rational(641, 25)


def test_norm_never_reaches_zero_without_assuming_it() -> None:
    """N_t > 0 is proved from N_0 > 0: the system of the norms has no condition."""
    assert norm_growth.NORMS.conditions == ()
    assert printed(norm_growth.CLAIM.id)["w is never zero"] == "along 'norms', always: N > 0"


def test_angle_map_at_a_pythagorean_angle() -> None:
    """From cos θ = 3/5 with λ = 5/4 the step gives tan θ' = 1/7."""
    point = {"c": Fraction(3, 5), "s": Fraction(4, 5), "lam": Fraction(5, 4)}

    assert at(angle_map.TAN_NEXT, **point).equals(Rational(1, 7))
    assert at(SIN_NEXT, **point).subs(k, sqrt(2)).equals(sqrt(2) / 10)


def test_large_scale_rate_breaks_the_cone() -> None:
    """With h = 3/2 a positive scale turns negative, and with h = 2 it leaves the cap."""
    after = update_maps.A_NEXT_POLAR

    assert at(after, h=Fraction(3, 2), a=2, c=Fraction(3, 5)) == Rational(-1, 10)
    assert at(after, h=2, a=Fraction(1, 10), c=Fraction(4, 5)) == Rational(3, 2)


def test_negative_scale_and_obtuse_angle_break_the_cone() -> None:
    """a_0 = −1 turns p negative; cos θ_0 = −3/5 turns a negative; a_0 = 0 does no harm."""
    point = {"p": Fraction(3, 5), "q": Fraction(4, 5), "r": 1}

    assert at(P_NEXT, lam=-1, **point) == Rational(-1, 25)
    assert at(update_maps.A_NEXT_POLAR, h=1, a=1, c=Fraction(-3, 5)) == Rational(-3, 5)
    assert at(update_maps.A_NEXT_POLAR, a=0) == h * c


def test_cap_and_norm_need_no_sign() -> None:
    """The runs of the cap and of the norm have no sign at the start, and the norm's any h."""
    accepted = accepted_of(cone_invariance.CLAIM.id)
    assert accepted is not None
    scale, norm = (accepted.systems[name] for name in ("capped scale", "unsigned run"))

    assert [x for x in scale["start"] if x[1] != "="] == [["-a0 + abar", ">="], ["abar - 1", ">="]]
    assert all(sign == "=" for _, sign in norm["start"])
    assert [entry for entry in norm["always"] if entry[1] != "="] == [["N", ">"]]


def test_whitening_is_needed_for_the_aligned_part() -> None:
    """For Σ = diag(1, 100), b = (1, 1), w = (1, 3/40) one step turns ⟨b, w⟩ negative."""
    covariance, b, w = Matrix([[1, 0], [0, 100]]), Matrix([1, 1]), Matrix([1, Rational(3, 40)])
    size = sqrt((w.T * covariance * w)[0])
    push = b - covariance * w * b.dot(w) / size**2
    after = w + Rational(5, 8) / size * push

    assert b.dot(w) == Rational(43, 40)
    assert b.dot(after) == Rational(-849, 1000)


def test_cone_lemmas_fit_any_system_that_extends_the_run() -> None:
    """The shared lemmas prove themselves in a system of another name."""
    proof = Proof("toy")
    system = proof.system(RUN.with_more("tail"))
    cone_invariance.establish(proof, system)
    proof.conclude("tail: cone", "tail: λ")

    assert [*replay(proof.certificate()).concludes] == ["tail, cone", "tail, lambda"]


def test_change_of_units_leaves_only_the_scale_rate() -> None:
    """Rates and signal strengths of the two runs are unrelated parameters; h is common."""
    own = {f"{name}{run}" for name in ("rho", "eta", "ell") for run in unit_free.RUNS}

    assert {x.name for x in unit_free.TWINS.parameters} == own | {"h"}


@pytest.mark.parametrize("quantity", ["a", "N", "c", "s", "lam", "excess"])
def test_runs_that_correspond_agree_in_each_quantity(quantity: str) -> None:
    """The certificate concludes each quantity of the statement, from definitions in either run alone."""
    said = printed(unit_free.CLAIM.id)[f"{quantity} agrees at all times"]
    assert said.endswith(f"  ⊢  {quantity}1 = {quantity}2")


def test_wrong_units_leave_the_runs_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """With α in the unit of w the two runs have different scales."""
    monkeypatch.setitem(unit_free.WITHOUT_UNITS, a, unit_free.ell * a - alpha)

    with pytest.raises(ValueError, match="a agrees"):
        unit_free.derive()


def test_whitening_is_needed_for_unit_freedom() -> None:
    """The stretched data leave the run of whitened data with the same start at the first step."""
    with precision(128):
        assert unit_free.holds(STRETCHED, any_covariance=True) is Answer.FAILS


def test_loss_step_of_another_scale_update() -> None:
    """A double step of α from 0 to ρ = 1 changes R by −1/2 where the identity would say −3/8."""
    risk = decomposition.ALIGNMENT_FORM.subs({rho: 1, c: 1})
    change = risk.subs(alpha, 1) - risk.subs(alpha, 0)
    point = {"rho": 1, "c": 1, "c_next": 1, "alpha": 0, "alpha_next": 1, "h": Fraction(1, 2)}

    assert change == Rational(-1, 2)
    assert at(loss_step_identity.RISK_STEP, **point) == Rational(-3, 8)


def test_loss_step_assumes_nothing_of_the_weights() -> None:
    """The certificate of the loss step uses the update of α and the risk, no other relation."""
    accepted = accepted_of(loss_step_identity.CLAIM.id)
    assert accepted is not None
    (fact, *_) = accepted.concludes.values()

    assert len(fact["given"]) == 3 and all(sign == "=" for _, sign in fact["given"])
    assert not any("lam" in relation or "N" in relation for relation, _ in fact["given"])
    assert loss_step_identity.LOSS_STEP.free_symbols == {a, at_next(a), c, at_next(c), h}
    assert {lam, k}.isdisjoint(loss_step_identity.RISK_STEP.free_symbols)
