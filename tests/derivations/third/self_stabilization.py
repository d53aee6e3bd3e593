"""A rising edge ends: with ā ≥ 1, a_0, it has at most 1 + ⌊ln(ā(1 + ā²)/2N) / ln(1 + 4s²)⌋ steps.

Statement
    As above, with N and s ≠ 0 at the first step of the edge.
Hypotheses
    0 < h ≤ 1, a_0 > 0, cos θ_0 > 0.
Source
    A toy.
Argument
    A rise needs λ > 2, so 2N < a(1 + a²) ≤ ā(1 + ā²); each step multiplies N by 1 + 4s² at least.
Not verified
    Nothing.
"""

from __future__ import annotations

from sympy import Expr, Gt, Rational

from derivations.direction import cone, monotone_norm
from derivations.direction.rising_edge import establish_sine, establish_threshold
from derivations.direction.rising_threshold import RISING
from derivations.direction.self_stabilization import Room, establish_count
from derivations.direction.system import UNIT_CIRCLE
from derivations.notation import N, a, abar, at_next, at_start, c, h, lam, s
from derivations.proof import Proof, System
from tests.derivations.third import model
from verifier.claim import Claim, Hypothesis, Provenance, Status

HALF = Rational(1, 2)
CEILING: Expr = abar * (1 + abar**2) / 2
"""N stays below this at every rising step."""
EDGE = model.RUN.with_more(
    "third edge",
    parameters=(abar,),
    initial=(abar >= 1, abar >= at_start(a), Gt(at_start(s) ** 2, 0, evaluate=False)),
    guards=(RISING,),
)


def establish_cone(proof: Proof, system: System) -> None:
    """Add c, a, λ > 0 and a ≤ ā: what is of this model."""
    name, signs = system.name, [a > 0, N > 0]
    proof.positive(
        f"{name}: λ positive", lam, given=signs, relations=[model.RATE], multiplier=[N > 0],
        terms=[(1, [a > 0], 1), (1, [a > 0], a)], because="λN = a(1 + a²).",
    )  # fmt: skip
    cosine = cone.establish_cosine(proof, system, [c > 0, *signs], [model.RATE])
    scale = proof.positive(
        f"{name}: scale stays positive", at_next(a), given=[a > 0, c > 0, h > 0, h <= 1],
        relations=[model.SCALE], terms=[(1, [h > 0, c > 0], 1), (1, [h <= 1, a > 0], 1)],
        because="It is a mean of two positive numbers.",
    )  # fmt: skip
    proof.invariant(f"{name}: cone", system, {c > 0: (None, cosine), a > 0: (None, scale)})
    cone.establish_rate(proof, system)
    capped = proof.positive(
        f"{name}: scale stays capped", abar - at_next(a), given=[a <= abar, abar >= 1, h > 0, h <= 1],
        relations=[model.SCALE, UNIT_CIRCLE],
        terms=[
            *((1, [h <= 1, a <= abar], 1), (1, [h > 0, abar >= 1], 1)),
            *((HALF, [h > 0], 1 - c), (HALF, [h > 0], s)),
        ],
        strict=False, because="So is this one, of numbers up to ā.",
    )  # fmt: skip
    proof.invariant(f"{name}: cap", system, {a <= abar: (None, capped)})


def establish_room(proof: Proof) -> Room:
    """N below ``CEILING`` at a rising step, which is positive."""
    below = proof.positive(
        "norm below its ceiling", CEILING - N,
        given=[RISING, c > 0, lam > 0, N > 0, a > 0, a <= abar, abar >= 1],
        lemmas=[establish_threshold(proof)], relations=[model.RATE, UNIT_CIRCLE],
        terms=[
            *((HALF, [lam > 2, N > 0], 1), (HALF, [a <= abar], 1), (HALF, [a <= abar], a)),
            *((HALF, [a <= abar], abar), (HALF, [a <= abar, a > 0, abar >= 1], 1)),
            (HALF, [a <= abar, a > 0], 1),
        ],
        because="2N < λN = a(1 + a²) ≤ ā(1 + ā²).",
    )  # fmt: skip
    positive = proof.positive(
        "ceiling positive", CEILING, given=[abar >= 1],
        terms=[(HALF, [abar >= 1], 1), (HALF, [abar >= 1], abar), (HALF, [], abar), (HALF, [], 1)],
        because="ā ≥ 1.",
    )  # fmt: skip
    return Room(CEILING, below, positive)


def derive() -> Proof:
    """The cone and the room are of this model; that the edge ends is counted on the shared floor."""
    proof = Proof(CLAIM.id)
    edge = proof.system(EDGE)
    establish_cone(proof, edge)
    establish_sine(proof, edge)
    never_falls, _ = monotone_norm.establish_monotone_norm(proof, edge)
    room = establish_room(proof)
    count = establish_count(proof, edge, never_falls, "steps of the edge", at_start(s), [RISING], room)
    proof.conclude(count)
    return proof


CLAIM = Claim(
    id="third.self-stabilization",
    title="a rising edge ends",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=r"\text{steps} \le 1 + \lfloor \ln(\bar a(1 + \bar a^2)/2N)/\ln(1 + 4 \sin^2\theta) \rfloor",
    hypotheses=(
        Hypothesis("standing", r"0 < h \le 1,\ a_0 > 0,\ \cos\theta_0 > 0", "Not looked for."),
    ),
    doc=__doc__ or "",
    derive=derive,
)
