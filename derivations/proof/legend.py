"""The meaning of every symbol that a printed derivation shows, to stand before the derivation.

Symbols of formulas and of the certificate are known by their names in the table of ``derivations.symbols``.
The prose is text: a letter in it that is no symbol of the claim is one of the shared notation, or of
``LETTERS``; or the text itself says what it is ("let m̂ = …", "n steps").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from derivations.proof import Proof
from derivations.proof.record import Line
from derivations.symbols import TABLE, Row
from verifier.claim import Claim

LETTERS = {
    "": {
        "w": "the weights",
        "ŵ": "the direction w/‖w‖ of the weights",
        "τ": "a time, no later than the onset",
        "ε": "a small positive number",
        "u": "the target direction",
        "b": "the mean of target times input, ρu for whitened data",
        "R": "the risk, the mean loss; R* is the least one",
        "T": "the onset: the first step at which the direction rises, |sin θ'| > |sin θ|",
        "Λ": "the saturated effective learning rate 1/N_0 = ηρ²/‖w_0‖²",
        "Σ": "the covariance of the inputs, as in ‖w‖_Σ; before a term, the sum",
        "Π": "the product",
        "ρ": "signal strength, the norm of b",
    },
    "logistic": {
        "σ": "the logistic function, σ(x) = 1/(1 + e^(−x))",
        "ℓ": "the loss of a margin, ℓ(x) = ln(1 + e^(−x))",
        "m": "the normalized margin of a sample, y⟨x, w⟩/‖w‖",
        "g": "the pull of a sample, σ(−αm)",
        "κ": "κ(x) = xσ(−x) + x²σ(x)σ(−x), so that λ is near κ(α)/N at a small angle",
        "ν": "η/‖w‖² after alignment, 1/N",
    },
    "square": {
        "ℓ": "ℓ_t as in square.frozen-leap, at least λ_t cos θ_t",
    },
}
"""What letters of the prose mean that no formula of a claim carries: anywhere, or in one theory."""

ENTRIES = {
    "S": "the covariance Σ",
    "x": "the inputs",
    "w": "the weights",
    "v": "the direction v",
    "y": "the targets or labels",
    "g": "the pulls",
    "b": "b, the mean of target times input",
}
"""What the matrix or the vector is whose entries ``symbols.entry`` names."""

TERMS = {
    "": {
        "rising margin": "λ cos 2θ − 2 cos θ; for λ > 0, s ≠ 0 positive exactly where the direction rises",
    },
    "logistic": {
        "margin": "m of a sample, or αm with the scale: positive where the sample is classified rightly",
    },
}
"""Words that arguments use without more ado: anywhere, or in one theory."""

INDICES = (
    "A prime, or _next in a name, means one step later; the index 0 time 0, the index t time t; a bar or "
    "a line below, a bound."
)
_LETTER = re.compile(
    r"[α-ωΑ-Ωϱℓ][\u0300-\u036f]*|(?<![A-Za-z'’.\-_])(?!e\^)[A-Za-z][\u0300-\u036f]*(?![A-Za-z.\-])"
)
_NAME = re.compile(r"[A-Za-z]\w*")
_FUNCTION = re.compile(r"\b(?:cos|sin|tan|log|ln|max|min)\b")
_SHARED = (
    *("alpha", "rho", "eta", "h", "theta", "c", "s", "lam", "a", "e", "N", "p", "q", "r", "k", "kappa"),
    *("t", "abar", "sbar", "cbar"),
)


@dataclass(frozen=True)
class Entry:
    """One line of a legend: how a symbol is printed, its name in the certificate, and its meaning."""

    shown: str
    name: str
    meaning: str

    @property
    def head(self) -> str:
        """What the line begins with."""
        return self.shown if self.name == self.shown or " " in self.name else f"{self.shown} ({self.name})"


def legend(
    claim: Claim,
    proof: Proof,
    prose: Iterable[str],
    facts: Iterable[str],
    lines: Sequence[Line] | None = None,
) -> list[Entry]:
    """An entry for each symbol of the formulas, the kernel's ``facts`` and the ``prose``, in order of use.

    ``lines`` are those that are shown, all of the proof if not given.  Raises ``KeyError`` for a symbol
    without a meaning.
    """
    theory = claim.id.partition(".")[0]
    rows: dict[str, Row] = {}
    for name in _names(proof, proof.lines if lines is None else lines, " ".join(facts)):
        row = TABLE[name]
        base = TABLE.get(row.base, row)
        rows.setdefault(base.name, base)
    entries: dict[str, Entry] = {}
    for row in rows.values():
        entry = _entry(row)
        entries.setdefault(entry.name, entry)
    found = {letter for entry in entries.values() for letter in single(entry.shown)}
    text = [*prose, *(entry.meaning for entry in entries.values())]
    for line in text:
        for letter in letters(line):
            meaning = _meaning(letter, theory)
            if letter not in found and meaning:
                found.add(letter)
                entries[f"{letter} in words"] = meaning
                text.append(meaning.meaning)
    terms = {**TERMS[""], **TERMS.get(theory, {})}
    words = " ".join(text)
    used = [term for term in terms if re.search(rf"(?<!rising ){term}", words)]
    return [*entries.values(), *(Entry(term, term, terms[term]) for term in used)]


def letters(text: str) -> Iterator[str]:
    """The letters of a text that stand for something, with their accents and without indices."""
    for found in _LETTER.findall(_FUNCTION.sub(" ", unicodedata.normalize("NFD", text))):
        yield unicodedata.normalize("NFC", found)


def single(form: str) -> list[str]:
    """The letter that a printed form is about, if there is just one: θ̄ of sin θ̄, none of ⟨b, w⟩."""
    inside = [*letters(form)]
    return inside if len(inside) == 1 else []


def _names(proof: Proof, lines: Iterable[Line], facts: str) -> Iterator[str]:
    """The names of the symbols in the order of the lines, then those of the facts alone."""
    for line in lines:
        yield from line.names
    variables = set(proof.told()["variables"])
    yield from (name for name in dict.fromkeys(_NAME.findall(facts)) if name in variables)


def _entry(row: Row) -> Entry:
    matrix = row.name.rstrip("0123456789")
    if not row.plain:
        return Entry(
            f"{matrix}1, {matrix}2, …", f"entries of {matrix}", f"the entries of {ENTRIES[matrix]}"
        )
    return Entry(row.text, row.name, row.meaning)


def _meaning(letter: str, theory: str) -> Entry | None:
    for table in (LETTERS.get(theory, {}), LETTERS[""]):
        if letter in table:
            return Entry(letter, letter, table[letter])
    for name in _SHARED:
        row = TABLE[name]
        if unicodedata.normalize("NFC", row.text) == letter and letter not in "aA":
            return _entry(row)
    return None
