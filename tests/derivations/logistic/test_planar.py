"""The forms that the engine computes are those of the definitions, and SymPy refuses any other."""

from __future__ import annotations

import pytest
from sympy import Expr, Rational, exp, sqrt, symbols

from derivations.logistic.lemmas.margin_means import EFFECTIVE_LR, MISALIGNMENT
from derivations.logistic.lemmas.planar import MARGIN_PULL, PLANAR_LR, PULL_MEAN, TILT, rewritten, tilt
from derivations.logistic.model import run_map
from derivations.logistic.model.risk import D, g_m, g_mean
from derivations.notation import c, k, lam, s
from derivations.sigmoid.functions import ell, ell_change

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


def test_the_forms_of_the_loss_step() -> None:
    """The turn of the angle and the change of ℓ are what they are called; with a wrong sign, not."""
    length = sqrt(1 + lam**2 * s**2)
    z, d = symbols("z d", real=True)
    forms = {
        run_map.COSINE_TURN.subs(k, length): (c + lam * s**2) / length - c,
        run_map.SINE_TURN.subs(k, length): s * (1 - lam * c) / length - s,
        ell_change(z, d).rewrite(exp): ell(z + d).rewrite(exp) - ell(z).rewrite(exp),
    }
    values = {
        lam: Rational(7, 3), c: Rational(4, 5), s: Rational(3, 5), z: Rational(5, 4), d: Rational(-1, 3),
    }
    for form, definition in forms.items():
        assert abs((form - definition).subs(values).rewrite(exp).evalf(60)) < Rational(1, 10**50)
        assert abs((form + definition).subs(values).rewrite(exp).evalf(60)) > Rational(1, 10**3)


def test_the_forms_are_compared_on_the_unit_circle() -> None:
    """c² + s² = 1 may be used, and nothing else."""
    assert rewritten((c**2 + s**2) * g_mean, g_mean) == (c**2 + s**2) * g_mean
    with pytest.raises(ValueError, match="is not"):
        rewritten((c + s) * g_mean, g_mean)
