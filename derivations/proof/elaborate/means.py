"""Told means: what a sequent says of each sample of a family, said of the means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from derivations.proof.elaborate.elaboration import Elaboration
from verifier.kernel import CertificateError
from verifier.kernel.atoms import Atom, Family, Tie, found


def average(e: Elaboration, step: dict[str, Any]) -> str:
    """The kernel's rule, for a sequent of which each term has a mean.

    What the sequent assumes, and the told ``values`` and the family do not say, is assumed of the means
    too, but for what the sequents ``lemmas`` conclude.
    """
    family = e.atom(e.json(e.atom(step["family"])))
    if not isinstance(family, Family):
        raise CertificateError("there is no family")
    values = [e.atom(entry) for entry in step["values"]]
    sample = tied(e, e.name(step["sample"]), [*family.each, *values])
    shared = [atom for atom in e.given(sample) if not found(atom, family.each)]
    lemmas = [e.name(told) for told in step["lemmas"]]
    made = e.emit(
        "average", f"{step['name']}, in the mean" if lemmas else step["name"],
        given=[family, *shared], sample=sample,
    )  # fmt: skip
    if not lemmas:
        return made
    cited, known = [*lemmas, made], [atom for lemma in lemmas for atom in e.then(lemma)]
    assumed = (atom for name in cited for atom in e.given(name) if not found(atom, known))
    given = strongest(e.unique(assumed))
    return e.emit("deduce", step["name"], given=given, lemmas=cited, then=e.then(made))


def strongest(atoms: Sequence[Atom]) -> list[Atom]:
    """Without the families that say less than another one."""
    families = [atom for atom in atoms if isinstance(atom, Family)]
    return [
        atom
        for atom in atoms
        if not isinstance(atom, Family)
        or not any(other is not atom and other.implies(atom) for other in families)
    ]


def tied(e: Elaboration, name: str, values: Sequence[Atom]) -> str:
    """The sequent, which may assume 0 < σ < 1, and values at −x: by these ``values`` instead."""
    ties = [atom for atom in values if isinstance(atom, Tie)]
    axioms = [e.between(tie) for tie in ties if tie.function == "sigma"]
    axioms += [
        e.axiom(f"{tie.function} reflected", [tie]) for tie in ties if tie.function in ("sigma", "softplus")
    ]
    missing = [atom for atom in e.given(name) if not found(atom, ties)]
    lemmas = [axiom for axiom in axioms if any(found(atom, e.then(axiom)) for atom in missing)]
    if not lemmas:
        return name
    free = [atom for lemma in lemmas for atom in e.then(lemma)]
    base = [atom for lemma in lemmas for atom in e.given(lemma)]
    given = e.unique([*base, *(atom for atom in e.given(name) if not found(atom, free))])
    return e.emit("deduce", f"{name}, there", given=given, lemmas=[*lemmas, name], then=e.then(name))
