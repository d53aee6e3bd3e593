"""The recursion x' = (1 + β − K)x − βy, y' = x: where it falls geometrically, and where it does not fall.

With T = 1 + β − K and Δ = K(2(1 + β) − K) = (1 + β)² − T², the energy
E = ¼((2(1 + β) − K)(x − y)² + K(x + y)²) falls by ½(1 − β)(x' − y)² at a step.
"""

from __future__ import annotations

from typing import Any

from sympy import Expr, Ge, Rational

from derivations.general.model.momentum import (
    ANY,
    BEYOND,
    EDGE,
    FOLLOWS,
    RECURSION,
    ROOM,
    SHIFT,
    STABLE,
    K,
    beta,
    x,
    y,
)  # fmt: skip
from derivations.notation import at_next, at_start, symbol
from derivations.proof import Proof

HALF, QUARTER = Rational(1, 2), Rational(1, 4)
T: Expr = 1 + beta - K
ROOMS: Expr = K * (EDGE - K)
"""Δ."""
ENERGY: Expr = QUARTER * ((EDGE - K) * (x - y) ** 2 + K * (x + y) ** 2)
FIRST: Expr = FOLLOWS - y
SECOND: Expr = T * FOLLOWS - beta * x - x
"""x' − y and x'' − x."""
LATER: Expr = ENERGY.subs({x: FOLLOWS, y: x}, simultaneous=True)
"""E one step later."""
BOTH: Expr = ENERGY + LATER
SHARE = Rational(1, 128)
RATIO: Expr = 1 - (1 - beta) * ROOMS**2 * SHARE
POWER = symbol("E_heavy", r"E_\beta", "E_β", "ϱ^t, what is left of the energy at most")
PULLED = [beta >= 0, beta < 1, K > 0, ROOM]
FAIR = Ge(x * (x + y), 0, evaluate=False)
"""The last step did not lead past 0 by more than half of its length: so at rest, where x = y."""
AWAY = Ge(x * (x - y), 0, evaluate=False)
"""The last step did not lead back: so at rest."""
OVER: Expr = K - 1 - 2 * beta
"""By what a displacement grows in a step, where K ≥ 2(1 + β)."""
APART: Expr = 1 - K
"""By what it grows where K ≤ 0."""
LONG = symbol("E_over", "E_K", "E_K", "what a displacement has grown by at least, squared")
NOT_PULLED = Ge(-K, 0, evaluate=False)
SQUARES: Expr = x**2 + y**2
BOUND: Expr = EDGE**2


def started(expression: Expr) -> Expr:
    """The expression at time 0."""
    return expression.subs({x: at_start(x), y: at_start(y)})


def establish_falls(proof: Proof) -> tuple[str, str]:
    """Add Δx_t² ≤ 4(1 + β)²ϱ^t(x_0² + y_0²), and ϱ < 1, where 0 < K < 2(1 + β)."""
    run, sign = proof.system(STABLE), [K > 0, ROOM]
    size = proof.positive(
        "norm of the inverse", 16 - (T * beta) ** 2 - (1 + beta) ** 2 - (T**2 - 1 - beta) ** 2 - T**2,
        given=PULLED, strict=False,
        terms=[
            *((weight, [beta < 1, *[beta >= 0] * power], 1) for power, weight in enumerate((13, 7, 3, 1))),
            (1, sign, 1), (1, sign, beta), (1, sign, T), (1, [beta < 1], T), (1, [beta >= 0, beta < 1], T),
        ],
        because="With T = 1 + β − K, Δ = (1 + β)² − T² and 16 − (1 + β)²(3 + β²) "
        "= (1 − β)(13 + 7β + 3β² + β³):",
    )  # fmt: skip
    small = proof.conclusions[size]
    drop = proof.positive(
        "energy against its fall", 64 * (FIRST**2 + SECOND**2) - ROOMS**2 * BOTH, given=PULLED,
        lemmas=[size], strict=False,
        terms=[
            (HALF, [beta < 1], ROOMS * FIRST), (HALF, [K > 0], ROOMS * (x - y)),
            (HALF, [ROOM], ROOMS * (x + y)), (2, [beta < 1], ROOMS * x), (2, [beta < 1], ROOMS * y),
            (4, [small], FIRST), (4, [small], SECOND),
            (4, [], T * beta * SECOND + (1 + beta) * FIRST),
            (4, [], (T**2 - 1 - beta) * SECOND + T * FIRST),
        ],
        because="By x' − y and x'' − x, both x and y are known: Δx = Tβ(x' − y) − (1 + β)(x'' − x), "
        "Δy = (T² − 1 − β)(x' − y) − T(x'' − x).  So Δ²(E + E') ≤ 64((x' − y)² + (x'' − x)²).",
    )  # fmt: skip
    fall = proof.positive(
        "two energies, one step", RATIO * BOTH - BOTH.subs({x: at_next(x), y: at_next(y)}), given=PULLED,
        lemmas=[drop], relations=[RECURSION, SHIFT], strict=False,
        terms=[(SHARE, [beta < 1, proof.conclusions[drop]], 1)],
        because="E + E' falls by ½(1 − β)((x' − y)² + (x'' − x)²) at a step.",
    )  # fmt: skip
    room = proof.positive(
        "discriminant at most 4", 4 - ROOMS, given=[beta >= 0, beta < 1], strict=False,
        terms=[(3, [beta < 1], 1), (1, [beta >= 0, beta < 1], 1), (1, [], T)],
        because="4 − Δ = (1 − β)(3 + β) + T².",
    )  # fmt: skip
    share = proof.positive(
        "ratio not negative", RATIO, given=PULLED, lemmas=[room], strict=False,
        terms=[
            (Rational(7, 8), [], 1), (4 * SHARE, [proof.conclusions[room]], 1),
            (SHARE, [proof.conclusions[room], *sign], 1), (SHARE, [beta >= 0], ROOMS),
        ],
        because="As Δ ≤ 4, ϱ ≥ 7/8,",
    )  # fmt: skip
    below = proof.positive(
        "ratio below 1", 1 - RATIO, given=PULLED, terms=[(SHARE, [beta < 1, *sign, *sign], 1)],
        because="and ϱ < 1.",
    )  # fmt: skip
    iterated = proof.rule(
        "growth", "two energies", run, quantity=BOTH, ratio=RATIO, direction="<=", step=fall,
        nonnegative=share, because="Iterated: E_t + E_{t+1} ≤ ϱ^t (E_0 + E_1).",
    )  # fmt: skip
    left, some = Ge(POWER * started(BOTH) - BOTH, 0, evaluate=False), Ge(POWER, 0, evaluate=False)
    x0, y0 = at_start(x), at_start(y)
    solved = proof.positive(
        "displacement from the energy", BOUND * POWER * started(SQUARES) - ROOMS * x**2,
        given=[*PULLED, left, some], strict=False,
        terms=[
            *((1, [*more, some, beta < 1], started(FIRST)) for more in ([], [beta >= 0])),
            *((1, [*more, some, K > 0], x0 - y0) for more in ([], [beta >= 0])),
            *((1, [*more, some, ROOM], x0 + y0) for more in ([], [beta >= 0])),
            (2, [left], 1), (2, [beta >= 0, left], 1),
            *((HALF, [*more, ROOM], FOLLOWS - x) for more in ([], [beta >= 0])),
            *((HALF, [*more, K > 0], FOLLOWS + x) for more in ([], [beta >= 0])),
            (1, [], (1 + beta) * y - T * x),
        ],
        because="Δx² ≤ 2(1 + β)E, and E_0 + E_1 ≤ 2(1 + β)(x_0² + y_0²).",
    )  # fmt: skip
    always = proof.rule(
        "at-every-time", "falls geometrically", run, sequent=solved,
        uses=[{"fact": iterated, "power": str(POWER)}], assume=[],
        because="So every displacement falls geometrically.",
    )  # fmt: skip
    return always, below


def establish_beyond(proof: Proof) -> str:
    """Add x_t² ≥ (K − 1 − 2β)^(2t)·x_0², where K ≥ 2(1 + β); returns the step's name."""
    given = [beta >= 0, BEYOND, FAIR]
    fair = proof.positive(
        "past 0 by less than half", at_next(x) * (at_next(x) + at_next(y)), given=given,
        relations=[RECURSION, SHIFT], strict=False,
        terms=[(1, [], at_next(x) + x), (1, [beta >= 0, FAIR], 1), (1, [BEYOND], x)],
        because="−xx' − x² = βx(x + y) + (K − 2(1 + β))x² ≥ 0, so that x'(x' + x) = (x + x')² − xx' − x² "
        "is not negative either;",
    )  # fmt: skip
    grows = proof.positive(
        "overshoots", at_next(x) ** 2 - OVER**2 * x**2, given=given, relations=[RECURSION], strict=False,
        terms=[
            (1, [], at_next(x) + OVER * x), (2, [beta >= 0, FAIR], 1), (2, [BEYOND, beta >= 0, FAIR], 1),
        ],
        because="and x'² − (K − 1 − 2β)²x² = (x' + (K − 1 − 2β)x)² + 2(K − 1 − 2β)βx(x + y).",
    )  # fmt: skip
    return _grown(proof, "not pulled back", (BEYOND,), FAIR, OVER, fair, grows)


def establish_apart(proof: Proof) -> str:
    """Add x_t² ≥ (1 − K)^(2t)·x_0², where K ≤ 0; returns the step's name."""
    given = [beta >= 0, NOT_PULLED, AWAY]
    away = proof.positive(
        "further away", at_next(x) * (at_next(x) - at_next(y)), given=given,
        relations=[RECURSION, SHIFT], strict=False,
        terms=[(1, [], at_next(x) - x), (1, [beta >= 0, AWAY], 1), (1, [NOT_PULLED], x)],
        because="Where K ≤ 0, xx' − x² = βx(x − y) − Kx² ≥ 0, so that x'(x' − x) ≥ 0;",
    )  # fmt: skip
    grows = proof.positive(
        "moves on", at_next(x) ** 2 - APART**2 * x**2, given=given, relations=[RECURSION], strict=False,
        terms=[
            (1, [], at_next(x) - APART * x), (2, [beta >= 0, AWAY], 1),
            (2, [NOT_PULLED, beta >= 0, AWAY], 1),
        ],
        because="and x'² − (1 − K)²x² = (x' − (1 − K)x)² + 2(1 − K)βx(x − y).",
    )  # fmt: skip
    return _grown(proof, "pushed away", (NOT_PULLED,), AWAY, APART, away, grows)


def _grown(
    proof: Proof, name: str, conditions: tuple[Any, ...], kept: Any, root: Expr, stays: str, grows: str
) -> str:
    """x_t² ≥ root^(2t)·x_0², where ``kept`` holds at the start."""
    start = kept.func(started(kept.lhs), 0, evaluate=False)
    run = proof.system(ANY.with_more(name, conditions=conditions, initial=(start,)))
    proof.invariant(f"{name}: kept", run, {kept: (None, stays)}, because="This survives each step.")
    factor = proof.positive(
        f"{name}: factor", root**2, terms=[(1, [], root)], strict=False, because="A square is not negative."
    )
    grown = proof.rule(
        "growth", f"{name}: square", run, quantity=x**2, ratio=root**2, direction=">=", step=grows,
        nonnegative=factor,
        because="Iterated: x_t² is at least x_0² times the power t of that factor.",
    )  # fmt: skip
    left = Ge(x**2 - LONG * at_start(x) ** 2, 0, evaluate=False)
    whole = proof.positive(
        f"{name}: displacement", left.lhs, given=[left], terms=[(1, [left], 1)], strict=False,
        because="With E_K for that power:",
    )
    return proof.rule(
        "at-every-time", f"{name}, at every time", run, sequent=whole,
        uses=[{"fact": grown, "power": str(LONG)}], assume=[], because="So the displacement does not fall.",
    )  # fmt: skip
