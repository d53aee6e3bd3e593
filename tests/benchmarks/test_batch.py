"""The benchmark of the batch engine measures what it says; how fast anything is, no test asserts."""

import json

import numpy as np

from tests.benchmarks import batch
from verifier.studies.diagram.boxes import Boxes, first_states
from verifier.studies.diagram.loop import follow


def test_the_figures_name_every_engine(monkeypatch):
    """A short measurement has positive times and is JSON."""
    for name, value in (("CELLS", 20), ("STEPS", 5), ("ROUNDS", 1), ("SLOW_STEPS", 2)):
        monkeypatch.setattr(batch, name, value)
    figures = batch.measure()

    assert json.loads(json.dumps(figures)) == figures
    assert {"mpmath.iv", "balls", "batch on arrays"} <= set(figures["nanoseconds_per_cell_step"])
    assert all(time > 0 for time in figures["nanoseconds_per_cell_step"].values())
    assert all(name in batch.table(figures) for name in figures["ratio_to_batch"])


def test_the_c_loop_is_the_same_map(monkeypatch, tmp_path):
    """The C loop takes as many steps to the first certain rise as the engine does."""
    monkeypatch.setattr(batch, "STEPS", 300)
    starts = first_states(Boxes.points([0.005, 0.01, 0.5], [0.02, 0.5, 1.5], [3, 2.5, 3], [0.01, 0.1, 0.2]))
    found = follow(starts, 300, leave_tiny=False)
    library = batch._compile(tmp_path)
    cells = np.ascontiguousarray(starts)

    assert library is not None
    assert library.follow(cells.ctypes.data, 3, 300) == found.time.sum() + 3
