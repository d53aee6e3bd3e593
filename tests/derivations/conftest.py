"""Puts the tests of one claim next to each other: neighbours share a worker, and so one derivation."""

from __future__ import annotations

import pytest

from derivations.contents import CLAIMS

_ORDER = {claim_id: number for number, claim_id in enumerate(CLAIMS)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the tests that have a claim by claim, in the places that such tests have."""
    places = [place for place, item in enumerate(items) if _claim_id(item) in _ORDER]
    by_claim = sorted((items[place] for place in places), key=lambda item: _ORDER[_claim_id(item)])
    for place, item in zip(places, by_claim, strict=True):
        items[place] = item


def _claim_id(item: pytest.Item) -> str:
    """The claim that a test is about; empty for a test of something else."""
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    claim = parameters.get("claim_id") or parameters.get("claim", "")
    return claim if isinstance(claim, str) else getattr(claim, "id", "")
