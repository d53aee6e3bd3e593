"""The vocabulary of a verification: what a claim is, what supports it, how much that is worth.

Derivations are written in these words; nothing here knows a particular theorem, and nothing here
imports SymPy, so that the command line answers at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NoReturn, Protocol

from verifier.sources import docstring_beside, section

Verdict = bool | None
"""Three-valued truth: ``True``, ``False``, or ``None`` for *undecided* (never counted as either)."""


class Answer(StrEnum):
    """What a check answers about one sample.  Only ``HOLDS`` counts for the claim.

    An answer is no truth value: ``if answer:`` raises, so that none of the four passes for another.
    """

    HOLDS = "holds"
    """the premises hold and so does the conclusion"""
    FAILS = "fails"
    """the premises hold and the conclusion does not: a counterexample"""
    UNDECIDED = "undecided"
    """the enclosures do not tell; a higher precision may"""
    VACUOUS = "vacuous"
    """a premise is false: the claim says nothing about this sample"""

    @staticmethod
    def of(verdict: Answer | Verdict) -> Answer:
        """The answer of a comparison that stands under no premise; ``TypeError`` for anything else."""
        if isinstance(verdict, Answer):
            return verdict
        if verdict is None:
            return Answer.UNDECIDED
        if isinstance(verdict, bool):
            return Answer.HOLDS if verdict else Answer.FAILS
        raise TypeError(f"neither an answer nor a verdict: {verdict!r}")

    def __bool__(self) -> NoReturn:
        raise TypeError(f"{self!r} is no truth value; compare it with `is`")


def every(*parts: Answer | Verdict) -> Answer:
    """The conjunction of several parts or steps, of which each may be under premises of its own.

    Fails if one fails; else undecided if one is; else holds if one does.  It is vacuous only if every
    part is, and of no parts at all.
    """
    answers = {Answer.of(part) for part in parts}
    for answer in (Answer.FAILS, Answer.UNDECIDED, Answer.HOLDS):
        if answer in answers:
            return answer
    return Answer.VACUOUS


def never(events: Iterable[Verdict]) -> Answer:
    """Whether none of the events happens, looking no further than the first that may.

    Vacuous where there are none to look at.
    """
    answer = Answer.VACUOUS
    for event in events:
        answer = Answer.of(None if event is None else not event)
        if answer is not Answer.HOLDS:
            break
    return answer


def given(premise: Verdict, conclusion: Callable[[], Answer | Verdict]) -> Answer:
    """An implication: vacuous where the premise is false, and undecided where that is not decided.

    The conclusion is looked at only under a premise that is known to hold.
    """
    if premise is None:
        return Answer.UNDECIDED
    return Answer.of(conclusion()) if premise else Answer.VACUOUS


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
class Evaluation:
    """What a statement's own relations answer, on the cases of all its ``parts``.

    ``missed`` are the parts, from 1, that should be seen to hold on some case and are not; ``witness`` is a
    case on which one fails.  ``variant`` is a false variant that a case refutes, after ``tried`` of them.
    """

    parts: int
    answers: Mapping[Answer, int]
    missed: tuple[int, ...]
    witness: str | None
    variant: str | None
    tried: int


class Stated(Protocol):
    """A statement made of relations; ``derivations.proof.statement.Statement`` is the implementation."""

    @property
    def latex(self) -> str: ...

    @property
    def lines(self) -> Sequence[str]: ...

    def canonical(self, claim: Claim) -> Mapping[str, Any]: ...

    def refused(self, claim: Claim, facts: Any) -> tuple[int, list[str]]: ...

    def evaluated(self, claim: Claim, runs: Any, seed: str, most: int | None = None) -> Evaluation: ...


@dataclass(frozen=True)
class Hypothesis:
    """One assumption of a claim.

    ``text`` is plain, ``latex`` typeset.  ``without`` says what happens when it is dropped: an
    explicit counterexample, or "not needed"; empty when that has not been examined.  ``conditions`` are
    the SymPy relations that it is in the symbols of the certificate, which may assume no others
    (``verifier.statement``).
    """

    text: str
    latex: str
    without: str = ""
    conditions: tuple[Any, ...] = ()


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
    """A claim's statement on one concrete sample.

    ``domain`` is a key of ``verifier.domains.DOMAINS``, which says what the samples are: ``"run"`` for
    runs with the square loss, ``"data"`` for the data sets themselves, and so on.
    ``holds(sample, **knobs)`` answers whether the statement holds there: see ``Answer``.  It is about
    everything that the statement assumes: where a premise is false the answer is *vacuous*.

    ``likely(sample)`` is a cheap guess whether the premises hold.  Where it is given, three of four
    random samples are drawn until it says yes.  It chooses what is tried, never what is answered.
    """

    domain: str
    holds: Callable[..., Answer]
    alterations: tuple[Alteration, ...]
    likely: Callable[[Any], bool] | None = None


@dataclass(frozen=True)
class Claim:
    """One theorem: what it says, under which hypotheses, and what the project owes for it.

    ``doc`` is the docstring of the derivation's module, in the order *Statement, Hypotheses, Source,
    Argument, Not verified*; where Python drops it, it is read from the source.  ``statement`` is a
    ``derivations.proof.statement.Statement``, from which the formula is printed and with which the
    certificate is compared; or only typed LaTeX, which nothing compares.  ``derive`` replays the derivation
    and returns a ``derivations.proof.Proof``.
    """

    id: str
    title: str
    provenance: Provenance
    wanted: Status
    statement: Stated | str
    hypotheses: tuple[Hypothesis, ...]
    doc: str
    derive: Callable[[], Any]
    checks: tuple[Check, ...] = ()
    certified: Stated | None = None
    """what the certificate concludes, where ``statement`` is only typed and says more"""
    experiments: tuple[str, ...] = ()
    """``module:function`` of further evidence: (quick, seed, precision) -> ``Evidence``, imported late"""
    sought: Mapping[int, tuple[Any, ...]] = field(default_factory=dict)
    """by part of the statement, counted from 1: polynomials that are 0 where it is to be evaluated"""
    unseen: Mapping[int, str] = field(default_factory=dict)
    """the parts that no case of an evaluation shows, and why"""

    @property
    def formula(self) -> str:
        """The statement in LaTeX."""
        return self.statement if isinstance(self.statement, str) else self.statement.latex

    @property
    def compared(self) -> Stated | None:
        """What the certificate is compared with: the statement, or what is certified of a typed one."""
        return self.certified if isinstance(self.statement, str) else self.statement

    @property
    def canonical(self) -> Mapping[str, Any] | None:
        """The same with the hypotheses as data, see ``verifier.statement``; None if there is nothing."""
        return None if self.compared is None else self.compared.canonical(self)

    def section(self, heading: str) -> str:
        """The text below ``heading`` in the module's docstring, unindented; '' if absent."""
        return section(self.doc or docstring_beside(self.derive), heading)
