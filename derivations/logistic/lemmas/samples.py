"""Means over any number of samples: what holds for every sample holds in the mean.

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
from typing import Any, NamedTuple

from sympy import Eq, Expr, Ge, Integer, Le, Symbol, prod

from derivations.direction.data import risk
from derivations.direction.system import COSINE, UNIT_CIRCLE
from derivations.logistic.model.risk import D, g, g_g, g_m, g_mean, m
from derivations.notation import N, alpha, c, k, plain, s, symbol
from derivations.proof import Condition, Proof, Term
from derivations.proof.conditions import gap
from derivations.proof.division import divided_in_order
from derivations.proof.elimination import identity_by_elimination
from derivations.proof.family import Family
from derivations.proof.unproved import does_not_reduce
from derivations.sigmoid.facts import Bound, lemma
from derivations.sigmoid.flow import Place
from derivations.sigmoid.functions import ell, sigma

loss = symbol("loss_m", r"\ell", "ℓ", "ℓ(αm), the loss of a sample")
chi = symbol("chi", r"\chi", "χ", "(c⟨g⟩ − ⟨gm⟩)/s², minus the slope of the regression of g on m")
rest = symbol("rest", r"\varrho", "ϱ", "what the regression of g on m leaves of the variance of g, over s²")
g_c = symbol("g_c", r"\sigma(-\alpha\cos\theta)", "σ(−αc)", "the pull at the mean margin")
B = symbol("B_bound", "B", "B", "a bound of α|m| of all samples")
g_B = symbol("g_bound", r"\sigma(-B)", "σ(−B)", "the pull at the bound")
g_1 = symbol("g_1", r"\sigma(-\alpha)", "σ(−α)", "the pull at the margin 1")
loss_c = symbol("loss_c", r"\ell(\alpha\cos\theta)", "ℓ(αc)", "the loss at the mean margin")
SAMPLE, MIDDLE, ALIGNED, END = (-alpha * m, g), (-alpha * c, g_c), (-alpha, g_1), (-B, g_B)
"""−αm and σ(−αm) of a sample, of one at the mean margin c, at the margin 1, and at the bound B of α|m|."""
PULL_C, PULL_1, PULL_B = (Eq(value, sigma(place)) for place, value in (MIDDLE, ALIGNED, END))
LOSS_C = Eq(loss_c, ell(alpha * c))
VALUES = (PULL_C, PULL_1, PULL_B, LOSS_C)
"""What the values of σ and ℓ are that have no sample."""

CHI: Expr = s**2 * chi - (c * g_mean - g_m)
REST: Expr = s**2 * (rest + chi**2) - (g_g - g_mean**2)
ALIGNMENT: Expr = D - (g_mean - c * g_m)
"""χ, ϱ and D = ⟨g⟩ − c⟨gm⟩, as polynomials equal to 0."""
DEFINITIONS = {D: ALIGNMENT, g_g: REST, g_m: CHI}
"""The same, each with a moment that it eliminates."""
"""The margins are not all equal."""

SAMPLES = Family(
    samples=(m, g),
    means=((c, m), (Integer(1), m**2), (g_mean, g), (g_m, g * m), (g_g, g**2)),
    values=(Eq(g, sigma(-alpha * m)),),
)
"""Samples with their margins and pulls; the margins are normalized, and c is their mean."""
LOSSES = Family(
    samples=(m, g, loss),
    means=((c, m), (Integer(1), m**2), (risk, loss)),
    values=(Eq(g, sigma(-alpha * m)), Eq(loss, ell(alpha * m))),
)
"""Samples with their losses, of which the risk is the mean."""
BOUNDED_BY_B = (Le(alpha * m, B), Le(-alpha * m, B))
"""α|m| ≤ B."""
BOUNDED, BOUNDED_LOSSES = SAMPLES.having(*BOUNDED_BY_B), LOSSES.having(*BOUNDED_BY_B)
FORWARD = SAMPLES.having(Ge(m, -c))
"""No margin is below −c."""


class Known(NamedTuple):
    """A step that later steps may cite as a lemma."""

    condition: Condition
    """What it concludes."""
    given: tuple[Condition, ...]
    relations: tuple[tuple[Symbol, Expr], ...]
    """What it assumes, each relation with a symbol that it eliminates."""
    name: str


def in_the_mean(
    proof: Proof,
    family: Family,
    name: str,
    term: Expr,
    terms: Sequence[Term],
    because: str,
    *,
    lemmas: Sequence[str] = (),
    given: Sequence[Condition] = (),
    relations: Mapping[Symbol, Expr] | None = None,
    bounds: Sequence[Known] = (),
) -> Known:
    """Add that ⟨term⟩ ≥ 0: a polynomial in the variables of a sample that is the sum of ``terms``.

    ``terms`` are as in ``Proof.positive``, their factors being ``given``, supposed of each sample by the
    family, or concluded by ``lemmas``; ``relations`` are given too.  What one of ``bounds`` concludes of
    the means is not assumed.
    """
    concluded = [proof.conclusions[cited] for cited in lemmas]
    assumed = [one for cited in lemmas for one in proof.assumptions.get(cited, ()) if one not in concluded]
    factors = [one for _, factors, _ in terms for one in factors if one not in concluded]
    sample = _positive(
        proof, f"{name}: each sample", term, given=[*dict.fromkeys([*given, *assumed, *factors])],
        relations=relations or {}, keep=[*(relations or {})], terms=terms, lemmas=lemmas,
        because=f"{because};",
    )  # fmt: skip
    return averaged(proof, family, name, sample.name, given, relations, bounds)


def averaged(
    proof: Proof,
    family: Family,
    name: str,
    sample: str,
    given: Sequence[Condition] = (),
    relations: Mapping[Symbol, Expr] | None = None,
    bounds: Sequence[Known] = (),
) -> Known:
    """Add the mean of what a step says of each sample."""
    proof.average(
        f"{name}: in the mean", family, sample, values=VALUES, lemmas=[bound.name for bound in bounds],
        because="and so it is in the mean, with ⟨m⟩ = c, ⟨m²⟩ = 1:",
    )  # fmt: skip
    name = f"{name}: in the mean"
    inside = {*family.samples}
    assumed = [one for one in given if not one.free_symbols & inside]
    assumed += [one for bound in bounds for one in bound.given]
    outer = tuple(pair for pair in (relations or {}).items() if not pair[1].free_symbols & inside)
    return Known(proof.conclusions[name], tuple(assumed), outer, name)


def everywhere_in_the_mean(
    proof: Proof,
    family: Family,
    bound: Bound,
    points: Sequence[Place],
    parameters: Mapping[Symbol, Any] | None = None,
    bounds: Sequence[Known] = (),
) -> Known:
    """Add that the mean of what ``bound`` says of ``points`` is not negative."""
    name = lemma(proof, bound, points, parameters)
    inside = {*family.samples}
    concluded = [known.condition for known in bounds]
    shared = [one for one in proof.assumptions[name] if not one.free_symbols & inside]
    given = [one for one in shared if not isinstance(one, Eq) and one not in concluded]
    equations = {x: gap(one) for one in shared if isinstance(one, Eq) for x in one.free_symbols}
    places = ", ".join(plain(place[0]) if isinstance(place, tuple) else str(place) for place in points)
    return averaged(proof, family, f"{bound.name}, at {places}", name, given, equations, bounds)


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
    concluded = [step.condition for step in known]
    assumed = [condition for step in known for condition in step.given if condition not in concluded]
    first, needed, last = dict(relations or {}), dict[Symbol, Expr](), {**DEFINITIONS, s: UNIT_CIRCLE}
    keep, also = [], []
    for pair in dict.fromkeys(pair for step in known for pair in step.relations):
        symbol, relation = pair
        if relation != {**needed, **last, **first}.get(symbol, relation):
            also.append(pair)
            continue
        keep.append(symbol)
        if symbol not in first and symbol not in last:
            needed[symbol] = relation
    return _positive(
        proof,
        name,
        target,
        given=[*dict.fromkeys([*assumed, *given])],
        lemmas=[step.name for step in known],
        relations={**first, **needed, **last},
        keep=keep,
        also=also,
        multiplier=multiplier,
        terms=terms,
        strict=strict,
        because=because,
    )


def equation(
    proof: Proof,
    name: str,
    target: Expr,
    relations: Mapping[Symbol, Expr],
    given: Sequence[Condition] = (),
    lemmas: Sequence[Known] = (),
    because: str = "",
) -> Known:
    """Add ``target = 0``, modulo relations each of which eliminates its symbol, in order.

    Those that ``lemmas`` conclude are not assumed; what these assume is.
    """
    concluded = [known.condition.lhs for known in lemmas]
    assumed = [pair for known in lemmas for pair in known.relations]
    every = tuple(dict.fromkeys([*given, *(condition for known in lemmas for condition in known.given)]))
    identity_by_elimination(
        proof, name, target, 0, relations, given=every, lemmas=[known.name for known in lemmas],
        also=[relation for _, relation in assumed if relation not in relations.values()], because=because,
    )  # fmt: skip
    own = [pair for pair in relations.items() if pair[1] not in concluded]
    return Known(proof.conclusions[name], every, tuple(dict.fromkeys([*own, *assumed])), name)


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
    also: Sequence[tuple[Symbol, Expr]] = (),
    **fields: Any,
) -> Known:
    """``Proof.positive``, its cofactors found by eliminating one symbol after the other.

    Of ``relations`` only those are kept that are used, or whose symbol is in ``keep``; those in ``also``
    are not used, but assumed by a lemma.
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
        relations=[*kept.values(), *(relation for _, relation in also)],
        cofactors=[*(cofactors[symbol] for symbol in used), *(0 for _ in also)],
        terms=terms,
        multiplier=multiplier,
        strict=strict,
        **fields,
    )
    return Known(proof.conclusions[name], tuple(given), (*kept.items(), *also), name)


def _product(conditions: Sequence[Condition]) -> Expr:
    return prod(condition.gts - condition.lts for condition in conditions)


MODEL = (*DEFINITIONS.values(), N > 0, k > 0, UNIT_CIRCLE, COSINE)
"""What the symbols of a set of samples mean."""
