"""The parts of a full report that belong to no single claim: tables, experiments, figures.

To add one, write a function ``(quick: bool, seed: int, precision: int)`` that returns a ``Result``,
and name it here.  When that states a status, it counts towards the exit code like a claim's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from operator import attrgetter
from typing import Any

from verifier.results import Found


@dataclass(frozen=True)
class Section:
    """The report has in that ``part`` under that ``name`` what the function ``module:function`` returns.

    A quick run leaves out what is not ``in_quick``.
    """

    part: str
    name: str
    source: str
    in_quick: bool = True

    @property
    def label(self) -> str:
        """How the section is called in progress messages."""
        return f"{self.part}: {self.name}"

    def compute(self, *, quick: bool, seed: int, precision: int) -> Found:
        """Call the function; it is imported only now."""
        result: Found = load(self.source)(quick=quick, seed=seed, precision=precision)
        return result


def load(source: str) -> Callable[..., Any]:
    """The function, or whatever else, that ``module:name`` names; the name may be that of an attribute."""
    module, _, name = source.partition(":")
    found: Callable[..., Any] = attrgetter(name)(import_module(module))
    return found


SECTIONS: tuple[Section, ...] = (
    Section("tables", "logistic-mpmath", "verifier.studies.agreement:logistic", in_quick=False),
    Section("tables", "mpmath", "verifier.studies.agreement:square", in_quick=False),
    Section("tables", "tightness", "verifier.studies.tightness:section"),
    Section("tables", "torch-runs", "verifier.studies.forecast.torch_runs:section"),
    Section("experiments", "diabetes", "verifier.studies.experiments.diabetes:run", in_quick=False),
    Section("figures", "phase-diagram", "verifier.studies.diagram.section:phase", in_quick=False),
    Section("figures", "visible-rise", "verifier.studies.experiments.visible_rise:section", in_quick=False),
    Section("figures", "knife-edge", "verifier.studies.experiments.knife_edge_map:section", in_quick=False),
    Section("experiments", "standardized", "verifier.studies.experiments.standardized:run", in_quick=False),
    Section("tables", "logistic-tightness", "verifier.studies.tightness:logistic"),
    Section("experiments", "labelled", "verifier.studies.experiments.labelled:run", in_quick=False),
    Section("tables", "variants-mpmath", "verifier.studies.agreement:variants", in_quick=False),
    Section("tables", "general-mpmath", "verifier.studies.covariance_agreement:section"),
    Section("experiments", "adam", "verifier.studies.experiments.adam:section"),
    Section("figures", "condition-number", "verifier.studies.experiments.condition_number:section"),
    Section("figures", "delayed-spike", "verifier.studies.spike_data:delayed_spike"),
    Section("figures", "logistic-spike", "verifier.studies.spike_data:logistic_spike"),
    Section("figures", "silent-window", "verifier.studies.spike_data:silent_window"),
)
"""Slowest first, so that no processor is left waiting for one of them at the end."""
