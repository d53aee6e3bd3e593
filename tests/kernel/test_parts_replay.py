"""What surrounds the rules: bounds on a whole certificate, and what its replay reports."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from tests.kernel.attacks import rejected
from tests.kernel.build import certificate, positivity, system, term
from tests.kernel.toys import TOYS
from tests.kernel.toys_counting import GROWS, POWERS
from verifier.kernel import replay
from verifier.kernel.limits import STEPS, SYSTEMS, VARIABLES
from verifier.kernel.rings import RINGS

ONE = positivity("one", "1", terms=[term()])


@pytest.mark.parametrize("backend", RINGS)
def test_a_replay_says_what_it_replayed(backend: str) -> None:
    """The claim, the ring, and each fact under the name of the step that it came from."""
    for toy in (*TOYS.values(), GROWS, POWERS):
        done = replay(toy | {"claim": "some claim"}, backend)
        assert (done.claim, done.backend) == ("some claim", backend)
        assert list(done.concludes) == toy["concludes"]
        assert [fact.name for fact in done.facts.values()] == [step["name"] for step in toy["steps"]]
        assert list(done.facts) == [step["name"] for step in toy["steps"]]


def test_a_certificate_has_a_bounded_number_of_parts() -> None:
    """As many variables, systems and steps as are allowed pass, and one more of each is refused."""
    names = [f"x{n}" for n in range(VARIABLES)]
    wide = certificate("x", [ONE], ["one"]) | {"variables": names}
    replay(wide)
    rejected("^too much: 501 variables, where 500 are the most$", wide | {"variables": [*names, "y"]})
    runs = [system(f"run {n}", "x") for n in range(SYSTEMS)]
    many = certificate("x x_next", [ONE], ["one"], *runs)
    replay(many)
    rejected("^too much: 51 systems,", many | {"systems": [*runs, system("last", "x")]})
    steps = [ONE | {"name": f"step {n}"} for n in range(STEPS)]
    long = certificate("x", steps, ["step 0"])
    replay(long)
    rejected("^too much: 1,001 steps,", long | {"steps": [*steps, ONE]})


def test_a_certificate_is_not_nested_deeply() -> None:
    """The whole certificate is measured before anything of it is read."""
    deep: Any = "x"
    for _ in range(20):
        deep = [deep]
    rejected("16 deep$", certificate("x", [ONE | {"given": deep}], ["one"]))


def test_what_is_concluded_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The letters of the concluded facts, and of these alone, are counted up to the bound."""
    whole = certificate("x", [ONE, ONE | {"name": "two"}], ["one"])
    said = len(str(replay(whole).facts["one"]))
    module = importlib.import_module("verifier.kernel.replay")
    monkeypatch.setattr(module, "PRINTED", said)
    replay(whole)
    message = f"^too much: conclusions of {2 * said} letters, where {said} are the most$"
    rejected(message, whole | {"concludes": ["one", "two"]})


def test_a_stray_field_is_named_with_what_has_it() -> None:
    """The certificate and its steps each say which of them has a field too many."""
    rejected("^the certificate has a stray field 'note'$", certificate("x", [ONE], ["one"]) | {"note": 1})
    rejected("^step 'one' has a stray field 'note'$", certificate("x", [ONE | {"note": 1}], ["one"]))
