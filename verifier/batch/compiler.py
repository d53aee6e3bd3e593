"""Numba where it is installed (the extra ``fast``), plain Python where it is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

_Function = TypeVar("_Function", bound=Callable[..., Any])

try:
    from numba import njit
    from numba.extending import register_jitable
except ImportError:
    HAVE_NUMBA = False

    def inlined(function: _Function) -> _Function:
        """The function itself: without numba there is nothing to register."""
        return function

    def compiled(function: _Function) -> _Function:
        """The function itself."""
        return function

else:
    HAVE_NUMBA = True

    def inlined(function: _Function) -> _Function:
        """The function itself, which compiled code may call from now on."""
        return register_jitable(forceinline=True, error_model="numpy")(function)  # type: ignore[no-any-return]

    def compiled(function: _Function) -> _Function:
        """Machine code.  IEEE semantics: no fast-math, no contraction; division by 0 gives inf or nan."""
        return njit(error_model="numpy", nogil=True, forceinline=True)(function)  # type: ignore[no-any-return]
