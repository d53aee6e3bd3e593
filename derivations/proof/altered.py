"""False variants of a statement, generated: each must be refused by the comparison with the certificate.

Of every part, each hypothesis is dropped, and weakened; each constant is changed, and each relation sign.
So is what is supposed of each sample, where it is about samples; and a mean is dropped, or is of another.
So is each condition of the claim's hypotheses.  What means the same, as its one form shows, is no variant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sympy import Eq, Expr, Ge, Gt, Le, Lt, Ne, Symbol, sympify
from sympy.core.relational import Relational

from derivations.proof.canonical import Budget, canonical_part, said
from derivations.proof.family import Family
from derivations.proof.statement import Part, Statement, known_of
from derivations.symbols import symbol
from verifier.claim import Claim
from verifier.statement.compared import Comparison, objections
from verifier.statement.facts import Facts
from verifier.statement.polynomials import Said

_OTHER = {Gt: (Ge, Lt), Ge: (Gt, Le), Lt: (Le, Gt), Le: (Lt, Ge), Eq: (Ge, Le), Ne: (Eq,)}
"""What each relation sign is changed to in a conclusion."""
_WEAKER = {Gt: Ge, Lt: Le}
_LISTS = ("given", "throughout", "where")
_MEAN = symbol("mean", r"\text{mean}", "mean", "a mean over the samples")


@dataclass(frozen=True)
class Change:
    """A relation, and what it becomes; None: it is dropped.  Only what is told of is written out."""

    was: Any
    becomes: Any = None

    def __str__(self) -> str:
        return f"{self.was} dropped" if self.becomes is None else f"{self.was} becomes {self.becomes}"


@dataclass(frozen=True)
class Altered:
    """One variant: what was changed, the statement in its one form, and which part differs, if one does.

    ``instead`` is that part as it became, and ``conditions`` are those of the hypotheses as they became.
    """

    place: str
    change: Change
    canonical: Mapping[str, Any]
    part: int | None
    instead: Part | None = None
    conditions: tuple[Any, ...] = ()

    @property
    def text(self) -> str:
        """What was changed, in words."""
        return f"{self.place}: {self.change}"


def altered(claim: Claim, statement: Statement) -> Iterator[Altered]:
    """All variants that say something else."""
    parts = statement.parts
    true = statement.canonical(claim)
    known = known_of(true)
    meant = {weaker for one in true["meaning"] for weaker in Said(*one).with_weaker}
    everywhere = meant | {weaker for one in true["hypotheses"] for weaker in Said(*one).with_weaker}
    tied = {*map(tuple, true["ties"])}
    conditions = tuple(relation for one in claim.hypotheses for relation in one.conditions)
    for number, part in enumerate(parts):
        for change, other in _parts(part):
            try:
                found = canonical_part(other, known)
            except ValueError:  # no relation any more, or a denominator of unknown sign: nothing to be said
                continue
            if _beyond(found, everywhere, tied) != _beyond(true["parts"][number], everywhere, tied):
                them = [*true["parts"][:number], found, *true["parts"][number + 1 :]]
                become = {**true, "parts": them}
                yield Altered(f"part {number + 1}", change, become, number, other, conditions)
    for place, condition in enumerate(conditions):
        for change, instead in _fewer(condition):
            others = (*conditions[:place], *instead, *conditions[place + 1 :])
            fewer = [[*one] for one in sorted({*map(said, others)})]
            left = meant | {weaker for one in fewer for weaker in Said(*one).with_weaker}
            if fewer != true["hypotheses"] and said(condition) not in left:
                yield Altered("hypothesis", change, {**true, "hypotheses": fewer}, None, None, others)


def _beyond(part: Mapping[str, Any], meant: set[Said], ties: set[Any]) -> dict[str, Any]:
    """The part with all that its premises give, beyond what is said everywhere."""
    lists = {
        key: {weaker for one in part[key] for weaker in Said(*one).with_weaker} - meant
        for key in (*_LISTS, "gives")
    }
    return {**part, **lists, "ties": [tie for tie in part["ties"] if tuple(tie) not in ties]}


def accepted(claim: Claim, statement: Statement, facts: Facts) -> tuple[int, list[str]]:
    """How many variants there are, and those that the comparison does not refuse."""
    variants = [*altered(claim, statement)]
    return len(variants), [one.text for one in variants if not _is_refused(one, facts)]


def _is_refused(variant: Altered, facts: Facts) -> bool:
    if variant.part is not None:  # the others are as they were
        changed = variant.canonical["parts"][variant.part]
        if next(Comparison(variant.canonical, changed, facts).objections(), None) is not None:
            return True
    return next(objections(variant.canonical, facts), None) is not None


def _parts(part: Part) -> Iterator[tuple[Change, Part]]:
    for key in _LISTS:
        relations: tuple[Any, ...] = getattr(part, key)
        for place, relation in enumerate(relations):
            for change, others in _fewer(relation):
                changed: dict[str, Any] = {key: (*relations[:place], *others, *relations[place + 1 :])}
                yield change, replace(part, **changed)
            if key == "where":
                for other in _constants(relation):
                    yield Change(relation, other), _with(part, key, place, other)
    if part.samples:
        yield from ((change, replace(part, samples=other)) for change, other in _families(part.samples))
    for place, relation in enumerate(part.then):
        signs = () if isinstance(relation, Budget) else _OTHER[type(relation)]
        for kind in signs:
            other = kind(relation.lhs, relation.rhs, evaluate=False)
            yield Change(relation, other), _with(part, "then", place, other)
        for other in _constants(relation):
            yield Change(relation, other), _with(part, "then", place, other)


def _families(family: Family) -> Iterator[tuple[Change, Family]]:
    """Less is supposed of each sample, or something else; or less is known of the means."""
    for place, relation in enumerate(family.each):
        for change, others in _fewer(relation):
            yield change, replace(family, each=(*family.each[:place], *others, *family.each[place + 1 :]))
    for place, value in enumerate(family.values):
        before, after = family.values[:place], family.values[place + 1 :]
        yield Change(value), replace(family, values=(*before, *after))
        for other in _constants(value):
            if isinstance(other.lhs, Symbol):
                yield Change(value, other), replace(family, values=(*before, other, *after))
    for place, (mean, of) in enumerate(family.means):
        before, after = family.means[:place], family.means[place + 1 :]
        was = Eq(_MEAN, of, evaluate=False)
        yield Change(was), replace(family, means=(*before, *after))
        for other in _changed(sympify(mean)):
            changed = Eq(_MEAN, other, evaluate=False)
            yield Change(was, changed), replace(family, means=(*before, (other, of), *after))


def _with(part: Part, key: str, place: int, relation: Any) -> Part:
    relations: tuple[Any, ...] = getattr(part, key)
    changed: dict[str, Any] = {key: (*relations[:place], relation, *relations[place + 1 :])}
    return replace(part, **changed)


def _fewer(relation: Any) -> Iterator[tuple[Change, tuple[Any, ...]]]:
    """The relation dropped, and weakened."""
    yield Change(relation), ()
    if type(relation) in _WEAKER:
        weaker = _WEAKER[type(relation)](relation.lhs, relation.rhs, evaluate=False)
        yield Change(relation, weaker), (weaker,)
    if isinstance(relation, (Gt, Ge)):
        more = type(relation)(relation.lhs + 1, relation.rhs, evaluate=False)
        yield Change(relation, more), (more,)
    if isinstance(relation, (Lt, Le)):
        more = type(relation)(relation.lhs, relation.rhs + 1, evaluate=False)
        yield Change(relation, more), (more,)


def _constants(relation: Any) -> Iterator[Any]:
    """The relation with each number in it changed, one at a time."""
    if isinstance(relation, Budget):
        for key in ("quantity", "growth", "cap"):
            for other in _changed(getattr(relation, key)):
                yield replace(relation, **{key: other})
    elif isinstance(relation, Relational):
        for side in (0, 1):
            for other in _changed(relation.args[side]):
                sides = (other, relation.rhs) if side == 0 else (relation.lhs, other)
                yield type(relation)(*sides, evaluate=False)
    else:
        yield from _changed(relation)


def _changed(expression: Expr) -> Iterator[Expr]:
    if expression.is_Number:
        yield expression - 1 if expression == -1 else expression + 1
        return
    for place, argument in enumerate(expression.args):
        for other in _changed(argument):
            arguments = (*expression.args[:place], other, *expression.args[place + 1 :])
            yield expression.func(*arguments)
