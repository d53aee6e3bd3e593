"""Which lines of an argument the main view leaves out: the rules.

A line is plumbing, and left out, if a rule says so and nothing that the claim concludes stands in it:

    points    a fact about σ or ℓ, said of particular points
    state     what holds at every state, without a further reason
    start     its only use is that an induction may start
    sign      its only use is that something may be divided out, iterated, or have a logarithm
    bare      a step without a reason
    repeat    word for word an earlier line, of another run
    marked    the derivation itself says so: ``main=False``

What is concluded, what is said without a step, and what a derivation marks with ``main=True``, is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from derivations.proof.argument import OBVIOUS
from derivations.proof.names import in_ascii
from derivations.proof.record import Line, Record

_SIGNS = (
    *("nonnegative", "left_positive", "right_positive", "ratio_positive", "ratio_against_one", "positive"),
    *("ratio_above_one", "growth_above_one"),
)
"""The fields of rules for a sequent that only says that a quantity has a sign."""
_CITING = (
    *("lemmas", "sequents", "steps", "step", "start", "rate", "sequent", "at_event", "otherwise"),
    *("below_cap", "throughout", "initial", "facts", "uses", "part", "if", "else", "sample"),
)
_SAYING = ("rule", "invariants", "equations", "quantity", "ratio", "direction", "assume", "event", "cap")
"""What a rule about a run says without citing a step."""


def plumbing(proof: Record) -> dict[int, str]:
    """By the number of each line that is left out, the rule that says so."""
    steps = {step["name"]: step for step in in_ascii(proof.steps)}
    concluded = {*in_ascii(proof.concluded)}
    uses = _uses(steps)
    conclusions = {in_ascii(name): str(relation) for name, relation in proof.conclusions.items()}
    found: dict[int, str] = {}
    seen: set[Any] = set()
    for number, line in enumerate(proof.lines, start=1):
        content = (line.text, line.plain, *_unshown(line, steps, conclusions))
        repeated = content in seen
        seen.add(content)
        if line.step is None or line.step in concluded or line.main:
            continue
        why = _why(line, steps[line.step], uses.get(line.step, set())) or ("repeat" if repeated else "")
        if line.main is False:
            why = "marked"
        if why:
            found[number] = why
    return found


def _unshown(
    line: Line, steps: Mapping[str, dict[str, Any]], conclusions: Mapping[str, str]
) -> Iterator[str]:
    """What a line without a formula says, beside its text, of whatever run."""
    if line.step is None or line.plain:
        return
    step = steps[line.step]
    yield from (str(step[field]) for field in _SAYING if field in step)
    for cited in (*step.get("sequents", ()), step.get("sequent", "")):
        yield conclusions.get(str(cited), "")


def _why(line: Line, step: dict[str, Any], used: set[str]) -> str:
    if step["rule"] in ("pointwise", "reflection"):
        return "points"
    if not line.text:
        return "bare"
    if line.text == OBVIOUS.get(step["rule"]):
        return "state"
    if used == {"start"}:
        return "start"
    return "sign" if used == {"sign"} else ""


def _uses(steps: dict[str, dict[str, Any]]) -> dict[str, set[str]]:
    """What each step is cited for: the start of an induction, a sign, or anything else."""
    uses: dict[str, set[str]] = {}
    for step in steps.values():
        for cited, what in _cited(step):
            uses.setdefault(cited, set()).add(what)
    return uses


def _cited(step: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for field in (*_CITING, *_SIGNS):
        value = step.get(field)
        for position, name in enumerate(value if isinstance(value, list) else [value]):
            if not isinstance(name, str):
                continue
            what = "start" if (step["rule"], field) == ("invariant", "start") else field
            if field in _SIGNS or (field == "lemmas" and _only_divides(step, position)):
                what = "sign"
            yield name, what


def _only_divides(step: dict[str, Any], lemma: int) -> bool:
    """Whether the lemma of that number is a multiplier of the step and no factor of a term."""
    if "multiplier" not in step:
        return False
    index = len(step["given"]) + lemma
    factors = {factor for term in step.get("terms", ()) for factor in term["factors"]}
    return index in step["multiplier"] and index not in factors
