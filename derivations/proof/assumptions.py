"""What a certificate assumes, set against what its claim says that it assumes.

A claim states hypotheses; its words define symbols and make cases
(``derivations.square.model.definitions`` and its like).  Its certificate has systems with conditions,
guards, initial conditions and relations, and sequents with premises.  ``unstated`` lists what the
certificate assumes and neither a hypothesis, nor a definition, nor the model says: it is meant to be
empty.  A definition says its conditions at the places that it is for, such as one case of several
(``derivations.proof.scopes``).

Of a state, a sequent may also assume what the same certificate has shown to hold always.  An equation needs
no words if it only names something (``derivations.proof.naming``).

Variables tied by σ or ℓ, starts, and what stays the same along a run are held against the same words.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from derivations.proof.assumed import Assumed, assumptions, facts_about
from derivations.proof.naming import naming, scopes_of
from derivations.proof.said import Said, with_weaker, written
from derivations.proof.scopes import allowed, assumable, found_in
from derivations.proof.stated import conditions_of, model, model_of, names, supposed, vocabulary
from verifier.claim import Claim
from verifier.kernel import replay
from verifier.kernel.ties import FUNCTIONS, Tie, ties_of

LISTS = ("conditions", "guards", "initial", "instant", "relations")
"""Where a system says what it assumes."""
MOVING = {"a", "c", "s", "N", "alpha", "p", "q"}
"""A system in which one of them moves is about a run, not about the samples at one time."""
CONSTANTS = {"h"}
"""What the model speaks of and no run changes."""


def unstated(claim: Claim, certificate: Any) -> list[str]:
    """What ``certificate`` assumes beyond the hypotheses and definitions of ``claim`` and the model.

    A definition counts at the places alone that it is for (``derivations.proof.scopes``).
    """
    theory = model_of(claim)
    everywhere = {*supposed(claim), *model(theory)}
    here = assumable(claim.id)
    defined = {said for condition in conditions_of(claim.id) for said in with_weaker(written(condition))}
    stated = (polynomial for polynomial, _ in {*supposed(claim), *defined})
    spoken_of = {*vocabulary(theory), *(x for polynomial in stated for x in names(polynomial))}
    assumed, shown = assumptions(certificate)

    def known(one: Assumed) -> set[Said]:
        return everywhere | here.get(one.where, frozenset()) | (shown if one.of_a_fact else set())

    left = [one for one in assumed if known(one).isdisjoint(one.said)]
    named = set[Assumed]()
    for equations in scopes_of(left):
        scope = equations[0].scope
        places = {scope, *(f"{scope}, {key}" for key in LISTS)}
        around = everywhere.union(*(here.get(place, ()) for place in places))
        # What all facts about a system suppose holds wherever one of them is used.
        if about := [here.get(f"fact {fact}", frozenset()) for fact in facts_about(scope, certificate)]:
            around |= frozenset.intersection(*about)
        named |= naming(equations, spoken_of, around)
    return [*(str(one) for one in left if one not in named), *unstated_ties(claim, certificate)]


def unstated_ties(claim: Claim, certificate: Any) -> list[str]:
    """What it ties by σ or ℓ, starts, or keeps the same beyond the definitions and the model.

    ``TIES`` of the theory's definitions says what is tied by which function.  A start has the name of its
    variable, with a 0; and no run keeps the same what the model speaks of, but for h.
    """
    theory = model_of(claim)
    module = import_module(f"derivations.{claim.id.partition('.')[0]}.model.definitions")
    of_a_run = {x for polynomial, _ in model(theory) for x in names(polynomial)} - CONSTANTS
    known_ties = {Tie(function, *pair) for function, pairs in module.TIES.items() for pair in pairs}
    accepted = replay(certificate)
    facts = [accepted.facts[name] for name in accepted.concludes]
    used = {getattr(fact, key) for fact in facts for key in ("system", "into") if hasattr(fact, key)}
    found: list[str] = []
    for entry in certificate["systems"]:
        where = f"system {entry['name']}"
        if entry["name"] in used:
            ties = [Tie(function, *pair) for function in FUNCTIONS for pair in entry.get(function, ())]
            found += [f"{where}: {tie}" for tie in ties if tie not in known_ties]
            found += [f"{where}: {x} starts from {y}" for x, y in entry["origin"].items() if y != f"{x}0"]
            held = of_a_run.intersection(entry["parameters"]) if MOVING & {*entry["next"]} else ()
            found += [f"{where}: {x} stays the same" for x in sorted(held)]
    for fact in facts:
        ties = [tie for point in getattr(fact, "points", ()) for tie in ties_of(point)]
        for tie in (*ties, *getattr(fact, "ties", ())):
            if tie not in known_ties:
                found.append(f"fact {fact.name}: {tie}")
    return found


def unused(claim: Claim, certificate: Any) -> list[str]:
    """Conditions of the claim's hypotheses and definitions that ``certificate`` does not assume.

    A definition also at a place that it is for.
    """
    assumed = {said for one in assumptions(certificate)[0] for said in one.said}
    stated = [(str(x), {*with_weaker(x)}) for one in claim.hypotheses for x in one.conditions]
    stated += [(text, {*with_weaker(written(text))}) for text in conditions_of(claim.id)]
    elsewhere = {*allowed(claim.id)} - found_in(claim.id, certificate)
    return [
        *(text for text, said in stated if assumed.isdisjoint(said)),
        *(f"{condition} at {place}" for condition, place in sorted(elsewhere)),
    ]
