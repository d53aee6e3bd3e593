"""Told statements about points (z, σ(z), ℓ(z)): along the flow, and at other points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from derivations.proof.elaborate.elaboration import Elaboration
from derivations.proof.elaborate.plan import on_the_way
from derivations.proof.elaborate.sums import combined
from derivations.proof.elaborate.systems import FUNCTIONS
from verifier.kernel import CertificateError
from verifier.kernel.atoms import Atom, Condition, Tie, found, opposite

_FORMULAS = ("rule", "name", "given", "relations", "cofactors", "terms")
"""Fields of a told step that cite nothing."""


def flow(e: Elaboration, step: dict[str, Any]) -> str:
    """The kernel's flow rule; the points that do not move are assumed tied to their values.

    It is told of the end of the way what holds on the way: there the sequent for the rate is an instance.
    """
    end, start, *others = step["points"]
    moving = [on_the_way(x) for x in end]
    assumed = [*step["assumed"], *(tie for point in others for tie in _ties(point))]
    side = e.polynomial("1" if step["direction"] == "forward" else "-1")
    z, first, last = (e.ring.variable(point[0]) for point in (moving, start, end))
    passed, left = e.condition(side * (z - first), ">"), e.condition(side * (last - z), ">")
    ties = [e.atom(tie) for point in (moving, start, end) for tie in _ties(point)]
    atoms = [e.atom(entry) for entry in assumed]
    put = {x: e.ring.variable(y) for x, y in zip(end, moving, strict=True)}
    begun = {x: e.ring.variable(y) for x, y in zip(end, start, strict=True)}
    context, rate = [*atoms, passed, left, *ties], e.name(step["rate"])
    missing = [there for atom in e.given(rate) if not found(there := e.put(atom, put), context)]
    lemmas = [axiom for axiom in _signs(e, ties + atoms) if any(found(x, e.then(axiom)) for x in missing)]
    for atom in atoms:
        there = e.put(atom, put)
        if isinstance(there, Condition) and found(there, missing):
            lemmas.append(_on_the_way(e, there, [(atom, left), (e.put(atom, begun), passed)], context))
    return e.emit(
        "flow", step["name"], target=e.put(e.polynomial(step["target"]), put), moving=moving, begin=start,
        end=end, direction=step["direction"], given=assumed,
        rate=[*lemmas, [rate, dict(zip(end, moving, strict=True))]],
    )  # fmt: skip


def _on_the_way(
    e: Elaboration, there: Condition, ends: Iterable[tuple[Atom, Condition]], known: Sequence[Atom]
) -> str:
    """A condition on a point holds on the way: it does at an end, and only gets weaker from there."""
    for atom, distance in ends:
        if isinstance(atom, Condition) and found(atom, known):
            with suppress(CertificateError):
                return combined(e, f"{e.text(there.polynomial)} on the way", there, [[atom], [distance]])
    raise CertificateError(f"{e.json(there)} need not hold on the way")


def at_points(e: Elaboration, told: str) -> list[Tie]:
    """The values of σ that are tied wherever the sequent is used, if that is along flows alone."""
    everywhere: list[Tie] | None = None
    for step in e.told["steps"]:
        flows = step["rule"] == "flow" and told == step["rate"]
        if not flows and told in _cited(step):
            return []
        if flows:
            moving, start, *others = step["points"]
            told_of = [tie for point in (moving, start, *others) for tie in map(e.atom, _ties(point))]
            ties = [tie for tie in told_of if isinstance(tie, Tie) and tie.function == "sigma"]
            everywhere = [tie for tie in ties if everywhere is None or tie in everywhere]
    return [] if told in e.told["concludes"] else everywhere or []


def pointwise(e: Elaboration, step: dict[str, Any]) -> str:
    """A statement about points that move, of others: in place of each variable, its value there.

    At zero σ is 1/2; at a reflected point −z it is 1 − σ(z), and ℓ(−z) = ℓ(z) + z.
    """
    source = _whichever(e, step["facts"])
    values, lemmas, ties = dict(step["parameters"]), [], []
    for place, point in zip(step["points"], e.step(step["facts"][0])["points"], strict=True):
        if place == "zero":
            values |= dict(zip(point, ("0", "1/2"), strict=True))
            lemmas.append(e.axiom("at a number", []))
        elif isinstance(place, dict):
            z, g, *loss = place["reflected"]
            there = (f"-({z})", f"1 - ({g})", *(f"{value} + ({z})" for value in loss))
            values |= dict(zip(point, there, strict=True))
            ties += _ties(place["reflected"])
            lemmas += [e.axiom(f"{tie['tie']} reflected", [tie]) for tie in _ties(place["reflected"])]
        else:
            values |= dict(zip(point, place, strict=True))
            ties += _ties(place)
    values = {x: value for x, value in values.items() if value != x}
    put = {x: e.polynomial(text) for x, text in values.items()}
    base = [e.atom(tie) for tie in ties]
    known = [*base, *(atom for lemma in lemmas for atom in e.then(lemma))]
    more = [e.put(atom, put) for atom in e.given(source)]
    given = e.unique([*base, *(atom for atom in more if not found(atom, known))])
    then = [e.put(atom, put) for atom in e.then(source)]
    return e.emit("deduce", step["name"], given=given, lemmas=[*lemmas, [source, values]], then=then)


def one_value(e: Elaboration, step: dict[str, Any]) -> str:
    """Two values of σ are equal where their arguments are."""
    (z, g), (y, v) = step["points"]
    ties = [{"tie": "sigma", "of": [at], "value": value} for at, value in ((z, g), (y, v))]
    equal = e.condition(e.polynomial(z) - e.polynomial(y), "=")
    return e.emit("axiom", step["name"], schema="one value", given=[*ties, equal])


def _whichever(e: Elaboration, told: Sequence[str]) -> str:
    """One statement for both orders of the points, by cases on which is ahead."""
    if len(told) == 1:
        return e.name(told[0])
    forward, backward = sorted(told, key=lambda name: e.step(name)["direction"] != "forward")
    moving, start, *_ = e.step(forward)["points"]
    return either(
        e, f"{forward}, whichever", e.condition(f"{moving[0]} - {start[0]}", ">="),
        e.name(forward), e.name(backward), e.then(e.name(forward)),
    )  # fmt: skip


def either(
    e: Elaboration, name: str, split: Condition, holds: str, fails: str, then: Sequence[Atom]
) -> str:
    """By cases: one sequent where the condition holds, another where it does not.

    What the condition says is given to the one alone, and to the other only what says less.
    """
    cases = ((holds, split, opposite(split)), (fails, opposite(split), split))
    assumed = ((atom, case, other) for cited, case, other in cases for atom in e.given(cited))
    given = e.unique(x for x, case, other in assumed if not (found(x, [case]) or found(other, [x])))
    return e.emit("cases", name, given=given, split=split, then=then, holds=holds, fails=fails)


def _signs(e: Elaboration, atoms: Iterable[Atom]) -> list[str]:
    """0 < σ < 1 of the values that are tied."""
    return [e.between(atom) for atom in atoms if isinstance(atom, Tie) and atom.function == "sigma"]


def _cited(step: dict[str, Any]) -> Iterable[Any]:
    """What stands in a told step where it may cite."""
    for key, value in step.items():
        if key not in _FORMULAS:
            yield from value if isinstance(value, list) else (value,)


def _ties(point: Sequence[str]) -> list[dict[str, Any]]:
    values = zip(FUNCTIONS, point[1:], strict=False)
    return [{"tie": function, "of": [point[0]], "value": value} for function, value in values]
