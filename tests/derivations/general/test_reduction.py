"""For whitened data each claim of the general theory is its namesake, or says more.

Correctness criterion: put A = G = s², B = 0, X = N, ℓ = L = 1 into what the certificate concludes.  All
that it then supposes is what the namesake's certificate supposes, or what whitened data give, or true of
numbers, or that the direction is off target; and all that the namesake concludes, it concludes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import pytest
from sympy import Expr, Poly, Symbol, expand, sympify
from sympy import sign as sympy_sign

from derivations.direction.system import COSINE, NORM, ROOT, SINE, UNIT_CIRCLE
from derivations.notation import N, at_next, c, k, s
from derivations.square.model.system import LAMBDA, SCALE
from tests.derivations.derived import accepted_of

Said = tuple[Expr, str]
WEAKER = {">": (">", ">=", "!="), ">=": (">=",), "=": ("=", ">="), "!=": ("!=",)}
WHITENED = {"A_turn": "s**2", "B_turn": "0", "G_turn": "s**2", "X_norm": "N", "L_high": "1", "l_low": "1"}
"""What the numbers of a step are for Σ = I."""
MODEL = [(one, "=") for one in (UNIT_CIRCLE, LAMBDA, ROOT, COSINE, SINE, NORM, SCALE)]
"""How whitened data move, whatever the claim."""
PAIRS = [
    *(
        ("rising-criterion", name, name)
        for name in (
            *("margin positive, direction rises", "direction rises, margin positive"),
            *("margin zero, direction keeps its angle", "direction keeps its angle, margin zero"),
        )
    ),
    ("no-rising-edge", "saturated run, margin", "saturated run, margin"),
    ("no-rising-edge", "the direction never rises", "the direction never rises"),
    ("waiting-time-lower", "every rise is late", "run, every rise is late"),
    ("waiting-time-lower", "waiting time", "waiting time"),
    ("cone-invariance", "gentle run, cone", "run, cone"),
    ("cone-invariance", "gentle run, lambda", "run, lambda"),
    ("cone-invariance", "unsigned run, Euclidean norm", "unsigned run, N at least its start"),
    ("cone-invariance", "capped scale, cap", "capped scale, cap"),
]
"""A claim, its fact, and that of its namesake."""


@cache
def read(text: str) -> Expr:
    """The polynomial for Σ = I, on the unit circle."""
    names = {x: Symbol(x, real=True) for x in _names(text)}
    put = {
        Symbol(f"{x}{end}", real=True): sympify(value, {**names, **_symbols(value)}).subs(
            {Symbol(y, real=True): Symbol(f"{y}{end}", real=True) for y in ("s", "N")}
        )
        for x, value in WHITENED.items()
        for end in ("", "0", "_next")
    } | {Symbol("prod_0", real=True): 1}
    return circled(sympify(text, names).subs(put, simultaneous=True))


def _names(text: str) -> list[str]:
    return [x.name for x in sympify(text, {x: Symbol(x) for x in ("E", "N", "S", "Q")}).free_symbols]


def _symbols(text: str) -> dict[str, Symbol]:
    return {x: Symbol(x, real=True) for x in ("s", "N") if x in text}


def circled(polynomial: Expr) -> Expr:
    """With 1 − c² for s², at all times."""
    turned = expand(polynomial)
    for end in ("", "0", "_next"):
        sine, cosine = (Symbol(f"{x}{end}", real=True) for x in "sc")
        turned = expand(turned).replace(
            lambda e, sine=sine: e.is_Pow and e.base == sine and e.exp >= 2,
            lambda e, sine=sine, cosine=cosine: (1 - cosine**2) ** (e.exp // 2) * sine ** (e.exp % 2),
        )
    return expand(turned)


@cache
def key(polynomial: Expr) -> Any:
    """The polynomial up to a positive number."""
    if polynomial.is_number:
        return polynomial
    terms = Poly(polynomial, *sorted(polynomial.free_symbols, key=str)).terms()
    names = tuple(sorted(map(str, polynomial.free_symbols)))
    return names, tuple((powers, factor / abs(terms[0][1])) for powers, factor in terms)


def same(one: Expr, other: Expr) -> bool:
    """Up to a positive number, or, as the direction is off target, to s²."""
    return any(
        key(x) == key(y)
        for x, y in ((one, other), (expand((1 - c**2) * one), other), (one, expand((1 - c**2) * other)))
    )


def said(entry: Any) -> Any:
    """A condition; a tie as it is, for Σ = I."""
    if isinstance(entry, Mapping):
        return entry["tie"], tuple(map(read, entry["of"])), read(entry["value"])
    return read(entry[0]), entry[1]


def follows(wanted: Any, known: Iterable[Any]) -> bool:
    """Whether it is true of a number, or known."""
    if len(wanted) == 3:
        return wanted in [*known]
    polynomial, sign = wanted
    if polynomial.is_number:
        value = int(sympy_sign(polynomial))
        return {">": value > 0, ">=": value >= 0, "=": value == 0, "!=": value != 0}[sign]
    return any(
        len(one) == 2 and sign in WEAKER[one[1]]
        and (same(one[0], polynomial) or (sign == "=" and same(-one[0], polynomial)))
        for one in known
    )  # fmt: skip


def supposed(fact: Mapping[str, Any]) -> list[Any]:
    """All that a fact supposes: of a state or step, of its system, of its start."""
    system = fact.get("along", {})
    places = (fact["given"], *(system.get(key, ()) for key in ("always", "step", "start")))
    return [said(entry) for place in places for entry in place]


def unproved(general: Mapping[str, Any], whitened: Mapping[str, Any]) -> list[Any]:
    """What of the namesake's fact does not follow from the general one for Σ = I."""
    after = {x: at_next(x) for x in (c, s)}
    model = [*MODEL, (UNIT_CIRCLE.subs(after, simultaneous=True), "="), (k, ">"), (N, ">")]
    known = [*((circled(one), sign) for one, sign in model), *supposed(whitened)]
    for fact in (general, whitened):
        for ghost, sequence in fact.get("along", {}).get("ghosts", {}).items():
            assert ghost != "prod_0" or sequence == {"start": "1", "next": "prod_0"}
    missing = [one for one in supposed(general) if not follows(one, known)]
    concluded = [*map(said, general["then"]), *known]
    return [*missing, *(one for one in map(said, whitened["then"]) if not follows(one, concluded))]


def facts_of(theory: str, claim: str) -> Mapping[str, Any]:
    accepted = accepted_of(f"{theory}.{claim}")
    assert accepted is not None
    return accepted.concludes


@pytest.mark.parametrize(("claim", "general", "whitened"), PAIRS, ids=[f"{x}: {y}" for x, y, _ in PAIRS])
def test_it_reduces_to_its_namesake(claim: str, general: str, whitened: str) -> None:
    """The namesake's fact follows from the general one, by substitution."""
    assert unproved(facts_of("general", claim)[general], facts_of("square", claim)[whitened]) == []


def test_the_substitution_matters(monkeypatch: pytest.MonkeyPatch) -> None:
    """With B = s² in place of 0 the criterion is not that for whitened data."""
    read.cache_clear()
    monkeypatch.setitem(WHITENED, "B_turn", "s**2")
    name = "margin positive, direction rises"
    try:
        both = (facts_of(theory, "rising-criterion")[name] for theory in ("general", "square"))
        assert unproved(*both) != []
    finally:
        read.cache_clear()
