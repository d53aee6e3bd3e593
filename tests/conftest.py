"""Hypothesis profiles, chosen by the environment variable HYPOTHESIS_PROFILE.

``ci`` (the default) draws the same examples every time, so a red run can be repeated anywhere;
``long`` draws new ones, and many, to search for counterexamples in earnest.
"""

import os

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says how busy the machine is, not whether the claim is true.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)

settings.register_profile("ci", UNTIMED, derandomize=True, max_examples=40, database=None)
settings.register_profile("long", UNTIMED, derandomize=False, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Output is as wide as in a file, whatever terminal the tests were started from."""
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr("os.get_terminal_size", _none)


def _none(*_: object) -> os.terminal_size:
    raise OSError("not a terminal")
