"""How often something happens: a quantity that never falls, and grows by a factor at each event.

Let X' ≥ gX at the steps with the event, and X' ≥ X at the others; and let G be the sequence G_0 = 1, with
G' = gG at the event and G' = G otherwise.  Then X − G·X_0 ≥ 0 is an invariant, by cases on the event, as
for a product over all steps.  At an event X < cap, so G·X_0 < cap: the gain at the events before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from derivations.proof.elaborate.elaboration import Elaboration
from derivations.proof.elaborate.points import either
from derivations.proof.elaborate.products import apart, begins, later, stays
from derivations.proof.elaborate.sums import combined
from verifier.kernel import CertificateError
from verifier.kernel.atoms import Atom, Condition, Implication, Simple, found, opposite


def counting(e: Elaboration, step: dict[str, Any]) -> str:
    """At each event: cap − G·X_0 > 0."""
    system, name = e.about(step), step["name"]
    event = conditions(e, step["event"])
    gain, factor = e.plan.gain[name], e.condition(step["growth"], ">=")
    gap = apart(e, system, step["quantity"], gain, ">=")
    grows = e.cite(step["at_event"], system, "step", event)
    holds = e.cite(step["otherwise"], system, "step")
    signs = e.sign(step, "nonnegative", factor, system, "step", event)
    after, itself = f"{gain}_next", e.ring.variable(gain)
    grown = factor.polynomial * itself
    up = combined(
        e, f"{name}, at an event", later(e, system, gap), [[e.concluded(grows)], [factor, gap]],
        [(after, grown), *stays(e, system)], [grows, *signs],
    )  # fmt: skip
    same = combined(
        e, f"{name}, otherwise", later(e, system, gap), [[e.concluded(holds)], [gap]],
        [(after, itself), *stays(e, system)], [holds],
    )  # fmt: skip
    kept = by_event(e, name, event, [e.equal(after, grown)], [e.equal(after, itself)], up, same)
    e.invariant(f"{name}, product", system, [gap], [begins(e, system, gap, gain)], [kept])
    below = e.cite(step["below_cap"], system, "step", event)
    bounded = e.condition(e.polynomial(step["cap"]) - itself * e.first(system, step["quantity"]), ">")
    less = combined(e, f"{name}, below the cap", bounded, [[e.concluded(below)], [gap]], (), [below])
    return e.along(name, system, "step", [bounded], given=step["event"], lemmas=[less])


def by_event(
    e: Elaboration, name: str, event: Sequence[Condition], goes: Sequence[Condition],
    stays: Sequence[Condition], up: str, same: str,
) -> str:
    """One step's sequent from those with the event and without it, by cases on its conditions.

    What the sequences do is known as implications: all conditions of the event lead to ``goes``, the
    failure of any to ``stays``.
    """
    applied = [e.axiom("apply", [Implication(tuple(event), one), *event]) for one in goes]
    known = [*goes, *stays]
    whole = _of_case(e, f"{name}, with the event", up, event, applied, known)
    for one in reversed(event):
        fails = opposite(one)
        rests = [e.axiom("apply", [Implication((fails,), stay), fails]) for stay in stays]
        other = _of_case(e, f"{name}, without the event", same, [fails], rests, known)
        whole = either(e, f"{name}, either way", one, whole, other, e.then(up))
    return whole


def _of_case(
    e: Elaboration, name: str, sequent: str, case: Sequence[Simple], lemmas: Sequence[str],
    known: Sequence[Atom],
) -> str:
    """The sequent in one case, in terms of what the sequences do in each."""
    rest = (atom for atom in e.given(sequent) if not found(atom, known))
    given = e.unique([*case, *(atom for lemma in lemmas for atom in e.given(lemma)), *rest])
    return e.emit("deduce", name, given=given, lemmas=[*lemmas, sequent], then=e.then(sequent))


def conditions(e: Elaboration, entries: Sequence[Any]) -> list[Condition]:
    """Entries that must be conditions."""
    read = [e.atom(entry) for entry in entries]
    chosen = [atom for atom in read if isinstance(atom, Condition)]
    if len(chosen) != len(read):
        raise CertificateError("only conditions can happen or fail")
    return chosen
