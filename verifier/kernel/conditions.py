"""Sign conditions on polynomials, and the facts the kernel derives from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from verifier.kernel.errors import CertificateError
from verifier.kernel.expression import read_polynomial
from verifier.kernel.rings import Ring
from verifier.kernel.ties import Point, Tie, ties_of

SIGNS = (">", ">=", "=", "!=")


@dataclass(frozen=True)
class Condition:
    """``polynomial sign 0``; ``text`` is how it was written, for messages only."""

    polynomial: Any
    sign: str
    text: str

    def implies(self, other: Condition) -> bool:
        """Whether this condition is, letter for letter, at least as strong as ``other``."""
        weaker = {">": (">", ">=", "!="), ">=": (">=",), "=": ("=", ">="), "!=": ("!=",)}
        return bool(self.polynomial == other.polynomial) and other.sign in weaker[self.sign]

    def __str__(self) -> str:
        return f"{self.text} {self.sign} 0"


def read_condition(
    entry: Any, ring: Ring, rename: Mapping[str, str] | None = None
) -> Condition:
    """A condition from its JSON form ``[polynomial, sign]``."""
    if not (isinstance(entry, list) and len(entry) == 2 and entry[1] in SIGNS):
        raise CertificateError(f"a condition is [polynomial, sign], not {entry!r}")
    text = entry[0] if not rename else f"({entry[0]})[{_shown(rename)}]"
    return Condition(read_polynomial(entry[0], ring, rename), entry[1], text)


def _shown(rename: Mapping[str, str]) -> str:
    return ", ".join(f"{old}:={new}" for old, new in rename.items())


def find(condition: Condition, among: Iterable[Condition]) -> bool:
    """Whether some member of ``among`` implies ``condition``."""
    return any(known.implies(condition) for known in among)


@dataclass(frozen=True)
class Sequent:
    """For all real values of the variables: relations = 0 and ``given`` entail ``conclusion``.

    With ``ties``, for all values that obey them.
    """

    name: str
    given: tuple[Condition, ...]
    relations: tuple[Any, ...]
    conclusion: Condition
    modulo: tuple[str, ...] = ()
    """how the relations were written, for messages only"""
    ties: tuple[Tie, ...] = ()

    def __str__(self) -> str:
        assumed = ", ".join(str(condition) for condition in self.given) or "all reals"
        equations = [f"{text} = 0" for text in self.modulo] + [str(tie) for tie in self.ties]
        where = f"  where  {', '.join(equations)}" if equations else ""
        return f"{assumed}{where}  ⊢  {self.conclusion}"


def require_given(
    sequent: Sequent,
    allowed: Iterable[Condition],
    relations: Iterable[Any],
    ties: Iterable[Tie],
    owner: str,
) -> None:
    """The sequent assumes only these conditions, relations and ties; else ``owner`` is blamed."""
    allowed, relations, ties = list(allowed), list(relations), set(ties)
    for condition in sequent.given:
        if not find(condition, allowed):
            raise CertificateError(
                f"step {sequent.name!r} assumes {condition}, which {owner} does not give"
            )
    for relation in sequent.relations:
        if not any(relation == known for known in relations):
            raise CertificateError(
                f"step {sequent.name!r} uses a relation that {owner} does not give"
            )
    for tie in sequent.ties:
        if tie not in ties:
            raise CertificateError(
                f"step {sequent.name!r} needs the tie {tie}, which {owner} does not give"
            )


@dataclass(frozen=True)
class Flow:
    """For all points and parameters: ``target >= 0`` if the moving point is on its side of the start.

    ``points`` are the moving point, its start, and further points; ``assumed`` is in JSON form.
    """

    name: str
    direction: str
    points: tuple[Point, ...]
    parameters: tuple[str, ...]
    assumed: tuple[tuple[str, str], ...]
    target: str

    def __str__(self) -> str:
        (x, *_), (start, *_) = self.points[:2]
        order = f"{x} {'>=' if self.direction == 'forward' else '<='} {start}"
        ties = ", ".join(str(tie) for point in self.points for tie in ties_of(point))
        assumed = "".join(f", {polynomial} {sign} 0" for polynomial, sign in self.assumed)
        return f"for all {order} with {ties}{assumed}:  {self.target} >= 0"


@dataclass(frozen=True)
class Growth:
    """Along every run of a system: X_t ≥ (or ≤) X_0 · Π_{k<t} ratio_k."""

    name: str
    system: str
    quantity: str
    ratio: str
    direction: str

    def __str__(self) -> str:
        return (
            f"along {self.system}: X_t {self.direction} X_0·Π_(i<t) ρ_i"
            f"  with X = {self.quantity}, ρ = {self.ratio}"
        )


@dataclass(frozen=True)
class Always:
    """Along every run of a system, ``conditions`` hold at every time."""

    name: str
    system: str
    conditions: tuple[Condition, ...]

    def __str__(self) -> str:
        return f"along {self.system}, always: " + ", ".join(str(c) for c in self.conditions)


@dataclass(frozen=True)
class AtEveryTime:
    """At every time t of every run: ``assumed`` entail ``conclusion``, where E = ratio^t."""

    name: str
    system: str
    assumed: tuple[Condition, ...]
    powers: Mapping[str, str]
    conclusion: Condition

    def __str__(self) -> str:
        powers = "".join(f", {symbol} = ({ratio})^t" for symbol, ratio in self.powers.items())
        assumed = ", ".join(str(condition) for condition in self.assumed) or "always"
        return f"along {self.system} at every t{powers}: {assumed}  ⊢  {self.conclusion}"


@dataclass(frozen=True)
class Counted:
    """X_0 · Π g < cap, the product over all event steps but the last one, if there is any."""

    name: str
    system: str
    event: tuple[Condition, ...]
    quantity: str
    growth: str
    cap: str

    def __str__(self) -> str:
        event = ", ".join(str(condition) for condition in self.event)
        return (
            f"along {self.system}, if ever {event}: X_0·Π ρ < {self.cap} over all steps with that"
            f" but the last,  X = {self.quantity}, ρ = {self.growth}"
        )


@dataclass(frozen=True)
class Bounded:
    """A number of steps is bounded by a quotient of logarithms."""

    name: str
    system: str
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Terminates:
    """The system has no infinite run."""

    name: str
    system: str

    def __str__(self) -> str:
        return f"{self.system} has no infinite run"


@dataclass
class System:
    """A transition system: what may be assumed along its runs.

    A run is a finite or infinite sequence of states.  ``conditions`` hold at every state, ``guards``
    at every state from which a step is made, ``relations`` (polynomials = 0) between a state and the
    next, ``instant`` relations within each state, ``initial`` conditions and the equalities of
    ``origin`` at time 0.  ``parameters`` never change.  ``ties`` hold within every state.
    """

    name: str
    step_names: Mapping[str, str]
    origin: Mapping[str, str]
    parameters: frozenset[str]
    conditions: list[Condition]
    guards: list[Condition]
    initial: list[Condition]
    instant: list[Any]
    relations: list[Any]
    condition_texts: list[list[str]]
    """the JSON form of ``conditions``; both grow as invariants are established"""
    assumed_texts: list[list[str]]
    """what the system assumed when it was declared; never grows"""
    instant_texts: list[str]
    ties: tuple[Tie, ...] = ()
