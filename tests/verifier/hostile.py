"""Certificates that ask for far more than they are worth, each with the message that refuses it.

Small texts all: a power that would fill the memory, a number of a million digits, a list that makes every
later step look through it.
"""

from __future__ import annotations

from typing import Any

from tests.kernel.build import Json, certificate, step, system, term

RUN = system("run", "x")
ONE = step("deduce", "one", then=[["1", ">"]])


def one_step(*steps: Json, variables: str = "a b c d e f x x_next", **changed: Any) -> Json:
    """A certificate of these steps, of which it concludes the last."""
    return certificate(variables, *steps, systems=(RUN,)) | changed


def nothing(polynomial: str) -> Json:
    """What is given, with a polynomial that has to be read for it."""
    return one_step(step("deduce", "nothing", given=[[polynomial, ">"]], then=[[polynomial, ">"]]))


def raised(power: int, value: str, times: int = 1) -> Json:
    """A square in which something is put for its variable."""
    square = step("algebra", "square", target=f"x**{2 * power}", terms=[term(square=f"x**{power}")])
    return one_step(square, step("deduce", "put", lemmas=[["square", {"x": value}]] * times, then=[]))


def nested(depth: int) -> Any:
    """Lists within each other."""
    value: Any = []
    for _ in range(depth):
        value = [value]
    return value


_SUM = "a + b + c + d + e + f"
_LINEAR = [[" + ".join(f"{n}*{x}" for x in "abcdef"), ">"] for n in range(1, 40)]
_LARGE = 10**289
_FRACTIONS = [f"1/{_LARGE * n + 1}*{x}**{n}" for n in range(1, 65) for x in "ab"]
_ALL = step("deduce", "all", given=[*[["x", ">="]] * 8_000, ["x", "="]], then=[["x", "="]] * 7_000)
_READ = [step("deduce", f"read {n}", given=[[" + ".join(f"{n}*x**{m}" for m in range(2, 400)), ">"]],
              then=[["1", ">"]]) for n in range(1, 200)]  # fmt: skip

# fmt: off
HOSTILE: dict[str, tuple[str, Json]] = {
    "terms": ("terms", raised(12, _SUM)),
    "terms in a rule": (
        "too much",
        one_step(step("algebra", "p", target="1", given=_LINEAR, multiplier=[*range(39)])),
    ),
    "degree": ("degree", nothing("*".join(["x**64"] * 8))),
    "degree of a product": ("degree", raised(60, "x**9")),
    "coefficient": ("bits", raised(32, f"{'9' * 290}*x")),
    "one denominator": ("over one denominator", nothing(" + ".join(_FRACTIONS))),
    "digits": ("is no number", nothing("9" * 301)),
    "letters": ("letters", nothing(" + ".join(["x"] * 10_001))),
    "signs": ("is no number", nothing("-" * 39_000 + "x")),
    "brackets": ("is no number", nothing("(" * 15_000 + "x" + ")" * 15_000)),
    "work": ("more work", raised(3, _SUM, 2_000)),
    "room": ("more work", one_step(*_READ)),
    "variables": ("variables", one_step(ONE, variables=" ".join(f"x{n}" for n in range(40_000)))),
    "name": ("plain words", one_step(ONE | {"name": "a" * 900_000})),
    "relation as a name": ("plain words", one_step(ONE | {"name": "so x > 0"})),
    "name of a system": ("plain words", one_step(ONE, systems=[system("a" * 900_000, "x")])),
    "name of a claim": ("plain words", one_step(ONE, claim="a" * 900_000)),
    "name of a citation": ("plain words", one_step(ONE, cites={"a" * 900_000: "0" * 64})),
    "citation that steers": ("plain words", one_step(ONE, cites={"a\x1b[31m\n": "0" * 64})),
    "citation without a name": ("plain words", one_step(ONE, cites={"": "0" * 64})),
    "variable": ("field .variables.", one_step(ONE, variables="x" * 900_000)),
    "steps": ("steps", one_step(*(ONE | {"name": f"one {n}"} for n in range(1_501)))),
    "systems": ("systems", one_step(ONE, systems=[system(f"run {n}", "x") for n in range(51)])),
    "citations": ("citations", one_step(ONE, cites={f"c{n}": "0" * 64 for n in range(1_501)})),
    "citation": ("has not been accepted", one_step(ONE, cites={"nothing": "0" * 64})),
    "nesting": ("deep", one_step(ONE | {"then": nested(20)})),
    "entries": ("entries", one_step(ONE | {"given": [[]] * 60_000})),
    "conditions": ("more work", one_step(_ALL)),
}
