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
    sine,
    symbol,
    unprinted,
)

__all__ = [
    "N", "NotationError", "a", "abar", "alpha", "at_next", "at_start", "at_time", "c", "cbar", "cosine",
    "e", "entries", "entry", "eta", "h", "k", "kappa", "lam", "of_number", "p", "plain", "q", "r",
    "rho", "s", "sbar", "sine", "symbol", "t", "theta", "typeset", "unprinted",
]  # fmt: skip

alpha = symbol("alpha", r"\alpha", "α", "learned scale (BatchNorm's gamma)")
rho = symbol("rho", r"\rho", "ρ", "signal strength, the norm of b")
eta = symbol("eta", r"\eta", "η", "learning rate of w")
h = symbol("h", "h", "h", "scale learning rate, the learning rate of alpha")
theta = symbol("theta", r"\theta", "θ", "angle between w and the target direction u")
c = cosine("c", r"\theta", "c", "cosine of theta")
s = sine("s", r"\theta", "s", "sine of theta, with the sign of q")
lam = symbol("lam", r"\lambda", "λ", "effective learning rate, eta*alpha*rho/|w|^2 = a/N")
a = symbol("a", "a", "a", "scale without units, alpha/rho")
e = symbol("e", "e", "e", "scale error without units, 1 - a, carried so that it keeps its digits")
N = symbol("N", "N", "N", "squared norm without units, |w|^2/(eta*rho^2)")
p = symbol("p", "p", "p", "aligned part of w without units, sqrt(N)*cos(theta)")
q = symbol("q", "q", "q", "misaligned part of w without units, sqrt(N)*sin(theta), signed")
r = symbol("r", "r", "r", "norm without units, sqrt(N) = sqrt(p^2 + q^2)")
k = symbol("k", "k", "k", "norm growth of one step, sqrt(1 + lam^2*s^2) = |w'|/|w|")
kappa = symbol("kappa", r"\kappa", "κ", "length of the tangential step over |w|")
t = symbol("t", "t", "t", "time, counted in steps from 0")
abar = symbol("abar", r"\bar{a}", "ā", "max(a_0, 1), the largest scale ever reached")
sbar = symbol("sbar", r"\bar{s}", "s̄", "a bound of sin(theta), chosen")
cbar = symbol("cbar", r"\bar{c}", "c̄", "sqrt(1 - sbar^2), the cosine that belongs to sbar")


def listing() -> Iterator[str]:
    """All symbols of all theories, a line a symbol: name in code, plain text, LaTeX, meaning."""
    for module in walk_packages(derivations.__path__, "derivations."):
        import_module(module.name)
    for row in TABLE.values():
        if not row.name.endswith("_next"):
            yield f"{row.name:14} {row.text:14} {row.shown if row.latex else '':40} {row.meaning}"


if __name__ == "__main__":
    from derivations.narrate import show

    show("\n".join(listing()))
