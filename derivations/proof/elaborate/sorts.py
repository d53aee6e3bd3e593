"""Every step of a run is of one of several kinds, or comes before a time: the sum of the counts.

Let n_1, …, n_m count the steps of the kinds so far, and let A count those before an event, and not at it.
Then t ≤ A + n_1 + … + n_m is an invariant, by cases: a step of some kind is counted, and one of none comes
before the event, because at the event and after it that is absurd.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from derivations.proof.elaborate.counts import by_event, conditions
from derivations.proof.elaborate.elaboration import Elaboration
from derivations.proof.elaborate.lasting import While, absurd
from derivations.proof.elaborate.plan import CLOCK
from derivations.proof.elaborate.points import either
from derivations.proof.elaborate.sums import combined
from verifier.kernel import CertificateError
from verifier.kernel.atoms import Condition, Implication, found, opposite


def sorted_steps(e: Elaboration, step: dict[str, Any]) -> str:
    """A + n_1 + … + n_m − t ≥ 0 at every state."""
    return _Sorting(e, step).invariant()


class _Sorting:
    def __init__(self, e: Elaboration, step: dict[str, Any]) -> None:
        self.e, self.name, self.system = e, step["name"], e.about(step)
        self.while_: While = e.lasting[step["lasting"]]
        self.shows = [e.name(told) for told in step["shows"]]
        self.early = e.plan.early[self.name]
        self.kinds = {
            e.plan.count[told]: conditions(e, e.step(told)["event"]) for told in step["counted"]
        }
        self.since = self.while_.begun.polynomial
        total = e.ring.variable(self.early) - e.ring.variable(CLOCK)
        for count in self.kinds:
            total = total + e.ring.variable(count)
        self.total = e.condition(total, ">=")
        self.wanted = e.put(self.total, self.system.following)
        self.moves = [self._never_falls(count, event) for count, event in self.kinds.items()]

    def invariant(self) -> str:
        e, zero = self.e, self.e.polynomial("0")
        begins = [(x, zero) for x in (self.early, CLOCK, *self.kinds)]
        start = combined(e, f"{self.name}, at first", self.total, [], begins)
        return e.invariant(self.name, self.system, [self.total], [start], [self._cases([])])

    def _cases(self, case: list[Condition]) -> str:
        """The step where these conditions hold."""
        for count, event in self.kinds.items():
            if all(found(one, case) for one in event):
                return self._counted(count, event)
            for one in event:
                if not found(one, case) and not found(opposite(one), case):
                    return self._split(one, case, self._cases)
        return self._uncounted(case)

    def _split(self, one: Condition, case: list[Condition], go: Callable[[list[Condition]], str]) -> str:
        e, other = self.e, opposite(one)
        holds, fails = go([*case, one]), go([*case, other])
        return either(e, f"{self.name}, by cases", one, holds, fails, [self.wanted])

    def _uncounted(self, case: list[Condition]) -> str:
        """No kind: after the event that is absurd, and before it the step is early."""
        return self._split(self.while_.begun, case, self._not_begun)

    def _not_begun(self, case: list[Condition]) -> str:
        if found(self.while_.begun, case):
            return self._absurd(case, enters=False)
        for one in self.while_.event:
            if not found(one, case) and not found(opposite(one), case):
                return self._split(one, case, self._not_begun)
            if not found(one, case):
                return self._early(one)
        return self._absurd(case, enters=True)

    def _absurd(self, case: list[Condition], enters: bool) -> str:
        """What is shown of the later steps contradicts the case."""
        e = self.e
        for told in self.shows:
            shown = e.concluded(told)
            fails = opposite(shown)
            if found(fails, case):
                held = [one for one in case if found(one, self.while_.supposed)]
                name = f"{self.name}, later"
                proved = self.while_.shown(name, "step", held, [told], [shown], enters)
                never = absurd(e, f"{self.name}, absurd", fails, self.wanted)
                apply = e.axiom("apply", [Implication(tuple(held), shown), *held])
                given = e.unique([*e.given(proved), *held, fails])
                lemmas = [proved, apply, never]
                return e.emit("deduce", f"{name}, absurd", given=given, lemmas=lemmas, then=[self.wanted])
        raise CertificateError(f"{self.name}: nothing is absurd about a step of no kind")

    def _counted(self, count: str, event: Sequence[Condition]) -> str:
        """One more of this kind."""
        e, more = self.e, self.e.ring.variable(count) + self.e.polynomial("1")
        one = e.axiom("apply", [Implication(tuple(event), e.equal(f"{count}_next", more)), *event])
        others = [move for other, move in zip(self.kinds, self.moves, strict=True) if other != count]
        return self._sum(count, [one], [*others, self._early_never_falls()], [(f"{count}_next", more)], [])

    def _early(self, one: Condition) -> str:
        """One more early step."""
        e, fails, early = self.e, opposite(one), self.e.ring.variable(self.early)
        more = early + e.polynomial("1") - self.since
        goes = e.axiom("apply", [Implication((fails,), e.equal(f"{self.early}_next", more)), fails])
        not_yet = opposite(self.while_.begun)
        return self._sum("early", [goes], self.moves, [(f"{self.early}_next", more)], [not_yet])

    def _sum(
        self, what: str, applied: Sequence[str], moves: Sequence[str], equations: list[tuple[str, Any]],
        more: list[Condition],
    ) -> str:
        e = self.e
        equations = [*equations, (f"{CLOCK}_next", e.ring.variable(CLOCK) + e.polynomial("1"))]
        terms = [[self.total], *([one] for one in more), *([e.concluded(move)] for move in moves)]
        added = combined(e, f"{self.name}, {what}", self.wanted, terms, equations, moves)
        lemmas = [*applied, added]
        concluded = [atom for lemma in applied for atom in e.then(lemma)]
        given = [a for lemma in lemmas for a in e.given(lemma) if not found(a, concluded)]
        return e.emit("deduce", f"{self.name}, {what} counted", given=e.unique(given), lemmas=lemmas,
                      then=[self.wanted])  # fmt: skip

    def _never_falls(self, count: str, event: Sequence[Condition]) -> str:
        e, now, later = self.e, self.e.ring.variable(count), f"{count}_next"
        more = now + e.polynomial("1")
        wanted = e.condition(e.ring.variable(later) - now, ">=")
        up = combined(e, f"{count} rises", wanted, [], [(later, more)])
        same = combined(e, f"{count} stays", wanted, [], [(later, now)])
        goes, stays = [e.equal(later, more)], [e.equal(later, now)]
        return by_event(e, f"{count} never falls", event, goes, stays, up, same)

    def _early_never_falls(self) -> str:
        e, now, later = self.e, self.e.ring.variable(self.early), f"{self.early}_next"
        more = now + e.polynomial("1") - self.since
        room = e.condition(e.polynomial("1") - self.since, ">=")
        wanted = e.condition(e.ring.variable(later) - now, ">=")
        up = combined(e, f"{self.early} stays", wanted, [], [(later, now)])
        same = combined(e, f"{self.early} rises", wanted, [[room]], [(later, more)])
        goes, stays = [e.equal(later, now)], [e.equal(later, more)]
        return by_event(e, f"{self.early} never falls", self.while_.event, goes, stays, up, same)
