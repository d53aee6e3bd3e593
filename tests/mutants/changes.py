"""What each mutant changes, read from the files in which mutmut keeps all of them side by side."""

from __future__ import annotations

import ast
import difflib
import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Change:
    """The lines of one function that a mutant replaces, and what by; several are joined by `` / ``."""

    function: str
    was: str
    becomes: str

    def __str__(self) -> str:
        return f"{self.function}\n    - {self.was}\n    + {self.becomes}"


def changes(folder: Path) -> dict[str, Change]:
    """The change of every mutant below ``folder``, by mutmut's name of it."""
    found: dict[str, Change] = {}
    for path in sorted(folder.rglob("*.py.meta")):
        source = path.with_suffix("")
        module = ".".join(source.relative_to(folder).with_suffix("").parts)
        found |= _of_module(module, source.read_text(encoding="utf-8"))
    return found


def _of_module(module: str, source: str) -> dict[str, Change]:
    """The changes of one module's mutants: functions named after the original, with a number."""
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    bodies = {node.name: _lines(node) for node in functions if "__mutmut_" in node.name}
    found: dict[str, Change] = {}
    for name, lines in bodies.items():
        stem, _, number = name.rpartition("__mutmut_")
        if number.isdigit():
            was, becomes = _difference(bodies[f"{stem}__mutmut_orig"], lines)
            function = stem[2:].replace("ǁ", ".")  # x_function, or xǁClassǁmethod
            found[f"{module}.{name}"] = Change(f"{module}.{function}", was, becomes)
    return found


def _lines(node: ast.FunctionDef) -> list[str]:
    """The function's text without its name, which differs from mutant to mutant, one statement a line."""
    node.name = "function"
    return [line.strip() for line in ast.unparse(node).splitlines()]


def _difference(original: list[str], mutant: list[str]) -> tuple[str, str]:
    kept = difflib.SequenceMatcher(None, original, mutant, autojunk=False).get_opcodes()
    parts = [(original[i:j], mutant[k:m]) for tag, i, j, k, m in kept if tag != "equal"]
    was = [line for lines, _ in parts for line in lines]
    becomes = [line for _, lines in parts for line in lines]
    return " / ".join(was), " / ".join(becomes)


def words_only(change: Change) -> bool:
    """Whether only the words of a refusal are changed: the same error is raised all the same."""
    raised = re.match(r"raise [A-Z]\w*\(", change.was)
    return raised is not None and change.becomes.startswith(raised[0])
