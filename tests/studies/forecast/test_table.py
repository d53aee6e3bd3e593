"""Tables are read as a data scientist expects, and what is left out is said."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest

from verifier.studies.forecast.prepared import DataError
from verifier.studies.forecast.table import diabetes, read_table


def written(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(encoding))
    return path


def needs_pandas():
    pytest.importorskip("pandas")


def test_the_bundled_data():
    """442 rows of ten columns."""
    table = diabetes()

    assert table.inputs.shape == (442, 10) and table.targets[0] == 151


@pytest.mark.parametrize(
    "text",
    [
        "a,b,y\n1.5,2,3\n4,5.25,6\n",
        "a;b;y\n1,5;2;3\n4;5,25;6\n",
        "a\tb\ty\n1.5\t2\t3\n4\t5.25\t6\n",
        "a|b|y\n1.5|2|3\n4|5.25|6\n",
        "\ufeffa, b, y\r\n1.5, 2, 3\r\n4, 5.25, 6\r\n",
    ],
)
def test_delimiter_and_decimal_sign_are_found(tmp_path, text):
    """Comma, semicolon with decimal commas, tab, bar; a mark at the beginning and blanks do no harm."""
    needs_pandas()
    table = read_table(written(tmp_path, text), "y")

    assert table.columns == ("a", "b")
    np.testing.assert_array_equal(table.inputs, [[1.5, 2], [4, 5.25]])
    np.testing.assert_array_equal(table.targets, [3, 6])


def test_what_is_left_out_is_said(tmp_path):
    """Columns of words, empty columns, then rows with a missing value."""
    needs_pandas()
    table = read_table(written(tmp_path, "a,name,void,y\n1,x,,3\n4,z,,6\n,w,,9\n7,w,,\n"), "y")

    assert table.columns == ("a",) and len(table.targets) == 2
    assert table.notes == (
        "left out, not numeric: name",
        "left out, empty: void",
        "left out: 2 of 4 rows, for a missing value",
    )


@pytest.mark.parametrize(
    ("text", "target", "message"),
    [
        ("", "y", "is empty"),
        ("   \n", "y", "is empty"),
        ("a,y\n", "y", "no rows"),
        ("a,b\n1,2\n", "y", "there is no column 'y'; the columns are a, b"),
        ("a,y\n1,yes\n2,no\n", "y", "not numeric: code the two as 0 and 1"),
        ("a,y\n1,x\n2,z\n3,w\n", "y", "not numeric"),
        ("y\n1\n2\n", "y", "no column of numbers besides"),
        ("name,y\nx,1\nz,2\n", "y", "no column of numbers besides"),
        ("a,y\n,1\n2,\n", "y", "every row"),
        ("a,y,y\n1,2,3\n", "z", "there is no column"),
        ('a,y\n1,2\n"3,4\n', "y", "no table"),
        ("a\0,y\n1,2\n", "y", "not text"),
    ],
)
def test_a_table_of_which_nothing_can_be_made(tmp_path, text, target, message):
    """One line says why."""
    needs_pandas()
    with pytest.raises(DataError, match=message) as refused:
        read_table(written(tmp_path, text), target)

    assert "\n" not in str(refused.value) and str(refused.value)


def test_what_is_not_utf8_is_refused(tmp_path):
    """It is not guessed at."""
    needs_pandas()
    with pytest.raises(DataError, match="UTF-8"):
        read_table(written(tmp_path, "größe,y\n1,2\n", "latin-1"), "y")


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_a_file_that_cannot_be_read(tmp_path, name):
    """A path that is not there, and a folder."""
    needs_pandas()
    with pytest.raises(DataError, match="cannot be read"):
        read_table(tmp_path / name, "y")


def test_without_pandas_the_extra_is_named(tmp_path, monkeypatch):
    """Nothing is read by hand."""
    monkeypatch.setattr("verifier.studies.forecast.table.find_spec", lambda name: None)
    assert importlib.util.find_spec("verifier.studies.forecast.table")
    with pytest.raises(DataError, match=r"delayed-spike-verifier\[data\]"):
        read_table(tmp_path / "any.csv", "y")
