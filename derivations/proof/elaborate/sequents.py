"""Told algebra, as the kernel's: an identity, or a sign by a sum of nonnegative terms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from derivations.proof.elaborate.elaboration import Elaboration
from derivations.proof.elaborate.means import strongest
from derivations.proof.elaborate.points import at_points
from verifier.kernel import CertificateError
from verifier.kernel.atoms import Atom, Condition, Family, Tie, found


def identity(e: Elaboration, step: dict[str, Any]) -> str:
    """lhs − rhs = 0."""
    return _algebra(e, step, f"{step['lhs']} - ({step['rhs']})", "=", [])


def positivity(e: Elaboration, step: dict[str, Any]) -> str:
    """A sign, with the terms as they are told."""
    return _algebra(e, step, step["target"], step["sign"], step["terms"])


def _algebra(e: Elaboration, step: dict[str, Any], target: str, sign: str, terms: list[Any]) -> str:
    """The told step without what it gives and does not use.

    It is told with relations apart from conditions; a term counts conditions, then what lemmas conclude.
    An equation with cofactor 0, that no lemma needs, goes; and so does a condition, but of a statement
    that the claim concludes.  0 < σ < 1 is not assumed of a point that the sequent is about anyway, nor an
    equation that a lemma concludes; the values and the family that a lemma assumes are.
    """
    cited = [e.name(lemma) for lemma in step["lemmas"]]
    conditions = [e.atom(entry) for entry in step["given"]]
    pool = [*conditions, *(atom for lemma in cited for atom in e.then(lemma))]
    assumed = [atom for lemma in cited for atom in e.given(lemma)]
    axioms = [e.between(tie) for tie in at_points(e, step["name"]) if _of_value(tie, conditions, e)]
    free = [atom for axiom in axioms for atom in e.then(axiom)]

    used = {index for term in terms for index in term["factors"]} | {*step["multiplier"]}
    squares = [e.polynomial(term["square"]) for term in terms]
    kept = [
        index
        for index, atom in enumerate(conditions)
        if not found(atom, free)
        and (index in used or step["name"] in e.told["concludes"] or _needed(atom, assumed, squares))
    ]
    equations = [e.condition(text, "=") for text in step["relations"]]
    concluded = [atom for lemma in cited for atom in e.then(lemma)]
    relations = [
        index
        for index, equation in enumerate(equations)
        if step["cofactors"][index] != "0" or _needed(equation, assumed, [])
        if not any(_is(atom, equation) for atom in concluded)
    ]
    given: list[Any] = [step["given"][index] for index in kept]
    given += [[step["relations"][index], "="] for index in relations]
    others = (atom for lemma in (*cited, *axioms) for atom in e.given(lemma))
    given += strongest(e.unique(atom for atom in others if isinstance(atom, Tie | Family)))
    known = e.facts.extended([e.atom(g) if isinstance(g, list) else g for g in given], [*axioms, *cited])

    def place(index: int) -> int:
        return _place(pool[index], known)

    return e.emit(
        "algebra", step["name"], given=given, lemmas=[*axioms, *cited], target=target, sign=sign,
        terms=[term | {"factors": [place(index) for index in term["factors"]]} for term in terms],
        cofactors=[
            [_place(equation, known), cofactor]
            for equation, cofactor in zip(equations, step["cofactors"], strict=True)
            if cofactor != "0"
        ],
        multiplier=[place(index) for index in step["multiplier"]],
    )  # fmt: skip


def _of_value(tie: Tie, conditions: Sequence[Atom], e: Elaboration) -> bool:
    """Whether 0 < σ or σ < 1 is assumed of this value."""
    one = e.polynomial("1")
    signs = [e.condition(tie.value, ">"), e.condition(one - tie.value, ">")]
    return any(found(condition, signs) and e.ring.variables_of(tie.value) for condition in conditions)


def _needed(atom: Atom, assumed: Sequence[Atom], squares: Sequence[Any]) -> bool:
    """For a lemma, or to make a square strict."""
    strict = isinstance(atom, Condition) and any(bool(atom.polynomial == square) for square in squares)
    return strict or any(atom.implies(other) for other in assumed)


def _place(wanted: Atom, known: Sequence[Atom]) -> int:
    """Where the very same polynomial stands, known to have the sign at least."""
    for place, atom in enumerate(known):
        if _is(atom, wanted):
            return place
    raise CertificateError("a term uses what is not given")


def _is(atom: Atom, wanted: Atom) -> bool:
    """Whether it is on the very same polynomial, and at least as strong."""
    match atom, wanted:
        case Condition(polynomial=mine), Condition(polynomial=theirs) if mine == theirs:
            return atom.implies(wanted)
    return False
