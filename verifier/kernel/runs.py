"""Rules about runs: from one step to all, from one system to another, and that runs are finite."""

from __future__ import annotations

from typing import Any

from verifier.kernel.atoms import Atoms, Condition, Values, opposite, put, read_condition
from verifier.kernel.facts import Accepted, Ends, Part, Sequent, Within
from verifier.kernel.fields import Items, only, refuse_if, take
from verifier.kernel.polynomials import read_polynomial
from verifier.kernel.rings import Ring
from verifier.kernel.systems import Ghost, System, require_about


def invariant(
    facts: Accepted, system: System, invariants: Atoms, at_start: Items, at_step: Items
) -> Sequent:
    """What holds at time 0 and survives each step holds at all times.

    The sequents ``at_start`` may use what is known at time 0; those ``at_step`` what is known at a step,
    and all of the invariants at the state before it.  A variable that is none of the system's stands for
    any real number, the same throughout.
    """
    refuse_if(facts.spoken(*invariants) & {*system.state.values()}, "it speaks of the next state")
    facts.require(invariants, facts.extended(system.known("start"), at_start), "start")
    step = facts.extended([*system.known("step"), *invariants], at_step)
    facts.require(put(invariants, system.following, facts.ring), step, "step")
    return Sequent((), invariants, system, "state")


def inclusion(
    facts: Accepted, system: System, into: System, origin: bool, start: Atoms, throughout: Atoms,
    during: Atoms, frozen: Values, at_state: Items, at_step: Items, at_start: Items,
) -> Part:  # fmt: skip
    """States of ``system`` obey all that ``into`` declares.

    What ``into`` asks of every state must be known of every state of the stretch; of every step, of every
    step; of its start, of the state at τ.  Known is what ``system`` gives there, what the part supposes,
    and what the cited sequents conclude from these.  At a step also what has been proved of all states of
    ``into`` is known of the state before: by induction over t the stretch up to there is one of its runs.
    """
    part, ring = Part(system, into, origin, start, throughout, during, frozen), facts.ring
    _require_variables(part, ring)
    state = [*system.known("state"), *throughout]
    step = [*system.known("step"), *throughout, *put(throughout, system.following, ring), *during]
    first = [*system.known("start" if origin else "state"), *throughout, *start]
    here, asked = {system: "state"}, put(into.start, frozen, ring)
    facts.require(into.always, facts.extended(state, at_state, here), "state")
    at_step_known = facts.extended([*step, *into.known("state")], at_step, {system: "step", into: "state"})
    facts.require(into.step, at_step_known, "step")
    facts.require(asked, facts.extended(first, at_start, here), "start")
    return part


def _require_variables(part: Part, ring: Ring) -> None:
    """Each variable of ``into`` is the one of that name, of its kind, but for what is frozen or hidden.

    A ghost of ``into`` restricts nothing.  It is hidden, unless the whole run has one with its definition.
    """
    system, into, frozen = part.system, part.into, part.frozen.keys()
    refuse_if(not frozen <= into.parameters, f"it freezes no parameter of {into.name!r}")
    same = {x: after for x, after in into.state.items() if x not in _hidden(part)}
    refuse_if(not same.items() <= system.state.items(), f"{system.name!r} is not of that state")
    missing = into.parameters - frozen - system.constants
    refuse_if(missing, f"{min(missing, default='')!r} is no constant of {system.name!r}")
    refuse_if((frozen | _hidden(part)) & system.both, "a frozen parameter or a ghost has another meaning")
    for value in part.frozen.values():
        refuse_if(ring.variables_of(value) - system.now, "what is frozen speaks of more than a state")
    require_about([*part.start, *part.throughout], system.now, "start and throughout", ring)
    require_about(part.during, system.both, "during", ring)


def _hidden(part: Part) -> set[str]:
    """The ghosts of ``into`` that are none of ``system``, now and a step on."""
    system, into = part.system, part.into
    hidden = {x for x, it in into.ghosts.items() if not (part.origin and it == system.ghosts.get(x))}
    return hidden | {into.state[x] for x in hidden}


def transfer(facts: Accepted, part: Part, fact: Sequent) -> Sequent | Within:
    """A fact about the runs of ``into`` is one about the stretches that are its runs.

    Where the stretch is the whole run up to now, and the fact speaks of nothing but what has a value in
    ``system``, it is a fact along ``system``: all that is supposed throughout has held at every step
    before, and holds now.
    """
    refuse_if(fact.system is not part.into, f"it is no fact about {part.into.name!r}")
    ring, spoken = facts.ring, facts.spoken(*fact.before, *fact.given, *fact.then)
    if not part.origin or part.start or part.frozen or spoken & _hidden(part):
        return Within(part, fact)
    free = (spoken - part.into.both) & part.system.both
    refuse_if(free, f"{min(free, default='')!r} has another meaning")
    here = [*part.throughout]
    if fact.at == "step":
        here += [*part.during, *put(part.throughout, part.system.following, ring)]
    before = (*part.during, *part.throughout, *fact.before)
    return Sequent((*here, *fact.given), fact.then, part.system, fact.at, before)


def ends(facts: Accepted, system: System, event: Any, quiet: Any, after: Any, power: Any) -> Ends:
    """A run ends in which an event happens but finitely often, and that ends where it happens no more.

    Suppose a run is infinite.  If from some time on the event never happens, ``quiet`` says that from then
    on it is a run of a system without infinite runs.  So it happens infinitely often; without an ``event``,
    at every step.  Then ``after`` says that from a state with the event on it is a run of another system
    without infinite runs.  Or a power ρ^n, of the number n of earlier events, has base·ρ^n ≤ cap at every
    event, with ρ > 1, base > 0 and all three constant: but it grows beyond every bound.
    """
    events = () if event is None else (read_condition(event, facts.ring),)
    refuse_if((event is None) != (quiet is None), "quiet is where no event happens")
    refuse_if((after is None) == (power is None), "either after, or a power that is bounded")
    require_about(events, system.now, "the event", facts.ring)
    for one in events:
        part = _part(quiet, "quiet", system, facts)
        facts.require(part.throughout, [opposite(one)], "quiet")
        refuse_if(part.start or part.during or part.origin, "quiet must be from any time on")
    if after is not None:
        part = _part(after, "after", system, facts)
        facts.require(part.start, [*system.known("state"), *events], "after")
        refuse_if(part.throughout or part.during or part.origin, "after must be from any such time on")
    else:
        _require_bounded(power, system, events, facts)
    return Ends(system)


def _part(entry: Any, what: str, system: System, facts: Accepted) -> Part:
    """A part that leads out of ``system``, into one of which the other fact says that its runs end."""
    only(entry, ("part", "ends"), what)
    part, ended = facts.find(take(entry, "part"), Part), facts.find(take(entry, "ends"), Ends)
    refuse_if(part.system is not system or ended.system is not part.into, f"{what} is about other systems")
    return part


def _require_bounded(entry: Any, system: System, event: tuple[Condition, ...], facts: Accepted) -> None:
    """base·ratio^(earlier events) ≤ cap at every event; ratio > 1, base > 0, and all three constant."""
    only(entry, ("of", "ratio", "base", "cap", "bounded"), "a power")
    name, ring = take(entry, "of", "str"), facts.ring
    ratio, base, cap = (read_polynomial(take(entry, key), ring) for key in ("ratio", "base", "cap"))
    power, one = ring.variable(name), ring.constant(1)
    grows = Ghost({"start": one, "next": ratio * power} | ({"otherwise": power} if event else {}), event)
    refuse_if(system.ghosts.get(name) != grows, f"{name!r} is not a power of the ratio that grows there")
    refuse_if(facts.spoken(ratio, base, cap) - system.constants, "ratio, base and cap must be constant")
    positive = [Condition(ratio - one, ">"), Condition(base, ">")]
    facts.require(positive, system.known("state"), "the ratio and the base")
    fact = facts.find(take(entry, "bounded"), Sequent)
    refuse_if(fact.system is not system or fact.before, "what bounds the power is about other states")
    facts.require(fact.given, event, "bounded")
    facts.require([Condition(cap - base * power, ">=")], fact.then, "bounded")
