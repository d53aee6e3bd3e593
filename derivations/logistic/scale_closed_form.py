"""The envelopes in closed form: how long the scale takes from one value to another.

Statement
    For 0 < ε ≤ 2 let f(x) = x + e^x − (ε/2)ln(1 + e^x), which increases.  A step x' = x + εσ(−x) from an
    x ≥ 0 has ε ≤ f(x') − f(x) ≤ ε(1 + ε²e^{ε/2}/24).
    Hence, planar, θ_0 ≤ π/4, for the scale before onset:
    (i) f(m_0α_t) ≤ f(m_0α_0) + εt(1 + ε²e^{ε/2}/24) with m_0 = cos θ_0 − |sin θ_0| and ε = hm_0;
    (ii) f(α_t) ≥ f(α_0) + εt where α_t ≤ b, with ε = h(cos θ_0 − b(1 + e^b)sin²θ_0/4) > 0.
Hypotheses
    0 < h ≤ 2, α_0 > 0, margins that are not negative at the start; t ≤ T.
Source
    Extension; not in [1].
Argument
    Let δ = εσ(−x), so that δ(1 + e^x) = ε and δe^x = εσ(x).  By Taylor's theorem e^{x+δ} − e^x lies between
    e^x(δ + δ²/2 + δ³/6) and e^x(δ + δ²/2 + δ³e^δ/6); and ln(1 + e^{x+δ}) − ln(1 + e^x) between δσ(x) and
    δσ(x) + δ²σ'(x)/2, as σ' falls where x ≥ 0.  In f the terms e^xδ²/2 and (ε/2)δσ(x) cancel.  What is left
    is at least ε + εδ²σ(x)(3σ(x) − 1)/12 ≥ ε and at most ε + εδ²e^δ/6, where δ ≤ ε/2.
    (i) B of logistic.scale-envelope obeys m_0B' = m_0B + εσ(−m_0B).  (ii) A/σ(−A) = A(1 + e^A) increases,
    so A' ≥ A + εσ(−A) while A ≤ b, and x + εσ(−x) increases with x.
    As θ_0 → 0 both rates tend to h: the closed forms then leave a relative gap of ε²/24 in time.
Not verified
    Taylor's theorem for e^x: no certificate; the steps are enclosed in balls.
"""

from __future__ import annotations

from sympy import Eq, Expr, Function, Symbol, exp, log

from derivations.logistic.active_margins import until_onset
from derivations.logistic.sigmoid import sigma
from derivations.logistic.system import NEAREST, S_HIGH
from derivations.narrate import main
from derivations.notation import LATEX, h, typeset
from derivations.proof import Proof
from derivations.square.before_onset import C_LOW
from verifier.arithmetic.balls import Ball, Verdict, both, less_equal, positive
from verifier.arithmetic.evaluate import evaluate
from verifier.claim import Alteration, Check, Claim, Hypothesis, Provenance, Run, Status

x, eps, ceiling = (Symbol(name, real=True) for name in ("x", "epsilon", "b"))
LATEX |= {eps: r"\varepsilon"}
CLOCKED: Expr = x + exp(x) - eps / 2 * log(1 + exp(x))
"""f, which grows by nearly η a step."""
STEP: Expr = x + eps * sigma(-x)
MOST_GAIN: Expr = eps * (1 + eps**2 * exp(eps / 2) / 24)
"""f grows by at least ε and at most this in one step."""
HIGH_RATE: Expr = h * NEAREST
LOW_RATE: Expr = h * (C_LOW - ceiling * (1 + exp(ceiling)) * S_HIGH**2 / 4)
"""η for the two envelopes."""
STEPS = 60
"""How many steps of a run a check looks at."""


def derive() -> Proof:
    """The two formulas; the claim is checked in balls."""
    proof = Proof(CLAIM.id)
    f = Function("f")
    proof.say("The clock of the recursion:", Eq(f(x), CLOCKED))
    proof.say("It increases, as its derivative is positive for ε ≤ 2:", CLOCKED.diff(x))
    proof.say("One step of the recursion:", STEP)
    proof.say("moves it by at least ε and at most", MOST_GAIN)
    proof.say("The rate ε of the upper envelope, for m_0α:", HIGH_RATE)
    proof.say("and of the lower one, for α up to b:", LOW_RATE)
    return proof


def at(expression: Expr, **values: Ball) -> Ball:
    """A formula of this module in balls."""
    return evaluate(expression, values.__getitem__)


def holds_step(run: Run, gain: int = 1, least: int = 1) -> Verdict:
    """One step of the recursion from α_t with ε = h; ``gain`` and ``least`` alter the two bounds."""

    def within(time: int) -> Verdict:
        scale = run.state(time).alpha
        after = at(STEP, x=scale, epsilon=run.h)
        moved = at(CLOCKED, x=after, epsilon=run.h) - at(CLOCKED, x=scale, epsilon=run.h)
        most = gain * at(MOST_GAIN, epsilon=run.h) + (1 - gain) * run.h
        return both(less_equal(least * run.h, moved), less_equal(moved, most))

    return both(*(within(time) for time in range(0, STEPS, 6)))


def holds_scale(run: Run, speed: int = 1) -> Verdict:
    """(i) and (ii) up to the onset; ``speed`` divides ε in (i) and multiplies it in (ii)."""
    first = run.state(0)
    if run.rising(0) is not False:
        return True
    known = {"h": run.h, "c_low": first.c, "s_high": first.s}
    margin = evaluate(NEAREST, known.__getitem__)
    verdict: Verdict = True
    for time in until_onset(run):
        scale = run.state(time).alpha
        fast, slow = (evaluate(rate, (known | {"b": scale}).__getitem__) for rate in (HIGH_RATE, LOW_RATE))
        fast, slow = fast / speed, speed * slow
        above = at(CLOCKED, x=margin * first.alpha, epsilon=fast) + time * at(MOST_GAIN, epsilon=fast)
        verdict = both(verdict, less_equal(at(CLOCKED, x=margin * scale, epsilon=fast), above))
        if positive(slow) is True:
            below = at(CLOCKED, x=first.alpha, epsilon=slow) + time * slow
            verdict = both(verdict, less_equal(below, at(CLOCKED, x=scale, epsilon=slow)))
        if verdict is not True:
            break
    return verdict


CLAIM = Claim(
    id="logistic.scale-closed-form",
    title="the scale envelopes in closed form",
    provenance=Provenance.EXTENSION,
    wanted=Status.ENCLOSED,
    statement=(
        typeset(Eq(Function("f")(x), CLOCKED))
        + r",\quad \varepsilon \le f(x + \varepsilon\sigma(-x)) - f(x) \le "
        + typeset(MOST_GAIN)
        + r"\qquad (x \ge 0,\ 0 < \varepsilon \le 2)"
    ),
    hypotheses=(
        Hypothesis(
            "a scale that is not negative",
            r"x \ge 0",
            "For x < −ln 2 σ(x) < 1/3, and f grows by less than ε for small ε.",
        ),
        Hypothesis("ε at most 2", r"\varepsilon \le 2", "It makes f increase for all x."),
    ),
    depends_on=("logistic.scale-envelope", "logistic.active-margins"),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "logistic",
            holds_step,
            (
                Alteration("at most ε", {"gain": 0}),
                Alteration("at least 2ε", {"least": 2}),
            ),
        ),
        Check("logistic", holds_scale, (Alteration("ε doubled below, halved above", {"speed": 2}),)),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
