"""Rising edges under batch, weight, RMS and layer normalization, beside ``general.normalization``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from derivations.general.normalization import STEPS, bounds
from verifier.arithmetic.balls import Undecided, floor_of_upper
from verifier.claim import Status
from verifier.results.evidence import Evidence, Measured
from verifier.studies.normalized import SPREAD, NormalizedRun

BOUNDS = ("by_the_pull_at_the_sine", "by_the_pull", "without_the_mirror")


def edges(*, quick: bool, seed: int, precision: int) -> Evidence:
    """Each listed run's edges and their three bounds; ``quick`` and ``seed`` do not matter."""
    try:
        rows = [row for instance in SPREAD for row in _rows(NormalizedRun(instance, precision))]
    except Undecided as error:
        return Evidence("experiment", Status.INCONCLUSIVE, f"the edges are not decided: {error}")
    longer = [row for row in rows if row["steps"] > min(row[bound] for bound in BOUNDS)]
    longest = max(rows, key=lambda row: int(row["steps"]))
    summary = (
        f"{len(rows)} rising edges, of which {len(longer)} are longer than a bound; the longest, under "
        f"{longest['normalization']} normalization, has {longest['steps']} steps, at most "
        f"{longest['by_the_pull_at_the_sine']}"
    )
    status = Status.REFUTED if longer else Status.ENCLOSED
    return Evidence("experiment", status, summary, data=Measured(tuple(rows)))


def _rows(run: NormalizedRun) -> Iterator[Mapping[str, Any]]:
    for edge in run.edges(STEPS):
        found = bounds(run, edge)
        if found is not None:
            most = [1 + floor_of_upper(bound) for bound in reversed(found)]
            known = {"normalization": run.instance.kind, "first_step": edge[0], "steps": edge[1]}
            yield known | dict(zip(BOUNDS, most, strict=True))
