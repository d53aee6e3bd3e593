"""In which order the report shows the parts that belong to no single claim, under which headings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from verifier.report.conditioning_figure import conditioning_figure
from verifier.report.families import title_of
from verifier.report.knife_edge_figure import knife_edge_figure
from verifier.report.missing import Drawings
from verifier.report.phase_figure import phase_figure
from verifier.report.spike_figure import spike_figure
from verifier.report.visible_rise_figure import visible_rise_figure
from verifier.results import Found
from verifier.results.report import Report

FIGURES: dict[str, Callable[[Any, str], str]] = {
    "delayed-spike": spike_figure,
    "phase-diagram": phase_figure,
    "logistic-spike": spike_figure,
    "silent-window": spike_figure,
    "knife-edge": knife_edge_figure,
    "visible-rise": visible_rise_figure,
    "condition-number": conditioning_figure,
}
"""For each figure how it is drawn, as SVG text, from its data and under its name."""


@dataclass(frozen=True)
class Heading:
    """``name`` in a ``part`` of the report is shown by ``template`` under ``title``, in a ``family``."""

    part: str
    name: str
    family: str
    title: str
    template: str

    @property
    def full_title(self) -> str:
        """The title for where the family is not said beside it."""
        if not self.family:
            return self.title
        return f"{title_of(self.family)}: {self.title[0].lower()}{self.title[1:]}"


@dataclass(frozen=True)
class Shown:
    """A heading whose data the report has."""

    heading: Heading
    data: Found


ORDER = (
    Heading("tables", "tightness", "square", "How tight the bounds are", "tightness"),
    Heading("tables", "mpmath", "square", "The same runs in mpmath", "agreement"),
    Heading("figures", "phase-diagram", "square", "Where the direction rises", "phase"),
    Heading("experiments", "diabetes", "square", "One instance from real data", "experiment"),
    Heading("figures", "logistic-spike", "logistic", "A spike, and a silent window", "logistic_spike"),
    Heading("tables", "logistic-tightness", "logistic", "How tight the bounds are", "tightness"),
    Heading("tables", "logistic-mpmath", "logistic", "The same runs in mpmath", "agreement"),
    Heading("figures", "knife-edge", "logistic", "The knife edge", "knife_edge"),
    Heading("figures", "visible-rise", "logistic", "What becomes of the window", "visible_rise"),
    Heading("experiments", "labelled", "logistic", "Ten samples in twenty dimensions", "experiment"),
    Heading("figures", "condition-number", "general", "The price of not whitening", "conditioning"),
    Heading("experiments", "standardized", "general", "Real data, not whitened", "experiment"),
    Heading("tables", "variants-mpmath", "general", "Weight decay, momentum, ε: runs in both", "agreement"),
    Heading("tables", "general-mpmath", "general", "Runs in mpmath, and in balls", "agreement"),
    Heading("experiments", "adam", "general", "What Adam does", "observed"),
    Heading("tables", "torch-runs", "general", "Real runs beside their forecasts", "real_runs"),
)
"""What stands between the index and the claims.  The spike of the square loss opens the report."""


def shown(report: Report) -> Iterator[Shown]:
    """The sections that the report has, and at the end any experiment that is not listed."""
    for heading in ORDER:
        if heading.name in report.part(heading.part):
            yield Shown(heading, report.part(heading.part)[heading.name])
    listed = {heading.name for heading in ORDER}
    for name, data in report.experiments.items():
        if name not in listed:
            title = f"Experiment: {name.replace('-', ' ')}"
            yield Shown(Heading("experiments", name, "", title, "experiment"), data)


def drawn(report: Report, drawings: Drawings | None = None) -> dict[str, str]:
    """Every figure that the report has, by name; ``drawings`` remembers those that failed."""
    on = drawings or Drawings()
    parts = {**report.figures, **report.experiments}
    return {
        name: on.draw(name, partial(draw, parts[name], name))
        for name, draw in FIGURES.items()
        if name in parts
    }
