"""What PyTorch draws for ``Linear(d, 1, bias=False)`` after ``torch.manual_seed(seed)``, bit for bit.

``kaiming_uniform_`` with a = √5 draws from U(−1/√d, 1/√d): one 32-bit word of the Mersenne twister for a
float32, of which 24 bits count, and two words for a float64, of which 53 bits count.
The interval is reached by a fused multiply-add, which rounds once.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from verifier.studies.forecast.program import Floats

_SEED_BITS = 32


def stock_weights(features: int, seed: int, *, single: bool) -> Floats:
    """The first weights (d) of a layer from ``features`` inputs to one output, as float64.

    Raises ``ValueError`` unless 0 ≤ seed < 2⁶⁴.
    """
    if not 0 <= seed < 2**64:
        raise ValueError(f"the seed {seed} is not from 0 to 2^64 − 1")
    twister = np.random.MT19937()
    twister._legacy_seeding(seed % 2**_SEED_BITS)
    gain = math.sqrt(2.0 / (1 + math.sqrt(5) ** 2))
    bound = math.sqrt(3.0) * (gain / math.sqrt(features))
    if single:
        share = (twister.random_raw(features) & 0xFFFFFF).astype(np.float64) * 2.0**-24
        least = np.float32(-bound)
        # The product is exact in float64, so that one rounding is left, as of a fused multiply-add.
        return (
            (share * float(np.float32(bound) - least) + float(least)).astype(np.float32).astype(np.float64)
        )
    words = twister.random_raw(2 * features)
    joined = (words[0::2] << np.uint64(32)) | words[1::2]
    share = (joined & np.uint64(2**53 - 1)).astype(np.float64) * 2.0**-53
    low, width = Fraction(-bound), Fraction(bound - -bound)
    return np.array([float(Fraction(float(one)) * width + low) for one in share])
