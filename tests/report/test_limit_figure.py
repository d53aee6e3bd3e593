"""The figure of the limit law is drawn from the experiment's rows, the same bytes each time."""

from verifier.report.limit_figure import limit_figure

ROWS = [
    {"h": "0.01", "steps_off": -2.4, "altered_steps_off": -4.5},
    {"h": "1e-9", "steps_off": -0.2, "altered_steps_off": -21174279.0},
]


def test_is_deterministic_and_names_both_laws():
    """Both curves are labelled, and two drawings are equal."""
    svg = limit_figure(ROWS)

    assert svg == limit_figure(ROWS)
    assert "the law" in svg and "without 1 − a₀" in svg


def test_follows_the_rows():
    """Another error of the law gives another drawing."""
    other = [ROWS[0] | {"steps_off": 800.0}, ROWS[1]]

    assert limit_figure(other) != limit_figure(ROWS)
