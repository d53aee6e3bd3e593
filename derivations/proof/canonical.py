"""Relations of a statement in the form in which they are compared: see ``verifier.statement``.

A relation between rational expressions becomes a sign condition on a polynomial: denominators are cleared
where their sign is known.  (1 − h)^t and Π ρ become variables named after what is raised or multiplied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache, reduce
from operator import add, mul
from typing import Any

from sympy import (
    Add,
    Eq,
    Expr,
    Function,
    Ge,
    Integer,
    Le,
    Max,
    Min,
    Mul,
    Pow,
    Rational,
    Symbol,
    factor_list,
    fraction,
    log,
    sympify,
    together,
)
from sympy.core.relational import Relational

from derivations.notation import at_start, t
from derivations.proof.conditions import gap, sign
from derivations.proof.family import FUNCTIONS, Family
from derivations.symbols import symbol, unprinted
from verifier.sequences import COUNT as HAPPENED
from verifier.sequences import EARLY
from verifier.statement.polynomials import Polynomials, Said
from verifier.statement.vocabulary import COUNT, TIME, named, of_event

count = symbol("n_steps", "n", "n", "number of the steps that count, at least 1")


class so_far_product(Function):
    """Π ratio over the steps so far: the argument is the ratio at a step."""

    nargs = 1

    def _latex(self, printer: Any) -> str:
        return rf"\prod_{{k<t}}\left({printer._print(self.args[0])}\right)"

    def _sympystr(self, printer: Any) -> str:
        return f"Π_(k<t)({printer._print(self.args[0])})"


class _Steps(Function):
    """How many of the steps so far: the arguments are conditions."""

    kind, words = "", ""

    def _latex(self, printer: Any) -> str:
        conditions = r",\ ".join(map(printer._print, self.args))
        return rf"\#\{{k<t: {self.words_tex(conditions)}\}}"

    def _sympystr(self, printer: Any) -> str:
        return f"#(k<t: {self.words}{', '.join(map(printer._print, self.args))})"

    def words_tex(self, conditions: str) -> str:
        return rf"\text{{{self.words}}}{conditions}" if self.words else conditions


class steps_with(_Steps):
    """How many steps so far have these conditions."""

    kind = HAPPENED


class steps_before(_Steps):
    """How many steps so far come before the first with these conditions."""

    kind, words = EARLY, "before "


@dataclass(frozen=True)
class Budget:
    """X_0 · Π growth < cap, the product over all steps that count but the last."""

    quantity: Expr
    growth: Expr
    cap: Expr

    def shown(self, form: Callable[[Any], str], latex: bool) -> str:
        product = r"\prod\left(" if latex else "Π("
        closed = r"\right) < " if latex else ") < "
        return f"{form(at_start(self.quantity))} {product}{form(self.growth)}{closed}{form(self.cap)}"


@lru_cache(maxsize=256)
def _over(names: tuple[str, ...]) -> Polynomials:
    return Polynomials(names)


def _reader(*expressions: Any) -> Polynomials:
    return _over(tuple(sorted({x.name for e in expressions for x in sympify(e).free_symbols})))


def exact(expression: Any) -> str:
    """The one text of a polynomial; ``ValueError`` for what is none."""
    reader = _reader(expression)
    return reader.written(_value(sympify(expression), reader.ring))


def _value(expression: Expr, ring: Any) -> Any:
    """The polynomial in the ring; ``ValueError`` for what is none."""
    match expression:
        case Symbol():
            return ring.variable(expression.name)
        case Rational():
            return ring.constant(Fraction(expression.p, expression.q))
        case Add():
            return reduce(add, (_value(one, ring) for one in expression.args))
        case Mul():
            return reduce(mul, (_value(one, ring) for one in expression.args))
        case Pow(exp=Integer(p=power)) if power >= 0:
            return _value(expression.base, ring) ** power
    raise ValueError(f"{expression} is no polynomial")


def said(relation: Any, known: frozenset[Said] = frozenset()) -> Said:
    """The condition that a relation is; a bare polynomial is 0.

    ``known`` says which denominators are positive.  Raises ``ValueError`` for what is no condition.
    """
    # What has no denominator is read once, whatever is known.
    return _said(relation, frozenset() if _is_whole(relation) else known)


@lru_cache(maxsize=65536)
def _is_whole(relation: Any) -> bool:
    return _polynomial(_with_powers(_apart(relation)[0]))


def _apart(relation: Any) -> tuple[Expr, str]:
    """The expression that has the sign, and the sign."""
    return (relation, "=") if isinstance(relation, Expr) else (gap(relation), sign(relation))


@lru_cache(maxsize=65536)
def _said(relation: Any, known: frozenset[Said]) -> Said:
    expression, its_sign = _apart(relation)
    cleared = _cleared(_with_powers(expression), its_sign, known)
    reader = _reader(cleared)
    return reader.of(_value(cleared, reader.ring), its_sign)


def _with_powers(expression: Expr) -> Expr:
    """With variables for what is raised to the power t, and for products over the steps so far."""
    found: dict[Expr, Expr] = {}
    for power in expression.atoms(Pow):
        if t in power.exp.free_symbols:
            times = power.exp / t
            if not times.is_Integer:
                raise ValueError(f"{power} is no power of the form ρ^t")
            ratio = exact(fraction_free(power.base**times))
            found[power] = unprinted(named("power", ratio), f"({ratio})^t")
    for product in expression.atoms(so_far_product):
        ratio = exact(product.args[0])
        found[product] = unprinted(named("product", ratio), f"the product of {ratio} so far")
    for steps in expression.atoms(_Steps):
        conditions = [said(one) for one in steps.args]
        found[steps] = unprinted(of_event(steps.kind, conditions), f"the number of steps: {steps}")
    return expression.xreplace(found)


def fraction_free(expression: Expr) -> Expr:
    """The expression, which must be a polynomial."""
    if not expression.is_polynomial(*expression.free_symbols):
        raise ValueError(f"{expression} is no polynomial: name it in `where`")
    return expression


def _cleared(expression: Expr, its_sign: str, known: frozenset[Said]) -> Expr:
    whole = _polynomial(expression)
    above, below = (expression, sympify(1)) if whole else fraction(together(expression))
    number, factors = factor_list(below)
    for factor, times in factors:
        harmless = its_sign in ("=", "!=") or times % 2 == 0
        if not _is_known(factor, "!=" if harmless else ">", known):
            what = "not 0" if harmless else "positive"
            raise ValueError(f"nothing says that the denominator {factor} is {what}")
    return fraction_free(above / number) if factors or number != 1 else fraction_free(above)


def _polynomial(expression: Expr) -> bool:
    return bool(expression.is_polynomial(*expression.free_symbols))


def _is_known(factor: Expr, its_sign: str, known: frozenset[Said]) -> bool:
    wanted, squared = (
        _reader(factor).of(_value(power, _reader(factor).ring), its_sign) for power in (factor, factor**2)
    )
    return any(weaker in (wanted, squared) and (weaker == wanted or its_sign == "!=") for one in known
               for weaker in one.with_weaker)  # fmt: skip


@lru_cache(maxsize=65536)
def canonical_part(part: Any, known: frozenset[Said]) -> dict[str, Any]:
    """One part as JSON: conditions, bounds, budgets and ties, each list in order."""
    premises = frozenset(said(relation) for relation in (*part.given, *part.throughout) if _plain(relation))
    known = known | premises
    where, gives, ties = _definitions(part.where)
    bounds = [bound for relation in part.then if (bound := _bound(relation))]
    budgets = [relation for relation in part.then if isinstance(relation, Budget)]
    then = [x for x in part.then if not isinstance(x, Budget) and not _bound(x)]
    family = {"family": _family(part.samples)} if part.samples else {}
    return family | {
        "holds": part.holds,
        "given": _listed(said(relation, known) for relation in part.given),
        "throughout": _listed(said(relation, known) for relation in part.throughout),
        "where": where,
        "gives": gives,
        "ties": ties,
        "then": _listed(said(relation, known) for relation in then),
        "bounds": bounds,
        "budgets": [[exact(x.quantity), exact(x.growth), exact(x.cap)] for x in budgets],
    }


@lru_cache(maxsize=4096)
def _family(family: Family) -> dict[str, Any]:
    """What is supposed of each sample, and what has which mean."""
    ties = [tie for one in family.values for tie in _defined(one.lhs, one.rhs)[2]]
    return {
        "samples": [x.name for x in family.samples],
        "each": _listed(map(said, family.each)),
        "ties": [[*tie] for tie in sorted(ties)],
        "means": sorted([exact(mean), exact(of)] for mean, of in family.means),
    }


@lru_cache(maxsize=65536)
def _plain(relation: Any) -> bool:
    return _polynomial(gap(relation))


def _listed(conditions: Iterable[Said]) -> list[list[str]]:
    return [[*one] for one in sorted({*conditions})]


def _definitions(where: Iterable[Any]) -> tuple[Any, Any, Any]:
    """Conditions that definitions are, others that they give, and ties by σ and ℓ."""
    own: list[Said] = []
    gives: list[Said] = []
    ties: list[tuple[str, str, str]] = []
    for one in where:
        if not isinstance(one, Relational):
            own.append(said(one))
        elif isinstance(one, Eq) and isinstance(one.lhs, Symbol):
            defined, given, tied = _defined(one.lhs, one.rhs)
            own, gives, ties = [*own, *defined], [*gives, *given], [*ties, *tied]
        else:
            own.append(said(one))
    return _listed(own), _listed(gives), sorted(ties)


@lru_cache(maxsize=4096)
def _defined(name: Symbol, value: Expr) -> tuple[list[Said], list[Said], list[tuple[str, str, str]]]:
    """A maximum is at least what it is of; a root is what its square says, and not negative."""
    function = FUNCTIONS.get(type(value).__name__)
    if function:
        return [], [], [(function, exact(value.args[0]), name.name)]
    if isinstance(value, (Max, Min)):
        kind = Ge if isinstance(value, Max) else Le
        return [said(kind(name, one, evaluate=False)) for one in value.args], [], []
    if isinstance(value, Pow) and value.exp == sympify(1) / 2:
        squared = said(fraction(together(name**2 - value.base))[0])
        return [squared], [said(Ge(name, 0, evaluate=False))], []
    return [said(fraction(together(name - value))[0])], [], []


def _bound(relation: Any) -> dict[str, str] | None:
    """A bound of t, or of ν − 1, by a quotient of logarithms."""
    if not isinstance(relation, Relational) or not relation.has(log):
        return None
    for variable, shifted in ((t, 0), (count, 1)):
        if relation.lhs == variable - shifted:
            above, below = fraction(together(relation.rhs))
            (one,) = below.atoms(log)
            (other,) = above.atoms(log)
            factor = above / other * one / below
            if factor not in (1, -1):
                raise ValueError(f"{relation} is no bound by one quotient of logarithms")
            argument = other.args[0] if factor == 1 else 1 / other.args[0]
            numerator, denominator = fraction(together(argument))
            name = TIME if variable == t else COUNT
            pair = {"numerator": exact(numerator), "denominator": exact(denominator)}
            return {"variable": name, "sign": relation.rel_op, **pair, "base": exact(one.args[0])}
    raise ValueError(f"{relation} is no bound of t or of ν − 1")
