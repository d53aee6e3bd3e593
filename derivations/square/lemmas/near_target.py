"""Near the target at a low norm nothing lasts: first the scale climbs, then the angle escapes.

``NEARLY_ALIGNED`` is a run that moves forever with 2N ≤ 1 − 8ε and s² < 2ε − ε², so that cos θ > 1 − ε.
While a < 1 − 2ε, a grows by the factor 1 + hε a step.  Once a ≥ 1 − 2ε it stays there, λ is well above 2,
and s² grows by the factor 1 + ε a step.  Neither can go on.  For square.edge.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Expr, Integer

from derivations.direction.system import MOVES, ROOT, SINE, UNIT_CIRCLE
from derivations.notation import N, a, at_next, c, h, k, lam, s, symbol
from derivations.proof import Condition, Proof, System
from derivations.square import cone_invariance
from derivations.square.model.system import LAMBDA, RUN, SCALE

EPS = symbol("eps_norm", r"\varepsilon", "ε", "how far below the threshold the norm is: 2N_0 ≤ 1 − 8ε")

MARGINS: tuple[Condition, ...] = (EPS > 0, 8 * EPS < 1)
LOW_NORM = 1 - 8 * EPS >= 2 * N
"""The norm stays below ½ by a margin."""
WIDE: Expr = 2 * EPS - EPS**2
"""sin² of the angle whose cosine is 1 − ε."""
NEAR = WIDE > s**2
SATURATED = a >= 1 - 2 * EPS
UNSATURATED = a < 1 - 2 * EPS

NEARLY_ALIGNED = replace(RUN, tracked=(), initial=()).with_more(
    "nearly aligned", parameters=(EPS,), conditions=(MOVES, LOW_NORM, c > 0, a > 0, NEAR, *MARGINS)
)
CLIMBING = NEARLY_ALIGNED.with_more("climbing", conditions=(UNSATURATED,))
ESCAPING = NEARLY_ALIGNED.with_more("escaping", initial=(SATURATED,))


def establish(proof: Proof) -> str:
    """``NEARLY_ALIGNED`` has no infinite run; return the name of that fact."""
    near, climbing, escaping = (proof.system(x) for x in (NEARLY_ALIGNED, CLIMBING, ESCAPING))
    before = proof.rule(
        "tail", "before saturation", near,
        into=climbing.name, start=[], throughout=[UNSATURATED], initial=[],
        because="Near the target, as long as a < 1 − 2ε:",
    )  # fmt: skip
    after = proof.rule(
        "tail", "after saturation", near,
        into=escaping.name, start=[SATURATED], throughout=[], initial=[None],
        because="and once a ≥ 1 − 2ε:",
    )  # fmt: skip
    climb = establish_climb(proof, climbing)
    escape = establish_escape(proof, escaping)
    return proof.rule(
        "relay", "no run stays near and low", near,
        before=before, before_ends=climb, after=after, after_ends=escape,
        because="Either the scale saturates, and the angle escapes, or it climbs for ever: neither lasts.",
    )  # fmt: skip


def establish_climb(proof: Proof, system: System) -> str:
    """``CLIMBING`` has no infinite run; return the name of that fact."""
    cone_invariance.establish(proof, system)
    step = proof.positive(
        "scale climbs",
        at_next(a) - (1 + h * EPS) * a,
        given=[h > 0, c > 0, NEAR, *MARGINS, UNSATURATED],
        lemmas=[_establish_cosine(proof)],
        relations=[SCALE, UNIT_CIRCLE],
        terms=[
            (1, [h > 0, c > 1 - EPS], 1),
            (1, [h > 0, UNSATURATED], 1),
            (1, [h > 0, EPS > 0, UNSATURATED], 1),
            (2, [h > 0], EPS),
        ],
        strict=False,
        because="While a < 1 − 2ε < 1 − ε < c, a' − a = h(c − a) ≥ hεa.",
    )
    faster = proof.positive(
        "climb above 1",
        h * EPS,
        given=[h > 0, EPS > 0],
        terms=[(1, [h > 0, EPS > 0], 1)],
        because="The factor 1 + hε is above 1,",
    )
    below = proof.positive(
        "scale below 1 while it climbs",
        1 - a,
        given=[UNSATURATED, EPS > 0],
        terms=[(1, [UNSATURATED], 1), (2, [EPS > 0], 1)],
        because="while a stays below 1.",
    )
    return proof.rule(
        "terminates", "the climb ends", system,
        quantity=a, ratio=1 + h * EPS, cap=Integer(1),
        ratio_above_one=faster, step=step, below_cap=below,
        because="A geometric climb below 1 ends.",
    )  # fmt: skip


def _establish_cosine(proof: Proof) -> str:
    """c > 1 − ε near the target; return the step's name."""
    name = "cosine near the target"
    if name in proof.conclusions:
        return name
    least = 1 - EPS
    divisor = proof.positive(
        "c + 1 − ε positive",
        c + least,
        given=[c > 0, *MARGINS],
        terms=[(1, [c > 0], 1), (1, [8 * EPS < 1], 1), (7, [EPS > 0], 1)],
        because="As ε < 1/8,",
    )
    return proof.positive(
        name,
        c - least,
        given=[c > 0, NEAR, *MARGINS],
        lemmas=[divisor],
        relations=[UNIT_CIRCLE],
        multiplier=[c + least > 0],
        terms=[(1, [NEAR], 1)],
        because="Where s² < 2ε − ε², cos θ > 1 − ε.",
    )


def establish_escape(proof: Proof, system: System) -> str:
    """``ESCAPING`` has no infinite run; return the name of that fact."""
    cone_invariance.establish(proof, system)
    stays = proof.positive(
        "scale stays saturated",
        system.after(a - 1 + 2 * EPS),
        given=[h > 0, h <= 1, c > 0, NEAR, *MARGINS, SATURATED],
        lemmas=[_establish_cosine(proof)],
        relations=[SCALE, UNIT_CIRCLE],
        terms=[
            (1, [h <= 1, SATURATED], 1),
            (1, [h > 0, c > 1 - EPS], 1),
            (1, [h > 0, EPS > 0], 1),
        ],
        strict=False,
        because="A scale of at least 1 − 2ε stays there, as c > 1 − ε.",
    )
    proof.invariant("saturation", system, {SATURATED: (None, stays)}, because="Hence a_t ≥ 1 − 2ε.")
    grows = _establish_sine_growth(proof)
    inside = proof.positive(
        "sine at most 1",
        1 - s**2,
        relations=[UNIT_CIRCLE],
        terms=[(1, [], c)],
        strict=False,
        because="But sin²θ never exceeds 1,",
    )
    faster = proof.positive(
        "sine growth above 1",
        EPS,
        given=[EPS > 0],
        terms=[(1, [EPS > 0], 1)],
        because="and 1 + ε is above 1.",
    )
    return proof.rule(
        "terminates", "the escape ends", system,
        quantity=s**2, ratio=1 + EPS, cap=Integer(1),
        ratio_above_one=faster, step=grows, below_cap=inside,
        because="A geometric growth of sin²θ ends.",
    )  # fmt: skip


def _establish_sine_growth(proof: Proof) -> str:
    """s'² ≥ (1 + ε)s² at a step of ``ESCAPING``; return the step's name."""
    given = [N > 0, *MARGINS, LOW_NORM, SATURATED]
    excess = lam * (1 - 8 * EPS) - 2 * (1 - 2 * EPS)
    speed = proof.positive(
        "λ(1 − 8ε) at least 2(1 − 2ε)",
        excess,
        given=given,
        relations=[LAMBDA],
        multiplier=[N > 0],
        terms=[
            (1, [SATURATED, 8 * EPS < 1], 1),
            (1, [LOW_NORM, 8 * EPS < 1], 1),
            (6, [LOW_NORM, EPS > 0], 1),
        ],
        strict=False,
        because="As a ≥ 1 − 2ε and 2N ≤ 1 − 8ε,",
    )
    above_two = proof.positive(
        "λ above 2",
        lam - 2,
        given=given,
        lemmas=[speed],
        relations=[LAMBDA],
        multiplier=[8 * EPS < 1],
        terms=[(1, [excess >= 0], 1), (12, [EPS > 0], 1)],
        because="so that λ > 2, and more precisely",
    )
    spare = lam * (1 - 4 * EPS) - 2 - 4 * EPS
    room = proof.positive(
        "λ(1 − 4ε) at least 2 + 4ε",
        spare,
        given=given,
        lemmas=[speed],
        relations=[LAMBDA],
        multiplier=[8 * EPS < 1],
        terms=[
            (1, [excess >= 0, 8 * EPS < 1], 1),
            (4, [excess >= 0, EPS > 0], 1),
            (48, [], EPS),
        ],
        strict=False,
        because="this.",
    )
    return proof.positive(
        "sine grows near the target",
        at_next(s) ** 2 - (1 + EPS) * s**2,
        given=[*given, c > 0, lam > 0, k > 0, NEAR],
        lemmas=[speed, above_two, room],
        relations=[LAMBDA, UNIT_CIRCLE, SINE, ROOT],
        multiplier=[k > 0, k > 0],
        terms=[
            (2, [NEAR], s * lam),
            (1, [EPS > 0, NEAR], s * lam),
            (1, [lam > 0], s * (1 - c)),
            (1, [lam > 0], s**2),
            (1, [lam > 0, spare >= 0], s),
            (4, [EPS > 0, lam > 2], s),
            (7, [EPS > 0], s),
            (1, [EPS > 0], s * lam * EPS),
        ],
        strict=False,
        because="Hence k²(s'² − (1 + ε)s²) = s²(λ(λ cos 2θ − 2c) − ε(1 + λ²s²)) ≥ 0.",
    )
