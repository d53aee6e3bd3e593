"""The table of real runs says what was compared, what fails, and shows every run."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.report import sample
from tests.report.test_logistic_sections import FORMS, words
from verifier.report import real_runs


def test_rows_have_a_cell_for_each_head():
    """Of groups, of controls and of runs; what does not come is a dash."""
    data = sample.real_runs()

    assert {len(row) for row in real_runs.rows(data)} == {len(real_runs.HEADS)}
    assert {len(row) for row in real_runs.control_rows(data)} == {len(real_runs.HEADS)}
    assert {len(row) for row in real_runs.run_rows(data)} == {len(real_runs.RUN_HEADS)}
    assert real_runs.run_rows(data)[1][3:] == ["–"] * 5


@pytest.mark.parametrize("render_form", FORMS)
def test_a_broken_promise_is_shown(render_form):
    """Beside the status, in both forms."""
    data = replace(sample.real_runs(), status="INCONCLUSIVE", violations=("visible step: largest error",))
    text = words(render_form(sample.without_figures(tables={"torch-runs": data})))

    assert "visible step: largest error" in text and "Stock PyTorch 2.13.0" in text
