"""The command line: finds the command, and turns every failure into one line and an exit code.

Nothing heavy is imported before the arguments are known to be good: help and errors are instant.
"""

from __future__ import annotations

import errno
import signal
import sys
import threading
from collections.abc import Sequence
from importlib import import_module
from types import FrameType
from typing import Any

from verifier.commands.options import Parser, UsageError
from verifier.commands.terminal import flush, note, prepare
from verifier.exits import Exit
from verifier.isolation import isolate
from verifier.signals import REQUESTS

COMMANDS = {
    "run": "verify everything and write the report (what happens without a command)",
    "list": "the claims in paper order: id, provenance, status wanted",
    "explain": "one claim: statement, hypotheses, derivation, certificate, sources",
    "check": "replay stored certificates with the kernel alone",
    "trace": "one certified run, of the square or the logistic loss",
    "phase": "a certified phase diagram of either loss over two parameters",
    "onset": "the certified onset of a run of either loss, without iterating to it",
    "forecast": "when a real training run will spike, from its data and its rates",
}
"""Each is a module of ``verifier.commands`` that offers ``add_arguments`` and ``execute``."""

_MODULES = {"list": "listing"}
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE, errno.EROFS, errno.EIO}
"""What the machine may refuse at any point: room on a disk, or one more open file."""


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit code; never lets a traceback out unless ``--debug`` asks."""
    words = [word for word in argv if word != "--debug"]  # before the command or after it
    debug = len(words) < len(argv)
    isolate()
    prepare()
    try:
        try:
            return _execute(words)
        finally:
            flush()
    except UsageError as error:
        note(f"python -m verifier: error: {error}")
        return Exit.USAGE
    except KeyboardInterrupt:
        note("interrupted")
        return Exit.INTERRUPTED
    except Exception as error:
        if debug:
            raise
        if (refusal := _refusal(error)) is not None:
            note(f"python -m verifier: error: the system refuses: {refusal}")
            return Exit.USAGE
        note(f"internal error: {type(error).__name__}: {error} (--debug shows where)")
        return Exit.INTERNAL


def _execute(argv: Sequence[str]) -> int:
    named = argv[0] if argv and not argv[0].startswith("-") else None
    if named is not None and named not in COMMANDS:
        from difflib import get_close_matches

        close = get_close_matches(named, COMMANDS, n=1)
        hint = f"; did you mean {close[0]}?" if close else ""
        raise UsageError(f"unknown command {named[:40]!r}; the commands are {', '.join(COMMANDS)}{hint}")
    command = named or "run"
    module: Any = import_module(f"verifier.commands.{_MODULES.get(command, command)}")
    description = module.__doc__ or _in_source(module)
    parser = Parser(named, description, COMMANDS if named is None else {})
    module.add_arguments(parser)
    arguments = parser.parse_args(argv[1:] if named else argv)
    if threading.current_thread() is threading.main_thread():
        for number in REQUESTS:
            # Ctrl-C is one already; what is ignored on purpose (``nohup``) stays ignored.
            if number != signal.SIGINT and signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, _as_interrupt)
    code: int = module.execute(arguments)
    return code


def _in_source(module: Any) -> str:
    """The docstring of a command as its source has it: Python may drop it (-OO)."""
    from verifier.sources import docstring_beside

    return docstring_beside(module.execute)


def _refusal(error: BaseException | None) -> str | None:
    """What the machine refused, when that is at the root of an error; None when the program is at fault."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            return error.strerror
        error = error.__cause__ or error.__context__
    return None


def _as_interrupt(number: int, frame: FrameType | None) -> None:
    """A request to end is treated like Ctrl-C: what was finished is kept."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
