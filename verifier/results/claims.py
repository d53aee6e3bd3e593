"""What is written of one claim: its words, its derivation, its evidence, and what it is worth."""

from __future__ import annotations

from dataclasses import dataclass, field

from verifier.claim import Provenance, Status
from verifier.results.evidence import Evidence
from verifier.results.record import LEFT_OUT, Record, key


@dataclass(frozen=True, slots=True)
class Assumed(Record):
    """A hypothesis: plain, typeset, and what happens without it."""

    text: str
    latex: str
    without: str


@dataclass(frozen=True, slots=True)
class Line(Record):
    """A line of a derivation: words, formulas in LaTeX and as text, and the step that certifies it."""

    text: str
    formulas: tuple[str, ...]
    as_text: tuple[str, ...] = field(metadata=key("plain"))
    step: str | None


@dataclass(frozen=True, slots=True)
class Described(Record):
    """Everything about a claim that does not depend on a verification.

    ``depends_on`` are the claims that its status rests on; ``checks_use`` those that its argument, checks
    and experiments use besides.  ``statement_sha256`` is that of the statement that its certificate is
    compared with, see ``verifier.statement``: the formula, or, where this is only typed,
    ``certified_latex``.
    """

    id: str
    title: str
    provenance: Provenance
    statement: str
    statement_latex: str
    hypotheses: tuple[Assumed, ...]
    setting: str
    source: str
    argument: str
    not_verified: str
    certified_latex: str | None = field(default=None, kw_only=True, metadata=LEFT_OUT)
    statement_sha256: str | None = field(default=None, kw_only=True, metadata=LEFT_OUT)
    depends_on: tuple[str, ...]
    checks_use: tuple[str, ...]
    wanted: Status


@dataclass(frozen=True, slots=True)
class Explained(Described):
    """A claim with its derivation and what the kernel says of its certificate."""

    derivation: tuple[Line, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class ClaimEntry(Described):
    """A claim that was verified: what supports it, what that is worth, alone and with what it rests on."""

    derivation: tuple[Line, ...]
    status: Status
    effective_status: Status
    evidence: tuple[Evidence, ...]

    @property
    def certificates(self) -> tuple[Evidence, ...]:
        """The pieces of evidence that are certificates, or say so."""
        return tuple(piece for piece in self.evidence if piece.is_certificate)


@dataclass(frozen=True, slots=True)
class Listed(Record):
    """A claim as it is listed."""

    id: str
    title: str
    provenance: Provenance
    wanted: Status
    depends_on: tuple[str, ...]
