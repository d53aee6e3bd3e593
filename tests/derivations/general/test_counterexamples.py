"""What happens without a hypothesis, for Σ = I: each state of the texts, in exact rationals.

Correctness criterion: the step is that of the derived formulas with A = G = s², B = 0, X = N, ℓ = L = 1;
what is squared is rational.
"""

from __future__ import annotations

import re
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from derivations.contents import module_of
from derivations.general.model.system import GROWTH, TURNED, A, B, G, L, X, ell
from derivations.general.rising_criterion import MARGIN
from derivations.notation import N, a, c, h, lam, s
from derivations.square.update_maps import A_NEXT_POLAR
from verifier.claim import Claim

F = Fraction
WHITENED = {A: s**2, B: 0, G: s**2, X: N, L: 1, ell: 1}


TEXTS = (
    *("rising-criterion", "rising-threshold", "no-rising-edge", "waiting-time-lower", "whitening-matters"),
    *("self-stabilization", "sharp-delay", "spike-height"),
)
"""The claims whose states for Σ = I are all tried here."""


class State:
    """cos²θ and the sign of cos θ, N and a, with cos θ and sin θ where they are rational."""

    def __init__(self, cosine: str, sine: str, norm: Any = 1, scale: Any = 1, rate: Any = 1) -> None:
        exact = {c: F(cosine), s: F(sine), N: F(norm), a: F(scale), h: F(rate)}
        exact[lam] = exact[a] / exact[N]
        self._values = {x: str(value) for x, value in exact.items()}
        self.square, self.scale = F(cosine) ** 2, self.at(A_NEXT_POLAR)
        growth = self.at(GROWTH)
        self.turned = self.at(TURNED)
        self.square_next, self.norm_next = self.turned**2 / growth, F(norm) * growth

    def at(self, expression: Any) -> Fraction:
        """The value there, for whitened data."""
        return F(str(expression.subs(WHITENED).subs(self._values)))

    @property
    def rises(self) -> bool:
        """Whether the first step does."""
        return self.square_next < self.square

    @property
    def rises_next(self) -> bool:
        """Whether the second step does, which must be acute and have a positive rate: all is squared."""
        rate, double = self.scale / self.norm_next, 2 * self.square_next - 1
        assert min(self.turned, rate, double) > 0
        return (rate * double) ** 2 > 4 * self.square_next


SINE = 1 - F(24, 25) ** 2
"""cos²θ' where sin θ' = 24/25."""


@pytest.mark.parametrize(
    ("state", "margin"),
    [
        (State("4/5", "3/5", 1, "-5/4"), F(-351, 500)),
        (State("-4/5", "3/5", 1, "5/4"), F(351, 500)),
        (State("4/5", "3/5", "1/2", "-5/8"), F(-351, 500)),
        (State("-4/5", "3/5", "1/2", "5/8"), F(351, 500)),
        (State("4/5", "3/5", "2/5", "-1/2"), F(-351, 500)),
        (State("-4/5", "3/5", "2/5", "1/2"), F(351, 500)),
    ],
)
def test_without_a_sign_the_first_step_rises(state: State, margin: Fraction) -> None:
    """Of the criterion, the threshold, the no-rising regime and the waiting time, in this order."""
    assert state.rises and state.square_next == SINE
    assert state.at(MARGIN) == margin


def test_without_a_positive_rate_a_margin_may_be_positive_and_nothing_rise() -> None:
    """(3/5, 4/5, −10): 128/125, and λ cos 2θ = 14/5."""
    state = State("3/5", "4/5", 1, -10)
    assert state.at(MARGIN) == F(128, 125)
    assert state.at(lam * (c**2 - s**2)) == F(14, 5)
    assert not state.rises


@pytest.mark.parametrize(
    "state",
    [
        State("12/13", "5/13", "1/2", "91/240", "3/2"),
        State("12/13", "5/13", "2/5", "91/300", 1),
    ],
)
def test_a_scale_that_leaps_rises_at_step_one(state: State) -> None:
    """h = 3/2 in the no-rising regime, and h = 1 in the waiting time."""
    assert not state.rises and state.rises_next


def test_a_scale_that_is_there_rises_at_once() -> None:
    """a_0 = 1."""
    assert State("40/41", "9/41", "1/3", 1).rises


def test_the_scale_overshoots() -> None:
    """Of the cone and the cap."""
    assert State("3/5", "4/5", 1, 2, "3/2").scale == F(-1, 10)
    assert State("4/5", "3/5", 1, "1/10", 2).scale == F(3, 2)
    assert State("-3/5", "4/5", 1, 1, 1).scale == F(-3, 5)
    assert State("3/5", "4/5", 1, -2).turned == F(-17, 25)


def test_a_scale_that_leaps_makes_an_edge_longer() -> None:
    """h = 8: āL cos θ/(2ℓX) is less than 1 + 4 tan²θ, so K = 1; yet steps 0 and 1 rise."""
    state = State("15/17", "8/17", "5/24", "2/3", 8)
    assert 1 < F(15, 17) / (2 * F(5, 24)) < 1 + 4 * F(8, 15) ** 2
    assert state.rises and state.rises_next


def test_the_bound_of_an_edge_without_a_sign() -> None:
    """c/(2N) = 2/5 < 1, so K < 1; and it is negative where the cosine is."""
    assert State("4/5", "3/5", 1, "-5/4").rises and F(4, 5) / 2 < 1
    assert State("-4/5", "3/5", 1, 1).rises and F(-4, 5) / 2 == F(-2, 5)


def test_a_scale_that_overshoots_makes_a_higher_spike() -> None:
    """x = 2 says sin θ' ≤ 1/3, yet at step 1 λc > 97/20, and k sin θ' = sin θ (λc − 1)."""
    state = State("12/13", "5/13", "1/2", "1/10", 3)
    assert state.rises_next and not state.rises
    rate, sine = state.scale / state.norm_next, 1 - state.square_next
    assert rate**2 * state.square_next > F(97, 20) ** 2
    assert sine * F(77, 20) ** 2 / (1 + rate**2 * sine) > F(3, 5) ** 2 > F(1, 3) ** 2


def test_without_a_sign_a_step_is_higher_than_its_bound() -> None:
    """x = 1 and x = 5/4: (x − 1)/(x + 1) is 0 and 1/9."""
    for state in (State("4/5", "3/5", 1, "-5/4"), State("-4/5", "3/5", 1, "5/4")):
        assert state.rises and state.square_next == SINE
    assert F(24, 25) > (F(5, 4) - 1) / (F(5, 4) + 1) == F(1, 9)


def test_without_whitening_a_step_is_higher_than_its_bound() -> None:
    """λ = 2/25, c = 4/5: μ = 8/125, and tan θ' = 2025/518."""
    rate, tangent = F(8, 125), F(2025, 518)
    assert (1 - rate) / (1 + rate) == F(117, 133)
    assert tangent**2 / (1 + tangent**2) > F(24, 25) ** 2 > F(117, 133) ** 2


def test_half_of_kappa_max_is_not_enough() -> None:
    """λκ_max cos θ = 60/41 at κ_max = 1/2; and 2 is no lower bound of the spectrum of I."""
    state = State("40/41", "9/41", "1/3", 1)
    assert state.rises and state.at(lam * c) / 2 == F(60, 41) < 2
    assert 1 <= 2 * 2 * F(1, 3) == F(4, 3)


def test_every_number_of_these_texts_is_tried_here() -> None:
    """The triples and quadruples that the hypotheses of the general claims name for Σ = I."""
    named = set()
    for claim_id in TEXTS:
        claim: Claim = import_module(module_of(f"general.{claim_id}")).CLAIM
        for one in claim.hypotheses:
            named |= {x for x in re.findall(r"\(([−\d/, ]+)\)", one.without) if x.count(",") in (2, 3)}
    tried = Path(__file__).read_text(encoding="utf-8").replace('"', "")
    missing = []
    for numbers in sorted(named):
        cosine, sine, *rest = numbers.replace("−", "-").split(", ")
        wanted = rest if len(rest) == 2 else ["1", *rest]
        if f"State({', '.join([cosine, sine, *wanted])}" not in tried:
            missing.append(numbers)
    assert missing == []
