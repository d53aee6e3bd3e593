"""Points at which all premises of a system or fact hold at once: found by a search, and checked.

A witness is a choice of some variables, in rational numbers; the equations and ties make the others of
them.  Where that takes no root of a number that is no square, and no σ or ℓ, the point is rational, and its
premises are checked exactly.  Any other is computed in balls: a sign is certain then, and an equation
encloses 0.

    python -m tests.derivations.witnesses                  searches for those that are missing or wrong
    python -m tests.derivations.witnesses square.edge …    only in these claims
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import isqrt
from pathlib import Path
from random import Random
from typing import Any
from zlib import crc32

from flint import arb

from tests.derivations.premises import Premises, Terms, Tie, premises
from verifier.arithmetic.balls import ball, precision

FILE = Path(__file__).with_name("witnesses.json")
BITS = 400
CLOSE = Fraction(1, 10**40)
TRIALS = 600
_TIED = "(the value of a function)"
Choice = Mapping[str, str]
"""Rational numbers by variable, as text; of "-x" that the root taken for x is the negative one."""


class Contradiction(Exception):
    """The premises do not hold together at this point."""


class Exact:
    """Rational numbers."""

    number = staticmethod(Fraction)

    def root(self, x: Fraction) -> Fraction:
        """Raises ``Contradiction`` where the root is not rational."""
        parts = (isqrt(max(x.numerator, 0)), isqrt(x.denominator))
        if x < 0 or parts[0] ** 2 != x.numerator or parts[1] ** 2 != x.denominator:
            raise Contradiction(f"the root of {x}")
        return Fraction(*parts)

    def tied(self, function: str, *x: Fraction) -> Fraction:
        if function == "power" and x[1].denominator == 1 and x[1] >= 0:
            return x[0] ** int(x[1])
        raise Contradiction(f"{function} of {x}")

    def holds(self, x: Fraction, sign: str) -> bool:
        return {">": x > 0, ">=": x >= 0, "!=": x != 0, "=": x == 0}[sign]


class Balls:
    """Balls of ``BITS``; an equality holds if it encloses 0 to within ``CLOSE``."""

    number = staticmethod(ball)

    def root(self, x: arb) -> arb:
        """Raises ``Contradiction`` where x is not known to be positive."""
        if not x > 0:
            raise Contradiction(f"the root of {x}")
        return x.sqrt()

    def tied(self, function: str, *x: arb) -> arb:
        """Raises ``Contradiction`` where the logarithm, or the power, is not known to have a value."""
        if function == "power" and x[1].is_integer() and x[1] >= 0:
            return x[0] ** x[1]
        if function == "power" or (function == "ln" and not x[0] > 0):
            raise Contradiction(f"{function} of {x}")
        if function == "ln":
            return x[0].log()
        inverse = 1 + (-x[0]).exp()
        return 1 / inverse if function == "sigma" else inverse.log()

    def holds(self, x: arb, sign: str) -> bool:
        zero = bool(x.contains(0) and x.abs_upper() < ball(CLOSE))
        return {">": x > 0, ">=": x > 0 or zero, "!=": x > 0 or x < 0, "=": zero}[sign]


def value(terms: Terms, point: Mapping[str, Any], kind: Any, but: str = "") -> dict[int, Any]:
    """The coefficients of a polynomial in the variable ``but``; all other variables are at ``point``."""
    found: dict[int, Any] = {}
    for number, powers in terms:
        product, degree = kind.number(number), 0
        for name, power in powers:
            if name == but:
                degree = power
            else:
                product = product * point[name] ** power
        found[degree] = found.get(degree, kind.number(0)) + product
    return found


def complete(stated: Premises, point: dict[str, Any], choice: Choice, kind: Any) -> None:
    """Add every variable that an equation of the first or second degree, or a tie, makes of the others."""
    before = -1
    while before < len(point):
        before = len(point)
        tied = [tie for tie in stated.ties if not _unknown(tie, point) and _open(tie.value, point)]
        made = [[*tie.value, (-1, [(_TIED, 1)])] for tie in tied]
        values = {id(terms): _tied(tie, point, kind) for tie, terms in zip(tied, made, strict=True)}
        for terms in [*stated.equations, *made]:
            there = {**point, _TIED: values[id(terms)]} if id(terms) in values else point
            if len(unknown := _open(terms, there)) == 1:
                (name,) = unknown
                found = _solution(value(terms, there, kind, name), f"-{name}" in choice, kind)
                if found is not None:
                    point[name] = found


def _open(terms: Terms, point: Mapping[str, Any]) -> set[str]:
    """The variables of a polynomial that are not at the point."""
    return {name for _, powers in terms for name, _ in powers if name not in point}


def _unknown(tie: Tie, point: Mapping[str, Any]) -> bool:
    return any(_open(terms, point) for terms in tie.arguments)


def _at(terms: Terms, point: Mapping[str, Any], kind: Any) -> Any:
    return value(terms, point, kind).get(0, kind.number(0))


def _tied(tie: Tie, point: Mapping[str, Any], kind: Any) -> Any:
    """The function at its arguments, which are at the point."""
    return kind.tied(tie.function, *(_at(terms, point, kind) for terms in tie.arguments))


def _solution(coefficients: dict[int, Any], negative: bool, kind: Any) -> Any:
    """The x at which the polynomial is 0; None where that is not one number or a root."""
    zero = kind.number(0)
    degrees = {degree for degree, number in coefficients.items() if not kind.holds(number, "=")}
    if not degrees - {0}:
        return None
    first, second = (coefficients.get(degree, zero) for degree in (0, 1))
    if max(degrees) == 1:
        return -first / second
    if max(degrees) > 2:
        return None
    leading = coefficients[2]
    root = kind.root((second / (2 * leading)) ** 2 - first / leading) if degrees != {2} else zero
    return -second / (2 * leading) + (-root if negative else root)


def wrong(
    stated: Premises, point: Mapping[str, Any], kind: Any, about: set[str] | None = None
) -> list[str]:
    """The premises that do not hold at the point, of those whose variables it has.

    With ``about``, only of those with one of these.
    """
    checks = [*stated.conditions, *((terms, "=") for terms in stated.equations)]
    return [
        f"{terms} {sign} 0"
        for terms, sign in checks
        if all(name in point for _, powers in terms for name, _ in powers)
        and (about is None or any(name in about for _, powers in terms for name, _ in powers))
        and not kind.holds(_at(terms, point, kind), sign)
    ] + [
        str(tie)
        for tie in stated.ties
        if not _unknown(tie, point)
        and not _open(tie.value, point)
        and not kind.holds(_at(tie.value, point, kind) - _tied(tie, point, kind), "=")
    ]


def objections(stated: Premises, choice: Choice, kind: Any) -> list[str]:
    """Why the choice is no witness; nothing if it is one."""
    with precision(BITS):
        point = {name: kind.number(Fraction(text)) for name, text in choice.items() if name[0] != "-"}
        try:
            complete(stated, point, choice, kind)
            found = wrong(stated, point, kind)
        except (Contradiction, ZeroDivisionError) as error:
            return [str(error)]
        return found + [f"nothing gives {name}" for name in stated.names if name not in point]


COSINES = ("c", "c0", "cbar", "c_low", "c_L")
FIRST = ("m_first", "c", "c0", "s", "s0", "N", "N0", "a", "a0", "alpha", "alpha0", "h")
"""What a run is given by, and so what is chosen first; its next state comes last."""


def _guesses(name: str, random: Random) -> Iterator[Fraction]:
    """Values to try for a variable; cosines and the growth k such that a circle is rational."""
    while True:
        t = Fraction(random.randint(1, 12), random.randint(1, 12)) / 10 ** random.choice((0, 0, 0, 0, 1, 2))
        if name in COSINES:
            yield abs((1 - t**2) / (1 + t**2))
        elif name in ("k", "r2") and random.random() < 0.9:
            yield (1 + t**2) / (2 * t)
        else:
            yield t * random.choice((1, 1, 1, 1, 1, 1, 1, -1, 0))


OFF = {"c0": "4/5", "N0": "1", "a0": "1/2", "h": "1/2", "c": "4/5", "N": "1", "a": "1/2", "a_low": "1/2"}
PHASE = {"c_low": "3/5", "ell_low": "1/10", "mu": "1", "gamma_half": "1", "a_high": "1/2", "N_low": "1"}
AFTER = {"V": "2", "N_high": "3", "c_out": "3/5", "mu_out": "1", "V_out": "2", "W": "1/2"}
SPREAD = {"sigma_j_first": "2", "sigma_j_second": "8", "l_low": "2", "L_high": "8"}
TWO = SPREAD | {"w_j_first": "1", "w_j_second": "1", "u_j_first": "1", "u_j_second": "0"}
TILTED = SPREAD | {
    **{"w_j_first": "1", "w_j_second": "0", "u_j_first": "4/5", "u_j_second": "3/10", "r": "1"}
}
SPIKING = {
    **{"c": "4/5", "N": "1/10", "a": "4/5", "h": "1/2", "X_norm": "1/10", "A_turn": "9/25", "B_turn": "0"},
    **{"G_turn": "9/25", "L_high": "1", "l_low": "1", "kappa_max": "1", "A_turn_next": "6561/15025"},
    **{"G_turn_next": "6561/15025", "B_turn_next": "0", "c0": "4/5", "a0": "1/2", "X_norm0": "1/10"},
}
STEADY = {"c": "4/5", "s": "3/5", "omega": "18/25", "lam": "8/5", "k": "1", "N": "1/2", "a": "4/5"}
RAY = {
    **{"sigma_j_first": "1/2", "sigma_j_second": "3/2", "u_j_first": "1", "u_j_second": "1"},
    **{"d_j_first": "-1", "d_j_second": "1", "eps": "7/8", "n_ray": "13/8", "R_ray": "1", "lam": "1"},
}
HINTS: Mapping[str, Choice] = {
    "fact direction keeps its angle, margin zero": {"s": "3/5", "-s_next": "1", "k": "5/4"},
    "system phase": {x: y for x, y in (OFF | PHASE | AFTER).items() if x not in ("c", "N", "a", "W")},
    "fact angle from above, at every time": OFF | PHASE | AFTER,
    "fact two margins, direction rises, margin positive": {
        **{"m_first": "1/5", "m_second": "7/5"},
        **{"alpha": "1", "N": "1/100"},
    },
    "fact run before onset, and A and B, its bound from any time on, 1": {
        **{"c": "22499/22501", "N": "7", "alpha": "1", "h": "1/400", "A": "1/20", "B": "1"},
        "s_high": "7/12",
    },
    "fact margin beside the ray": RAY,
    "fact aimed": TWO,
    "fact what the target sees": TILTED,
    "fact Gram": TILTED,
    "fact waiting time of a loss rise": SPIKING,
    "fact pulled": TWO,
    "fact rate": STEADY,
    "fact half": STEADY,
    "fact loss rises without the direction": {"c": "5/13", "alpha": "0", "h": "20", "c_next": "5/13"},
}
"""Where the search would take long: what it begins with, by place."""


def search(stated: Premises, kind: Any, trials: int = TRIALS) -> dict[str, str] | None:
    """A choice that is a witness; None if none is found."""
    random, hint = Random(crc32(stated.where.encode())), HINTS.get(stated.where, {})
    with precision(BITS):
        for _ in range(trials):
            if (found := _attempt(stated, kind, random, hint)) is not None:
                return found
    return None


def _attempt(stated: Premises, kind: Any, random: Random, hint: Choice) -> dict[str, str] | None:
    choice = dict(hint)
    point = {name: kind.number(Fraction(x)) for name, x in hint.items() if name in stated.names}
    try:
        complete(stated, point, choice, kind)
        if wrong(stated, point, kind):
            return None
    except (Contradiction, ZeroDivisionError):
        return None
    exact = isinstance(kind, Exact)

    def rank(name: str) -> tuple[float, ...]:
        if exact and name in ("k", *COSINES):
            return 0, name == "k"
        given = FIRST.index(name) if name in FIRST else len(FIRST)
        return 1 + name.endswith("_next"), given if not exact else 0, name == "k", random.random()

    order = sorted(stated.names, key=rank)
    for name in order:
        if name in point:
            continue
        for _, guess in zip(range(10), _guesses(name, random), strict=False):
            tried = {name: str(guess)} | {f"-{x}": "1" for x in order if random.random() < 0.1}
            there = {**point, name: kind.number(guess)}
            try:
                complete(stated, there, choice | tried, kind)
                if wrong(stated, there, kind, {*there} - {*point}):
                    continue
            except (Contradiction, ZeroDivisionError):
                continue
            solved = {*there} - {*point}
            choice |= {x: y for x, y in tried.items() if x == name or x[1:] in solved}
            point = there
            break
        else:
            return None
    return choice


def known() -> dict[str, dict[str, Any]]:
    """The file: by claim and place, the kind of numbers, and the choice."""
    found: dict[str, dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    return found


KINDS = {"exact": Exact(), "balls": Balls()}


def main(chosen: Sequence[str]) -> int:
    """Keep the witnesses that are right, search for the others, and say which are not found."""
    from tests.derivations.derived import CLAIMS, accepted_of

    for claim in chosen or CLAIMS:
        accepted, file = accepted_of(claim), known()
        found = {}
        for stated in premises(accepted) if accepted else ():
            choice = _kept_or_found(stated, file.get(claim, {}).get(stated.where, {}))
            if choice:
                found[stated.where] = choice
            else:
                print(f"{claim}: {stated.where}", flush=True)
        _write({one: places for one in CLAIMS if (places := (known() | {claim: found}).get(one))})
    return 0


def _kept_or_found(stated: Premises, kept: Mapping[str, Choice]) -> Mapping[str, Choice]:
    for kind, choice in kept.items():
        if not objections(stated, choice, KINDS[kind]):
            return kept
    exactly = stated.where.startswith("fact") and not stated.ties
    for kind in KINDS if exactly else ("balls",):
        if (found := search(stated, KINDS[kind])) is not None:
            return {kind: found}
    return {}


def _write(file: Mapping[str, Mapping[str, Any]]) -> None:
    lines = (
        f' "{claim}": {{\n'
        + ",\n".join(f"  {json.dumps(where)}: {json.dumps(one)}" for where, one in places.items())
        + "\n }"
        for claim, places in file.items()
    )
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
