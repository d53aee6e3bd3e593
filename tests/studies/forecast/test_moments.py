"""The step that a forecast iterates is the gradient step of the risk."""

from __future__ import annotations

import pytest
from sympy import simplify

from derivations.general.model import moments


@pytest.mark.parametrize("name", moments.DIFFERENCES)
def test_the_step_is_that_of_the_risk(name):
    """Each coefficient of a step is the derivative of the risk that it stands for."""
    assert simplify(moments.unfolded(moments.DIFFERENCES[name])) == 0


@pytest.mark.parametrize("name", ["along b", "along Σd", "scale"])
def test_a_step_without_epsilon_is_another(name):
    """A derivation that forgets ε in what BatchNorm divides by is told from the right one."""
    wrong = moments.unfolded(moments.DIFFERENCES[name]).subs(moments.eps_bn, 2 * moments.eps_bn)
    right = moments.unfolded(moments.DIFFERENCES[name])

    assert simplify(right - wrong) == 0  # both vanish
    step = moments.STEP[
        {"along b": moments.by_target, "along Σd": moments.by_rest}.get(name, moments.scale_step)
    ]
    forgotten = moments.unfolded(step - step.subs(moments.D, moments.V))
    assert simplify(forgotten) != 0
