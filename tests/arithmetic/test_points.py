"""Points: mpmath's numbers with the methods of a ball.

They must be independent of FLINT and of mpmath's global precision, give the value that a ball encloses, and
be refused by nothing that the bounds ask of a number.
"""

import subprocess
import sys
from fractions import Fraction

import mpmath
import pytest
from flint import arb
from sympy import Symbol, log, sqrt

from tests.strategies import encloses
from verifier.arithmetic import points
from verifier.arithmetic.balls import Undecided, ball, floor_of_lower, less, less_equal, positive, precision
from verifier.arithmetic.evaluate import evaluate
from verifier.arithmetic.points import POINTS, root_between
from verifier.arithmetic.reals import least_on, like, reals_of, sign_on, working_bits
from verifier.dynamics import Run
from verifier.studies.bounded import bound_of
from verifier.studies.bounds import bounds_of
from verifier.studies.losses import LOSSES, Instance, LogisticInstance

WITHOUT_FLINT = """
import sys
sys.modules["flint"] = None
from verifier.arithmetic.points import POINTS
from verifier.dynamics import Run
from verifier.studies.bounded import bound_of, window_of
from verifier.studies.bounds import bounds_of
from verifier.studies.losses import Instance, LogisticInstance
for instance in (Instance.of("0.05", "0.01", "10", "0.5"), LogisticInstance.of("0.5", "0.01", "6", "0.2")):
    run, claims = Run(instance, 128, POINTS), bounds_of(instance.loss)
    with POINTS.precision(128):
        print(run.onset(50), window_of(claims.window)(run, 48))
        for claim in (*claims.onset_from_below, *claims.onset_from_above):
            print(claim, bound_of(claim)(run.h, run.state(0)))
        for claim in claims.edge_length:
            print(claim, bound_of(claim)(run.h, run.state(run.onset(50))))
"""
BOUNDS = [bounds_of(kind.loss) for kind in LOSSES.values()]
STRETCHED = {"logistic.precursor", "logistic.self-stabilization-log"}
"""Their bounds take a function on a stretch: balls at its worst there, points at the ends."""
x = Symbol("x", real=True)


def test_runs_and_every_bound_of_both_losses_work_without_flint() -> None:
    """With ``flint`` blocked nothing that they need fails to import, and each answers."""
    done = subprocess.run([sys.executable, "-c", WITHOUT_FLINT], capture_output=True, text=True, check=True)
    claims = {claim for bounds in BOUNDS for claim in bounds.edge_length + bounds.onset_from_below}

    assert all(claim in done.stdout for claim in claims)
    assert done.stdout.startswith("5 (5, 5, 2)\n")


@pytest.mark.parametrize(
    "instance",
    [
        Instance.of("0.05", "0.01", "10", "0.5"),
        Instance.of("0.02", "0.3", "5", "0.7"),
        LogisticInstance.of("0.5", "0.01", "6", "0.2"),
        LogisticInstance.of("0.05", "0.3", "6", "1e-6"),
    ],
    ids=str,
)
def test_each_bound_in_points_is_that_in_balls(instance: Instance | LogisticInstance) -> None:
    """The same code gives the same integers; sharper ones where balls take a function on a stretch."""
    claims = bounds_of(instance.loss)
    balls, points = Run(instance, 192), Run(instance, 192, POINTS)
    onset = balls.onset(500)
    with precision(192), POINTS.precision(192):
        for at, names in (
            (0, claims.onset_from_below + claims.onset_from_above),
            (onset, claims.edge_length),
        ):
            for claim in names:
                bound = bound_of(claim)
                found, certified = bound(points.h, points.state(at)), bound(balls.h, balls.state(at))
                sharper = claim in STRETCHED and certified is not None and found < certified
                useless = certified is not None and certified > 10**30 < found
                assert found == certified or sharper or useless, claim


def test_a_formula_in_points_has_the_value_that_the_ball_encloses() -> None:
    """``evaluate`` compiles a formula for the number system of the values it is given."""
    formula, value = log(1 + x) * sqrt(x), Fraction(2, 7)
    with precision(128), POINTS.precision(400):
        enclosure = evaluate(formula, lambda name: ball(value))
        found = evaluate(formula, lambda name: POINTS.number(value))
        assert isinstance(found, POINTS.kind)
        assert enclosure.overlaps(arb(mpmath.nstr(found, 100)))


def test_points_have_a_precision_of_their_own() -> None:
    """Neither does mpmath's global precision change theirs, nor theirs the global one."""
    with POINTS.precision(300), mpmath.workprec(20):
        third = POINTS.number(Fraction(1, 3))
        assert working_bits(third) == 300
        assert mpmath.mp.prec == 20
        assert abs(3 * third - 1) < like(third, Fraction(1, 2**298))


def test_what_is_not_real_is_not_a_number_and_decides_nothing() -> None:
    """As with balls: the root and the logarithm of a negative number compare with nothing."""
    minus = POINTS.number(-1)
    for bad in (minus.sqrt(), minus.log(), (2 * minus).log1p()):
        assert positive(bad) is None
        assert less(bad, 1) is None
        assert less_equal(0, bad) is None
        with pytest.raises(Undecided):
            floor_of_lower(bad)


@pytest.mark.parametrize(("value", "floor"), [("7/2", 3), ("-7/2", -4), ("3", 3), ("-3", -3), ("1e-30", 0)])
def test_floors_of_points(value: str, floor: int) -> None:
    """Rounded down, also below 0."""
    assert floor_of_lower(POINTS.number(Fraction(value))) == floor


def test_a_function_on_a_stretch() -> None:
    """Balls speak of all of it; points compare its ends."""
    for reals in (POINTS, reals_of(ball(1))):
        low, high = reals.number(1), reals.number(2)
        assert sign_on(lambda z: z, low, high) is True
        assert sign_on(lambda z: z - 3, low, high) is False
        assert sign_on(lambda z: 2 * z - 3, low, high) is None
        assert not least_on(lambda z: 1 / z, low, high) > reals.number(Fraction(1, 2))


def test_a_root_between_points() -> None:
    """√2, to the working precision."""
    with POINTS.precision(200):
        root = root_between(lambda z: z * z - 2, POINTS.number(1), POINTS.number(2))
        assert abs(root - POINTS.number(2).sqrt()) < like(root, Fraction(1, 2**190))


def test_an_exact_number_is_rounded_once() -> None:
    """A long fraction is as good as the working precision lets it be."""
    value = Fraction(10**400 + 1, 3 * 10**400 + 7)
    with POINTS.precision(256), precision(2000):
        rounded = POINTS.number(value)
        mantissa, exponent = POINTS.exponent_form(rounded)
        error = abs(Fraction(mantissa) * Fraction(2) ** exponent - value)
        assert error < Fraction(1, 2**255)
        assert encloses(ball(value), value)


@pytest.mark.parametrize("bits", [100, 500])
@pytest.mark.parametrize("z", ["0", "1e-30", "-1e-30", "1/3", "-7", "300"])
@pytest.mark.parametrize("d", ["1e-80", "-1e-80", "1e-9", "-2/7", "40"])
def test_the_change_of_the_loss_has_all_its_digits(bits: int, z: str, d: str) -> None:
    """It is that of mpmath's ``expm1`` and ``log1p`` at four times the precision, but for the last bits."""
    change = POINTS.functions["ell_change"]
    with POINTS.precision(bits):
        at, by = (POINTS.number(Fraction(text)) for text in (z, d))
        found = change(at, by)
    with mpmath.workprec(4 * bits + 600):
        at, by = mpmath.mpf(at), mpmath.mpf(by)
        exact = mpmath.log1p(mpmath.expm1(-by) / (1 + mpmath.exp(at)))
        assert abs(mpmath.mpf(found) - exact) < abs(exact) * mpmath.mpf(2) ** (2 - bits)


def test_a_change_without_its_spare_bits_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """e^x − 1 by plain subtraction loses sixty of a hundred bits of a change of about 1e-20."""
    plain = points.mpf_exp
    monkeypatch.setattr(points, "mpf_exp", lambda x, bits: plain(x, 110))
    with POINTS.precision(100):
        small, zero = POINTS.number(Fraction("1e-20") / 3), POINTS.number(0)
        assert abs(POINTS.functions["ell_change"](zero, small) + small / 2) > small / 2**60


@pytest.mark.parametrize(("text", "finite"), [("0", True), ("-3", True), ("1e-999", True), ("inf", False),
                                              ("-inf", False), ("nan", False)])  # fmt: skip
def test_a_point_is_finite_as_mpmath_says(text: str, finite: bool) -> None:
    """Zero is, though it has no mantissa; infinities and nan are not."""
    value = POINTS.kind(text)
    assert value.is_finite() is finite
    assert bool(mpmath.isfinite(mpmath.mpf(text))) is finite
