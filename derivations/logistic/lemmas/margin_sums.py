"""Sums over any number of samples, from which ``logistic.margin-space`` takes its means.

Everything here is linear in the sums of 1, M, M², g, gM and g², and is shown by induction on the
samples; M is a margin in units of √η, m = M/r, and g its pull.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sympy import Eq, Expr, Poly, Symbol

from derivations.direction.data import n, numerator
from derivations.logistic.model.risk import D, V, g, g_g, g_m, g_mean, g_sum, gg_sum, m
from derivations.notation import alpha, at_next, c, p, r, symbol
from derivations.proof import Condition, Proof, System
from derivations.proof.elimination import identity_by_elimination

M = symbol("M_sample", "M", "M", "the margin of a sample in the units of r, rm")
Q = symbol("Q", "Q", "Q", "its deviation from the mean, M − p")
MARGIN_NEXT: Expr = M + alpha / r * (g - g_m * m)
"""One sample's margin one step later."""
MISALIGNMENT: Expr = g_mean - c * g_m
"""D."""

overlap = symbol("overlap", "v_j", "v_j", "V of the sample j")
own_g = symbol("own_g", "g_j", "g_j", "the pull of the sample j")
own_m = symbol("own_m", "m_j", "m_j", "the margin of the sample j")
sum_gV = symbol("sum_gV", r"\textstyle\sum gV", "ΣgV", "the sum of gV so far")
sum_mV = symbol("sum_mV", r"\textstyle\sum mV", "ΣmV", "the sum of mV so far")
OWN = {sum_gV: sum_gV - overlap * own_g, sum_mV: sum_mV - overlap * own_m}
OTHERS = System(
    name="other samples",
    state=(sum_gV, sum_mV, g, m, V),
    parameters=(overlap, own_g, own_m),
    initial=tuple(Eq(equation, 0) for equation in OWN.values()),
    instant=(V,),
    relations=(at_next(sum_gV) - sum_gV - g * V, at_next(sum_mV) - sum_mV - m * V),
)
"""Sums of gV and mV, begun with sample j, whose V is ``overlap``; at all others V is 0."""

count = symbol("count", r"\textstyle\sum 1", "Σ1", "the number of samples so far")
M_sum = symbol("M_sum", r"\textstyle\sum M", "ΣM", "the sum of M so far")
M_M = symbol("M_M", r"\textstyle\sum M^2", "ΣM²", "the sum of M² so far")
gM_sum = symbol("gM_sum", r"\textstyle\sum gM", "ΣgM", "the sum of gM so far")
after = symbol("after", r"\textstyle\sum M_+", "ΣM₊", "the sum so far of M one step later")
after_after = symbol("after_after", r"\textstyle\sum M_+^2", "ΣM₊²", "the sum so far of its square")
spread = symbol("spread", r"\textstyle\sum(M-p)^2", "Σ(M − p)²", "the sum of Q² so far")
tangential = symbol(
    "tangential",
    r"\textstyle\sum(g-\langle gm\rangle m)^2",
    "Σ(g − ⟨gm⟩m)²",
    "the sum so far of the squared tangential parts of the pulls",
)
deviating = symbol(
    "deviating",
    r"\textstyle\sum r^2(g-\langle gm\rangle m-D)^2",
    "Σr²(g − ⟨gm⟩m − D)²",
    "the sum so far of their squared deviations, times r²",
)

_BASIS = {count: 1, M_sum: M, M_M: M**2, g_sum: g, gM_sum: g * M, gg_sum: g**2}
_POWERS = dict(zip(((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (2, 0)), _BASIS, strict=True))
_MARGIN: Expr = M / r
_SQUARES = {
    spread: M - p,
    tangential: g - g_m * _MARGIN,
    deviating: r * (g - g_m * _MARGIN - D),
}
_TERMS = {
    after: MARGIN_NEXT.subs(m, _MARGIN),
    after_after: MARGIN_NEXT.subs(m, _MARGIN) ** 2,
    **{sum_: root**2 for sum_, root in _SQUARES.items()},
}
"""What is summed, one sample's share each."""


def combined(term: Expr) -> Expr:
    """The sum of a quadratic polynomial in g and M, from the six basic sums."""
    return sum(value * _POWERS[powers] for powers, value in Poly(term, g, M).terms())


_SUMS = {**_BASIS, **_TERMS}
EQUATIONS = {sum_: numerator(sum_ - combined(term)) for sum_, term in _TERMS.items()}
MOMENTS = System(
    name="moments",
    state=(*_SUMS, g, M),
    parameters=(alpha, r, g_m, p, D),
    conditions=(r > 0,),
    initial=tuple(Eq(sum_, 0) for sum_ in _SUMS),
    relations=tuple(numerator(at_next(sum_) - sum_ - term) for sum_, term in _SUMS.items()),
)
"""The samples one after another: each step adds an arbitrary sample (g, M)."""


def one_sample(proof: Proof) -> tuple[str, ...]:
    """Add that ΣgV and ΣmV are V times the g and m of the one sample at which V is not 0."""
    system = proof.system(OTHERS)
    steps = [
        proof.identity(
            f"an orthogonal sample: {sum_}",
            system.after(equation), 0, relations=[*system.relations, *system.instant, equation],
            because="A sample with V = 0 adds nothing.",
        )
        for sum_, equation in OWN.items()
    ]  # fmt: skip
    return (
        proof.rule(
            "equations", "one sample alone", system,
            equations=list(OWN.values()), start=[None] * len(OWN), steps=steps,
            because="Along v = y_j x_j, V = n at the sample j and, by orthogonality, V = 0 elsewhere: "
            "the sums are those of one sample.",
        ),
    )  # fmt: skip


def moments(proof: Proof) -> tuple[str, ...]:
    """Add the sums of M', M'² and three squares, and that sums of squares are not negative."""
    system = proof.system(MOMENTS)
    starts = [
        proof.identity(f"no sample: {sum_}", equation, 0, relations=[*_SUMS],
                       because="All sums start from 0.")
        for sum_, equation in EQUATIONS.items()
    ]  # fmt: skip
    moves = {at_next(sum_): relation for sum_, relation in zip(_SUMS, system.relations, strict=True)}
    steps = [
        identity_by_elimination(
            proof, f"one more sample: {sum_}", system.after(equation), 0, moves | {sum_: equation},
            given=[r > 0], because="Each sample adds its own share.",
        )
        for sum_, equation in EQUATIONS.items()
    ]  # fmt: skip
    summed = proof.rule(
        "equations", "moments of all samples", system,
        equations=list(EQUATIONS.values()), start=starts, steps=steps,
        because="So for every n these sums follow from Σ1, ΣM, ΣM², Σg, ΣgM and Σg².",
    )  # fmt: skip
    return summed, _not_negative(proof, system)


def _not_negative(proof: Proof, system: System) -> str:
    """Σ(g − ⟨gm⟩m)² ≥ 0."""
    relation = system.relations[list(_SUMS).index(tangential)]
    start = proof.positive(
        "no tangential part", tangential, relations=[tangential], terms=[], strict=False,
        because="It starts from 0.",
    )  # fmt: skip
    step = proof.positive(
        "more tangential part",
        at_next(tangential),
        given=[r > 0, tangential >= 0],
        relations=[relation],
        multiplier=[r > 0, r > 0],
        terms=[(1, [tangential >= 0, r > 0, r > 0], 1), (1, [], g * r - g_m * M)],
        strict=False,
        because="Each sample adds a square.",
    )
    return proof.invariant(
        "sum of squares is not negative", system, {tangential >= 0: (start, step)},
        because="So Σ(g − ⟨gm⟩m)² ≥ 0.",
    )  # fmt: skip


MEANS = {
    count: count - n,
    M_sum: M_sum - n * p,
    M_M: M_M - n * r**2,
    g_sum: g_sum - n * g_mean,
    gM_sum: gM_sum - n * r * g_m,
    gg_sum: gg_sum - n * g_g,
}
"""The basic sums as n times a mean: p = ⟨M⟩, r² = ⟨M²⟩, and ⟨gM⟩ = r⟨gm⟩."""


def averaged(
    proof: Proof,
    name: str,
    lhs: Expr,
    rhs: Expr | int,
    relations: Mapping[Symbol, Expr],
    given: Sequence[Condition] = (),
    because: str = "",
) -> str:
    """``lhs = rhs``, where ``relations`` define their quantities from the sums above."""
    (first, definition), *others = relations.items()
    sums = {sum_: equation for sum_, equation in EQUATIONS.items() if definition.has(sum_)}
    return identity_by_elimination(
        proof, name, lhs, rhs, {first: definition, **sums, **MEANS, **dict(others)},
        given=[n > 0, r > 0, *given], because=because,
    )  # fmt: skip
