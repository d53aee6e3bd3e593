"""The full run of this tree against that of another commit: ``python -m tests.benchmarks.against COMMIT``.

Both take turns on the machine at hand, each in a process of its own and with ``--jobs 1``; what counts is
processor time, the least of a few rounds.  Two ratios are given: of the whole runs, and *over the same
claims*: without the claims and sections that only one of the two has, such as the second iteration of every
listed run in mpmath.  What a task that both have does more than it did then stays in the ratio.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[2]
ROUNDS = 1
_TASK = re.compile(r"^\s*\d+/\d+ (?P<label>\S+(?: \S+)*?)(?: [A-Z]+)? \((?P<seconds>[\d.,]+) s\)\s*$")
"""A line of progress: ``3/70 figures: knife-edge ENCLOSED (6.1 s)``; the seconds are of processor time."""

Times = dict[str, float]


def tasks_of(progress: str) -> Times:
    """The processor seconds of each task, from what a run says while it goes on."""
    found = [_TASK.match(line) for line in progress.splitlines()]
    return {line["label"]: float(line["seconds"].replace(",", "")) for line in found if line}


def full_run(tree: Path, arguments: tuple[str, ...] = ()) -> tuple[float, Times]:
    """Processor seconds of a full run in ``tree``, the whole process, and by task.

    Raises ``RuntimeError`` when there is no program, the run breaks or says nothing of its tasks.
    """
    if not (tree / "verifier" / "__main__.py").exists():
        raise RuntimeError(f"no program in {tree}")
    before = os.times()
    with tempfile.TemporaryDirectory() as output:
        command = [sys.executable, "-m", "verifier", "--jobs", "1", "--output", output, *arguments]
        environment = os.environ | {"PYTHONPATH": str(tree)}
        run = subprocess.run(
            command, cwd=tree, env=environment, capture_output=True, text=True, check=False
        )
    after = os.times()
    seconds = after.children_user + after.children_system - before.children_user - before.children_system
    tasks = tasks_of(run.stdout + run.stderr)
    if run.returncode not in (0, 3) or not tasks:
        raise RuntimeError(f"{tree}: exit code {run.returncode}: {run.stderr[-500:]}")
    return seconds, tasks


def compared(ours: tuple[float, Times], theirs: tuple[float, Times]) -> dict[str, Any]:
    """Both ratios, of this tree to the other; over the same claims a run is without what it has alone."""
    (whole, tasks), (other_whole, other_tasks) = ours, theirs
    alone = {name: seconds for name, seconds in tasks.items() if name not in other_tasks}
    other_alone = {name: seconds for name, seconds in other_tasks.items() if name not in tasks}
    same, other_same = whole - sum(alone.values()), other_whole - sum(other_alone.values())
    return {
        "cpu_seconds": {"this": round(whole, 1), "other": round(other_whole, 1)},
        "same_claims": {"this": round(same, 1), "other": round(other_same, 1)},
        "ratio": round(whole / other_whole, 2),
        "ratio_same_claims": round(same / other_same, 2),
        "only_this": alone,
        "only_other": other_alone,
    }


def measure(commit: str, rounds: int = ROUNDS, arguments: tuple[str, ...] = ()) -> dict[str, Any]:
    """Check ``commit`` out beside this tree, run both in turns, and compare their fastest rounds."""
    with tempfile.TemporaryDirectory() as place:
        other = Path(place) / "other"
        subprocess.run(["git", "worktree", "add", "--detach", str(other), commit], cwd=HERE, check=True)
        try:
            runs = [(full_run(HERE, arguments), full_run(other, arguments)) for _ in range(rounds)]
        finally:
            shutil.rmtree(other)
            subprocess.run(["git", "worktree", "prune"], cwd=HERE, check=True)
    ours, theirs = (min(side) for side in zip(*runs, strict=True))
    return {"commit": commit, "rounds": rounds, **compared(ours, theirs)}


def table(figures: dict[str, Any]) -> str:
    """The figures as text."""
    lines = [f"the full run against commit {figures['commit']}, seconds of CPU", ""]
    for title, row, ratio in (
        ("whole", "cpu_seconds", "ratio"),
        ("over the same claims", "same_claims", "ratio_same_claims"),
    ):
        this, other = figures[row]["this"], figures[row]["other"]
        lines.append(f"{title:22}{this:10.1f}{other:10.1f}{figures[ratio]:8.2f} x")
    for title, name in (("only here", "only_this"), ("only there", "only_other")):
        lines += [f"{title}: {label}, {seconds:.1f} s" for label, seconds in figures[name].items()]
    return "\n".join(lines)


def main() -> None:
    """Print the comparison; write the figures when asked to."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.against", description=__doc__)
    parser.add_argument("commit", help="the commit to compare with")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each runs (%(default)s)")
    parser.add_argument("--quick", action="store_true", help="quick runs instead of full ones")
    parser.add_argument("--output", type=Path, help="also write the figures to this file, as JSON")
    given = parser.parse_args()
    figures = measure(given.commit, given.rounds, ("--quick",) if given.quick else ())
    print(table(figures))
    if given.output:
        given.output.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
