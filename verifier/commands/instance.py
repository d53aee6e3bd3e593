"""The options that give one run: those of its loss, or of every loss there is a choice of.

A run is given without units, or in its own.
"""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from verifier.arithmetic.exact import TOO_FAR, shortened
from verifier.commands.options import Parser, UsageError, in_range
from verifier.loss import Loss, Start
from verifier.parameters import Parameter
from verifier.studies.losses import LOSSES
from verifier.studies.variants import VARIANTS


def add_instance(parser: Parser) -> None:
    """Add ``--loss``, and the options of every loss; the first loss is the default."""
    add_loss(parser)
    own = {option: of for option, of in parameters(with_units=True).items() if option not in parameters()}
    for option, of_losses in (parameters() | own).items():
        metavar = " or ".join(dict.fromkeys(parameter.metavar for parameter in of_losses.values()))
        units = "with units: " if option in own else ""
        parser.value(f"--{option}", metavar=metavar, help=f"{units}{meaning(of_losses)}")
    for option, kind in VARIANTS.items():
        extra = kind.loss.parameters[-1]
        own_extra = kind.loss.physical[-1]
        also = "" if own_extra == extra else f"; with --{kind.loss.physical[0].option}: {own_extra.detail}"
        words = f"{kind_of(kind)} loss: {extra.help}{also}"
        parser.value(f"--{option}", metavar=extra.metavar, help=words)


def add_loss(parser: Parser) -> None:
    """Add ``--loss``."""
    first = next(iter(LOSSES))
    parser.value("--loss", choices=tuple(LOSSES), default=first, help=f"default: {first}")


def parameters(with_units: bool = False) -> dict[str, dict[str, Parameter]]:
    """By option the parameters so called, by loss: without units, or those of a run in its own units."""
    found: dict[str, dict[str, Parameter]] = {}
    for name, kind in LOSSES.items():
        for parameter in kind.loss.physical if with_units else kind.loss.parameters:
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
    for option, of_losses in (parameters() | parameters(with_units=True)).items():
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
    kind = variant(arguments) or LOSSES[arguments.loss]
    refuse_foreign(arguments)
    own = _in_own_units(arguments, kind.loss)
    chosen = kind.loss.physical if own else kind.loss.parameters
    options: Sequence[str] = [*(parameter.option for parameter in chosen), *needed]
    missing = [f"--{option}" for option in options if given(arguments, option) is None]
    if missing:
        raise UsageError(f"the following arguments are required: {', '.join(missing)}")
    values = {parameter: _read(parameter, arguments) for parameter in chosen}
    return kind.given(*(_without_units(kind.loss, values) if own else values.values()))


def _in_own_units(arguments: Any, loss: Loss) -> bool:
    """Whether a run is given in its own units; raises ``UsageError`` where it is given in both ways."""
    free, own = (
        [one.option for one in these if given(arguments, one.option) is not None] for these in
        (loss.parameters, loss.physical)
    )  # fmt: skip
    only_free, only_own = ([x for x in free if x not in own], [x for x in own if x not in free])
    if only_free and only_own:
        with_units, without = (", ".join(f"--{x}" for x in some) for some in (only_own, only_free))
        raise UsageError(f"{with_units}: not together with {without}, which gives the run without units")
    return bool(only_own)


def _without_units(loss: Loss, values: dict[Parameter, Fraction]) -> tuple[Fraction, ...]:
    from verifier.studies.units import TooFar, without_units

    try:
        return without_units(loss, values)
    except TooFar as error:
        options = ", ".join(f"--{parameter.option}" for parameter in error.given)
        far = error.parameter
        raise UsageError(f"{options}: --{far.option} without units, which they make, {TOO_FAR}") from error


def variant(arguments: Any) -> type[Start] | None:
    """What a run is by the option of a variant; None without one, or where its value is 0.

    Raises ``UsageError`` for a bad value, for two at a time, and for a loss of which nothing is known then.
    """
    words = {
        option: f"--{option} {shortened(str(given(arguments, option)))}"
        for option in VARIANTS
        if given(arguments, option) is not None
    }
    of = {option: VARIANTS[option].loss.parameters[-1] for option in words}
    present = [option for option, parameter in of.items() if _read(parameter, arguments) != 0]
    for option, said in words.items():
        if arguments.loss != kind_of(VARIANTS[option]):
            raise UsageError(f"{said}: no claim and no certified run has it with --loss {arguments.loss}")
    if len(present) > 1:
        several = " and ".join(words[option] for option in present)
        raise UsageError(f"{several}: no claim and no certified run has more than one of them")
    return VARIANTS[present[0]] if present else None


def kind_of(variant: type[Start]) -> str:
    """The loss of which it is a variant."""
    return next(name for name, kind in LOSSES.items() if issubclass(variant, kind))


def _read(parameter: Parameter, arguments: Any) -> Any:
    try:
        return in_range(parameter.range)(str(given(arguments, parameter.option)))
    except ArgumentTypeError as error:
        raise UsageError(f"--{parameter.option}: {error}") from error
