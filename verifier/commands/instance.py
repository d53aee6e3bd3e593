"""The options that give one run without units: four for each loss, three of them the same for both."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from verifier.commands.options import (
    Parser,
    UsageError,
    angle,
    positive,
    scale_lr,
    wide_scale_lr,
)

Reader = Callable[[str], Fraction]


@dataclass(frozen=True)
class Parameter:
    """One option: how each loss that has it reads its value, and what the help says of it."""

    option: str
    readers: Mapping[str, Reader]
    metavar: str
    meaning: str
    """for both losses, where the parameter is one of both"""
    of_square: str = ""
    """for a command about the square loss alone, where that is less to say"""

    def given(self, arguments: Any) -> str | None:
        """The text on the command line, if any."""
        text: str | None = getattr(arguments, _field(self.option), None)
        return text


def _field(option: str) -> str:
    return option.removeprefix("--").replace("-", "_")


def _of_both(reader: Reader) -> dict[str, Reader]:
    return {"square": reader, "logistic": reader}


PARAMETERS = (
    Parameter(
        "--scale-lr",
        {"square": scale_lr, "logistic": wide_scale_lr},
        "H",
        "scale learning rate h, in (0, 1] for the square and (0, 2] for the logistic loss",
        "scale learning rate h, in (0, 1]",
    ),
    Parameter(
        "--scale0",
        _of_both(positive),
        "A0",
        "initial scale > 0: a_0 = alpha_0/rho for the square, alpha_0 for the logistic loss",
        "initial scale a_0 = alpha_0/rho > 0",
    ),
    Parameter(
        "--saturated-lr",
        {"square": positive},
        "LAMBDA",
        "square loss: saturated effective learning rate eta*rho^2/|w_0|^2 > 0",
        "saturated effective learning rate eta*rho^2/|w_0|^2 > 0",
    ),
    Parameter(
        "--direction-lr",
        {"logistic": positive},
        "NU",
        "logistic loss: learning rate of the direction eta/|w_0|^2 > 0",
    ),
    Parameter(
        "--angle0", _of_both(angle), "THETA0", "initial angle to the target in radians, in (0, pi/2)"
    ),
)
"""Those of one loss are the parameters of its instance, in order, with a rate in place of the norm."""


def add_instance(parser: Parser, *losses: str) -> None:
    """Add the options of these losses, and ``--loss`` where there is a choice; the first is the default."""
    parser.set_defaults(loss=losses[0])
    if len(losses) > 1:
        parser.value("--loss", choices=losses, default=losses[0], help=f"default: {losses[0]}")
    for parameter in PARAMETERS:
        if any(loss in parameter.readers for loss in losses):
            meaning = parameter.of_square if losses == ("square",) else ""
            parser.value(
                parameter.option, metavar=parameter.metavar, help=meaning or parameter.meaning
            )


def read_instance(arguments: Any, *needed: str) -> Any:
    """The instance of ``verifier.dynamics.instance`` that the options give.

    Raises ``UsageError`` for an option that is missing, belongs to another loss, or has a bad value; all
    that are missing are named at once, those of the command that are ``needed`` besides among them.
    """
    from verifier.dynamics.instance import Instance, LogisticInstance

    own = [parameter for parameter in PARAMETERS if arguments.loss in parameter.readers]
    for parameter in PARAMETERS:
        if parameter not in own and parameter.given(arguments) is not None:
            raise UsageError(f"{parameter.option}: not an option of the {arguments.loss} loss")
    missing = [parameter.option for parameter in own if parameter.given(arguments) is None]
    missing += [option for option in needed if getattr(arguments, _field(option)) is None]
    if missing:
        raise UsageError(f"the following arguments are required: {', '.join(missing)}")
    h, scale0, rate, angle0 = (_read(parameter, arguments) for parameter in own)
    kind = {"square": Instance, "logistic": LogisticInstance}[arguments.loss]
    return kind(h, scale0, 1 / rate, angle0)


def _read(parameter: Parameter, arguments: Any) -> Fraction:
    try:
        return parameter.readers[arguments.loss](str(parameter.given(arguments)))
    except ArgumentTypeError as error:
        raise UsageError(f"{parameter.option}: {error}") from error
