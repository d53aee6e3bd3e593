"""A bound V of the norm of a rising edge that moves with its angle: N(Γ + s_0² − sin²θ) ≤ VΓ at all times.

Γ never rises and V never falls; both may be chosen with the state of the edge in view.  V need not grow
in a step that the budget covers: with a ≥ α = c − (c − a_0)E, the condition
α(1 − 2 sin²θ − Γ)(Γ + s_0² − sin²θ) ≥ 2VΓ makes λ so large that the rising margin is at least λΓ, and by
the rising identity (N' − N)(λ cos 2θ − 2 cos θ) = λN'(sin²θ' − sin²θ) the left hand side falls.  In any
other step let V become at least the envelope P of ``edge_envelope``.
"""

from __future__ import annotations

from sympy import Expr, Ge, Integer

from derivations.direction import monotone_norm
from derivations.direction.edge_budget import establish_cost
from derivations.direction.edge_envelope import BELOW_P, GROWN, NORM_CAP
from derivations.direction.rising_edge import establish_rise
from derivations.direction.rising_identity import RISING_MARGIN
from derivations.direction.system import NORM, ROOT, SINE, UNIT_CIRCLE
from derivations.notation import N, a, at_next, at_start, c, h, k, lam, s, symbol
from derivations.proof import Condition, Proof, System, Term
from derivations.square.lemmas.edge_envelope import POWER_STEP
from derivations.square.lemmas.rising_edge import RISING
from derivations.square.model.system import LAMBDA, SCALE
from derivations.square.scale_envelope import POWER

PAYS = symbol("Gamma_pays", r"\Gamma", "Γ", "by which sin² pays for the growth of N; it never rises")
TOP = symbol("V_top", "V", "V", "N(Γ + s_0² − sin²θ) is at most VΓ; V never falls")
COVERED = symbol("o_covered", "o", "o", "positive at steps that the budget covers")
SCALE_ALONG: Expr = c - (c - at_start(a)) * POWER
"""At most the scale."""
ROOM_LEFT: Expr = PAYS + at_start(s) ** 2 - s**2
LEVER: Expr = 1 - 2 * s**2 - PAYS
ENOUGH: Expr = SCALE_ALONG * LEVER * ROOM_LEFT - 2 * TOP * PAYS
"""Not negative where the budget covers a step."""
NEVER_RISES = at_next(PAYS) <= PAYS
NEVER_FALLS = at_next(TOP) >= TOP
IF_COVERED = (Ge(COVERED * ENOUGH, 0, evaluate=False), Ge(COVERED * ROOM_LEFT, 0, evaluate=False))
"""Where o > 0, the budget covers the step;"""
ELSE = at_next(TOP) + COVERED >= at_next(NORM_CAP)
"""and V' ≥ P' where it is not."""
MOVES: tuple[Condition, ...] = (NEVER_RISES, NEVER_FALLS, *IF_COVERED, ELSE)
POTENTIAL = Ge(TOP * PAYS - N * ROOM_LEFT, 0, evaluate=False)
ALONG = Ge(a - SCALE_ALONG, 0, evaluate=False)


def establish_scale(proof: Proof, system: System) -> None:
    """Add 0 ≤ E ≤ 1 and a ≥ c − (c − a_0)E to ``system``, which has the cone, E and ``RISING``."""
    name = system.name
    least = proof.positive(
        f"{name}: E not negative, one step",
        at_next(POWER),
        given=[POWER >= 0, h <= 1],
        relations=[POWER_STEP],
        terms=[(1, [h <= 1, POWER >= 0], 1)],
        strict=False,
        because="As h ≤ 1, E' = (1 − h)E ≥ 0,",
    )
    most = proof.positive(
        f"{name}: E at most 1, one step",
        1 - at_next(POWER),
        given=[POWER >= 0, POWER <= 1, h > 0],
        relations=[POWER_STEP],
        terms=[(1, [POWER <= 1], 1), (1, [h > 0, POWER >= 0], 1)],
        strict=False,
        because="and as h > 0, E' ≤ E.",
    )
    ends: tuple[tuple[str, Expr, list[Term]], ...]
    ends = (("not negative", POWER, [(1, [], 1)]), ("at most 1", 1 - POWER, []))
    starts = [
        proof.positive(
            f"{name}: E {sign} at the start", left, relations=[POWER - 1], terms=terms, strict=False,
            because="At time 0 E is 1.",
        )
        for sign, left, terms in ends
    ]  # fmt: skip
    proof.invariant(
        f"{name}: E", system, {POWER >= 0: (starts[0], least), POWER <= 1: (starts[1], most)},
        because="Hence 0 ≤ E_t ≤ 1.",
    )  # fmt: skip
    less_aligned = proof.positive(
        f"{name}: cosine falls",
        c - at_next(c),
        given=[RISING, c > 0, at_next(c) > 0, lam > 0, k > 0],
        lemmas=[
            establish_rise(proof),
            proof.positive(
                f"{name}: c + c' positive",
                c + at_next(c),
                given=[c > 0, at_next(c) > 0],
                terms=[(1, [c > 0], 1), (1, [at_next(c) > 0], 1)],
                because="Both cosines are positive.",
            ),
        ],
        relations=[UNIT_CIRCLE, system.after(UNIT_CIRCLE), SINE, ROOT],
        cofactors=[Integer(1), Integer(-1), Integer(0), Integer(0)],
        multiplier=[c + at_next(c) > 0],
        terms=[(1, [at_next(s) ** 2 - s**2 >= 0], 1)],
        strict=False,
        because="On the edge |sin θ| grows, so cos θ falls.",
    )
    step = proof.positive(
        f"{name}: scale along the edge, one step",
        system.after(ALONG.lhs),
        given=[ALONG, h <= 1, at_next(POWER) <= 1, RISING, c > 0, at_next(c) > 0, lam > 0, k > 0],
        lemmas=[less_aligned],
        relations=[SCALE, POWER_STEP, SINE, ROOT, UNIT_CIRCLE, system.after(UNIT_CIRCLE)],
        terms=[(1, [h <= 1, ALONG], 1), (1, [c - at_next(c) >= 0, at_next(POWER) <= 1], 1)],
        strict=False,
        because="a' = (1 − h)a + hc ≥ c − (c − a_0)E' ≥ c' − (c' − a_0)E'.",
    )
    start = proof.identity(
        f"{name}: scale along the edge, at the start", a, SCALE_ALONG,
        relations=[POWER - 1, a - at_start(a)], because="At time 0,",
    )  # fmt: skip
    proof.invariant(
        f"{name}: scale along the edge", system, {ALONG: (start, step)},
        because="Hence a_t ≥ c_t − (c_t − a_0)E_t.",
    )  # fmt: skip


def establish_moving(proof: Proof, system: System) -> None:
    """Add V > 0 and N(Γ + s_0² − sin²θ) ≤ VΓ to ``system``, which has the above, N ≤ P and ``MOVES``."""
    name = system.name
    first = proof.positive(
        f"{name}: V positive at the start", TOP, given=[TOP >= at_start(N), at_start(N) > 0],
        terms=[(1, [TOP >= at_start(N)], 1), (1, [at_start(N) > 0], 1)], because="At time 0 V ≥ N_0 > 0,",
    )  # fmt: skip
    kept = proof.positive(
        f"{name}: V stays positive", at_next(TOP), given=[TOP > 0, NEVER_FALLS],
        terms=[(1, [TOP > 0], 1), (1, [NEVER_FALLS], 1)], because="and V never falls.",
    )  # fmt: skip
    proof.invariant(f"{name}: V", system, {TOP > 0: (first, kept)}, because="Hence V_t > 0.")
    start = proof.positive(
        f"{name}: potential at the start",
        POTENTIAL.lhs,
        given=[TOP >= at_start(N), PAYS > 0],
        relations=[N - at_start(N), s - at_start(s)],
        terms=[(1, [TOP >= at_start(N), PAYS > 0], 1)],
        strict=False,
        because="At time 0 it is N_0Γ ≤ VΓ.",
    )
    covered, other = _covered(proof, system), _other(proof, system)
    step = proof.cases(
        f"{name}: potential, one step", COVERED > 0, covered, other,
        because="So it does not pass VΓ in either kind of step.",
    )  # fmt: skip
    proof.invariant(
        f"{name}: potential", system, {POTENTIAL: (start, step)},
        because="Hence N(Γ + s_0² − sin²θ) ≤ VΓ at all times.",
    )  # fmt: skip


def _other(proof: Proof, system: System) -> str:
    """A step with V' ≥ P'."""
    uncovered = -COVERED >= 0
    after = system.after(BELOW_P)
    return proof.positive(
        f"{system.name}: potential below P",
        system.after(POTENTIAL.lhs),
        given=[uncovered, ELSE, after, at_next(PAYS) > 0, at_next(N) > 0, system.after(GROWN)],
        terms=[
            (1, [uncovered, at_next(PAYS) > 0], 1),
            (1, [ELSE, at_next(PAYS) > 0], 1),
            (1, [after, at_next(PAYS) > 0], 1),
            (1, [at_next(N) > 0, system.after(GROWN)], 1),
        ],
        strict=False,
        because="Where V' ≥ P' ≥ N', N'(Γ' + s_0² − sin²θ') ≤ N'Γ' ≤ V'Γ'.",
    )


def _covered(proof: Proof, system: System) -> str:
    """A step that the budget covers."""
    name = system.name
    asked = [COVERED > 0, *IF_COVERED]
    enough, some = (
        proof.positive(
            f"{name}: {what}", one, given=asked, multiplier=[COVERED > 0], terms=[(1, [only], 1)],
            strict=False, because="Where the budget covers a step,", main=False,
        )
        for what, one, only in zip(("enough", "room"), (ENOUGH, ROOM_LEFT), IF_COVERED, strict=True)
    )  # fmt: skip
    rate, room = proof.conclusions[enough], proof.conclusions[some]
    known = [*asked, TOP > 0, PAYS > 0, POWER >= 0, POWER <= 1, c > 0, a > 0, at_start(a) > 0, ALONG]
    mean = proof.positive(
        f"{name}: α not negative", SCALE_ALONG, given=known,
        terms=[(1, [POWER <= 1, c > 0], 1), (1, [POWER >= 0, at_start(a) > 0], 1)],
        strict=False, because="α is a mean of c and a_0,", main=False,
    )  # fmt: skip
    along = proof.conclusions[mean]

    def short(room: Condition) -> list[Term]:
        """α(Γ + s_0² − s²), by how much more than that times 1 − 2s² − Γ, which is at least 2VΓ."""
        paid: list[Term] = [(1, [rate], 1), (2, [TOP > 0, PAYS > 0], 1)]
        return [*paid, (1, [along, room, PAYS > 0], 1), (2, [along, room], s)]

    open_room = proof.positive(
        f"{name}: room positive", ROOM_LEFT, given=known, lemmas=[enough, some, mean], multiplier=[a > 0],
        terms=[*short(room), (1, [ALONG, room], 1)], because="and Γ + s_0² − sin²θ > 0,", main=False,
    )  # fmt: skip
    left = proof.conclusions[open_room]
    positive = proof.positive(
        f"{name}: α positive", SCALE_ALONG, given=known, lemmas=[enough, mean, open_room],
        multiplier=[left], terms=short(left), because="and so is α,", main=False,
    )  # fmt: skip
    lever = proof.positive(
        f"{name}: lever positive", LEVER, given=known, lemmas=[enough, open_room, positive],
        multiplier=[left, proof.conclusions[positive]],
        terms=[(1, [rate], 1), (2, [TOP > 0, PAYS > 0], 1)],
        because="and 1 − 2 sin²θ − Γ.", main=False,
    )  # fmt: skip
    known += [N > 0, lam > 0, k > 0, POTENTIAL]
    steep = proof.positive(
        f"{name}: margin covers the cost",
        RISING_MARGIN - lam * PAYS,
        given=known,
        lemmas=[enough, open_room, lever],
        relations=[LAMBDA, UNIT_CIRCLE],
        multiplier=[N > 0, left],
        terms=[
            (1, [ALONG, left, proof.conclusions[lever]], 1),
            (1, [rate], 1),
            (2, [POTENTIAL], 1),
            (1, [N > 0, left], 1 - c),
            (1, [N > 0, left], s),
        ],
        strict=False,
        because="λN = a ≥ α and N(Γ + s_0² − sin²θ) ≤ VΓ, so λ(1 − 2 sin²θ − Γ) ≥ 2 ≥ 2 cos θ.",
    )
    never_falls, _ = monotone_norm.establish_monotone_norm(proof, system)
    relations = [LAMBDA, UNIT_CIRCLE]
    cost = establish_cost(proof, name, PAYS, known, [steep, never_falls], relations)
    paid = proof.conclusions[cost]
    moved = [LAMBDA, UNIT_CIRCLE, SINE, ROOT, NORM]
    kept = proof.positive(
        f"{name}: potential falls",
        TOP * PAYS - at_next(N) * (PAYS + at_start(s) ** 2 - at_next(s) ** 2),
        given=[*known, GROWN],
        lemmas=[never_falls, cost],
        relations=moved,
        cofactors=[0] * len(moved),
        terms=[(1, [POTENTIAL], 1), (1, [paid], 1), (1, [at_next(N) >= N, GROWN], 1)],
        strict=False,
        because="so N(Γ + s_0² − sin²θ) falls in that step,",
    )
    after = system.after(GROWN)
    return proof.positive(
        f"{name}: potential covered",
        system.after(POTENTIAL.lhs),
        given=[*known, GROWN, after, NEVER_RISES, NEVER_FALLS, at_next(N) > 0, at_next(PAYS) > 0],
        lemmas=[kept],
        relations=moved,
        cofactors=[0] * len(moved),
        multiplier=[PAYS > 0],
        terms=[
            (1, [at_next(PAYS) > 0, proof.conclusions[kept]], 1),
            (1, [at_next(PAYS) > 0, NEVER_FALLS, PAYS > 0], 1),
            (1, [NEVER_RISES, at_next(N) > 0, after], 1),
        ],
        strict=False,
        because="and it stays below VΓ when Γ falls or V grows, as N' sin²θ' ≥ N's_0².",
    )
