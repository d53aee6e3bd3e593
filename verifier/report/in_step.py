"""Whether two reports say the same: ``python -m verifier.report.in_step OLD NEW``.

Compares what a report claims (claims, statuses, statements, hypotheses, the digests of certificates,
and the integers of tables, experiments and figures), and ignores what may differ from run to run and
machine to machine: timings, environment, curves, the last digits of real numbers, the wording of the
evidence.  Prints one difference a line; exits with 1 if there is any, 2 when a report cannot be read, and
0 otherwise.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

COMPARED = (
    "title",
    "provenance",
    "statement_latex",
    "statement",
    "hypotheses",
    "argument",
    "not_verified",
    "depends_on",
    "wanted",
    "status",
    "effective_status",
)
"""The fields of a claim that must agree."""

IGNORED = frozenset(("seconds", "cpu_seconds", "summary", "series"))
"""Keys of tables and experiments that may differ: times, wording, and curves for drawing."""

DRAWN = frozenset(
    ("t", "loss", "log10_excess", "log10_sin", "lam", "alpha", "alpha_window", "cells", "regions")
)
"""Keys of figures that only fill the drawing."""

_SHOWN = 72
_MEASURED = re.compile(r"\d\.\d+e[+-]?\d+")


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """Each difference between two reports, in words; raises ``KeyError`` on a malformed report."""
    if old["schema_version"] != new["schema_version"]:
        yield f"schema_version: {old['schema_version']} is now {new['schema_version']}"
    yield from _compare_claims(_by_id(old), _by_id(new))
    for part, ignored in (("tables", IGNORED), ("experiments", IGNORED), ("figures", IGNORED | DRAWN)):
        yield from _compare_integers(part, old.get(part), new.get(part), ignored)


def _by_id(report: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {claim["id"]: claim for claim in report["claims"]}


def _compare_claims(
    old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]]
) -> Iterator[str]:
    yield from (f"{claim}: no longer there" for claim in old if claim not in new)
    yield from (f"{claim}: not in the old report" for claim in new if claim not in old)
    common = [claim for claim in old if claim in new]
    if common != [claim for claim in new if claim in old]:
        yield "claims: their order has changed"
    for claim in common:
        for key in COMPARED:
            before, after = old[claim][key], new[claim][key]
            if before != after:
                yield f"{claim}: {key} {_short(before)} is now {_short(after)}"
        if _certificates(old[claim]) != _certificates(new[claim]):
            yield f"{claim}: its certificates have changed"


def _certificates(claim: Mapping[str, Any]) -> list[tuple[str, str]]:
    evidence = claim["evidence"]
    return sorted((e["certificate"], e["sha256"]) for e in evidence if e.get("certificate"))


def _compare_integers(path: str, old: Any, new: Any, ignored: frozenset[str]) -> Iterator[str]:
    """Integers, words, verdicts and shapes below ``path``; real numbers may differ in their last digits."""
    if _is_real(old) and _is_real(new):
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in [*old, *(key for key in new if key not in old)]:
            if key not in ignored:
                yield from _compare_integers(f"{path}.{key}", old.get(key), new.get(key), ignored)
    elif _is_list(old) and _is_list(new):
        if len(old) != len(new):
            yield f"{path}: {len(old)} entries are now {len(new)}"
        for index, (before, after) in enumerate(zip(old, new, strict=False)):
            yield from _compare_integers(f"{path}[{index}]", before, after, ignored)
    elif old != new or type(old) is not type(new):
        yield f"{path}: {_short(old)} is now {_short(new)}"


def _is_real(value: Any) -> bool:
    """Whether the value is a real number, or a measured one as text such as ``"4.0e-43"``."""
    return isinstance(value, float) or (isinstance(value, str) and bool(_MEASURED.fullmatch(value)))


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def main(arguments: Sequence[str]) -> int:
    """The command line; returns the exit code."""
    if len(arguments) != 2:
        print("usage: python -m verifier.report.in_step OLD NEW", file=sys.stderr)
        return 2
    reports = []
    for name in arguments:
        try:
            reports.append(json.loads(Path(name).read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            print(f"{name}: not a readable report: {error}", file=sys.stderr)
            return 2
    try:
        found = list(differences(*reports))
    except (KeyError, TypeError, AttributeError) as error:
        print(f"not a report of this verifier: {error!r}", file=sys.stderr)
        return 2
    for difference in found:
        print(difference)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
