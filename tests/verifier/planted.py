"""Small claims of our own, planted as a table of contents, to see what a verification makes of them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from derivations.logistic.chords import x
from derivations.proof import Proof
from verifier.claim import Alteration, Answer, Check, Claim, Evidence, Provenance, Status

CONTENTS = "planted_contents"
BREAKABLE = Alteration("the check is made to fail", {"broken": True})


def holds(run: Any, broken: bool = False) -> Answer:
    """A check that is true unless it is altered."""
    return Answer.FAILS if broken else Answer.HOLDS


def never(run: Any, **knobs: Any) -> Answer:
    """A check that is always false."""
    return Answer.FAILS


def undecided(run: Any, **knobs: Any) -> Answer:
    """A check that no precision decides."""
    return Answer.UNDECIDED


def vacuous(run: Any, **knobs: Any) -> Answer:
    """A check whose premise is never true."""
    return Answer.VACUOUS


def holds_on(premises: int) -> Callable[..., Answer]:
    """A check that is vacuous from its ``premises``-th sample on, and true before."""
    subjects = iter(range(premises))

    def check(run: Any, **knobs: Any) -> Answer:
        return Answer.VACUOUS if next(subjects, None) is None else Answer.HOLDS

    return check


def binomial(claim_id: str, rhs: Any = None) -> Proof:
    """A proof of (x + 1)² = x² + 2x + 1; ``rhs`` puts another right side into the certificate."""
    proof = Proof(claim_id)
    proof.conclude(proof.identity("square", (x + 1) ** 2, x**2 + 2 * x + 1, because="Expand."))
    if rhs is not None:
        proof.steps[0]["rhs"] = rhs
    return proof


def planted(
    claim_id: str,
    check: Any = holds,
    *,
    wanted: Status | None = None,
    depends_on: tuple[str, ...] = (),
    alterations: tuple[Alteration, ...] = (BREAKABLE,),
    proof: Any = None,
    domain: str = "run",
    experiments: tuple[str, ...] = (),
) -> Claim:
    """A claim with one check (none if ``check`` is None), and a certificate if ``proof`` is given.

    It is meant to be PROVED if it has a proof, and ENCLOSED otherwise, unless ``wanted`` says more.
    """
    return Claim(
        id=claim_id,
        title="planted",
        provenance=Provenance.STEP,
        wanted=wanted or (Status.PROVED if proof else Status.ENCLOSED),
        statement="x = x",
        hypotheses=(),
        depends_on=depends_on,
        doc="Planted.\n\nStatement\n    x equals x.\nNot verified\n    Nothing.\n",
        derive=lambda: proof or Proof(claim_id),
        checks=(Check(domain, check, alterations),) if check else (),
        experiments=experiments,
    )


def plant(monkeypatch: pytest.MonkeyPatch, *claims: Claim) -> str:
    """Make ``claims`` a table of contents, in this order; return its module's name."""
    for claim in claims:
        module: Any = ModuleType(_module_of(claim.id))
        module.CLAIM = claim
        monkeypatch.setitem(sys.modules, module.__name__, module)
    contents: Any = ModuleType(CONTENTS)
    contents.CLAIMS = tuple(claim.id for claim in claims)
    contents.module_of = _module_of
    monkeypatch.setitem(sys.modules, CONTENTS, contents)
    return CONTENTS


def _module_of(claim_id: str) -> str:
    return "planted_" + claim_id.replace("-", "_").replace(".", "_")


def measured(quick: bool, seed: int, precision: int) -> Evidence:
    """An experiment that tells what it was called with."""
    return Evidence("experiment", Status.CHECKED, f"{quick} {seed} {precision}")
