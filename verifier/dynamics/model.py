"""A derived dynamical model, compiled to balls.

The module that holds the formulas is found by name in ``derivations.contents.MODELS``; it offers
``STATE``, ``STEP``, ``OBSERVABLES``, ``START`` and ``START_PARAMETERS`` (see
``derivations.square.run_map``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

from flint import arb

from verifier.arithmetic.balls import Ball, ball
from verifier.arithmetic.compile import CompiledMap, compile_map
from verifier.dynamics.instance import Instance


@dataclass(frozen=True)
class Model:
    """The compiled maps of one model.

    ``step(h, *state)`` returns the next state followed by the rising margin and the loss step;
    ``view(*state)`` all named quantities of a state; ``start(instance)`` the state at time 0.
    """

    step_map: CompiledMap
    step: Callable[..., tuple[Ball, ...]]
    view: Callable[..., dict[str, Any]]
    start: Callable[[Instance], tuple[Ball, ...]]


@lru_cache
def load_model(name: str) -> Model:
    """The model of that name, compiled once; raises ``KeyError`` for an unknown one."""
    contents = import_module("derivations.contents")
    formulas = import_module(contents.MODELS[name])
    step_map = compile_map(formulas.STEP, [formulas.SCALE_LR, *formulas.STATE])
    view_map = compile_map(formulas.OBSERVABLES, list(formulas.STATE))
    start_map = compile_map(formulas.START, list(formulas.START_PARAMETERS))
    observe = view_map.bind(arb.sqrt, _number, Abs=abs)
    first = start_map.bind(arb.sqrt, _number, cos=arb.cos, sin=arb.sin)
    names = [symbol.name for symbol in formulas.STATE]

    def view(*state: Ball) -> dict[str, Any]:
        named = dict(zip(view_map.outputs, observe(*state), strict=True))
        return {**dict(zip(names, state, strict=True)), **named}

    def start(instance: Instance) -> tuple[Ball, ...]:
        return first(ball(instance.a0), ball(instance.N0), ball(instance.theta0))

    return Model(step_map, step_map.bind(arb.sqrt, _number), view, start)


def _number(p: int, q: int) -> Ball:
    return arb(p) / q
