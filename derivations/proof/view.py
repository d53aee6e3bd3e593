"""The main view of an argument: what stands in the appendix of a paper; the full view shows every line.

What ``derivations.proof.plumbing`` names is left out.  A concluded step is shown with what it is given.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from derivations.proof.names import in_ascii
from derivations.proof.paper import on_paper, read, read_condition
from derivations.proof.plumbing import plumbing
from derivations.proof.record import Line, Record
from derivations.proof.said import Said, normalized
from derivations.proof.system import system_entry
from derivations.proof.unproved import readable

_FIRST_WORD = re.compile(r"[a-z]{2,}(?=[ ,])")
_SAME = re.compile(r"(\S+) - \1 = 0")
"""An equation of two symbols of one quantity, which print alike."""
_WHEN = {
    "initial": "at time 0",
    "conditions": "at every state",
    "guards": "at every state that makes a step",
    "instant": "within a state",
    "relations": "from a state to the next",
}
_SHORT = 40
"""Letters of a condition from which on it is referred to, as (7), if line 7 has shown it."""
_FUNCTIONS = frozenset({"sin", "cos", "tan", "ln", "log", "max", "min"})


@dataclass(frozen=True)
class Shown:
    """What the main view shows of a line, with its number in the full one.

    ``concluded`` says of a line that the claim rests its statement on it; ``before`` what was left out
    just before it, where that said earlier lines again, of another run.
    """

    number: int
    line: Line
    text: str
    formulas: tuple[str, ...]
    concluded: bool = False
    before: str = ""
    in_the_certificate: tuple[str, ...] = ()
    """the texts of the certificate of which formulas are made"""


def main_view(proof: Record, facts: Mapping[str, str], model: Container[Said]) -> list[Shown]:
    """The lines that are shown; ``facts`` is what the kernel prints of each concluded step.

    ``model`` is what the symbols mean, which is not said again at each conclusion.

    A line begins with a capital where the one before it is left out, and its sentence ends where the one
    after it is.
    """
    folded = plumbing(proof)
    steps = {step["name"]: step for step in in_ascii(proof.steps)}
    concluded = {*in_ascii(proof.concluded)}
    names = [in_ascii(system.name) for system in proof.systems]
    shown: list[Shown] = []
    left_out: list[int] = []
    places: dict[Said, int] = {}
    for number, line in enumerate(proof.lines, start=1):
        if number in folded:
            left_out.append(number)
            continue
        text = _begun(line.text) if left_out else line.text
        formulas = line.plain if line.brief is None else line.brief
        source: tuple[str, ...] = ()
        if line.step is not None and line.step in concluded:
            formulas, source = _concluded(
                formulas, steps[line.step], facts.get(line.step, ""), names, model, places
            )
        for entry in _says(steps[line.step]) if line.step else ():
            places.setdefault(entry, number)
        if number + 1 in folded:
            text = _ended(text, bool(formulas))
        again = [steps[str(proof.lines[one - 1].step)] for one in left_out if folded[one] == "repeat"]
        before = _again(left_out, again)
        shown.append(Shown(number, line, text, formulas, line.step in concluded, before, source))
        left_out = []
    return shown


def runs_of(proof: Record, names: Container[str], model: Container[Said]) -> dict[str, str]:
    """What a run of each of these systems is, beyond what the symbols mean: conditions and equations."""
    found: dict[str, str] = {}
    for system in in_ascii([system_entry(one) for one in proof.systems]):
        parts = []
        for key, when in _WHEN.items():
            entries = [[x, "="] if isinstance(x, str) else x for x in system[key]]
            new = [x for x in entries if normalized(read(x[0]), x[1]) not in model]
            if new:
                parts.append(f"{when} {', '.join(readable(read_condition(x)) for x in new)}")
        if system["name"] in names:
            found[system["name"]] = "; ".join(parts) or "a run of the model"
    return found


def _concluded(
    formulas: tuple[str, ...],
    step: dict[str, Any],
    fact: str,
    names: Iterable[str],
    model: Container[Said],
    places: Mapping[Said, int],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is concluded, with what it is given; of a rule about a run, what the kernel prints.

    And the texts of the certificate that this is made of.
    """
    if not formulas:
        return ((f"⊢ {on_paper(fact, names)}",), (fact,)) if fact else ((), ())
    if step["rule"] == "flow":
        (moving, *_), (start, *_) = step["points"][:2]
        order = f"{moving} - {start}" if step["direction"] == "forward" else f"{start} - {moving}"
        given = [[order, ">="], *step["assumed"]]
    else:
        given = step.get("given", [])
        equations = [x for x in step.get("relations", []) if normalized(read(x), "=") not in model]
        given = [*given, *([x, "="] for x in equations)]
    told = dict.fromkeys(_premise(entry, places) for entry in given)
    premises = ", ".join(one for one in told if not _SAME.fullmatch(one))
    first = f"{premises} ⊢ {formulas[0]}".lstrip()
    return (first, *formulas[1:]), tuple(gap for gap, _ in given)


def _premise(entry: Sequence[str], places: Mapping[Said, int]) -> str:
    """A condition, or the number of the line that has shown it, if it is long."""
    shown = readable(read_condition(entry))
    place = places.get(normalized(read(entry[0]), entry[1])) if len(shown) > _SHORT else None
    return f"({place})" if place else shown


def _says(step: dict[str, Any]) -> Iterator[Said]:
    """The conditions that a step shows, if it is about a state or about each state of a run."""
    entries = [*step.get("invariants", ()), *([x, "="] for x in step.get("equations", ()))]
    if step["rule"] == "identity":
        entries.append([f"({step['lhs']}) - ({step['rhs']})", "="])
    if step["rule"] == "positivity":
        entries.append([step["target"], step["sign"]])
    for polynomial, sign in entries:
        if len(polynomial) > _SHORT:
            yield normalized(read(polynomial), sign)


def _again(numbers: Sequence[int], steps: Sequence[dict[str, Any]]) -> str:
    """Which lines are left out where some of them say of another run what was said before."""
    runs = dict.fromkeys(step["system"] for step in steps if "system" in step)
    if not runs:
        return ""
    which = f"line {numbers[0]}" if len(numbers) == 1 else f"lines {numbers[0]}–{numbers[-1]}"
    return f"As before, along {' and '.join(map(repr, runs))}: {which}."


def _ended(text: str, displayed: bool) -> str:
    """The text as a sentence that ends, or that its formula ends."""
    if text.endswith((",", ";")):
        return text[:-1] + (":" if displayed else ".")
    return text


def _begun(text: str) -> str:
    """The text as a sentence of its own."""
    word = _FIRST_WORD.match(text)
    return text if word is None or word[0] in _FUNCTIONS else text[0].upper() + text[1:]
