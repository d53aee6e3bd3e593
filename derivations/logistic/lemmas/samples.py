"""Means over any number of samples: what holds for every sample holds in the mean, by induction.

Write m for the margin of a sample, g = σ(−αm) for its pull, and ⟨·⟩ for the mean over the n samples.  The
margins have ⟨m⟩ = c = cos θ and ⟨m²⟩ = 1.  A polynomial in m and g that is not negative for any sample
is not negative in the mean, and there only the moments ⟨g⟩, ⟨gm⟩ and ⟨g²⟩ are left of the samples.  Two
combinations of them say how the pull follows the margin:

    χ = (c⟨g⟩ − ⟨gm⟩)/s²           minus the slope of the regression of g on m,
    ϱ = (⟨g²⟩ − ⟨g⟩²)/s² − χ² ≥ 0  what this regression leaves of the variance of g.

So D/s² = ⟨g⟩ + cχ for D = ⟨g⟩ − c⟨gm⟩, and (⟨g²⟩ − ⟨gm⟩²)/s² = (⟨g⟩ + cχ)² + ϱ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sympy import Eq, Expr, Ge, Gt, Integer, Poly, Symbol, expand, prod

from derivations.direction.data import n, risk
from derivations.direction.system import COSINE, UNIT_CIRCLE
from derivations.logistic.model.risk import D, g, g_g, g_m, g_mean, g_sum, gg_sum, m
from derivations.notation import N, alpha, at_next, c, k, s, symbol
from derivations.proof import Condition, Proof, System, Term
from derivations.proof.division import divided_in_order
from derivations.proof.unproved import does_not_reduce
from derivations.sigmoid.facts import Bound, everywhere
from derivations.sigmoid.flow import Place

loss = symbol("loss_m", r"\ell", "ℓ", "ℓ(αm), the loss of a sample")
chi = symbol("chi", r"\chi", "χ", "(c⟨g⟩ − ⟨gm⟩)/s², minus the slope of the regression of g on m")
rest = symbol("rest", r"\varrho", "ϱ", "what the regression of g on m leaves of the variance of g, over s²")
z = symbol("z", "z", "z", "−αm of a sample")
z_c = symbol("z_c", "z_c", "z_c", "−αc, for the mean margin")
g_c = symbol("g_c", r"\sigma(-\alpha\cos\theta)", "σ(−αc)", "the pull at the mean margin")
z_B = symbol("z_bound", "z_B", "z_B", "−B, for the bound B of α|m|")
g_B = symbol("g_bound", r"\sigma(-B)", "σ(−B)", "the pull at the bound")
z_1 = symbol("z_1", "z_1", "z₁", "−α, for the margin 1")
g_1 = symbol("g_1", r"\sigma(-\alpha)", "σ(−α)", "the pull at the margin 1")
SAMPLE, MIDDLE, ALIGNED, END = (z, g), (z_c, g_c), (z_1, g_1), (z_B, g_B)
"""−αm and σ(−αm) of a sample, of one at the mean margin c, at the margin 1, and at the bound B of α|m|."""
mirror = symbol("mirror", r"\ell(z)", "ℓ(z)", "ℓ(−αm)")
mirror_c = symbol("mirror_c", r"\ell(z_c)", "ℓ(z_c)", "ℓ(−αc), at the mean margin")
loss_c = symbol("loss_c", r"\ell(\alpha\cos\theta)", "ℓ(αc)", "the loss at the mean margin")

_SUMS = {
    symbol("m_sum", r"\textstyle\sum m", "Σm", "the sum of the margins so far"): m,
    symbol("mm_sum", r"\textstyle\sum m^2", "Σm²", "the sum of the squared margins so far"): m**2,
    g_sum: g,
    symbol("gm_sum", r"\textstyle\sum gm", "Σgm", "the sum of pull times margin so far"): g * m,
    gg_sum: g**2,
    symbol("loss_sum", r"\textstyle\sum\ell", "Σℓ", "the sum of the losses so far"): loss,
}
_MEANS = (c, Integer(1), g_mean, g_m, g_g, risk)
"""What is summed up, and its means."""

CHI: Expr = s**2 * chi - (c * g_mean - g_m)
REST: Expr = s**2 * (rest + chi**2) - (g_g - g_mean**2)
ALIGNMENT: Expr = D - (g_mean - c * g_m)
"""χ, ϱ and D = ⟨g⟩ − c⟨gm⟩, as polynomials equal to 0."""
DEFINITIONS = {D: ALIGNMENT, g_g: REST, g_m: CHI}
"""The same, each with a moment that it eliminates."""
MOVES = Gt(s**2, 0, evaluate=False)
"""The margins are not all equal."""

SAMPLES = System(
    name="samples",
    state=(n, *_SUMS, m, g, loss, z),
    parameters=(alpha, c, z_c, g_c, g_mean, chi),
    conditions=(),
    initial=tuple(Eq(sum_, 0) for sum_ in (n, *_SUMS)),
    instant=(z + alpha * m, z_c + alpha * c),
    relations=(
        at_next(n) - n - 1,
        *(at_next(sum_) - sum_ - term for sum_, term in _SUMS.items()),
    ),
    sigma=(SAMPLE, MIDDLE),
)
"""The samples one after another: each step adds one to their number and to the running sums."""
BOUNDED = SAMPLES.with_more(
    "samples with α|m| ≤ B",
    parameters=END,
    conditions=[x for y in (z, z_c) for x in (y - z_B >= 0, -z_B - y >= 0)],
    sigma=[END],
)
WITHIN_B = (z_c >= z_B, -z_c >= z_B)
BOUND_B = (z >= z_B, -z >= z_B)
"""α|m| ≤ B for the mean margin, and for each sample."""
SAMPLED = "whatever the samples"
"""Words for what holds after any number of them."""
EACH_SAMPLE = "for each sample"
FORWARD = SAMPLES.with_more("samples with m ≥ −c", conditions=(-z_c >= 0, -z_c - z >= 0))
_LOSSES: dict[str, Any] = {
    "state": [mirror],
    "parameters": [mirror_c, loss_c],
    "instant": (mirror - loss - alpha * m, mirror_c - loss_c - alpha * c),
    "softplus": ((z, mirror), (z_c, mirror_c)),
}
LOSSES = SAMPLES.with_more("losses", **_LOSSES)
BOUNDED_LOSSES = BOUNDED.with_more("losses with α|m| ≤ B", **_LOSSES)
"""The same with their losses, ℓ(αm) = ℓ(−αm) − αm."""


class Known(NamedTuple):
    """A step that later steps may cite as a lemma."""

    condition: Condition
    """What it concludes."""
    given: tuple[Condition, ...]
    relations: Mapping[Symbol, Expr]
    """What it assumes."""
    name: str


def in_the_mean(
    proof: Proof, system: System, name: str, term: Expr, terms: Sequence[Term], because: str
) -> Known:
    """Add that ⟨term⟩ ≥ 0: a polynomial in m, z, g and the loss that is the sum of ``terms``.

    ``terms`` are as in ``Proof.positive``, their factors being conditions at every state of ``system``.
    """
    total = Ge(summed(term), 0, evaluate=False)
    start = proof.positive(
        f"{name}: no sample", total.lhs, relations=(n, *_SUMS), terms=(), strict=False,
        because="The sum over no sample is 0;",
    )  # fmt: skip
    step = _positive(
        proof,
        f"{name}: one more sample",
        system.after(total.lhs),
        given=[total, *_factors(terms)],
        relations=_by_elimination(system),
        terms=[(1, [total], 1), *terms],
        because=f"{because};",
    )
    proof.in_brief()
    proof.conclude(proof.invariant(
        f"{name}: all samples", system, {total: (start, step.name)}, "so the sum over the samples is ≥ 0,"
    ))  # fmt: skip
    proof.in_brief("Σ [{}] ≥ 0", term)
    mean = _over_samples(term, (Integer(1), *_MEANS))
    used = {sum_: relation for sum_, relation in MOMENTS.items() if total.lhs.has(sum_)}
    return _positive(
        proof,
        f"{name}: in the mean",
        mean,
        given=[n > 0, total],
        relations=used,
        multiplier=[n > 0],
        terms=[(1, [total], 1)],
        because="and divided by n, with ⟨m⟩ = c, ⟨m²⟩ = 1:",
    )


def everywhere_in_the_mean(
    proof: Proof,
    system: System,
    bound: Bound,
    points: Sequence[Place],
    parameters: Mapping[Symbol, Any] | None = None,
) -> Known:
    """Add that the mean of what ``bound`` says of ``points`` is not negative."""
    fact = everywhere(proof, system, bound, points, parameters)
    places = ", ".join(str(place[0] if isinstance(place, tuple) else place) for place in points)
    name = f"{bound.name}, at {places}"
    return in_the_mean(proof, system, name, fact.lhs, [(1, [fact], 1)], "each sample adds what is ≥ 0")


def from_means(
    proof: Proof,
    name: str,
    target: Expr,
    known: Sequence[Known],
    terms: Sequence[Term],
    given: Sequence[Condition] = (),
    multiplier: Sequence[Condition] = (),
    relations: Mapping[Symbol, Expr] | None = None,
    strict: bool = False,
    because: str = "",
) -> Known:
    """Add ``target ≥ 0`` (``> 0`` if strict) from the conclusions of ``known`` and from ``given``.

    It may use the definitions of χ, ϱ and D, c² + s² = 1, and further ``relations`` with the symbol
    that each of them eliminates.
    """
    needed = dict(item for step in known for item in step.relations.items())
    assumed = [condition for step in known for condition in step.given]
    first, last = dict(relations or {}), {**DEFINITIONS, s: UNIT_CIRCLE}
    sums = {sum_: needed.pop(sum_) for sum_ in MOMENTS if sum_ in needed}
    keep = [*sums, *needed]
    needed = {key: relation for key, relation in needed.items() if key not in {*first, *last}}
    return _positive(
        proof,
        name,
        target,
        given=[*dict.fromkeys([*assumed, *given])],
        lemmas=[step.name for step in known],
        relations={**sums, **first, **needed, **last},
        keep=keep,
        multiplier=multiplier,
        terms=terms,
        strict=strict,
        because=because,
    )


_VALUES = {
    z: -alpha * m,
    z_c: -alpha * c,
    z_1: -alpha,
    mirror: loss + alpha * m,
    mirror_c: loss_c + alpha * c,
}
"""What the variables of a point are in terms of the margins and the loss."""
MOMENTS: dict[Symbol, Expr] = {
    sum_: sum_ - n * mean for sum_, mean in zip(_SUMS, _MEANS, strict=True)
}
"""The sums over n samples in terms of the means."""


def summed(term: Expr) -> Expr:
    """The sum of a polynomial in m, g and the loss over the samples."""
    return _over_samples(term, (n, *_SUMS))


@lru_cache(maxsize=1024)
def _over_samples(term: Expr, values: tuple[Expr, ...]) -> Expr:
    """A linear functional of a polynomial in m, g and the loss, from its values on 1, m, m², g, …"""
    by_monomial = dict(zip((Integer(1), *_SUMS.values()), values, strict=True))
    sample = Poly(term.subs(_VALUES), m, g, loss)
    one = Integer(1)
    return expand(sum(
        x * by_monomial[Poly.from_dict({powers: one}, *sample.gens).as_expr()]
        for powers, x in sample.terms()
    ))  # fmt: skip


def _factors(terms: Sequence[Term]) -> list[Condition]:
    return list(dict.fromkeys(factor for _, factors, _ in terms for factor in factors))


def _by_elimination(system: System) -> dict[Symbol, Expr]:
    """The relations of a step, each with the symbol that it eliminates."""
    after = dict(zip((at_next(sum_) for sum_ in (n, *_SUMS)), system.relations, strict=True))
    values = {x: x - value for x, value in _VALUES.items() if x - value in system.instant}
    others = [relation for relation in system.instant if relation not in values.values()]
    return after | values | dict(zip((m,), [r for r in others if r.has(m)], strict=False))


def _positive(
    proof: Proof,
    name: str,
    target: Expr,
    *,
    given: Sequence[Condition],
    relations: Mapping[Symbol, Expr],
    terms: Sequence[Term],
    multiplier: Sequence[Condition] = (),
    strict: bool = False,
    keep: Sequence[Symbol] = (),
    **fields: Any,
) -> Known:
    """``Proof.positive``, its cofactors found by eliminating one symbol after the other.

    Of ``relations`` only those are kept that are used, or whose symbol is in ``keep``.
    """
    difference = target * _product(multiplier)
    difference -= sum(weight * _product(factors) * square**2 for weight, factors, square in terms)
    symbols = difference.free_symbols.union(*(r.free_symbols for r in relations.values()))
    order = [*relations, *sorted(symbols - set(relations), key=str)]
    division = divided_in_order(difference, [*relations.values()], order)
    if division.remainder != 0:
        known = [*given, *(proof.conclusions[lemma] for lemma in fields.get("lemmas", ()))]
        sides = {"relations": [*relations.values()], "given": known, "multiplier": multiplier}
        raise does_not_reduce(name, division, target=target, terms=terms, **sides)
    cofactors = dict(zip(relations, division.cofactors, strict=True))
    used = [symbol for symbol, cofactor in cofactors.items() if cofactor != 0 or symbol in keep]
    kept = {symbol: relations[symbol] for symbol in used}
    proof.positive(
        name,
        target,
        given=given,
        relations=[*kept.values()],
        cofactors=[cofactors[symbol] for symbol in used],
        terms=terms,
        multiplier=multiplier,
        strict=strict,
        **fields,
    )
    return Known(proof.conclusions[name], tuple(given), kept, name)


def _product(conditions: Sequence[Condition]) -> Expr:
    return prod(condition.gts - condition.lts for condition in conditions)

MODEL = (
    *(*SAMPLES.initial, *SAMPLES.instant, *SAMPLES.relations),
    *(*MOMENTS.values(), *DEFINITIONS.values(), n > 0),
    *(N > 0, k > 0, UNIT_CIRCLE, COSINE),
)
"""What the symbols of a set of samples mean: sums that start from 0, means over n > 0 samples."""
