"""The one state that weight decay leaves as it is, but for the sign of the sine."""

from __future__ import annotations

from typing import Any

from sympy import Expr, Rational
from sympy.core.relational import Relational

from derivations.direction.system import UNIT_CIRCLE
from derivations.general.model.decay import COSINE, GROWTH, KEPT, NORM, ROOT, SINE, omega
from derivations.notation import N, a, at_next, c, h, k, lam, s
from derivations.proof import Proof
from derivations.proof.elimination import identity_by_elimination
from derivations.square.model.system import LAMBDA, SCALE

HALF = Rational(1, 2)
NORMED = "norm keeps its size"
STAY = (c**2 - s**2 - KEPT, lam - 2 * c, N - HALF)
"""The steady state."""
FIXED = (at_next(N) - N, at_next(c) - c, at_next(a) - a)


def establish_steady(proof: Proof) -> tuple[str, ...]:
    """At the steady state N, α and cos θ stay, and sin θ changes its sign."""
    longer = proof.positive(
        "k + 1 positive", k + 1, given=[k > 0], terms=[(1, [k > 0], 1), (1, [], 1)], because="k + 1 > 0.",
    )  # fmt: skip
    more = proof.conclusions[longer]
    one = proof.identity(
        "k is 1 there", k, 1, given=[k > 0], lemmas=[longer], multiplier=[more],
        relations=[ROOT, UNIT_CIRCLE, STAY[0], STAY[1]],
        cofactors=[1, c**2 + s**2 + 1, -(KEPT + c**2 - s**2), s**2 * (lam + 2 * c)],
        because="At cos 2θ = 1 − ω, λ = 2 cos θ: k² = cos²2θ + sin²2θ = 1.",
    )  # fmt: skip
    base = {lam: STAY[1], omega: STAY[0], c: UNIT_CIRCLE}
    known = {"given": [k > 0], "lemmas": [one], "also": [ROOT]}
    stays = identity_by_elimination(
        proof, "N stays", at_next(N), N, {at_next(N): NORM, **base},
        because="So N stays,",
    )  # fmt: skip
    cosine = identity_by_elimination(
        proof, "cosine stays", at_next(c), c, {at_next(c): COSINE, k: k - 1, **base}, **known,
        because="and cos θ,",
    )  # fmt: skip
    sine = identity_by_elimination(
        proof, "sine is reflected", at_next(s), -s, {at_next(s): SINE, k: k - 1, **base}, **known,
        because="while w is reflected,",
    )  # fmt: skip
    scale = identity_by_elimination(
        proof, "scale stays", at_next(a), a, {at_next(a): SCALE, a: LAMBDA, N: STAY[2], lam: STAY[1]},
        because="and α stays, as a = λN = cos θ.",
    )  # fmt: skip
    return stays, cosine, sine, scale


def establish_unique(proof: Proof) -> tuple[str, ...]:
    """What stays is the steady state."""
    steps: tuple[Any, ...] = (
        (NORMED, GROWTH, 1, [N > 0], [NORM, FIXED[0]], [], [-1, 1], "Where N stays,"),
        ("k is 1 where N stays", k, 1, ["k + 1 positive"], [ROOT], [NORMED], [1, 1], "k = 1,"),
        (
            *("pull and decay", omega * c, lam * s**2, [], [COSINE, FIXED[1]]),
            *(["k is 1 where N stays"], [1, -k, -c], "and where cos θ stays too, ωc = λs²."),
        ),
        (
            *("rate times cosine", lam * c, 2 - omega, [omega > 0], []),
            *(["pull and decay", NORMED], [lam, 1], "Hence ωλc = λ²s² = ω(2 − ω),"),
        ),
        (
            *("angle", c**2 - s**2, KEPT, [], [UNIT_CIRCLE]),
            *(["pull and decay", "rate times cosine"], [1 - omega, c, s**2], "(2 − ω)s² = λcs² = ωc²,"),
        ),
        (
            *("rate", lam, 2 * c, [c > 0], [UNIT_CIRCLE]),
            *(["rate times cosine", "angle"], [-1, 1, -1], "and λc = 2c²."),
        ),
        ("scale", a, c, [h > 0], [SCALE, FIXED[2]], [], [1, -1], "Where α stays, a = c,"),
        ("half", N, HALF, [c > 0], [LAMBDA], ["scale", "rate"], [HALF, HALF, -N / 2], "and N = a/λ = ½."),
    )
    needs: dict[str, list[Relational]] = {}
    uses: dict[str, list[Expr]] = {}
    for name, left, right, multiplier, relations, lemmas, cofactors, because in steps:
        signs = [proof.conclusions[x] if isinstance(x, str) else x for x in multiplier]
        own = [k > 0] if "k + 1 positive" in multiplier else signs
        needs[name] = list(dict.fromkeys([*own, *(x for lemma in lemmas for x in needs[lemma])]))
        inherited = [x for lemma in lemmas for x in uses[lemma] if x not in relations]
        extra = list(dict.fromkeys(inherited))
        uses[name] = [*relations, *extra]
        concluded = [proof.conclusions[x].lhs - proof.conclusions[x].rhs for x in lemmas]
        proof.identity(
            name, left, right, given=needs[name],
            relations=[*relations, *concluded, *extra], cofactors=[*cofactors, *(0 for _ in extra)],
            multiplier=signs, lemmas=[*lemmas, *(x for x in multiplier if isinstance(x, str))],
            because=because,
        )  # fmt: skip
    return "angle", "rate", "scale", "half"
