"""The forms that the engine computes are those of the definitions, and SymPy refuses any other."""

from __future__ import annotations

import pytest
from sympy import Expr

from derivations.logistic.lemmas.planar import MARGIN_PULL, PLANAR_LR, PULL_MEAN, TILT, rewritten, tilt
from derivations.logistic.margin_space import EFFECTIVE_LR, MISALIGNMENT
from derivations.logistic.model.risk import D, g_m, g_mean
from derivations.notation import c, s

RATE = EFFECTIVE_LR.subs(D, MISALIGNMENT)


@pytest.mark.parametrize(
    ("form", "definition"),
    [(PULL_MEAN, g_mean), (TILT, tilt), (MARGIN_PULL, g_m), (PLANAR_LR, RATE)],
    ids=["⟨g⟩", "⟨gξ⟩/s", "⟨gm⟩", "λ"],
)
def test_a_form_with_any_change_is_not_the_definition(form: Expr, definition: Expr) -> None:
    """Twice the form, one term more, its value at another angle: all are refused."""
    assert rewritten(form, definition) is form
    for wrong in (2 * form, form + s, form.subs(c, 2 * c)):
        with pytest.raises(ValueError, match="is not"):
            rewritten(wrong, definition)


def test_the_forms_are_compared_on_the_unit_circle() -> None:
    """c² + s² = 1 may be used, and nothing else."""
    assert rewritten((c**2 + s**2) * g_mean, g_mean) == (c**2 + s**2) * g_mean
    with pytest.raises(ValueError, match="is not"):
        rewritten((c + s) * g_mean, g_mean)
