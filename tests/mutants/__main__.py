"""Mutation testing of what a verdict rests on: ``python -m tests.mutants [--children N] [FILE …]``.

mutmut changes the code in one place at a time; a change that no test notices is a survivor.  Each survivor
must be explained in ``equivalent.json``: by function, the line before and after, and the reason why no
test can tell them apart.  Changes of the words of a refusal alone are explained as a kind.  What is neither
killed nor explained is printed, and the exit code is 1; so is an explanation of what does not survive.

A full run takes an hour or more.  It can be interrupted: mutmut goes on where it stopped, in ``mutants/``.
"""

from __future__ import annotations

import argparse
import fnmatch
import json
import multiprocessing
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from tests.mutants.changes import Change, changes, words_only

EXPLAINED = Path(__file__).with_name("equivalent.json")
FOLDER = Path("mutants")


class InTurn:
    """Stands in for ``multiprocessing.Pool`` where the machine grants no semaphores."""

    def __init__(self, processes: int | None = None) -> None:
        pass

    def __enter__(self) -> InTurn:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def imap_unordered(self, work: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
        """The results, one after the other."""
        return map(work, items)


def run(children: int, patterns: list[str]) -> None:
    """Let mutmut make the mutants and try them."""
    try:
        multiprocessing.Lock()
    except OSError:
        multiprocessing.Pool = InTurn  # type: ignore[assignment,misc]
    from mutmut.__main__ import cli

    try:
        cli(["run", "--max-children", str(children), *patterns], standalone_mode=False)
    except SystemExit as end:
        if end.code:
            raise


def pattern(name: str) -> str:
    """The mutants of a file such as ``verifier/outcome.py`` in mutmut's words; any other name as it is."""
    return f"{name.removesuffix('.py').replace('/', '.')}.*" if name.endswith(".py") else name


def outcomes(folder: Path) -> dict[str, str]:
    """What became of each mutant that was tried, in mutmut's words, by its name."""
    from mutmut.stats import status_by_exit_code

    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*.py.meta")):
        codes = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        found |= {name: status_by_exit_code[code] for name, code in codes.items()}
    return {name: status for name, status in found.items() if status != "not checked"}


def judge(
    found: dict[str, str], changed: dict[str, Change], explained: list[dict[str, str]]
) -> tuple[Counter[str], list[str]]:
    """How many mutants there are of each kind, and what is wrong, a line each."""
    known = {Change(entry["function"], entry["was"], entry["is"]): entry["why"] for entry in explained}
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    seen: set[Change] = set()
    for name, status in found.items():
        change = changed[name]
        seen.add(change)
        if status not in ("survived", "no tests"):
            counts["killed"] += 1
            if change in known:
                wrong.append(f"explained, but {status}: {change}")
        elif change in known:
            counts["equivalent"] += 1
        elif words_only(change):
            counts["words of a refusal"] += 1
        else:
            counts["unexplained"] += 1
            wrong.append(f"{status}: {change}")
    functions = {change.function for change in seen}
    wrong += [f"explained, but no mutant: {c}" for c in known if c.function in functions and c not in seen]
    return counts, wrong


def untried(patterns: Iterable[str], found: Iterable[str]) -> list[str]:
    """The patterns of which nothing was tried, a line each.

    mutmut makes no mutants of a file that it has copied before and that has not changed since, even if it
    is only now one of those to be changed.
    """
    names = list(found)
    return [f"no mutant tried (make clean?): {one}" for one in patterns if not fnmatch.filter(names, one)]


def main(arguments: list[str]) -> int:
    """Run mutmut, and compare what survives with what is explained."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--children", type=int, default=2, help="mutants tried at once")
    parser.add_argument("--judge", action="store_true", help="only judge what has been tried so far")
    help_patterns = "files, or names of mutants: verifier/outcome.py, or verifier.kernel.algebra*"
    parser.add_argument("patterns", nargs="*", type=pattern, help=help_patterns)
    chosen = parser.parse_args(arguments)
    if not chosen.judge:
        run(chosen.children, chosen.patterns)
    explained = json.loads(EXPLAINED.read_text(encoding="utf-8"))
    found = outcomes(FOLDER)
    counts, wrong = judge(found, changes(FOLDER), explained)
    wrong += untried(chosen.patterns, found)
    print(*wrong, sep="\n")
    print(
        f"{counts.total()} mutants: " + ", ".join(f"{count} {kind}" for kind, count in counts.most_common())
    )
    return 1 if wrong or not counts else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
