"""The claims about one step of n margins: their hypotheses at explicit points, and what they refuse.

Correctness criterion: at exact margins the quantities of a claim lie where its hypotheses say, and a
certificate of a false variant cannot be written or is rejected.
"""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from sympy import Rational

from derivations.direction.rising_identity import RISING_MARGIN
from derivations.logistic import (
    alignment_sandwich,
    effective_lr,
    loss_lower_bound,
    no_rising,
    rising_criterion,
)
from derivations.logistic.alignment_sandwich import ALIGNMENT_ABOVE, written
from derivations.logistic.lemmas import samples, two_margins
from derivations.logistic.lemmas.regression import ALIGNMENT_BELOW, REST_ABOVE
from derivations.logistic.lemmas.samples import rest
from derivations.logistic.model.risk import D, g_mean
from derivations.notation import alpha, c, lam, s
from derivations.proof.elaborate import elaborate
from derivations.sigmoid.functions import ell, sigma
from derivations.sigmoid.kappa import KAPPA
from tests.derivations.derived import certificate_of, told_of
from tests.derivations.logistic.points import Point, above, below
from verifier.claim import Claim
from verifier.kernel import CertificateError, replay

CLAIMS = (
    alignment_sandwich.CLAIM,
    effective_lr.CLAIM,
    rising_criterion.CLAIM,
    no_rising.CLAIM,
    loss_lower_bound.CLAIM,
)
EACH = pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
FORWARD, BACKWARD = "7/5 1/5", "-7/5 -1/5"
THREE = "7/5 1 1/5"


@EACH
def test_means_are_over_any_number_of_samples(claim: Claim) -> None:
    """What is concluded of means assumes one family of samples, of any number, and no run."""
    replayed = replay(certificate_of(claim.id))
    families = [
        [atom for atom in fact["given"] if isinstance(atom, dict) and "samples" in atom]
        for fact in replayed.concludes.values()
    ]

    assert not replayed.systems
    assert all(len(found) <= 1 for found in families)
    assert any(families)
    assert {atom["samples"][0] for found in families for atom in found} == {"m"}


@EACH
def test_certificate_assumes_nothing_about_sigma(claim: Claim) -> None:
    """Of a value of σ or ℓ a certificate assumes whose it is: what is known of it is proved."""
    values = {"g", "g_c", "g_1", "g_bound", "loss_m", "loss_c"}
    for fact in replay(certificate_of(claim.id)).concludes.values():
        each = [atom for one in fact["given"] if isinstance(one, dict) for atom in one.get("each", ())]
        signs = [atom for atom in [*fact["given"], *each] if isinstance(atom, list) and atom[1] != "="]
        bare = [text for text, _ in signs if set(re.findall(r"[A-Za-z_0-9]+", text)) <= {*values, "1"}]

        assert not bare


@pytest.mark.parametrize(("margins", "scale"), [(FORWARD, "-1"), (BACKWARD, "1")])
def test_alignment_turns_around(margins: str, scale: str) -> None:
    """With α < 0, or with c < 0, D/s² is above its upper bound."""
    point = Point(margins, scale)

    assert above(point.at(D / s**2), "0.507")
    assert below(point.at(ALIGNMENT_ABOVE), "0.477")


def test_alignment_needs_the_reach() -> None:
    """With B = 1 and margins up to 14/α, D/s² is below its lower bound."""
    point = Point(FORWARD, "10")

    assert below(point.at(D / s**2), "0.14")
    assert above(point.at(written(ALIGNMENT_BELOW), B_bound=1), "1.63")


def test_mean_pull_needs_margins_above_minus_c() -> None:
    """Nine margins 3/5 and one −13/5 have a mean pull below the pull at their mean."""
    point = Point("3/5 " * 9 + "-13/5", "2")

    assert below(point.at(g_mean), "0.308")
    assert above(point.at(sigma(-alpha * c)), "0.363")


def test_mean_pull_allows_negative_margins_above_minus_c() -> None:
    """The margins 7/5 and −1/5, with c = 3/5, still have a mean pull above the pull at their mean."""
    point = Point("7/5 -1/5", "3")

    assert above(point.at(g_mean - sigma(-alpha * c)), "0")


def test_rise_needs_a_positive_rate() -> None:
    """With α < 0 the criterion is met and the direction falls."""
    point = Point("7/5 -1/5", "-1", "1/20")

    assert above(point.at(RISING_MARGIN), "1.5")
    assert below(point.rise, "-0.15")


def test_rise_below_the_planar_threshold() -> None:
    """Three margins rise although λ cos 2θ < 2 cos θ: neither threshold decides there."""
    point = Point(THREE, "5", "9/20")

    assert below(point.at(RISING_MARGIN), "-0.06")
    assert above(point.rise, "0.02")


def test_thresholds_of_three_margins() -> None:
    """The N at which either condition begins to hold, and where the direction stops rising."""
    point = Point(THREE, "5")
    sharp = point.at(written(no_rising.SHARP_SIZE), B_bound=7)
    simple = point.at(written(no_rising.SIMPLE_SIZE), B_bound=7)

    assert above(sharp, "2.14") and below(sharp, "2.15")
    assert above(simple, "40.6") and below(simple, "40.7")
    assert above(Point(THREE, "5", "0.476").rise, "0")
    assert below(Point(THREE, "5", "0.477").rise, "0")
    assert above(Point(THREE, "5", "0.432").at(RISING_MARGIN), "0")
    assert below(Point(THREE, "5", "0.433").at(RISING_MARGIN), "0")


def test_no_rise_needs_the_reach() -> None:
    """With B = 0 the first condition is met and the direction rises."""
    point = Point(FORWARD, "2", "3/20")
    left = rising_criterion.BRACKET.subs(rest, REST_ABOVE)

    assert below(point.at(written(left), B_bound=0), "-4")
    assert above(point.rise, "0.017")


@pytest.mark.parametrize(("margins", "scale"), [(FORWARD, "-1"), (BACKWARD, "1")])
def test_simple_condition_needs_signs(margins: str, scale: str) -> None:
    """With α < 0, or with c < 0, the second condition is met and the direction rises."""
    point = Point(margins, scale)

    assert below(point.at(written(no_rising.SIMPLE.lhs), B_bound=Fraction(7, 5)), "0")
    assert above(point.rise, "0.29")


def test_loss_needs_the_reach() -> None:
    """With B = 0 the risk is below its lower bound."""
    point = Point(FORWARD)
    bound = written(loss_lower_bound.LOWER).subs(samples.loss_c, ell(alpha * c))

    assert below(point.risk, "0.41")
    assert above(point.at(bound, B_bound=0), "0.416")


def test_effective_lr_remainder_needs_alignment() -> None:
    """Beyond a right angle the remainder is negative."""
    remainder = effective_lr.REMAINDER.subs(effective_lr.kap, effective_lr.WORST)

    assert below(Point(BACKWARD).at(remainder, delta_max=Fraction(3, 5)), "0")


def test_second_order_needs_the_plane() -> None:
    """Nine margins against one, close to the target: the remainder of λ is of the first order."""
    point = Point("111/109 " * 9 + "89/109")
    remainder = effective_lr.PLANAR_REMAINDER.subs(effective_lr.kap, effective_lr.WORST)
    delta = Fraction(1088, 1090) - Fraction(89, 109)

    assert above(point.at(lam - KAPPA), "0.007")
    assert below(point.at(remainder), "0.0005")
    first = effective_lr.REMAINDER.subs(effective_lr.kap, effective_lr.WORST)
    assert above(point.at(first, delta_max=delta), "0.007")


def test_two_groups_of_unequal_size_leave_nothing() -> None:
    """Nine samples against one: ϱ = 0, although ξ is not ±1."""
    point = Point("3/5 " * 9 + "-13/5", "2")

    assert point.at(rest).contains(0)
    assert point.at(rest).rad() < 1e-40


def test_steeper_chords_are_not_provable(monkeypatch: pytest.MonkeyPatch) -> None:
    """The derivation cannot write χ ≤ α/5."""
    monkeypatch.setattr(alignment_sandwich, "STEEP", Rational(1, 5))
    with pytest.raises(ValueError, match="χ at most"):
        alignment_sandwich.derive()


def test_two_margins_need_two_margins() -> None:
    """With a third margin, or with the pull of another one, the pull need not be affine in the margin."""
    told = told_of("logistic.rising-criterion")
    steps = {step["name"]: step for step in told["steps"]}
    three = f"({two_margins.EITHER})*(m + 1)"
    for name, fields in {
        "of the second kind": {"relations": [three]},
        "first kind, pulls": {"points": [["-alpha*m", "g"], ["-alpha*m_second", "g_first"]]},
    }.items():
        others = [step | fields if step is steps[name] else step for step in told["steps"]]
        with pytest.raises(CertificateError):
            elaborate(told | {"steps": others})


def test_larger_remainder_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of the remainder of λ is not provable."""
    monkeypatch.setattr(effective_lr, "REMAINDER", effective_lr.REMAINDER / 2)
    with pytest.raises(ValueError, match="D/s² from above"):
        effective_lr.derive()
