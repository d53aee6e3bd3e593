"""Small claims of our own, planted as a table of contents, to see what a verification makes of them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

import pytest
from sympy import Add, Gt, Integer, Rational

from derivations.notation import N, at_next
from derivations.proof import Proof, System
from derivations.sigmoid.chords import x
from verifier.claim import Alteration, Answer, Check, Claim, Provenance, Status
from verifier.dependencies import paths
from verifier.results.evidence import Evidence
from verifier.results.report import Report
from verifier.sources import source_of

Verify = Callable[..., Report]
CONTENTS = "planted_contents"
CONCLUSIONS: dict[str, str] | None = None
"""What the planted table says that certificates conclude; None: nothing."""
CITATIONS: dict[str, list[str]] | None = None
"""What it says that they rest on."""
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


def breaks(run: Any, **knobs: Any) -> Answer:
    """A check that divides by 0."""
    return Answer.of(1 / 0 > 0)


def holds_on(premises: int) -> Callable[..., Answer]:
    """A check that is vacuous from its ``premises``-th sample on, and true before."""
    subjects = iter(range(premises))

    def check(run: Any, **knobs: Any) -> Answer:
        return Answer.VACUOUS if next(subjects, None) is None else Answer.HOLDS

    return check


def binomial(claim_id: str, **changed: Any) -> Proof:
    """A proof of x² + 2x + 1 ≥ 0; ``changed`` fields are put into the step that is told of it."""
    proof = Proof(claim_id)
    square = proof.positive(
        "square", x**2 + 2 * x + 1, terms=[(1, [], x + 1)], strict=False, because="A square."
    )
    proof.conclude(square)
    proof.steps[0] |= changed
    return proof


def resting(claim_id: str) -> Proof:
    """A proof of x² + 2x + 2 > 0 that rests on ``binomial``."""
    proof = binomial(claim_id)
    square = proof.concluded.pop()
    terms = [(1, [x**2 + 2 * x + 1 >= 0], 1), (1, [], 1)]
    proof.conclude(proof.positive("more", x**2 + 2 * x + 2, lemmas=[square], terms=terms))
    return proof


def expanded(claim_id: str) -> Proof:
    """A proof of (x + 1)² = x² + 2x + 1, which is 0 = 0 once it is multiplied out."""
    proof = Proof(claim_id)
    proof.conclude(proof.identity("square", (x + 1) ** 2, x**2 + 2 * x + 1))
    return proof


def empty(claim_id: str) -> Proof:
    """A proof that shows something, and concludes nothing."""
    proof = binomial(claim_id)
    proof.concluded.clear()
    return proof


def trivial(claim_id: str) -> Proof:
    """A proof of 1 > 0."""
    proof = Proof(claim_id)
    proof.conclude(proof.positive("certainly", 1, given=[x > 0], terms=[(1, (), 1)]))
    return proof


def circular(claim_id: str) -> Proof:
    """A proof of x > 0 from x > 0."""
    proof = Proof(claim_id)
    proof.conclude(proof.positive("again", x, given=[x > 0], terms=[(1, [x > 0], 1)]))
    return proof


def _from(claim_id: str, target: Any, given: Any, weight: Any, strict: bool = True) -> Proof:
    proof = Proof(claim_id)
    terms = [(weight, [given], 1)]
    proof.conclude(proof.positive("again", target, given=[given], terms=terms, strict=strict))
    return proof


def multiple(claim_id: str) -> Proof:
    """A proof of 2x > 0 from x > 0."""
    return _from(claim_id, 2 * x, x > 0, 2)


def part(claim_id: str) -> Proof:
    """A proof of −x² ≥ 0 from −2x² > 0."""
    return _from(claim_id, -(x**2), Gt(-2 * x**2, 0, evaluate=False), Rational(1, 2), strict=False)


def modulo_itself(claim_id: str) -> Proof:
    """A proof of x = N from the relation 2N − 2x."""
    proof = Proof(claim_id)
    proof.conclude(proof.identity("again", x, N, relations=[2 * N - 2 * x]))
    return proof


def modulo_one(claim_id: str) -> Proof:
    """A proof of x = N from the relation 1."""
    proof = Proof(claim_id)
    proof.conclude(proof.identity("anything", x, N, relations=[Integer(1)], cofactors=[x - N]))
    return proof


def cancelling(claim_id: str) -> Proof:
    """A proof of −x + x + 1 > 0."""
    one = Add(-x, x, 1, evaluate=False)
    proof = Proof(claim_id)
    proof.conclude(proof.positive("certainly", one, given=[x > 0], terms=[(1, (), 1)]))
    return proof


def declared(claim_id: str) -> Proof:
    """A proof that 3x > 0 along every run of a system whose states have x > 0."""
    proof = Proof(claim_id)
    run = proof.system(System("run", (x,), (), conditions=(x > 0,), relations=(at_next(x) - 2 * x,)))
    positive = proof.positive("positive", 3 * x, given=[x > 0], terms=[(3, [x > 0], 1)])
    proof.conclude(proof.rule("consequence", "always", run, sequents=[positive]))
    return proof


def half(claim_id: str) -> Proof:
    """A proof of x + N > 0 from x > 0 and N > 0, which says something."""
    proof = Proof(claim_id)
    given = [x > 0, N > 0]
    proof.conclude(proof.positive("sum", x + N, given=given, terms=[(1, [one], 1) for one in given]))
    return proof


def planted(
    claim_id: str,
    check: Any = holds,
    *,
    wanted: Status | None = None,
    uses: tuple[str, ...] = (),
    checks_use: tuple[str, ...] = (),
    alterations: tuple[Alteration, ...] = (BREAKABLE,),
    proof: Any = None,
    domain: str = "run",
    experiments: tuple[str, ...] = (),
) -> Claim:
    """A claim with one check (none if ``check`` is None), and a certificate if ``proof`` is given.

    It is meant to be PROVED if it has a proof, and ENCLOSED otherwise, unless ``wanted`` says more.
    ``uses`` are the claims that its proof uses, ``checks_use`` those that its check does.
    """

    def derive() -> Proof:
        return proof or Proof(claim_id)

    derive.source = _source(uses, checks_use)  # type: ignore[attr-defined]
    return Claim(
        id=claim_id,
        title="planted",
        provenance=Provenance.STEP,
        wanted=wanted or (Status.PROVED if proof else Status.ENCLOSED),
        statement="x = x",
        hypotheses=(),
        doc="Planted.\n\nStatement\n    x equals x.\nNot verified\n    Nothing.\n",
        derive=derive,
        checks=(Check(domain, check, alterations),) if check else (),
        experiments=experiments,
    )


def plant(monkeypatch: pytest.MonkeyPatch, *claims: Claim) -> str:
    """Make ``claims`` a table of contents, in this order; return its module's name."""
    for claim in claims:
        module: Any = ModuleType(_module_of(claim.id))
        module.__spec__ = ModuleSpec(module.__name__, _Text(getattr(claim.derive, "source", _source())))
        module.CLAIM = claim
        monkeypatch.setitem(sys.modules, module.__name__, module)
    source_of.cache_clear()
    paths.cache_clear()
    contents: Any = ModuleType(CONTENTS)
    contents.CLAIMS = tuple(claim.id for claim in claims)
    contents.module_of = _module_of
    contents.shared = lambda claim_id: {}
    if CONCLUSIONS is not None:
        contents.conclusions = lambda: CONCLUSIONS
    if CITATIONS is not None:
        contents.citations = lambda: CITATIONS
    monkeypatch.setitem(sys.modules, CONTENTS, contents)
    return CONTENTS


class _Text:
    """A loader that knows a module's source."""

    def __init__(self, text: str) -> None:
        self._text = text

    def get_source(self, name: str) -> str:
        return self._text


def _source(uses: tuple[str, ...] = (), checks_use: tuple[str, ...] = ()) -> str:
    """A module whose proof takes a fact from each of ``uses``, and whose check one from ``checks_use``."""
    facts = [
        f"from {_module_of(one)} import fact as fact_{number}"
        for number, one in enumerate((*uses, *checks_use))
    ]
    names = [f"fact_{number}" for number in range(len(facts))]
    proof, check = names[: len(uses)], names[len(uses) :]
    return "\n".join(
        [
            *facts,
            f"def fact(): return [{', '.join(proof)}]",
            f"def holds(run): return [{', '.join(check)}]",
            "CLAIM = Claim(derive=fact, checks=(holds,))",
        ]
    )


def _module_of(claim_id: str) -> str:
    return "planted_" + claim_id.replace("-", "_").replace(".", "_")


def measured(quick: bool, seed: int, precision: int) -> Evidence:
    """An experiment that tells what it was called with."""
    return Evidence("experiment", Status.CHECKED, f"{quick} {seed} {precision}")


def boastful(quick: bool, seed: int, precision: int) -> Evidence:
    """An experiment that says it proves."""
    return Evidence("experiment", Status.PROVED, "trust me")


def posing(quick: bool, seed: int, precision: int) -> Evidence:
    """One that says it is a certificate."""
    return Evidence("certificate", Status.PROVED, "trust me")


def of_kind(report: Report, kind: str) -> Any:
    """The one piece of evidence of that kind which the first claim of a report has."""
    (found,) = [piece for piece in report.claims[0].evidence if piece.kind == kind]
    return found
