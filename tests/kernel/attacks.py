"""A small system to attack: x' = x + 1 from x_0 = 0, alongside a variable y that nothing moves.

``refused`` and ``proved`` take steps about it; ``changed`` and ``with_step`` spoil a toy.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.kernel.build import Json, certificate, system
from verifier.kernel import CertificateError, replay
from verifier.kernel.rings import RINGS

VARIABLES = "x x_next y y_next x0 m E"
STEP = "x_next - x - 1"
WALK = system(
    "walk", "x y", origin={"x": "x0"}, parameters=["x0", "m"], initial=[["x0", "="]], relations=[STEP]
)


def walk(**changed: Any) -> Json:
    """The system with some fields changed."""
    return WALK | changed


def refused(message: str, *steps: Json, systems: tuple[Json, ...] = (WALK,), **fields: Any) -> None:
    """Every step but the last is accepted; the last is refused with this message by both replays."""
    for backend in RINGS:
        if steps[:-1]:
            before = list(steps[:-1])
            replay(certificate(VARIABLES, before, [before[-1]["name"]], *systems), backend)
        whole = certificate(VARIABLES, list(steps), [steps[-1]["name"]], *systems) | fields
        with pytest.raises(CertificateError, match=message):
            replay(whole, backend)


def proved(*steps: Json, systems: tuple[Json, ...] = (WALK,)) -> Any:
    """The last fact, accepted by both replays."""
    for backend in RINGS:
        whole = certificate(VARIABLES, list(steps), [steps[-1]["name"]], *systems)
        fact = replay(whole, backend).facts[steps[-1]["name"]]
    return fact


def changed(certificate: Json, name: str, **fields: Any) -> Json:
    """A toy with some fields of one step or one system changed; the steps after it left out."""
    steps: list[Json] = []
    for step in certificate["steps"]:
        steps.append(step | fields if step["name"] == name else step)
        if step["name"] == name:
            break
    systems = [s | fields if s["name"] == name else s for s in certificate["systems"]]
    return certificate | {"steps": steps, "systems": systems, "concludes": [steps[-1]["name"]]}


def with_step(certificate: Json, before: str, *steps: Json) -> Json:
    """A toy with steps inserted before the one named."""
    index = [step["name"] for step in certificate["steps"]].index(before)
    new = [*certificate["steps"][:index], *steps, *certificate["steps"][index:]]
    return certificate | {"steps": new}


def rejected(message: str, certificate: Json) -> None:
    """Both replays refuse the certificate with this message."""
    for backend in RINGS:
        with pytest.raises(CertificateError, match=message):
            replay(certificate, backend)
