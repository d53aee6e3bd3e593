"""``python -m verifier trace --loss logistic`` keeps its contract; that of the square loss is as before."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from flint import arb

from verifier.arithmetic.balls import ball, precision
from verifier.cli import main
from verifier.outcome import Exit

LATE = {"--scale-lr": "0.01", "--scale0": "0.1", "--direction-lr": "3.2", "--angle0": "0.1"}
AT_ONCE = {"--scale-lr": "1/100", "--scale0": "2", "--direction-lr": "5", "--angle0": "1e-4"}
SQUARE = {"--scale-lr": "0.005", "--scale0": "0.02", "--saturated-lr": "3", "--angle0": "0.1"}
KEYS = [
    "onset",
    "rising_edges",
    "loss_rises",
    "waiting_time",
    "self_stabilization",
    "min_log10_sin",
    "certified",
    "precision_bits",
]


def words(options: dict[str, str], loss: str | None = "logistic", steps: int = 300) -> list[str]:
    """The command line with these options."""
    chosen = ["--loss", loss] if loss else []
    given = [word for option in options.items() for word in option]
    return ["trace", *chosen, *given, "--steps", str(steps)]


def printed(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> dict[str, object]:
    """The JSON object that the command prints, and nothing else."""
    assert main([*arguments, "--json"]) == Exit.OK
    result: dict[str, object] = json.loads(capsys.readouterr().out)
    return result


def test_the_keys_are_those_of_the_square_loss_and_the_active_margin(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The golden values of one run, key by key."""
    result = printed(capsys, words(AT_ONCE))

    assert list(result) == [*KEYS, "active_margin"]
    assert result["onset"] == 0
    assert result["rising_edges"] == [[0, 10]]
    assert result["loss_rises"] == [[6, 10]]
    assert result["self_stabilization"] == [
        {"edge": [0, 10], "bound": 14, "norm_bound": 27465308}
    ]
    assert result["min_log10_sin"] == -655.687398
    assert result["certified"] is True and result["precision_bits"] == 128
    assert result["active_margin"] == {"bound": 2.61152, "horizon": 300}


def test_the_waiting_time_encloses_the_onset(capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever the claims give, it does not contradict the certified onset."""
    result = printed(capsys, words(LATE, steps=1500))
    waiting = result["waiting_time"]

    assert isinstance(waiting, dict) and set(waiting) == {"lower", "upper"}
    assert result["onset"] == 531 and result["rising_edges"] == [[531, 1370]]
    assert result["loss_rises"] == []
    assert 0 <= waiting["lower"] <= 531
    assert waiting["upper"] is None or waiting["upper"] >= 531


@pytest.mark.parametrize("loss", [None, "square"])
def test_the_square_loss_is_the_default_and_as_before(
    capsys: pytest.CaptureFixture[str], loss: str | None
) -> None:
    """Exactly its keys, with or without saying so."""
    result = printed(capsys, words(SQUARE, loss))

    assert list(result) == KEYS
    assert result["onset"] == 216


def test_a_negative_margin_at_the_start_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """An angle beyond 45° is a run like any other, but its margins are not active."""
    arguments = words(AT_ONCE | {"--angle0": "0.9"})

    assert printed(capsys, arguments)["active_margin"] == {"bound": None, "horizon": None}
    assert main(arguments) == Exit.OK
    assert "some margin is negative at the start" in capsys.readouterr().out


def test_the_text_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    """One line a result, with the bounds of the edge and the active margin."""
    assert main(words(AT_ONCE)) == Exit.OK
    lines = capsys.readouterr().out.splitlines()

    assert "rising edges   [0, 10]" in lines
    assert "active margin  0 <= alpha*m <= 2.61152 for t <= 300" in lines
    assert any(line.startswith("edge [0, 10]   at most 14 steps, as seen after ") for line in lines)


@pytest.mark.parametrize(
    ("changed", "loss", "line"),
    [
        ({"--scale-lr": "2.5"}, "logistic", "--scale-lr: '2.5' is not in (0, 2]"),
        ({"--scale-lr": "0"}, "logistic", "--scale-lr: '0' is not in (0, 2]"),
        ({"--scale-lr": "1.5"}, "square", "--scale-lr: '1.5' is not in (0, 1]"),
        ({"--scale0": "-2"}, "logistic", "--scale0: '-2' is not positive"),
        ({"--direction-lr": "nan"}, "logistic", "--direction-lr: 'nan' is not a decimal number"),
        ({"--direction-lr": "0"}, "logistic", "--direction-lr: '0' is not positive"),
        ({"--angle0": "1.5707963267948967"}, "logistic", "is not an angle in radians in (0, π/2)"),
        ({"--angle0": ""}, "logistic", "--angle0: ''"),
        ({"--steps": "0"}, "logistic", "--steps: '0'"),
        ({"--saturated-lr": "3"}, "logistic", "--saturated-lr: not an option of the logistic loss"),
        ({"--direction-lr": "3"}, "square", "--direction-lr: not an option of the square loss"),
        ({"--direction-lr": "3"}, None, "--direction-lr: not an option of the square loss"),
        ({}, "hinge", "--loss: invalid choice: 'hinge'"),
    ],
)
def test_bad_input_is_one_line(
    capsys: pytest.CaptureFixture[str], changed: dict[str, str], loss: str | None, line: str
) -> None:
    """A bad value, and an option of the other loss, are refused by name with exit code 2."""
    options = SQUARE if loss in (None, "square") else AT_ONCE

    last = [word for option in changed.items() for word in option]

    assert main([*words(options, loss), *last]) == Exit.USAGE
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.splitlines() == [shown.err.rstrip("\n")]
    assert line in shown.err


@pytest.mark.parametrize(("options", "loss"), [(AT_ONCE, "logistic"), (SQUARE, "square")])
def test_a_missing_option_is_named(
    capsys: pytest.CaptureFixture[str], options: dict[str, str], loss: str
) -> None:
    """Each of the four parameters of a loss is required."""
    for option in options:
        left = {name: value for name, value in options.items() if name != option}

        assert main(words(left, loss)) == Exit.USAGE
        (line,) = capsys.readouterr().err.splitlines()
        assert line.endswith(f"required: {option}")


@pytest.mark.parametrize("scale0", ["2e10", "7", "12345.678901234567", "1/3", "1e300", "1e301", "1e1000"])
def test_the_active_margin_is_rounded_up(capsys: pytest.CaptureFixture[str], scale0: str) -> None:
    """The printed bound is at least α_0(cos θ_0 + sin θ_0), which is reached; past 1e300 there is none."""
    options = {"--scale-lr": "1e-9", "--scale0": scale0, "--direction-lr": "1e-9", "--angle0": "0.1"}
    # For a large scale R' − R is far below R: the loss stays undecided, but not the margins.
    assert main([*words(options, steps=1), "--json"]) in (Exit.OK, Exit.SHORT)
    stated = json.loads(capsys.readouterr().out)["active_margin"]["bound"]
    with precision(4000):
        theta, scale = ball(Fraction(1, 10)), ball(Fraction(scale0))
        reached = scale * (theta.cos() + theta.sin())
        if not reached < arb(10) ** 300:
            assert stated is None
            return
        for bound in (Fraction(stated), Fraction(repr(stated))):
            assert reached < ball(bound) < reached * (1 + arb(10) ** -15) + arb(10) ** -5
