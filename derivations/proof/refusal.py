"""Says a refusal of the kernel in the words of the derivation that wrote the certificate.

The kernel knows a step by its name and its polynomials, and one told step is several to it; here stand its
line, what it was given, what is left where an identity does not hold, and what to look at.  The kernel's
own words come first.
"""

from __future__ import annotations

import re
from typing import Any

from sympy import expand, sympify

from derivations.proof.conditions import entry
from derivations.proof.names import in_ascii
from derivations.proof.paper import read, read_condition
from derivations.proof.record import Record
from derivations.proof.unproved import listed, readable, shortened

_HINTS = {
    "no term is strictly positive": "to conclude > some term needs factors given with >, and 1 or what is "
    "given with != as its square; if the statement is ≥, say strict=False",
    "must be a nonnegative rational": "a term with a negative weight proves nothing: is a condition the "
    "wrong way round, or the statement false?",
    "none of the signs > >=": "a factor has to be given with > or ≥; an equation belongs in relations=",
    "none of the signs >": "a multiplier is divided out, so it has to be given with > (an identity: or ≠)",
    "no accepted": "a step cites what stands before it",
    "is not given": "what a cited step assumes has to be known where it is cited: repeat it in given=, or "
    "show it of the system before",
    "sum of terms": "the cofactors do not fit; without cofactors= they are found by division",
}
"""By a part of what the kernel says: what to look at."""
_STEP = re.compile(r"""^[a-z-]+ (?:'([^']*)'|"([^"]*)"):""")
"""The told step, of whose elaboration the kernel refuses some step."""


def in_words(proof: Record, error: str) -> str:
    """The kernel's ``error``, and the step that it is about as the derivation says it."""
    found = _STEP.match(error)
    name = (found[1] or found[2]) if found else None
    step = next((one for one in in_ascii(proof.steps) if one["name"] == name), None)
    number = next((i for i, line in enumerate(proof.lines, start=1) if line.step == name), None)
    if step is None or number is None:
        return error
    line = proof.lines[number - 1]
    about = f"line {number} of the derivation, {line.text!r}" if line.text else f"line {number}"
    parts = [error, f"that is {about}{': ' if line.plain else ''}{', '.join(line.plain)}"]
    if "given" in step:
        pool = [*step["given"], *_concluded(proof, step["lemmas"])]
        told = [readable(read_condition(one)) for one in pool]
        parts.append(f"known to it are {listed(told)}")
        if "sum of terms" in error:
            parts.append(f"what is left is {shortened(_left(step, pool))}")
    hint = next((text for said, text in _HINTS.items() if said in error), None)
    return "; ".join([*parts, *([f"hint: {hint}"] if hint else [])])


def _concluded(proof: Record, lemmas: list[str]) -> list[list[str]]:
    by_name = {in_ascii(name): relation for name, relation in proof.conclusions.items()}
    return [entry(by_name[x]) for x in lemmas if x in by_name]


def _left(step: dict[str, Any], pool: list[list[str]]) -> Any:
    """multiplier·target − Σ terms − Σ cofactor·relation, of a step in its JSON form."""
    target = f"({step['lhs']}) - ({step['rhs']})" if "lhs" in step else step["target"]
    left = read(target)
    for index in step["multiplier"]:
        left *= read(pool[index][0])
    for term in step.get("terms", ()):
        value = sympify(term["weight"]) * read(term["square"]) ** 2
        for index in term["factors"]:
            value *= read(pool[index][0])
        left -= value
    for cofactor, relation in zip(step["cofactors"], step["relations"], strict=False):
        left -= read(cofactor) * read(relation)
    return expand(left)
