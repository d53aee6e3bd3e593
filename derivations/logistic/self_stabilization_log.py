"""Self-stabilization, logarithmic in 1/s: in the window the angle grows fast, and then the norm pays.

Statement
    Planar.  A rising edge starts in a state with scale α, norm N and sine s ≠ 0.  Choose 0 < θ̄ < 45°, with
    s̄ = sin θ̄, c̄ = cos θ̄ and m̄ = c̄ − s̄, any M, and ν > 0 such that γ = 1 − 2s̄² − 2/ν and γ + s² − s̄²
    are positive.  Take A_t, B_t and Ψ as in logistic.precursor, from A_0 ≤ α ≤ B_0.  As long as
    |sin θ_t| < s̄ the scale grows, and A_t ≤ α_t ≤ B_t.  Beside the edge let there be any numbers u_t with
    κ(m̄α_t) ≤ m̄²Nu_t, and F_t, never falling, with F_t ≤ Ψ(α_t) as long as |sin θ_t| < s̄, and F_t ≥ Ψ(α_t)
    once it is larger.  Let S_0 = s, P_0 = N, S_{t+1} = S_t(u_t − 1), P_{t+1} = P_t(1 + u_t²S_t²), and let A
    be the number of steps before F_t ≥ νM and P_tγ ≤ M(γ + s² − s̄²).  Then the edge has at most A + B + C
    steps,
    B = 1 + ⌊ln(s̄/s) / ln ψ⌋,  C = 1 + ⌊ln(K/2N) / ln(1 + 4s̄²)⌋,
    where ψ = (νc̄ − 1)/√(1 + ν²s̄²) > 1, for any K > 0 such that λN cos 2θ ≤ K cos θ along the edge.
Hypotheses
    0 < h ≤ 2, α_0 > 0, θ_0 < π/2.  The edge may start at any time: α, N, s are the values there.  K = max κ
    is such a K by logistic.sharp-edge, which encloses it; ``holds`` takes this one.
Source
    Extension; not in [1].
Argument
    As for square.self-stabilization-log; what differs is the scale, which climbs through a window.
    (A) While |sin θ| < s̄, λ ≤ u, as λNm̄² ≤ κ(m̄α) and the norm never falls.  So each step multiplies |sin θ|
    by u − 1 at most: |sin θ_t| ≤ S_t and N_t ≤ P_t.  (B) From time A on λN ≥ Ψ(α) ≥ F ≥ νM, as F never
    falls.  N(γ + s² − sin²θ) falls, by the exact identity
    (N' − N)(λ cos 2θ − 2 cos θ) = λN'(sin²θ' − sin²θ), so that N ≤ M and λ ≥ ν; and such a step multiplies
    |sin θ| by ψ at least.  (C) Each step with |sin θ| ≥ s̄ multiplies N by 1 + 4s̄² at least, and N < K/2.
    A step that is neither (B) nor (C) comes before time A: the number of all steps is at most the sum of
    the three, each of which counts whole steps.
    To bound an edge in advance, take a time A; up to it u_t = u ≥ 2 with κ(m̄a) ≤ m̄²Nu for all a in
    [α, B_A], and F_t = 0; from then on F_t is the least Ψ on [A_A, B_{A+B}].  As long as |sin θ| < s̄, α_t
    is in that interval from time A to A + B, since it grows between A_t and B_t; and the edge has no more
    than A + B such steps.  That F_t ≥ Ψ(α_t) once |sin θ_t| ≥ s̄ is no restriction: F may be so large.
Not verified
    Nothing, for any u, F and K as above; that max κ is such a K is a hypothesis here, enclosed by
    logistic.sharp-edge.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from sympy import Eq, Expr, Gt, log, sqrt

from derivations.direction.before_onset import C_LOW
from derivations.direction.circle import CBAR, CBAR_OF, CIRCLE_BAR
from derivations.direction.edge_envelope import (
    BUDGET,
    GAMMA,
    LATER_CAP,
    NARROW,
    NORM_CAP,
    NORM_CAP_NEXT,
    NORM_RATIO,
    NU,
    ROOM,
    SINE_CAP,
    SINE_CAP_NEXT,
)
from derivations.direction.rising_edge import BELOW_SBAR, Reading, edge_within, reader
from derivations.direction.rising_threshold import RISING
from derivations.direction.self_stabilization import SQUARE, establish_count
from derivations.direction.self_stabilization_log import (
    DEMAND,
    FAST_STEPS,
    PSI,
    PSI_IS,
    choices,
    establish_fast_steps,
)
from derivations.logistic.lemmas.edge_growth import (
    AT_MOST_U,
    BEGINS,
    FIRST,
    FLOOR,
    LATER,
    LATER_ON,
    NEVER_FALLS,
    SETTLED,
    SO_LONG,
    establish_chosen,
    establish_first,
    establish_later,
    establish_phases,
)
from derivations.logistic.lemmas.envelope import Envelope
from derivations.logistic.lemmas.pulls import (
    g_least,
    z_least,
    z_unit,
)
from derivations.logistic.lemmas.scale_envelope import (
    HIGH,
    z_low,
)
from derivations.logistic.lemmas.scale_leaves import establish_off_target
from derivations.logistic.model.hypotheses import standing, two_groups
from derivations.logistic.model.system import PLANAR, S_HIGH
from derivations.logistic.never_rises import LARGEST
from derivations.logistic.precursor import AT_SCALE, LATEST, RECURSIONS, SLOPE
from derivations.logistic.self_stabilization import establish_edge
from derivations.logistic.self_stabilization_window import (
    establish_room,
    high_steps,
)
from derivations.logistic.sharp_edge import CAPPED
from derivations.notation import N, alpha, at_next, at_start, lam, s, sbar, t
from derivations.proof import Proof
from derivations.proof.canonical import count, steps_before, steps_with
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always
from derivations.sigmoid.functions import sigma
from derivations.sigmoid.kappa import KAPPA, at, may_rise, peak
from verifier.arithmetic.balls import Ball, Doubts, floor_of_upper, less, less_equal, positive
from verifier.arithmetic.evaluate import evaluate
from verifier.arithmetic.reals import least_on, like, sign_on
from verifier.claim import Alteration, Answer, Check, Claim, Hypothesis, Provenance, Run, Status

HIGH_SINE = s**2 >= sbar**2
SORTED = replace(
    FIRST.with_more(
        "sorted edge",
        state=(FLOOR,),
        parameters=(NU, GAMMA, LATER_CAP, PSI, LARGEST),
        guards=(CAPPED, SO_LONG, NEVER_FALLS),
        instant=(CIRCLE_BAR, BUDGET, PSI_IS),
        initial=(Gt(at_start(s) ** 2, 0, evaluate=False), NU > 0, GAMMA > 0, ROOM > 0),
    ),
    conditions=(*PLANAR.conditions, AT_MOST_U, LARGEST > 0),
)
"""The whole edge, beside A and B, S and P, u and F; its steps are sorted by |sin θ| and λ."""
CHOSEN = (*BEGINS, at_start(s) ** 2 > 0, LARGEST > 0)
ALONG = (RISING, CAPPED, AT_MOST_U, SO_LONG, NEVER_FALLS)
DEFINED = (
    *(*RECURSIONS, Eq(g_least, sigma(z_least)), Eq(S_HIGH, sbar), Eq(C_LOW, CBAR)),
    *(Eq(CBAR, sqrt(1 - sbar**2)), Eq(GAMMA, 1 - 2 * sbar**2 - 2 / NU), PSI_IS),
    *(Eq(at_start(SINE_CAP), at_start(s)), Eq(at_next(SINE_CAP), SINE_CAP_NEXT)),
    *(Eq(at_start(NORM_CAP), at_start(N)), Eq(at_next(NORM_CAP), NORM_CAP_NEXT)),
)
"""What the chosen numbers are, and what runs beside the edge: A and B, S and P."""
NEEDED: Expr = DEMAND * N
"""νM, when P is N."""
RATES = tuple(map(Fraction, ("2.1", "2.2", "2.4", "2.7", "3", "3.5", "4.5", "6", "8", "12")))
SINES = tuple(Fraction(1, 2) * Fraction(4, 5) ** i for i in range(1, 14))
"""The ν and s̄ that are tried."""
PIECES = 8
"""Where Ψ is not monotone it is enclosed on this many parts."""


def derive() -> Proof:
    """Count the fast steps and those above s̄ along the edge; show that the others come first."""
    proof = Proof(CLAIM.id)
    edge = proof.system(SORTED)
    never_falls = establish_edge(proof, edge)
    establish_off_target(proof, edge)
    establish_chosen(proof, edge)
    proof.say("(C) Steps with |sin θ| ≥ s̄:")
    name, room = "steps above s̄", establish_room(proof)
    high = establish_count(proof, edge, never_falls, name, sbar, [HIGH_SINE], room)
    proof.say("(B) Steps with |sin θ| < s̄ and λ ≥ ν:")
    fast = establish_fast_steps(proof, edge)
    proof.say("(A) The first steps, while |sin θ| < s̄, beside A and B, S and P:")
    first, later = proof.system(FIRST), proof.system(LATER)
    establish_first(proof, first)
    proof.say("The steps after time A, while |sin θ| < s̄:")
    always_fast = establish_later(proof, later)
    climbs = establish_phases(proof, edge, first, later)
    counted = proof.rule(
        "sorted", "every step is of a kind", edge,
        lasting=LATER_ON, shows=[always_fast], counted=[f"{name}, counted", "fast steps, counted"],
        because="A step that is neither (B) nor (C) has |sin θ| < s̄ and λ < ν: it comes before time A.",
    )  # fmt: skip
    proof.conclude(high, fast, *climbs, counted)
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
        rate = largest / (self.envelope.margin**2 * self.known["N"])
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
    wanted=Status.PROVED,
    statement=Statement(
        always(
            t <= steps_before(SETTLED, NARROW) + steps_with(BELOW_SBAR, lam >= NU) + steps_with(HIGH_SINE),
            given=CHOSEN,
            throughout=ALONG,
            where=DEFINED,
        ),
        always(
            count - 1 < log(sbar**2 / at_start(s) ** 2) / log(PSI**2),
            given=[BELOW_SBAR, lam >= NU, *CHOSEN],
            throughout=ALONG,
            where=DEFINED,
            words="for the number n of these steps",
        ),
        always(
            count - 1 < log(LARGEST / (2 * at_start(N))) / log(1 + SQUARE.subs(s, sbar)),
            given=[HIGH_SINE, *CHOSEN],
            throughout=ALONG,
            where=DEFINED,
            words="for the number n of these steps",
        ),
        always(
            *(z_low >= z_unit, HIGH >= alpha, at_next(alpha) > alpha),
            given=[BELOW_SBAR, *CHOSEN],
            throughout=ALONG,
            where=DEFINED,
        ),
    ),
    hypotheses=(
        standing("See logistic.self-stabilization: outside them the counts make no sense, as C < 0."),
        two_groups("Needed, by the counterexample of logistic.self-stabilization."),
        Hypothesis(
            "K bounds the reach",
            r"\lambda N \cos 2\theta \le K \cos\theta",
            "By definition; max κ is such a K, as logistic.sharp-edge encloses.",
        ),
        Hypothesis(
            "λ is large from time A on",
            r"F \le \Psi(\alpha)",
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
