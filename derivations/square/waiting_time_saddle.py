"""The saddle: a run that starts with little scale and little alignment needs a logarithm more.

Statement
    With g = √(h/N_0), the onset T obeys T > ln((2g N_0 + 7h/10)/(g a_0 + h cos θ_0)) / ln(1 + g), and so
    does every later rise.
Hypotheses
    Whitened data, η > 0, 0 < h ≤ 1, α_0 > 0, c_0 > 0.
Source
    Beyond [1].  As a_0 and cos θ_0 tend to 0 the bound of square.waiting-time-lower stays finite, and
    this one grows like ln(1/(a_0 + cos θ_0 √(hN_0))): at (a, cos θ) = (0, 0) the dynamics have a saddle.
Argument
    cos θ' ≤ cos θ + λ and λ ≤ a/N_0, so (a, cos θ) grows at most like the linear map with the matrix
    ((1 − h, h), (1/N_0, 1)).  For g² N_0 = h the positive combination X = ga + h cos θ obeys X' ≤ (1 + g)X.
    A rise needs a > 2N_0 (as in square.waiting-time-lower) and an angle below 45°, cos θ > √½ > 7/10;
    so X_0 (1 + g)^t > 2g N_0 + 7h/10 at every rising t.  Solve for t.
Not verified
    Nothing.  The certificate is about a positive rising margin, λ cos 2θ > 2 cos θ, which a rise needs by
    square.rising-criterion.
"""

from __future__ import annotations

from typing import Any

from sympy import Eq, Expr, Gt, log, sqrt

from derivations.direction import monotone_norm, rising_threshold
from derivations.direction.monotone_norm import GROWN
from derivations.direction.rising_threshold import LEAST_COSINE, RISING
from derivations.direction.system import UNIT_CIRCLE
from derivations.direction.waiting_time_lower import no_rise
from derivations.notation import N, a, at_next, at_start, c, h, lam, t
from derivations.proof import Proof
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always
from derivations.square.lemmas import before_onset
from derivations.square.lemmas.saddle import (
    ESCAPE,
    RATE,
    SADDLE_RUN,
    SPENT,
    START,
    F,
    establish_envelope,
    g,
    nu,
)
from derivations.square.model.hypotheses import (
    aligned_start,
    positive_scale,
    scale_rate_at_most_one,
    whitened,
)
from derivations.square.model.system import LAMBDA
from derivations.square.no_rising_edge import SATURATED
from derivations.square.scale_envelope import POWER
from derivations.square.waiting_time_lower import LEAST
from verifier.arithmetic.balls import Ball, first_after, less_equal
from verifier.arithmetic.evaluate import evaluate
from verifier.claim import Alteration, Answer, Check, Claim, Provenance, Run, Status

CAP: Expr = g * LEAST + h * LEAST_COSINE
"""A rise needs X > ``CAP``."""
POWER_OF_NU = (Eq(at_start(F), 1), Eq(at_next(F), nu * F))
"""F = ν^t, as a part of the state."""
WAITING: Expr = (log(CAP / START) / log(1 + g)).subs(g, RATE)
"""The time that X needs at least from ``START`` to ``CAP``."""


def _rise(proof: Proof) -> tuple[str, list[Any], list[Any]]:
    """At a rise X > CAP; the name, what it assumes and its relations."""
    given = [RISING, c > 0, lam > 0, N > 0, GROWN, h > 0, g > 0]
    relations = [UNIT_CIRCLE, LAMBDA]
    cosine = rising_threshold.establish_cosine(proof)
    fast = rising_threshold.establish(proof)
    name = proof.positive(
        "a rise needs X above its cap",
        ESCAPE - CAP,
        given=given,
        lemmas=[cosine, fast],
        relations=relations,
        terms=[
            (1, [g > 0, N > 0, lam > 2], 1),
            (2, [g > 0, GROWN], 1),
            (1, [h > 0, c - LEAST_COSINE > 0], 1),
        ],
        because="and X − CAP = g(N(λ − 2) + 2(N − N_0)) + h(cos θ − 7/10) > 0.",
    )
    return name, given, relations


def derive() -> Proof:
    """A linear comparison, its growth rate, and the time it needs."""
    proof = Proof(CLAIM.id)
    proof.say("Let X be the combination", ESCAPE)
    proof.say("with the rate g that solves g²N_0 = h:", RATE)
    run = proof.system(SADDLE_RUN)
    before_onset.establish_basics(proof, run)
    monotone_norm.establish_norm(proof, run)
    power = establish_envelope(proof, run)
    rise, given, relations = _rise(proof)
    cap = proof.positive(
        "cap positive", CAP, given=[g > 0, h > 0, at_start(N) > 0],
        terms=[(2, [g > 0, at_start(N) > 0], 1), (LEAST_COSINE, [h > 0], 1)],
    )  # fmt: skip
    start = proof.positive(
        "start positive", START, given=[g > 0, h > 0, at_start(a) > 0, at_start(c) > 0],
        terms=[(1, [g > 0, at_start(a) > 0], 1), (1, [h > 0, at_start(c) > 0], 1)],
    )  # fmt: skip
    kept = F - POWER * at_start(F) >= 0
    late = proof.positive(
        "a rise needs time",
        START - POWER * CAP,
        given=[*given, SPENT, F > 0, kept, at_start(N) > 0],
        lemmas=[rise, cap],
        relations=[*relations, at_start(F) - 1],
        terms=[
            (1, [SPENT], 1),
            (1, [F > 0, ESCAPE - CAP > 0], 1),
            (1, [CAP > 0, kept], 1),
        ],
        because="With E = ν^t ≤ F: X_0 ≥ FX > F·CAP ≥ E·CAP.",
    )
    rises = proof.rule(
        "at-every-time", "every rise is late", run,
        sequent=late, uses=[{"fact": power, "power": str(POWER)}], assume=[RISING],
        because="This holds at every t at which the direction rises.",
    )  # fmt: skip
    solved = proof.rule(
        "logarithm", "waiting time", run, fact=rises, power=str(POWER), ratio=nu, left=CAP, right=START,
        shrinks=True, left_positive=cap, right_positive=start,
        because="Solve for t, with ln ν = −ln(1 + g).",
    )  # fmt: skip
    proof.conclude(solved)
    return proof


def bound(scale_lr: Ball, x: Any) -> int | None:
    """A natural number ≤ T, the waiting time counted from state ``x``; None when there is no onset.

    ``scale_lr`` is h; ``x`` is a state of balls.  0 where the bound says nothing.  Raises ``Undecided``
    where the balls do not tell whether it does.
    """

    def value(name: str) -> Ball:
        return scale_lr if name == "h" else getattr(x, name.removesuffix("0"))

    if less_equal(evaluate(SATURATED, value), 2) is True:
        return None
    return first_after(evaluate(WAITING, value))


def holds(run: Run, extra: int = 0, patience: int = 1) -> Answer:
    """No rise before the bound; ``extra`` steps are added to it, or it is multiplied by ``patience``."""
    earliest = bound(run.h, run.state(0))
    return no_rise(run, None if earliest is None else patience * earliest, extra)


CLAIM = Claim(
    id="square.waiting-time-saddle",
    title="the saddle at no scale and no alignment delays the onset",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        always(
            Gt(t, log(START / CAP) / log(nu)),
            given=[RISING, g > 0, nu > 0, nu < 1, at_start(F) > 0],
            where=[Eq(g, sqrt(h / at_start(N))), Eq(nu, 1 / (1 + g)), *POWER_OF_NU],
        ),
    ),
    hypotheses=(
        whitened(
            "Σ = diag(1, 100), u = (1, 0), w = (1, 3/40), α = 4/125, η = 125/32, h = 1/1000: the bound is "
            "above 50, yet the first step rises, from tan θ = 3/4 to 2025/518."
        ),
        scale_rate_at_most_one(
            "For h = 2 at (cos θ, sin θ, N, a) = (9/41, 40/41, 2, 41/48) the bound is above 2, yet a_1 < 0 "
            "and step 1 rises.",
            "scale learning rate at most 1",
        ),
        positive_scale(
            "For h = 1 at (4/5, 3/5, 1/4, −5/16) the bound is ln(68/7)/ln 3 > 2, yet the first step rises."
        ),
        aligned_start(
            "For h = 1 at (−4/5, 3/5, 1, 5/4) the bound is ln 6/ln 2 > 2, yet the first step rises."
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "run",
            holds,
            (
                Alteration("one step more", {"extra": 1}),
                Alteration("four times the bound", {"patience": 4}),
                Alteration("α_0 > 0 dropped", drop=frozenset({"a0 > 0"})),
                Alteration("c_0 > 0 dropped", drop=frozenset({"c0 > 0"})),
            ),
            lambda run: bool(bound(run.h, run.state(0))),
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
