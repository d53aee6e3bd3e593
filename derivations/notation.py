"""Every symbol of the square-loss theory: its name in code, in print, and its meaning.

All symbols are real; signs are hypotheses of the claims and never assumptions of a symbol, so that no
simplification can use a sign that was not stated.  ``python -m derivations.notation`` prints the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sympy import Add, Basic, Expr, Function, Pow, Symbol
from sympy.core.relational import Relational
from sympy.printing.latex import LatexPrinter
from sympy.printing.precedence import PRECEDENCE
from sympy.printing.str import StrPrinter


@dataclass(frozen=True)
class Notation:
    """One row of the symbol table."""

    symbol: Symbol
    latex: str
    meaning: str


TABLE: list[Notation] = []


def _symbol(name: str, latex: str, meaning: str) -> Symbol:
    symbol = Symbol(name, real=True)
    TABLE.append(Notation(symbol, latex, meaning))
    return symbol


alpha = _symbol("alpha", r"\alpha", "learned scale (BatchNorm's gamma)")
rho = _symbol("rho", r"\rho", "signal strength, the norm of b")
eta = _symbol("eta", r"\eta", "learning rate of w")
h = _symbol("h", "h", "scale learning rate, the learning rate of alpha")
theta = _symbol("theta", r"\theta", "angle between w and the target direction u")
c = _symbol("c", r"\cos \theta", "cosine of theta")
s = _symbol("s", r"\sin \theta", "sine of theta, with the sign of q")
lam = _symbol("lam", r"\lambda", "effective learning rate, eta*alpha*rho/|w|^2 = a/N")
a = _symbol("a", "a", "scale without units, alpha/rho")
e = _symbol("e", "e", "scale error without units, 1 - a, carried so that it keeps its digits")
N = _symbol("N", "N", "squared norm without units, |w|^2/(eta*rho^2)")
p = _symbol("p", "p", "aligned part of w without units, sqrt(N)*cos(theta)")
q = _symbol("q", "q", "misaligned part of w without units, sqrt(N)*sin(theta), signed")
r = _symbol("r", "r", "norm without units, sqrt(N) = sqrt(p^2 + q^2)")
k = _symbol("k", "k", "norm growth of one step, sqrt(1 + lam^2*s^2) = |w'|/|w|")
t = _symbol("t", "t", "time, counted in steps from 0")
abar = _symbol("abar", r"\bar{a}", "max(a_0, 1), the largest scale ever reached")
sbar = _symbol("sbar", r"\bar{s}", "a bound of sin(theta), chosen")

LATEX = {row.symbol: row.latex for row in TABLE}
"""How each symbol is typeset."""


def at_next(symbol: Symbol) -> Symbol:
    """The same quantity one step later: ``N`` becomes ``N_next``, typeset N'."""
    return _variant(symbol, "_next", "{}'")


def at_start(symbol: Symbol) -> Symbol:
    """The same quantity at time 0: ``N`` becomes ``N0``, typeset N_0."""
    return _variant(symbol, "0", "{}_0")


def _variant(symbol: Symbol, suffix: str, pattern: str) -> Symbol:
    variant = Symbol(symbol.name + suffix, real=True)
    shown = LATEX.get(symbol, symbol.name)
    if r"\theta" in shown:
        LATEX[variant] = shown.replace(r"\theta", pattern.format(r"\theta"))
    else:
        LATEX[variant] = pattern.format(shown)
    return variant


def typeset(expression: Basic) -> str:
    """LaTeX of a SymPy expression in the project's notation, with c and s as cos θ and sin θ."""
    shown = expression
    for symbol in getattr(expression, "free_symbols", ()):
        function, _, angle = LATEX.get(symbol, "").partition(" ")
        if function == r"\cos":
            sine = Symbol(symbol.name.replace("c", "s", 1), real=True)
            double = Function("cos")(Symbol("2" + angle))
            shown = shown.xreplace({symbol**2 - sine**2: double, 2 * symbol**2 - 1: double})
    angles = {
        symbol: Function(function[1:])(Symbol(angle))
        for symbol in getattr(shown, "free_symbols", ())
        for function, _, angle in [LATEX.get(symbol, "").partition(" ")]
        if function in (r"\cos", r"\sin") and angle
    }
    return str(_Typeset(_LATEX_SETTINGS).doprint(shown.xreplace(angles) if angles else shown))


def plain(expression: Basic) -> str:
    """One line of text for a terminal: ``k²·(s'² - s²) = λ·s²·(λ·(c² - s²) - 2·c)``."""
    return _Plain().doprint(expression)


def _in_reading_order(terms: Sequence[Expr]) -> list[Expr]:
    """The terms of a sum: numbers first, then what is added, then what is subtracted."""
    return sorted(terms, key=lambda term: (term.could_extract_minus_sign(), not term.is_Number))


def _joined(texts: Sequence[str]) -> str:
    first, *rest = texts
    signed = (f" - {text[1:].lstrip()}" if text.startswith("-") else f" + {text}" for text in rest)
    return first + "".join(signed)


_LATEX_SETTINGS = {"symbol_names": LATEX, "fold_func_brackets": True, "ln_notation": True}


class _Typeset(LatexPrinter):
    """SymPy's LaTeX, with sums in reading order."""

    def _print_Add(self, expr: Add, order: str | None = None) -> str:
        terms = _in_reading_order(self._as_ordered_terms(expr, order=order))
        return _joined([str(self._print(term)) for term in terms])


_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_GREEK = [
    "lam", "alpha", "rho", "eta", "theta", "mu", "nu", "delta", "gamma", "psi", "kappa", "sigma", "tau",
    "beta", "Lambda", "chi", "epsilon",
]  # fmt: skip
_LETTERS = dict(zip(_GREEK, "λαρηθμνδγψκστβΛχε", strict=True)) | {"abar": "ā", "cbar": "c̄", "sbar": "s̄"}
_NAMES = {
    **{"s_abs": "|s|", "c_low": "c̄", "s_high": "s̄", "a_low": "a̲", "N_high": "N̄"},
    **{"clock": "t", "root": "√(1 + 8·N₀)", "e_b": "e^b", "e_x": "e^x"},
    **{"g_mean": "⟨g⟩", "g_m": "⟨gm⟩", "g_g": "⟨g²⟩", "g_c": "σ(−αc)"},
    **{"m_sum": "Σm", "mm_sum": "Σm²", "g_sum": "Σg", "gm_sum": "Σgm", "gg_sum": "Σg²"},
    **{"rest": "ϱ", "kap": "max|σ″|"},
}
"""Symbols whose name in code says what they are for; c and s are cos θ and sin θ, c̄ and s̄ those of θ̄.

⟨·⟩ is the mean over the samples and Σ the sum over those seen so far.
"""
_PLACES = {"": "", "far": "₊", "near": "₋", "least": "ₘ", "most": "\N{COMBINING CIRCUMFLEX ACCENT}"}
"""An index that is a word."""


class _Plain(StrPrinter):
    """SymPy's text, with the letters, powers and relations of the printed page."""

    def _print_Symbol(self, expr: Symbol) -> str:
        name, prime = expr.name.removesuffix("_next"), "'" * expr.name.endswith("_next")
        stem = name.rstrip("0123456789")
        marks = name[len(stem) :].translate(_SUBSCRIPTS) + prime
        letter, _, place = stem.partition("_")
        text = _NAMES.get(stem) or _LETTERS.get(letter, letter) + _PLACES.get(place, f"_{place}")
        return f"{text[:-1]}{marks}|" if text.endswith("|") else text + marks

    def _print_Add(self, expr: Add, order: str | None = None) -> str:
        terms = _in_reading_order(self._as_ordered_terms(expr, order=order))
        return _joined([str(self._print(term)) for term in terms])

    def _print_Mul(self, expr: Basic) -> str:
        return str(super()._print_Mul(expr)).replace("*", "·")

    def _print_Pow(self, expr: Pow, rational: bool = False) -> str:
        if expr.exp.is_Integer and expr.exp > 1:
            base = self.parenthesize(expr.base, PRECEDENCE["Pow"])
            return base + str(expr.exp).translate(_SUPERSCRIPTS)
        return str(super()._print_Pow(expr, rational=rational)).replace("**", "^").replace("sqrt", "√")

    def _print_Relational(self, expr: Relational) -> str:
        sign = {"==": "=", ">=": "≥", "<=": "≤", "!=": "≠"}.get(expr.rel_op, expr.rel_op)
        return f"{self._print(expr.lhs)} {sign} {self._print(expr.rhs)}"


if __name__ == "__main__":
    for row in TABLE:
        print(f"{row.symbol.name:10} {row.latex:14} {row.meaning}")
