"""Functions of the sigmoid: σ(z) = 1/(1 + e^{−z}), ℓ(z) = ln(1 + e^{−z}), its change, and sinh(z)/z.

They are SymPy functions, so that formulas keep them by name: σ' = σ(1 − σ) and ℓ' = −σ(−z) are all that
a derivation knows of them.  ``verifier.arithmetic`` computes all in balls under the same names.
"""

from __future__ import annotations

from typing import Any

from sympy import Expr, Function, cosh, exp, log


class sigma(Function):
    """The sigmoid σ(z) = 1/(1 + e^{−z})."""

    nargs = 1

    def fdiff(self, argindex: int = 1) -> Expr:
        """σ' = σ(1 − σ)."""
        return self * (1 - self)

    def _eval_rewrite_as_exp(self, z: Expr, **hints: Any) -> Expr:
        return 1 / (1 + exp(-z))

    def _sympystr(self, printer: Any) -> str:
        return f"σ({printer._print(self.args[0])})"

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        power = f"^{{{exp}}}" if exp else ""
        return rf"\sigma{power}\left({printer._print(self.args[0])}\right)"


class ell(Function):
    """The loss of a margin, ℓ(z) = ln(1 + e^{−z})."""

    nargs = 1

    def fdiff(self, argindex: int = 1) -> Expr:
        """ℓ' = −σ(−z)."""
        return -sigma(-self.args[0])

    def _eval_rewrite_as_exp(self, z: Expr, **hints: Any) -> Expr:
        return log(1 + exp(-z))

    def _sympystr(self, printer: Any) -> str:
        return f"ℓ({printer._print(self.args[0])})"

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        power = f"^{{{exp}}}" if exp else ""
        return rf"\ell{power}\left({printer._print(self.args[0])}\right)"


class ell_change(Function):
    """ℓ(z + d) − ℓ(z) = ln(1 + σ(−z)(e^{−d} − 1)), which keeps its digits where ℓ(z) is tiny, or d is."""

    nargs = 2

    def _eval_rewrite_as_exp(self, z: Expr, d: Expr, **hints: Any) -> Expr:
        return log(1 + (exp(-d) - 1) / (1 + exp(z)))


class sinhc(Function):
    """sinh(z)/z, and 1 at z = 0: what is left of a difference of two values of σ over that of z."""

    nargs = 1

    @classmethod
    def eval(cls, z: Any) -> Any:
        """Exact at 0 only."""
        return 1 + z if z.is_zero else None

    def fdiff(self, argindex: int = 1) -> Expr:
        """(cosh z − sinhc z)/z."""
        return (cosh(self.args[0]) - self) / self.args[0]

    def _eval_rewrite_as_exp(self, z: Expr, **hints: Any) -> Expr:
        return (exp(z) - exp(-z)) / (2 * z)
