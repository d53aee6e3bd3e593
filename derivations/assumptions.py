"""What a certificate assumes, set against what its claim says that it assumes.

A claim states hypotheses; its words define symbols and make cases (``derivations.square.definitions`` and
its like).  Its certificate has systems with conditions, guards, initial conditions and relations, and
sequents with premises.  ``unstated`` lists what the certificate assumes and neither a hypothesis, nor a
definition, nor the model says: it is meant to be empty.

Of a state, a sequent may also assume what the same certificate has shown to hold always.  Polynomials are
compared up to a positive factor (an equation: up to any), and > gives ≥ and ≠.

An equation needs no words if it only names something: a symbol of which neither the model nor any
hypothesis or definition of the claim speaks, that it contains to the first degree, with a coefficient that
is never 0, and that no other equation of its system, or of its sequent, contains but those that it serves.
A running sum is named by two: one says where it starts, the other how it goes on.

Variables tied by σ or ℓ, starts, and what stays the same along a run are held against the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

from sympy import Expr, Ge, Gt, Le, Lt, Poly, Symbol, degree, expand, factor_list, sympify
from sympy.core.relational import Relational

from derivations import notation
from verifier.claim import Claim
from verifier.kernel import replay
from verifier.kernel.conditions import Always, Flow, Sequent
from verifier.kernel.replay import Replay
from verifier.kernel.ties import FUNCTIONS, Tie, ties_of

MODELS: Mapping[str, tuple[str, ...]] = {
    "square": ("derivations.square.system:MODEL",),
    "whitened": (
        "derivations.square.system:MODEL",
        "derivations.square.system:WHITENED",
        "derivations.square.update_maps:WHITENED",
    ),
    "logistic": ("derivations.logistic.samples:MODEL",),
    "planar": (
        "derivations.square.system:MODEL",
        "derivations.square.system:WHITENED",
        "derivations.logistic.system:MODEL",
    ),
}
"""What the symbols mean in a claim that says no more, in one for whitened data, and in a planar one."""
WEAKER = {">": (">", ">=", "!="), ">=": (">=",), "=": ("=", ">="), "!=": ("!=",)}
"""What each sign gives."""

MOVING = {"a", "c", "s", "N", "alpha", "p", "q"}
"""A system in which one of them moves is about a run, not about the samples at one time."""
CONSTANTS = {"h"}
"""What the model speaks of and no run changes."""

_RELATIONS = {">": Gt, ">=": Ge, "<": Lt, "<=": Le}
_RELATION, _NAME = re.compile(r"(>=|<=|>|<|=)"), re.compile(r"[A-Za-z_]\w*")

Said = tuple[Expr, str]
"""A polynomial, normalized, and its sign."""


@dataclass(frozen=True)
class Assumed:
    """One thing that a certificate assumes: where, how it reads, and what would say it."""

    where: str
    text: str
    said: tuple[Said, ...]
    of_a_fact: bool = False
    """not of a system: then what has been shown of every state may be assumed"""
    key: str = ""
    """in which list of the system it stands; or "sequent" """
    state: tuple[str, ...] = ()
    """the variables of the system that move"""

    @property
    def polynomial(self) -> Expr:
        """What has the sign, as it stands in the certificate."""
        return self.said[0][0]

    @property
    def polynomial_is_zero(self) -> bool:
        """Whether this is an equation."""
        return self.said[0][1] == "="

    @property
    def names_things(self) -> bool:
        """Whether it may be there to name something: no condition may, and no premise on a state."""
        return self.key in ("instant", "relations", "initial", "sequent")

    @property
    def scope(self) -> str:
        """The sequent, or the system."""
        return self.where.removesuffix(f", {self.key}")

    def base(self, symbol: Symbol) -> str:
        """The name of a symbol, in a system also of its next value and of its first one."""
        x: str = symbol.name
        if x.endswith("_next") and x.removesuffix("_next") in self.state:
            return x.removesuffix("_next")
        return x[:-1] if x.endswith("0") and x[:-1] in self.state else x

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"


def unstated(claim: Claim, certificate: Any) -> list[str]:
    """What ``certificate`` assumes beyond the hypotheses and definitions of ``claim`` and the model."""
    theory = model_of(claim)
    known = {*declared(claim), *model(theory)}
    spoken_of = {*vocabulary(theory), *(x for polynomial, _ in declared(claim) for x in names(polynomial))}
    assumed, shown = assumptions(certificate)
    left = [one for one in assumed if not (known | shown if one.of_a_fact else known) & {*one.said}]
    named = set().union(*(naming(scope, spoken_of, known) for scope in _scopes(left)))
    return [*(str(one) for one in left if one not in named), *unstated_ties(claim, certificate)]


def unstated_ties(claim: Claim, certificate: Any) -> list[str]:
    """What it ties by σ or ℓ, starts, or keeps the same beyond the definitions and the model.

    ``TIES`` of the theory's definitions says what is tied.  A start has the name of its variable, with a 0;
    and no run keeps the same what the model speaks of, but for h.
    """
    theory = model_of(claim)
    module = import_module(f"derivations.{claim.id.partition('.')[0]}.definitions")
    of_a_run = {x for polynomial, _ in model(theory) for x in names(polynomial)} - CONSTANTS
    accepted = replay(certificate)
    facts = [accepted.facts[name] for name in accepted.concludes]
    used = {getattr(fact, key) for fact in facts for key in ("system", "into") if hasattr(fact, key)}
    found: list[str] = []
    for entry in certificate["systems"]:
        where = f"system {entry['name']}"
        if entry["name"] in used:
            ties = [Tie(function, *pair) for function in FUNCTIONS for pair in entry.get(function, ())]
            found += [f"{where}: {tie}" for tie in ties if (tie.argument, tie.value) not in module.TIES]
            found += [f"{where}: {x} starts from {y}" for x, y in entry["origin"].items() if y != f"{x}0"]
            held = of_a_run.intersection(entry["parameters"]) if MOVING & {*entry["next"]} else ()
            found += [f"{where}: {x} stays the same" for x in sorted(held)]
    for fact in facts:
        ties = [tie for point in getattr(fact, "points", ()) for tie in ties_of(point)]
        for tie in (*ties, *getattr(fact, "ties", ())):
            if (tie.argument, tie.value) not in module.TIES:
                found.append(f"fact {fact.name}: {tie}")
    return found


def declared(claim: Claim) -> Iterator[Said]:
    """What the claim's hypotheses and definitions say, with all that is weaker."""
    for hypothesis in claim.hypotheses:
        for condition in hypothesis.conditions:
            yield from _with_weaker(condition)
    for text in definitions(claim.id).values():
        for condition in text.split(";"):
            yield from _with_weaker(_written(condition))


def definitions(claim_id: str) -> Mapping[str, str]:
    """What the claim's symbols and premises stand for: the words, and the conditions they are."""
    found: Mapping[str, Mapping[str, str]] = import_module(
        f"derivations.{claim_id.partition('.')[0]}.definitions"
    ).DEFINITIONS
    return found.get(claim_id, {})


def _written(condition: str) -> Any:
    """``a >= b``, ``a < b`` or ``a = b`` as a relational, or as a polynomial that is 0."""
    sides = _RELATION.split(condition)
    if len(sides) != 3:
        raise ValueError(f"not a condition: {condition!r}")
    left, right = (_read(side) for side in (sides[0], sides[2]))
    return left - right if sides[1] == "=" else _RELATIONS[sides[1]](left, right, evaluate=False)


def _read(text: str) -> Expr:
    return sympify(text, locals={x: Symbol(x, real=True) for x in _NAME.findall(text)})


def model_of(claim: Claim) -> str:
    """Which model the claim is about: only one that says so is for whitened data, or planar."""
    theory = claim.id.partition(".")[0]
    if theory == "logistic":
        said = (claim.section("Statement"), claim.section("Hypotheses"))
        return "planar" if any(text.startswith("Planar") for text in said) else theory
    whitened = [one.without.lower() for one in claim.hypotheses if one.text.startswith("whitened data")]
    return "whitened" if any(not text.startswith("not needed") for text in whitened) else theory


@lru_cache
def model(theory: str) -> frozenset[Said]:
    """What the theory's modules say of its symbols, with all that is weaker."""
    places = [source.split(":") for source in MODELS[theory]]
    entries = [entry for module, name in places for entry in getattr(import_module(module), name)]
    return frozenset(said for entry in entries for said in _with_weaker(entry))


@lru_cache
def vocabulary(theory: str) -> frozenset[str]:
    """The symbols that the theory speaks of, so that no equation may use them to name something."""
    spoken = (x for polynomial, _ in model(theory) for x in names(polynomial))
    return frozenset(spoken) | {x.name for x in vars(notation).values() if isinstance(x, Symbol)}


def names(polynomial: Expr) -> set[str]:
    """The symbols in it, those of the start and of the next state under their own name."""
    return {_base(x.name) for x in polynomial.free_symbols}


def _base(name: str) -> str:
    stem = name.removesuffix("_next")
    return stem[:-1] if stem.endswith("0") and len(stem) > 1 else stem


def _scopes(assumed: Iterable[Assumed]) -> Iterator[list[Assumed]]:
    """The equations among them that must name different things: of each sequent, and of each system."""
    scopes: dict[str, list[Assumed]] = {}
    for one in assumed:
        if one.polynomial_is_zero and one.names_things:
            scopes.setdefault(one.scope, []).append(one)
    return iter(scopes.values())


def naming(equations: Iterable[Assumed], spoken_of: set[str], known: set[Said]) -> set[Assumed]:
    """Those of one scope that only name something, the last that is named first.

    A symbol that no other equation contains is named by the one that does, and that equation says nothing
    of the rest.  In a system x, x at the start and x_next are one symbol.
    """
    left, named = [*equations], set[Assumed]()
    while True:
        about: dict[str, list[Assumed]] = {}
        for one in left:
            for x in {one.base(symbol) for symbol in one.polynomial.free_symbols}:
                about.setdefault(x, []).append(one)
        free = (x for x in about if _base(x) not in spoken_of and _only_name(x, about[x], known))
        given = next(free, None)
        if given is None:
            return named
        named |= {*about[given]}
        left = [one for one in left if one not in named]


def _only_name(x: str, equations: list[Assumed], known: set[Said]) -> bool:
    """Whether they are one that gives x; or one that gives its next value, one its first, or both."""
    keys = sorted(one.key for one in equations)
    if len(equations) > 1 and keys != ["initial", "relations"]:
        return False
    return all(_gives(one, x, known) for one in equations)


def _gives(one: Assumed, x: str, known: set[Said]) -> bool:
    """Whether the equation has one solution x, whatever the rest is: by a coefficient that is never 0.

    What stays the same in a system is given only by what stays the same.
    """
    forms = [y for y in one.polynomial.free_symbols if one.base(y) == x]
    if one.key == "relations" and len(forms) > 1:
        forms = [y for y in forms if y.name.endswith("_next")]
    if len(forms) != 1 or not _linear(one.polynomial, forms[0]):
        return False
    moving = {*one.state, *(f"{y}_next" for y in one.state)}
    parameter = one.state and x not in one.state and one.key != "initial"
    if parameter and any(y.name in moving for y in one.polynomial.free_symbols):
        return False
    return _never_zero(_linear(one.polynomial, forms[0]), known)


@cache
def _linear(polynomial: Expr, x: Symbol) -> Expr:
    """The coefficient of x in a polynomial of the first degree in it; 0 in any other."""
    return Poly(polynomial, x).LC() if degree(polynomial, x) == 1 else sympify(0)


def _never_zero(coefficient: Expr, known: set[Said]) -> bool:
    """Whether each factor is a number other than 0, or said to be other than 0."""
    number, factors = factor_list(coefficient)
    return bool(number != 0) and all(normalized(factor, "!=") in known for factor, _ in factors)


def unused(claim: Claim, certificate: Any) -> list[str]:
    """Conditions of the claim's hypotheses and definitions that ``certificate`` does not assume."""
    assumed = {said for one in assumptions(certificate)[0] for said in one.said}
    stated = [(str(x), {*_with_weaker(x)}) for one in claim.hypotheses for x in one.conditions]
    for text in definitions(claim.id).values():
        stated += [(x.strip(), {*_with_weaker(_written(x))}) for x in text.split(";")]
    return [text for text, said in stated if not assumed & said]


def assumptions(certificate: Any) -> tuple[list[Assumed], set[Said]]:
    """What the concluded facts of an accepted certificate rest on, each once, and what it shows always."""
    accepted = replay(certificate)
    read = _Reader(certificate["variables"])
    found: list[Assumed] = []
    used: dict[str, None] = {}
    steps = {step["name"]: step for step in certificate["steps"]}
    states = {entry["name"]: [*entry["next"]] for entry in certificate["systems"]}
    for name in accepted.concludes:
        fact = accepted.facts[name]
        if isinstance(fact, Sequent):
            continue
        found += _premises(name, fact, accepted, steps, states, read)
        used |= {getattr(fact, key): None for key in ("system", "into") if hasattr(fact, key)}
    for entry in certificate["systems"]:
        if entry["name"] in used:
            found += _of_system(entry, read)
    always = {
        said
        for fact in accepted.facts.values()
        if isinstance(fact, Always) and fact.system in used
        for condition in fact.conditions
        for said in _weakened(read(condition.text), condition.sign)
    }
    for name in accepted.concludes:
        fact = accepted.facts[name]
        if isinstance(fact, Sequent):
            found += _of_sequent(name, fact, read)
    return [*dict.fromkeys(found)], always


class _Reader:
    """Reads the polynomials of one certificate."""

    def __init__(self, names: Iterable[str]) -> None:
        self._symbols = {name: Symbol(name, real=True) for name in names}

    def __call__(self, text: str) -> Expr:
        return sympify(text, locals=self._symbols)

    def assumed(
        self,
        where: str,
        text: str,
        sign: str,
        *,
        start: Iterable[str] = (),
        key: str = "",
        state: Iterable[str] = (),
    ) -> Assumed:
        """An assumption on this state, also said of the next one; with ``start`` also of time 0."""
        polynomial = self(text)
        forms = [polynomial, _stripped(polynomial)]
        if start := [*start]:
            forms.append(polynomial.subs({self._symbols[x]: Symbol(f"{x}0", real=True) for x in start}))
        said = tuple(normalized(form, sign) for form in forms)
        return Assumed(where, f"{text} {sign} 0", said, where.startswith("fact "), key, tuple(state))


def _of_system(entry: Any, read: _Reader) -> Iterator[Assumed]:
    where = f"system {entry['name']}"
    for key in ("conditions", "guards"):
        yield from (read.assumed(f"{where}, {key}", *condition) for condition in entry[key])
    for condition in entry["initial"]:
        yield read.assumed(
            f"{where}, initial", *condition, start=entry["next"], key="initial", state=entry["next"]
        )
    for key in ("instant", "relations"):
        for relation in entry[key]:
            yield read.assumed(f"{where}, {key}", relation, "=", key=key, state=entry["next"])


def _of_sequent(name: str, fact: Sequent, read: _Reader) -> Iterator[Assumed]:
    where = f"fact {name}"
    yield from (read.assumed(where, condition.text, condition.sign) for condition in fact.given)
    yield from (read.assumed(where, relation, "=", key="sequent") for relation in fact.modulo)


def _premises(
    name: str,
    fact: Any,
    accepted: Replay,
    steps: Mapping[str, Any],
    states: Mapping[str, list[str]],
    read: _Reader,
) -> Iterator[Assumed]:
    """What a fact about a system supposes of a time; a solved one, what the fact that it solves does."""
    where = f"fact {name}"
    if "fact" in steps[name]:
        cited = steps[name]["fact"]
        yield from _premises(name, accepted.facts[cited], accepted, {**steps, name: {}}, states, read)
    for key in ("assumed", "event", "throughout"):
        for condition in getattr(fact, key, ()):
            pair = condition if isinstance(fact, Flow) else (condition.text, condition.sign)
            yield read.assumed(where, *pair)
    for condition in getattr(fact, "start", ()):
        yield read.assumed(where, condition.text, condition.sign, start=states[fact.system])


def _with_weaker(entry: Any) -> Iterator[Said]:
    """A condition, or a polynomial that is 0, with all that it gives."""
    if not isinstance(entry, Relational):
        yield from _weakened(sympify(entry), "=")
    elif entry.rel_op in ("<", "<="):
        yield from _weakened(entry.rhs - entry.lhs, entry.rel_op.replace("<", ">"))
    else:
        yield from _weakened(entry.lhs - entry.rhs, "=" if entry.rel_op == "==" else entry.rel_op)


def _weakened(polynomial: Expr, sign: str) -> Iterator[Said]:
    return (normalized(polynomial, weaker) for weaker in WEAKER[sign])


@cache
def normalized(polynomial: Expr, sign: str) -> Said:
    """The polynomial up to a positive factor; for an equation or ≠ up to any."""
    _, primitive = expand(polynomial).primitive()
    if sign in ("=", "!=") and primitive.could_extract_minus_sign():
        primitive = -primitive
    return expand(primitive), sign


def _stripped(polynomial: Expr) -> Expr:
    """The same of this state, if it is about the next one alone."""
    later = [x for x in polynomial.free_symbols if x.name.endswith("_next")]
    now = {x: Symbol(x.name.removesuffix("_next"), real=True) for x in later}
    return polynomial if polynomial.free_symbols & {*now.values()} else polynomial.subs(now)
