"""The frozen leap: its error bound needs the angle to be tiny at the very time it speaks of.

Correctness criterion: the bound is false at t = n on an explicit run, true at t < n, and the kernel refuses
it without the assumption at t.
"""

from __future__ import annotations

import pytest

from derivations.notation import c, lam, t
from derivations.proof.elaborate import elaborate
from derivations.proof.names import spelled
from derivations.square.frozen_leap import FROZEN_LR
from derivations.square.lemmas import leap_enclosure
from tests.derivations.derived import proof_of
from verifier.arithmetic.balls import less
from verifier.dynamics import Run
from verifier.kernel import CertificateError
from verifier.studies.losses import Instance

RISES_AT_ONCE = Instance.of(
    "32197/4000000", "477401/500000", "8979067/500000", "242113/400000000"
)
"""With s̄ = sin θ_0 and n = 1 the hypothesis of the leap holds, and t = n is not below arcsin s̄."""


def test_the_error_bound_may_fail_at_the_end_of_a_leap() -> None:
    """At t = n = 1 the distance is 0.0026664 where the bound is 0.0021281; at t = 0 it is within."""
    run = Run(RISES_AT_ONCE)
    gaps = [run.evaluate(FROZEN_LR.subs(t, time) - lam * c, time) for time in (0, 1)]
    bounds = [leap_enclosure.rate_error(run.state(0), run.state(0).s, time) for time in (0, 1)]

    assert less(run.state(0).s, run.state(1).s) is True
    assert less(gaps[0], bounds[0]) is True
    assert less(bounds[1], gaps[1]) is True
    assert [round(float(x.mid()), 7) for x in (gaps[1], bounds[1])] == [0.0026664, 0.0021281]


def test_a_bound_at_every_time_of_the_leap_is_refused() -> None:
    """Without s_t ≤ s̄ at t itself the kernel does not accept the bound."""
    forged = proof_of("square.frozen-leap").told()
    step = next(one for one in forged["steps"] if one["name"] == spelled("ℓ_t − λ_t c_t from above"))
    step["assume"] = []

    with pytest.raises(CertificateError, match="at the start of 'leap'"):
        elaborate(forged)
