"""Makes the table of real runs anew: ``python -m tests.torch_runs`` (a few minutes, one core)."""

from __future__ import annotations

import json

from tests.torch_runs.table import made
from verifier.studies.forecast.torch_runs import PATH


def main() -> None:
    """Train, forecast, and store."""
    table = made(lambda line: print(line, flush=True))
    PATH.write_text(json.dumps(table.plain(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
