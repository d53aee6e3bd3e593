"""One run of a derived map, in balls or in points: states and the events that happen along it."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace

from sympy import Expr

from verifier.arithmetic.balls import (
    Ball,
    Undecided,
    Verdict,
    both,
    positive,
)
from verifier.arithmetic.evaluate import evaluate
from verifier.arithmetic.reals import Reals
from verifier.dynamics.model import State, load_model
from verifier.loss import Start

__all__ = ["Run", "Undecided"]

_SHARE_AHEAD, AHEAD = 8, 16
"""Who asks for a state asks for the next as well: an eighth of the time so far is walked ahead, at most so
many steps."""


class Run:
    """The run of ``instance``, iterated on demand and remembered, at a fixed precision in bits.

    Every state is kept, so that checks may look back and forth; ``verifier.dynamics.certify`` is the
    way to follow a long run.  In balls, unless another number system is given.
    """

    def __init__(self, instance: Start, bits: int = 128, reals: Reals | None = None) -> None:
        self.instance = instance
        self.bits = bits
        self._model = load_model(instance.loss, reals)
        self.reals = self._model.reals
        with self.reals.precision(bits):
            self.h = self.reals.number(instance.h)
            self._states: list[State] = [self._model.start(instance)]
        self._beside: list[tuple[Ball, ...]] = []
        self._views: dict[int, SimpleNamespace] = {}
        self._rising: dict[int, Verdict] = {}

    def _at(self, t: int) -> tuple[State, tuple[Ball, ...]]:
        """State t, and its direction and view: a step computes most of them anyway."""
        if t < 0:
            raise ValueError(f"time starts at 0, not at {t}")
        if t >= len(self._beside):
            size, walk, h = len(self._states[0]), self._model.walk, self.h
            state = self._states[-1]
            with self.reals.precision(self.bits):
                for _ in range(len(self._beside), t + 1 + min(t // _SHARE_AHEAD, AHEAD)):
                    outputs = walk(h, *state)
                    state = outputs[:size]
                    self._states.append(state)
                    self._beside.append(outputs[size:])
        return self._states[t], self._beside[t]

    def state(self, t: int) -> SimpleNamespace:
        """State t: p q N r c s lam k, with s = |sin θ| ≥ 0, and what else its model shows.

        The square loss has a and e = 1 − a; the logistic loss alpha g_mean g_m m_max m_min.
        """
        if t not in self._views:
            state, beside = self._at(t)
            with self.reals.precision(self.bits):
                self._views[t] = SimpleNamespace(**self._model.named(state, beside[2:]))
        return self._views[t]

    def told(self, t: int) -> dict[str, Ball]:
        """What a state tells, by name: as ``state``, but s with its sign, and h."""
        shown = vars(self.state(t))
        with self.reals.precision(self.bits):
            return {**shown, "s": shown["q"] / shown["r"], "h": self.h}

    def evaluate(self, expression: Expr, t: int = 0, **values: Ball) -> Ball:
        """A derived expression at time t: ``x`` is state t, ``x_next`` state t + 1, ``x0`` state 0.

        ``h`` is the scale learning rate; anything else comes from ``values``.
        """

        def value(name: str) -> Ball:
            if name in values:
                return values[name]
            if name == "h":
                return self.h
            ahead, quantity = _place(name)
            return getattr(self.state(0 if ahead is None else t + ahead), quantity)

        with self.reals.precision(self.bits):
            return evaluate(expression, value)

    def rising(self, t: int) -> Verdict:
        """Whether sin θ_{t+1} > sin θ_t (by ``square.rising-criterion``, and q ≠ 0)."""
        if t not in self._rising:  # several checks ask it of a listed run
            _, beside = self._at(t)
            self._rising[t] = rises(beside[0], beside[1])
        return self._rising[t]

    def loss_step(self, t: int) -> Ball:
        """R_{t+1} − R_t, for the square loss over ρ²."""
        state, _ = self._at(t)
        with self.reals.precision(self.bits):
            _, _, loss_step, *_ = self._model.step(self.h, *state)[len(state) :]
        return loss_step

    def loss_rises(self, t: int) -> Verdict:
        """Whether R_{t+1} > R_t."""
        return positive(self.loss_step(t))

    def onset(self, limit: int) -> int | None:
        """The first rising t < limit, or None.  Raises ``Undecided`` where balls do not decide."""
        for t in range(limit):
            verdict = self.rising(t)
            if verdict is None:
                raise Undecided(f"rising at t = {t} with {self.bits} bits")
            if verdict:
                return t
        return None


@cache
def _place(name: str) -> tuple[int | None, str]:
    """How far ahead the state is that a name is about, None for state 0; and the quantity of it."""
    if name.endswith("_next"):
        return 1, name.removesuffix("_next")
    return (None, name.removesuffix("0")) if name.endswith("0") else (0, name)


def rises(s: Ball, rise: Ball) -> Verdict:
    """Whether the direction rises from a state, given the events ``DIRECTION`` of its model."""
    verdict = positive(rise)
    if verdict is False:
        return False
    moves = positive(abs(s))
    return moves if verdict else both(verdict, moves)
