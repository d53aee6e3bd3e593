"""Writes the rules that a derivation is told in by the few rules of the kernel.

A derivation says *growth*, *at every time*, *counting*, *logarithm*, *tail*; each is a way of using the
kernel's rules, with auxiliary sequences along a run: powers, counts, values at time 0.  Nothing here is
trusted.  The kernel runs along (``Builder.emit``), so that a step that fails fails where it is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from verifier.core.accepted import Accepted
from verifier.core.atoms import Atom, Condition, Tie, condition, found, opposite, read_atom
from verifier.core.errors import CertificateError
from verifier.core.expression import polynomial_text, read_polynomial
from verifier.core.facts import Along, Ends, Sequent
from verifier.core.replay import FORMAT, accept
from verifier.core.rings import RINGS
from verifier.core.systems import System, read_system

_VARIABLE = re.compile(r"\b[A-Za-z_][A-Za-z0-9_]*")


class Builder:
    """The steps so far of one certificate, and the kernel that has accepted them."""

    def __init__(self, claim: str, variables: Iterable[str]) -> None:
        self.claim = claim
        self.variables = sorted(set(variables))
        self.ring = RINGS["flint"](self.variables)
        self.facts = Accepted(self.ring)
        self.systems: list[dict[str, Any]] = []
        self.steps: list[dict[str, Any]] = []

    def system(self, entry: dict[str, Any]) -> System:
        system = read_system(entry, self.ring)
        self.facts.systems[system.name] = system
        self.systems.append(entry)
        return system

    def emit(self, rule: str, name: str, **fields: Any) -> str:
        if rule in ("deduce", "consequence"):
            fields.setdefault("suppose", [])
        step = {"name": self.fresh(name), "rule": rule, **fields}
        accept(step, self.ring, self.facts)
        self.steps.append(step)
        return step["name"]

    def fresh(self, name: str) -> str:
        taken, number, tried = self.facts.facts, 2, name
        while tried in taken:
            tried, number = f"{name}, {number}", number + 1
        return tried

    def atom(self, entry: Any) -> Atom:
        return read_atom(entry, self.ring)

    def put(self, polynomial: str, names: dict[str, str]) -> str:
        """The text with other variables, all at once."""
        return _VARIABLE.sub(lambda m: names.get(m.group(), m.group()), polynomial)

    def text(self, polynomial: Any) -> str:
        return polynomial_text(polynomial, self.ring)

    def certificate(self, concludes: str) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "claim": self.claim,
            "variables": self.variables,
            "cites": {},
            "systems": self.systems,
            "steps": self.steps,
            "concludes": concludes,
        }


def elaborate(old: dict[str, Any]) -> Builder:
    """A certificate as a derivation tells it, by the kernel's rules."""
    return Elaboration(old).done()


class Elaboration:
    """One certificate on its way."""

    def __init__(self, old: dict[str, Any]) -> None:
        self.old = old
        self.by_name = {step["name"]: step for step in old["steps"]}
        self.ghosts: dict[str, dict[str, Any]] = {entry["name"]: {} for entry in old["systems"]}
        self.power: dict[tuple[str, str], str] = {}
        """the ghost of a growth fact, by its name and the symbol that stands for it"""
        self.clock: dict[str, str] = {}
        self.value0: dict[tuple[str, str], str] = {}
        self.count: dict[str, tuple[str, str]] = {}
        self.extra: set[str] = set()
        for step in old["steps"]:
            self._plan(step)
        names = {*old["variables"], *self.extra}
        for ghosts in self.ghosts.values():
            names |= {*ghosts, *(f"{x}_next" for x in ghosts)}
        self.b = Builder(old["claim"], names)
        self.origin: dict[str, dict[str, str]] = {}
        self.axioms: dict[str, str] = {}
        self.relation: dict[str, list[str]] = {}
        self.either: dict[tuple[str, ...], str] = {}
        self.counted: dict[str, tuple[str, str, str]] = {}
        self.named: dict[str, str] = {}
        """the step that stands for one of the old"""
        self.ends: dict[str, str] = {}
        self.used_params = {
            (entry[0], entry[1]) for step in old["steps"] for entry in step.get("given", ())
        }

    # -- auxiliary sequences ------------------------------------------------------------------

    def _entry(self, name: str) -> dict[str, Any]:
        return next(entry for entry in self.old["systems"] if entry["name"] == name)

    def _ghost(self, system: str, name: str, **definition: Any) -> str:
        self.ghosts[system].setdefault(name, definition)
        if self.ghosts[system][name] != definition:
            return self._ghost(system, f"{name}_", **definition)
        return name

    def _start_of(self, system: str, quantity: str) -> str:
        """The quantity at time 0: in parameters, or a sequence that stays as it began."""
        entry = self._entry(system)
        used = set(_VARIABLE.findall(quantity))
        if not (used & set(entry["next"])) - set(entry["origin"]):
            return _VARIABLE.sub(lambda m: entry["origin"].get(m.group(), m.group()), quantity)
        key = system, quantity
        if key not in self.value0:
            name = f"start_{len(self.value0)}"
            self.value0[key] = self._ghost(system, name, start=quantity, next=name)
        return self.value0[key]

    def _plan(self, step: dict[str, Any]) -> None:
        rule, system = step["rule"], str(step.get("system"))
        if rule in ("growth", "terminates"):
            self._start_of(system, step["quantity"])
            uses = [
                use["power"]
                for other in self.old["steps"]
                if other["rule"] == "at-every-time"
                for use in other["uses"]
                if use["fact"] == step["name"]
            ]
            for symbol in dict.fromkeys(uses) or [f"prod_{len(self.power)}"]:
                name = self._ghost(system, symbol, start="1", next=f"({step['ratio']})*{symbol}")
                self.power[step["name"], symbol] = name
        elif rule == "counting":
            when = step["event"]
            self._start_of(system, step["quantity"])
            number = len(self.count)
            power, count = f"gain_{number}", f"count_{number}"
            self._ghost(system, power, start="1", next=f"({step['growth']})*{power}", when=when, otherwise=power)
            self._ghost(system, count, start="0", next=f"{count} + 1", when=when, otherwise=count)
            self.count[step["name"]] = power, count
        elif rule == "logarithm" and step.get("power"):
            self.clock[system] = self._ghost(system, "clock_t", start="0", next="clock_t + 1")
        if rule == "sustain":
            for name in step["facts"]:
                fact = self.by_name[name]
                for use in fact["uses"] if fact["system"] == step["into"] else ():
                    ratio = self.by_name[use["fact"]]["ratio"]
                    power = use["power"]
                    self._ghost(system, power, start="1", next=f"({ratio})*{power}")
        if rule == "logarithm":
            self.extra |= {"ln_ratio", "ln_left", "ln_right"}

    # -- systems ----------------------------------------------------------------------------

    def done(self) -> Builder:
        for entry in self.old["systems"]:
            self._system(entry)
        for step in self.old["steps"]:
            try:
                getattr(self, f"_{step['rule'].replace('-', '_')}")(step)
            except CertificateError as error:
                raise CertificateError(f"{step['rule']} {step['name']!r}: {error}") from error
        return self.b

    def _system(self, entry: dict[str, Any]) -> None:
        ties = [
            {"tie": function, "of": [z], "value": v}
            for function in ("sigma", "softplus")
            for z, v in entry.get(function, [])
        ]
        equal = [[text, "="] for text in entry["instant"]]
        start = [[f"{x} - {x0}", "="] for x, x0 in sorted(entry["origin"].items())]
        system = self.b.system(
            {
                "name": entry["name"],
                "state": entry["next"],
                "parameters": entry["parameters"],
                "always": [*entry["conditions"], *equal, *ties],
                "step": [*entry["guards"], *([text, "="] for text in entry["relations"])],
                "start": [*entry["initial"], *start],
                "ghosts": self.ghosts[entry["name"]],
            }
        )
        self.origin[system.name] = entry["origin"]
        for tie in system.always:
            if isinstance(tie, Tie) and tie.function == "sigma":
                lemma = self._axiom("sigma is between 0 and 1", [tie.json(self.b.ring)])
                then = [atom.json(self.b.ring) for atom in self.b.facts.sequent(lemma).then]
                self._always(system, then, [lemma], f"{system.name}, {self.b.text(tie.value)} between 0 and 1")
        self._at_origin(system, [*system.always, *system.start])

    def _at_origin(self, system: System, atoms: Iterable[Atom]) -> None:
        """What holds at time 0 of parameters alone holds always."""
        b, origin = self.b, self.origin[system.name]
        for atom in atoms:
            if not isinstance(atom, Condition):
                continue
            moved = atom.put({x: b.ring.variable(x0) for x, x0 in origin.items()}, b.ring)
            variables = moved.variables(b.ring)
            if not variables or not variables <= system.parameters or found(moved, system.at_state()):
                continue
            start = None if atom.variables(b.ring) <= system.parameters else self._moved(atom, moved, system)
            b.emit(
                "invariant", f"{system.name}, as at time 0",
                system=system.name, invariants=[moved.json(b.ring)], start=[start], steps=[None],
            )  # fmt: skip

    def _moved(self, atom: Condition, moved: Condition, system: System) -> str:
        """The sequent from a condition on x, and x = x0, to the same on x0, or back."""
        b = self.b
        origin = self.origin[system.name]
        pairs = [(x, x0) for x, x0 in origin.items() if {x, x0} & (atom.variables(b.ring) | moved.variables(b.ring))]
        current, cofactors = atom.polynomial, []
        for x, x0 in pairs:
            forth = x in b.ring.variables_of(current)
            old, new = (x, x0) if forth else (x0, x)
            after = b.ring.put(current, {old: b.ring.variable(new)})
            gap = b.ring.variable(x) - b.ring.variable(x0)
            quotient = (after - current) / gap if after != current else after - after
            cofactors.append(quotient)
            current = after
        given = [atom.json(b.ring), *([f"{x} - {x0}", "="] for x, x0 in pairs)]
        terms = [] if atom.sign == "=" else [{"weight": "1", "factors": [0], "square": "1"}]
        factors = [[1 + i, b.text(q)] for i, q in enumerate(cofactors) if not b.ring.is_zero(q)]
        if atom.sign == "=":
            factors.append([0, "1"])
        return b.emit(
            "algebra", "the same at time 0", given=given, lemmas=[], target=b.text(current),
            sign=atom.sign, terms=terms, cofactors=factors, multiplier=[],
        )  # fmt: skip

    # -- helpers ----------------------------------------------------------------------------

    def _axiom(self, schema: str, given: list[Any]) -> str:
        key = f"{schema}: {given}"
        if key not in self.axioms:
            self.axioms[key] = self.b.emit("axiom", schema, schema=schema, given=given)
        return self.axioms[key]

    def _always(
        self, system: System, then: list[Any], lemmas: list[Any], name: str, at: str = "state"
    ) -> str:
        made = self.b.emit(
            "consequence", name, system=system.name, at=at, before=[], given=[], uses=[], lemmas=lemmas, then=then
        )
        return made

    def _discharged(self, name: str, context: Sequence[Atom], system: System | None = None) -> str:
        """A sequent that assumes of the cited one only what is in the context."""
        b = self.b
        sequent = b.facts.sequent(name)
        missing = [atom for atom in sequent.given if not found(atom, context)]
        if not missing:
            return name
        lemmas: list[str] = []
        for atom in missing:
            lemma = self._lemma_for(atom, context, system)
            if lemma is None:
                raise CertificateError(f"nothing gives {atom.json(b.ring)} for {name!r}")
            lemmas.append(lemma)
        given: list[Any] = []
        for cited in [*lemmas, name]:
            for atom in b.facts.sequent(cited).given:
                entry = atom.json(b.ring)
                if found(atom, context) and entry not in given:
                    given.append(entry)
        then = [atom.json(b.ring) for atom in sequent.then]
        return b.emit("deduce", f"{name}, of the system", given=given, lemmas=[*lemmas, name], then=then)

    def _lemma_for(self, atom: Atom, context: Sequence[Atom], system: System | None) -> str | None:
        b = self.b
        for tie in context:
            if isinstance(tie, Tie) and tie.function == "sigma":
                lemma = self._axiom("sigma is between 0 and 1", [tie.json(b.ring)])
                if found(atom, b.facts.sequent(lemma).then):
                    return lemma
        if system is None or not isinstance(atom, Condition):
            return None
        origin = self.origin[system.name]
        forward = {x: b.ring.variable(x0) for x, x0 in origin.items()}
        backward = {x0: b.ring.variable(x) for x, x0 in origin.items()}
        for known in context:
            if isinstance(known, Condition) and known.sign == atom.sign:
                for put in (forward, backward):
                    moved = known.put(put, b.ring)
                    if moved.implies(atom):
                        return self._moved(known, moved, system)
        back = atom.put(backward, b.ring)
        if found(back, context):
            return self._moved(back, atom, system)
        return None

    def _sign(
        self, step: dict[str, Any], key: str, polynomial: str, sign: str, system: System, at: str,
        given: Sequence[Any] = (),
    ) -> list[Any]:
        """Lemmas that show it at a state or a step: none where it is known."""
        b = self.b
        context = [*(system.at_state() if at == "state" else system.at_step()), *map(b.atom, given)]
        if step.get(key) is not None:
            return [self._discharged(self._name(step[key]), context, system)]
        wanted = b.atom([polynomial, sign])
        if found(wanted, context):
            return []
        raise CertificateError(f"{key}: {polynomial} {sign} 0 is not known of a {at} of {system.name}")

    def _name(self, old: str) -> str:
        return self.named.get(old, old)

    # -- sequents ---------------------------------------------------------------------------

    def _given(self, step: dict[str, Any]) -> list[Any]:
        given = [*step["given"], *([text, "="] for text in step["relations"])]
        for cited in step["lemmas"]:
            for atom in self.b.facts.sequent(self._name(cited)).given:
                entry = atom.json(self.b.ring)
                if isinstance(atom, Tie) and entry not in given:
                    given.append(entry)
        return given

    def _algebra(self, step: dict[str, Any], target: str, sign: str, terms: list[Any]) -> None:
        own, given = len(step["given"]), self._given(step)

        def place(index: int) -> int:
            return index if index < own else index - own + len(given)

        self.b.emit(
            "algebra", step["name"], given=given, lemmas=[self._name(cited) for cited in step["lemmas"]],
            target=target, sign=sign,
            terms=[term | {"factors": [place(index) for index in term["factors"]]} for term in terms],
            cofactors=[[own + i, text] for i, text in enumerate(step["cofactors"]) if text != "0"],
            multiplier=[place(index) for index in step["multiplier"]],
        )  # fmt: skip

    def _identity(self, step: dict[str, Any]) -> None:
        self._algebra(step, f"{step['lhs']} - ({step['rhs']})", "=", [])

    def _positivity(self, step: dict[str, Any]) -> None:
        self._algebra(step, step["target"], step["sign"], step["terms"])

    def _flow(self, step: dict[str, Any]) -> None:
        moving, start, *others = step["points"]
        ties = [tie for point in others for tie in _ties(point)]
        assumed = [*step["assumed"], *ties]
        b = self.b
        side = 1 if step["direction"] == "forward" else -1
        ahead = [f"{moving[0]} - {start[0]}" if side > 0 else f"{start[0]} - {moving[0]}", ">"]
        context = [b.atom(entry) for entry in [*assumed, ahead, *_ties(moving), *_ties(start)]]
        rate = self._discharged(self._name(step["rate"]), context)
        first = None
        if step.get("start") is not None:
            put = {x: b.ring.variable(x0) for x, x0 in zip(moving, start, strict=True)}
            there = [b.atom(entry).put(put, b.ring) for entry in [*assumed, *_ties(moving)]]
            first = self._discharged(self._name(step["start"]), there)
        b.emit(
            "flow", step["name"], target=step["target"], moving=moving, direction=step["direction"],
            assumed=assumed, start=first, rate=rate, **{"from": start},
        )  # fmt: skip

    def _either_order(self, cited: list[str]) -> str:
        if len(cited) == 1:
            return cited[0]
        key = tuple(cited)
        if key not in self.either:
            b = self.b
            forward = next(name for name in cited if self.by_name[name]["direction"] == "forward")
            backward = next(name for name in cited if name != forward)
            step = self.by_name[forward]
            split = [f"{step['points'][0][0]} - {step['points'][1][0]}", ">="]
            orders = [b.atom(split), opposite(b.atom(split), b.ring)]  # type: ignore[arg-type]
            given: list[Any] = []
            for name in (forward, backward):
                for atom in b.facts.sequent(name).given:
                    entry = atom.json(b.ring)
                    if entry not in given and not found(atom, orders):
                        given.append(entry)
            self.either[key] = b.emit(
                "cases", f"{forward}, whichever", given=given, split=split,
                then=[atom.json(b.ring) for atom in b.facts.sequent(forward).then],
                **{"if": forward, "else": backward},
            )  # fmt: skip
        return self.either[key]

    def _pointwise(self, step: dict[str, Any]) -> None:
        b = self.b
        source = self._either_order(step["facts"])
        flow = self.by_name[step["facts"][0]]
        values, lemmas, base = dict(step["parameters"]), [], []
        for place, point in zip(step["points"], flow["points"], strict=True):
            if place == "zero":
                values |= dict(zip(point, ("0", "1/2"), strict=True))
                lemmas.append(self._axiom("at a number", []))
                continue
            at = place["reflected"] if isinstance(place, dict) else place
            base += _ties(at)
            if isinstance(place, dict):
                z, g, *loss = at
                values |= dict(zip(point, (f"-{z}", f"1 - {g}", *(f"{v} + {z}" for v in loss)), strict=True))
                for tie in _ties(at):
                    lemmas.append(self._axiom(f"{tie['tie']} reflected", [tie]))
            else:
                values |= dict(zip(point, at, strict=True))
        put = {x: read_polynomial(text, b.ring) for x, text in values.items()}
        sequent = b.facts.sequent(source)
        known = [b.atom(entry) for entry in base]
        for lemma in lemmas:
            known += b.facts.sequent(lemma).then
        more = [atom.put(put, b.ring) for atom in sequent.given]
        given = [*base, *(atom.json(b.ring) for atom in more if not found(atom, known))]
        given = [entry for i, entry in enumerate(given) if entry not in given[:i]]
        then = [atom.put(put, b.ring).json(b.ring) for atom in sequent.then]
        b.emit("deduce", step["name"], given=given, lemmas=[*lemmas, [source, values]], then=then)

    def _reflection(self, step: dict[str, Any]) -> None:
        raise CertificateError("no certificate uses it")

    # -- time -------------------------------------------------------------------------------

    def _start(self, system: System, entry: Any, cited: str | None) -> str | None:
        """The sequent that shows an invariant at time 0; None where it is known."""
        b = self.b
        context = system.at_start()
        if cited is not None:
            return self._discharged(self._name(cited), context, system)
        atom = b.atom(entry)
        return None if found(atom, context) else self._lemma_for(atom, context, system)

    def _invariant(self, step: dict[str, Any]) -> None:
        self._invariants(step, step["invariants"])

    def _equations(self, step: dict[str, Any]) -> None:
        self._invariants(step, [[text, "="] for text in step["equations"]])

    def _invariants(self, step: dict[str, Any], entries: list[Any]) -> None:
        b = self.b
        system = b.facts.system(step["system"])
        atoms = [b.atom(entry) for entry in entries]
        context = [*system.at_step(), *atoms]
        b.emit(
            "invariant", step["name"], system=system.name, invariants=entries,
            start=[self._start(system, e, s) for e, s in zip(entries, step["start"], strict=True)],
            steps=[self._discharged(self._name(s), context, system) for s in step["steps"]],
        )  # fmt: skip
        self._at_origin(system, atoms)

    def _consequence(self, step: dict[str, Any]) -> None:
        b = self.b
        system = b.facts.system(step["system"])
        cited = [self._discharged(self._name(s), system.at_state(), system) for s in step["sequents"]]
        then = [atom.json(b.ring) for s in cited for atom in b.facts.sequent(s).then]
        self._always(system, then, cited, step["name"])
        self._at_origin(system, [b.atom(entry) for entry in then])

    def _growth(self, step: dict[str, Any]) -> None:
        b = self.b
        system = b.facts.system(step["system"])
        quantity, ratio = step["quantity"], step["ratio"]
        first = self._start_of(system.name, quantity)
        symbols = [s for (name, s) in self.power if name == step["name"]]
        shown = self._discharged(self._name(step["step"]), system.at_step(), system)
        after = self.b.put(quantity, dict(system.state))
        sign = 1 if step["direction"] == ">=" else -1
        factor = self._sign(step, "nonnegative", ratio, ">=", system, "step")
        for symbol in symbols:
            power = self.power[step["name"], symbol]
            nonnegative = [power, ">="]
            if not found(b.atom(nonnegative), system.at_state()):
                self._power_signs(system, power, ratio, factor)
            gap = f"({quantity}) - {power}*({first})"
            first_after = f"{first}_next" if first in system.ghosts else first
            gap_after = f"({after}) - {power}_next*({first_after})"
            if sign < 0:
                gap, gap_after = f"{power}*({first}) - ({quantity})", f"{power}_next*({first_after}) - ({after})"
            if found(b.atom([gap, ">="]), system.at_state()):
                continue
            moves = [[f"{power}_next - ({ratio})*{power}", "="], *self._stays(system, first)]
            kept = self._combined(
                f"{step['name']}, product kept", gap_after, [[ratio, ">="], [gap, ">="], *moves],
                [shown, *factor], [[0, 1], ["g"]], moves,
            )  # fmt: skip
            start = self._equal_at_start(system, gap, power)
            name = step["name"] if symbol == symbols[0] else f"{step['name']}, {symbol}"
            b.emit("invariant", name, system=system.name, invariants=[[gap, ">="]], start=[start], steps=[kept])

    def _stays(self, system: System, first: str) -> list[Any]:
        return [[f"{first}_next - {first}", "="]] if first in system.ghosts else []

    def _step_of(
        self, name: str, system: System, target: str, *, given: list[Any], shown: list[str],
        factor: list[str], terms: list[list[Any]], cofactors: list[Any], sign: str = ">=",
    ) -> str:
        """A sequent by algebra, with what ``shown`` and ``factor`` conclude among its premises."""
        b = self.b
        full: list[Any] = []
        lemmas = [*shown, *factor]
        if factor:
            given = [entry for i, entry in enumerate(given) if i != 0]
        for cited in lemmas:
            for atom in b.facts.sequent(cited).given:
                entry = atom.json(b.ring)
                if entry not in full and entry not in given:
                    full.append(entry)
        base = [*given, *full]
        places: dict[Any, int] = {"shown": len(base)}
        if factor:
            places |= {0: len(base) + len(shown)} | {i: i - 1 for i in range(1, 9)}
        else:
            places |= {i: i for i in range(9)}
        made = [{"weight": "1", "factors": [places[p] for p in term], "square": "1"} for term in terms]
        return b.emit(
            "algebra", name, given=base, lemmas=lemmas, target=target, sign=sign, terms=made,
            cofactors=[[places[i], text] for i, text in cofactors], multiplier=[],
        )  # fmt: skip

    def _equal_at_start(self, system: System, gap: str, power: str) -> str:
        """At time 0 a quantity is its own start, and the product is 1: the gap is 0."""
        b = self.b
        target = read_polynomial(gap, b.ring)
        pairs = [(x, x0) for x, x0 in self.origin[system.name].items()]
        equations = [(power, "1"), *pairs]
        equations += [(x, b.text(g.start)) for x, g in system.ghosts.items() if x.startswith("start_")]
        current = target
        given: list[Any] = []
        cofactors: list[Any] = []
        for x, value in equations:
            v = read_polynomial(value, b.ring)
            after = b.ring.put(current, {x: v})
            if after != current:
                gap_here = b.ring.variable(x) - v
                quotient = (current - after) / gap_here
                cofactors.append([len(given), b.text(quotient)])
                given.append([f"{x} - ({value})", "="])
                current = after
        if not b.ring.is_zero(current):
            raise CertificateError(f"{gap} is not 0 at time 0: {b.text(current)}")
        terms = [{"weight": "0", "factors": [], "square": "1"}]
        return b.emit(
            "algebra", f"{system.name}, at time 0 the product is 1", given=given, lemmas=[], target=gap,
            sign=">=", terms=terms, cofactors=cofactors, multiplier=[],
        )  # fmt: skip

    def _power_signs(self, system: System, power: str, ratio: str, factor: list[str]) -> None:
        """A product of nonnegative factors is; of positive, positive; of at most 1, at most 1."""
        b = self.b
        goes = [f"{power}_next - ({ratio})*{power}", "="]
        known = system.at_state()
        one = self._number(f"{power} is 1", [f"{power} - 1", "="], power, ">")
        for sign in (">=", ">"):
            wanted = [ratio, sign]
            use = factor if sign == ">=" else []
            if not use and not found(b.atom(wanted), known if sign == ">" else system.at_step()):
                continue
            step = self._step_of(
                f"{system.name}, {power} stays", system, f"{power}_next",
                given=[wanted, [power, sign], goes], shown=[], factor=use, terms=[[0, 1]],
                cofactors=[[2, "1"]], sign=sign,
            )  # fmt: skip
            b.emit(
                "invariant", f"{system.name}, {power} {'positive' if sign == '>' else 'not negative'}",
                system=system.name, invariants=[[power, sign]], start=[one], steps=[step],
            )  # fmt: skip
        below = [f"1 - ({ratio})", ">="]
        if found(b.atom(below), known):
            at_most = self._number(f"{power} is at most 1", [f"{power} - 1", "="], f"1 - {power}", ">=")
            step = b.emit(
                "algebra", f"{system.name}, {power} does not grow",
                given=[[f"1 - {power}", ">="], below, [power, ">="], goes], lemmas=[],
                target=f"1 - {power}_next", sign=">=",
                terms=[{"weight": "1", "factors": [0], "square": "1"}, {"weight": "1", "factors": [1, 2], "square": "1"}],
                cofactors=[[3, "-1"]], multiplier=[],
            )  # fmt: skip
            b.emit(
                "invariant", f"{system.name}, {power} at most 1", system=system.name,
                invariants=[[f"1 - {power}", ">="]], start=[at_most], steps=[step],
            )  # fmt: skip

    def _number(self, name: str, equation: Any, target: str, sign: str) -> str:
        """The sign of what an equation makes a number: target − number = cofactor·equation."""
        b = self.b
        left = read_polynomial(target, b.ring)
        gap = read_polynomial(equation[0], b.ring)
        for factor in ("1", "-1"):
            rest = left - read_polynomial(factor, b.ring) * gap
            if not b.ring.variables_of(rest):
                weight = b.text(rest)
                return b.emit(
                    "algebra", name, given=[equation], lemmas=[], target=target, sign=sign,
                    terms=[{"weight": weight, "factors": [], "square": "1"}], cofactors=[[0, factor]],
                    multiplier=[],
                )  # fmt: skip
        raise CertificateError(f"{target} is no number where {equation[0]} = 0")

    def _at_every_time(self, step: dict[str, Any]) -> None:
        b = self.b
        system = b.facts.system(step["system"])
        context = [*system.at_state(), *map(b.atom, step["assume"])]
        sequent = self._discharged(self._name(step["sequent"]), context, system)
        b.emit(
            "consequence", step["name"], system=system.name, at="state", before=[], given=step["assume"], uses=[],
            lemmas=[sequent], then=[atom.json(b.ring) for atom in b.facts.sequent(sequent).then],
        )  # fmt: skip

    def _counting(self, step: dict[str, Any]) -> None:
        b = self.b
        system = b.facts.system(step["system"])
        power, _ = self.count[step["name"]]
        quantity, growth, cap = step["quantity"], step["growth"], step["cap"]
        event, first = step["event"], self._start_of(system.name, quantity)
        context = [*system.at_step(), *map(b.atom, event)]
        grows = self._discharged(self._name(step["at_event"]), context, system)
        holds = self._discharged(self._name(step["otherwise"]), system.at_step(), system)
        below = self._discharged(self._name(step["below_cap"]), context, system)
        factor = self._sign(step, "nonnegative", growth, ">=", system, "step", event)
        after = b.put(quantity, dict(system.state))
        first_after = f"{first}_next" if first in system.ghosts else first
        gap, gap_after = f"({quantity}) - {power}*({first})", f"({after}) - {power}_next*({first_after})"
        goes, stays = [f"{power}_next - ({growth})*{power}", "="], [f"{power}_next - {power}", "="]
        rest = self._stays(system, first)
        up = self._combined(
            f"{step['name']}, at an event", gap_after, [[growth, ">="], [gap, ">="], goes, *rest],
            [grows, *factor], [[0, 1], ["g"]], [goes, *rest],
        )  # fmt: skip
        same = self._combined(
            f"{step['name']}, otherwise", gap_after, [[gap, ">="], stays, *rest], [holds],
            [[0], ["g"]], [stays, *rest],
        )  # fmt: skip
        kept = self._by_event(step["name"], event, [goes], [stays], up, same)
        start = self._equal_at_start(system, gap, power)
        b.emit(
            "invariant", f"{step['name']}, product", system=system.name, invariants=[[gap, ">="]],
            start=[start], steps=[kept],
        )  # fmt: skip
        wanted = [f"({cap}) - {power}*({first})", ">"]
        less = self._step_of(
            f"{step['name']}, below the cap", system, wanted[0],
            given=[["1", ">="], [gap, ">="]], shown=[below], factor=[], terms=[[1], ["shown"]],
            cofactors=[], sign=">",
        )  # fmt: skip
        b.emit(
            "consequence", step["name"], system=system.name, at="step", before=[], given=event, uses=[],
            lemmas=[less], then=[wanted],
        )  # fmt: skip

    def _by_event(
        self, name: str, event: list[Any], goes: list[Any], stays: list[Any], up: str, same: str
    ) -> str:
        """One step's sequent from those with the event and without it, by cases on its conditions."""
        b = self.b
        applied = [self._axiom("apply", [{"if": event, "then": one}, *event]) for one in goes]
        then = [atom.json(b.ring) for atom in b.facts.sequent(up).then]

        def of(sequent: str, conditions: list[Any], lemmas: list[str], tag: str) -> str:
            drop = [b.atom(entry) for entry in [*goes, *stays]]
            given = [*conditions, *(a.json(b.ring) for x in lemmas for a in b.facts.sequent(x).given)]
            given += [a.json(b.ring) for a in b.facts.sequent(sequent).given if not found(a, drop)]
            given = [entry for i, entry in enumerate(given) if entry not in given[:i]]
            return b.emit("deduce", f"{name}, {tag}", given=given, lemmas=[*lemmas, sequent], then=then)

        inner = of(up, event, applied, "with the event")
        for index, one in reversed(list(enumerate(event))):
            against = opposite(b.atom(one), b.ring).json(b.ring)  # type: ignore[arg-type]
            rests = [self._axiom("apply", [{"if": [against], "then": stay}, against]) for stay in stays]
            other = of(same, [against], rests, f"without {index + 1}")
            split = [b.atom(one), b.atom(against)]
            given: list[Any] = []
            for cited in (inner, other):
                for atom in b.facts.sequent(cited).given:
                    entry = atom.json(b.ring)
                    if entry not in given and not found(atom, split):
                        given.append(entry)
            inner = b.emit(
                "cases", f"{name}, either way", given=given, split=one, then=then,
                **{"if": inner, "else": other},
            )  # fmt: skip
        return inner

    def _logarithm(self, step: dict[str, Any]) -> None:
        b = self.b
        system = b.facts.system(step["system"])
        fact = self.by_name[step["fact"]]
        counted = fact["rule"] == "counting"
        ratio, left, right = step["ratio"], step["left"], step["right"]
        if counted:
            power, number = self.count[fact["name"]]
            given, at = fact["event"], "step"
        else:
            power, number, given, at = step["power"], self.clock[system.name], fact["assume"], "state"
        tie = {"tie": "power", "of": [ratio, number], "value": power}
        positive = self._sign(step, "ratio_positive", ratio, ">", system, "state")
        if positive:
            self._always(system, [[ratio, ">"]], positive, f"{step['name']}, ratio positive")
        self._power_tie(system, tie, ratio, number, power, fact["event"] if counted else None)
        lns = [
            {"tie": "ln", "of": [text], "value": f"ln_{name}"}
            for name, text in (("ratio", ratio), ("left", left), ("right", right))
        ]
        of_power = self._axiom("ln of a power", [tie, lns[0]])
        ln_power = b.facts.sequent(of_power).then[0].json(b.ring)
        product = self._axiom("ln of a product", [lns[1], ln_power])
        ln_product = b.facts.sequent(product).then[0].json(b.ring)
        order = [f"{right} - ({left})*{power}", ">"]
        increases = self._axiom("ln increases", [ln_product, lns[2], order])
        then = [atom.json(b.ring) for atom in b.facts.sequent(increases).then]
        b.emit(
            "consequence", step["name"], system=system.name, at=at, before=[], given=[*given, *lns],
            uses=[fact["name"]], lemmas=[of_power, product, increases], then=then,
        )  # fmt: skip

    def _power_tie(
        self, system: System, tie: Any, ratio: str, number: str, power: str, event: list[Any] | None
    ) -> None:
        b = self.b
        if found(b.atom(tie), system.at_state()):
            return
        none = self._axiom("no power", [self._known_sign(system, ratio)])
        zero = [["0", "="], [f"-{number}", "="], [f"1 - {power}", "="]]
        started = self._rewritten(none, zero)
        up = [[f"{ratio} - ({ratio})", "="], [f"{number} + 1 - {number}_next", "="]]
        up += [[f"({ratio})*{power} - {power}_next", "="]]
        raised = self._rewritten(self._axiom("next power", [tie]), up)
        if event is None:
            steps = raised
        else:
            same = [["0", "="], [f"{number} - {number}_next", "="], [f"{power} - {power}_next", "="]]
            stays = self._axiom("rewritten", [tie, *same])
            steps = self._by_event(f"{power} as a power", event, up[1:], same[1:], raised, stays)
        b.emit(
            "invariant", f"{system.name}, {power} is a power", system=system.name, invariants=[tie],
            start=[started], steps=[steps],
        )  # fmt: skip

    def _known_sign(self, system: System, ratio: str) -> Any:
        for sign in (">", ">="):
            if found(self.b.atom([ratio, sign]), system.at_state()):
                return [ratio, sign]
        raise CertificateError(f"the sign of {ratio} is not known")

    def _rewritten(self, source: str, equations: list[Any]) -> str:
        """The source's tie, rewritten by the equations."""
        b = self.b
        sequent = b.facts.sequent(source)
        tie = sequent.then[0].json(b.ring)
        lemma = self._axiom("rewritten", [tie, *equations])
        given = [*(atom.json(b.ring) for atom in sequent.given), *equations]
        then = [atom.json(b.ring) for atom in b.facts.sequent(lemma).then]
        return b.emit("deduce", f"{source}, rewritten", given=given, lemmas=[source, lemma], then=then)

    # -- from one system to another ---------------------------------------------------------

    def _sustain(self, step: dict[str, Any]) -> None:
        b = self.b
        system, into = b.facts.system(step["system"]), b.facts.system(step["into"])
        during: list[Any] = []
        for name in step["facts"]:
            fact = b.facts.find(name, Along)
            during += [entry for entry in (a.json(b.ring) for a in fact.given) if entry not in during]
        shared = {x: x for x in into.ghosts if x in system.ghosts}
        b.emit(
            "inclusion", step["name"], system=system.name, into=into.name, origin=True, start=[],
            throughout=[], during=during, values=shared, frozen={}, uses=step["facts"],
            lemmas={"state": [], "step": [], "start": []},
        )  # fmt: skip

    def _tail(self, step: dict[str, Any]) -> None:
        b = self.b
        system, into = b.facts.system(step["system"]), b.facts.system(step["into"])
        origin = self.origin[into.name]
        frozen = {x0: x for x, x0 in origin.items() if x0 not in system.both}
        context = [*system.at_state(), *map(b.atom, [*step["start"], *step["throughout"]])]
        start = [self._discharged(self._name(s), context, system) for s in step["initial"] if s is not None]
        b.emit(
            "inclusion", step["name"], system=system.name, into=into.name, origin=False,
            start=step["start"], throughout=step["throughout"], during=[], values={}, frozen=frozen, uses=[],
            lemmas={"state": [], "step": [], "start": start},
        )  # fmt: skip

    # -- no infinite run --------------------------------------------------------------------

    def _terminates(self, step: dict[str, Any]) -> None:
        """X > 0, X' ≥ ρX with ρ > 1, X ≤ cap: so X_0·ρ^t ≤ cap."""
        b = self.b
        system = b.facts.system(step["system"])
        quantity, ratio, cap = step["quantity"], step["ratio"], step["cap"]
        first = self._start_of(system.name, quantity)
        above = self._sign(step, "ratio_above_one", f"({ratio}) - 1", ">", system, "state")
        positive = self._sign(step, "positive", quantity, ">", system, "state")
        below = self._sign(step, "below_cap", f"({cap}) - ({quantity})", ">=", system, "state")
        name = step["name"]
        for lemmas, wanted, tag in (
            (above, f"({ratio}) - 1", "ratio above 1"), (positive, quantity, "positive"),
        ):  # fmt: skip
            if lemmas:
                self._always(system, [[wanted, ">"]], lemmas, f"{name}, {tag}")
        if not found(b.atom([ratio, ">="]), system.at_state()):
            more = self._combined(f"{name}, ratio", ratio, [["1", ">="], [f"({ratio}) - 1", ">"]], [], [[0], [1]], [])
            self._always(system, [[ratio, ">="]], [more], f"{name}, ratio not negative")
        grown = f"{name}, grown"
        self.power[grown, "power"] = self.power.pop((name, next(s for n, s in self.power if n == name)))
        power = self.power[grown, "power"]
        self._growth(step | {"name": grown, "direction": ">=", "nonnegative": None})
        if first in system.ghosts:
            starts = self._first_positive(system, quantity, first)
            stays = self._combined(f"{name}, start stays", f"{first}_next", [[first, ">"], *self._stays(system, first)],
                                   [], [[0]], self._stays(system, first), ">")  # fmt: skip
            b.emit("invariant", f"{name}, start positive", system=system.name, invariants=[[first, ">"]],
                   start=[starts], steps=[stays])  # fmt: skip
        gap = [f"({quantity}) - {power}*({first})", ">="]
        room = [f"({cap}) - ({quantity})", ">="]
        bounded = f"({cap}) - {power}*({first})"
        known = [gap] if below else [gap, room]
        terms: list[list[Any]] = [[0], ["g"]] if below else [[0], [1]]
        less = self._combined(f"{name}, below the cap", bounded, known, below, terms, [])
        fact = self._always(system, [[bounded, ">="]], [less], f"{name}, power bounded")
        b.emit("archimedes", name, system=system.name, power=power, ratio=ratio, base=first, cap=cap, bounded=fact)

    def _givens(self, lemmas: list[str], otherwise: list[Any]) -> list[Any]:
        if not lemmas:
            return otherwise
        return [atom.json(self.b.ring) for lemma in lemmas for atom in self.b.facts.sequent(lemma).given]

    def _combined(
        self, name: str, target: str, given: list[Any], lemmas: list[str], terms: list[list[Any]],
        equations: list[Any], sign: str = ">=",
    ) -> str:
        """A sum of products; the cofactors of the equations by elimination of the next values."""
        b = self.b
        full = [*given, *self._givens(lemmas, [])]
        full = [entry for i, entry in enumerate(full) if entry not in full[:i]]
        shown = [atom for lemma in lemmas[1:] for atom in b.facts.sequent(lemma).then]
        given_by = {i: len(full) + 1 + j for i, e in enumerate(given) for j, x in enumerate(shown) if x.implies(b.atom(e))}
        known = b.facts.extended([b.atom(entry) for entry in full], lemmas)
        places = [[len(full) if p == "g" else given_by.get(p, p) for p in term] for term in terms]
        if given_by:
            kept = [i for i in range(len(full)) if i not in given_by]
            places = [[kept.index(p) if p < len(full) else p - len(full) + len(kept) for p in term] for term in places]
            full = [full[i] for i in kept]
            known = b.facts.extended([b.atom(entry) for entry in full], lemmas)
        rest = read_polynomial(target, b.ring)
        for term in places:
            product = b.ring.constant(1)  # type: ignore[arg-type]
            for place in term:
                product = product * known[place].polynomial  # type: ignore[union-attr]
            rest = rest - product
        cofactors = []
        for equation in equations:
            after = _VARIABLE.findall(equation[0])[0]
            value = b.ring.variable(after) - read_polynomial(equation[0], b.ring)
            put = b.ring.put(rest, {after: value})
            quotient = (rest - put) / (b.ring.variable(after) - value)
            cofactors.append([full.index(equation), b.text(quotient)])
            rest = put
        if not b.ring.is_zero(rest):
            raise CertificateError(f"{name}: {b.text(rest)} is left")
        return b.emit(
            "algebra", name, given=full, lemmas=lemmas, target=target, sign=sign,
            terms=[{"weight": "1", "factors": term, "square": "1"} for term in places],
            cofactors=[pair for pair in cofactors if pair[1] != "0"], multiplier=[],
        )  # fmt: skip

    def _first_positive(self, system: System, quantity: str, first: str) -> str:
        return self.b.emit(
            "algebra", f"{system.name}, {first} positive", given=[[quantity, ">"], [f"{first} - ({quantity})", "="]],
            lemmas=[], target=first, sign=">", terms=[{"weight": "1", "factors": [0], "square": "1"}],
            cofactors=[[1, "1"]], multiplier=[],
        )  # fmt: skip

    def _relay(self, step: dict[str, Any]) -> None:
        after = self.by_name[step["after"]]
        self.b.emit(
            "decompose", step["name"], system=step["system"], event=after["start"][0],
            quiet=step["before"], quiet_ends=step["before_ends"], after=step["after"],
            after_ends=step["after_ends"], power=None, ratio=None, base=None, cap=None, bounded=None,
        )  # fmt: skip

    def _exhaustion(self, step: dict[str, Any]) -> None:
        b = self.b
        system = b.facts.system(step["system"])
        counted = self.by_name[step["counted"]]
        power, _ = self.count[counted["name"]]
        quantity, growth, cap = counted["quantity"], counted["growth"], counted["cap"]
        first = self._start_of(system.name, quantity)
        rest = b.facts.find(step["rest"], Ends).system
        (event,) = counted["event"]
        against = opposite(b.atom(event), b.ring).json(b.ring)  # type: ignore[arg-type]
        quiet = b.emit(
            "inclusion", f"{step['name']}, without the event", system=system.name, into=rest.name, origin=False,
            start=[], throughout=[against], during=[], values={},
            frozen={x0: x for x, x0 in self.origin[rest.name].items() if x0 not in system.both}, uses=[],
            lemmas={"state": [], "step": [], "start": []},
        )  # fmt: skip
        above = self._sign(step, "growth_above_one", f"({growth}) - 1", ">", system, "state")
        positive = self._sign(step, "positive", first, ">", system, "state")
        if positive:
            self._always(system, [[first, ">"]], positive, f"{step['name']}, start positive")
        if above:
            self._always(system, [[f"({growth}) - 1", ">"]], above, f"{step['name']}, growth above 1")
        b.emit(
            "decompose", step["name"], system=system.name, event=event, quiet=quiet, quiet_ends=step["rest"],
            after=None, after_ends=None, power=power, ratio=growth, base=first, cap=cap,
            bounded=counted["name"],
        )  # fmt: skip


def _ties(point: Sequence[str]) -> list[dict[str, Any]]:
    values = zip(("sigma", "softplus"), point[1:], strict=False)
    return [{"tie": function, "of": [point[0]], "value": value} for function, value in values]


__all__ = ["Along", "Builder", "Sequent", "condition", "elaborate"]
