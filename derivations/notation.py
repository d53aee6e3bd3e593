"""The symbols that the theories share; ``python -m derivations.notation`` lists those of all theories.

All symbols are real; signs are hypotheses of the claims and never assumptions of a symbol, so that no
simplification can use a sign that was not stated.  A symbol of one theory or of one argument is defined
where it is used, by the same ``symbol``; see ``derivations.symbols`` for what is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import derivations
from derivations.printing import plain, typeset
from derivations.symbols import (
    TABLE,
    NotationError,
    at_next,
    at_start,
    at_time,
    cosine,
    entries,
    entry,
    of_number,
    replaced,
    sine,
    symbol,
    unprinted,
)

__all__ = [
    "N", "NotationError", "a", "abar", "alpha", "at_next", "at_start", "at_time", "c", "cbar", "cosine",
    "e", "entries", "entry", "eta", "h", "k", "kappa", "lam", "of_number", "p", "plain", "q", "r",
    "replaced", "rho", "s", "sbar", "sine", "symbol", "t", "theta", "typeset", "unprinted",
]  # fmt: skip

alpha = symbol("alpha", r"\alpha", "α", "learned scale (BatchNorm's gamma)")
rho = symbol("rho", r"\rho", "ρ", "signal strength, the norm of b")
eta = symbol("eta", r"\eta", "η", "learning rate of w")
h = symbol("h", "h", "h", "scale learning rate, the learning rate of α")
theta = symbol("theta", r"\theta", "θ", "angle between w and the target direction u")
c = cosine("c", r"\theta", "c", "cos θ, of the angle to the target")
s = sine("s", r"\theta", "s", "sin θ, negative on the other side of the target")
lam = symbol(
    "lam", r"\lambda", "λ",
    "effective learning rate: a step adds λ‖w‖ sin θ across w; for the square loss λ = ηαρ/‖w‖² = a/N",
)  # fmt: skip
a = symbol("a", "a", "a", "scale without units, α/ρ")
e = symbol("e", "e", "e", "scale error without units, 1 − a, carried so that it keeps its digits")
N = symbol(
    "N", "N", "N", "squared norm without units: ‖w‖²/(ηρ²) for the square loss, ‖w‖²/η for the logistic"
)
p = symbol("p", "p", "p", "aligned part of w without units, √N cos θ")
q = symbol("q", "q", "q", "misaligned part of w without units, √N sin θ, signed")
r = symbol("r", "r", "r", "norm without units, √N = √(p² + q²)")
k = symbol("k", "k", "k", "norm growth of one step, √(1 + λ²s²) = ‖w'‖/‖w‖")
kappa = symbol("kappa", r"\kappa", "κ", "length of the tangential step over ‖w‖")
t = symbol("t", "t", "t", "time, counted in steps from 0")
abar = symbol("abar", r"\bar{a}", "ā", "max(a_0, 1), the largest scale ever reached")
sbar = symbol("sbar", r"\bar{s}", "s̄", "a bound of sin θ, chosen")
cbar = symbol("cbar", r"\bar{c}", "c̄", "√(1 − s̄²), the cosine that belongs to s̄")


def listing() -> Iterator[str]:
    """All symbols of all theories, a line a symbol: name in code, plain text, LaTeX, meaning."""
    for module in walk_packages(derivations.__path__, "derivations."):
        import_module(module.name)
    for row in TABLE.values():
        if not row.name.endswith("_next"):
            yield f"{row.name:14} {row.text:14} {row.shown if row.latex else '':40} {row.meaning}"


if __name__ == "__main__":
    from derivations.proof.arguments import Arguments
    from derivations.proof.narrate import show

    Arguments(
        "derivations.notation", "Lists the symbols of all theories: name, text, LaTeX, meaning."
    ).parse_args()

    show("\n".join(listing()))
