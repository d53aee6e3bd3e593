"""The machine that checks the theorems; it knows no particular theorem.

``verifier.forecast(X, y, lr=…)`` says when a training run will spike; see ``verifier.studies.forecast``.
"""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """``forecast``, imported when it is asked for: everything else does without what it needs."""
    if name != "forecast":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from verifier.api import forecast

    return forecast
