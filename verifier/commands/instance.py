"""The options that give one run without units: those of its loss, or of every loss there is a choice of."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Sequence
from typing import Any

from verifier.commands.options import Parser, UsageError, in_range
from verifier.parameters import Parameter
from verifier.studies.losses import LOSSES


def add_instance(parser: Parser) -> None:
    """Add ``--loss``, and the options of every loss; the first loss is the default."""
    add_loss(parser)
    for option, of_losses in parameters().items():
        metavar = " or ".join(dict.fromkeys(parameter.metavar for parameter in of_losses.values()))
        parser.value(f"--{option}", metavar=metavar, help=meaning(of_losses))


def add_loss(parser: Parser) -> None:
    """Add ``--loss``."""
    first = next(iter(LOSSES))
    parser.value("--loss", choices=tuple(LOSSES), default=first, help=f"default: {first}")


def parameters() -> dict[str, dict[str, Parameter]]:
    """By option the parameters so called, by loss."""
    found: dict[str, dict[str, Parameter]] = {}
    for name, kind in LOSSES.items():
        for parameter in kind.loss.parameters:
            found.setdefault(parameter.option, {})[name] = parameter
    # The angle comes last in each loss, and so in all.
    last = [kind.loss.parameters[-1].option for kind in LOSSES.values()]
    return {option: of for option, of in found.items() if option not in last} | {
        option: of for option, of in found.items() if option in last
    }


def meaning(of_losses: dict[str, Parameter]) -> str:
    """What an option means: once where all losses agree, else of each loss that has it."""
    first = next(iter(of_losses.values()))
    if len(of_losses) < len(LOSSES):
        return f"{', '.join(of_losses)} loss: {first.help}"
    if len({parameter.help for parameter in of_losses.values()}) == 1:
        return first.help
    details = ", ".join(f"{of.detail} for the {name}" for name, of in of_losses.items())
    return f"{first.words} {details} loss"


def of_each(values: dict[str, str]) -> str:
    """A default of each loss that has one: once where all agree."""
    different = dict.fromkeys(values.values())
    return "default " + " or ".join(different)


def refuse_foreign(arguments: Any) -> None:
    """Raises ``UsageError`` for an option that is given and belongs to another loss."""
    for option, of_losses in parameters().items():
        if arguments.loss not in of_losses and given(arguments, option) is not None:
            raise UsageError(f"--{option}: not an option of the {arguments.loss} loss")


def given(arguments: Any, option: str) -> Any:
    """The value of an option on the command line, if any."""
    return getattr(arguments, option.replace("-", "_"), None)


def read_instance(arguments: Any, *needed: str) -> Any:
    """The instance of ``verifier.studies.losses`` that the options give.

    Raises ``UsageError`` for an option that is missing, belongs to another loss, or has a bad value; all
    that are missing are named at once, those of the command that are ``needed`` besides among them.
    """
    kind = LOSSES[arguments.loss]
    refuse_foreign(arguments)
    options: Sequence[str] = [*(parameter.option for parameter in kind.loss.parameters), *needed]
    missing = [f"--{option}" for option in options if given(arguments, option) is None]
    if missing:
        raise UsageError(f"the following arguments are required: {', '.join(missing)}")
    return kind.given(*(_read(parameter, arguments) for parameter in kind.loss.parameters))


def _read(parameter: Parameter, arguments: Any) -> Any:
    try:
        return in_range(parameter.range)(str(given(arguments, parameter.option)))
    except ArgumentTypeError as error:
        raise UsageError(f"--{parameter.option}: {error}") from error
