"""Numba where it is installed (the extra ``fast``), plain Python where it is not."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeVar

_Function = TypeVar("_Function", bound=Callable[..., Any])

HAVE_NUMBA = find_spec("numba") is not None
"""Whether there is machine code, or arrays have to do."""


def inlined(function: _Function) -> _Function:
    """The function itself, which compiled code may call from now on, as part of its own code."""
    if HAVE_NUMBA:
        extending: Any = import_module("numba.extending")
        extending.register_jitable(forceinline=True, error_model="numpy")(function)
    return function


def compiled(function: _Function) -> _Function:
    """Machine code; the function itself without numba.

    IEEE semantics: no fast-math, no contraction; division by 0 gives inf or nan.  It releases the lock of
    the interpreter while it runs.
    """
    if not HAVE_NUMBA:
        return function
    numba: Any = import_module("numba")
    machine: _Function = numba.njit(error_model="numpy", nogil=True, forceinline=True)(function)
    return machine
