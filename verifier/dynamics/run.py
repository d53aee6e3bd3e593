"""One run of a derived map in balls: states and the events that happen along it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from sympy import Expr

from verifier.arithmetic.balls import Ball, Verdict, ball, both, positive, precision
from verifier.arithmetic.evaluate import evaluate
from verifier.dynamics.instance import Instance
from verifier.dynamics.model import load_model


class Undecided(ArithmeticError):
    """The enclosures do not decide; a higher precision may."""


class Run:
    """The run of ``instance``, iterated on demand and remembered, at a fixed precision in bits."""

    def __init__(self, instance: Instance, bits: int = 128) -> None:
        self.instance = instance
        self.bits = bits
        self._model = load_model("square")
        with precision(bits):
            self.h = ball(instance.h)
            self._states: list[tuple[Ball, ...]] = [self._model.start(instance)]
        self._events: list[tuple[Ball, Ball]] = []

    def _extend(self, t: int) -> None:
        with precision(self.bits):
            while len(self._events) <= t:
                *state, rising_margin, loss_step = self._model.step(self.h, *self._states[-1])
                self._states.append(tuple(state))
                self._events.append((rising_margin, loss_step))

    def state(self, t: int) -> SimpleNamespace:
        """State t as balls: p q e a N r c s lam, with s = |sin θ| ≥ 0 and e = 1 − a."""
        if t > 0:
            self._extend(t - 1)
        with precision(self.bits):
            return SimpleNamespace(**self._model.view(*self._states[t]))

    def evaluate(self, expression: Expr, t: int = 0, **values: Ball) -> Ball:
        """A derived expression at time t: ``x`` is state t, ``x_next`` state t + 1, ``x0`` state 0.

        ``h`` is the scale learning rate; anything else comes from ``values``.
        """

        def value(name: str) -> Ball:
            if name in values:
                return values[name]
            if name == "h":
                return self.h
            if name.endswith("_next"):
                return getattr(self.state(t + 1), name.removesuffix("_next"))
            if name.endswith("0"):
                return getattr(self.state(0), name.removesuffix("0"))
            return getattr(self.state(t), name)

        with precision(self.bits):
            return evaluate(expression, value)

    def rising(self, t: int) -> Verdict:
        """Whether sin θ_{t+1} > sin θ_t (by ``square.rising-criterion``, and q ≠ 0)."""
        self._extend(t)
        q: Any = self._states[t][1]
        return both(positive(self._events[t][0]), positive(abs(q)))

    def loss_step(self, t: int) -> Ball:
        """(R_{t+1} − R_t)/ρ², formed without cancellation by ``square.loss-step-identity``."""
        self._extend(t)
        return self._events[t][1]

    def loss_rises(self, t: int) -> Verdict:
        """Whether R_{t+1} > R_t."""
        return positive(self.loss_step(t))

    def onset(self, limit: int) -> int | None:
        """The first rising t < limit, or None.  Raises ``Undecided`` where balls do not decide."""
        for t in range(limit):
            rises = self.rising(t)
            if rises is None:
                raise Undecided(f"rising at t = {t} with {self.bits} bits")
            if rises:
                return t
        return None
