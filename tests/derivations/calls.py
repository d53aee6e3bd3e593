"""Notes which functions of the derivations are called, by putting a note-taker in the place of their code.

Every reference to a function sees the change, whatever name it goes by, and the rest runs at full speed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FunctionType
from typing import Any


@contextmanager
def noted(modules: list[str]) -> Iterator[set[str]]:
    """The names of those of the (imported) modules of which a function has been called."""
    called: set[str] = set()
    changed: list[tuple[FunctionType, Any, Any]] = []
    for name in modules:
        for function in _functions(name):
            changed.append((function, function.__code__, function.__defaults__))
            _replace(function, name, called)
    try:
        yield called
    finally:
        for function, code, defaults in changed:
            function.__code__, function.__defaults__ = code, defaults


def _functions(name: str) -> Iterator[FunctionType]:
    module = sys.modules.get(name)
    for value in list(vars(module).values()) if module else ():
        if hasattr(value, "cache_clear") and value.__module__ == name:
            value.cache_clear()  # or a function that was called before is not called again
            value = value.__wrapped__
        if isinstance(value, FunctionType) and value.__module__ == name and not value.__closure__:
            yield value


def _replace(function: FunctionType, module: str, called: set[str]) -> None:
    code, name = function.__code__, function.__name__
    original = FunctionType(code, function.__globals__, name, function.__defaults__)
    original.__kwdefaults__ = function.__kwdefaults__

    def note(*arguments: Any, **named: Any) -> Any:
        called.add(module)
        return original(*arguments, **named)

    key = f"_note_{name}"
    function.__globals__[key] = note
    made: dict[str, Callable[..., Any]] = {}
    exec(f"def stub(*arguments, **named): return {key}(*arguments, **named)", made)
    function.__code__ = made["stub"].__code__  # type: ignore[attr-defined]
    function.__defaults__ = None
