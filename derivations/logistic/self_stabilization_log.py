"""Self-stabilization, logarithmic in 1/s: in the window the angle grows fast, and then the norm pays.

Statement
    Planar.  A rising edge starts in a state with scale α, norm N and sine s > 0.  Choose ν > 0 and s̄ > s
    with γ = 1 − 2s̄² − 2/ν > 0 and γ + s² − s̄² > 0; let c̄ = √(1 − s̄²), m̄ = c̄ − s̄ > 0, and A_t, B_t, Ψ as in
    logistic.precursor for the angle θ̄ with sin θ̄ = s̄, from A_0 = B_0 = α.  For a natural number A let
    u ≥ 2 be such that κ(m̄a) ≤ m̄²Nu for all a in [α, B_A], S = s(u − 1)^(A−1) (s for A = 0), and
    P = N(1 + u²S²)^A.  If
        Ψ(a) ≥ νPγ/(γ + s² − s̄²) for all a in [A_A, B_{A+B}],  B = 1 + ⌊ln(s̄/s) / ln ψ⌋,
    where ψ = (νc̄ − 1)/√(1 + ν²s̄²) > 1, then the edge has at most A + B + C steps,
    C = 1 + ⌊ln(K/2N) / ln(1 + 4s̄²)⌋, K = max κ, if C ≥ 0.
Hypotheses
    0 < h ≤ 2, α_0 > 0, θ_0 < π/2.  The edge may start at any time: α, N, s are the values there.
Source
    Extension; not in [1].
Argument
    As for square.self-stabilization-log; what differs is the scale, which climbs through a window.
    (A) Up to time A and while |sin θ| < s̄: λ ≤ u, as λNm̄² ≤ κ(m̄α).  So each step multiplies |sin θ| by
    u − 1 at most, |sin θ| ≤ S at the steps before A, and N_A ≤ P.  (B) From then on let λN ≥ νM with
    M = Pγ/(γ + s² − s̄²).  N(γ + s² − sin²θ) falls, by the exact identity
    (N' − N)(λ cos 2θ − 2 cos θ) = λN'(sin²θ' − sin²θ), so that N ≤ M and λ ≥ ν; and such a step multiplies
    |sin θ| by ψ at least.  It is so while α is in [A_A, B_{A+B}], since λN ≥ Ψ(α); by then |sin θ| ≥ s̄, or
    the edge has ended.  (C) Each step with |sin θ| ≥ s̄ multiplies N by 1 + 4s̄² at least, and N < K/2.
Not verified
    How the certified parts are joined: that every step is of kind A, B or C; that λ ≤ u before A, by the
    certified λNm̄² ≤ κ(m̄α) and α ≤ B_A; that N ≤ P and |sin θ| ≥ s at time A give the budget with which (B)
    starts; and that α_t is in [A_A, B_{A+B}] from A to A + B, as it is between A_t and B_t and never falls.
    N < K/2 with K = max κ is enclosed by logistic.sharp-edge.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from sympy import Expr, Gt

from derivations.direction.circle import CBAR, CBAR_OF, CIRCLE_BAR
from derivations.direction.edge_envelope import BUDGET, GAMMA, NU
from derivations.direction.rising_edge import Reading, edge_within, reader
from derivations.direction.rising_threshold import RISING
from derivations.direction.self_stabilization import establish_count
from derivations.direction.self_stabilization_log import (
    DEMAND,
    FAST_STEPS,
    GAMMA_OF,
    PSI,
    PSI_IS,
    PSI_OF,
    choices,
    establish_fast_steps,
    steps_latex,
)
from derivations.logistic.lemmas.edge_growth import (
    FIRST,
    LATER,
    NORM_RATIO,
    establish_first,
    establish_later,
)
from derivations.logistic.lemmas.envelope import Envelope
from derivations.logistic.lemmas.scale_window import CLIMB, establish_climb
from derivations.logistic.model.hypotheses import standing
from derivations.logistic.precursor import AT_SCALE, LATEST, SLOPE
from derivations.logistic.self_stabilization import establish_edge
from derivations.logistic.self_stabilization_window import (
    HIGH_STEPS,
    WHOLE,
    establish_room,
    high_steps,
)
from derivations.notation import N, s, sbar, typeset
from derivations.proof import Proof
from derivations.proof.narrate import main
from derivations.sigmoid.kappa import KAPPA, at, may_rise, peak
from verifier.arithmetic.balls import Ball, Doubts, floor_of_upper, less, less_equal, positive
from verifier.arithmetic.evaluate import evaluate
from verifier.arithmetic.reals import least_on, like, sign_on
from verifier.claim import Alteration, Answer, Check, Claim, Hypothesis, Provenance, Run, Status

HIGH_SINE = s**2 >= sbar**2
SORTED = WHOLE.with_more(
    "sorted edge",
    parameters=(sbar, CBAR, NU, GAMMA, PSI),
    initial=(Gt(sbar**2, 0, evaluate=False), CBAR > 0, NU > 0, GAMMA > 0),
    instant=(CIRCLE_BAR, BUDGET, PSI_IS),
)
"""The whole edge, whose steps are sorted by |sin θ| and λ."""
NEEDED: Expr = DEMAND * N
"""νM, when P is N."""
RATES = tuple(map(Fraction, ("2.1", "2.2", "2.4", "2.7", "3", "3.5", "4.5", "6", "8", "12")))
SINES = tuple(Fraction(1, 2) * Fraction(4, 5) ** i for i in range(1, 14))
"""The ν and s̄ that are tried."""
PIECES = 8
"""Where Ψ is not monotone it is enclosed on this many parts."""


def derive() -> Proof:
    """The scale and Ψ below s̄, the first and the later steps, the counts of the fast and the high ones."""
    proof = Proof(CLAIM.id)
    proof.say("States with |sin θ| ≤ s̄ = sin θ̄:")
    climb = establish_climb(proof, proof.system(CLIMB))
    edge, first, later = (proof.system(system) for system in (SORTED, FIRST, LATER))
    never_falls = establish_edge(proof, edge)
    proof.say("(A) The first steps, with λ ≤ u:")
    grown = establish_first(proof, first)
    proof.say("(B) The steps from time A on, while sin θ < s̄ and λN ≥ νM:")
    always_fast = establish_later(proof, later)
    fast = establish_fast_steps(proof, edge)
    proof.say("(C) Steps with |sin θ| ≥ s̄:")
    high = establish_count(
        proof, edge, never_falls, "steps above s̄", sbar, [RISING, HIGH_SINE], establish_room(proof)
    )
    proof.conclude(*climb, *grown, always_fast, fast, high)
    return proof


def bound(scale_lr: Ball, x: Any, others: bool = True, pace: int = 1) -> int | None:
    """The least A + B + C over the choices tried, for the edge that starts at state ``x`` of balls.

    None if no choice is admissible, as where the edge is too short to leave small angles.  Raises
    ``Undecided`` if none is found for want of precision.  In deliberately false variants ``others`` omits
    A and C, and ``pace`` multiplies ln ψ.
    """
    best: int | None = None
    doubts = Doubts()
    for sine in (like(x.s, value) for value in SINES):
        if not doubts.certain(less(x.s, sine)):
            break
        above = max(0, high_steps(x, sine, 1)) if others else 0
        climb = Climb(scale_lr, x, sine, doubts)
        for choice in choices(reader(scale_lr, x), sine, [like(x.s, rate) for rate in RATES], doubts):
            turning = 1 + floor_of_upper(evaluate(FAST_STEPS, choice) / pace)
            limit = None if best is None else best - turning - above
            time = climb.settled(choice, turning, limit)
            if time is not None:
                best = (time if others else 0) + turning + above
    if best is None:
        doubts.settle()
    return best


class Climb:
    """What is certain of the scale and λ from the state ``x``, as long as |sin θ| ≤ ``sine``."""

    def __init__(self, scale_lr: Ball, x: Any, sine: Ball, doubts: Doubts) -> None:
        self.doubts = doubts
        self.known = {"s": x.s, "N": x.N, "sbar": sine}
        cosine = evaluate(CBAR_OF, self.known.__getitem__)
        self.envelope = Envelope(scale_lr, SimpleNamespace(alpha=x.alpha, c=cosine, s=sine))
        self.first_pull = cache(lambda time: self.pull(self.envelope.lower(time)))
        """Ψ(A_time), by time."""
        self.falling = cache(self._falling)
        """Whether Ψ certainly falls at A_time, by time."""
        self.norm_growth = cache(self._norm_growth)
        """P/N by time; None where S exceeds s̄, so that A = time is too late."""

    def settled(self, choice: Reading, turning: int, limit: int | None) -> int | None:
        """An A < ``limit`` that is certified for this choice, nearly the least; None if none is."""
        least, time = evaluate(NEEDED, choice), 0
        while time < (LATEST if limit is None else limit):
            growth = self.norm_growth(time)
            if growth is None:
                return None
            needed = least * growth
            if less(self.first_pull(time), needed) is True:
                if self.falling(time):
                    return None  # no later time can do
            elif self.doubts.certain(less_equal(needed, self.least_pull(time, time + turning))):
                return time
            time += 1 + time // 16
        return None

    def _falling(self, time: int) -> bool:
        return positive(self.envelope.formula(SLOPE, alpha=self.envelope.lower(time))) is False

    def _norm_growth(self, time: int) -> Ball | None:
        place, most = peak(self.envelope.margin)
        reach = self.envelope.margin * self.envelope.upper(time)
        largest = at(KAPPA, reach) if self.doubts.certain(less(reach, place)) else most
        rate = (largest / (self.envelope.margin**2 * self.known["N"]))
        rate = rate.max(like(rate, 2))
        sine = self.known["s"] * (rate - 1) ** max(0, time - 1)
        if not self.doubts.certain(less(sine, self.known["sbar"])):
            return None
        return evaluate(NORM_RATIO, {"u": rate, "S": sine}.__getitem__) ** time

    def pull(self, scale: Ball) -> Ball:
        """Ψ at a scale."""
        return self.envelope.formula(AT_SCALE, alpha=scale)

    def least_pull(self, early: int, late: int) -> Ball:
        """At most Ψ on [A_early, B_late]: at an end where it is monotone, else on parts of it."""
        low, high = self.envelope.lower(early), self.envelope.upper(late)
        rises = sign_on(lambda scale: self.envelope.formula(SLOPE, alpha=scale), low, high)
        if rises is not None:
            return self.pull(low if rises else high)
        ends = [low + (high - low) * part / PIECES for part in range(PIECES + 1)]
        parts = (least_on(self.pull, before, after) for before, after in pairwise(ends))
        least = next(parts)
        for value in parts:
            least = least.min(value)
        return least


def holds(run: Run, others: bool = True, pace: int = 1) -> Answer:
    """The first rising edge has at most ``bound`` steps."""
    return edge_within(run, lambda start: bound(run.h, start, others, pace))


CLAIM = Claim(
    id="logistic.self-stabilization-log",
    title="a rising edge ends after a time logarithmic in 1/s",
    provenance=Provenance.EXTENSION,
    wanted=Status.ENCLOSED,
    statement=(
        steps_latex(HIGH_STEPS)
        + r",\quad \Psi(a) \ge P\, "
        + typeset(DEMAND)
        + r"\ \text{ for all } a \in [A_A, B_{A+B}],\quad P = N ("
        + typeset(NORM_RATIO)
        + r")^A,\ S = s(u-1)^{\max(0, A-1)},\ u \ge 2,\ \kappa(\bar{m} a) \le \bar{m}^2 N u "
        r"\text{ for all } a \in [\alpha, B_A],\ \bar{m} = \bar{c} - \bar{s} > 0,\ "
        r"\bar{c} = \sqrt{1 - \bar{s}^2},\ \psi = "
        + typeset(PSI_OF)
        + r",\ \gamma = "
        + typeset(GAMMA_OF)
        + r" > 0,\ \nu > 0,\ \bar{s} > s,\ \gamma + s^2 - \bar{s}^2 > 0"
    ),
    hypotheses=(
        standing("See logistic.self-stabilization: outside them the counts make no sense, as C < 0."),
        Hypothesis(
            "λ is large from time A on",
            r"\Psi(a) \ge \nu M",
            "Otherwise λ may be near 2, where the angle hardly grows: it may stay tiny all that time.",
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "logistic",
            holds,
            (
                Alteration("only the fast steps are counted", {"others": False}),
                Alteration("ψ becomes ψ⁶", {"pace": 6}),
            ),
            may_rise,
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
