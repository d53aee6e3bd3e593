"""``trace`` and ``onset`` with --weight-decay, --momentum and --bn-eps.

Correctness criterion: the keys and exit codes are those without; what no claim covers is refused in one
line that names option and value; 0 is the run without, to the last letter.
"""

from __future__ import annotations

import json

import pytest

from verifier.cli import main
from verifier.exits import Exit
from verifier.lines import columns

SETTING = ["--scale-lr", "0.05", "--scale0", "0.02", "--saturated-lr", "4", "--angle0", "0.1"]
LOGISTIC = ["--loss", "logistic", "--direction-lr", "4", "--scale-lr", "0.02", *SETTING[2:4], *SETTING[-2:]]
OPTIONS = ("--weight-decay", "--momentum", "--bn-eps")
SPIKE = ["--scale-lr", "0.005", "--scale0", "0.02", "--saturated-lr", "3", *SETTING[-2:]]
COMMANDS = {"trace": ["--steps", "120"], "onset": []}


def printed(capsys, *arguments):
    """What a command prints, its exit code first."""
    code = main([*arguments])
    out = capsys.readouterr()
    return code, out.out, out.err


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("zero", ["0", "0.0", "0/7", "-0", "0e9"])
def test_0_is_the_run_without(capsys, command, option, zero):
    without = printed(capsys, command, *SETTING, *COMMANDS[command])
    assert printed(capsys, command, *SETTING, *COMMANDS[command], option, zero) == without
    also = ["--loss", "square", *(x for other in OPTIONS for x in (other, "0"))]
    assert printed(capsys, command, *SETTING, *COMMANDS[command], *also) == without


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("option", "value"), [("--weight-decay", "0.01"), ("--momentum", "1/3"), ("--bn-eps", "0.001")]
)
def test_the_keys_are_those_without(capsys, command, option, value):
    _, plain, _ = printed(capsys, command, *SETTING, *COMMANDS[command], "--json")
    code, mine, _ = printed(capsys, command, *SETTING, *COMMANDS[command], option, value, "--json")
    assert code == Exit.OK
    assert json.loads(mine).keys() == json.loads(plain).keys()
    assert json.loads(mine) != json.loads(plain)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("option", "values"),
    [
        ("--weight-decay", ["1", "-1e-3", "1.5", "nan", "inf", "x", "", "1/0", "1e-2000", "0x1", "1e9999"]),
        ("--momentum", ["1", "-0.1", "2", "nan", "-inf", "0,9", " ", "3/0", "1e-1001"]),
        ("--bn-eps", ["-1e-9", "nan", "inf", "1e-5e", "1e1001", "--", "٣٣٣_"]),
    ],
)
def test_a_bad_value_is_refused_in_one_line(capsys, command, option, values):
    for value in values:
        code, out, err = printed(capsys, command, *SETTING, *COMMANDS[command], option, value)
        assert code == Exit.USAGE and out == "", value
        assert err.count("\n") == 1 and option in err, value


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("first", range(3))
def test_two_at_once_are_refused(capsys, command, first):
    one, other = OPTIONS[first], OPTIONS[(first + 1) % 3]
    code, out, err = printed(capsys, command, *SETTING, *COMMANDS[command], one, "0.25", other, "1e-3")
    assert code == Exit.USAGE and out == ""
    assert err.count("\n") == 1 and f"{one} '0.25'" in err and f"{other} '1e-3'" in err
    assert "no claim and no certified run has more than one of them" in err


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("value", ["0.25", "0"])
def test_none_is_an_option_of_the_logistic_loss(capsys, command, option, value):
    code, out, err = printed(capsys, command, *LOGISTIC, *COMMANDS[command], option, value)
    assert code == Exit.USAGE and out == ""
    assert err.count("\n") == 1 and f"{option} '{value}'" in err and "--loss logistic" in err


def test_phase_has_none_of_them(capsys):
    for option in OPTIONS:
        assert main(["phase", option, "0.25"]) == Exit.USAGE
        assert option in capsys.readouterr().err


@pytest.mark.parametrize(
    ("word", "meant"), [("--wd", "--weight-decay"), ("--beta", "--momentum"), ("--epsilon", "--bn-eps")]
)
def test_other_names_are_known(capsys, word, meant):
    assert main(["onset", *SETTING, word, "0.1"]) == Exit.USAGE
    assert f"did you mean {meant} for {word}?" in capsys.readouterr().err


def test_small_values_are_carried_exactly(capsys):
    """1e-1000 is not 0: it takes as many digits, and agrees on every integer with the run without."""
    short = ["trace", *SETTING, "--steps", "3", "--json"]
    plain = json.loads(printed(capsys, *short)[1])
    for option in OPTIONS:
        code, out, _ = printed(capsys, *short, option, "1e-1000")
        mine = json.loads(out)
        assert code == Exit.OK
        assert mine["rising_edges"] == plain["rising_edges"] and mine["loss_rises"] == plain["loss_rises"]


def test_weight_decay_waits_as_long_as_its_claim_says(capsys):
    setting = [*SPIKE, "--weight-decay", "0.02"]
    _, out, _ = printed(capsys, "trace", *setting, "--steps", "200", "--json")
    found = json.loads(out)
    assert found["waiting_time"] == {"lower": 34, "upper": None} and found["onset"] == 34
    assert all(one["bound"] is None and one["norm_bound"] is None for one in found["self_stabilization"])
    _, out, _ = printed(capsys, "trace", *setting, "--steps", "200")
    assert "no claim bounds them" in out


def test_epsilon_alone_decides_whether_it_spikes(capsys):
    """The same run with ε = 1e-4 ηρ² rises at 256, and with 3e-3 ηρ² never."""
    found = [
        json.loads(printed(capsys, "onset", *SPIKE, "--bn-eps", eps, "--json")[1])
        for eps in ("1e-4", "3e-3")
    ]
    assert [one["onset"] for one in found] == [256, None] and all(one["certified"] for one in found)
    code, out, _ = printed(capsys, "trace", *SPIKE, "--bn-eps", "3e-3", "--steps", "50")
    assert code == Exit.OK and "the direction never rises" in out


def test_hundreds_of_edges_are_not_printed(capsys):
    """But counted, and all in the JSON."""
    setting = ["trace", *SETTING, "--momentum", "0.5", "--steps", "600"]
    _, out, _ = printed(capsys, *setting)
    _, full, _ = printed(capsys, *setting, "--json")
    edges = len(json.loads(full)["rising_edges"])
    assert edges > 50 and f"and {edges - 24} more, all in --json" in " ".join(out.split())


def test_the_help_is_laid_out_in_80_columns(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    assert columns() == 80
    for command in COMMANDS:
        with pytest.raises(SystemExit):
            main([command, "--help"])
        text = capsys.readouterr().out
        assert max(map(len, text.splitlines())) <= 80
        assert all(option in text for option in OPTIONS)
        assert "eps/(eta*rho^2)" in " ".join(text.split())
