"""``python -m verifier forecast`` keeps its contract."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from verifier.cli import main
from verifier.outcome import Exit

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
DIABETES = [
    "forecast",
    "--dataset",
    "diabetes",
    "--whiten",
    "--lr",
    "2e-4",
    "--scale-lr",
    "2e-3",
    "--seed",
    "0",
]


def test_prints_the_contracted_keys(capsys):
    """The keys and their forms."""
    code = main([*DIABETES, "--json"])
    found = json.loads(capsys.readouterr().out)

    assert code == Exit.OK
    assert {
        "rho", "condition_number", "regime", "effective_lr", "onset", "visible", "loss_rise",
        "largest_safe_lr", "advice", "certified",
    } <= set(found)  # fmt: skip
    assert found["regime"] == "whitened" and set(found["effective_lr"]) == {"start", "saturated"}
    assert found["onset"] == 164 and "onset" in found["certified"]
    assert found["visible"]["low"] <= found["visible"]["step"] <= found["visible"]["high"]
    assert set(found["loss_rise"]) == {"1%", "10%"}
    assert isinstance(found["advice"], list) and set(found["certified"]) <= set(found)


def test_says_it_in_words(capsys):
    """What stands behind the onset is said, and what to change."""
    assert main(DIABETES) == Exit.OK
    told = capsys.readouterr().out

    assert "164 (certified)" in told and "what to change" in told and "no rising edge" in told


def test_the_readme_shows_what_is_forecast(capsys):
    """The same lines; steps that hang on the last bits of a machine's sums may differ by 2 %."""
    block = re.search(r"```text\n\$ python -m verifier (forecast .*)\n((?:.*\n)*?)```", README)
    assert block is not None and main(shlex.split(block[1])) == Exit.OK
    shown, printed = (_parts(text) for text in (block[2], capsys.readouterr().out))

    assert len(shown) == len(printed) > 40
    for one, other in zip(shown, printed, strict=True):
        assert one == other or float(one) == pytest.approx(float(other), rel=0.02)


def _parts(text: str) -> list[str]:
    """Words, and numbers without the signs around them, however the lines are filled."""
    return re.sub(r"[():,]", " ", text).split()


def test_first_weights_from_a_file(tmp_path, capsys):
    """One number a line; a seed beside them is one too many."""
    path = tmp_path / "w0.txt"
    path.write_text("\n".join(["0.1"] * 10), encoding="utf-8")
    plain = DIABETES[:-2]

    assert main([*plain, "--w0", str(path), "--json"]) == Exit.OK
    assert main([*DIABETES, "--w0", str(path)]) == Exit.USAGE
    assert "seed" in capsys.readouterr().err.splitlines()[-1]


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_draws_a_picture(ending, tmp_path, capsys):
    """In the format that the name asks for."""
    path = tmp_path / f"spike.{ending}"

    assert main([*DIABETES, "--plot", str(path)]) == Exit.OK
    assert path.read_bytes()[:5] in (b"\x89PNG\r", b"<?xml", b"%PDF-")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--dataset", "diabetes"], "--lr is missing"),
        (["--lr", "0.1"], "one of DATA and --dataset"),
        (["x.csv", "--dataset", "diabetes", "--lr", "0.1"], "one of DATA and --dataset"),
        (["x.csv", "--lr", "0.1"], "--target is missing"),
        (["--dataset", "iris", "--lr", "0.1"], "--dataset"),
        (["--dataset", "diabetes", "--lr", "nan"], "--lr: 'nan'"),
        (["--dataset", "diabetes", "--lr", "-1"], "--lr: '-1'"),
        (["--dataset", "diabetes", "--lr", "0.1", "--momentum", "1"], "--momentum: '1'"),
        (["--dataset", "diabetes", "--lr", "0.1", "--seed", "-3"], "--seed"),
        (["--dataset", "diabetes", "--lr", "0.1", "--steps", "0"], "--steps"),
        (
            ["--dataset", "diabetes", "--lr", "0.1", "--batch-size", "32"],
            "--batch-size 32: only full batches",
        ),
        (["--dataset", "diabetes", "--lr", "0.1", "--optimizer", "Adam"], "--optimizer Adam: only sgd"),
        (["--dataset", "diabetes", "--lr", "0.1", "--target", "age"], "--target age"),
        (["--dataset", "diabetes", "--lr", "0.1", "--w0", "missing.txt"], "--w0 missing.txt"),
        (
            ["--dataset", "diabetes", "--lr", "0.1", "--plot", "x.gif"],
            "--plot x.gif: the name must end in .png",
        ),
        (["--dataset", "diabetes", "--lr", "0.1", "--plot", "nowhere/x.png"], "--plot nowhere/x.png"),
        (["missing.csv", "--target", "y", "--lr", "0.1"], "missing.csv|pandas"),
    ],
)
def test_bad_usage_is_one_line(arguments, message, capsys):
    """It names the option and the value, and nothing is printed as a result."""
    code = main(["forecast", *arguments])
    said = capsys.readouterr()

    assert code == Exit.USAGE and said.out == ""
    assert re.search(message, said.err.splitlines()[-1]) and "Traceback" not in said.err
