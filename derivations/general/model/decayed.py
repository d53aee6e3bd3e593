"""Runs with weight decay in balls, from the starts of runs without."""

from __future__ import annotations

from sympy import Rational

from derivations.general.model.decay import ACROSS, GROWTH, TURNED
from derivations.notation import N, k, s
from derivations.square.update_maps import A_NEXT_POLAR
from verifier.arithmetic.balls import Ball, ball, positive
from verifier.arithmetic.evaluate import evaluate
from verifier.claim import Run


class Decayed:
    """A run with weight decay from the start of another, iterated in balls on demand."""

    def __init__(self, run: Run, decay: Rational) -> None:
        x = run.state(0)
        self._fixed = {"h": run.h, "omega": ball(decay)}
        self.states = [self._view({"c": x.c, "s": x.s, "N": x.N, "a": x.a})]

    def _view(self, state: dict[str, Ball]) -> dict[str, Ball]:
        full = {**self._fixed, **state, "lam": state["a"] / state["N"]}
        return {**full, "k": evaluate(GROWTH, full.__getitem__).sqrt()}

    def at(self, time: int) -> dict[str, Ball]:
        """The state at a time."""
        while len(self.states) <= time:
            now = self.states[-1]
            after = {"c": TURNED / k, "s": s * ACROSS / k, "N": N * GROWTH, "a": A_NEXT_POLAR}
            self.states.append(
                self._view({x: evaluate(value, now.__getitem__) for x, value in after.items()})
            )
        return self.states[time]

    def rise(self, time: int) -> bool | None:
        """Whether the direction rises, by the sines."""
        now, after = self.at(time), self.at(time + 1)
        return positive(after["s"] ** 2 - now["s"] ** 2)
