"""The names of steps and systems as a certificate spells them.

A derivation names a step as one would say it: ``run: λ at most μ``.  The kernel takes names of plain
ASCII words only, so that none can look like a part of what it prints; there the step is
``run, lambda at most mu``.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

_LETTERS = {
    **{"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "η": "eta", "θ": "theta"},
    **{"κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "ρ": "rho", "σ": "sigma"},
    **{"ϱ": "varrho", "τ": "tau", "φ": "phi", "χ": "chi", "ψ": "psi"},
    **{"Λ": "Lambda", "Σ": "Sum", "Ψ": "Psi", "ℓ": "ell"},
}
_MARKS = {
    **{"\N{COMBINING MACRON}": "_bar", "\N{COMBINING CIRCUMFLEX ACCENT}": "_hat"},
    **{"\N{COMBINING LOW LINE}": "_low", "\N{COMBINING MACRON BELOW}": "_low"},
    **{"₊": "_plus", "₋": "_minus", "ₘ": "_m", "′": "'", "″": "''"},
    **{subscript: f"_{digit}" for digit, subscript in enumerate("₀₁₂₃₄₅₆₇₈₉")},
    **{superscript: f"^{digit}" for digit, superscript in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
}
_WORDS = {
    **{"<=": " at most ", ">=": " at least ", "<": " below ", ">": " above ", "=": " is "},
    **{"≤": " at most ", "≥": " at least ", "√": "sqrt ", "√(": "sqrt("},
    **{"°": " degrees", "−": "-", "·": "*", "∞": "infinity"},
    **{"⟨": "mean(", "⟩": ")", "[": "(", "]": ")", ": ": ", ", ";": ","},
}
_SPELLED = _LETTERS | _MARKS | _WORDS
_GREEK = "".join(_LETTERS)
_APART = re.compile(rf"(?<=[A-Za-z0-9{_GREEK}])(?=[{_GREEK}√])|(?<=[{_GREEK}])(?=[A-Za-z0-9])")
_SIZE = re.compile(rf"([A-Za-z0-9{_GREEK}])?\|([^|]+)\|")
_PIECES = re.compile("|".join(map(re.escape, sorted(_SPELLED, key=len, reverse=True))))
_SIGNS = frozenset([">", ">=", "=", "!=", "<=", "<"])


def in_ascii(value: Any) -> Any:
    """The same JSON value with every name in it spelled in ASCII; polynomials and signs stay as they are.

    Raises ``ValueError`` for a letter that has no spelling here.
    """
    if isinstance(value, dict):
        return {key: in_ascii(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [in_ascii(item) for item in value]
    return spelled(value) if isinstance(value, str) and value not in _SIGNS else value


def spelled(name: str) -> str:
    """One name: ``λ > 0`` becomes ``lambda above 0``."""
    apart = _APART.sub(" ", unicodedata.normalize("NFD", name))
    sized = _SIZE.sub(lambda found: f"{found[1] or ''}{' ' if found[1] else ''}abs({found[2]})", apart)
    text = " ".join(_PIECES.sub(lambda found: _SPELLED[found.group()], sized).split())
    if not text.isascii():
        strange = next(letter for letter in text if not letter.isascii())
        raise ValueError(f"no ASCII spelling of {strange!r} in the name {name!r}")
    return text
