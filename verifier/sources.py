"""Modules as their source tells them, without importing them: what each name is and what it refers to."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_MARKS = (ast.expr_context, ast.operator, ast.unaryop, ast.boolop)
_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")
_SCOPES = (*_FUNCTIONS, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True)
class Reference:
    """A name that some code uses, with the attribute that it asks of it, if any; or a text."""

    name: str
    attribute: str | None = None
    is_text: bool = False


@dataclass(frozen=True, eq=False)
class Source:
    """One module: ``imports`` gives for a name the module and the name there (None: the module itself);
    ``defines`` gives the statements that make a name."""

    name: str
    imports: dict[str, tuple[str, str | None]]
    defines: dict[str, tuple[ast.stmt, ...]]

    @cache  # noqa: B019 (sources are few, and live as long as the program)
    def references_of(self, name: str) -> tuple[Reference, ...]:
        """What the statements that define ``name`` refer to, each once."""
        return tuple(dict.fromkeys(one for node in self.defines[name] for one in references(node)))


@cache
def source_of(module: str) -> Source | None:
    """The source of a module; None where there is none, as for a builtin or a compiled one."""
    text = _text(module)
    if text is None:
        return None
    tree = ast.parse(text)
    imports: dict[str, tuple[str, str | None]] = {}
    for node in _statements(tree):
        imports |= _imported(node)
    defines: dict[str, tuple[ast.stmt, ...]] = {}
    for statement in tree.body:
        for name in _made(statement):
            defines[name] = (*defines.get(name, ()), statement)
    return Source(module, imports, defines)


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """All statements below, however deep: an import is one, and is nowhere else."""
    for block in _BLOCKS:
        below = getattr(node, block, ())
        for one in below if isinstance(below, list) else ():  # that of a conditional expression is none
            yield one
            yield from _statements(one)


def _text(module: str) -> str | None:
    """The text of a module's source.  A module is not looked for in one that is no package: that would
    import it."""
    package = module.rpartition(".")[0]
    if package and not _is_package(package):
        return None
    try:
        spec = find_spec(module)
        read: Callable[[str], str | None] = getattr(spec and spec.loader, "get_source")  # noqa: B009
        return read(module)
    except (ImportError, AttributeError, ValueError):
        return None


@cache
def _is_package(module: str) -> bool:
    package = module.rpartition(".")[0]
    if package and not _is_package(package):
        return False
    spec = find_spec(module)
    return spec is not None and spec.submodule_search_locations is not None


def docstring_beside(function: Callable[..., Any]) -> str:
    """The docstring of the module that defines ``function``, also where Python drops it (-OO)."""
    lines = linecache.getlines(function.__code__.co_filename, getattr(function, "__globals__", None))
    return ast.get_docstring(ast.parse("".join(lines)), clean=False) or ""


def section(docstring: str, heading: str) -> str:
    """The text below ``heading`` in a docstring, unindented; '' if absent."""
    lines = docstring.splitlines()
    try:
        start = lines.index(heading) + 1
    except ValueError:
        return ""
    body: list[str] = []
    for line in lines[start:]:
        if line and not line.startswith(" "):
            break
        body.append(line.strip())
    return "\n".join(body).strip()


def references(node: ast.AST, bound: frozenset[str] = frozenset()) -> Iterator[Reference]:
    """What the code below ``node`` refers to; ``bound`` are names that belong to functions around it."""
    if isinstance(node, _SCOPES):
        bound |= _bound_by(node)
    match node:
        case ast.Attribute(value=ast.Name(id=name), attr=attribute):
            if name not in bound:
                yield Reference(name, attribute)
            return
        case ast.Name(id=name):
            if name not in bound:
                yield Reference(name)
            return
        case ast.Constant(value=value):
            if isinstance(value, str):
                yield Reference(value, is_text=True)
            return
        case ast.ImportFrom() | ast.Import():
            yield from (Reference(name) for name in _imported(node))
    for child in _children(node):
        if not _is_annotation(node, child):
            yield from references(child, bound)


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes below; not how a name is used, or which operator it is, which have none of their own."""
    for field in node._fields:
        value = getattr(node, field, None)
        if isinstance(value, list):
            yield from (one for one in value if isinstance(one, ast.AST))
        elif isinstance(value, ast.AST) and not isinstance(value, _MARKS):
            yield value


def _is_annotation(node: ast.AST, child: ast.AST) -> bool:
    """What is said of a type is used by nobody when the program runs."""
    return child in (getattr(node, "annotation", None), getattr(node, "returns", None))


def _imported(node: ast.AST) -> dict[str, tuple[str, str | None]]:
    match node:
        case ast.ImportFrom(module=str(module), names=names, level=0):
            return {alias.asname or alias.name: (module, alias.name) for alias in names}
        case ast.Import(names=names):
            return {alias.asname or alias.name.split(".")[0]: (alias.name, None) for alias in names}
    return {}


def _made(statement: ast.stmt) -> set[str]:
    """The names that a statement at the top of a module gives a meaning."""
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.Import() | ast.ImportFrom():
            return set()
    return _stored(statement)


def _bound_by(scope: ast.AST) -> frozenset[str]:
    """The names that belong to a function or a comprehension; what it imports belongs to the module."""
    names = _stored(scope)
    if isinstance(scope, _FUNCTIONS):
        given = scope.args
        optional = [one for one in (given.vararg, given.kwarg) if one is not None]
        names |= {one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs, *optional)}
    return frozenset(names)


def _stored(node: ast.AST) -> set[str]:
    """The names assigned to below ``node``, without those of functions within it."""
    found: set[str] = set()
    for child in _children(node):
        match child:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.Name(id=name, ctx=ast.Store()):
                found.add(name)
            case ast.ExceptHandler(name=str(name)):
                found |= {name} | _stored(child)
            case ast.Lambda() | ast.Constant() | ast.Name():
                pass
            case _:
                found |= _stored(child)
    return found
