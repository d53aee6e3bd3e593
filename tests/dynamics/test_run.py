"""A run decides each event by enclosures, or says that it cannot."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derivations.direction.norm_growth import GROWTH
from derivations.notation import N, at_next, at_start, h, lam, s
from tests.strategies import instances
from verifier.arithmetic.balls import ball, less, precision, same
from verifier.dynamics import Run, Undecided
from verifier.dynamics.run import AHEAD, rises
from verifier.studies.losses import Instance

WORKED = Instance.of("0.005", "0.02", "3", "0.1")


def test_the_onset_is_the_first_rising_step() -> None:
    """The worked instance rises first at t = 216, and not before a limit of 216."""
    run = Run(WORKED)

    assert run.onset(1000) == 216
    assert run.onset(216) is None


@given(instances() | instances(frozenset({"a0 > 0"})) | instances(frozenset({"c0 > 0"})))
def test_rising_agrees_with_the_sines_themselves(instance: Instance) -> None:
    """Where both are decided, the criterion and sin θ_{t+1} > sin θ_t say the same, for any signs."""
    run = Run(instance)
    for t in (0, 1, 2):
        with precision(run.bits):
            compared = less(run.state(t).s, run.state(t + 1).s)

        assert None in (compared, run.rising(t)) or compared == run.rising(t)


@given(instances(), st.integers(0, 20))
def test_the_loss_step_is_the_difference_of_losses(instance: Instance, t: int) -> None:
    """(R' − R)/ρ² with R = ½(a − c)² + ½s², formed by subtraction, overlaps the loss step."""
    run = Run(instance)
    x, after = run.state(t), run.state(t + 1)
    with precision(run.bits):
        difference = ((after.a - after.c) ** 2 + after.s**2 - (x.a - x.c) ** 2 - x.s**2) / 2

        assert difference.overlaps(run.loss_step(t))


def test_expressions_are_evaluated_at_this_step_the_next_and_the_start() -> None:
    """x, x_next and x0 name the states t, t + 1 and 0; h the rate; other names come as arguments."""
    run = Run(WORKED)
    with precision(run.bits):
        growth = run.evaluate(at_next(N) - N * GROWTH, 5)

        assert same(growth, ball(0))
        assert same(run.evaluate(at_start(N), 7), ball(WORKED.N0))
        assert same(run.evaluate(h * s, 3, s=ball(2)), ball(2 * WORKED.h))
        assert same(run.evaluate(lam, 4), run.state(4).lam)


def test_a_step_too_close_to_call_is_undecided_never_guessed() -> None:
    """With few bits the onset cannot be decided, and asking for it says so."""
    run = Run(WORKED, bits=12)
    undecided = [t for t in range(250) if run.rising(t) is None]

    assert undecided
    with pytest.raises(Undecided, match=f"t = {undecided[0]} with 12 bits"):
        run.onset(250)


def test_states_may_be_asked_for_in_any_order() -> None:
    """Looking back gives the same state again, and time starts at 0."""
    run = Run(WORKED)
    late, early = run.state(50), run.state(3)

    assert run.state(50) is late and run.state(3) is early
    with pytest.raises(ValueError, match="time starts at 0"):
        run.state(-1)


def test_a_direction_exactly_on_target_never_rises() -> None:
    """With θ_0 = 0 the sine is exactly 0, and stays so: no rise, decided."""
    run = Run(Instance(Fraction(1, 10), Fraction(1, 10), Fraction(1, 10), Fraction(0)))

    assert [run.rising(t) for t in range(40)] == [False] * 40
    assert run.state(40).s == 0


def test_a_step_shows_its_state_and_its_direction_as_well(monkeypatch):
    """A time takes one step, whatever a check asks of it, and is what the separate maps say of that state.

    No more than a few steps are taken that nobody has asked for.
    """
    run = Run(Instance.of("0.005", "0.02", "3", "0.1"))
    model, steps = run._model, []
    walk = model.walk
    monkeypatch.setattr(run, "_model", replace(model, walk=lambda *at: steps.append(at) or walk(*at)))
    verdicts = [run.rising(t) for t in range(300)]
    shown = [run.state(t) for t in range(300)]

    assert 300 <= len(steps) <= 300 + AHEAD and True in verdicts and False in verdicts
    for verdict, x in zip(verdicts, shown, strict=True):
        with precision(run.bits):
            state = model.state_of(x)
            assert rises(*model.direction(*state)) is verdict
            assert all(value.overlaps(getattr(x, name)) for name, value in model.view(state).items())
