"""Which runs the table has: drawn once, from a seed, without looking at what comes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tests.torch_runs.data import SEEN_BEFORE, SETS, load
from tests.torch_runs.training import Training
from verifier.studies.forecast.initial import stock_weights
from verifier.studies.forecast.prepared import Prepared, prepared

GROUPS = {"whitened": 60, "badly aligned": 20, "one rate": 28, "standardized": 28}
"""How many runs of each kind."""
MOST_CONDITION = 500


@dataclass(frozen=True)
class Setting:
    """One run: its group, data set, format, rates, first weights, and how long it may take."""

    group: str
    data_set: str
    data: Prepared
    targets: np.ndarray
    training: Training
    w: np.ndarray
    steps: int


def settings(seed: int = 2604) -> Iterator[Setting]:
    """All runs of the table, in their order: half of them in each format, half on data not seen before."""
    for number, (group, count) in enumerate(GROUPS.items()):
        draw = np.random.default_rng([seed, number])
        made = 0
        while made < count:
            single, before = made % 2 == 0, (made // 2) % 2 == 0
            names = [name for name in SETS if (name in SEEN_BEFORE) == before]
            name = str(draw.choice(names))
            inputs, targets = load(name)
            spread = float(draw.choice([1.0, 3.0, 10.0]))
            one = _setting(
                draw, group, name, inputs, (targets - targets.mean()) / targets.std() * spread, single
            )
            if one is not None:
                made += 1
                yield one


def _setting(
    draw: np.random.Generator, group: str, name: str, inputs: np.ndarray, targets: np.ndarray, single: bool
) -> Setting | None:
    whiten = group != "standardized"
    data = prepared(inputs, targets, single=single, whiten=whiten, standardize=True)
    count = data.inputs.shape[1]
    if count < 2 or (not whiten and data.condition_number > MOST_CONDITION):
        return None
    moments = data.moments
    w = stock_weights(count, int(draw.integers(10_000)), single=single)
    if group == "badly aligned":
        off = w - moments.direction * (w @ moments.covariance @ moments.direction)
        w = off + float(draw.choice([-0.02, 0.02])) * np.linalg.norm(off) * moments.direction
        w = w.astype(np.float32).astype(np.float64) if single else w
    size = float(w @ moments.covariance @ w)
    h = float(10 ** draw.uniform(-3, -2))
    saturated = float(draw.uniform(2.5, 12) if whiten else draw.uniform(1, 8))
    loss = str(draw.choice(["half-mse", "mse"]))
    factor = 1.0 if loss == "half-mse" else 2.0
    if group == "one rate":
        # One lr for all: h = η, and ρ is scaled so that η ρ²/‖w‖² is what was drawn; γ_0 = 1.
        scaled = targets * (np.sqrt(saturated * size / h) / moments.rho)
        data, eta, gamma = prepared(inputs, scaled, single=single, whiten=True), h, 1.0
        targets = scaled
    else:
        eta, gamma = (
            saturated * size / moments.rho**2,
            float(draw.choice([0.02, 0.05, 0.1, 0.3])) * moments.rho,
        )
    training = Training(eta / factor, h / factor, gamma, "float32" if single else "float64", loss)
    return Setting(group, name, data, targets, training, w, int(min(9 / h, 9000)))
