"""The forecast as a picture: loss, angle and effective learning rate, with the interval shaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from verifier.results.forecast import Forecast, Moment
from verifier.studies.forecast.program import SEEN, Floats

AFTER = 0.4
"""How much is shown after the spike, as a share of its step."""
_TINY = 1e-30


def draw(path: Path, found: Forecast, steps: Floats) -> None:
    """Write the picture of a forecast and one followed run (T × 5: sin²θ, λ, α, loss, rises).

    The ending of ``path`` decides the format.  Raises ``ValueError`` for one that matplotlib does not know.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 6.4), layout="constrained")
    FigureCanvasAgg(figure)
    upper, middle, lower = figure.subplots(3, sharex=True)
    last = len(steps)
    if found.visible is not None:
        last = min(last, int(found.visible.high * (1 + AFTER)) + 20)
    times = np.arange(last)
    upper.plot(times, steps[:last, 3], color="#1a5fb4")
    upper.set_ylabel("loss (half MSE)")
    middle.semilogy(times, np.sqrt(np.maximum(steps[:last, 0], _TINY)), color="#26a269")
    middle.axhline(SEEN, color="#777777", linestyle=":")
    middle.set_ylabel("sin θ")
    lower.plot(times, steps[:last, 1], color="#a51d2d")
    lower.axhline(2, color="#777777", linestyle=":")
    lower.set_ylabel("effective lr λ")
    lower.set_xlabel("step")
    for axes in (upper, middle, lower):
        _mark(axes, found.onset, found.visible)
        axes.grid(alpha=0.25)
    upper.set_title(_title(found), fontsize=11)
    figure.savefig(path, dpi=150)


def _mark(axes: Any, onset: int | None, visible: Moment | None) -> None:
    if onset is not None:
        axes.axvline(onset, color="#777777", linewidth=1)
    if visible is not None:
        axes.axvspan(visible.low, visible.high, color="#e5a50a", alpha=0.35, linewidth=0)


def _title(found: Forecast) -> str:
    if found.onset is None:
        return "no onset"
    if found.visible is None:
        return f"onset at {found.onset}, nothing visible"
    return (
        f"onset at {found.onset}, visible at {found.visible.step} "
        f"(shaded: {found.visible.low} to {found.visible.high})"
    )
