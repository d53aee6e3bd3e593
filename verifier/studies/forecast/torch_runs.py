"""The stored table of real PyTorch runs beside their forecasts, and how good these were."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from pathlib import Path
from statistics import median

from verifier.claim import Status
from verifier.results.torch_runs import Accuracy, Compared, Predicted, RealRuns, TorchRun, TorchRuns

PATH = Path(__file__).parents[1] / "data" / "torch_runs.json"

NEAR = 0.03
"""A step that is so near, relatively, counts as met."""
EVENTS = ("onset", "visible", "slight", "clear")
WHITENED = ("whitened", "badly aligned", "one rate")
UNSEEN = "whitened, data not used to choose anything"
GROUPS: dict[str, Callable[[TorchRun], bool]] = {
    "whitened, all": lambda run: run.group in WHITENED,
    UNSEEN: lambda run: run.group in WHITENED and not run.seen_before,
    "standardized": lambda run: run.group == "standardized",
}


@cache
def load() -> TorchRuns:
    """The stored table; ``python -m tests.torch_runs`` makes it anew."""
    return TorchRuns.restored(json.loads(PATH.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Promise:
    """A number of ``Accuracy`` of an event in a group, and the limit that it must keep."""

    group: str
    event: str
    number: str
    limit: float
    least: bool = False

    def kept(self, found: Accuracy) -> bool:
        """Whether it holds; where there is nothing to compare it does not."""
        value = found.right / found.runs if self.number == "right" else getattr(found, self.number)
        if value is None:
            return False
        return bool(value >= self.limit if self.least else value <= self.limit)

    def __str__(self) -> str:
        sign = "at least" if self.least else "at most"
        return f"{self.group}, {WORDS[self.event]}: {NUMBERS[self.number]} {sign} {100 * self.limit:g} %"


WORDS = {
    "onset": "onset", "visible": "visible step", "slight": "loss up by 1 %", "clear": "loss up by 10 %",
}  # fmt: skip
NUMBERS = {
    "right": "yes or no right in", "median": "median error", "worst": "largest error",
    "near": "step within 3 % in", "covered": "interval holds the step in",
    "width": "median width of the interval",
}  # fmt: skip
PROMISES = (
    Promise("whitened, all", "onset", "worst", 0.002),
    Promise("whitened, all", "visible", "median", 0.005),
    Promise("whitened, all", "visible", "worst", 0.05),
    Promise("whitened, all", "visible", "right", 0.98, least=True),
    Promise(UNSEEN, "visible", "covered", 0.95, least=True),
    Promise(UNSEEN, "visible", "width", 0.04),
    Promise("whitened, all", "slight", "right", 0.95, least=True),
    Promise("whitened, all", "slight", "near", 0.95, least=True),
    Promise("standardized", "visible", "median", 0.015),
    Promise("standardized", "visible", "worst", 0.05),
)
"""What is promised of a forecast; a table that breaks one is inconclusive."""


def accuracy(
    runs: Sequence[TorchRun],
    group: str,
    event: str,
    of: Callable[[TorchRun], Predicted],
    forecast: str = "",
) -> Accuracy:
    """How close the forecasts ``of`` these runs came."""
    found = [(getattr(run, event), getattr(of(run), event)) for run in runs]
    right = sum((seen is None) == (said is None) for seen, said in found)
    both = [(seen, said) for seen, said in found if seen is not None and said is not None]
    errors = [abs((said if event == "onset" else said.step) - seen) / max(seen, 1) for seen, said in both]
    near = sum(error <= NEAR for error in errors) / len(errors) if errors else None
    covered = width = None
    if event != "onset" and both:
        covered = sum(said.low <= seen <= said.high for seen, said in both) / len(both)
        width = median((said.high - said.low) / max(seen, 1) for seen, said in both)
    return Accuracy(
        group, event, forecast, len(found), sum(seen is not None for seen, _ in found), right, len(both),
        median(errors) if errors else None, max(errors, default=None), near, covered, width,
    )  # fmt: skip


def section(*, quick: bool, seed: int, precision: int) -> RealRuns:
    """The table of the report; a run of PyTorch is not repeated, its numbers are stored."""
    return judged(load())


def judged(table: TorchRuns) -> RealRuns:
    """What the table shows, held against what is promised."""
    found = {
        (group, event): accuracy([*filter(belongs, table.runs)], group, event, attrgetter("predicted"))
        for group, belongs in GROUPS.items()
        for event in EVENTS
    }
    broken = tuple(str(one) for one in PROMISES if not one.kept(found[one.group, one.event]))
    controls = tuple(_controls(table))
    # A forecast that leaves something out must break what the right one keeps, or the table shows nothing.
    idle = tuple(f"{one.forecast} is as good" for one in controls if not _fails(one))
    whitened = found["whitened, all", "visible"]
    middle = (
        "nothing to compare" if whitened.median is None else f"median error {100 * whitened.median:.2g} %"
    )
    return RealRuns(
        Status.CHECKED if not broken and not idle else Status.INCONCLUSIVE,
        f"{len(table.runs)} runs of PyTorch {table.torch}; visible step of whitened runs: {middle}",
        table.torch,
        tuple(map(str, PROMISES)),
        (*broken, *idle),
        tuple(found.values()),
        controls,
        tuple(
            Compared(
                run.group, run.data_set, run.dtype, run.onset, run.predicted.onset, run.visible,
                run.predicted.visible,
            )
            for run in table.runs
        ),
    )  # fmt: skip


def _controls(table: TorchRuns) -> Iterator[Accuracy]:
    runs = [*filter(GROUPS["whitened, all"], table.runs)]
    for name in table.runs[0].controls if table.runs else ():
        event = "onset" if name == "without ε" else "visible"

        def of(run: TorchRun, name: str = name) -> Predicted:
            return run.controls[name]

        yield accuracy(runs, "whitened, all", event, of, name)


def _fails(control: Accuracy) -> bool:
    """Whether it breaks a promise that the right forecast keeps."""
    mine = [one for one in PROMISES if (one.group, one.event) == (control.group, control.event)]
    return any(not one.kept(control) for one in mine)
