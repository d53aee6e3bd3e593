"""The four options that give one square-loss run, without units."""

from __future__ import annotations

from typing import Any

from verifier.commands.options import Parser, angle, positive, scale_lr


def add_instance(parser: Parser) -> None:
    """Add --scale-lr, --scale0, --saturated-lr and --angle0, all required."""
    parser.value(
        "--scale-lr", required=True, type=scale_lr, metavar="H", help="scale learning rate h, in (0, 1]"
    )
    parser.value(
        "--scale0",
        required=True,
        type=positive,
        metavar="A0",
        help="initial scale a_0 = alpha_0/rho > 0",
    )
    parser.value(
        "--saturated-lr",
        required=True,
        type=positive,
        metavar="LAMBDA",
        help="saturated effective learning rate eta*rho^2/|w_0|^2 > 0",
    )
    parser.value(
        "--angle0",
        required=True,
        type=angle,
        metavar="THETA0",
        help="initial angle to the target in radians, in (0, pi/2)",
    )


def read_instance(arguments: Any) -> Any:
    """The ``verifier.dynamics.Instance`` that the options give."""
    from verifier.dynamics.instance import Instance

    return Instance(arguments.scale_lr, arguments.scale0, 1 / arguments.saturated_lr, arguments.angle0)
