"""Above its threshold a direction may stay quiet as long as one likes: w may have little of what is steep.

Σ = diag(1, 1, 10) and u = e_1, so that κ_max = 10, which is the eigenvalue along e_3; in the plane of the
other two the run is that of whitened data, which never rises.  What w has along e_3 is all that tells it of
κ_max.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from derivations.notation import lam
from verifier.arithmetic.balls import Undecided, positive
from verifier.claim import Status
from verifier.results.evidence import Evidence, Measured
from verifier.studies.covariance import CovarianceInstance, CovarianceRun

STEEP = Fraction(10)
PARTS = (1, 4, 16, 64, 256)
"""Along e_3 w has ten to minus each of these."""
BITS, LIMIT, HALF = 4000, 200, Fraction(1, 2)


def run_of(part: Fraction) -> CovarianceRun:
    """The run that has ``part`` along e_3, from tan θ = 3/4 in the plane; N_0 is about 1."""
    w, target = (Fraction(4, 5), Fraction(3, 5), part), (Fraction(1), Fraction(0), Fraction(0))
    spectrum = (Fraction(1), Fraction(1), STEEP)
    return CovarianceRun(CovarianceInstance(h=HALF, a0=HALF, spectrum=spectrum, w=w, target=target), BITS)


def onset(run: CovarianceRun, limit: int = LIMIT) -> int | None:
    """The first step that rises, of those before ``limit``.

    None if none does.  Raises ``Undecided`` where a step is not decided, or λκ_max ≤ 2 at one before it.
    """
    for t in range(limit):
        rises = run.rises(t)
        if rises is None or positive(run.evaluate(STEEP * lam - 2, t)) is not True:
            raise Undecided(f"step {t}")
        if rises:
            return t
    return None


def onsets(*, quick: bool, seed: int, precision: int) -> Evidence:
    """When each run rises; ``quick``, ``seed`` and ``precision`` do not matter."""
    try:
        times = [onset(run_of(Fraction(1, 10**part))) for part in PARTS]
        never = onset(run_of(Fraction(0)))
    except Undecided as error:
        return Evidence("experiment", Status.INCONCLUSIVE, f"an onset is not decided: {error}")
    rows: list[Mapping[str, Any]] = [
        {"steep_part": f"1e-{part}", "onset": time} for part, time in zip(PARTS, times, strict=True)
    ]
    known = [time for time in times if time is not None]
    later = len(known) == len(times) and known == sorted({*known}) and never is None
    summary = (
        f"with λκ_max > 2 at every step, onsets at {', '.join(map(str, times))} as the part of w along the "
        f"steep eigenvector falls to 1e-{PARTS[-1]}, and none before {LIMIT} without one"
    )
    return Evidence(
        "experiment", Status.ENCLOSED if later else Status.REFUTED, summary, data=Measured(tuple(rows))
    )
