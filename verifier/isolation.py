"""Keeps what the user's environment says to the libraries below away from a command.

The same input gives the same result: not another one, nor a failure after a minute of work, because a
notebook named a drawing backend, a debugging switch of SymPy was left on, or warnings are errors.
"""

from __future__ import annotations

import logging
import os
import sys
import warnings

IGNORED = (
    "MATPLOTLIBRC",
    "MPLBACKEND",
    "MPMATH_STRICT",
    "SYMPY_CACHE_SIZE",
    "SYMPY_DEBUG",
    "SYMPY_USE_CACHE",
)
"""Variables that change what a library does, or end it, and never what a command is asked for."""


_REMEMBERED = "20000"
"""How many results SymPy keeps of each of its functions: with its own 1000, a run does much of it twice."""


def isolate() -> None:
    """Forget ``IGNORED``, and let no warning of a library be an error.  To be called before they load."""
    for name in IGNORED:
        os.environ.pop(name, None)
    os.environ["SYMPY_CACHE_SIZE"] = _REMEMBERED
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # where its cache is, is nobody's business
    if sys.warnoptions:
        warnings.simplefilter("default")
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        warnings.filterwarnings("ignore", category=PendingDeprecationWarning)
        warnings.filterwarnings("ignore", category=ImportWarning)
