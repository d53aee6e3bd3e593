"""Toys bent at random: what is still accepted is still true.

The criterion: of a few hundred bent certificates most are refused, none raises anything else, and what the
kernel accepts of the others survives the falsifier.
"""

from __future__ import annotations

from random import Random

import pytest

from tests.kernel.falsify import Falsifier
from tests.kernel.mutation import bent
from tests.kernel.toys import TOYS
from verifier.kernel import CertificateError, replay


@pytest.mark.parametrize("toy", TOYS)
def test_what_is_accepted_of_a_bent_toy_is_true(toy: str) -> None:
    whole, random = TOYS[toy], Random(toy)
    refused = 0
    for seed in range(40):
        changed, _ = bent(whole, random)
        try:
            (statement,) = replay(changed).concludes.values()
        except CertificateError:
            refused += 1
            continue
        assert Falsifier(seed, count=8).broken(dict(statement), whole["variables"]) is None
    assert refused >= 10
