"""Hypothesis profiles, chosen by the environment variable HYPOTHESIS_PROFILE.

``ci`` (the default) draws the same examples every time, so a red run can be repeated anywhere;
``long`` draws new ones, and many, to search for counterexamples in earnest.
"""

import os

from hypothesis import HealthCheck, settings

# How long an example takes says how busy the machine is, not whether the claim is true.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)

settings.register_profile("ci", UNTIMED, derandomize=True, max_examples=40, database=None)
settings.register_profile("long", UNTIMED, derandomize=False, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
