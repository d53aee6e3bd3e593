"""What the commands accept.  Every message names the option and the value that was refused."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from verifier import __version__
from verifier.arithmetic.exact import read_rational, shortened
from verifier.lines import laid_out

if TYPE_CHECKING:
    from verifier.parameters import Range

_WHOLE = re.compile(r"[+-]?[0-9]+")
_MOST_DIGITS = 1000


SYNONYMS: Mapping[str, tuple[str, ...]] = {
    name: options
    for names, options in {
        "eta step-size lr learning-rate lr-w eta-w weight-lr":
        ("--eta", "--saturated-lr", "--direction-lr"),
        "lambda lam sharpness effective-lr": ("--saturated-lr",),
        "nu nu0 nu-0 direction": ("--direction-lr",),
        "h lr-alpha eta-alpha alpha-lr gamma-lr": ("--scale-lr", "--eta-alpha"),
        "a a0 a-0 alpha alpha0 alpha-0 gamma gamma0 scale scale-0": ("--scale0", "--alpha0"),
        "norm norm-w0 w-norm w0": ("--w0-norm",),
        "signal target-norm b": ("--rho",),
        "wd decay omega l2 lambda-wd": ("--weight-decay",),
        "beta mu heavy-ball beta1": ("--momentum",),
        "eps epsilon bn-epsilon batchnorm-eps norm-eps": ("--bn-eps",),
        "theta theta0 theta-0 angle angle-0 phi phi0": ("--angle0",),
        "t n-steps num-steps iterations iters epochs": ("--steps", "--max-steps"),
        "bits prec digits dps": ("--precision",),
        "workers threads processes n-jobs num-workers": ("--jobs",),
        "out outdir output-dir directory dir": ("--output",),
        "id claims theorem": ("--claim",),
        "rng random-state": ("--seed",),
        "fast": ("--quick",),
        "cluster dask address": ("--scheduler",),
    }.items()
    for name in names.split()
}
"""What an option is called elsewhere: in the paper, in the field, in other programs."""


class UsageError(Exception):
    """Bad usage or input: one line for the user, exit code 2."""


class Parser(argparse.ArgumentParser):
    """An argument parser that raises ``UsageError``, and takes ``-1/2`` or ``-inf`` as a value."""

    def __init__(self, command: str | None, description: str, commands: Mapping[str, str]) -> None:
        listed = "".join(f"  {name:9} {meaning}\n" for name, meaning in commands.items())
        super().__init__(
            prog=f"python -m verifier {command or ''}".rstrip(),
            usage="%(prog)s [COMMAND] [options]" if commands else None,
            description=laid_out(description),
            epilog=laid_out(f"commands:\n{listed}") if commands else None,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        self._valued: set[str] = set()
        self._commands = commands
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
        raise UsageError(message.replace("argument ", "", 1) + self._hint(message))

    def _hint(self, message: str) -> str:
        """What may have been meant by the words that no option is called."""
        _, found, words = message.partition("unrecognized arguments: ")
        unknown = [word.partition("=")[0] for word in words.split()]
        if not found or not unknown:
            return ""
        if unknown[0] in self._commands:
            return f"; the command comes first: python -m verifier {unknown[0]}"
        options = [name for name in self._option_string_actions if name.startswith("--")]
        meant = {word: similar(word, options) for word in unknown if word.startswith("-")}
        named = [f"{' or '.join(known)} for {word}" for word, known in meant.items() if known]
        return f"; did you mean {', '.join(named)}?" if named else ""


def similar(word: str, options: Sequence[str]) -> list[str]:
    """Those of ``options`` that ``word`` may stand for."""
    name = word.lstrip("-").lower().replace("_", "-")
    known = [option for option in SYNONYMS.get(name, ()) if option in options]
    if known:
        return known
    from difflib import get_close_matches

    return get_close_matches(f"--{name}", options, n=1)


def whole(low: int, high: int | None = None) -> Callable[[str], int]:
    """The type of a whole number from ``low`` to ``high``."""

    def read(text: str) -> int:
        if not _WHOLE.fullmatch(text.strip()):
            raise argparse.ArgumentTypeError(f"{shortened(text)} is not a whole number")
        number = int(text) if len(text) <= _MOST_DIGITS else None
        if number is None or number < low or (high is not None and number > high):
            limits = f"at least {low}" if high is None else f"from {low} to {high}"
            if number is None and high is None:
                limits += f", of at most {_MOST_DIGITS} digits"
            raise argparse.ArgumentTypeError(f"{shortened(text)} is not {limits}")
        return number

    return read


def in_range(limits: Range) -> Callable[[str], Fraction]:
    """The type of an exact number, decimal or p/q, within these limits."""

    def read(text: str) -> Fraction:
        try:
            number = read_rational(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from error
        if not limits.inside(number):
            raise argparse.ArgumentTypeError(f"{shortened(text)} is not {limits.words}")
        return number

    return read


def scheduler(text: str) -> str:
    """The type of the address of a Dask scheduler: HOST:PORT, with or without tcp:// before it.

    Dask knows other protocols; they need certificates or packages for which there is no option here.
    """
    from urllib.parse import urlsplit

    kind, found, place = text.strip().rpartition("://")
    try:
        host, port = (split := urlsplit(f"tcp://{place}")).hostname, split.port
        plain = split.netloc == place and "@" not in place
    except ValueError:
        host, port, plain = None, None, False
    if (found and kind != "tcp") or not (host and port and plain):
        raise argparse.ArgumentTypeError(f"{shortened(text)} is not HOST:PORT or tcp://HOST:PORT")
    return text.strip()


def directory(text: str) -> Path:
    """The type of a directory to write to."""
    if not text or "\0" in text:
        raise argparse.ArgumentTypeError(f"{shortened(text)} is not a directory")
    return Path(text)
