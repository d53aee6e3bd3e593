"""The stored table of real PyTorch runs beside their forecasts, and how good these were."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median

from verifier.results.torch_runs import Predicted, TorchRun, TorchRuns

PATH = Path(__file__).with_name("torch_runs.json")


@cache
def load() -> TorchRuns:
    """The stored table; ``python -m tests.torch_runs`` makes it anew."""
    return TorchRuns.restored(json.loads(PATH.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Accuracy:
    """How close forecasts of an event came: shares of the runs; errors and widths over the step seen."""

    runs: int
    happened: int
    right: float
    median: float | None
    worst: float | None
    covered: float | None
    width: float | None


def accuracy(runs: Iterable[TorchRun], event: str, of: Callable[[TorchRun], Predicted]) -> Accuracy:
    """Of an ``event`` ("onset", "visible", "slight", "clear") in these runs, as ``of`` forecast it."""
    found = [(getattr(run, event), getattr(of(run), event)) for run in runs]
    right = sum((seen is None) == (said is None) for seen, said in found) / len(found)
    both = [(seen, said) for seen, said in found if seen is not None and said is not None]
    errors = [abs((said if event == "onset" else said.step) - seen) / max(seen, 1) for seen, said in both]
    happened = sum(seen is not None for seen, _ in found)
    if event == "onset" or not both:
        return Accuracy(len(found), happened, right, *_of(errors), None, None)
    covered = sum(said.low <= seen <= said.high for seen, said in both) / len(both)
    width = median((said.high - said.low) / max(seen, 1) for seen, said in both)
    return Accuracy(len(found), happened, right, *_of(errors), covered, width)


def _of(errors: Sequence[float]) -> tuple[float | None, float | None]:
    return (median(errors), max(errors)) if errors else (None, None)
