"""Told statements that a system has no infinite run: the kernel's rule ``ends``."""

from __future__ import annotations

from typing import Any

from derivations.proof.elaborate.elaboration import Elaboration
from derivations.proof.elaborate.parts import from_then_on
from derivations.proof.elaborate.products import apart, grown, later, stays
from derivations.proof.elaborate.sums import combined
from verifier.kernel import CertificateError
from verifier.kernel.atoms import Condition, opposite
from verifier.kernel.facts import Ends
from verifier.kernel.systems import System


def terminates(e: Elaboration, step: dict[str, Any]) -> str:
    """X > 0, X' ≥ ρX with ρ > 1, X ≤ cap: by growth X_0·ρ^t ≤ X ≤ cap, where X_0 > 0."""
    system, name, one = e.about(step), step["name"], e.polynomial("1")
    ratio, quantity, cap = (e.polynomial(step[key]) for key in ("ratio", "quantity", "cap"))
    above, positive = e.condition(ratio - one, ">"), e.condition(quantity, ">")
    room, factor = e.condition(cap - quantity, ">="), e.condition(ratio, ">=")
    for key, wanted in (("ratio_above_one", above), ("positive", positive)):
        _state(e, step, key, wanted, system)
    below = e.sign(step, "below_cap", room, system, "state")
    if e.supply(system, [factor]):
        more = combined(e, f"{name}, ratio", factor, [[above]])
        e.always(f"{name}, ratio not negative", system, [more], [factor])
    (power,) = e.plan.powers[name]
    grown(e, {**step, "nonnegative": None}, power, f"{name}, grown", ">=")
    first = e.first(system, step["quantity"])
    _start_positive(e, system, first, positive, name)
    gap = apart(e, system, step["quantity"], power, ">=")
    bounded = e.condition(cap - e.ring.variable(power) * first, ">=")
    less = combined(e, f"{name}, below the cap", bounded, [[gap], [room]], (), below)
    fact = e.always(f"{name}, power bounded", system, [less], [bounded])
    return e.emit(
        "ends", name, system=system.name, event=None, quiet=None, after=None,
        power={"of": power, "ratio": ratio, "base": first, "cap": cap, "bounded": fact},
    )  # fmt: skip


def _state(e: Elaboration, step: dict[str, Any], key: str, wanted: Condition, system: System) -> None:
    """The sign, if it is told by a sequent, becomes known of every state."""
    lemmas = e.sign(step, key, wanted, system, "state")
    if lemmas:
        e.always(f"{step['name']}, {key.replace('_', ' ')}", system, lemmas, [wanted])


def _start_positive(e: Elaboration, system: System, first: Any, positive: Condition, name: str) -> None:
    """The quantity at the start is positive, where it is a sequence of its own."""
    wanted = e.condition(first, ">")
    if not e.supply(system, [wanted]):
        return
    start = combined(
        e, f"{name}, start", wanted, [[positive]],
        [(x, ghost.values["start"]) for x, ghost in system.ghosts.items() if x.startswith("start_")],
    )  # fmt: skip
    kept = combined(e, f"{name}, start stays", later(e, system, wanted), [[wanted]], stays(e, system))
    e.invariant(f"{name}, start positive", system, [wanted], [start], [kept])


def relay(e: Elaboration, step: dict[str, Any]) -> str:
    """A run ends while φ fails, and ends once φ has held."""
    (event,) = e.step(step["after"])["start"]
    return e.emit(
        "ends", step["name"], system=step["system"], event=event, power=None,
        quiet={"part": e.name(step["before"]), "ends": e.name(step["before_ends"])},
        after={"part": e.name(step["after"]), "ends": e.name(step["after_ends"])},
    )  # fmt: skip


def exhaustion(e: Elaboration, step: dict[str, Any]) -> str:
    """An event happens but finitely often, as its gain is bounded, and a run without it ends."""
    system, counted, name = e.about(step), e.step(step["counted"]), step["name"]
    growth, first = e.polynomial(counted["growth"]), e.first(system, counted["quantity"])
    ended = e.name(step["rest"])
    (entry,) = counted["event"]
    event = e.atom(entry)
    if not isinstance(event, Condition):
        raise CertificateError("the event must be a condition")
    rest = e.facts.find(ended, Ends).system
    quiet = from_then_on(e, f"{name}, without the event", system, rest, [], [opposite(event)])
    _state(e, step, "growth_above_one", e.condition(growth - e.polynomial("1"), ">"), system)
    _state(e, step, "positive", e.condition(first, ">"), system)
    gain = {"of": e.plan.gain[counted["name"]], "ratio": growth, "base": first, "cap": counted["cap"]}
    return e.emit(
        "ends", name, system=system.name, event=event, quiet={"part": quiet, "ends": ended}, after=None,
        power=gain | {"bounded": e.name(counted["name"])},
    )  # fmt: skip
