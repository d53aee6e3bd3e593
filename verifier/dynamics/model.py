"""A derived dynamical model, compiled, and bound to a number system.

A loss names the module that holds its formulas; what that offers is what
``derivations.square.model.run_map`` offers.  The models differ in their states, in the parameters
that a run starts from, and in what they show; the first three events are the same for all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

from verifier.arithmetic.balls import Ball
from verifier.arithmetic.compile import CompiledMap, compile_map
from verifier.arithmetic.reals import Reals, reals_of
from verifier.loss import Loss, Start

State = tuple[Ball, ...]
"""The symbols of the model's ``STATE``, in that order."""


@dataclass(frozen=True)
class Program:
    """The compiled maps of one model, in no particular arithmetic.

    ``advance`` takes (h, *state) to the next state; ``step`` adds the events: s, rise, the
    loss step, and what the model has besides; ``walk`` adds what ``direction`` and ``view`` give.
    ``direction`` gives s and rise of a state alone; ``view`` all other quantities of a state.
    """

    state: tuple[str, ...]
    start: CompiledMap
    advance: CompiledMap
    step: CompiledMap
    walk: CompiledMap
    direction: CompiledMap
    view: CompiledMap


def load_program(loss: Loss) -> Program:
    """The maps of that loss, compiled once."""
    return _compiled(loss.formulas)


@lru_cache
def _compiled(module: str) -> Program:
    formulas = import_module(module)
    known, state = formulas.DEFINITIONS, formulas.STATE
    with_rate = (formulas.SCALE_LR, *state)
    return Program(
        state=tuple(symbol.name for symbol in state),
        start=compile_map(formulas.START, formulas.START_PARAMETERS, state),
        advance=compile_map(known, with_rate, formulas.NEXT),
        step=compile_map(known, with_rate, (*formulas.NEXT, *formulas.EVENTS)),
        walk=compile_map(known, with_rate, (*formulas.NEXT, *formulas.DIRECTION, *formulas.VIEW)),
        direction=compile_map(known, state, formulas.DIRECTION),
        view=compile_map(known, state, formulas.VIEW),
    )


@dataclass(frozen=True)
class Model:
    """One model in one number system: the maps of its ``Program`` as functions."""

    advance: Callable[..., State]
    step: Callable[..., tuple[Ball, ...]]
    walk: Callable[..., tuple[Ball, ...]]
    direction: Callable[..., tuple[Ball, ...]]
    reals: Reals
    _program: Program
    _start: Callable[..., State]
    _view: Callable[..., tuple[Ball, ...]]

    def start(self, instance: Start) -> State:
        """The state of ``instance``, which is one of this model, at time 0."""
        return self.enclose(*map(self.reals.number, instance.start))

    def enclose(self, *start: Ball) -> State:
        """The state at time 0 of every instance with its start within the balls."""
        return self._start(*start)

    def state_of(self, shown: Any) -> State:
        """The state that has the named quantities of ``shown``, as ``view`` gives them."""
        return tuple(getattr(shown, name) for name in self._program.state)

    def view(self, state: State) -> dict[str, Any]:
        """Every named quantity of a state; s is |sin θ|, whichever side of the target w is on."""
        return self.named(state, self._view(*state))

    def named(self, state: State, shown: tuple[Ball, ...]) -> dict[str, Any]:
        """The same, given the values of ``view``."""
        named = dict(zip(self._program.state, state, strict=True))
        named |= zip(self._program.view.outputs, shown, strict=True)
        named["s"] = abs(named["s"])
        return named


def load_model(loss: Loss, reals: Reals | None = None) -> Model:
    """The model of that loss, bound once, in balls unless another number system is given."""
    return _bound(loss.formulas, reals or reals_of())


@lru_cache
def _bound(module: str, reals: Reals) -> Model:
    program = _compiled(module)
    return Model(
        advance=program.advance.bind(reals),
        step=program.step.bind(reals),
        walk=program.walk.bind(reals),
        direction=program.direction.bind(reals),
        reals=reals,
        _program=program,
        _start=program.start.bind(reals),
        _view=program.view.bind(reals),
    )
