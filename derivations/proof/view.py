"""The main view of an argument: what stands in the appendix of a paper; the full view shows every line.

What ``derivations.proof.plumbing`` names is left out.  A concluded step is shown with all that the kernel's
fact supposes, but for what the symbols mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from derivations.proof.names import in_ascii
from derivations.proof.paper import conditions_in, said
from derivations.proof.plumbing import plumbing
from derivations.proof.record import Line, Record
from derivations.proof.stated import model, model_of, ties_of
from verifier.claim import Claim
from verifier.kernel import Replay
from verifier.printed import Words, fact_text, systems_of
from verifier.statement.polynomials import Said

_FIRST_WORD = re.compile(r"[a-z]{2,}(?=[ ,])")
_SAME = re.compile(r"(\S+) (?:- \1 = 0|= \1)")
"""An equation of two symbols of one quantity, which print alike."""
_START = re.compile(r"(\w+) - (?:\1)0")
_SHORT = 40
"""Letters of a condition from which on it is referred to, as (7), if line 7 has shown it."""
_FUNCTIONS = frozenset({"sin", "cos", "tan", "ln", "log", "max", "min"})
_SIDES = ("always", "step", "start")
Statement = Mapping[str, Any]


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


@dataclass(frozen=True)
class Known:
    """What the symbols of a claim mean, which is not said again at each conclusion."""

    conditions: frozenset[Said] = frozenset()
    ties: frozenset[tuple[str, ...]] = frozenset()

    def unsaid(self, atoms: Iterable[Any], but_signs: bool = False) -> list[Any]:
        """The atoms that say more; with ``but_signs``, and all inequalities."""
        return [
            atom
            for atom in atoms
            if (but_signs and isinstance(atom, list) and atom[1] != "=") or not self._has(atom)
        ]

    def _has(self, atom: Any) -> bool:
        if isinstance(atom, list):
            return said(*atom) in self.conditions or (atom[1] == "=" and bool(_START.fullmatch(atom[0])))
        return "tie" in atom and (atom["tie"], *atom["of"], atom["value"]) in self.ties


def known_of(claim: Claim) -> Known:
    """What the claim's model says of its symbols."""
    return Known(model(model_of(claim)), frozenset(ties_of(claim.id)))


def main_view(proof: Record, accepted: Replay | None, known: Known, words: Words) -> list[Shown]:
    """The lines that are shown; ``accepted`` is what the kernel concludes, ``words`` how it is printed.

    A line begins with a capital where the one before it is left out, and its sentence ends where the one
    after it is.
    """
    folded = plumbing(proof)
    steps = {step["name"]: step for step in in_ascii(proof.steps)}
    concluded = {*in_ascii(proof.concluded)}
    conclusions = _Conclusions(accepted, known, words)
    shown: list[Shown] = []
    left_out: list[int] = []
    for number, line in enumerate(proof.lines, start=1):
        if number in folded:
            left_out.append(number)
            continue
        text = _begun(line.text) if left_out else line.text
        formulas = line.plain
        source: tuple[str, ...] = ()
        if line.step is not None and line.step in concluded:
            formulas, source = conclusions.of(steps[line.step], formulas)
        if line.step:
            conclusions.note(steps[line.step], number)
        if number + 1 in folded:
            text = _ended(text, bool(formulas))
        again = [steps[str(proof.lines[one - 1].step)] for one in left_out if folded[one] == "repeat"]
        before = _again(left_out, again)
        shown.append(Shown(number, line, text, formulas, line.step in concluded, before, source))
        left_out = []
    return shown


def runs_of(accepted: Replay, known: Known, words: Words) -> dict[str, str]:
    """What a run is of each system that is concluded of, beyond what the symbols mean."""
    spoken = [one for fact in accepted.concludes.values() for one in systems_of(fact)]
    found = {}
    for name, system in accepted.systems.items():
        if system in spoken:
            more = {side: known.unsaid(system[side]) for side in _SIDES}
            found[name] = words.system({**system, **more, "state": {}, "parameters": []})
    return {name: text or "a run of the model" for name, text in found.items()}


class _Conclusions:
    """What is concluded, with what it is given; where earlier lines have shown a long condition."""

    def __init__(self, accepted: Replay | None, known: Known, words: Words) -> None:
        self._facts = {} if accepted is None else accepted.concludes
        self._systems = {} if accepted is None else accepted.systems
        self._known, self._words = known, words
        self._places: dict[Said, int] = {}

    def of(
        self, step: Mapping[str, Any], formulas: tuple[str, ...]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The formulas to show, and the texts of the certificate that they are made of.

        What is given stands in the order in which the step tells it, and what it does not tell at the end.
        """
        fact = self._facts.get(step["name"])
        if fact is None:
            return formulas, ()
        source = fact_text(fact, self._systems)
        if not formulas or "along" in fact:
            return (f"⊢ {self._words.fact(fact)}",), (source,)
        given = [*_strongest(self._known.unsaid(fact["given"], but_signs=True))]
        order = [said(*one) for one in conditions_in(dict(step))]
        given.sort(key=lambda atom: _place(atom, order))
        told = dict.fromkeys(map(self._premise, given))
        premises = ", ".join(one for one in told if not _SAME.fullmatch(one))
        return (f"{premises} ⊢ {formulas[0]}".lstrip(), *formulas[1:]), (source,)

    def note(self, step: Mapping[str, Any], number: int) -> None:
        """The line of that number shows what the step says."""
        for one in _says(step):
            self._places.setdefault(one, number)

    def _premise(self, atom: Any) -> str:
        """An atom, or the number of the line that has shown it, if it is long."""
        shown = self._words.atom(atom)
        place = self._places.get(said(*atom)) if isinstance(atom, list) and len(shown) > _SHORT else None
        return f"({place})" if place else shown


def _place(atom: Any, order: Sequence[Said]) -> int:
    """Where it stands; at the end if it does not."""
    return order.index(said(*atom)) if isinstance(atom, list) and said(*atom) in order else len(order)


def _strongest(atoms: Sequence[Any]) -> Iterator[Any]:
    """The atoms that no other one gives."""
    conditions = [said(*atom) for atom in atoms if isinstance(atom, list)]
    given = {weaker for one in conditions for weaker in one.with_weaker if weaker != one}
    yield from (atom for atom in atoms if not (isinstance(atom, list) and said(*atom) in given))


def _says(step: Mapping[str, Any]) -> Iterator[Said]:
    """The conditions that a step shows, if it is about a state or about each state of a run."""
    entries = [*step.get("invariants", ()), *([x, "="] for x in step.get("equations", ()))]
    if step["rule"] == "identity":
        entries.append([f"({step['lhs']}) - ({step['rhs']})", "="])
    if step["rule"] == "positivity":
        entries.append([step["target"], step["sign"]])
    for polynomial, sign in entries:
        if len(polynomial) > _SHORT:
            yield said(polynomial, sign)


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
