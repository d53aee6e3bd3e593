"""All benchmarks in one run: ``python -m tests.benchmarks [--output FILE] [--long]``.

- ``step``: one step of the derived map in each arithmetic
- ``batch``: one step of one cell in the batch engine and its peers
- ``leap``: certifying an onset or a spike that is never iterated to
- ``length``: following a run step by step, against its length
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from tests.benchmarks import batch, leap, length, step


def main() -> None:
    """Print the tables; write the figures when asked to."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--output", type=Path, help="also write the figures to this file, as JSON")
    parser.add_argument("--long", action="store_true", help=f"also follow a run for {length.LONG:,} steps")
    arguments = parser.parse_args()
    figures: dict[str, Any] = {}
    for name, measure, table in (
        ("step", step.measure, step.table),
        ("batch", batch.measure, batch.table),
        ("leap", leap.measure, leap.table),
        ("length", lambda: length.measure(arguments.long), length.table),
    ):
        figures[name] = measure()
        print(table(figures[name]), end="\n\n", flush=True)
    if arguments.output:
        arguments.output.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
