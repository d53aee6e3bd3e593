"""The compiled map of the square loss is the derived one, and balls enclose it:

for every state x and every ball X around it, each quantity of one step from x is in the ball computed
from X.  On states whose step is rational this is decided exactly, elsewhere against 1000-bit numbers.
"""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import mpmath
import sympy
from flint import arb
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from derivations.direction.norm_growth import GROWTH
from derivations.direction.run_map import RISE
from derivations.direction.update_maps import P_NEXT, Q_NEXT
from derivations.notation import c, lam, s
from derivations.square.loss_step_identity import LOSS_STEP
from derivations.square.update_maps import A_NEXT, EFFECTIVE_LR
from tests.strategies import encloses, instances, precisions, rational_states
from verifier.arithmetic.arithmetics import BALLS, EXACT, INTERVALS
from verifier.arithmetic.balls import ball, precision
from verifier.arithmetic.points import POINTS
from verifier.arithmetic.reals import Arithmetic
from verifier.dynamics.model import load_model, load_program
from verifier.studies.losses import SQUARE, Instance

STEP = load_program(SQUARE).step
QUANTITIES = STEP.outputs

Values = dict[str, Fraction]


def derived_step(state: Values) -> Values:
    """One step from the definitions themselves, without the rearrangements of the compiled map."""

    def value(expression: sympy.Expr, **more: Fraction) -> Fraction:
        known = {
            symbol: sympy.Rational(number.numerator, number.denominator)
            for symbol, number in ((sympy.Symbol(k, real=True), v) for k, v in (now | more).items())
        }
        result = expression.subs(known)
        return Fraction(result.p, result.q)

    now = state | {"a": 1 - state["e"]}
    now |= {"lam": value(EFFECTIVE_LR), "c": state["p"] / state["r"], "s": state["q"] / state["r"]}
    after = {"p_next": value(P_NEXT), "q_next": value(Q_NEXT), "a_next": value(A_NEXT)}
    after["N_next"] = after["p_next"] ** 2 + after["q_next"] ** 2
    after["r_next"] = state["r"] * value(sympy.sqrt(GROWTH))
    after["e_next"] = 1 - after["a_next"]
    after["c_next"] = after["p_next"] / after["r_next"]
    sine_change = (after["q_next"] / after["r_next"]) ** 2 - now["s"] ** 2
    after["rise"] = sine_change * value(GROWTH) / now["s"] ** 2
    after["loss_step"] = value(LOSS_STEP, **after)
    return now | after


def arguments(state: Values) -> list[Fraction]:
    return [state[name] for name in STEP.arguments]


@given(rational_states())
def test_the_compiled_map_is_the_derived_one(state: Values) -> None:
    """On exact rationals each output equals the derived formula, though it is computed otherwise."""
    compiled = STEP.bind(EXACT)(*arguments(state))
    expected = derived_step(state)

    assert dict(zip(QUANTITIES, compiled, strict=True)) == {name: expected[name] for name in QUANTITIES}


def escapes(arithmetic: Arithmetic, state: Values, places: list[Fraction], bits: int) -> list[str]:
    """The quantities of a step that leave their ball, for balls around a state that lies in them."""
    expected = derived_step(state)
    with precision(bits):
        balls = []
        for value, place in zip(arguments(state), places, strict=True):
            radius = abs(value) / 2**20
            balls.append(ball(value - place * radius) + arb(0, ball(radius).upper()))
        outputs = STEP.bind(arithmetic)(*balls)
    return [
        name
        for name, output in zip(QUANTITIES, outputs, strict=True)
        if not encloses(output, expected[name])
    ]


places = st.lists(st.sampled_from([-1, 0, 1]).map(Fraction), min_size=6, max_size=6)


@given(rational_states(), places, precisions)
def test_a_step_in_balls_contains_the_step_of_every_point(
    state: Values, at: list[Fraction], bits: int
) -> None:
    """The whole map satisfies the containment criterion, at the rim of the balls too."""
    assert escapes(BALLS, state, at, bits) == []


def root_of_the_midpoint(x: arb) -> arb:
    return x.mid().sqrt()


def test_one_unsound_operation_is_enough_to_be_caught() -> None:
    """The same criterion refutes the map whose square root forgets a radius."""
    unsound = replace(BALLS, functions={**BALLS.functions, "sqrt": root_of_the_midpoint})

    find(
        st.tuples(rational_states(), places),
        lambda example: bool(escapes(unsound, *example, bits=128)),
        settings=settings(max_examples=1000, phases=[Phase.generate]),
    )


def points_of(instance: Instance) -> tuple[Any, ...]:
    return tuple(POINTS.number(x) for x in (instance.a0, instance.N0, instance.theta0))


@given(instances(), st.integers(1, 60))
@settings(max_examples=25)
def test_a_run_in_balls_contains_the_run_at_1000_bits(instance: Instance, steps: int) -> None:
    """After any number of steps the true state and events lie in the balls."""
    program, model = load_program(SQUARE), load_model(SQUARE)
    with precision(128), POINTS.precision(1000):
        exact_rate = POINTS.number(instance.h)
        step = program.step.bind(POINTS)
        state, point = model.start(instance), program.start.bind(POINTS)(*points_of(instance))
        for _ in range(steps):
            outputs, numbers = model.step(ball(instance.h), *state), step(exact_rate, *point)
            state, point = outputs[:5], numbers[:5]

        for name, output, number in zip(QUANTITIES, outputs, numbers, strict=True):
            digits = mpmath.nstr(number, 250, strip_zeros=False)
            with precision(900):
                assert output.overlaps(arb(digits)), name


@given(rational_states())
def test_the_same_source_runs_in_mpmath_intervals(state: Values) -> None:
    """mpmath.iv runs the same text and, with its four operators and root, encloses the same values."""
    before, mpmath.iv.prec = mpmath.iv.prec, 128
    try:
        embedded = [mpmath.iv.mpf(x.numerator) / x.denominator for x in arguments(state)]
        outputs = STEP.bind(INTERVALS)(*embedded)
    finally:
        mpmath.iv.prec = before
    expected = derived_step(state)

    for name, output in zip(QUANTITIES, outputs, strict=True):
        below, above = (endpoint(end) for end in output._mpi_)
        assert below <= expected[name] <= above, name


def endpoint(raw: tuple[int, int, int, int]) -> Fraction:
    sign, digits, exponent, _ = raw
    return (-1) ** sign * int(digits) * Fraction(2) ** int(exponent)


@given(instances(), st.sampled_from([64, 128]))
def test_what_a_state_shows_fits_together(instance: Instance, bits: int) -> None:
    """c² + s² = 1, λN = a, N = r² and a + e = 1 at the start, as far as enclosures can tell."""
    model = load_model(SQUARE)
    with precision(bits):
        x = model.view(model.start(instance))

        assert (x["c"] * x["c"] + x["s"] * x["s"]).overlaps(arb(1))
        assert (x["lam"] * x["N"]).overlaps(x["a"])
        assert (x["r"] * x["r"]).overlaps(x["N"])
        assert (x["a"] + x["e"]).overlaps(arb(1))


def test_the_rise_has_the_sign_of_the_change_of_the_sine_whatever_the_sign_of_the_rate() -> None:
    """RISE times s²/(1 + λ²s²) is the change of the squared sine, from the angle map."""
    sine_next = s * (1 - lam * c) / sympy.sqrt(GROWTH)
    change = (sine_next**2 - s**2) - RISE * s**2 / GROWTH

    assert sympy.simplify(change.subs(c, sympy.sqrt(1 - s**2))) == 0
