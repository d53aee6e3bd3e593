"""Criterion: what is certified by a leap equals what plain iteration finds, or nothing is certified."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.dynamics import Instance
from verifier.dynamics.instances import SPREAD, sample
from verifier.dynamics.onset import certify_onset
from verifier.dynamics.spike import certify_spike
from verifier.dynamics.trajectory import certify

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


@pytest.mark.parametrize(
    ("h", "onset", "most"), [("1e-7", 10790278, 1000), ("1e-9", 1079027766, 1000)]
)
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
