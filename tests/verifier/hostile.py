"""Certificates that ask for far more than they are worth, each with the message that refuses it.

Small texts all: a polynomial that would fill the memory, a number of a million digits, a list that makes
every later step look through it.
"""

from __future__ import annotations

from typing import Any

from tests.kernel.build import Json, certificate, identity, positivity, rule, system, term
from tests.kernel.toys_flow import INCREASES, VARIABLES, X0, X, flow, pointwise

ONE = positivity("one", "1", terms=[term()])
RUN = system("run", "x")


def one_step(*steps: Json, variables: str = "a b c d e f x x_next", **changed: Any) -> Json:
    """A certificate of these steps, of which it concludes the last."""
    return certificate(variables, [*steps], [steps[-1]["name"]], RUN) | changed


def nothing(polynomial: str) -> Json:
    """0 = 0, with a polynomial that has to be read for it."""
    return one_step(identity("nothing", f"0*({polynomial})", "0"))


def nested(depth: int) -> Any:
    """Lists within each other."""
    value: Any = []
    for _ in range(depth):
        value = [value]
    return value


_SUM = " + ".join("abcdef")
_LINEAR = [[" + ".join(f"{n}*{x}" for x in "abcdef"), ">"] for n in range(1, 40)]
_LARGE = 10**289
_FRACTIONS = [f"{x}**{n}/{_LARGE * n + 1}" for n in range(1, 65) for x in "ab"]
_MANY = [
    positivity(f"p{n}", f"x**2 + {n}", terms=[term(square="x"), term(weight=str(n))]) for n in range(1, 300)
]
_LONG = " + ".join(f"{n}*x**2" for n in range(1, 600))
_LONG_ONE = positivity("long", _LONG, ">=", terms=[term(square="x", weight=str(599 * 300))])
_ALWAYS = [rule("consequence", f"again {n}", "run", sequents=["long"]) for n in range(700)]
_EQUAL = [identity(f"i{n}", f"({_SUM} + {n})**7", f"({_SUM} + {n})**7 + 0") for n in range(40)]
_WIDE = " + ".join(f"{'9' * 60}*v" for _ in range(500))
_SLOPE = INCREASES[0]
_TIMES_M = flow("i", "v - v0", "slope", parameters=["m"], assumed=[["m*m*m*m", ">"]])
_NAMES = [step["name"] for step in _MANY]

# fmt: off
HOSTILE: dict[str, tuple[str, Json]] = {
    "terms": ("terms", nothing(f"({_SUM})**64")),
    "terms of a product": ("terms", nothing(f"({_SUM})**9*(1 + {_SUM})**9")),
    "terms in a rule": (
        "too much",
        one_step(positivity("p", "1", given=_LINEAR, multiplier=[*range(39)], terms=[])),
    ),
    "degree": ("degree", nothing("*".join(["x**64"] * 8))),
    "coefficient": ("bits", nothing(f"({'9' * 290}*x)**64")),
    "coefficient of a product": ("bits", nothing("*".join([f"{'9' * 290}*x"] * 30))),
    "denominators": ("coefficient", nothing(" + ".join(f"x/{_LARGE + n}" for n in range(100)))),
    "one denominator": ("over one denominator", nothing(" + ".join(_FRACTIONS))),
    "digits": ("digits", nothing("9" * 301)),
    "letters": ("letters", nothing(" + ".join(["x"] * 10_001))),
    "sum": ("not a polynomial", nothing(" + ".join(["x"] * 9_000))),
    "signs": ("not a polynomial", nothing("-" * 39_000 + "x")),
    "brackets": ("not a polynomial", nothing("(" * 15_000 + "x" + ")" * 15_000)),
    "powers": ("terms", nothing("+".join([f"({_SUM})**12"] * 40))),
    "work": ("more work", one_step(*(identity(f"i{n}", f"0*({_SUM} + {n})**8", "0") for n in range(100)))),
    "room": ("more than .* words", one_step(*_EQUAL)),
    "variables": ("variables", one_step(ONE, variables=" ".join(f"x{n}" for n in range(40_000)))),
    "name": ("plain words", one_step(ONE | {"name": "a" * 900_000})),
    "variable": ("name of a variable", one_step(ONE, variables="x" * 900_000)),
    "steps": ("steps", one_step(*(ONE | {"name": f"one {n}"} for n in range(1_001)))),
    "systems": ("systems", one_step(ONE, systems=[system(f"run {n}", "x") for n in range(51)])),
    "nesting": ("deep", one_step(ONE | {"terms": nested(20)})),
    "entries": ("entries", one_step(ONE | {"given": [[]] * 60_000})),
    "conditions": (
        "more work",
        one_step(*_MANY, *(rule("consequence", f"always {n}", "run", sequents=_NAMES) for n in range(120))),
    ),
    "printed": ("letters", one_step(_LONG_ONE, *_ALWAYS, concludes=[step["name"] for step in _ALWAYS])),
    "points": (
        "a polynomial of more letters",
        certificate(VARIABLES, [_SLOPE, _TIMES_M, pointwise("p", "i", points=[X, X0], m=_WIDE)], ["p"]),
    ),
}
