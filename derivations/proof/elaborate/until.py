"""A told join: where a condition lasts, what is kept as long serves; where it does not, another sequent."""

from __future__ import annotations

from typing import Any

from derivations.proof.elaborate.counts import conditions
from derivations.proof.elaborate.elaboration import Elaboration
from derivations.proof.elaborate.points import either
from verifier.kernel import CertificateError
from verifier.kernel.atoms import Atom, found


def until(e: Elaboration, step: dict[str, Any]) -> str:
    """By cases on the one condition of a told ``lasting``: the sequent ``inside`` there, else ``outside``.

    What ``inside`` assumes beside ``given``, and what is known of the run, is kept as long as that lasts.
    """
    kept, at = e.lasting[step["lasting"]], step["at"]
    if len(kept.supposed) != 1:
        raise CertificateError("one condition lasts")
    (lasts,), given = kept.supposed, conditions(e, step["given"])
    inside, assumed, lemmas = e.name(step["inside"]), list[Atom](), list[str]()
    for atom in e.given(inside):
        if found(atom, [lasts]):
            continue
        if e.supply(kept.system, [atom], at, given):
            implication = kept.implied(atom, at)
            if implication is None:
                raise CertificateError(f"{e.json(atom)} is neither given nor kept")
            lemmas.append(e.axiom("apply", [implication, *implication.given]))
            atom = implication
        assumed.append(atom)
    name = step["name"]
    there = e.emit(
        "deduce", f"{name}, so long", given=e.unique([lasts, *assumed]), lemmas=[*lemmas, inside],
        then=e.then(inside),
    )  # fmt: skip
    return either(e, name, lasts, there, e.name(step["outside"]), e.then(inside))
