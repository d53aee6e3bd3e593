"""What the kernel prints of each fact, letter for letter: a statement is only worth what its words say.

``printed.txt`` was read against the meaning of every fact; a changed line there has to be read again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.kernel.toys import TOYS
from verifier.kernel import replay
from verifier.kernel.conditions import (
    Always,
    AtEveryTime,
    Bounded,
    Condition,
    Counted,
    Flow,
    Growth,
    Sequent,
    Terminates,
)
from verifier.kernel.rings import RINGS
from verifier.kernel.sustain import Sustained
from verifier.kernel.tails import Tail
from verifier.kernel.ties import Tie

PRINTED = Path(__file__).with_name("printed.txt").read_text(encoding="utf-8").splitlines()
A, B = Condition(None, ">", "a"), Condition(None, "!=", "b - 1")
POINTS = (("x", "v", "L"), ("x0", "v0", "L0"), ("y", "u"))
POWERS = {"E": "1 - h", "F": "2"}


@pytest.mark.parametrize("backend", RINGS)
def test_the_facts_of_the_toys(backend: str) -> None:
    """Every fact and every system of the toys, in order."""
    said: list[str] = []
    for toy, whole in TOYS.items():
        accepted = replay(whole, backend)
        said += [f"{toy} | {name} | {fact}" for name, fact in accepted.facts.items()]
        said += [f"{toy} | a run of {name} | {declared}" for name, declared in accepted.systems.items()]
    assert said == PRINTED


@pytest.mark.parametrize("toy", TOYS)
def test_a_fact_is_named_after_its_step(toy: str) -> None:
    """Each fact carries the name of its step, and of the system that the step is about."""
    facts = replay(TOYS[toy]).facts
    for step in TOYS[toy]["steps"]:
        assert facts[step["name"]].name == step["name"]
        assert getattr(facts[step["name"]], "system", None) == step.get("system")


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (Sequent("s", (), (), A), "all reals  ⊢  a > 0"),
        (Sequent("s", (A, B), (), A), "a > 0, b - 1 != 0  ⊢  a > 0"),
        (
            Sequent("s", (A, B), (), A, ("p", "q"), (Tie("sigma", "z", "g"), Tie("softplus", "z", "L"))),
            "a > 0, b - 1 != 0  where  p = 0, q = 0, g = σ(z), L = ℓ(z)  ⊢  a > 0",
        ),
        (
            Sequent("s", (), (), B, (), (Tie("sigma", "z", "g"),)),
            "all reals  where  g = σ(z)  ⊢  b - 1 != 0",
        ),
        (
            Flow("f", "forward", POINTS, ("m",), (("m", ">"), ("y - 1", ">=")), "v - v0"),
            "for all x >= x0 with v = σ(x), L = ℓ(x), v0 = σ(x0), L0 = ℓ(x0), u = σ(y), m > 0, y - 1 >= 0:"
            "  v - v0 >= 0",
        ),
        (
            Flow("f", "backward", (("x", "v"), ("y", "u")), (), (), "u - v"),
            "for all x <= y with v = σ(x), u = σ(y):  u - v >= 0",
        ),
        (
            Growth("g", "run", "x", "1 - h", "<="),
            "along run: X_t <= X_0·Π_(i<t) ρ_i  with X = x, ρ = 1 - h",
        ),
        (Always("a", "run", (A, B)), "along run, always: a > 0, b - 1 != 0"),
        (
            AtEveryTime("a", "run", (A, B), POWERS, A),
            "along run at every t, E = (1 - h)^t, F = (2)^t: a > 0, b - 1 != 0  ⊢  a > 0",
        ),
        (AtEveryTime("a", "run", (), {}, B), "along run at every t: always  ⊢  b - 1 != 0"),
        (
            Counted("c", "run", (A, B), "x", "2", "M"),
            "along run, if ever a > 0, b - 1 != 0: X_0·Π ρ < M over all steps with that but the last,"
            "  X = x, ρ = 2",
        ),
        (Bounded("b", "run", "along run: t > 1"), "along run: t > 1"),
        (Terminates("t", "run"), "run has no infinite run"),
        (
            Sustained("s", "free", "held", (A, B), POWERS),
            "a run of free with, at every j < t, E = (1 - h)^j, F = (2)^j: a > 0, b - 1 != 0, is up to t"
            " a run of held",
        ),
        (
            Sustained("s", "free", "held", (), {}),
            "a run of free with, at every j < t: always, is up to t a run of held",
        ),
        (Tail("t", "run", "rest", (), ()), "along run, from any time: a run of rest"),
        (
            Tail("t", "run", "rest", (A, B), (B, A)),
            "along run, from any time with a > 0, b - 1 != 0, if b - 1 != 0 from then on,"
            " if a > 0 from then on: a run of rest",
        ),
    ],
)  # fmt: skip
def test_a_fact_with_all_its_parts(fact: Any, text: str) -> None:
    """Each kind of fact, with none and with several of whatever it may have."""
    assert str(fact) == text
