"""Criterion: what is certified by a leap equals what plain iteration finds, or nothing is certified."""

import subprocess
import sys
from fractions import Fraction
from itertools import count
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.arithmetic.balls import ball, precision
from verifier.dynamics import Run
from verifier.dynamics.trajectory import certify
from verifier.studies import onset
from verifier.studies.instances import SPREAD, sample
from verifier.studies.losses import SQUARE, Instance
from verifier.studies.onset import certify_onset
from verifier.studies.spike import certify_spike

LEVEL = Fraction(1, 20)
LIMIT = 3000


@pytest.mark.parametrize("instance", SPREAD, ids=str)
def test_onset_equals_iteration(instance):
    """On the spread the certified onset is the onset of the iterated run."""
    found = certify_onset(instance)
    run = certify(instance, LIMIT)

    assert found.certified
    if found.onset is None or found.onset >= LIMIT:
        assert run.onset is None
    else:
        assert run.onset == found.onset


@given(st.randoms(use_true_random=False))
def test_onset_is_never_wrong(random):
    """On random instances a certified onset is the onset of the iterated run."""
    instance = sample(random)
    found = certify_onset(instance)
    run = certify(instance, 400)
    if found.certified and run.certified:
        expected = found.onset if found.onset is not None and found.onset < 400 else None

        assert expected == run.onset


@pytest.mark.parametrize(("h", "onset", "most"), [("1e-7", 10790278, 1000), ("1e-9", 1079027766, 1000)])
def test_onset_in_the_millions_takes_few_steps(h, onset, most):
    """An onset in the millions or billions is certified from a few hundred iterated steps."""
    found = certify_onset(Instance.of(h, "0.02", "3", "0.1"))

    assert (found.onset, found.certified) == (onset, True)
    assert found.steps_iterated <= most


def test_never_rising_is_certified_as_such():
    """Where Λ is below 2 the answer is no onset, and that is certified."""
    found = certify_onset(Instance.of("1e-6", "0.02", "1.9", "0.1"))

    assert (found.onset, found.certified) == (None, True)


def test_too_few_steps_certify_nothing():
    """With hardly any steps to iterate nothing is certified, and the window says what is known."""
    found = certify_onset(Instance.of("1e-7", "0.0001", "3", "0.1"), max_steps=50)

    assert (found.onset, found.certified) == (None, False)
    assert found.window[0] <= 10985186


FROM_ONE = 996782995023557317422671370038008678122369597392779040101665
"""The onset at h = 1e-60, a_0 = 0.1, Λ = 3, θ_0 = 0.1; with h = 1e-n it is about its first n digits."""


@pytest.mark.parametrize("exponent", [30, 50, 57, 58, 60, 300])
def test_a_slow_scale_takes_precision_and_not_steps(exponent):
    """However small h is, some hundreds or thousands of steps certify the onset to its last digit."""
    found = certify_onset(Instance.of(f"1e-{exponent}", "0.1", "3", "0.1"))

    assert found.certified and found.steps_iterated < 3000
    assert abs(found.onset * 10**60 - FROM_ONE * 10**exponent) < 10**60 + 10**exponent
    if exponent == 60:
        assert found.onset == FROM_ONE


@pytest.mark.parametrize("theta0", ["1e-400", "1e-1000"])
@pytest.mark.parametrize(("h", "onset"), [("1e-4", 1), ("1/3", 1)])
def test_a_run_that_starts_on_the_threshold(h, onset, theta0):
    """With a_0Λ = 2 exactly, only the square of a tiny angle tells that step 0 does not rise."""
    found = certify_onset(Instance.of(h, "0.5", "4", theta0))

    assert (found.onset, found.certified) == (onset, True)


def test_what_no_precision_decides_is_said(monkeypatch):
    """Without a higher precision to go to, nothing is raised and nothing certified but a window."""
    monkeypatch.setattr(onset, "sufficient_bits", lambda instance, bits: bits)
    monkeypatch.setattr(onset, "MOST_BITS", onset.FIRST_BITS)
    found = certify_onset(Instance.of("1e-60", "0.1", "3", "0.1"))
    lower, upper = found.window

    assert not found.certified and found.onset is None
    assert lower <= FROM_ONE and (upper is None or FROM_ONE <= upper)


def test_balls_too_wide_are_told_from_an_angle_too_large():
    """From the same state: at 192 bits the precision keeps the window open, at 1000 bits the angle does."""
    for bits, blurred in ((192, True), (1000, False)):
        run = Run(Instance.of("1e-50", "0.1", "3", "0.1"), bits)
        with precision(bits):
            assert onset.leap_enclosure.is_blurred(run.h, run.state(20)) is blurred
            lower, upper = onset.leap_enclosure.onset_window(run.h, run.state(20))
            assert lower != upper


@pytest.mark.parametrize("most", [1, 2, 33, 50, 2000])
def test_no_more_steps_than_allowed(monkeypatch, most):
    """``max_steps`` counts every step of the map, over all precisions, and none is uncounted."""
    steps, model = count(), onset.load_model(SQUARE)
    counting = SimpleNamespace(
        start=model.start,
        direction=model.direction,
        view=model.view,
        advance=lambda *state: (next(steps), model.advance(*state))[1],
    )
    monkeypatch.setattr(onset, "load_model", lambda name: counting)
    monkeypatch.setattr(onset, "sufficient_bits", lambda instance, bits: bits)
    found = certify_onset(Instance.of("1e-80", "1e-7", "3", "0.1"), most)

    assert not found.certified
    assert found.steps_iterated == next(steps) == most
    assert found.window[0] > 0


def test_memory_does_not_grow_with_the_steps():
    """Two hundred thousand steps are iterated in no more memory than two thousand."""
    program = """
import resource
from verifier.studies.losses import Instance
from verifier.studies.onset import certify_onset
for most in (2000, 200_000):
    found = certify_onset(Instance.of("1e-50", "1e-50", "3", "0.1"), most)
    assert found.steps_iterated == most, found
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    before, after = map(int, done.stdout.split())

    assert after - before < 20_000  # KiB; kept states would take some 130,000


@pytest.mark.parametrize(
    "instance", [SPREAD[0], SPREAD[9], Instance.of("0.05", "0.01", "10", "0.5")], ids=str
)
def test_visible_is_the_first_time_after_the_onset(instance):
    """It is the first t ≥ onset with sin θ_t ≥ the level, also where sin θ_0 is above the level."""
    found, run = certify_spike(instance, LEVEL), Run(instance, 256)
    assert found.visible is not None
    with precision(256):
        seen = next(t for t in count(found.onset) if run.state(t).s >= ball(LEVEL))

    assert found.visible == (seen, seen)


def test_spike_without_enough_precision_is_not_certified(monkeypatch):
    """No exception escapes where balls are too wide for the leap; twice as many bits then decide."""
    monkeypatch.setattr("verifier.studies.spike.sufficient_bits", lambda instance, bits: 64)
    monkeypatch.setattr("verifier.studies.spike.DOUBLINGS", 0)
    instance = Instance.of("1e-30", "0.02", "3", "0.1")
    assert not certify_spike(instance, LEVEL).certified
    monkeypatch.undo()
    assert certify_spike(instance, LEVEL).certified


@pytest.mark.parametrize("instance", SPREAD[:12], ids=str)
def test_spike_equals_iteration(instance):
    """The first edge and its loss rises, certified by a leap, are those of the iterated run."""
    found = certify_spike(instance, LEVEL)
    run = certify(instance, 6000)

    assert found.certified
    if found.edge_end is not None and found.edge_end < 6000:
        assert run.rising_edges[0] == (found.onset, found.edge_end)
        rises = [r for r in run.loss_rises if r[1] is not None and r[1] <= found.edge_end]
        assert found.loss_rises == ((rises[0][0], rises[-1][1]) if rises else None)


def test_spike_after_billions_of_steps():
    """A spike at step 3,329,871,540 is certified to the step."""
    found = certify_spike(Instance.of("1e-9", "0.02", "3", "0.1"), LEVEL)

    assert found.certified
    assert found.visible == (3329871540, 3329871540)
    assert found.steps_iterated < 5000


@pytest.mark.parametrize("level", [Fraction(0), Fraction(-1), Fraction(3, 4)])
def test_level_out_of_range_is_an_error(level):
    """A visible level outside (0, 1/√2) is refused."""
    with pytest.raises(ValueError, match="visible level"):
        certify_spike(SPREAD[0], level)
