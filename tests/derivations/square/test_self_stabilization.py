"""The claims on how a rising edge ends: their proofs, their bounds, and what their hypotheses are for.

Correctness criterion: no proof is left when a constant in it is made false; on every edge each bound is at
least the certified number of steps, also when the state is known only roughly; and the bounds are as sharp
as the report says.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from flint import arb
from hypothesis import given
from sympy import Expr, Rational, log, sqrt

from derivations.direction import edge_envelope
from derivations.direction import self_stabilization as counted
from derivations.direction import self_stabilization_log as fast
from derivations.direction.angle_map import COS_NEXT, SIN_NEXT
from derivations.direction.edge_envelope import GAMMA, LATER_CAP, NU, ROOM
from derivations.direction.norm_growth import GROWTH
from derivations.direction.rising_edge import first_edge
from derivations.direction.rising_identity import RISING_MARGIN
from derivations.direction.self_stabilization import SQUARE
from derivations.notation import N, a, at_next, at_start, c, h, k, lam, s, sbar
from derivations.proof import Condition, System
from derivations.square import (
    edge,
    rising_budget,
    self_stabilization,
    self_stabilization_envelope,
    self_stabilization_log,
)
from derivations.square.lemmas import (
    edge_box,
    edge_budget,
    edge_gain,
    edge_last,
    edge_moving,
    low_norm,
    near_target,
)
from derivations.square.lemmas.edge_recursion import GAMMA_OF
from derivations.square.update_maps import A_NEXT_POLAR
from tests.strategies import instances
from verifier.arithmetic.balls import Undecided, precision
from verifier.arithmetic.evaluate import evaluate
from verifier.claim import Answer
from verifier.dynamics import Run
from verifier.kernel import CertificateError, replay
from verifier.studies.instances import SPREAD
from verifier.studies.losses import Instance

BOUNDS = (self_stabilization, self_stabilization_log, self_stabilization_envelope)
FREE = replace(edge_budget.LATER, guards=())
TOP_FIRST = edge_moving.TOP >= at_start(N)
COMPARED = edge_box.COMPARED
ASKED = (*COMPARED.guards, *COMPARED.conditions[4:], TOP_FIRST)


def without(system: System, one: Condition) -> System:
    """The system without something that it asks."""
    asked: dict[str, Any] = {key: getattr(system, key) for key in ("conditions", "guards", "initial")}
    left: dict[str, Any] = {key: tuple(x for x in kept if x != one) for key, kept in asked.items()}
    assert left != asked
    return replace(system, **left)


FALSEHOODS = [
    (self_stabilization, counted, "SQUARE", 16 * s**2),
    (self_stabilization, self_stabilization, "EDGE", replace(self_stabilization.EDGE, guards=())),
    (self_stabilization_log, edge_budget, "HIGH", a >= NU * LATER_CAP / 2),
    (self_stabilization_log, fast, "FAST", lam >= NU / 2),
    (self_stabilization_log, edge_envelope, "SINE_RATIO", (edge_envelope.LR_CAP - 2) ** 2),
    (self_stabilization_log, edge_envelope, "NORM_RATIO", 1 + edge_envelope.SINE_CAP**2),
    (self_stabilization_log, self_stabilization_log, "LATER", FREE),
    (self_stabilization_envelope, edge_moving, "ENOUGH", edge_moving.ENOUGH + edge_moving.TOP),
    (self_stabilization_envelope, edge_moving, "LEVER", edge_moving.LEVER + s**2),
    (self_stabilization_envelope, edge_moving, "SCALE_ALONG", edge_moving.SCALE_ALONG + 1),
    (self_stabilization_envelope, edge_moving, "POTENTIAL", edge_moving.TOP >= 2 * N),
    (self_stabilization_envelope, edge_moving, "NEVER_RISES", at_next(edge_moving.PAYS) <= 1),
    (self_stabilization_envelope, edge_moving, "ELSE", at_next(edge_moving.TOP) >= 0),
    (self_stabilization_envelope, edge_moving, "_other", edge_moving._covered),
    (self_stabilization_envelope, edge_moving, "_covered", edge_moving._other),
    (self_stabilization_envelope, edge_gain, "SPENT", edge_gain.SPENT + edge_gain.LATER_CAP),
    (self_stabilization_envelope, edge_gain, "SCALE_LOW", 2 * edge_gain.SCALE_LOW),
    *(
        (self_stabilization_envelope, self_stabilization_envelope, "COMPARED", without(COMPARED, one))
        for one in ASKED
    ),
    (self_stabilization_envelope, edge_gain, "TURN_IS", edge_gain.TURN_IS - edge_gain.TURN),
    (self_stabilization_envelope, edge_box, "ABOVE_SINE", edge_box.SINE_LOW**2 <= 2 * s**2),
    (self_stabilization_envelope, edge_box, "WITHIN_GAIN", 2 * edge_box.GAIN**2 >= edge_box.REACHED),
    (self_stabilization_envelope, edge_last, "NORM_FACTOR", 1 + 4 * edge_box.THRESHOLD_LOW**2),
    (rising_budget, rising_budget, "FACTOR", 1 + 16 * s**2),
    (edge, low_norm, "COS_LEAST", 4 * at_start(N) * at_start(c) ** 2),
    (edge, near_target, "MARGINS", (near_target.EPS > 0,)),
    (edge, edge, "LARGE", replace(edge.LARGE, initial=edge.ANY.initial)),
]
"""A claim, and the module in which a constant is replaced by something false."""


@pytest.mark.parametrize(
    ("claim", "where", "name", "falsehood"), FALSEHOODS, ids=lambda x: getattr(x, "__name__", str(x))[:60]
)
def test_a_false_constant_leaves_no_proof(
    claim: ModuleType, where: ModuleType, name: str, falsehood: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one formula changed, either the argument cannot be written down or the kernel refuses it."""
    monkeypatch.setattr(where, name, falsehood)

    with pytest.raises((ValueError, CertificateError)):
        replay(claim.CLAIM.derive().certificate())


def edges(run: Run, steps: int) -> list[tuple[int, int]]:
    """The rising edges that end within so many steps, as (first step, number of steps)."""
    found, begin = [], None
    for t in range(steps):
        rises = run.rising(t)
        assert rises is not None
        if rises and begin is None:
            begin = t
        elif not rises and begin is not None:
            found.append((begin, t - begin))
            begin = None
    return found


@pytest.mark.parametrize("instance", SPREAD, ids=str)
def test_no_edge_outlasts_its_bounds(instance: Instance) -> None:
    """On every edge of the spread each bound is at least the true length, and the last is the sharpest."""
    with precision(128):
        run = Run(instance, 128)
        for begin, length in edges(run, 1500):
            by_norm, by_phases, by_recursion = (module.bound(run.h, run.state(begin)) for module in BOUNDS)

            assert length <= by_recursion <= by_norm
            assert by_phases is None or by_recursion <= by_phases
            assert length < 20 or 5 * by_recursion <= 6 * length


@given(instances())
def test_no_edge_outlasts_the_bounds_of_a_rough_state(instance: Instance) -> None:
    """The bounds hold for every state in a ball: a wider ball never makes them smaller than the truth."""
    with precision(128):
        run = Run(instance, 128)
        try:
            found = first_edge(run)
        except Undecided:
            found = None
        if found is None or found[1] is None:
            return
        begin, length = found
        x = run.state(begin)
        rough = {name: getattr(x, name) * (1 + arb(0, "1e-12")) for name in ("a", "N", "s", "c", "lam")}
        for module in BOUNDS:
            bound = module.bound(run.h, SimpleNamespace(**rough))

            assert bound is None or bound >= length


@pytest.mark.parametrize(
    ("row", "begin", "length", "bounds"),
    [
        (("0.005", "0.02", "3", "0.1"), 216, 454, (693, 457)),
        (("0.05", "0.01", "10", "0.5"), 5, 8, (24, 13)),
        (("0.02", "0.01", "2.1", "0.1"), 152, 1142, (1554, 1156)),
    ],
)
def test_bounds_of_known_edges(
    row: tuple[str, str, str, str], begin: int, length: int, bounds: tuple[int, int]
) -> None:
    """The first edge is where it was certified to be, and the two sharper bounds have not become weaker."""
    with precision(128):
        run = Run(Instance.of(*row), 128)
        found = first_edge(run)
        x = run.state(begin)
        sharper = [module.bound(run.h, x) for module in BOUNDS[1:]]

    assert found == (begin, length)
    assert all(now <= before for now, before in zip(sharper, bounds, strict=True))


def test_a_falling_scale_ends_the_edge() -> None:
    """From a scale above 1 and N above ½ the edge ends when the scale has fallen, and the bound sees it."""
    with precision(128):
        run = Run(Instance.of("0.2", "2", "1.5", "1e-3"), 128)
        x = run.state(0)

        assert first_edge(run) == (0, 5)
        assert [module.bound(run.h, x) for module in BOUNDS[1:]] == [None, 5]


Point = dict[Any, Expr]
"""cos θ, sin θ, a, N and h, in exact numbers."""


def point(cosine: Any, sine: Any, scale: Any, norm: Any, scale_lr: Any = "1") -> Point:
    """A state of exact numbers, with its λ."""
    values = {c: cosine, s: sine, a: scale, N: norm, h: scale_lr}
    exact: Point = {key: Rational(x) if isinstance(x, str) else x for key, x in values.items()}
    return exact | {lam: exact[a] / exact[N]}


def after(now: Point) -> Point:
    """The state one step later."""
    root = sqrt(GROWTH.subs(now))
    cosine, sine = (expression.subs(k, root).subs(now) for expression in (COS_NEXT, SIN_NEXT))
    return point(cosine, sine, A_NEXT_POLAR.subs(now), (N * GROWTH).subs(now), now[h])


def rises(now: Point) -> bool:
    """Whether |sin θ| grows in the next step."""
    return bool((lam * RISING_MARGIN).subs(now) > 0)


OUTSIDE = [
    after(point("3/5", "4/5", "3", "1", "3/2")),
    point("4/5", "3/5", "-5/4", "1"),
    point("-4/5", "3/5", "1", "1"),
]
"""States that a run reaches with h > 1, and from a negative scale, and from behind the right angle."""


@pytest.mark.parametrize("now", OUTSIDE, ids=["h above 1", "negative scale", "behind"])
def test_edges_need_the_standing_hypotheses(now: Point) -> None:
    """Without one of the standing hypotheses the direction rises where both bounds allow no step."""
    with precision(128):
        shown = {key.name: abs(value) if key == s else value for key, value in now.items()}
        x = SimpleNamespace(**{name: evaluate(value, shown.__getitem__) for name, value in shown.items()})
        bounds = [module.bound(x.h, x) for module in (self_stabilization, self_stabilization_envelope)]

    assert rises(now)
    assert all(bound <= 0 for bound in bounds)


def test_the_minimum_with_cbar_is_needed() -> None:
    """A scale above c̄ meets the condition, then falls to c̄, and λ is below ν before s̄ is reached."""
    start = point(sqrt(1 - Rational("33/1000") ** 2), "33/1000", "1", "3971/10000")
    chosen = {NU: Rational(5, 2), sbar: Rational(1, 20), at_start(s): start[s]}
    demand = (NU * GAMMA / ROOM).subs(GAMMA, GAMMA_OF).subs(chosen) * start[N]
    later = after(start)

    assert sqrt(1 - chosen[sbar] ** 2) < demand <= start[a]
    assert rises(start) and rises(later)
    assert abs(later[s]) < chosen[sbar] and later[lam] < chosen[NU]


def test_the_budget_leaves_the_last_rise_out() -> None:
    """One rising step alone may cost more than the budget; with h > 1 there may be a rise without any."""
    single = point("12/13", "5/13", "1", "3/8")
    runaway = after(point("3/5", "4/5", "3", "2", "3/2"))

    assert rises(single) and rises(runaway)
    assert log(1 + SQUARE).subs(single) == log(Rational(269, 169)) > log(Rational(4, 3))
    assert runaway[a] == Rational(-3, 5)


def test_a_run_on_target_never_moves() -> None:
    """With sin θ = 0 the norm stays at ¼, below the edge."""
    now = point("1", "0", "1", "1/4")

    assert after(now) == now


def test_a_large_scale_learning_rate_has_no_edge() -> None:
    """With h = 3 the scale oscillates ever wider and takes the norm beyond every bound."""
    with precision(128):
        run = Run(Instance(Fraction(3), Fraction(2), Fraction(1), Fraction(3, 10)), 128)

        assert run.state(50).N > 10**15


@pytest.mark.parametrize("instance", SPREAD[::4], ids=str)
def test_late_norms_are_at_the_edge(instance: Instance) -> None:
    """After 3000 steps no norm has passed what it may become once it is at least ā."""
    with precision(128):
        answer = edge.holds_finite(Run(instance, 128))

    assert answer in (Answer.HOLDS, Answer.VACUOUS)
