"""The auxiliary sequences along a run that the told steps speak of, found before any step is made.

The kernel knows no product over time and no count.  A system is declared together with such sequences,
each defined by a recursion, so that every run has exactly one of them:

    power   E_0 = 1, E' = ρ·E        the product of the factors ρ up to now; ρ^t if ρ never changes
    start   S_0 = X, S' = S          the value of X at time 0, where no parameter names it
    count   n_0 = 0, n' = n + 1      time; or, at the steps with an event alone, how often it happened
    gain    G_0 = 1, G' = g·G        likewise, at the steps with an event alone
    since   0, until an event, and then 1
    early   n_0 = 0, n' = n + 1      at the steps before an event alone
"""

from __future__ import annotations

import re
from typing import Any

_WORD = re.compile(r"\b[A-Za-z_][A-Za-z0-9_]*")
CLOCK = "clock_t"
LOGARITHMS = ("ln_ratio", "ln_left", "ln_right")


def on_the_way(variable: str) -> str:
    """What is called the value at a moving point that is told of the end of its way."""
    return f"{variable}_on"


class Plan:
    """By system, its sequences; and the names of those that a told step speaks of."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.steps = {step["name"]: step for step in told["steps"]}
        self.entries = {entry["name"]: entry for entry in told["systems"]}
        self.sequences: dict[str, dict[str, Any]] = {name: {} for name in self.entries}
        self.powers: dict[str, list[str]] = {}
        """of a quantity that grows: the symbols for the product, by the name of the step"""
        self.gain: dict[str, str] = {}
        self.count: dict[str, str] = {}
        self.since: dict[str, str] = {}
        self.early: dict[str, str] = {}
        self.starts: dict[tuple[str, str], str] = {}
        for step in told["steps"]:
            self._of(step, step["name"] in told["concludes"])
        used = any(step["rule"] == "logarithm" for step in told["steps"])
        ways = (step["points"][0] for step in told["steps"] if step["rule"] == "flow")
        self.variables = {*told["variables"], *(LOGARITHMS if used else ())}
        self.variables |= {on_the_way(x) for end in ways for x in end}
        for sequences in self.sequences.values():
            self.variables |= {*sequences, *(f"{x}_next" for x in sequences)}

    def first(self, system: str, quantity: str) -> str:
        """The quantity at time 0, as text: in parameters, or a sequence that stays as it began."""
        entry = self.entries[system]
        origin = entry["origin"]
        if not set(_WORD.findall(quantity)) & set(entry["next"]) - set(origin):
            return _WORD.sub(lambda word: origin.get(word.group(), word.group()), quantity)
        key = system, quantity
        if key not in self.starts:
            name = f"start_{len(self.starts)}"
            self.starts[key] = self._add(system, name, start=quantity, next=name)
        return self.starts[key]

    def _add(self, system: str, name: str, **definition: Any) -> str:
        mine = self.sequences[system]
        while mine.setdefault(name, definition) != definition:
            name += "_"
        return name

    def _of(self, step: dict[str, Any], concluded: bool) -> None:
        rule, system = step["rule"], str(step.get("system"))
        if rule in ("growth", "terminates"):
            uses = self._uses(step["name"]) or ["prod"] * (concluded or rule == "terminates")
            if uses:
                self.first(system, step["quantity"])
            self.powers[step["name"]] = [self._power(system, symbol, step["ratio"]) for symbol in uses]
        elif rule == "counting":
            event, number = step["event"], len(self.gain)
            self.first(system, step["quantity"])
            gain, count = f"gain_{number}", f"count_{number}"
            grows = {"start": "1", "next": f"({step['growth']})*{gain}", "when": event, "otherwise": gain}
            self.gain[step["name"]] = self._add(system, gain, **grows)
            if any(other.get("fact") == step["name"] for other in self.steps.values()):
                goes = {"start": "0", "next": f"{count} + 1", "when": event, "otherwise": count}
                self.count[step["name"]] = self._add(system, count, **goes)
        elif rule == "logarithm" and step.get("power"):
            self._add(system, CLOCK, start="0", next=f"{CLOCK} + 1")
        elif rule == "lasting":
            if step.get("event"):
                since = self._name(system, "since")
                goes = {"start": "0", "next": "1", "when": step["event"], "otherwise": since}
                self.since[step["name"]] = self._add(system, since, **goes)
        elif rule == "sorted":
            event, since = self.steps[step["lasting"]]["event"], self.since[step["lasting"]]
            early = self._name(system, "early")
            goes = {"start": "0", "next": early, "when": event, "otherwise": f"{early} + 1 - {since}"}
            self.early[step["name"]] = self._add(system, early, **goes)
            self._add(system, CLOCK, start="0", next=f"{CLOCK} + 1")
        elif rule == "sustain":
            for fact in (self.steps[name] for name in step["facts"]):
                self._also(system, fact if fact["system"] == step["into"] else {})
        elif rule == "carry" and step["fact"] and self.steps[step["part"]]["rule"] == "sustain":
            self._also(self.steps[step["part"]]["system"], self.steps[step["fact"]])

    def _name(self, system: str, kind: str) -> str:
        """A name of this kind that the system has not."""
        return kind if kind not in self.sequences[system] else f"{kind}_{len(self.sequences[system])}"

    def _also(self, system: str, fact: dict[str, Any]) -> None:
        """The products of which a fact speaks, along another system from the same start."""
        for use in fact.get("uses", ()):
            self._power(system, use["power"], self.steps[use["fact"]]["ratio"])

    def _power(self, system: str, symbol: str, ratio: str) -> str:
        if symbol == "prod":
            symbol = f"prod_{len(self.powers)}"
        return self._add(system, symbol, start="1", next=f"({ratio})*{symbol}")

    def _uses(self, growth: str) -> list[str]:
        """The symbols that statements about every time use for the product of this growth."""
        uses = (use for step in self.steps.values() for use in step.get("uses", ()))
        return list(dict.fromkeys(use["power"] for use in uses if use["fact"] == growth))
