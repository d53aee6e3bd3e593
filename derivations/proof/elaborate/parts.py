"""Told statements that a stretch of a run is a run of another system: the kernel's rule ``inclusion``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from derivations.proof.elaborate.counts import conditions
from derivations.proof.elaborate.elaboration import Elaboration
from verifier.kernel.atoms import Condition, Implication
from verifier.kernel.facts import Sequent
from verifier.kernel.systems import System


def sustain(e: Elaboration, step: dict[str, Any]) -> str:
    """From the start on, as long as what some facts suppose, and ``during``, holds at every step.

    Those facts give what the other system asks of a step; they may be about that system, whose runs the
    states up to now are by induction.
    """
    system, into = e.about(step), e.about(step, "into")
    cited = [e.name(told) for told in step["facts"]]
    supposed = [atom for name in cited for atom in e.facts.find(name, Sequent).given]
    during = e.unique([*supposed, *map(e.atom, step.get("during", ()))])
    return e.emit(
        "inclusion", step["name"], system=system.name, into=into.name, origin=True, start=[],
        throughout=[], during=during, frozen={}, at_state=[], at_step=cited, at_start=[],
    )  # fmt: skip


def tail(e: Elaboration, step: dict[str, Any]) -> str:
    """From a time on at which ``start`` holds; as long as ``throughout`` does, and at steps ``during``."""
    system = e.about(step)
    supposed = [e.atom(entry) for entry in (*step["start"], *step["throughout"])]
    initial = [told for told in step["initial"] if told is not None]
    into, name = e.about(step, "into"), step["name"]
    if step.get("lasting"):
        starts = [one for told in initial for one in _lasting(e, step, conditions(e, step["start"]), told)]
    else:
        starts = [e.cite(told, system, "state", supposed) for told in initial]
    during = step.get("during", ())
    return from_then_on(e, name, system, into, step["start"], step["throughout"], starts, during)


def _lasting(e: Elaboration, step: dict[str, Any], supposed: list[Condition], told: str) -> list[str]:
    """What a sequent concludes at the start, from what is known there as long as something lasts."""
    while_, then = e.lasting[step["lasting"]], [e.concluded(e.name(told))]
    shown = while_.shown(f"{step['name']}, {told}", "state", supposed, [e.name(told)], then)
    return [shown, e.axiom("apply", [Implication(tuple(supposed), then[0]), *supposed])]


def from_then_on(
    e: Elaboration, name: str, system: System, into: System, start: Sequence[Any],
    throughout: Sequence[Any], starts: Sequence[str] = (), during: Sequence[Any] = (),
) -> str:
    """From any time on: the initial values of ``into`` are the values at that time."""
    frozen = {x0: x for x, x0 in e.origin(into).items() if x0 not in system.both}
    put = {x0: e.ring.variable(x) for x0, x in frozen.items()}
    asked = [*into.always, *into.step, *(e.put(atom, put) for atom in into.start)]
    e.supply(system, asked)
    return e.emit(
        "inclusion", name, system=system.name, into=into.name, origin=False, start=start,
        throughout=throughout, during=during, frozen=frozen, at_state=[], at_step=[],
        at_start=starts,
    )  # fmt: skip
