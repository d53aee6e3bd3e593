"""Every certificate of the present kernel, elaborated, is accepted by the smaller one in both rings."""

from __future__ import annotations

import pytest

from derivations.contents import CLAIMS
from derivations.proof.elaborate import elaborate
from tests.derivations.proofs import proof_of
from verifier.core import replay
