"""The first weights are PyTorch's own, bit for bit."""

from __future__ import annotations

import numpy as np
import pytest

from verifier.studies.forecast.initial import stock_weights

KNOWN = [
    (0, True, "-0x1.1b47d0p-8 0x1.3d2626p-2 -0x1.e696fcp-2"),
    (7, False, "-0x1.04dd0ffd6b60fp-2 -0x1.0b966b47a77a1p-2 0x1.ac24bfd2c746fp-2"),
]
"""What PyTorch 2.13 draws for three features."""


@pytest.mark.parametrize(("seed", "single", "drawn"), KNOWN)
def test_as_torch_drew_them(seed, single, drawn):
    """Without PyTorch: the numbers that it gave once."""
    assert list(stock_weights(3, seed, single=single)) == [float.fromhex(x) for x in drawn.split()]


@pytest.mark.parametrize("single", [True, False])
@pytest.mark.parametrize("features", [1, 2, 3, 10, 15, 16, 17, 64, 257])
@pytest.mark.parametrize("seed", [0, 1, 123456, 2**32 - 1, 2**32 + 5, 2**63])
def test_as_torch_draws_them(features, seed, single):
    """For few and many features, in both formats, with seeds of more than 32 bits too."""
    torch = pytest.importorskip("torch")
    kind = torch.float32 if single else torch.float64
    torch.manual_seed(seed)
    drawn = torch.nn.Linear(features, 1, bias=False, dtype=kind).weight.detach().numpy()[0]

    np.testing.assert_array_equal(stock_weights(features, seed, single=single), drawn.astype(np.float64))


def test_the_next_seed_draws_others():
    """Two seeds have nothing in common."""
    assert not np.intersect1d(stock_weights(10, 0, single=True), stock_weights(10, 1, single=True)).size


@pytest.mark.parametrize("seed", [-1, 2**64])
def test_a_seed_that_torch_has_not_is_refused(seed):
    """The message names it."""
    with pytest.raises(ValueError, match=str(seed)):
        stock_weights(3, seed, single=True)
