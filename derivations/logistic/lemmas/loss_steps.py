"""One step of both: first the scale moves and then the direction, and what either does to the loss.

z = −αm are the arguments of σ before the step, y = −α'm between and z' = −α'm' after, at both margins.
"""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Eq, Expr, Gt

from derivations.direction.system import UNIT_CIRCLE
from derivations.logistic.model.system import (
    FAR,
    GAIN,
    HALF,
    M_FAR,
    M_NEAR,
    MAGNITUDE,
    NEAR,
    g_far,
    g_near,
    sabs,
    z_far,
    z_near,
)
from derivations.notation import alpha, at_next, c, h, replaced, symbol
from derivations.proof import Condition, Proof
from derivations.sigmoid.facts import LOSS_BELOW_PARABOLA, LOSS_CONVEX, MONOTONE, lemma
from derivations.sigmoid.flow import Point, Reflected

beta = symbol("alpha_after", r"\alpha'", "α'", "the scale after the step, the direction yet to move")
L_far = symbol("L_far", r"\ell_+", "ℓ₊", "ℓ at z_+")
L_near = symbol("L_near", r"\ell_-", "ℓ₋", "ℓ at z_-")
y_far = symbol("y_far", "y_+", "y₊", "−α'm for the far margin before the step")
u_far = symbol("u_far", "u_+", "u₊", "σ at y_+")
W_far = symbol("W_far", "W_+", "W₊", "ℓ at y_+")
y_near = symbol("y_near", "y_-", "y₋", "−α'm for the near margin before the step")
u_near = symbol("u_near", "u_-", "u₋", "σ at y_-")
W_near = symbol("W_near", "W_-", "W₋", "ℓ at y_-")
NOW: tuple[Point, ...] = ((z_far, g_far, L_far), (z_near, g_near, L_near))
"""z = −αm, with σ(z) and ℓ(z), at both margins."""
BETWEEN: tuple[Point, ...] = ((y_far, u_far, W_far), (y_near, u_near, W_near))
"""y = −α'm, with the old margins."""
LATER: tuple[Point, ...] = tuple(tuple(at_next(x) for x in point) for point in NOW)
"""z' = −α'm'."""


def risk(points: tuple[Point, ...]) -> Expr:
    """R = ½Σℓ(αm) = ½Σℓ(−z), where ℓ(−z) = ℓ(z) + z."""
    return HALF * sum(loss + z for z, _, loss in points)


HALFWAY = beta - alpha - h * GAIN
REACHED = at_next(alpha) - beta
Y_FAR, Y_NEAR = y_far + beta * M_FAR, y_near + beta * M_NEAR
SCALE_STEP = (Eq(beta, alpha + h * GAIN), Eq(y_far, -beta * M_FAR), Eq(y_near, -beta * M_NEAR))
"""The step of the scale, for a statement."""
IN_TWO_STEPS = (*SCALE_STEP, Eq(at_next(alpha), beta))
"""The same, and then that of the direction."""
NARROWS = sabs - at_next(sabs) >= 0
"""The direction does not rise."""
ALIGNED = Gt(c + at_next(c), 0, evaluate=False)
LEAST_FALL: Expr = h * (1 - h / 8) * GAIN**2
"""R falls by this at least where the direction does not rise."""
FELL: Expr = risk(NOW) - risk(LATER) - LEAST_FALL


def later(expression: Expr) -> Expr:
    """The expression one step later."""
    return replaced(expression, {x: at_next(x) for x in expression.free_symbols})


CIRCLES = (UNIT_CIRCLE, MAGNITUDE, later(UNIT_CIRCLE), later(MAGNITUDE))
AT_NEXT = (later(FAR), later(NEAR))
TURN = (REACHED, Y_FAR, Y_NEAR, *AT_NEXT, *CIRCLES)
"""The arguments before and after the step of the direction, at the new scale."""


def establish_scale(proof: Proof) -> str:
    """Add: the step of the scale lowers the loss by h(1 − h/8)⟨gm⟩² at least; return its name."""
    below = [
        lemma(proof, LOSS_BELOW_PARABOLA, [Reflected(after), Reflected(before)])
        for after, before in zip(BETWEEN, NOW, strict=True)
    ]
    return proof.positive(
        "scale step",
        risk(NOW) - risk(BETWEEN) - LEAST_FALL,
        lemmas=below,
        relations=[FAR, NEAR, Y_FAR, Y_NEAR, HALFWAY, UNIT_CIRCLE, MAGNITUDE],
        terms=[(HALF, [proof.conclusions[name]], 1) for name in below],
        strict=False,
        because="With w fixed: averaged, ⟨m²⟩ = 1 and α' − α = h⟨gm⟩.",
    )


def establish_order(
    proof: Proof, name: str, given: Sequence[Condition], relations: Sequence[Expr]
) -> str:
    """Add that after the step the near margin has the larger argument; ``relations`` are ``TURN``."""
    return proof.positive(
        name,
        at_next(z_near) - at_next(z_far),
        given=given,
        relations=relations,
        terms=[(2, [at_next(alpha) >= 0, at_next(sabs) >= 0], 1)],
        cofactors=[0, 0, 0, -1, 1, 0, 0, 0, 0],
        strict=False,
        because="As α' ≥ 0, the near margin has the larger argument −α'm',",
    )


def establish_tangents(proof: Proof) -> list[str]:
    """Add that ℓ lies above its tangent at either new margin; return the names."""
    return [
        lemma(proof, LOSS_CONVEX, [Reflected(before), Reflected(after)])
        for before, after in zip(BETWEEN, LATER, strict=True)
    ]


def establish_direction(proof: Proof) -> tuple[str, list[Condition], list[Expr]]:
    """Add: a step that does not raise |sin θ| does not raise R at the new scale.

    Returns the sequent's name, what it assumes, and the relations it uses.
    """
    given = [ALIGNED, NARROWS, sabs >= 0, at_next(sabs) >= 0, at_next(alpha) >= 0]
    relations = [*TURN]
    turned = proof.positive(
        "no rise, cosine does not fall",
        at_next(c) - c,
        given=given,
        relations=relations,
        multiplier=[ALIGNED],
        terms=[(1, [NARROWS, sabs >= 0], 1), (1, [NARROWS, at_next(sabs) >= 0], 1)],
        cofactors=[*[0] * 5, -1, -1, 1, 1],
        strict=False,
        because="(c' − c)(c' + c) = s² − s'² ≥ 0.",
    )
    ordered = establish_order(proof, "arguments in order after the step", given, relations)
    increases = lemma(proof, MONOTONE, [LATER[1][:2], LATER[0][:2]])
    tangents = establish_tangents(proof)
    values = [at_next(g_far) > 0, at_next(g_near) > 0]
    falls = proof.positive(
        "direction step",
        risk(BETWEEN) - risk(LATER),
        given=[*given, *values],
        lemmas=[turned, ordered, increases, *tangents],
        relations=relations,
        terms=[
            *((HALF, [proof.conclusions[name]], 1) for name in tangents),
            *((HALF, [at_next(alpha) >= 0, proof.conclusions[turned], value], 1) for value in values),
            (HALF, [at_next(alpha) >= 0, NARROWS, proof.conclusions[increases]], 1),
        ],
        strict=False,
        because="By the tangents of the convex ℓ at the new margins, with g'_− ≥ g'_+.",
    )
    return falls, [*given, *values], relations


def establish_step(proof: Proof) -> tuple[str, list[Condition], list[Expr]]:
    """Add: where |sin θ| does not rise, R falls by h(1 − h/8)⟨gm⟩² at least; as ``establish_direction``."""
    scale = establish_scale(proof)
    direction, given, relations = establish_direction(proof)
    relations = [*relations, FAR, NEAR, HALFWAY]
    step = proof.positive(
        "no rise, loss falls",
        FELL,
        given=given,
        lemmas=[scale, direction],
        relations=relations,
        terms=[(1, [proof.conclusions[scale]], 1), (1, [proof.conclusions[direction]], 1)],
        strict=False,
        because="Together:",
    )
    return step, given, relations
