"""The scale envelope: the scale approaches its target at the rate h, neither faster nor slower.

Statement
    For every t: a_t ≤ 1 − (1 − a_0)(1 − h)^t.  If moreover c_k ≥ c_0 for all k < t, then
    a_t ≥ c_0 − (c_0 − a_0)(1 − h)^t.
Hypotheses
    0 < h ≤ 1.  Any covariance, in the Σ-angle, and any update of w.  Neither a_0 ≤ 1 nor a_0 ≤ c_0 nor
    any other sign is needed: from a_0 > 1 the first bound falls to 1, and from a_0 > c_0 the second falls
    to c_0.
Source
    A lemma of the waiting-time bounds of [1]; our derivation.
Argument
    a' = (1 − h)a + hc is linear in a and driven by c.  With c = 1, and with c = c_0, the recursion is
    solved in closed form.  The distances to the two targets obey 1 − a' = (1 − h)(1 − a) + h(1 − c) and
    c_0 − a' = (1 − h)(c_0 − a) − h(c − c_0), where c ≤ 1 and c ≥ c_0.  As 1 − h ≥ 0, the inequalities
    1 − a' ≥ (1 − h)(1 − a) and c_0 − a' ≤ (1 − h)(c_0 − a) may be iterated, whatever their signs.
Not verified
    Nothing.  For h = 1 the power (1 − h)^t is 1 at t = 0 and 0 afterwards.
"""

from __future__ import annotations

from sympy import Eq, Expr, Function, Ge, Integer, Le, Rational, Symbol, rsolve

from derivations.direction.system import UNIT_CIRCLE
from derivations.notation import a, at_next, at_start, c, h, s, symbol, t
from derivations.proof import Proof, System
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always
from derivations.square.model.hypotheses import scale_rate_at_most_one, whitened
from derivations.square.model.system import ANY_TURN, SCALE
from derivations.square.update_maps import A_NEXT_POLAR
from verifier.claim import (
    Claim,
    Hypothesis,
    Provenance,
    Status,
)

HALF = Rational(1, 2)
FIRST_COSINE = at_start(c)
RATIO: Expr = 1 - h
"""The share of its distance to the target that the scale keeps in one step."""
POWER = symbol("E", "E", "E", "(1 − h)^t, the share of the distance that is left after t steps")


def recursion(target: Expr) -> Eq:
    """The update of the scale with its drive cos θ held at ``target``, as an equation for a(t)."""
    scale = Function("a")
    return Eq(scale(t + 1), A_NEXT_POLAR.subs({a: scale(t), c: target}))


def solution(target: Expr) -> Expr:
    """a(t) with a(0) = a_0: the recursion solved."""
    scale = Function("a")
    equation = recursion(target)
    return rsolve(equation.lhs - equation.rhs, scale(t), {scale(0): at_start(a)})


UPPER: Expr = solution(Integer(1))
"""1 − (1 − a_0)(1 − h)^t, never exceeded."""
LOWER: Expr = solution(at_start(c))
"""c_0 − (c_0 − a_0)(1 − h)^t, reached at least while the angle stays at most θ_0."""


def establish_upper(proof: Proof, system: System) -> str:
    """Add 1 − a_t ≥ (1 − h)^t (1 − a_0) as a growth fact of ``system`` (any that extends ``RUN``).

    Its quantity is 1 − a and its ratio ``RATIO``; returns its name.
    """
    step = proof.positive(
        f"{system.name}: distance to 1, one step",
        (1 - at_next(a)) - RATIO * (1 - a),
        given=[h > 0],
        relations=[SCALE, UNIT_CIRCLE],
        terms=[(HALF, [h > 0], 1 - c), (HALF, [h > 0], s)],
        strict=False,
        because="1 − a' − (1 − h)(1 − a) = h(1 − c), and 2(1 − c) = (1 − c)² + s².",
    )
    return proof.rule(
        "growth", f"{system.name}: upper envelope", system,
        quantity=1 - a, ratio=RATIO, direction=">=", step=step,
        because="As 1 − h ≥ 0, this may be iterated: 1 − a_t ≥ (1 − h)^t (1 − a_0).",
    )  # fmt: skip


def establish_lower(proof: Proof, system: System, target: Symbol = FIRST_COSINE, name: str = "c₀") -> str:
    """Add T − a_t ≤ (1 − h)^t (T − a_0) as a growth fact, where ``system`` gives c ≥ T = ``target``.

    The condition c ≥ T may be a guard of the system, a condition, or an invariant shown before; ``name``
    is how the words call T.  Its quantity is T − a and its ratio ``RATIO``; returns its name.
    """
    aligned = c >= target
    step = proof.positive(
        f"{system.name}: distance to {name}, one step",
        RATIO * (target - a) - (target - at_next(a)),
        given=[h > 0, aligned],
        relations=[SCALE],
        terms=[(1, [h > 0, aligned], 1)],
        strict=False,
        because=f"(1 − h)({name} − a) − ({name} − a') = h(c − {name}) ≥ 0, as c ≥ {name}.",
    )
    return proof.rule(
        "growth", f"{system.name}: lower envelope", system,
        quantity=target - a, ratio=RATIO, direction="<=", step=step,
        because=f"As 1 − h ≥ 0, this may be iterated: {name} − a_t ≤ (1 − h)^t ({name} − a₀).",
    )  # fmt: skip


def derive() -> Proof:
    """Solve both recursions, then compare the scale with their solutions."""
    proof = Proof(CLAIM.id)
    proof.say("Driven by cos θ = 1, the scale obeys a linear recursion:", recursion(Integer(1)))
    proof.say("Its solution:", Eq(a, UPPER))
    run = proof.system(ANY_TURN)
    above = _at_every_time(proof, run, establish_upper(proof, run), UPPER - a)
    proof.say("Driven by cos θ₀ instead:", recursion(at_start(c)))
    proof.say("Its solution:", Eq(a, LOWER))
    aligned = proof.system(ANY_TURN.with_more("any aligned turn of w", guards=(c >= at_start(c),)))
    below = _at_every_time(proof, aligned, establish_lower(proof, aligned), a - LOWER)
    proof.conclude(above, below)
    return proof


def _at_every_time(proof: Proof, system: System, fact: str, gap: Expr) -> str:
    """``gap`` ≥ 0 at every t, where (1 − h)^t is the power in the growth fact."""
    target = gap.subs(RATIO**t, POWER)
    known = Ge(target, 0, evaluate=False)
    sequent = proof.positive(
        f"{fact}, solved for the scale",
        target,
        given=[known],
        terms=[(1, [known], 1)],
        strict=False,
        because="Solved for the scale, with E = (1 − h)^t:",
    )
    return proof.rule(
        "at-every-time", f"{fact} at every time", system,
        sequent=sequent, uses=[{"fact": fact, "power": str(POWER)}], assume=[],
        because="This holds at every time t.",
    )  # fmt: skip


CLAIM = Claim(
    id="square.scale-envelope",
    title="the scale between two explicit envelopes",
    provenance=Provenance.STEP,
    wanted=Status.PROVED,
    statement=Statement(
        always(Le(a, UPPER, evaluate=False)),
        always(Ge(a, LOWER, evaluate=False)),
    ),
    hypotheses=(
        scale_rate_at_most_one(
            "Both fail for h = 3 from (cos θ, sin θ, λ, a) = (4/5, 3/5, 5/4, 1/2): the first step ends "
            "on the target, a_2 = 1/5 > 1 − 4/2 and a_3 = 13/5 < 4/5 + 8·3/10."
        ),
        hypothesis(
            "for the lower envelope: no angle above the initial one",
            "It fails for h = 1/2 from (cos θ, sin θ, λ, a) = (4/5, 3/5, 200/27, 4/5): the direction "
            "rises at once to cos θ = 156/205, and a_2 = 32/41 < 4/5.",
            (c >= at_start(c),),
        ),
        Hypothesis("a scale below its target", r"a_0 \le 1,\ a_0 \le \cos\theta_0", "Not needed."),
        whitened("Not needed, in the Σ-angle: the certificate assumes the update of α alone."),
        Hypothesis(
            "positive scale, aligned start",
            r"\alpha_0 > 0,\ \cos\theta_0 > 0",
            "Not needed: the certificate is about any signs.",
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
)

if __name__ == "__main__":
    main(CLAIM)
