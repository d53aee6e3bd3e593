"""Which symbols of the general theory are values of σ and ℓ: none."""

from __future__ import annotations

from collections.abc import Mapping

TIES: Mapping[str, frozenset[tuple[str, str]]] = {}
