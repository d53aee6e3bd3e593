"""Runs with BatchNorm's ε in balls, from the starts of runs without."""

from __future__ import annotations

from derivations.general.model.epsilon import A_NEXT, P_NEXT, Q_NEXT, SHARE
from verifier.arithmetic.balls import Ball, Verdict, positive
from verifier.arithmetic.evaluate import evaluate
from verifier.claim import Run


def shown(values: dict[str, Ball], epsilon: Ball) -> dict[str, Ball]:
    """The values of a state with what ε adds to them: ε̃, √D, χ, ã, ω, and λ of its own."""
    known = {**values, "eps_free": epsilon, "root_bn": (values["N"] + epsilon).sqrt()}
    known["chi_bn"] = known["N"].sqrt() / known["root_bn"]
    known["a_seen"] = known["chi_bn"] * known["a"]
    known["lam"] = known["a_seen"] / known["N"]
    known["omega"] = evaluate(SHARE, known.__getitem__)
    return known


class Fed:
    """A run with ε̃ = ``epsilon`` from the start of another, iterated in balls on demand."""

    def __init__(self, run: Run, epsilon: Ball) -> None:
        x = run.state(0)
        root = x.N.sqrt()
        self._h, self._epsilon = run.h, epsilon
        self._states = [self._view({"p": root * x.c, "q": root * x.s, "a": x.a})]

    def _view(self, state: dict[str, Ball]) -> dict[str, Ball]:
        p, q = state["p"], state["q"]
        norm = p * p + q * q
        root = norm.sqrt()
        return shown({**state, "h": self._h, "N": norm, "c": p / root, "s": q / root}, self._epsilon)

    def at(self, time: int) -> dict[str, Ball]:
        """The state at a time."""
        while len(self._states) <= time:
            now = self._states[-1]
            after = {"p": P_NEXT, "q": Q_NEXT, "a": A_NEXT}
            self._states.append(
                self._view({x: evaluate(value, now.__getitem__) for x, value in after.items()})
            )
        return self._states[time]

    def rise(self, time: int) -> Verdict:
        """Whether the direction rises, by the sines."""
        now, after = self.at(time), self.at(time + 1)
        return positive(after["s"] ** 2 - now["s"] ** 2)
