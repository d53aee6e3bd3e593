"""Compiles derived formulas to straight-line Python for any arithmetic.

A program is an ordered list of definitions, as on paper: r := √(p² + q²), λ := a/N, p' := p + λq²/r …
Each right-hand side is the derived expression itself, so a numeric map cannot differ from its
derivation; what is shared between right-hand sides is computed once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sympy
from sympy import Expr, Symbol, cse, numbered_symbols
from sympy.core.function import Application

from verifier.arithmetic.reals import Arithmetic


@dataclass(frozen=True)
class CompiledMap:
    """A compiled map; ``source`` is its Python text, the body of a function of ``arguments``.

    ``integers`` and ``functions`` are what the text needs of an arithmetic.
    """

    arguments: tuple[str, ...]
    outputs: tuple[str, ...]
    source: str
    integers: frozenset[int]
    functions: frozenset[str]

    def bind(self, arithmetic: Arithmetic) -> Callable[..., tuple[Any, ...]]:
        """The map in one arithmetic: takes ``arguments`` in order, returns the tuple of ``outputs``.

        Raises ``ValueError`` when the arithmetic lacks a function that the map uses.
        """
        missing = sorted(self.functions - set(arithmetic.functions))
        if missing:
            raise ValueError(f"{arithmetic.name} has no function {', '.join(missing)}")
        # Integers are embedded once: converting them at each use would cost as much as the operation.
        namespace: dict[str, Any] = {_integer(n): arithmetic.integer(n) for n in self.integers}
        namespace |= {name: arithmetic.functions[name] for name in self.functions}
        return arithmetic.loaded(self.source, f"<compiled {', '.join(self.outputs)}>", namespace)


def compile_map(
    definitions: Mapping[Symbol, Expr], arguments: Sequence[Symbol], outputs: Sequence[Symbol]
) -> CompiledMap:
    """Compile ``outputs`` as functions of ``arguments``, by way of the ``definitions`` they need.

    An argument that also has a definition is taken as given.  Raises ``ValueError`` when an output
    depends on a symbol that is neither an argument nor defined, or on itself.
    """
    needed = _needed(definitions, arguments, outputs)
    pending = _shared(needed)
    writer = _Writer()
    body: list[str] = []

    def define(symbol: Symbol) -> None:
        if symbol not in pending:
            return
        expression = pending.pop(symbol)
        for part in sorted(expression.free_symbols, key=str):
            define(part)
        body.append(f"    {symbol.name} = {writer.text(expression)}")

    for symbol in needed:
        define(symbol)
    names = tuple(symbol.name for symbol in arguments)
    returned = ", ".join(symbol.name for symbol in outputs)
    lines = [f"def compiled({', '.join(names)}):", *body, f"    return ({returned},)"]
    return CompiledMap(
        names,
        tuple(symbol.name for symbol in outputs),
        "\n".join(lines) + "\n",
        frozenset(writer.integers),
        frozenset(writer.functions),
    )


def _needed(
    definitions: Mapping[Symbol, Expr], arguments: Sequence[Symbol], outputs: Sequence[Symbol]
) -> dict[Symbol, Expr]:
    """The definitions that the outputs rest on, each after those it uses."""
    found: dict[Symbol, Expr] = {}
    entered: set[Symbol] = set()

    def visit(symbol: Symbol) -> None:
        if symbol in arguments or symbol in found:
            return
        if symbol not in definitions:
            raise ValueError(f"{symbol} is neither an argument nor defined")
        if symbol in entered:
            raise ValueError(f"{symbol} is defined by itself")
        entered.add(symbol)
        for part in sorted(definitions[symbol].free_symbols, key=str):
            visit(part)
        found[symbol] = definitions[symbol]

    for symbol in outputs:
        visit(symbol)
    return found


def _shared(definitions: Mapping[Symbol, Expr]) -> dict[Symbol, Expr]:
    """The definitions, with what they have in common as definitions of its own (x0, x1 …)."""
    common, results = cse(list(definitions.values()), symbols=numbered_symbols("x"))
    parts = dict(common)
    own_name = {
        result: symbol
        for symbol, result in reversed(list(zip(definitions, results, strict=True)))
        if result in parts
    }  # a common part that is a definition already keeps that definition's name
    named = {own_name.get(part, part): value for part, value in parts.items()}
    named |= {s: e for s, e in zip(definitions, results, strict=True) if own_name.get(e) != s}
    return {symbol: expression.xreplace(own_name) for symbol, expression in named.items()}


def _integer(value: int) -> str:
    return f"_{value}"


def _is_negative(term: Expr) -> bool:
    return bool(term.as_coeff_Mul()[0].is_negative)


_SUM, _PRODUCT, _ATOM = range(3)
"""How tightly a piece of text holds together; looser pieces get parentheses."""


@dataclass
class _Writer:
    """Writes expressions as Python text, and notes which integers and functions it used."""

    integers: set[int] = field(default_factory=set)
    functions: set[str] = field(default_factory=set)

    def text(self, expression: Expr, level: int = _SUM) -> str:
        """The expression, in parentheses if it is looser than ``level``."""
        text, own = self._write(expression)
        return text if own >= level else f"({text})"

    def _write(self, expression: Expr) -> tuple[str, int]:
        match expression:
            case Symbol():
                return str(expression.name), _ATOM
            case sympy.Add():
                return self._sum(expression), _SUM
            case sympy.Number() | sympy.Mul() if _is_negative(expression):
                return "-" + self.text(-expression, _PRODUCT), _SUM
            case sympy.Integer():
                return self._number(int(expression)), _ATOM
            case sympy.Rational() | sympy.Mul():
                return self._quotient(expression), _PRODUCT
            case sympy.Pow():
                return self._power(expression)
            case Application():
                return self._call(expression.func.__name__, *expression.args), _ATOM
            case sympy.core.numbers.Pi():
                return self._call("pi"), _ATOM
        raise ValueError(f"cannot compile {expression!r}: not an exact real formula")

    def _number(self, value: int) -> str:
        self.integers.add(value)
        return _integer(value)

    def _call(self, function: str, *arguments: Expr) -> str:
        self.functions.add(function)
        return f"{function}({', '.join(self.text(argument) for argument in arguments)})"

    def _sum(self, expression: sympy.Add) -> str:
        terms = sorted(expression.as_ordered_terms(), key=_is_negative)  # stable: positive ones first
        text = self.text(terms[0], _SUM)
        for term in terms[1:]:
            sign, size = (" - ", -term) if _is_negative(term) else (" + ", term)
            text += sign + self.text(size, _PRODUCT)
        return text

    def _quotient(self, expression: Expr) -> str:
        above: list[Expr] = []
        below: list[Expr] = []
        for factor in sympy.Mul.make_args(expression):
            if factor.is_Rational:
                above += [factor.p] if factor.p != 1 else []
                below += [factor.q] if factor.q != 1 else []
            elif factor.is_Pow and factor.exp.is_Rational and factor.exp < 0:
                below.append(1 / factor)
            else:
                above.append(factor)
        text = self._factors(above) if above else self._number(1)
        if not below:
            return text
        divisor = self._factors(below)
        return f"{text}/{divisor}" if len(below) == 1 else f"{text}/({divisor})"

    def _factors(self, factors: Sequence[Any]) -> str:
        return "*".join(self.text(sympy.sympify(factor), _ATOM) for factor in factors)

    def _power(self, expression: sympy.Pow) -> tuple[str, int]:
        base, exponent = expression.args
        if exponent.is_Rational and exponent < 0:
            return self._quotient(expression), _PRODUCT
        if exponent.is_Integer:
            return self._factors([base] * int(exponent)), _PRODUCT
        if exponent.is_Rational and exponent.q == 2:
            root, whole = self._call("sqrt", base), base ** sympy.floor(exponent)
            return (root, _ATOM) if whole == 1 else (f"{root}*{self.text(whole, _ATOM)}", _PRODUCT)
        return self._call("power", base, exponent), _ATOM
