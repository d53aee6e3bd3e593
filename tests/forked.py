"""Programs that share their imports: one process makes them, and each program runs in a fork of it.

A program starts with nothing but what ``prelude`` left, as it would in a process of its own, without paying
seconds for the imports again.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import traceback
from typing import Any


class Forked:
    """A process that has run ``prelude``, with ``environment`` besides that of this one."""

    def __init__(self, prelude: str, **environment: str) -> None:
        command = [sys.executable, "-c", "from tests.forked import serve; serve()"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | environment
        )
        self._tell(prelude)

    def run(self, program: str) -> str:
        """What ``program`` prints.  Raises ``AssertionError`` with its traceback where it fails."""
        self._tell(program)
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the process could not run its prelude"
        code, text = json.loads(line)
        assert code == 0, text
        return str(text)

    def close(self) -> None:
        """End it."""
        self._process.communicate()

    def _tell(self, program: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(program) + "\n")
        self._process.stdin.flush()


def serve() -> None:
    """Run the first line of the input, and each other in a fork, whose exit code and text are printed."""
    known: dict[str, Any] = {"__name__": "__main__"}
    exec(json.loads(sys.stdin.readline()), known)
    for line in sys.stdin:
        print(json.dumps(_in_a_fork(json.loads(line), known)), flush=True)


def _in_a_fork(program: str, known: dict[str, Any]) -> tuple[int, str]:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        sys.stdout = sys.stderr = os.fdopen(writing, "w", encoding="utf-8")
        code = 1
        try:
            exec(program, known)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        text = pipe.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), text
