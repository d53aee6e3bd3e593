"""Facts of a restricted system along a wider one, for as long as the restriction lasts.

Let S' be a system whose steps obey more than those of S.  What an induction proves of S' holds along S as
an implication, if it is supposed of the state at hand that the restriction has lasted: the invariant is
"if W, then C", where W are the conditions that are ``held``; sequents carry them ``backwards`` over a step,
and give what S' asks of it.

With an ``event`` the induction does not begin at time 0 but at the states at which the event happens:
C holds there by ``initial``; then W also says that since > 0, for the sequence since_0 = 0 that is 1
after the event.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from derivations.proof.elaborate.counts import by_event, conditions
from derivations.proof.elaborate.elaboration import Elaboration
from derivations.proof.elaborate.sums import combined
from verifier.kernel import CertificateError
from verifier.kernel.atoms import Atom, Condition, Implication, Simple, Tie, found
from verifier.kernel.facts import Sequent


def lasting(e: Elaboration, step: dict[str, Any]) -> str | None:
    """All invariants of ``into``, and what follows from them at every state; the name of the last one."""
    while_ = While(e, step)
    made = None
    entries = [entry for entry in e.steps if _about(entry) == while_.into.name]
    main = [entry for entry in entries if entry["rule"] == "invariant"][-1:]
    for entry in entries:
        if entry["rule"] == "invariant":
            own = step["name"] if step["name"] in e.told["concludes"] and entry in main else ""
            made = while_.invariant(entry, own) or made
        elif entry["rule"] == "deduce" and not (entry["before"] or entry["given"] or entry["suppose"]):
            made = while_.consequence(entry) or made
    return made


def while_lasting(e: Elaboration, step: dict[str, Any]) -> str:
    """What sequents conclude at a step under ``assume``, as long as something lasts."""
    while_: While = e.lasting[step["lasting"]]
    supposed = [*while_.supposed, *conditions(e, step["assume"])]
    sequents = [e.name(told) for told in step["sequents"]]
    then = [e.concluded(sequents[-1])]
    shown = while_.shown(f"{step['name']}, at a step", "step", supposed, sequents, then)
    apply = e.axiom("apply", [Implication(tuple(supposed), then[0]), *supposed])
    lemmas = [shown, apply]
    return e.along(step["name"], while_.system, "step", then, given=supposed, lemmas=lemmas)


class While:
    """What holds along ``system`` while its run is one of ``into``."""

    def __init__(self, e: Elaboration, step: dict[str, Any]) -> None:
        self.e, self.name = e, step["name"]
        self.system, self.into = e.about(step), e.about(step, "into")
        self.after = self.system.following
        self.back = [e.name(told) for told in step["backwards"]]
        self.event = conditions(e, step["event"]) if step.get("event") else []
        self.initial = [e.name(told) for told in step.get("initial", ())]
        self.held: list[Condition] = conditions(e, step["held"])
        self._proved: list[tuple[Simple, Implication]] = []
        self._current: list[tuple[Simple, Implication]] = []
        self.goes: list[Condition] = []
        self.stays: list[Condition] = []
        if self.event:
            self._since(e.plan.since[self.name])
        e.lasting[self.name] = self

    # -- the sequences --------------------------------------------------------------------------

    def _since(self, since: str) -> None:
        """0 ≤ since ≤ 1; and since' > 0 after the event, or if since > 0."""
        e, one = self.e, self.e.polynomial("1")
        now, later = e.ring.variable(since), f"{since}_next"
        self.goes, self.stays = [e.equal(later, one)], [e.equal(later, now)]
        for bound in (e.condition(now, ">="), e.condition(one - now, ">=")):
            wanted = e.put(bound, self.after)
            up = combined(e, f"{since}, at the event", wanted, [], [(later, one)])
            same = combined(e, f"{since}, otherwise", wanted, [[bound]], [(later, now)])
            kept = by_event(e, f"{since}, kept", self.event, self.goes, self.stays, up, same)
            start = combined(e, f"{since}, at first", bound, [], [(since, e.polynomial("0"))])
            e.invariant(f"{since}, bounded", self.system, [bound], [start], [kept])
        self.begun = e.condition(now, ">")
        self._still = combined(
            e, f"{since}, before", self.begun, [[e.put(self.begun, self.after)]], [(later, now)]
        )

    @property
    def supposed(self) -> list[Condition]:
        return [*self.held, self.begun] if self.event else self.held

    # -- what is proved -------------------------------------------------------------------------

    def invariant(self, entry: dict[str, Any], own: str = "") -> str | None:
        """The same invariant, of each atom if it is supposed that the restriction has lasted.

        It has its ``own`` name if the told step is concluded.
        """
        e, atoms = self.e, [a for a in _then(self.e, entry["name"]) if not self._known(a)]
        if not atoms:
            return None
        places = [place for place, atom in enumerate(_then(e, entry["name"])) if atom in atoms]
        self._current = [(atom, Implication(tuple(self.supposed), atom)) for atom in atoms]
        pairs = [*zip(places, atoms, strict=True)]
        kept = e.kept.get(entry["name"])
        if kept is None:  # what is told of time 0 alone holds always, but of parameters only
            raise CertificateError(f"{entry['name']}: no step keeps it while {self.name} lasts")
        starts = [self._start(kept[place][0], atom) for place, atom in pairs]
        steps = [self._step(kept[place][1], atom) for place, atom in pairs]
        name, implied = own or f"{entry['name']}, in {self.system.name}", [i for _, i in self._current]
        made = e.invariant(name, self.system, implied, starts, steps)
        self._proved += self._current
        self._current = []
        return made

    def consequence(self, entry: dict[str, Any]) -> str | None:
        """Likewise what follows at every state."""
        atoms = [a for a in _then(self.e, entry["name"]) if not self._known(a)]
        if not atoms:
            return None
        shown = self.shown(entry["name"], "state", self.supposed, entry["lemmas"], atoms)
        implied = [Implication(tuple(self.supposed), atom) for atom in atoms]
        self._proved += zip(atoms, implied, strict=True)
        return self.e.always(f"{entry['name']}, in {self.system.name}", self.system, [shown], implied)

    def _known(self, atom: Atom) -> bool:
        return not self.e.supply(self.system, [atom])

    def _start(self, start: str | None, atom: Simple) -> str:
        if not self.event:
            sequents = [start] if start else []
            return self.shown(f"{self.name}, first", "start", self.supposed, sequents, [atom])
        e, zero = self.e, self.e.condition(-self.begun.polynomial, ">=")
        never = absurd(e, f"{self.name}, not yet", self.begun, atom)
        return e.emit("deduce", f"{self.name}, first", given=[zero], suppose=self.supposed, lemmas=[never],
                      then=[atom])  # fmt: skip

    def _step(self, step: str | None, atom: Simple) -> str:
        later = [self.e.put(one, self.after) for one in self.supposed]
        sequents = [*self.back, *([step] if step else [])]
        then = [self.e.put(atom, self.after)]
        name = f"{self.name}, one step"
        if not self.event:
            return self.shown(name, "step", later, sequents, then)
        up = self.shown(f"{name}, entered", "step", later, sequents, then, enters=True)
        same = self.shown(f"{name}, on", "step", later, [self._still, *sequents], then)
        return by_event(self.e, name, self.event, self.goes, self.stays, up, same)

    def shown(
        self, name: str, at: str, supposed: Sequence[Condition], sequents: Sequence[str],
        then: Sequence[Simple], enters: bool = False,
    ) -> str:
        """What the sequents conclude one after the other under what is supposed, from what is known.

        ``enters``: at the event, where what holds at first is by ``initial``.
        """
        e = self.e
        given: list[Atom] = []
        concluded: list[Atom] = [*supposed]
        lemmas: list[str] = []

        def use(sequent: str) -> None:
            if sequent not in lemmas:
                for atom in e.given(sequent):
                    need(atom)
                lemmas.append(sequent)
                concluded.extend(e.then(sequent))

        def need(atom: Atom) -> None:
            if found(atom, [*concluded, *given]):
                return
            free = [*self.stays, *([*self.event, *self.goes] if enters else [])]
            if found(atom, free) or not e.supply(self.system, [atom], at):
                given.append(atom)
                return
            for sequent in (*self.back, *(self.initial if enters else ())):
                if found(atom, e.then(sequent)):
                    return use(sequent)
            implication = self.implied(atom, at, enters)
            if implication is None:
                raise CertificateError(f"{name}: {e.json(atom)} is not known")
            for one in implication.given:
                need(one)
            given.append(implication)
            lemmas.append(e.axiom("apply", [implication, *implication.given]))
            concluded.append(implication.then)

        for sequent in sequents:
            use(sequent)
        for atom in then:
            need(atom)
        return e.emit("deduce", name, given=e.unique(given), suppose=supposed, lemmas=lemmas, then=then)

    def implied(self, atom: Atom, at: str, enters: bool = False) -> Implication | None:
        """An implication by which the atom is known, of what has been shown to last along the system.

        At the event this one's own are of the next state alone: they come last.
        """
        others = [one for one in self.e.lasting.values() if one.system is self.system and one is not self]
        order = [*others, self] if enters else [self, *others]
        found_there = (one._own(atom, at) for one in order)
        return next((implication for implication in found_there if implication is not None), None)

    def _own(self, atom: Atom, at: str) -> Implication | None:
        for known, implication in [*self._proved, *(self._current if at == "step" else ())]:
            if known.implies(atom):
                return implication
        for known, implication in self._proved if at == "step" else ():
            if self.e.put(known, self.after).implies(atom):
                return self.e.put(implication, self.after)
        return None


def _about(entry: dict[str, Any]) -> Any:
    """The system of which a step says something."""
    return entry.get("system") or (entry.get("along") or {}).get("system")


def _then(e: Elaboration, name: str) -> list[Simple]:
    """What the fact of that name concludes."""
    return [atom for atom in e.facts.find(name, Sequent).then if isinstance(atom, Condition | Tie)]


def absurd(e: Elaboration, name: str, positive: Condition, target: Simple) -> str:
    """From q > 0 and −q ≥ 0 anything: q·T = q·((T + 1)/2)² + (−q)·((T − 1)/2)², and likewise T > 0."""
    q = positive.polynomial
    none = e.condition(-q, ">=")
    if not isinstance(target, Condition) or target.sign not in (">", ">="):
        raise CertificateError(f"{name}: only an inequality follows like that")
    one, goal = e.polynomial("1"), target.polynomial
    low = goal - one if target.sign == ">" else goal
    terms = [
        {"weight": "1/4", "factors": [0], "square": low + one},
        {"weight": "1/4", "factors": [1], "square": low - one},
        *([{"weight": "1", "factors": [0], "square": "1"}] if target.sign == ">" else []),
    ]
    return e.emit(
        "algebra", name, given=[positive, none], lemmas=[], target=goal, sign=target.sign, terms=terms,
        cofactors=[], multiplier=[0],
    )  # fmt: skip
