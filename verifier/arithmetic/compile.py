"""Compiles SymPy expressions to straight-line Python for any arithmetic with operators and sqrt.

The source is generated from the derived expression by common-subexpression elimination, so that a
numeric map can never differ from its derivation.  The same source runs on balls, on mpmath numbers,
on intervals and on exact rationals (where no root occurs).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy
from sympy import Expr, Symbol, cse, numbered_symbols


@dataclass(frozen=True)
class CompiledMap:
    """A compiled map: ``function(sqrt, number)`` returns the callable for one arithmetic.

    ``source`` is the generated Python text; the callable takes ``arguments`` in order and returns the
    ``outputs`` as a tuple.
    """

    arguments: tuple[str, ...]
    outputs: tuple[str, ...]
    source: str

    def bind(
        self, sqrt: Callable[[Any], Any], number: Callable[[int, int], Any], **functions: Any
    ) -> Callable[..., tuple[Any, ...]]:
        """The map in one arithmetic.

        ``sqrt`` is its square root; ``number(p, q)`` its value of the fraction p/q; ``functions`` are
        further elementary functions by name (``log``, ``cos`` …) when the expressions use them.
        """
        namespace: dict[str, Any] = {"sqrt": sqrt, "number": number, **functions}
        exec(compile(self.source, f"<compiled {', '.join(self.outputs)}>", "exec"), namespace)
        return namespace["compiled"]  # type: ignore[no-any-return]


def compile_map(
    expressions: Mapping[str, Expr], arguments: Sequence[Symbol]
) -> CompiledMap:
    """Compile named expressions of ``arguments``; raises ``ValueError`` on an unbound symbol."""
    names = tuple(symbol.name for symbol in arguments)
    unbound = set().union(*(e.free_symbols for e in expressions.values())) - set(arguments)
    if unbound:
        raise ValueError(f"unbound symbols: {sorted(str(symbol) for symbol in unbound)}")
    common, results = cse(list(expressions.values()), symbols=numbered_symbols("x_"), order="none")
    lines = [f"def compiled({', '.join(names)}):"]
    lines += [f"    {symbol} = {_code(value)}" for symbol, value in common]
    outputs = ", ".join(_code(result) for result in results)
    lines.append(f"    return ({outputs},)")
    return CompiledMap(names, tuple(expressions), "\n".join(lines) + "\n")


def _code(expression: Expr) -> str:
    """Python text of one expression, with powers spelled as products, quotients and roots."""
    match expression:
        case Symbol():
            return str(expression.name)
        case sympy.Integer():
            return str(int(expression))
        case sympy.Rational():
            return f"number({expression.p}, {expression.q})"
        case sympy.Add():
            terms = [_code(term) for term in expression.args]
            return "(" + " + ".join(terms) + ")"
        case sympy.Mul():
            return _product(expression)
        case sympy.Pow():
            return _power(expression.base, expression.exp)
        case sympy.Function():
            inner = ", ".join(_code(argument) for argument in expression.args)
            return f"{expression.func.__name__}({inner})"
    raise ValueError(f"cannot compile {expression!r}")


def _product(expression: Expr) -> str:
    above, below = [], []
    sign = ""
    for factor in expression.args:
        if factor == -1:
            sign = "-"
        elif isinstance(factor, sympy.Pow) and factor.exp.is_number and factor.exp < 0:
            below.append(_power(factor.base, -factor.exp))
        else:
            above.append(_code(factor))
    text = "*".join(above) or "1"
    if below:
        text = f"{text}/({'*'.join(below)})"
    return f"({sign}{text})"


def _power(base: Expr, exponent: Expr) -> str:
    inner = _code(base)
    if exponent == sympy.Rational(1, 2):
        return f"sqrt({inner})"
    if exponent.is_Rational and exponent.q == 2 and exponent > 0:
        return f"sqrt({inner})*{_power(base, sympy.floor(exponent))}"
    if exponent.is_Integer and exponent > 0:
        return inner if exponent == 1 else f"({'*'.join([inner] * int(exponent))})"
    if exponent.is_Rational and exponent < 0:
        return f"(1/{_power(base, -exponent)})"
    raise ValueError(f"cannot compile the power {base}**{exponent}")
