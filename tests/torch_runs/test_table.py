"""Rows of the stored table, trained and forecast anew."""

from __future__ import annotations

from itertools import islice

import pytest

from tests.torch_runs.settings import GROUPS, settings
from tests.torch_runs.table import forecasted, trained
from verifier.studies.forecast.torch_runs import load

TRIED = 6
"""How many of the first rows are made anew; ``python -m tests.torch_runs`` makes all of them."""


def test_the_table_has_the_runs_of_its_settings():
    """As many of each kind."""
    kinds = [one.group for one in load().runs]

    assert {name: kinds.count(name) for name in GROUPS} == GROUPS


@pytest.mark.parametrize("number", range(TRIED))
def test_a_row_is_what_comes_of_its_setting(number):
    """Seen and forecast: the same onset, and the same visible step up to rounding of another machine."""
    row, one = load().runs[number], next(islice(settings(), number, None))
    seen, found = trained(one), forecasted(one)

    assert (row.data_set, row.dtype, row.group) == (one.data_set, one.training.dtype, one.group)
    assert (row.onset, row.predicted.onset) == (seen.onset, found.onset)
    assert (row.visible is None) == (seen.visible is None)
    if row.visible is not None:
        assert seen.visible == pytest.approx(row.visible, rel=0.04)
        assert found.visible.step == pytest.approx(row.predicted.visible.step, rel=0.02)
