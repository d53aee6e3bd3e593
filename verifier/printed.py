"""Facts and systems of an accepted certificate as they are printed: one line of text each.

All that a statement says is printed, since the text is what a person checks.  The auxiliary sequences of a
system go by what they are: ``(1 - h)**t`` is the one that begins with 1 and is multiplied by 1 - h.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from verifier.formulas import Formulas, Page, spoken_in
from verifier.kernel import Replay
from verifier.sequences import LN, Meaning, variables

Statement = Mapping[str, Any]
Systems = Mapping[str, Statement]
"""What a run of each system is, by name."""
FOLLOWS = "  ⊢  "
_NO_SYSTEM: Statement = {"state": {}, "parameters": [], "start": [], "ghosts": {}}
_SIDES = {"always": "at every state", "step": "from a state to the next", "start": "at time 0"}


def concluded(accepted: Replay) -> dict[str, str]:
    """Each concluded fact, by name, as it is printed."""
    return {name: fact_text(said, accepted.systems) for name, said in accepted.concludes.items()}


def systems_concluded(accepted: Replay) -> dict[str, str]:
    """What a run is, of each system that the concluded facts speak of."""
    return {name: system_text(system) for name, system in systems_spoken(accepted).items()}


def systems_spoken(accepted: Replay) -> dict[str, Statement]:
    """The systems of the certificate of which a concluded fact speaks, by name."""
    spoken = [_run(one) for said in accepted.concludes.values() for one in systems_of(said)]
    return {name: system for name, system in accepted.systems.items() if _run(system) in spoken}


def _run(system: Statement) -> Statement:
    """What a run is: a statement has only the sequences of which it speaks, and they restrict nothing."""
    return {key: value for key, value in system.items() if key != "ghosts"}


def systems_of(statement: Statement) -> Iterator[Statement]:
    """The systems that a statement is about."""
    for key in ("within", "fact"):
        yield from systems_of(statement[key]) if key in statement else ()
    yield from (statement[key] for key in ("along", "ends", "system", "into") if key in statement)


def fact_text(statement: Statement, names: Systems) -> str:
    """A concluded statement in words; ``names`` are the systems of the certificate, by name."""
    return Words(names).fact(statement)


def system_text(system: Statement) -> str:
    """What a run of a system is, in words: ``state a, c; parameters h; at every state h > 0; …``."""
    return Words({}).system(system)


class Words:
    """Puts statements into words; how formulas look is for ``formulas`` to say."""

    def __init__(self, names: Systems, formulas: Formulas | None = None) -> None:
        self.names, self.formulas = names, formulas or Formulas()

    def fact(self, said: Statement) -> str:
        """One statement of any kind."""
        if "within" in said:
            return f"{self._part(said['within'])}; of which, {self.fact(said['fact'])}"
        if "into" in said:
            return self._part(said)
        if "ends" in said:
            return f"there is no infinite run of {self._named(said['ends'])}"
        return self._along(said) if "along" in said else self._sequent(said)

    def system(self, said: Statement) -> str:
        """What a run is.  Its sequences restrict nothing, and a fact that speaks of one says what it is."""
        page, symbol = Page(self.formulas, said, "t"), self.formulas.symbol
        state = [
            symbol(x) + f", then {symbol(later)}" * (later != f"{x}_next")
            for x, later in said["state"].items()
        ]
        parts = [f"state {', '.join(state)}"] * bool(state)
        parts += [f"parameters {', '.join(map(symbol, said['parameters']))}"] * bool(said["parameters"])
        parts += [f"{where} {page.listed(said[key])}" for key, where in _SIDES.items() if said[key]]
        return "; ".join(parts)

    def atom(self, atom: Any) -> str:
        """What is assumed or concluded of numbers."""
        return Page(self.formulas, _NO_SYSTEM, "t").listed([atom])

    def _named(self, system: Statement) -> str:
        known = next((name for name, one in self.names.items() if _run(one) == _run(system)), None)
        return f"({self.system(system)})" if known is None else f"'{known}'"

    def _sequent(self, said: Statement) -> str:
        given, logarithms = _inlined(said["given"], said["then"], set())
        page = Page(self.formulas, _NO_SYSTEM, "t", logarithms)
        return f"{page.listed(given) or 'all reals'}{FOLLOWS}{page.listed(said['then'])}"

    def _along(self, said: Statement) -> str:
        system = said["along"]
        ghosts = {y for x in system["ghosts"] for y in (x, f"{x}_next")}
        own = {*system["state"], *system["state"].values(), *system["parameters"], *ghosts}
        given, logarithms = _inlined(said["given"], [*said["before"], *said["then"]], own)
        page = Page(self.formulas, system, "t", logarithms)
        earlier = page.at("j")
        spoken = [spoken_in(atom) for atom in (*said["before"], *given, *said["then"])]
        free = sorted(set().union(*spoken) - own - {*logarithms})
        any_real = f", for all {', '.join(map(self.formulas.symbol, free))}" * bool(free)
        before = f", if at every step j<t {earlier.listed(said['before'])}" * bool(said["before"])
        premises = f"{page.listed(given)}{FOLLOWS}" * bool(given)
        then = page.listed(said["then"])
        timed = page.timed or bool(before)
        when = "at every step" if said["at"] == "step" else "at every time"
        when = "always" if said["at"] == "state" and not (timed or premises) else when + " t" * timed
        where = page.where(earlier)
        return f"along {self._named(system)}{any_real}, {when}{before}: {premises}{then}{where}"

    def _part(self, said: Statement) -> str:
        system, into, origin = said["system"], said["into"], said["origin"]
        start = Page(self.formulas, system, "0" if origin else "τ")
        page, inside = start.at("j"), Page(self.formulas, into, "j" if origin else "(j - τ)")
        text = f"along {self._named(system)}, from {'time 0' if origin else 'any time τ'} on"
        text += f" with {start.listed(said['start'])}" * bool(said["start"])
        for key, where in (("throughout", "at every state"), ("during", "at every step")):
            text += f", as long as {page.listed(said[key])} {where}" * bool(said[key])
        text += f": a run of {self._named(into)}"
        if frozen := sorted(said["frozen"].items()):
            began = ", ".join(start.value(value) for _, value in frozen)
            there = ", ".join(inside.value(x) for x, _ in frozen)
            text += f", with {began} at {start.time} for its {there}"
        return text + page.where(start, inside)


def _inlined(
    given: Sequence[Any], others: Sequence[Any], own: set[str]
) -> tuple[list[Any], dict[str, Meaning]]:
    """What is given, but for variables that only name a logarithm; and what these mean."""
    ties = [one for one in given if isinstance(one, dict) and one.get("tie") == "ln"]
    names = {one["value"] for one in ties if re.fullmatch(r"[A-Za-z]\w*", one["value"])} - own
    kept: list[Any] = []
    logarithms: dict[str, Meaning] = {}
    for atom in given:
        name = atom["value"] if atom in ties else ""
        of = atom["of"][0] if atom in ties else ""
        used = any(name in spoken_in(one) for one in (*given, *others) if one is not atom)
        if name in names - {*logarithms} and used and variables(of).isdisjoint(names):
            logarithms[name] = Meaning(LN, of)
        else:
            kept.append(atom)
    return kept, logarithms
