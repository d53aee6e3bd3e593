"""Turns a compiled map into interval code: each operation becomes one outward-rounded call.

The input is the text that ``verifier.arithmetic.compile`` generated from the derived formulas; the output
is the same straight-line program on pairs (lower end, upper end).
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from verifier.arithmetic.compile import CompiledMap

_BINARY: dict[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "divide",
}


def interval_source(program: CompiledMap, name: str) -> str:
    """Python text of ``program`` on intervals, as a function called ``name``.

    Its arguments are ``x_lo, x_hi`` for each argument x, and it returns the ends of the outputs in the
    same way.  Raises ``ValueError`` for a function other than the square root.
    """
    function = ast.parse(program.source).body[0]
    if not isinstance(function, ast.FunctionDef):
        raise ValueError("a compiled map is one function")
    writer = _Writer()
    for statement in function.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            writer.assign(statement.targets[0].id, statement.value)
        elif isinstance(statement, ast.Return) and isinstance(statement.value, ast.Tuple):
            results = [writer.operand(element) for element in statement.value.elts]
            writer.lines.append(f"return ({', '.join(results)},)")
    arguments = ", ".join(f"{argument}_lo, {argument}_hi" for argument in program.arguments)
    body = "\n    ".join(writer.lines)
    return f"def {name}({arguments}):\n    {body}\n"


@dataclass
class _Writer:
    """Writes one interval operation a line, in the order of evaluation."""

    lines: list[str] = field(default_factory=list)
    parts: int = 0

    def assign(self, target: str, value: ast.expr) -> None:
        self.lines.append(f"{target}_lo, {target}_hi = {self._operation(value)}")

    def operand(self, node: ast.expr) -> str:
        """The two ends of a value as text; anything but a name or an integer gets a line of its own."""
        if isinstance(node, ast.Name):
            if node.id.startswith("_") and node.id[1:].isdigit():
                return f"{node.id[1:]}.0, {node.id[1:]}.0"
            return f"{node.id}_lo, {node.id}_hi"
        self.parts += 1
        name = f"part{self.parts}"
        self.assign(name, node)
        return f"{name}_lo, {name}_hi"

    def _operation(self, node: ast.expr) -> str:
        match node:
            case ast.BinOp(left=left, op=ast.Mult(), right=right) if ast.dump(left) == ast.dump(right):
                return f"square({self.operand(left)})"
            case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _BINARY:
                first, second = self.operand(left), self.operand(right)
                return f"{_BINARY[type(operator)]}({first}, {second})"
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return f"subtract(0.0, 0.0, {self.operand(inner)})"
            case ast.Call(func=ast.Name(id="sqrt"), args=[inner]):
                return f"root({self.operand(inner)})"
            case ast.Name():
                return self.operand(node)
        raise ValueError(f"no interval operation for {ast.unparse(node)!r}")
