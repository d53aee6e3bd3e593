"""``python -m verifier onset`` keeps its contract."""

from __future__ import annotations

import json
import re
from time import sleep

import pytest

from verifier.cli import main
from verifier.commands.progress import Heartbeat
from verifier.numbers import readable
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


def test_the_logistic_loss_has_the_same_keys(capsys):
    """``--loss logistic`` certifies an onset, and that there is none, with the keys of the square loss."""
    setting = ["--loss", "logistic", "--scale0", "0.1", "--angle0", "0.1", "--scale-lr", "1e-4", "--json"]
    printed = []
    for rate in ("4", "2"):
        assert main(["onset", *setting, "--direction-lr", rate]) == Exit.OK
        printed.append(json.loads(capsys.readouterr().out))

    assert all(set(one) == {"onset", "certified", "steps_iterated", "precision_bits"} for one in printed)
    assert [one["onset"] for one in printed] == [28888, None]
    assert all(one["certified"] for one in printed)


def test_an_option_of_the_other_loss_is_refused(capsys):
    """Λ is none of the logistic loss, and η/‖w_0‖² none of the square."""
    for loss, option in (("logistic", "--saturated-lr"), ("square", "--direction-lr")):
        assert main(["onset", "--loss", loss, option, "3"]) == Exit.USAGE
        assert f"{option}: not an option of the {loss} loss" in capsys.readouterr().err


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


def test_many_digits_are_shortened_and_whole_in_json(capsys):
    """People see the first digits of an onset of four hundred, and its size; JSON has the whole number."""
    setting = ["--scale0", "0.1", "--saturated-lr", "3", "--angle0", "0.1", "--scale-lr", "1e-400"]
    assert main(["onset", *setting]) == Exit.OK
    shown = capsys.readouterr().out
    assert main(["onset", *setting, "--json"]) == Exit.OK
    onset = json.loads(capsys.readouterr().out)["onset"]

    assert re.search(r"^onset +9\.967829…e399$", shown, re.MULTILINE)
    assert len(str(onset)) == 400 and str(onset).startswith("9967829")


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0"), (1079027766, "1,079,027,766"), (10**99, f"1{33 * ',000'}"), (10**100, "1.000000…e100"),
     (123456789 * 10**92, "1.234567…e100")],
)  # fmt: skip
def test_readable_numbers(number, text):
    """All digits up to a hundred; beyond, the first digits, cut and not rounded."""
    assert readable(number) == text


def test_numbers_that_python_does_not_write():
    """Neither does the size matter: Python itself refuses more than 4,300 digits."""
    for exponent in (100, 4299, 4300, 5000, 100_000):
        assert readable(10**exponent) == f"1.000000…e{exponent}"
        assert readable(10 ** (exponent + 1) - 1) == f"9.999999…e{exponent}"


def test_long_work_is_heard_of(capsys):
    """A heartbeat says nothing at first, and how far it has come from time to time."""
    Heartbeat(seconds=1000)(5, 192)
    assert capsys.readouterr().err == ""
    Heartbeat(seconds=0)(200_000, 192)
    assert capsys.readouterr().err == "200,000 steps iterated, at 192 bits, after 0 s\n"


def test_work_that_tells_nothing_is_heard_of(capsys):
    """As a context a heartbeat repeats what it was told last, until the work is done."""
    with Heartbeat(seconds=0.02) as heartbeat:
        sleep(0.1)
        assert capsys.readouterr().err == ""
        heartbeat(20, 13503)
        capsys.readouterr()
        sleep(0.5)
    assert capsys.readouterr().err.splitlines()[:2] == 2 * ["20 steps iterated, at 13503 bits, after 0 s"]
    sleep(0.1)
    assert capsys.readouterr().err == ""
