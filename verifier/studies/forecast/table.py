"""Reads a table of data from a file, as a data scientist would have it read, and says what was left out."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from verifier.studies.forecast.prepared import DataError
from verifier.studies.forecast.program import Floats

DELIMITERS = ",;\t|"
_SNIFFED = 65_536
_COMMA = re.compile(r"\s*[+-]?\d+,\d+\s*")
_NAMES = 5
"""How many columns a message names."""


@dataclass(frozen=True)
class Table:
    """Inputs (n × d) with the names of their columns, targets (n), and what was left out."""

    columns: tuple[str, ...]
    inputs: Floats
    targets: Floats
    notes: tuple[str, ...]


def read_table(path: Path, target: str) -> Table:
    """The columns of numbers in a delimited text file with a header; ``target`` is one of them.

    Delimiter and decimal comma are found from the file itself.  Columns that are not numbers are left out,
    then rows with a missing value.  Raises ``DataError`` for a file or a target of which nothing can be
    made.
    """
    if find_spec("pandas") is None:
        raise DataError(
            "reading a table needs pandas: pip install 'delayed-spike-verifier[data]', or take "
            "--dataset diabetes"
        )
    import pandas

    delimiter, decimal = _format_of(path)
    try:
        frame = pandas.read_csv(
            path, sep=delimiter, decimal=decimal, skipinitialspace=True, low_memory=False
        )
    except pandas.errors.EmptyDataError as error:
        raise DataError(f"{path} is empty") from error
    except (pandas.errors.ParserError, UnicodeDecodeError, OverflowError, ValueError) as error:
        raise DataError(f"{path} is no table: {' '.join(str(error).split())[:120]}") from error
    frame.columns = [str(name).strip() for name in frame.columns]
    if target not in frame.columns:
        raise DataError(f"there is no column {target!r}; the columns are {_named(list(frame.columns))}")
    return _columns_of(frame, target, path)


def _columns_of(frame: Any, target: str, path: Path) -> Table:
    import pandas

    if list(frame.columns).count(target) > 1:
        raise DataError(f"there are several columns {target!r}")
    if len(frame) == 0:
        raise DataError(f"{path} has a header and no rows")
    notes = []
    column = frame[target]
    if not _numeric(column):
        kinds = column.dropna().unique()
        hint = ": code the two as 0 and 1" if len(kinds) == 2 else ""
        raise DataError(f"the target {target!r} is not numeric{hint}")
    rest = frame.drop(columns=[target])
    words = [name for position, name in enumerate(rest.columns) if not _numeric(rest.iloc[:, position])]
    kept = rest.loc[:, [name not in words for name in rest.columns]]
    if words:
        notes.append(f"left out, not numeric: {_named(words)}")
    void = [name for position, name in enumerate(kept.columns) if kept.iloc[:, position].isna().all()]
    if void:
        notes.append(f"left out, empty: {_named(void)}")
        kept = kept.loc[:, [name not in void for name in kept.columns]]
    if kept.shape[1] == 0:
        raise DataError(f"{path} has no column of numbers besides {target!r}")
    whole = pandas.concat([kept, column], axis=1).to_numpy(dtype=np.float64, na_value=np.nan)
    present = np.isfinite(whole).all(axis=1)
    if not present.all():
        missing = int((~present).sum())
        if missing == len(whole):
            raise DataError(f"every row of {path} has a missing value")
        notes.append(f"left out: {missing} of {len(whole)} rows, for a missing value")
        whole = whole[present]
    return Table(tuple(kept.columns), whole[:, :-1], whole[:, -1], tuple(notes))


def _numeric(column: Any) -> bool:
    import pandas

    return bool(pandas.api.types.is_numeric_dtype(column)) and not pandas.api.types.is_complex_dtype(column)


def _format_of(path: Path) -> tuple[str, str]:
    """The delimiter and the decimal sign, from the first lines."""
    try:
        with path.open(encoding="utf-8-sig", errors="strict", newline="") as file:
            text = file.read(_SNIFFED)
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not text in UTF-8") from error
    except (OSError, ValueError) as error:
        raise DataError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if not text.strip():
        raise DataError(f"{path} is empty")
    if "\0" in text:
        raise DataError(f"{path} is not text")
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    counts = {sign: _regular(lines, sign) for sign in DELIMITERS}
    best = max(DELIMITERS, key=lambda sign: counts[sign])
    delimiter = best if counts[best] else ","
    cells = [cell for row in csv.reader(lines[1:], delimiter=delimiter) for cell in row]
    decimal = "," if delimiter != "," and any(_COMMA.fullmatch(cell) for cell in cells) else "."
    return delimiter, decimal


def _regular(lines: Sequence[str], sign: str) -> int:
    """How many more columns than one each line has with this delimiter; 0 unless the lines agree."""
    widths = [len(row) for row in csv.reader(lines, delimiter=sign)]
    full = widths[:-1] or widths  # the last line may be cut
    return full[0] - 1 if len(set(full)) == 1 else 0


def _named(names: Sequence[str]) -> str:
    shown = ", ".join(map(str, names[:_NAMES]))
    return shown + (f" and {len(names) - _NAMES} more" if len(names) > _NAMES else "")


def diabetes() -> Table:
    """The bundled diabetes data, in raw units."""
    from verifier.studies.data.diabetes import load

    table = load()
    return Table(
        table.columns,
        np.array([[float(x) for x in row] for row in table.inputs]),
        np.array([float(y) for y in table.targets]),
        (),
    )
