"""Which parts of a report are shown, in which order, and under which heading."""

from __future__ import annotations

from importlib.resources import files

import pytest

from tests.report import sample
from verifier.report.layout import FIGURES, ORDER, drawn, shown
from verifier.sections import SECTIONS

OPENING = {"delayed-spike", "silent-window"}
"""Shown at the top of the report, and beside another figure."""


def test_every_section_has_its_place() -> None:
    """What a full run computes is shown, each part once, and nothing is expected that no run computes."""
    computed = {(section.part, section.name) for section in SECTIONS}
    placed = [(heading.part, heading.name) for heading in ORDER]

    assert len(set(placed)) == len(placed)
    assert computed == {*placed, *(("figures", name) for name in OPENING)}


def test_every_figure_can_be_drawn() -> None:
    """Each figure that a full run computes is drawn, and written under its name."""
    figures = {section.name for section in SECTIONS if section.part == "figures"}

    assert figures == set(FIGURES) == set(drawn(sample.report()))


def test_families_stand_together() -> None:
    """The parts about one loss follow each other."""
    families = [heading.family for heading in ORDER]

    assert families == sorted(families, key=["square", "logistic", "general"].index)


@pytest.mark.parametrize("form", ["html", "md"])
def test_every_heading_has_its_template(form: str) -> None:
    """Both forms know how to show every part."""
    templates = {path.name for path in files("verifier.report").joinpath("templates").iterdir()}

    assert {f"{heading.template}.{form}.j2" for heading in ORDER} <= templates


def test_an_experiment_without_a_place() -> None:
    """It is shown after everything else, under its own name."""
    experiments = {"new-thing": sample.experiment(), "diabetes": sample.experiment()}
    *others, last = shown(sample.report(experiments=experiments))

    assert "new-thing" == last.heading.name and "Experiment: new thing" == last.heading.full_title
    assert "diabetes" in [one.heading.name for one in others]


def test_titles_without_a_family_beside_them() -> None:
    """Where no line above it says the loss, the title does."""
    titles = [heading.full_title for heading in ORDER]

    assert len(set(titles)) == len(titles)
    assert "Logistic loss: the knife edge" in titles
