"""The knife-edge map over α_0 and η/‖w_0‖²: what becomes of the direction, how long the window is open.

Each cell is one planar run, that of its midpoint, with its course from the first step to the last; see
``verifier.studies.experiments.course``.  Points, not boxes: between them the map says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction

from derivations.logistic import knife_edge, precursor, restart, waiting_time_lower
from derivations.logistic.window_law import CLOCK
from derivations.sigmoid.kappa import KAPPA, at, window
from verifier.arithmetic.balls import Undecided, ball, floor_of_lower, floor_of_upper, precision
from verifier.claim import Status
from verifier.dynamics import Run
from verifier.results.knife_edge import Bounds, Captured, Cell, Constants, KnifeEdge, Map, Region
from verifier.results.rise import Extent, Rise
from verifier.studies.experiments.course import NEVER_RISES, SHARP_EDGE, Course, follow
from verifier.studies.experiments.plain import number
from verifier.studies.losses import LogisticInstance

SETTINGS = (
    (Fraction(1, 10), Fraction(1, 100)),
    (Fraction(1, 50), Fraction(1, 100)),
    (Fraction(1, 50), Fraction(1, 10)),
)
"""(h, θ_0) of each map."""
CELLS = 20
SCALES = Fraction(0), Fraction(4)
DIRECTION_LRS = Fraction(12, 5), Fraction(27, 5)
"""The ranges of α_0 and of ν_0 = η/‖w_0‖², and the cells on each side."""
BITS = 96
RESTARTS = 16
"""How many steps are iterated for the bounds from a later state."""
PRECURSOR, RESTART = "logistic.precursor", "logistic.restart"
FORETOLD = {
    NEVER_RISES: (Rise.NEVER,),
    SHARP_EDGE: (Rise.NEVER,),
    PRECURSOR: (Rise.DELAYED, Rise.AT_ONCE),
    RESTART: (Rise.DELAYED, Rise.AT_ONCE),
}
"""For each claim whose condition is tried: the verdicts that it foretells."""
_CURVE = 96


def section(quick: bool, seed: int, precision: int) -> KnifeEdge:
    """The maps for each (h, θ_0); none of the arguments matters."""
    return compute(SETTINGS, CELLS)


def compute(settings: Sequence[tuple[Fraction, Fraction]], cells: int) -> KnifeEdge:
    """A map of ``cells`` × ``cells`` runs for each (h, θ_0), the curve to draw, and what to say of them."""
    maps = tuple(_map(h, theta0, cells) for h, theta0 in settings)
    broken = tuple(text for one in maps for text in contradictions(one))
    decided = not any(one.counts()[Rise.UNDECIDED] for one in maps)
    found = Status.ENCLOSED if decided else Status.INCONCLUSIVE
    return KnifeEdge(
        status=Status.REFUTED if broken else found,
        x=Extent("scale0", *map(float, SCALES)),
        y=Extent("direction_lr", *map(float, DIRECTION_LRS)),
        size=cells,
        constants=Constants(*knife_edge.constants(22).values()),
        threshold=_threshold(),
        maps=maps,
        contradictions=broken,
        sentences=tuple(map(_sentence, maps)),
    )


def _map(h: Fraction, theta0: Fraction, size: int) -> Map:
    cells: list[Cell] = []
    rows: dict[str, list[str]] = {claim: [] for claim in FORETOLD}
    for row, nu in enumerate(_midpoints(DIRECTION_LRS, size)):
        marks = dict.fromkeys(FORETOLD, "")
        for column, alpha0 in enumerate(_midpoints(SCALES, size)):
            instance = LogisticInstance.given(h, alpha0, nu, theta0)
            course, known = follow(instance), forecast(instance)
            cells.append(_cell(column, row, instance, course, known))
            holds = {*course.foretold, *known.bounding}
            for claim in FORETOLD:
                marks[claim] += "1" if claim in holds else "0"
        for claim, text in marks.items():
            rows[claim].append(text)
    regions = {claim: Region(tuple(of), _captured(cells, of, claim)) for claim, of in rows.items()}
    return Map(float(h), float(theta0), regions, tuple(cells))


@dataclass(frozen=True, slots=True)
class Forecast:
    """Bounds of the onset from the first state, and from restarts up to ``restarted_at``.

    An upper one is None where nothing bounds the onset from above, both where it is known to be none.
    """

    lower: int | None = 0
    upper: int | None = None
    restart_lower: int | None = 0
    restart_upper: int | None = None
    restarted_at: int = 0

    @property
    def bounding(self) -> list[str]:
        """The claims that bound the onset from above."""
        uppers = ((PRECURSOR, self.upper), (RESTART, self.restart_upper))
        return [claim for claim, upper in uppers if upper is not None]


def forecast(instance: LogisticInstance) -> Forecast:
    """What is known of the onset of a run beforehand.

    A bound that the enclosures leave open bounds nothing: the onset is at 0 or later.
    """
    run, known = Run(instance, BITS), Forecast()
    with precision(BITS):
        first = run.state(0)
        with suppress(Undecided):
            known = replace(known, lower=waiting_time_lower.bound(run.h, first))
        with suppress(Undecided):
            known = replace(known, upper=precursor.bound(run.h, first))
        with suppress(Undecided):
            lower, upper, at = restart.window(run, RESTARTS)
            known = replace(known, restart_lower=lower, restart_upper=upper, restarted_at=at)
        return known


def _captured(cells: Sequence[Cell], rows: Sequence[str], claim: str) -> Captured:
    """In how many cells the condition holds, of how many whose verdict it foretells."""
    true = [rows[cell.row][cell.column] for cell in cells if cell.verdict in FORETOLD[claim]]
    return Captured(true.count("1"), len(true))


def _midpoints(ends: tuple[Fraction, Fraction], cells: int) -> list[Fraction]:
    width = (ends[1] - ends[0]) / cells
    return [ends[0] + width * (k + Fraction(1, 2)) for k in range(cells)]


def _cell(column: int, row: int, instance: LogisticInstance, course: Course, known: Forecast) -> Cell:
    settled = course.settled is not None
    return Cell(
        column,
        row,
        course.verdict,
        course.onset,
        last_rise=course.last_rise if settled else None,
        loss_rise=course.loss_rise,
        open=course.open if settled else None,
        horizon=horizon(instance),
        lower=known.lower,
        upper=known.upper,
        restart_lower=known.restart_lower,
        restart_upper=known.restart_upper,
        restarted_at=known.restarted_at,
    )


def horizon(instance: LogisticInstance) -> tuple[int, int] | None:
    """How many steps α is in its window while it moves as aligned, at the first norm: between two integers.

    The slow time of ``logistic.window-law`` from max(α_on, α_0) to α_off, over h; None if α_0 is past the
    window, or there is none.
    """
    with precision(BITS):
        start = ball(instance.alpha0)
        ends = window(ball(instance.N0), BITS)
        if ends is None or not start < ends[1]:
            return None
        steps = (at(CLOCK, ends[1]) - at(CLOCK, ends[0].max(start))) / ball(instance.h)
        return floor_of_lower(steps), floor_of_upper(steps) + 1


def contradictions(one: Map) -> Iterator[str]:
    """Where the runs of a map contradict what is claimed of them; there should be no such place."""
    for cell in one.cells:
        place = f"column {cell.column}, row {cell.row}"
        for claim, foretold in FORETOLD.items():
            if one.regions[claim].holds(cell) and cell.verdict not in (*foretold, Rise.UNDECIDED):
                yield f"{place}: the condition of {claim} holds, but: {cell.verdict}"
        onset = cell.onset
        if onset is not None and not all(_within(onset, window) for window in cell.windows):
            yield f"{place}: the onset {onset} is outside of its window"
        if cell.loss_rise is not None and cell.verdict is Rise.NEVER:
            yield f"{place}: the loss rises at {cell.loss_rise}, though the direction never does"


def _within(onset: int, bounds: Bounds) -> bool:
    """Whether there may be an onset at that time."""
    lower, upper = bounds
    return lower is not None and lower <= onset and (upper is None or onset <= upper)


def _threshold() -> list[tuple[float, float]]:
    """Points (α, 2/κ(α)) of the curve above which an aligned direction is above threshold."""
    points = []
    with precision(BITS):
        for k in range(1, _CURVE + 1):
            scale = SCALES[0] + (SCALES[1] - SCALES[0]) * Fraction(k, _CURVE)
            level = 2 / at(KAPPA, ball(scale))
            if level < 2 * ball(DIRECTION_LRS[1]):
                points.append((float(scale), number(level)))
    return points


def _sentence(one: Map) -> str:
    """What the map shows, in words."""
    counts, late = one.counts(), [cell for cell in one.cells if cell.verdict is Rise.DELAYED]
    seen = sum(cell.loss_rise is not None for cell in late)
    spent = [cell.open / cell.horizon[1] for cell in late if cell.open and cell.horizon]
    exact = sum(cell.restart_lower == cell.restart_upper == cell.onset for cell in late)
    rising, never = (one.regions[claim].captured for claim in (PRECURSOR, NEVER_RISES))
    return (
        f"For h = {one.scale_lr:g} and θ_0 = {one.angle0:g} the direction rises after a delay in "
        f"{counts[Rise.DELAYED]} cells, at once in {counts[Rise.AT_ONCE]}, never in {counts[Rise.NEVER]}, "
        f"and {counts[Rise.UNDECIDED]} are undecided. The condition of {PRECURSOR} holds at the start in "
        f"{rising.held} of the {rising.true} cells where the direction rises, that of {NEVER_RISES} in "
        f"{never.held} of the {never.true} where it never does. Restarts within {RESTARTS} steps foretell "
        f"the onset exactly in {exact} of the {len(late)} delayed cells. In {seen} of these the loss "
        f"rises. A delayed cell has its window open for {min(spent, default=0):.0%} to "
        f"{max(spent, default=0):.0%} of the time that an aligned scale would spend in it."
    )
