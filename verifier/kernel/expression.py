"""Reads a polynomial from text: ``"lam*s**2*(lam*(c**2 - s**2) - 2*c)"``.

The grammar is Python's, cut down to integers, names, ``+ - *``, division by a nonzero integer
constant and powers with a small natural exponent.  Anything else is rejected: in particular floats,
calls and unknown names.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from verifier.kernel.errors import CertificateError
from verifier.kernel.rings import Ring

_LARGEST_EXPONENT = 64


def read_polynomial(text: str, ring: Ring, rename: Mapping[str, str] | None = None) -> Any:
    """The polynomial that ``text`` denotes in ``ring``, with the variables in ``rename`` replaced."""
    if not isinstance(text, str):
        raise CertificateError(f"a polynomial must be text, not {text!r}")
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise CertificateError(f"not a polynomial: {text!r}") from error
    return _evaluate(tree.body, ring, rename or {}, text)


def _evaluate(node: ast.expr, ring: Ring, rename: Mapping[str, str], text: str) -> Any:
    match node:
        case ast.Constant(value=int() as value) if not isinstance(value, bool):
            return ring.constant(Fraction(value))
        case ast.Name(id=name):
            name = rename.get(name, name)
            if name not in ring.names:
                raise CertificateError(f"undeclared variable {name!r} in {text!r}")
            return ring.variable(name)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_evaluate(operand, ring, rename, text)
        case ast.BinOp(left=left, op=ast.Pow(), right=ast.Constant(value=int() as exponent)) if (
            not isinstance(exponent, bool) and 0 <= exponent <= _LARGEST_EXPONENT
        ):
            base = _evaluate(left, ring, rename, text)
            return ring.constant(Fraction(1)) if exponent == 0 else base**exponent
        case ast.BinOp(left=left, op=ast.Div(), right=ast.Constant(value=int() as divisor)) if (
            not isinstance(divisor, bool) and divisor != 0
        ):
            scale = ring.constant(Fraction(1, divisor))
            return _evaluate(left, ring, rename, text) * scale
        case ast.BinOp(left=left, op=operator, right=right):
            x = _evaluate(left, ring, rename, text)
            y = _evaluate(right, ring, rename, text)
            match operator:
                case ast.Add():
                    return x + y
                case ast.Sub():
                    return x - y
                case ast.Mult():
                    return x * y
    raise CertificateError(f"not allowed in a polynomial: {ast.unparse(node)!r} in {text!r}")
