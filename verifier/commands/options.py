"""What the commands accept.  Every message names the option and the value that was refused."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn

from verifier import __version__
from verifier.arithmetic.exact import read_rational

_SHOWN = 40
_WHOLE = re.compile(r"[+-]?[0-9]{1,1000}")


class UsageError(Exception):
    """Bad usage or input: one line for the user, exit code 2."""


class Parser(argparse.ArgumentParser):
    """An argument parser that raises ``UsageError``, and takes ``-1/2`` or ``-inf`` as a value."""

    def __init__(self, command: str | None, description: str, commands: Mapping[str, str]) -> None:
        listed = "".join(f"  {name:9} {meaning}\n" for name, meaning in commands.items())
        super().__init__(
            prog=f"python -m verifier {command or ''}".rstrip(),
            description=description,
            epilog=f"commands:\n{listed}" if commands else None,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        self._valued: set[str] = set()
        self.add_argument("--version", action="version", version=__version__)
        self.add_argument("--debug", action="store_true", help="show where an internal error is")

    def value(self, option: str, **details: Any) -> None:
        """Add an option that takes one value."""
        self._valued.add(option)
        self.add_argument(option, **details)

    def json(self) -> None:
        """Add ``--json``."""
        self.add_argument(
            "--json", action="store_true", help="print one JSON object on stdout, and nothing else"
        )

    def parse_args(self, args: Sequence[str], namespace: Any = None) -> Any:  # type: ignore[override]
        """Parse ``args``; a word after an option that takes a value is that value, signs included."""
        joined: list[str] = []
        for word in args:
            if joined and joined[-1] in self._valued and not word.startswith("--"):
                joined[-1] += f"={word}"
            else:
                joined.append(word)
        return super().parse_args(joined, namespace)

    def error(self, message: str) -> NoReturn:
        """Argparse's report of bad usage, without the usage text."""
        raise UsageError(message.replace("argument ", "", 1))


def shown(text: str) -> str:
    """A refused value, quoted on one line and cut to a readable length."""
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")


def whole(low: int, high: int | None = None) -> Callable[[str], int]:
    """The type of a whole number from ``low`` to ``high``."""

    def read(text: str) -> int:
        if not _WHOLE.fullmatch(text.strip()):
            raise argparse.ArgumentTypeError(f"{shown(text)} is not a whole number")
        number = int(text)
        if number < low or (high is not None and number > high):
            limits = f"at least {low}" if high is None else f"from {low} to {high}"
            raise argparse.ArgumentTypeError(f"{shown(text)} is not {limits}")
        return number

    return read


def rational(limits: str, inside: Callable[[Fraction], bool]) -> Callable[[str], Fraction]:
    """The type of an exact number, decimal or p/q, with ``inside`` deciding the ``limits``."""

    def read(text: str) -> Fraction:
        try:
            number = read_rational(text)
        except ValueError as error:
            message = f"{shown(text)} is not a decimal number or a fraction p/q"
            raise argparse.ArgumentTypeError(message) from error
        if not inside(number):
            raise argparse.ArgumentTypeError(f"{shown(text)} is not {limits}")
        return number

    return read


positive = rational("positive", lambda number: number > 0)
scale_lr = rational("in (0, 1]", lambda number: 0 < number <= 1)
wide_scale_lr = rational("in (0, 2]", lambda number: 0 < number <= 2)


def _acute(theta: Fraction) -> bool:
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


angle = rational("in (0, π/2)", _acute)


def directory(text: str) -> Path:
    """The type of a directory to write to."""
    if not text or "\0" in text:
        raise argparse.ArgumentTypeError(f"{shown(text)} is not a directory")
    return Path(text)
