"""What is said of a step that does not prove what it says: in the notation of the derivation, with a hint.

``does_not_reduce`` tells what is left, which relations and conditions had no part in it, and what would
make it come out, if that is found by trying; a step that follows a hint is checked anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sympy import Expr, expand, factor_list, prod, sympify

from derivations.printing import plain
from derivations.proof.conditions import Condition, gap, sign
from derivations.proof.division import Division, number_of_terms
from derivations.symbols import NotationError

LONGEST = 160
"""Letters of a formula in a message."""
_FACTORED_UP_TO, _EQUATION = 200, 3
"""Terms of what is factored at all, and of a factor that may be a relation."""
_GENERAL = "nothing of that kind was found; is it true?  The claim's check looks for a counterexample"


class Unproved(ValueError):
    """A step that does not prove what it says; the message is for whoever writes the derivation."""


def does_not_reduce(
    name: str,
    division: Division,
    *,
    target: Any,
    relations: Sequence[Any] = (),
    given: Sequence[Condition] = (),
    multiplier: Sequence[Condition] = (),
    terms: Sequence[tuple[Any, Sequence[Condition], Any]] | None = None,
) -> Unproved:
    """The refusal of ``multiplier·target = Σ terms`` modulo the relations (no terms: of an identity)."""
    factors = [factor for _, chosen, _ in terms or () for factor in chosen]
    used = {gap(condition) for condition in (*multiplier, *factors)}
    unused = [r for r, cofactor in zip(relations, division.cofactors, strict=True) if cofactor == 0]
    product = "multiplier·" if multiplier else ""
    sides = "(lhs − rhs)" if terms is None else "target − Σ terms"
    parts = [
        f"step {name!r} does not come out: {product}{sides} is not 0 modulo the relations",
        f"what is left is {shortened(division.remainder)}",
        f"relations not used: {listed([f'{readable(r)} = 0' for r in unused])}",
        f"conditions not used: {listed([readable(x) for x in given if gap(x) not in used])}",
    ]
    tried = _hints(division, sympify(target), relations, given, multiplier, terms)
    return Unproved("; ".join([*parts, f"hint: {next(tried, _GENERAL)}"]))


def not_given(
    name: str, condition: Condition, known: Sequence[Condition], steps: dict[str, Any]
) -> Unproved:
    """The refusal of a factor or multiplier that is not among what the step knows; ``steps`` are others."""
    elsewhere = [step for step, concluded in steps.items() if _same(concluded, condition)]
    hint = f"step {elsewhere[0]!r} concludes it: name that in lemmas=" if elsewhere else "add it to given="
    if any(expand(gap(one) + gap(condition)) == 0 for one in known):
        hint = "the opposite is given: is a sign the wrong way round?"
    return Unproved(
        f"step {name!r}: {readable(condition)} is used as a factor or multiplier, but is neither given nor "
        f"the conclusion of a cited lemma; known are: {listed([readable(x) for x in known])}; hint: {hint}"
    )


def readable(expression: Any) -> str:
    """Plain notation; a symbol without a printed form goes by its name."""
    try:
        return plain(sympify(expression))
    except NotationError:
        return str(expression)


def shortened(expression: Any, longest: int = LONGEST) -> str:
    """Factored, in plain notation; where that is long, its first terms and how many there are."""
    terms = expand(expression).as_ordered_terms()
    if len(terms) <= _FACTORED_UP_TO:
        whole = readable(expression.factor() if isinstance(expression, Expr) else expression)
        if len(whole) <= longest:
            return whole
    shown = readable(terms[0])
    for number, term in enumerate(terms[1:], start=1):
        further = f"{shown} + {readable(term)}".replace("+ -", "- ")
        if len(further) > longest:
            return f"{shown[:longest]} + … ({len(terms)} terms, of which {number} shown)"
        shown = further
    return shown[:longest] + (f" … ({len(terms)} terms)" if len(shown) > longest else "")


def listed(texts: Iterable[str]) -> str:
    """A list of formulas, or the word none."""
    return ", ".join(texts) or "none"


def _same(one: Any, other: Condition) -> bool:
    return bool(expand(gap(one) - gap(other)) == 0 and sign(one) == sign(other))


def _hints(
    division: Division,
    target: Expr,
    relations: Sequence[Any],
    given: Sequence[Condition],
    multiplier: Sequence[Condition],
    terms: Sequence[tuple[Any, Sequence[Condition], Any]] | None,
) -> Iterator[str]:
    yield from _weights(division, terms or ())
    if terms is not None:
        yield from _missing_term(division.remainder, given)
    yield from _missing_multiplier(division, target, given, multiplier, terms or ())
    known = set().union(*(r.free_symbols for r in relations), *(gap(x).free_symbols for x in given))
    alone = sorted(division.remainder.free_symbols - known, key=str)
    if alone:
        yield f"no relation or condition contains {listed(map(readable, alone))}: is its equation missing?"
    bare = set().union(*(r.free_symbols for r in relations)) if relations else set()
    later = [x for x in division.remainder.free_symbols - bare if x.name.endswith("_next")]
    if later:
        names = listed(map(readable, sorted(later, key=str)))
        yield f"no relation contains {names}: the one that says how the step makes it is missing"
    yield from _missing_relation(division.remainder)


def _value(term: tuple[Any, Sequence[Condition], Any]) -> Any:
    _, factors, square = term
    return prod([gap(factor) for factor in factors]) * sympify(square) ** 2


def _in_words(weight: Any, factors: Sequence[Condition], square: Any) -> str:
    return f"({weight}, [{', '.join(map(readable, factors))}], {readable(square)})"


def _weights(division: Division, terms: Sequence[tuple[Any, Sequence[Condition], Any]]) -> Iterator[str]:
    """A term of which there is too little or too much."""
    for weight, factors, square in terms:
        share = division.rest_of(_value((weight, factors, square)))
        ratio = (division.remainder / share).cancel() if share != 0 else None
        if ratio is None or not ratio.is_Rational:
            continue
        needed, term = weight + ratio, _in_words(weight, factors, square)
        if needed >= 0:
            yield f"with the weight {needed} the term {term} would make it come out"
        else:
            yield (
                f"it would come out with the weight {needed} for the term {term}, and a negative weight "
                "proves nothing: a sign or a constant of the statement is wrong"
            )


def _missing_term(remainder: Any, given: Sequence[Condition]) -> Iterator[str]:
    """What is left, as a product of given conditions and a square."""
    if number_of_terms(remainder) > _FACTORED_UP_TO:
        return
    number, powers = factor_list(remainder)
    factors, square, positive = [], sympify(1), number > 0
    for factor, power in powers:
        square *= factor ** (power // 2)
        if power % 2:
            ratios = [(x, (gap(x) / factor).cancel()) for x in given if sign(x) in (">", ">=")]
            found = next(((x, r) for x, r in ratios if r.is_Rational), None)
            if found is None:
                return
            factors.append(found[0])
            number, positive = number / abs(found[1]), positive == (found[1] > 0)
    term = _in_words(abs(number), factors, square)
    if positive:
        yield f"what is left is itself not negative: add the term {term} to terms="
    else:
        yield (
            f"what is left is minus the term {term}, which is not negative: a sign or a constant of the "
            "statement is wrong, or a weight too large"
        )


def _missing_relation(remainder: Any) -> Iterator[str]:
    """The longest factor of what is left, where it looks like an equation between several quantities."""
    if number_of_terms(remainder) > _FACTORED_UP_TO:
        return
    longest = max((factor for factor, _ in factor_list(remainder)[1]), key=number_of_terms, default=None)
    if longest is not None and number_of_terms(longest) >= _EQUATION:
        yield f"it would come out where {shortened(longest)} = 0: is such a relation missing?"


def _missing_multiplier(
    division: Division,
    target: Expr,
    given: Sequence[Condition],
    multiplier: Sequence[Condition],
    terms: Sequence[tuple[Any, Sequence[Condition], Any]],
) -> Iterator[str]:
    """Given conditions that may be divided out, by which both sides have to be multiplied first."""
    total = sum((weight * _value((weight, *rest)) for weight, *rest in terms), sympify(0))
    nonzero = [x for x in given if sign(x) in ((">",) if terms else (">", "!="))]
    choices: list[list[Condition]] = [[*multiplier, x] for x in nonzero]
    choices += [[*multiplier, x, y] for x in nonzero for y in nonzero]
    choices += [[*multiplier[:i], *multiplier[i + 1 :]] for i in range(len(multiplier))]
    for choice in choices:
        if division.rest_of(prod([gap(x) for x in choice]) * target - total) == 0:
            yield f"with multiplier=[{', '.join(map(readable, choice))}] it comes out"
