"""From one system to another: stretches of runs that are runs, and what this carries over."""

from __future__ import annotations

from typing import Any

from verifier.kernel.atoms import Condition, put_all, read_atoms, require_all
from verifier.kernel.facts import Accepted, Along, Ends, Fact, Part, Within
from verifier.kernel.fields import CertificateError, listing, only, refuse_if, take
from verifier.kernel.polynomials import read_values
from verifier.kernel.rings import Ring
from verifier.kernel.systems import require_about


def inclusion(step: dict[str, Any], ring: Ring, facts: Accepted) -> Part:
    """States of ``system``, read as states of ``into``, obey all that ``into`` declares.

    What ``into`` asks of every state must be known of every state of the stretch; of every step, of every
    step; of its start, of the state at τ.  Known is what ``system`` gives there, what the part supposes,
    and what the cited facts and sequents conclude from these.  At a step also what has been proved of all
    states of ``into`` is known of the state before: by induction over t the stretch up to there is one of
    its runs.  A variable of ``into`` is a polynomial of the state, the same variable if nothing is said; a
    parameter one of what is constant, or frozen at τ.  A ghost of ``into`` restricts nothing; one for which
    a value is given must obey its definition.
    """
    system, into = (facts.system(take(step, key)) for key in ("system", "into"))
    start, throughout, during = (read_atoms(step, key, ring) for key in ("start", "throughout", "during"))
    require_about([*start, *throughout], system.now, "start and throughout", ring)
    require_about(during, system.both, "during", ring)
    now, frozen = (read_values(step, key, ring) for key in ("values", "frozen"))
    origin = take(step, "origin")
    refuse_if(not isinstance(origin, bool), f"field 'origin' must be true or false, not {origin!r}")
    part = Part(system, into, origin, start, throughout, during, now, frozen)
    _complete(part, ring)
    both = now | _following(part, ring)
    at_state = [*system.at_state(), *throughout]
    at_step = [*system.at_step(), *throughout, *put_all(throughout, system.following(), ring), *during]
    known = {
        "state": at_state,
        "step": [*at_step, *put_all(into.known_states, now, ring)],
        "start": [*at_state, *start, *(system.at_start() if part.origin else ())],
    }
    for cited in listing(step, "uses"):
        fact = facts.find(cited, Along)
        put = {into: now, system: {}}.get(fact.system)
        if put is None or fact.at != "state" or fact.before:
            raise CertificateError(f"{cited!r} says nothing of these states")
        require_all(put_all(fact.given, put, ring), known["step"], repr(cited), ring)
        known["step"] += put_all(fact.then, put, ring)
    lemmas = take(step, "lemmas")
    only(lemmas, known, "lemmas")
    asked = {"state": [*into.always], "step": [*into.step], "start": [*into.start]}
    for ghost in now.keys() & into.ghosts.keys():
        asked["step"] += into.ghost_steps(ghost)
        begins = ring.variable(ghost) - into.ghosts[ghost].start
        asked["start"].append(Condition(begins, "=", ring))
    for key, put in (("state", now), ("step", both), ("start", now | frozen)):
        there = facts.extended(known[key], listing(lemmas, key))
        require_all(put_all(asked[key], put, ring), there, key, ring)
    return part


def _complete(part: Part, ring: Ring) -> None:
    """Each variable of ``into`` gets a value of its kind; those not named are the same in both."""
    system, into, values = part.system, part.into, part.values
    for x in (into.now - set(into.ghosts)) - set(part.frozen):
        values.setdefault(x, ring.variable(x))
    if not set(values) <= into.now or not set(part.frozen) <= into.parameters:
        raise CertificateError(f"a value for no variable of {into.name!r}")
    unnamed = set(into.ghosts) - set(values)
    if set(values) & set(part.frozen) or (set(part.frozen) | unnamed) & system.both:
        raise CertificateError("a frozen parameter or a ghost has another meaning")
    for x, value in (values | part.frozen).items():
        constant = x in into.parameters and x not in part.frozen
        stray = ring.variables_of(value) - (system.constants if constant else system.now)
        if stray:
            raise CertificateError(f"the value of {x!r} may not mention {sorted(stray)[0]!r}")


def _following(part: Part, ring: Ring) -> dict[str, Any]:
    """What to put for the next state of ``into``."""
    after, state = part.system.following(), part.into.state
    return {state[x]: ring.put(value, after) for x, value in part.values.items() if x in state}


def transfer(step: dict[str, Any], ring: Ring, facts: Accepted) -> Fact:
    """A fact about the runs of ``into`` is one about the stretches that are its runs.

    Where the stretch is the whole run up to now, and the fact speaks of nothing but what has a value in
    ``system``, it is a fact along ``system``: all that is supposed throughout has held at every step
    before, and holds now.  A system that leads into one without infinite runs has none.
    """
    part, name = facts.find(take(step, "part"), Part), take(step, "fact")
    fact = facts.facts.get(name) if isinstance(name, str) else None
    parts = (part, *fact.parts) if isinstance(fact, Within) else (part,)
    about = parts[1].system if isinstance(fact, Within) else getattr(fact, "system", None)
    inner = fact.fact if isinstance(fact, Within) else fact
    if not isinstance(inner, Along | Ends) or about is not part.into:
        raise CertificateError(f"{name!r} is no fact about {part.into.name!r}")
    if isinstance(fact, Ends) and not (part.start or part.throughout or part.during):
        return Ends(part.system)
    bare = part.origin and not (part.start or part.frozen)
    hidden = set(part.into.ghosts) - set(part.values)
    hidden |= {part.into.state[x] for x in hidden}
    if not (isinstance(fact, Along) and bare) or _variables(fact, ring) & hidden:
        return Within(parts, inner)
    free = (_variables(fact, ring) - part.into.both) & part.system.both
    if free:
        raise CertificateError(f"{min(free)!r} has another meaning")
    put = part.values | _following(part, ring)
    before, given, then = (put_all(side, put, ring) for side in (fact.before, fact.given, fact.then))
    here = [*part.throughout]
    if fact.at == "step":
        here += [*part.during, *put_all(part.throughout, part.system.following(), ring)]
    return Along(part.system, fact.at, (*part.during, *part.throughout, *before), (*here, *given), then)


def _variables(fact: Along, ring: Ring) -> frozenset[str]:
    return frozenset().union(*(x.variables(ring) for x in (*fact.before, *fact.given, *fact.then)))
