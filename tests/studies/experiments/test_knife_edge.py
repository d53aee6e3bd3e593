"""The maximum of κ by subdivision: found where it is, and refused where it is not alone."""

from __future__ import annotations

import pytest
from sympy import Expr, Rational

from derivations.notation import alpha
from derivations.sigmoid.kappa import KAPPA, SLOPE_FACTOR, in_g
from verifier.arithmetic.balls import Undecided, precision
from verifier.claim import Status
from verifier.studies.experiments import knife_edge


def test_isolation_gives_sixty_decimals() -> None:
    """The enclosures share sixty decimals, and with those of 2/κ(α*) begins 3.0371338093472."""
    found = knife_edge.isolation(quick=True, seed=0, precision=128)

    assert found.status is Status.ENCLOSED
    assert found.data.values["knife_edge"].startswith("3.0371338093472")
    assert {len(found.data.values[name].partition(".")[2]) for name in ("alpha_star", "kappa_max")} == {60}
    assert found.data.values["cells"] > 3


@pytest.mark.parametrize(
    "slope",
    [
        SLOPE_FACTOR * (alpha - 5) / -5,
        SLOPE_FACTOR * (1 - 2 * alpha) ** 2,
        SLOPE_FACTOR * (1 - alpha / 100),
    ],
    ids=["changes its sign again at 5", "vanishes at 1/2", "changes its sign far out"],
)
def test_a_second_zero_is_noticed(slope: Expr) -> None:
    """A derivative with another zero has no isolated maximum."""
    with pytest.raises(Undecided):
        knife_edge.isolate(KAPPA, slope)


def test_no_zero_is_noticed() -> None:
    """Newton's method does not confirm a zero outside the interval."""
    with precision(128), pytest.raises(Undecided, match="critical point"):
        knife_edge.newton(KAPPA.diff(alpha) + Rational(1, 5), KAPPA.diff(alpha, 2))


def test_the_tail_is_negative_all_the_way() -> None:
    """One ball says κ' < 0 for all α ≥ 8; it does not say so of a slope that grows back."""
    with precision(128):
        assert knife_edge.tail(in_g(SLOPE_FACTOR)) < 0
        assert not knife_edge.tail(in_g(SLOPE_FACTOR) + alpha**2) < 0


def test_disagreement_with_bisection_is_a_refutation(monkeypatch: pytest.MonkeyPatch) -> None:
    """If Newton's method and bisection enclosed different places, the experiment would say so."""
    other = tuple(x + 1 for x in knife_edge.kappa_maximum(64))
    monkeypatch.setattr(knife_edge, "kappa_maximum", lambda bits: other)

    assert knife_edge.isolation(quick=True, seed=0, precision=128).status is Status.REFUTED
