"""What the modules that can be run take on the command line; bad usage is one line and exit code 2."""

from __future__ import annotations

import argparse
from typing import NoReturn


class Arguments(argparse.ArgumentParser):
    """The arguments of ``python -m MODULE``: ``--help``, and what is added."""

    def __init__(self, module: str, description: str) -> None:
        super().__init__(
            prog=f"python -m {module}",
            description=description,
            allow_abbrev=False,
        )

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments, without the usage text, and end."""
        self.exit(2, f"{self.prog}: error: {message}\n")
