"""One piece of support for (or against) a claim, what was found, and what that is worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self, TypeAlias

from verifier.claim import Answer, Status, weakest
from verifier.results.record import Record, Unreadable, may_lack, plain, restored


@dataclass(frozen=True, slots=True)
class Named(Record):
    """A fact that a certificate concludes, or a system that it speaks of, as the kernel prints it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Accepted(Record):
    """A certificate of so many ``steps`` that the kernel accepts in each of the rings ``replays``.

    ``cites`` are the names that the lemmas which it cites have there.
    """

    steps: int
    cites: tuple[str, ...]
    replays: tuple[str, ...]
    concludes: tuple[Named, ...]
    systems: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class OnInstances(Record):
    """How often a check gave each answer on ``count`` listed samples of a ``domain``.

    It must hold on the ``least`` that is stated; ``witness`` is the sample on which it fails.
    """

    domain: str
    count: int
    least: int
    holds: int
    fails: int
    undecided: int
    vacuous: int
    witness: str | None = may_lack()


@dataclass(frozen=True, slots=True)
class OnSamples(Record):
    """The same of so many random samples that were ``tried``."""

    tried: int
    least: int
    holds: int
    fails: int
    undecided: int
    vacuous: int
    witness: str | None = may_lack()


@dataclass(frozen=True, slots=True)
class OnCases(Record):
    """The same of a statement's own relations, on so many cases ``tried`` of its ``parts``."""

    parts: int
    tried: int
    holds: int
    fails: int
    undecided: int
    vacuous: int
    witness: str | None = may_lack()


@dataclass(frozen=True, slots=True)
class Variant(Record):
    """What is ``altered`` in a check, how many samples were ``tried``, and the ``witness`` against it."""

    altered: str
    tried: int | None = may_lack()
    witness: str | None = may_lack()


@dataclass(frozen=True, slots=True)
class Refused(Record):
    """How many altered ``variants`` of a statement the comparison with its certificate was tried on."""

    variants: int


@dataclass(frozen=True, slots=True)
class Measured(Record):
    """What an experiment brings besides its words, and nothing where there is nothing to bring.

    ``rows`` are those of a table, with the same columns, ``figure`` the name of that which shows them;
    ``values`` stand alone.
    """

    rows: tuple[Mapping[str, Any], ...] | None = None
    figure: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """Its JSON: the values, and what there is of the others."""
        others = {"rows": self.rows, "figure": self.figure}
        return plain({**self.values, **{key: one for key, one in others.items() if one is not None}})

    @classmethod
    def restored(cls, found: Any) -> Self:
        """The object whose JSON ``found`` is."""
        values = dict(restored(Mapping[str, Any], found))
        told = {key: values.pop(key) for key in ("rows", "figure") if key in values}
        if None in told.values():
            raise Unreadable("null, where nothing should stand")
        rows = restored(tuple[Mapping[str, Any], ...] | None, told.get("rows"), "rows")
        return cls(rows, restored(str | None, told.get("figure"), "figure"), values)


Data: TypeAlias = Accepted | OnInstances | OnSamples | OnCases | Variant | Refused | Measured

CERTIFICATE, EVALUATION = "certificate", "evaluation"
_KINDS: dict[str, type[Data]] = {
    CERTIFICATE: Accepted,
    "instances": OnInstances,
    "search": OnSamples,
    EVALUATION: OnCases,
    "alteration": Variant,
    "statement": Refused,
}
"""What each kind of evidence brings; any other is an experiment, or says in words what is missing."""


@dataclass(frozen=True, slots=True)
class Evidence(Record):
    """One piece of evidence, and what it is worth.

    A certificate is named by its path beside the report and its sha256.
    """

    kind: str
    status: Status
    summary: str
    certificate: str | None = None
    sha256: str | None = None
    data: Data = field(default_factory=Measured)

    @classmethod
    def restored(cls, found: Any) -> Self:
        """The piece whose JSON ``found`` is; what failed in the middle brings no data."""
        words = restored(_Words, found)
        kind = _KINDS.get(words.kind, Measured) if words.data else Measured
        data = restored(kind, words.data, "data")
        return cls(words.kind, words.status, words.summary, words.certificate, words.sha256, data)

    @property
    def is_certificate(self) -> bool:
        """Whether it is called one, or names one."""
        return self.kind == CERTIFICATE or self.certificate is not None

    @property
    def concludes(self) -> tuple[Named, ...]:
        """The facts that a certificate concludes."""
        return self.data.concludes if isinstance(self.data, Accepted) else ()

    @property
    def systems(self) -> tuple[Named, ...]:
        """The transition systems that these speak of."""
        return self.data.systems if isinstance(self.data, Accepted) else ()

    @property
    def figure(self) -> str | None:
        """The figure that shows the table of an experiment, if one does."""
        return self.data.figure if isinstance(self.data, Measured) else None

    @property
    def rows(self) -> tuple[Mapping[str, Any], ...]:
        """The table of an experiment."""
        return (self.data.rows or ()) if isinstance(self.data, Measured) else ()

    @property
    def answers(self) -> dict[Answer, int]:
        """How often a check gave each answer; empty for what is no check on samples."""
        match self.data:
            case OnInstances() | OnSamples() | OnCases() as data:
                counts = (data.holds, data.fails, data.undecided, data.vacuous)
                return dict(zip(Answer, counts, strict=True))
        return {}


@dataclass(frozen=True, slots=True)
class _Words(Record):
    """A piece whose data are not read yet."""

    kind: str
    status: Status
    summary: str
    certificate: str | None
    sha256: str | None
    data: Mapping[str, Any]


def status_of(evidence: Iterable[Evidence]) -> Status:
    """The strongest status, unless one does not pass; without any evidence, INCONCLUSIVE."""
    evidence = [*evidence]
    statuses = [piece.status for piece in evidence]
    if not statuses or not all(status.is_pass for status in statuses):
        return weakest([*statuses, Status.INCONCLUSIVE])
    return max(map(worth, evidence), key=lambda status: status.strength)


def worth(piece: Evidence) -> Status:
    """The status of one piece; whatever is no certificate with a digest is worth at most ENCLOSED."""
    certified = piece.kind == CERTIFICATE and piece.sha256 is not None
    return piece.status if certified else weakest([piece.status, Status.ENCLOSED])
