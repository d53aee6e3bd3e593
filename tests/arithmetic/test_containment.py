"""The correctness criterion of ball arithmetic, tried on every operation the verifier uses:

for all balls X, Y and all reals x in X and y in Y, f(x, y) is in F(X, Y).

Where f is rational its value is exact; elsewhere mpmath gives it to 1000 bits.  A ball that is not
finite claims nothing and so satisfies the criterion.  The same search is run on two unsound variants
of each operation, which forget the radius of an argument or of the result, and must refute them.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor
from typing import Any

import mpmath
import pytest
from flint import arb
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from tests.strategies import encloses, pointed_balls, precisions
from verifier.arithmetic.arithmetics import BALLS
from verifier.arithmetic.balls import precision
from verifier.arithmetic.points import POINTS

Sample = tuple[tuple[arb, Fraction], ...]
"""One ball and a point in it for each argument."""

ORACLE_BITS = 1000
WITHOUT_SHRINKING = settings(max_examples=20_000, phases=[Phase.generate])
"""The first counterexample will do; which examples are drawn also depends on what modules are loaded."""


@dataclass(frozen=True)
class Operation:
    """A ball operation, the function it encloses, and how far the oracle's value may be off."""

    on_balls: Callable[..., arb]
    oracle: Callable[..., Fraction]
    arity: int = 1
    positive: bool = False
    oracle_error: Fraction = Fraction(0)

    def samples(self) -> st.SearchStrategy[Sample]:
        return st.tuples(*[pointed_balls(self.positive)] * self.arity)

    def contains_exact_value(self, sample: Sample, bits: int) -> bool:
        """The criterion on one sample, at one precision."""
        with precision(bits):
            result = self.on_balls(*(ball for ball, _ in sample))
        try:
            value = self.oracle(*(point for _, point in sample))
        except ZeroDivisionError:
            return not result.is_finite()
        return encloses(result, value, abs(value) * self.oracle_error)

    def forgetting_an_argument(self) -> "Operation":
        """Unsound: takes its first argument for a point."""
        return replace(self, on_balls=lambda x, *others: self.on_balls(x.mid(), *others))

    def forgetting_the_result(self) -> "Operation":
        """Unsound: returns a point."""
        return replace(self, on_balls=lambda *balls: self.on_balls(*balls).mid())


def to_1000_bits(function: Callable[..., Any]) -> Callable[..., Fraction]:
    """mpmath's function, its rounded value as the exact number it is."""

    def value(*arguments: Fraction) -> Fraction:
        with mpmath.workprec(ORACLE_BITS), POINTS.precision(ORACLE_BITS):
            result = function(*(mpmath.mpf(x.numerator) / x.denominator for x in arguments))
        sign, digits, exponent, _ = result._mpf_
        return (-1) ** sign * int(digits) * Fraction(2) ** int(exponent)

    return value


def rounded(name: str, positive: bool = False) -> Operation:
    """A transcendental function: the oracle's rounding errors are far below 2^-900."""
    function = to_1000_bits(getattr(mpmath, name, None) or POINTS.functions[name])
    return Operation(BALLS.functions[name], function, 1, positive, Fraction(1, 2**900))


OPERATIONS = {
    "sum": Operation(lambda x, y: x + y, lambda x, y: x + y, 2),
    "difference": Operation(lambda x, y: x - y, lambda x, y: x - y, 2),
    "product": Operation(lambda x, y: x * y, lambda x, y: x * y, 2),
    "quotient": Operation(lambda x, y: x / y, lambda x, y: x / y, 2),
    "negation": Operation(lambda x: -x, lambda x: -x),
    "square": Operation(lambda x: x * x, lambda x: x * x),
    "integer minus": Operation(lambda x: BALLS.integer(1) - x, lambda x: 1 - x),
    "integer power": Operation(lambda x: BALLS.functions["power"](x, BALLS.integer(5)), lambda x: x**5),
    "Abs": Operation(BALLS.functions["Abs"], abs),
    "floor": Operation(BALLS.functions["floor"], lambda x: Fraction(floor(x))),
    "ceiling": Operation(BALLS.functions["ceiling"], lambda x: Fraction(ceil(x))),
    "Min": Operation(BALLS.functions["Min"], min, 3),
    "Max": Operation(BALLS.functions["Max"], max, 3),
    "sqrt": rounded("sqrt", positive=True),
    "log": rounded("log", positive=True),
    "exp": rounded("exp"),
    "cos": rounded("cos"),
    "sin": rounded("sin"),
    "tan": rounded("tan"),
    "sinh": rounded("sinh"),
    "cosh": rounded("cosh"),
    "sinhc": rounded("sinhc"),
    "sigma": rounded("sigma"),
    "ell": rounded("ell"),
    "ell_change": Operation(
        BALLS.functions["ell_change"],
        to_1000_bits(POINTS.functions["ell_change"]),
        2,
        oracle_error=Fraction(1, 2**800),
    ),
    "real power": Operation(
        BALLS.functions["power"], to_1000_bits(mpmath.power), 2, True, Fraction(1, 2**900)
    ),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_on_balls_contains_the_value_at_every_point(name: str) -> None:
    """f(x, …) is in F(X, …) for every x in X."""
    operation = OPERATIONS[name]

    @given(operation.samples(), precisions)
    def contains(sample: Sample, bits: int) -> None:
        assert operation.contains_exact_value(sample, bits)

    contains()


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize(
    "forgetting", [Operation.forgetting_an_argument, Operation.forgetting_the_result]
)
def test_an_operation_that_drops_a_radius_is_caught(
    forgetting: Callable[[Operation], Operation], name: str
) -> None:
    """The same criterion refutes the operation made unsound."""
    unsound = forgetting(OPERATIONS[name])

    def is_counterexample(example: tuple[Sample, int]) -> bool:
        return not unsound.contains_exact_value(*example)

    find(st.tuples(unsound.samples(), precisions), is_counterexample, settings=WITHOUT_SHRINKING)


def test_every_function_the_verifier_offers_on_balls_is_tried() -> None:
    """A function added to the ball arithmetic without a containment test is noticed here."""
    tried = set(OPERATIONS) | {"power", "pi"}

    assert set(BALLS.functions) <= tried


@pytest.mark.parametrize("z", [0, 3, 700, -3, -700])
@pytest.mark.parametrize("d", ["1e-30", "-1e-30", "2", "-2", "900", "-900"])
def test_the_change_of_the_loss_is_a_difference(z: int, d: str) -> None:
    """ℓ(z + d) − ℓ(z) in balls and in points, against the plain difference in far more digits."""
    with mpmath.workdps(1200):
        value = mpmath.log1p(mpmath.exp(-z - mpmath.mpf(d))) - mpmath.log1p(mpmath.exp(-z))
    with precision(128), POINTS.precision(128):
        ball = BALLS.functions["ell_change"](arb(z), arb(d))
        point = POINTS.functions["ell_change"](POINTS.number(Fraction(z)), POINTS.number(Fraction(d)))

    with precision(3000):
        assert ball.overlaps(arb(mpmath.nstr(value, 800, min_fixed=0, max_fixed=0)))
    assert ball.rad() <= abs(ball.mid()) * arb("1e-25")
    with mpmath.workdps(60):
        assert abs(mpmath.mpf(point) - value) <= abs(value) * mpmath.mpf("1e-25")


def test_pi_is_enclosed() -> None:
    """The constant π lies in its ball at every precision."""
    value = to_1000_bits(lambda: +mpmath.pi)()
    for bits in (2, 24, 53, 128, 500):
        with precision(bits):
            assert encloses(BALLS.functions["pi"](), value, Fraction(1, 2**900))
