"""``trace --arithmetic mpmath`` prints what balls print, and never that it is certain."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest

from verifier.cli import main
from verifier.outcome import Exit
from verifier.studies import iteration
from verifier.studies.losses import Instance, LogisticInstance
from verifier.studies.trace import follow_in_mpmath


def _words(
    scale_lr: str, scale0: str, rate: str, angle0: str, steps: int, loss: str = "square"
) -> list[str]:
    """The options of a run."""
    named = {"square": "--saturated-lr", "logistic": "--direction-lr"}[loss]
    given = ["--loss", loss, "--scale-lr", scale_lr, "--scale0", scale0, named, rate]
    return [*given, "--angle0", angle0, "--steps", str(steps)]


SQUARE = _words("0.03", "0.02", "3", "1e-6", 200)
TWO_EDGES = _words("0.05", "0.01", "10", "0.5", 400)
LOGISTIC = _words("0.3", "0.3", "25", "0.1", 90, loss="logistic")
NEVER = _words("0.1", "0.01", "0.5", "0.2", 50)
OWN = {"certified", "precision_bits", "arithmetic", "digits", "agreed"}
"""What differs from balls, or is not there."""


def result_of(capsys: pytest.CaptureFixture[str], options: list[str], arithmetic: str) -> dict[str, Any]:
    """The JSON that the command prints."""
    assert main(["trace", *options, "--arithmetic", arithmetic, "--json"]) == Exit.OK
    result: dict[str, Any] = json.loads(capsys.readouterr().out)
    return result


@pytest.mark.parametrize("options", [TWO_EDGES, LOGISTIC, NEVER], ids=["square", "logistic", "never"])
def test_the_numbers_are_those_of_balls_and_nothing_is_certified(
    capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    """Every key of the balls is there; ``certified`` is false, and the digits are said."""
    balls = result_of(capsys, options, "balls")
    points = result_of(capsys, options, "mpmath")

    assert set(points) == set(balls) | OWN
    assert {key: points[key] for key in balls if key not in OWN} == {
        key: value for key, value in balls.items() if key not in OWN
    }
    assert points["certified"] is False
    assert points["agreed"] is True
    assert points["arithmetic"] == "mpmath"
    assert points["digits"] == [30, 60]


def test_balls_are_the_default_and_print_what_they_did(capsys: pytest.CaptureFixture[str]) -> None:
    """No key more than before."""
    default = main(["trace", *SQUARE, "--json"]), capsys.readouterr().out
    chosen = main(["trace", *SQUARE, "--arithmetic", "balls", "--json"]), capsys.readouterr().out

    assert default == chosen
    assert "arithmetic" not in json.loads(default[1])


def test_the_text_does_not_say_proved(capsys: pytest.CaptureFixture[str]) -> None:
    """It says that nothing is enclosed, and how many digits agree."""
    assert main(["trace", *SQUARE, "--arithmetic", "mpmath"]) == Exit.OK
    said = capsys.readouterr().out

    assert "proved" not in said
    assert "not enclosed: at least 36, at most 36" in said
    assert "no: mpmath encloses nothing; 30 and 60 digits agree on every integer" in said


def test_an_unknown_arithmetic_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """In one line that names option and value."""
    assert main(["trace", *SQUARE, "--arithmetic", "floats"]) == Exit.USAGE
    said = capsys.readouterr().err
    assert "--arithmetic" in said and "floats" in said
    assert len(said.splitlines()) == 1


def test_precisions_that_do_not_agree_are_said_and_exit_3(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here one precision counts a step more than the other."""
    true = iteration.follow

    def wavering(*arguments: Any) -> Any:
        trajectory, depth = true(*arguments)
        _, _, digits, *_ = arguments
        return replace(trajectory, loss_rises=((digits, None),)), depth

    monkeypatch.setattr(iteration, "follow", wavering)
    assert main(["trace", *SQUARE, "--arithmetic", "mpmath"]) == Exit.SHORT
    assert "do not agree" in capsys.readouterr().out


def test_a_step_on_the_threshold_takes_more_digits() -> None:
    """a_0Λ = 2 exactly: the first step does not rise by 1e-60, which few digits cannot tell."""
    traced = follow_in_mpmath(Instance.of("1e-4", "0.5", "4", "1e-30"), 3)

    assert traced.settled
    assert traced.result.onset == 1
    assert traced.result.digits is not None and traced.result.digits[0] > 120


def test_an_edge_bound_is_evaluated_at_all_digits(capsys: pytest.CaptureFixture[str]) -> None:
    """Λ = 1e900: at fewer digits the recursion is lost, and points, unlike balls, do not notice."""
    options = _words("1", "1/2", "1e900", "0.1", 5)
    edges = [result_of(capsys, options, way)["self_stabilization"] for way in ("balls", "mpmath")]
    assert edges[0] == edges[1] == [{"edge": [0, 0], "bound": 1412, "norm_bound": 52993}]


def test_a_tiny_effective_learning_rate_leaves_no_doubt() -> None:
    """At α = 1e4 every weight is about e^-10000: the margin is that small, but far from the threshold."""
    traced = follow_in_mpmath(LogisticInstance.of("0.1", "1e4", "4", "0.1"), 20)

    assert traced.settled
    assert traced.result.onset is None
    assert traced.result.digits == (30, 60)


def test_a_step_on_the_threshold_is_not_settled_by_digits_that_do_not_suffice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two precisions that agree are not enough where neither can tell."""
    monkeypatch.setattr(iteration, "_scale", lambda instance: (10, 40))
    traced = follow_in_mpmath(Instance.of("1e-4", "0.5", "4", "1e-30"), 3)

    assert not traced.settled
    assert traced.trajectory.rise_in_doubt


def test_it_needs_no_flint() -> None:
    """The run, its bounds and the printed numbers come without it."""
    code = (
        "import sys; sys.modules['flint'] = None\n"
        "from verifier.studies.losses import Instance, LogisticInstance\n"
        "from verifier.studies.trace import follow_in_mpmath\n"
        "for run in (Instance.of('0.03', '0.02', '3', '1e-6'),"
        " LogisticInstance.of('0.05', '0.3', '6', '1e-6')):\n"
        "    print(follow_in_mpmath(run, 100).result.onset)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout, done.returncode) == ("36\n21\n", 0), done.stderr


def test_a_short_run_of_many_digits_is_heard_of() -> None:
    """Each pass says where it begins and ends, so that a bound that takes long is not silent."""
    heard: list[tuple[int, int]] = []
    follow_in_mpmath(Instance.of("0.1", "1e-99", "3", "0.1"), 3, lambda *told: heard.append(told))

    assert [steps for steps, _ in heard] == [0, 3] * (len(heard) // 2)
    assert len(heard) >= 4 and heard[0][1] < heard[-1][1]
