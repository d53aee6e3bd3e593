"""What ``trace`` says in words follows from what was decided, and its bounds of an edge hold."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from flint import arb

from verifier.cli import main
from verifier.dynamics import certify
from verifier.dynamics.model import load_model
from verifier.dynamics.trajectory import MAX_BITS, largest_precision
from verifier.outcome import Exit
from verifier.studies import bounded, logistic_instances
from verifier.studies.instances import SPREAD
from verifier.studies.losses import LOGISTIC, SQUARE, Instance, LogisticInstance

TINY_SCALE = "--scale-lr 0.005 --scale0 1e-999 --saturated-lr 3 --angle0 0.1 --steps 300"
ON_THRESHOLD = "--scale-lr 0.5 --scale0 0.5 --saturated-lr 4 --angle0 1e-1000 --steps 3"
SATURATED = "--loss logistic --scale-lr 0.01 --scale0 12345 --direction-lr 0.1 --angle0 0.1 --steps 3"
EARLY = "--scale-lr 0.005 --scale0 0.02 --saturated-lr 3 --angle0 0.1 --steps 200"
LONG = "--loss logistic --scale-lr 0.02 --scale0 1 --direction-lr 4 --angle0 0.01 --steps 100"


def words(capsys: pytest.CaptureFixture[str], arguments: str) -> tuple[int, dict[str, str]]:
    """The exit code, and what is printed beside each name."""
    code = main(["trace", *arguments.split()])
    lines = (re.split(" {2,}", line, maxsplit=1) for line in capsys.readouterr().out.splitlines())
    return code, dict(line for line in lines if len(line) == 2)


def test_an_onset_in_doubt_is_not_denied(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 128 bits it is not decided whether step 0 rises: an edge is seen, but not that it is the first."""
    monkeypatch.setattr("verifier.studies.trace.largest_precision", lambda instance, steps: 128)
    code, said = words(capsys, TINY_SCALE)

    assert code == Exit.SHORT
    assert said["onset"] == "not certified: at most 220"
    assert said["rising edges"] == "[220, ...]" and said["certified"].startswith("no")


def test_the_precision_goes_with_the_digits_of_the_input(capsys: pytest.CaptureFixture[str]) -> None:
    """Parameters of hundreds of digits are decided like others."""
    code, said = words(capsys, TINY_SCALE)
    assert code == Exit.OK and said["onset"] == "220"
    code, said = words(capsys, ON_THRESHOLD)
    assert code == Exit.OK and said["onset"] == "1"
    assert largest_precision(SPREAD[0]) == MAX_BITS
    assert largest_precision(Instance.of("0.1", "1e-1000", "3", "0.1")) == 4 * MAX_BITS


def test_no_onset_is_said_only_when_every_step_is_decided(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where only the loss is in doubt, which then is not said to fall at every step."""
    code, said = words(capsys, EARLY)
    assert code == Exit.OK and said["onset"] == "the direction does not rise in these steps"
    assert said["rising edges"] == said["loss rises"] == "none"
    model = load_model(LOGISTIC)

    def doubtful(*state: arb) -> tuple[arb, ...]:
        """A step of which the loss may rise or fall, for all that is known."""
        outputs = [*model.step(*state)]
        outputs[len(state) + 1] = arb(0, 1)  # after the next state, s and rise
        return tuple(outputs)

    code, said = words(capsys, SATURATED)
    assert code == Exit.OK and said["loss rises"] == "none"
    monkeypatch.setattr(
        "verifier.dynamics.trajectory.load_model", lambda loss: replace(model, step=doubtful)
    )
    code, said = words(capsys, SATURATED)
    assert code == Exit.SHORT and said["onset"] == "the direction does not rise in these steps"
    assert said["rising edges"] == "none" and said["loss rises"] == "none that is certain"


def test_margins_that_are_not_told_from_0(capsys: pytest.CaptureFixture[str]) -> None:
    """At π/4 to forty digits it is not said that a margin is negative."""
    quarter = "0.7853981633974483096156608458198757210492"
    options = f"--loss logistic --scale-lr 0.1 --scale0 1 --direction-lr 1 --steps 1 --angle0 {quarter}"
    _, said = words(capsys, options)

    assert said["active margin"] == "not shown: some margin is negative at the start, or not told from 0"


def test_the_least_sine_is_a_power_without_an_exponent_of_its_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A direction that is nearly across the limit: the power is written out, as far as it is stated."""
    _, said = words(capsys, "--scale-lr 1 --scale0 1 --saturated-lr 4 --angle0 1.5707963 --steps 1")

    assert said["least sin θ"] == "10^-0.000001"


def test_the_help_explains_what_is_null(capsys: pytest.CaptureFixture[str]) -> None:
    """Each null that --json may have is said."""
    with pytest.raises(SystemExit):
        main(["trace", "--help"])
    explained = " ".join(capsys.readouterr().out.split())
    for null in (
        'null "lower" of the waiting time means that the direction never rises',
        'null "upper", that no claim bounds it',
        'null "onset", that no step is known to be the first',
        "null bound of an edge, that no claim gives one below 1e300",
        "null end of an edge or a stretch, that it still goes on",
        'null "min_log10_sin", that the least sine is 0 or not enclosed',
        'null "horizon", that the active margin is not shown',
    ):
        assert null in explained


def test_a_bound_from_within_the_edge_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """Where the bound from its first state is far above what was followed; --json has the same bound."""
    _, said = words(capsys, LONG)
    (edge,) = (text for name, text in said.items() if name.startswith("edge "))
    main(["trace", *LONG.split(), "--json"])
    stated = json.loads(capsys.readouterr().out)["self_stabilization"]

    bound, after = map(int, re.findall(r"at most (\d+) steps, as seen after (\d+) of them", edge)[0])
    assert [entry["bound"] for entry in stated] == [bound]
    assert 39 <= bound < 100 and 0 < after < 39  # 1,687 from its first state


def _kept(instance: Any, steps: int) -> list[bool]:
    """For each edge that ended, whether its promise holds; and those that were made within it are."""
    trajectory = certify(instance, steps)
    promises = bounded.edge_promises(trajectory, bounded.edge_bounds(trajectory))
    return [
        promise.bound is None or (promise.after <= last - first < promise.bound)
        for (first, last), promise in zip(trajectory.rising_edges, promises, strict=True)
        if last is not None
    ]


@pytest.mark.parametrize("instance", [*SPREAD[::3], *logistic_instances.SPREAD[::3]], ids=str)
def test_every_promise_is_kept(instance: Any) -> None:
    """No edge outlasts its bound, wherever within it the claims are applied."""
    assert all(_kept(instance, 1500))


def test_a_promise_without_the_steps_before_it_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same check notices a bound that forgets how far into the edge it was made."""
    monkeypatch.setattr(bounded, "Promise", lambda bound, after=0: bounded_promise(bound - after, after))
    bounded_promise = type("Broken", (), {"__init__": lambda self, bound, after: vars(self).update(
        bound=bound, after=after)})  # fmt: skip

    assert not all(_kept(LogisticInstance.of("0.02", "0.1", "4", "0.1"), 650))


def extreme(power: int, steps: int) -> str:
    """A run whose parameters are all of size 10^power or 10^-power."""
    small = f"--scale-lr 1e-{power} --scale0 1e-{power} --angle0 1e-{power}"
    return f"{small} --saturated-lr 1e{power} --steps {steps}"


@pytest.mark.parametrize(
    ("power", "steps", "edge", "bound"),
    [(100, 250, "[2, 168]", 171), (140, 250, "[2, 220]", 224), (200, 20, "[2, ...]", 299)],
)  # fmt: skip
def test_an_extreme_start_bounds_its_edge_like_any_other(
    capsys: pytest.CaptureFixture[str], power: int, steps: int, edge: str, bound: int
) -> None:
    """At few bits the bound of a tiny sine is true and useless: the precision rises until it is sharp."""
    code, said = words(capsys, extreme(power, steps))

    assert code == Exit.OK
    assert said[f"edge {edge}"].startswith(f"at most {bound} steps; by the norm alone ")


def test_the_precision_rises_until_the_least_sine_is_enclosed(capsys: pytest.CaptureFixture[str]) -> None:
    """At 512 bits every event of these steps is decided, and the least sine is not told from 0."""
    code, said = words(capsys, extreme(50, 60))

    assert code == Exit.OK
    assert said["least sin θ"] == "10^-150.30103"


def test_a_bound_wider_than_its_state_is_not_sharp() -> None:
    """The check that raises the precision notices a state that is known to three digits only."""
    trajectory = certify(Instance.of("0.005", "0.02", "3", "0.1"), 1000)
    (start,), model = trajectory.edge_starts, load_model(SQUARE)
    loose = model.view(tuple(x * arb(1, "1e-3") for x in model.state_of(start)))
    blurred = replace(trajectory, edge_starts=(SimpleNamespace(**loose),))

    assert bounded.is_sharp(trajectory, bounded.edge_bounds(trajectory))
    assert not bounded.is_sharp(blurred, bounded.edge_bounds(blurred))


def test_an_edge_that_nothing_bounds_is_still_listed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its line says that there is no bound, once."""
    monkeypatch.setattr(bounded, "_bound", lambda claim, h, x, bits, undecided=None: undecided)
    _, said = words(capsys, "--scale-lr 0.5 --scale0 0.1 --saturated-lr 30 --angle0 0.1 --steps 40")
    edges = [text for name, text in said.items() if name.startswith("edge ")]

    assert edges and set(edges) == {"no bound below 1e300"}


def test_progress_of_a_long_run() -> None:
    """It is told every thousand steps or so."""
    heard: list[tuple[int, int]] = []
    certify(SPREAD[0], 3000, progress=lambda steps, bits: heard.append((steps, bits)))

    assert heard == [(1024, 128), (2048, 128)]
