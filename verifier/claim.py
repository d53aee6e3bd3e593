"""The vocabulary of a verification: what a claim is, what supports it, how much that is worth.

Derivations are written in these words; nothing here knows a particular theorem, and nothing here
imports SymPy, so that the command line answers at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

Verdict = bool | None
"""Three-valued truth: ``True``, ``False``, or ``None`` for *undecided* (never counted as either)."""


class Provenance(StrEnum):
    """Where a claim comes from; the paper's own constants are never quoted."""

    PAPER = "paper"
    """the abstract or a public description states this result; the exact form is our derivation"""
    STEP = "step"
    """a lemma that a ``paper`` claim needs"""
    EXTENSION = "extension"
    """goes beyond what the abstract promises"""


class Status(StrEnum):
    """What has been shown of a claim, from strongest to weakest."""

    PROVED = "PROVED"
    """an exact certificate for every obligation, replayed by the kernel"""
    ENCLOSED = "ENCLOSED"
    """ball arithmetic decides it on the listed instances"""
    CHECKED = "CHECKED"
    """high-precision numerics agree; no proof"""
    ASSUMED = "ASSUMED"
    """taken from elsewhere, named"""
    INCONCLUSIVE = "INCONCLUSIVE"
    """the tool could not decide; never a pass"""
    REFUTED = "REFUTED"
    """an explicit witness against it"""

    @property
    def strength(self) -> int:
        """Larger is stronger; ``REFUTED`` is 0."""
        return len(Status) - 1 - list(Status).index(self)

    @property
    def is_pass(self) -> bool:
        """Whether this status may count as a pass at all."""
        return self not in (Status.INCONCLUSIVE, Status.REFUTED)


def weakest(statuses: list[Status]) -> Status:
    """The weakest of a non-empty list of statuses."""
    return min(statuses, key=lambda status: status.strength)


class Run(Protocol):
    """What a check may ask of one run; ``verifier.dynamics.Run`` is the implementation.

    Balls are python-flint ``arb``.  Every state has p q N r c s lam k with s = |sin θ| ≥ 0; with the square
    loss also a and e = 1 − a, with the logistic loss also alpha g_mean g_m m_max m_min.
    """

    instance: Any
    h: Any

    def state(self, t: int) -> Any: ...

    def evaluate(self, expression: Any, t: int = 0, **values: Any) -> Any: ...

    def rising(self, t: int) -> Verdict: ...

    def loss_step(self, t: int) -> Any: ...

    def loss_rises(self, t: int) -> Verdict: ...

    def onset(self, limit: int) -> int | None: ...


@dataclass(frozen=True)
class Hypothesis:
    """One assumption of a claim.

    ``text`` is plain, ``latex`` typeset.  ``without`` says what happens when it is dropped: an
    explicit counterexample, or "not needed"; empty when that has not been examined.
    """

    text: str
    latex: str
    without: str = ""


@dataclass(frozen=True)
class Alteration:
    """A deliberately false variant of a check, which the same search must refute.

    ``knobs`` are keyword arguments handed to the check's ``holds``; ``drop`` names standing
    hypotheses that the samples no longer obey (see ``STANDING`` beside each sampler).
    """

    text: str
    knobs: Mapping[str, Any] = field(default_factory=dict)
    drop: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Check:
    """A claim's statement on one concrete sample, as a three-valued predicate.

    ``domain`` is a key of ``verifier.domains.DOMAINS``, which says what the samples are: ``"run"`` for
    runs with the square loss, ``"data"`` for the data sets themselves, and so on.
    ``holds(sample, **knobs)`` returns ``True`` when the statement holds there (also vacuously),
    ``False`` for a counterexample, ``None`` when the enclosures do not decide.
    """

    domain: str
    holds: Callable[..., Verdict]
    alterations: tuple[Alteration, ...]


@dataclass(frozen=True)
class Evidence:
    """One piece of support for (or against) a claim, and what it is worth."""

    kind: str
    status: Status
    summary: str
    certificate: str | None = None
    sha256: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Claim:
    """One theorem: what it says, under which hypotheses, and what the project owes for it.

    ``doc`` is the docstring of the derivation's module, in the order *Statement, Hypotheses, Source,
    Argument, Not verified*; ``statement`` is LaTeX generated from the derived expressions;
    ``derive`` replays the derivation and returns a ``derivations.proof.Proof``.
    """

    id: str
    title: str
    provenance: Provenance
    wanted: Status
    statement: str
    hypotheses: tuple[Hypothesis, ...]
    depends_on: tuple[str, ...]
    doc: str
    derive: Callable[[], Any]
    checks: tuple[Check, ...] = ()
    experiments: tuple[str, ...] = ()
    """``module:function`` of further evidence: (quick, seed, precision) -> ``Evidence``, imported late"""

    def section(self, heading: str) -> str:
        """The text below ``heading`` in the module's docstring, unindented; '' if absent."""
        lines = self.doc.splitlines()
        try:
            start = lines.index(heading) + 1
        except ValueError:
            return ""
        body: list[str] = []
        for line in lines[start:]:
            if line and not line.startswith(" "):
                break
            body.append(line.strip())
        return "\n".join(body).strip()
