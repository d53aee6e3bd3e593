"""The sharp edge at explicit points, and what its proof refuses."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from sympy import Ge

from derivations.logistic import sharp_edge
from derivations.notation import N, at_start
from derivations.proof import Proof
from derivations.sigmoid.kappa import kappa_maximum
from verifier.arithmetic.balls import precision
from verifier.dynamics import Run
from verifier.studies.losses import LogisticInstance
from verifier.studies.margins import MarginInstance, MarginRun


@pytest.mark.parametrize("angle, rises", [("0.001", True), ("0.2", False)])
def test_the_first_step_just_beyond_the_edge(angle: str, rises: bool) -> None:
    """η/‖w_0‖² = 3.04 and α_0 = 2: the direction rises from a tiny angle, not from 0.2."""
    run = Run(LogisticInstance.of("0.1", "2", "3.04", angle), 128)

    assert run.rising(0) is rises
    assert sharp_edge.never_rises(run.state(0)) is False


@pytest.mark.parametrize("angle", ["1e-8", "0.3", "0.7853"])
def test_just_below_the_edge_nothing_rises(angle: str) -> None:
    """η/‖w_0‖² = 3.037 and α_0 = 2: the claim holds, and no step rises."""
    run = Run(LogisticInstance.of("0.1", "2", "3.037", angle), 192)

    assert sharp_edge.never_rises(run.state(0)) is True
    assert not any(run.rising(t) for t in range(60))


def test_it_holds_up_to_90_degrees_only() -> None:
    """From θ_0 = 31/20 nothing rises; from θ_0 = 2 the direction does, on its way to 90°."""
    steep, beyond = (Run(LogisticInstance.of("0.1", "1", "1", angle), 128) for angle in ("31/20", "2"))

    assert sharp_edge.never_rises(steep.state(0)) is True
    assert not any(steep.rising(t) for t in range(60))
    assert sharp_edge.never_rises(beyond.state(0)) is False
    assert beyond.rising(0) is True


def test_a_fast_scale_may_become_negative() -> None:
    """h = 5, α_0 = 1/2, θ_0 = 31/20, η/‖w_0‖² = 1: α_1 < 0, and the second step rises."""
    run = Run(LogisticInstance.of("5", "1/2", "1", "31/20"), 128)

    assert run.state(1).alpha < 0
    assert (run.rising(0), run.rising(1)) == (False, True)


def test_lambda_alone_may_exceed_two() -> None:
    """Off target λ > 2 is no rise: α = 12/5, θ = 3/10 and η/‖w_0‖² = 3 have λ > 2.2 and no rise."""
    run = Run(LogisticInstance.of("0.1", "12/5", "3", "3/10"), 128)
    with precision(128):
        assert run.state(0).lam * 10 > 22
        assert run.state(0).lam * run.state(0).N > kappa_maximum(128)[1]
    assert run.rising(0) is False


@pytest.mark.parametrize("scale, nu, angle", [("4", "3", "3/10"), ("100", "1/10", "23/50")])
def test_unequal_groups_have_no_edge(scale: str, nu: str, angle: str) -> None:
    """One sample against four: below the edge, with all margins positive, the first step rises."""
    spread = tuple(Fraction(x) for x in (-4, 1, 1, 1, 1))
    start = MarginInstance(Fraction(1), Fraction(scale), 1 / Fraction(nu), Fraction(angle), spread)
    run = MarginRun(start, 128)

    assert all(margin > 0 for margin in run.state(0).m)
    assert 1 / start.N0 < Fraction("3.037")
    assert run.rising(0) is True


def test_a_negative_scale_rises_at_once() -> None:
    """α_0 = −1, θ_0 = 1/1000, η/‖w_0‖² = 1: λ_0 < 0, and the first step leads away from the target."""
    run = Run(LogisticInstance.of("0.1", "-1", "1", "1/1000"), 128)

    assert run.state(0).lam < 0
    assert run.rising(0) is True


def test_a_norm_below_the_edge_has_no_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    """With K ≤ 3N_0 in place of K ≤ 2N_0 the margin of a rise has no sign."""
    wrong = Ge(3 * at_start(N) - sharp_edge.LARGEST, 0, evaluate=False)
    monkeypatch.setattr(sharp_edge, "SHARP", wrong)
    proof = Proof("altered")
    system = proof.system(replace(sharp_edge.SAFE, initial=(*sharp_edge.SAFE.initial[:-1], wrong)))
    with pytest.raises(ValueError, match="no step can rise"):
        sharp_edge.establish(proof, system)


def test_another_function_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A function that is not κ at y = 0 gives no derivation."""
    monkeypatch.setattr(sharp_edge, "REACH", sharp_edge.REACH + sharp_edge.x)
    with pytest.raises(ValueError, match="not κ"):
        sharp_edge.derive()
