"""Programs for mpmath's points without its number objects: the same operations on what these hold.

Each operator of a program becomes the function of ``mpmath.libmp`` that the operator of a number calls,
with the same precision and rounding; what a program takes and gives are numbers as before.  To look for
the function of two objects and to make a third takes as long as most of these operations.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

from mpmath.libmp import (
    ComplexResult,
    fnan,
    fone,
    fzero,
    mpf_add,
    mpf_cosh,
    mpf_div,
    mpf_exp,
    mpf_mul,
    mpf_neg,
    mpf_sinh,
    mpf_sqrt,
    mpf_sub,
)

_NEAREST = "n"
_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "_add", ast.Sub: "_sub", ast.Mult: "_mul", ast.Div: "_div",
}  # fmt: skip
_LIBMP = {"_add": mpf_add, "_sub": mpf_sub, "_mul": mpf_mul, "_div": mpf_div, "_neg": mpf_neg}


def _sqrt(x: Any, bits: int, rounding: str) -> Any:
    try:
        return mpf_sqrt(x, bits, rounding)
    except ComplexResult:
        return fnan


def _sinhc(x: Any, bits: int, rounding: str) -> Any:
    return fone if x == fzero else mpf_div(mpf_sinh(x, bits, rounding), x, bits, rounding)


_FUNCTIONS = {"sqrt": _sqrt, "exp": mpf_exp, "cosh": mpf_cosh, "sinh": mpf_sinh, "sinhc": _sinhc}
"""Those that are unwrapped as well; the others are given numbers, and asked for what they hold."""


def unwrapped(
    source: str, title: str, namespace: Mapping[str, Any], context: Any
) -> Callable[..., tuple[Any, ...]]:
    """The function ``compiled`` of ``source`` for the numbers of an mpmath ``context``.

    ``namespace`` has its integers, as numbers, and its functions.  An argument may also be an int.
    Raises ``ValueError`` for text that is no program of ``verifier.arithmetic.compile``.
    """
    tree = ast.fix_missing_locations(_Unwrapped().visit(ast.parse(source)))
    held = {name: x._mpf_ if isinstance(x, context.mpf) else x for name, x in namespace.items()}

    def enter(x: Any) -> Any:
        return x._mpf_ if type(x) is context.mpf else context.convert(x)._mpf_

    held |= {**_LIBMP, "_context": context, "_enter": enter, "_make": context.make_mpf}
    held |= {f"_{name}": function for name, function in _FUNCTIONS.items()}
    exec(compile(tree, title, "exec"), held)
    function: Callable[..., tuple[Any, ...]] = held["compiled"]
    return function


class _Unwrapped(ast.NodeTransformer):
    """Rewrites a program, which has definitions, operators, calls of functions by name, and one result."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        *_, last = node.body
        if not (isinstance(last, ast.Return) and isinstance(last.value, ast.Tuple)):
            raise ValueError("no program: it ends without a tuple of results")
        self.generic_visit(node)
        last.value.elts = [_call("_make", value) for value in last.value.elts]
        node.body = [
            *ast.parse("_bits = _context.prec").body,
            *(_assign(one.arg, _call("_enter", _name(one.arg))) for one in node.args.args),
            *node.body,
        ]
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        if type(node.op) not in _OPERATORS:
            raise ValueError(f"no program: it has the operator {ast.unparse(node)}")
        return _rounded(_OPERATORS[type(node.op)], node.left, node.right)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        self.generic_visit(node)
        if not isinstance(node.op, ast.USub):
            raise ValueError(f"no program: it has the operator {ast.unparse(node)}")
        return _rounded("_neg", node.operand)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id in _FUNCTIONS:
            return _rounded(f"_{node.func.id}", *node.args)
        node.args = [_call("_make", argument) for argument in node.args]
        return ast.Attribute(node, "_mpf_", ast.Load())


def _name(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def _call(function: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(_name(function), [*arguments], [])


def _rounded(function: str, *arguments: ast.expr) -> ast.Call:
    return _call(function, *arguments, _name("_bits"), ast.Constant(_NEAREST))


def _assign(name: str, value: ast.expr) -> ast.Assign:
    return ast.Assign([ast.Name(name, ast.Store())], value)
