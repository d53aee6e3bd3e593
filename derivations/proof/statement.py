"""What a claim says, as one object: printed, hashed, compared with its certificate, and evaluated.

A ``Statement`` is a tuple of parts.  Each is an implication between SymPy relations, and says where it
holds:

    for_all(s**2 >= 0)                   for all reals: what a step ``positive`` or ``identity`` concludes
    equivalent(left, right)              two of these, printed once
    always(N >= at_start(N), given=[…])  at every time of every run: invariants, growth, bounds ln/ln on t
    so_far(lam <= mu, given=[…])         at every step t, if ``given`` holds at each step up to it
    later(…)                             from any time on at which ``given`` holds
    anew(…)                              the same, if t and the initial values are counted from there
    in_all(Budget(N, 1 + 4*s**2, cap))   a product over all steps with ``given``
    finite(throughout=[…])               no infinite run

``samples`` is a ``Family``: any number of samples, of which each is supposed something, and their means.
``given`` is supposed of the state or step in question, of numbers, and of the start (``at_start``);
``throughout`` of every state of the run that makes a step; ``where`` says what symbols stand for:
``Eq(symbol, expression)``, also a maximum, a root, σ or ℓ.  Everything a certificate supposes must be
there, or be a ``condition`` of a hypothesis of the claim, or belong to what the symbols mean in the theory
(``derivations.proof.stated``).  Everything that is there must be needed.  ``words`` are prose: they state
no mathematics.

To convert a claim, write what it says in these.  ``python -m derivations.proof.draft square.edge`` prints
what its certificate concludes in this form, to start from; ``python -m derivations.square.edge`` then says
what still differs, and ``python -m derivations.proof.conclusions square.edge`` keeps the hash.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any

from sympy import Eq, Symbol, sympify
from sympy.core.relational import Relational

from derivations.proof.canonical import Budget, canonical_part, said
from derivations.proof.family import Family
from derivations.proof.form import Form, Relation
from derivations.proof.stated import meaning, model_of, moving, ties_of
from verifier.claim import Claim, Evaluation
from verifier.statement.facts import Facts
from verifier.statement.polynomials import Said
from verifier.statement.vocabulary import ANEW, BEFORE, BUDGET, ENDS, LATER, REALS, RUN

_WHOLE = ("words", "samples")
"""What of a part is no tuple."""
_WORDS = {
    **{REALS: "", RUN: "at every t", LATER: "from then on"},
    BEFORE: "at every step t up to which that holds",
    ANEW: "at every t, counted from any time of a run with the values there as initial ones",
    **{BUDGET: "over all such steps but the last", ENDS: "for ever: there is no such run"},
}
_INSTEAD = {
    REALS: ("componentwise, in two dimensions",),
    RUN: (
        *("until a step rises", "at every time of both runs"),
        *("for the number n of its steps", "for the number n of these steps"),
    ),
}
"""What may be printed instead of where a part holds: as little, in the words of its subject."""


@dataclass(frozen=True)
class Part:
    """One implication and where it holds; ``words`` say where.

    It may be about the means over any number of ``samples``.
    """

    holds: str
    then: tuple[Relation, ...]
    given: tuple[Relation, ...] = ()
    throughout: tuple[Relation, ...] = ()
    where: tuple[Relation, ...] = ()
    words: str | None = None
    samples: Family | None = None

    def __post_init__(self) -> None:
        known = _INSTEAD.get(self.holds, ())
        if self.words is not None and self.words not in known:
            raise ValueError(
                f"{self.words!r} is not among the words for {self.holds!r}: {', '.join(known)}"
            )
        for one in self.where:
            if isinstance(one, Relational) and not isinstance(one, Eq):
                raise ValueError(f"{one} says not what a symbol stands for: it is supposed, in `given`")

    @property
    def parts(self) -> tuple[Part, ...]:
        return (self,)

    @property
    def spoken(self) -> frozenset[Symbol]:
        """The symbols that it speaks of."""
        family = self.samples
        sampled = [*family.samples, *chain(*family.means), *family.values, *family.each] if family else []
        said = chain(self.then, self.given, self.throughout, self.where, sampled)
        return frozenset(chain.from_iterable(map(_symbols, said)))

    def shown(self, form: Form) -> str:
        """The formula in LaTeX or as text."""
        lasting = [form.listed(self.throughout) + form.words("at every step")] if self.throughout else []
        sampled = form.of_samples(self.samples) if self.samples else []
        premises = form.comma.join([*sampled, *form.premises(self.given), *lasting])
        words = form.words(_WORDS[self.holds] if self.words is None else self.words)
        conclusion = form.listed(self.then) + words
        implies = form.implies if premises and self.then else ""
        return premises + implies + conclusion + form.where(self.where)


@dataclass(frozen=True)
class Equivalence:
    """Two implications between the same relations, printed as one."""

    left: tuple[Relation, ...]
    right: tuple[Relation, ...]
    given: tuple[Relation, ...] = ()
    back: tuple[Relation, ...] = ()
    where: tuple[Relation, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        there = Part(REALS, self.right, (*self.given, *self.left), (), self.where)
        return there, Part(REALS, self.left, (*self.given, *self.back, *self.right), (), self.where)

    @property
    def spoken(self) -> frozenset[Symbol]:
        """The symbols that it speaks of."""
        return frozenset().union(*(part.spoken for part in self.parts))

    def shown(self, form: Form) -> str:
        """The formula in LaTeX or as text."""
        premises = form.comma.join(form.premises(self.given)) + form.implies if self.given else ""
        sides = form.listed(self.left) + form.iff + form.listed(self.right)
        back = form.words("(backwards if") + form.listed(self.back) + ")" if self.back else ""
        return premises + sides + back + form.where(self.where)


@dataclass(frozen=True)
class Statement:
    """All that a claim says."""

    items: tuple[Part | Equivalence, ...]
    _canonical: dict[str, Mapping[str, Any]] = field(default_factory=dict, compare=False, repr=False)

    def __init__(self, *items: Part | Equivalence) -> None:
        object.__setattr__(self, "items", items)
        object.__setattr__(self, "_canonical", {})

    @cached_property
    def latex(self) -> str:
        """All parts as one formula in LaTeX."""
        return Form(True).between.join(self._shown(Form(True, self._starred, self._common)))

    def _shown(self, form: Form) -> list[str]:
        lines = [*(item.shown(form) for item in self.items), *form.last]
        return [" ".join(line.split()) for line in lines]

    @property
    def _starred(self) -> tuple[Relation, ...]:
        """Premises, three at least, that several parts have, and all of them whichever part has one."""
        places: dict[Relation, list[int]] = {}
        for number, item in enumerate(self.items):
            for one in item.given:
                places.setdefault(one, []).append(number)
        together: dict[tuple[int, ...], list[Relation]] = {}
        for one, numbers in places.items():
            if len(numbers) > 1:
                together.setdefault(tuple(numbers), []).append(one)
        most = max(together.values(), key=len, default=[])
        return tuple(most) if len(most) > 2 else ()

    @property
    def _common(self) -> tuple[Relation, ...]:
        """Definitions that several parts have, and every part that speaks of their symbol."""
        every = [one for item in self.items for one in item.where]
        defined = {one: one.lhs for one in every if isinstance(one, Eq) and isinstance(one.lhs, Symbol)}
        return tuple(
            one
            for one, symbol in defined.items()
            if every.count(one) > 1
            and all(one in item.where for item in self.items if symbol in item.spoken)
        )

    @property
    def lines(self) -> list[str]:
        """The same for a terminal, a line a part."""
        return self._shown(Form(False, self._starred, self._common))

    @property
    def parts(self) -> tuple[Part, ...]:
        """The implications, an equivalence as its two."""
        return tuple(part for item in self.items for part in item.parts)

    def canonical(self, claim: Claim) -> Mapping[str, Any]:
        """All that ``claim`` says in its one form as JSON, with its hypotheses and what its symbols mean.

        Raises ``ValueError`` for a relation that is no condition on a polynomial.
        """
        if claim.id not in self._canonical:
            self._canonical[claim.id] = canonical(claim, self.parts)
        return self._canonical[claim.id]


    def refused(self, claim: Claim, facts: Facts) -> tuple[int, list[str]]:
        """How many false variants are generated, and which of them the facts are taken to conclude."""
        from derivations.proof.altered import accepted

        return accepted(claim, self, facts)

    def evaluated(self, claim: Claim, runs: Any, seed: str, most: int | None = None) -> Evaluation:
        """What its relations answer at points and along ``runs``, deterministic in the seed.

        Each part on ``most`` cases, else on as many as it takes to see it hold.
        """
        from derivations.proof.evaluation.seen import MOST, evaluation

        return evaluation(claim, self, runs, seed, MOST if most is None else most)


def _symbols(one: Relation) -> frozenset[Symbol]:
    parts = (one.quantity, one.growth, one.cap) if isinstance(one, Budget) else (one,)
    return frozenset().union(*(sympify(part).atoms(Symbol) for part in parts))


def canonical(claim: Claim, parts: Sequence[Part]) -> dict[str, Any]:
    """The same of any parts."""
    model = model_of(claim)
    conditions = [relation for one in claim.hypotheses for relation in one.conditions]
    general: dict[str, Any] = {
        "meaning": [[*one] for one in sorted({*meaning(model)})],
        "moving": [*moving(model)],
        "ties": [*ties_of(claim.id)],
        "hypotheses": [[*one] for one in sorted({*map(said, conditions)})],
    }
    return general | {"parts": [canonical_part(part, known_of(general)) for part in parts]}


def known_of(statement: Mapping[str, Any]) -> frozenset[Said]:
    """What the symbols of a statement mean, and its hypotheses: it may be used everywhere."""
    return frozenset(Said(*one) for key in ("meaning", "hypotheses") for one in statement[key])


def _made(holds: str, then: Sequence[Relation], more: Mapping[str, Any]) -> Part:
    lists: dict[str, Any] = {
        key: value if key in _WHOLE else tuple(value) for key, value in more.items()
    }
    return Part(holds, tuple(_checked(relation) for relation in then), **lists)


def _checked(relation: Relation) -> Relation:
    if not isinstance(relation, (Relational, Budget)):
        raise ValueError(
            f"{relation} is no relation; SymPy may have decided it: write it with evaluate=False"
        )
    return relation


def for_all(*then: Relation, **more: Any) -> Part:
    """For all real values: ``given`` and ``where`` entail ``then``."""
    return _made(REALS, then, more)


def always(*then: Relation, **more: Any) -> Part:
    """At every time of every run."""
    return _made(RUN, then, more)


def so_far(*then: Relation, **more: Any) -> Part:
    """At every step before t, if ``given`` holds at each of these."""
    return _made(BEFORE, then, more)


def later(*then: Relation, **more: Any) -> Part:
    """From any time on at which ``given`` holds."""
    return _made(LATER, then, more)


def anew(*then: Relation, **more: Any) -> Part:
    """At every time t of what is left of a run at any time, which is counted as 0.

    ``at_start`` is of that time, which hypotheses are not about: they are of the whole run's start.
    """
    return _made(ANEW, then, more)


def in_all(*then: Budget, **more: Any) -> Part:
    """Over all steps of a run at which ``given`` holds, but the last of them."""
    return _made(BUDGET, then, more)


def finite(**more: Any) -> Part:
    """There is no infinite run."""
    return _made(ENDS, (), more)


def equivalent(left: Relation, right: Relation, **more: Any) -> Equivalence:
    """Either of two relations gives the other, for all reals; ``back`` is given for the way back alone."""
    lists: dict[str, Any] = {key: tuple(value) for key, value in more.items()}
    return Equivalence((_checked(left),), (_checked(right),), **lists)
