"""What a program may import of this package: ``from verifier import forecast``."""

from __future__ import annotations

from verifier.studies.forecast.forecast import forecast

__all__ = ["forecast"]
