"""Reads a polynomial as it is told: ``"lam*s**2*(lam*(c**2 - s**2) - 2*c)"``.

The grammar is Python's, cut down to integers, names, ``+ - *``, division by a nonzero integer
constant and powers with a small natural exponent.  Anything else is rejected: floats, calls, unknown
names, comments, line breaks, and integers that are not plain digits such as ``0x10`` and ``1_000``.  A
certificate has its polynomials multiplied out (``verifier.kernel.polynomials``).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from verifier.kernel import CertificateError
from verifier.kernel.limits import DIGITS, TEXT, require
from verifier.kernel.rings import Ring

_LARGEST_EXPONENT = 64
"""Of a power, and of powers within powers taken together: ``(x**8)**8`` is the largest of its kind."""

_ALLOWED = re.compile(r"[A-Za-z0-9_+\-*/() ]*")
_INTO_A_NAME = re.compile(r"\b[0-9]+[A-Za-z_]")
_TOO_LONG = re.compile(rf"[0-9]{{{DIGITS + 1}}}")


def read_polynomial(text: str, ring: Ring, rename: Mapping[str, str] | None = None) -> Any:
    """The polynomial that ``text`` denotes in ``ring``, with the variables in ``rename`` replaced.

    Each ring keeps what it has read: a certificate repeats its conditions in almost every step.
    """
    if not isinstance(text, str):
        raise CertificateError(f"a polynomial must be text, not {text!r}")
    key = text, tuple(sorted(rename.items())) if rename else ()
    ring.meter.spend(1 + len(key[1]) // 2)
    if key not in ring.read:
        require(len(text), TEXT, f"a polynomial of {len(text):,} letters")
        ring.meter.spend(len(text))
        ring.read[key] = _read(text, ring, rename or {})
    return ring.read[key]


def _read(text: str, ring: Ring, rename: Mapping[str, str]) -> Any:
    if not _ALLOWED.fullmatch(text):
        raise CertificateError(f"not allowed in a polynomial: a character of {text!r}")
    if _INTO_A_NAME.search(text):
        raise CertificateError(f"not allowed in a polynomial: a number with letters in {text!r}")
    if _TOO_LONG.search(text):
        raise CertificateError(f"too much: a number of more than {DIGITS} digits in a polynomial")
    try:
        tree = ast.parse(text, mode="eval")
        return _evaluate(tree.body, ring, rename, text, _LARGEST_EXPONENT)
    except CertificateError:
        raise
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise CertificateError(f"not a polynomial: {text[:200]!r}") from error


def _evaluate(node: ast.expr, ring: Ring, rename: Mapping[str, str], text: str, largest: int) -> Any:
    """The value of one node; ``largest`` is the exponent still allowed inside the powers around it."""
    match node:
        case ast.Constant(value=int() as value) if not isinstance(value, bool):
            return ring.constant(Fraction(value))
        case ast.Name(id=name):
            name = rename.get(name, name)
            if name not in ring.names:
                raise CertificateError(f"undeclared variable {name!r} in {text!r}")
            return ring.variable(name)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_evaluate(operand, ring, rename, text, largest)
        case ast.BinOp(left=left, op=ast.Pow(), right=ast.Constant(value=int() as exponent)) if (
            not isinstance(exponent, bool) and 0 <= exponent <= largest
        ):
            base = _evaluate(left, ring, rename, text, largest // max(exponent, 1))
            return ring.constant(Fraction(1)) if exponent == 0 else base**exponent
        case ast.BinOp(left=left, op=ast.Div(), right=ast.Constant(value=int() as divisor)) if (
            not isinstance(divisor, bool) and divisor != 0
        ):
            scale = ring.constant(Fraction(1, divisor))
            return _evaluate(left, ring, rename, text, largest) * scale
        case ast.BinOp(left=left, op=operator, right=right):
            x = _evaluate(left, ring, rename, text, largest)
            y = _evaluate(right, ring, rename, text, largest)
            match operator:
                case ast.Add():
                    return x + y
                case ast.Sub():
                    return x - y
                case ast.Mult():
                    return x * y
    raise CertificateError(f"not allowed in a polynomial: {ast.unparse(node)!r} in {text!r}")
