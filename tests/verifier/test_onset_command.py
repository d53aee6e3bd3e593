"""``python -m verifier onset`` keeps its contract."""

from __future__ import annotations

import json

import pytest

from verifier.cli import main
from verifier.outcome import Exit

SETTING = ["--scale0", "0.02", "--saturated-lr", "3", "--angle0", "0.1"]


def test_prints_exactly_the_contracted_keys(capsys):
    """The JSON has the four contracted keys and the certified onset."""
    code = main(["onset", "--scale-lr", "1e-7", *SETTING, "--json"])
    printed = json.loads(capsys.readouterr().out)

    assert code == Exit.OK
    assert set(printed) == {"onset", "certified", "steps_iterated", "precision_bits"}
    assert (printed["onset"], printed["certified"]) == (10790278, True)
    assert printed["steps_iterated"] < 3000


def test_says_that_a_run_never_rises(capsys):
    """A run below saturation 2 is certified never to rise."""
    arguments = ["--scale0", "0.02", "--saturated-lr", "1.5", "--angle0", "0.1"]
    code = main(["onset", "--scale-lr", "0.01", *arguments])

    assert code == Exit.OK
    assert "never" in capsys.readouterr().out


def test_says_when_it_is_not_certified(capsys):
    """Too few steps to reach a tiny angle give a window and exit code 3, never a guess."""
    arguments = ["--scale0", "0.0001", "--saturated-lr", "3", "--angle0", "0.1", "--max-steps", "40"]
    code = main(["onset", "--scale-lr", "1e-7", *arguments])

    assert code == Exit.SHORT
    assert "not certified" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("option", "value"),
    [("--scale-lr", "0"), ("--scale-lr", "1.5"), ("--saturated-lr", "-1"), ("--angle0", "1.6"),
     ("--scale0", "nan"), ("--max-steps", "0"), ("--max-steps", "1.5")],
)  # fmt: skip
def test_bad_input_is_one_line(capsys, option, value):
    """A bad value is refused in one line that names option and value, with exit code 2."""
    given = {"--scale-lr": "0.01", "--scale0": "0.02", "--saturated-lr": "3", "--angle0": "0.1"}
    arguments = [word for pair in (given | {option: value}).items() for word in pair]
    code = main(["onset", *arguments])
    error = capsys.readouterr().err

    assert code == Exit.USAGE
    assert error.count("\n") == 1
    assert option in error and value in error
