"""Transition systems as they are told, with the sequences that the told steps need."""

from __future__ import annotations

from typing import Any

from derivations.proof.elaborate.elaboration import Elaboration
from verifier.kernel.atoms import Tie
from verifier.kernel.systems import System

FUNCTIONS = ("sigma", "softplus")
"""What a value may be of its argument, in the order in which both are told."""


def declare(e: Elaboration, entry: dict[str, Any]) -> None:
    """Declare the system, and promise what follows at once of its values of σ and at time 0.

    A told system names initial values: ``x0`` is a parameter, and x = x0 holds at the start.
    """
    ties = [{"tie": f, "of": [z], "value": v} for f in FUNCTIONS for z, v in entry.get(f, ())]
    start = [[f"{x} - {x0}", "="] for x, x0 in sorted(entry["origin"].items())]
    system = e.system(
        {
            "name": entry["name"],
            "state": entry["next"],
            "parameters": entry["parameters"],
            "always": [*entry["conditions"], *([text, "="] for text in entry["instant"]), *ties],
            "step": [*entry["guards"], *([text, "="] for text in entry["relations"])],
            "start": [*entry["initial"], *start],
            "ghosts": e.plan.sequences[entry["name"]],
        }
    )
    for tie in system.always:
        if isinstance(tie, Tie) and tie.function == "sigma":
            _promise_between(e, system, tie)
    e.promise_at_start(system, [*system.always, *system.start])


def _promise_between(e: Elaboration, system: System, tie: Tie) -> None:
    one = e.polynomial("1")
    atoms = [e.condition(tie.value, ">"), e.condition(one - tie.value, ">")]

    def prove() -> None:
        e.always(f"{system.name}, sigma between 0 and 1", system, [e.between(tie)], atoms)

    for atom in atoms:
        e.promise(system, atom, prove)
