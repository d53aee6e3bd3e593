"""What a run is given by: every number of it, once, for whoever reads, draws, computes or prints it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any


@dataclass(frozen=True)
class Range:
    """Where a parameter must lie: in words, and as a decision about an exact number."""

    words: str
    inside: Callable[[Fraction], bool]


@dataclass(frozen=True)
class Parameter:
    """One number that a run is given by.

    ``option`` is its name on the command line and, with underscores, in a diagram; ``key`` that in a table
    of instances.  ``symbol`` stands for it in one line of plain text, ``head`` in a report, where "_0" is
    an index, and ``metavar`` in a help.  ``words`` say what it is, and ``detail`` goes on with its formula
    and range.  An instance has, as ``field``, the number itself, or if ``inverted`` 1 over it.  ``default``
    is its value in a diagram that does not say another.
    """

    option: str
    key: str
    field: str
    symbol: str
    metavar: str
    words: str
    detail: str
    range: Range
    default: str
    head: str = ""
    inverted: bool = False

    @property
    def name(self) -> str:
        """The option as an identifier: the key of a diagram, and the attribute of parsed arguments."""
        return self.option.replace("-", "_")

    @property
    def help(self) -> str:
        """What it is, in one line without its symbol."""
        return f"{self.words} {self.detail}"

    @property
    def label(self) -> str:
        """What it is, with its symbol, as a report calls it."""
        return f"{self.words} {self.shown}"

    @property
    def shown(self) -> str:
        """Its symbol in a report: "_0" is an index."""
        return self.head or self.symbol

    def swapped(self, number: Any) -> Any:
        """What an instance keeps of a given value; and the value again of what it keeps.

        The number may be an exact one or a ball.
        """
        return 1 / number if self.inverted else number


def up_to(most: int) -> Range:
    """From 0, not included, to ``most``."""
    return Range(f"in (0, {most}]", lambda number: 0 < number <= most)


def _is_acute(theta: Fraction) -> bool:
    """0 < θ < π/2, decided: π is irrational, so some precision separates it from 2θ."""
    from flint import arb

    from verifier.arithmetic.balls import ball, less, precision

    if theta <= 0 or theta >= 2:
        return False
    bits = 64
    while True:
        with precision(bits):
            below = less(ball(theta), arb.pi() / 2)
        if below is not None:
            return below
        bits *= 2


POSITIVE = Range("positive", lambda number: number > 0)
ACUTE = Range("an angle in radians in (0, π/2), where π/2 is about 1.5708", _is_acute)

H = Parameter(
    "scale-lr", "h", "h", "h", "H", "scale learning rate", "h in (0, 1]", up_to(1), default="1/100"
)
WIDE_H = replace(H, detail="h in (0, 2]", range=up_to(2), default="1/50")
"""For a loss of which more is known at larger rates."""
A0 = Parameter(
    "scale0", "a0", "a0", "a_0", "A0", "initial scale", "a_0 = alpha_0/rho > 0", POSITIVE, default="1/20"
)
ALPHA0 = replace(A0, key="alpha0", field="alpha0", symbol="α_0", detail="alpha_0 > 0", default="1/10")
LAMBDA = Parameter(
    "saturated-lr", "saturated_lr", "N0", "Λ", "LAMBDA", "saturated effective learning rate",
    "eta*rho^2/|w_0|^2 > 0", POSITIVE, default="3", inverted=True,
)  # fmt: skip
NU = Parameter(
    "direction-lr", "direction_lr", "N0", "ν_0", "NU", "learning rate of the direction",
    "eta/|w_0|^2 > 0", POSITIVE, default="4", head="η/‖w_0‖²", inverted=True,
)  # fmt: skip
THETA0 = Parameter(
    "angle0", "theta0", "theta0", "θ_0", "THETA0", "initial angle",
    "to the target in radians, in (0, pi/2)", ACUTE, default="1/20",
)  # fmt: skip

_SHARE = Range("at least 0 and below 1", lambda number: 0 <= number < 1)
OMEGA = Parameter(
    "weight-decay", "weight_decay", "omega0", "ω", "OMEGA", "weight decay",
    "omega: w' = (1 - omega)*w - eta*dR/dw, in [0, 1)", _SHARE, default="0",
)  # fmt: skip
BETA = Parameter(
    "momentum", "momentum", "beta_heavy0", "β", "BETA", "momentum",
    "beta of w: w' = w + v', v' = beta*v - eta*dR/dw, v_0 = 0, in [0, 1)", _SHARE, default="0",
)  # fmt: skip
EPSILON = Parameter(
    "bn-eps", "bn_eps", "eps_free0", "ε̃", "EPS", "BatchNorm's eps",
    "without units, eps/(eta*rho^2): |w_0|^2 is 1/LAMBDA in the same unit; >= 0",
    Range("at least 0", lambda number: number >= 0), default="0",
)  # fmt: skip
OWN_EPSILON = replace(EPSILON, field="eps_bn", symbol="ε", detail="eps >= 0")
"""The same in the units of a run."""
OF_VARIANTS = (OMEGA, BETA, EPSILON)
"""What a run of the square loss may have besides, one at a time; 0 is a run without."""

OF_SQUARE = (H, A0, LAMBDA, THETA0)
OF_LOGISTIC = (WIDE_H, ALPHA0, NU, THETA0)
"""What a run of each loss is given by, in the order in which it is written."""
EVERY = (H, A0, LAMBDA, ALPHA0, NU, THETA0)
"""All of them, in the order of a table that has columns of every loss."""

ETA = Parameter("eta", "eta", "eta", "η", "ETA", "learning rate of w", "eta > 0", POSITIVE, default="1")
ETA_ALPHA = replace(
    H, option="eta-alpha", key="eta_alpha", metavar="ETA_ALPHA", words="learning rate of the scale",
    detail="eta_alpha in (0, 1]",
)  # fmt: skip
WIDE_ETA_ALPHA = replace(ETA_ALPHA, detail="eta_alpha in (0, 2]", range=WIDE_H.range)
OWN_ALPHA0 = replace(ALPHA0, option="alpha0", metavar="ALPHA0")
RHO = Parameter(
    "rho", "rho", "rho", "ρ", "RHO", "signal strength", "rho > 0, the norm of the target b", POSITIVE,
    default="1",
)  # fmt: skip
W0_NORM = Parameter(
    "w0-norm", "w0_norm", "norm0", "‖w_0‖", "NORM", "initial norm of w", "|w_0| > 0", POSITIVE, default="1"
)
SQUARE_WITH_UNITS = (ETA, ETA_ALPHA, OWN_ALPHA0, RHO, W0_NORM, THETA0)
LOGISTIC_WITH_UNITS = (ETA, WIDE_ETA_ALPHA, OWN_ALPHA0, W0_NORM, THETA0)
"""What a run of each loss may be given by instead, in its own units: a field is the name of a symbol."""


def named(names: Iterable[str]) -> dict[str, Parameter]:
    """The parameters of the loss whose runs are given by ``names``, by name; raises ``ValueError``."""
    wanted = sorted(names)
    for parameters in (OF_SQUARE, OF_LOGISTIC):
        found = {parameter.name: parameter for parameter in parameters}
        if sorted(found) == wanted:
            return found
    raise ValueError(f"a run of no loss is given by {', '.join(wanted)}")
