"""Bad input on the command line is one line that names it, and nothing is done."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from tests.verifier.command import SPIKE
from tests.verifier.planted import planted
from verifier.cli import main
from verifier.commands.options import in_range
from verifier.parameters import ACUTE

FAR = ["1e-1001", "1.01e1000", "1e-10000", "1e99999", "1e-99999999999"]
"""Decimal numbers that are beyond what is accepted: the message says so, not that they are no numbers."""


class TestBadInput:
    """Bad input is one line that names the option and the value, and exit code 2."""

    @pytest.mark.parametrize(
        ("option", "values"),
        [
            (
                "--scale-lr",
                ["0", "-0.1", "1.5", "nan", "inf", "-inf", "abc", "1e999999", "1/0", "", "１.5"],
            ),
            ("--scale0", ["0", "-1", "-1/2", "nan", "1e999999", "0x1", "1_0e", "--"]),
            ("--saturated-lr", ["0", "-3", "inf", "abc", "3,5", "1e99999"]),
            ("--angle0", ["0", "-0.1", "1.6", "3.2", "1.5707963267948967", "2", "nan", "pi/2"]),
            ("--steps", ["0", "-1", "1.5", "1000001", "1" * 200, "1e3", "abc"]),
        ],
    )
    def test_trace(self, capsys: pytest.CaptureFixture[str], option: str, values: list[str]) -> None:
        """Every number out of range, and everything that is not a number."""
        for value in values:
            arguments = SPIKE.split()
            arguments[arguments.index(option) + 1] = value

            assert main(["trace", *arguments]) == 2
            shown = capsys.readouterr()
            assert shown.out == ""
            (line,) = shown.err.splitlines()
            assert option in line
            assert value[:40] in line

    @pytest.mark.parametrize(
        ("command", "named"),
        [
            ("--claim square.nonsense", "--claim: unknown claim 'square.nonsense'"),
            ("--jobs 0", "--jobs: '0'"),
            ("--jobs two", "--jobs: 'two'"),
            ("--precision 1", "--precision: '1'"),
            ("--precision 1e9", "--precision: '1e9'"),
            ("--seed -1", "--seed: '-1'"),
            ("--seed \x1b[31m", r"--seed: '\x1b[31m'"),
            ("--output=", "--output: ''"),
            ("--output /dev/null/below", "--output: cannot write to '/dev/null/below'"),
            ("--output /proc/nowhere", "--output: cannot write to '/proc/nowhere'"),
            ("--nonsense", "--nonsense"),
            ("nonsense", "unknown command 'nonsense'"),
            ("--quick list", "list"),
            ("list --seed 3", "--seed 3"),
            ("explain square.nonsense", "ID: unknown claim 'square.nonsense'"),
            ("explain", "ID"),
            ("check /nowhere", "DIR: '/nowhere'"),
            ("check /dev/null", "DIR: '/dev/null'"),
            (f"trace {SPIKE} --unknown 3", "--unknown 3"),
            ("trace", "required: --scale-lr, --scale0, --saturated-lr, --angle0, --steps"),
            ("trace --loss logistic --steps 3", "--scale-lr, --scale0, --direction-lr, --angle0"),
            ("trace --lr 3", "--eta or --saturated-lr or --direction-lr for --lr?"),
            ("onset --lr 3 --theta_0=1", "or --direction-lr for --lr, --angle0 for --theta_0?"),
            ("phase --eta 3", "did you mean --saturated-lr or --direction-lr for --eta?"),
            ("trace --gamma0 3", "did you mean --scale0 or --alpha0 for --gamma0?"),
            ("--quik", "did you mean --quick for --quik?"),
            ("tarce", "did you mean trace?"),
            ("--quick list", "the command comes first: python -m verifier list"),
            (f"trace {SPIKE.replace('0.1', '90')}", "'90' is not an angle in radians in (0, π/2)"),
            ("--seed " + "1" * 1001, "is not at least 0, of at most 1000 digits"),
            *((f"trace {SPIKE.replace('0.02', number)}", f"{number!r} is outside") for number in FAR),
        ],
    )
    def test_everything_else(
        self,
        claims: Callable[..., None],
        capsys: pytest.CaptureFixture[str],
        command: str,
        named: str,
    ) -> None:
        """Unknown claims, commands and options, and places that cannot be read or written."""
        claims(planted("a"))

        assert main(command.split(" ")) == 2
        shown = capsys.readouterr()
        assert shown.out == ""
        (line,) = shown.err.splitlines()
        assert named in line
        assert line.isprintable()

    def test_leaves_nothing(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        """A refused run writes no file and makes no directory."""
        out = tmp_path / "out"

        assert main(["--claim", "square.nonsense", "--output", str(out)]) == 2
        assert not out.exists()

    @pytest.mark.parametrize(
        ("text", "inside"),
        [
            ("1.57079632679489661923132169163975144209858469968", True),
            ("1.57079632679489661923132169163975144209858469969", False),
            ("1e-999", True),
        ],
    )
    def test_right_angle(self, text: str, inside: bool) -> None:
        """π/2 itself decides, however close an angle comes to it."""
        if inside:
            assert in_range(ACUTE)(text) == Fraction(text)
        else:
            with pytest.raises(ArgumentTypeError):
                in_range(ACUTE)(text)
